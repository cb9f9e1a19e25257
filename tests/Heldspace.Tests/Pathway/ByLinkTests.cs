using Heldspace.Allocation;
using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Tests.Allocation;
using Heldspace.Tests.Services;
using NodaTime;

namespace Heldspace.Tests.Pathway;

/// <summary>What somebody can do by the link that was sent to them, decided from the case alone.</summary>
public sealed class ByLinkTests
{
    private static readonly ServiceDefinition Service = Definitions.Shipped.Require("caring-to-care");

    private static Instant Now => Team.Now + Duration.FromHours(1);

    [Theory]
    [InlineData(72, LinkStanding.Open)]
    [InlineData(48, LinkStanding.Open)]
    [InlineData(47, LinkStanding.Soon)]
    [InlineData(1, LinkStanding.Soon)]
    [InlineData(0, LinkStanding.Soon)]
    [InlineData(-1, LinkStanding.Past)]
    public void The_last_two_days_are_for_agreeing_and_ringing_and_after_the_meeting_there_is_nothing(int hoursBefore, LinkStanding standing)
    {
        var file = Held();

        AgreeAppointment.Standing(file, file.Current!, file.Current!.Slot!.Start - Duration.FromHours(hoursBefore)).ShouldBe(standing);
    }

    [Theory]
    [InlineData(AppointmentState.Wanted, LinkStanding.Looking)]
    [InlineData(AppointmentState.Proposing, LinkStanding.Looking)]
    [InlineData(AppointmentState.NoPlace, LinkStanding.NoPlace)]
    [InlineData(AppointmentState.AwaitingConfirmation, LinkStanding.Nothing)]
    [InlineData(AppointmentState.Released, LinkStanding.Over)]
    [InlineData(AppointmentState.Over, LinkStanding.Over)]
    public void What_is_not_held_can_be_neither_agreed_to_nor_cancelled(AppointmentState state, LinkStanding standing)
    {
        var file = Held();
        var appointment = file.Current! with { State = state };

        AgreeAppointment.Standing(file, appointment, Now).ShouldBe(standing);
        AgreeAppointment.Agree(file, appointment, 1, Now).ShouldBeNull();
        Cancel(file, appointment).ShouldBeNull();
    }

    [Theory]
    [InlineData(CaseState.Closed)]
    [InlineData(CaseState.Unconfirmed)]
    [InlineData(CaseState.Quarantined)]
    [InlineData(CaseState.Signposted)]
    public void The_link_of_a_case_that_is_not_open_shows_nothing(CaseState state)
    {
        var file = Held();

        AgreeAppointment.Standing(file with { Case = file.Case with { State = state } }, file.Current!, Now).ShouldBe(LinkStanding.Nothing);
        AgreeAppointment.Standing(file with { Case = file.Case with { Provisional = Provisional.Unconfirmed } }, file.Current!, Now).ShouldBe(LinkStanding.Nothing);
    }

    [Fact]
    public void Agreeing_is_written_down_once_and_only_for_the_place_that_was_seen()
    {
        var file = Held();

        var agreed = AgreeAppointment.Agree(file, file.Current!, 1, Now).ShouldNotBeNull();

        agreed.File.Current!.AgreedAt.ShouldBe(Now);
        agreed.Events.ShouldHaveSingleItem().ShouldBeOfType<CaseEvent.Agreed>().Attempt.ShouldBe(1);
        AgreeAppointment.Agree(agreed.File, agreed.File.Current, 1, Now).ShouldBeNull();
        AgreeAppointment.Agree(file, file.Current! with { Attempt = 2 }, 1, Now).ShouldBeNull();
        AgreeAppointment.Agree(file, Moving(file), 1, Now).ShouldBeNull();
    }

    [Fact]
    public void Who_cancels_gets_another_place_inside_the_same_clock_and_not_at_that_time()
    {
        var file = Held();
        var slot = file.Current!.Slot!;

        var after = Cancel(file, file.Current).ShouldNotBeNull().File;

        var cancelled = after.Appointments[0];
        cancelled.State.ShouldBe(AppointmentState.Over);
        cancelled.Outcome.ShouldBe(new Happened(AppointmentOutcome.CancelledByFamily, Now, "family", "somebody is ill: a cold"));
        cancelled.Superseded.ShouldHaveSingleItem().ShouldBe(new Superseded(slot, 1, "event-1"));
        cancelled.EventId.ShouldBeNull("nothing of it stays in the calendar");
        var next = after.Current.ShouldNotBeNull();
        (next.Id, next.Kind, next.State).ShouldBe(("assessment-2", "assessment", AppointmentState.Wanted));
        HoldAppointment.Need(Service, after, next, Team.Now).TargetDay.ShouldBe(HoldAppointment.Need(Service, file, file.Current, Team.Now).TargetDay);
        Somebody.Held(Service, after).Current!.Slot!.Start.ShouldNotBe(slot.Start);
        after.Messages.Select(message => message.Id).ShouldBe(["held.assessment-1", "cancelled.assessment-1", "alert-other.cancelled.assessment-1"]);
        after.Messages.ShouldAllBe(message => message.About == null || !message.About.Contains("a cold", StringComparison.Ordinal));
        Cancel(after, cancelled).ShouldBeNull("it is cancelled once");
    }

    [Theory]
    [InlineData(CancelReason.Ill, true)]
    [InlineData(CancelReason.NotNeeded, false)]
    public void Who_asks_to_be_rung_or_needs_nothing_any_more_is_rung(CancelReason reason, bool ring)
    {
        var file = Held();

        var after = CancelAppointment.ByFamily(Service, file, file.Current!, 1, reason, null, ring, Now).ShouldNotBeNull().File;

        after.Current.ShouldBeNull();
        after.Messages.ShouldContain(message => message.Kind == Texts.AlertRing && message.ToStaff);
    }

