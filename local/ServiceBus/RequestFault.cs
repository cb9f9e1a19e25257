using NodaTime;

namespace Heldspace.Local.ServiceBus;

/// <summary>What a stand-in does wrong with a request when a test asks for it.</summary>
public abstract record RequestFault
{
    /// <summary>Answers with an error and does nothing.</summary>
    /// <param name="RetryAfter">Sent as <c>Retry-After</c> in whole seconds; null: no such header.</param>
    public sealed record Answer(int Status, Duration? RetryAfter = null) : RequestFault;

    /// <summary>Breaks the connection before anything is done.</summary>
    public sealed record DropBefore : RequestFault;

    /// <summary>Does what was asked, then breaks the connection: the sender cannot know.</summary>
    public sealed record DropAfter : RequestFault;

    /// <summary>Does what was asked once the task has ended, which may be never.</summary>
    public sealed record Wait(Task Until) : RequestFault;
}
