using System.Collections.Immutable;
using NodaTime;

namespace Heldspace.Pathway;

/// <summary>What a clinician's calendar shows of an appointment that is held.</summary>
public abstract record Observed
{
    private Observed()
    {
    }

    /// <summary>The clinician has no mailbox any more, or has left the team.</summary>
    public sealed record NoMailbox : Observed;

    /// <summary>The event is cancelled or deleted.</summary>
    public sealed record Gone : Observed;

    /// <summary>The event stands.</summary>
    /// <param name="EventId">Its id, which is another one where it was put back.</param>
    /// <param name="Time">When it is now.</param>
    /// <param name="ShowAs">Graph's word for how its time is shown: busy, as it was written, or something else.</param>
    /// <param name="Scheduler">What the scheduler answered; null while they have not.</param>
    /// <param name="RoomDeclined">Whether the room that it needs has declined.</param>
    /// <param name="Over">What else takes time of the block that is held, not counting appointments of children.</param>
    public sealed record Standing(string EventId, Interval Time, string ShowAs, SchedulersAnswer? Scheduler, bool RoomDeclined, ImmutableArray<PutOver> Over) : Observed;
}

public enum Answered
{
    Accepted,
    Tentatively,
    Declined,
}

/// <param name="What">The answer.</param>
/// <param name="At">When; the same answer is followed once.</param>
/// <param name="Proposed">The other time that they propose; null where they propose none.</param>
public sealed record SchedulersAnswer(Answered What, Instant At, Interval? Proposed);

/// <param name="EventId">Of the entry.</param>
/// <param name="Time">When it is.</param>
/// <param name="OfSeries">Whether it is one of a recurring series.</param>
public sealed record PutOver(string EventId, Interval Time, bool OfSeries);
