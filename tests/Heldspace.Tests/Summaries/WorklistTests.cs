using Heldspace.Intake;
using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Summaries;
using Heldspace.Tests.Allocation;
using Heldspace.Tests.Measures.Asking;
using Heldspace.Tests.Pathway;
using Heldspace.Tests.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Tests.Summaries;

/// <summary>What needs a person.</summary>
public sealed class WorklistTests
{
    private static ServiceDefinition Service => Acting.Service;

    private static LocalDate Received => London.Day(Team.Now);

    [Fact]
    public void A_referral_that_has_its_place_is_new_for_a_week_and_then_asks_for_nobody()
    {
        var item = Items(Acting.Held(), At(Received.PlusDays(1))).ShouldHaveSingleItem();
        (item.Why, item.Reference).ShouldBe((WorkReason.New, Somebody.Reference));
        item.NextStep.ShouldContain("meets them");
        Items(Acting.Held(), At(Received.PlusDays(7)), WorkReason.New).ShouldHaveSingleItem();
        Items(Acting.Held(), At(Received.PlusDays(8)), WorkReason.New).ShouldBeEmpty();
    }

    [Fact]
    public void Urgent_comes_before_new_and_is_over_once_the_child_was_met()
    {
        var urgent = Somebody.Held(Service, Somebody.Opened(Service, Somebody.Referral(changes: (Fields.Urgency, "urgent"))));
        Items(urgent, At(Received)).Select(item => item.Why).ShouldBe([WorkReason.Urgent, WorkReason.New]);
        var met = urgent.Do(urgent.Say(AppointmentOutcome.TookPlace), urgent.Evening());
        Items(met, met.Case.AssessedAt!.Value, WorkReason.Urgent).ShouldBeEmpty();
    }

    [Fact]
    public void What_was_not_known_after_two_working_days_is_asked_for_by_name()
    {
        var lacking = Somebody.Held(Service, Somebody.Opened(Service, Somebody.Referral()));
        lacking.Case.Missing.ShouldNotBeEmpty();
        var by = WorkingDays.Of(Service).After(Received, 2);
        Items(lacking, At(by), WorkReason.Incomplete).ShouldBeEmpty();
        var item = Items(lacking, At(by.PlusDays(1)), WorkReason.Incomplete).ShouldHaveSingleItem();
        (item.Owner, item.By).ShouldBe((StepOwner.Scheduler, by));
        item.NextStep.ShouldContain(WhatIsMissing.Fields(lacking.Case)[0].Label);
    }

    [Fact]
    public void A_clock_that_runs_out_within_a_week_counts_only_where_nothing_is_held_in_time()
    {
        var none = HoldAppointment.NoPlace(Service, Somebody.Opened(Service, Somebody.Referral()), Somebody.Opened(Service, Somebody.Referral()).Current!, [], Team.Now).File;
        var target = Received.PlusDays(Service.AssessmentClock.TargetDays);
        Items(none, At(target.PlusDays(-8)), WorkReason.Breaching).ShouldBeEmpty();
        Items(none, At(target.PlusDays(-7)), WorkReason.Breaching).ShouldHaveSingleItem().By.ShouldBe(target);
        Items(none, At(target), WorkReason.OverTarget).ShouldBeEmpty();
        Items(none, At(target.PlusDays(1)), WorkReason.Breaching).ShouldBeEmpty();
        Items(none, At(target.PlusDays(1)), WorkReason.OverTarget).ShouldHaveSingleItem().Words.ShouldContain("1 day past its target");
        Items(none, Team.Now, WorkReason.NoPlace).ShouldHaveSingleItem().Owner.ShouldBe(StepOwner.Manager);
        Items(Acting.Held(), At(target.PlusDays(-7)), WorkReason.Breaching).ShouldBeEmpty();
    }

    [Fact]
    public void An_outcome_is_missed_from_the_day_after_and_is_the_clinicians()
    {
        var held = Acting.Held();
        var day = London.Day(held.Current!.Slot!.Start);
        Items(held, held.Evening(), WorkReason.OutcomeNotRecorded).ShouldBeEmpty();
        var item = Items(held, At(day.PlusDays(1)), WorkReason.OutcomeNotRecorded).ShouldHaveSingleItem();
        (item.Owner, item.Clinician).ShouldBe((StepOwner.Clinician, held.Current.Slot.Clinician));
    }

