using System.Collections.Immutable;
using System.Globalization;

namespace Heldspace.Measures;

/// <summary>Scoring, by the rules of the measure's file and nothing else.</summary>
internal static class ScoreAnswers
{
    /// <summary>A mean of nine items has no end; the same answers always give the same text.</summary>
    private const int MostDecimals = 6;

    public static WrongAnswer? Check(Measure measure, ImmutableArray<decimal?> answers)
    {
        var all = measure.Items.Length;
        if (answers.Length > all)
        {
            return new(all + 1, $"Item {all + 1}: there is none. {measure.Id} has {Count(all, "item")}, and {answers.Length} answers were given.");
        }

        if (answers.Length < (measure.FewestItems ?? all))
        {
            return new(answers.Length + 1, $"Item {answers.Length + 1}: neither answered nor left out. {measure.Id} has {Count(all, "item")}, and {Count(answers.Length, "answer")} came. Leave the place of an item empty that was not answered.");
        }

        for (var index = 0; index < answers.Length; index++)
        {
            var item = measure.Items[index];
            if (answers[index] is { } answer && (answer < item.Min || answer > item.Max || (answer - item.Min) % item.Step != 0))
            {
                return new(item.Number, $"Item {item.Number}: {Text(answer)} is not possible. Its answers go from {Text(item.Min)} to {Text(item.Max)} in steps of {Text(item.Step)}.");
            }
        }

        return null;
    }

    public static WrongAnswer? CheckEntered(Measure measure, decimal total) => measure.Entered switch
    {
        null => new(0, $"No total is entered for {measure.Id}: it is worked out of the answers."),
        var entered when total < entered.Min || total > entered.Max => new(0, $"{Text(total)} is not possible. A {entered.Name} of {measure.Id} goes from {Text(entered.Min)} to {Text(entered.Max)}."),
        _ => null,
    };

    public static IEnumerable<RiskAnswer> Alerts(Measure measure, ImmutableArray<decimal?> answers) =>
        measure.Items.Zip(answers)
            .Where(pair => pair.First.AlertFrom is { } from && pair.Second >= from)
            .Select(pair => new RiskAnswer(pair.First.Number, pair.Second!.Value, pair.First.Alert!));

    public static Score Of(Measure measure, ImmutableArray<decimal?> answers, string role, int? age, string? sex)
    {
        if (Check(measure, answers) is { } wrong)
        {
            throw new ArgumentException(wrong.Why, nameof(answers));
        }

        var score = new Score
        {
            Measure = measure.Id,
            Version = measure.Version,
            Respondent = role,
            Age = age,
            Sex = sex,
            Missing = [.. measure.Items.Zip(answers).Where(pair => pair.Second is null && pair.First.IsAsked(age)).Select(pair => pair.First.Number)],
            Alerts = [.. Alerts(measure, answers)],
        };
        if (NotFor(measure, role, age) is { } not)
        {
            return score with { Reason = not, Subscales = [.. measure.Subscales.Select(subscale => new SubscaleScore(subscale.Id, null))] };
        }

        var values = measure.Items.Zip(answers).Where(pair => pair.First.IsAsked(age)).ToDictionary(pair => pair.First.Number, pair => pair.Second is { } answer ? pair.First.Value(answer) : (decimal?)null);
        var subscales = measure.Subscales.Select(subscale => Scale(measure, subscale, values, role)).ToImmutableArray();
        var (total, reason) = Total(measure, values, subscales);
        return score with { Total = total, Reason = reason, Subscales = subscales, Band = BandOf(measure, null, total, role) };
    }

