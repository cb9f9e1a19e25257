using System.Collections.Immutable;
using Heldspace.Measures;
using Heldspace.Measures.Asking;
using Heldspace.Pathway;

namespace Heldspace.Functions.Survey;

/// <summary>One page of questions.</summary>
/// <param name="Measure">Of which measure.</param>
/// <param name="Asked">What was answered of it so far.</param>
/// <param name="Intro">Before the first question of a measure; null on its further pages.</param>
/// <param name="Stem">Above the questions; null for none.</param>
/// <param name="Questions">One, or all of the measure.</param>
public sealed record SurveyStep(Measure Measure, Asked Asked, string? Intro, string? Stem, ImmutableArray<SurveyQuestion> Questions)
{
    /// <summary>Pages in order, in the words for this respondent. What has no words that may be shown is not there.</summary>
    public static IReadOnlyList<SurveyStep> Of(MeasureFiles measures, CaseFile file, Ask ask)
    {
        var steps = new List<SurveyStep>();
        foreach (var asked in ask.Measures)
        {
            if (measures.Find(asked.Measure) is not { } measure
                || measure.Version != asked.Version
                || measure.TextFor(ask.Respondent.Language, ask.Respondent.Role, ask.Age) is not { } text)
            {
                continue;
            }

            var questions = text.Items.Select(item => Question(measure, text, item, asked, file)).OfType<SurveyQuestion>().ToImmutableArray();
            var pages = measure.PageFor(ask.Age) == PageStyle.AllOnAPage ? [questions] : questions.Select(question => ImmutableArray.Create(question));
            steps.AddRange(pages.Where(page => page.Length > 0).Select((page, at) => new SurveyStep(measure, asked, at == 0 ? text.Intro : null, text.Stem, page)));
        }

        return steps;
    }

    /// <summary>Null for a goal that was not set.</summary>
    private static SurveyQuestion? Question(Measure measure, MeasureText text, ItemText item, Asked asked, CaseFile file)
    {
        var at = measure.Items.ToList().FindIndex(other => other.Number == item.Number);
        var words = item.Text;
        if (words.Contains(ItemText.Goal, StringComparison.Ordinal))
        {
            if (item.Number > file.Case.Goals.Length)
            {
                return null;
            }

            words = words.Replace(ItemText.Goal, file.Case.Goals[item.Number - 1], StringComparison.Ordinal);
        }

        var (rules, named) = (measure.Items[at], text.OptionsOf(item));
        var choices = ImmutableArray.CreateBuilder<SurveyChoice>();
        for (var value = rules.Min; value <= rules.Max; value += rules.Step)
        {
            choices.Add(new(value, named.FirstOrDefault(option => option.Value == value)?.Text));
        }

        return new(item.Number, at, words, choices.ToImmutable(), at < asked.Answers.Length ? asked.Answers[at] : null);
    }
}

/// <param name="Number">Of the item.</param>
/// <param name="At">Its place among the measure's answers, from 0.</param>
/// <param name="Text">The question.</param>
/// <param name="Choices">In order.</param>
/// <param name="Answer">What was answered so far; null for nothing.</param>
public sealed record SurveyQuestion(int Number, int At, string Text, ImmutableArray<SurveyChoice> Choices, decimal? Answer)
{
    /// <summary>Name of its field.</summary>
    public string Field => $"answer-{Number.ToString(System.Globalization.CultureInfo.InvariantCulture)}";

    /// <summary>Whether it is a row of figures of which only some have words, such as 0 to 10.</summary>
    public bool IsScale => Choices.Any(choice => choice.Text is null);
}

/// <param name="Value">The figure.</param>
/// <param name="Text">What it says; null for a step between others that do.</param>
public sealed record SurveyChoice(decimal Value, string? Text)
{
    public string Figure => Value.ToString("0.##", System.Globalization.CultureInfo.InvariantCulture);
}
