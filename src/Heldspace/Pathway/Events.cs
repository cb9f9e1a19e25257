using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Heldspace.Allocation;
using Heldspace.Eligibility;
using Heldspace.Intake;
using Heldspace.Safeguarding;
using NodaTime;

namespace Heldspace.Pathway;

/// <summary>What happened to a case, in order, never changed afterwards.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(Received), "received")]
[JsonDerivedType(typeof(Decided), "decided")]
[JsonDerivedType(typeof(Proposed), "proposed")]
[JsonDerivedType(typeof(Taken), "taken")]
[JsonDerivedType(typeof(Held), "held")]
[JsonDerivedType(typeof(NoPlaceFound), "noPlaceFound")]
[JsonDerivedType(typeof(Confirmed), "confirmed")]
[JsonDerivedType(typeof(HoldExpired), "holdExpired")]
[JsonDerivedType(typeof(Released), "released")]
[JsonDerivedType(typeof(MoveWanted), "moveWanted")]
[JsonDerivedType(typeof(Moved), "moved")]
[JsonDerivedType(typeof(MoveRefused), "moveRefused")]
[JsonDerivedType(typeof(AppointmentWanted), "appointmentWanted")]
[JsonDerivedType(typeof(OutcomeRecorded), "outcomeRecorded")]
[JsonDerivedType(typeof(OutcomeCorrected), "outcomeCorrected")]
[JsonDerivedType(typeof(OutcomeUndone), "outcomeUndone")]
[JsonDerivedType(typeof(KeyWorkerChosen), "keyWorkerChosen")]
[JsonDerivedType(typeof(PlanAgreed), "planAgreed")]
[JsonDerivedType(typeof(ContactsRecorded), "contactsRecorded")]
[JsonDerivedType(typeof(Reviewed), "reviewed")]
[JsonDerivedType(typeof(ConflictNoted), "conflictNoted")]
[JsonDerivedType(typeof(ConflictLifted), "conflictLifted")]
[JsonDerivedType(typeof(PlacementMoved), "placementMoved")]
[JsonDerivedType(typeof(ClocksPaused), "clocksPaused")]
[JsonDerivedType(typeof(ClocksResumed), "clocksResumed")]
[JsonDerivedType(typeof(SupportedOnward), "supportedOnward")]
[JsonDerivedType(typeof(Closed), "closed")]
[JsonDerivedType(typeof(Reopened), "reopened")]
[JsonDerivedType(typeof(Agreed), "agreed")]
[JsonDerivedType(typeof(PlaceLost), "placeLost")]
[JsonDerivedType(typeof(CalendarDiffers), "calendarDiffers")]
[JsonDerivedType(typeof(PlaceAskedFor), "placeAskedFor")]
[JsonDerivedType(typeof(ContactsChecked), "contactsChecked")]
[JsonDerivedType(typeof(SdqDue), "sdqDue")]
[JsonDerivedType(typeof(RosterDiffers), "rosterDiffers")]
[JsonDerivedType(typeof(PlacementToldByRoster), "placementToldByRoster")]
[JsonDerivedType(typeof(VouchedFor), "vouchedFor")]
[JsonDerivedType(typeof(TakenOn), "takenOn")]
[JsonDerivedType(typeof(NoReferral), "noReferral")]
[JsonDerivedType(typeof(NoReferralTakenBack), "noReferralTakenBack")]
[JsonDerivedType(typeof(Replied), "replied")]
[JsonDerivedType(typeof(TextReceived), "textReceived")]
[JsonDerivedType(typeof(NotToldInTime), "notToldInTime")]
[JsonDerivedType(typeof(RiskFound), "riskFound")]
[JsonDerivedType(typeof(AlertClimbed), "alertClimbed")]
[JsonDerivedType(typeof(AlertAcknowledged), "alertAcknowledged")]
[JsonDerivedType(typeof(MessagesReleased), "messagesReleased")]
[JsonDerivedType(typeof(MaybeSameNoted), "maybeSameNoted")]
[JsonDerivedType(typeof(TwoChildren), "twoChildren")]
[JsonDerivedType(typeof(NobodySaidWhetherSame), "nobodySaidWhetherSame")]
[JsonDerivedType(typeof(Merged), "merged")]
[JsonDerivedType(typeof(MergeTakenBack), "mergeTakenBack")]
[JsonDerivedType(typeof(TookIn), "tookIn")]
[JsonDerivedType(typeof(GaveBack), "gaveBack")]
[JsonDerivedType(typeof(ConsentRecorded), "consentRecorded")]
[JsonDerivedType(typeof(ConsentWithdrawn), "consentWithdrawn")]
[JsonDerivedType(typeof(Corrected), "corrected")]
[JsonDerivedType(typeof(SaidWhetherSeen), "saidWhetherSeen")]
[JsonDerivedType(typeof(Asked), "asked")]
[JsonDerivedType(typeof(AskReminded), "askReminded")]
[JsonDerivedType(typeof(Answered), "answered")]
[JsonDerivedType(typeof(CameBack), "cameBack")]
[JsonDerivedType(typeof(AskEnded), "askEnded")]
[JsonDerivedType(typeof(RespondentRecorded), "respondentRecorded")]
[JsonDerivedType(typeof(QuietDaysRecorded), "quietDaysRecorded")]
[JsonDerivedType(typeof(GoalsRecorded), "goalsRecorded")]
public abstract record CaseEvent
{
    private CaseEvent()
    {
    }

