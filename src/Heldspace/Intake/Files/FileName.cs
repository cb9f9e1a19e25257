using System.Globalization;
using System.Text;

namespace Heldspace.Intake.Files;

/// <summary>Makes of what a sender calls a file a name that is safe to show, and one that is safe to save under.</summary>
public static class FileName
{
    private const int LongestShown = 150;

    private const int LongestSaved = 80;

    /// <summary>Names that Windows takes for devices, whatever ending they have.</summary>
    private static readonly HashSet<string> Devices = new(
        ["CON", "PRN", "AUX", "NUL", "CLOCK$", .. Enumerable.Range(0, 10).SelectMany(n => new[] { $"COM{n}", $"LPT{n}" })], StringComparer.OrdinalIgnoreCase);

    /// <summary>Without the folders before it, control characters or signs that turn the direction of writing, and not longer than can be read.</summary>
    public static string Shown(string claimed)
    {
        var name = Plain(claimed);
        if (name.All(letter => letter is '.' or ' '))
        {
            return "file";
        }

        var tooLong = new StringInfo(name);
        return tooLong.LengthInTextElements <= LongestShown
            ? name
            : string.Concat(tooLong.SubstringByTextElements(0, LongestShown - 20), "…", tooLong.SubstringByTextElements(tooLong.LengthInTextElements - 19));
    }

    /// <summary>A name to save under, with the ending of what the file is and no other: <c>report.pdf.exe</c> that is a PDF becomes <c>report_pdf.pdf</c>.</summary>
    public static string ToSave(string claimed, FileType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        var name = Plain(claimed);
        var dot = name.LastIndexOf('.');
        var stem = dot > 0 && name.Length - dot <= 6 ? name[..dot] : name;
        var safe = string.Concat(stem.EnumerateRunes().Select(rune => rune.Value is '.' or '<' or '>' or ':' or '"' or '|' or '?' or '*' or '%' or ';' or '\'' or '`' or '$' or '&' ? "_" : rune.ToString())).Trim(' ', '_', '-');
        var text = new StringInfo(safe);
        safe = text.LengthInTextElements <= LongestSaved ? safe : text.SubstringByTextElements(0, LongestSaved);
        return (safe.Length == 0 ? "file" : Devices.Contains(safe) ? $"_{safe}" : safe) + type.Ending;
    }

    private static string Plain(string claimed)
    {
        var last = claimed[(claimed.LastIndexOfAny(['/', '\\']) + 1)..];
        return string.Concat(last.EnumerateRunes().Where(rune => rune != Rune.ReplacementChar && Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.Control or UnicodeCategory.Surrogate or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse => false,
            UnicodeCategory.Format => rune.Value is 0x200C or 0x200D,
            _ => true,
        })).Trim();
    }
}
