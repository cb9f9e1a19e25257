using FsCheck;
using FsCheck.Fluent;
using Heldspace.Eligibility;
using Heldspace.Intake;
using Heldspace.Tests.Services;
using NodaTime;
using Outcome = Heldspace.Eligibility.Outcome;

namespace Heldspace.Tests.Eligibility;

/// <summary>What must hold of every child, tried on many.</summary>
public sealed class EveryChild
{
    private static readonly LocalDate Received = new(2026, 11, 23);

    private static readonly (string Field, string[] Values)[] Facts =
    [
        ("dateOfBirth", ["2012-05-06", "2006-01-01", "2001-11-23"]),
        ("category", [.. Fields.Category.Codes!.Order(StringComparer.Ordinal)]),
        ("responsibleAuthority", ["Derby", "Wigan", "Cheshire West and Chester"]),
        ("livesIn", ["Derby", "Derbyshire", "Leeds"]),
        ("miles", ["3", "30"]),
        ("adoptedVia", ["Derby", "Leeds"]),
        ("adoptionOrderDate", ["2025-01-01", "2020-01-01"]),
        ("authorityInvolved", ["yes", "no"]),
        ("returnedHomeOn", ["2026-10-01", "2026-01-01"]),
        ("placingIcbLiable", ["yes", "no"]),
        ("referrerRole", ["self", "gp"]),
    ];

    /// <summary>For each fact whether it is known (-1: not), of every service.</summary>
    private static Arbitrary<int[]> Known() => Gen.Choose(-4, 7).ArrayOf(Facts.Length).ToArbitrary();

    [Theory]
    [InlineData("caring-to-care")]
    [InlineData("our-safe-space")]
    [InlineData("derby-ehwb")]
    public void Learning_more_never_turns_a_settled_outcome_over(string service) =>
        Prop.ForAll(Known(), Known(), (known, more) =>
        {
            var before = Judge(service, known);
            var after = Judge(service, [.. known.Zip(more, (now, then) => now >= 0 ? now : then)]);

            // A rule may say what follows from not knowing: here an unknown distance (and, where no category is said, the legal status, which is not tried).
            return before.Outcome == Outcome.NeedsInformation || before.RuleId == "10-distance-unknown" || (before.Outcome, before.Signpost) == (after.Outcome, after.Signpost);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500).WithReplay(20261123, 1));

    [Theory]
    [InlineData("caring-to-care")]
    [InlineData("our-safe-space")]
    [InlineData("derby-ehwb")]
    public void Information_is_asked_for_only_where_something_is_named_that_is_not_known(string service) =>
        Prop.ForAll(Known(), known =>
        {
            var decision = Judge(service, known);
            var child = Somebody(known);
            return decision.Outcome == Outcome.NeedsInformation
                ? decision.Missing.Length > 0 && decision.Missing.All(field => child.KnownValue(Fields.ByName[field]) is null)
                : decision.Missing.IsEmpty;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500).WithReplay(20261123, 3));

    private static Decision Judge(string service, int[] known) => Decide.Eligibility(Definitions.Shipped.Find(service)!, Somebody(known), Received);

    private static Child Somebody(int[] known) => known.Zip(Facts).Aggregate(
        Children.Of("nhsNumber=9434765919"),
        (child, fact) => fact.First < 0 ? child : child.With(Fields.ByName[fact.Second.Field], Reading.Known(fact.Second.Values[fact.First % fact.Second.Values.Length], "form")));
}
