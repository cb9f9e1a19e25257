using System.Collections.Frozen;
using Heldspace.Intake.Text;

namespace Heldspace.Safeguarding;

/// <summary>
/// The classes of words that understanding rests on, from <c>risk-words.txt</c>: who (carers, relatives, strangers), what (means, blows, wishes), when
/// (tonight, years ago), and what takes a meaning back (denials, headings, policies).
/// </summary>
internal static class Vocabulary
{
    /// <summary>Words of a class; those of several words are one, joined by <c>_</c>, as <see cref="Utterance"/> joins them.</summary>
    private static readonly FrozenDictionary<string, FrozenSet<string>> Classes = Load();

    /// <summary>Every expression of several words, to be read as one word.</summary>
    public static Phrases<string> Compounds { get; } = Classes.Values.SelectMany(words => words).Where(word => word.Contains('_', StringComparison.Ordinal)).Distinct(StringComparer.Ordinal)
        .Aggregate(new Phrases<string>(), (phrases, word) => phrases.Add(word.Replace('_', ' '), word));

    /// <summary>Long words of the trade as they are spelt, to know them where they are spelt nearly so.</summary>
    public static FrozenSet<string> Spelt { get; } = Class("spelt");

    /// <summary>All words of all classes: a word that is one of them is no misspelling of another.</summary>
    public static FrozenSet<string> All { get; } = Classes.Values.SelectMany(words => words).ToFrozenSet(StringComparer.Ordinal);

    /// <exception cref="KeyNotFoundException">No such class.</exception>
    public static FrozenSet<string> Class(string name) =>
        Classes.TryGetValue(name, out var words) ? words : throw new KeyNotFoundException($"risk-words.txt has no class '{name}'.");

    /// <summary>All regular forms of a verb: "hit", "hits", "hitting".</summary>
    public static IEnumerable<string> Forms(string verb) => [verb, .. Going(verb), .. Gone(verb)];

    private static FrozenDictionary<string, FrozenSet<string>> Load()
    {
        var classes = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var (key, entries) in TextTable.Entries("risk-words.txt"))
        {
            if (!classes.TryGetValue(key, out var words))
            {
                classes.Add(key, words = new(StringComparer.Ordinal));
            }

            foreach (var entry in entries)
            {
                words.UnionWith(entry[0] switch
                {
                    '@' => classes[entry[1..]],
                    '~' => Forms(entry[1..]),
                    '+' => Going(entry[1..]),
                    '-' => Gone(entry[1..]),
                    _ => [string.Join('_', Words.Of(entry).Select(word => word.Folded))],
                });
            }
        }

        return classes.ToFrozenDictionary(one => one.Key, one => one.Value.ToFrozenSet(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    /// <summary>"hits", "hitting".</summary>
    private static IEnumerable<string> Going(string verb) =>
        [EndsInHiss(verb) ? verb + "es" : EndsInY(verb) ? verb[..^1] + "ies" : verb + "s", Stem(verb) + "ing", Stem(verb) + "in"];

    /// <summary>"kicked"; the irregular ones are listed.</summary>
    private static IEnumerable<string> Gone(string verb) => [EndsInY(verb) ? verb[..^1] + "ied" : Stem(verb) + "ed"];

    private static bool EndsInHiss(string verb) => verb.EndsWith("sh", StringComparison.Ordinal) || verb.EndsWith("ch", StringComparison.Ordinal) || verb[^1] is 's' or 'x' or 'z' or 'o';

    private static bool EndsInY(string verb) => verb[^1] == 'y' && !IsVowel(verb[^2]);

    private static string Stem(string verb) =>
        verb[^1] == 'e' && verb[^2] is not 'e' ? verb[..^1]
        : verb.Length is > 2 and < 5 && !IsVowel(verb[^1]) && verb[^1] is not ('w' or 'x' or 'y') && IsVowel(verb[^2]) && !IsVowel(verb[^3]) ? verb + verb[^1]
        : verb;

    private static bool IsVowel(char letter) => letter is 'a' or 'e' or 'i' or 'o' or 'u';
}
