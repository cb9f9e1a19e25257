using System.Globalization;
using Heldspace.Intake;
using Heldspace.Intake.Text;
using Heldspace.Local;
using Heldspace.Safeguarding;
using Heldspace.Tests.Builders;
using Xunit.Abstractions;

namespace Heldspace.Tests.Safeguarding;

/// <summary>
/// Fits the points of <c>risk-points.txt</c> to the texts kept here: a logistic regression over what <see cref="Scale"/> sees, the heaviest units of a
/// text standing for the text. Run by hand, with <c>HELDSPACE_FIT_POINTS</c> naming the file to write, after texts or classes of words have changed.
/// It first prints how texts do by points that are fitted without them, which is what to expect of texts not seen: with others of their set known, and with
/// none of it. What weighs little in the
/// end is left out, and the rest fitted once more: a file that can be read finds as much as one ten times as long. <c>risk-passages.txt</c>, in the same folder,
/// is fitted by itself, to texts taken whole: two that err on different texts, and are added, err less than one that knows of both.
/// </summary>
public sealed class Fitting(ITestOutputHelper output)
{
    /// <summary>How much a text counts beside the wish that points be small.</summary>
    private const double Strength = 1;

    /// <summary>The least weight, in tens of points before its factor, that is kept.</summary>
    private const double Least = 0.1;

    /// <summary>Texts that a mark must stand in.</summary>
    private const int Often = 3;

    /// <summary>What an idea or a class of words may weigh beside a word: they stand in many texts and know less of each.</summary>
    private const double Classes = 0.7;

    /// <summary>How much a text counts beside the wish that the points of runs of words be small.</summary>
    private const double WholeStrength = 20;

    /// <summary>Runs of words whose points are kept, those that weigh most.</summary>
    private const int Kept = 15_000;

    /// <summary>Parts that the texts are dealt into to be told how well a fit does on what it has not seen.</summary>
    private const int Parts = 5;

    /// <summary>What the heaviest units of a text must weigh, in tens of points: below nought, as to miss a risk is worse than to be alarmed by nothing.</summary>
    private const double Threshold = -1.8;

    private static readonly string[] Sets =
    [
        "risks.txt ordinary.txt", "risks-unseen.txt ordinary-unseen.txt", "unseen-a.txt", "unseen-b.txt", "unseen-c.txt", "development.txt", "contrasts-a.txt", "contrasts-b.txt", "contrasts-c.txt", "contrasts-d.txt", "unseen-d.txt", "unseen-e.txt",
        "unseen-f.txt", "referrals-a.txt", "referrals-b.txt", "unseen-h.txt", "unseen-i.txt", "unseen-j.txt", "contrasts-e.txt", "unseen-k.txt", "unseen-l.txt",
        "unseen-n.txt", "unseen-o.txt", "unseen-p.txt", "unseen-q.txt", "unseen-r.txt", "unseen-s.txt", "unseen-t.txt", "unseen-u.txt", "unseen-v.txt", "unseen-w.txt", "unseen-x.txt", "unseen-y.txt", "unseen-z.txt", "unseen-za.txt", "unseen-zb.txt", "samples", "mails",
    ];

    /// <summary>Sets that are like what comes in: the others were written to be hard, or to try the rules.</summary>
    private static readonly int[] Real = [2, 3, 4, 10, 11, 12, 13, 14, 15, 16, 17, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 37];

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
        var runs = texts.SelectMany(text => text.Whole).GroupBy(run => run, StringComparer.Ordinal).Where(group => group.Count() >= Often).Select(group => group.Key).Order(StringComparer.Ordinal).ToArray();
        var places = runs.Select((run, at) => (run, at)).ToDictionary(run => run.run, run => run.at, StringComparer.Ordinal);
        Runs Known(HashSet<string> held) => new(Passage.Share(held.Count), [.. held.Where(places.ContainsKey).Select(run => places[run])]);
        var rows = texts.ConvertAll(text => new Row(text.Set, text.IsRisk, text.Chances / 10, text.Units.ConvertAll(unit => new Unit(unit.Share, unit.HasRule, [.. unit.Marks.Where(numbers.ContainsKey).Select(mark => numbers[mark])])), Known(text.Whole), text.Passages.ConvertAll(Known)));
        if (Environment.GetEnvironmentVariable("HELDSPACE_FIT_ONLY") is null)
        {
            Cross(rows, marks, runs.Length);
        }

