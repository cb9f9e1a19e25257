using Heldspace.Allocation;
using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Tests.Allocation;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Tests.Pathway;

/// <summary>What becomes of one appointment whose clinician is away, step by step, and what is seen of it on the page.</summary>
public sealed class CoverAppointmentTests
{
    private static readonly ServiceDefinition Service = Team.Shipped;

    private static readonly CaseFile Held = Somebody.Held(Service, Somebody.Opened(Service, Somebody.Referral()));

    private static readonly Instant Early = Held.Current!.Slot!.Start - Duration.FromHours(49);

    private static readonly Slot From = Held.Current!.Slot!;

    private static readonly Slot To = Held.Current!.Alternatives.Select(other => other.Slot).First(slot => slot.Start > From.Start);

    [Fact]
    public void Further_off_than_48_hours_it_is_moved_and_counts_as_the_services_one_move()
    {
        var agreed = Held.With(Held.Current! with { AgreedAt = Team.Now });
        var moving = Leave(agreed, Early);
        Stage(moving).ShouldBe(AbsenceStage.UnderWay);

        var moved = MoveAppointment.Done(Service, moving, moving.Current!, "event-2", Early).File;

        Stage(moved).ShouldBe(AbsenceStage.Placed);
        moved.Current!.MovesByService.ShouldBe(1);
        moved.Current.AgreedAt.ShouldBeNull();

        // Agreed again: next time only a person moves it.
        var again = moved.With(moved.Current with { AgreedAt = Early });
        FollowCalendar.NeedsAPerson(again.Current!, To.Start - Duration.FromDays(3)).ShouldBeTrue();
    }

    [Fact]
    public void A_place_that_was_taken_first_leads_to_another_and_never_back_to_who_is_away()
    {
        var moving = Leave(Held, Early);

        var refused = MoveAppointment.Refused(Service, moving, moving.Current!, "somebody was there first", Early);

        refused.Events.Select(happened => happened.GetType()).ShouldBe([typeof(CaseEvent.MoveRefused), typeof(CaseEvent.PlaceLost)]);
        refused.File.Case.LastEvent.ShouldBe(moving.Case.LastEvent + 2);
        var wanted = refused.File.Current!;
        wanted.State.ShouldBe(AppointmentState.Wanted);
        wanted.Superseded.Select(superseded => superseded.Slot).ShouldBe([To, From]);
        wanted.Avoid.ShouldContain(taken => taken.Clinician == From.Clinician && taken.Start == From.BlockStart);
        var proposed = Somebody.Proposed(Service, refused.File);
        var held = HoldAppointment.Hold(Service, proposed, proposed.Current!, "event-3", [], Early).File;
        Stage(held).ShouldBe(held.Current!.Slot!.Key() == To.Key() ? AbsenceStage.Placed : AbsenceStage.PlacedElsewhere);
    }

    [Fact]
    public void Nearer_than_48_hours_its_place_is_given_up_for_a_person_to_ring_with_what_is_free()
    {
        var near = Leave(Held, Early + Duration.FromHours(2), offers: Held.Current!.Alternatives);

        near.Current!.State.ShouldBe(AppointmentState.ToRing);
        near.Current.Alternatives.ShouldNotBeEmpty();
        Stage(near).ShouldBe(AbsenceStage.ToRing);
        near.Messages.Count(message => message.Kind == Texts.PlaceLost).ShouldBe(1);
    }

    [Fact]
    public void Without_a_place_it_is_looked_for_again()
    {
        var wanted = CoverAppointment.Leave(Service, Held, Held.Current!, Away(), Item() with { To = null }, [], Early).ShouldNotBeNull().File;

        wanted.Current!.State.ShouldBe(AppointmentState.Wanted);
        wanted.Current.Covered.ShouldBe(Away().Id);
        wanted.Messages.Length.ShouldBe(Held.Messages.Length, "nobody is told of one appointment by itself");
    }

