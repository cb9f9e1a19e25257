using System.Collections.Frozen;
using System.Collections.Immutable;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Allocation;

/// <summary>What is taken, as the allocator sees it: Outlook's busy times and the claims of the table, by resource id.</summary>
public sealed class TakenTime
{
    private readonly FrozenDictionary<string, Interval[]> busy;
    private readonly FrozenSet<string> unavailable;
    private readonly FrozenSet<(string Resource, Instant At)> claimed;
    private readonly FrozenDictionary<(string Clinician, string Week), ImmutableArray<int>> caps;

    /// <param name="busy">Busy times of each clinician and room that answered, by id.</param>
    /// <param name="unavailable">Clinicians and rooms whose calendar could not be read: they are not available.</param>
    /// <param name="claims">Claimed cells by the week whose partition they stand in.</param>
    public TakenTime(
        IEnumerable<KeyValuePair<string, ImmutableArray<Interval>>> busy,
        IEnumerable<string> unavailable,
        IEnumerable<(LondonWeek Week, CellKey Cell)> claims)
    {
        this.busy = busy.ToFrozenDictionary(pair => pair.Key, pair => pair.Value.OrderBy(interval => interval.Start).ToArray());
        this.unavailable = unavailable.ToFrozenSet();
        var cells = claims.ToList();
        claimed = cells.Select(claim => claim.Cell).OfType<CellKey.QuarterHour>().Select(cell => (cell.Resource, cell.At)).ToFrozenSet();
        caps = cells.Where(claim => claim.Cell is CellKey.Cap)
            .Select(claim => (claim.Week, Cap: (CellKey.Cap)claim.Cell))
            .GroupBy(claim => (claim.Cap.Clinician, claim.Week.ToString()))
            .ToFrozenDictionary(group => group.Key, group => group.Select(claim => claim.Cap.N).Order().ToImmutableArray());
    }

    public bool IsAvailable(string resource) => !unavailable.Contains(resource);

    /// <summary>Whether nothing of the interval is taken. The interval lies on quarter hours.</summary>
    public bool IsFree(string resource, Interval interval)
    {
        for (var at = interval.Start; at < interval.End; at += QuarterHours.Length)
        {
            if (claimed.Contains((resource, at)))
            {
                return false;
            }
        }

        return !busy.TryGetValue(resource, out var times) || !Array.Exists(times, time => time.Start < interval.End && interval.Start < time.End);
    }

    /// <summary>How many places of the week's capacity are taken.</summary>
    public int CapsTaken(string clinician, LondonWeek week) =>
        caps.TryGetValue((clinician, week.ToString()), out var taken) ? taken.Length : 0;

    /// <summary>The lowest place of the week's capacity that is not taken; null when the week is full.</summary>
    public int? FirstFreeCap(string clinician, LondonWeek week, int capacity)
    {
        if (!caps.TryGetValue((clinician, week.ToString()), out var taken))
        {
            return capacity > 0 ? 0 : null;
        }

        for (var n = 0; n < capacity; n++)
        {
            if (!taken.Contains(n))
            {
                return n;
            }
        }

        return null;
    }
}
