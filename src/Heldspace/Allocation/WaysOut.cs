using System.Collections.Immutable;
using System.Globalization;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Allocation;

/// <summary>What a manager could do when nothing is free in time, soonest first, each with what it would give this child.</summary>
public static class WaysOut
{
    private const int Shown = 4;

    public static ImmutableArray<string> Of(ServiceDefinition service, Need need, TakenTime taken, Instant now)
    {
        var ways = new List<(Instant Start, string Words)>();
        Add("See one more child than the week's limit", Relaxed.WeeklyCapacity);
        Add("Offer shorter notice, after ringing the family", Relaxed.Notice);
        Add("Do both: shorter notice and one more than the week's limit", Relaxed.Notice | Relaxed.WeeklyCapacity);
        return ways.Count > 0
            ? [.. ways.OrderBy(way => way.Start).Select(way => way.Words).Distinct().Take(Shown)]
            : ["No diary has room before the horizon: an extra clinic or a colleague from outside the team is needed."];

        void Add(string what, Relaxed relaxed)
        {
            if (Rank.Places(service, need, taken, now, relaxed).FirstOrDefault() is { } found)
            {
                var start = found.Slot.Start.InZone(London.Zone).LocalDateTime;
                var clinician = service.Team.First(member => member.Id == found.Slot.Clinician).Name;
                var timing = start.Date <= need.TargetDay ? "in time" : "after the target day";
                ways.Add((found.Slot.Start, string.Create(CultureInfo.InvariantCulture,
                    $"{what}: {clinician}, {start:ddd d MMM yyyy HH:mm}, {timing}.")));
            }
        }
    }
}
