using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Heldspace.Allocation;
using Heldspace.Intake;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Pathway;

/// <summary>How far an absence has come.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AbsenceState>))]
public enum AbsenceState
{
    /// <summary>Somebody marked it; what each child would get is being looked for.</summary>
    Marked,

    /// <summary>The list is there for a person to confirm. Nothing has been done.</summary>
    Proposed,

    /// <summary>Confirmed: the appointments are being moved, or have been.</summary>
    Confirmed,

    /// <summary>Taken back: what was moved goes back where it can.</summary>
    Undone,
}

/// <summary>A clinician who is away, and what becomes of the appointments held with them.</summary>
public sealed record Absence
{
    public const int CurrentSchema = 1;

    /// <summary>In <see cref="By"/>: nobody marked it, the mailbox is gone.</summary>
    public const string ByService = "service";

    public int Schema { get; init; } = CurrentSchema;

    /// <summary>Opaque, unique in the service.</summary>
    public required string Id { get; init; }

    public required string Service { get; init; }

    /// <summary>The <see cref="Services.TeamMember.Id"/>.</summary>
    public required string Clinician { get; init; }

    public required LocalDate First { get; init; }

    /// <summary>The last day away.</summary>
    public required LocalDate Last { get; init; }

    /// <summary>From when on the first day; null from its first minute.</summary>
    public Instant? Start { get; init; }

    /// <summary>Until when, where somebody came back before the last day ended; null to its end.</summary>
    public Instant? End { get; init; }

    public required AbsenceState State { get; init; }

    /// <summary>Counts what people did with it, from 1: a list is confirmed as it was shown.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Whether all that follows from its state has been set going.</summary>
    public bool Settled { get; init; }

    /// <summary>When a person did something with it last.</summary>
    public Instant? TouchedAt { get; init; }

    /// <summary>Who marked it, by sign-in name; <see cref="ByService"/>.</summary>
    public required string By { get; init; }

    public required Instant MarkedAt { get; init; }

    /// <summary>Who confirmed the list; null while nobody has.</summary>
    public string? ConfirmedBy { get; init; }

    /// <summary>Who took it back.</summary>
    public string? UndoneBy { get; init; }

    /// <summary>Whether the clinician's mailbox is gone, so that nothing can be written into their calendar.</summary>
    public bool MailboxGone { get; init; }

    /// <summary>What each child would get, whoever would break the target first in front.</summary>
    public ImmutableArray<AbsenceItem> Items { get; init; } = [];

    /// <summary>From its first moment, included, to its last, excluded.</summary>
    [JsonIgnore]
    public Interval Time => new(Start ?? London.At(First, LocalTime.Midnight), End ?? London.At(Last.PlusDays(1), LocalTime.Midnight));

    /// <summary>Every week that it touches, also where it was ended early.</summary>
    [JsonIgnore]
    public IEnumerable<LondonWeek> Weeks => LondonWeek.Touched(new(London.At(First, LocalTime.Midnight), London.At(Last.PlusDays(1), LocalTime.Midnight)));
}

/// <param name="Case">Whose appointment.</param>
/// <param name="Reference">What people see.</param>
/// <param name="Appointment">Its id in the case.</param>
/// <param name="From">Where it stands.</param>
/// <param name="To">What they would get; null where there is no place before the horizon.</param>
/// <param name="InTime">Whether the target is kept.</param>
/// <param name="RingFirst">Only a person may give it another place, after ringing: it is less than 48 hours away, or the service has moved it once since it was agreed.</param>
/// <param name="Words">From where to where, with nothing personal.</param>
public sealed record AbsenceItem(CaseId Case, Reference Reference, string Appointment, Slot From, Slot? To, bool InTime, bool RingFirst, string Words)
{
    /// <summary>Why that place, in words for staff.</summary>
    public string? Why { get; init; }

    /// <summary>Whether the family had agreed to where it stands.</summary>
    public bool Agreed { get; init; }

    /// <summary>The last day that is in time; null in a list of an earlier version.</summary>
    public LocalDate? TargetDay { get; init; }
}
