using System.Globalization;
using Heldspace.Intake;
using Heldspace.Intake.Text;
using Heldspace.Safeguarding;
using Xunit.Abstractions;

namespace Heldspace.Tests.Safeguarding;

/// <summary>
/// Fits the points of <c>risk-points.txt</c> to the texts kept here: a logistic regression over what <see cref="Scale"/> sees, the heaviest unit of a
/// text standing for the text. Run by hand, with <c>HELDSPACE_FIT_POINTS</c> naming the file to write, after texts or classes of words have changed.
/// It first prints how each set does when the points are fitted to the others only, which is what to expect of texts not seen.
/// </summary>
public sealed class Fitting(ITestOutputHelper output)
{
    private const double Strength = 0.3;

    private static readonly string[] Sets =
    [
        "risks.txt ordinary.txt", "risks-unseen.txt ordinary-unseen.txt", "unseen-a.txt", "unseen-b.txt", "unseen-c.txt", "development.txt", "contrasts-a.txt", "contrasts-b.txt", "unseen-d.txt",
        "every second mail", "every other mail",
    ];

    [Fact]
    public void Points_are_fitted_where_asked()
    {
        if (Environment.GetEnvironmentVariable("HELDSPACE_FIT_POINTS") is not { Length: > 0 } file)
        {
            return;
        }

        var texts = Sets.SelectMany((names, set) => names.Split(' ').Where(name => File.Exists(Path(name))).SelectMany(name => Read(name, set))).Concat(Mails()).ToList();
        var features = new Dictionary<string, int>(StringComparer.Ordinal);
        var often = texts.SelectMany(text => text.Units.SelectMany(unit => unit).Distinct().ToList()).GroupBy(mark => mark, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key);
        foreach (var mark in often.Order(StringComparer.Ordinal))
        {
            features.Add(mark, features.Count);
        }

        var rows = texts.ConvertAll(text => (text.Set, text.IsRisk, text.HasRule, Units: text.Units.ConvertAll(unit => unit.Where(features.ContainsKey).Select(mark => features[mark]).ToArray())));
        if (Environment.GetEnvironmentVariable("HELDSPACE_FIT_ONLY") is null)
        {
            Cross(rows, features.Count);
        }

        var (weights, start) = Fit(rows, features.Count);
        var lines = features.Select(feature => (feature.Key, Points: (int)Math.Round(weights[feature.Value] * 10))).Append((Key: "(start)", Points: (int)Math.Round(start * 10))).Where(row => row.Points != 0)
            .GroupBy(row => row.Points).OrderByDescending(group => group.Key)
            .Select(group => $"{group.Key.ToString(CultureInfo.InvariantCulture)}: {string.Join(" | ", group.Select(row => row.Key).Order(StringComparer.Ordinal))}");
        File.WriteAllLines(file, [.. File.ReadLines(file).TakeWhile(line => line.StartsWith('#')), .. lines]);
    }

    private void Cross(List<(int Set, bool IsRisk, bool HasRule, List<int[]> Units)> rows, int features)
    {
        var all = new List<(bool IsRisk, bool HasRule, double Score)>();
        foreach (var set in rows.Select(row => row.Set).Distinct().Where(set => set > 3).ToList())
        {
            var (weights, start) = Fit([.. rows.Where(row => row.Set != set)], features);
            var scored = rows.Where(row => row.Set == set).Select(row => (row.IsRisk, row.HasRule, Score: row.Units.Max(unit => start + unit.Sum(mark => weights[mark])))).ToList();
            all.AddRange(scored);
            output.WriteLine(Sets[set] + ": " + Told(scored));
        }

        output.WriteLine("all: " + Told(all));
    }

    private static string Told(List<(bool IsRisk, bool HasRule, double Score)> scored) => string.Join("; ", new[] { 1.0, 2.0 }.SelectMany(rule => new[] { 0.3, 0.6, 1.0, 1.4 }.Select(least =>
    {
        var alerted = scored.Where(one => one.Score + (one.HasRule ? rule : 0) >= least).ToList();
        return $"rule {rule:0.0} from {least:0.0}: {alerted.Count(one => one.IsRisk) * 100.0 / scored.Count(one => one.IsRisk):0.0} / {alerted.Count(one => !one.IsRisk) * 100.0 / scored.Count(one => !one.IsRisk):0.0}";
    })));

