using System.Collections.Immutable;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Allocation;

/// <summary>One of the weeks ahead; the first and the last are counted in part.</summary>
/// <param name="Week">Which.</param>
/// <param name="Arrivals">Children expected to be referred in it.</param>
/// <param name="PlacesLeft">What the clinicians' weekly limits leave, counted before anybody of the forecast is placed; full diaries may leave fewer.</param>
/// <param name="Breaches">Of the children expected, those for whom no place in time would be left.</param>
public sealed record WeekAhead(LondonWeek Week, int Arrivals, int PlacesLeft, int Breaches);

/// <summary>A child who is expected and would get no place in time.</summary>
/// <param name="ArrivesOn">The day on which they would be referred.</param>
/// <param name="TargetDay">The last day that would be in time.</param>
/// <param name="FirstPlace">The day of the first place there would be; null where there is none before the horizon.</param>
/// <param name="WaysOut">What would prevent it, soonest first, in words.</param>
public sealed record ExpectedBreach(LocalDate ArrivesOn, LocalDate TargetDay, LocalDate? FirstPlace, ImmutableArray<string> WaysOut);

/// <summary>A forecast as it was made.</summary>
/// <param name="At">When.</param>
/// <param name="Forecast">Null where nobody was referred in the weeks that are counted.</param>
public sealed record MadeForecast(Instant At, Forecast? Forecast)
{
    public const int CurrentSchema = 1;
}

/// <summary>
/// Which breaches the next four weeks hold if children go on being referred as they were: each expected child is placed by the allocator itself, in
/// what the diaries have left, and whoever comes out late is a breach that can still be prevented. Expected children are routine and spread evenly.
/// </summary>
public sealed record Forecast(decimal ArrivalsPerWeek, ImmutableArray<WeekAhead> Weeks, ImmutableArray<ExpectedBreach> Breaches)
{
    public const int WeeksAhead = 4;

    /// <summary>Warnings come this long before the day that would be missed, so that something can still be done.</summary>
    public const int DaysToAct = 7;

    private static readonly LocalTime MidMorning = new(10, 0);

    /// <summary>The last day that has to be known of the diaries: the last expected child's last day in time.</summary>
    public static LocalDate LastDay(Clock clock, Instant now) => London.Day(now).PlusDays((WeeksAhead * 7) + clock.TargetDays);

    /// <param name="service">Whose diaries.</param>
    /// <param name="kind">The appointment that arrivals need.</param>
    /// <param name="clock">Its clock.</param>
    /// <param name="arrivalsPerWeek">How many were referred a week of late, not negative.</param>
    /// <param name="taken">The diaries, known to <see cref="LastDay"/>.</param>
    /// <param name="now">From when.</param>
    /// <param name="movable">The diaries without meetings that colleagues could move, to say which would have to; null says none of that.</param>
    public static Forecast Of(ServiceDefinition service, AppointmentKind kind, Clock clock, decimal arrivalsPerWeek, TakenTime taken, Instant now, TakenTime? movable = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(arrivalsPerWeek);
        var today = London.Day(now);
        var days = WeeksAhead * 7;

        // No place is looked for beyond what is known of the diaries: one found there might be taken.
        var known = service with { Allocation = service.Allocation with { HorizonDays = clock.TargetDays } };
        var arrivals = new List<LocalDate>();
        var breaches = new List<ExpectedBreach>();
        var left = taken;
        for (var n = 1; n <= (int)Math.Floor(arrivalsPerWeek * WeeksAhead); n++)
        {
            var day = WorkingDays.Of(service).OnOrAfter(today.PlusDays((int)Math.Floor(n * 7 / arrivalsPerWeek)));
            if (day > today.PlusDays(days))
            {
                continue;
            }

            var at = London.At(day, MidMorning);
            arrivals.Add(day);
            var need = new Need { Kind = kind, Clock = clock, ReceivedAt = at };
            var place = Rank.Places(known, need, left, at).FirstOrDefault()?.Slot;
            var another = place;
            if (place is null || London.Day(place.Start) > need.TargetDay)
            {
                breaches.Add(new(day, need.TargetDay, place is null ? null : London.Day(place.Start), WaysOut.Of(known, need, left, at, movable)));

                // A meeting that is moved for one child makes no room for the next.
                another = movable is null ? place : Rank.Places(known, need, movable, at).MinBy(proposal => proposal.Slot.Start)?.Slot ?? place;
            }

            left = place is null ? left : left.And(place);
            movable = another is null ? movable : movable?.And(another);
        }

        var weeks = Enumerable.Range(0, days + 1).Select(n => LondonWeek.Of(today.PlusDays(n))).Distinct().Select(week => new WeekAhead(
            week,
            arrivals.Count(day => LondonWeek.Of(day) == week),
            service.Team.Where(member => member.Skills.Contains(kind.Skill, StringComparer.Ordinal)).Sum(member => Math.Max(0, member.WeeklyCapacity - taken.CapsTaken(member.Id, week))),
            breaches.Count(breach => LondonWeek.Of(breach.ArrivesOn) == week)));
        return new(arrivalsPerWeek, [.. weeks], [.. breaches]);
    }
}
