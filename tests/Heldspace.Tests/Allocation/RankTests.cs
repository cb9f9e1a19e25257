using System.Collections.Immutable;
using Heldspace.Allocation;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Tests.Allocation;

public sealed class RankTests
{
    private static readonly LocalDate Friday = new(2026, 9, 18);

    [Fact]
    public void The_first_place_is_the_soonest_at_the_usual_kind_of_place_and_says_why()
    {
        var best = Rank.Places(Team.One, Team.Need(Team.One), Team.Nothing, Team.Now).First();

        best.Slot.BlockStart.ShouldBe(London.At(Friday, new(9, 0)));
        best.Slot.Start.ShouldBe(London.At(Friday, new(9, 15)));
        best.Slot.End.ShouldBe(London.At(Friday, new(10, 15)));
        best.Slot.BlockEnd.ShouldBe(London.At(Friday, new(10, 30)));
        best.Slot.Place.ShouldBe("willow");
        best.Slot.Room.ShouldBe("willow-garden-room");
        best.WaitingDays.ShouldBe(3);
        best.Reason.ShouldBe("3 days after receipt, in time; at the usual kind of place; Ada Test's week is 0 % held.");
    }

    [Fact]
    public void An_interpreter_lengthens_the_meeting()
    {
        var slot = Rank.Places(Team.One, Team.Need(Team.One, interpreter: true), Team.Nothing, Team.Now).First().Slot;

        (slot.End - slot.Start).ShouldBe(Duration.FromMinutes(90));
    }

    [Theory]
    [InlineData(PlaceKind.Home, 45)]
    [InlineData(PlaceKind.School, 45)]
    [InlineData(PlaceKind.Video, 15)]
    [InlineData(PlaceKind.Telephone, 15)]
    public void The_place_asked_for_comes_first_with_its_way_there_and_back(PlaceKind kind, int minutes)
    {
        var best = Rank.Places(Team.One, Team.Need(Team.One, preferred: kind), Team.Nothing, Team.Now).First();

        Team.One.Places.Single(place => place.Id == best.Slot.Place).Kind.ShouldBe(kind);
        (best.Slot.Start - best.Slot.BlockStart).ShouldBe(Duration.FromMinutes(minutes));
        (best.Slot.BlockEnd - best.Slot.End).ShouldBe(Duration.FromMinutes(minutes));
        best.Slot.Room.ShouldBeNull();
        best.Reason.ShouldContain("where they asked to meet");
    }

    [Fact]
    public void Another_place_is_taken_where_the_one_asked_for_would_take_much_longer()
    {
        var service = Team.Two with { Team = [Team.Member("ada") with { Places = ["home"] }, Team.Member("bea") with { Places = ["video"] }] };
        var away = Team.Busy(Team.Away("ada", Friday, Friday.PlusDays(9)));

        var best = Rank.Places(service, Team.Need(service, preferred: PlaceKind.Home), away, Team.Now).First();

        best.Slot.Clinician.ShouldBe("bea");
        best.Reason.ShouldContain("not where they asked to meet");
    }

    [Fact]
    public void A_meeting_whose_clinician_is_lost_can_be_kept_by_a_colleague_without_any_notice_and_nothing_else_can()
    {
        var today = London.Day(Team.Now);
        var planned = Rank.Places(Team.One, Team.Need(Team.One), Team.Nothing, Team.Now).First().Slot is var slot
            ? slot with { Start = London.At(today, new(14, 0)), End = London.At(today, new(15, 0)), BlockStart = London.At(today, new(13, 45)), BlockEnd = London.At(today, new(15, 15)) }
            : null;
        var need = Team.Need(Team.Two) with { Keeping = planned, PreferredClinician = "ada", Avoid = [("ada", planned!.Block)] };

        var ranked = Rank.Places(Team.Two, need, Team.Nothing, Team.Now).ToList();

        (ranked[0].Slot.Clinician, ranked[0].Slot.Meeting, ranked[0].Slot.Place, ranked[0].KeepsTime).ShouldBe(("bea", planned.Meeting, planned.Place, true));
        ranked[0].Reason.ShouldStartWith("The time and place that were planned, with somebody else");
        ranked.Skip(1).ShouldAllBe(other => !other.KeepsTime && London.Day(other.Slot.Start) >= Friday);

        var taken = Team.Busy(Team.Meeting("bea", today, new(15, 0), new(15, 30)));
        Rank.Places(Team.Two, need, taken, Team.Now).ShouldAllBe(other => !other.KeepsTime, "There must be time to come and go.");
        Rank.Places(Team.Two, need, Team.Nothing, planned.Start).ShouldAllBe(other => !other.KeepsTime, "It has begun.");
        SearchWindow.Of(Team.Two, need, Team.Now).Instants(Team.Now).Start.ShouldBe(London.At(today, LocalTime.Midnight), "A day that was not read must never seem free.");
    }