    [Fact]
    public void A_list_that_is_confirmed_late_moves_nobody_into_the_past_nor_inside_the_notice()
    {
        // Away for a later time: what the list found was the first day after the notice, days ago.
        var far = Held.With(Held.Current! with { Slot = From with { Start = From.Start + Duration.FromDays(28) } });
        var item = Item() with { From = far.Current!.Slot! };
        var first = London.At(SearchWindow.Of(Service, HoldAppointment.Need(Service, far, far.Current!, Early), Early).First, new LocalTime(10, 0));

        foreach (var start in new[] { Early - Duration.FromDays(1), Early, Early + Duration.FromHours(3), first - Duration.FromDays(1) })
        {
            var again = Change(start);
            (again.Current!.State, again.Current.Move, again.Current.Covered).ShouldBe((AppointmentState.Wanted, null, Away().Id), start.ToString());
        }

        Change(first).Current!.Move.ShouldNotBeNull().Slot.Start.ShouldBe(first);

        CaseFile Change(Instant start) =>
            CoverAppointment.Leave(Service, far, far.Current!, Away(), item with { To = To with { Start = start } }, [], Early).ShouldNotBeNull().File;
    }

    [Fact]
    public void A_colleague_at_the_time_that_was_planned_needs_no_notice()
    {
        var colleague = From with { Clinician = Service.Team.First(member => member.Id != From.Clinician).Id };

        var moving = CoverAppointment.Leave(Service, Held, Held.Current!, Away(), Item() with { To = colleague }, [], Early).ShouldNotBeNull().File;

        moving.Current!.Move.ShouldNotBeNull().Slot.ShouldBe(colleague);
    }

    [Fact]
    public void What_has_begun_is_over_or_was_moved_meanwhile_is_left_alone()
    {
        CoverAppointment.Leave(Service, Held, Held.Current!, Away(), Item(), [], From.Start).ShouldBeNull();
        var elsewhere = Held.With(Held.Current! with { Slot = To with { Start = To.Start + Duration.FromDays(1) } });
        CoverAppointment.Leave(Service, elsewhere, elsewhere.Current!, Away(), Item(), [], Early).ShouldBeNull();
        Stage(elsewhere).ShouldBe(AbsenceStage.Changed);
    }

    [Fact]
    public void It_goes_back_unless_somebody_has_decided_since()
    {
        var moved = Moved();
        var undone = Away() with { State = AbsenceState.Undone };

        var back = CoverAppointment.Return(Service, moved, moved.Current!, undone, Item(), Early).ShouldNotBeNull().File;
        back.Current!.Move!.Slot.Key().ShouldBe(From.Key());
        Stage(MoveAppointment.Done(Service, back, back.Current, "event-3", Early).File, undone).ShouldBe(AbsenceStage.Back);
        Stage(MoveAppointment.Refused(Service, back, back.Current, "taken", Early).File, undone).ShouldBe(AbsenceStage.StaysTaken);

        Stays(moved.With(moved.Current! with { AgreedAt = Early }), Early, AbsenceStage.StaysAgreed);
        Stays(moved, Early + Duration.FromHours(2), AbsenceStage.StaysNear);
        Stays(moved.With(moved.Current! with { Covered = null, Slot = To with { Start = To.Start + Duration.FromDays(1) } }), Early, AbsenceStage.StaysTaken);

        void Stays(CaseFile file, Instant now, AbsenceStage stage)
        {
            CoverAppointment.Return(Service, file, file.Current!, undone, Item(), now).ShouldBeNull(stage.ToString());
            AbsenceProgress.Of(undone with { Settled = true }, Item(), file.Current, now).ShouldBe(stage);
        }
    }

