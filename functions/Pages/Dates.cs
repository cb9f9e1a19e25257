using System.Globalization;
using Heldspace.Time;
using NodaTime;
using NodaTime.Text;

namespace Heldspace.Functions.Pages;

/// <summary>Dates as people type and read them.</summary>
internal static class Dates
{
    private static readonly LocalDatePattern InWords = LocalDatePattern.CreateWithInvariantCulture("d MMMM uuuu");
    private static readonly LocalDatePattern WithWeekday = LocalDatePattern.CreateWithInvariantCulture("dddd d MMMM uuuu");

    /// <summary>The date that day, month (a number or its English name) and year of four digits give; null where there is no such day.</summary>
    public static LocalDate? Read(string day, string month, string year) =>
        Number(day) is { } d and >= 1 and <= 31
        && Month(month) is { } m
        && year.Length == 4 && Number(year) is { } y and >= 1
        && d <= CalendarSystem.Iso.GetDaysInMonth(y, m)
            ? new LocalDate(y, m, d)
            : null;

    public static string Iso(LocalDate date) => LocalDatePattern.Iso.Format(date);

    /// <summary>3 February 2012.</summary>
    public static string Words(LocalDate date) => InWords.Format(date);

    /// <summary>Monday 23 November 2026.</summary>
    public static string WordsWithWeekday(LocalDate date) => WithWeekday.Format(date);

    /// <summary>9:15am, 2pm, midday.</summary>
    public static string Clock(LocalTime time) =>
        time == LocalTime.Noon ? "midday"
        : time == LocalTime.Midnight ? "midnight"
        : LocalTimePattern.CreateWithInvariantCulture(time.Minute == 0 ? "%h" : "h:mm").Format(time) + (time.Hour < 12 ? "am" : "pm");

    /// <summary>The day in London.</summary>
    public static string Day(Instant at) => WordsWithWeekday(at.InZone(London.Zone).Date);

    /// <summary>The time of day in London.</summary>
    public static string Time(Instant at) => Clock(at.InZone(London.Zone).TimeOfDay);

    private static int? Month(string text) =>
        Number(text) is { } number ? (number is >= 1 and <= 12 ? number : null)
        : text.Length >= 3 && CultureInfo.InvariantCulture.DateTimeFormat.MonthNames.ToList()
            .FindIndex(name => name.StartsWith(text, StringComparison.OrdinalIgnoreCase)) is >= 0 and var index ? index + 1 : null;

    private static int? Number(string text) =>
        text.Length is > 0 and <= 4 && text.All(char.IsAsciiDigit) ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
