using System.Collections.Frozen;
using System.Collections.Immutable;
using NodaTime;

namespace Heldspace.Time;

/// <summary>
/// Bank holidays of England and Wales. Published days are kept as they were published. For years not published yet they follow the
/// lasting rules, so that a running system does not stop at New Year; one-off days (a coronation) are then unknown, and <see cref="Gap"/> says so in time.
/// </summary>
public static class BankHolidays
{
    private static readonly FrozenDictionary<int, ImmutableArray<LocalDate>> Published = new[]
    {
        Year(2025, (1, 1), (4, 18), (4, 21), (5, 5), (5, 26), (8, 25), (12, 25), (12, 26)),
        Year(2026, (1, 1), (4, 3), (4, 6), (5, 4), (5, 25), (8, 31), (12, 25), (12, 28)),
        Year(2027, (1, 1), (3, 26), (3, 29), (5, 3), (5, 31), (8, 30), (12, 27), (12, 28)),
        Year(2028, (1, 3), (4, 14), (4, 17), (5, 1), (5, 29), (8, 28), (12, 25), (12, 26)),
    }.ToFrozenDictionary(days => days[0].Year);

    /// <summary>The first day of which the published list knows whether it is a bank holiday.</summary>
    public static LocalDate KnownFrom { get; } = new(Published.Keys.Min(), 1, 1);

    /// <summary>The last such day.</summary>
    public static LocalDate KnownTo { get; } = new(Published.Keys.Max(), 12, 31);

    /// <summary>Whether a day is a bank holiday: as published, or by the lasting rules where nothing is published.</summary>
    public static bool Includes(LocalDate day) => (Published.TryGetValue(day.Year, out var days) ? days : ByRule(day.Year)).Contains(day);

    /// <summary>The published days of a year, in order. <see cref="ArgumentOutOfRangeException"/> for a year that is not on the list.</summary>
    public static ImmutableArray<LocalDate> Of(int year) => Published.TryGetValue(year, out var days)
        ? days
        : throw new ArgumentOutOfRangeException(nameof(year), year, $"The bank holidays of {year} are not on the list, which goes from {KnownFrom.Year} to {KnownTo.Year}. Add them.");

    /// <summary>What to tell a manager where a span of days, both included, leaves the published list; null where it does not.</summary>
    public static string? Gap(LocalDate from, LocalDate to) => from >= KnownFrom && to <= KnownTo
        ? null
        : $"The bank holidays of {(to > KnownTo ? KnownTo.Year + 1 : KnownFrom.Year - 1)} are not on the list. Days are reckoned by the usual rules; add one-off days to closedDays of the service, and have the list brought up to date.";

    /// <summary>
    /// The eight days that recur: New Year, Good Friday, Easter Monday, the first and last Monday in May, the last Monday in August, Christmas and Boxing Day.
    /// Of those with a fixed date, one that falls on a weekend moves to the next weekday that is not taken.
    /// </summary>
    internal static ImmutableArray<LocalDate> ByRule(int year)
    {
        var easter = Easter(year);
        var newYear = Weekday(new(year, 1, 1), []);
        var boxingDay = new LocalDate(year, 12, 26);
        var christmas = Weekday(new(year, 12, 25), [boxingDay]);
        var boxing = Weekday(boxingDay, [christmas]);
        var may = new LocalDate(year, 5, 1);
        return
        [
            newYear,
            easter.PlusDays(-2),
            easter.PlusDays(1),
            may.DayOfWeek == IsoDayOfWeek.Monday ? may : may.Next(IsoDayOfWeek.Monday),
            new LocalDate(year, 6, 1).Previous(IsoDayOfWeek.Monday),
            new LocalDate(year, 9, 1).Previous(IsoDayOfWeek.Monday),
            .. new[] { christmas, boxing }.Order(),
        ];
    }

    private static LocalDate Weekday(LocalDate day, LocalDate[] taken)
    {
        while (day.DayOfWeek > IsoDayOfWeek.Friday || taken.Contains(day))
        {
            day = day.PlusDays(1);
        }

        return day;
    }

    /// <summary>Easter Sunday of the Gregorian calendar, after Butcher's rule.</summary>
    private static LocalDate Easter(int year)
    {
        var golden = year % 19;
        var (century, ofCentury) = (year / 100, year % 100);
        var epact = ((19 * golden) + century - (century / 4) - ((century - ((century + 8) / 25) + 1) / 3) + 15) % 30;
        var weekday = (32 + (2 * (century % 4)) + (2 * (ofCentury / 4)) - epact - (ofCentury % 4)) % 7;
        var correction = (golden + (11 * epact) + (22 * weekday)) / 451;
        var march = epact + weekday - (7 * correction) + 114;
        return new(year, march / 31, (march % 31) + 1);
    }

    private static ImmutableArray<LocalDate> Year(int year, params (int Month, int Day)[] days) => [.. days.Select(day => new LocalDate(year, day.Month, day.Day))];
}
