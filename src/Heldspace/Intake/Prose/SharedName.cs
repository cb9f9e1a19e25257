using System.Text.RegularExpressions;

namespace Heldspace.Intake;

/// <summary>A family name that is said by whose it is: "he shares our surname", "same surname as me", which is the name of whoever writes.</summary>
internal static partial class SharedName
{
    /// <summary>The family name; null where none is said in this way, or another is read already.</summary>
    public static Finding? Of(IEnumerable<ReadPart> read, IReadOnlyList<Finding> findings, Author author)
    {
        if (findings.Any(finding => finding.Field == Fields.FamilyName && finding.Reading.Value is not null) || author.Name is not { } name || PersonName.Parse(name).Family is not { } family)
        {
            return null;
        }

        var said = read.SelectMany(part => part.Sentences).FirstOrDefault(sentence => Same().Match(sentence.Text) is { Success: true } match && ReadIdentity.WordAt(sentence, match.Index) is var at && !Codes.IsNegated(sentence.Words, at) && !Talk.IsAboutSomebodyElse(sentence, at));
        return said is null ? null : new(Fields.FamilyName, Reading.Known(PersonName.Cased(family), said.Source) with { Note = "the name of whoever writes" }, author.Part?.Part.Index ?? 0, Origin.Prose);
    }

    [GeneratedRegex(@"\bsame (?:sur|family |last |second )name as (?:me|us|mine|ours|myself|I (?:have|do))\b|\b(?:shares?|has|have|took|uses?|bears?|carries) (?:my|our) (?:own )?(?:sur|family |last |second )name\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Same();
}
