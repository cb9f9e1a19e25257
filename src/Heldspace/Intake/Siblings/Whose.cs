using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Heldspace.Intake.Text;
using NodaTime;

namespace Heldspace.Intake;

/// <summary>A stretch of a sentence and whose it is.</summary>
/// <param name="Owners">By their place among the children; never empty.</param>
/// <param name="IsClear">Whether that can be told. Where it cannot, what it says is known of nobody.</param>
/// <param name="NamesNobody">Whether it has no word at all for a child: what it says of a household is everybody's all the same.</param>
internal sealed record Said(Sentence Sentence, ImmutableArray<int> Owners, bool IsClear, bool NamesNobody);

/// <summary>
/// Tells of which of several children a sentence speaks: by their names, by "both" and "the twins", by a pronoun that follows one child's sentence, by
/// "her brother" where that can only be one. Goes through a text from its start: what a pronoun means depends on what came before.
/// </summary>
internal sealed partial class Whose(IReadOnlyList<Named> children, Dictionary<int, char> genders, Func<int, LocalDate?> born)
{
    private readonly string[][] names = [.. children.Select(child => Words.Of(child.Name.Given ?? "").Select(word => word.Folded).ToArray())];
    private readonly string?[] preferred = [.. children.Select(child => child.Name.Preferred is { } name && !name.Contains(' ', StringComparison.Ordinal) ? Words.Fold(name) : null)];
    private ImmutableArray<int> last = [];
    private int lastLine;

    public static bool IsOfEverybody(string text) => Everybody().IsMatch(text);

    private ImmutableArray<int> All => [.. Enumerable.Range(0, children.Count)];

    /// <summary>Starts a stretch of text.</summary>
    /// <param name="after">The child who was spoken of last; null where none was.</param>
    public void Start(int? after) => last = after is { } one ? [one] : [];

    /// <param name="own">The child in whose block the sentence stands; null outside of one.</param>
    public IEnumerable<Said> Of(Sentence sentence, int? own)
    {
        var said = Each(sentence, own);
        lastLine = sentence.Line;
        return said;
    }

    private IEnumerable<Said> Each(Sentence sentence, int? own)
    {
        // "Kieran's sister Maisie" names one of them.
        var mentions = Mentions(sentence);
        for (var at = mentions.Count - 2; at >= 0; at--)
        {
            if (mentions[at].IsPossessive && mentions[at].Child != mentions[at + 1].Child && OwnKin().IsMatch(sentence.Text[mentions[at].End..mentions[at + 1].Start]))
            {
                mentions.RemoveAt(at);
            }
        }

        if (mentions.Count == 0)
        {
            // "They were born on 12/03/2014 and 01/02/2016 respectively."
            var unnamed = Unnamed(sentence, own);
            var spread = unnamed is { IsClear: true, Owners.Length: > 1 } ? Spread(sentence, unnamed.Owners, 0, sentence.Text.Length) : [];
            return [.. spread, unnamed with { Sentence = WithoutNumbers(unnamed.Sentence, spread.Count > 0) }];
        }

        if (mentions.DistinctBy(mention => mention.Child).Count() == 1)
        {
            // "Both are at Hill Surgery (Ava's moving)".
            if (own is null && OfThemAll().IsMatch(sentence.Text) && mentions[0].Start > 12)
            {
                return [Everyones(sentence)];
            }

            return OfOne(sentence, mentions, own);
        }

        return OfSeveral(sentence, mentions);
    }

    /// <summary>The children that a text names, with where.</summary>
    public List<Mention> Mentions(Sentence sentence)
    {
        var found = new List<Mention>();
        var words = sentence.Words;
        var small = !sentence.Text.Skip(1).Any(char.IsUpper);
        for (var at = 0; at < words.Count; at++)
        {
            for (var child = 0; child < children.Count; child++)
            {
                var length = Matches(words, at, names[child]) ? names[child].Length : preferred[child] == words[at].Folded ? 1 : 0;
                if (length == 0 || !(small || words[at].IsCapital(sentence.Text)))
                {
                    continue;
                }

                var after = at + length;

                // "Billie Ray Stone": a second forename before the family name.
                if (Words.Of(children[child].Name.Family ?? "") is [var first, ..] && after + 1 < words.Count && words[after].Folded != first.Folded && words[after + 1].Folded == first.Folded
                    && words[after].IsCapital(sentence.Text) && sentence.Text[words[after - 1].End..words[after].Start] is " " or "-")
                {
                    after++;
                }

                foreach (var family in Words.Of(children[child].Name.Family ?? ""))
                {
                    after += after < words.Count && words[after].Folded == family.Folded && words[after].IsCapital(sentence.Text) ? 1 : 0;
                }

                found.Add(new(child, at, words[at].Start, words[after - 1].End, words[after - 1].IsPossessive));
                at = after - 1;
                break;
            }
        }

        return found;
    }