    public int Schema { get; init; } = 1;

    public required Instant At { get; init; }

    /// <summary>A referral named this child.</summary>
    public sealed record Received(string Channel) : CaseEvent;

    /// <summary>The rules of the day of receipt were applied.</summary>
    public sealed record Decided(Decision Decision) : CaseEvent;

    /// <summary>A slot was chosen.</summary>
    public sealed record Proposed(string Appointment, int Attempt, Slot Slot, string Reason) : CaseEvent;

    /// <summary>The chosen slot turned out to be taken: by another claim, or by a person in Outlook.</summary>
    public sealed record Taken(string Appointment, int Attempt, string By) : CaseEvent;

    /// <summary>Claimed, written into the calendar and read again.</summary>
    public sealed record Held(string Appointment, int Attempt) : CaseEvent;

    /// <summary>No diary had room before the horizon.</summary>
    public sealed record NoPlaceFound(string Appointment) : CaseEvent;

    /// <summary>The sender of a form confirmed by the mailed link.</summary>
    public sealed record Confirmed : CaseEvent;

    /// <summary>Somebody of the service spoke with whoever sent a form that was set aside: it is real.</summary>
    public sealed record VouchedFor(Vouched Vouched) : CaseEvent;

    /// <summary>A person said of a provisional case that this service is the right one.</summary>
    /// <param name="Was">Why it was provisional.</param>
    /// <param name="Why">In their words; it stays in the case.</param>
    /// <param name="By">Who said so.</param>
    public sealed record TakenOn(Provisional Was, string Why, string By) : CaseEvent;

    /// <summary>Somebody looked at a form that was set aside: it is no referral.</summary>
    public sealed record NoReferral(string Why, string By) : CaseEvent;

    /// <summary>That it is none was said by mistake.</summary>
    public sealed record NoReferralTakenBack(string By) : CaseEvent;

    /// <summary>Nobody confirmed in time.</summary>
    public sealed record HoldExpired : CaseEvent;

    /// <summary>Somebody wants the appointment elsewhere; what is held stays until that place is.</summary>
    public sealed record MoveWanted(string Appointment, Move Move) : CaseEvent;

    /// <summary>It stands at the new place.</summary>
    public sealed record Moved(string Appointment, int Attempt, MovedBy By) : CaseEvent;

    /// <summary>The new place was taken first: it stays where it was.</summary>
    public sealed record MoveRefused(string Appointment, int Attempt, string Why) : CaseEvent;

    /// <summary>The family said by their link that the place suits them.</summary>
    public sealed record Agreed(string Appointment, int Attempt) : CaseEvent;

    /// <summary>People gave up a held place in Outlook: another is looked for in the same clock, or, where only a person may choose, somebody rings.</summary>
    public sealed record PlaceLost(string Appointment, int Attempt, string Why, bool ToRing) : CaseEvent;

    /// <summary>The calendar says something that was not followed; staff were told.</summary>
    public sealed record CalendarDiffers(string Appointment, int Attempt, string What) : CaseEvent;

    /// <summary>A person has a place held, after ringing or looking.</summary>
    public sealed record PlaceAskedFor(string Appointment, string By) : CaseEvent;

    /// <summary>The appointment's cells and event were given up.</summary>
    public sealed record Released(string Appointment) : CaseEvent;

    /// <summary>A further appointment is wanted, because of what became of another.</summary>
    public sealed record AppointmentWanted(string Appointment, string Kind, string? FollowsOn) : CaseEvent;

    /// <summary>Somebody said what became of an appointment.</summary>
    public sealed record OutcomeRecorded(string Appointment, string Kind, AppointmentOutcome What, string By, string? Reason, string Clinician, Instant Start) : CaseEvent;