    [Fact]
    public void Whoever_would_rather_meet_a_woman_waits_a_little_for_one_and_not_for_weeks()
    {
        var service = Team.Two with { Team = [Team.Member("ada") with { Gender = "man" }, Team.Member("bea") with { Gender = "woman" }] };
        var need = Team.Need(service) with { PreferredGender = "woman" };

        var soon = Rank.Places(service, need, Team.Busy(Team.Away("bea", Friday, Friday.PlusDays(3))), Team.Now).First();
        soon.Slot.Clinician.ShouldBe("bea");
        soon.Reason.ShouldContain("with a woman, as they would rather");

        var later = Rank.Places(service, need, Team.Busy(Team.Away("bea", Friday, Friday.PlusDays(20))), Team.Now).First();
        later.Slot.Clinician.ShouldBe("ada");
        later.Reason.ShouldContain("not with a woman");
    }

    [Fact]
    public void A_travel_time_that_is_no_quarter_hour_is_rounded_up()
    {
        var service = Team.One with { Places = [.. Team.One.Places.Select(place => place.Id == "home" ? place with { TravelMinutes = 20 } : place)] };

        var slot = Rank.Places(service, Team.Need(service, preferred: PlaceKind.Home), Team.Nothing, Team.Now).First().Slot;

        (slot.Start - slot.BlockStart).ShouldBe(Duration.FromMinutes(45));
    }

    [Fact]
    public void A_calendar_that_cannot_be_read_is_not_available()
    {
        var unreadable = new TakenTime([], ["ada"], []);

        Rank.Places(Team.Two, Team.Need(Team.Two), unreadable, Team.Now).ShouldAllBe(place => place.Slot.Clinician == "bea");
        Rank.Places(Team.One, Team.Need(Team.One), unreadable, Team.Now).ShouldBeEmpty();
    }

    [Fact]
    public void Without_a_free_room_nobody_meets_at_the_centre()
    {
        var service = Team.One with { Team = [Team.Member("ada") with { Places = ["willow"] }] };
        var oneRoomTaken = Team.Busy(Team.Meeting("willow-garden-room", Friday, new(9, 0), new(12, 0)));
        var unreadable = new TakenTime(
            [KeyValuePair.Create("willow-garden-room", ImmutableArray.Create(Team.Meeting("willow-garden-room", Friday, new(9, 0), new(12, 0)).Time))], ["willow-quiet-room"], []);

        Rank.Places(service, Team.Need(service), oneRoomTaken, Team.Now).First().Slot.Room.ShouldBe("willow-quiet-room");
        Rank.Places(service, Team.Need(service), unreadable, Team.Now).First().Slot.Start.ShouldBe(London.At(Friday, new(12, 0)));
    }

    [Fact]
    public void Places_stand_back_to_back_around_what_is_taken_so_that_no_piece_is_left_that_fits_nobody()
    {
        var service = Team.One with { Team = [Team.Member("ada") with { Places = ["video"] }] };
        var meeting = Team.Busy(Team.Meeting("ada", Friday, new(11, 40), new(12, 10)));

        var starts = Rank.Places(service, Team.Need(service), meeting, Team.Now)
            .Where(place => London.Day(place.Slot.Start) == Friday)
            .Select(place => place.Slot.BlockStart.InZone(London.Zone).TimeOfDay).Order();

        starts.ShouldBe([new(9, 0), new(12, 15), new(13, 45), new(15, 15)], ignoreOrder: false);
    }

    [Fact]
    public void Nobody_is_held_for_above_their_weekly_capacity()
    {
        var service = Team.One with { Team = [Team.Member("ada") with { WeeklyCapacity = 1 }] };
        var held = Rank.Places(service, Team.Need(service), Team.Nothing, Team.Now).First().Slot;

        var next = Rank.Places(service, Team.Need(service), Team.Claimed(held), Team.Now);

        next.ShouldAllBe(place => Cells.Week(place.Slot) != Cells.Week(held));
        Rank.Places(service with { Team = [Team.Member("ada") with { WeeklyCapacity = 0 }] }, Team.Need(service), Team.Nothing, Team.Now).ShouldBeEmpty();
    }

