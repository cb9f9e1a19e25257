using System.Collections.Immutable;
using Heldspace.Intake;
using Heldspace.Messages;
using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Tests.Allocation;
using NodaTime;

namespace Heldspace.Tests.Pathway;

public sealed class RecordOutcomeTests
{
    private const string By = "imogen.farrow@caring-to-care.example";

    [Fact]
    public void An_assessment_that_took_place_leads_to_a_key_worker_and_a_session_with_them()
    {
        var held = Acting.Held();
        var ruling = held.Rule(held.Say(AppointmentOutcome.TookPlace), held.Evening());

        var after = ruling.ShouldBeOfType<Ruling.Do>().Change.File;
        after.Case.AssessedAt.ShouldBe(held.Current!.Slot!.Start);
        after.Case.KeyWorker.ShouldBe(held.Current.Slot.Clinician);
        after.Case.KeyWorkerReason.ShouldNotBeNull().ShouldContain("did the assessment");
        after.Current.ShouldNotBeNull().Id.ShouldBe("intervention-1");
        after.Current!.State.ShouldBe(AppointmentState.Wanted);
        after.Current.Wish.Clinician.ShouldBe(after.Case.KeyWorker);
        HoldAppointment.Need(Acting.Service, after, after.Current, Team.Now).TargetDay.ShouldBe(new LocalDate(2026, 9, 15).PlusDays(56));
        ruling.Events().Select(happened => happened.GetType()).ShouldBe(
            [typeof(CaseEvent.OutcomeRecorded), typeof(CaseEvent.KeyWorkerChosen), typeof(CaseEvent.AppointmentWanted)]);
    }

    [Fact]
    public void A_first_session_that_took_place_stops_the_second_clock()
    {
        var assessed = Acting.Assessed();
        var held = Somebody.Held(Acting.Service, assessed);

        var after = held.Do(held.Say(AppointmentOutcome.TookPlace), held.Evening());

        after.Case.InterventionAt.ShouldBe(held.Current!.Slot!.Start);
        after.Current.ShouldBeNull();
        Clocks.Of(Acting.Service, after, held.Evening()).ShouldAllBe(clock => clock.State == ClockState.Stopped && !clock.Breached);
    }

    [Fact]
    public void A_child_who_was_not_brought_is_offered_another_in_the_same_clock_and_their_welfare_asked_about()
    {
        var held = Acting.Held();
        var after = held.Do(held.Say(AppointmentOutcome.NotBrought), held.Evening());

        after.Case.State.ShouldBe(CaseState.Open);
        after.Case.AssessedAt.ShouldBeNull();
        after.Current.ShouldNotBeNull().Id.ShouldBe("assessment-2");
        after.Current!.FollowsOn.ShouldBe("assessment-1");
        after.Messages.Count(message => message.Kind == Texts.Welfare && message.To == after.Case.Referrer.Email).ShouldBe(1);
        var clock = Clocks.Of(Acting.Service, after, held.Evening())[0];
        clock.State.ShouldBe(ClockState.Running);
        clock.TargetDay.ShouldBe(HoldAppointment.Need(Acting.Service, after, after.Current, Team.Now).TargetDay);
        clock.TargetDay.ShouldBe(new LocalDate(2026, 10, 13));
    }

