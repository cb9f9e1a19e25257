using System.Collections.Frozen;
using System.Globalization;
using Heldspace.Intake.Text;

namespace Heldspace.Safeguarding;

/// <summary>
/// What a text is like as a whole, beside what its sentences weigh (see <see cref="Scale"/>): each run of one to three words has points in
/// <c>risk-passages.txt</c>, and so has its length, and the more different runs there are, the less each counts. A sentence that could be a risk stands otherwise among those of a
/// report of what was done about it than among those of somebody in need. A long text is as grave as the gravest of its passages.
/// </summary>
internal static class Passage
{
    /// <summary>Words of a run at most.</summary>
    private const int Run = 3;

    /// <summary>Sentences of a passage: a risk that is told in one of a long letter must not be outweighed by the rest of it.</summary>
    private const int Sentences = 10;

    /// <summary>Runs below which a text is not taken for shorter: a word alone tells little.</summary>
    private const int Fewest = 20;

    private static readonly FrozenDictionary<string, int> Points = TextTable.Entries("risk-passages.txt")
        .SelectMany(row => row.Entries.Select(entry => (entry, Points: int.Parse(row.Key, CultureInfo.InvariantCulture)))).ToFrozenDictionary(row => row.entry, row => row.Points, StringComparer.Ordinal);

    private static readonly int Start = Points.GetValueOrDefault("(start)");

    /// <summary>The points of the gravest passage. Linear.</summary>
    /// <param name="utterances">At least one, in order.</param>
    public static double Weight(IReadOnlyList<Utterance> utterances) => Of(utterances).Max(runs => Start + (Share(runs.Count) * runs.Sum(run => Points.GetValueOrDefault(run))));

    /// <summary>What each point counts among so many different runs.</summary>
    public static double Share(int runs) => 1 / Math.Sqrt(Math.Max(runs, Fewest));

    /// <summary>The runs of each passage; passages overlap by half.</summary>
    public static IEnumerable<HashSet<string>> Of(IReadOnlyList<Utterance> utterances)
    {
        var sentences = utterances.SelectMany(Words).ToList();
        for (var from = 0; ; from += Sentences / 2)
        {
            var isLast = from + Sentences >= sentences.Count;
            from = isLast ? Math.Max(0, sentences.Count - Sentences) : from;
            yield return Runs(sentences.Skip(from).Take(Sentences));
            if (isLast)
            {
                yield break;
            }
        }
    }

    /// <summary>The runs of all of it.</summary>
    public static HashSet<string> Whole(IReadOnlyList<Utterance> utterances) => Runs(utterances.SelectMany(Words));

    private static HashSet<string> Runs(IEnumerable<List<string>> sentences)
    {
        var runs = new HashSet<string>(StringComparer.Ordinal);
        var words = sentences.SelectMany(sentence => sentence).ToList();
        runs.Add(Length(words.Count));
        for (var at = 0; at < words.Count; at++)
        {
            var run = words[at];
            runs.Add(run);
            for (var next = at + 1; next < Math.Min(words.Count, at + Run); next++)
            {
                runs.Add(run += ' ' + words[next]);
            }
        }

        return runs;
    }

    /// <summary>How long it is counts as a run does: what is told in seven words is told otherwise than what is told in a hundred.</summary>
    private static string Length(int words) => words switch { <= 7 => "(words 7)", <= 15 => "(words 15)", <= 30 => "(words 30)", <= 60 => "(words 60)", <= 120 => "(words 120)", _ => "(words)" };

    /// <summary>The words as they are weighed, and how it ends; what never ends is several.</summary>
    private static IEnumerable<List<string>> Words(Utterance utterance) =>
        utterance.Plain.Select(Scale.Word).Append(utterance.IsAsked ? "?" : ".").Chunk(Scale.Longest).Select(part => part.ToList());
}
