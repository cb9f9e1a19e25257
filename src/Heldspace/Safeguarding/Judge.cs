using System.Collections.Frozen;

namespace Heldspace.Safeguarding;

/// <summary>
/// Decides whether what was said is meant: not denied, not over and done with, not a policy, a heading, an unanswered question or a figure of
/// speech. In doubt it is meant.
/// </summary>
internal static class Judge
{
    /// <summary>Words back from a wording within which a denial or a topic can govern it.</summary>
    private const int Reach = 14;

    /// <summary>Weak hints in neighbouring sentences that are enough together.</summary>
    private const int Hints = 3;

    private static readonly FrozenSet<string> Negators = Vocabulary.Class("negator");
    private static readonly FrozenSet<string> Topics = Vocabulary.Class("topic");
    private static readonly FrozenSet<string> Transparent = Vocabulary.Class("transparent");
    private static readonly FrozenSet<string> Unmoved = Vocabulary.Class("unmoved");
    private static readonly FrozenSet<string> Refuted = Vocabulary.Class("refuted");
    private static readonly FrozenSet<string> Titles = Vocabulary.Class("title");
    private static readonly FrozenSet<string> Teaching = Vocabulary.Class("teaching");
    private static readonly FrozenSet<string> Fiction = Vocabulary.Class("fiction");
    private static readonly FrozenSet<string> People = Vocabulary.Class("people");
    private static readonly FrozenSet<string> Someone = Vocabulary.Class("someone");
    private static readonly FrozenSet<string> Anyone = Vocabulary.Class("anyone");
    private static readonly FrozenSet<string> CrisisLines = Vocabulary.Class("crisis_line");
    private static readonly FrozenSet<string> Urging = Vocabulary.Class("urging");
    private static readonly FrozenSet<string> Past = Vocabulary.Class("past");
    private static readonly FrozenSet<string> Children = Vocabulary.Class("kid");
    private static readonly FrozenSet<string> Months = Vocabulary.Class("month");
    private static readonly FrozenSet<string> Recent = Vocabulary.Class("recent");
    private static readonly FrozenSet<string> Now = Vocabulary.Class("now");
    private static readonly FrozenSet<string> Present = Vocabulary.Class("present");
    private static readonly FrozenSet<string> Turns = Vocabulary.Class("turn");
    private static readonly FrozenSet<string> If = Vocabulary.Class("if");
    private static readonly FrozenSet<string> Will = Vocabulary.Class("will");
    private static readonly FrozenSet<string> Told = Vocabulary.Class("told");
    private static readonly FrozenSet<string> Dealt = Vocabulary.Class("dealt");
    private static readonly FrozenSet<string> Background = Vocabulary.Class("background");
    private static readonly FrozenSet<string> Back = Vocabulary.Class("returned");
    private static readonly FrozenSet<string> Household = Vocabulary.Class("household");
    private static readonly FrozenSet<string> Outsiders = Vocabulary.Class("outsider");
    private static readonly FrozenSet<string> Asking = Vocabulary.Class("asking");
    private static readonly FrozenSet<string> SuicideWords = Vocabulary.Class("suicide_word");
    private static readonly FrozenSet<string> Yes = Vocabulary.Class("yes");

    /// <summary>What is meant of all that an utterance says.</summary>
    /// <param name="before">The utterance before it in the same text: somebody may have begun to tell there.</param>
    /// <param name="after">The one behind it: the answer to a question, or that a missing child came back.</param>
    /// <param name="isSaid">Whether anything is said that would be a risk if it were meant.</param>
    public static IReadOnlySet<(ConcernKind Kind, bool AtHome)> Of(Utterance utterance, Utterance? before, Utterance? after, out bool isSaid)
    {
        var found = new HashSet<(ConcernKind Kind, bool AtHome)>();
        var worded = Wording.FindAll(utterance);
        Said[] said = [.. worded, .. Meeting.FindAll(utterance), .. before is null ? [] : Meeting.FindAcross(before, utterance)];
        isSaid = Array.Exists(said, one => !one.Has(Terms.Harmless));
        if (utterance.Thoughts.InOrder.Count + worded.Count == 0 || IsNotice(utterance) || IsTeaching(utterance))
        {
            return found;
        }

        var harmless = said.Where(one => one.Has(Terms.Harmless)).ToList();
        foreach (var one in said)
        {
            if (!one.Has(Terms.Harmless) && !found.Contains((one.Kind, IsAtHome(one, utterance))) && !harmless.Exists(one.Overlaps) && IsMeant(one, utterance, before, after))
            {
                found.Add((one.Kind, IsAtHome(one, utterance)));
            }
        }

        if (found.Count == 0 && HintsOf(utterance, before, after).ToList() is { Count: > 0 } own)
        {
            // Three weak ones within neighbouring sentences are more than each.
            var all = own.Concat(before is null ? [] : HintsOf(before, null, utterance)).Concat(after is null ? [] : HintsOf(after, utterance, null)).DistinctBy(hint => hint.Hint).ToList();
            if (all.Count >= Hints)
            {
                found.Add((own[0].Said.Kind, IsAtHome(own[0].Said, utterance)));
            }
        }

        return found;
    }

