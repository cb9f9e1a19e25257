using System.Collections.Immutable;
using Heldspace.Allocation;

namespace Heldspace.Pathway;

/// <summary>What follows from what a calendar shows.</summary>
public abstract record Finding
{
    private Finding()
    {
    }

    /// <summary>It is as it is held, or everybody knows already.</summary>
    public sealed record Nothing : Finding;

    /// <summary>The event stands, or should stand, at another time that is possible: the appointment goes there.</summary>
    /// <param name="Slot">Where to.</param>
    /// <param name="By">The clinician, who moved it, or staff: the scheduler proposed it.</param>
    /// <param name="EventId">The event that is moved.</param>
    /// <param name="Key">What is noted so that the same answer is followed once; null for a move, which shows by itself.</param>
    public sealed record MoveThere(Slot Slot, MovedBy By, string EventId, string? Key) : Finding;

    /// <summary>The place is lost. The service offers another inside the same clock, the same clinician first.</summary>
    public sealed record OfferAgain(Lost Lost) : Finding;

    /// <summary>The place is lost, and only a person may choose the next one, after ringing.</summary>
    public sealed record Ring(Lost Lost) : Finding;

    /// <summary>Something is not followed: nothing moves, and the scheduler is told once, with better offers.</summary>
    public sealed record Tell(string Key, string What) : Finding;

    /// <summary>Nothing moves; the clinician and the scheduler are warned, of each thing once.</summary>
    public sealed record Warn(ImmutableArray<string> Keys, string What) : Finding;
}

/// <summary>How a held place came to be lost.</summary>
/// <param name="Why">In words for staff, a whole sentence.</param>
/// <param name="Key">What is noted so that the same answer is followed once; null where the event is gone.</param>
/// <param name="KeepsEvent">The event that may be moved to the next place, or has to be cancelled; null where it is gone.</param>
/// <param name="ClinicianIsGone">Whether nobody else's time with this clinician can be found.</param>
public sealed record Lost(string Why, string? Key, string? KeepsEvent, bool ClinicianIsGone)
{
    /// <summary>Whether the scheduler knows of all that was lost with it, so that they are not told of this one by itself.</summary>
    public bool IsKnown { get; init; }

    /// <summary>Whether its clinician must not see this child, as the case says.</summary>
    public bool IsBarred { get; init; }
}
