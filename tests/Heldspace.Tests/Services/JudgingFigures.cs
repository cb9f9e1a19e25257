using Heldspace.Services;

namespace Heldspace.Tests.Services;

public sealed class JudgingFigures
{
    [Theory]
    [InlineData(95, 85, 0.95, Rating.Green)]
    [InlineData(95, 85, 0.9499, Rating.Amber)]
    [InlineData(95, 85, 0.85, Rating.Amber)]
    [InlineData(95, 85, 0.8499, Rating.Red)]
    [InlineData(5, 10, 0.05, Rating.Green)]
    [InlineData(5, 10, 0.0501, Rating.Amber)]
    [InlineData(5, 10, 0.1001, Rating.Red)]
    public void A_share_is_judged_as_it_is_and_less_is_better_where_green_is_below_amber(int green, int amber, double share, Rating rating) => new KpiTarget("K1", green, amber).Rate((decimal)share).ShouldBe(rating);

    [Fact]
    public void Of_nothing_nothing_is_said() => new KpiTarget("K1", 95, 85).Rate(null).ShouldBe(Rating.None);

    [Fact]
    public void An_agreement_covers_its_last_day_and_no_stretch_in_part()
    {
        var agreement = new SharingAgreement("the council", "1", new(2026, 4, 1), new(2026, 9, 30));
        agreement.Covers(new(2026, 9, 1), new(2026, 10, 1)).ShouldBeTrue();
        agreement.Covers(new(2026, 10, 1), new(2026, 11, 1)).ShouldBeFalse();
        agreement.Covers(new(2026, 3, 1), new(2026, 4, 1)).ShouldBeFalse();
        (agreement with { Until = null }).Covers(new(2026, 4, 1), new(2036, 4, 1)).ShouldBeTrue();
    }
}
