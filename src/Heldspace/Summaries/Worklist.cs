using System.Collections.Immutable;
using System.Globalization;
using Heldspace.Measures;
using Heldspace.Measures.Asking;
using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Summaries;

/// <summary>
/// What needs a person in a service, most urgent first; a case stands in the list once for each reason. Facts, section 6; what there is no figure for there is a decision of this project.
/// </summary>
public static class Worklist
{
    /// <summary>Days before the end of a clock in which something should be held in time.</summary>
    public const int BreachDays = 7;

    /// <summary>Working days in which whoever referred may be expected to say what is missing.</summary>
    public const int IncompleteWorkingDays = 2;

    /// <summary>Days without anybody of the team having met or spoken with them.</summary>
    public const int ContactDays = 21;

    /// <summary>Days in which a referral is new.</summary>
    public const int NewDays = 7;

    /// <summary>Days in which a message that failed is put to people; later they have rung, or it is over.</summary>
    private const int FailedDays = 14;

    private const int OfReason = 1000;

    /// <summary>Every reason of every case.</summary>
    /// <param name="service">Whose.</param>
    /// <param name="measures">Every measure there is.</param>
    /// <param name="files">The open cases, and those that are over of which a message failed: nothing else is said of these.</param>
    /// <param name="away">Who is away.</param>
    /// <param name="now">When.</param>
    public static ImmutableArray<WorkItem> Of(ServiceDefinition service, MeasureFiles measures, IEnumerable<CaseFile> files, Away away, Instant now) =>
    [
        .. files
            .SelectMany(file => new Look(service, measures, file, NextStep.Of(service, file, now, away), now).Items())
            .OrderByDescending(item => item.Weight)
            .ThenBy(item => item.Since)
            .ThenBy(item => item.Reference.Text, StringComparer.Ordinal),
    ];

    /// <summary>How many cases need somebody for each reason; a reason that nothing has is not in it.</summary>
    public static ImmutableDictionary<WorkReason, int> Count(ImmutableArray<WorkItem> work) =>
        work.GroupBy(item => item.Why).ToImmutableDictionary(group => group.Key, group => group.Select(item => item.Case).Distinct().Count());

    /// <summary>The last day on which anybody of the team met or spoke with them; null where nobody did.</summary>
    public static LocalDate? LastContact(CaseFile file) => file.Case.Contacts.Where(day => day.Count > 0).Select(day => (LocalDate?)day.On)
        .Concat(file.Appointments.Where(appointment => appointment is { Outcome.What: AppointmentOutcome.TookPlace, Slot: not null }).Select(appointment => (LocalDate?)London.Day(appointment.Slot!.Start)))
        .Max();

    private sealed record Look(ServiceDefinition Service, MeasureFiles Measures, CaseFile File, NextStep? Step, Instant Now)
    {
        private Case Case => File.Case;

        private LocalDate Today => London.Day(Now);

        private WorkingDays Days => WorkingDays.Of(Service);

        private bool IsOpen => Case.State == CaseState.Open;

        private bool IsConsultation => Service.PurposeOf(Case.Beside) == AppointmentPurpose.Consultation;

        private bool IsPaused => Case.Pauses is [.., { Until: null }];

        /// <summary>Where somebody works with the child, it is theirs; else the scheduler's.</summary>
        private string? Theirs => Service.Team.Any(member => member.Id == Case.KeyWorker) ? Case.KeyWorker : null;

        public IEnumerable<WorkItem> Items() => new[] { Failed() }.Concat(Case.IsOver ? [] : OfOpen()).OfType<WorkItem>();

        private IEnumerable<WorkItem?> OfOpen() =>
        [
            OfStep(), NoPlace(), Late(), Breaching(), Urgent(), NoKeyWorker(), Incomplete(), Unread(), Unrecorded(), NoContact(), MeasuresLate(), Newly(),
        ];

        /// <summary>What the next step itself says.</summary>
        private WorkItem? OfStep() => Step switch
        {
            { Kind: StepKind.LookAtRisk } => Item(WorkReason.RiskNobodyHas, $"told {Ago(London.Day(Case.Safeguarding!.RaisedAt))}", London.Day(Case.Safeguarding.RaisedAt), Step.By),
            { Kind: StepKind.LookAtReferral } => Item(WorkReason.SetAside, $"came {Ago(London.Day(Case.ReceivedAt))}", London.Day(Case.ReceivedAt), Step.By),
            { Kind: StepKind.Decide } => Item(WorkReason.Decision, $"came {Ago(London.Day(Case.ReceivedAt))}", London.Day(Case.ReceivedAt), Step.By),
            { Kind: StepKind.AgreePlan or StepKind.Review, By: { } by } when by < Today => Item(WorkReason.PlanOverdue, $"its day was {Ago(by)}", by, by),
            { Kind: StepKind.RecordOutcome or StepKind.ChooseAWayOut or StepKind.RingAndChoose or StepKind.ChooseKeyWorker or StepKind.AskForWhatIsMissing or StepKind.Meet } or { Owner: StepOwner.Referrer } => null,
            { By: { } by } when by < Today => Item(WorkReason.StepOverdue, $"its day was {Ago(by)}", by, by),
            _ => null,
        };

