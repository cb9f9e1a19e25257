using System.Text.RegularExpressions;
using Heldspace.Intake.Text;

namespace Heldspace.Intake;

/// <summary>The name that a document bears, where a child is called by another: "on her birth certificate she is Mabel Ann Frost", "Sandra on her passport", "paper says Edwin Holt".</summary>
internal static partial class OnPaper
{
    /// <summary>The name and where it is said; null where no document is named with one.</summary>
    public static (PersonName Name, string Source)? Name(IEnumerable<Sentence> sentences)
    {
        foreach (var sentence in sentences)
        {
            var match = Behind().Match(sentence.Text) is { Success: true } behind ? behind : Before().Match(sentence.Text);
            if (match.Success && !Talk.IsAboutSomebodyElse(sentence, ReadIdentity.WordAt(sentence, match.Groups["name"].Index)) && PersonName.Parse(match.Groups["name"].Value) is { Given: { } given } name && !ReadNames.IsNoName(Words.Fold(given)) && (name.Family is not null || ReadNames.IsGiven(Words.Fold(given))))
            {
                return (name with { Preferred = null }, sentence.Source);
            }
        }

        return null;
    }

    /// <summary>The document first.</summary>
    [GeneratedRegex(@"\b(?i:birth certificate|passport|(?:court |legal |official )?papers?(?:work)?|(?:NHS|GP|medical|school|court|official) (?:record|file|system))\b(?i:[^.;:]{0,60}?\b(?:(?:is|says?|reads?)(?: (?:he is|she is|they are|it is))?|(?:has|have|gives?) (?:him|her|them|it)(?: down)?(?: as)?))\s(?<name>\p{Lu}[\p{L}'\u2019-]+(?: \p{Lu}[\p{L}'\u2019-]+){0,3})(?=\s*(?:[.,;:)!]|$|\s(?:but|and|though|although|while|so|not)\b))", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Behind();

    /// <summary>The name first.</summary>
    [GeneratedRegex(@"(?<!\p{L})(?<name>\p{Lu}[\p{L}'\u2019-]+(?: \p{Lu}[\p{L}'\u2019-]+){0,3}),? (?:on|in) (?:(?:his|her|their|the|all the) )?(?:birth certificate|passport|(?:court |legal |official )?papers?(?:work)?|(?:NHS|GP|medical) records?)\b", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Before();
}
