using Heldspace.Allocation;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Tests.Allocation;

public sealed class PlanAbsenceTests
{
    private static readonly LocalDate First = new(2026, 9, 21);
    private static readonly LocalDate Last = new(2026, 9, 25);
    private static readonly Interval Away = new(London.At(First, LocalTime.Midnight), London.At(Last.PlusDays(1), LocalTime.Midnight));

    [Fact]
    public void Whoever_would_break_the_target_first_has_the_first_choice()
    {
        var late = Displaced("late", receivedDaysAgo: 24, day: new(2026, 9, 22), from: new(14, 0));
        var early = Displaced("early", receivedDaysAgo: 1, day: new(2026, 9, 21), from: new(9, 15));

        var list = Plan(early, late);

        list.Select(one => one.Displaced.Id).ShouldBe(["late", "early"]);
        list[0].Place!.Slot.Start.ShouldBeLessThanOrEqualTo(list[1].Place!.Slot.Start);
        list.ShouldAllBe(one => one.InTime);
    }

    [Fact]
    public void No_two_children_get_the_same_time()
    {
        var list = Plan([.. Enumerable.Range(0, 8).Select(n => Displaced($"child-{n}", n, new LocalDate(2026, 9, 21).PlusDays(n % 5), new(9 + n, 15)))]);

        list.Length.ShouldBe(8);
        list.SelectMany(one => Cells.OfTime(one.Place!.Slot)).ShouldBeUnique();
    }

    [Fact]
    public void Only_what_lies_in_the_absence_is_touched()
    {
        var list = Plan(Displaced("before", 1, new(2026, 9, 18), new(9, 15)), Displaced("inside", 1, new(2026, 9, 25), new(16, 0)), Displaced("after", 1, new(2026, 9, 28), new(9, 15)));

        list.ShouldHaveSingleItem().Displaced.Id.ShouldBe("inside");
    }

    [Fact]
    public void The_same_clinician_is_offered_again_only_after_they_are_back()
    {
        var list = PlanAbsence.Of(Team.One, "ada", Away, [Displaced("child", 1, new(2026, 9, 22), new(9, 15))], Team.Nothing, Team.Now);

        var place = list.ShouldHaveSingleItem().Place!.Slot;
        place.Clinician.ShouldBe("ada");
        (London.Day(place.Start) < First || London.Day(place.Start) > Last).ShouldBeTrue();
    }

    [Fact]
    public void A_child_for_whom_nothing_is_left_is_named_as_such()
    {
        var full = Team.Busy(Team.Away("ada", new(2026, 9, 1), new(2026, 12, 31)));

        var list = PlanAbsence.Of(Team.One, "ada", Away, [Displaced("child", 1, new(2026, 9, 22), new(9, 15))], full, Team.Now);

        list.ShouldHaveSingleItem().Place.ShouldBeNull();
        list[0].Words.ShouldBe("Tue 22 Sep 09:15: no place is free before the horizon");
    }

    [Fact]
    public void Each_line_says_what_the_child_would_get() =>
        Plan(Displaced("child", 1, new(2026, 9, 22), new(9, 15)))[0].Words.ShouldBe("Tue 22 Sep 09:15 → Ada Test, Fri 18 Sep 09:15, at a children's centre, in time");

    private static System.Collections.Immutable.ImmutableArray<Instead<string>> Plan(params Displaced<string>[] displaced) =>
        PlanAbsence.Of(Team.Two, "ada", Away, displaced, Team.Nothing, Team.Now);

    private static Displaced<string> Displaced(string id, int receivedDaysAgo, LocalDate day, LocalTime from)
    {
        var start = London.At(day, from);
        var slot = new Slot
        {
            Clinician = "ada",
            Place = "video",
            Start = start,
            End = start + Duration.FromHours(1),
            BlockStart = start - Duration.FromMinutes(15),
            BlockEnd = start + Duration.FromMinutes(75),
        };
        return new(id, slot, Team.Need(Team.Two, Team.Now - Duration.FromDays(receivedDaysAgo)), Agreed: false);
    }
}
