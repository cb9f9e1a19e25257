using FsCheck;
using FsCheck.Fluent;
using Heldspace.Allocation;
using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Tests.Allocation;

public sealed class ForecastTests
{
    private static readonly LocalDate Today = London.Day(Team.Now);

    [Fact]
    public void A_team_with_room_breaks_no_promise()
    {
        var forecast = Of(Team.Two, arrivals: 4);

        forecast.Breaches.ShouldBeEmpty();
        forecast.Weeks.Length.ShouldBe(Forecast.WeeksAhead + 1);
        forecast.Weeks.ShouldAllBe(week => week.PlacesLeft == 8 && week.UrgentInTime && week.Possible == 0);
        forecast.Weeks.Sum(week => week.Arrivals).ShouldBe(16);
    }

    [Fact]
    public void More_children_than_places_become_breaches_only_once_the_weeks_before_the_target_are_full()
    {
        // 4 places a week for 12 children a week: the 28 days of the target are full after about two weeks of arrivals.
        var forecast = Of(Team.One, arrivals: 12);

        forecast.Breaches.ShouldNotBeEmpty();
        forecast.Breaches[0].SoughtOn.ShouldBeGreaterThan(Today.PlusDays(7));
        forecast.Breaches.ShouldAllBe(breach => breach.TargetDay == breach.SoughtOn.PlusDays(28) && breach.Basis == BreachBasis.Expected && breach.Child == null);
    }

    [Fact]
    public void A_breach_names_what_would_prevent_it()
    {
        var forecast = Of(Team.One, arrivals: 12);

        forecast.Breaches.ShouldAllBe(breach => !breach.WaysOut.IsEmpty);
        forecast.Breaches[0].WaysOut.ShouldContain(way => way.StartsWith("See one more child than the week's limit: Ada Test", StringComparison.Ordinal));
    }

    [Fact]
    public void Fewer_are_counted_on_than_would_come_if_as_many_are_referred_as_of_late()
    {
        var forecast = Of(Team.One, arrivals: 12);

        forecast.Counted.ShouldBeLessThan(forecast.Possible);
        forecast.Weeks.ShouldAllBe(week => week.Breaches <= week.Possible);
        forecast.Counted.ShouldBe(forecast.Weeks.Sum(week => week.Breaches));
    }

    [Fact]
    public void The_longer_arrivals_were_counted_the_surer_is_what_they_bring() =>
        Forecast.Of(Team.One, Arrivals(12) with { GoesOn = 0, Weeks = 26 }, [], Team.Nothing, Team.Now).Counted
            .ShouldBeGreaterThan(Forecast.Of(Team.One, Arrivals(12) with { GoesOn = 0, Weeks = 1 }, [], Team.Nothing, Team.Now).Counted);

    [Fact]
    public void The_more_arrivals_vary_the_fewer_breaches_are_counted_on() =>
        Forecast.Of(Team.One, Arrivals(12) with { GoesOn = 0, Spread = 0.2 }, [], Team.Nothing, Team.Now).Counted.ShouldBeLessThan(Of(Team.One, arrivals: 12).Counted);

    [Fact]
    public void A_clinician_who_is_away_brings_breaches_that_were_not_there()
    {
        var away = Team.Busy(Team.Away("ada", new(2026, 9, 16), new(2026, 12, 20)));

        Of(Team.One, arrivals: 3).Breaches.ShouldBeEmpty();
        Forecast.Of(Team.One, Arrivals(3) with { GoesOn = 0 }, [], away, Team.Now).Breaches.ShouldNotBeEmpty();
    }

    [Fact]
    public void Nobody_expected_is_no_breach() => Of(Team.One, arrivals: 0).Breaches.ShouldBeEmpty();

    [Fact]
    public void More_arrivals_never_mean_fewer_breaches() =>
        Prop.ForAll(Gen.Choose(1, 12).ToArbitrary(), arrivals => Of(Team.One, arrivals).Breaches.Length <= Of(Team.One, arrivals * 2).Breaches.Length).Check(Config.QuickThrowOnFailure.WithMaxTest(12));

    [Fact]
    public void Urgent_children_have_their_own_shorter_clock()
    {
        // For nine days nobody is there: routine children can wait so long, urgent ones cannot.
        var away = Team.Busy(Team.Away("ada", Today, Today.PlusDays(30)));
        var routine = Forecast.Of(Team.One, Arrivals(3) with { GoesOn = 0, Weeks = 52 }, [], away, Team.Now);
        var urgent = Forecast.Of(Team.One, Arrivals(3) with { GoesOn = 0, Weeks = 52, UrgentShare = 1 }, [], away, Team.Now);

        urgent.Counted.ShouldBeGreaterThan(routine.Counted);
        urgent.Breaches.ShouldAllBe(breach => breach.Urgent && breach.TargetDay == breach.SoughtOn.PlusDays(7));
    }

