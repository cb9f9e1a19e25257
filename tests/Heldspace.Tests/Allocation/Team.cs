using System.Collections.Immutable;
using Heldspace.Allocation;
using Heldspace.Services;
using Heldspace.Tests.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Tests.Allocation;

/// <summary>A small team, and what is taken in its diaries. Everybody is invented.</summary>
internal static class Team
{
    public static readonly IsoDayOfWeek[] Weekdays = [IsoDayOfWeek.Monday, IsoDayOfWeek.Tuesday, IsoDayOfWeek.Wednesday, IsoDayOfWeek.Thursday, IsoDayOfWeek.Friday];

    /// <summary>A Tuesday at half past nine in the morning, London.</summary>
    public static readonly Instant Now = Instant.FromUtc(2026, 9, 15, 8, 30);

    public static ServiceDefinition Shipped => Definitions.Shipped.Require("caring-to-care");

    /// <summary>The shipped service with just one person, Ada, 9 to 5 on weekdays, four places a week.</summary>
    public static ServiceDefinition One => Shipped with { Team = [Member("ada")] };

    public static ServiceDefinition Two => Shipped with { Team = [Member("ada"), Member("bea")] };

    public static TeamMember Member(string id) => new()
    {
        Id = id,
        Name = $"{char.ToUpperInvariant(id[0])}{id[1..]} Test",
        Role = "therapist",
        Mailbox = Heldspace.Intake.EmailAddress.Parse($"{id}@caring-to-care.example"),
        Skills = ["assessment"],
        Pattern = [new([.. Weekdays], new(9, 0), new(17, 0))],
        Places = ["willow", "harbour", "school", "home", "video", "telephone"],
        WeeklyCapacity = 4,
        Weight = 1,
    };

    public static Need Need(ServiceDefinition service, Instant? receivedAt = null, bool urgent = false, bool interpreter = false, PlaceKind? preferred = null) => new()
    {
        Kind = service.Assessment,
        Clock = service.AssessmentClock,
        ReceivedAt = receivedAt ?? Now,
        Urgent = urgent,
        Interpreter = interpreter,
        PreferredPlace = preferred,
    };

    public static TakenTime Nothing { get; } = new([], [], []);

    public static TakenTime Busy(params (string Resource, Interval Time)[] busy) => new(
        busy.GroupBy(item => item.Resource).Select(group => KeyValuePair.Create(group.Key, group.Select(item => item.Time).ToImmutableArray())), [], []);

    public static TakenTime Claimed(params Slot[] slots) => new([], [], slots.SelectMany(ClaimsOf));

    public static IEnumerable<(LondonWeek Week, CellKey Cell)> ClaimsOf(Slot slot) =>
        Cells.OfTime(slot).Append(Cells.Cap(slot.Clinician, slot.Cap)).Select(key => (Cells.Week(slot), Cells.Read(key)!));

    public static IEnumerable<KeyValuePair<string, ImmutableArray<Interval>>> AwayFor(string resource, LocalDate first, LocalDate last) =>
        [KeyValuePair.Create(resource, ImmutableArray.Create(Away(resource, first, last).Time))];

    /// <summary>Whole days of somebody's diary, from the first to the last.</summary>
    public static (string Resource, Interval Time) Away(string resource, LocalDate first, LocalDate last) =>
        (resource, new(London.At(first, LocalTime.Midnight), London.At(last.PlusDays(1), LocalTime.Midnight)));

    public static (string Resource, Interval Time) Meeting(string resource, LocalDate day, LocalTime from, LocalTime to) =>
        (resource, new(London.At(day, from), London.At(day, to)));
}
