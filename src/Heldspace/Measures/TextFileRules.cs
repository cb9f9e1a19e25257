using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Heldspace.Services.Checks;

namespace Heldspace.Measures;

/// <summary>What must hold of the words of a measure: those of its own file and those of a licence holder's.</summary>
internal static partial class TextFileRules
{
    /// <summary>Older people are not served; what is said to the oldest is said to them.</summary>
    private const int Oldest = 25;

    /// <summary>Where the measure of a licence holder's file stands in a list; null where problems were added.</summary>
    public static int? Check(LicensedText text, List<Measure> measures, Problems problems)
    {
        problems.Unless(Language().IsMatch(text.Language), "$.language", $"\"{text.Language}\" is no language. Write a code such as en, en-easy for Easy Read, or pl.");
        var file = $"{MeasureFiles.TextsFolder}/{text.Measure}{(text.Language == Measure.English ? "" : $".{text.Language}")}.json";
        problems.Unless(problems.File == $"{MeasureFiles.Folder}/{file}", "$.measure", $"The file's name does not say {text.Measure} in {text.Language}. Rename it to {Path.GetFileName(file)}, or put measure and language right.");
        problems.Reference(text.Measure, measures.Select(measure => measure.Id), "$.measure", "measure", "the files in services/measures");
        var index = measures.FindIndex(measure => measure.Id == text.Measure);
        if (index < 0)
        {
            return null;
        }

        var words = measures[index];
        problems.Unless(text.Version == words.Version, "$.version", $"The items of version {words.Version} are asked. Check the words against that, and write {words.Version}.");
        problems.Unless(!words.Texts.ContainsKey(text.Language), "$.language", $"{text.Measure} has words in {text.Language} already. Take this file away.");
        problems.Unless(!text.Texts.IsEmpty, "$.texts", "The list is empty. Write at least one text.");
        Check(words, text.Texts, "$.texts", problems);
        return problems.IsEmpty ? index : null;
    }

    /// <summary>That every text words the items that its readers are asked, and offers answers that there are.</summary>
    public static void Check(Measure measure, ImmutableArray<MeasureText> texts, string at, Problems problems)
    {
        for (var index = 0; index < texts.Length; index++)
        {
            var (text, path) = (texts[index], $"{at}[{index}]");
            MeasureRules.Ages(text.FromAge, text.ToAge, path, problems);
            for (var respondent = 0; respondent < text.Respondents.Length; respondent++)
            {
                problems.Reference(text.Respondents[respondent], measure.Respondents.Select(known => known.Who), $"{path}.respondents[{respondent}]", "respondent", "$.respondents of the measure");
            }

            var (from, to) = (text.FromAge ?? 0, text.ToAge ?? Oldest);
            problems.Unless(measure.Items.All(item => item.FromAge is null || item.FromAge <= from || item.FromAge > to), path, "Some of these readers are asked more items than others. Write a text for each age.");
            var asked = measure.ItemsFor(to).ToList();
            problems.Unless(text.Items.Select(item => item.Number).SequenceEqual(asked.Select(item => item.Number)), $"{path}.items", $"The items do not fit. Word each of these once, in order: {string.Join(", ", asked.Select(item => item.Number))}.");
            for (var item = 0; item < text.Items.Length; item++)
            {
                Options(text, text.Items[item], asked, $"{path}.items[{item}]", problems);
            }
        }
    }

    /// <summary>That nobody who may be asked is left without words.</summary>
    public static void Everybody(Measure measure, ImmutableArray<MeasureText> texts, string at, Problems problems)
    {
        foreach (var respondent in measure.Respondents)
        {
            var without = Enumerable.Range(respondent.FromAge, (respondent.ToAge ?? Oldest) - respondent.FromAge + 1).FirstOrDefault(age => !texts.Any(text => text.Speaks(respondent.Who, age)), -1);
            problems.Unless(without < 0, at, $"Nothing is said to {Roles.InWords(respondent.Who)} at {without}. Add a text for them.");
        }
    }

    private static void Options(MeasureText text, ItemText item, List<MeasureItem> asked, string path, Problems problems)
    {
        if (asked.FirstOrDefault(known => known.Number == item.Number) is not { } rules)
        {
            return;
        }

        var options = text.OptionsOf(item);
        problems.Unless(options.Length >= 2 && options.All(option => option.Value >= rules.Min && option.Value <= rules.Max && (option.Value - rules.Min) % rules.Step == 0), path,
            $"Its answers go from {rules.Min} to {rules.Max}. Name the least and the greatest at least, here or in options of the text, and none beyond them.");
        problems.Unless(options.Zip(options.Skip(1)).All(pair => pair.First.Value < pair.Second.Value), path, "The answers are out of order. Write them from the least to the greatest, each once.");
        problems.Unless(options.IsEmpty || (options[0].Value == rules.Min && options[^1].Value == rules.Max), path, $"The ends are missing. Name {rules.Min} and {rules.Max}.");
    }

    [GeneratedRegex("^[a-z]{2,3}(-[a-z0-9]{2,8})*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Language();
}