    /// <summary>A child named in a sentence.</summary>
    internal readonly record struct Mention(int Child, int First, int Start, int End, bool IsPossessive);

    /// <summary>What is known of who is a girl and who a boy, from words beside the names and from sentences that name one child and go on with "she".</summary>
    public static Dictionary<int, char> GendersOf(IReadOnlyList<Named> children, IEnumerable<Sentence> sentences)
    {
        var votes = new Dictionary<int, int>();
        var reader = new Whose(children, new Dictionary<int, char>(), _ => null);
        foreach (var sentence in sentences)
        {
            var mentions = reader.Mentions(sentence);
            foreach (var mention in mentions)
            {
                var before = mention.First > 0 ? sentence.Words[mention.First - 1].Folded : "";
                var vote = before is "sister" or "daughter" or "girl" or "niece" or "granddaughter" ? 5 : before is "brother" or "son" or "boy" or "nephew" or "grandson" or "lad" ? -5 : 0;
                if (vote == 0 && mentions.Count == 1 && !Adult().IsMatch(sentence.Text) && (mention.First == 0 || mention.First < 3))
                {
                    vote = (She().IsMatch(sentence.Text[mention.End..]) ? 1 : 0) - (He().IsMatch(sentence.Text[mention.End..]) ? 1 : 0);
                }

                votes[mention.Child] = votes.GetValueOrDefault(mention.Child) + vote;
            }
        }

        return votes.Where(vote => vote.Value != 0).ToDictionary(vote => vote.Key, vote => vote.Value > 0 ? 'F' : 'M');
    }

    private Said Unnamed(Sentence sentence, int? own)
    {
        var text = sentence.Text;
        if (own is null && OneOf().Match(text) is { Success: true } one)
        {
            return OneAmong(sentence, one.Groups["which"].Value.ToLowerInvariant());
        }

        // In a child's own block "it is both where he lives and …" is about him.
        if (Everybody().IsMatch(text) && !(own is not null && She().IsMatch(text) != He().IsMatch(text)))
        {
            return Everyones(sentence);
        }

        if (own is null && last.Length > 1 && last.Length < children.Count && They().IsMatch(text))
        {
            return new(Meaning(sentence, -1), last, true, false);
        }

        if (Kin().Match(text) is { Success: true } kin && Other(kin, own) is { } other)
        {
            last = [other];
            return new(Meaning(sentence, kin.Groups["kin"].Index), last, true, false);
        }

        var (she, he) = (She().IsMatch(text), He().IsMatch(text));
        if (own is { } block)
        {
            last = [block];
            return new(sentence, last, true, false);
        }

        if (she != he)
        {
            var gender = she ? 'F' : 'M';
            if (last is [var before] && genders.GetValueOrDefault(before, gender) == gender)
            {
                genders.TryAdd(before, gender);
                return new(sentence, last, true, false);
            }

            // Nobody, or somebody of the other sex, was spoken of just now: only where it can be one child alone.
            List<int> fitting = [.. All.Where(child => genders.GetValueOrDefault(child, gender) == gender)];
            if (fitting is [var only])
            {
                genders.TryAdd(only, gender);
                last = [only];
                return new(sentence, last, true, false);
            }

            return new(sentence, fitting.Count > 0 ? [.. fitting] : All, false, false);
        }

        if (she)
        {
            return new(sentence, All, last is [_] && false, false);
        }

        if (They().IsMatch(text))
        {
            var many = last.Length > 1 ? last : All;
            return new(Meaning(sentence, -1), many, true, false);
        }

        // "Ronnie, 3 May 2016, is very cross. NHS number 999 351 5981.": goes on about the child of the sentence before it, on the same line.
        if (last is [_] && sentence.Line == lastLine && Fragment().IsMatch(text))
        {
            return new(sentence, last, true, false);
        }

        return new(sentence, All, last is not [_], true);
    }

    /// <summary>"the eldest", "the girl": one of them, where it can be told which.</summary>
    private Said OneAmong(Sentence sentence, string which)
    {
        List<int> fitting = which switch
        {
            "boy" or "girl" => [.. All.Where(child => genders.GetValueOrDefault(child) == (which == "boy" ? 'M' : 'F'))],
            "eldest" or "oldest" or "older" or "elder" when All.All(child => born(child) is not null) => [.. All.Where(child => born(child) == All.Min(born))],
            "youngest" or "younger" or "baby" when All.All(child => born(child) is not null) => [.. All.Where(child => born(child) == All.Max(born))],
            _ => [],
        };
        if (fitting is not [var only])
        {
            return new(sentence, All, false, false);
        }

        last = [only];
        return new(Meaning(sentence, sentence.Text.Length), last, true, false);
    }

