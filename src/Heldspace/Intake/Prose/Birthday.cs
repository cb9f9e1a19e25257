using System.Text.RegularExpressions;
using NodaTime;

namespace Heldspace.Intake;

/// <summary>
/// A date of birth that an age and a birthday give together: "he will be 12 on 9th December", "turned 19 on the 8th of this month". An age with less
/// ("turned 9 last month") gives none: none is made up.
/// </summary>
internal static partial class Birthday
{
    private static readonly string[] Numbers =
    [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty", "twenty-one", "twenty-two", "twenty-three", "twenty-four",
    ];

    /// <summary>The day of birth and where in the text it is said; null where it cannot be worked out.</summary>
    public static (LocalDate Born, int Index)? In(string text, LocalDate today)
    {
        if (text.Length > 2_000)
        {
            return null;
        }

        // "thirteen last Friday", "was nine yesterday".
        if (AgeOnWeekday().Match(text) is { Success: true } recent && AgeOf(recent.Groups["age"].Value) is > 0 and < 25 and var just)
        {
            var reached = recent.Groups["weekday"] is { Success: true, Value: { } name } ? today.Previous(Enum.Parse<IsoDayOfWeek>(name, ignoreCase: true)) : recent.Groups["yesterday"].Success ? today.PlusDays(-1) : today;
            return (reached.PlusYears(-just), recent.Index);
        }

        // "their tenth birthday was on 6 November 2026": born that many years before.
        if (Nth().Match(text) is { Success: true } nth && AgeOf(nth.Groups["age"].Value) is > 0 and < 25 and var years0)
        {
            var behind = text[(nth.Index + nth.Length)..];
            if (BritishDate.FindAll(behind, today) is [{ Date: { } celebrated, Doubt: null, Index: < 3 }, ..] && celebrated > today.PlusYears(-25) && celebrated < today.PlusYears(2) && celebrated.PlusYears(-years0) is var birth && birth <= today)
            {
                return (birth, nth.Index);
            }
        }

        if (AgeOnDay().Match(text) is { Success: true } match && AgeOf(match.Groups["age"].Value) is { } age && DayOf(match, today) is { } day)
        {
            // "He is twelve, thirteen on Boxing Day": not yet.
            var isAhead = match.Groups["ahead"].Success || match.Groups["next"].Success || Before().Match(text[..match.Index]) is { Success: true } now && AgeOf(now.Groups["age"].Value) == age - 1;
            return Born(day, age, isAhead, today) is { } born ? (born, match.Index) : null;
        }

        // "turned eleven on 4 February 2026", "she'll be 25 on 11 March 2027".
        foreach (var date in BritishDate.FindAll(text, today))
        {
            if (date is { Date: { } told, Doubt: null } && AgeBefore().Match(text[..date.Index]) is { Success: true } before && AgeOf(before.Groups["age"].Value) is > 0 and < 26 and var reached
                && told.PlusYears(-reached) is var born && born <= today && born.PlusYears(25) > today)
            {
                return (born, before.Index);
            }
        }

        // "Rosa is 7 (her birthday is 5th May)".
        if (BirthdayOn().Match(text) is { Success: true } birthday && Age().Match(text) is { Success: true } said && AgeOf(said.Groups["age"].Value) is { } years && DayOf(birthday, today) is { } on)
        {
            return Born(on, years, isAhead: said.Groups["ahead"].Success, today) is { } born ? (born, birthday.Index) : null;
        }

        // "until his birthday on 14 February, when he'll be 18", where the age is said behind.
        return BirthdayOn().Match(text) is { Success: true } then && AgeThen().Match(text[(then.Index + then.Length)..]) is { Success: true } reaching && AgeOf(reaching.Groups["age"].Value) is { } next && DayOf(then, today) is { } dayThen && Born(dayThen, next, isAhead: true, today) is { } bornThen ? (bornThen, then.Index) : null;
    }

    /// <summary>True where a date is that of a birthday which is counted, and so not the day of birth.</summary>
    public static bool IsCounted(string before) => Nth().Match(before) is { Success: true } nth && nth.Index + nth.Length >= before.TrimEnd().Length;

