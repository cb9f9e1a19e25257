using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using NodaTime;

namespace Heldspace.Intake;

/// <summary>A date as people in Britain write it, day before month.</summary>
/// <param name="Index">Where it stands in the text it was found in.</param>
/// <param name="Written">As written.</param>
/// <param name="Date">The day meant; null where there is no such day or it is not said in full.</param>
/// <param name="Doubt">Why it is doubtful or no date; null for a plain one.</param>
public readonly partial record struct BritishDate(int Index, string Written, LocalDate? Date, string? Doubt)
{
    /// <summary>Texts longer than this are not searched to their end: no line of a mail that holds a date is longer.</summary>
    private const int LongestText = 4000;

    /// <summary>Reads a text that should be one date and nothing else but a weekday, a time or an age; null where there is none.</summary>
    /// <param name="text">As written.</param>
    /// <param name="today">Two-digit years are read as the latest year that is not after this day.</param>
    public static BritishDate? TryRead(string text, LocalDate today)
    {
        var squeezed = text.Trim();
        if (squeezed.Length == 8 && squeezed.All(char.IsAsciiDigit))
        {
            return squeezed[..2] is "19" or "20" && OfParts(0, text, squeezed[..4], squeezed[4..6], squeezed[6..], today) is { Date: not null } iso
                ? iso
                : OfParts(0, text, squeezed[4..], squeezed[2..4], squeezed[..2], today);
        }

        // "07 06 10", where a date was asked for.
        if (Spaced().Match(squeezed) is { Success: true } spaced)
        {
            return OfParts(0, text, spaced.Groups["year"].Value, spaced.Groups["month"].Value, spaced.Groups["day"].Value, today);
        }

        return FindAll(text, today).Select(found => (BritishDate?)found).FirstOrDefault() ?? Partial(text);
    }

    /// <summary>Every date in a text, in order.</summary>
    public static IReadOnlyList<BritishDate> FindAll(string text, LocalDate today)
    {
        var searched = AsciiDigits(text.Length > LongestText ? text[..LongestText] : text);
        var found = new List<BritishDate>();
        IEnumerable<Match> inFigures = searched.AsSpan().ContainsAnyInRange('0', '9') ? Form().Matches(searched) : [];
        foreach (var match in inFigures)
        {
            var groups = match.Groups;
            found.Add(groups["iy"].Success
                ? OfParts(match.Index, match.Value, groups["iy"].Value, groups["im"].Value, groups["id"].Value, today)
                : groups["nd"].Success
                    ? OfParts(match.Index, match.Value, groups["ny"].Value, groups["nm"].Value, groups["nd"].Value, today)
                    : groups["rd"].Success
                        ? OfParts(match.Index, match.Value, groups["ry"].Value, $"{Array.IndexOf(Roman, groups["rm"].Value.ToLowerInvariant()) + 1}", groups["rd"].Value, today)
                    : groups["wd"].Success
                        ? OfParts(match.Index, match.Value, groups["wy"].Value, MonthOf(groups["wm"].Value), groups["wd"].Value, today)
                        : OfParts(match.Index, match.Value, groups["ay"].Value, MonthOf(groups["am"].Value), groups["ad"].Value, today));
        }

        foreach (Match match in InWords().Matches(searched))
        {
            var day = match.Groups["feast"] is { Success: true, Value: var feast } ? DayOfFeast(feast) : (Day: OrdinalOf(match.Groups["day"].Value), Month: MonthOf(match.Groups["month"].Value));
            found.Add(OfParts(match.Index, match.Value, match.Groups["year"] is { Success: true, Value: var year } ? year : YearOf(match.Groups["years"].Value), day.Month, day.Day, today));
        }

        return found;
    }

    private static readonly string[] Roman = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"];

    private static (string Day, string Month) DayOfFeast(string name) => char.ToLowerInvariant(name[0]) switch
    {
        'b' when name.StartsWith("bon", StringComparison.OrdinalIgnoreCase) => ("5", "11"),
        'b' => ("26", "12"),
        'n' => name.EndsWith("eve", StringComparison.OrdinalIgnoreCase) ? ("31", "12") : ("1", "1"),
        'h' => ("31", "10"),
        'v' => ("14", "2"),
        'c' => (name.EndsWith("eve", StringComparison.OrdinalIgnoreCase) ? "24" : "25", "12"),
        _ => ("5", "11"),
    };

    private static string OrdinalOf(string words)
    {
        string[] small = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth"];
        var word = words.ToLowerInvariant();
        var tens = word.StartsWith("twenty", StringComparison.Ordinal) ? 20 : word.StartsWith("thirty", StringComparison.Ordinal) ? 30 : 0;
        return word == "thirtieth" ? "30" : $"{tens + Array.IndexOf(small, tens > 0 ? word[7..] : word) + 1}";
    }

    /// <summary>"two thousand and sixteen", "twenty twelve": the years behind the thousand or the century.</summary>
    private static string YearOf(string words)
    {
        string[] small = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"];
        var word = words.ToLowerInvariant();
        var tens = word.Length > 6 && word.StartsWith("twenty", StringComparison.Ordinal);
        return $"{2000 + (tens ? 20 : 0) + Array.IndexOf(small, tens ? word[7..] : word) + 1}";
    }

    /// <summary>Digits of any script as 0–9, every other character kept, so that places in the text stay the same.</summary>
    internal static string AsciiDigits(string text)
    {
        if (Ascii.IsValid(text) || !text.Any(letter => letter > 0x7f && char.IsDigit(letter)))
        {
            return text;
        }

        return string.Concat(text.Select(letter => letter > 0x7f && char.IsDigit(letter) ? (char)('0' + CharUnicodeInfo.GetDecimalDigitValue(letter)) : letter));
    }

    private static BritishDate OfParts(int index, string written, string year, string month, string day, LocalDate today)
    {
        var y = int.Parse(year);
        var m = int.Parse(month);
        var d = int.Parse(day);
        if (year.Length <= 2)
        {
            y += today.Year / 100 * 100;
            y = y > today.Year ? y - 100 : y;
        }

        if (Day(y, m, d) is { } date)
        {
            return new(index, written, date, null);
        }

        return m > 12 && Day(y, d, m) is { } american
            ? new(index, written, american, $"\"{written}\" was read as month before day")
            : new(index, written, null, $"there is no such day: \"{written}\"");
    }

    [GeneratedRegex("^(?<day>[0-9]{1,2}) (?<month>[0-9]{1,2}) (?<year>[0-9]{2})$", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Spaced();

    private static BritishDate? Partial(string text)
    {
        var match = MonthAndYear().Match(text);
        return match.Success ? new(match.Index, match.Value, null, $"not a whole date: \"{match.Value}\"") : null;
    }

    private static LocalDate? Day(int year, int month, int day) =>
        year is >= 1900 and <= 9998 && month is >= 1 and <= 12 && day >= 1 && day <= CalendarSystem.Iso.GetDaysInMonth(year, month) ? new(year, month, day) : null;

    /// <summary>1 to 12.</summary>
    /// <param name="name">A month's name or its first three letters, in any case.</param>
    internal static int Month(string name) => ("janfebmaraprmayjunjulaugsepoctnovdec".IndexOf(name[..3].ToLowerInvariant(), StringComparison.Ordinal) / 3) + 1;

    private static string MonthOf(string name) => Month(name).ToString();

    [GeneratedRegex(
        """
        (?<![0-9A-Za-z])(?:
            (?<iy>(?:19|20)[0-9]{2})[-/.](?<im>[0-9]{1,2})[-/.](?<id>[0-9]{1,2})
          | (?<nd>[0-9]{1,2})\s{0,2}[-/.|\\\u2010-\u2015]\s{0,2}(?<nm>[0-9]{1,2})\s{0,2}[-/.|\\\u2010-\u2015]\s{0,2}(?<ny>(?:19|20)?[0-9]{2})
          | (?<rd>[0-9]{1,2})\s?[-/.]\s?(?<rm>viii|vii|iii|xii|iv|vi|ix|xi|ii|i|v|x)\s?[-/.]\s?(?<ry>(?:19|20)?[0-9]{2})
          | (?<nd>[0-9]{1,2})(?:st|nd|rd|th)\s(?:day\s)?of\s(?:the\s)?(?<nm>[0-9]{1,2})(?:st|nd|rd|th),?\s(?<ny>(?:19|20)[0-9]{2})
          | (?<nd>[0-9]{1,2})\s(?<nm>[0-9]{1,2})\s(?<ny>(?:19|20)[0-9]{2})
          | (?<wd>[0-9]{1,2})\s{0,2}(?:st|nd|rd|th)?[\s,./\u2010-\u2015-]{0,3}(?:(?:day\s)?of\s{1,2})?(?<wm>jan(?:uary)?|feb(?:ruary|uary|urary|ruray)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)[\s,./'\u2019\u2010-\u2015-]{0,3}(?<wy>(?:19|20)?[0-9]{2})
          | (?<am>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?\s{1,2}(?:the\s)?(?<ad>[0-9]{1,2})\s?(?:st|nd|rd|th)?,?\s{1,2}(?<ay>(?:19|20)[0-9]{2})
        )(?![0-9]|[/.-][0-9])
        """,
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Form();

    /// <summary>"the fourth of May 2012", "Boxing Day 2015".</summary>
    [GeneratedRegex(@"\b(?:(?<day>(?:twenty|thirty)[\s-](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth)\s(?:day\s)?(?:of\s)?(?<month>january|february|march|april|may|june|july|august|september|october|november|december)|(?<feast>boxing day|christmas day|christmas eve|new year['\u2019]?s (?:day|eve)|hallowe['\u2019]?en|valentine['\u2019]?s(?: day)?|bonfire night))(?:\sin|,?\s(?:so\s)?that(?:['\u2019]s|\sis))?,?\s(?:(?<year>(?:19|20)[0-9]{2})|two\sthousand(?:\sand)?(?:\s(?<years>one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty(?:[\s-](?:one|two|three|four|five|six|seven|eight|nine))?))?|twenty[\s-](?<years>ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty(?:[\s-](?:one|two|three|four|five|six|seven|eight|nine))?))\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex InWords();

    [GeneratedRegex(
        @"\b([0-9]{1,2}(st|nd|rd|th)?\s{1,2}(of\s)?)?(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|dec(ember)?)(\s{1,2}(19|20)[0-9]{2})?\b|\b(0?[1-9]|1[0-2])/(19|20)[0-9]{2}\b|\b(19|20)[0-9]{2}\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex MonthAndYear();
}
