using System.Collections.Immutable;
using Heldspace.Measures.Asking;
using Heldspace.Pathway;

namespace Heldspace.Measures;

/// <summary>What somebody's answers to one measure came to at one time.</summary>
/// <param name="Ask">When and how they were asked.</param>
/// <param name="Asked">Their answers, and their words.</param>
/// <param name="Score">What it came to.</param>
/// <param name="Change">Beside the baseline; null for the baseline itself, for what came before it, and where there is none.</param>
public sealed record Result(Ask Ask, Asked Asked, Score Score, Comparison? Change)
{
    /// <summary>Whether there is any figure in it.</summary>
    public bool HasFigure => Results.HasFigure(Score);
}

/// <summary>One measure as one respondent has answered it, time after time.</summary>
/// <param name="Measure">Which.</param>
/// <param name="Role">Who, of <see cref="Roles"/>.</param>
/// <param name="Answers">Oldest first; at least one.</param>
/// <param name="Baseline">What the others are compared with; null where no answer has a figure.</param>
public sealed record ResultSeries(Measure Measure, string Role, ImmutableArray<Result> Answers, Result? Baseline)
{
    /// <summary>The start went unanswered, or without a figure: the first answer that has one stands for it.</summary>
    public bool BaselineIsLater => Baseline is { Ask.Kind: not WaveKind.Baseline };

    /// <summary>Whether some figure can be held against an earlier one.</summary>
    public bool IsPaired => Answers.Any(result => result.Change?.All.Any() == true);
}

/// <summary>What people said has come to so far, each measure and respondent by itself.</summary>
public static class Results
{
    /// <summary>Everything that was answered and scored, by measure and then by respondent. Measures that there is no file of any more are left out.</summary>
    public static ImmutableArray<ResultSeries> Of(MeasureFiles known, CaseFile file)
    {
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(file);
        return
        [
            .. file.Asks
                .Where(ask => ask.State == AskState.Answered)
                .OrderBy(ask => ask.EndedAt)
                .SelectMany(ask => ask.Measures.Where(asked => asked.Score is not null).Select(asked => new Result(ask, asked, asked.Score!, null)))
                .GroupBy(result => (result.Asked.Measure, result.Ask.Respondent.Role))
                .OrderBy(group => group.Key.Measure, StringComparer.Ordinal)
                .ThenBy(group => Roles.All.IndexOf(group.Key.Role))
                .Select(group => known.Find(group.Key.Measure) is { } measure ? Series(measure, group.Key.Role, [.. group]) : null)
                .OfType<ResultSeries>(),
        ];
    }

    internal static bool HasFigure(Score score) => score.Total is not null || score.Subscales.Any(subscale => subscale.Value is not null);

    /// <summary>The earliest answer of the start is the baseline; where the start has none, the earliest answer at all.</summary>
    private static ResultSeries Series(Measure measure, string role, ImmutableArray<Result> answers)
    {
        var figures = answers.Where(answer => answer.HasFigure).ToList();
        var baseline = figures.Find(answer => answer.Ask.Kind == WaveKind.Baseline) ?? figures.FirstOrDefault();
        return new(
            measure,
            role,
            baseline is null ? answers : [.. answers.Select(answer => answer.Ask.EndedAt > baseline.Ask.EndedAt ? answer with { Change = Compared(measure, baseline, answer) } : answer)],
            baseline);
    }

    private static Comparison Compared(Measure measure, Result baseline, Result later)
    {
        var comparison = Compare.Scores(measure, baseline.Score, later.Score);
        if (!measure.IsAboutGoals || comparison.Subscales.IsEmpty)
        {
            return comparison;
        }

        // A goal in other words is another goal.
        var same = comparison.Subscales.RemoveAll(change => GoalOf(measure, change.Subscale, baseline.Asked) != GoalOf(measure, change.Subscale, later.Asked));
        return comparison with { Subscales = same, Reason = same.IsEmpty ? "The goals are others than at the start." : null };
    }

    /// <summary>The words of the goal that a figure is about; null where it is about none.</summary>
    public static string? GoalOf(Measure measure, string? subscale, Asked asked) =>
        measure.IsAboutGoals && measure.Subscales.FirstOrDefault(known => known.Id == subscale) is { Items: [var item] } && item <= asked.Goals.Length ? asked.Goals[item - 1] : null;
}
