using FsCheck;
using FsCheck.Fluent;
using Heldspace.Allocation;
using Heldspace.Services;
using Heldspace.Time;

namespace Heldspace.Tests.Allocation;

public sealed class ForecastTests
{
    [Fact]
    public void A_team_with_room_breaks_no_promise()
    {
        var forecast = Of(Team.Two, arrivals: 4);

        forecast.Breaches.ShouldBeEmpty();
        forecast.Weeks.Length.ShouldBe(Forecast.WeeksAhead + 1);
        forecast.Weeks.ShouldAllBe(week => week.PlacesLeft == 8);
        forecast.Weeks.Sum(week => week.Arrivals).ShouldBe(16);
    }

    [Fact]
    public void More_children_than_places_become_breaches_only_once_the_weeks_before_the_target_are_full()
    {
        // 4 places a week for 12 children a week: the 28 days of the target are full after about two weeks of arrivals.
        var forecast = Of(Team.One, arrivals: 12);

        forecast.Breaches.ShouldNotBeEmpty();
        forecast.Breaches[0].ArrivesOn.ShouldBeGreaterThan(London.Day(Team.Now).PlusDays(7));
        forecast.Breaches.ShouldAllBe(breach => breach.TargetDay == breach.ArrivesOn.PlusDays(28));
    }

    [Fact]
    public void A_breach_names_what_would_prevent_it()
    {
        var forecast = Of(Team.One, arrivals: 12);

        forecast.Breaches.ShouldAllBe(breach => !breach.WaysOut.IsEmpty);
        forecast.Breaches[0].WaysOut.ShouldContain(way => way.StartsWith("See one more child than the week's limit: Ada Test", StringComparison.Ordinal));
    }

    [Fact]
    public void A_clinician_who_is_away_brings_breaches_that_were_not_there()
    {
        var away = Team.Busy(Team.Away("ada", new(2026, 9, 16), new(2026, 11, 20)));

        Of(Team.One, arrivals: 1).Breaches.ShouldBeEmpty();
        Forecast.Of(Team.One, Team.One.Assessment, Team.One.AssessmentClock, 1, away, Team.Now).Breaches.ShouldNotBeEmpty();
    }

    [Fact]
    public void Nobody_expected_is_no_breach() => Of(Team.One, arrivals: 0).Breaches.ShouldBeEmpty();

    [Fact]
    public void More_arrivals_never_mean_fewer_breaches() =>
        Prop.ForAll(Gen.Choose(1, 12).ToArbitrary(), arrivals => Of(Team.One, arrivals).Breaches.Length <= Of(Team.One, arrivals * 2).Breaches.Length).Check(Config.QuickThrowOnFailure.WithMaxTest(12));

    private static Forecast Of(ServiceDefinition service, decimal arrivals) =>
        Forecast.Of(service, service.Assessment, service.AssessmentClock, arrivals, Team.Nothing, Team.Now);
}
