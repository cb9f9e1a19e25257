using System.Text.Json;
using System.Text.Json.Nodes;
using NodaTime;
using NodaTime.Text;

namespace Heldspace.Local.Microsoft365;

/// <summary>Reading and writing of Graph's JSON: names are exact, a value of the wrong kind reads as absent.</summary>
internal static class Json
{
    public static string? Text(this JsonObject node, string name) =>
        node[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    public static bool? Flag(this JsonObject node, string name) =>
        node[name] is JsonValue value && value.TryGetValue<bool>(out var flag) ? flag : null;

    public static int? Number(this JsonObject node, string name) =>
        node[name] is JsonValue value && value.GetValueKind() == JsonValueKind.Number && value.TryGetValue<int>(out var number) ? number : null;

    public static JsonObject? Part(this JsonObject node, string name) => node[name] as JsonObject;

    public static IEnumerable<JsonObject> Parts(this JsonObject node, string name) =>
        node[name] is JsonArray array ? array.OfType<JsonObject>() : [];

    /// <summary>An action's parameter: their names are written in the metadata with a capital and sent without one, and either is accepted.</summary>
    public static JsonNode? Parameter(this JsonObject? node, string name)
    {
        if (node is null)
        {
            return null;
        }

        foreach (var (key, value) in node)
        {
            if (key.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        return null;
    }

    public static string? AsText(this JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    public static JsonArray ToArray(this IEnumerable<JsonNode?> nodes) => [.. nodes];

    /// <summary>Mail times, to the second: <c>2026-01-05T09:00:00Z</c>.</summary>
    public static string Seconds(Instant instant) => InstantPattern.General.Format(instant);

    /// <summary>Times that Outlook keeps to the tick: <c>2026-01-05T09:00:00.0000000Z</c>.</summary>
    public static string Ticks(Instant instant) => TickPattern.Format(instant);

    public static bool TryInstant(string? text, out Instant instant)
    {
        instant = default;
        if (text is null)
        {
            return false;
        }

        var parsed = OffsetDateTimePattern.ExtendedIso.Parse(text);
        if (parsed.Success)
        {
            instant = parsed.Value.ToInstant();
            return true;
        }

        // Without an offset Graph takes UTC.
        var local = LocalDateTimePattern.ExtendedIso.Parse(text);
        var day = LocalDatePattern.Iso.Parse(text);
        if (!local.Success && !day.Success)
        {
            return false;
        }

        instant = (local.Success ? local.Value : day.Value.AtMidnight()).InUtc().ToInstant();
        return true;
    }

    public static JsonObject Recipient(string address, string? name) =>
        new() { ["emailAddress"] = new JsonObject { ["name"] = name ?? address, ["address"] = address } };

    public static string? Address(this JsonObject recipient) => recipient.Part("emailAddress")?.Text("address");

    private static readonly InstantPattern TickPattern = InstantPattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm':'ss'.'fffffff'Z'");
}
