using System.Buffers;
using System.Collections.Frozen;
using Heldspace.Intake;
using Heldspace.Intake.Text;

namespace Heldspace.Safeguarding;

/// <summary>A word as it is meant.</summary>
/// <param name="Text">In full and in standard spelling: "gonna" is two words, "2nite" is "tonight", "last night" is one, <c>last_night</c>.</param>
/// <param name="Break">What parts it from the word before: a comma, a colon, a dash, a quotation mark; null character for a space.</param>
/// <param name="IsName">Whether it may be somebody's name.</param>
internal readonly record struct Token(string Text, char Break, bool IsName)
{
    public bool IsAfterStop => Break is ':' or ';' or '?' or '.' or '!';

    public bool IsNumber => char.IsAsciiDigit(Text[0]);
}

/// <summary>A sentence as its words are meant, whatever hand they were typed by.</summary>
/// <param name="Tokens">At least one.</param>
/// <param name="IsAsked">Whether it ends in a question mark, or in a colon as a label does.</param>
/// <param name="Line">The line it starts on.</param>
/// <param name="Plain">The same words, none joined.</param>
/// <param name="Places">For each of those the place of its token.</param>
internal sealed record Utterance(IReadOnlyList<Token> Tokens, bool IsAsked, int Line, IReadOnlyList<Token> Plain, IReadOnlyList<int> Places)
{
    private static readonly FrozenSet<string> Given = TextTable.Lines("given-names.txt").SelectMany(line => line.Split(' ')).ToFrozenSet(StringComparer.Ordinal);

    private static readonly SearchValues<char> Stops = SearchValues.Create(":;?.!,");

    private static readonly SearchValues<char> Marks = SearchValues.Create("()[]\u2013\u2014\"\u201c\u201d/\u2026");

    private static readonly FrozenSet<string> Nobody = Vocabulary.Class("nobody");

    private static readonly FrozenSet<string> Verbs = Vocabulary.Class("act");

    /// <summary>How words are written in haste, and what they stand for.</summary>
    private static readonly FrozenDictionary<string, string[]> Short = TextTable.Entries("risk-spellings.txt")
        .SelectMany(row => row.Entries.Select(entry => (entry, Meant: row.Key.Split(' ')))).ToFrozenDictionary(row => row.entry, row => row.Meant, StringComparer.Ordinal);

    private readonly Dictionary<FrozenSet<string>, bool> has = [];

    private HashSet<string>? distinct;

    private Thoughts? thoughts;

    private List<(Meeting Hint, Said Said)>? hints;

    /// <summary>What its words are about.</summary>
    public Thoughts Thoughts => thoughts ??= new(Idea.FindAll(Plain));

    /// <summary>What in it is weak alone.</summary>
    public IReadOnlyList<(Meeting Hint, Said Said)> Hints => hints ??= [.. Meeting.Hints(this)];

    /// <summary>A meeting of ideas at the tokens that hold its plain words.</summary>
    public Said Said(ConcernKind kind, Terms terms, int first, int after) => new(kind, terms, true, true, Places[Math.Max(0, first)], Places[after - 1] + 1);

    /// <summary>Whether any word is of a class; asked often, found out once.</summary>
    public bool Has(FrozenSet<string> words)
    {
        if (!has.TryGetValue(words, out var any))
        {
            has.Add(words, any = (distinct ??= [.. Tokens.Select(token => token.Text)]).Any(words.Contains));
        }

        return any;
    }

    /// <summary>What a sentence means word by word; null for one without words.</summary>
    public static Utterance? Of(Sentence sentence)
    {
        var words = sentence.Words;
        if (words.Count == 0)
        {
            return null;
        }

        var plain = new List<Token>(words.Count + 8);
        for (var at = 0; at < words.Count; at++)
        {
            Add(plain, sentence, at);
        }

        var (joined, places) = Joined(plain);
        return new(joined, sentence.Text.AsSpan().TrimEnd(" )\"'*") is [.., '?' or ':'], sentence.Line, plain, places);
    }

