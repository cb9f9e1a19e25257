using NodaTime;

namespace Heldspace.Time;

/// <summary>
/// The service's own time zone. Instants are UTC; every decision about days, weeks and hours is made here, never in the machine's zone.
/// </summary>
public static class London
{
    private static readonly NodaTime.TimeZones.ZoneLocalMappingResolver Policy = NodaTime.TimeZones.Resolvers.CreateMappingResolver(
        NodaTime.TimeZones.Resolvers.ReturnEarlier,
        NodaTime.TimeZones.Resolvers.ReturnForwardShifted);

    /// <summary>Europe/London from the tz database that NodaTime carries, so that the machine's own copy does not matter.</summary>
    public static DateTimeZone Zone { get; } = DateTimeZoneProviders.Tzdb["Europe/London"];

    /// <summary>The calendar day in London at an instant.</summary>
    public static LocalDate Day(Instant instant) => instant.InZone(Zone).Date;

    /// <summary>
    /// The instant of a local time. A skipped time (01:30 on the night clocks go forward) moves forward by the length of the gap;
    /// of a repeated time the earlier is meant, so that nothing due is late.
    /// </summary>
    public static Instant At(LocalDate day, LocalTime time) =>
        Zone.ResolveLocal(day + time, Policy).ToInstant();
}