        private WorkItem? NoPlace() => File.Current is { State: AppointmentState.NoPlace or AppointmentState.ToRing } current
            ? Item(WorkReason.NoPlace, HasWaited(London.Day(current.WithoutPlaceSince ?? Case.ReceivedAt)), London.Day(current.WithoutPlaceSince ?? Case.ReceivedAt), Step?.By)
            : null;

        /// <summary>Somebody whose meeting was in time is none: only nobody has said yet what became of it.</summary>
        private WorkItem? Late() => Clocks.Of(Service, File, Now).Where(reading => IsOpen && reading is { State: ClockState.Running, Breached: true } && !IsHeldInTime(reading)).MinBy(reading => reading.TargetDay) is { } clock
            ? Item(WorkReason.OverTarget, $"{Name(clock.Kind)}, {Count(Period.DaysBetween(clock.TargetDay, Today), "day")} past its target", clock.TargetDay.PlusDays(1), clock.TargetDay)
            : null;

        private WorkItem? Breaching()
        {
            var clock = Clocks.Of(Service, File, Now)
                .Where(reading => IsOpen && reading is { State: ClockState.Running, Breached: false } && reading.TargetDay <= Today.PlusDays(BreachDays) && !IsHeldInTime(reading))
                .MinBy(reading => reading.TargetDay);
            return clock is null ? null : Item(WorkReason.Breaching, $"{Name(clock.Kind)}, in time until {Day(clock.TargetDay)}, and nothing is held by then", Today, clock.TargetDay);
        }

        private bool IsHeldInTime(ClockReading clock) =>
            File.Appointments.Any(appointment => appointment.Kind == clock.Kind && appointment is { State: AppointmentState.Held, Slot: { } slot } && London.Day(slot.Start) <= clock.TargetDay);

        private WorkItem? Failed() => File.Messages.Where(message => message.State == MessageState.Failed && London.Day(message.PlannedAt).PlusDays(FailedDays) >= Today).MaxBy(message => message.PlannedAt) is { } failed
            ? Item(
                WorkReason.MessageFailed, $"{Ago(London.Day(failed.PlannedAt))}, {(failed.ToStaff ? "to the team" : "to somebody outside")}{(Case.IsOver ? "; the case is over" : "")}", London.Day(failed.PlannedAt), null,
                StepOwner.Scheduler, null, failed.ToStaff ? "Tell the colleague yourself what it was about." : "Ring whoever it was for, and look whether their address is right.")
            : null;

        private WorkItem? Urgent() => IsOpen && Case is { Urgent: true, AssessedAt: null, ScreenedAt: null } && !IsConsultation
            ? Item(WorkReason.Urgent, $"came {Ago(London.Day(Case.ReceivedAt))}", London.Day(Case.ReceivedAt), Step?.By)
            : null;

        private WorkItem? NoKeyWorker() => Step is { Kind: StepKind.ChooseKeyWorker } || (IsOpen && Case is { AssessedAt: not null, KeyWorker: null })
            ? Item(WorkReason.NoKeyWorker, $"assessed {Ago(London.Day(Case.AssessedAt!.Value))}", London.Day(Case.AssessedAt.Value), Step?.By, StepOwner.Manager, null, Step is { Kind: StepKind.ChooseKeyWorker } ? Step.Words : "Choose a key worker.")
            : null;

        private WorkItem? Incomplete()
        {
            var missing = WhatIsMissing.Fields(Case);
            var by = Days.After(London.Day(Case.ReceivedAt), IncompleteWorkingDays);
            return IsOpen && !IsConsultation && Case.AssessedAt is null && !missing.IsEmpty && by < Today && !IsDead
                ? Item(
                    WorkReason.Incomplete, $"{Count(missing.Length, "thing")} not known; it came {Ago(London.Day(Case.ReceivedAt))}", London.Day(Case.ReceivedAt), by,
                    StepOwner.Scheduler, null, $"Ask whoever referred, and write down what they say: {string.Join(", ", missing.Take(3).Select(field => field.Label))}{(missing.Length > 3 ? " and more" : "")}.")
                : null;
        }

        /// <summary>Nothing at all is known of the child: what came in went to the dead letters.</summary>
        private bool IsDead => Case.Unread.Length > 0 && Case.Child.Readings.Count == 0;

