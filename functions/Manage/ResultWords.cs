using System.Globalization;
using Heldspace.Measures;

namespace Heldspace.Functions.Manage;

/// <summary>Figures of measures in words for staff.</summary>
internal static class ResultWords
{
    public static string Figure(decimal value) => value.ToString("0.##", CultureInfo.InvariantCulture).Replace('-', '−');

    /// <summary>What the total is called, at the start of a sentence.</summary>
    public static string Total(ResultSeries series) =>
        series.Answers.Select(answer => answer.Score.Entered).FirstOrDefault(name => name is not null) is { } entered ? $"{AskWords.Capital(entered)} (entered)" : "Total";

    /// <summary>The difference to the start, and whether that is better: "−6, better".</summary>
    public static string Difference(ScoreChange change) => change.Better switch
    {
        null => "the same as at the start",
        var better => $"{(change.Difference > 0 ? "+" : "")}{Figure(change.Difference)}, {(better == true ? "better" : "worse")}",
    };

    /// <summary>Whether the difference is more than chance.</summary>
    public static string Reliable(ScoreChange change) => change.Reliable switch
    {
        ReliableResult.Improved => "reliably improved",
        ReliableResult.Worsened => "reliably worsened",
        ReliableResult.No => "no reliable change",
        _ => "reliable change: not known for this measure",
    };

    /// <summary>Null where no threshold is known.</summary>
    public static string? Crossed(ScoreChange change) => change.Crossed switch
    {
        Crossing.ToBetter => $"crossed the threshold of {Figure(change.Threshold!.Value)} to the better side",
        Crossing.ToWorse => $"crossed the threshold of {Figure(change.Threshold!.Value)} to the worse side",
        Crossing.No => $"on the same side of the threshold of {Figure(change.Threshold!.Value)}",
        _ => null,
    };
}