    /// <summary>Gradient descent with a step of its own for each mark; risks and ordinary texts count the same in all.</summary>
    private static (double[] Weights, double Start) Fit(List<(int Set, bool IsRisk, bool HasRule, List<int[]> Units)> rows, int features)
    {
        var weights = new double[features + 1];
        var chosen = rows.SelectMany(row => row.Units.Select(unit => (row.IsRisk, Unit: unit, Weight: row.IsRisk ? 1.0 / row.Units.Count : 1.0))).ToList();
        for (var round = 0; round < 3; round++)
        {
            Descend(chosen, weights, round == 0 ? 250 : 150);
            double Score(int[] unit) => unit.Sum(mark => weights[mark]);
            chosen = [.. rows.SelectMany(row => (row.IsRisk ? [row.Units.MaxBy(Score)!] : row.Units).Select(unit => (row.IsRisk, unit, 1.0)))];
        }

        Descend(chosen, weights, 500);
        return (weights[..^1], weights[^1]);
    }

    private static void Descend(List<(bool IsRisk, int[] Unit, double Weight)> rows, double[] weights, int steps)
    {
        var balance = rows.Where(row => !row.IsRisk).Sum(row => row.Weight) / rows.Where(row => row.IsRisk).Sum(row => row.Weight);
        var squares = new double[weights.Length];
        var gradient = new double[weights.Length];
        for (var step = 0; step < steps; step++)
        {
            for (var at = 0; at < weights.Length; at++)
            {
                gradient[at] = at + 1 == weights.Length ? 0 : weights[at];
            }

            foreach (var (isRisk, unit, weight) in rows)
            {
                var score = weights[^1] + unit.Sum(mark => weights[mark]);
                var error = Strength * weight * (isRisk ? -balance / (1 + Math.Exp(score)) : 1 / (1 + Math.Exp(-score)));
                gradient[^1] += error;
                foreach (var mark in unit)
                {
                    gradient[mark] += error;
                }
            }

            for (var at = 0; at < weights.Length; at++)
            {
                squares[at] += gradient[at] * gradient[at];
                weights[at] -= squares[at] > 0 ? 0.1 * gradient[at] / Math.Sqrt(squares[at]) : 0;
            }
        }
    }

    private static IEnumerable<(int Set, bool IsRisk, bool HasRule, List<string[]> Units)> Read(string name, int set)
    {
        foreach (var line in File.ReadLines(Path(name)).Where(line => line.Length > 2 && line[0] != '#'))
        {
            var isMarked = line[1] == ':';
            var text = (isMarked ? line[2..].Trim() : line).Replace("\\n", "\n");
            yield return Of(set, isMarked ? line[0] != 'O' : name.StartsWith("risks", StringComparison.Ordinal), text);
        }
    }

    /// <summary>Mails of the corpus: what is ordinary in a long text.</summary>
    private static IEnumerable<(int Set, bool IsRisk, bool HasRule, List<string[]> Units)> Mails()
    {
        var folder = Environment.GetEnvironmentVariable("HELDSPACE_FIT_MAILS") ?? System.IO.Path.Combine(AppContext.BaseDirectory, "Intake", "Corpus", "mails");
        var files = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.mail").Order(StringComparer.Ordinal).ToList() : [];
        for (var at = 0; at < files.Count; at++)
        {
            var mail = File.ReadAllText(files[at]).ReplaceLineEndings("\n");
            var body = mail.IndexOf("\n\n", StringComparison.Ordinal);
            if (body > 0 && !mail[..body].Contains("Content: html", StringComparison.Ordinal))
            {
                yield return Of(Sets.Length - 2 + (at % 2), mail.Contains("\nalert: yes", StringComparison.Ordinal), mail[body..mail.IndexOf("\n=== ", StringComparison.Ordinal)]);
            }
        }
    }

    private static (int Set, bool IsRisk, bool HasRule, List<string[]> Units) Of(int set, bool isRisk, string text)
    {
        var utterances = Sentence.Split(Lines.OfPlainText(text).All).Select(Utterance.Of).OfType<Utterance>().DefaultIfEmpty(Utterance.Of(Sentence.Split([new(1, "none", [])])[0])!).ToList();
        var hasRule = utterances.Where((utterance, at) => Judge.Of(utterance, utterances.ElementAtOrDefault(at - 1), utterances.ElementAtOrDefault(at + 1), out _).Count > 0).Any();
        return (set, isRisk, hasRule, [.. Weighing.Units(utterances).Select(unit => unit.Marks.ToArray())]);
    }

    private static string Path(string name) => System.IO.Path.Combine(AppContext.BaseDirectory, "Safeguarding", name);
}
