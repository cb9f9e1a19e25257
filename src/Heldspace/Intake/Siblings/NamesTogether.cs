using System.Text.RegularExpressions;

namespace Heldspace.Intake;

/// <summary>Names that a sentence strings together: "Ava (12/03/2014), her brother Noah and Lily Brindle".</summary>
/// <param name="Members">In order, with where the facts right behind each name end.</param>
internal sealed partial record NamesTogether(IReadOnlyList<(NameSpan Span, int FactsEnd)> Members)
{
    private const int Most = 12;

    public int First => Members[0].Span.First;

    public int Start => Members[0].Span.Start;

    public int End => Members[^1].FactsEnd;

    /// <summary>The names of a sentence, those strung together in one; a name that stands alone is one of one.</summary>
    public static List<NamesTogether> Of(Sentence sentence, IReadOnlyList<NameSpan> spans)
    {
        var found = new List<NamesTogether>();
        var current = new List<(NameSpan, int)>();
        for (var at = 0; at < spans.Count; at++)
        {
            var facts = FactsEnd(sentence.Text, spans[at].End);
            current.Add((spans[at], facts));
            var goesOn = at + 1 < spans.Count && current.Count < Most && spans[at + 1].Start >= facts && Joiner().IsMatch(sentence.Text[facts..spans[at + 1].Start]);
            if (!goesOn)
            {
                found.Add(new(current));
                current = [];
            }
        }

        return found;
    }

    /// <summary>Where what is said of a person right behind their name ends: brackets, a date, an age, a number.</summary>
    public static int FactsEnd(string text, int from)
    {
        var end = from;
        while (Fact().Match(text, end) is { Success: true, Length: > 0 } fact && end - from < 400)
        {
            end = fact.Index + fact.Length;
        }

        return end;
    }

    /// <summary>True where a text between two names strings them together.</summary>
    public static bool Joins(string between) => Joiner().IsMatch(between);

    /// <summary>Who they are: a family name that one of them bears is everybody's who has none.</summary>
    public IEnumerable<Named> Names(Sentence sentence, int part)
    {
        var names = Members.Select(member => Named.Parse(member.Span.Text)).ToList();
        for (var at = 0; at < names.Count; at++)
        {
            var later = names.Skip(at).Select(name => name.Family).FirstOrDefault(family => family is not null);
            var earlier = names.Take(at).Select(name => name.Family).LastOrDefault(family => family is not null);
            var family = later ?? earlier;
            yield return new(
                names[at] with { Family = family }, sentence.Source, part, sentence.Line, Members[at].Span.Start,
                later is null && earlier is not null ? "said of the child named before" : null);
        }
    }

    [GeneratedRegex(@"^\s*(?:(?:,|;|/|\+|&|\band\b|\bor\b|\bnor\b|\bas well as\b|\balong with\b|\btogether with\b|\bplus\b)\s*){1,3}(?:(?:also|both|then)\s+)?(?!(?:his|her)\s(?:[\w-]+\s)?(?:sons?|daughters?)\b)(?:(?:his|her|their|the|my|our)\s+)?(?:(?:younger|older|elder|eldest|youngest|oldest|little|big|baby|twin|half|step|foster|full|biological|birth|other)[\s-]*){0,3}(?:brothers?|sisters?|siblings?|twins?|sons?|daughters?|cousins?)?\s*,?\s*$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Joiner();

    [GeneratedRegex(@"\G[\s,;:\u2013\u2014-]{0,4}(?:\([^()]{1,200}\)|(?<=[,]\s?)(?:an?|who is|aged)\s[^,.;()]{1,60}(?=,)|\[[^\[\]]{1,200}\]|(?:\b(?:and|with|his|her|their|\p{L}{3,10}\s/\sborn|dob|d\.o\.b\.?|date of birth|birth|born|on|the|female|male|f|m|girl|boy|nhs|number|no|num|upn|aged?|is|was|who['\u2019]?s)\b[\s.:,-]{0,3}){0,7}(?:[0-9](?:[0-9 ./\u00a0-]{0,22}[0-9])?|[A-Z][0-9]{11}[0-9A-Z])(?:st|nd|rd|th)?(?:\s?(?:of\s)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?,?\s?[0-9]{2,4})?(?:\s?(?:years? old|yrs? old|years|yrs|y/?o)\b)?(?![0-9A-Za-z]))",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Fact();
}
