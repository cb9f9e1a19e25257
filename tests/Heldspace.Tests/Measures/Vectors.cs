using System.Collections.Immutable;
using System.Globalization;
using Heldspace.Tests.Services;

namespace Heldspace.Tests.Measures;

/// <summary>Every line of <c>Vectors.md</c>, which a clinician can read and put right.</summary>
public sealed class Vectors
{
    private static readonly string[] Lines = [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Measures", "Vectors.md")).Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| measure", StringComparison.Ordinal))];

    public static TheoryData<string> All => new(Lines);

    [Theory]
    [MemberData(nameof(All))]
    public void It_comes_to_what_was_worked_out_by_hand(string line)
    {
        var cells = line.Split('|', StringSplitOptions.TrimEntries)[1..^1];
        cells.Length.ShouldBe(9, line);
        var measure = Definitions.Measures.Require(cells[0]);
        var who = cells[1].Split(' ');

        var score = measure.Score(Answers(cells[2].Trim('`')), who[0], who.Length > 1 ? int.Parse(who[1], CultureInfo.InvariantCulture) : null);

        (score.Measure, score.Version).ShouldBe((measure.Id, measure.Version));
        Said(score.Total).ShouldBe(cells[3]);
        Or(string.Join(", ", score.Subscales.Select(subscale => $"{subscale.Id} {Said(subscale.Value)}{(subscale.Band is { } band ? $" {band}" : "")}"))).ShouldBe(cells[4]);
        (score.Band ?? "–").ShouldBe(cells[5]);
        Or(string.Join(' ', score.Missing)).ShouldBe(cells[6]);
        Or(string.Join(' ', score.Alerts.Select(alert => alert.Item))).ShouldBe(cells[7]);
        (score.Reason is null).ShouldBe(score.Total is not null, "No total without a reason, and no reason beside one.");
    }

    [Fact]
    public void Every_measure_has_lines_with_nothing_missing_something_missing_and_everything_missing()
    {
        foreach (var measure in Definitions.Measures.All)
        {
            var answers = Lines.Where(line => line.StartsWith($"| {measure.Id} |", StringComparison.Ordinal)).Select(line => Answers(line.Split('|')[3].Trim().Trim('`'))).ToList();
            var answered = answers.Select(given => (Some: given.Any(answer => answer is not null), Gap: given.Any(answer => answer is null))).ToList();
            answered.ShouldContain((true, false), measure.Id);
            answered.ShouldContain((true, true), measure.Id);
            answered.ShouldContain((false, true), measure.Id);
        }
    }

    internal static ImmutableArray<decimal?> Answers(string text) =>
        [.. text.Split(',').Select(answer => answer.Length == 0 ? (decimal?)null : decimal.Parse(answer, CultureInfo.InvariantCulture))];

    private static string Said(decimal? value) => value?.ToString("0.######", CultureInfo.InvariantCulture) ?? "–";

    private static string Or(string text) => text.Length == 0 ? "–" : text;
}