    private static void Add(List<Token> tokens, Sentence sentence, int at)
    {
        var word = sentence.Words[at];
        var parted = Break(sentence, at);
        var written = word.Folded;
        var isPlain = word.End - word.Start == written.Length;
        var next = at + 1 < sentence.Words.Count ? sentence.Words[at + 1].Folded : "";

        // "I'll" lost its apostrophe, "ill" may never have had one: before a verb it is the same.
        string[] meant = written is "ill" && (!isPlain || Verbs.Contains(next)) ? ["i", "will"]
            : word.IsPossessive && written is "he" or "she" or "it" or "that" or "there" or "who" or "what" ? [written, "is"]
            : written is "well" or "were" or "wed" or "shell" or "hell" or "id" && !isPlain ? Clipped(written)
            : !isPlain && written is "hed" or "shed" or "theyd" or "youd" ? [written[..^1], "would"]
            : !isPlain && written is "theyll" or "youll" or "itll" ? [written[..^2], "will"]
            : Short.TryGetValue(written, out var full) ? full
            : [Known(written)];
        var isName = meant.Length == 1 && !Nobody.Contains(written) && (Given.Contains(written) ? word.IsCapital(sentence.Text) || !Vocabulary.All.Contains(written) && written.Length > 3
            : word.IsCapital(sentence.Text) && at > 0 && parted != '.' && !Vocabulary.All.Contains(written) && !sentence.Text.AsSpan(word.Start, word.End - word.Start).ContainsAnyInRange('0', '9') && char.IsLower(sentence.Text[Math.Min(word.End - 1, word.Start + 1)]));
        for (var part = 0; part < meant.Length; part++)
        {
            tokens.Add(new(meant[part], part == 0 ? parted : '\0', isName));
        }

        // "mum's got a knife": what follows says whether it is hers or she.
        if (word.IsPossessive && meant.Length == 1 && Verbs.Contains(next) && (next.EndsWith("ing", StringComparison.Ordinal) || next is "got" or "been" or "gone" or "not" or "just" or "hit" or "hurt"))
        {
            tokens.Add(new("is", '\0', false));
        }
    }

    private static string[] Clipped(string written) => written switch
    {
        "well" => ["we", "will"],
        "were" => ["we", "are"],
        "wed" => ["we", "would"],
        "shell" => ["she", "will"],
        "hell" => ["he", "will"],
        _ => ["i", "would"],
    };

    /// <summary>The word of the trade that this one is nearly spelt as: one letter too many, too few, wrong or changed over.</summary>
    private static string Known(string word)
    {
        if (word.Length < 6 || word.Length > 16 || Vocabulary.All.Contains(word))
        {
            return word;
        }

        foreach (var spelt in Vocabulary.Spelt)
        {
            if (spelt[0] == word[0] && Math.Abs(spelt.Length - word.Length) <= 1 && IsNear(spelt, word))
            {
                return spelt;
            }
        }

        return word;
    }

    private static bool IsNear(string one, string other)
    {
        var same = 0;
        while (same < one.Length && same < other.Length && one[same] == other[same])
        {
            same++;
        }

        var a = one.AsSpan(same);
        var b = other.AsSpan(same);
        return a.Length == b.Length
            ? a.Length == 0 || a[1..].SequenceEqual(b[1..]) || (a.Length > 1 && a[0] == b[1] && a[1] == b[0] && a[2..].SequenceEqual(b[2..]))
            : a.Length > b.Length ? a[1..].SequenceEqual(b) : b[1..].SequenceEqual(a);
    }

    /// <summary>Makes one word of those that belong together.</summary>
    private static (List<Token> Joined, List<int> Places) Joined(List<Token> plain)
    {
        var words = plain.ConvertAll(token => new Word(token.Text, 0, 0, false));
        var joined = new List<Token>(plain.Count);
        var places = new List<int>(plain.Count);
        for (var at = 0; at < plain.Count;)
        {
            if (Vocabulary.Compounds.LongestAt(words, at) is { } found && !plain.Skip(at + 1).Take(found.Count - 1).Any(token => token.Break is not ('\0' or '-' or '/')))
            {
                places.AddRange(Enumerable.Repeat(joined.Count, found.Count));
                joined.Add(new(found.Meaning, plain[at].Break, false));
                at += found.Count;
            }
            else
            {
                places.Add(joined.Count);
                joined.Add(plain[at++]);
            }
        }

        return (joined, places);
    }

    private static char Break(Sentence sentence, int at)
    {
        var from = at == 0 ? 0 : sentence.Words[at - 1].End;
        var between = sentence.Text.AsSpan(from, sentence.Words[at].Start - from);
        var mark = between.IndexOfAny(Stops);
        if (mark >= 0)
        {
            return between[mark];
        }

        var other = between.IndexOfAny(Marks);
        return other >= 0 ? between[other] == '/' ? '/' : '('
            : !between.Contains('-') ? '\0'
            : between.Contains(' ') ? '('
            : '-';
    }
}
