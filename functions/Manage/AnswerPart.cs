using System.Collections.Immutable;
using System.Globalization;
using Heldspace.Measures;
using Heldspace.Measures.Asking;
using Heldspace.Pathway;

namespace Heldspace.Functions.Manage;

/// <summary>One measure of an ask, as it is written down by hand.</summary>
/// <param name="Measure">Which.</param>
/// <param name="Asked">What is there of it so far.</param>
/// <param name="Text">Its words; null where they may not be shown: whoever writes down has the paper.</param>
/// <param name="Items">Those that are asked at that age, about goals that are set.</param>
public sealed record AnswerPart(Measure Measure, Asked Asked, MeasureText? Text, ImmutableArray<AnswerItem> Items)
{
    /// <summary>Name of the field of an entered total.</summary>
    public string TotalField => $"{Measure.Id}.total";

    /// <summary>In order. What was asked by another version of a measure is left out: its answers would mean something else.</summary>
    public static IReadOnlyList<AnswerPart> Of(MeasureFiles measures, CaseFile file, Ask ask)
    {
        var parts = new List<AnswerPart>();
        foreach (var asked in ask.Measures)
        {
            if (measures.Find(asked.Measure) is not { } measure || measure.Version != asked.Version)
            {
                continue;
            }

            var text = measure.TextFor(ask.Respondent.Language, ask.Respondent.Role, ask.Age) ?? measure.TextFor(Measure.English, ask.Respondent.Role, ask.Age);
            var items = measure.Items.Index()
                .Where(one => one.Item.IsAsked(ask.Age) && (!measure.IsAboutGoals || one.Item.Number <= file.Case.Goals.Length))
                .Select(one => Item(measure, one.Index, text, asked, file))
                .ToImmutableArray();
            if (items.Length > 0)
            {
                parts.Add(new(measure, asked, text, items));
            }
        }

        return parts;
    }

    private static AnswerItem Item(Measure measure, int at, MeasureText? text, Asked asked, CaseFile file)
    {
        var rules = measure.Items[at];
        var words = text?.Items.FirstOrDefault(item => item.Number == rules.Number);
        var said = words?.Text.Replace(ItemText.Goal, rules.Number <= file.Case.Goals.Length ? file.Case.Goals[rules.Number - 1] : "", StringComparison.Ordinal);
        return new($"{measure.Id}.{rules.Number.ToString(CultureInfo.InvariantCulture)}", at, rules, said, words is null ? [] : text!.OptionsOf(words), at < asked.Answers.Length ? asked.Answers[at] : null);
    }
}

/// <param name="Field">Name of its field.</param>
/// <param name="At">Its place among the measure's answers, from 0.</param>
/// <param name="Rules">Its range.</param>
/// <param name="Text">The question; null where it may not be shown.</param>
/// <param name="Named">What answers say, where that may be shown.</param>
/// <param name="Answer">What was answered so far; null for nothing.</param>
public sealed record AnswerItem(string Field, int At, MeasureItem Rules, string? Text, ImmutableArray<AnswerOption> Named, decimal? Answer)
{
    /// <summary>More than that are typed, not chosen.</summary>
    private const int MostChoices = 11;

    public int Number => Rules.Number;

    /// <summary>Whether there are so few answers that they are chosen from a list.</summary>
    public bool IsChosen => ((Rules.Max - Rules.Min) / Rules.Step) + 1 <= MostChoices;

    /// <summary>"0 to 3".</summary>
    public string Range => $"{ResultWords.Figure(Rules.Min)} to {ResultWords.Figure(Rules.Max)}{(Rules.Step == 1 ? "" : $", in steps of {ResultWords.Figure(Rules.Step)}")}";

    /// <summary>Every answer with what it says.</summary>
    public IEnumerable<(decimal Value, string? Text)> Choices
    {
        get
        {
            for (var value = Rules.Min; value <= Rules.Max; value += Rules.Step)
            {
                yield return (value, Named.FirstOrDefault(option => option.Value == value)?.Text);
            }
        }
    }

    public bool Allows(decimal answer) => answer >= Rules.Min && answer <= Rules.Max && (answer - Rules.Min) % Rules.Step == 0;
}
