using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using Heldspace.Intake.Text;

namespace Heldspace.Intake.Matching;

/// <summary>How near one spelling is to another.</summary>
internal static class Spelling
{
    /// <summary>Letters that are no base letter with a mark; how English writes them when it lacks them.</summary>
    private static readonly FrozenDictionary<char, string> Plain = new Dictionary<char, string>
    {
        ['ł'] = "l",
        ['ø'] = "o",
        ['đ'] = "d",
        ['ð'] = "d",
        ['þ'] = "th",
        ['ß'] = "ss",
        ['æ'] = "ae",
        ['œ'] = "oe",
        ['ı'] = "i",
        ['ħ'] = "h",
        ['ŧ'] = "t",
    }.ToFrozenDictionary();

    /// <summary>Base letters by the composed letter; the process runs without ICU, where the framework takes no mark off.</summary>
    private static readonly FrozenDictionary<char, char> Bases = TextTable.Lines("compositions.txt")
        .Select(line => line.Split(' ').Select(code => (char)int.Parse(code, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToArray())
        .ToFrozenDictionary(codes => codes[2], codes => codes[0]);

    /// <summary>Small letters without their marks: "Zoë" and "Zoe" are one.</summary>
    public static string WithoutMarks(string word)
    {
        var plain = new StringBuilder(word.Length);
        foreach (var letter in word)
        {
            var bare = letter;
            while (Bases.TryGetValue(bare, out var below))
            {
                bare = below;
            }

            bare = char.ToLowerInvariant(bare);
            if (Plain.TryGetValue(bare, out var instead))
            {
                plain.Append(instead);
            }
            else if (!Composition.IsMark(bare))
            {
                plain.Append(bare);
            }
        }

        return plain.ToString();
    }

    /// <summary>One letter more, less or other, or two neighbours that changed places, in names of four letters or more: shorter ones are too many names in one.</summary>
    public static bool IsSlip(string one, string other) => one.Length >= 4 && other.Length >= 4 && Steps(one, other) == 1;

    /// <summary>Written by ear: the same consonants, at least three of them, and at most two letters apart.</summary>
    public static bool SoundsAlike(string one, string other) => Sound.Of(one) is { Length: >= 3 } sound && sound == Sound.Of(other) && Steps(one, other) <= 2;

    /// <summary>How many such slips lie between two words; 3 stands for three or more.</summary>
    private static int Steps(string one, string other)
    {
        if (Math.Abs(one.Length - other.Length) > 2 || one.Length > 60)
        {
            return 3;
        }

        var (before, above, row) = (new int[other.Length + 1], new int[other.Length + 1], new int[other.Length + 1]);
        for (var column = 0; column <= other.Length; column++)
        {
            above[column] = column;
        }

        for (var line = 1; line <= one.Length; line++)
        {
            row[0] = line;
            for (var column = 1; column <= other.Length; column++)
            {
                var same = one[line - 1] == other[column - 1];
                row[column] = Math.Min(Math.Min(above[column], row[column - 1]) + 1, above[column - 1] + (same ? 0 : 1));
                if (line > 1 && column > 1 && one[line - 1] == other[column - 2] && one[line - 2] == other[column - 1])
                {
                    row[column] = Math.Min(row[column], before[column - 2] + 1);
                }
            }

            (before, above, row) = (above, row, before);
        }

        return Math.Min(above[other.Length], 3);
    }
}
