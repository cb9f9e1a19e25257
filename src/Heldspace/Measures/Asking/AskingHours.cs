using System.Collections.Immutable;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Measures.Asking;

/// <summary>A day of every year, or one day alone, on which a child and those around them are left in peace: an anniversary, a birthday, a hearing.</summary>
/// <param name="Month">1 to 12.</param>
/// <param name="Day">1 to 31; the 29th of February is the 28th where there is none.</param>
/// <param name="Year">Null for every year.</param>
public sealed record QuietDay(int Month, int Day, int? Year)
{
    public bool Is(LocalDate day) =>
        (Year is null || Year == day.Year) && day.Month == Month && (day.Day == Day || (Month == 2 && Day == 29 && day.Day == 28 && !CalendarSystem.Iso.IsLeapYear(day.Year)));
}

/// <summary>When people are written to of themselves, in London: never from eight in the evening to eight in the morning, on bank holidays or on days flagged for the child.</summary>
public static class AskingHours
{
    /// <summary>From this age on nobody asks when school ends.</summary>
    private const int SchoolAge = 16;

    /// <summary>More days than could be flagged in a row.</summary>
    private const int FarEnough = 400;

    private static readonly LocalTime Morning = new(8, 0);
    private static readonly LocalTime Evening = new(20, 0);
    private static readonly LocalTime SchoolBegins = new(8, 30);
    private static readonly LocalTime SchoolEnds = new(15, 30);
    private static readonly LocalTime OfficeOpens = new(9, 0);
    private static readonly LocalTime OfficeCloses = new(17, 0);

    /// <summary>The first moment at or after another at which somebody may be written to.</summary>
    /// <param name="role">Who.</param>
    /// <param name="age">Of the young person; one whose age nobody knows counts as of school age.</param>
    /// <param name="quiet">Days flagged for the child.</param>
    /// <param name="from">From when on.</param>
    public static Instant OnOrAfter(string role, int? age, ImmutableArray<QuietDay> quiet, Instant from)
    {
        for (var (day, days) = (London.Day(from), 0); days < FarEnough; day = day.PlusDays(1), days++)
        {
            if (BankHolidays.Includes(day) || quiet.Any(flagged => flagged.Is(day)))
            {
                continue;
            }

            foreach (var (begins, ends) in Of(role, age, day))
            {
                if (London.At(day, ends) > from)
                {
                    return Instant.Max(from, London.At(day, begins));
                }
            }
        }

        throw new InvalidOperationException("Every day of more than a year is flagged.");
    }

    public static bool Includes(string role, int? age, ImmutableArray<QuietDay> quiet, Instant moment) => OnOrAfter(role, age, quiet, moment) == moment;

    private static (LocalTime Begins, LocalTime Ends)[] Of(string role, int? age, LocalDate day)
    {
        var weekday = day.DayOfWeek <= IsoDayOfWeek.Friday;
        return role switch
        {
            Roles.YoungPerson when age is null or < SchoolAge => weekday ? [(Morning, SchoolBegins), (SchoolEnds, Evening)] : [(Morning, Evening)],
            Roles.YoungPerson or Roles.Carer => [(Morning, Evening)],
            _ => weekday ? [(OfficeOpens, OfficeCloses)] : [],
        };
    }
}
