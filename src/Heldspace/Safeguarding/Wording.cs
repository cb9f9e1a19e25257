using System.Collections.Frozen;
using System.Collections.Immutable;
using Heldspace.Intake.Text;

namespace Heldspace.Safeguarding;

/// <summary>What a wording needs around it before it counts.</summary>
[Flags]
internal enum Terms
{
    None = 0,

    /// <summary>Counts only beside a word for now: tonight, this morning, just.</summary>
    Recent = 1,

    /// <summary>Counts only where somebody tells of it (discloses, says, alleges) or where it is recent: the past of a child in care is no news by itself.</summary>
    Told = 2,

    /// <summary>A time long ago takes nothing away: abuse is told of years later.</summary>
    Ever = 4,

    /// <summary>Who wrote or lives there may be the cause.</summary>
    Home = 8,

    /// <summary>Said by somebody of themselves, or of them in speech; a denial is part of it.</summary>
    Firm = 16,

    /// <summary>Takes away: "killing time", "missing his mum". Whatever overlaps with it does not count.</summary>
    Harmless = 32,
}

/// <summary>
/// One way of saying a risk, as a row of <c>risk-wordings.txt</c>: words, classes of words in angle brackets, <c>?</c> for what may be left out,
/// <c>..3</c> for up to three words between, <c>&amp;</c> between what may stand in any order, fourteen words apart, <c>~3</c> for up to three that are no new subject, <c>!</c> for what must not follow.
/// </summary>
internal sealed class Wording
{
    /// <summary>Words one wording may span; the places reached are the bits of a number.</summary>
    private const int Longest = 62;

    private static readonly FrozenSet<string> Subjects = Vocabulary.Class("subject");

    private static readonly FrozenSet<string> Turns = Vocabulary.Class("turn");

    private static readonly WordSets Sets = new();

    private readonly ImmutableArray<Element> elements;

    /// <summary>What the whole utterance must hold for this to be worth trying, by the numbers of <see cref="Sets"/>.</summary>
    private readonly ImmutableArray<int> needed;

    private Wording(ConcernKind kind, Terms terms, string pattern)
    {
        (Kind, Terms, elements) = (kind, terms, [.. Parts(pattern).Select(Element.Parse)]);
        Denies = elements.Any(element => element.Words.Overlaps(Vocabulary.Class("negator")) || element.Words.Any(word => word.Contains("not", StringComparison.Ordinal)));
        needed = [.. elements.Where(element => element.Words.Count > 0 && !element.TakesNames && !element.TakesNumbers && !element.IsOptional && !element.IsForbidden).Select(element => Sets.Number(element.Words)).Distinct()];
    }

    public static ImmutableArray<Wording> All { get; } = [.. TextTable.Entries("risk-wordings.txt").SelectMany(row => row.Entries.SelectMany(Orders).Select(pattern => Parse(row.Key, pattern)))];

    /// <summary>Wordings by the words they can start with.</summary>
    private static FrozenDictionary<string, ImmutableArray<Wording>> ByFirst { get; } = All.SelectMany(wording => wording.elements[0].Words.Select(word => (word, wording)))
        .GroupBy(pair => pair.word, pair => pair.wording, StringComparer.Ordinal).ToFrozenDictionary(group => group.Key, group => group.Distinct().ToImmutableArray(), StringComparer.Ordinal);

    private static ImmutableArray<Wording> ByName { get; } = [.. All.Where(wording => wording.elements[0].TakesNames)];

    public ConcernKind Kind { get; }

    public Terms Terms { get; }

    /// <summary>Whether a denial is part of it: "has not come home".</summary>
    public bool Denies { get; }

    /// <summary>Every wording found. Linear: at each word only those that start with it are tried, each over a stretch of bounded length.</summary>
    public static List<Said> FindAll(Utterance utterance)
    {
        var found = new List<Said>();
        var held = Sets.HeldBy(utterance.Tokens);
        var possible = new Dictionary<string, List<Wording>>(StringComparer.Ordinal);
        List<Wording>? ofNames = null;
        for (var at = 0; at < utterance.Tokens.Count; at++)
        {
            var token = utterance.Tokens[at];
            if (!possible.TryGetValue(token.Text, out var candidates))
            {
                possible.Add(token.Text, candidates = Possible(ByFirst.GetValueOrDefault(token.Text, [])));
            }

            Find(candidates, at);
            if (token.IsName)
            {
                Find(ofNames ??= Possible(ByName), at);
            }
        }

        return found;

        List<Wording> Possible(ImmutableArray<Wording> wordings)
        {
            var worth = new List<Wording>();
            foreach (var wording in wordings)
            {
                if (wording.IsPossible(held))
                {
                    worth.Add(wording);
                }
            }

            return worth;
        }

        void Find(List<Wording> candidates, int at)
        {
            foreach (var wording in candidates)
            {
                if (wording.Matches(utterance.Tokens, at) is { } end)
                {
                    found.Add(new(wording.Kind, wording.Terms, wording.Denies, false, at, end));
                }
            }
        }
    }

