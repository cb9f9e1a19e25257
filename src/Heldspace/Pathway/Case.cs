using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Heldspace.Eligibility;
using Heldspace.Intake;
using Heldspace.Safeguarding;
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

    /// <summary>A form that a program seems to have filled in, a mail that did not come from whom it names, or one from Junk: nothing is held and nobody is answered until a person has looked.</summary>
    Quarantined,

    /// <summary>Somebody else may have referred the child already: nothing is held until a person has said whether they are one, or nobody said in time.</summary>
    PossibleDuplicate,

    /// <summary>Another case stands for the child: <see cref="Case.MergedInto"/>.</summary>
    Merged,

    /// <summary>The work is done, or ended: <see cref="Case.Closure"/> says how.</summary>
    Closed,
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

    /// <summary>Wording of immediate risk that came with it; null where none was found.</summary>
    public SafeguardingAlert? Safeguarding { get; init; }

    /// <summary>Mails that came about it afterwards, in order.</summary>
    public ImmutableArray<IntakeId> Replies { get; init; } = [];

    /// <summary>Whether nothing that can be relied on says that the mail came from whom it names.</summary>
    public bool SenderUnverified { get; init; }

    /// <summary>Whether nothing goes to whoever wrote by itself: too much came from them, or they had their answer of the day (<see cref="AnswerOnce"/>).</summary>
    public bool RepliesStopped { get; init; }

    /// <summary>Whether the mail system had put the mail into Junk.</summary>
    public bool WasJunk { get; init; }

    /// <summary>Who looked at who wrote, and lets messages go to them; null until somebody does, or where nobody has to.</summary>
    public TakenOnBy? Released { get; init; }

    /// <summary>Nothing goes to whoever wrote before a person has looked: they may be the source of harm, somebody else than they say, or a program.</summary>
    [JsonIgnore]
    public bool Withholds => Released is null && (SenderUnverified || RepliesStopped || Safeguarding is { AtHome: true });

    /// <summary>Harm may come from where the child lives, and nobody has looked yet: nobody around the child is written to.</summary>
    [JsonIgnore]
    public bool MayComeFromHome => Released is null && Safeguarding is { AtHome: true };

    /// <summary>Needed fields that are not known, by <see cref="Field.Name"/>.</summary>
    public ImmutableArray<string> Missing { get; init; } = [];

    /// <summary>What was written of who the child is and cannot be relied on, by <see cref="Field.Name"/>.</summary>
    public ImmutableArray<string> Unclear { get; init; } = [];

    public Provisional Provisional { get; init; }

    /// <summary>Until when the sender of a form may confirm; null where nobody need.</summary>
    public Instant? ConfirmBy { get; init; }

    /// <summary>Who said after a ring that the form is real; null where nobody had to.</summary>
    public Vouched? Vouched { get; init; }

    /// <summary>When somebody took back that the form is no referral, so that it waits for a look again; null where nobody did.</summary>
    public Instant? SetAsideAgainAt { get; init; }

    /// <summary>Cases of other referrals that may be of the same child.</summary>
    public ImmutableArray<MaybeSame> MaybeSame { get; init; } = [];

    /// <summary>Since when it waits for a word on that again, where merging was taken back; null where it waits since it came, or does not.</summary>
    public Instant? WaitsSince { get; init; }

    /// <summary>The case that stands for the child; null where it is this one.</summary>
    public MergedInto? MergedInto { get; init; }

    /// <summary>Cases that were merged into this one.</summary>
    public ImmutableArray<TakenIn> TakenIn { get; init; } = [];

    /// <summary>Consent as the team recorded it last; null where nobody has. What the referral says of it stands among the fields.</summary>
    public Consent.ConsentGiven? Consent { get; init; }

    /// <summary>What the child wants to get out of the work, in their own words: up to three goals.</summary>
    public ImmutableArray<string> Goals { get; init; } = [];

    /// <summary>Who can be asked how things are going, where the team wrote it down; others are known from the referral.</summary>
    public ImmutableArray<Measures.Asking.Respondent> Respondents { get; init; } = [];

    /// <summary>Days on which the child and those around them are left in peace.</summary>
    public ImmutableArray<Measures.Asking.QuietDay> QuietDays { get; init; } = [];

    /// <summary>Ids of messages of which it turned out that they did not reach whom they were for.</summary>
    public ImmutableArray<string> Returned { get; init; } = [];

    /// <summary>Who works with the child, by <see cref="Services.TeamMember.Id"/>; null until one is chosen.</summary>
    public string? KeyWorker { get; init; }

    /// <summary>Why them, in words for staff.</summary>
    public string? KeyWorkerReason { get; init; }

    /// <summary>Who chose: a sign-in name, or <see cref="ChooseKeyWorker.ByService"/>.</summary>
    public string? KeyWorkerChosenBy { get; init; }

    /// <summary>The kind of appointment beside the pathway that the case was opened for: a screening, a consultation. Null for a referral.</summary>
    public string? Beside { get; init; }

    /// <summary>When the child entered care; null unless the case was opened for that.</summary>
    public LocalDate? EnteredCareOn { get; init; }

    /// <summary>When the screening took place; null until somebody said so.</summary>
    public Instant? ScreenedAt { get; init; }

    /// <summary>Set since a change of placement or of the social worker until somebody has looked at the contacts.</summary>
    public ContactCheck? ContactCheck { get; init; }

    /// <summary>Whether the receipt page tells nothing more: somebody who no longer looks after the child has its address.</summary>
    public bool ReceiptWithheld { get; init; }

    /// <summary>When the authority's yearly SDQ is due, by its latest file; null where it did not say.</summary>
    public LocalDate? SdqDueOn { get; init; }

    /// <summary>When the assessment took place; null until somebody said so.</summary>
    public Instant? AssessedAt { get; init; }

    /// <summary>When the first session of the intervention took place; null until somebody said so.</summary>
    public Instant? InterventionAt { get; init; }

    /// <summary>The day on which the plan was agreed; null until somebody said so.</summary>
    public LocalDate? PlanAgreedOn { get; init; }

    /// <summary>Contacts that stand in no calendar, a row a day, in order of days.</summary>
    public ImmutableArray<ContactsOn> Contacts { get; init; } = [];

    /// <summary>Reviews of the work, one a day, in order of days.</summary>
    public ImmutableArray<Review> Reviews { get; init; } = [];

    /// <summary>Who must not see the child.</summary>
    public ImmutableArray<Conflict> Conflicts { get; init; } = [];

    /// <summary>Changes of placement since the referral, a row a day, in order of days.</summary>
    public ImmutableArray<PlacementMove> PlacementMoves { get; init; } = [];

    /// <summary>Pauses of the clocks, oldest first; the last may be open.</summary>
    public ImmutableArray<Pause> Pauses { get; init; } = [];

    /// <summary>Supported on to specialist help; null where that did not happen.</summary>
    public Onward? Onward { get; init; }

    /// <summary>How the case was closed; null while it is open. Only a person closes one.</summary>
    public Closure? Closure { get; init; }

    /// <summary>Whether somebody who was told where to turn was seen there; null until somebody asked.</summary>
    public SeenElsewhere? SeenElsewhere { get; init; }

    /// <summary>Nothing is left to do: closed, merged, or told where to turn and seen there.</summary>
    [JsonIgnore]
    public bool IsOver => State is CaseState.Closed or CaseState.Merged || (State == CaseState.Signposted && SeenElsewhere is { Seen: true });

    /// <summary>The number of the newest event.</summary>
    public int LastEvent { get; init; }

    /// <summary>Events of acts whose consequences outside the case may not all be there yet; null where they are. Until then the case is not settled.</summary>
    public Following? Following { get; init; }

    /// <summary>
    /// From when the clock of an appointment kind counts: from receipt, the earliest of all referrals of the child that are merged here; for a child who entered care from that day, and for the pathway that follows a
    /// screening from the screening.
    /// </summary>
    public Instant ClockStart(string kind) =>
        kind == Beside ? EnteredCareOn is { } entered ? Time.London.At(entered, LocalTime.Midnight) : FirstReceivedAt : ScreenedAt ?? FirstReceivedAt;

    /// <summary>When somebody first referred the child.</summary>
    [JsonIgnore]
    public Instant FirstReceivedAt => TakenIn.Aggregate(ReceivedAt, (first, taken) => Instant.Min(first, taken.ReceivedAt));

    [JsonIgnore]
    public bool Urgent => Safeguarding is not null || Child.Value(Fields.Urgency) == "urgent";
}

