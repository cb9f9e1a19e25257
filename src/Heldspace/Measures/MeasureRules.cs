using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Heldspace.Services.Checks;

namespace Heldspace.Measures;

/// <summary>What must hold in one measure file beyond its shape.</summary>
internal static partial class MeasureRules
{
    public static void Check(Measure measure, Problems problems)
    {
        problems.Id(measure.Id, "$.id");
        problems.Unless($"{MeasureFiles.Folder}/{measure.Id}.json" == problems.File, "$.id", $"\"{measure.Id}\" is not the file's name. Rename the file to {measure.Id}.json, or write \"{Path.GetFileNameWithoutExtension(problems.File)}\".");
        problems.Range(measure.Version, 1, 9999, "$.version", "a version");
        Respondents(measure, problems);
        Items(measure, problems);
        Subscales(measure, problems);
        Rule(measure.Total, measure.Items.Length, "$.total", problems, of => problems.Several(of, id => id, "$.total.of", "", "subscale"));
        if (measure.Total is ScoreRule.OfSubscales parts)
        {
            Known(measure, parts.Of, "$.total.of", problems);
        }

        if (problems.IsEmpty)
        {
            Norms(measure, problems);
            Words(measure, problems);
        }
    }

    private static void Respondents(Measure measure, Problems problems)
    {
        problems.Several(measure.Respondents, respondent => respondent.Who, "$.respondents", ".who", "respondent");
        for (var index = 0; index < measure.Respondents.Length; index++)
        {
            var (respondent, path) = (measure.Respondents[index], $"$.respondents[{index}]");
            problems.Unless(Roles.All.Contains(respondent.Who), $"{path}.who", $"\"{respondent.Who}\" is nobody who answers. Write one of: {Problems.Join(Roles.All)}.");
            Ages(respondent.FromAge, respondent.ToAge, path, problems);
        }

        for (var index = 0; index < measure.Shown.Length; index++)
        {
            Ages(measure.Shown[index].FromAge, measure.Shown[index].ToAge, $"$.shown[{index}]", problems);
        }
    }

    private static void Items(Measure measure, Problems problems)
    {
        problems.Unless(!measure.Items.IsEmpty, "$.items", "The list is empty. Write at least one item.");
        for (var index = 0; index < measure.Items.Length; index++)
        {
            var (item, path) = (measure.Items[index], $"$.items[{index}]");
            problems.Unless(item.Number == index + 1, $"{path}.number", $"{item.Number} is out of order. Write {index + 1}: items are numbered from 1 without gaps.");
            problems.Unless(item.Max > item.Min, $"{path}.max", $"{item.Max} is not more than {item.Min}. Write the greatest answer.");
            problems.Unless(item.Step > 0 && (item.Max - item.Min) % item.Step == 0, $"{path}.step", $"{item.Step} does not lead from {item.Min} to {item.Max}. Write how far answers lie apart.");
            problems.Unless(item.AlertFrom is null || (item.AlertFrom >= item.Min && item.AlertFrom <= item.Max), $"{path}.alertFrom", $"{item.AlertFrom} is no answer of this item. Write {item.Min} to {item.Max}.");
            problems.Unless(item.AlertFrom is null == item.Alert is null, $"{path}.alert", "An answer that a person must see, and what it speaks of, stand together. Write both, alertFrom and alert, or neither.");
            Ages(item.FromAge, null, path, problems);
        }

        if (measure.FewestItems is { } fewest)
        {
            problems.Range(fewest, 1, measure.Items.Length, "$.fewestItems", "items");
        }
    }

