using System.Text.RegularExpressions;

namespace Heldspace.Intake;

/// <summary>
/// Who is named in a mail for what they are to the child, and is not the child wherever else the name stands: a couple who foster ("placed with Ann and
/// Bob Shore"), a worker ("our worker is Ines Vale"), somebody met ("a bloke called Dean"), an animal ("a terrier called Pip").
/// </summary>
internal static partial class Bystanders
{
    public static IEnumerable<string> In(IEnumerable<Sentence> sentences)
    {
        foreach (var sentence in sentences)
        {
            var spans = ReadNames.Spans(sentence);
            foreach (var span in spans.Where(span => !span.IsPossessive && WhoFosters().IsMatch(sentence.Text[Math.Min(sentence.Text.Length, span.End)..])))
            {
                yield return span.Text;
            }

            foreach (var together in NamesTogether.Of(sentence, spans))
            {
                var (before, behind) = (sentence.Text[..together.Start], sentence.Text[Math.Min(sentence.Text.Length, together.End)..]);
                var isCouple = together.Members is [_, { Span.IsPossessive: false }] && (Fostering().IsMatch(before) || Fosters().IsMatch(behind));
                if (isCouple || Called().IsMatch(before))
                {
                    foreach (var name in together.Names(sentence, 0))
                    {
                        yield return name.Name.Family is { } family ? $"{name.Name.Given} {family}" : name.Name.Given ?? "";
                    }
                }
            }
        }
    }

    [GeneratedRegex(@"\b(?:(?:foster |permanent |long[- ]term |the )?carers|foster (?:care|placement|home)|adopters|hosts|guardians|grandparents|(?:lives?|living|placed|placement|stay(?:s|ing)?|settled|been|is|are|was|him|her|them|us|adoption) with|couple(?: called)?)\W{0,3}$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Fostering();

    /// <summary>"Wendy Partridge, who fosters for us".</summary>
    [GeneratedRegex(@"^,? who (?:fosters\b(?! care)|is (?:his|her|their) (?:foster )?carer\b|is an? approved foster carer\b|has been (?:his|her|their) (?:foster )?carer\b)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex WhoFosters();

    [GeneratedRegex(@"^\W{0,3}(?:(?:who |both )?(?:foster\b(?! (?:carer|m[uo]m|dad|mother|father|parent|home|placement|care))|have fostered|adopted|are (?:her|his|their|the) (?:foster )?carers)|(?:are )?(?:the |his |her |their |approved )?(?:foster )?carers\b)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Fosters();

    [GeneratedRegex(@"\b(?:(?:(?<!young )(?:man|woman|lady)|gentleman|bloke|fella|fellow|guy|chap|adult|stranger|dog|puppy|spaniel|terrier|labrador|collie|cat|kitten|horse|pony|rabbit|hamster|budgie|guinea pig|friend|mate)\b[^.;,]{0,20}|(?:worker|adviser|advisor|manager|teacher|coach|tutor|mentor|tutor)\b[^.;,]{0,25}(?:\bis |['\u2019]s )?)(?:called|named)\s$|\b(?:our|his|her|their|my|the) (?:own |social |support |key ?|case |family |adoption )?(?:worker|adviser|advisor|mentor|therapist|keyworker) (?:is|was|will be) $", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Called();
}
