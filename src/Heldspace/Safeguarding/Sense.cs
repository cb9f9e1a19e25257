using System.Collections.Frozen;
using System.Collections.Immutable;
using Heldspace.Intake.Text;

namespace Heldspace.Safeguarding;

/// <summary>
/// What a word or a few words are about, as a row of <c>risk-senses.txt</c>: a wide class in which a word that nobody foresaw stands beside those
/// that were. Words are compared by their stems, so that every regular form is known.
/// </summary>
/// <param name="Name">The class.</param>
/// <param name="Kind">The kind of risk it belongs to; null for what is ordinary or tells of no kind.</param>
/// <param name="First">Its first word of those not joined.</param>
/// <param name="After">The word behind it.</param>
internal readonly record struct Sense(string Name, ConcernKind? Kind, int First, int After)
{
    /// <summary>The shortest stem.</summary>
    private const int Least = 3;

    private static readonly ImmutableArray<(string Ending, string Instead)> Endings =
        [("iness", "y"), ("ingly", ""), ("edly", ""), ("ies", "y"), ("ied", "y"), ("ing", ""), ("ness", ""), ("ed", ""), ("es", ""), ("ly", ""), ("s", "")];

    private static readonly FrozenDictionary<string, ImmutableArray<(string[] Stems, string Name, ConcernKind? Kind)>> ByFirst = TextTable.Entries("risk-senses.txt")
        .SelectMany(row => row.Entries.Select(entry => (Stems: Words.Of(entry).Select(word => Stem(word.Folded)).ToArray(), Name: row.Key.Split(' ')[^1], Kind: KindOf(row.Key))))
        .GroupBy(entry => entry.Stems[0], StringComparer.Ordinal)
        .ToFrozenDictionary(group => group.Key, group => group.DistinctBy(entry => (string.Join(' ', entry.Stems), entry.Name)).ToImmutableArray(), StringComparer.Ordinal);

    /// <summary>Every sense by the place it begins at; one word may have several. Linear: an entry is a few words.</summary>
    public static List<Sense> FindAll(IReadOnlyList<Token> tokens)
    {
        var stems = tokens.Select(token => Stem(token.Text)).ToList();
        var found = new List<Sense>();
        for (var at = 0; at < stems.Count; at++)
        {
            foreach (var (entry, name, kind) in ByFirst.GetValueOrDefault(stems[at], []))
            {
                if (at + entry.Length <= stems.Count && entry.AsSpan().SequenceEqual(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(stems).Slice(at, entry.Length)))
                {
                    found.Add(new(name, kind, at, at + entry.Length));
                }
            }
        }

        return found;
    }

    /// <summary>A word without what inflects it: "hitting" and "hits" are "hit". Not always a word itself.</summary>
    public static string Stem(string word)
    {
        var stem = word;
        foreach (var (ending, instead) in Endings)
        {
            if (word.Length > Least && word.EndsWith(ending, StringComparison.Ordinal) && word.Length - ending.Length >= Least && !(ending == "s" && word.EndsWith("ss", StringComparison.Ordinal)))
            {
                stem = word[..^ending.Length] + instead;
                break;
            }
        }

        if (word.Length > Least && stem.Length > Least && stem[^1] == stem[^2] && stem[^1] is not ('l' or 's' or 'z'))
        {
            stem = stem[..^1];
        }

        return word.Length > Least && stem.Length > Least && stem[^1] == 'e' ? stem[..^1] : stem;
    }

    private static ConcernKind? KindOf(string key) => key.Split(' ') is [var kind, _] ? Enum.Parse<ConcernKind>(kind, ignoreCase: true) : null;
}
