using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Heldspace.Allocation;
using Heldspace.Intake;
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

/// <summary>A clinician who is away for days, and what becomes of the appointments held with them.</summary>
public sealed record Absence
{
    public const int CurrentSchema = 1;

    public int Schema { get; init; } = CurrentSchema;

    /// <summary>Opaque, unique in the service.</summary>
    public required string Id { get; init; }

    public required string Service { get; init; }

    /// <summary>The <see cref="Services.TeamMember.Id"/>.</summary>
    public required string Clinician { get; init; }

    public required LocalDate First { get; init; }

    /// <summary>The last day away.</summary>
    public required LocalDate Last { get; init; }

    public required AbsenceState State { get; init; }

    /// <summary>Who marked it, by sign-in name.</summary>
    public required string By { get; init; }

    public required Instant MarkedAt { get; init; }

    /// <summary>What each child would get, whoever would break the target first in front.</summary>
    public ImmutableArray<AbsenceItem> Items { get; init; } = [];
}

/// <param name="Case">Whose appointment.</param>
/// <param name="Reference">What people see.</param>
/// <param name="Appointment">Its id in the case.</param>
/// <param name="From">Where it stands.</param>
/// <param name="To">What they would get; null where there is no place before the horizon.</param>
/// <param name="InTime">Whether the target is kept.</param>
/// <param name="RingFirst">Agreed, or within 48 hours: somebody rings before it is moved.</param>
/// <param name="Words">From where to where, with nothing personal.</param>
public sealed record AbsenceItem(CaseId Case, Reference Reference, string Appointment, Slot From, Slot? To, bool InTime, bool RingFirst, string Words);
