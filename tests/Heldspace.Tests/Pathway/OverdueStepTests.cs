using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Tests.Allocation;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Tests.Pathway;

public sealed class OverdueStepTests
{
    private const string By = "imogen.farrow@caring-to-care.example";

    private static ServiceDefinition Service => Acting.Service;

    private static WorkingDays Days => WorkingDays.Of(Service);

    [Fact]
    public void A_clinician_is_told_once_two_working_days_after_the_day_and_the_managers_five_working_days_later()
    {
        var begun = Begun();
        var step = Step(begun);
        step.Kind.ShouldBe(StepKind.AgreePlan);
        var first = Days.After(step.By!.Value, 2);

        Tell(begun, first.PlusDays(-1)).ShouldBeNull();
        var told = Tell(begun, first).ShouldNotBeNull();
        var mail = New(begun, told).ShouldHaveSingleItem();
        mail.To.ShouldBe(Service.Team.Single(member => member.Id == begun.Case.KeyWorker).Mailbox);
        mail.About.ShouldNotBeNull().ShouldContain("agrees the plan");
        Somebody.Canaries.ShouldAllBe(canary => !mail.About.Contains(canary, StringComparison.Ordinal));

        var second = Days.After(first, 5);
        Tell(told, first.PlusDays(1)).ShouldBeNull();
        Tell(told, second.PlusDays(-1)).ShouldBeNull();
        var again = Tell(told, second).ShouldNotBeNull();
        New(told, again).Select(message => message.To).ShouldBe(Service.Managers.Select(manager => manager.Mailbox));
        Tell(again, second.PlusDays(30)).ShouldBeNull();
    }

    [Fact]
    public void A_scheduler_is_told_on_the_day_itself_and_after_the_step_was_taken_nobody_is()
    {
        var begun = Begun();
        var paused = begun.Do(new Act.PauseClocks(London.Day(Now(begun)), "in hospital") { By = By }, Now(begun));
        var by = Step(paused).By!.Value;

        Tell(paused, by.PlusDays(-1)).ShouldBeNull();
        New(paused, Tell(paused, by).ShouldNotBeNull()).ShouldHaveSingleItem().To.ShouldBe(Service.Scheduler.Mailbox);
        var resumed = paused.Do(new Act.ResumeClocks(by) { By = By }, London.At(by, LocalTime.Noon));
        var agreed = resumed.Do(new Act.Plan(by) { By = By }, London.At(by, LocalTime.Noon));
        Tell(agreed, Days.After(by, 4)).ShouldBeNull();
    }

    [Fact]
    public void Of_an_appointment_that_nobody_recorded_only_the_managers_hear_again()
    {
        var held = Acting.Held();
        var by = Days.After(London.Day(held.Current!.Slot!.Start), 2);
        var told = held.Plan(PlanAppointmentMessages.OnUnrecorded(Service, held.Current, London.At(by, new LocalTime(17, 0))));

        Tell(told, Days.After(by, 2)).ShouldBeNull();
        New(told, Tell(told, Days.After(by, 5)).ShouldNotBeNull()).Select(message => message.To).ShouldBe(Service.Managers.Select(manager => manager.Mailbox));
    }

    [Fact]
    public void A_place_that_is_still_being_looked_for_is_told_to_the_scheduler()
    {
        var wanted = Acting.Assessed();
        var by = Step(wanted, Now(wanted)).By!.Value;
        by.ShouldBe(London.Day(Now(wanted)));

        var told = Tell(wanted, Days.After(by, 2)).ShouldNotBeNull();
        New(wanted, told).ShouldHaveSingleItem().To.ShouldBe(Service.Scheduler.Mailbox);
        New(told, Tell(told, Days.After(Days.After(by, 2), 5)).ShouldNotBeNull()).ShouldAllBe(message => Service.Managers.Any(manager => manager.Mailbox == message.To));
    }

    [Fact]
    public void Whom_somebody_rings_every_morning_about_is_told_by_that()
    {
        var held = Acting.Held();
        var ring = FollowCalendar.Follow(Service, held, held.Current!, new Finding.Ring(new("It was cancelled.", null, null, false)), [], Team.Now)!.File;
        Step(ring, Team.Now).Kind.ShouldBe(StepKind.RingAndChoose);
        Tell(ring, London.Day(Team.Now).PlusDays(60)).ShouldBeNull();
    }