    [Fact]
    public void Where_nobody_rang_a_place_is_looked_for_all_the_same_and_only_then()
    {
        var file = Held();
        var rung = CancelAppointment.ByFamily(Service, file, file.Current!, 1, CancelReason.Other, null, true, Now)!.File;

        var after = CancelAppointment.NobodyRang(Service, rung, "assessment-1", Now + Duration.FromDays(3)).ShouldNotBeNull().File;

        after.Current.ShouldNotBeNull().Id.ShouldBe("assessment-2");
        CancelAppointment.NobodyRang(Service, after, "assessment-1", Now + Duration.FromDays(3)).ShouldBeNull();
        CancelAppointment.NobodyRang(Service, rung with { Case = rung.Case with { State = CaseState.Closed } }, "assessment-1", Now).ShouldBeNull();
    }

    [Fact]
    public void Nothing_is_cancelled_as_it_was_not_seen_nor_within_two_days()
    {
        var file = Held();

        CancelAppointment.ByFamily(Service, file, file.Current!, 7, CancelReason.Ill, null, false, Now).ShouldBeNull();
        CancelAppointment.ByFamily(Service, file, file.Current!, 1, CancelReason.Ill, null, false, file.Current!.Slot!.Start - Duration.FromHours(47)).ShouldBeNull();
        CancelAppointment.ByFamily(Service, file, Moving(file), 1, CancelReason.Ill, null, false, Now).ShouldBeNull();
    }

    [Fact]
    public void Offers_are_free_by_the_claims_those_with_the_same_person_first()
    {
        var file = Held();
        var held = file.Current!.Slot!;

        var offers = OfferPlaces.Of(Service, file, file.Current, Team.Nothing, Now);

        offers.Length.ShouldBe(OfferPlaces.Most);
        offers.ShouldAllBe(offer => offer.Slot != held && offer.Slot.Start - Now >= AgreeAppointment.NoChangesWithin);
        var same = offers.TakeWhile(offer => offer.Slot.Clinician == held.Clinician).ToList();
        same.ShouldNotBeEmpty();
        offers.Skip(same.Count).ShouldAllBe(offer => offer.Slot.Clinician != held.Clinician);

        var taken = offers[0].Slot;
        var claims = Cells.OfTime(taken).Select(key => (Cells.Week(taken), Cells.Read(key)!));
        OfferPlaces.Of(Service, file, file.Current, new TakenTime([], [], claims), Now).ShouldAllBe(offer => offer.Slot != taken);
    }

    [Fact]
    public void A_full_week_offers_nothing_with_a_clinician_but_in_the_week_where_their_place_is_held()
    {
        var file = Held();
        var held = file.Current!.Slot!;
        var weeks = file.Current.Alternatives.Select(other => Cells.Week(other.Slot)).Distinct();
        var full = weeks.SelectMany(week => Service.Team.SelectMany(member => Enumerable.Range(0, member.WeeklyCapacity).Select(n => (week, Cells.Read(Cells.Cap(member.Id, n))!))));

        var offers = OfferPlaces.Of(Service, file, file.Current, new TakenTime([], [], full), Now);

        offers.ShouldAllBe(offer => offer.Slot.Clinician == held.Clinician && Cells.Week(offer.Slot) == Cells.Week(held));
    }

    [Fact]
    public void The_calendars_are_looked_through_again_once_and_not_again_for_a_while()
    {
        var file = Held();

        var asked = OfferPlaces.LookAgain(file, file.Current!, Now).ShouldNotBeNull().File;
        OfferPlaces.IsLooking(asked.Current!).ShouldBeTrue();
        OfferPlaces.LookAgain(asked, asked.Current!, Now).ShouldBeNull();

        var found = OfferPlaces.Found(asked, asked.Current!, [], Now + Duration.FromSeconds(1)).File;
        OfferPlaces.IsLooking(found.Current!).ShouldBeFalse();
        OfferPlaces.LookAgain(found, found.Current!, Now + Duration.FromMinutes(1)).ShouldBeNull();
        OfferPlaces.LookAgain(found, found.Current!, Now + Duration.FromMinutes(11)).ShouldNotBeNull();
    }

    [Fact]
    public void A_family_that_lost_the_race_is_told_and_not_offered_that_place_again()
    {
        var file = Held();
        var moving = file.With(Moving(file));

        var after = MoveAppointment.Refused(Service, moving, moving.Current!, "taken", Now).File;

        after.Current!.Slot.ShouldBe(file.Current!.Slot);
        after.Current.Alternatives.ShouldNotContain(other => other.Slot == moving.Current!.Move!.Slot);
        after.Messages[^1].Kind.ShouldBe(Texts.NotMoved);
        MoveAppointment.Refused(Service, moving, moving.Current! with { Move = moving.Current!.Move! with { By = MovedBy.Staff } }, "taken", Now).File.Messages[^1].ToStaff.ShouldBeTrue();
    }

    private static Change? Cancel(CaseFile file, Appointment appointment) =>
        CancelAppointment.ByFamily(Service, file, appointment, 1, CancelReason.Ill, " a cold ", ring: false, Now);

    private static Appointment Moving(CaseFile file) => file.Current! with { Move = new(file.Current.Alternatives[0].Slot, 2, MovedBy.Family, "chosen") };

    private static CaseFile Held() => Somebody.Held(Service, Somebody.Opened(Service, Somebody.Referral()));
}
