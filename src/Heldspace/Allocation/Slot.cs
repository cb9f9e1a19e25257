using System.Globalization;
using System.Text.Json.Serialization;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Allocation;

/// <summary>A place in a clinician's diary: who, where, when, and the time kept free around it.</summary>
public sealed record Slot
{
    /// <summary>The <see cref="TeamMember.Id"/>.</summary>
    public required string Clinician { get; init; }

    /// <summary>The <see cref="Services.Place.Id"/>.</summary>
    public required string Place { get; init; }

    /// <summary>The <see cref="Services.Room.Id"/> where the place needs one.</summary>
    public string? Room { get; init; }

    /// <summary>The place of the clinician's weekly capacity that seemed free when the slot was chosen, from 0.</summary>
    public int Cap { get; init; }

    public required Instant Start { get; init; }

    public required Instant End { get; init; }

    /// <summary>Start less travel and buffer: from here the clinician is taken.</summary>
    public required Instant BlockStart { get; init; }

    /// <summary>End plus buffer and travel: up to here the clinician is taken.</summary>
    public required Instant BlockEnd { get; init; }

    /// <summary>Who, where and when as one text: the same for the same place whenever it is offered. The place of the week's capacity is no part of it.</summary>
    public string Key() => string.Create(CultureInfo.InvariantCulture, $"{Clinician}~{Place}~{Start.ToUnixTimeSeconds()}");

    public Interval Meeting => new(Start, End);

    public Interval Block => new(BlockStart, BlockEnd);
}

/// <summary>Whether a place is in time. No wish, familiar face or even load of work is worth coming late, so that this is looked at before any of them.</summary>
public enum Timing
{
    InTime,

    /// <summary>It takes what the week keeps for the urgent, <see cref="AllocationRules.UrgentReserve"/>.</summary>
    InTimeButKept,

    /// <summary>After the target day.</summary>
    Late,
}

/// <summary>A place that could be held, with what speaks for it.</summary>
/// <param name="Slot">Who, where and when.</param>
/// <param name="Cost">What it costs in days of waiting: the days waited, and what a worse place or a fuller week is worth in days. Lower is better.</param>
/// <param name="WaitingDays">Calendar days in London from receipt to the meeting.</param>
/// <param name="Reason">Why it stands where it stands, in words for staff.</param>
public sealed record Proposal(Slot Slot, decimal Cost, int WaitingDays, string Reason)
{
    /// <summary>Whether it keeps the time and place that the family has planned for, with somebody else.</summary>
    public bool KeepsTime { get; init; }

    /// <summary>Looked at before the cost; of the moment in which it was found, and so not kept.</summary>
    [JsonIgnore]
    public Timing Timing { get; init; }

    /// <summary>Who, when and at what kind of place, in words for staff.</summary>
    public string InWords(ServiceDefinition service)
    {
        ArgumentNullException.ThrowIfNull(service);
        var clinician = service.Team.First(member => member.Id == Slot.Clinician).Name;
        var kind = PlaceKinds.InWords(service.Places.First(place => place.Id == Slot.Place).Kind);
        return string.Create(CultureInfo.InvariantCulture, $"{clinician}, {Slot.Start.InZone(London.Zone).LocalDateTime:ddd d MMM yyyy HH:mm}, {kind}{(KeepsTime ? ", the time and place that were planned" : "")}");
    }
}
