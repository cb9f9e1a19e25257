using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Heldspace.Allocation;
using Heldspace.Eligibility;
using Heldspace.Intake;
using NodaTime;

namespace Heldspace.Pathway;

/// <summary>Where a case stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CaseState>))]
public enum CaseState
{
    /// <summary>A place is looked for or held.</summary>
    Open,

    /// <summary>Not for this service; told where to turn.</summary>
    Signposted,

    /// <summary>A form that nobody confirmed in time: its place is free again, the referral is kept and a person looks at it.</summary>
    Unconfirmed,

    /// <summary>A form that a program seems to have filled in: nothing is held and nobody is answered until a person has looked.</summary>
    Quarantined,
}

/// <summary>Why a held appointment is provisional.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Provisional>))]
public enum Provisional
{
    No,

    /// <summary>A fact is missing that could change the decision.</summary>
    NeedsInformation,

    ManagerDecides,

    /// <summary>The sender of a form has yet to confirm that the address is theirs.</summary>
    Unconfirmed,
}

/// <summary>The record of one child's referral: the row that guards the case.</summary>
public sealed record Case
{
    public const int CurrentSchema = 1;

    public int Schema { get; init; } = CurrentSchema;

    public required CaseId Id { get; init; }

    public required string Service { get; init; }

    public required Reference Reference { get; init; }

    public required Channel Channel { get; init; }

    public required Instant ReceivedAt { get; init; }

    public required CaseState State { get; init; }

    /// <summary>How many children came with the same mail or form; their cases are <see cref="CaseId.Of"/> the intake and 1 to this.</summary>
    public required int Siblings { get; init; }

    public required Child Child { get; init; }

    public required Referrer Referrer { get; init; }

    public ImmutableArray<string> Unread { get; init; } = [];

    public required Decision Eligibility { get; init; }

    /// <summary>Needed fields that are not known, by <see cref="Field.Name"/>.</summary>
    public ImmutableArray<string> Missing { get; init; } = [];

    public Provisional Provisional { get; init; }

    /// <summary>Until when the sender of a form may confirm; null where nobody need.</summary>
    public Instant? ConfirmBy { get; init; }

    /// <summary>The number of the newest event.</summary>
    public int LastEvent { get; init; }

    [JsonIgnore]
    public bool Urgent => Child.Value(Fields.Urgency) == "urgent";
}

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

    /// <summary>So many unconfirmed forms hold places already that this one gets its place when it is confirmed.</summary>
    AwaitingConfirmation,

    /// <summary>Given up; cells and event are removed.</summary>
    Released,
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

    public Slot? Slot { get; init; }

    /// <summary>The immutable id of the event in the clinician's calendar.</summary>
    public string? EventId { get; init; }

    /// <summary>Why this slot, in words.</summary>
    public string? Reason { get; init; }

    /// <summary>The next-best places at the time of choosing.</summary>
    public ImmutableArray<Proposal> Alternatives { get; init; } = [];

    /// <summary>Slots of earlier attempts whose cells or events are yet to be removed.</summary>
    public ImmutableArray<Superseded> Superseded { get; init; } = [];

    /// <summary>Where a person turned out to have been first.</summary>
    public ImmutableArray<TakenByOthers> Avoid { get; init; } = [];

    /// <summary>What a manager could do, where no place was free in time.</summary>
    public ImmutableArray<string> WaysOut { get; init; } = [];
}

/// <param name="Slot">What was claimed.</param>
/// <param name="Attempt">The attempt that its cells bear.</param>
/// <param name="EventId">Its event, where one may stand in the calendar.</param>
public sealed record Superseded(Slot Slot, int Attempt, string? EventId);

public sealed record TakenByOthers(string Clinician, Instant Start, Instant End);

/// <summary>How far a message has come. Only the committed draft is ever sent.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MessageState>))]
public enum MessageState
{
    Planned,
    Drafted,
    Sent,

    /// <summary>It cannot be sent; a person knows.</summary>
    Failed,
}

/// <summary>A message of a case. Its words are made when it is sent, from what is true then.</summary>
public sealed record Message
{
    public const int CurrentSchema = 1;

    public int Schema { get; init; } = CurrentSchema;

    /// <summary>Unique in the case and the same whenever it is planned again: <c>held.assessment-1.1</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The kind, as in the service's texts.</summary>
    public required string Kind { get; init; }

    public required EmailAddress To { get; init; }

    /// <summary>True for mail to the team: alerts.</summary>
    public required bool ToStaff { get; init; }

    public required MessageState State { get; init; }

    public required Instant PlannedAt { get; init; }

    /// <summary>For alerts: <c>safeguarding</c>, <c>breach</c>, <c>unreadable</c>, <c>dataGap</c> or <c>other</c>.</summary>
    public string? Alert { get; init; }

    /// <summary>What an alert is about, in words without anything personal.</summary>
    public string? About { get; init; }

    /// <summary>The immutable id of the committed draft, and of the sent mail.</summary>
    public string? DraftId { get; init; }

    public Instant? SentAt { get; init; }

    /// <summary>The subject it went out with; it carries nothing personal.</summary>
    public string? Subject { get; init; }
}

/// <summary>Everything of one case.</summary>
public sealed record CaseFile(Case Case, ImmutableArray<Appointment> Appointments, ImmutableArray<Message> Messages)
{
    /// <summary>The appointment under way; null for a case that has none.</summary>
    public Appointment? Current => Appointments.LastOrDefault(appointment => appointment.State != AppointmentState.Released);

    /// <summary>Whether nothing is left to do for this case now: its place is settled and every message is out.</summary>
    public bool IsSettled =>
        Messages.All(message => message.State is MessageState.Sent or MessageState.Failed)
        && Appointments.All(appointment => appointment.State is not (AppointmentState.Wanted or AppointmentState.Proposing) && appointment.Superseded.IsEmpty);

    public CaseFile With(Appointment appointment)
    {
        var at = Appointments.ToList().FindIndex(other => other.Id == appointment.Id);
        return this with { Appointments = at < 0 ? Appointments.Add(appointment) : Appointments.SetItem(at, appointment) };
    }

    /// <summary>Plans messages; one that is planned already stays as it is.</summary>
    public CaseFile Plan(params IEnumerable<Message> messages) =>
        this with { Messages = [.. Messages, .. messages.Where(planned => Messages.All(message => message.Id != planned.Id))] };
}
