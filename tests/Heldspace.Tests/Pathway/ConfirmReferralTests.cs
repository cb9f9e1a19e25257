using Heldspace.Intake;
using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Tests.Allocation;
using NodaTime;

namespace Heldspace.Tests.Pathway;

public sealed class ConfirmReferralTests
{
    private static readonly Referrer Stranger = Somebody.Known with { Email = EmailAddress.Parse("somebody@elsewhere.example"), Trusted = false };

    private static readonly Instant TooLate = Team.Now + Duration.FromHours(48);

    private static ServiceDefinition Service => Team.Two;

    [Fact]
    public void Confirming_makes_the_place_theirs_and_tells_them_when_it_is()
    {
        var confirmed = ConfirmReferral.Confirm(Service, Held(), Team.Now)!;

        confirmed.File.Case.Provisional.ShouldBe(Provisional.No);
        confirmed.File.Current!.State.ShouldBe(AppointmentState.Held);
        confirmed.File.Messages.Select(message => message.Kind).ShouldBe([Texts.Confirm, Texts.Held]);
        confirmed.Events.ShouldHaveSingleItem().ShouldBeOfType<CaseEvent.Confirmed>();
    }

    [Fact]
    public void Confirming_twice_changes_nothing() =>
        ConfirmReferral.Confirm(Service, ConfirmReferral.Confirm(Service, Held(), Team.Now)!.File, Team.Now).ShouldBeNull();

    [Fact]
    public void What_a_manager_has_to_decide_stays_provisional()
    {
        var file = Somebody.Held(Service, Somebody.Opened(Service, Somebody.Referral(Stranger, Channel.Form, (Fields.ResponsibleAuthority, "Leeds"))));

        var confirmed = ConfirmReferral.Confirm(Service, file, Team.Now)!.File;

        confirmed.Case.Provisional.ShouldBe(Provisional.ManagerDecides);
        confirmed.Messages.ShouldContain(message => message.Kind == Texts.HeldProvisional);
    }

    [Fact]
    public void An_unconfirmed_place_is_told_to_nobody_before() => Held().Messages.ShouldHaveSingleItem().Kind.ShouldBe(Texts.Confirm);

    [Fact]
    public void Nothing_expires_before_its_time()
    {
        ConfirmReferral.Expire(Service, Held(), TooLate - Duration.FromSeconds(1)).ShouldBeNull();
        ConfirmReferral.Expire(Service, Held(), TooLate).ShouldNotBeNull();
    }

    [Fact]
    public void What_nobody_confirmed_gives_its_place_back_and_a_person_is_told()
    {
        var before = Held();

        var expired = ConfirmReferral.Expire(Service, before, TooLate)!.File;

        expired.Case.State.ShouldBe(CaseState.Unconfirmed);
        expired.Current.ShouldBeNull();
        var released = expired.Appointments.ShouldHaveSingleItem();
        released.State.ShouldBe(AppointmentState.Released);
        released.Superseded.ShouldHaveSingleItem().ShouldBe(new Superseded(before.Current!.Slot!, 1, "event-1"));
        expired.Messages.Select(message => message.Kind).ShouldBe([Texts.Confirm, Texts.HoldExpired, Texts.AlertOther]);
        ConfirmReferral.Expire(Service, expired, TooLate).ShouldBeNull();
    }

    [Fact]
    public void What_was_on_its_way_to_another_place_gives_both_back()
    {
        var held = Held();
        var there = held.Current!.Slot! with { Start = held.Current.Slot.Start + Duration.FromDays(1), End = held.Current.Slot.End + Duration.FromDays(1) };
        var moving = MoveAppointment.Want(held, held.Current, there, MovedBy.Clinician, "moved", Team.Now)!.File;

        var released = ConfirmReferral.Expire(Service, moving, TooLate)!.File.Appointments.ShouldHaveSingleItem();

        released.Move.ShouldBeNull();
        released.Superseded.ShouldBe([new(held.Current.Slot, 1, "event-1"), new(there, 2, null)]);
    }

    [Fact]
    public void Confirming_after_that_looks_for_a_new_place()
    {
        var expired = ConfirmReferral.Expire(Service, Held(), TooLate)!.File;

        var confirmed = ConfirmReferral.Confirm(Service, expired, TooLate + Duration.FromHours(5))!.File;

        confirmed.Case.State.ShouldBe(CaseState.Open);
        confirmed.Current.ShouldNotBeNull().Id.ShouldBe("assessment-2");
        confirmed.Current!.State.ShouldBe(AppointmentState.Wanted);
        Somebody.Held(Service, confirmed).Messages.ShouldContain(message => message.Id == "held.assessment-2");
    }

    [Fact]
    public void What_waited_for_its_confirmation_gets_its_place_then()
    {
        var file = Somebody.Opened(Service, Somebody.Referral(Stranger, Channel.Form));
        var waiting = HoldAppointment.AwaitConfirmation(Service, file, file.Current!, Team.Now).File;
        waiting.Messages.ShouldContain(message => message.Kind == Texts.AlertOther);

        ConfirmReferral.Confirm(Service, waiting, Team.Now)!.File.Current!.State.ShouldBe(AppointmentState.Wanted);
    }

    [Fact]
    public void Confirming_where_no_place_is_free_says_so()
    {
        var file = Somebody.Opened(Service, Somebody.Referral(Stranger, Channel.Form));
        var without = HoldAppointment.NoPlace(Service, file, file.Current!, ["None."], Team.Now).File;
        without.Messages.ShouldAllBe(message => message.ToStaff || message.Kind == Texts.Confirm);

        ConfirmReferral.Confirm(Service, without, Team.Now)!.File.Messages.ShouldContain(message => message.Kind == Texts.NoPlaceYet);
    }

    [Fact]
    public void A_sender_is_reminded_once_and_not_after_confirming()
    {
        var reminded = ConfirmReferral.Remind(Service, Held(), Team.Now + Duration.FromHours(24))!.File;

        reminded.Messages.Count(message => message.Kind == Texts.ConfirmReminder).ShouldBe(1);
        ConfirmReferral.Remind(Service, reminded, Team.Now + Duration.FromHours(25))!.File.Messages.ShouldBe(reminded.Messages);
        ConfirmReferral.Remind(Service, ConfirmReferral.Confirm(Service, Held(), Team.Now)!.File, Team.Now).ShouldBeNull();
        ConfirmReferral.Remind(Service, ConfirmReferral.Expire(Service, Held(), TooLate)!.File, TooLate).ShouldBeNull();
    }

    [Fact]
    public void A_referral_that_needs_no_confirmation_neither_expires_nor_is_confirmed()
    {
        var file = Somebody.Held(Service, Somebody.Opened(Service, Somebody.Referral()));

        ConfirmReferral.Confirm(Service, file, Team.Now).ShouldBeNull();
        ConfirmReferral.Expire(Service, file, TooLate + Duration.FromDays(30)).ShouldBeNull();
        ConfirmReferral.Remind(Service, file, TooLate).ShouldBeNull();
    }

    private static CaseFile Held() => Somebody.Held(Service, Somebody.Opened(Service, Somebody.Referral(Stranger, Channel.Form)));
}