    [Fact]
    public void Where_two_absences_overlap_the_undo_of_one_leaves_it_for_the_other_and_says_so()
    {
        var moved = Moved();
        var other = Away() with { Id = "absence-2", Last = Away().Last.PlusDays(3), Items = [Item()], Settled = true };

        // The one that moved it is taken back: it stays for the other, whose undo brings it back.
        var undone = Away() with { State = AbsenceState.Undone, Settled = true };
        AbsenceProgress.Of(undone, Item(), moved.Current, Early, undone, other).ShouldBe(AbsenceStage.StaysAway);
        var left = CoverAppointment.Return(Service, moved, moved.Current!, undone, Item(), Early, undone, other).ShouldNotBeNull().File;
        (left.Current!.Move, left.Current.Covered).ShouldBe((null, "absence-2"));
        AbsenceProgress.Of(undone, Item(), left.Current, Early, other).ShouldBe(AbsenceStage.StaysAway);
        AbsenceProgress.Of(other, Item(), left.Current, Early, undone).ShouldBe(AbsenceStage.Placed);
        CoverAppointment.Return(Service, left, left.Current, other with { State = AbsenceState.Undone }, Item(), Early, undone).ShouldNotBeNull().File.Current!.Move!.Slot.Key().ShouldBe(From.Key());

        // The other one is taken back first.
        var otherUndone = other with { State = AbsenceState.Undone };
        AbsenceProgress.Of(otherUndone, Item(), moved.Current, Early, Away()).ShouldBe(AbsenceStage.StaysAway);
        CoverAppointment.Return(Service, moved, moved.Current!, otherUndone, Item(), Early, Away()).ShouldBeNull();

        // Absences of somebody else, of another time, or taken back keep nothing away.
        foreach (var elsewhere in new[] { other with { Clinician = "somebody-else" }, other with { First = other.Last.PlusDays(1), Last = other.Last.PlusDays(2) }, otherUndone })
        {
            AbsenceProgress.Of(undone, Item(), moved.Current, Early, elsewhere).ShouldBe(AbsenceStage.StaysTaken);
            CoverAppointment.Return(Service, moved, moved.Current!, undone, Item(), Early, elsewhere).ShouldNotBeNull().File.Current!.Move.ShouldNotBeNull();
        }

        // A list that lacks it cannot bring it back: it stays as it was.
        CoverAppointment.Return(Service, moved, moved.Current!, undone, Item(), Early, other with { Items = [] }).ShouldBeNull();
        AbsenceProgress.Of(undone, Item(), moved.With(moved.Current! with { AgreedAt = Early }).Current, Early, other).ShouldBe(AbsenceStage.StaysAgreed);
    }

    [Fact]
    public void One_that_waits_for_a_ring_gets_its_old_place_however_near_and_somebody_rings()
    {
        var now = From.Start - Duration.FromHours(3);
        var near = Leave(Held, now);
        var tidied = HoldAppointment.Tidied(near, near.Current!).File;

        var back = CoverAppointment.Return(Service, tidied, tidied.Current!, Away() with { State = AbsenceState.Undone }, Item(), now).ShouldNotBeNull().File;

        (back.Current!.State, back.Current.Slot!.Key()).ShouldBe((AppointmentState.Proposing, From.Key()));
        back.Messages[^1].About.ShouldNotBeNull().ShouldContain("please ring the family now");
    }

    private static Absence Away() => new()
    {
        Id = "absence-1",
        Service = Service.Id,
        Clinician = From.Clinician,
        First = Heldspace.Time.London.Day(From.Start),
        Last = Heldspace.Time.London.Day(From.Start),
        State = AbsenceState.Confirmed,
        By = "scheduler",
        MarkedAt = Team.Now,
    };

    private static AbsenceItem Item() => new(Held.Case.Id, Held.Case.Reference, Held.Current!.Id, From, To, InTime: true, RingFirst: false, "words");

    private static CaseFile Leave(CaseFile file, Instant now, System.Collections.Immutable.ImmutableArray<Proposal>? offers = null) =>
        CoverAppointment.Leave(Service, file, file.Current!, Away(), Item(), offers ?? [], now).ShouldNotBeNull().File;

    private static CaseFile Moved()
    {
        var moving = Leave(Held, Early);
        return MoveAppointment.Done(Service, moving, moving.Current!, "event-2", Early).File;
    }

    private static AbsenceStage Stage(CaseFile file, Absence? absence = null) => AbsenceProgress.Of((absence ?? Away()) with { Settled = true }, Item(), file.Current, Early);
}