    [GeneratedRegex(@"\b(?<age>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|[0-9]{1,2}(?=st|nd|rd|th))(?:st|nd|rd|th)? (?:birthday|bday)\b(?:,| is| was| falls| fell| will be|['\u2019]s| being)?(?: only)?(?: on| this| last)?(?: the)?\s?", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Nth();

    private static readonly string[] Ordinals =
    [
        "zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth",
    ];

    /// <summary>A birthday without a year in one sentence, and a year of birth in it or at the start of the next; null where there is none.</summary>
    public static LocalDate? WithYear(string text, string next, LocalDate today)
    {
        var birthday = BirthdayOn().Match(text.Length > 2_000 ? "" : text);
        birthday = birthday.Success ? birthday : AgeOnDay().Match(text.Length > 2_000 ? "" : text);
        if (!birthday.Success || DayOf(birthday, today) is not { } on)
        {
            return null;
        }

        var year = YearBehind().Match(text[(birthday.Index + birthday.Length)..]) is { Success: true } own ? own : YearFirst().Match(next);
        return year.Success && int.Parse(year.Groups["year"].Value, System.Globalization.CultureInfo.InvariantCulture) is var born && born < today.Year && born > today.Year - 25 && on.Day <= CalendarSystem.Iso.GetDaysInMonth(born, on.Month) ? new(born, on.Month, on.Day) : null;
    }

    [GeneratedRegex(@"^[^.;]{0,30}\b(?:the year (?:is|was)|(?:and )?the year,?|born in|in) (?<year>20[0-2][0-9])\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex YearBehind();

    [GeneratedRegex(@"^\W{0,3}(?:the year (?:is|was) |that(?:'s|\u2019s| is| makes it) |born in |so )?(?<year>20[0-2][0-9])\b(?![/-])", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex YearFirst();

    [GeneratedRegex(@"\b(?<age>[0-9]{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty)\W{0,3}$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Before();

    [GeneratedRegex(@"^[^.;]{0,12}\b(?:when|and)\b[^.;]{0,12}(?:will be|'ll be|\u2019ll be|turns?|ll be|will turn)\s(?<age>[0-9]{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex AgeThen();

    private static LocalDate? Born((int Month, int Day) on, int age, bool isAhead, LocalDate today)
    {
        if (age is < 1 or > 24)
        {
            return null;
        }

        var year = today.Year;
        var thisYear = At(year, on);
        year += isAhead && thisYear < today ? 1 : !isAhead && thisYear > today ? -1 : 0;
        return on.Day <= CalendarSystem.Iso.GetDaysInMonth(year - age, on.Month) ? new(year - age, on.Month, on.Day) : null;
    }

    private static LocalDate At(int year, (int Month, int Day) on) => new(year, on.Month, Math.Min(on.Day, CalendarSystem.Iso.GetDaysInMonth(year, on.Month)));

    /// <summary>The day and month of a birthday that is told without its year; null where none is.</summary>
    public static (int Month, int Day)? On(string text, LocalDate today) => text.Length < 2_000 && BirthdayOn().Match(text) is { Success: true } birthday ? DayOf(birthday, today) : null;

    private static (int Month, int Day)? DayOf(Match match, LocalDate today)
    {
        if (match.Groups["feast"] is { Success: true } feast)
        {
            return BritishDate.FindAll($"{feast.Value} 2000", today) is [{ Date: { } fixedDay }] ? (fixedDay.Month, fixedDay.Day) : null;
        }

        if (!int.TryParse(match.Groups["day"].Value, out var day) || day is < 1 or > 31)
        {
            return null;
        }

        var month = match.Groups["number"] is { Success: true, Value: { } number } ? int.Parse(number, System.Globalization.CultureInfo.InvariantCulture) : match.Groups["month"] is { Success: true, Value: { } name } ? BritishDate.Month(name)
            : match.Groups["next"].Success ? today.PlusMonths(1).Month : match.Groups["last"].Success ? today.PlusMonths(-1).Month : today.Month;
        return month is > 0 and < 13 ? (month, day) : null;
    }

    public static int? AgeOf(string text) => int.TryParse(text, out var age) ? age : Array.IndexOf(Numbers, text.ToLowerInvariant()) is > 0 and var word ? word : Array.IndexOf(Ordinals, text.ToLowerInvariant()) is > 0 and var nth ? nth : null;

    [GeneratedRegex(@"(?:\b(?:(?<ahead>will be|will turn|turns?|turning|'ll be|\u2019ll be|ll be|going to be|to be)|(?:just )?turned|was|became|had (?:his|her|their))\s(?:just\s)?|,\s|\((?<ahead>))(?<age>[0-9]{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty)(?:th birthday|st birthday|rd birthday|nd birthday)?(?: years old)?(?:\s(?<ahead>in (?:a|one|two|three|[0-9]) ?(?:week|fortnight|month)s?(?:['\u2019] time)?),?)?\s(?:on|in|this coming|last|this|(?<ahead>in the new year) \()\s?(?:the\s)?(?:[a-z]{3,6}day,?\s(?:the\s)?)?(?:(?<feast>bonfire night|boxing day|christmas day|christmas eve|valentine['\u2019]?s(?: day)?|halloween|new year['\u2019]?s (?:day|eve))\b|(?<day>[0-9]{1,2})(?:st|nd|rd|th)?\s(?:of\s)?(?:(?<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b(?!\s?(?:19|20)[0-9]{2})|(?:this|(?<last>last)|(?<next>next)) month)|(?<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*,?\s\(?(?:(?:date of birth|d\.?o\.?b\.?|birthday|it['\u2019]?s|that['\u2019]?s)\s(?:is\s|falls\s)?)?(?:on\s)?(?:the\s)?(?<day>[0-9]{1,2})(?:st|nd|rd|th)?\b(?!,?\s?(?:19|20)[0-9]{2}))",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex AgeOnDay();

    [GeneratedRegex(@"(?:\b(?:turned|was|became)|,)\s(?:just\s)?(?<age>[0-9]{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)\s(?:(?:only )?(?:last|on|this) (?<weekday>monday|tuesday|wednesday|thursday|friday|saturday|sunday)(?! (?:the )?[0-9])|(?<yesterday>yesterday)|today)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex AgeOnWeekday();

    [GeneratedRegex(@"(?:\b(?:turned|turns|turn|turning|will be|became|was|had (?:his|her|their)|s?he(?:['\u2019]s| is))|'ll be|\u2019ll be|\bll be)\s(?:just\s)?(?<age>[0-9]{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty)(?:st birthday|nd birthday|rd birthday|th birthday)?(?: years old)?\s(?:on\s)?(?:the\s)?(?:[a-z]{3,6}day,?\s(?:the\s)?)?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex AgeBefore();

    [GeneratedRegex(@"\bbirthday(?:'?s|\u2019s| is| was| falls)?(?: on)?\s(?:the\s)?(?:(?<day>[0-9]{1,2})(?:st|nd|rd|th)?\s(?:of\s)?(?<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b(?!\s?(?:19|20)?[0-9]{2})|(?<day>[0-9]{1,2})/(?<number>[0-9]{1,2})(?![0-9/])|(?<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\s(?<day>[0-9]{1,2})(?:st|nd|rd|th)?\b(?!,?\s?(?:19|20)[0-9]{2}))",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex BirthdayOn();

    [GeneratedRegex(@"(?:\b(?:is|aged|am)|'s|\u2019s|\b(?:she|he)s|\bim|(?<ahead>'ll be|\u2019ll be|\bwill be|\bhell be|\bshell be|\bturns|\b(?:is|hes|shes|aged) (?:nearly|almost)|'s (?:nearly|almost)|\u2019s (?:nearly|almost)))\s(?<age>[0-9]{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty(?:-(?:one|two|three|four))?)\b(?!\s?(?:%|months|weeks|st|nd|rd|th|/|\.|(?:of )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)))", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Age();
}
