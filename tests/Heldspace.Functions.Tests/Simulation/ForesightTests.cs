using Heldspace.Allocation;
using Heldspace.Local.Simulation;
using Heldspace.Pathway;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Functions.Tests.Simulation;

/// <summary>How a simulated year's forecasts are compared with what came.</summary>
public sealed class ForesightTests
{
    private static readonly LocalDate Monday = new(2026, 3, 2);
    private static readonly LocalDate End = new(2026, 12, 28);

    [Fact]
    public void Where_nothing_was_forecast_no_share_came() => Of([], Late(1, Monday)).ShareThatCame.ShouldBeNull();

    [Fact]
    public void Of_a_week_no_more_came_than_were_late_in_it()
    {
        var forecast = Of([(Monday, Expecting(3, Monday.PlusDays(9)))], Late(1, Monday.PlusDays(8)), Late(2, Monday.PlusDays(11)), Late(3, Monday.PlusDays(15)));

        (forecast.Forecast, forecast.Came).ShouldBe((3, 2));
    }

    [Theory]
    [InlineData(2, 300, 0)]
    [InlineData(9, 300, 2)]
    [InlineData(16, 21, 2)]
    [InlineData(16, 20, 0)]
    public void The_week_that_has_begun_and_one_that_goes_on_after_the_last_referral_show_nothing(int soughtAfter, int endsAfter, int counted) =>
        Foresight.Of(World.Assessment, [(Monday, Expecting(2, Monday.PlusDays(soughtAfter)))], [], Monday.PlusDays(endsAfter)).Forecast.ShouldBe(counted);

    [Fact]
    public void Who_was_told_and_what_was_foretold_is_counted_to_a_week_before_the_target_day()
    {
        var told = Late(1, Monday) with { ToldOn = Monday.PlusDays(21) };
        var toldLate = Late(2, Monday) with { ToldOn = Monday.PlusDays(22) };
        var named = Late(3, Monday);
        var seen = Of([(Monday.PlusDays(21), Naming(named.Child)), (Monday.PlusDays(22), Naming(toldLate.Child))], told, toldLate, named);

        (seen.Late, seen.Told, seen.Foretold, seen.Either).ShouldBe((3, 1, 1, 2));
    }

    [Fact]
    public void A_place_first_looked_for_in_the_last_days_is_counted_apart() => Of([], Late(1, Monday) with { SoughtOn = Monday.PlusDays(25) }).TooLate.ShouldBe(1);

    [Fact]
    public void A_first_date_in_time_that_was_lost_is_no_late_first_date_and_is_not_passed_over()
    {
        var seen = Of([], Late(1, Monday) with { FirstLate = false });

        (seen.Late, seen.LostLater, seen.LostLaterTold).ShouldBe((0, 1, 0));
    }

    private static Foresight Of((LocalDate On, Forecast Forecast)[] forecasts, params Overrun[] overruns) => Foresight.Of(World.Assessment, forecasts, overruns, End);

    private static Overrun Late(uint n, LocalDate soughtOn) => new(Reference.Of(n), World.Assessment, Urgent: false, soughtOn, Monday.PlusDays(28), FirstLate: true, ToldOn: null);

    private static Forecast Expecting(int breaches, LocalDate soughtOn) => Weeks([.. Enumerable.Repeat(
        new Breach { Basis = BreachBasis.Expected, Kind = World.Assessment, SoughtOn = soughtOn, TargetDay = soughtOn.PlusDays(28) }, breaches)]);

    private static Forecast Naming(Reference child) =>
        Weeks(new Breach { Basis = BreachBasis.HeldLate, Kind = World.Assessment, Child = child, SoughtOn = Monday, TargetDay = Monday.PlusDays(28) });

    private static Forecast Weeks(params Breach[] breaches) => new(
        new() { ArrivalsPerWeek = 1, Weeks = 8 },
        [.. Enumerable.Range(0, 5).Select(n => new WeekAhead(LondonWeek.Of(Monday.PlusWeeks(n)), 1, 0, 1, 0, 0, UrgentInTime: true))],
        [.. breaches]);
}
