using Heldspace.Summaries.Disclosure;

namespace Heldspace.Tests.Summaries.Disclosure;

public sealed class PublishMeansTests
{
    [Fact]
    public void A_mean_needs_eight() => new[] { new Mean(7, 3.14m), new Mean(8, 3.14m), new Mean(0, null) }.Select(PublishMeans.Alone).ShouldBe([null, 3.1m, null]);

    [Fact]
    public void One_that_is_kept_back_takes_the_next_smallest_with_it_so_that_it_cannot_be_worked_out_of_the_mean_of_all() =>
        PublishMeans.Of([new(40, 10), new(3, 20), new(12, 15), new(0, null)]).ShouldBe([10m, null, null, null]);

    [Fact]
    public void So_do_two_that_are_fewer_than_eight_together() =>
        PublishMeans.Of([new(40, 10), new(3, 20), new(4, 15), new(9, 12)]).ShouldBe([10m, null, null, null]);

    [Fact]
    public void Where_none_is_kept_back_all_stand() => PublishMeans.Of([new(40, 10), new(8, 20)]).ShouldBe([10m, 20m]);
}
