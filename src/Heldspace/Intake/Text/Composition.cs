using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Heldspace.Intake.Text;

/// <summary>
/// Canonical composition (NFC) of letters and their marks. The process runs without ICU (<c>InvariantGlobalization</c>), where
/// <see cref="string.Normalize()"/> gives its input back, so that "Zoë" typed in two ways would be two names.
/// </summary>
/// <remarks>Marks keep the order in which they were written where they belong to different classes: enough for names, no full UAX #15.</remarks>
internal static class Composition
{
    private static readonly FrozenDictionary<(char First, char Second), char> Pairs = Load();

    public static string Compose(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange('\0', '\u02ff'))
        {
            return text;
        }

        var composed = new StringBuilder(text.Length);
        var starter = -1;
        foreach (var letter in text)
        {
            if (starter >= 0 && TryCompose(composed[starter], letter, out var one) && !Blocked(composed, starter, letter))
            {
                composed[starter] = one;
                continue;
            }

            if (!IsMark(letter))
            {
                starter = composed.Length;
            }

            composed.Append(letter);
        }

        return composed.ToString();
    }

    public static bool IsMark(char letter) =>
        char.GetUnicodeCategory(letter) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.SpacingCombiningMark;

    /// <summary>A mark is blocked from its letter by another mark of the same class between them; a letter by anything between them.</summary>
    private static bool Blocked(StringBuilder composed, int starter, char letter) =>
        composed.Length - 1 > starter && (!IsMark(letter) || IsBelow(composed[^1]) == IsBelow(letter));

    private static bool IsBelow(char mark) => mark is >= '\u0316' and <= '\u0333' and not '\u031b';

    private static bool TryCompose(char first, char second, out char composed)
    {
        if (first is >= '\u1100' and <= '\u1112' && second is >= '\u1161' and <= '\u1175')
        {
            composed = (char)(0xAC00 + ((((first - 0x1100) * 21) + (second - 0x1161)) * 28));
            return true;
        }

        if (first is >= '\uAC00' and <= '\uD7A3' && (first - 0xAC00) % 28 == 0 && second is >= '\u11A8' and <= '\u11C2')
        {
            composed = (char)(first + (second - 0x11A7));
            return true;
        }

        return Pairs.TryGetValue((first, second), out composed);
    }

    private static FrozenDictionary<(char, char), char> Load() =>
        TextTable.Lines("compositions.txt").Select(line => line.Split(' ').Select(code => (char)int.Parse(code, NumberStyles.HexNumber)).ToArray())
            .ToFrozenDictionary(codes => (codes[0], codes[1]), codes => codes[2]);
}
