using System.Collections.Immutable;
using System.Globalization;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Allocation;

/// <summary>One appointment that an absence touches.</summary>
/// <param name="Id">What the caller knows it by.</param>
/// <param name="Held">Where it stands now.</param>
/// <param name="Need">What it must be.</param>
/// <param name="Agreed">Whether the family agreed to it.</param>
public sealed record Displaced<TId>(TId Id, Slot Held, Need Need, bool Agreed);

/// <summary>What one child would get.</summary>
/// <param name="Place">The place; null where there is none before the horizon.</param>
/// <param name="InTime">Whether it keeps the target.</param>
/// <param name="Words">For the scheduler's list; nothing personal.</param>
public sealed record Instead<TId>(Displaced<TId> Displaced, Proposal? Place, bool InTime, string Words);

/// <summary>
/// What becomes of the appointments of a clinician who is away: each is offered the best place that is left, in the order of who would break the target
/// first, so that whoever has least time has the first choice. Nothing is done; a person confirms the list.
/// </summary>
public static class PlanAbsence
{
    public static ImmutableArray<Instead<TId>> Of<TId>(
        ServiceDefinition service, string clinician, Interval away, IEnumerable<Displaced<TId>> displaced, TakenTime taken, Instant now)
    {
        var list = ImmutableArray.CreateBuilder<Instead<TId>>();
        var left = taken;
        foreach (var one in displaced.Where(one => one.Held.Clinician == clinician && one.Held.BlockStart < away.End && away.Start < one.Held.BlockEnd)
            .OrderBy(one => one.Need.TargetDay)
            .ThenBy(one => one.Need.ReceivedAt)
            .ThenBy(one => one.Held.Start))
        {
            var need = one.Need with { Avoid = one.Need.Avoid.Add((clinician, away)) };
            var place = Rank.Places(service, need, left, now).FirstOrDefault();
            var inTime = place is not null && London.Day(place.Slot.Start) <= need.TargetDay;
            list.Add(new(one, place, inTime, Words(service, one.Held, place, inTime)));
            left = place is null ? left : left.And(place.Slot);
        }

        return list.ToImmutable();
    }

    private static string Words(ServiceDefinition service, Slot held, Proposal? place, bool inTime) => place is null
        ? $"{Moment(held.Start)}: no place is free before the horizon"
        : $"{Moment(held.Start)} → {service.Team.First(member => member.Id == place.Slot.Clinician).Name}, {Moment(place.Slot.Start)}, "
            + $"{PlaceKinds.InWords(service.Places.First(other => other.Id == place.Slot.Place).Kind)}, {(inTime ? "in time" : "after the target day")}";

    private static string Moment(Instant instant) => instant.InZone(London.Zone).LocalDateTime.ToString("ddd d MMM HH:mm", CultureInfo.InvariantCulture);
}