    private static void Subscales(Measure measure, Problems problems)
    {
        problems.Several(measure.Subscales, subscale => subscale.Id, "$.subscales", ".id", "subscale", mayBeEmpty: true);
        for (var index = 0; index < measure.Subscales.Length; index++)
        {
            var (subscale, path) = (measure.Subscales[index], $"$.subscales[{index}]");
            problems.Unless(Word().IsMatch(subscale.Id), $"{path}.id", $"\"{subscale.Id}\" is no name of a subscale. Write English words in camelCase, such as emotional.");
            problems.Several(subscale.Items, number => number, $"{path}.items", "", "item");
            for (var item = 0; item < subscale.Items.Length; item++)
            {
                problems.Unless(subscale.Items[item] >= 1 && subscale.Items[item] <= measure.Items.Length, $"{path}.items[{item}]", $"There is no item {subscale.Items[item]}. Write 1 to {measure.Items.Length}.");
            }

            Rule(subscale.Rule, subscale.Items.Length, $"{path}.rule", problems, null);
        }
    }

    private static void Rule(ScoreRule rule, int items, string path, Problems problems, Action<ImmutableArray<string>>? ofSubscales)
    {
        switch (rule)
        {
            case ScoreRule.Mean mean:
                problems.Unless(mean.Factor > 0, $"{path}.factor", $"{mean.Factor} is not possible. Write what the mean is multiplied by, 1 for nothing.");
                problems.Range(mean.MayBeMissing, 0, Math.Max(0, items - 1), $"{path}.mayBeMissing", "items");
                break;
            case ScoreRule.OfSubscales of when ofSubscales is not null:
                ofSubscales(of.Of);
                break;
            case ScoreRule.OfSubscales or ScoreRule.None when ofSubscales is null:
                problems.Add($"{path}.is", "A subscale is added up or averaged. Write sum or mean.");
                break;
        }
    }

    /// <summary>What scores are held against.</summary>
    private static void Norms(Measure measure, Problems problems)
    {
        for (var index = 0; index < measure.Bands.Length; index++)
        {
            var (set, path) = (measure.Bands[index], $"$.bands[{index}]");
            About(measure, set.Of, set.Respondents, path, problems);
            problems.Unless(!set.Steps.IsEmpty, $"{path}.steps", "The list is empty. Write at least one band.");
            foreach (var (least, most) in Ranges(measure, set.Of))
            {
                problems.Unless(set.Steps.IsEmpty || set.Steps[0].From == least, $"{path}.steps[0].from", $"The least score is {least}. Begin there.");
                for (var step = 0; step < set.Steps.Length; step++)
                {
                    problems.Unless(set.Steps[step].From <= most && (step == 0 || set.Steps[step].From > set.Steps[step - 1].From), $"{path}.steps[{step}].from",
                        $"{set.Steps[step].From} is out of order. Write bands from the least score up, none beyond {most}.");
                }
            }
        }

        for (var index = 0; index < measure.ReliableChange.Length; index++)
        {
            var (change, path) = (measure.ReliableChange[index], $"$.reliableChange[{index}]");
            About(measure, change.Of, change.Respondents, path, problems);
            problems.Unless(
                change is { Points: > 0, Sd: null, Alpha: null } or { Points: null, Sd: > 0, Alpha: > 0 and < 1 }, path,
                "Write either points above 0, or sd above 0 and alpha between 0 and 1. Leave the entry out where neither is known.");
        }

        for (var index = 0; index < measure.Thresholds.Length; index++)
        {
            var (threshold, path) = (measure.Thresholds[index], $"$.thresholds[{index}]");
            About(measure, threshold.Of, threshold.Respondents, path, problems);
            Ages(threshold.FromAge, threshold.ToAge, path, problems);
            problems.Unless(threshold.Sex is null or "M" or "F", $"{path}.sex", $"\"{threshold.Sex}\" is not possible. Write M or F, or leave it out.");
            foreach (var (least, most) in Ranges(measure, threshold.Of))
            {
                problems.Unless(threshold.At > least && threshold.At <= most, $"{path}.at", $"{threshold.At} parts no scores. Write more than {least}, up to {most}.");
            }
        }

        if (measure.Entered is { } entered)
        {
            problems.Unless(entered.Max > entered.Min, "$.entered.max", $"{entered.Max} is not more than {entered.Min}. Write the greatest total.");
            problems.Unless(!entered.SameScale || Ranges(measure, []).All(range => range.Least == entered.Min && range.Most == entered.Max), "$.entered",
                "On the same scale it has the same least and greatest total as answers would come to. Write those.");
            problems.Unless(!entered.SameScale || measure.Total is not ScoreRule.None, "$.entered.sameScale", "There is no total that it could be on one scale with. Write false.");
        }
    }

