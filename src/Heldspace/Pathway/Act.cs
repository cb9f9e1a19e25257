using Heldspace.Safeguarding;
using NodaTime;

namespace Heldspace.Pathway;

/// <summary>Something that a person says of a case, or does with it.</summary>
public abstract record Act
{
    private Act()
    {
    }

    /// <summary>Who, by sign-in name or team id; <c>family</c> for one who cancels by link.</summary>
    public required string By { get; init; }

    /// <summary>What became of an appointment.</summary>
    public sealed record Outcome(string Appointment, AppointmentOutcome What, string? Reason = null) : Act
    {
        /// <summary>For one that is cancelled: whether another place is found by itself; else somebody rings first.</summary>
        public bool Again { get; init; } = true;

        /// <summary>The attempt that the page showed, where it asked a second time; null where that is all the same.</summary>
        public int? Seen { get; init; }
    }

    /// <summary>Finds a place again for an appointment that was cancelled without one, in the same clock.</summary>
    public sealed record FindAgain(string Appointment) : Act;

    /// <summary>Takes back on the same day what was said of an appointment.</summary>
    public sealed record UndoOutcome(string Appointment) : Act;

    /// <summary>Chooses the key worker by hand.</summary>
    public sealed record KeyWorker(string Clinician, string Reason) : Act;

    public sealed record Plan(LocalDate On) : Act;

    /// <summary>Key worker and child looked back on the work.</summary>
    public sealed record Reviewed(LocalDate On, ReviewOutcome What) : Act;

    /// <summary>Somebody of the team must not see this child.</summary>
    public sealed record Bar(string Clinician, string Reason) : Act;

    /// <summary>They may after all.</summary>
    public sealed record LiftBar(string Clinician) : Act;

    /// <summary>How many contacts a day had; said again for the same day it takes the place of what was said before.</summary>
    public sealed record Contacts(LocalDate On, int Count) : Act;

    public sealed record Placement(LocalDate On, bool Planned) : Act;

    /// <summary>Whom we write to after a change of placement.</summary>
    /// <param name="Instead">For <see cref="ContactAnswer.SomebodyElse"/>.</param>
    public sealed record CheckContacts(ContactAnswer Answer, Intake.Referrer? Instead = null) : Act;

    /// <summary>The authority's file shows another placement.</summary>
    /// <param name="Since">The day it began, by the file.</param>
    /// <param name="AsOf">The day of the file.</param>
    /// <param name="Child">What the file's line says.</param>
    public sealed record RosterPlacement(LocalDate Since, LocalDate AsOf, Intake.Child Child) : Act;

    /// <summary>The authority's file says when the yearly SDQ is due.</summary>
    public sealed record RosterSdq(LocalDate Due) : Act;

    /// <summary>By the authority's file the child left care, or another authority is responsible.</summary>
    /// <param name="AsOf">The day of the file.</param>
    public sealed record RosterDiffers(Roster.RosterChange Change, LocalDate AsOf) : Act;

    /// <summary>The authority's file names another social worker than who is written to.</summary>
    /// <param name="Was">Whom the file before named, and the case writes to.</param>
    /// <param name="AsOf">The day of the file.</param>
    public sealed record RosterWorker(Intake.EmailAddress Was, LocalDate AsOf) : Act;

    /// <summary>Stops both clocks from a day on.</summary>
    public sealed record PauseClocks(LocalDate From, string Reason) : Act;

    /// <summary>Lets them run again from a day on.</summary>
    public sealed record ResumeClocks(LocalDate On) : Act;

    /// <summary>Supported on to specialist help.</summary>
    /// <param name="On">The day.</param>
    /// <param name="To">The kind of help.</param>
    /// <param name="InsteadOfOurs">Whether it takes the place of the work here.</param>
    public sealed record Onward(LocalDate On, string To, bool InsteadOfOurs) : Act
    {
        /// <summary>Shared to keep somebody safe, for which nobody's consent is needed.</summary>
        public bool ToKeepSafe { get; init; }
    }

    public sealed record Close(LocalDate On, ClosureReason Reason, bool ExitPlan) : Act;

    public sealed record Reopen(string Reason) : Act;

    /// <summary>Says of a form that was set aside that it is real.</summary>
    /// <param name="On">The day on which they spoke with whoever sent it.</param>
    /// <param name="With">Whom they spoke with.</param>
    public sealed record Vouch(LocalDate On, string With) : Act;

