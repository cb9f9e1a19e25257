using System.Text.Json.Nodes;
using NodaTime;
using NodaTime.Text;
using NodaTime.TimeZones;

namespace Heldspace.Local.Microsoft365;

/// <summary>Times as Outlook writes them: a local time beside the name of a zone, which may be Windows' name or IANA's.</summary>
internal static class TimeZones
{
    private static readonly LocalDateTimePattern Seven = LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm':'ss'.'fffffff");

    public static DateTimeZone Find(string? name)
    {
        if (name is null or "UTC" or "tzone://Microsoft/Utc")
        {
            return DateTimeZone.Utc;
        }

        if (TzdbDateTimeZoneSource.Default.WindowsMapping.PrimaryMapping.TryGetValue(name, out var iana))
        {
            return DateTimeZoneProviders.Tzdb[iana];
        }

        return DateTimeZoneProviders.Tzdb.GetZoneOrNull(name)
            ?? throw new GraphError(400, "TimeZoneNotSupportedException", $"A valid TimeZone value must be specified. The following TimeZone value is not supported: '{name}'.");
    }

    /// <summary>Reads a <c>dateTimeTimeZone</c>. A trailing Z or offset in <c>dateTime</c> counts before the zone beside it.</summary>
    public static (LocalDateTime Local, Instant Instant, string Zone) Read(JsonObject? value, string property)
    {
        var text = value?.Text("dateTime");
        var name = value?.Text("timeZone") ?? "UTC";
        var zone = Find(name);
        if (text is not null)
        {
            var local = LocalDateTimePattern.ExtendedIso.Parse(text);
            if (local.Success)
            {
                return (local.Value, local.Value.InZoneLeniently(zone).ToInstant(), name);
            }

            if (Json.TryInstant(text, out var instant))
            {
                return (instant.InZone(zone).LocalDateTime, instant, name);
            }
        }

        throw new GraphError(400, "ErrorPropertyValidationFailure", $"At least one property failed validation. ({property})");
    }

    public static JsonObject Write(Instant instant, string zone) => Write(instant.InZone(Find(zone)).LocalDateTime, zone);

    public static JsonObject Write(LocalDateTime local, string zone) =>
        new() { ["dateTime"] = Seven.Format(local), ["timeZone"] = zone };
}
