using System.Text.RegularExpressions;
using Heldspace.Intake.Text;

namespace Heldspace.Intake;

/// <summary>
/// Where a child lives, where no home is named and one place is: "In Littleover, so he could stay on at the same school", "has been in Chesterfield for two years". A place that is named for
/// what else is there (a court, a hospital, whoever writes), for somebody else or for earlier days is none; two places in two areas are none either.
/// </summary>
internal static partial class OnlyPlace
{
    public static void Of(List<Finding> findings, IReadOnlyList<Sentence> sentences)
    {
        if (findings.Exists(finding => finding.Field == Fields.LivesIn && finding.Reading.Value is not null))
        {
            return;
        }

        var names = findings.Where(finding => (finding.Field == Fields.GivenName || finding.Field == Fields.PreferredName) && finding.Reading.Value is not null).Select(finding => finding.Reading.Value!).ToList();
        var named = sentences.SelectMany(sentence => Authorities.FindAll(sentence.Words).Where(found => ReadPlaces.IsPlace(sentence, found) && MayLiveThere(sentence, found)).Select(found => (found.Meaning.Name, Sentence: sentence))).ToList();
        if (named.Count == 0 || !named.TrueForAll(one => one.Name == named[0].Name))
        {
            return;
        }

        // "Thank you for your talk in Chester" names a place and nobody.
        var reading = named.Find(one => Child().IsMatch(one.Sentence.Text) || names.Exists(name => one.Sentence.Text.Contains(name, StringComparison.OrdinalIgnoreCase))) is { Sentence: { } told }
            ? Reading.Known(named[0].Name, told.Source) with { Note = "the only place that is named" }
            : Reading.Doubtful(named[0].Name, named[0].Sentence.Source, "the only place that is named, and not beside the child");
        findings.Add(new(Fields.LivesIn, reading, 0, Origin.Prose));
    }

    private static bool MayLiveThere(Sentence sentence, Found<NamedAuthority> found)
    {
        var before = sentence.Text[..sentence.Words[found.First].Start];
        var clause = before[(before.LastIndexOfAny([';', ':']) + 1)..];
        clause = clause.Length > 70 ? clause[^70..] : clause;
        var isName = found.After < sentence.Words.Count && sentence.Words[found.After] is var next && next.IsCapital(sentence.Text) && sentence.Text[sentence.Words[found.After - 1].End..next.Start] == " ";
        return LiveToo().IsMatch(sentence.Text[sentence.Words[found.After - 1].End..]) || !isName && Inside().IsMatch(before) && !Else().IsMatch(clause) && !sentence.IsOfAnother && !Talk.IsAboutSomebodyElse(sentence, found.First) && !Talk.IsPast(sentence, found.First, found.After)
            && !Talk.IsUnsure(sentence, found.First) && !Codes.IsNegated(sentence.Words, found.First, 4) && !ReadPlaces.WasInCare().IsMatch(clause);
    }

    [GeneratedRegex(@"\b(?:he|she|they|him|his|her|hers|them|their|my (?:son|daughter|grandson|granddaughter|grandaughter|nephew|niece|lad|girl|boy)|our (?:lad|girl|boy|little one))\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Child();

    /// <summary>Somebody is in a place, not from it or on the way to it; or the place stands behind a part of it.</summary>
    [GeneratedRegex(@"\b(?:[Ii]n|[Nn]ear|[Aa]t|of|over)(?: (?:north|south|east|west|central|the|sunny))*(?: (?:\p{Lu}[\p{L}'\u2019-]*,? ){0,3}\p{Lu}[\p{L}'\u2019-]*(?:,| in| near))? $", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Inside();

    /// <summary>"the big school in Chaddesden in September, where I also live".</summary>
    [GeneratedRegex(@"^[^.;]{0,30}\bwhere (?:s?he|they|I|we)(?: all| also| both| now)? lives?\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex LiveToo();

    /// <summary>What else is in a place, and who else.</summary>
    [GeneratedRegex(@"\b(?:courts?|judge|order|police|prison|hospital|infirmary|ward|a ?& ?e|clinic|surgery|practice|camhs|office|team|council|authority|care|looked after|born|grew up|school|college|academy|nursery|primary|class|head of year|attends|works?|working|job|based|contact|meet\w*|visit\w*|trip|station|town|shops?|m[uo]m|mother|dad|father|parents?|brother|sister|siblings?|cousin|friends?|uncle|family time|from|club|group|church|mosque|event|training|conference|until|before|previous\w*|former\w*|was|were|used to|old)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Else();
}