    private bool IsPossible(bool[] held)
    {
        foreach (var number in needed)
        {
            if (!held[number])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The end of the shortest match at a place, exclusive; null where there is none.</summary>
    private int? Matches(IReadOnlyList<Token> tokens, int start)
    {
        var reached = 1UL;
        foreach (var element in elements)
        {
            reached = element.Step(tokens, start, reached);
            if (reached == 0)
            {
                return null;
            }
        }

        return start + System.Numerics.BitOperations.TrailingZeroCount(reached);
    }

    private static Wording Parse(string key, string pattern)
    {
        var words = key.Split(' ');
        var harmless = words[0] == "harmless";
        var terms = words.Skip(harmless ? 0 : 1).Aggregate(Terms.None, (all, word) => all | Enum.Parse<Terms>(word, ignoreCase: true));
        return new(harmless ? ConcernKind.Harm : Enum.Parse<ConcernKind>(words[0], ignoreCase: true), terms, pattern);
    }

    /// <summary>What may be said in any order, in every order it may be said in.</summary>
    private static IEnumerable<string> Orders(string pattern)
    {
        var pieces = pattern.Split(" & ");
        return pieces.Length switch
        {
            1 => [pattern],
            2 => [$"{pieces[0]} ..14 {pieces[1]}", $"{pieces[1]} ..14 {pieces[0]}"],
            _ => pieces.SelectMany(first => Orders(string.Join(" & ", pieces.Where(piece => piece != first))).Select(rest => $"{first} ..14 {rest}")),
        };
    }

    /// <summary>The parts of a pattern, plain words joined where the utterance joins them.</summary>
    private static IEnumerable<string> Parts(string pattern)
    {
        var parts = pattern.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var words = parts.Select(part => new Word(part, 0, 0, false)).ToList();
        for (var at = 0; at < parts.Length;)
        {
            var joined = Vocabulary.Compounds.LongestAt(words, at);
            yield return joined?.Meaning ?? parts[at];
            at += joined?.Count ?? 1;
        }
    }

    private sealed record Element(FrozenSet<string> Words, bool TakesNames, bool TakesNumbers, bool IsOptional, bool IsForbidden, int Gap, bool SameSubject)
    {
        public static Element Parse(string text)
        {
            if (text.StartsWith("..", StringComparison.Ordinal) || text[0] == '~')
            {
                return new(FrozenSet<string>.Empty, false, false, false, false, int.Parse(text.TrimStart('.', '~')), text[0] == '~');
            }

            var words = new HashSet<string>(StringComparer.Ordinal);
            var (names, numbers, inClass) = (false, false, false);
            foreach (var piece in text.TrimStart('?', '!').Split('/'))
            {
                inClass |= piece[0] == '<';
                var bare = piece.Trim('<', '>');
                names |= inClass && bare == "name";
                numbers |= inClass && bare == "number";
                words.UnionWith(!inClass ? [string.Join('_', Heldspace.Intake.Text.Words.Of(bare).Select(part => part.Folded))] : bare is "name" or "number" ? [] : Vocabulary.Class(bare));
                inClass &= piece[^1] != '>';
            }

            return new(words.ToFrozenSet(StringComparer.Ordinal), names, numbers, text[0] == '?', text[0] == '!', 0, false);
        }

        public ulong Step(IReadOnlyList<Token> tokens, int start, ulong reached)
        {
            if (IsForbidden)
            {
                return Where(tokens, start, reached, token => !Takes(token), atEnd: true);
            }

            if (Words.Count > 0 || TakesNames || TakesNumbers)
            {
                return (Where(tokens, start, reached, Takes) << 1) | (IsOptional ? reached : 0);
            }

            var all = reached;
            for (var step = 0; step < Gap; step++)
            {
                reached = Where(tokens, start, reached, token => !token.IsAfterStop && !Turns.Contains(token.Text) && !(SameSubject && Subjects.Contains(token.Text))) << 1;
                all |= reached;
            }

            return all;
        }

        public bool Takes(Token token) => Words.Contains(token.Text) || (TakesNames && token.IsName) || (TakesNumbers && token.IsNumber);

        private static ulong Where(IReadOnlyList<Token> tokens, int start, ulong reached, Func<Token, bool> takes, bool atEnd = false)
        {
            var kept = 0UL;
            for (var left = reached; left != 0; left &= left - 1)
            {
                var bit = System.Numerics.BitOperations.TrailingZeroCount(left);
                if (bit < Longest && start + bit < tokens.Count ? takes(tokens[start + bit]) : atEnd)
                {
                    kept |= 1UL << bit;
                }
            }

            return kept;
        }
    }
}

/// <summary>A wording, or a meeting of ideas, found in an utterance.</summary>
/// <param name="Kind">What it tells of.</param>
/// <param name="Terms">What it needs around it.</param>
/// <param name="Denies">Whether a denial is part of it.</param>
/// <param name="IsLoose">Whether other words may stand between its parts.</param>
/// <param name="First">Its first word.</param>
/// <param name="After">The word behind it.</param>
internal readonly record struct Said(ConcernKind Kind, Terms Terms, bool Denies, bool IsLoose, int First, int After)
{
    public bool Has(Terms term) => (Terms & term) != Terms.None;

    public bool Overlaps(Said other) => First < other.After && other.First < After;
}
