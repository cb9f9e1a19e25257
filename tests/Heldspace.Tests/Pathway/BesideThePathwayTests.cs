using Heldspace.Eligibility;
using Heldspace.Intake;
using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Tests.Allocation;
using NodaTime;

namespace Heldspace.Tests.Pathway;

/// <summary>Screenings and consultations: the same allocator, and no pathway after them but what a person wants.</summary>
public sealed class BesideThePathwayTests
{
    private static readonly LocalDate Entered = new(2026, 9, 1);

    private static ServiceDefinition Service => Team.Shipped;

    [Fact]
    public void A_screening_is_in_time_until_28_days_after_the_child_entered_care_whenever_the_list_came()
    {
        var opened = Opened("screening");

        opened.Current!.Id.ShouldBe("screening-1");
        opened.Case.Eligibility.Outcome.ShouldBe(Outcome.Eligible);
        HoldAppointment.Need(Service, opened, opened.Current, Team.Now).TargetDay.ShouldBe(Entered.PlusDays(28));
        var clock = Clocks.Of(Service, opened, Team.Now).ShouldHaveSingleItem();
        (clock.Kind, clock.TargetDay).ShouldBe(("screening", Entered.PlusDays(28)));
    }

    [Fact]
    public void After_a_screening_a_person_says_what_follows_and_the_pathways_clocks_begin_then()
    {
        var held = Somebody.Held(Service, Opened("screening"));
        held.Messages.ShouldContain(message => message.Kind == Texts.HeldScreening && !message.ToStaff);

        var screened = held.Do(held.Say(AppointmentOutcome.TookPlace), held.Evening());
        screened.Current.ShouldBeNull();
        screened.Case.KeyWorker.ShouldBeNull();
        NextStep.Of(Service, screened, held.Evening())!.Kind.ShouldBe(StepKind.SayWhatFollows);
        Clocks.Of(Service, screened, held.Evening()).ShouldHaveSingleItem().State.ShouldBe(ClockState.Stopped);

        var wanted = screened.Do(new Act.Find(null) { By = "scheduler" }, held.Evening());
        wanted.Current!.Kind.ShouldBe(OpenCase.Assessment);
        HoldAppointment.Need(Service, wanted, wanted.Current, Team.Now).TargetDay.ShouldBe(Heldspace.Time.London.Day(held.Current!.Slot!.Start).PlusDays(Service.AssessmentClock.TargetDays));
        Clocks.Of(Service, wanted, held.Evening()).Length.ShouldBe(3);
    }

    [Fact]
    public void What_was_paused_before_the_screening_is_not_taken_off_the_clocks_that_begin_with_it()
    {
        var held = Somebody.Held(Service, Opened("screening"));
        var (received, day) = (held.Case.ReceivedAt, Heldspace.Time.London.Day(held.Case.ReceivedAt));
        var resumed = held.Do(new Act.PauseClocks(day, "in hospital") { By = "scheduler" }, received + Duration.FromHours(1))
            .Do(new Act.ResumeClocks(day.PlusDays(2)) { By = "scheduler" }, received + Duration.FromDays(2));
        var wanted = resumed.Do(resumed.Say(AppointmentOutcome.TookPlace), held.Evening()).Do(new Act.Find(null) { By = "scheduler" }, held.Evening());

        HoldAppointment.Need(Service, wanted, wanted.Current!, held.Evening()).TargetDay
            .ShouldBe(Heldspace.Time.London.Day(held.Current!.Slot!.Start).PlusDays(Service.AssessmentClock.TargetDays));
        Clocks.Of(Service, wanted, held.Evening()).Select(clock => clock.PausedDays).ShouldBe([2, 0, 0], ignoreOrder: true);
    }

    [Fact]
    public void A_screening_to_which_the_child_was_not_brought_is_offered_again_inside_the_same_clock()
    {
        var held = Somebody.Held(Service, Opened("screening"));

        var again = held.Do(held.Say(AppointmentOutcome.NotBrought), held.Evening());

        again.Current!.Id.ShouldBe("screening-2");
        HoldAppointment.Need(Service, again, again.Current, Team.Now).TargetDay.ShouldBe(Entered.PlusDays(28));
    }

    [Theory]
    [InlineData("carer-consultation")]
    [InlineData("professional-consultation")]
    public void A_consultation_is_over_when_it_took_place_and_that_can_be_taken_back_on_the_day(string kind)
    {
        var opened = Opened(kind);
        opened.Case.Missing.ShouldBeEmpty();
        var held = Somebody.Held(Service, opened);
        held.Messages.ShouldContain(message => message.Kind == Texts.HeldConsultation);

        var over = held.Do(held.Say(AppointmentOutcome.TookPlace), held.Evening());
        over.Case.State.ShouldBe(CaseState.Closed);
        over.Case.KeyWorker.ShouldBeNull();
        over.Appointments.ShouldHaveSingleItem();
        NextStep.Of(Service, over, held.Evening()).ShouldBeNull();

        var back = over.Do(new Act.UndoOutcome(held.Current!.Id) { By = "someone" }, held.Evening());
        back.Case.State.ShouldBe(CaseState.Open);
        back.Current!.State.ShouldBe(AppointmentState.Held);
        over.Do(held.Say(AppointmentOutcome.NotBrought), held.Evening()).Current!.Kind.ShouldBe(kind);
    }

    [Fact]
    public void Of_who_does_not_come_to_a_consultation_nobody_asks_whether_a_child_is_safe()
    {
        var held = Somebody.Held(Service, Opened("carer-consultation"));

        var again = held.Do(held.Say(AppointmentOutcome.NotBrought), held.Evening());

        again.Current!.Id.ShouldBe("carer-consultation-2");
        again.Messages.ShouldNotContain(message => message.Id.Contains("welfare", StringComparison.Ordinal));
    }

    private static CaseFile Opened(string kind)
    {
        var screening = Service.PurposeOf(kind) == AppointmentPurpose.Screening;
        var referral = Somebody.Referral() with { Beside = kind, EnteredCareOn = screening ? Entered : null, Channel = screening ? Channel.Roster : Channel.Staff };
        return Somebody.Opened(Service, screening ? referral : referral with { Children = [Child.Empty(1)] });
    }
}
