using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NodaTime;

namespace Heldspace.Local.Microsoft365;

/// <summary>How a request wants events answered.</summary>
/// <param name="Zone">The zone of start and end, as named in <c>Prefer: outlook.timezone</c>.</param>
/// <param name="Immutable">Ids that survive a move.</param>
/// <param name="Text">Bodies as plain text.</param>
/// <param name="Number">The mailbox's number, for ids of occurrences.</param>
internal sealed record EventView(string Zone, bool Immutable, bool Text, ulong Number)
{
    /// <summary>UTC and immutable ids.</summary>
    public static readonly EventView Plain = new("UTC", true, false, 0);
}

/// <summary>Events as Graph answers them.</summary>
internal static partial class EventShape
{
    public static JsonObject Answer(CalendarEvent item, Query? query, EventView view, (Instant Start, Instant End, LocalDate? Date)? time = null)
    {
        var select = query?.Select;
        var date = time?.Date;
        var answer = new JsonObject
        {
            ["@odata.etag"] = Tenant.ETag(item.Version),
            ["id"] = date is { } day ? Identifiers.Occurrence(view.Number, item.Serial, Number(day), view.Immutable) : view.Immutable ? item.ImmutableId : item.Id,
        };
        foreach (var (name, value) in item.Resource)
        {
            if (select is not null && !select.Contains(name))
            {
                continue;
            }

            answer[name] = name switch
            {
                "start" => item.IsAllDay ? TimeZones.Write((time?.Start ?? item.Start).InUtc().LocalDateTime, view.Zone) : TimeZones.Write(time?.Start ?? item.Start, view.Zone),
                "end" => item.IsAllDay ? TimeZones.Write((time?.End ?? item.End).InUtc().LocalDateTime, view.Zone) : TimeZones.Write(time?.End ?? item.End, view.Zone),
                "type" when date is not null => "occurrence",
                "seriesMasterId" when date is not null => view.Immutable ? item.ImmutableId : item.Id,
                "recurrence" when date is not null => null,
                "body" when view.Text => AsText(value as JsonObject),
                _ => value?.DeepClone(),
            };
        }

        if (select is null || select.Contains("changeKey"))
        {
            answer["changeKey"] = Tenant.ChangeKey(item.Version);
        }

        if (query?.Expand.TryGetValue("singleValueExtendedProperties", out var options) == true)
        {
            Expand(answer, item.Extended, options);
        }

        return answer;
    }

    /// <summary>Adds the extended properties that an <c>$expand</c> asks for by id.</summary>
    public static void Expand(JsonObject answer, Dictionary<string, string> extended, string options)
    {
        var ids = WantedId().Matches(options)
            .Select(static match => match.Groups["id"].Value.Replace("''", "'", StringComparison.Ordinal)).ToList();
        if (ids.Count == 0)
        {
            throw GraphError.BadRequest("Expand of singleValueExtendedProperties needs a filter on the id.");
        }

        var found = ids.Where(extended.ContainsKey).Select(id => (JsonNode?)new JsonObject { ["id"] = id, ["value"] = extended[id] }).ToArray();
        if (found.Count > 0)
        {
            answer["singleValueExtendedProperties"] = found;
        }
    }

    public static JsonObject? AsText(JsonObject? body) => body is null
        ? null
        : new JsonObject
        {
            ["contentType"] = "text",
            ["content"] = PlainText.Of(body.Text("content") ?? "", body.Text("contentType") == "html"),
        };

    [GeneratedRegex(@"id\s+eq\s+'(?<id>([^']|'')*)'", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex WantedId();

    public static int Number(LocalDate date) => (((date.Year * 100) + date.Month) * 100) + date.Day;

    public static LocalDate Date(int number) => new(number / 10000, number / 100 % 100, number % 100);
}