    /// <summary>Says of a form that was set aside that it is none.</summary>
    public sealed record NoReferral(string Why) : Act;

    /// <summary>Takes that back.</summary>
    public sealed record TakeBackNoReferral : Act;

    /// <summary>Says of a provisional case that this service is the right one.</summary>
    public sealed record TakeOn(string Why) : Act;

    /// <summary>A mail about the case that came in.</summary>
    public sealed record Write(Intake.Reply Reply) : Act;

    /// <summary>Says that they have an alert of immediate risk in hand.</summary>
    public sealed record TakeAlert : Act;

    /// <summary>Lets messages go to whoever wrote, who might have been the source of harm.</summary>
    public sealed record ReleaseMessages(string Why) : Act;

    /// <summary>Another case may be of the same child.</summary>
    public sealed record NoteSame(MaybeSame Other) : Act;

    /// <summary>The time in which somebody should have said whether two cases are of one child is over.</summary>
    public sealed record NobodySaidWhetherSame : Act;

    /// <summary>Says that the other case is another child's.</summary>
    public sealed record AreTwo(Intake.CaseId Other) : Act;

    /// <summary>Says that the other case is the same child's, and stands for both from now on.</summary>
    public sealed record Merge(Intake.CaseId Into) : Act;

    /// <summary>Takes that back.</summary>
    public sealed record TakeBackMerge : Act;

    /// <summary>Somebody who may gave consent.</summary>
    public sealed record GiveConsent(Consent.ConsentGiven Given) : Act;

    public sealed record WithdrawConsent(LocalDate On, string Why) : Act;

    /// <summary>Says whether a child who was told where to turn was seen there.</summary>
    public sealed record WhetherSeen(LocalDate On, bool Seen, string What) : Act;

    /// <summary>Writes down how somebody is asked how things are going, or that they do not want to be.</summary>
    public sealed record RecordRespondent(Measures.Asking.Respondent Respondent) : Act;

    /// <summary>Writes down on which days nobody is asked; takes the place of the days before.</summary>
    public sealed record RecordQuietDays(System.Collections.Immutable.ImmutableArray<Measures.Asking.QuietDay> Days) : Act;

    /// <summary>Writes down the child's goals in their own words; takes the place of those before.</summary>
    public sealed record RecordGoals(System.Collections.Immutable.ImmutableArray<string> Goals) : Act;

    /// <summary>Puts right what was read.</summary>
    /// <param name="Seen">The number of the newest event of the case when it was looked at.</param>
    public sealed record Correct(System.Collections.Immutable.ImmutableArray<Correction> What, int Seen) : Act;

    /// <summary>Has a place held: the one that the family wants, or the first that is free.</summary>
    public sealed record Find(string? Place) : Act;
}

/// <summary>What is decided about an act, with nothing done yet.</summary>
public abstract record Ruling
{
    private Ruling()
    {
    }

    /// <summary>It changes this.</summary>
    public sealed record Do(Change Change) : Ruling;

    /// <summary>It is so already.</summary>
    public sealed record Nothing : Ruling;

    /// <summary>It cannot be.</summary>
    /// <param name="Why">A sentence for whoever tried.</param>
    public sealed record Refuse(string Why) : Ruling;
}

