using Heldspace.Allocation;
using Heldspace.Time;
using NodaTime;
using NodaTime.Text;

namespace Heldspace.Tests.Allocation;

public sealed class SearchWindowTests
{
    [Theory]
    [InlineData("2026-09-15T09:30", false, "2026-09-18")] // Tuesday: Wednesday, Thursday, Friday
    [InlineData("2026-09-17T23:59", false, "2026-09-22")] // Thursday, over a weekend
    [InlineData("2026-09-19T12:00", false, "2026-09-23")] // Saturday counts from Monday on
    [InlineData("2026-12-23T10:00", false, "2026-12-30")] // Christmas, and Boxing Day kept on Monday the 28th
    [InlineData("2027-03-24T10:00", false, "2027-03-31")] // Good Friday and Easter Monday, with the clock change between
    [InlineData("2026-10-23T10:00", false, "2026-10-28")] // the clocks go back
    [InlineData("2026-09-15T09:30", true, "2026-09-16")]
    [InlineData("2026-09-18T16:00", true, "2026-09-21")] // urgent on a Friday: Monday
    [InlineData("2026-12-24T16:00", true, "2026-12-29")]
    public void Notice_is_counted_in_working_days(string received, bool urgent, string first)
    {
        var now = At(received);

        SearchWindow.Of(Team.Shipped, Team.Need(Team.Shipped, now, urgent), now).First.ShouldBe(Day(first));
    }

    [Fact]
    public void A_day_on_which_the_service_is_closed_is_no_notice()
    {
        var service = Team.Shipped with { ClosedDays = [Day("2026-09-17")] };

        SearchWindow.Of(service, Team.Need(service), Team.Now).First.ShouldBe(Day("2026-09-21"));
    }

    [Theory]
    [InlineData("2026-09-15T00:00", "2026-09-15T00:00", "2026-10-13", "2026-11-15")]
    [InlineData("2026-09-15T23:59", "2026-09-16T08:00", "2026-10-13", "2026-11-15")]
    [InlineData("2026-10-25T01:30", "2026-10-25T01:30", "2026-11-22", "2026-12-25")]
    public void Target_and_horizon_count_from_the_day_of_receipt_in_London(string received, string now, string target, string last)
    {
        var window = SearchWindow.Of(Team.Shipped, Team.Need(Team.Shipped, At(received)), At(now));

        window.Target.ShouldBe(Day(target));
        window.Last.ShouldBe(Day(last));
    }

    [Fact]
    public void An_urgent_referral_has_its_own_target_and_the_last_day_of_it_is_in_time()
    {
        var need = Team.Need(Team.One, urgent: true);
        need.TargetDay.ShouldBe(Day("2026-09-22"));

        var taken = Team.Busy(Team.Away("ada", Day("2026-09-16"), Day("2026-09-21")));
        Rank.Places(Team.One, need, taken, Team.Now).First().Reason.ShouldContain("in time");
        var later = Team.Busy(Team.Away("ada", Day("2026-09-16"), Day("2026-09-22")));
        Rank.Places(Team.One, need, later, Team.Now).First().Reason.ShouldContain("after the target day");
    }

    [Fact]
    public void An_old_referral_still_has_a_week_to_look_in()
    {
        var window = SearchWindow.Of(Team.Shipped, Team.Need(Team.Shipped, Team.Now - Duration.FromDays(90)), Team.Now);

        window.Last.ShouldBe(window.First.PlusDays(7));
    }

    [Fact]
    public void Everything_from_tomorrow_on_is_read_so_that_no_way_out_leads_over_a_meeting()
    {
        var span = SearchWindow.Of(Team.Shipped, Team.Need(Team.Shipped), Team.Now).Instants(Team.Now);

        span.Start.ShouldBe(London.At(Day("2026-09-16"), LocalTime.Midnight));
        span.End.ShouldBe(London.At(Day("2026-11-16"), LocalTime.Midnight));
    }

    private static Instant At(string local)
    {
        var parsed = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm").Parse(local).Value;
        return London.At(parsed.Date, parsed.TimeOfDay);
    }

    private static LocalDate Day(string text) => LocalDatePattern.Iso.Parse(text).Value;
}
