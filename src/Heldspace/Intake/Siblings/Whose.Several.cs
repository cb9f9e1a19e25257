using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Heldspace.Intake.Text;
using NodaTime;

namespace Heldspace.Intake;

/// <summary>Sentences that name more than one of the children, taken apart.</summary>
internal sealed partial class Whose
{
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
        if (OfThemTogether().IsMatch(text[..runs[0][0].Start]) && BirthWord().IsMatch(text[..runs[0][0].Start]))
        {
            // "They were born on 21 March 2018, Ava twenty minutes before Noah": the day is everybody's.
            said.Add(new(Meaning(sentence.Slice(0, runs[0][0].Start), -1), All, true, false));
            start = runs[0][0].Start;
        }

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

    [GeneratedRegex(@"^\W*(?:they|the twins|both|the (?:two|three|boys|girls|children|triplets))(?: (?:both|all|were|are|is|was)\b|['\u2019]re\b)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex OfThemTogether();

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
        return !between.TrimStart().StartsWith('(') && Verb().IsMatch(between) || (facts > one.End && !between.TrimStart().StartsWith('(') && SingularVerb().IsMatch(sentence.Text[next.End..]) && Verb().IsMatch(between));
    }

    private static bool StartsClause(Sentence sentence, int from, Mention mention)
    {
        var text = sentence.Text;
        return from <= mention.Start && EndsClause().IsMatch(text[from..mention.Start]) && (mention.IsPossessive || (mention.End < text.Length && GoesOn().IsMatch(text[mention.End..])));
    }
}