    /// <summary>Somebody said on the same day that it was otherwise; what had followed was taken back.</summary>
    public sealed record OutcomeCorrected(
        string Appointment, string Kind, AppointmentOutcome Before, AppointmentOutcome What, string By, string? Reason, string Clinician, Instant Start) : CaseEvent;

    /// <summary>Somebody took back on the same day what was said; nothing is known of the appointment again.</summary>
    public sealed record OutcomeUndone(string Appointment, string Kind, AppointmentOutcome Before, string By, string Clinician, Instant Start) : CaseEvent;

    /// <summary>Who works with the child from now on, and why.</summary>
    public sealed record KeyWorkerChosen(string Clinician, string Why, string By) : CaseEvent;

    public sealed record PlanAgreed(LocalDate On, string By) : CaseEvent;

    /// <summary>Key worker and child looked back on the work; said again for a day it takes the place of what was said before.</summary>
    public sealed record Reviewed(LocalDate On, ReviewOutcome What, string By) : CaseEvent;

    /// <summary>Somebody of the team must not see this child.</summary>
    public sealed record ConflictNoted(string Clinician, string Reason, string By) : CaseEvent;

    /// <summary>They may after all.</summary>
    public sealed record ConflictLifted(string Clinician, string By) : CaseEvent;

    /// <summary>How many contacts a day had; said again for a day it takes the place of what was said before, 0 takes it back.</summary>
    public sealed record ContactsRecorded(LocalDate On, int Count, string By) : CaseEvent;

    /// <summary>The child lives somewhere else now. Whether that was planned is null until a person says so.</summary>
    public sealed record PlacementMoved(LocalDate On, bool? Planned, string By) : CaseEvent;

    /// <summary>Somebody looked whom we write to after a change of placement.</summary>
    public sealed record ContactsChecked(ContactAnswer Answer, string By) : CaseEvent;

    /// <summary>The authority's file says when the yearly SDQ is due.</summary>
    public sealed record SdqDue(LocalDate On) : CaseEvent;

    /// <summary>The authority's file says something of the child that a person must look at.</summary>
    public sealed record RosterDiffers(Roster.RosterChange Change, LocalDate AsOf) : CaseEvent;

    /// <summary>The authority's file says where the child lives since a move that a person had written down.</summary>
    public sealed record PlacementToldByRoster(LocalDate AsOf) : CaseEvent;

    public sealed record ClocksPaused(Pause Pause) : CaseEvent;

    public sealed record ClocksResumed(LocalDate On, string By) : CaseEvent;

    public sealed record SupportedOnward(Onward Onward) : CaseEvent;

    public sealed record Closed(Closure Closure) : CaseEvent;

    public sealed record Reopened(string Reason, string By) : CaseEvent;

    /// <summary>What could change the decision was not told in time: a person decides now.</summary>
    public sealed record NotToldInTime : CaseEvent;

    /// <summary>A mail came about the case, or answers to what was asked for as missing.</summary>
    /// <param name="Mail">Which.</param>
    /// <param name="Added">Names of fields that it filled.</param>
    /// <param name="Differ">Names of fields of which it says something else than stands; nothing was changed.</param>
    /// <param name="ByReferrer">Whether it came from whoever referred, beyond doubt.</param>
    public sealed record Replied(IntakeId Mail, ImmutableArray<string> Added, ImmutableArray<string> Differ, bool ByReferrer) : CaseEvent;

    /// <summary>Somebody whom we had sent a text message sent one to us.</summary>
    /// <param name="Text">Which.</param>
    /// <param name="Whom">Whose number it came from, in words; null where nobody of the case has that number any more.</param>
    /// <param name="Stopped">Whether it was the word that ends text messages to them.</param>
    public sealed record TextReceived(IntakeId Text, string? Whom, bool Stopped) : CaseEvent;

    /// <summary>What came in speaks of immediate risk; whoever was on cover was told.</summary>
    /// <param name="Concerns">What, and where it stands; never the words.</param>
    /// <param name="To">Who was told; null where the case of another child of the same mail told them.</param>
    public sealed record RiskFound(ImmutableArray<Concern> Concerns, string? To) : CaseEvent;

    /// <summary>Nobody had said that they have it: the next was told too.</summary>
    public sealed record AlertClimbed(int Step, string To) : CaseEvent;

    /// <summary>Somebody said that they have it.</summary>
    public sealed record AlertAcknowledged(string By) : CaseEvent;

    /// <summary>Somebody looked: messages to whoever wrote may go out.</summary>
    public sealed record MessagesReleased(string Why, string By) : CaseEvent;

