using System.Collections.Frozen;
using System.Globalization;
using Heldspace.Intake.Text;

namespace Heldspace.Safeguarding;

/// <summary>
/// What a sentence holds that counts for a risk or against it: its words (those of <c>risk-alike.txt</c> as one), two beside each other, and what they are about. Each counts the points it has
/// in <c>risk-points.txt</c>, once, however often it is said; the points of a long sentence count less each, as there are more of them. So no wording
/// needs to be foreseen, and every alert can be told by the points it was made of.
/// </summary>
internal sealed class Scale
{
    /// <summary>Points from which a sentence, or neighbouring ones together, tell of a risk.</summary>
    public const int Alerts = 10;

    /// <summary>What a rule counts (see <see cref="Judge"/>) that finds a risk and nothing that takes it back.</summary>
    public const int Rule = 10;

    /// <summary>Sentences that are weighed together at most: what is told in short ones is told by all of them.</summary>
    public const int Together = 3;

    /// <summary>The heaviest of a text that count for the text: many that weigh nothing are not more by being many.</summary>
    public const int Heaviest = 10;

    /// <summary>What weighs so many points less than the heaviest adds about a third as much as another that weighs the same.</summary>
    public const double Even = 10;

    /// <summary>Words of a sentence that are weighed together at most, so that what never ends is not more by being long.</summary>
    public const int Longest = 60;

    /// <summary>Words of a sentence whose points count as they stand in the file.</summary>
    private const double Usual = 20;

    /// <summary>Words below which a sentence is not taken for shorter: two words alone tell little.</summary>
    private const double Shortest = 6;

    /// <summary>Sentences of a text in which each has the whole of its weight.</summary>
    private const double Few = 3;

    /// <summary>Sentences beyond which a text asks for no more: a risk must alert in the longest mail too.</summary>
    private const double Many = 10;

    /// <summary>Words of a class of a risk beyond which more tell no more.</summary>
    private const int Most = 5;

    private static readonly FrozenDictionary<string, int> Points = TextTable.Entries("risk-points.txt")
        .SelectMany(row => row.Entries.Select(entry => (entry, Points: int.Parse(row.Key, CultureInfo.InvariantCulture)))).ToFrozenDictionary(row => row.entry, row => row.Points, StringComparer.Ordinal);

    /// <summary>The points of a sense met once, twice, and three times, so that they need not be looked for by name.</summary>
    private static readonly FrozenDictionary<string, int[]> Times = Points.Keys.Where(key => key[0] == '<' && !key.Contains(' ', StringComparison.Ordinal)).Select(key => key[1..key.IndexOf('>', StringComparison.Ordinal)])
        .Distinct(StringComparer.Ordinal).ToFrozenDictionary(sense => sense, sense => (int[])[0, Met(sense, 1), Met(sense, 2), Met(sense, 3)], StringComparer.Ordinal);

    /// <summary>Words that count as one, by their stems.</summary>
    private static readonly FrozenDictionary<string, string> Alike = TextTable.Entries("risk-alike.txt").SelectMany(row => row.Entries.Select(entry => (Stem: Sense.Stem(entry), row.Key)))
        .DistinctBy(row => row.Stem).ToFrozenDictionary(row => row.Stem, row => row.Key, StringComparer.Ordinal);

    private static readonly int Start = Points.GetValueOrDefault("(start)");

    private readonly HashSet<string> marks;

    private readonly Dictionary<string, int> senses;

    private readonly Dictionary<ConcernKind, int> kinds;

    private readonly int words;

    private readonly int risks;

    private Scale(HashSet<string> marks, Dictionary<string, int> senses, Dictionary<ConcernKind, int> kinds, int words, int risks) =>
        (this.marks, this.senses, this.kinds, this.words, this.risks) = (marks, senses, kinds, words, risks);

    /// <summary>What each point counts here: the square root of how much shorter it is than usual.</summary>
    public double Share => Math.Sqrt(Usual / Math.Max(words, Shortest));

    /// <summary>All that counts, as <c>risk-points.txt</c> names it.</summary>
    public IEnumerable<string> Marks => marks.Append(Sum()).Concat(senses.SelectMany(sense => Enumerable.Range(1, Math.Min(sense.Value, 3)).Select(times => times == 1 ? $"<{sense.Key}>" : $"<{sense.Key}>{times}")));

    /// <summary>The points of all that it holds.</summary>
    public double Weight => Start + (Share * (Points.GetValueOrDefault(Sum()) + marks.Sum(mark => Points.GetValueOrDefault(mark)) + senses.Sum(sense => Times.TryGetValue(sense.Key, out var points) ? points[Math.Min(sense.Value, 3)] : 0)));

    /// <summary>The kind of risk that most of it is about; null where nothing in it is.</summary>
    public ConcernKind? Kind => kinds.Count == 0 ? null : kinds.MaxBy(kind => kind.Value).Key;

