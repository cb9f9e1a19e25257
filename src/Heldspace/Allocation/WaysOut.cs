using System.Collections.Immutable;
using System.Globalization;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Allocation;

/// <summary>
/// What a manager could do when nothing is free in time, soonest first, each with the place it would give this child. A way is only named where it
/// brings an earlier place than the rules as they are, and doing both only where it brings an earlier one than either.
/// </summary>
public static class WaysOut
{
    /// <param name="service">Whose diaries.</param>
    /// <param name="need">What is looked for.</param>
    /// <param name="taken">The diaries as they are.</param>
    /// <param name="now">From when.</param>
    /// <param name="movable">The diaries without meetings that colleagues could move; null where that is not asked for.</param>
    public static ImmutableArray<string> Of(ServiceDefinition service, Need need, TakenTime taken, Instant now, TakenTime? movable = null)
    {
        var asItIs = Soonest(Relaxed.None);
        var oneMore = Sooner(Soonest(Relaxed.WeeklyCapacity), asItIs);
        var shorter = Sooner(Soonest(Relaxed.Notice), asItIs);
        var both = Sooner(Sooner(Sooner(Soonest(Relaxed.Notice | Relaxed.WeeklyCapacity), asItIs), oneMore), shorter);
        var freed = movable is null ? null : Sooner(Rank.Soonest(service, need, movable, now), asItIs);
        (Slot? Place, string What)[] ways =
        [
            (freed, "Move another meeting in Outlook, so that this is free"),
            (oneMore, "See one more child than the week's limit"),
            (shorter, "Offer shorter notice, after ringing the family"),
            (both, "Do both: shorter notice and one more than the week's limit"),
        ];
        ImmutableArray<string> words =
        [
            .. ways.Where(way => way.Place is not null)
                .OrderBy(way => way.Place!.Start)
                .Select(way => Words(service, need, way.What, way.Place!)),
        ];
        return (words.IsEmpty, asItIs) switch
        {
            (false, _) => words,
            (true, null) => ["No diary has room before the horizon, whatever the notice or the week's limit: an extra clinic or a colleague from outside the team is needed."],
            (true, _) => ["Neither shorter notice nor one more than the week's limit brings an earlier place: an extra clinic or a colleague from outside the team is needed."],
        };

        Slot? Soonest(Relaxed relaxed) => Rank.Soonest(service, need, taken, now, relaxed);
    }

    private static Slot? Sooner(Slot? way, Slot? than) => than is null || way?.Start < than.Start ? way : null;

    private static string Words(ServiceDefinition service, Need need, string what, Slot place)
    {
        var start = place.Start.InZone(London.Zone).LocalDateTime;
        var clinician = service.Team.First(member => member.Id == place.Clinician).Name;
        var kind = PlaceKinds.InWords(service.Places.First(other => other.Id == place.Place).Kind);
        var timing = start.Date <= need.TargetDay ? "in time" : "after the target day";
        return string.Create(CultureInfo.InvariantCulture, $"{what}: {clinician}, {start:ddd d MMM yyyy HH:mm}, {kind}, {timing}.");
    }
}