/// <param name="On">The day on which they spoke with whoever sent the form.</param>
/// <param name="With">Whom they spoke with, in their words.</param>
/// <param name="By">Who says so, by sign-in name.</param>
public sealed record Vouched(LocalDate On, string With, string By);

/// <summary>Time that does not count: both clocks stand still. Audited by its events.</summary>
/// <param name="From">The first day that does not count.</param>
/// <param name="Until">The first day that counts again; null while it lasts.</param>
/// <param name="Reason">In words, for whoever audits.</param>
/// <param name="By">Who paused, by sign-in name.</param>
public sealed record Pause(LocalDate From, LocalDate? Until, string Reason, string By);

/// <param name="On">The day.</param>
/// <param name="To">The kind of help, in words; nothing personal.</param>
/// <param name="By">Who recorded it.</param>
/// <param name="InsteadOfOurs">Whether the intervention here is no longer wanted; false where the one goes beside the other.</param>
public sealed record Onward(LocalDate On, string To, string By, bool InsteadOfOurs = false);

/// <param name="On">The day.</param>
/// <param name="Count">How many, from 1.</param>
/// <param name="By">Who recorded them.</param>
public sealed record ContactsOn(LocalDate On, int Count, string By);

/// <param name="On">The day.</param>
/// <param name="Planned">Whether the move was planned; null until a person says so.</param>
/// <param name="By">Who recorded it, or <see cref="FollowRoster.By"/>.</param>
public sealed record PlacementMove(LocalDate On, bool? Planned, string By)
{
    /// <summary>Where they lived until then, as far as it was known; null in old records.</summary>
    public PlacedBefore? Was { get; init; }
}