    [Fact]
    public void A_week_in_which_an_urgent_child_would_come_late_says_so_even_where_none_is_expected()
    {
        var forecast = Forecast.Of(Team.One, Arrivals(0) with { GoesOn = 0 }, [], Team.Busy(Team.Away("ada", Today, Today.PlusDays(12))), Team.Now);

        forecast.Breaches.ShouldBeEmpty();
        forecast.Weeks.Select(week => week.UrgentInTime).ShouldBe([false, true, true, true, true]);
    }

    [Fact]
    public void Those_assessed_take_places_for_a_first_session_inside_its_own_clock()
    {
        // Whoever assesses does nothing else; a session is only held by Bea, who has one place a week.
        var service = Sessions(places: 1);
        var none = Forecast.Of(service, Arrivals(4) with { GoesOn = 0 }, [], Team.Nothing, Team.Now);
        var all = Forecast.Of(service, Arrivals(4), Assessed(service, 16), Team.Nothing, Team.Now);

        none.Breaches.ShouldBeEmpty();
        all.Weeks.Sum(week => week.Sessions).ShouldBeGreaterThan(16);
        all.Breaches.ShouldNotBeEmpty();
        all.Breaches.ShouldAllBe(breach => breach.Kind == WantAppointment.Intervention);
    }

    [Fact]
    public void A_first_session_counts_from_the_receipt_of_the_referral()
    {
        var service = Sessions(places: 1);

        var breach = Forecast.Of(service, Arrivals(0), Assessed(service, 16), Team.Nothing, Team.Now).Breaches[0];

        breach.TargetDay.ShouldBe(Today.PlusDays(-10 + 56));
        breach.Basis.ShouldBe(BreachBasis.IfSessionFollows);
        breach.Child.ShouldNotBeNull();
    }