    /// <summary>The words that the file itself brings.</summary>
    private static void Words(Measure measure, Problems problems)
    {
        problems.Unless(measure.Licence.TextMayBeShipped || measure.Text.IsEmpty, "$.text",
            $"The licence does not let these words be shipped. Take them out, and put the licence holder's file into services/measures/{MeasureFiles.TextsFolder}/{measure.Id}.json.");
        problems.Unless(!measure.Licence.TextMayBeShipped || !measure.Text.IsEmpty, "$.text", "The words are missing. Add them, or write textMayBeShipped false.");
        if (!measure.Text.IsEmpty)
        {
            TextFileRules.Check(measure, measure.Text, "$.text", problems);
            TextFileRules.Everybody(measure, measure.Text, "$.text", problems);
        }
    }

    internal static void Ages(int? from, int? to, string path, Problems problems)
    {
        problems.Unless(from is null or (>= 0 and <= 25), $"{path}.fromAge", $"{from} is not possible. Write years from 0 to 25.");
        problems.Unless(to is null || (to >= (from ?? 0) && to <= 25), $"{path}.toAge", $"{to} is not possible. Write years from {from ?? 0} to 25, or leave it out.");
    }

    private static void About(Measure measure, ImmutableArray<string> of, ImmutableArray<string> respondents, string path, Problems problems)
    {
        Known(measure, of, $"{path}.of", problems);
        problems.Unless(!of.IsEmpty || measure.Total is not ScoreRule.None, $"{path}.of", "There is no total. Name the subscales that it is about.");
        for (var index = 0; index < respondents.Length; index++)
        {
            problems.Reference(respondents[index], measure.Respondents.Select(respondent => respondent.Who), $"{path}.respondents[{index}]", "respondent", "$.respondents");
        }
    }

    private static void Known(Measure measure, ImmutableArray<string> of, string path, Problems problems)
    {
        for (var index = 0; index < of.Length; index++)
        {
            problems.Reference(of[index], measure.Subscales.Select(subscale => subscale.Id), $"{path}[{index}]", "subscale", "$.subscales");
        }
    }

    /// <summary>The least and greatest scores of the subscales, or of the total where none is named.</summary>
    private static IEnumerable<(decimal Least, decimal Most)> Ranges(Measure measure, ImmutableArray<string> of) => of.IsEmpty
        ? measure.Total switch
        {
            ScoreRule.None => [],
            ScoreRule.OfSubscales parts => [Added(Ranges(measure, parts.Of))],
            var rule => [Range(rule, measure.Items)],
        }
        : measure.Subscales.Where(subscale => of.Contains(subscale.Id)).Select(subscale => Range(subscale.Rule, subscale.Items.Select(number => measure.Items[number - 1])));

    private static (decimal Least, decimal Most) Range(ScoreRule rule, IEnumerable<MeasureItem> items)
    {
        var all = items.ToList();
        return rule is ScoreRule.Mean mean
            ? (all.Min(item => item.Min) * mean.Factor, all.Max(item => item.Max) * mean.Factor)
            : Added(all.Select(item => (item.Min, item.Max)));
    }

    private static (decimal Least, decimal Most) Added(IEnumerable<(decimal Least, decimal Most)> ranges) =>
        ranges.Aggregate((Least: 0m, Most: 0m), (sum, range) => (sum.Least + range.Least, sum.Most + range.Most));

    [GeneratedRegex("^[a-z][a-zA-Z0-9]{0,39}$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Word();
}