/// <param name="PlacementType">The code.</param>
/// <param name="LivesIn">The authority.</param>
public sealed record PlacedBefore(string? PlacementType, string? LivesIn)
{
    public static PlacedBefore Of(Child child)
    {
        ArgumentNullException.ThrowIfNull(child);
        return new(child.Value(Fields.PlacementType), child.Value(Fields.LivesIn));
    }
}

/// <summary>Who looks after the child may be somebody else now.</summary>
/// <param name="Since">The day of the move, or of the list that names another social worker.</param>
/// <param name="Dropped">How to reach the carer of the ended placement, to whom nothing is sent any more; null where somebody else referred.</param>
public sealed record ContactCheck(LocalDate Since, Intake.Referrer? Dropped)
{
    /// <summary>The day on which it became known here, from which the time to look counts; null in old records, where <see cref="Since"/> stands for it.</summary>
    public LocalDate? KnownOn { get; init; }

    /// <summary>Whether the authority's list names another social worker than who is written to; false after a move.</summary>
    public bool OtherWorker { get; init; }
}

/// <summary>Why a case was closed.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ClosureReason>))]
public enum ClosureReason
{
    WorkDone,
    Onward,
    FamilyDeclined,
    MovedAway,

    /// <summary>Nobody can be reached any more, whatever was tried.</summary>
    LostTouch,
    TurnedOutNotEligible,

    /// <summary>Nobody is asked anything any more.</summary>
    Died,

    /// <summary>A form that was set aside and turned out to be none; said and taken back by <see cref="VouchForReferral"/> alone.</summary>
    NoReferral,
}

/// <param name="On">The day.</param>
/// <param name="Reason">Why.</param>
/// <param name="By">Who closed it.</param>
/// <param name="ExitPlan">Whether an exit plan was agreed.</param>
public sealed record Closure(LocalDate On, ClosureReason Reason, string By, bool ExitPlan);

/// <param name="First">Number of the first event.</param>
/// <param name="Last">Number of the last event.</param>
public sealed record Following(int First, int Last);

/// <summary>Everything of one case.</summary>
public sealed record CaseFile(Case Case, ImmutableArray<Appointment> Appointments, ImmutableArray<Message> Messages)
{
    /// <summary>Who was asked how things are going, and what they said.</summary>
    public ImmutableArray<Measures.Asking.Ask> Asks { get; init; } = [];

    /// <summary>The appointment under way; null for a case that has none.</summary>
    public Appointment? Current => Appointments.LastOrDefault(appointment => appointment.State is not (AppointmentState.Released or AppointmentState.Over));

    /// <summary>Whether nothing is left to do for this case now: its place is settled, what follows from every act is there, and every message is out.</summary>
    public bool IsSettled =>
        Case.Following is null
        && Messages.All(message => message.IsOver || IsWithheld(message))
        && Appointments.All(appointment => appointment.State is not (AppointmentState.Wanted or AppointmentState.Proposing) && appointment.Superseded.IsEmpty && appointment.Move is null);

    public CaseFile With(Appointment appointment)
    {
        var at = Appointments.ToList().FindIndex(other => other.Id == appointment.Id);
        return this with { Appointments = at < 0 ? Appointments.Add(appointment) : Appointments.SetItem(at, appointment) };
    }

    public CaseFile With(Measures.Asking.Ask ask)
    {
        var at = Asks.ToList().FindIndex(other => other.Id == ask.Id);
        return this with { Asks = at < 0 ? Asks.Add(ask) : Asks.SetItem(at, ask) };
    }

    /// <summary>Whether a message waits until a person has looked at whom it is for.</summary>
    public bool IsWithheld(Message message) => message is { ToStaff: false, State: MessageState.Planned }
        && (message.Ask is null ? Case.Withholds : Case.MayComeFromHome || (Case.Withholds && message.To == Case.Referrer.Email));

    /// <summary>Plans messages; one that is planned already stays as it is.</summary>
    public CaseFile Plan(params IEnumerable<Message> messages) =>
        this with { Messages = [.. Messages, .. messages.Where(planned => Messages.All(message => message.Id != planned.Id))] };
}
