using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Tests.Allocation;
using NodaTime;

namespace Heldspace.Tests.Pathway;

/// <summary>Staff cancel an appointment that is ahead: with another looked for, or with a ring first, and put right with one tap.</summary>
public sealed class CancelByStaffTests
{
    private const string By = "rosa.pell@caring-to-care.example";

    [Theory]
    [InlineData(AppointmentOutcome.CancelledByFamily, Texts.Cancelled)]
    [InlineData(AppointmentOutcome.CancelledByService, Texts.PlaceLost)]
    public void Without_another_the_place_goes_back_they_hear_that_somebody_rings_and_somebody_is_asked_to(AppointmentOutcome what, string told)
    {
        var held = Acting.Held();

        var cancelled = held.Do(Ring(held, what), Team.Now);

        cancelled.Current.ShouldBeNull();
        cancelled.Appointments.ShouldHaveSingleItem().Superseded.ShouldHaveSingleItem().EventId.ShouldBe("event-1");
        var messages = cancelled.Messages.Except(held.Messages).ToList();
        messages.Select(message => message.Kind).ShouldBe([told, Texts.AlertRing]);
        messages[0].Appointment.ShouldBe("assessment-1");
        var step = NextStep.Of(Acting.Service, cancelled, Team.Now).ShouldNotBeNull();
        (step.Kind, step.Owner).ShouldBe((StepKind.WantAppointment, StepOwner.Scheduler));
        step.By.ShouldNotBeNull();
        cancelled.Rule(Ring(held, what), Team.Now).ShouldBeOfType<Ruling.Nothing>();
    }

    [Fact]
    public void With_another_it_is_looked_for_in_the_same_clock_and_nothing_is_said_before()
    {
        var held = Acting.Held();

        var cancelled = held.Do(Ring(held, AppointmentOutcome.CancelledByFamily) with { Again = true }, Team.Now);

        (cancelled.Current!.State, cancelled.Current.FollowsOn).ShouldBe((AppointmentState.Wanted, "assessment-1"));
        cancelled.Messages.ShouldBe(held.Messages);
    }

    [Fact]
    public void One_tap_finds_a_place_again_in_the_same_clock_at_the_time_that_was_given_up_too()
    {
        var held = Acting.Held();
        var cancelled = held.Do(Ring(held, AppointmentOutcome.CancelledByService), Team.Now);
        var tap = new Act.FindAgain("assessment-1") { By = By };

        var again = cancelled.Do(tap, Team.Now);

        again.Current!.ShouldSatisfyAllConditions(
            one => one.State.ShouldBe(AppointmentState.Wanted),
            one => one.FollowsOn.ShouldBe("assessment-1"),
            one => one.Avoid.ShouldBeEmpty());
        HoldAppointment.Need(Acting.Service, again, again.Current!, Team.Now).ReceivedAt.ShouldBe(HoldAppointment.Need(Acting.Service, held, held.Current!, Team.Now).ReceivedAt);
        Somebody.Proposed(Acting.Service, again).Current!.Slot!.Start.ShouldBe(held.Current!.Slot!.Start);
        again.Rule(tap, Team.Now).ShouldBeOfType<Ruling.Nothing>();
        Refused(held, tap).ShouldContain("Look at it first");
        Refused(cancelled, tap with { Appointment = "assessment-9" }).ShouldContain("no appointment left to find");
        Refused(held.Do(new Act.Close(Heldspace.Time.London.Day(Team.Now), ClosureReason.MovedAway, ExitPlan: false) { By = By }, Team.Now), tap).ShouldContain("not open");
    }

    [Fact]
    public void What_has_moved_since_the_page_was_opened_is_not_cancelled()
    {
        var held = Acting.Held();

        Refused(held, Ring(held, AppointmentOutcome.CancelledByFamily) with { Seen = 7 }).ShouldContain("please look at it first");
    }

    [Fact]
    public void Where_nobody_rings_a_place_is_found_whoever_cancelled()
    {
        var held = Acting.Held();
        var cancelled = held.Do(Ring(held, AppointmentOutcome.CancelledByService), Team.Now);

        var later = CancelAppointment.NobodyRang(Acting.Service, cancelled, "assessment-1", Team.Now + Duration.FromDays(3)).ShouldNotBeNull().File;

        later.Current!.State.ShouldBe(AppointmentState.Wanted);
        CancelAppointment.WithoutAnother(later).ShouldBeNull();
    }

    [Fact]
    public void Where_the_work_goes_on_elsewhere_by_then_nothing_is_found_by_itself()
    {
        var session = Somebody.Held(Acting.Service, Acting.Assessed());
        var cancelled = session.Do(Ring(session, AppointmentOutcome.CancelledByFamily), Team.Now);
        CancelAppointment.NobodyRang(Acting.Service, cancelled, "intervention-1", Team.Now + Duration.FromDays(3)).ShouldNotBeNull();

        var onward = cancelled.Do(new Act.Onward(Heldspace.Time.London.Day(Team.Now), "child psychiatry", InsteadOfOurs: true) { By = By, ToKeepSafe = true }, Team.Now);

        CancelAppointment.NobodyRang(Acting.Service, onward, "intervention-1", Team.Now + Duration.FromDays(3)).ShouldBeNull();
    }

    private static Act.Outcome Ring(CaseFile file, AppointmentOutcome what) =>
        new(file.Current!.Id, what, "ill") { By = By, Again = false, Seen = file.Current.Attempt };

    private static string Refused(CaseFile file, Act act) => file.Rule(act, Team.Now).ShouldBeOfType<Ruling.Refuse>().Why;
}
