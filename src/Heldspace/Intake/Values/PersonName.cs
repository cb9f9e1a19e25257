using System.Text.RegularExpressions;
using Heldspace.Intake.Text;

namespace Heldspace.Intake;

/// <summary>A name in its parts, as far as they can be told.</summary>
/// <param name="Given">The first forename; null where only a family name is there.</param>
/// <param name="Family">With its particles ("de la Cruz"); null for a single name.</param>
/// <param name="Preferred">What stands in quotation marks or brackets, or after "known as".</param>
internal sealed partial record PersonName(string? Given, string? Family, string? Preferred)
{
    private static readonly HashSet<string> Titles = new(StringComparer.Ordinal)
    {
        "mr", "mrs", "ms", "miss", "mx", "master", "dr", "prof", "professor", "rev", "sir", "dame", "fr", "sr",
    };

    private static readonly HashSet<string> Particles = new(StringComparer.Ordinal)
    {
        "de", "del", "della", "da", "das", "dos", "do", "di", "du", "la", "le", "van", "von", "der", "den", "ter", "ten", "al", "el", "bin", "ibn", "bint", "ben", "ap", "ab",
        "mac", "mc", "\u00f3", "n\u00ed", "nic", "ua", "fitz", "zu", "dal", "st", "san", "santa", "abu", "ould", "o",
    };

    private static readonly string[] KnownAs = ["known as", "aka", "a.k.a.", "likes to be called", "prefers", "goes by", "called"];

    public static PersonName Parse(string text)
    {
        // "Kit (Christopher) Marchmont": the name in full may stand in the brackets.
        var parsed = Split(text);
        if (parsed is { Given: { } called, Family: null } && text.IndexOf('(', StringComparison.Ordinal) is > 0 and var open && text.EndsWith(')') && Parts(text[(open + 1)..^1]) is { Count: > 1 } whole && ShortForm.Is(called, whole[0]))
        {
            return new(Cased(whole[0]), Cased(string.Join(' ', whole.Skip(FamilyStart(whole)))), called);
        }

        return parsed is { Given: { } given, Preferred: { } preferred } && ShortForm.Is(given, preferred) && !preferred.Contains(' ', StringComparison.Ordinal) ? parsed with { Given = preferred, Preferred = given } : parsed;
    }

    private static PersonName Split(string text)
    {
        var (rest, preferred) = TakePreferred(text);
        var comma = rest.IndexOf(',', StringComparison.Ordinal);
        var left = Parts(comma < 0 ? rest : rest[..comma]);
        var right = comma < 0 ? [] : Parts(rest[(comma + 1)..]);
        if (right.Count > 0 && left.Count > 1 && (IsNoForename(right[0]) || ReadNames.IsNoName(Text.Words.Fold(right[0]))))
        {
            // "Luca Farrant, Year 7": what stands behind the comma says something else of them.
            right = [];
        }

        if (right.Count > 0 && left.Count > 0)
        {
            return new(Cased(right[0]), Cased(string.Join(' ', left)), preferred);
        }

        // TAYLOR Sam: a list that shouts the family name puts it first.
        if (left.Count > 1 && IsShouted(left[0]) && !left.Skip(1).Any(IsShouted) && left[1].Any(char.IsLower))
        {
            return new(Cased(left[^1]), Cased(left[0]), preferred);
        }

        return left.Count switch
        {
            0 => new(null, null, preferred),
            1 => new(Cased(left[0]), null, preferred),
            _ => new(Cased(left[0]), Cased(string.Join(' ', left.Skip(FamilyStart(left)))), preferred),
        };
    }

    private static bool IsNoForename(string word) => word.Any(letter => char.IsDigit(letter) || letter == '/') || Words.Fold(word) is "year" or "yr" or "aged" or "age" or "dob" or "born" or "form" or "class" or "male" or "female" or "m" or "f" or "boy" or "girl" or "he" or "she" or "they" or "nhs" or "known" or "currently" or "who" or "d";

    public static bool IsTitle(string folded) => Titles.Contains(folded);

    public static bool IsParticle(string folded) => Particles.Contains(folded);

