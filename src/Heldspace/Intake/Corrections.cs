using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.Text;

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
    /// <param name="isOnly">Whether the mail is about one child: then a date of birth that is put right is theirs.</param>
    public static void Apply(List<Finding> findings, IReadOnlyList<ReadPart> read, LocalDate today, bool isOnly)
    {
        foreach (var part in read.Where(part => part.Part.Where == "body"))
        {
            foreach (var (at, sentence) in part.Sentences.Index().Take(400))
            {
                var dates = BritishDate.FindAll(sentence.Text, today).Where(date => date is { Doubt: null, Date: not null }).ToList();

                // "Her date of birth is 21/06/2014, not 12/06/2014": the one that is denied is nobody's fact, here or below.
                foreach (var denied in dates.Where(date => IsDenied(sentence.Text[..date.Index])).Select(date => ReadValue.Iso(date.Date!.Value)))
                {
                    findings.RemoveAll(finding => finding.Reading.Value == denied && finding.Part >= part.Part.Index);
                }

                // "His birthday's 13 May, you wrote 15": the year stays as it was told below.
                if (isOnly && dates.Count == 0 && Birthday.On(sentence.Text, today) is { } on && !Talk.IsAboutSomebodyElse(sentence, sentence.Words.Count)
                    && findings.FindAll(finding => finding.Field == Fields.DateOfBirth && finding.Reading.Value is not null) is { Count: > 0 } toldBelow && toldBelow.TrueForAll(finding => finding.Part > part.Part.Index)
                    && toldBelow.Select(finding => finding.Reading.Value!).Distinct().ToList() is [var below] && LocalDatePattern.Iso.Parse(below) is { Success: true, Value: var dayBelow } && (dayBelow.Month == on.Month || dayBelow.Day == on.Day) && on.Day <= CalendarSystem.Iso.GetDaysInMonth(dayBelow.Year, on.Month))
                {
                    findings.RemoveAll(finding => finding.Field == Fields.DateOfBirth);
                    findings.Add(new(Fields.DateOfBirth, Reading.Known(ReadValue.Iso(new(dayBelow.Year, on.Month, on.Day)), sentence.Source) with { Note = $"puts {below} right" }, part.Part.Index, Origin.Prose));
                }

                // "The date of birth in my mail was wrong. It should be 29 May 2013."
                if (isOnly && dates is [{ Date: { } right } told] && right.PlusYears(25) > today && right.PlusYears(1) < today && Corrects().IsMatch(sentence.Text[..told.Index])
                    && OfBirth().IsMatch($"{(at > 0 ? part.Sentences[at - 1].Text : "")} {sentence.Text[..told.Index]}") && !Talk.IsAboutSomebodyElse(sentence, ReadIdentity.WordAt(sentence, told.Index)))
                {
                    findings.RemoveAll(finding => finding.Field == Fields.DateOfBirth && finding.Part >= part.Part.Index);
                    findings.Add(new(Fields.DateOfBirth, ReadValue.OfDate(Fields.DateOfBirth, told, sentence.Source, today) with { Note = "put right here" }, part.Part.Index, Origin.Prose));
                }
            }

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

    /// <summary>True for what leads up to a date that is said not to be meant.</summary>
    public static bool IsDenied(string before) => Denied().IsMatch(before);

    [GeneratedRegex(@"\b(?:not|instead of|rather than)\s(?:on\s|the\s)*$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Denied();

    [GeneratedRegex(@"\b(?:date of birth|d\.?o\.?b\b|birthday|birth date|when (?:he|she|they) (?:was|were) born)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex OfBirth();

    private static bool SharesTwo(string old, LocalDate day)
    {
        var (one, other) = (old.Split('-'), ReadValue.Iso(day).Split('-'));
        return one.Length == 3 && one.Zip(other).Count(pair => pair.First == pair.Second) == 2;
    }

    [GeneratedRegex(@"\b(?:correction|corrected|should (?:read|be|have (?:been|read|said))|typo|(?:i was|was) (?:wrong|(?:a|one) (?:year|month|day) out)|not what i (?:put|wrote|said))\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Corrects();
}
