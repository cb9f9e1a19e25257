using System.Collections.Immutable;
using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Tests.Allocation;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Tests.Pathway;

public sealed class AwayTests
{
    private static readonly LocalDate First = new(2026, 9, 21);

    [Theory]
    [InlineData(13, 3, false)]
    [InlineData(14, 3, true)]
    [InlineData(14, -1, false)]
    [InlineData(14, 15, false)]
    public void Away_for_long_is_more_than_two_weeks_while_it_lasts(int last, int today, bool isLong)
    {
        var away = Of(Absent("ada", First, First.PlusDays(last)));
        away.ForLong("ada", Noon(First.PlusDays(today))).ShouldBe(isLong ? First : null);
        away.ForLong("bea", Noon(First.PlusDays(today))).ShouldBeNull();
    }

    [Fact]
    public void Weeks_of_illness_one_after_the_other_are_one_absence_and_what_was_undone_is_none()
    {
        var weeks = Enumerable.Range(0, 3).Select(week => Absent("ada", First.PlusWeeks(week), First.PlusWeeks(week).PlusDays(4))).ToImmutableArray();
        new Away(weeks).ForLong("ada", Noon(First.PlusDays(1))).ShouldBe(First);
        new Away([.. weeks.Select(week => week with { State = AbsenceState.Undone })]).ForLong("ada", Noon(First.PlusDays(1))).ShouldBeNull();
        new Away([weeks[0], weeks[2]]).ForLong("ada", Noon(First.PlusDays(1))).ShouldBeNull();
    }

    [Fact]
    public void Where_the_key_worker_has_left_or_is_away_for_long_or_their_mailbox_is_gone_a_manager_chooses_another()
    {
        var begun = OverdueStepTests.Begun();
        var worker = begun.Case.KeyWorker!;
        var day = London.Day(OverdueStepTests.Now(begun)).PlusDays(1);
        var left = Acting.Service with { Team = Acting.Service.Team.RemoveAll(member => member.Id == worker) };
        NextStep?[] steps =
        [
            NextStep.Of(left, begun, Noon(day)),
            NextStep.Of(Acting.Service, begun, Noon(day), Of(Absent(worker, day, day.PlusDays(20)))),
            NextStep.Of(Acting.Service, begun, Noon(day), Of(Absent(worker, day, day.PlusDays(2)) with { MailboxGone = true })),
        ];

        steps.ShouldAllBe(step => step!.Kind == StepKind.ChooseKeyWorker && step.Owner == StepOwner.Manager && step.By != null);
        NextStep.Of(Acting.Service, begun, Noon(day), Of(Absent(worker, day, day.PlusDays(5)))).ShouldNotBeNull().Kind.ShouldBe(StepKind.AgreePlan);
        var told = OverdueStep.Tell(left, begun, Away.Nobody, Noon(day.PlusDays(7))).ShouldNotBeNull().File.Messages.Where(message => message.Kind == Texts.StepOverdue);
        told.Select(message => message.To).ShouldBe(left.Managers.Select(manager => manager.Mailbox));
    }

    [Fact]
    public void What_a_clinician_who_is_away_for_long_left_unsaid_the_scheduler_finds_out()
    {
        var held = Acting.Held();
        var (clinician, day) = (held.Current!.Slot!.Clinician, London.Day(held.Current.Slot.Start).PlusDays(1));
        var step = NextStep.Of(Acting.Service, held, Noon(day), Of(Absent(clinician, day, day.PlusDays(20)))).ShouldNotBeNull();
        (step.Kind, step.Owner, step.Clinician).ShouldBe((StepKind.RecordOutcome, StepOwner.Scheduler, null));
    }

    [Fact]
    public void Nobody_is_chosen_who_is_away_all_of_the_first_week_in_which_the_work_could_begin()
    {
        var held = Acting.Held();
        var assessor = held.Current!.Slot!.Clinician;
        var day = London.Day(held.Current.Slot.Start);
        Chosen(3).ShouldBe(assessor);
        Chosen(30).ShouldNotBe(assessor);

        string? Chosen(int days) => held.Do(
            held.Say(AppointmentOutcome.TookPlace), held.Evening(), Caseload.None with { Away = Of(Absent(assessor, day.PlusDays(1), day.PlusDays(days))) }).Case.KeyWorker;
    }

    private static Away Of(params ImmutableArray<Absence> absences) => new(absences);

    private static Absence Absent(string clinician, LocalDate first, LocalDate last) => new()
    {
        Id = $"{clinician}-{first}",
        Service = "caring-to-care",
        Clinician = clinician,
        First = first,
        Last = last,
        State = AbsenceState.Confirmed,
        By = "scheduler",
        MarkedAt = Team.Now,
    };

    private static Instant Noon(LocalDate day) => London.At(day, LocalTime.Noon);
}