    private Said Everyones(Sentence sentence)
    {
        last = All;
        return new(Meaning(sentence, -1), last, true, false);
    }

    /// <summary>"her brother" where there are two children, or only one other who can be it.</summary>
    private int? Other(Match kin, int? own)
    {
        if ((own ?? (last is [var one] ? one : null)) is not { } known)
        {
            return null;
        }

        var word = kin.Groups["kin"].Value;
        var gender = word.StartsWith("sister", StringComparison.OrdinalIgnoreCase) ? 'F' : word.StartsWith("brother", StringComparison.OrdinalIgnoreCase) ? 'M' : (char?)null;
        List<int> fitting = [.. All.Where(child => child != known && (gender is null || genders.GetValueOrDefault(child, gender.Value) == gender))];
        return fitting is [var only] && !ReadNames.Spans(new(kin.Groups["rest"].Value, Words.Of(kin.Groups["rest"].Value), 0)).Exists(span => span.First == 0) ? only : null;
    }

    private IEnumerable<Said> OfOne(Sentence sentence, List<Mention> mentions, int? own)
    {
        var (text, mention) = (sentence.Text, mentions[0]);
        if (WithTheOthers().IsMatch(text[mention.End..]))
        {
            return [Everyones(sentence)];
        }

        // "She fights with Noah." is about her.
        var speaker = own ?? (last is [var one] ? one : null);
        if (speaker is { } subject && subject != mention.Child && mention.First > 0 && Nominative().IsMatch(text) && !EndsClause().IsMatch(text[..mention.Start]))
        {
            last = [subject];
            return [new(sentence, last, true, false)];
        }

        // "Ava has nightmares and her brother hits others."
        var kin = Kin().Match(text, mention.End);
        if (kin.Success && text[mention.End..kin.Index].Trim(' ', ',', '(', '-', '\u2013').Length > 0 && EndsClause().IsMatch(text[..kin.Index]))
        {
            last = [mention.Child];
            if (Other(kin, mention.Child) is { } other)
            {
                var first = new Said(sentence.Slice(0, kin.Index), last, true, false);
                var rest = sentence.Slice(kin.Index, text.Length);
                last = [other];
                return [first, new(Meaning(rest, 0), last, true, false)];
            }
        }

        last = [mention.Child];

        // "Mia Voss, her twin, NHS …": said of Mia.
        if (kin.Success && text[mention.End..kin.Index].Trim(' ', ',', '(', '-', '\u2013').Length == 0)
        {
            return [new(Meaning(sentence, kin.Groups["kin"].Index), last, true, false)];
        }

        // What leads up to the name ("his sister Maisie") would make somebody else of her.
        var lead = mention.First > 0 && Kinship().IsMatch(text[..mention.Start]) ? Meaning(sentence, mention.Start) : sentence;
        return [new(lead, last, true, false), .. Beside(sentence, mention)];
    }

    [GeneratedRegex(@"^(?:Both|All (?:three|four|five)|They (?:both|all)|Neither of them|None of them)\b", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex OfThemAll();

    /// <summary>The words for the children among those that otherwise mean somebody else.</summary>
    private static Sentence Meaning(Sentence sentence, int upTo)
    {
        var meant = new HashSet<int>();
        for (var at = 0; at < sentence.Words.Count; at++)
        {
            var isKin = sentence.Words[at].Folded is "siblings" or "sibling" or "twins" or "twin" or "brothers" or "sisters" or "brother" or "sister";
            var somebodys = at > 0 && (sentence.Words[at - 1].Folded is "his" or "her" or "their" or "older" or "younger" || sentence.Words[at - 1].IsPossessive);
            if (isKin && (upTo >= 0 ? sentence.Words[at].Start <= Math.Max(upTo, 40) : !somebodys))
            {
                meant.Add(at);
            }
        }

        return sentence with { Meant = meant };
    }

    private static bool Matches(IReadOnlyList<Word> words, int at, string[] name)
    {
        if (name.Length == 0 || at + name.Length > words.Count)
        {
            return false;
        }

        for (var part = 0; part < name.Length; part++)
        {
            if (words[at + part].Folded != name[part])
            {
                return false;
            }
        }

        return true;
    }
}
