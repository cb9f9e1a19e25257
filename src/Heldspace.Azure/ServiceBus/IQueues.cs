using System.Text;
using NodaTime;

namespace Heldspace.Azure.ServiceBus;

/// <summary>Sending to queues. Receiving is the Functions host's.</summary>
public interface IQueues
{
    /// <summary>
    /// Puts a message on a queue. May put it there twice where an answer is lost: its <see cref="QueueMessage.MessageId"/> is the same each time,
    /// so that the queue's duplicate detection, or else its idempotent consumer, does the work once.
    /// </summary>
    /// <exception cref="ArgumentException">The message breaks a limit; nothing was sent.</exception>
    /// <exception cref="EdgeException">It could not be sent, or nobody knows.</exception>
    Task Send(string queue, QueueMessage message, CancellationToken cancellation = default);
}

/// <summary>A message on its way to a queue. Nothing personal belongs in it.</summary>
public sealed record QueueMessage
{
    /// <summary>Largest body in bytes of UTF-8: the 256 KB of a Standard namespace less room for headers.</summary>
    public const int LargestBody = 192 * 1024;

    /// <summary>Longest id in characters.</summary>
    public const int LongestId = 128;

    /// <summary>JSON text.</summary>
    public required string Body { get; init; }

    /// <summary>What makes a repeated send the same message. 1 to 128 characters.</summary>
    public required string MessageId { get; init; }

    /// <summary>The lane: messages of one session are handled one after the other, in order. 1 to 128 characters.</summary>
    public required string SessionId { get; init; }

    /// <summary>The earliest moment of delivery, taken up to the whole second; null for at once.</summary>
    public Instant? NotBefore { get; init; }

    /// <summary>Refuses what the service would refuse. Errors name the rule and never the value.</summary>
    /// <exception cref="ArgumentException">A limit is broken.</exception>
    public static void Check(string queue, QueueMessage message)
    {
        ArgumentNullException.ThrowIfNull(queue);
        ArgumentNullException.ThrowIfNull(message);
        if (queue.Length is 0 or > 260 || !queue.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
        {
            throw new ArgumentException("A queue name is lower-case letters, digits and hyphens.", nameof(queue));
        }

        if (message.MessageId.Length is 0 or > LongestId || message.SessionId.Length is 0 or > LongestId)
        {
            throw new ArgumentException($"A message id and a session id have 1 to {LongestId} characters.", nameof(message));
        }

        if (Encoding.UTF8.GetByteCount(message.Body) > LargestBody)
        {
            throw new ArgumentException($"A message body has at most {LargestBody} bytes.", nameof(message));
        }
    }
}
