using Heldspace.Json;
using Heldspace.Time;
using NodaTime;
using NodaTime.Text;

namespace Heldspace.Tests.Time;

public sealed class WeeksAndHours
{
    [Theory]
    [InlineData("2026-11-23T09:15:00Z", "2026-W48")]
    [InlineData("2026-12-28T00:00:00Z", "2026-W53")]
    [InlineData("2027-01-03T23:59:59Z", "2026-W53")]
    [InlineData("2027-01-04T00:00:00Z", "2027-W01")]
    [InlineData("2024-12-30T12:00:00Z", "2025-W01")]
    [InlineData("2026-06-07T22:59:59Z", "2026-W23")]
    [InlineData("2026-06-07T23:00:00Z", "2026-W24")] // midnight in London in summer
    public void An_instant_is_in_the_week_of_its_day_in_London(string instant, string week) => LondonWeek.Of(At(instant)).ToString().ShouldBe(week);

    [Theory]
    [InlineData("2026-W13", "2026-03-23T00:00:00Z", "2026-03-29T23:00:00Z", 167)] // clocks go forward on 29 March
    [InlineData("2026-W43", "2026-10-18T23:00:00Z", "2026-10-26T00:00:00Z", 169)] // and back on 25 October
    [InlineData("2026-W53", "2026-12-28T00:00:00Z", "2027-01-04T00:00:00Z", 168)]
    public void A_week_lasts_from_midnight_to_midnight_in_London(string week, string start, string end, int hours)
    {
        var interval = LondonWeek.TryParse(week)!.Value.Interval;

        interval.ShouldBe(new Interval(At(start), At(end)));
        interval.Duration.ShouldBe(Duration.FromHours(hours));
    }

    [Theory]
    [InlineData("2025-W53")]
    [InlineData("2026-W54")]
    [InlineData("2026-W00")]
    [InlineData("2026-48")]
    [InlineData("2026-W 1")]
    [InlineData("0000-W01")]
    [InlineData("")]
    [InlineData(null)]
    public void A_week_that_there_is_not_is_none(string? text) => LondonWeek.TryParse(text).ShouldBeNull();

    [Fact]
    public void No_week_53_is_made_in_a_year_of_52() => Should.Throw<ArgumentOutOfRangeException>(() => new LondonWeek(2025, 53));

    [Fact]
    public void Weeks_follow_each_other_in_order_of_their_text()
    {
        var week = new LondonWeek(2026, 52);

        week.Next.ToString().ShouldBe("2026-W53");
        week.Next.Next.ToString().ShouldBe("2027-W01");
        week.Next.Next.Previous.ShouldBe(week.Next);
        (week < week.Next && week.Next < week.Next.Next).ShouldBeTrue();
        string.CompareOrdinal(week.Next.ToString(), week.Next.Next.ToString()).ShouldBeNegative();
        HeldspaceJson.Read<LondonWeek>(HeldspaceJson.Write(week)).ShouldBe(week);
    }

    [Fact]
    public void A_span_touches_every_week_it_reaches_into()
    {
        Weeks("2026-12-27T23:00:00Z", "2027-01-04T00:00:00Z").ShouldBe(["2026-W52", "2026-W53"]);
        Weeks("2026-12-28T00:00:00Z", "2026-12-28T00:00:00Z").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("2026-03-29", "01:30", "2026-03-29T01:30:00Z")] // skipped: moved forward by an hour, to 02:30 in summer time
    [InlineData("2026-10-25", "01:30", "2026-10-25T00:30:00Z")] // repeated: the earlier
    [InlineData("2026-03-29", "00:00", "2026-03-29T00:00:00Z")]
    [InlineData("2026-07-01", "07:00", "2026-07-01T06:00:00Z")]
    public void A_local_time_is_always_an_instant(string day, string time, string instant) =>
        London.At(LocalDatePattern.Iso.Parse(day).Value, LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(time).Value).ShouldBe(At(instant));

    [Theory]
    [InlineData("2026-11-23T09:14:59.999999999Z", "2026-11-23T09:00:00Z", "2026-11-23T09:15:00Z")]
    [InlineData("2026-11-23T09:15:00Z", "2026-11-23T09:15:00Z", "2026-11-23T09:15:00Z")]
    [InlineData("2026-11-23T09:15:00.000000001Z", "2026-11-23T09:15:00Z", "2026-11-23T09:30:00Z")]
    [InlineData("1969-12-31T23:59:00Z", "1969-12-31T23:45:00Z", "1970-01-01T00:00:00Z")]
    public void An_instant_is_rounded_to_a_quarter_hour(string instant, string floor, string ceiling)
    {
        QuarterHours.Floor(At(instant)).ShouldBe(At(floor));
        QuarterHours.Ceiling(At(instant)).ShouldBe(At(ceiling));
    }

    [Fact]
    public void An_hour_across_a_clock_change_has_four_quarters() =>
        QuarterHours.Touched(new(At("2026-10-25T00:30:00Z"), At("2026-10-25T01:30:00Z"))).Select(QuarterHours.Key)
            .ShouldBe(["20261025T0030Z", "20261025T0045Z", "20261025T0100Z", "20261025T0115Z"]);

    [Fact]
    public void A_span_that_starts_late_touches_the_quarter_it_starts_in()
    {
        QuarterHours.Touched(new(At("2026-11-23T09:05:00Z"), At("2026-11-23T09:16:00Z"))).Select(QuarterHours.Key).ShouldBe(["20261123T0900Z", "20261123T0915Z"]);
        QuarterHours.Touched(new(At("2026-11-23T09:05:00Z"), At("2026-11-23T09:05:00Z"))).ShouldBeEmpty();
    }

    [Fact]
    public void A_key_is_read_back_and_only_for_a_quarter_hour()
    {
        QuarterHours.TryParseKey("20261123T0915Z").ShouldBe(At("2026-11-23T09:15:00Z"));
        QuarterHours.TryParseKey("20261123T0910Z").ShouldBeNull();
        QuarterHours.TryParseKey("2026").ShouldBeNull();
        Should.Throw<ArgumentException>(() => QuarterHours.Key(At("2026-11-23T09:10:00Z")));
    }

    private static IEnumerable<string> Weeks(string start, string end) => LondonWeek.Touched(new(At(start), At(end))).Select(week => week.ToString());

    private static Instant At(string text) => InstantPattern.ExtendedIso.Parse(text).Value;
}