    [Fact]
    public void Whoever_was_assessed_and_has_no_key_worker_is_for_a_manager()
    {
        var assessed = Acting.Assessed();
        Items(assessed, assessed.Case.AssessedAt!.Value, WorkReason.NoKeyWorker).ShouldBeEmpty();
        var without = assessed with { Case = assessed.Case with { KeyWorker = null } };
        Items(without, assessed.Case.AssessedAt.Value, WorkReason.NoKeyWorker).ShouldHaveSingleItem().Owner.ShouldBe(StepOwner.Manager);
    }

    [Fact]
    public void Three_weeks_without_a_contact_are_the_key_workers_and_a_telephone_call_is_one()
    {
        var begun = OverdueStepTests.Begun();
        var last = London.Day(begun.Case.InterventionAt!.Value);
        Worklist.LastContact(begun).ShouldBe(last);
        Items(begun, At(last.PlusDays(21)), WorkReason.NoContact).ShouldBeEmpty();
        var item = Items(begun, At(last.PlusDays(22)), WorkReason.NoContact).ShouldHaveSingleItem();
        (item.Owner, item.Clinician).ShouldBe((StepOwner.Clinician, begun.Case.KeyWorker));
        var rung = begun.Do(new Act.Contacts(last.PlusDays(10), 1) { By = "imogen.farrow@caring-to-care.example" }, At(last.PlusDays(10)));
        Items(rung, At(last.PlusDays(22)), WorkReason.NoContact).ShouldBeEmpty();
    }

    [Fact]
    public void A_plan_whose_day_is_over_is_in_the_list_with_the_step_that_it_waits_for()
    {
        var begun = OverdueStepTests.Begun();
        var step = NextStep.Of(Service, begun, OverdueStepTests.Now(begun)).ShouldNotBeNull();
        Items(begun, At(step.By!.Value), WorkReason.PlanOverdue).ShouldBeEmpty();
        var item = Items(begun, At(step.By.Value.PlusDays(1)), WorkReason.PlanOverdue).ShouldHaveSingleItem();
        (item.NextStep, item.By, item.Clinician).ShouldBe((step.Words, step.By, step.Clinician));
    }

    [Fact]
    public void A_message_that_failed_is_put_to_the_scheduler_for_two_weeks()
    {
        var held = Acting.Held();
        var failed = held with { Messages = [.. held.Messages.Select((message, index) => index == 0 ? message with { State = MessageState.Failed } : message)] };
        Items(failed, At(Received.PlusDays(14)), WorkReason.MessageFailed).ShouldHaveSingleItem().Owner.ShouldBe(StepOwner.Scheduler);
        Items(failed, At(Received.PlusDays(15)), WorkReason.MessageFailed).ShouldBeEmpty();
    }

    [Fact]
    public void Of_a_case_that_is_over_nothing_is_listed_but_a_message_that_failed()
    {
        var held = Acting.Held();
        var closed = held with { Case = held.Case with { State = CaseState.Closed, Closure = new(Received.PlusDays(1), ClosureReason.MovedAway, "someone", false) } };
        Worklist.Of(Service, AskingCases.Measures, [closed], Away.Nobody, At(Received.PlusDays(40))).ShouldBeEmpty();
        var failed = closed with { Messages = [.. closed.Messages.Select((message, index) => index == 0 ? message with { State = MessageState.Failed } : message)] };
        var item = Worklist.Of(Service, AskingCases.Measures, [failed], Away.Nobody, At(Received.PlusDays(2))).ShouldHaveSingleItem();
        (item.Why, item.Words).ShouldBe((WorkReason.MessageFailed, "2 days ago, to somebody outside; the case is over"));
    }

    [Fact]
    public void Answers_that_did_not_come_in_time_are_overdue_until_somebody_answers()
    {
        var file = AskingCases.Assessed();
        var assessed = London.Day(file.Case.AssessedAt!.Value);
        Items(file, At(assessed.PlusDays(14)), WorkReason.MeasuresOverdue).ShouldBeEmpty();
        var item = Items(file, At(assessed.PlusDays(15)), WorkReason.MeasuresOverdue).ShouldHaveSingleItem();
        item.Clinician.ShouldBe(file.Case.KeyWorker);
        item.NextStep.ShouldContain("Ask how things are going");
        var none = file with { Case = file.Case with { Consent = null } };
        Items(none, At(assessed.PlusDays(15)), WorkReason.MeasuresOverdue).ShouldHaveSingleItem().NextStep.ShouldContain("Nobody has recorded consent yet.");
    }

    [Fact]
    public void What_was_set_aside_waits_for_a_look_and_what_is_over_for_nothing()
    {
        var aside = OpenCase.Quarantine(Service, Somebody.Referral(), Somebody.Reference, Team.Now).File;
        Items(aside, Team.Now).ShouldHaveSingleItem().Why.ShouldBe(WorkReason.SetAside);
        var over = aside.Do(new Act.NoReferral("a test") { By = "imogen.farrow@caring-to-care.example" }, Team.Now);
        Items(over, Team.Now).ShouldBeEmpty();
    }

