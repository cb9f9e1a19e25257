using System.Text.Json;
using Heldspace.Azure.Records;
using Heldspace.Azure.ServiceBus;
using Heldspace.Json;
using NodaTime;

namespace Heldspace.Functions.Hosting;

/// <summary>Sends queue messages, each signed and under its own deterministic id, so that a forged one does nothing and a repeated one nothing more.</summary>
internal sealed class Outbox(IQueues queues, Keys keys)
{
    public Task Send(string queue, QueuedWork message, CancellationToken cancellation, Instant? notBefore = null)
    {
        var id = message.Id + (message.Again is { } again ? $":{again}" : "") + (message.Attempt > 0 ? $":{message.Attempt}" : "");
        if (id.Length > QueueMessage.LongestId)
        {
            id = Keys.Fingerprint(52, id);
        }

        var payload = HeldspaceJson.Write(message);
        var body = HeldspaceJson.Write(new Signed(payload, keys.Sign(queue, payload)));
        return queues.Send(
            queue,
            new QueueMessage { Body = body, MessageId = id, SessionId = message.Lane, NotBefore = notBefore },
            cancellation);
    }

    /// <summary>Reads a payload that came by a queue; null where it was not signed here, whoever sent it, or is none that this version knows.</summary>
    public TMessage? Open<TMessage>(string queue, Signed? signed)
        where TMessage : QueuedWork
    {
        if (signed is not { Payload: { } payload } || !keys.IsSigned(queue, payload, signed.Signature))
        {
            return null;
        }

        try
        {
            return HeldspaceJson.Read<QueuedWork>(payload) as TMessage;
        }
        catch (Exception unknown) when (unknown is JsonException or NotSupportedException)
        {
            // NotSupportedException: a payload without its type.
            return null;
        }
    }
}

/// <summary>A queue message's body: the payload as text, so that the signature covers each byte of it.</summary>
internal sealed record Signed(string? Payload, string? Signature);
