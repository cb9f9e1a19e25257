using System.Collections.Immutable;
using Heldspace.Benchmarks.Clairvoyant;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Local.Simulation;

/// <summary>
/// Tells <see cref="Bound"/> what was needed and what there was: every child whose appointment took place, with what was drawn for it, and every diary with
/// its leave and sickness known beforehand. What sickness costs does not exist there: nothing would have been held on such a day. What families do, and what a
/// clinician puts off for reasons of their own, is no absence and happens there too, by as many days.
/// </summary>
internal static class Hindsight
{
    public static BestWait Of(World world)
    {
        var service = world.Service;
        var last = world.Simulated.End.PlusDays(Simulated.DaysAfter);
        var days = Enumerable.Range(0, Period.DaysBetween(Simulated.First, last)).Select(Simulated.First.PlusDays).Where(WorkingDays.Of(service).Includes).ToList();
        var kinds = KindsOf(world);
        var diaries = service.Team.Select(member => CapacityOf(service, kinds, world.Diaries[member.Id], days)).ToList();
        var possible = service.AppointmentKinds.ToDictionary(
            kind => kind.Id,
            kind => diaries.Where(diary => diary.Kinds.Contains(kind.Id)).SelectMany(diary => diary.PerDay.Keys).Distinct().Order().ToList(),
            StringComparer.Ordinal);
        return Bound.Of(
            [.. world.Everyone.SelectMany(child => AsksOf(world, kinds, child, possible))],
            diaries,
            (kind, again, missed) => Soonest(service, possible[kind], again.SaidAfter > 0 ? WorkingDays.Of(service).After(missed, again.SaidAfter) : missed, again.Urgent));
    }

    /// <summary>What everybody waited there, in days, to every appointment that took place and counts in the bound.</summary>
    public static long DaysWaited(World world) => world.Everyone.Sum(child => KindsOf(world)
        .Select(kind => child.Steps.GetValueOrDefault(kind)?.TookPlace)
        .Sum(day => day is { } took ? (long)Period.DaysBetween(London.Day(child.ReceivedAt), took) : 0));

    /// <summary>In the order in which a child has them. A screening takes its place in the same diaries.</summary>
    private static string[] KindsOf(World world) => world.Authority is null ? World.Kinds : [World.Screening, .. World.Kinds];

    private static Capacity CapacityOf(ServiceDefinition service, string[] of, DrawnDiary diary, List<LocalDate> days)
    {
        var kinds = service.AppointmentKinds.Where(kind => of.Contains(kind.Id, StringComparer.Ordinal) && diary.Member.Skills.Contains(kind.Skill, StringComparer.Ordinal)).ToList();
        if (kinds.Count == 0)
        {
            return new([], 0, ImmutableDictionary<LocalDate, int>.Empty);
        }

        var nearest = service.Places.Where(place => diary.Member.Places.Contains(place.Id, StringComparer.Ordinal)).Min(place => place.TravelMinutes);
        var shortest = Duration.FromMinutes(kinds.Min(kind => kind.Minutes + (2 * (kind.BufferMinutes + nearest))));
        return new(
            [.. kinds.Select(kind => kind.Id)],
            diary.Member.WeeklyCapacity,
            days.Where(day => !diary.IsAway(day))
                .Select(day => (Day: day, Fits: diary.Gaps(day).Sum(gap => (int)Math.Floor(gap.Duration / shortest))))
                .Where(day => day.Fits > 0)
                .ToDictionary(day => day.Day, day => day.Fits));
    }

    /// <summary>The places a child needs, each as early as those before it allow. One that the family cancels goes back in time for others.</summary>
    private static IEnumerable<Ask> AsksOf(World world, string[] kinds, ChildRun child, Dictionary<string, List<LocalDate>> possible)
    {
        var workingDays = WorkingDays.Of(world.Service);
        var received = London.Day(child.ReceivedAt);
        var asked = London.Day(child.KnownAt);
        foreach (var kind in kinds.Where(kind => child.Steps.GetValueOrDefault(kind)?.TookPlace is not null))
        {
            var fates = child.Steps[kind].Fates;
            for (var nth = 0; nth < fates.Count; nth++)
            {
                var day = Soonest(world.Service, possible[kind], asked, child.Urgent);
                if (fates[nth] == Fate.CancelledByFamily)
                {
                    asked = asked.PlusDays((int)(Period.DaysBetween(asked, day) * People.CancelledAfter(world, child, kind, nth)));
                    continue;
                }

                var late = People.RecordedLateBy(world, child, kind, nth);
                day = day.PlusDays(child.Visits.Values.Where(visit => visit.Kind == kind && visit.Nth == nth).Sum(visit => visit.PutOffBy));
                yield return new(kind, received, day, fates[nth] == Fate.TakesPlace)
                {
                    Then = fates[nth] == Fate.NotBrought && nth + 1 < fates.Count && fates[nth + 1] == Fate.TakesPlace ? new(child.Urgent, late) : null,
                    IsAgain = fates[nth] == Fate.TakesPlace && nth > 0 && fates[nth - 1] == Fate.NotBrought,
                };
                asked = late > 0 ? workingDays.After(day, late) : day;
            }
        }
    }

    /// <summary>The first day on which somebody who can would be there, after the notice.</summary>
    private static LocalDate Soonest(ServiceDefinition service, List<LocalDate> possible, LocalDate asked, bool urgent)
    {
        var first = WorkingDays.Of(service).After(asked, urgent ? service.Allocation.UrgentNoticeWorkingDays : service.Allocation.NoticeWorkingDays);
        var at = possible.BinarySearch(first);
        return (at < 0 ? ~at : at) is var index && index < possible.Count ? possible[index] : first;
    }
}
