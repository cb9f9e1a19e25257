using System.Text.RegularExpressions;
using Heldspace.Intake.Text;

namespace Heldspace.Intake;

/// <summary>People's names, with what may stand beside them: brackets, an address, a number.</summary>
internal static partial class ReadValue
{
    /// <summary>The readings of a whole name: given, family and preferred.</summary>
    public static IEnumerable<(Field Field, Reading Reading)> FullName(string raw, string source)
    {
        var clean = CleanText.Of(raw, CleanText.NameLength);
        if (IsNotSaid(clean.Text))
        {
            yield break;
        }

        var name = PersonName.Parse(clean.Text);
        var doubt = NameDoubt(clean.Text, clean.Note);
        foreach (var (field, value) in new[] { (Fields.GivenName, name.Given), (Fields.FamilyName, name.Family), (Fields.PreferredName, name.Preferred) })
        {
            if (value is not null)
            {
                yield return (field, doubt is null ? Reading.Known(value, source) : Reading.Doubtful(value, source, doubt));
            }
        }
    }

    private static IEnumerable<(Field Field, Reading Reading)> Name(Field field, string text, string source)
    {
        if (field == Fields.GivenName || field == Fields.FamilyName || field == Fields.PreferredName)
        {
            var doubt = NameDoubt(text, null);
            var value = PersonName.Cased(text);
            yield return (field, doubt is null ? Reading.Known(value, source) : Reading.Doubtful(value, source, doubt));
            yield break;
        }

        // "Jane Smith, Children in Care Team, 01244 555 0100, jane.smith@council.example"
        var email = EmailWithin().Match(text);
        var phone = PhoneWithin().Match(text);
        var end = Math.Min(email.Success ? email.Index : text.Length, phone.Success ? phone.Index : text.Length);
        var bare = text[..end].Split([',', ';', '|', '/'], 2)[0];
        bare = Nickname().IsMatch(bare) ? bare : bare.Split('(', 2)[0];
        bare = bare.Split(" - ", 2)[0].Trim(' ', '-', ':', '.');
        bare = TrailingWord().Replace(bare, "").Trim(' ', '-', ':', '.', '<');
        if (bare.Length > 0)
        {
            var doubt = NameDoubt(bare, null);
            var value = PersonName.Cased(bare);
            yield return (field, doubt is null ? Reading.Known(value, source) : Reading.Doubtful(value, source, doubt));
        }

        var (emailField, phoneField) = field == Fields.SocialWorker ? (Fields.SocialWorkerEmail, Fields.SocialWorkerPhone)
            : field == Fields.ReferrerName ? (Fields.ReferrerEmail, Fields.ReferrerPhone) : (null, null);
        if (emailField is not null && email.Success)
        {
            yield return (emailField, Email(email.Value, source));
        }

        if (field == Fields.ReferrerName && bare.Length < text.Length && Signature.RoleOf(text[bare.Length..]) is { } role)
        {
            yield return (Fields.ReferrerRole, Reading.Known(role, source));
        }

        if (phoneField is not null && phone.Success)
        {
            yield return (phoneField, Phone(phone.Value, source));
        }
    }

    private static string? NameDoubt(string text, string? note)
    {
        var doubts = new List<string>();
        if (note is not null)
        {
            doubts.Add(note);
        }

        if (CleanText.MixesScripts(text))
        {
            doubts.Add("letters of different scripts that look alike");
        }

        if (!text.Any(char.IsLetter) || text.Any(letter => char.IsDigit(letter) || letter is '<' or '>' or '{' or '}' or '\\'))
        {
            doubts.Add("unusual characters in a name");
        }

        return doubts.Count == 0 ? null : string.Join("; ", doubts);
    }

    /// <summary>"Sharon (Shaz) Bolt": the brackets are part of the name.</summary>
    [GeneratedRegex(@"\p{L}\s\(\p{Lu}\p{Ll}{1,14}\)\s\p{Lu}", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Nickname();

    /// <summary>"none, closed": nobody, and why.</summary>
    [GeneratedRegex(@"^(?:none|nobody|no one|n/a)\b\s*(?:[,;(\u2013-]|at present|currently|yet|now|any ?more|allocated|involved)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Nobody();

    [GeneratedRegex(@"[\s,:]+(?:tel|telephone|phone|mobile|mob|email|e-mail|on|ext|t|e|m)\.?:?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex TrailingWord();
}
