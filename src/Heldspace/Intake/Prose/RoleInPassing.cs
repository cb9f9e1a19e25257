using System.Text.RegularExpressions;

namespace Heldspace.Intake;

/// <summary>A role that is said without a sentence about it and without a signature: "Pastoral lead at Moorgate Junior.", "ta - Craig (SW)".</summary>
internal static partial class RoleInPassing
{
    /// <summary>Sentences at the start in which whoever writes says who they are.</summary>
    private const int Opening = 3;

    /// <returns>A code of <see cref="Fields.ReferrerRole"/>; null where nothing is said.</returns>
    public static string? Of(ReadPart? author) =>
        author is null ? null
        : author.Sentences.Take(Opening).Select(sentence => Role(Elliptical().Match(sentence.Text)) ?? Role(Here().Match(sentence.Text)) ?? Role(Portal().Match(sentence.Text))).Concat([Role(Signed().Match(author.Part.Lines.LastOrDefault(line => !line.IsBlank)?.Text ?? ""))])
            .Concat(author.Sentences.Select(sentence => Role(OfJob().Match(sentence.Text)))).FirstOrDefault(role => role is not null);

    /// <summary>Whoever filled in what somebody else sends: "a referral completed by Joanne Wetherall"; null where nobody is named.</summary>
    public static string? WhoFilledIn(ReadPart? author) =>
        author?.Part.Lines.Select(line => FilledIn().Match(line.Text)).FirstOrDefault(match => match.Success)?.Groups["name"].Value;

    private static string? Role(Match match) => match.Success && Signature.RoleOf(match.Groups["role"].Value) is { } role and not ("self" or "parent") && (role != "carer" || match.Value.Contains("foster", StringComparison.OrdinalIgnoreCase)) ? role : null;

    /// <summary>"Morning, social worker here from the court team", "Education adviser with Wigan's Virtual School here."</summary>
    [GeneratedRegex(@"^\W*(?:(?:hi|hello|hiya|hey|morning|afternoon|good morning|good afternoon|dear)\b[^,.!]{0,20}[,.!]\s?)?(?:just |it'?s |it\u2019s |this is )?(?:a |the )?(?!(?:his|her|their|my|our|your|the|[\p{L}-]+['\u2019]s)\b)(?<role>[\p{L}'\u2019/-]+(?: [\p{L}'\u2019/-]+){0,3}?)(?: \([^()]{1,30}\))?(?: here\b| (?:at|for|with|from|in|of|to) (?:the )?(?-i:\p{Lu})[\w'\u2019&-]*(?: (?:(?-i:\p{Lu})[\w'\u2019&-]*|in|of|and|the|&)){0,7}(?: here| \([^()]{1,40}\))?\s?(?:[.,;!(\u2013-]|$))", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Elliptical();

    /// <summary>"Hi Jackie here Skye Molyneux's foster mum (long term)".</summary>
    [GeneratedRegex(@"^\W*(?:(?:hi|hello|hiya|hey|morning|afternoon)\b[\s,.!]{0,3})?(?:it'?s |it\u2019s |this is )?\p{L}+(?: \p{L}+)? here,? (?:\p{L}[\p{L}-]* ){0,2}\p{L}+['\u2019]s (?![^.,;(]{0,40}\b(?:says|said|told|thinks|reckons|asked|wants|is|was|has)\b)(?<role>[\p{L}-]+(?: [\p{L}-]+){0,2})", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Here();

    /// <summary>"Annette Sowerby (school nurse) has sent you a secure message".</summary>
    [GeneratedRegex(@"\((?<role>[\p{L}][\p{L} /-]{2,40})\) (?:has )?(?:sent|shared|submitted|uploaded) (?:you|a|this|the)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Portal();

    /// <summary>"no rush, ta - Craig (SW) 01632 960515", "EP (GP)".</summary>
    [GeneratedRegex(@"(?:^|\b(?i:ta|thanks|thank you|cheers|regards)\W{1,4}|[\u2013-]\s?|\.\s)\p{Lu}[\p{L}.'\u2019-]*(?: \p{Lu}[\p{L}'\u2019-]*){0,2},? \((?<role>[^()]{2,40})\)[\s,.|0-9+]*$", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Signed();

    /// <summary>"the length of the title of my job: Social Worker (Complex)".</summary>
    [GeneratedRegex(@"\bmy (?:job|role|job title|post|title)(?: title)?(?:\s?:| is| as| -) (?:a |an |the |that of )?(?!(?:to|not|working|helping|supporting)\b)(?<role>[\p{L}'\u2019/-]+(?: [\p{L}'\u2019/-]+){0,4})", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex OfJob();

    [GeneratedRegex(@"\b(?:completed|filled in|submitted|prepared) (?:for you )?by (?<name>\p{Lu}[\p{L}'\u2019-]+ \p{Lu}[\p{L}'\u2019-]+(?: \p{Lu}[\p{L}'\u2019-]+)?)", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex FilledIn();
}
