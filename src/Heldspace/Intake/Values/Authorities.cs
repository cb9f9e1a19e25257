using System.Text.RegularExpressions;
using Heldspace.Intake.Text;

namespace Heldspace.Intake;

/// <summary>An authority named somewhere in a text.</summary>
/// <param name="Name">Its canonical name.</param>
/// <param name="IsTown">Named by a town that lies in it, not by its own name.</param>
public sealed record NamedAuthority(string Name, bool IsTown);

/// <summary>
/// The upper-tier and unitary authorities of England, and those of Wales, by every usual name and by towns that lie wholly in them
/// (<c>authorities.txt</c>).
/// </summary>
public static partial class Authorities
{
    private static readonly HashSet<string> Fillers = new(StringComparer.Ordinal)
    {
        "the", "council", "county", "city", "borough", "metropolitan", "mbc", "cbc", "bc", "cc", "la", "local", "authority", "unitary", "royal", "london",
        "of", "children", "childrens", "and", "young", "people", "peoples", "services", "social", "care", "mdc", "district",
    };

    /// <summary>Names that are also everyday words or first names: in free text they need a capital and a plain context.</summary>
    private static readonly HashSet<string> Everyday = new(StringComparer.Ordinal)
    {
        "reading", "bury", "bath", "sale", "stone", "rugby", "nelson", "hyde", "settle", "flint", "mold", "barking", "stroud", "kent", "leek", "ripley", "shirley", "ashton",
        "preston", "lincoln", "chelsea", "devon", "camden", "sutton", "poole", "bingley", "denton", "washington", "wellington", "shipley", "wells", "deeside", "beverley",
        "ripon", "morley", "brent", "elton", "astley", "standish", "stoke", "walton", "warwick", "windsor", "buckley", "whiston", "hook", "frome", "dover", "heywood",
        "buxton", "clifton", "crosby", "irlam", "stanmore", "hatfield", "bedford", "york", "hayes", "poplar", "acton", "goole", "selby", "kingswood", "hoole", "mk", "cwc",
        "stockton", "boston", "malvern", "evesham", "hartford", "newport", "durham", "blackburn", "ashford", "ince", "leigh", "derby", "chester", "eastham", "yate", "rct",
        "thorne", "oakwood", "bryn", "hilton", "clifton", "sherwood", "radford", "carlton", "eastwood", "kimberley", "melbourne", "hatton", "kingsley", "norley", "parr", "orford", "holt", "hope", "scholes", "everton", "woolston", "beechwood", "meir", "irby", "egerton", "windle", "deane", "allerton", "moulton", "wharton", "hulme", "moston", "repton", "kilburn", "codnor", "delamere", "waverton", "antrobus", "roby", "littleton", "draycott", "castlefields", "palacefields", "thornton", "hooton", "eccleston", "windmill", "broughton", "greasby", "oxton", "lostock", "northwood", "westbrook", "boulton", "osmaston", "mackworth", "kirkham", "whalley", "adlington", "stapleford", "southwell", "bingham", "duffield", "whelley", "wistaston", "prestbury", "normanton", "lache", "arnold", "newark", "bolton", "halifax", "stafford", "redhill", "medway", "torbay", "grays", "newtown", "rhos", "neath", "barry",
    };

    private static readonly Dictionary<string, string> BySqueezed = new(StringComparer.Ordinal);

    /// <summary>Names of one word that are long enough to be told when they are misspelt.</summary>
    private static readonly List<(string Town, string Authority)> LongTowns = [];

    private static readonly Phrases<NamedAuthority> Names = Load();

    /// <summary>Every canonical name.</summary>
    public static IReadOnlyList<string> All { get; } = [.. TextTable.Entries("authorities.txt").Select(entry => entry.Key)];

    /// <summary>A canonical name; null for whatever else somebody wrote where one belongs, which may name anybody and leaves the case nowhere.</summary>
    public static string? Named(string? written) => written is not null && All.Contains(written) ? written : null;

    /// <summary>The one authority that a text is about when it should name one; null where it names none, or several.</summary>
    public static NamedAuthority? TryParse(string text)
    {
        var words = Words.Of(text);
        var found = Names.FindAll(words);
        var own = found.Where(one => !one.Meaning.IsTown).ToList();
        if (own.Count == 0 && found.Count == 0)
        {
            var rest = string.Join(' ', words.Where(word => !Fillers.Contains(word.Folded)).Select(word => word.Folded));
            return rest.Length > 0 && Names.Whole(rest) is { } bare ? bare[0] : null;
        }

        var names = (own.Count > 0 ? own : found).Select(one => one.Meaning.Name).Distinct(StringComparer.Ordinal).ToList();
        return names.Count == 1 ? (own.Count > 0 ? own : found)[0].Meaning : null;
    }

