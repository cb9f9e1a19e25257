using Heldspace.Allocation;

namespace Heldspace.Tests.Allocation;

public sealed class DemandTests
{
    [Fact]
    public void Arrivals_and_the_urgent_among_them_are_counted_by_the_week() => Of(
        2, ("received", "Urgency", "urgent"), ("received", "Urgency", "routine"), ("received", "Urgency", "unknown"), ("received", "Urgency", "urgent"), ("askedFor", "Urgency", "urgent"))
        .ShouldSatisfyAllConditions(demand => demand.ArrivalsPerWeek.ShouldBe(2), demand => demand.UrgentShare.ShouldBe(0.5m));

    [Fact]
    public void Who_goes_elsewhere_instead_does_not_go_on_and_who_goes_beside_does() => Of(
        8, ("assessed", "", ""), ("assessed", "", ""), ("assessed", "", ""), ("assessed", "", ""), ("onward", "Instead", "yes"), ("onward", "Instead", "no"))
        .ShouldSatisfyAllConditions(demand => demand.GoesOn.ShouldBe(0.75m), demand => demand.Assessed.ShouldBe(4));

    [Fact]
    public void While_nobody_was_assessed_all_go_on() => Of(8, ("received", "Urgency", "routine")).GoesOn.ShouldBe(1);

    [Fact]
    public void Who_was_not_brought_and_whom_nobody_could_meet_comes_again_and_who_cancelled_gave_a_place_back()
    {
        (string, string, string)[] came = [.. Enumerable.Repeat(("assessed", "", ""), 12), .. Enumerable.Repeat(("interventionStarted", "", ""), 6), ("notBrought", "", ""), ("cancelled", "CancelledBy", "service")];

        var demand = Of(8, [.. came, .. Enumerable.Repeat(("cancelled", "CancelledBy", "family"), 5)]);

        (demand.Again, demand.GivenBack).ShouldBe((0.1m, 0.2m));
    }

    [Fact]
    public void Of_a_few_meetings_it_is_not_said_how_many_fail() =>
        Of(8, ("notBrought", "", ""), ("cancelled", "CancelledBy", "family")).ShouldSatisfyAllConditions(demand => demand.Again.ShouldBe(0), demand => demand.GivenBack.ShouldBe(0));

    [Fact]
    public void Arrivals_that_vary_no_more_than_chance_are_sure_and_those_that_vary_more_are_not()
    {
        Spread(5, 5, 5, 5, 6, 4, 5, 5, 5, 5, 4, 6).ShouldBe(0);
        Spread(5, 5, 5, 5, 10, 10, 10, 10, 2, 2, 2, 2).ShouldBeGreaterThan(0.2);
        Spread(5, 5, 5, 5, 10, 10, 10, 10).ShouldBe(0, "two sums are too few to say");

        static double Spread(params int[] arrivals) => Demand.Of([], 8, arrivals).Spread;
    }

    private static Demand Of(int weeks, params (string Kind, string Name, string Value)[] facts) => Demand.Of(
        [.. facts.Select(fact => (fact.Kind, (IReadOnlyDictionary<string, string>)new Dictionary<string, string> { [fact.Name] = fact.Value }))], weeks, []);
}
