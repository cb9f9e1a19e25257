using System.Text.RegularExpressions;
using Heldspace.Intake.Text;

namespace Heldspace.Intake;

/// <summary>
/// Where a child lives whom somebody of the household writes about: "it's Nia from Crewe, I foster …", "Lisa, mum of two, Runcorn". A carer or a parent who
/// has the child with them, or a young person who asks for themselves, names the town they live in, where it is the only one.
/// </summary>
internal static partial class Dwelling
{
    public static void Of(List<Finding> findings, IReadOnlyList<Sentence> sentences, Author author)
    {
        if (findings.Exists(finding => finding.Field == Fields.LivesIn && finding.Reading.Value is not null) || !(author.IsSelf || author is { Role: "parent" } || (author is { Role: "carer", Part.Writer: { IsSelf: false } })))
        {
            return;
        }

        var named = sentences.SelectMany(sentence => Authorities.FindAll(sentence.Words).Where(found => found.Meaning.IsTown && ReadPlaces.IsPlace(sentence, found) && !sentence.IsOfAnother && !Talk.IsPast(sentence, found.First, found.After)).Select(found => (Sentence: sentence, Found: found))).ToList();
        var own = named.FirstOrDefault(one => Of(one.Sentence, one.Found));
        if (own.Sentence is not null && named.TrueForAll(one => one.Found.Meaning.Name == own.Found.Meaning.Name))
        {
            findings.Add(new(Fields.LivesIn, Reading.Known(own.Found.Meaning.Name, own.Sentence.Source) with { Note = "the only town that whoever lives with the child names" }, 0, Origin.Prose));
        }
    }

    private static bool Of(Sentence sentence, Found<NamedAuthority> found) =>
        From().IsMatch(sentence.Text[..sentence.Words[found.First].Start]) || (found.Count == sentence.Words.Count && found.First == 0);

    [GeneratedRegex(@"(?:\b(?:(?:i'm|i\u2019m|i am|im|its|it's|it\u2019s|\p{L}+ here|we're|we\u2019re|we are|\bme) (?:\w+ ){0,2}from|we(?:'re|\u2019re| are| live)(?: all)? (?:here )?in|i(?:'m|\u2019m| am| live) in|im (?:in|from)|liv(?:e|in|ing) in|here in|end of|^\W*(?:\w+ ){1,4}\w+,|also in|all in) |\bits \w+, )(?:the )?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex From();
}
