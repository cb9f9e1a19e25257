using Heldspace.Allocation;
using Heldspace.Pathway;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Local.Simulation;

/// <summary>A clock of a child that went past its target day.</summary>
/// <param name="Child">Whose.</param>
/// <param name="Kind">Which clock.</param>
/// <param name="Urgent">Whether the shorter target held.</param>
/// <param name="SoughtOn">The day on which its first place was looked for.</param>
/// <param name="TargetDay">The day that was missed.</param>
/// <param name="FirstLate">Whether the first date offered lay after it; otherwise that was in time, and was lost.</param>
/// <param name="ToldOn">When a person was told of this child; null where nobody was.</param>
public sealed record Overrun(Reference Child, string Kind, bool Urgent, LocalDate SoughtOn, LocalDate TargetDay, bool FirstLate, LocalDate? ToldOn);

/// <summary>Whether what was forecast came, where nobody acted on it, and whether people heard of what came while something could still be done.</summary>
/// <param name="Kind">Of appointment.</param>
/// <param name="Forecast">Breaches of the first forecast of each week for the weeks after it that are whole.</param>
/// <param name="Came">How many of those there were: of each week no more than came in it.</param>
/// <param name="Late">First dates after the target day.</param>
/// <param name="Told">Of those, of whom the managers had a mail <see cref="Allocation.Forecast.DaysToAct"/> days or more before the target day.</param>
/// <param name="Foretold">Of those, foretold in a forecast as long before: by name, by a count for the week in which a place was looked for, or for the urgent by word that they would get none.</param>
/// <param name="Either">Of those, told or foretold.</param>
/// <param name="TooLate">Of those neither told nor foretold, for whom a first place was only looked for within the last days.</param>
/// <param name="Named">Children named as late, or as without a place.</param>
/// <param name="NamedCame">Of those, whose clock went past its target day.</param>
/// <param name="IfFollows">Children named who would be late should a session follow.</param>
/// <param name="IfFollowsCame">Of those, who were.</param>
/// <param name="LostLater">First dates in time that were lost, and the target day with them.</param>
/// <param name="LostLaterTold">Of those, told or foretold by name as long before; the others were lost within the last days.</param>
public sealed record Foresight(
    string Kind, int Forecast, int Came, int Late, int Told, int Foretold, int Either, int TooLate, int Named, int NamedCame, int IfFollows, int IfFollowsCame, int LostLater, int LostLaterTold)
{
    /// <summary>Null where nothing was forecast.</summary>
    public double? ShareThatCame => Forecast == 0 ? null : (double)Came / Forecast;

    /// <param name="kind">Of appointment.</param>
    /// <param name="forecasts">Of each working day, in order.</param>
    /// <param name="overruns">Of every child.</param>
    /// <param name="end">The first day on which nobody is referred any more: a week that goes on after it shows nothing of what was forecast for it.</param>
    public static Foresight Of(string kind, IReadOnlyCollection<(LocalDate On, Forecast Forecast)> forecasts, IReadOnlyCollection<Overrun> overruns, LocalDate end)
    {
        var ours = overruns.Where(overrun => overrun.Kind == kind).ToList();
        var late = ours.Where(overrun => overrun.FirstLate).ToList();
        var (forecast, came) = (0, 0);
        foreach (var (on, weeks) in forecasts.GroupBy(made => LondonWeek.Of(made.On)).Select(week => week.First()))
        {
            // The week that has begun is half known, and the last is counted in part.
            foreach (var week in weeks.Weeks.Where(week => week.Week.Monday > on && week.Week.Monday < on.PlusWeeks(Allocation.Forecast.WeeksAhead) && week.Week.Monday.PlusWeeks(1) <= end))
            {
                var breaches = weeks.Breaches.Count(breach => IsCounted(breach, kind) && LondonWeek.Of(breach.SoughtOn) == week.Week);
                forecast += breaches;
                came += Math.Min(breaches, late.Count(overrun => LondonWeek.Of(overrun.SoughtOn) == week.Week));
            }
        }

        var known = forecasts.SelectMany(made => made.Forecast.Breaches.Where(breach => breach.Child is not null && breach.Kind == kind).Select(breach => (made.On, breach.Child, breach.Basis))).ToList();
        var named = known.Where(one => one.Basis is BreachBasis.HeldLate or BreachBasis.WithoutPlace).Select(one => one.Child).Distinct().ToList();
        var ifFollows = known.Where(one => one.Basis == BreachBasis.IfSessionFollows).Select(one => one.Child).Distinct().ToList();
        var overran = ours.Select(overrun => overrun.Child).ToHashSet();
        return new(
            kind,
            forecast,
            came,
            late.Count,
            late.Count(IsTold),
            late.Count(IsForetold),
            late.Count(overrun => IsTold(overrun) || IsForetold(overrun)),
            late.Count(overrun => !IsTold(overrun) && !IsForetold(overrun) && overrun.SoughtOn > LastDayToAct(overrun)),
            named.Count,
            named.Count(child => overran.Contains(child!)),
            ifFollows.Count,
            ifFollows.Count(child => overran.Contains(child!)),
            ours.Count - late.Count,
            ours.Count(overrun => !overrun.FirstLate && (IsTold(overrun) || IsNamed(overrun))));

        bool IsTold(Overrun overrun) => overrun.ToldOn <= LastDayToAct(overrun);

        bool IsNamed(Overrun overrun) => known.Exists(one => one.Child == overrun.Child && one.On <= LastDayToAct(overrun));

        bool IsForetold(Overrun overrun) => IsNamed(overrun) || forecasts.Any(made => made.On <= LastDayToAct(overrun) && made.On <= overrun.SoughtOn && (
            made.Forecast.Breaches.Any(breach => IsCounted(breach, kind) && breach.Urgent == overrun.Urgent && LondonWeek.Of(breach.SoughtOn) == LondonWeek.Of(overrun.SoughtOn))
            || (overrun is { Urgent: true, Kind: World.Assessment } && made.Forecast.Weeks.Any(week => !week.UrgentInTime && week.Week == LondonWeek.Of(overrun.SoughtOn)))));
    }

    private static bool IsCounted(Breach breach, string kind) => breach.IsToCome && breach.Kind == kind;

    private static LocalDate LastDayToAct(Overrun overrun) => overrun.TargetDay.PlusDays(-Allocation.Forecast.DaysToAct);
}