    /// <summary>The place that stands behind whoever or whatever is there: "Pat Eccles, Ashton-in-Makerfield", "foster carers (Lodges), Northwich"; null where none or places in two areas do.</summary>
    public static NamedAuthority? PlaceBehind(string text)
    {
        var words = Words.Of(text);
        var behind = FindAll(words).Where(found => found.First > 0 && text[words[found.First - 1].End..words[found.First].Start].AsSpan().Trim() is "," or "(" or "-" or "\u2013" or ")," or ";" | words[found.First - 1].Folded is "in" or "near" or "at").Select(found => found.Meaning).ToList();
        return behind.Count > 0 && behind.TrueForAll(one => one.Name == behind[0].Name) ? behind[0] : null;
    }

    /// <summary>The authority whose name a mail domain spells: <c>cheshirewestandchester.example</c>; null where none.</summary>
    public static string? OfDomain(string domain) =>
        domain.Split('.').Select(Squeeze).Select(label => BySqueezed.GetValueOrDefault(label) ?? (OfCouncil().Match(label) is { Success: true } council ? BySqueezed.GetValueOrDefault(council.Groups["name"].Value) : null)).FirstOrDefault(name => name is not null);

    /// <summary>"derbycitycouncil", "wiganmbc": the name, and what kind of council it is.</summary>
    [GeneratedRegex("^(?<name>[a-z]{4,}?)(?:(?:city|county|metropolitan|borough|unitary|district)*(?:council|mbc|cc|bc|gov|childrensservices|socialcare|childrenssocialcare))$", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex OfCouncil();

    internal static IReadOnlyList<Found<NamedAuthority>> FindAll(IReadOnlyList<Word> words) => Names.FindAll(words);

    /// <summary>The town that a word misspells by one letter, of long names only: "Nantwhich"; null where none or several are as near.</summary>
    internal static (string Town, string Authority)? NearTown(string word)
    {
        var folded = Words.Fold(word);
        return folded.Length is < 7 or > 20 || folded.Contains(' ', StringComparison.Ordinal) ? null
            : LongTowns.Where(town => IsOneOff(folded, town.Town)).Take(2).ToList() is [var only] ? only : null;
    }

    /// <summary>One letter changed, added, left out, or two changed over.</summary>
    private static bool IsOneOff(string one, string other)
    {
        if (one == other || one[0] != other[0] || Math.Abs(one.Length - other.Length) > 1)
        {
            return false;
        }

        var start = one.Zip(other).TakeWhile(pair => pair.First == pair.Second).Count();
        var end = one.Reverse().Zip(other.Reverse()).TakeWhile(pair => pair.First == pair.Second).Count();
        var (left, right) = (one.Length - start - end, other.Length - start - end);
        return (left <= 1 && right <= 1) || (left == 2 && right == 2 && one[start] == other[start + 1] && one[start + 1] == other[start]);
    }

    internal static bool IsEveryday(string folded) => Everyday.Contains(folded);

    private static string Squeeze(string name) => string.Concat(name.ToLowerInvariant().Where(char.IsAsciiLetter));

    private static Phrases<NamedAuthority> Load()
    {
        var phrases = new Phrases<NamedAuthority>();
        foreach (var (name, entries) in TextTable.Entries("authorities.txt"))
        {
            phrases.Add(name, new(name, false));
            BySqueezed[Squeeze(name)] = name;
            var town = false;
            foreach (var entry in entries)
            {
                town |= entry[0] == '@';
                var alias = entry.TrimStart('@').Trim();

                // A town that bears the authority's own name stands for the authority.
                if (Words.Fold(alias) != Words.Fold(name))
                {
                    phrases.Add(alias, new(name, town));
                    if (town && Words.Fold(alias) is { Length: > 6 } folded && !folded.Contains(' ', StringComparison.Ordinal))
                    {
                        LongTowns.Add((folded, name));
                    }

                    if (!town && Squeeze(alias).Length > 4)
                    {
                        BySqueezed[Squeeze(alias)] = name;
                    }
                }
            }
        }

        return phrases;
    }
}
