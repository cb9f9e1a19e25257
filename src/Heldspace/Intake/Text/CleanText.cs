using System.Globalization;
using System.Text;

namespace Heldspace.Intake.Text;

/// <summary>What somebody wrote, freed from what cannot be seen.</summary>
/// <param name="Text">Composed (NFC), trimmed, without control, direction and zero-width characters.</param>
/// <param name="Note">What was taken away or looks odd, for a person to check; null where nothing was.</param>
internal readonly record struct CleanText(string Text, string? Note)
{
    /// <summary>Names longer than this are cut.</summary>
    public const int NameLength = 200;

    /// <summary>Texts longer than this are cut.</summary>
    public const int TextLength = 20_000;

    /// <summary>Marks on one letter beyond which they are a flood; Vietnamese and Hebrew need three.</summary>
    private const int MarksPerLetter = 4;

    /// <summary>Cleans one value.</summary>
    /// <param name="raw">As written.</param>
    /// <param name="longest">In characters; the rest is cut and noted.</param>
    /// <param name="multiline">Whether line breaks stay; else they become spaces.</param>
    public static CleanText Of(string raw, int longest, bool multiline = false)
    {
        var text = new StringBuilder(Math.Min(raw.Length, longest));
        var hidden = false;
        var flooded = false;
        var cut = false;
        var marks = 0;
        foreach (var rune in raw.EnumerateRunes())
        {
            if (text.Length >= longest)
            {
                cut = true;
                break;
            }

            var category = Rune.GetUnicodeCategory(rune);
            if (rune.Value is '\n' or '\r' or '\t' || category is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                AppendBreak(text, multiline && rune.Value is not ('\t' or '\r'));
            }
            else if (category is UnicodeCategory.SpaceSeparator)
            {
                AppendBreak(text, false);
            }
            else if (IsJoinerInPlace(rune, text))
            {
                text.Append(rune.ToString());
            }
            else if (category is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse || rune == Rune.ReplacementChar)
            {
                // A soft hyphen, a byte-order mark and a word joiner are what word processors leave behind; nobody meant anything by them.
                hidden |= rune.Value is not (0xAD or 0xFEFF or 0x2060 or 0x200B);
            }
            else
            {
                var isMark = category is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark;
                marks = isMark ? marks + 1 : 0;
                if (marks > MarksPerLetter)
                {
                    flooded = true;
                }
                else
                {
                    text.Append(rune.ToString());
                }
            }
        }

        var clean = Composition.Compose(text.ToString().Trim());
        return new(clean, string.Join("; ", Notes(hidden, flooded, cut, longest)) is { Length: > 0 } note ? note : null);
    }

    /// <summary>True where letters of two scripts that look alike stand in one word: "Sаm" with a Cyrillic а.</summary>
    public static bool MixesScripts(string text)
    {
        var latin = false;
        var lookalike = false;
        foreach (var letter in text)
        {
            if (letter is ' ' or '-')
            {
                latin = lookalike = false;
            }

            latin |= letter is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z');
            lookalike |= letter is (>= '\u0370' and <= '\u052f') or (>= '\uff21' and <= '\uff5a') or (>= '\u0530' and <= '\u058f') or (>= '\u13a0' and <= '\u13ff');
            if (latin && lookalike)
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<string> Notes(bool hidden, bool flooded, bool cut, int longest)
    {
        if (hidden)
        {
            yield return "hidden characters were removed";
        }

        if (flooded)
        {
            yield return "too many marks on a letter were removed";
        }

        if (cut)
        {
            yield return $"only the first {longest} characters are kept";
        }
    }

    private static void AppendBreak(StringBuilder text, bool newLine)
    {
        if (newLine)
        {
            while (text.Length > 0 && text[^1] == ' ')
            {
                text.Length--;
            }

            if (text.Length > 0 && !(text.Length > 1 && text[^1] == '\n' && text[^2] == '\n'))
            {
                text.Append('\n');
            }
        }
        else if (text.Length > 0 && text[^1] is not (' ' or '\n'))
        {
            text.Append(' ');
        }
    }

    /// <summary>Joiners belong to the spelling of Persian, Arabic and Indic names and stay there; in Latin they only hide.</summary>
    private static bool IsJoinerInPlace(Rune rune, StringBuilder text) =>
        rune.Value is 0x200C or 0x200D && text.Length > 0 && text[^1] is >= '\u0600' and <= '\u0dff';
}