    /// <summary>Another case may be of the same child; a person was asked.</summary>
    public sealed record MaybeSameNoted(CaseId Other, Reference Reference) : CaseEvent;

    /// <summary>A person looked: they are two children.</summary>
    public sealed record TwoChildren(CaseId Other, Reference Reference, string By) : CaseEvent;

    /// <summary>Nobody said in time whether they are one child: it goes on as a case of its own.</summary>
    public sealed record NobodySaidWhetherSame : CaseEvent;

    /// <summary>A person looked: they are one child, for whom the other case stands from now on.</summary>
    public sealed record Merged(CaseId Into, Reference Reference, string By) : CaseEvent;

    /// <summary>They are two after all.</summary>
    public sealed record MergeTakenBack(CaseId From, Reference Reference, string By) : CaseEvent;

    /// <summary>Another case was merged into this one.</summary>
    /// <param name="Added">Names of fields that only the other knew.</param>
    public sealed record TookIn(CaseId Other, Reference Reference, ImmutableArray<string> Added) : CaseEvent;

    /// <summary>It went its own way again.</summary>
    public sealed record GaveBack(CaseId Other, Reference Reference) : CaseEvent;

    /// <summary>Somebody who may gave consent.</summary>
    public sealed record ConsentRecorded(Consent.ConsentGiven Given) : CaseEvent;

    /// <summary>Consent was withdrawn.</summary>
    public sealed record ConsentWithdrawn(Consent.ConsentWithdrawn Withdrawn) : CaseEvent;

    /// <summary>Somebody asked whether a child who was told where to turn was seen there.</summary>
    public sealed record SaidWhetherSeen(SeenElsewhere What) : CaseEvent;

    /// <summary>A message did not reach whom it was for.</summary>
    /// <param name="Message">Its id.</param>
    /// <param name="Whom">Whom, in words.</param>
    public sealed record CameBack(string Message, string Whom) : CaseEvent;

    /// <summary>Somebody was asked how things are going.</summary>
    public sealed record Asked(string Ask, ImmutableArray<string> Measures, Measures.Asking.AskBy By) : CaseEvent;

    public sealed record AskReminded(string Ask, int Reminder) : CaseEvent;

    /// <summary>Somebody answered.</summary>
    /// <param name="Ask">What they were asked.</param>
    /// <param name="WrittenDownBy">Who of the team wrote it down, by sign-in name; null where they answered themselves.</param>
    public sealed record Answered(string Ask, string? WrittenDownBy) : CaseEvent;

    /// <summary>Nothing more comes of having asked somebody.</summary>
    public sealed record AskEnded(string Ask, Measures.Asking.AskState How, string Why) : CaseEvent;

    /// <summary>How somebody is asked, or that they do not want to be, was written down.</summary>
    /// <param name="Respondent">As it is from now on.</param>
    /// <param name="By">By sign-in name; the service itself where a message came back, the respondent where they said so on their page.</param>
    public sealed record RespondentRecorded(Measures.Asking.Respondent Respondent, string By) : CaseEvent;

    /// <summary>On which days nobody is asked was written down.</summary>
    public sealed record QuietDaysRecorded(ImmutableArray<Measures.Asking.QuietDay> Days, string By) : CaseEvent;

    /// <summary>What the child wants to get out of the work was written down.</summary>
    /// <param name="Goals">In the child's own words, from now on.</param>
    /// <param name="By">By sign-in name.</param>
    public sealed record GoalsRecorded(ImmutableArray<string> Goals, string By) : CaseEvent;

    /// <summary>A colleague put right what was read.</summary>
    public sealed record Corrected(ImmutableArray<Correction> What, string By) : CaseEvent;
}

/// <summary>A decision's outcome: the file as it will be, the events that say why, and nothing done yet.</summary>
/// <param name="File">The case with everything changed.</param>
/// <param name="Events">In order.</param>
public sealed record Change(CaseFile File, IReadOnlyList<CaseEvent> Events)
{
    public static Change Of(CaseFile file, params IReadOnlyList<CaseEvent> events) =>
        new(file with { Case = file.Case with { LastEvent = file.Case.LastEvent + events.Count } }, events);

    /// <summary>The same, with a note in the record that what follows outside the case is still to come: whoever finds it after a crash makes it up.</summary>
    public Change ToBeFollowed()
    {
        var (record, first) = (File.Case, File.Case.LastEvent - Events.Count + 1);
        return this with { File = File with { Case = record with { Following = new(record.Following?.First ?? first, record.LastEvent) } } };
    }
}
