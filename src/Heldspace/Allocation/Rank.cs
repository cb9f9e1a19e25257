using System.Collections.Immutable;
using System.Globalization;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Allocation;

/// <summary>Which rules a search may set aside, to see what would help when nothing is free in time.</summary>
[Flags]
public enum Relaxed
{
    None = 0,
    WeeklyCapacity = 1,
    Notice = 2,
}

/// <summary>
/// Every place that could be held, best first. The same inputs give the same order: cost, then start, then clinician, then place.
/// </summary>
public static class Rank
{
    /// <summary>What a place other than the one asked for is worth, in days of waiting.</summary>
    private const decimal OtherPlaceDays = 5;

    /// <summary>What a clinician's full week is worth against an empty one, in days of waiting: the work is spread, but nobody waits a week for it.</summary>
    private const decimal FullWeekDays = 2;

    public static ImmutableArray<Proposal> Places(ServiceDefinition service, Need need, TakenTime taken, Instant now, Relaxed relaxed = Relaxed.None)
    {
        var window = SearchWindow.Of(service, need, now);
        if (relaxed.HasFlag(Relaxed.Notice))
        {
            window = window with { First = LocalDate.Min(window.First, SearchWindow.Soonest(now)) };
        }

        var proposals = new List<Proposal>();
        foreach (var member in service.Team)
        {
            if (member.Skills.Contains(need.Kind.Skill, StringComparer.Ordinal) && taken.IsAvailable(member.Id))
            {
                proposals.AddRange(PlacesOf(member, service, need, taken, window, relaxed));
            }
        }

        return [.. proposals.OrderBy(proposal => proposal.Cost)
            .ThenBy(proposal => proposal.Slot.Start)
            .ThenBy(proposal => proposal.Slot.Clinician, StringComparer.Ordinal)
            .ThenBy(proposal => proposal.Slot.Place, StringComparer.Ordinal)];
    }

    private static IEnumerable<Proposal> PlacesOf(TeamMember member, ServiceDefinition service, Need need, TakenTime taken, SearchWindow window, Relaxed relaxed)
    {
        var places = service.Places
            .Where(place => member.Places.Contains(place.Id, StringComparer.Ordinal) && need.Kind.PlaceKinds.Contains(place.Kind))
            .ToList();
        var workingDays = WorkingDays.Of(service);
        for (var day = window.First; day <= window.Last; day = day.PlusDays(1))
        {
            if (!workingDays.Includes(day))
            {
                continue;
            }

            var week = LondonWeek.Of(day);
            var load = member.WeeklyCapacity == 0 ? 1 : (decimal)taken.CapsTaken(member.Id, week) / member.WeeklyCapacity;
            var cap = taken.FirstFreeCap(member.Id, week, relaxed.HasFlag(Relaxed.WeeklyCapacity) ? int.MaxValue : member.WeeklyCapacity);
            if (cap is null)
            {
                continue;
            }

            foreach (var hours in member.Pattern.Where(hours => hours.Days.Contains(day.DayOfWeek)))
            {
                var working = new Interval(London.At(day, hours.From), London.At(day, hours.To));
                foreach (var place in places)
                {
                    // What speaks for a place is the same at every hour of the day.
                    Proposal? first = null;
                    foreach (var slot in Fitting(member, service, place, need, taken, working, cap.Value))
                    {
                        first ??= Weigh(slot, member, place, need, day, load);
                        yield return first with { Slot = slot };
                    }
                }
            }
        }
    }

    /// <summary>
    /// Slots in the free gaps of a working stretch, each next one right behind the one before, so that no stretch is left between two that fits nobody.
    /// </summary>
    private static IEnumerable<Slot> Fitting(TeamMember member, ServiceDefinition service, Place place, Need need, TakenTime taken, Interval working, int cap)
    {
        var around = Duration.FromMinutes(RoundUp(need.Kind.BufferMinutes + place.TravelMinutes));
        var length = Duration.FromMinutes(need.Minutes);
        for (var at = working.Start; at + around + length + around <= working.End;)
        {
            var block = new Interval(at, at + around + length + around);
            var meeting = new Interval(at + around, at + around + length);
            if (!taken.IsFree(member.Id, block) || need.Avoid.Any(avoid => avoid.Clinician == member.Id && Overlap(avoid.Time, block)))
            {
                at += QuarterHours.Length;
                continue;
            }

            var room = place.NeedsRoom
                ? service.Rooms.Where(room => room.Place == place.Id && taken.IsAvailable(room.Id) && taken.IsFree(room.Id, meeting)).OrderBy(room => room.Id, StringComparer.Ordinal).FirstOrDefault()
                : null;
            if (place.NeedsRoom && room is null)
            {
                at += QuarterHours.Length;
                continue;
            }

            yield return new Slot
            {
                Clinician = member.Id,
                Place = place.Id,
                Room = room?.Id,
                Cap = cap,
                Start = meeting.Start,
                End = meeting.End,
                BlockStart = block.Start,
                BlockEnd = block.End,
            };
            at = block.End;
        }
    }

    private static Proposal Weigh(Slot slot, TeamMember member, Place place, Need need, LocalDate day, decimal load)
    {
        var waiting = Period.DaysBetween(London.Day(need.ReceivedAt), day);
        var otherPlace = need.PreferredPlace is { } preferred
            ? preferred != place.Kind
            : need.Kind.PlaceKinds[0] != place.Kind;
        var cost = waiting + (otherPlace ? OtherPlaceDays : 0) + (load * FullWeekDays / Math.Max(member.Weight, 0.1m));
        var timing = day <= need.TargetDay ? "in time" : "after the target day";
        var where = (need.PreferredPlace, otherPlace) switch
        {
            (null, false) => "at the usual kind of place",
            (null, true) => "at another kind of place than usual",
            (_, false) => "where they asked to meet",
            (_, true) => "not where they asked to meet",
        };
        return new(slot, cost, waiting, string.Create(CultureInfo.InvariantCulture,
            $"{waiting} days after receipt, {timing}; {where}; {member.Name}'s week is {load * 100:0} % held."));
    }

    private static int RoundUp(int minutes) => (minutes + 14) / 15 * 15;

    private static bool Overlap(Interval one, Interval other) => one.Start < other.End && other.Start < one.End;
}
