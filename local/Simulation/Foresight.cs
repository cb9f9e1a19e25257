using Heldspace.Allocation;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Local.Simulation;

/// <summary>Whether what was forecast came, where nobody acted on it, and whether people heard of what came while something could still be done.</summary>
/// <param name="Forecast">Children of whom it was said on a Monday that they would be referred in the week after that, or a later one, and get no place in time.</param>
/// <param name="Came">How many of those there were: of each week no more than came.</param>
/// <param name="Late">Children whose first date lay after the target day, or who got none in time.</param>
/// <param name="ToldInTime">Of whom a person was told at least <see cref="Allocation.Forecast.DaysToAct"/> days before the target day.</param>
public sealed record Foresight(int Forecast, int Came, int Late, int ToldInTime)
{
    public double ShareThatCame => Forecast == 0 ? 1 : (double)Came / Forecast;

    /// <param name="forecasts">Of each Monday.</param>
    /// <param name="late">By child: when they were referred, and whether somebody was told in time.</param>
    public static Foresight Of(IReadOnlyCollection<(LocalDate On, Forecast Forecast)> forecasts, IReadOnlyCollection<(LocalDate ReceivedOn, bool ToldInTime)> late)
    {
        var (forecast, came) = (0, 0);
        foreach (var (on, weeks) in forecasts)
        {
            // The week that has begun is half known, and the last is counted in part.
            foreach (var week in weeks.Weeks.Where(week => week.Week.Monday > on && week.Week.Monday < on.PlusWeeks(Allocation.Forecast.WeeksAhead)))
            {
                forecast += week.Breaches;
                came += Math.Min(week.Breaches, late.Count(child => LondonWeek.Of(child.ReceivedOn) == week.Week));
            }
        }

        return new(forecast, came, late.Count, late.Count(child => child.ToldInTime));
    }
}
