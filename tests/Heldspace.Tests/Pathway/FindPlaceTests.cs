using System.Collections.Immutable;
using Heldspace.Allocation;
using Heldspace.Messages;
using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Tests.Allocation;

namespace Heldspace.Tests.Pathway;

public sealed class FindPlaceTests
{
    private const string By = "rosa.pell@caring-to-care.example";

    [Fact]
    public void The_place_that_the_family_chose_is_claimed_and_agreed_once_it_is_held()
    {
        var ring = ToRing();
        var wanted = ring.Current!.Alternatives[1];

        var proposing = ring.Do(new Act.Find(wanted.Slot.Key()) { By = By }, Team.Now);

        proposing.Current!.State.ShouldBe(AppointmentState.Proposing);
        proposing.Current.Slot.ShouldBe(wanted.Slot);
        var held = HoldAppointment.Hold(Acting.Service, proposing, proposing.Current, "event-2", [], Team.Now).File.Current!;
        held.AgreedAt.ShouldBe(Team.Now);
        held.ChosenByHand.ShouldBeFalse();
    }

    [Fact]
    public void If_it_is_taken_first_the_person_rings_again_with_what_is_left()
    {
        var ring = ToRing();
        var wanted = ring.Current!.Alternatives[0];
        var proposing = ring.Do(new Act.Find(wanted.Slot.Key()) { By = By }, Team.Now);

        var claimed = HoldAppointment.LostToAnotherClaim(Acting.Service, proposing, proposing.Current!, Team.Now).File;
        var blocked = HoldAppointment.LostToAPerson(Acting.Service, proposing, proposing.Current!, "event-2", wanted.Slot.Block, Team.Now).File;

        foreach (var lost in new[] { claimed, blocked })
        {
            lost.Current!.State.ShouldBe(AppointmentState.ToRing);
            lost.Current.Alternatives.ShouldNotContain(wanted);
            lost.Current.Alternatives.ShouldNotBeEmpty();
            lost.Messages.ShouldContain(message => message.ToStaff && message.About!.Contains("ring the family again", StringComparison.Ordinal) && message.Alert == AlertKinds.Other);
        }
    }

    [Fact]
    public void A_family_is_told_that_its_time_stays_only_where_it_does()
    {
        var ring = ToRing(instead: "The meeting cannot take place.");
        var (kept, other) = (ring.Current!.Alternatives[0] with { KeepsTime = true }, ring.Current.Alternatives[1]);
        ring = ring.With(ring.Current with { Alternatives = [kept, other] });
        var choosing = ring.Do(new Act.Find(kept.Slot.Key()) { By = By }, Team.Now);

        Told(choosing).ShouldContain("You still meet on");

        var again = HoldAppointment.LostToAnotherClaim(Acting.Service, choosing, choosing.Current!, Team.Now).File;
        Told(again.Do(new Act.Find(other.Slot.Key()) { By = By }, Team.Now)).ShouldBe("The meeting cannot take place.");
        Told(HoldAppointment.Propose(again, again.Do(new Act.Find(null) { By = By }, Team.Now).Current!, [other], Team.Now).File).ShouldBe("The meeting cannot take place.");

        static string Told(CaseFile proposing) => HoldAppointment.Hold(Acting.Service, proposing, proposing.Current!, "event-2", [], Team.Now).File
            .Messages.Except(proposing.Messages).Single(message => message.Kind == Texts.Moved).About!;
    }

    [Fact]
    public void Without_a_wish_the_first_free_place_is_looked_for_and_losing_it_needs_nobody()
    {
        var wanted = ToRing().Do(new Act.Find(null) { By = By }, Team.Now);

        wanted.Current!.State.ShouldBe(AppointmentState.Wanted);
        var proposed = HoldAppointment.Propose(wanted, wanted.Current, Shortlist(wanted), Team.Now).File;
        HoldAppointment.LostToAnotherClaim(Acting.Service, proposed, proposed.Current!, Team.Now).File.Current!.State.ShouldBe(AppointmentState.Wanted);
    }

    [Theory]
    [InlineData("nobody~nowhere~0")]
    [InlineData("")]
    public void A_place_that_was_never_offered_is_refused(string place) =>
        ToRing().Rule(new Act.Find(place) { By = By }, Team.Now).ShouldBeOfType<Ruling.Refuse>();

    [Fact]
    public void A_place_whose_time_is_past_is_refused()
    {
        var ring = ToRing();
        var place = ring.Current!.Alternatives[0].Slot;
        ring.Rule(new Act.Find(place.Key()) { By = By }, place.Start).ShouldBeOfType<Ruling.Refuse>();
    }

    [Fact]
    public void Pressed_twice_it_is_one_choice_and_another_choice_meanwhile_is_said()
    {
        var ring = ToRing();
        var (mine, other) = (ring.Current!.Alternatives[0].Slot.Key(), ring.Current.Alternatives[1].Slot.Key());
        var proposing = ring.Do(new Act.Find(mine) { By = By }, Team.Now);
        var held = HoldAppointment.Hold(Acting.Service, proposing, proposing.Current!, "event-2", [], Team.Now).File;

        proposing.Rule(new Act.Find(mine) { By = By }, Team.Now).ShouldBeOfType<Ruling.Nothing>();
        held.Rule(new Act.Find(mine) { By = By }, Team.Now).ShouldBeOfType<Ruling.Nothing>();
        held.Rule(new Act.Find(other) { By = By }, Team.Now).ShouldBeOfType<Ruling.Refuse>();
        FindPlace.IsOpenTo(held).ShouldBeFalse();
    }

    [Fact]
    public void Where_no_place_was_free_a_person_may_have_it_looked_for_again_at_once()
    {
        var opened = Somebody.Opened(Acting.Service, Somebody.Referral());
        var without = HoldAppointment.NoPlace(Acting.Service, opened, opened.Current!, [], Team.Now).File;

        FindPlace.IsOpenTo(without).ShouldBeTrue();
        without.Do(new Act.Find(null) { By = By }, Team.Now).Current!.State.ShouldBe(AppointmentState.Wanted);
    }

    [Fact]
    public void A_case_without_any_appointment_gets_the_one_that_it_waits_for()
    {
        var assessed = Acting.Assessed();
        var bare = assessed with { Appointments = [.. assessed.Appointments.Where(appointment => appointment.Kind == OpenCase.Assessment)] };

        NextStep.Of(Acting.Service, bare, Team.Now)!.Kind.ShouldBe(StepKind.WantAppointment);
        var found = bare.Do(new Act.Find(null) { By = By }, Team.Now);

        found.Current!.Kind.ShouldBe(WantAppointment.Intervention);
        found.Current.Wish.Clinician.ShouldBe(assessed.Case.KeyWorker);
    }

    /// <summary>A case whose place was lost too near for the service to choose the next one.</summary>
    private static CaseFile ToRing(string? instead = null)
    {
        var held = Acting.Held();
        return held.With(held.Current! with { State = AppointmentState.ToRing, Slot = null, EventId = null, Instead = instead, Alternatives = Shortlist(held) });
    }

    private static ImmutableArray<Proposal> Shortlist(CaseFile file) =>
        HoldAppointment.Shortlist(Rank.Places(Acting.Service, HoldAppointment.Need(Acting.Service, file, file.Current!, Team.Now), Team.Nothing, Team.Now));
}