    [Fact]
    public void Of_those_assessed_as_many_are_counted_as_go_on_and_each_who_would_be_late_is_named()
    {
        var service = Sessions(places: 1);
        var half = Forecast.Of(service, Arrivals(0) with { GoesOn = 0.5m, Assessed = 1000 }, Assessed(service, 40), Team.Nothing, Team.Now);

        var named = half.Breaches.Where(breach => breach.Basis == BreachBasis.IfSessionFollows).ToList();
        named.Count.ShouldBeGreaterThan(half.Counted);
        half.Counted.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Meetings_that_have_to_be_held_once_more_take_places_too() =>
        Forecast.Of(Team.One, Arrivals(8) with { GoesOn = 0, Again = 0.5m }, [], Team.Nothing, Team.Now).Counted
            .ShouldBeGreaterThan(Forecast.Of(Team.One, Arrivals(8) with { GoesOn = 0 }, [], Team.Nothing, Team.Now).Counted);

    [Fact]
    public void What_families_give_back_is_had_by_others_in_time()
    {
        // Ada sees one child a day and her next eight weeks are full; of every two families one cancels, and looks for another day.
        var service = Team.One with { Team = [Team.Member("ada") with { Pattern = [new([.. Team.Weekdays[..4]], new(9, 45), new(11, 15))] }] };
        var held = Enumerable.Range(0, 32).Select(n => At(new LocalDate(2026, 9, 21).PlusDays((7 * (n / 4)) + (n % 4))) with { Cap = n % 4 }).ToList();
        var open = held.Select((slot, n) => new OpenNeed(Waiting((uint)n, daysAgo: 3), slot)).ToList();

        Of(0.5m).Possible.ShouldBeLessThan(Of(0).Possible);

        Forecast Of(decimal givenBack) => Forecast.Of(service, Arrivals(2) with { GoesOn = 0, GivenBack = givenBack }, open, Team.Claimed([.. held]), Team.Now);
    }

    [Fact]
    public void A_child_whose_place_is_late_is_named_with_what_would_prevent_it()
    {
        var forecast = Known(new OpenNeed(Waiting(1, daysAgo: 20), At(Today.PlusDays(9))));

        var breach = forecast.Breaches.ShouldHaveSingleItem();
        breach.ShouldSatisfyAllConditions(
            one => one.Basis.ShouldBe(BreachBasis.HeldLate),
            one => one.Child.ShouldBe(Reference.Of(1)),
            one => one.TargetDay.ShouldBe(Today.PlusDays(8)),
            one => one.FirstPlace.ShouldBe(Today.PlusDays(9)),
            one => one.WaysOut.ShouldNotBeEmpty());
        forecast.Known.ShouldBe(1);
    }

    [Fact]
    public void A_child_whose_place_is_in_time_is_not_named() => Known(new OpenNeed(Waiting(1, daysAgo: 20), At(Today.PlusDays(8)))).Breaches.ShouldBeEmpty();

    [Fact]
    public void A_child_without_a_place_is_named_only_where_the_first_there_is_comes_late()
    {
        Known(new OpenNeed(Waiting(1, daysAgo: 20), null)).Breaches.ShouldBeEmpty();
        Known(new OpenNeed(Waiting(1, daysAgo: 27), null)).Breaches.ShouldHaveSingleItem().Basis.ShouldBe(BreachBasis.WithoutPlace);
    }

    [Fact]
    public void While_nobody_has_said_what_became_of_a_meeting_who_would_be_late_in_a_week_is_named()
    {
        // Their session would be in time until Sunday, were it looked for today.
        var (service, child) = (Sessions(places: 4), Waiting(1, daysAgo: 23) with { Urgent = true });

        Of(WorkingDays.Of(service).OnOrAfter(Today)).Breaches.ShouldBeEmpty();
        var breach = Of(Today.PlusDays(-4)).Breaches.ShouldHaveSingleItem();
        breach.ShouldSatisfyAllConditions(
            one => one.Basis.ShouldBe(BreachBasis.IfSessionFollows),
            one => one.Kind.ShouldBe(WantAppointment.Intervention),
            one => one.Child.ShouldBe(Reference.Of(1)),
            one => one.SoughtOn.ShouldBe(Today.PlusDays(3)),
            one => one.TargetDay.ShouldBe(Today.PlusDays(5)),
            one => one.Counts.ShouldBeFalse());

        Forecast Of(LocalDate met) => Forecast.Of(service, Arrivals(0), [new(child with { From = Team.Now - Duration.FromDays(5) }, At(met))], Team.Nothing, Team.Now);
    }

    [Fact]
    public void While_the_clocks_stand_still_nothing_is_late() => Known(new OpenNeed(Waiting(1, daysAgo: 90) with { Paused = true }, null)).Breaches.ShouldBeEmpty();

    [Fact]
    public void Days_of_a_pause_do_not_count() => Known(new OpenNeed(Waiting(1, daysAgo: 27) with { PausedDays = 14 }, null)).Breaches.ShouldBeEmpty();

    [Fact]
    public void Children_who_wait_take_their_places_before_those_who_are_expected()
    {
        var waiting = Enumerable.Range(1, 12).Select(n => new OpenNeed(Waiting((uint)n, daysAgo: 1), null)).ToList();
        var forecast = Forecast.Of(Team.One, Arrivals(8) with { GoesOn = 0 }, waiting, Team.Nothing, Team.Now);

        forecast.Known.ShouldBe(0);
        forecast.Counted.ShouldBeGreaterThan(Of(Team.One, arrivals: 8).Counted);
    }

    private static Forecast Of(ServiceDefinition service, decimal arrivals) => Forecast.Of(service, Arrivals(arrivals) with { GoesOn = 0 }, [], Team.Nothing, Team.Now);

    private static Forecast Known(OpenNeed child) => Forecast.Of(Team.One, Arrivals(0) with { GoesOn = 0 }, [child], Team.Nothing, Team.Now);

    private static Demand Arrivals(decimal perWeek) => new() { ArrivalsPerWeek = perWeek, Weeks = 8 };

    private static Waiting Waiting(uint n, int daysAgo) =>
        new(Reference.Of(n), OpenCase.Assessment, Team.Now - Duration.FromDays(daysAgo), Team.Now - Duration.FromDays(daysAgo), 0, Paused: false, Urgent: false);

    private static Slot At(LocalDate day) => new()
    {
        Clinician = "ada",
        Place = "willow",
        Start = London.At(day, new(10, 0)),
        End = London.At(day, new(11, 0)),
        BlockStart = London.At(day, new(9, 45)),
        BlockEnd = London.At(day, new(11, 15)),
    };

    /// <summary>Ada assesses and has room; Bea sees children for first sessions.</summary>
    private static ServiceDefinition Sessions(int places) => Team.Shipped with
    {
        Team = [Team.Member("ada") with { WeeklyCapacity = 20 }, Team.Member("bea") with { Skills = ["intervention"], WeeklyCapacity = places }],
    };

    /// <summary>So many children, referred ten days ago, who are assessed in the next days.</summary>
    private static List<OpenNeed> Assessed(ServiceDefinition service, int children) =>
        [.. Enumerable.Range(1, children).Select(n => new OpenNeed(Waiting((uint)n, daysAgo: 10), At(WorkingDays.Of(service).OnOrAfter(Today.PlusDays(n % 5)))))];
}