    [Fact]
    public void What_could_not_be_read_at_all_is_opened_in_the_mailbox()
    {
        var empty = Somebody.Referral() with { Children = [Child.Empty(1)], Unread = ["the whole referral: open it in the mailbox"], Referrer = new(null, null, null, null, null, Trusted: false) };
        var dead = Somebody.Held(Service, Somebody.Opened(Service, empty));
        var items = Items(dead, At(Received.PlusDays(9)));
        items.ShouldContain(item => item.Why == WorkReason.DeadLetter && item.NextStep.Contains("mailbox", StringComparison.Ordinal));
        items.ShouldNotContain(item => item.Why == WorkReason.Incomplete);
    }

    [Fact]
    public void The_most_urgent_comes_first_then_what_is_late_longest_and_each_kind_is_counted_by_its_reason()
    {
        var files = new[]
        {
            Acting.Held(),
            OpenCase.Quarantine(Service, Somebody.Referral(), Somebody.Reference, Team.Now).File,
            OverdueStepTests.Begun(),
            Somebody.Held(Service, Somebody.Opened(Service, Somebody.Referral(changes: (Fields.Urgency, "urgent")))),
        };
        var items = Of(files, At(Received.PlusDays(60)));
        items.Select(item => item.Weight).ShouldBeInOrder(SortDirection.Descending);
        items.Select(item => (int)item.Why).ShouldBeInOrder(SortDirection.Ascending);
        items.CountBy(item => item.Why).Sum(count => count.Value).ShouldBe(items.Count);
        items.CountBy(item => (item.Case, item.Why, item.Reference)).Count().ShouldBeGreaterThan(5);
        foreach (var item in items)
        {
            item.NextStep.ShouldNotBeEmpty();
            Somebody.Canaries.ShouldAllBe(canary => !$"{item.Words} {item.NextStep}".Contains(canary, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Of_those_who_will_wait_too_long_the_one_whose_day_is_nearest_comes_first()
    {
        var later = Somebody.Opened(Service, Somebody.Referral());
        var sooner = later with { Case = later.Case with { ReceivedAt = later.Case.ReceivedAt - Duration.FromDays(3) } };

        Of([later, sooner], At(Received.PlusDays(22))).Where(item => item.Why == WorkReason.Breaching).Select(item => item.By).ShouldBe([Received.PlusDays(25), Received.PlusDays(28)]);
    }

    [Fact]
    public void Whose_meeting_was_in_time_does_not_wait_too_long_because_nobody_has_said_yet_that_it_took_place()
    {
        var held = Acting.Held();
        Items(held, At(Received.PlusDays(40)), WorkReason.OverTarget).ShouldBeEmpty();
        Items(held, At(Received.PlusDays(40)), WorkReason.OutcomeNotRecorded).ShouldHaveSingleItem();
    }

    [Fact]
    public void Every_reason_has_a_name_of_its_own() =>
        Enum.GetValues<WorkReason>().Select(why => why.InWords()).Distinct(StringComparer.OrdinalIgnoreCase).Count().ShouldBe(Enum.GetValues<WorkReason>().Length);

    [Fact]
    public void The_load_counts_cases_of_key_workers_and_what_is_held_in_the_week()
    {
        var (held, begun) = (Acting.Held(), OverdueStepTests.Begun());
        var week = LondonWeek.Of(held.Current!.Slot!.Start);
        var load = StaffLoad.Of(Service, [held, begun], Away.Nobody, week);
        load.Length.ShouldBe(Service.Team.Length);
        load.Sum(one => one.Appointments).ShouldBe(1);
        load.Single(one => one.Appointments == 1).Member.Id.ShouldBe(held.Current.Slot.Clinician);
        load.Single(one => one.Cases == 1).Member.Id.ShouldBe(begun.Case.KeyWorker);
        StaffLoad.Of(Service, [held], Away.Nobody, week.Next.Next.Next.Next.Next).Sum(one => one.Appointments).ShouldBe(0);
    }

    private static IReadOnlyList<WorkItem> Items(CaseFile file, Instant now, WorkReason? only = null) => [.. Of([file], now).Where(item => only is null || item.Why == only)];

    private static IReadOnlyList<WorkItem> Of(IEnumerable<CaseFile> files, Instant now) => Worklist.Of(Service, Definitions.Measures, files, Away.Nobody, now);

    private static Instant At(LocalDate day) => London.At(day, new LocalTime(9, 0));
}
