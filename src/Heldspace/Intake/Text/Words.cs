using System.Globalization;
using System.Text;

namespace Heldspace.Intake.Text;

/// <summary>A word of a text.</summary>
/// <param name="Folded">
/// How it is looked up: lower case, without apostrophes, possessive s and the dots of initials ("D.O.B." and "dob" are one word); <c>&amp;</c> is "and", "mom" is "mum".
/// </param>
/// <param name="Start">Where it starts in the text.</param>
/// <param name="End">Where it ends, exclusive.</param>
/// <param name="IsPossessive">Whether it ended in 's.</param>
internal readonly record struct Word(string Folded, int Start, int End, bool IsPossessive);

internal static class Words
{
    /// <summary>The words of a text in order. Linear; marks belong to their letters, a hyphen parts words.</summary>
    public static List<Word> Of(string text)
    {
        var words = new List<Word>(text.Length / 6);
        var folded = new StringBuilder();
        var at = 0;
        while (at < text.Length)
        {
            if (text[at] == '&')
            {
                words.Add(new("and", at, at + 1, false));
                at++;
                continue;
            }

            if (!IsPart(text[at]))
            {
                at++;
                continue;
            }

            var start = at;
            folded.Clear();
            var end = at;
            while (at < text.Length)
            {
                if (IsPart(text[at]))
                {
                    folded.Append(char.ToLowerInvariant(text[at++]));
                    end = at;
                }
                else if (at + 1 < text.Length && IsPart(text[at + 1]) && (IsApostrophe(text[at]) || (text[at] == '.' && IsInitial(text, start, at))))
                {
                    at++;
                }
                else
                {
                    break;
                }
            }

            var possessive = end - start > 2 && text[end - 1] is 's' or 'S' && end - start > 2 && IsApostrophe(text[end - 2]);
            if (possessive)
            {
                folded.Length--;
            }

            words.Add(new(Spelled(folded.ToString()), start, end, possessive));
        }

        return words;
    }

    /// <summary>The words of a text as they are looked up, with one space between them.</summary>
    public static string Fold(string text) => string.Join(' ', Of(text).Select(word => word.Folded));

    /// <summary>True where the text writes this word with a capital.</summary>
    public static bool IsCapital(this Word word, string text) => char.IsUpper(text[word.Start]);

    /// <summary>The Midlands' spelling is looked up as everybody else's.</summary>
    private static string Spelled(string folded) => folded switch { "mom" => "mum", "moms" => "mums", "mommy" => "mummy", _ => folded };

    private static bool IsPart(char letter) =>
        char.IsLetterOrDigit(letter) || (letter > 0x2ff && CharUnicodeInfo.GetUnicodeCategory(letter) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark)
            || (char.IsSurrogate(letter) && letter is not (>= '\ud83c' and <= '\ud83e') and not (>= '\udc00' and <= '\udfff'));

    private static bool IsApostrophe(char letter) => letter is '\'' or '\u2019' or '\u2018' or '\u02bc' or '`';

    /// <summary>True where what stands before a dot is one letter since the start of the word or the dot before: initials, "s.20".</summary>
    private static bool IsInitial(string text, int start, int dot) => (dot - start == 1 || text[dot - 2] == '.') && char.IsLetter(text[dot - 1]);
}

/// <summary>Looks up phrases of many words at once: for each place in a text the longest phrase that starts there. Linear in the text.</summary>
internal sealed class Phrases<T>
{
    private readonly Node root = new();

    public Phrases<T> Add(string phrase, T meaning)
    {
        var node = root;
        foreach (var word in Words.Of(phrase))
        {
            node.Next.TryAdd(word.Folded, new());
            node = node.Next[word.Folded];
        }

        if (!ReferenceEquals(node, root))
        {
            node.Meanings.Add(meaning);
        }

        return this;
    }

    /// <summary>The phrases found, in order and without overlap.</summary>
    public List<Found<T>> FindAll(IReadOnlyList<Word> words)
    {
        var found = new List<Found<T>>();
        for (var first = 0; first < words.Count;)
        {
            if (LongestAt(words, first) is { } one)
            {
                found.Add(one);
                first += one.Count;
            }
            else
            {
                first++;
            }
        }

        return found;
    }

    /// <summary>The longest phrase that starts at a word; null where none does.</summary>
    public Found<T>? LongestAt(IReadOnlyList<Word> words, int first)
    {
        var node = root;
        Found<T>? longest = null;
        for (var at = first; at < words.Count && node.Next.TryGetValue(words[at].Folded, out var next); at++)
        {
            node = next;
            if (node.Meanings.Count > 0)
            {
                longest = new(first, at - first + 1, node.Meanings);
            }
        }

        return longest;
    }

    /// <summary>What the whole text means; null where it is no phrase.</summary>
    public IReadOnlyList<T>? Whole(string text)
    {
        var words = Words.Of(text);
        return words.Count > 0 && LongestAt(words, 0) is { } found && found.Count == words.Count ? found.Meanings : null;
    }

    private sealed class Node
    {
        public Dictionary<string, Node> Next { get; } = new(StringComparer.Ordinal);

        public List<T> Meanings { get; } = [];
    }
}

/// <param name="First">The first word's place.</param>
/// <param name="Count">How many words.</param>
/// <param name="Meanings">At least one.</param>
internal readonly record struct Found<T>(int First, int Count, IReadOnlyList<T> Meanings)
{
    public T Meaning => Meanings[0];

    public int After => First + Count;
}