    /// <summary>A name all in small letters or all in capitals gets its capitals; any other spelling is the person's own.</summary>
    public static string Cased(string name)
    {
        var letters = name.Where(char.IsLetter).ToList();
        if (letters.Count < 2 || !(letters.TrueForAll(char.IsLower) || (letters.Count > 2 && letters.TrueForAll(char.IsUpper))))
        {
            return name;
        }

        var cased = name.ToLowerInvariant().ToCharArray();
        for (var at = 0; at < cased.Length; at++)
        {
            var starts = at == 0 || cased[at - 1] is ' ' or '-' || (cased[at - 1] is '\'' or '\u2019' && at < cased.Length - 2);
            cased[at] = starts ? char.ToUpperInvariant(cased[at]) : cased[at];
        }

        return new(cased);
    }

    [GeneratedRegex(@"(?:[,;]|\s[-\u2013\u2014])\s(?:always|usually|mostly|but|or|though|known to all as|everyone calls (?:him|her|them))(?: just| only| always| called)* [""\u201c\u2018']?(?<name>\p{Lu}[\p{L}'\u2019-]+)[""\u201d\u2019']?\.?$", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Always();

    private static bool IsShouted(string part) => part.Length > 2 && part.Any(char.IsUpper) && !part.Any(char.IsLower);

    private static int FamilyStart(List<string> parts)
    {
        var start = parts.Count - 1;

        // "Mateus Henrique Ferreira Lopes": two given names, two family names.
        if (parts.Count == 4 && !IsParticle(parts[1].ToLowerInvariant()) && !ReadNames.IsGiven(parts[2].ToLowerInvariant()) && !IsParticle(parts[2].ToLowerInvariant()))
        {
            return 2;
        }

        while (start > 1 && IsParticle(parts[start - 1].ToLowerInvariant()))
        {
            start--;
        }

        return start;
    }

    private static List<string> Parts(string text)
    {
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(part => part.Trim('.', ',', ';', ':', '*', '"', '(', ')', '[', ']')).Where(part => part.Length > 0 && part.Any(char.IsLetterOrDigit)).ToList();
        while (parts.Count > 1 && IsTitle(parts[0].ToLowerInvariant().TrimEnd('.')))
        {
            parts.RemoveAt(0);
        }

        return parts;
    }

    private static (string Bare, string? Preferred) TakePreferred(string text)
    {
        // "Bernadette McAllister – always “Bernie”".
        if (Always().Match(text) is { Success: true } always && Nickname(always.Groups["name"].Value) is { } called)
        {
            return (text[..always.Index].TrimEnd(' ', ',', '-', '\u2013'), called);
        }

        foreach (var (open, close) in new[] { ('(', ')'), ('"', '"'), ('\u201c', '\u201d'), ('\u2018', '\u2019'), ('[', ']') })
        {
            var start = text.IndexOf(open, StringComparison.Ordinal);
            var end = start < 0 ? -1 : text.IndexOf(close, start + 1);
            if (end > start + 1)
            {
                var inside = text[(start + 1)..end].Trim();
                var rest = $"{text[..start]} {text[(end + 1)..]}".Trim();
                return rest.Length == 0 ? (inside, null) : (rest, Nickname(inside));
            }
        }

        foreach (var phrase in KnownAs)
        {
            var start = text.IndexOf($" {phrase} ", StringComparison.OrdinalIgnoreCase);
            if (start > 0)
            {
                return (text[..start].TrimEnd(' ', ',', '-'), Nickname(text[(start + phrase.Length + 2)..]));
            }
        }

        return (text, null);
    }

    /// <summary>What brackets hold is a nickname only where it looks like one: "(known as Sammy)", "(Sammy)", not "(brother of Tom)" or "(12)".</summary>
    private static string? Nickname(string inside)
    {
        var name = inside;
        foreach (var phrase in KnownAs)
        {
            if (name.StartsWith(phrase + " ", StringComparison.OrdinalIgnoreCase))
            {
                name = name[(phrase.Length + 1)..];
            }
        }

        name = name.Trim(' ', '"', '\u201c', '\u201d', '.', ',');
        return name.Length is > 0 and <= 40 && name.Count(letter => letter == ' ') < 2 && name.All(letter => char.IsLetter(letter) || Composition.IsMark(letter) || letter is ' ' or '-' or '\'' or '\u2019')
            && (!name.Contains(' ', StringComparison.Ordinal) || char.IsUpper(name[0]))
            ? Cased(name)
            : null;
    }
}
