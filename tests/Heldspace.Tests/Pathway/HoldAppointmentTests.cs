using Heldspace.Intake;
using Heldspace.Messages;
using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Tests.Allocation;
using Heldspace.Tests.Services;
using NodaTime;

namespace Heldspace.Tests.Pathway;

public sealed class HoldAppointmentTests
{
    private static ServiceDefinition Service => Team.Two;

    [Fact]
    public void A_proposal_keeps_its_reason_and_the_next_best()
    {
        var appointment = Somebody.Proposed(Service, Opened()).Current!;

        appointment.State.ShouldBe(AppointmentState.Proposing);
        appointment.Attempt.ShouldBe(1);
        appointment.Reason.ShouldNotBeNull();
        appointment.Alternatives.Length.ShouldBe(12);
        appointment.Alternatives.ShouldAllBe(other => other.Slot.Start != appointment.Slot!.Start || other.Slot.Clinician != appointment.Slot.Clinician);
    }

    [Fact]
    public void What_is_kept_beside_it_is_a_choice_of_days_people_and_kinds_of_place()
    {
        var service = Definitions.Shipped.Require("caring-to-care");
        var appointment = Somebody.Proposed(service, Somebody.Opened(service, Somebody.Referral())).Current!;
        var others = appointment.Alternatives.Select(other => other.Slot).ToList();

        others.Select(slot => Heldspace.Time.London.Day(slot.Start)).Distinct().Count().ShouldBeGreaterThanOrEqualTo(5);
        others.Select(slot => service.Places.First(place => place.Id == slot.Place).Kind).Distinct().ShouldContain(PlaceKind.Video);
        others.Take(OfferPlaces.Most).Count(slot => slot.Start.InZone(Heldspace.Time.London.Zone).Hour >= 15).ShouldBeGreaterThanOrEqualTo(2, "not everybody can come in the morning");
        others.Take(OfferPlaces.Most).ShouldContain(slot => service.Places.First(place => place.Id == slot.Place).Kind == PlaceKind.Video);
        others.Count(slot => slot.Clinician == appointment.Slot!.Clinician).ShouldBeGreaterThanOrEqualTo(2);
        others.ShouldContain(slot => slot.Clinician != appointment.Slot!.Clinician);
        others.Select(slot => (slot.Clinician, slot.Start)).ShouldBeUnique();
    }

    [Fact]
    public void What_the_child_needs_is_what_is_looked_for()
    {
        var file = Somebody.Opened(Service, Somebody.Referral(changes: [(Fields.Interpreter, "yes"), (Fields.Urgency, "urgent"), (Fields.PreferredPlace, "home")]));

        var need = HoldAppointment.Need(Service, file, file.Current!, Team.Now);

        need.Minutes.ShouldBe(90);
        need.Urgent.ShouldBeTrue();
        need.PreferredPlace.ShouldBe(PlaceKind.Home);
        need.ReceivedAt.ShouldBe(Team.Now);
    }

    [Fact]
    public void A_place_that_another_referral_claimed_first_leaves_nothing_behind()
    {
        var proposed = Somebody.Proposed(Service, Opened());

        var lost = HoldAppointment.LostToAnotherClaim(Service, proposed, proposed.Current!, Team.Now);

        lost.File.Current.ShouldNotBeNull().State.ShouldBe(AppointmentState.Wanted);
        lost.File.Current!.Slot.ShouldBeNull();
        lost.File.Current.Superseded.ShouldBeEmpty();
        Somebody.Proposed(Service, lost.File).Current!.Attempt.ShouldBe(2);
    }

    [Fact]
    public void A_place_that_a_person_took_is_given_up_once_another_is_held_and_not_proposed_again()
    {
        var proposed = Somebody.Proposed(Service, Opened());
        var first = proposed.Current!;

        var lost = HoldAppointment.LostToAPerson(Service, proposed, first, "event-1", first.Slot!.Block, Team.Now);
        var again = Somebody.Held(Service, lost.File);

        again.Current!.Superseded.ShouldHaveSingleItem().ShouldBe(new Superseded(first.Slot!, 1, "event-1"));
        again.Current.Slot!.Clinician.ShouldNotBe(first.Slot!.Clinician);
        again.IsSettled.ShouldBeFalse();
        HoldAppointment.Tidied(again, again.Current).File.Current!.Superseded.ShouldBeEmpty();
    }

    [Fact]
    public void A_held_place_is_told_once()
    {
        var held = Somebody.Held(Service, Opened());

        held.Messages.ShouldHaveSingleItem().Kind.ShouldBe(Texts.Held);
        held.Plan(PlanAppointmentMessages.OnHolding(Service, held, Team.Now)).Messages.ShouldBe(held.Messages);
    }

    [Fact]
    public void A_provisional_place_is_told_as_such()
    {
        var file = Somebody.Opened(Service, Somebody.Referral(changes: (Fields.ResponsibleAuthority, "Leeds")));

        Somebody.Held(Service, file).Messages.ShouldContain(message => message.Kind == Texts.HeldProvisional);
    }

    [Fact]
    public void A_place_after_the_target_day_is_held_and_every_manager_told_at_once()
    {
        var taken = Team.Busy(Team.Away("ada", new(2026, 9, 15), new(2026, 10, 13)), Team.Away("bea", new(2026, 9, 15), new(2026, 10, 13)));

        var held = Somebody.Held(Service, Opened(), taken, "One.", "Two.");

        held.Current!.State.ShouldBe(AppointmentState.Held);
        held.Messages.Count(message => message.Alert == AlertKinds.Breach).ShouldBe(Service.Managers.Length);
        held.Messages.Count(message => message.Kind == Texts.Held).ShouldBe(1);
        held.Messages.First(message => message.Alert == AlertKinds.Breach).About.ShouldBe("One. Two.");
    }

    [Fact]
    public void The_target_day_itself_is_in_time()
    {
        var taken = Team.Busy(Team.Away("ada", new(2026, 9, 15), new(2026, 10, 12)), Team.Away("bea", new(2026, 9, 15), new(2026, 10, 12)));

        var held = Somebody.Held(Service, Opened(), taken);

        Heldspace.Time.London.Day(held.Current!.Slot!.Start).ShouldBe(new LocalDate(2026, 10, 13));
        held.Messages.ShouldAllBe(message => message.Alert == null);
    }

    [Fact]
    public void Where_no_place_is_free_the_referrer_and_every_manager_are_told_and_told_again_when_one_is_held_too_late()
    {
        var file = Opened();
        var without = HoldAppointment.NoPlace(Service, file, file.Current!, ["None."], Team.Now).File;
        without.Current!.State.ShouldBe(AppointmentState.NoPlace);
        without.Messages.Select(message => message.Kind).ShouldBe([Texts.NoPlaceYet, .. Enumerable.Repeat(Texts.AlertBreach, Service.Managers.Length)]);

        var taken = Team.Busy(Team.Away("ada", new(2026, 9, 15), new(2026, 10, 13)), Team.Away("bea", new(2026, 9, 15), new(2026, 10, 13)));
        var held = Somebody.Held(Service, without.With(without.Current with { State = AppointmentState.Wanted }), taken);

        held.Messages.Count(message => message.Alert == AlertKinds.Breach).ShouldBe(2 * Service.Managers.Length);
        held.Messages.Count(message => message.Kind == Texts.Held).ShouldBe(1);
        held.Messages.Select(message => message.Id).ShouldBeUnique();
    }

    private static CaseFile Opened() => Somebody.Opened(Service, Somebody.Referral());
}
