using System.Collections.Immutable;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Allocation;

/// <summary>What is taken, as the allocator sees it: Outlook's busy times and the claims of the table, by resource id.</summary>
public sealed class TakenTime
{
    // Looked at for every quarter hour of every diary, so each is one look-up of a number: how many quarter hours after 1970 it starts.
    private readonly Dictionary<string, HashSet<long>> taken = new(StringComparer.Ordinal);
    private readonly HashSet<string> unavailable;
    private readonly Dictionary<(string Clinician, LondonWeek Week), ImmutableArray<int>> caps;

    private TakenTime(TakenTime before, Slot slot, bool claimed)
    {
        unavailable = before.unavailable;
        taken = new(before.taken, StringComparer.Ordinal);
        caps = new(before.caps);
        Change(slot.Clinician, slot.Block);
        if (slot.Room is { } room)
        {
            Change(room, slot.Meeting);
        }

        var week = (slot.Clinician, Cells.Week(slot));
        var held = caps.GetValueOrDefault(week, []);
        caps[week] = claimed ? [.. held.Append(slot.Cap).Order()] : held.Remove(slot.Cap);

        void Change(string resource, Interval time)
        {
            var quarters = taken.TryGetValue(resource, out var there) ? new HashSet<long>(there) : [];
            for (var quarter = Number(time.Start); quarter < Number(time.End); quarter++)
            {
                _ = claimed ? quarters.Add(quarter) : quarters.Remove(quarter);
            }

            taken[resource] = quarters;
        }
    }

    /// <param name="busy">Busy times of each clinician and room that answered, by id.</param>
    /// <param name="unavailable">Clinicians and rooms whose calendar could not be read: they are not available.</param>
    /// <param name="claims">Claimed cells by the week whose partition they stand in.</param>
    public TakenTime(
        IEnumerable<KeyValuePair<string, ImmutableArray<Interval>>> busy,
        IEnumerable<string> unavailable,
        IEnumerable<(LondonWeek Week, CellKey Cell)> claims)
    {
        this.unavailable = unavailable.ToHashSet(StringComparer.Ordinal);
        foreach (var (resource, times) in busy)
        {
            var of = Of(resource);
            foreach (var time in times)
            {
                var end = Number(QuarterHours.Ceiling(time.End));
                for (var quarter = Number(QuarterHours.Floor(time.Start)); quarter < end; quarter++)
                {
                    of.Add(quarter);
                }
            }
        }

        var weeks = new List<(LondonWeek Week, CellKey.Cap Cap)>();
        foreach (var (week, cell) in claims)
        {
            if (cell is CellKey.QuarterHour quarter)
            {
                Of(quarter.Resource).Add(Number(quarter.At));
            }
            else if (cell is CellKey.Cap cap)
            {
                weeks.Add((week, cap));
            }
            else if (cell is CellKey.Away away)
            {
                var of = Of(away.Clinician);
                for (var n = Number(away.Time.Start); n < Number(away.Time.End); n++)
                {
                    of.Add(n);
                }
            }
        }

        caps = weeks.GroupBy(claim => (claim.Cap.Clinician, claim.Week)).ToDictionary(group => group.Key, group => group.Select(claim => claim.Cap.N).Order().ToImmutableArray());

        HashSet<long> Of(string resource) => taken.TryGetValue(resource, out var there) ? there : taken[resource] = [];
    }

    /// <summary>The same with one more place claimed, to see what would be left.</summary>
    public TakenTime And(Slot slot) => new(this, slot, claimed: true);

    /// <summary>The same with one place given back, whoever took its time.</summary>
    public TakenTime Without(Slot slot) => new(this, slot, claimed: false);

    public bool IsAvailable(string resource) => !unavailable.Contains(resource);

    /// <summary>Whether nothing of the interval is taken. The interval lies on quarter hours.</summary>
    public bool IsFree(string resource, Interval interval)
    {
        if (!taken.TryGetValue(resource, out var quarters))
        {
            return true;
        }

        var end = Number(interval.End);
        for (var quarter = Number(interval.Start); quarter < end; quarter++)
        {
            if (quarters.Contains(quarter))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>How many places of the week's capacity are taken.</summary>
    public int CapsTaken(string clinician, LondonWeek week) =>
        caps.TryGetValue((clinician, week), out var held) ? held.Length : 0;

    /// <summary>The lowest place of the week's capacity that is not taken; null when the week is full.</summary>
    public int? FirstFreeCap(string clinician, LondonWeek week, int capacity)
    {
        if (!caps.TryGetValue((clinician, week), out var held))
        {
            return capacity > 0 ? 0 : null;
        }

        for (var n = 0; n < capacity; n++)
        {
            if (!held.Contains(n))
            {
                return n;
            }
        }

        return null;
    }

    private static long Number(Instant quarterHour) => quarterHour.ToUnixTimeTicks() / QuarterHours.Length.BclCompatibleTicks;
}
