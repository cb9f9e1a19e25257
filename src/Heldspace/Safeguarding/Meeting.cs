using System.Collections.Frozen;
using System.Collections.Immutable;
using Heldspace.Intake.Text;

namespace Heldspace.Safeguarding;

/// <summary>
/// Ideas that are a risk where they meet, though each alone may be nothing, as a row of <c>risk-meetings.txt</c>: <c>&amp;</c> in any order, <c>&gt;</c>
/// soon after the one before. So that an alert needs no wording anybody has foreseen. A <c>near</c> meeting may span two sentences; three
/// <c>hint</c>s in neighbouring sentences are a meeting.
/// </summary>
/// <param name="Kind">What it tells of.</param>
/// <param name="Terms">What else it needs; <see cref="Judge"/> decides whether it is meant.</param>
/// <param name="Ideas">At least one.</param>
/// <param name="IsNear">Whether the sentence before may hold a part.</param>
/// <param name="IsHint">Whether it is weak.</param>
internal sealed record Meeting(ConcernKind Kind, Terms Terms, ImmutableArray<(string Name, bool Follows)> Ideas, bool IsNear, bool IsHint)
{
    /// <summary>Words between the first idea and any other.</summary>
    private const int Span = 20;

    /// <summary>Words between an idea and the one that follows it.</summary>
    private const int Step = 9;

    /// <summary>Places of an idea tried beside each first one, so that the time stays in proportion to the text.</summary>
    private const int Tries = 8;

    private static readonly ImmutableArray<Meeting> All = [.. TextTable.Entries("risk-meetings.txt").SelectMany(row => row.Entries.Select(entry => Parse(row.Key, entry)))];

    /// <summary>By the idea that stands first, so that only those are tried that may be there.</summary>
    private static readonly FrozenDictionary<string, ImmutableArray<Meeting>> ByFirst = All.GroupBy(meeting => meeting.Ideas[0].Name, StringComparer.Ordinal)
        .ToFrozenDictionary(group => group.Key, group => group.ToImmutableArray(), StringComparer.Ordinal);

    private static readonly ImmutableArray<Meeting> Near = [.. All.Where(meeting => meeting.IsNear)];

    /// <summary>Every meeting within an utterance, once for each place it begins at.</summary>
    public static IEnumerable<Said> FindAll(Utterance utterance) =>
        Of(utterance.Thoughts).Where(meeting => !meeting.IsHint).SelectMany(meeting => meeting.In(utterance.Thoughts).Select(place => utterance.Said(meeting.Kind, meeting.Terms, place.First, place.After)));

    /// <summary>Every meeting that needs the sentence before; the place is that of the part in this one.</summary>
    public static IEnumerable<Said> FindAcross(Utterance before, Utterance utterance)
    {
        if (before.Thoughts.InOrder.Count == 0 || utterance.Thoughts.InOrder.Count == 0)
        {
            yield break;
        }

        var apart = before.Plain.Count + 1;
        Thoughts? both = null;
        foreach (var meeting in Near.Where(meeting => meeting.Ideas.All(idea => before.Thoughts.Of(idea.Name).Count + utterance.Thoughts.Of(idea.Name).Count > 0)))
        {
            both ??= new([.. before.Thoughts.InOrder.Select(thought => thought with { First = thought.First - apart, After = thought.After - apart }), .. utterance.Thoughts.InOrder]);
            foreach (var (first, after) in meeting.In(both).Where(place => place.First < 0 && place.After > 0))
            {
                yield return utterance.Said(meeting.Kind, meeting.Terms, 0, after);
            }
        }
    }

    /// <summary>The weak meetings of an utterance.</summary>
    public static IEnumerable<(Meeting Hint, Said Said)> Hints(Utterance utterance) =>
        Of(utterance.Thoughts).Where(meeting => meeting.IsHint)
            .SelectMany(meeting => meeting.In(utterance.Thoughts).Take(1).Select(place => (meeting, utterance.Said(meeting.Kind, meeting.Terms, place.First, place.After))));

    private static IEnumerable<Meeting> Of(Thoughts thoughts) => thoughts.Names.SelectMany(name => ByFirst.GetValueOrDefault(name, [])).Where(meeting => meeting.CanBeIn(thoughts));

    private bool CanBeIn(Thoughts thoughts) => Ideas.All(idea => thoughts.Of(idea.Name).Count > 0);

    private IEnumerable<(int First, int After)> In(Thoughts thoughts)
    {
        var chosen = new Thought[Ideas.Length];
        foreach (var thought in thoughts.Of(Ideas[0].Name))
        {
            chosen[0] = thought;
            if (Completes(thoughts, chosen, 1))
            {
                yield return (chosen.Min(one => one.First), chosen.Max(one => one.After));
            }
        }
    }

    private bool Completes(Thoughts thoughts, Thought[] chosen, int next)
    {
        if (next == Ideas.Length)
        {
            return true;
        }

        var (name, follows) = Ideas[next];
        var from = follows ? chosen[next - 1].After : chosen[0].First - Span;
        var to = follows ? from + Step : chosen[0].First + Span;
        var places = thoughts.Of(name);
        for (var (at, tries) = (Thoughts.FirstFrom(places, from), 0); at < places.Count && places[at].First <= to && tries < Tries * 2; at++, tries++)
        {
            var place = places[at];
            if (chosen.AsSpan(0, next).ContainsAnyOverlap(place))
            {
                continue;
            }

            chosen[next] = place;
            if (Completes(thoughts, chosen, next + 1))
            {
                return true;
            }
        }

        return false;
    }

    private static Meeting Parse(string key, string entry)
    {
        var words = key.Split(' ');
        var ideas = new List<(string, bool)>();
        var follows = false;
        foreach (var part in entry.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part is "&" or ">")
            {
                follows = part is ">";
                continue;
            }

            ideas.Add(Idea.Names.Contains(part) ? (part, follows) : throw new KeyNotFoundException($"risk-ideas.txt has no idea '{part}'."));
        }

        var isHarmless = words[0] == "harmless";
        var terms = words.Skip(isHarmless ? 0 : 1).Where(word => word is not ("near" or "hint")).Aggregate(Terms.None, (all, word) => all | Enum.Parse<Terms>(word, ignoreCase: true));
        return new(isHarmless ? ConcernKind.Harm : Enum.Parse<ConcernKind>(words[0], ignoreCase: true), terms, [.. ideas], words.Contains("near"), words.Contains("hint"));
    }
}

/// <summary>The ideas of an utterance by name, each in the order of the text.</summary>
internal sealed class Thoughts(IReadOnlyList<Thought> inOrder)
{
    private readonly Dictionary<string, List<Thought>> byName = inOrder.GroupBy(thought => thought.Idea, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.ToList(), StringComparer.Ordinal);

    public IReadOnlyList<Thought> InOrder { get; } = inOrder;

    public IEnumerable<string> Names => byName.Keys;

    public IReadOnlyList<Thought> Of(string idea) => byName.TryGetValue(idea, out var places) ? places : [];

    /// <summary>The number of the first that begins at a word or behind it.</summary>
    public static int FirstFrom(IReadOnlyList<Thought> places, int word)
    {
        var (low, high) = (0, places.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = places[middle].First < word ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}

internal static class ThoughtSpans
{
    public static bool ContainsAnyOverlap(this Span<Thought> chosen, Thought place)
    {
        foreach (var one in chosen)
        {
            if (one.First < place.After && place.First < one.After)
            {
                return true;
            }
        }

        return false;
    }
}
