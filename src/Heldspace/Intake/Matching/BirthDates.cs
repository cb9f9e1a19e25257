using System.Globalization;
using NodaTime;

namespace Heldspace.Intake.Matching;

/// <summary>How two dates of birth stand to each other.</summary>
internal enum DateLikeness
{
    Different,
    OneDigit,
    DigitsChangedPlaces,
    DayAndMonthChangedPlaces,
    Same,
}

internal static class BirthDates
{
    /// <summary>
    /// One slip lies within the day, the month or the year, so that two dates with one slip between them share either the year or day and month:
    /// <see cref="MatchKeys"/> rests on that.
    /// </summary>
    public static DateLikeness Compare(LocalDate one, LocalDate other)
    {
        if (one == other)
        {
            return DateLikeness.Same;
        }

        if (one.Year == other.Year && one.Day == other.Month && one.Month == other.Day)
        {
            return DateLikeness.DayAndMonthChangedPlaces;
        }

        var unlike = Parts(one).Zip(Parts(other)).Where(pair => pair.First != pair.Second).ToList();
        if (unlike.Count != 1)
        {
            return DateLikeness.Different;
        }

        var (first, second) = unlike[0];
        var places = Enumerable.Range(0, first.Length).Where(at => first[at] != second[at]).ToList();
        return places switch
        {
            [_] => DateLikeness.OneDigit,
            [var left, var right] when right == left + 1 && first[left] == second[right] && first[right] == second[left] => DateLikeness.DigitsChangedPlaces,
            _ => DateLikeness.Different,
        };
    }

    private static string[] Parts(LocalDate date) =>
        [date.Day.ToString("00", CultureInfo.InvariantCulture), date.Month.ToString("00", CultureInfo.InvariantCulture), date.Year.ToString("0000", CultureInfo.InvariantCulture)];
}
