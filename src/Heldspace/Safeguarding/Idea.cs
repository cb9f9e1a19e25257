using System.Collections.Frozen;
using System.Collections.Immutable;
using Heldspace.Intake.Text;

namespace Heldspace.Safeguarding;

/// <summary>
/// What words are about, whatever is said of it: dying, a means, a place to fall from, an adult, a blow, fear, a secret. Each is a row of
/// <c>risk-ideas.txt</c>, a wide lexicon: <c>~verb</c> for all its forms, <c>a/b</c> for either, <c>?a</c> for what may be left out, <c>..2</c> for up
/// to two words between. One word may be several ideas.
/// </summary>
internal static class Idea
{
    /// <summary>Words back from an idea within which a denial can reach it.</summary>
    private const int Reach = 10;

    private static readonly FrozenDictionary<string, string[]> Irregular = TextTable.Entries("risk-ideas.txt").Where(row => row.Key.StartsWith("verb ", StringComparison.Ordinal))
        .ToFrozenDictionary(row => row.Key[5..], row => row.Entries.ToArray(), StringComparer.Ordinal);

    private static readonly ImmutableArray<Phrase> Phrases = [.. TextTable.Entries("risk-ideas.txt").Where(row => !row.Key.StartsWith("verb ", StringComparison.Ordinal))
        .SelectMany(row => row.Entries.Select(entry => Phrase.Parse(row.Key, entry)))];

    private static readonly FrozenDictionary<string, ImmutableArray<Phrase>> ByFirst = Phrases.SelectMany(phrase => phrase.Parts[0].Words.Select(word => (word, phrase)))
        .GroupBy(pair => pair.word, pair => pair.phrase, StringComparer.Ordinal).ToFrozenDictionary(group => group.Key, group => group.ToImmutableArray(), StringComparer.Ordinal);

    private static readonly FrozenSet<string> Plain = Of("deny");
    private static readonly FrozenSet<string> Firm = Of("deny_all");
    private static readonly FrozenSet<string> Topics = Of("deny_topic");
    private static readonly FrozenSet<string> Idle = Of("deny_else");
    private static readonly FrozenSet<string> Turns = Of("turn");
    private static readonly FrozenSet<string> Subjects = Of("subject");

    /// <summary>The names of all ideas.</summary>
    public static FrozenSet<string> Names { get; } = Phrases.Select(phrase => phrase.Idea).Append("child").ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The ideas of an utterance by the place they begin at; those that are denied are left out. Linear: every phrase is short.</summary>
    public static List<Thought> FindAll(IReadOnlyList<Token> tokens)
    {
        var found = new List<Thought>();
        var spoken = new bool[tokens.Count];
        for (var at = 0; at < tokens.Count; at++)
        {
            if (tokens[at].IsName)
            {
                found.Add(new("child", at, at + 1, false));
                found.Add(new("other", at, at + 1, false));
            }

            foreach (var phrase in ByFirst.GetValueOrDefault(tokens[at].Text, []))
            {
                if (phrase.Match(tokens, at, 0) is { } after)
                {
                    found.Add(new(phrase.Idea, at, after, phrase.Denies));
                    spoken.AsSpan(at, phrase.Denies && phrase.Idea != "deny" ? after - at : 0).Fill(true);
                }
            }
        }

        found.RemoveAll(thought => !thought.Denies && IsDenied(tokens, thought.First, spoken));
        return found;
    }

    /// <summary>"does not want to", "no evidence that he": the denial is no part of another idea and nobody else begins to do something between.</summary>
    private static bool IsDenied(IReadOnlyList<Token> tokens, int first, bool[] spoken)
    {
        var sameSubject = true;
        for (var at = first - 1; at >= 0 && at >= first - Reach && !tokens[at + 1].IsAfterStop && !Turns.Contains(tokens[at].Text); at--)
        {
            var text = tokens[at].Text;
            if (Firm.Contains(text) || (Topics.Contains(text) && at > 0 && (Plain.Contains(tokens[at - 1].Text) || (at > 1 && Plain.Contains(tokens[at - 2].Text)))))
            {
                return true;
            }

            if (sameSubject && !spoken[at] && Plain.Contains(text) && !Idle.Contains(tokens[at + 1].Text))
            {
                return true;
            }

            sameSubject &= !Subjects.Contains(text);
        }

        return false;
    }

    private static FrozenSet<string> Of(string idea) =>
        Phrases.Where(phrase => phrase.Idea == idea && phrase.Parts.Length == 1).SelectMany(phrase => phrase.Parts[0].Words).ToFrozenSet(StringComparer.Ordinal);

    private sealed record Part(FrozenSet<string> Words, bool IsOptional, int Gap);

    private sealed record Phrase(string Idea, ImmutableArray<Part> Parts, bool Denies)
    {
        private static readonly FrozenSet<string> Negations = ["not", "no", "never", "nobody", "nothing", "none", "without", "nowhere"];

        public static Phrase Parse(string idea, string entry)
        {
            var parts = entry.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(part => part.StartsWith("..", StringComparison.Ordinal)
                ? new Part([], false, int.Parse(part[2..], System.Globalization.CultureInfo.InvariantCulture))
                : new Part(part.TrimStart('?').Split('/').SelectMany(Forms).ToFrozenSet(StringComparer.Ordinal), part[0] == '?', 0)).ToImmutableArray();
            return new(idea, parts, parts.Any(part => part.Words.Overlaps(Negations)));
        }

        /// <summary>The end of a match, exclusive; null for none.</summary>
        public int? Match(IReadOnlyList<Token> tokens, int at, int part)
        {
            if (part == Parts.Length)
            {
                return at;
            }

            var expected = Parts[part];
            for (var skipped = 0; skipped < expected.Gap && at + skipped < tokens.Count && !tokens[at + skipped].IsAfterStop; skipped++)
            {
                if (Match(tokens, at + skipped, part + 1) is { } end)
                {
                    return end;
                }
            }

            return expected.Gap > 0 ? Match(tokens, Math.Min(at + expected.Gap, tokens.Count), part + 1)
                : at < tokens.Count && expected.Words.Contains(tokens[at].Text) && !(part > 0 && tokens[at].IsAfterStop) && Match(tokens, at + 1, part + 1) is { } after ? after
                : expected.IsOptional ? Match(tokens, at, part + 1)
                : null;
        }

        private static IEnumerable<string> Forms(string word) =>
            word[0] != '~' ? [word] : Irregular.TryGetValue(word[1..], out var forms) ? [word[1..], .. forms] : Vocabulary.Forms(word[1..]);
    }
}

/// <summary>An idea found in an utterance.</summary>
/// <param name="First">Its first word, of those not joined.</param>
/// <param name="After">The word behind it.</param>
/// <param name="Denies">Whether a denial is part of it: "nobody would notice".</param>
internal readonly record struct Thought(string Idea, int First, int After, bool Denies);
