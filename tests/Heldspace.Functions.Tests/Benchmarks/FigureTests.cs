using Heldspace.Benchmarks;

namespace Heldspace.Functions.Tests.Benchmarks;

public sealed class FigureTests
{
    [Fact]
    public void A_cost_is_a_line_of_json_with_its_ratio_to_the_floor() =>
        Figure.Cost("referral-to-invitation", 150, "ms", 100, "from mail").ToJson()
            .ShouldBe("""{"figure":"referral-to-invitation","value":150,"unit":"ms","floor":100,"ratio":1.5,"note":"from mail"}""");

    [Fact]
    public void A_rate_is_compared_the_other_way_round_so_that_one_is_the_floor_and_lower_is_better() =>
        Figure.Rate("throughput", 20, "referrals/s", 30, "").ToJson()
            .ShouldBe("""{"figure":"throughput","value":20,"unit":"referrals/s","floor":30,"ratio":1.5,"note":""}""");

    [Fact]
    public void Without_a_floor_there_is_no_ratio() =>
        Figure.Cost("tick", 3, "requests", null, "").ToJson().ShouldBe("""{"figure":"tick","value":3,"unit":"requests","floor":null,"ratio":null,"note":""}""");

    [Theory]
    [InlineData(new double[] { 3, 1, 2 }, 2)]
    [InlineData(new double[] { 4, 1, 2, 3 }, 2.5)]
    public void The_median_is_the_middle(double[] values, double middle) => Median.Of(values).ShouldBe(middle);
}
