using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Heldspace.Allocation;
using Heldspace.Services;
using NodaTime;

namespace Heldspace.Pathway;

/// <summary>How far the holding of an appointment has come.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AppointmentState>))]
public enum AppointmentState
{
    /// <summary>A place is looked for.</summary>
    Wanted,

    /// <summary>A slot is chosen; its cells and its calendar event may or may not exist yet.</summary>
    Proposing,

    /// <summary>Claimed, in the calendar, read again.</summary>
    Held,

    /// <summary>Nothing was free before the horizon; a manager knows.</summary>
    NoPlace,

    /// <summary>
    /// Its place is gone and only a person may choose the next one, after ringing: it was near, or the service has moved it once already since it was agreed.
    /// <see cref="Appointment.Alternatives"/> are the places to offer; <see cref="HoldAppointment.Propose"/> takes the one that was chosen.
    /// </summary>
    ToRing,

    /// <summary>So many unconfirmed forms hold places already that this one gets its place when it is confirmed.</summary>
    AwaitingConfirmation,

    /// <summary>Given up; cells and event are removed.</summary>
    Released,

    /// <summary>Somebody said what became of it: <see cref="Appointment.Outcome"/>.</summary>
    Over,
}

/// <summary>What became of an appointment. A past one never counts as attended by itself: somebody says so.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AppointmentOutcome>))]
public enum AppointmentOutcome
{
    TookPlace,

    /// <summary>The child was not brought. Never a reason to close a case.</summary>
    NotBrought,

    CancelledByFamily,

    CancelledByService,
}

/// <summary>An appointment of a case, from wish to calendar.</summary>
public sealed record Appointment
{
    public const int CurrentSchema = 1;

    public int Schema { get; init; } = CurrentSchema;

    /// <summary>Unique in the case: <c>assessment-1</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The <see cref="Services.AppointmentKind.Id"/>.</summary>
    public required string Kind { get; init; }

    public required AppointmentState State { get; init; }

    /// <summary>Counts the slots proposed, from 1. A claim bears it, so that a claim of an older attempt is recognised.</summary>
    public int Attempt { get; init; }

    /// <summary>The highest number that any attempt or move ever had: none is used twice.</summary>
    public int LastAttempt { get; init; }

    public Slot? Slot { get; init; }

    /// <summary>The immutable id of the event in the clinician's calendar.</summary>
    public string? EventId { get; init; }

    /// <summary>Why this slot, in words.</summary>
    public string? Reason { get; init; }

    /// <summary>The next-best places when the calendars were last looked through, best first, on different days and of different kinds.</summary>
    public ImmutableArray<Proposal> Alternatives { get; init; } = [];

    /// <summary>When the calendars were last asked to be looked through for <see cref="Alternatives"/>; null where nobody asked.</summary>
    public Instant? OffersAsked { get; init; }

    /// <summary>When that was last done; null where it was only done to hold a place.</summary>
    public Instant? OffersFound { get; init; }

    /// <summary>Since when it stands where it stands; null until it does.</summary>
    public Instant? HeldAt { get; init; }

    /// <summary>Since when it has had no place; null while it has one, and for a first appointment since the referral.</summary>
    public Instant? WithoutPlaceSince { get; init; }

    /// <summary>Slots of earlier attempts whose cells or events are yet to be removed.</summary>
    public ImmutableArray<Superseded> Superseded { get; init; } = [];

    /// <summary>Where a person turned out to have been first.</summary>
    public ImmutableArray<TakenByOthers> Avoid { get; init; } = [];

    /// <summary>What a manager could do, where no place was free in time.</summary>
    public ImmutableArray<string> WaysOut { get; init; } = [];

    /// <summary>What is wished of the place beside what the kind says.</summary>
    public Wish Wish { get; init; } = Wish.None;

    /// <summary>When the family agreed to the place that is held; null while it is only held for them.</summary>
    public Instant? AgreedAt { get; init; }

    /// <summary>How often the service itself moved it after it was agreed: at most once, then only a person does, after ringing.</summary>
    public int MovesByService { get; init; }

    /// <summary>Whether a person chose the place that is being claimed, with the family: if it is taken first, they ring again.</summary>
    public bool ChosenByHand { get; init; }

    /// <summary>A move that is under way; what is held stays held until the new place is.</summary>
    public Move? Move { get; init; }

    /// <summary>What staff were warned of already, by what it is about, so that nobody is told twice.</summary>
    public ImmutableArray<string> Warned { get; init; } = [];

    /// <summary>Whether the place that is being claimed keeps the time that the family has planned, with somebody else.</summary>
    public bool KeepsTime { get; init; }

    /// <summary>The absence that it left its place for, while it may still go back; null where none did, or people have decided since.</summary>
    public string? Covered { get; init; }

    /// <summary>Why the place before could not be kept, in words for the family; told when another place is held. Null for a first place.</summary>
    public string? Instead { get; init; }

    /// <summary>What became of it; null until somebody says so.</summary>
    public Happened? Outcome { get; init; }

    /// <summary>The appointment whose outcome made this one wanted, by id; null for the first of a case.</summary>
    public string? FollowsOn { get; init; }
}

/// <param name="Clinician">Preferred, by id: continuity, the key worker.</param>
/// <param name="NotBefore">The first day that suits.</param>
/// <param name="PlaceKind">In place of what the referral said.</param>
/// <param name="NotWith">Clinicians whose calendars were gone, so that nothing is looked for with them. Conflicts of interest are the case's.</param>
public sealed record Wish(string? Clinician, LocalDate? NotBefore, PlaceKind? PlaceKind, ImmutableArray<string> NotWith)
{
    public static Wish None { get; } = new(null, null, null, []);
}

/// <summary>Who brings a move about.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MovedBy>))]
public enum MovedBy
{
    /// <summary>By the link that was sent to them.</summary>
    Family,

    /// <summary>The clinician, in Outlook: the event stands at the new time already.</summary>
    Clinician,

    /// <summary>A person of the service, after ringing.</summary>
    Staff,

    /// <summary>The service itself; after it was agreed, once.</summary>
    Service,
}

/// <param name="Slot">Where to.</param>
/// <param name="Attempt">The attempt that its cells bear.</param>
/// <param name="By">Who wants it.</param>
/// <param name="Reason">Why this slot, in words for staff.</param>
/// <param name="Leaves">Whether it cannot stay where it is: if the new place is taken first, another is looked for.</param>
public sealed record Move(Slot Slot, int Attempt, MovedBy By, string Reason, bool Leaves = false);

/// <param name="What">What became of it.</param>
/// <param name="RecordedAt">When somebody said so.</param>
/// <param name="By">Who, by team id or staff sign-in name; <c>family</c> for one who cancelled by link.</param>
/// <param name="Reason">In their words, where they gave one.</param>
public sealed record Happened(AppointmentOutcome What, Instant RecordedAt, string By, string? Reason);

/// <param name="Slot">What was claimed.</param>
/// <param name="Attempt">The attempt that its cells bear.</param>
/// <param name="EventId">Its event, where one may stand in the calendar.</param>
public sealed record Superseded(Slot Slot, int Attempt, string? EventId);

public sealed record TakenByOthers(string Clinician, Instant Start, Instant End);