    /// <summary>
    /// Points that are asked for beyond <see cref="Alerts"/> in a text of that many sentences: each is one more chance of being alarmed by nothing, as
    /// the most of many is more than the most of few.
    /// </summary>
    public static double Chances(int sentences) => 30 * Math.Log(Math.Clamp(sentences, Few, Many) / Few);

    /// <summary>
    /// What the heaviest of a text weigh together: as much as the heaviest alone, and more where others weigh nearly as much. What is told in several places
    /// is less likely to be chance.
    /// </summary>
    /// <param name="weights">At least one; with what a rule counts.</param>
    public static double All(IEnumerable<double> weights)
    {
        var heaviest = weights.OrderDescending().Take(Heaviest).ToList();
        return heaviest[0] + (Even * Math.Log(heaviest.Sum(weight => Math.Exp((weight - heaviest[0]) / Even))));
    }

    /// <summary>A word without what inflects it, and as one with those that are no other for a risk.</summary>
    public static string Word(Token token)
    {
        var stem = Sense.Stem(token.Text);
        return token.IsNumber ? "NUM" : token.IsName ? "@" : Alike.GetValueOrDefault(stem, stem);
    }

    /// <summary>How many words of any class of a risk there are that are not denied: one alone is most often chance.</summary>
    private string Sum() => $"(risks {Math.Min(risks, Most)})";

    private static int Met(string sense, int times) =>
        Points.GetValueOrDefault($"<{sense}>") + (times > 1 ? Points.GetValueOrDefault($"<{sense}>2") : 0) + (times > 2 ? Points.GetValueOrDefault($"<{sense}>3") : 0);

    /// <summary>What an utterance holds, a long one in several parts. Linear.</summary>
    /// <param name="isTakenBack">Whether a rule found something that is not meant.</param>
    public static IEnumerable<Scale> Of(Utterance utterance, bool isTakenBack)
    {
        for (var from = 0; from < utterance.Plain.Count; from += Longest)
        {
            yield return Of(utterance, from, Math.Min(utterance.Plain.Count, from + Longest), isTakenBack);
        }
    }

    private static Scale Of(Utterance utterance, int from, int end, bool isTakenBack)
    {
        HashSet<string> held = isTakenBack ? new(["(taken back)"], StringComparer.Ordinal) : new(StringComparer.Ordinal);
        var (twice, before) = ("", "^");
        for (var at = from; at < end; at++)
        {
            var token = utterance.Plain[at];
            var word = Word(token);
            held.Add(word);
            held.Add(before + ' ' + word);
            if (at > from + 1)
            {
                held.Add($"{twice} _ {word}");
            }

            (twice, before) = (before, word);
        }

        held.Add(before + ' ' + (utterance.IsAsked ? "?" : "$"));
        var times = new Dictionary<string, int>(StringComparer.Ordinal);
        var counted = new Dictionary<ConcernKind, int>();
        IReadOnlyList<Token> tokens = [.. utterance.Plain.Skip(from).Take(end - from)];
        var found = Sense.FindAll(tokens);
        var moods = Mood.Of(tokens, found);
        held.UnionWith(utterance.Thoughts.InOrder.Where(thought => thought.First >= from && thought.First < end && moods[thought.First - from] != Mood.Denied).Select(thought => $"[{thought.Idea}]"));
        foreach (var one in found)
        {
            var mood = moods[one.First];
            if (one.Kind is { } kind)
            {
                var meant = $"{mood}:{kind}";
                times[meant] = times.GetValueOrDefault(meant) + 1;
                if (mood != Mood.Plain)
                {
                    held.Add($"{mood}:<{one.Name}>");
                }

                if (mood == Mood.Denied)
                {
                    continue;
                }

                counted[kind] = counted.GetValueOrDefault(kind) + 1;
            }

            times[one.Name] = times.GetValueOrDefault(one.Name) + 1;
        }

        foreach (var kind in counted.Keys)
        {
            held.UnionWith(found.Where(one => one.Kind is null && moods[one.First] != Mood.Denied).Select(one => $"{kind} <{one.Name}>"));
        }

        return new(held, times, counted, end - from, found.Where(one => one.Kind is not null && moods[one.First] != Mood.Denied).Select(one => one.First).Distinct().Count());
    }

    /// <summary>Both, as if they were one sentence.</summary>
    public Scale And(Scale other) => new([.. marks, .. other.marks], Sum(senses, other.senses), Sum(kinds, other.kinds), words + other.words, risks + other.risks);

    private static Dictionary<T, int> Sum<T>(Dictionary<T, int> one, Dictionary<T, int> other)
        where T : notnull
    {
        var both = new Dictionary<T, int>(one, one.Comparer);
        foreach (var (key, times) in other)
        {
            both[key] = both.GetValueOrDefault(key) + times;
        }

        return both;
    }
}
