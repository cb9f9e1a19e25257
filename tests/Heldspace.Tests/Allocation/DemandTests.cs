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
    public void Who_was_not_brought_and_whom_nobody_could_meet_comes_again_and_who_cancelled_gave_a_place_back() => Of(
        8, ("assessed", "", ""), ("interventionStarted", "", ""), ("notBrought", "", ""), ("cancelled", "CancelledBy", "service"), ("cancelled", "CancelledBy", "family"))
        .Again.ShouldBe(0.5m);

    private static Demand Of(int weeks, params (string Kind, string Name, string Value)[] facts) => Demand.Of(
        [.. facts.Select(fact => (fact.Kind, (IReadOnlyDictionary<string, string>)new Dictionary<string, string> { [fact.Name] = fact.Value }))], weeks);
}
