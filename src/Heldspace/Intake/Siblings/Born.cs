using System.Text.RegularExpressions;
using NodaTime;

namespace Heldspace.Intake;

/// <summary>
/// Several children told of one after the other, each with a day of birth of their own, in a mail that speaks of more than one: "Boy one is Ade Lund. 4/5/2012.
/// … Boy two, Ned Frost, is 15, he's 16 on 2nd May." Whoever is a relative of one of them, grown, or not meant ("isn't one for you") is left out.
/// </summary>
internal static partial class Born
{
    public static List<Named> Of(IReadOnlyList<ReadPart> read, IReadOnlyCollection<string> adults, LocalDate today)
    {
        var found = new List<Named>();
        var grown = adults.Select(PersonName.Parse).ToList();
        foreach (var part in read.Where(part => !part.Writer.IsSelf && part.Sentences.Any(sentence => Several().IsMatch(sentence.Text) && !NotMeant().IsMatch(sentence.Text))))
        {
            (NameSpan Span, Sentence Sentence)? last = null;
            Sentence? previous = null;
            foreach (var (place, sentence) in part.Sentences.Index())
            {
                var before = previous;
                previous = sentence;
                if (NotMeant().IsMatch(sentence.Text))
                {
                    last = null;
                    continue;
                }

                var spans = ReadNames.Spans(sentence).Where(span => !sentence.Others.Contains(span.First) && !ReadNames.IsOfSomebodyElse(sentence, span.First) && (span.First > 0 || span.Count > 1 || ReadNames.IsGiven(sentence.Words[0].Folded)) && PersonName.Parse(span.Text) is var parsed && !grown.Exists(adult => ChooseName.IsSamePerson(adult, parsed))).ToList();
                if (spans.Count > 0)
                {
                    last = (spans[0], sentence);
                }

                if (last is { } whose && (spans.Count > 0 || Goes().IsMatch(sentence.Text)) && ReadIdentity.Read(sentence, part.Part.Index, today).Concat(ReadIdentity.Behind(before, sentence, part.Part.Index, today)).Any(finding => finding.Field == Fields.DateOfBirth && finding.Reading.Value is not null) && Named.Parse(whose.Span.Text) is { Given: { } given } name
                    && !found.Exists(other => Named.IsSimilar(other.Name.Given!, given)))
                {
                    found.Add(new(name, whose.Sentence.Source, part.Part.Index, whose.Sentence.Line, (place * 5_000) + whose.Span.Start));
                }
            }
        }

        return found.Count <= Family.Most ? found : [];
    }

    [GeneratedRegex(@"\b(?:both|twins|triplets|siblings(?<!(?:his|her|their|older|younger|birth|other) siblings)|two of (?:them|the)|(?:two|three|four|five|2|3|4|5) (?:x )?(?:[a-z-]+ )?(?:children|boys|girls|lads|young people|yps?|referrals|half-siblings|grandchildren|brothers|sisters|kids|for you|of them)|(?:the|my|these|all) (?:two|three|four|boys|girls|children|grandchildren)|brother and sister|all (?:three|four|five))\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Several();

    [GeneratedRegex(@"\b(?:(?:is|are)(?:n['\u2019]t| not) (?:one |part |for |being |to be |ours|mine|referr)|not (?:the subject|being referred|part of|one for you|for you|referring|open to us)|ignore (?:him|her|them)|belongs to|adopted by|own (?:son|daughter|child)|(?:birth|half|older|younger|big|little|twin) (?:brother|sister))\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex NotMeant();

    [GeneratedRegex(@"^\W*(?:and |now )?(?:(?:s?he|they)(?:'s|\u2019s| is| was| turned|'ll|\u2019ll)?|his|her|their|born|d\.?o\.?b\.?|date of birth|birthday|aged?|[0-9]+)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Goes();
}
