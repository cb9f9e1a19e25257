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

    public static bool IsOfEverybody(string text) => Everybody().IsMatch(text);

    private ImmutableArray<int> All => [.. Enumerable.Range(0, children.Count)];

    /// <summary>Starts a stretch of text.</summary>
    /// <param name="after">The child who was spoken of last; null where none was.</param>
    public void Start(int? after) => last = after is { } one ? [one] : [];

    /// <param name="own">The child in whose block the sentence stands; null outside of one.</param>
    public IEnumerable<Said> Of(Sentence sentence, int? own)
    {
        // "Kieran's sister Maisie" names one of them.
        var mentions = Mentions(sentence);
        mentions.RemoveAll(mention => mention.IsPossessive && mentions.Exists(next => next.Start > mention.End && next.Child != mention.Child && OwnKin().IsMatch(sentence.Text[mention.End..next.Start])));
        if (mentions.Count == 0)
        {
            // "They were born on 12/03/2014 and 01/02/2016 respectively."
            var unnamed = Unnamed(sentence, own);
            var spread = unnamed is { IsClear: true, Owners.Length: > 1 } ? Spread(sentence, unnamed.Owners, 0, sentence.Text.Length) : [];
            return [.. spread, unnamed with { Sentence = WithoutNumbers(unnamed.Sentence, spread.Count > 0) }];
        }

        if (mentions.DistinctBy(mention => mention.Child).Count() == 1)
        {
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

        if (Everybody().IsMatch(text))
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
        if (Kin().Match(text, mention.End) is { Success: true } kin && EndsClause().IsMatch(text[..kin.Index]))
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

        // What leads up to the name ("his sister Maisie") would make somebody else of her.
        var lead = mention.First > 0 && Kinship().IsMatch(text[..mention.Start]) ? Meaning(sentence, mention.Start) : sentence;
        return [new(lead, last, true, false), .. Beside(sentence, mention)];
    }

    private IEnumerable<Said> OfSeveral(Sentence sentence, List<Mention> mentions)
    {
        var text = sentence.Text;
        var runs = Runs(sentence, mentions);
        var said = new List<Said>();
        var isBehind = mentions.TrueForAll(mention => NameBehind().IsMatch(text[..mention.Start]) && (mention.End >= text.Length || text[mention.End] is ')' or ',' or '.' or ';' or ' '))
            && mentions.Count > 1 && text[..mentions[0].Start].Any(char.IsAsciiDigit);
        if (isBehind)
        {
            // "12/03/2014 (Ava) and 01/02/2016 (Noah)"
            var from = 0;
            foreach (var mention in mentions)
            {
                var end = Math.Min(text.Length, mention.End + (mention.End < text.Length && text[mention.End] == ')' ? 1 : 0));
                Add(said, sentence, from, end, [mention.Child]);
                from = end;
            }

            last = [];
            return said;
        }

        var start = 0;
        for (var at = 0; at < runs.Count; at++)
        {
            var run = runs[at];
            var next = at + 1;
            while (next < runs.Count && !StartsClause(sentence, runs[next - 1][^1].End, runs[next][0]))
            {
                next++;
            }

            var end = next < runs.Count ? runs[next][0].Start : text.Length;
            if (run.Count == 1)
            {
                last = [run[0].Child];
                said.AddRange(Beside(sentence, run[0]));
                Add(said, sentence, at == 0 && !Kinship().IsMatch(text[..run[0].Start]) ? start : run[0].Start, end, last);
            }
            else
            {
                OfRun(sentence, run, end, said);
            }

            at = next - 1;
            start = end;
        }

        return said;
    }

    /// <summary>Names strung together: to each what stands right behind it, to all of them the rest.</summary>
    private void OfRun(Sentence sentence, List<Mention> run, int end, List<Said> said)
    {
        var text = sentence.Text;
        ImmutableArray<int> owners = [.. run.Select(mention => mention.Child).Distinct()];
        var tail = run[^1].End;
        for (var at = 0; at < run.Count; at++)
        {
            var facts = Math.Min(end, NamesTogether.FactsEnd(text, run[at].End));
            var isAlone = at + 1 == run.Count && !run.SkipLast(1).Any(mention => NamesTogether.FactsEnd(text, mention.End) > mention.End) && !text[run[at].End..facts].Contains('(', StringComparison.Ordinal);
            if (facts > run[at].End && !isAlone)
            {
                last = [run[at].Child];
                Add(said, sentence, run[at].Start, facts, last);
                said.AddRange(Beside(sentence, run[at]));
                tail = at + 1 == run.Count ? facts : tail;
            }
        }

        if (tail < end && text[tail..end].Any(char.IsLetterOrDigit))
        {
            // "Ava and Noah Brindle, who lives with his dad": the one named last.
            var behind = text[tail..end];
            var single = Relative().IsMatch(behind);
            var spread = single ? [] : Spread(sentence, owners, tail, end);
            said.AddRange(spread);
            said.Add(new(Meaning(sentence.Slice(tail, end), -1), single ? [run[^1].Child] : owners, true, false) { Sentence = WithoutNumbers(Meaning(sentence.Slice(tail, end), -1), spread.Count > 0) });
        }

        var before = run[0].Start;
        if (before > 0 && said.TrueForAll(one => one.Sentence.Text.Length < before || !sentence.Text.StartsWith(one.Sentence.Text, StringComparison.Ordinal)))
        {
            said.Add(new(Meaning(sentence.Slice(0, before), -1), owners, true, true));
        }

        last = owners;
    }

    /// <summary>"were born on 12/03/2014 and 01/02/2016 respectively": as many as there are names, in their order.</summary>
    private static List<Said> Spread(Sentence sentence, ImmutableArray<int> owners, int start, int end)
    {
        var text = sentence.Text[start..end];
        var numbers = ReadValue.TenDigits().Matches(BritishDate.AsciiDigits(text)).Select(match => match.Value).Where(number => NhsNumber.TryParse(number) is not null).ToList();
        var births = BirthWord().IsMatch(sentence.Text) ? BritishDate.FindAll(text, new LocalDate(2100, 1, 1)).Select(date => date.Written).ToList() : [];
        var said = new List<Said>();
        foreach (var (values, noun) in new[] { (numbers, "NHS number"), (births, "date of birth") })
        {
            if (values.Count > 1 && values.Count == owners.Length)
            {
                said.AddRange(owners.Select((owner, at) => new Said(sentence with { Text = $"{noun} {values[at]}", Words = Words.Of($"{noun} {values[at]}") }, [owner], true, false)));
            }
        }

        return said;
    }

    private static Sentence WithoutNumbers(Sentence sentence, bool spread) =>
        spread ? sentence with { Text = Digit().Replace(sentence.Text, " "), Words = Words.Of(Digit().Replace(sentence.Text, " ")), Meant = new HashSet<int>() } : sentence;

    private static void Add(List<Said> said, Sentence sentence, int start, int end, ImmutableArray<int> owners)
    {
        var piece = sentence.Slice(start, end);
        if (piece.Words.Count == 0)
        {
            return;
        }

        said.Add(new(piece, owners, true, false));

        // "Ava's NHS number is 999 000 0018 and Noah's is 999 000 0026": the noun is said once.
        var before = sentence.Text[..end];
        var own = piece.Text;
        if (!own.Contains("NHS", StringComparison.OrdinalIgnoreCase) && before.Contains("NHS", StringComparison.OrdinalIgnoreCase) && ReadValue.TenDigits().Match(BritishDate.AsciiDigits(own)) is { Success: true } number)
        {
            said.Add(Noun(sentence, "NHS number", number.Value, owners));
        }

        if (!BirthWord().IsMatch(own) && BirthWord().IsMatch(before) && BritishDate.FindAll(own, new LocalDate(2100, 1, 1)) is [var date])
        {
            said.Add(Noun(sentence, "date of birth", date.Written, owners));
        }
    }

    /// <summary>A bare date right behind a name: "Harley Webb 05/06/2010".</summary>
    private static IEnumerable<Said> Beside(Sentence sentence, Mention mention)
    {
        var facts = sentence.Text[mention.End..NamesTogether.FactsEnd(sentence.Text, mention.End)];
        if (!mention.IsPossessive && !BirthWord().IsMatch(facts) && !OnDay().IsMatch(facts) && BritishDate.FindAll(facts, new LocalDate(2100, 1, 1)) is [var date])
        {
            yield return Noun(sentence, "date of birth", date.Written, [mention.Child]);

            // "Amelia Hart - 12/03/2014 - 999 000 0018": the number alone, or the year runs into it.
            if (!facts.Contains("NHS", StringComparison.OrdinalIgnoreCase) && ReadValue.TenDigits().Match(BritishDate.AsciiDigits(facts[(date.Index + date.Written.Length)..])) is { Success: true } number)
            {
                yield return Noun(sentence, "", number.Value, [mention.Child]);
            }
        }
    }

    private static Said Noun(Sentence sentence, string noun, string value, ImmutableArray<int> owners) =>
        new(sentence with { Text = $"{noun} {value}", Words = Words.Of($"{noun} {value}"), Meant = new HashSet<int>() }, owners, true, false);

    private static List<List<Mention>> Runs(Sentence sentence, List<Mention> mentions)
    {
        var runs = new List<List<Mention>> { new() { mentions[0] } };
        for (var at = 1; at < mentions.Count; at++)
        {
            var from = NamesTogether.FactsEnd(sentence.Text, mentions[at - 1].End);
            if (mentions[at].Start >= from && NamesTogether.Joins(sentence.Text[from..mentions[at].Start]) && !(mentions[at - 1].IsPossessive && !mentions[at].IsPossessive) && !IsNewClause(sentence, mentions[at - 1], mentions[at], from))
            {
                runs[^1].Add(mentions[at]);
            }
            else
            {
                runs.Add([mentions[at]]);
            }
        }

        return runs;
    }

    /// <summary>"Ava is 9 and Noah is 7": strung together by "and", but each with a verb of their own.</summary>
    private static bool IsNewClause(Sentence sentence, Mention one, Mention next, int facts)
    {
        var between = sentence.Text[one.End..facts];
        return Verb().IsMatch(between) || (facts > one.End && !between.TrimStart().StartsWith('(') && SingularVerb().IsMatch(sentence.Text[next.End..]) && Verb().IsMatch(between));
    }

    private static bool StartsClause(Sentence sentence, int from, Mention mention)
    {
        var text = sentence.Text;
        return from <= mention.Start && EndsClause().IsMatch(text[from..mention.Start]) && (mention.IsPossessive || (mention.End < text.Length && GoesOn().IsMatch(text[mention.End..])));
    }

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

    [GeneratedRegex(@"\b(?:both(?! (?:parents|carers|arms|legs|hands|sides|his|her|schools?|mum|dad|adults|workers|physical\w*|verbal\w*|emotional\w*|at\b|mother|father|of (?:his|her|their) (?:arms|parents)))|siblings(?<!(?:his|her|their|other|older|younger) siblings)|the (?:twins|triplets|children|boys|girls|brothers|sisters|three|four|pair)|all (?:three|four|five|of them|the children)|each of (?:them|the)|each child|neither|these children|(?:two|three|four) (?:children|siblings|boys|girls)|they (?:are |have |were |all |each )?(?:both|all|each))\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Everybody();

    [GeneratedRegex(@"\b(?:they|them|their|theirs|themselves|they're|they've|children)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex They();

    [GeneratedRegex(@"\b(?:she|her|hers|herself)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex She();

    [GeneratedRegex(@"\b(?:he|him|his|himself)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex He();

    [GeneratedRegex(@"\b(?:mum|mother|dad|father|carers?|nan|grandmother|grandfather|worker|teacher|brother|sister|aunt|uncle)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Adult();

    [GeneratedRegex(@"\b(?:(?:only )?one of (?:them|the (?:children|twins|siblings|boys|girls|two|three))|(?:the|their) (?<which>eldest|oldest|older|elder|youngest|younger|middle)(?: (?:one|child|sibling|twin|boy|girl|brother|sister|of (?:them|the)))?(?! (?:boys|girls|children|siblings|brothers|sisters))|the (?<which>boy|girl|baby|former|latter)|one (?:twin|child|sibling))\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex OneOf();

    [GeneratedRegex(@"\b(?:his|her|their)\s(?:(?:older|younger|elder|little|big|baby|twin|half)[\s-]){0,2}(?<kin>brother|sister|sibling|twin)\b(?!['\u2019]s)\s?,?\s?(?<rest>[^\s,.]{0,40})", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Kin();

    [GeneratedRegex(@"\b(?:brother|sister|sibling|twin|siblings|twins|brothers|sisters),?\s?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Kinship();

    [GeneratedRegex(@"^\s(?:[\w-]+\s){0,2}?(?:brother|sister|sibling|twin)s?,?\s(?:called |named )?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex OwnKin();

    [GeneratedRegex(@"^\s?,?\s?and (?:both |all )?(?:of )?(?:his|her|their) (?:[\w-]+ ){0,2}?(?:siblings?|brothers?|sisters?|twin)\b(?!\s+\p{Lu}\p{Ll})", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex WithTheOthers();

    [GeneratedRegex(@"^(?:\W|and |but |however,? |sadly,? |at (?:home|school),? |since then,? |recently,? )*(?:she|he)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Nominative();

    [GeneratedRegex(@"(?:^|[,;:.\u2013\u2014]\s?|\s-\s|\b(?:and|but|while|whereas|whilst|although|however|then|as)\s)(?:(?:his|her|their|the)\s(?:[\w-]+\s){0,2}?(?:brother|sister|twin|sibling),?\s)?\s?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex EndsClause();

    [GeneratedRegex(@"^\s*(?:[(:,\u2013\u2014=-]|[0-9]|(?:is|was|has|had|will|would|can|cannot|could|does|did|needs?|who|also|dob|born|aged|nhs|now|often|sometimes|still|currently|then|went|came|cut|told|said|hit|keeps?)\b|(?:[a-z]+(?:s|ed|n't|n\u2019t))\b)", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex GoesOn();

    [GeneratedRegex(@"^\s*,?\s*(?:who|he|she)\s(?:is|was|has|had|lives|attends|goes|needs|came|moved|will)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Relative();

    [GeneratedRegex(@"\b(?:is|was|has|born)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Verb();

    [GeneratedRegex(@"^\s*(?:is|was|has)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex SingularVerb();

    [GeneratedRegex(@"(?:\(|\bfor |\bto |= ?|- ?|\u2013 ?)$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex NameBehind();

    [GeneratedRegex(@"\b(?:born|birth|births|dob|dobs|d\.o\.b)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex BirthWord();

    [GeneratedRegex(@"\b(?:on|the)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex OnDay();

    [GeneratedRegex(@"[0-9][0-9/.\s-]{3,}[0-9]", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Digit();
}