    public static Score OfEntered(Measure measure, decimal total, string role, int? age, string? sex)
    {
        if (CheckEntered(measure, total) is { } wrong)
        {
            throw new ArgumentException(wrong.Why, nameof(total));
        }

        var entered = measure.Entered!;
        var not = NotFor(measure, role, age);
        return new()
        {
            Measure = measure.Id,
            Version = measure.Version,
            Respondent = role,
            Age = age,
            Sex = sex,
            Entered = entered.Name,
            Total = not is null ? total : null,
            Reason = not,
            Band = not is null && entered.SameScale ? BandOf(measure, null, total, role) : null,
        };
    }

    /// <summary>Null where the measure is for whoever answered and for that age; an age that nobody knows is held against nobody.</summary>
    private static string? NotFor(Measure measure, string role, int? age)
    {
        if (measure.Respondents.FirstOrDefault(respondent => respondent.Who == role) is not { } asked)
        {
            return $"{measure.Name} is not answered by {Roles.InWords(role)}.";
        }

        return age < asked.FromAge || age > asked.ToAge
            ? $"{measure.Name}, answered by {Roles.InWords(role)}, is for young people of {asked.FromAge}{(asked.ToAge is { } to ? $" to {to}" : " and over")}, and not at {age}."
            : null;
    }

    private static SubscaleScore Scale(Measure measure, Subscale subscale, Dictionary<int, decimal?> values, string role)
    {
        var value = Together(subscale.Rule, [.. subscale.Items.Where(values.ContainsKey).Select(number => values[number])]);
        return new(subscale.Id, value, BandOf(measure, subscale.Id, value, role));
    }

    private static (decimal? Total, string? Reason) Total(Measure measure, Dictionary<int, decimal?> values, ImmutableArray<SubscaleScore> subscales)
    {
        switch (measure.Total)
        {
            case ScoreRule.None none:
                return (null, none.Why);
            case ScoreRule.OfSubscales of:
                var parts = subscales.Where(score => of.Of.Contains(score.Id)).ToList();
                var lacking = parts.Where(part => part.Value is null).Select(part => part.Id).ToList();
                return lacking.Count == 0
                    ? (parts.Sum(part => part.Value), null)
                    : (null, $"Too little is answered of: {string.Join(", ", lacking)}. {Allowed(measure.Subscales.First(subscale => subscale.Id == lacking[0]).Rule)} in each.");
            default:
                return Together(measure.Total, [.. values.Values]) is { } total
                    ? (total, null)
                    : (null, $"{values.Values.Count(value => value is null)} of {Count(values.Count, "item")} not answered. {Allowed(measure.Total)}.");
        }
    }

    private static string Allowed(ScoreRule rule) => rule is ScoreRule.Mean { MayBeMissing: > 0 and var some } ? $"At most {some} may be missing" : "None may be missing";

    /// <summary>Null where too many are missing.</summary>
    private static decimal? Together(ScoreRule rule, ImmutableArray<decimal?> values)
    {
        var answered = values.Where(value => value is not null).Select(value => value!.Value).ToList();
        var missing = values.Length - answered.Count;
        return rule switch
        {
            _ when answered.Count == 0 => null,
            ScoreRule.Sum => missing == 0 ? answered.Sum() : null,
            ScoreRule.Mean mean => missing <= mean.MayBeMissing
                ? Math.Round(answered.Sum() * mean.Factor / answered.Count, mean.Whole ? 0 : MostDecimals, MidpointRounding.AwayFromZero)
                : null,
            _ => throw new InvalidOperationException("Items are added up or averaged."),
        };
    }

    private static string? BandOf(Measure measure, string? subscale, decimal? value, string role) => value is null
        ? null
        : measure.Bands.FirstOrDefault(bands => (subscale is null ? bands.Of.IsEmpty : bands.Of.Contains(subscale)) && (bands.Respondents.IsEmpty || bands.Respondents.Contains(role)))
            ?.Steps.LastOrDefault(band => value >= band.From)?.Name;

    private static string Count(int number, string what) => number == 1 ? $"1 {what}" : $"{number} {what}s";

    private static string Text(decimal number) => number.ToString("0.######", CultureInfo.InvariantCulture);
}
