using System.Text.RegularExpressions;
using NodaTime;

namespace Heldspace.Intake;

/// <summary>
/// What a newer message of a chain says was wrong in an older one: "Correction, NHS number should read …", "the youngest's date should be 9th March
/// 2019, I was a year out".
/// </summary>
internal static partial class Corrections
{
    /// <summary>Takes what was corrected out of the findings of one child, and a corrected date of birth in.</summary>
    /// <param name="findings">Of the child; changed.</param>
    /// <param name="read">The messages, the newest first.</param>
    public static void Apply(List<Finding> findings, IReadOnlyList<ReadPart> read, LocalDate today)
    {
        foreach (var part in read.Where(part => part.Part.Where == "body"))
        {
            foreach (var sentence in part.Sentences.Where(sentence => Corrects().IsMatch(sentence.Text)).Take(5))
            {
                if (findings.Exists(finding => finding.Field == Fields.NhsNumber && finding.Part == part.Part.Index && finding.Reading.Value is not null && finding.Reading.Source == sentence.Source))
                {
                    findings.RemoveAll(finding => finding.Field == Fields.NhsNumber && finding.Part > part.Part.Index);
                }

                foreach (var date in BritishDate.FindAll(sentence.Text, today).Where(date => date is { Doubt: null, Date: not null }))
                {
                    // A slip of one figure: the corrected date shares two of day, month and year with the one it corrects.
                    if (findings.Find(finding => finding.Field == Fields.DateOfBirth && finding.Part > part.Part.Index && finding.Reading.Value is { } old && SharesTwo(old, date.Date!.Value)) is { } wrong)
                    {
                        findings.RemoveAll(finding => finding.Field == Fields.DateOfBirth && finding.Reading.Value == wrong.Reading.Value);
                        findings.Add(new(Fields.DateOfBirth, ReadValue.OfDate(Fields.DateOfBirth, date, sentence.Source, today) with { Note = $"corrects {wrong.Reading.Value} ({wrong.Reading.Source})" }, part.Part.Index, Origin.Prose));
                    }
                }
            }
        }
    }

    private static bool SharesTwo(string old, LocalDate day)
    {
        var (one, other) = (old.Split('-'), ReadValue.Iso(day).Split('-'));
        return one.Length == 3 && one.Zip(other).Count(pair => pair.First == pair.Second) == 2;
    }

    [GeneratedRegex(@"\b(?:correction|corrected|should (?:read|be|have (?:been|read|said))|typo|(?:i was|was) (?:wrong|(?:a|one) (?:year|month|day) out)|not what i (?:put|wrote|said))\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Corrects();
}