        var factors = Factors(rows, marks);
        var weights = Fit(rows, factors);
        Write(file, marks.Select((mark, at) => (mark, weights[at] * factors[at] * 10)).Append(("(start)", ((weights[^1] - Threshold) * 10) + Scale.Alerts)));
        var ofRuns = FitRuns(rows, runs.Length);
        Write(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(file)!, "risk-passages.txt"), runs.Append("(start)").Select((run, at) => (run, ofRuns[at] * 10)));
    }

    /// <summary>Keeps the heading of a file, and writes what has points.</summary>
    private static void Write(string file, IEnumerable<(string Key, double Points)> weighed)
    {
        var lines = weighed.Select(row => (row.Key, Points: (int)Math.Round(row.Points))).Where(row => row.Points != 0).GroupBy(row => row.Points).OrderByDescending(group => group.Key)
            .Select(group => $"{group.Key.ToString(CultureInfo.InvariantCulture)}: {string.Join(" | ", group.Select(row => row.Key).Order(StringComparer.Ordinal))}");
        File.WriteAllLines(file, [.. File.ReadLines(file).TakeWhile(line => line.StartsWith('#')), .. lines]);
    }

    /// <summary>Each part of the texts by the points that are fitted to the others, texts of every set in each; then each set by those fitted to the other sets.</summary>
    private void Cross(List<Row> rows, string[] marks, int runs)
    {
        var dealt = rows.Select((row, at) => (row, part: at % Parts)).ToList();
        var all = Enumerable.Range(0, Parts).SelectMany(part => Tried(dealt.Where(one => one.part != part).Select(one => one.row), dealt.Where(one => one.part == part).Select(one => one.row), marks, runs)).ToList();
        output.WriteLine($"dealt, what is like what comes in: {Curve(all.Where(one => Real.Contains(one.Row.Set)))}");
        output.WriteLine($"dealt, unseen-e and unseen-f: {Curve(all.Where(one => one.Row.Set is 11 or 12))}");
        foreach (var set in rows.Select(row => row.Set).Distinct())
        {
            output.WriteLine($"dealt, {Sets[set]}: {Told(all.Where(one => one.Row.Set == set))}");
        }

        List<(Row Row, double Score)> left = [];
        foreach (var set in Real)
        {
            var tried = Tried(rows.Where(row => row.Set != set), rows.Where(row => row.Set == set), marks, runs);
            output.WriteLine($"other sets only, {Sets[set]}: {Told(tried)}");
            left.AddRange(tried);
        }

        output.WriteLine($"other sets only, all of them: {Told(left)}");
    }

    private static List<(Row Row, double Score)> Tried(IEnumerable<Row> known, IEnumerable<Row> unknown, string[] marks, int runs)
    {
        List<Row> learned = [.. known];
        var factors = Factors(learned, marks);
        var weights = Fit(learned, factors);
        var ofRuns = FitRuns(learned, runs);
        return [.. unknown.Select(row => (row, All(row.Units.Select(unit => Ruled(unit, weights, factors))) + row.Passages.Max(passage => Score(passage, ofRuns)) - row.Chances))];
    }

    /// <summary>For a share of the risks found, the share of the ordinary texts that alarm, and the threshold that does both.</summary>
    private static string Curve(IEnumerable<(Row Row, double Score)> tried)
    {
        var scored = tried.ToList();
        var risks = scored.Where(one => one.Row.IsRisk).Select(one => one.Score).OrderDescending().ToList();
        return string.Join("; ", new[] { 0.99, 0.98, 0.97, 0.95, 0.9 }.Select(share =>
        {
            var least = risks[(int)Math.Ceiling(share * risks.Count) - 1];
            return $"{share:P0} from {least:0.00}: {scored.Count(one => !one.Row.IsRisk && one.Score >= least) * 100.0 / scored.Count(one => !one.Row.IsRisk):0.0} %";
        }));
    }

    private static string Told(IEnumerable<(Row Row, double Score)> tried)
    {
        var scored = tried.ToList();
        return string.Join("; ", new[] { -2.2, -2, -1.8, -1.6, -1.4, -1.2, -1, -0.5, 0 }.Select(least =>
        {
            var alerted = scored.Where(one => one.Score >= least).ToList();
            return $"from {least:0.0}: {alerted.Count(one => one.Row.IsRisk) * 100.0 / scored.Count(one => one.Row.IsRisk):0.0} / {alerted.Count(one => !one.Row.IsRisk) * 100.0 / scored.Count(one => !one.Row.IsRisk):0.0}";
        }));
    }

    /// <summary>
    /// What each mark may weigh: the more often it stands on one side only, the more, by the root of the logarithm of how much more often. A word that is
    /// as common in ordinary texts as in risks can say little, however it chanced to fall.
    /// </summary>
    private static double[] Factors(List<Row> rows, string[] marks)
    {
        var (risks, ordinary) = (new double[marks.Length], new double[marks.Length]);
        foreach (var row in rows)
        {
            foreach (var mark in row.Units.SelectMany(unit => unit.Marks).Distinct())
            {
                (row.IsRisk ? risks : ordinary)[mark]++;
            }
        }

        var balance = (double)rows.Count(row => !row.IsRisk) / rows.Count(row => row.IsRisk);
        return [.. marks.Select((mark, at) => (mark.AsSpan().IndexOfAny("<[:") < 0 ? 1 : Classes) * Math.Sqrt(Math.Min(3, Math.Abs(Math.Log(((risks[at] * balance) + 2) / (ordinary[at] + 2)))) + 0.1))];
    }

    private static double Score(Unit unit, double[] weights, double[] factors)
    {
        var sum = 0.0;
        foreach (var mark in unit.Marks)
        {
            sum += weights[mark] * factors[mark];
        }

        return weights[^1] + (unit.Share * sum);
    }

    /// <summary>
    /// A logistic regression over what the heaviest units of a text weigh together (see <see cref="Scale.All"/>), begun from one over each unit alone; risks
    /// and ordinary texts count the same in all. The last weight is the start.
    /// </summary>
    private static double[] Fit(List<Row> rows, double[] factors)
    {
        var weights = new double[factors.Length + 1];
        var kept = Enumerable.Repeat(true, factors.Length + 1).ToArray();
        Descend((point, slope) => OfUnits(rows, factors, point, slope), weights, kept, 30);
        Descend((point, slope) => OfTexts(rows, factors, point, slope), weights, kept, 60);
        for (var at = 0; at < factors.Length; at++)
        {
            kept[at] = Math.Abs(weights[at] * factors[at]) >= Least;
            weights[at] = kept[at] ? weights[at] : 0;
        }

        Descend((point, slope) => OfTexts(rows, factors, point, slope), weights, kept, 30);
        return weights;
    }

    /// <summary>
    /// A logistic regression over the runs of words of whole texts, the rarer a run the easier it gets points; those that weigh most are fitted once more. The
    /// last weight is the start.
    /// </summary>
    private static double[] FitRuns(List<Row> rows, int runs)
    {
        var often = new double[runs];
        foreach (var run in rows.SelectMany(row => row.Whole.Held))
        {
            often[run]++;
        }

        var factors = often.Select(times => (Math.Log(rows.Count / Math.Max(1, times)) + 1) / 3).Append(1).ToArray();
        var weights = new double[runs + 1];
        var kept = often.Select(times => times > 0).Append(true).ToArray();
        Descend(OfWholes, weights, kept, 100);
        foreach (var run in Enumerable.Range(0, runs).OrderByDescending(run => Math.Abs(weights[run] * factors[run])).Skip(Kept))
        {
            (kept[run], weights[run]) = (false, 0);
        }

        Descend(OfWholes, weights, kept, 60);
        return [.. weights.Select((weight, run) => weight * factors[run])];

        double OfWholes(double[] point, double[] slope)
        {
            var balance = (double)rows.Count(row => !row.IsRisk) / rows.Count(row => row.IsRisk);
            double[] scaled = [.. point.Select((weight, run) => weight * factors[run])];
            return rows.Sum(row =>
            {
                var (cost, error) = Wrong(row, Score(row.Whole, scaled), WholeStrength * (row.IsRisk ? balance : 1));
                slope[^1] += error;
                foreach (var run in row.Whole.Held)
                {
                    slope[run] += error * row.Whole.Share * factors[run];
                }

                return cost;
            });
        }
    }

    private static double Score(Runs runs, double[] weights) => weights[^1] + (runs.Share * runs.Held.Sum(run => weights[run]));

    /// <summary>What is lost where each unit is taken for its text: adds to the slope, returns the loss.</summary>
    private static double OfUnits(List<Row> rows, double[] factors, double[] weights, double[] slope)
    {
        var balance = (double)rows.Where(row => !row.IsRisk).Sum(row => row.Units.Count) / rows.Count(row => row.IsRisk);
        return rows.Sum(row => row.Units.Sum(unit => Lost(row, Score(unit, weights, factors), row.IsRisk ? balance / row.Units.Count : 1, [(unit, 1)], factors, slope)));
    }

    /// <summary>The same where each text is weighed as it is when it comes in.</summary>
    private static double OfTexts(List<Row> rows, double[] factors, double[] weights, double[] slope)
    {
        var balance = (double)rows.Count(row => !row.IsRisk) / rows.Count(row => row.IsRisk);
        return rows.Sum(row =>
        {
            var heaviest = row.Units.Select(unit => (unit, Score: Ruled(unit, weights, factors))).OrderByDescending(one => one.Score).Take(Scale.Heaviest).ToList();
            var all = All(heaviest.Select(one => one.Score));
            return Lost(row, all - row.Chances, row.IsRisk ? balance : 1, heaviest.Select(one => (one.unit, Math.Exp((one.Score - all) * 10 / Scale.Even))), factors, slope);
        });
    }

    private static double Lost(Row row, double score, double weight, IEnumerable<(Unit Unit, double Share)> by, double[] factors, double[] slope)
    {
        var (cost, error) = Wrong(row, score, Strength * weight);
        foreach (var (unit, share) in by)
        {
            slope[^1] += error * share;
            foreach (var mark in unit.Marks)
            {
                slope[mark] += error * share * unit.Share * factors[mark];
            }
        }

        return cost;
    }

    /// <summary>What is lost by a score, and how fast it grows with it.</summary>
    private static (double Cost, double Error) Wrong(Row row, double score, double weight)
    {
        var wrong = row.IsRisk ? -score : score;
        return (weight * (wrong > 30 ? wrong : Math.Log(1 + Math.Exp(wrong))), weight * (row.IsRisk ? -1 : 1) / (1 + Math.Exp(-wrong)));
    }

    private static double Ruled(Unit unit, double[] weights, double[] factors) => Score(unit, weights, factors) + (unit.HasRule ? Scale.Rule / 10.0 : 0);

    private static double All(IEnumerable<double> scores) => Scale.All(scores.Select(score => score * 10)) / 10;

    /// <summary>
    /// Goes down the steepest way that the last few steps allow to guess (limited-memory BFGS), each step halved until it goes down, with the wish that
    /// weights be small.
    /// </summary>
    private static void Descend(Func<double[], double[], double> loss, double[] weights, bool[] kept, int steps)
    {
        var past = new List<(double[] Step, double[] Turn)>();
        var (cost, slope) = At(weights);
        for (var step = 0; step < steps; step++)
        {
            var way = Way(slope, past);
            var along = Dot(way, slope);
            var (far, next, nextCost, nextSlope) = (step == 0 ? 1 / Math.Max(1, Math.Sqrt(Dot(slope, slope))) : 1.0, weights, cost, slope);
            for (var tries = 0; tries < 12; tries++, far /= 2)
            {
                next = [.. weights.Select((weight, at) => weight - (far * way[at]))];
                (nextCost, nextSlope) = At(next);
                if (nextCost <= cost - (1e-4 * far * along))
                {
                    break;
                }
            }

            if (nextCost >= cost)
            {
                return;
            }

            double[] moved = [.. next.Select((weight, at) => weight - weights[at])];
            double[] turned = [.. nextSlope.Select((one, at) => one - slope[at])];
            if (Dot(moved, turned) > 1e-10)
            {
                past.Add((moved, turned));
                past.RemoveRange(0, Math.Max(0, past.Count - 8));
            }

            next.CopyTo(weights, 0);
            (cost, slope) = (nextCost, nextSlope);
        }

        (double Cost, double[] Slope) At(double[] point)
        {
            var slopeThere = point.Select((weight, at) => at + 1 == point.Length ? 0 : weight).ToArray();
            var costThere = loss(point, slopeThere) + (point.Take(point.Length - 1).Sum(weight => weight * weight) / 2);
            for (var at = 0; at < kept.Length; at++)
            {
                slopeThere[at] = kept[at] ? slopeThere[at] : 0;
            }

            return (costThere, slopeThere);
        }
    }

    private static double[] Way(double[] slope, List<(double[] Step, double[] Turn)> past)
    {
        double[] way = [.. slope];
        var shares = new double[past.Count];
        for (var at = past.Count - 1; at >= 0; at--)
        {
            shares[at] = Dot(past[at].Step, way) / Dot(past[at].Step, past[at].Turn);
            Add(way, past[at].Turn, -shares[at]);
        }

        if (past.Count > 0)
        {
            var last = past[^1];
            var scale = Dot(last.Step, last.Turn) / Dot(last.Turn, last.Turn);
            way = [.. way.Select(one => one * scale)];
        }

        for (var at = 0; at < past.Count; at++)
        {
            Add(way, past[at].Step, shares[at] - (Dot(past[at].Turn, way) / Dot(past[at].Step, past[at].Turn)));
        }

        return way;
    }

    private static double Dot(double[] one, double[] other)
    {
        var sum = 0.0;
        for (var at = 0; at < one.Length; at++)
        {
            sum += one[at] * other[at];
        }

        return sum;
    }

    private static void Add(double[] to, double[] what, double times)
    {
        for (var at = 0; at < to.Length; at++)
        {
            to[at] += what[at] * times;
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
            yield return Of(Sets.Length - 2, sample.File.Contains("disclosure", StringComparison.Ordinal), string.Join('\n', lines.All.Where(line => line.Cells.Length == 0).Select(line => line.Text)));
            foreach (var row in lines.All.Where(line => line.Cells.Length > 1))
            {
                yield return Of(Sets.Length - 2, isRisk: false, $"{row.Cells[0].TrimEnd('?', ':', ' ')}?\n{string.Join('\n', row.Cells.Skip(1).Select(cell => cell.Replace('\n', ' ')))}");
            }
        }
    }

    /// <summary>Mails of the corpus: what is ordinary in a long text.</summary>
    private static IEnumerable<Text> Mails()
    {
        var folder = Environment.GetEnvironmentVariable("HELDSPACE_FIT_MAILS") ?? System.IO.Path.Combine(AppContext.BaseDirectory, "Intake", "Corpus", "mails");
        var files = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.mail").Order(StringComparer.Ordinal).ToList() : [];
        foreach (var file in files)
        {
            var mail = File.ReadAllText(file).ReplaceLineEndings("\n");
            var body = mail.IndexOf("\n\n", StringComparison.Ordinal);
            var isRisk = mail.Contains("\nalert: yes", StringComparison.Ordinal);

            // Where something is attached, the risk may stand there and not in the mail.
            if (body > 0 && !mail[..body].Contains("Content: html", StringComparison.Ordinal) && !(isRisk && mail.Contains("\n=== attachment", StringComparison.Ordinal)))
            {
                yield return Of(Sets.Length - 1, isRisk, mail[body..mail.IndexOf("\n=== ", StringComparison.Ordinal)]);
            }
        }
    }

    private static Text Of(int set, bool isRisk, string text)
    {
        var utterances = Sentence.Split(Lines.OfPlainText(text).All).Select(Utterance.Of).OfType<Utterance>().DefaultIfEmpty(Utterance.Of(Sentence.Split([new(1, "none", [])])[0])!).ToList();
        return new(set, isRisk, Scale.Chances(utterances.Count), [.. Weighing.Units(utterances).Select(unit => (unit.Scale.Share, unit.HasRule, unit.Scale.Marks.ToArray()))], Passage.Whole(utterances), [.. Passage.Of(utterances)]);
    }

    private static string Path(string name) => System.IO.Path.Combine(AppContext.BaseDirectory, "Safeguarding", name);

    /// <summary>A text as it is weighed.</summary>
    /// <param name="Chances">See <see cref="Scale.Chances"/>.</param>
    private sealed record Text(int Set, bool IsRisk, double Chances, List<(double Share, bool HasRule, string[] Marks)> Units, HashSet<string> Whole, List<HashSet<string>> Passages);

    private sealed record Row(int Set, bool IsRisk, double Chances, List<Unit> Units, Runs Whole, List<Runs> Passages);

    private sealed record Runs(double Share, int[] Held);

    private sealed record Unit(double Share, bool HasRule, int[] Marks);
}