        private WorkItem? Unread() => IsOpen && IsDead && Case.AssessedAt is null
            ? Item(WorkReason.DeadLetter, $"came {Ago(London.Day(Case.ReceivedAt))}", London.Day(Case.ReceivedAt), London.Day(Case.ReceivedAt), StepOwner.Scheduler, null, "Open it in the mailbox, and write down on the page of the case what it says.")
            : null;

        private WorkItem? Unrecorded()
        {
            var past = File.Appointments.Where(appointment => appointment is { State: AppointmentState.Held, Slot: { } slot } && London.Day(slot.Start) < Today && slot.End <= Now).MinBy(appointment => appointment.Slot!.Start);
            return past is null || !IsOpen ? null : Item(WorkReason.OutcomeNotRecorded, $"it was {Ago(London.Day(past.Slot!.Start))}", London.Day(past.Slot.Start), Days.After(London.Day(past.Slot.Start), Pathway.NextStep.RecordWithinWorkingDays));
        }

        private WorkItem? NoContact()
        {
            var last = LastContact(File);
            var since = last ?? London.Day(Case.FirstReceivedAt);
            return IsOpen && !IsConsultation && !IsPaused && since.PlusDays(ContactDays) < Today
                ? Item(
                    WorkReason.NoContact, last is null ? $"none since the referral, {Ago(since)}" : $"the last was {Ago(since)}", since, since.PlusDays(ContactDays),
                    Theirs is null ? StepOwner.Scheduler : StepOwner.Clinician, Theirs, "Ring or meet them, and write the contact down.")
                : null;
        }

        private WorkItem? MeasuresLate()
        {
            if (!IsOpen || IsConsultation || (Case.AssessedAt is null && Case.ScreenedAt is null))
            {
                return null;
            }

            // Only the latest time counts that is over: what was not asked at an earlier one cannot be asked any more.
            var late = Waves.Of(Service, Case, Today).Where(wave => wave.Until < Today && Service.Measures.Any(plan => plan.At.Contains(wave.Kind))).MaxBy(wave => wave.Until);
            if (late is null || File.Asks.Any(ask => ask.State == AskState.Answered && (ask.Wave == late.Id || London.Day(ask.EndedAt!.Value) >= late.From)))
            {
                return null;
            }

            var ends = Case.Reviews is [.., { What: ReviewOutcome.Ends }] && !Pairing.IsPaired(Measures, File);
            return Item(
                WorkReason.MeasuresOverdue, $"the time was over {Ago(late.Until)}{(ends ? ", and the work ends" : "")}", late.Until, late.Until, Theirs is null ? StepOwner.Scheduler : StepOwner.Clinician, Theirs,
                AskHowItGoes.NotNow(Case, Today) is { } not ? $"{not} Put that right, then ask how things are going." : "Ask how things are going when you meet, and write the answers down.");
        }

        /// <summary>Today and the seven days before, so that on a Monday it is the week that the summary is about.</summary>
        private WorkItem? Newly() => IsOpen && London.Day(Case.ReceivedAt).PlusDays(NewDays) >= Today
            ? Item(WorkReason.New, $"came {Ago(London.Day(Case.ReceivedAt))}", London.Day(Case.ReceivedAt), null)
            : null;

        /// <summary>One that the next step is the answer to.</summary>
        private WorkItem Item(WorkReason why, string words, LocalDate since, LocalDate? by) =>
            Item(why, words, since, by, Step?.Owner ?? StepOwner.Scheduler, Step?.Clinician, Step?.Words ?? "Look at the case.");

        private WorkItem Item(WorkReason why, string words, LocalDate since, LocalDate? by, StepOwner owner, string? clinician, string nextStep) => new()
        {
            Case = Case.Id,
            Reference = Case.Reference,
            Why = why,
            Words = words,
            Since = since,
            By = by,
            Owner = owner,
            Clinician = clinician,
            NextStep = nextStep,
            KeyWorker = Case.KeyWorker,
            Weight = ((int)WorkReason.New - (int)why + 1) * OfReason + OfReason / 2 + Math.Clamp(by is { } day ? Period.DaysBetween(day, Today) : -OfReason / 2, -OfReason / 2, OfReason / 2 - 1),
        };

        private string HasWaited(LocalDate since) => since == Today ? "since today" : $"for {Count(Period.DaysBetween(since, Today), "day")}";

        private string Ago(LocalDate day) => Period.DaysBetween(day, Today) switch
        {
            <= 0 => "today",
            1 => "yesterday",
            var days => $"{Number(days)} days ago",
        };

        private string Name(string kind) => Service.AppointmentKinds.FirstOrDefault(other => other.Id == kind)?.Name ?? kind;

        private static string Day(LocalDate day) => day.ToString("dddd d MMMM", CultureInfo.InvariantCulture);

        private static string Count(int n, string of) => $"{Number(n)} {of}{(n == 1 ? "" : "s")}";

        private static string Number(int n) => n.ToString(CultureInfo.InvariantCulture);
    }
}