    [Fact]
    public void Every_case_is_looked_at_again_in_time_for_what_there_is_to_say_and_at_least_once_a_week()
    {
        var file = Begun();
        var last = London.Day(Now(file)).PlusDays(50);
        var looked = new List<LocalDate>();
        for (var day = London.Day(Now(file)); day < last; day = OverdueStep.LookOn(Service, file, Away.Nobody, At(day)))
        {
            looked.Add(day);
            file = Tell(file, day) ?? file;
        }

        var first = Days.After(Step(Begun()).By!.Value, 2);
        looked.ShouldContain(first);
        looked.ShouldContain(Days.After(first, 5));
        looked.Zip(looked.Skip(1)).ShouldAllBe(pair => Period.DaysBetween(pair.First, pair.Second) >= 1 && Period.DaysBetween(pair.First, pair.Second) <= 7);
        file.Messages.Count(message => message.Kind == Texts.StepOverdue).ShouldBe(1 + Service.Managers.Length);
    }

    [Fact]
    public void A_second_key_worker_who_leaves_is_told_as_the_first_was()
    {
        var begun = Begun();
        var first = begun.Case.KeyWorker!;
        var day = Days.After(London.Day(Now(begun)), 1);
        var told = Tell(begun, day, Without(first)).ShouldNotBeNull();
        New(begun, told).Select(message => message.To).ShouldBe(Service.Managers.Select(manager => manager.Mailbox));
        Tell(told, day.PlusDays(1), Without(first)).ShouldBeNull();

        var second = ChooseKeyWorker.Able(Without(first), told)[0].Id;
        var chosen = told.Do(new Act.KeyWorker(second, "") { By = By }, At(day), service: Without(first));
        Tell(chosen, day.PlusDays(1), Without(first)).ShouldBeNull();

        var again = Tell(chosen, day.PlusDays(1), Without(first, second)).ShouldNotBeNull();
        New(chosen, again).Select(message => message.To).ShouldBe(Service.Managers.Select(manager => manager.Mailbox));
    }

    [Fact]
    public void A_form_that_waits_for_a_look_again_is_told_again_with_a_day_of_its_own()
    {
        var quarantined = OpenCase.Quarantine(Service, Somebody.Referral(), Somebody.Reference, Team.Now).File;
        var by = Step(quarantined, Team.Now).By!.Value;
        var told = Tell(quarantined, by).ShouldNotBeNull();
        var back = told.Do(new Act.NoReferral("a test") { By = By }, At(by)).Do(new Act.TakeBackNoReferral { By = By }, At(by));

        Step(back, At(by)).By.ShouldBe(Days.After(by, 1));
        New(back, Tell(back, Days.After(by, 1)).ShouldNotBeNull()).ShouldHaveSingleItem().To.ShouldBe(Service.Scheduler.Mailbox);
    }

    /// <summary>The first session took place, and no plan is agreed.</summary>
    internal static CaseFile Begun()
    {
        var held = Somebody.Held(Service, Acting.Assessed());
        return held.Do(held.Say(AppointmentOutcome.TookPlace), held.Evening());
    }

    internal static Instant Now(CaseFile file) => London.At(London.Day(file.Case.InterventionAt ?? file.Case.AssessedAt!.Value), new LocalTime(17, 30));

    private static NextStep Step(CaseFile file) => Step(file, Now(file));

    private static NextStep Step(CaseFile file, Instant now) => NextStep.Of(Service, file, now).ShouldNotBeNull();

    private static ServiceDefinition Without(params string[] gone) => Service with { Team = [.. Service.Team.Where(member => !gone.Contains(member.Id, StringComparer.Ordinal))] };

    private static CaseFile? Tell(CaseFile file, LocalDate day, ServiceDefinition? service = null) => OverdueStep.Tell(service ?? Service, file, Away.Nobody, At(day))?.File;

    private static List<Message> New(CaseFile before, CaseFile after) => [.. after.Messages.Where(message => before.Messages.All(other => other.Id != message.Id))];

    private static Instant At(LocalDate day) => London.At(day, new LocalTime(9, 0));
}
