using System.Globalization;
using Heldspace.Intake;
using Heldspace.Intake.Text;
using Heldspace.Local;
using Heldspace.Safeguarding;
using Heldspace.Tests.Builders;
using Xunit.Abstractions;

namespace Heldspace.Tests.Safeguarding;

/// <summary>
/// Fits the points of <c>risk-points.txt</c> to the texts kept here: a logistic regression over what <see cref="Scale"/> sees, the heaviest unit of a
/// text standing for the text. Run by hand, with <c>HELDSPACE_FIT_POINTS</c> naming the file to write, after texts or classes of words have changed.
/// It first prints how each set does when the points are fitted to the others only, which is what to expect of texts not seen. What weighs little in the
/// end is left out, and the rest fitted once more: a file that can be read finds as much as one ten times as long.
/// </summary>
public sealed class Fitting(ITestOutputHelper output)
{
    private const double Strength = 0.3;

    /// <summary>The least weight, in tens of points, that is kept.</summary>
    private const double Least = 0.2;

    /// <summary>Texts that a mark must stand in.</summary>
    private const int Often = 3;

    /// <summary>What the heaviest unit of a text must weigh, in tens of points: below nought, as to miss a risk is worse than to be alarmed by nothing.</summary>
    private const double Threshold = -0.2;

    private static readonly string[] Sets =
    [
        "risks.txt ordinary.txt", "risks-unseen.txt ordinary-unseen.txt", "unseen-a.txt", "unseen-b.txt", "unseen-c.txt", "development.txt", "contrasts-a.txt", "contrasts-b.txt", "unseen-d.txt", "referrals-a.txt", "referrals-b.txt", "samples",
        "every second mail", "every other mail",
    ];

    [Fact]
    public void Points_are_fitted_where_asked()
    {
        if (Environment.GetEnvironmentVariable("HELDSPACE_FIT_POINTS") is not { Length: > 0 } file)
        {
            return;
        }

        var texts = Sets.SelectMany((names, set) => names.Split(' ').Where(name => File.Exists(Path(name))).SelectMany(name => Read(name, set))).Concat(LocalSamples()).Concat(Mails()).ToList();
        var often = texts.SelectMany(text => text.Units.SelectMany(unit => unit.Marks).Distinct().ToList()).GroupBy(mark => mark, StringComparer.Ordinal).Where(group => group.Count() >= Often).Select(group => group.Key);
        var marks = often.Order(StringComparer.Ordinal).ToArray();
        var numbers = marks.Select((mark, at) => (mark, at)).ToDictionary(mark => mark.mark, mark => mark.at, StringComparer.Ordinal);
        var factors = marks.Select(mark => mark.AsSpan().IndexOfAny(" <[(") < 0 ? 2.0 : 1.0).ToArray();
        var rows = texts.ConvertAll(text => new Row(text.Set, text.IsRisk, text.HasRule, text.Chances / 10, text.Units.ConvertAll(unit => new Unit(unit.Share, [.. unit.Marks.Where(numbers.ContainsKey).Select(mark => numbers[mark])]))));
        if (Environment.GetEnvironmentVariable("HELDSPACE_FIT_ONLY") is null)
        {
            Cross(rows, factors);
        }

        var weights = Fit(rows, factors);
        var lines = marks.Select((mark, at) => (Key: mark, Points: (int)Math.Round(weights[at] * factors[at] * 10))).Append((Key: "(start)", Points: (int)Math.Round((weights[^1] - Threshold) * 10) + Scale.Alerts)).Where(row => row.Points != 0)
            .GroupBy(row => row.Points).OrderByDescending(group => group.Key)
            .Select(group => $"{group.Key.ToString(CultureInfo.InvariantCulture)}: {string.Join(" | ", group.Select(row => row.Key).Order(StringComparer.Ordinal))}");
        File.WriteAllLines(file, [.. File.ReadLines(file).TakeWhile(line => line.StartsWith('#')), .. lines]);
    }

    private void Cross(List<Row> rows, double[] factors)
    {
        var all = new List<(bool IsRisk, double Score)>();
        foreach (var set in rows.Select(row => row.Set).Distinct().Where(set => set > 3).ToList())
        {
            // Mails of one corpus are of one kind: a half of them is no set of its own.
            var isMail = set >= Sets.Length - 2;
            var weights = Fit([.. rows.Where(row => row.Set != set && !(isMail && row.Set >= Sets.Length - 2))], factors);
            var scored = rows.Where(row => row.Set == set).Select(row => (row.IsRisk, Score: row.Units.Max(unit => Score(unit, weights, factors)) - row.Chances + (row.HasRule ? Scale.Rule / 10.0 : 0))).ToList();
            all.AddRange(scored);
            output.WriteLine(Sets[set] + ": " + Told(scored));
        }

        output.WriteLine("all: " + Told(all));
    }

    private static string Told(List<(bool IsRisk, double Score)> scored) => string.Join("; ", new[] { -0.6, -0.3, 0, 0.3, 0.6 }.Select(least =>
    {
        var alerted = scored.Where(one => one.Score >= least).ToList();
        return $"from {least:0.0}: {alerted.Count(one => one.IsRisk) * 100.0 / scored.Count(one => one.IsRisk):0.0} / {alerted.Count(one => !one.IsRisk) * 100.0 / scored.Count(one => !one.IsRisk):0.0}";
    }));