    [Fact]
    public void A_place_of_each_week_is_kept_for_the_urgent_until_it_is_near_or_somebody_would_come_late_without()
    {
        var service = Team.One with { Allocation = Team.One.Allocation with { UrgentReserve = 1, UrgentKeptToTheEnd = 0 }, Team = [Team.Member("ada") with { WeeklyCapacity = 2 }] };
        var (near, far) = (Friday.PlusDays(3), Friday.PlusDays(6));
        var need = Team.Need(service);
        var held = Rank.Places(service, need, Team.Nothing, Team.Now).First(place => London.Day(place.Slot.Start) == Friday.PlusDays(5)).Slot;

        var routine = Rank.Places(service, need, Team.Claimed(held), Team.Now).ToList();
        var urgent = Rank.Places(service, need with { Urgent = true }, Team.Claimed(held), Team.Now).ToList();
        int FirstOn(List<Proposal> places, LocalDate day) => places.FindIndex(place => London.Day(place.Slot.Start) == day);
        int LastInTimeElsewhere(List<Proposal> places) => places.FindLastIndex(place => LondonWeek.Of(place.Slot.Start) != LondonWeek.Of(far) && London.Day(place.Slot.Start) <= need.TargetDay && place.Cost < need.Clock.TargetDays);

        FirstOn(routine, near).ShouldBeLessThan(FirstOn(routine, Friday.PlusDays(11)), "it is near");
        FirstOn(routine, far).ShouldBeGreaterThan(LastInTimeElsewhere(routine));
        FirstOn(routine, far).ShouldBeLessThan(FirstOn(routine, need.TargetDay.PlusDays(3)), "to come late is worse");
        routine[FirstOn(routine, far)].Reason.ShouldContain("a place that was kept for the urgent");
        FirstOn(urgent, far).ShouldBeLessThan(FirstOn(urgent, Friday.PlusDays(11)));
    }

    [Fact]
    public void The_last_places_of_the_team_in_the_days_of_an_urgent_target_stay_free_for_first_meetings_of_the_urgent_however_near()
    {
        // Ada sees two children a week, one this Thursday already, and is away all next week.
        var service = Team.One with { Allocation = Team.One.Allocation with { UrgentReserve = 0, UrgentKeptToTheEnd = 1 }, Team = [Team.Member("ada") with { WeeklyCapacity = 2, Skills = ["assessment", "intervention"] }] };
        var away = Team.Away("ada", Friday.PlusDays(3), Friday.PlusDays(7));
        var thursday = Rank.Places(service, Team.Need(service, urgent: true), Team.Nothing, Team.Now).First(place => London.Day(place.Slot.Start) == Friday.PlusDays(-1)).Slot;
        TakenTime Taken(params Slot[] held) => new([KeyValuePair.Create(away.Resource, ImmutableArray.Create(away.Time))], [], held.SelectMany(Team.ClaimsOf));
        var session = Team.Need(service, urgent: true) with { Kind = service.AppointmentKinds.First(kind => kind.Id == "intervention"), Clock = service.Clocks.First(clock => clock.Kind == "intervention") };
        var pressing = Team.Need(service, Team.Now - Duration.FromDays(20));
        LocalDate First(Need need, params Slot[] held) => London.Day(Rank.Places(service, need, Taken(held), Team.Now).First().Slot.Start);

        First(Team.Need(service)).ShouldBe(Friday, "one more is left after it");
        First(Team.Need(service), thursday).ShouldBe(Friday.PlusDays(10));
        First(session, thursday).ShouldBe(Friday.PlusDays(10), "it has four weeks");
        First(Team.Need(service, urgent: true), thursday).ShouldBe(Friday.PlusDays(-2));
        First(pressing, thursday).ShouldBe(Friday, "to come late is worse");
        Rank.Places(service, Team.Need(service), Taken(thursday), Team.Now).First(place => London.Day(place.Slot.Start) == Friday).Timing.ShouldBe(Timing.InTimeButKept);
    }

    [Fact]
    public void No_wish_is_worth_coming_late()
    {
        var service = Team.One with { Team = [Team.Member("ada") with { Gender = "man" }, Team.Member("bea") with { Gender = "woman" }] };
        var need = Team.Need(service, urgent: true) with { PreferredGender = "woman" };
        var taken = Team.Busy(Team.Away("bea", London.Day(Team.Now), need.TargetDay.PlusDays(1)), Team.Away("ada", London.Day(Team.Now), need.TargetDay.PlusDays(-1)));

        var ranked = Rank.Places(service, need, taken, Team.Now).ToList();

        ranked[0].Slot.Clinician.ShouldBe("ada");
        ranked.FindIndex(place => place.Slot.Clinician == "bea").ShouldBe(ranked.FindIndex(place => London.Day(place.Slot.Start) > need.TargetDay));
    }