/// <summary>Leads each act to what decides about it.</summary>
public static class Acts
{
    /// <param name="service">Whose case.</param>
    /// <param name="file">As it was read.</param>
    /// <param name="act">What somebody says or does.</param>
    /// <param name="caseload">Of the whole team; only an assessment that took place asks for it.</param>
    /// <param name="now">When.</param>
    public static Ruling Decide(Services.ServiceDefinition service, CaseFile file, Act act, Caseload caseload, Instant now) => act switch
    {
        Act.Outcome said => RecordOutcome.Record(service, file, said, caseload, now),
        Act.FindAgain(var appointment) => CancelAppointment.FindAgain(service, file, appointment, act.By, now),
        Act.UndoOutcome(var appointment) => RecordOutcome.Undo(service, file, appointment, act.By, now),
        Act.KeyWorker(var clinician, var reason) => ChooseKeyWorker.ByHand(service, file, clinician, reason, act.By, now),
        Act.Plan(var on) => AgreePlan.On(file, on, act.By, now),
        Act.Reviewed(var on, var what) => RecordReview.On(file, on, what, act.By, now),
        Act.Bar(var clinician, var reason) => BarClinician.Bar(service, file, clinician, reason, act.By, now),
        Act.LiftBar(var clinician) => BarClinician.Lift(file, clinician, act.By, now),
        Act.Contacts(var on, var count) => RecordContacts.On(file, on, count, act.By, now),
        Act.Placement(var on, var planned) => RecordPlacementMove.On(service, file, on, planned, act.By, now),
        Act.CheckContacts(var answer, var instead) => CheckContacts.Say(service, file, answer, instead, act.By, now),
        Act.RosterPlacement(var since, var asOf, var child) => FollowRoster.Placement(service, file, since, asOf, child, now),
        Act.RosterSdq(var due) => FollowRoster.Sdq(file, due, now),
        Act.RosterDiffers(var change, var asOf) => FollowRoster.Differs(service, file, change, asOf, now),
        Act.RosterWorker(var was, var asOf) => FollowRoster.Worker(service, file, was, asOf, now),
        Act.PauseClocks(var from, var reason) => PauseClocks.Pause(file, from, reason, act.By, now),
        Act.ResumeClocks(var on) => PauseClocks.Resume(file, on, act.By, now),
        Act.Onward(var on, var to, var instead) => SupportOnward.Record(service, file, new(on, to, act.By, instead), ((Act.Onward)act).ToKeepSafe, now),
        Act.Close(var on, var reason, var exitPlan) => CloseCase.Close(service, file, new(on, reason, act.By, exitPlan), now),
        Act.Reopen(var reason) => CloseCase.Reopen(service, file, reason, act.By, now),
        Act.Vouch(var on, var with) => VouchForReferral.Vouch(service, file, new(on, with, act.By), now),
        Act.NoReferral(var why) => VouchForReferral.Deny(file, why, act.By, now),
        Act.TakeBackNoReferral => VouchForReferral.TakeBack(file, act.By, now),
        Act.TakeOn(var why) => TakeOn.Say(service, file, why, act.By, now),
        Act.Write(var reply) => TakeReply.Decide(service, file, reply, now) is { } change ? new Ruling.Do(change) : new Ruling.Nothing(),
        Act.TakeAlert => RaiseAlert.Acknowledge(file, act.By, now) is { } taken ? new Ruling.Do(taken) : new Ruling.Nothing(),
        Act.ReleaseMessages(var why) => ReleaseMessages.Say(file, why, act.By, now),
        Act.NoteSame(var other) => ProposeMerge.Note(service, file, other, now),
        Act.NobodySaidWhetherSame => ProposeMerge.NobodySaid(service, file, now),
        Act.AreTwo(var other) => ProposeMerge.AreTwo(service, file, other, act.By, now),
        Act.Merge(var into) => MergeCases.Merge(service, file, into, act.By, now),
        Act.TakeBackMerge => MergeCases.TakeBack(file, act.By, now),
        Act.GiveConsent(var given) => Consent.RecordConsent.Give(file, given, now),
        Act.WithdrawConsent(var on, var why) => Consent.RecordConsent.Withdraw(file, new(on, why, act.By), now),
        Act.WhetherSeen(var on, var seen, var what) => AskWhetherSeen.Say(file, new(on, seen, what, act.By), now),
        Act.Correct(var what, var seen) => CorrectFacts.Decide(service, file, what, seen, act.By, now),
        Act.RecordRespondent(var person) => Measures.Asking.RecordRespondent.Say(service, file, person, act.By, now),
        Act.RecordQuietDays(var days) => Measures.Asking.RecordRespondent.QuietDays(file, days, act.By, now),
        Act.RecordGoals(var goals) => RecordGoals.Say(file, goals, act.By, now),
        Act.Find(var place) => FindPlace.ByHand(service, file, place, act.By, now),
        _ => throw new ArgumentException($"Nobody decides about {act.GetType().Name}.", nameof(act)),
    };

    internal static bool IsOpen(CaseFile file) => file.Case.State == CaseState.Open;

    internal static Ruling NotOpen { get; } = new Ruling.Refuse("This case is not open. Open it again first.");

    internal static Ruling Change(CaseFile file, params IReadOnlyList<CaseEvent> events) => new Ruling.Do(Pathway.Change.Of(file, events));

    /// <summary>Null where a day may be recorded: not to come, and not before the referral.</summary>
    internal static Ruling? DayRefused(CaseFile file, LocalDate on, Instant now) =>
        on > Time.London.Day(now) ? new Ruling.Refuse("That day has not come yet.")
        : on < Time.London.Day(file.Case.ReceivedAt) ? new Ruling.Refuse("That day lies before the referral.")
        : null;
}
