namespace Heldspace.Safeguarding;

/// <summary>
/// Weighs what was said, sentence by sentence and neighbouring ones together: what rules find in it (see <see cref="Judge"/>), everything else that
/// counts (see <see cref="Scale"/>), and what the text is like as a whole (see <see cref="Passage"/>). None decides alone: a rule that fits a harmless text
/// is outweighed, a risk that no rule foresaw has its points.
/// </summary>
internal static class Weighing
{
    /// <summary>What a text tells of, each with the utterance it stands in.</summary>
    /// <param name="utterances">In order.</param>
    public static IEnumerable<(Utterance At, ConcernKind Kind, bool AtHome)> Of(IReadOnlyList<Utterance> utterances)
    {
        var ruled = Ruled(utterances);
        var parts = Parts(utterances, ruled);
        if (parts.Count == 0)
        {
            yield break;
        }

        var alerts = Scale.Alerts + Scale.Chances(parts.Count);
        var weighed = Enumerable.Range(1, Scale.Together).SelectMany(length => Enumerable.Range(0, Math.Max(0, parts.Count - length + 1)).Select(first => Weigh(first, length))).ToList();
        if (Scale.All(weighed.Select(one => one.Weight)) + Passage.Weight(utterances) < alerts)
        {
            yield break;
        }

        // Several may be enough that none is alone: the heaviest of them is told of.
        var least = Math.Min(alerts, weighed.Max(one => one.Weight));
        var told = new bool[parts.Count];
        foreach (var (first, length, weight, rules) in weighed)
        {
            if (weight < least || told.AsSpan(first, length).Contains(true))
            {
                continue;
            }

            told.AsSpan(first, length).Fill(true);
            if (rules.Count > 0)
            {
                foreach (var rule in rules)
                {
                    yield return rule;
                }
            }
            else
            {
                var heaviest = Enumerable.Range(first, length).MaxBy(at => parts[at].Scale.Weight);
                var kind = parts[heaviest].Scale.Kind ?? All(parts.GetRange(first, length)).Kind ?? ConcernKind.Harm;
                yield return (utterances[parts[heaviest].Utterance], kind, kind == ConcernKind.Abuse);
            }
        }

        (int First, int Length, double Weight, List<(Utterance At, ConcernKind Kind, bool AtHome)> Rules) Weigh(int first, int length)
        {
            var range = parts.GetRange(first, length);
            var rules = range.Select(part => part.Utterance).Distinct().SelectMany(at => ruled[at].Found.Select(rule => (utterances[at], rule.Kind, rule.AtHome))).ToList();
            return (first, length, All(range).Weight + (rules.Count > 0 ? Scale.Rule : 0), rules);
        }
    }

    /// <summary>Everything that is weighed of a text, each sentence, two, and three, and whether a rule finds a risk in it.</summary>
    public static IEnumerable<(Scale Scale, bool HasRule)> Units(IReadOnlyList<Utterance> utterances)
    {
        var ruled = Ruled(utterances);
        var parts = Parts(utterances, ruled);
        return Enumerable.Range(1, Scale.Together).SelectMany(length => Enumerable.Range(0, Math.Max(0, parts.Count - length + 1)).Select(first => parts.GetRange(first, length))
            .Select(range => (All(range), range.Exists(part => ruled[part.Utterance].Found.Count > 0))));
    }

    private static Scale All(List<(Scale Scale, int Utterance)> parts) => parts.Select(part => part.Scale).Aggregate((one, next) => one.And(next));

    private static List<(IReadOnlySet<(ConcernKind Kind, bool AtHome)> Found, bool IsTakenBack)> Ruled(IReadOnlyList<Utterance> utterances) =>
        [.. utterances.Select((utterance, at) =>
        {
            var found = Judge.Of(utterance, at > 0 ? utterances[at - 1] : null, at + 1 < utterances.Count ? utterances[at + 1] : null, out var isSaid);
            return (found, isSaid && found.Count == 0);
        })];

    private static List<(Scale Scale, int Utterance)> Parts(IReadOnlyList<Utterance> utterances, List<(IReadOnlySet<(ConcernKind Kind, bool AtHome)> Found, bool IsTakenBack)> ruled) =>
        [.. utterances.SelectMany((utterance, at) => Scale.Of(utterance, ruled[at].IsTakenBack).Select(scale => (scale, at)))];
}
