using System.Collections.Frozen;
using Heldspace.Services;
using NodaTime;

namespace Heldspace.Time;

/// <summary>Monday to Friday but for bank holidays of England and Wales and the days on which a service is closed.</summary>
public sealed class WorkingDays(IEnumerable<LocalDate> closed)
{
    private readonly FrozenSet<LocalDate> _closed = closed.ToFrozenSet();

    public static WorkingDays Of(ServiceDefinition service) => new(service.ClosedDays);

    /// <summary>Whether a day is one.</summary>
    public bool Includes(LocalDate day) => day.DayOfWeek <= IsoDayOfWeek.Friday && !BankHolidays.Includes(day) && !_closed.Contains(day);

    /// <summary>The day itself where it is a working day, else the next that is.</summary>
    public LocalDate OnOrAfter(LocalDate day)
    {
        while (!Includes(day))
        {
            day = day.PlusDays(1);
        }

        return day;
    }

    /// <summary>
    /// The working day that comes so many after a day, which itself does not count: 1 after a Friday is Monday, and so is 1 after that Saturday. 0 is
    /// <see cref="OnOrAfter"/>. <see cref="ArgumentOutOfRangeException"/> for fewer.
    /// </summary>
    public LocalDate After(LocalDate day, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (count == 0)
        {
            return OnOrAfter(day);
        }

        for (var left = count; left > 0; left--)
        {
            day = OnOrAfter(day.PlusDays(1));
        }

        return day;
    }

    /// <summary>
    /// The working day that comes so many before a day, which itself does not count: 2 before a Monday is the Thursday.
    /// <see cref="ArgumentOutOfRangeException"/> for fewer than 1.
    /// </summary>
    public LocalDate Before(LocalDate day, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        for (var left = count; left > 0; left--)
        {
            do
            {
                day = day.PlusDays(-1);
            }
            while (!Includes(day));
        }

        return day;
    }

    /// <summary>How many working days a span holds, its start included, its end excluded; 0 where it ends before it starts.</summary>
    public int Between(LocalDate start, LocalDate end)
    {
        var count = 0;
        for (var day = start; day < end; day = day.PlusDays(1))
        {
            count += Includes(day) ? 1 : 0;
        }

        return count;
    }
}