    [Fact]
    public void Where_the_referrer_is_not_the_social_worker_somebody_rings_the_social_worker()
    {
        var service = Acting.Service;
        var held = Somebody.Held(service, Somebody.Opened(service, Somebody.Referral(Somebody.Known with { Role = "gp" })));

        var after = held.Do(held.Say(AppointmentOutcome.NotBrought), held.Evening());

        after.Messages.ShouldNotContain(message => message.Kind == Texts.Welfare);
        after.Messages.Count(message => message.Kind == Texts.AlertOther && message.To == service.Scheduler.Mailbox && message.About!.Contains("ring their social worker", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_child_who_was_not_brought_is_offered_no_session_where_the_work_goes_on_elsewhere_in_place_of_it(bool instead)
    {
        var service = Acting.Service;
        var held = Somebody.Held(service, Acting.Assessed());
        var session = held.Current!;
        var onward = held.Do(new Act.Onward(Heldspace.Time.London.Day(session.Slot!.Start), "child psychiatry", instead) { By = By, ToKeepSafe = true }, held.Evening());

        var after = onward.Do(onward.Say(AppointmentOutcome.NotBrought), held.Evening());

        (after.Current?.Id).ShouldBe(instead ? null : "intervention-2");
        after.Messages[^1].Kind.ShouldBe(instead ? Texts.AlertOther : Texts.Welfare, "the mail promises another place");
    }

    [Theory]
    [InlineData(AppointmentOutcome.CancelledByFamily)]
    [InlineData(AppointmentOutcome.CancelledByService)]
    public void A_cancelled_appointment_that_is_ahead_is_given_up_and_offered_again(AppointmentOutcome what)
    {
        var held = Acting.Held();
        var after = held.Do(held.Say(what), Team.Now + Duration.FromHours(1));

        var cancelled = after.Appointments[0];
        cancelled.State.ShouldBe(AppointmentState.Over);
        cancelled.EventId.ShouldBeNull();
        cancelled.Superseded.ShouldHaveSingleItem().ShouldBe(new Superseded(held.Current!.Slot!, 1, "event-1"));
        var next = after.Current.ShouldNotBeNull();
        next.Id.ShouldBe("assessment-2");
        var slot = held.Current.Slot!;
        next.Avoid.ShouldContain(taken => taken.Clinician == slot.Clinician && taken.Start <= slot.Start && taken.End >= slot.End, "The very place that was cancelled is not offered again.");
        next.Instead.ShouldNotBeNull().ShouldContain("does not take place");
        after.Messages.ShouldNotContain(message => message.Kind == Texts.Welfare);
    }

    [Fact]
    public void Nobody_can_say_that_what_is_ahead_took_place()
    {
        var held = Acting.Held();
        held.Rule(held.Say(AppointmentOutcome.TookPlace), Team.Now).ShouldBeOfType<Ruling.Refuse>();
        held.Rule(held.Say(AppointmentOutcome.NotBrought), held.Current!.Slot!.Start - Duration.Epsilon).ShouldBeOfType<Ruling.Refuse>();
    }

    [Theory]
    [InlineData(AppointmentOutcome.TookPlace)]
    [InlineData(AppointmentOutcome.NotBrought)]
    [InlineData(AppointmentOutcome.CancelledByFamily)]
    public void Saying_the_same_twice_changes_nothing(AppointmentOutcome what)
    {
        var held = Acting.Held();
        var after = held.Do(held.Say(what), held.Evening());

        after.Rule(held.Say(what), held.Evening() + Duration.FromDays(3)).ShouldBeOfType<Ruling.Nothing>();
    }

    [Fact]
    public void A_correction_on_the_same_day_takes_back_what_had_followed()
    {
        var held = Acting.Held();
        var wrong = held.Do(held.Say(AppointmentOutcome.TookPlace), held.Evening());
        var ruling = wrong.Rule(held.Say(AppointmentOutcome.NotBrought), held.Evening() + Duration.FromHours(1));

        var right = ruling.ShouldBeOfType<Ruling.Do>().Change.File;
        right.Case.AssessedAt.ShouldBeNull();
        right.Case.KeyWorker.ShouldBeNull();
        right.Appointments.Single(appointment => appointment.Id == "intervention-1").State.ShouldBe(AppointmentState.Released);
        right.Current.ShouldNotBeNull().Id.ShouldBe("assessment-2");
        ruling.Events()[0].ShouldBeOfType<CaseEvent.OutcomeCorrected>().Before.ShouldBe(AppointmentOutcome.TookPlace);
    }

    [Fact]
    public void What_was_said_on_an_earlier_day_stays()
    {
        var held = Acting.Held();
        var said = held.Do(held.Say(AppointmentOutcome.NotBrought), held.Evening());

        said.Rule(held.Say(AppointmentOutcome.TookPlace), held.Evening() + Duration.FromDays(1)).ShouldBeOfType<Ruling.Refuse>();
        said.Rule(new Act.UndoOutcome("assessment-1") { By = By }, held.Evening() + Duration.FromDays(1)).ShouldBeOfType<Ruling.Refuse>();
    }

    [Fact]
    public void Taking_it_back_leaves_the_case_as_it_was()
    {
        var held = Acting.Held();
        var back = held.Do(held.Say(AppointmentOutcome.TookPlace), held.Evening()).Do(new Act.UndoOutcome("assessment-1") { By = By }, held.Evening());

        back.Case.ShouldBe(held.Case with { LastEvent = back.Case.LastEvent });
        back.Current.ShouldBe(held.Current);
        NextStep.Of(Acting.Service, back, held.Evening()).ShouldNotBeNull().Kind.ShouldBe(StepKind.RecordOutcome);
    }

    [Fact]
    public void A_place_that_was_offered_and_is_let_go_by_a_correction_is_told_to_somebody_who_tells_the_family()
    {
        var held = Acting.Held();
        var offered = Somebody.Held(Acting.Service, held.Do(held.Say(AppointmentOutcome.NotBrought), held.Evening()));

        var right = offered.Do(held.Say(AppointmentOutcome.TookPlace), held.Evening());

        right.Appointments.Single(appointment => appointment.Id == "assessment-2").Superseded.ShouldHaveSingleItem().EventId.ShouldBe("event-1");
        right.Messages.ShouldContain(message => message.Id == "alert-other.taken-back.assessment-2");
    }

    [Fact]
    public void Where_nobody_can_be_the_key_worker_every_manager_is_told()
    {
        var service = Team.Two;
        var held = Acting.Held(service);

        var after = held.Do(held.Say(AppointmentOutcome.TookPlace), held.Evening(), service: service);

        after.Case.KeyWorker.ShouldBeNull();
        after.Messages.Count(message => message.Alert == AlertKinds.Other && message.ToStaff).ShouldBe(service.Managers.Length);
    }

    [Fact]
    public void Without_the_skill_the_assessor_hands_over_to_whoever_carries_least_for_their_share()
    {
        var service = Team.Shipped;
        var held = Assessor(service, "social-worker");
        var caseload = new Caseload(service.Team.ToDictionary(member => member.Id, member => member.Id == "arts-therapist-2" ? 2 : 3).ToImmutableDictionary());

        var after = held.Do(held.Say(AppointmentOutcome.TookPlace), held.Evening(), caseload);

        after.Case.KeyWorker.ShouldBe("arts-therapist-2");
        after.Case.KeyWorkerReason.ShouldNotBeNull().ShouldContain("2 cases");
    }

    [Fact]
    public void A_share_of_the_work_weighs_the_caseload()
    {
        var service = Team.Shipped;
        var held = Assessor(service, "social-worker");
        var caseload = new Caseload(service.Team.ToDictionary(member => member.Id, member => member.Id == "senior-therapist" ? 2 : 3).ToImmutableDictionary());

        // Two cases at 0.6 of a share weigh 3.3.
        held.Do(held.Say(AppointmentOutcome.TookPlace), held.Evening(), caseload).Case.KeyWorker.ShouldBe("arts-therapist-1");
    }

    [Fact]
    public void Who_speaks_the_childs_language_comes_first_and_who_has_a_conflict_not_at_all()
    {
        var service = Team.Shipped;
        service = service with { Team = [.. service.Team.Select(member => member.Id is "arts-therapist-2" or "arts-therapist-3" ? member with { Languages = ["Polish"] } : member)] };
        var held = Somebody.Held(service, Somebody.Opened(service, Somebody.Referral(changes: [(Fields.Language, "polish")])));
        held = held.With(held.Current! with { Slot = held.Current.Slot! with { Clinician = "social-worker" }, Wish = Wish.None with { NotWith = ["arts-therapist-2"] } });

        held.Do(held.Say(AppointmentOutcome.TookPlace), held.Evening(), service: service).Case.KeyWorker.ShouldBe("arts-therapist-3");
    }

    private static CaseFile Assessor(ServiceDefinition service, string clinician)
    {
        var held = Acting.Held(service);
        return held.With(held.Current! with { Slot = held.Current.Slot! with { Clinician = clinician } });
    }
}
