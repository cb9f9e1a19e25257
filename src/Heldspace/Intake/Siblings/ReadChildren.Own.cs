using System.Text.RegularExpressions;

namespace Heldspace.Intake;

/// <summary>What is one child's alone, held against what is said of several.</summary>
internal sealed partial class ReadChildren
{
    /// <summary>A number that is told apart elsewhere is one child's, and no question to the others.</summary>
    private void DropWhatIsPlaced()
    {
        var placed = findings.SelectMany(own => own).Where(finding => Numbers.Contains(finding.Field) || finding.Field == Fields.DateOfBirth).Select(finding => finding.Reading.Value).OfType<string>().ToHashSet(StringComparer.Ordinal);
        foreach (var own in findings)
        {
            own.RemoveAll(finding => finding.Reading is { Value: null, Note: { } note } && note.StartsWith(NotWhose, StringComparison.Ordinal) && placed.Any(value => note.Contains(value, StringComparison.Ordinal)));
        }
    }

    /// <summary>"Lena, born 4 June 2017; Mia, her twin, the same day": one day of birth, written once.</summary>
    private void ShareBirthOfTwins(IReadOnlyList<ReadPart> read)
    {
        if (findings.Length > 3 || !read.Any(part => part.Body.Any(line => (line.Text.Contains("twin", StringComparison.OrdinalIgnoreCase) || line.Text.Contains("triplet", StringComparison.OrdinalIgnoreCase)) && SameDay().IsMatch(line.Text))))
        {
            return;
        }

        var births = findings.SelectMany(own => own).Where(finding => finding.Field == Fields.DateOfBirth && finding.Reading.Certainty == Certainty.Known).DistinctBy(finding => finding.Reading.Value).ToList();
        foreach (var own in findings.Where(own => births.Count == 1 && !own.Exists(finding => finding.Field == Fields.DateOfBirth && finding.Reading.Value is not null)))
        {
            own.Add(births[0] with { Reading = births[0].Reading with { Note = "twins: said of the other" } });
        }
    }

    /// <summary>"All three came in under section 20", and one child's own column says that it is an interim care order by now.</summary>
    private void PreferWhatIsOwn()
    {
        foreach (var own in findings)
        {
            foreach (var (field, since) in new[] { (Fields.LegalStatus, Fields.LegalStatusSince), (Fields.PlacementType, Fields.PlacementSince), (Fields.School, Fields.School), (Fields.Medication, Fields.Medication) })
            {
                if (own.Find(finding => finding.Field == field && finding is { Origin: Origin.Label, Reading: { Value: not null, Certainty: Certainty.Known } } && !general.Contains(finding)) is { } one && own.RemoveAll(finding => finding.Field == field && general.Contains(finding) && finding.Reading.Value != one.Reading.Value) > 0)
                {
                    own.RemoveAll(finding => finding.Field == since && general.Contains(finding));
                }
            }
        }
    }

    [GeneratedRegex(@"\bsame (?:date|day|birthday|dob|d\.o\.b)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex SameDay();
}