    private static double Score(Unit unit, double[] weights, double[] factors)
    {
        var sum = 0.0;
        foreach (var mark in unit.Marks)
        {
            sum += weights[mark] * factors[mark];
        }

        return weights[^1] + (unit.Share * sum);
    }

    /// <summary>Gradient descent with a step of its own for each mark; risks and ordinary texts count the same in all. The last weight is the start.</summary>
    private static double[] Fit(List<Row> rows, double[] factors)
    {
        var weights = new double[factors.Length + 1];
        var kept = Enumerable.Repeat(true, factors.Length + 1).ToArray();
        List<(bool IsRisk, Unit Unit, double Weight)> Chosen() => [.. rows.SelectMany(row => (row.IsRisk ? [row.Units.MaxBy(unit => Score(unit, weights, factors))!] : row.Units).Select(unit => (row.IsRisk, unit, 1.0)))];
        void Drop(double least)
        {
            for (var at = 0; at < factors.Length; at++)
            {
                kept[at] &= Math.Abs(weights[at]) >= least;
                weights[at] = kept[at] ? weights[at] : 0;
            }
        }

        Descend([.. rows.SelectMany(row => row.Units.Select(unit => (row.IsRisk, unit, row.IsRisk ? 1.0 / row.Units.Count : 1.0)))], weights, factors, kept, 250);
        Descend(Chosen(), weights, factors, kept, 150);
        Descend(Chosen(), weights, factors, kept, 150);
        Descend(Chosen(), weights, factors, kept, 300);
        Drop(Least);
        Descend(Chosen(), weights, factors, kept, 200);
        Descend(Chosen(), weights, factors, kept, 200);
        Drop(Least / 2);
        return weights;
    }

    private static void Descend(List<(bool IsRisk, Unit Unit, double Weight)> rows, double[] weights, double[] factors, bool[] kept, int steps)
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
                var score = Score(unit, weights, factors);
                var error = Strength * weight * (isRisk ? -balance / (1 + Math.Exp(score)) : 1 / (1 + Math.Exp(-score)));
                gradient[^1] += error;
                foreach (var mark in unit.Marks)
                {
                    gradient[mark] += error * unit.Share * factors[mark];
                }
            }

            for (var at = 0; at < weights.Length; at++)
            {
                squares[at] += gradient[at] * gradient[at];
                weights[at] -= kept[at] && squares[at] > 0 ? 0.1 * gradient[at] / Math.Sqrt(squares[at]) : 0;
            }
        }
    }

    private static IEnumerable<Text> Read(string name, int set)
    {
        foreach (var line in File.ReadLines(Path(name)).Where(line => line.Length > 2 && line[0] != '#'))
        {
            var isMarked = line[1] == ':';
            var text = (isMarked ? line[2..].Trim() : line).Replace("\\n", "\n");
            yield return Of(set, isMarked ? line[0] != 'O' : name.StartsWith("risks", StringComparison.Ordinal), text);
        }
    }

    /// <summary>The samples that the local system comes with; a row of a table is weighed alone, its first cell as a question.</summary>
    private static IEnumerable<Text> LocalSamples()
    {
        foreach (var sample in Samples.Read(System.IO.Path.Combine(AppContext.BaseDirectory, "samples"), Builders.Mails.Today))
        {
            var mail = GraphMail.Received(sample.Message);
            var lines = mail.BodyIsHtml ? HtmlBody.Read(mail.Body) : Lines.OfPlainText(mail.Body);
            yield return Of(Sets.Length - 3, sample.File.Contains("disclosure", StringComparison.Ordinal), string.Join('\n', lines.All.Where(line => line.Cells.Length == 0).Select(line => line.Text)));
            foreach (var row in lines.All.Where(line => line.Cells.Length > 1))
            {
                yield return Of(Sets.Length - 3, isRisk: false, $"{row.Cells[0].TrimEnd('?', ':', ' ')}?\n{string.Join('\n', row.Cells.Skip(1).Select(cell => cell.Replace('\n', ' ')))}");
            }
        }
    }

    /// <summary>Mails of the corpus: what is ordinary in a long text.</summary>
    private static IEnumerable<Text> Mails()
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

    private static Text Of(int set, bool isRisk, string text)
    {
        var utterances = Sentence.Split(Lines.OfPlainText(text).All).Select(Utterance.Of).OfType<Utterance>().DefaultIfEmpty(Utterance.Of(Sentence.Split([new(1, "none", [])])[0])!).ToList();
        var hasRule = utterances.Where((utterance, at) => Judge.Of(utterance, utterances.ElementAtOrDefault(at - 1), utterances.ElementAtOrDefault(at + 1), out _).Count > 0).Any();
        return new(set, isRisk, hasRule, Scale.Chances(utterances.Count), [.. Weighing.Units(utterances).Select(unit => (unit.Share, unit.Marks.ToArray()))]);
    }

    private static string Path(string name) => System.IO.Path.Combine(AppContext.BaseDirectory, "Safeguarding", name);

    /// <summary>A text as it is weighed.</summary>
    /// <param name="Chances">See <see cref="Scale.Chances"/>.</param>
    private sealed record Text(int Set, bool IsRisk, bool HasRule, double Chances, List<(double Share, string[] Marks)> Units);

    private sealed record Row(int Set, bool IsRisk, bool HasRule, double Chances, List<Unit> Units);

    private sealed record Unit(double Share, int[] Marks);
}
