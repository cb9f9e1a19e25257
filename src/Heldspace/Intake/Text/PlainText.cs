using System.Text;

namespace Heldspace.Intake.Text;

/// <summary>Bytes as text: by their mark, as UTF-8 where they are, else as Windows writes Western letters.</summary>
internal static class PlainText
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>What Windows puts where Latin-1 has control characters, from 0x80.</summary>
    private const string Windows = "\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178";

    /// <summary>True where bytes can be text: no zero bytes but those of UTF-16, hardly a control character.</summary>
    public static bool IsText(ReadOnlySpan<byte> content)
    {
        if (content.Length == 0)
        {
            return false;
        }

        if (IsUtf16(content) is not null)
        {
            return content.Length % 2 == 0;
        }

        var control = 0;
        foreach (var one in content[..Math.Min(content.Length, 200_000)])
        {
            if (one == 0)
            {
                return false;
            }

            control += one is < 32 and not (9 or 10 or 12 or 13) ? 1 : 0;
        }

        return control <= content.Length / 200;
    }

    /// <summary>The first bytes of a text, cut between two characters; all of it where it is no longer.</summary>
    public static ReadOnlySpan<byte> Beginning(ReadOnlySpan<byte> content, int most)
    {
        if (content.Length <= most)
        {
            return content;
        }

        if (IsUtf16(content) is not null)
        {
            return content[..(most & ~1)];
        }

        // Bytes 10xxxxxx go on with the character before; in a text that is no UTF-8 it matters little where it ends.
        var end = most;
        while (end > most - 4 && (content[end] & 0xc0) == 0x80)
        {
            end--;
        }

        return content[..end];
    }

    /// <param name="charset">As claimed; anything not known is found out from the bytes.</param>
    public static string Decode(ReadOnlySpan<byte> content, string? charset)
    {
        if (IsUtf16(content) is { } isBig)
        {
            return (isBig ? Encoding.BigEndianUnicode : Encoding.Unicode).GetString(content[2..]);
        }

        if (content.Length > 2 && content[0] == 0xef && content[1] == 0xbb && content[2] == 0xbf)
        {
            content = content[3..];
        }

        if (charset is not null && (charset.StartsWith("iso-8859", StringComparison.OrdinalIgnoreCase) || charset.StartsWith("windows-125", StringComparison.OrdinalIgnoreCase)))
        {
            return Western(content);
        }

        try
        {
            return StrictUtf8.GetString(content);
        }
        catch (DecoderFallbackException)
        {
            return Western(content);
        }
    }

    private static bool? IsUtf16(ReadOnlySpan<byte> content) =>
        content.Length < 2 ? null : (content[0], content[1]) switch
        {
            (0xff, 0xfe) => false,
            (0xfe, 0xff) => true,
            _ => null,
        };

    private static string Western(ReadOnlySpan<byte> content) => string.Create(content.Length, Encoding.Latin1.GetString(content), static (letters, text) =>
    {
        for (var at = 0; at < letters.Length; at++)
        {
            letters[at] = text[at] is >= '\u0080' and <= '\u009f' and var letter ? Windows[letter - 0x80] : text[at];
        }
    });
}
