using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Heldspace.Measures;

/// <summary>Whether a difference is more than chance.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReliableResult>))]
public enum ReliableResult
{
    /// <summary>It may be chance.</summary>
    [JsonStringEnumMemberName("no")]
    No,

    [JsonStringEnumMemberName("improved")]
    Improved,

    [JsonStringEnumMemberName("worsened")]
    Worsened,
}

/// <summary>Whether a threshold lies between two scores.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Crossing>))]
public enum Crossing
{
    [JsonStringEnumMemberName("no")]
    No,

    /// <summary>Over it to the side of those who need no help.</summary>
    [JsonStringEnumMemberName("toBetter")]
    ToBetter,

    /// <summary>Over it to the side of those who need help.</summary>
    [JsonStringEnumMemberName("toWorse")]
    ToWorse,
}

/// <summary>What became of one figure between two times.</summary>
/// <param name="Subscale">Its id; null for the total.</param>
/// <param name="From">At the earlier time.</param>
/// <param name="To">At the later time.</param>
/// <param name="Better">Whether it got better or worse; null where it is the same.</param>
/// <param name="Needed">By how much it must differ to be more than chance; null where that is not known.</param>
/// <param name="Reliable">Null where that is not known.</param>
/// <param name="Threshold">Null where none is known.</param>
/// <param name="Crossed">Null where no threshold is known.</param>
public sealed record ScoreChange(string? Subscale, decimal From, decimal To, bool? Better, decimal? Needed, ReliableResult? Reliable, decimal? Threshold, Crossing? Crossed)
{
    /// <summary>Later less earlier.</summary>
    public decimal Difference => To - From;
}

/// <summary>Two scores of one respondent beside each other.</summary>
/// <param name="Total">Null where one of them has no total, or they are not on one scale.</param>
/// <param name="Subscales">Those that both have, in the order of the measure.</param>
/// <param name="Reason">Why nothing is compared, in words for staff; null where something is.</param>
public sealed record Comparison(ScoreChange? Total, ImmutableArray<ScoreChange> Subscales, string? Reason)
{
    /// <summary>Null where there is none to compare.</summary>
    public ScoreChange? Of(string subscale) => Subscales.FirstOrDefault(change => change.Subscale == subscale);

    /// <summary>Every figure that was compared: the total first, where there is one.</summary>
    [JsonIgnore]
    public IEnumerable<ScoreChange> All => Total is null ? Subscales : Subscales.Prepend(Total);
}

/// <summary>Compares a later score with an earlier one.</summary>
public static class Compare
{
    /// <param name="measure">Theirs.</param>
    /// <param name="baseline">The earlier; norms that depend on age or sex are those that held then, so that a birthday is no change.</param>
    /// <param name="later">The later.</param>
    public static Comparison Scores(Measure measure, Score baseline, Score later)
    {
        if (WhyNot(measure, baseline, later) is { } why)
        {
            return new(null, [], why);
        }

        var total = baseline.Total is { } from && later.Total is { } to ? Figure(measure, null, baseline, from, to) : null;
        var subscales = measure.Subscales
            .Where(subscale => baseline.Of(subscale.Id)?.Value is not null && later.Of(subscale.Id)?.Value is not null)
            .Select(subscale => Figure(measure, subscale, baseline, baseline.Of(subscale.Id)!.Value!.Value, later.Of(subscale.Id)!.Value!.Value))
            .ToImmutableArray();
        return new(total, subscales, total is null && subscales.IsEmpty ? baseline.Reason ?? later.Reason ?? "They have no figure in common." : null);
    }

    private static string? WhyNot(Measure measure, Score baseline, Score later)
    {
        if (baseline.Measure != measure.Id || later.Measure != measure.Id)
        {
            return "They are of different measures.";
        }

        if (baseline.Version != later.Version || baseline.Version != measure.Version)
        {
            return "They were scored by different versions of the measure.";
        }

        if (baseline.Respondent != later.Respondent)
        {
            return "Different people answered.";
        }

        return measure.Entered is not { SameScale: true } && baseline.Entered != later.Entered ? "One was entered and is on another scale than the other." : null;
    }

    private static ScoreChange Figure(Measure measure, Subscale? subscale, Score baseline, decimal from, decimal to)
    {
        var direction = subscale?.Better ?? measure.Better;
        bool? better = from == to ? null : to < from == (direction == Direction.Lower);
        var raw = baseline.Entered is null || measure.Entered is { SameScale: true };
        var needed = raw ? measure.ReliableChange.FirstOrDefault(change => Fits(change.Of, subscale) && Fits(change.Respondents, baseline.Respondent))?.Needed : null;
        var threshold = raw ? measure.Thresholds.FirstOrDefault(at => Fits(at, subscale, baseline))?.At : null;
        return new(
            subscale?.Id,
            from,
            to,
            better,
            needed,
            needed is { } least ? Reliable(Math.Abs(to - from) >= least, better) : null,
            threshold,
            threshold is { } line ? Crossed(Needs(from, line, direction), Needs(to, line, direction)) : null);
    }

    private static ReliableResult Reliable(bool enough, bool? better) => (enough, better) switch
    {
        (true, true) => ReliableResult.Improved,
        (true, false) => ReliableResult.Worsened,
        _ => ReliableResult.No,
    };

    private static Crossing Crossed(bool before, bool after) => (before, after) switch
    {
        (true, false) => Crossing.ToBetter,
        (false, true) => Crossing.ToWorse,
        _ => Crossing.No,
    };

    private static bool Needs(decimal score, decimal line, Direction better) => better == Direction.Lower ? score >= line : score < line;

    private static bool Fits(ImmutableArray<string> of, Subscale? subscale) => subscale is null ? of.IsEmpty : of.Contains(subscale.Id);

    private static bool Fits(ImmutableArray<string> respondents, string role) => respondents.IsEmpty || respondents.Contains(role);

    private static bool Fits(Threshold threshold, Subscale? subscale, Score baseline) =>
        Fits(threshold.Of, subscale)
        && Fits(threshold.Respondents, baseline.Respondent)
        && (threshold.FromAge is null || baseline.Age >= threshold.FromAge)
        && (threshold.ToAge is null || baseline.Age <= threshold.ToAge)
        && (threshold.Sex is null || threshold.Sex == baseline.Sex);
}