    [Fact]
    public void What_is_kept_for_the_urgent_comes_after_every_other_place_in_time_and_before_every_late_one()
    {
        var service = Team.One with { Allocation = Team.One.Allocation with { UrgentReserve = 2 }, Team = [Team.Member("ada") with { WeeklyCapacity = 3 }] };
        var need = Team.Need(service);
        var held = Rank.Places(service, need, Team.Nothing, Team.Now).First(place => London.Day(place.Slot.Start) == Friday.PlusDays(5)).Slot;

        var ranked = Rank.Places(service, need, Team.Claimed(held), Team.Now).ToList();

        var timings = ranked.Select(place => place.Timing).ToList();
        timings.ShouldBe(timings.Order());
        timings.Distinct().Count().ShouldBe(3);
        ranked.Where(place => place.Timing == Timing.InTimeButKept).ShouldAllBe(place => LondonWeek.Of(place.Slot.Start) == LondonWeek.Of(held.Start));
    }

    [Fact]
    public void Of_two_gaps_of_a_day_the_one_that_leaves_no_useless_rest_is_taken()
    {
        var service = Team.One with { Team = [Team.Member("ada") with { Places = ["willow"] }] };
        var meetings = Team.Busy(
            Team.Meeting("ada", Friday, new(11, 0), new(12, 0)),
            Team.Meeting("ada", Friday, new(13, 30), new(17, 0)));

        var best = Rank.Places(service, Team.Need(service), meetings, Team.Now).First();

        best.Slot.BlockStart.ShouldBe(London.At(Friday, new(12, 0)));
        Rank.Places(service, Team.Need(service), meetings, Team.Now).First(place => place.Slot.BlockStart == London.At(Friday, new(9, 0)))
            .Reason.ShouldEndWith("; 30 minutes behind it fit nobody.");
    }

    [Fact]
    public void Work_is_spread_but_nobody_waits_a_week_for_it()
    {
        var first = Rank.Places(Team.Two, Team.Need(Team.Two), Team.Nothing, Team.Now).First().Slot;
        first.Clinician.ShouldBe("ada");

        Rank.Places(Team.Two, Team.Need(Team.Two), Team.Claimed(first), Team.Now).First().Slot.Clinician.ShouldBe("bea");
        var beaIsAway = new TakenTime(
            Team.AwayFor("bea", Friday, Friday.PlusDays(5)), [], Team.ClaimsOf(first));
        Rank.Places(Team.Two, Team.Need(Team.Two), beaIsAway, Team.Now).First().Slot.Clinician.ShouldBe("ada");
    }

    [Fact]
    public void A_part_of_a_share_is_filled_more_slowly_than_a_whole_one()
    {
        var service = Team.Shipped with { Team = [Team.Member("ada") with { Weight = 0.5m }, Team.Member("bea")] };
        var ada = Rank.Places(service, Team.Need(service), Team.Nothing, Team.Now).First(place => place.Slot.Clinician == "ada").Slot;
        var bea = Rank.Places(service, Team.Need(service), Team.Nothing, Team.Now).First(place => place.Slot.Clinician == "bea").Slot;

        // Both hold one of four, at different times.
        var taken = Team.Claimed(ada, Later(bea));

        Rank.Places(service, Team.Need(service), taken, Team.Now).First().Slot.Clinician.ShouldBe("bea");
    }

    [Fact]
    public void A_time_at_which_a_person_was_first_is_not_proposed_again()
    {
        var first = Rank.Places(Team.One, Team.Need(Team.One), Team.Nothing, Team.Now).First().Slot;

        var again = Rank.Places(Team.One, Team.Need(Team.One) with { Avoid = [("ada", first.Block)] }, Team.Nothing, Team.Now);

        again.ShouldAllBe(place => place.Slot.BlockStart >= first.BlockEnd);
    }

    [Fact]
    public void Only_who_can_assess_and_goes_to_a_suitable_place_is_proposed()
    {
        var service = Team.Two with { Team = [Team.Member("ada") with { Skills = ["youth-work"] }, Team.Member("bea") with { Places = ["video"] }] };

        Rank.Places(service, Team.Need(service), Team.Nothing, Team.Now).ShouldAllBe(place => place.Slot.Clinician == "bea" && place.Slot.Place == "video");
    }

    [Fact]
    public void Relaxing_notice_starts_tomorrow_also_for_what_is_urgent_and_never_later()
    {
        Rank.Places(Team.One, Team.Need(Team.One), Team.Nothing, Team.Now, Relaxed.Notice).First().WaitingDays.ShouldBe(1);
        Rank.Places(Team.One, Team.Need(Team.One, urgent: true), Team.Nothing, Team.Now, Relaxed.Notice).First().WaitingDays.ShouldBe(1);
    }

    private static Slot Later(Slot slot)
    {
        var by = Duration.FromHours(3);
        return slot with { Start = slot.Start + by, End = slot.End + by, BlockStart = slot.BlockStart + by, BlockEnd = slot.BlockEnd + by };
    }
}
