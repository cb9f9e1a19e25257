using System.Collections.Immutable;
using Heldspace.Intake;
using Heldspace.Services;
using NodaTime;

namespace Heldspace.Eligibility;

/// <summary>Whom a service is for, by its own dated rules.</summary>
public static class Decide
{
    /// <summary>The rule id of a decision that was reached because nobody can tell who the child is.</summary>
    public const string Identity = "identity";

    /// <summary>The rule id of a decision about a day before the service's first rules.</summary>
    public const string BeforeRules = "before-rules";

    /// <summary>
    /// Judges a child by the newest rules that started on or before the day of receipt. Information is needed only where nobody can tell who the child is
    /// (no given name with a date of birth, and no NHS number), or where what is unknown could change the outcome: every way the unknown facts can turn out
    /// is tried, and one outcome for all of them is the outcome. A day before the first rules goes to the manager.
    /// </summary>
    public static Decision Eligibility(ServiceDefinition service, Child child, LocalDate received)
    {
        if (MissingIdentity(child) is { Length: > 0 } identity)
        {
            return new(Outcome.NeedsInformation, Identity, "We need a first name with a date of birth, or an NHS number, to know who this is about.", null, identity, []);
        }

        var current = service.Eligibility.Where(set => set.From <= received).MaxBy(set => set.From);
        return current is null
            ? new(Outcome.ManagerDecides, BeforeRules, "It came before the first day our rules are for, so a manager decides.", null, [], [])
            : Judge(current, new Facts(WithDistance(service, child), received));
    }

    /// <summary>The distance that the mail does not say, from where the child lives; never a guess.</summary>
    private static Child WithDistance(ServiceDefinition service, Child child) =>
        child.Value(Fields.Miles) is null && child.KnownValue(Fields.PlacementPostcode) is { } text && Postcode.TryParse(text) is { } postcode
        && service.Gazetteer.FirstOrDefault(distance => distance.Postcodes.Contains(postcode.Outward)) is { } distance
            ? child.With(Fields.Miles, Reading.Known(distance.Miles.ToString(System.Globalization.CultureInfo.InvariantCulture), "gazetteer"))
            : child;

    private static Decision Judge(RuleSet set, Facts facts)
    {
        var ways = new Possibilities(set);
        var reached = ways.From(facts);
        var (first, last) = (reached.Rules.Min(), reached.Rules.Max());
        if (reached.Rules.Select(index => (set.Rules[index].Outcome, set.Rules[index].Signpost)).Distinct().Count() == 1)
        {
            // Where several rules could decide the same, the most general one gives its reason: the others name facts that nobody knows.
            var rule = set.Rules[last];
            var missing = rule.Outcome == Outcome.NeedsInformation ? AskedAsUnknown(rule.When, facts) : [];
            return new(rule.Outcome, rule.Id, rule.Reason, rule.Signpost, missing, [.. reached.Asked.Where(field => IsDoubtful(facts, field))]);
        }

        var telling = ways.Telling(facts, reached);
        var reason = "It depends on something we do not know yet: " + string.Join(", ", telling.Select(name => Fields.ByName[name].Label)) + ".";
        return new(Outcome.NeedsInformation, set.Rules[first].Id, reason, null, telling, []);
    }

    private static ImmutableArray<string> MissingIdentity(Child child)
    {
        if (child.KnownValue(Fields.NhsNumber) is not null)
        {
            return [];
        }

        Field[] needed = [Fields.GivenName, Fields.DateOfBirth];
        return [.. needed.Where(field => child.KnownValue(field) is null).Select(field => field.Name)];
    }

    /// <summary>The fields by whose not being known a rule asked for information.</summary>
    private static ImmutableArray<string> AskedAsUnknown(Condition? condition, Facts facts) => condition switch
    {
        Condition.All all => [.. all.Of.SelectMany(part => AskedAsUnknown(part, facts)).Distinct()],
        Condition.Any any => [.. any.Of.SelectMany(part => AskedAsUnknown(part, facts)).Distinct()],
        Condition.Unknown unknown when facts.Holds(unknown) == Truth.True => [unknown.Field],
        _ => [],
    };

    private static bool IsDoubtful(Facts facts, string field) =>
        facts.Child.Readings.GetValueOrDefault(field, Reading.Unknown).Certainty == Certainty.Doubtful;
}