    private static IEnumerable<(Meeting Hint, Said Said)> HintsOf(Utterance utterance, Utterance? before, Utterance? after) =>
        IsNotice(utterance) || IsTeaching(utterance) ? [] : utterance.Hints.Where(hint => IsMeant(hint.Said, utterance, before, after));

    private static bool IsMeant(Said said, Utterance utterance, Utterance? before, Utterance? after)
    {
        var tokens = utterance.Tokens;
        var recent = Any(utterance, Recent);
        if ((said.Has(Terms.Recent) && !recent && !Any(utterance, Now))
            || (said.Has(Terms.Told) && !recent && !IsTold(utterance) && !(before is not null && IsTold(before) && Any(before, Recent))))
        {
            return false;
        }

        // "has never taken an overdose": the denial stands within.
        var isDenied = !said.Denies && said.After - said.First < 6 && tokens.Skip(said.First).Take(said.After - said.First).Any(token => Negators.Contains(token.Text));
        return !isDenied && !IsTitle(tokens, said) && !(!said.Denies && IsGoverned(tokens, said, Negators)) && !IsCleared(utterance, recent) && !(IsGoverned(tokens, said, Topics) && !recent) && !IsRefuted(utterance, said) && !IsAsked(utterance, said, after)
            && !IsSupposed(tokens, said, recent)
            && !(said.Kind == ConcernKind.Abuse ? IsKnown(utterance, after, recent) || (!said.Has(Terms.Ever) && IsLongAgo(utterance, said, recent) && !IsTold(utterance)) : IsLongAgo(utterance, said, recent))
            && !(said.Kind == ConcernKind.Missing && (IsBack(utterance, said) || (after is not null && IsBack(after, null))))
            && !(said.Kind == ConcernKind.Harm && Any(utterance, Fiction) && !recent);
    }

    /// <summary>Asked about or reported, and nothing was in it: "there were no concerns", "in error".</summary>
    private static bool IsCleared(Utterance utterance, bool recent) => !recent && utterance.Thoughts.Of("cleared").Count > 0 && utterance.Thoughts.Of("turn").Count == 0;

    /// <summary>"suicide prevention", "domestic abuse coordinator".</summary>
    private static bool IsTitle(IReadOnlyList<Token> tokens, Said said) =>
        said.After < tokens.Count && tokens[said.After].Break is '\0' or '-' or '/' && Titles.Contains(tokens[said.After].Text);

