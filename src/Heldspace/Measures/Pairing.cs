using System.Collections.Immutable;
using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Measures;

/// <summary>A case that has no second answer to compare with yet.</summary>
/// <param name="File">The case.</param>
/// <param name="Baseline">The day of the first answer that has a figure; null where there is none.</param>
/// <param name="Ends">Whether the last review says that the work comes to its end: soon nobody can be asked any more.</param>
public sealed record Unpaired(CaseFile File, LocalDate? Baseline, bool Ends);

/// <summary>Who answered which measure, as it is counted.</summary>
/// <param name="Case">The id.</param>
/// <param name="Measure">Its id.</param>
/// <param name="Version">Scores of different versions are not compared.</param>
/// <param name="Role">Who answered.</param>
/// <param name="HasTotal">Whether it came to a total.</param>
/// <param name="Subscales">Those that came to a figure, by id.</param>
public sealed record CountedAnswer(string Case, string Measure, string Version, string Role, bool HasTotal, ImmutableArray<string> Subscales);

/// <summary>A rate with what it was counted of.</summary>
public sealed record PairingRate(int Paired, int Of)
{
    /// <summary>In whole per cent; null of nothing.</summary>
    public int? Percent => Of == 0 ? null : (int)Math.Round(100m * Paired / Of, MidpointRounding.AwayFromZero);
}

/// <summary>Whether there are two answers to hold against each other: one of the start, one of later.</summary>
public static class Pairing
{
    /// <summary>Whether one measure at least, answered by the same respondent, can be compared with the start.</summary>
    public static bool IsPaired(MeasureFiles known, CaseFile file) => Results.Of(known, file).Any(series => series.IsPaired);

    /// <summary>Open cases that were assessed and are not paired, the most urgent first: those whose work comes to its end, then by the time since the first answer; those without any last.</summary>
    public static ImmutableArray<Unpaired> Lacking(ServiceDefinition service, MeasureFiles known, IEnumerable<CaseFile> files) =>
    [
        .. files
            .Where(file => file.Case is { State: CaseState.Open, AssessedAt: not null } && service.PurposeOf(file.Case.Beside) != AppointmentPurpose.Consultation)
            .Select(file => (File: file, Results: Results.Of(known, file)))
            .Where(one => !one.Results.Any(series => series.IsPaired))
            .Select(one => new Unpaired(one.File, First(one.Results), one.File.Case.Reviews is [.., { What: ReviewOutcome.Ends }]))
            .OrderBy(lacking => lacking.Baseline is null)
            .ThenByDescending(lacking => lacking.Ends)
            .ThenBy(lacking => lacking.Baseline ?? London.Day(lacking.File.Case.AssessedAt!.Value))
            .ThenBy(lacking => lacking.File.Case.Reference.Text, StringComparer.Ordinal),
    ];

    /// <summary>How many of some cases are paired, by what was counted of their answers.</summary>
    public static PairingRate Rate(MeasureFiles known, IEnumerable<string> cases, IEnumerable<CountedAnswer> answers)
    {
        var paired = answers
            .GroupBy(answer => (answer.Case, answer.Measure, answer.Version, answer.Role))
            .Where(group => IsPaired(known.Find(group.Key.Measure), [.. group]))
            .Select(group => group.Key.Case)
            .ToHashSet(StringComparer.Ordinal);
        var of = cases.Distinct(StringComparer.Ordinal).ToList();
        return new(of.Count(paired.Contains), of.Count);
    }

    /// <summary>Where there is a total two totals are a pair; where each part stands for itself, two figures of one part.</summary>
    private static bool IsPaired(Measure? measure, List<CountedAnswer> answers) =>
        measure?.Total is ScoreRule.None
            ? answers.SelectMany(answer => answer.Subscales).CountBy(subscale => subscale, StringComparer.Ordinal).Any(subscale => subscale.Value > 1)
            : answers.Count(answer => answer.HasTotal) > 1;

    private static LocalDate? First(ImmutableArray<ResultSeries> results) =>
        results.Select(series => series.Baseline?.Ask.EndedAt).OfType<Instant>().OrderBy(at => at).Select(at => (LocalDate?)London.Day(at)).FirstOrDefault();
}
