using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;

namespace Heldspace.Local.ServiceBus;

/// <summary>The file that carries a broker's messages over a restart.</summary>
internal static class BrokerSnapshot
{
    public static Queue Of(BrokerQueue queue) => new(
        queue.Definition.Name,
        queue.LastSequence,
        [.. queue.Waiting.Concat(queue.InFlight).OrderBy(message => message.SequenceNumber).Select(Message.From)],
        [.. queue.Scheduled.Select(Message.From)],
        [.. queue.Seen.Select(entry => new KnownId(entry.Id, entry.Until.ToUnixTimeTicks()))]);

    /// <summary>Replaces the file in one step, so that a crash leaves the old one or the new one.</summary>
    public static void Write(string path, IReadOnlyList<Queue> queues)
    {
        var beside = path + ".new";
        File.WriteAllBytes(beside, JsonSerializer.SerializeToUtf8Bytes(queues, SnapshotJson.Default.IReadOnlyListQueue));
        File.Move(beside, path, overwrite: true);
    }

    public static IReadOnlyList<Queue> Read(string path) =>
        JsonSerializer.Deserialize(File.ReadAllBytes(path), SnapshotJson.Default.IReadOnlyListQueue)
        ?? throw new InvalidOperationException($"{path} holds no queues.");

    internal sealed record Queue(string Name, long LastSequence, Message[] Active, Message[] Scheduled, KnownId[] Known)
    {
        public void Into(BrokerQueue queue) => queue.Restore(
            Active.Select(message => message.ToMessage()),
            Scheduled.Select(message => message.ToMessage()),
            Known.Select(known => (known.Id, Instant.FromUnixTimeTicks(known.UntilTicks))),
            LastSequence);
    }

    /// <summary>Times are ticks of 100 ns since 1970, UTC.</summary>
    internal sealed record Message(
        string Id, string? Session, long? ScheduledTicks, byte[] Body, string? ContentType, string? CorrelationId, string? Subject,
        Dictionary<string, string> Properties, long Sequence, long EnqueuedTicks, int DeliveryCount, string? DeadLetterSource)
    {
        public static Message From(BrokerMessage message) => new(
            message.MessageId, message.SessionId, message.ScheduledEnqueueTime?.ToUnixTimeTicks(), message.Body.ToArray(), message.ContentType,
            message.CorrelationId, message.Subject, new Dictionary<string, string>(message.Properties), message.SequenceNumber,
            message.EnqueuedTime.ToUnixTimeTicks(), message.DeliveryCount, message.DeadLetterSource);

        public BrokerMessage ToMessage() => new()
        {
            MessageId = Id,
            SessionId = Session,
            ScheduledEnqueueTime = ScheduledTicks is { } ticks ? Instant.FromUnixTimeTicks(ticks) : null,
            Body = Body,
            ContentType = ContentType,
            CorrelationId = CorrelationId,
            Subject = Subject,
            Properties = Properties.ToImmutableSortedDictionary(),
            SequenceNumber = Sequence,
            EnqueuedTime = Instant.FromUnixTimeTicks(EnqueuedTicks),
            DeliveryCount = DeliveryCount,
            DeadLetterSource = DeadLetterSource,
        };
    }

    internal sealed record KnownId(string Id, long UntilTicks);
}

[JsonSerializable(typeof(IReadOnlyList<BrokerSnapshot.Queue>))]
internal sealed partial class SnapshotJson : JsonSerializerContext;
