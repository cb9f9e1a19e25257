using System.Globalization;
using System.Text.RegularExpressions;
using Heldspace.Intake;
using Heldspace.Intake.Text;

namespace Heldspace.Tests.Intake.Corpus;

/// <summary>How the reading of one field compares with what a careful person read.</summary>
internal enum Verdict
{
    /// <summary>The value, known; or nothing known where nothing is to be known.</summary>
    Right,

    /// <summary>The value, but shown as doubtful though the mail says it plainly.</summary>
    Doubtful,

    /// <summary>Nothing, or another value shown as doubtful.</summary>
    Missed,

    /// <summary>Something known that the mail does not say: the one error that nobody would look at again.</summary>
    Wrong,
}

/// <summary>One field of one child, or what is judged of a mail as a whole (<c>kind</c>, <c>children</c>, <c>unread</c>, <c>alert</c>).</summary>
/// <param name="Where">The file, with the child's place where there are several.</param>
/// <param name="Expected">As the file says; invented, but shown on demand only.</param>
internal sealed record Judgement(string Where, string Field, Verdict Verdict, string Expected, string Read);

internal static partial class Judge
{
    /// <summary>What decides where a child goes and who they are.</summary>
    public static readonly IReadOnlyList<string> Essentials =
    [
        "givenName", "familyName", "dateOfBirth", "nhsNumber", "category", "legalStatus", "placementType", "responsibleAuthority", "livesIn", "referrerRole", "urgency",
    ];

    public static IEnumerable<Judgement> Of(CorpusMail mail)
    {
        var reading = mail.Read();
        var referral = (reading as MailReading.IsReferral)?.Referral;
        yield return new(mail.File, "kind", referral is not null == mail.IsReferral ? Verdict.Right : mail.IsReferral ? Verdict.Missed : Verdict.Wrong, mail.IsReferral ? "referral" : "ignored", (reading as MailReading.Ignored)?.Reason ?? "referral");
        if (!mail.IsReferral)
        {
            yield break;
        }

        var alerts = referral?.Concerns.IsEmpty == false;
        yield return new(mail.File, "alert", alerts == mail.Alert ? Verdict.Right : mail.Alert ? Verdict.Missed : Verdict.Wrong, mail.Alert ? "yes" : "no", string.Join(", ", referral?.Concerns.Select(concern => $"{concern.Kind} {concern.Source}") ?? []));
        var unread = referral?.Unread.IsEmpty == false;
        yield return new(mail.File, "unread", unread == mail.Unread ? Verdict.Right : mail.Unread ? Verdict.Missed : Verdict.Wrong, mail.Unread ? "yes" : "no", string.Join(", ", referral?.Unread ?? []));
        var read = referral?.Children ?? [];
        if (mail.Children.Count > 1 || read.Length > 1)
        {
            yield return new(mail.File, "children", read.Length == mail.Children.Count ? Verdict.Right : read.Length < mail.Children.Count ? Verdict.Missed : Verdict.Wrong, $"{mail.Children.Count}", $"{read.Length}: {string.Join(", ", read.Select(child => child.Value(Fields.GivenName)))}");
        }

        for (var at = 0; at < mail.Children.Count; at++)
        {
            var expected = mail.Children[at];
            var child = mail.Children.Count == 1 ? read.FirstOrDefault() : read.FirstOrDefault(one => one.Value(Fields.GivenName) == expected.GetValueOrDefault("givenName")?.TrimStart('?')) ?? (read.Length == mail.Children.Count ? read[at] : null);
            foreach (var (name, value) in expected)
            {
                var field = Fields.ByName[name];
                var one = child?[field] ?? Reading.Unknown;
                yield return new(mail.Children.Count > 1 ? $"{mail.File} #{at + 1}" : mail.File, name, Of(field, value, one), value, $"{one.Certainty} {one.Value} [{one.Source}] {one.Note}");
            }
        }

        foreach (var (name, one) in read.SelectMany(child => child.Readings).Where(one => one.Value.Value is not null && (one.Value.Source is not { } source || !Place().IsMatch(source))))
        {
            yield return new(mail.File, $"the source of {name}", Verdict.Wrong, "a place", one.Source ?? "");
        }
    }

    private static Verdict Of(Field field, string expected, Reading read)
    {
        var known = read.Certainty == Certainty.Known;
        if (expected is "-" or "")
        {
            return known ? Verdict.Wrong : Verdict.Right;
        }

        var isHint = expected[0] == '?';
        var isSame = read.Value is { } value && Same(field, expected.TrimStart('?').Trim(), value);
        if (isHint)
        {
            return known || (read.Value is not null && !isSame) ? Verdict.Wrong : Verdict.Right;
        }

        return isSame ? known ? Verdict.Right : Verdict.Doubtful : known ? Verdict.Wrong : Verdict.Missed;
    }

    /// <summary>Codes, names, numbers and dates are the same or not; a text is the same where all that is expected stands in it.</summary>
    private static bool Same(Field field, string expected, string value)
    {
        if (string.Equals(expected, value, StringComparison.Ordinal))
        {
            return true;
        }

        if (Essentials.Contains(field.Name) || field.Codes is not null || field.Name.EndsWith("Date", StringComparison.Ordinal) || field.Name.EndsWith("Since", StringComparison.Ordinal) || field.Name.EndsWith("On", StringComparison.Ordinal))
        {
            return false;
        }

        if (field == Fields.Miles)
        {
            return decimal.TryParse(expected, CultureInfo.InvariantCulture, out var one) && decimal.TryParse(value, CultureInfo.InvariantCulture, out var other) && one == other;
        }

        if (field.Name.EndsWith("Phone", StringComparison.Ordinal) || field == Fields.PlacementPostcode)
        {
            return string.Concat(expected.Where(char.IsLetterOrDigit)) == string.Concat(value.Where(char.IsLetterOrDigit));
        }

        var said = Words.Of(value).Select(word => word.Folded).ToHashSet(StringComparer.Ordinal);
        return Words.Of(expected).TrueForAll(word => said.Contains(word.Folded));
    }

    [GeneratedRegex(@"^(?:subject|sender|body|signature|(?:body|signature|attachment [0-9.]+), line [0-9]+)$", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Place();
}
