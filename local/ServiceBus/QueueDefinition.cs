using NodaTime;

namespace Heldspace.Local.ServiceBus;

/// <summary>What a queue is declared with. The defaults are those of a queue created in Azure, except that duplicates are detected.</summary>
/// <param name="Name">Its path in the namespace. Compared without regard to case, as the service does.</param>
public sealed record QueueDefinition(string Name)
{
    /// <summary>Every message bears a session; the messages of one session are delivered in order and one at a time.</summary>
    public bool RequiresSession { get; init; }

    /// <summary>Deliveries after which a message that is not completed moves to the dead-letter queue.</summary>
    public int MaxDeliveryCount { get; init; } = 10;

    /// <summary>How long a received message stays hidden from others unless its receiver asks for longer.</summary>
    public Duration LockDuration { get; init; } = Duration.FromMinutes(1);

    /// <summary>How long a message id is remembered, so that the same id sent again is accepted and dropped. Null: never.</summary>
    public Duration? DuplicateWindow { get; init; } = Duration.FromMinutes(10);

    /// <summary>The path of a queue's dead-letter queue.</summary>
    public static string DeadLetterPath(string queue) => queue + DeadLetterSuffix;

    internal const string DeadLetterSuffix = "/$deadletterqueue";
}
