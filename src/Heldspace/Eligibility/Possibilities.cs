using System.Collections.Immutable;
using System.Globalization;
using Heldspace.Intake;
using NodaTime;
using NodaTime.Text;

namespace Heldspace.Eligibility;

/// <summary>Which rules may decide, given what is not known.</summary>
/// <param name="Rules">Positions in the set, at least one.</param>
/// <param name="Asked">Unknown fields that were tried out on the way.</param>
internal sealed record Reached(ImmutableSortedSet<int> Rules, ImmutableArray<string> Asked);

/// <summary>
/// Tries out what unknown fields could turn out to be. Of each field only values that some rule tells apart are tried, and only once a rule hangs on it,
/// so that the work stays small and the answer exact: a rule counts as reachable only if some possible child would come to it first. For one child and day.
/// </summary>
internal sealed class Possibilities(RuleSet set)
{
    private readonly Dictionary<string, ImmutableArray<string>> _values = new(StringComparer.Ordinal);

    /// <summary>The rules that may decide for some completion of what is known.</summary>
    public Reached From(Facts facts)
    {
        for (var index = 0; index < set.Rules.Length; index++)
        {
            var when = set.Rules[index].When;
            switch (when is null ? Truth.True : facts.Holds(when))
            {
                case Truth.True:
                    return new([index], []);
                case Truth.Unknown:
                    var field = Undecided(when!, facts)!;
                    var ways = Values(field, facts).Select(value => From(facts.Assume(field, value))).ToList();
                    return new(
                        [.. ways.SelectMany(way => way.Rules)],
                        [.. ways.SelectMany(way => way.Asked).Prepend(field).Distinct()]);
                default:
                    continue;
            }
        }

        throw new InvalidOperationException("The last rule of a set matches everything; the definition was not checked.");
    }

    /// <summary>
    /// The fields to ask for: each of those that could settle the outcome alone, or, where none could, all that matter. So nobody is asked for the date of
    /// an adoption order before anyone knows that there was an adoption.
    /// </summary>
    public ImmutableArray<string> Telling(Facts facts, Reached reached)
    {
        ImmutableArray<string> settling = [.. reached.Asked.Where(field => Values(field, facts).Any(value => Outcomes(From(facts.Assume(field, value))) == 1))];
        return settling.IsEmpty ? reached.Asked : settling;
    }

    private int Outcomes(Reached reached) => reached.Rules.Select(index => (set.Rules[index].Outcome, set.Rules[index].Signpost)).Distinct().Count();

    /// <summary>The first field that keeps a condition from being decided; null where it is decided.</summary>
    private static string? Undecided(Condition condition, Facts facts) => facts.Holds(condition) != Truth.Unknown
        ? null
        : condition switch
        {
            Condition.All all => all.Of.Select(part => Undecided(part, facts)).First(field => field is not null),
            Condition.Any any => any.Of.Select(part => Undecided(part, facts)).First(field => field is not null),
            Condition.Not not => Undecided(not.Of, facts),
            _ => FieldOf(condition),
        };

    private static string? FieldOf(Condition condition) => condition switch
    {
        Condition.OneOf oneOf => oneOf.Field,
        Condition.Age => Fields.DateOfBirth.Name,
        Condition.Since since => since.Field,
        Condition.Number number => number.Field,
        _ => null,
    };

    /// <summary>One value for each way in which the rules can tell this field's values apart: the same whatever else is known, so found out once.</summary>
    private ImmutableArray<string> Values(string field, Facts facts) =>
        _values.TryGetValue(field, out var found) ? found : _values[field] = [.. ToldApart(field, facts)];

    private IEnumerable<string> ToldApart(string field, Facts facts)
    {
        var asking = set.Rules.SelectMany(rule => rule.When is null ? [] : Leaves(rule.When)).Where(leaf => FieldOf(leaf) == field).Distinct().ToList();
        return asking
            .SelectMany(leaf => Samples(leaf, facts.Received))
            .Concat(Unmentioned(field, asking))
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Select(value => (Value: value, Told: string.Concat(asking.Select(leaf => (int)facts.Assume(field, value).Holds(leaf)))))
            .Where(sample => !sample.Told.Contains($"{(int)Truth.Unknown}", StringComparison.Ordinal))
            .DistinctBy(sample => sample.Told)
            .Select(sample => sample.Value);
    }

    private static IEnumerable<string> Samples(Condition leaf, LocalDate received) => leaf switch
    {
        Condition.OneOf oneOf => oneOf.Values,
        Condition.Age age => Around(received, age.AtLeast, age.Under, CalendarUnit.Years),
        Condition.Since since => Around(received, since.AtLeast, since.Under, since.Unit),
        Condition.Number number => new[] { number.AtLeast, number.AtMost }
            .OfType<decimal>()
            .SelectMany(bound => new[] { bound - 0.1m, bound, bound + 0.1m })
            .Where(amount => amount >= 0)
            .Select(amount => amount.ToString(CultureInfo.InvariantCulture)),
        _ => [],
    };

    /// <summary>Days on both sides of every bound; four days wide, because months differ in length.</summary>
    private static IEnumerable<string> Around(LocalDate received, int? atLeast, int? under, CalendarUnit unit) =>
        new[] { 0, atLeast, under }
            .OfType<int>()
            .Select(count => Facts.After(received, -count, unit))
            .SelectMany(day => Enumerable.Range(-4, 9).Select(offset => day.PlusDays(offset)))
            .Where(day => day <= received)
            .Select(LocalDatePattern.Iso.Format);

    /// <summary>A value that no rule names, if the field can have one.</summary>
    private static IEnumerable<string> Unmentioned(string field, IEnumerable<Condition> asking)
    {
        var named = asking.OfType<Condition.OneOf>().SelectMany(leaf => leaf.Values).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return named.Count == 0 ? [] : Fields.ByName[field].Codes is { } codes ? codes.Except(named).Order(StringComparer.Ordinal).Take(1) : ["(another)"];
    }

    private static IEnumerable<Condition> Leaves(Condition condition) => condition switch
    {
        Condition.All all => all.Of.SelectMany(Leaves),
        Condition.Any any => any.Of.SelectMany(Leaves),
        Condition.Not not => Leaves(not.Of),
        _ => [condition],
    };
}