    /// <summary>
    /// True where a word before it takes it back or makes it a topic: nothing but words that let a meaning through stands between. "No known plan to",
    /// but not "nobody cares, I will".
    /// </summary>
    private static bool IsGoverned(IReadOnlyList<Token> tokens, Said said, FrozenSet<string> governing)
    {
        for (var at = said.First - 1; at >= 0 && at >= said.First - Reach; at--)
        {
            if (tokens[at + 1].IsAfterStop)
            {
                return false;
            }

            if (governing.Contains(tokens[at].Text))
            {
                // "can't promise he won't", "not joking": the denial is of something else.
                return !(at > 0 && Negators.Contains(tokens[at - 1].Text) && governing == Negators) && !tokens.Skip(at + 1).Take(said.First - at - 1).Any(token => Unmoved.Contains(token.Text))
                    && !(at > 0 && Unmoved.Contains(tokens[at - 1].Text))
                    // "no, he is going to": an answer, and then something new with a subject of its own.
                    && !(at + 1 < said.First && tokens[at + 1].Break == ',' && Someone.Contains(tokens[at + 1].Text));
            }

            if (Turns.Contains(tokens[at].Text) || !(Transparent.Contains(tokens[at].Text) || tokens[at].IsNumber || tokens[at].IsName))
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>"suicidal thoughts: none", "self-harm - denied", "was not seen to be".</summary>
    private static bool IsRefuted(Utterance utterance, Said said)
    {
        var tokens = utterance.Tokens;
        for (var at = said.After; at < tokens.Count && at < said.After + 6; at++)
        {
            if (Refuted.Contains(tokens[at].Text))
            {
                // "he wants to kill himself, no one listens"
                return at + 1 >= tokens.Count || !(Someone.Contains(tokens[at + 1].Text) || tokens[at + 1].Text is "one" or "matter" or "idea" or "doubt" or "point" or "way" or "joke");
            }

            if (!(Transparent.Contains(tokens[at].Text) || tokens[at].Break is ':' or '(' or '/'))
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>A question or a heading of a form: nothing is said by it until it is answered with more than no.</summary>
    private static bool IsAsked(Utterance utterance, Said said, Utterance? after)
    {
        var tokens = utterance.Tokens;
        var isHeading = tokens.Count < 5 && tokens[said.First].Text is not "suicidal" && SuicideWords.Contains(tokens[said.First].Text) && !Any(utterance, People) && !Any(utterance, Present) && !Any(utterance, Recent)
            && !tokens.Skip(said.After).Any(token => token.IsAfterStop);
        var isQuestion = utterance.IsAsked && !tokens.Take(said.After).Any(token => token.Text is "i" or "my" or "me")
            && (Asking.Contains(tokens[0].Text) || tokens.Count < 9 || tokens.Any(token => token.Text is "you" or "your"));
        return (isHeading || isQuestion) && (said.Has(Terms.Recent) || after is null || !Yes.Contains(after.Tokens[0].Text) || Any(after, Past));
    }

    /// <summary>"if he were to", "should she", without a will in it.</summary>
    private static bool IsSupposed(IReadOnlyList<Token> tokens, Said said, bool recent)
    {
        for (var at = said.First - 1; at >= 0 && at >= said.First - 8; at--)
        {
            if (tokens[at + 1].Break == ',' || tokens[at + 1].IsAfterStop || Will.Contains(tokens[at].Text) || Turns.Contains(tokens[at].Text))
            {
                return false;
            }

            if (If.Contains(tokens[at].Text))
            {
                return !recent && !tokens.Skip(said.First).Take(said.After - said.First).Any(token => Will.Contains(token.Text)) && !(at > 0 && tokens[at - 1].Text is "as" or "what");
            }
        }

        return false;
    }

    /// <summary>
    /// True where it is told as past. What is wished or done now is past only where its own part of the sentence says so: "when he was seven his dad
    /// died, he says he wants to".
    /// </summary>
    private static bool IsLongAgo(Utterance utterance, Said said, bool recent)
    {
        if (recent)
        {
            return false;
        }

        var tokens = utterance.Tokens;
        var isPresent = tokens.Skip(Math.Max(0, said.First - 3)).Take(said.After - Math.Max(0, said.First - 3)).Any(token => Present.Contains(token.Text));
        var first = said.First;
        while (first > 0 && !Turns.Contains(tokens[first - 1].Text) && !(isPresent && tokens[first].Break is ',' or '(') && !tokens[first].IsAfterStop)
        {
            first--;
        }

        var after = said.After;
        while (after < tokens.Count && !Turns.Contains(tokens[after].Text) && !(isPresent && tokens[after].Break is ',' or '(') && !(tokens[after].IsAfterStop && tokens[after].Break != ':'))
        {
            after++;
        }

        // A heading counts for what stands below it: "History: overdose".
        if (said.First > 0 && tokens[first].Break == ':')
        {
            first = 0;
        }

        for (var at = first; at < after; at++)
        {
            if ((said.IsLoose || at < said.First || at >= said.After) && IsPastWord(tokens, at, utterance.Thoughts.Of("ahead").Count > 0))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsPastWord(IReadOnlyList<Token> tokens, int at, bool isAhead)
    {
        var text = tokens[at].Text;
        return (Past.Contains(text) && !(text is "past" && at > 0 && (tokens[at - 1].Text.EndsWith("ing", StringComparison.Ordinal) || tokens[at - 1].Text is "half" or "ran" or "went")) && !(at > 0 && Negators.Contains(tokens[at - 1].Text)) && !(at > 1 && tokens[at - 2].Text is "no"))
            || (text.Length == 4 && int.TryParse(text, out var year) && year is > 1989 and < 2100)
            || (!isAhead && Months.Contains(text) && at > 0 && tokens[at - 1].Text is "in" or "since" or "last" or "until" or "early" or "late" or "of" or "during")
            || (text is "aged" or "age" && !(at > 0 && Children.Contains(tokens[at - 1].Text)) && at + 1 < tokens.Count && tokens[at + 1].IsNumber)
            || (text is "when" && at + 3 < tokens.Count && tokens[at + 2].Text is "was" or "were" && (tokens[at + 3].IsNumber || tokens[at + 3].Text is "little" or "young" or "younger" or "small" or "a" or "in" or "about" or "aged" or "at" or "five" or "six" or "seven" or "eight" or "nine" or "ten" or "eleven" or "twelve" or "four" or "three" or "two" or "one"));
    }

    /// <summary>Abuse that is why a child came into care, was looked into, or is a heading of their history: known, and no news.</summary>
    private static bool IsKnown(Utterance utterance, Utterance? after, bool recent) =>
        !IsFeared(utterance) && IsLookedInto(utterance, after, recent);

    private static bool IsLookedInto(Utterance utterance, Utterance? after, bool recent) =>
        (Any(utterance, Dealt) && !recent && !(IsTold(utterance) && Any(utterance, Now))) || (Any(utterance, Background) && !recent && !IsTold(utterance)) || (after is not null && after.Tokens.Count < 16 && !recent && Any(after, Dealt) && !Any(after, Recent));

    /// <summary>A secret or a threat against telling is never a game, and never old.</summary>
    private static bool IsFeared(Utterance utterance) => utterance.Thoughts.Of("secret").Count > 0;

    /// <summary>Something that took place: "officers were called".</summary>
    private static bool IsEvent(Utterance utterance) => utterance.Thoughts.Of("event").Count > 0;

    private static bool IsBack(Utterance utterance, Said? said)
    {
        var tokens = utterance.Tokens;
        for (var at = 0; at < tokens.Count; at++)
        {
            if ((said is null || at < said.Value.First || at >= said.Value.After) && Back.Contains(tokens[at].Text) && !tokens.Skip(Math.Max(0, at - 4)).Take(Math.Min(4, at)).Any(token => Negators.Contains(token.Text)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Lines for everybody: whom to ring in a crisis. They speak to "you" and of nobody.</summary>
    private static bool IsNotice(Utterance utterance)
    {
        var toAnyone = Any(utterance, Anyone);
        return !Any(utterance, People) && !IsEvent(utterance) && Any(utterance, Urging) && (toAnyone || Any(utterance, CrisisLines)) && !(Any(utterance, Recent) && !toAnyone);
    }

    /// <summary>Courses, policies, leaflets, and statements about children in general.</summary>
    private static bool IsTeaching(Utterance utterance) => Any(utterance, Teaching) && !IsEvent(utterance) && !Any(utterance, People) && !Any(utterance, Recent);

    private static bool IsTold(Utterance utterance)
    {
        var tokens = utterance.Tokens;
        for (var at = 0; at < tokens.Count; at++)
        {
            if (Told.Contains(tokens[at].Text) && !(at > 0 && (Negators.Contains(tokens[at - 1].Text) || tokens[at - 1].Text is "previously" or "historically" or "originally"))
                && !(at + 1 < tokens.Count && tokens[at + 1].Text is "previously" || (at + 2 < tokens.Count && tokens[at + 1].Text is "in" && tokens[at + 2].IsNumber)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Where the harm may come from: the household where it is named, nobody knows where nobody is.</summary>
    private static bool IsAtHome(Said said, Utterance utterance) => said.Kind switch
    {
        ConcernKind.Abuse => said.Has(Terms.Home) || Any(utterance, Household) || !Any(utterance, Outsiders),
        ConcernKind.Harm => said.Has(Terms.Home),
        _ => false,
    };

    private static bool Any(Utterance utterance, FrozenSet<string> words) => utterance.Has(words);
}
