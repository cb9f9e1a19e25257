using System.Collections.Immutable;
using System.Text;
using NodaTime;

namespace Heldspace.Local.ServiceBus;

/// <summary>A message: what the sender gave, and what the broker wrote on it.</summary>
public sealed record BrokerMessage
{
    /// <summary>The sender's id; by it duplicates are known. The broker gives one where the sender gave none.</summary>
    public string MessageId { get; init; } = "";

    public string? SessionId { get; init; }

    /// <summary>When the message may first be received. Null or past: at once.</summary>
    public Instant? ScheduledEnqueueTime { get; init; }

    public ReadOnlyMemory<byte> Body { get; init; }

    public string? ContentType { get; init; }

    public string? CorrelationId { get; init; }

    public string? Subject { get; init; }

    /// <summary>The sender's own properties; in the dead-letter queue also <c>DeadLetterReason</c> and <c>DeadLetterErrorDescription</c>.</summary>
    public ImmutableSortedDictionary<string, string> Properties { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Set by the broker: its place in the queue, rising by one with each message that becomes active.</summary>
    public long SequenceNumber { get; init; }

    /// <summary>Set by the broker: when the message became active.</summary>
    public Instant EnqueuedTime { get; init; }

    /// <summary>Set by the broker: how often it was delivered, the present delivery included.</summary>
    public int DeliveryCount { get; init; }

    /// <summary>The queue from which the message came into the dead-letter queue.</summary>
    public string? DeadLetterSource { get; init; }

    public string? DeadLetterReason => Properties.GetValueOrDefault(Reason);

    public string? DeadLetterErrorDescription => Properties.GetValueOrDefault(Description);

    /// <summary>The body read as UTF-8.</summary>
    public string Text => Encoding.UTF8.GetString(Body.Span);

    internal const string Reason = "DeadLetterReason";
    internal const string Description = "DeadLetterErrorDescription";
}

/// <summary>A message in a receiver's hands, hidden from others until it is settled or its lock runs out.</summary>
/// <param name="Queue">The queue it was received from.</param>
/// <param name="LockToken">Names this one delivery.</param>
/// <param name="LockedUntil">The instant from which others may receive it.</param>
public sealed record Delivery(string Queue, BrokerMessage Message, long LockToken, Instant LockedUntil);

/// <summary>What became of a message that was sent.</summary>
public enum SendOutcome
{
    /// <summary>It is in the queue, active or scheduled.</summary>
    Accepted,

    /// <summary>Its id is known within the window; it was dropped, and the sender is told nothing.</summary>
    Duplicate,

    /// <summary>No queue of that name is declared.</summary>
    UnknownQueue,

    /// <summary>The queue requires a session and the message names none.</summary>
    SessionMissing,

    /// <summary>Body and properties exceed <see cref="Broker.MaxMessageSize"/>.</summary>
    TooLarge,
}
