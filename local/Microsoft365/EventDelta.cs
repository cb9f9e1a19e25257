using System.Text.Json.Nodes;
using NodaTime;

namespace Heldspace.Local.Microsoft365;

/// <summary>
/// Changes to the events of a window since a token (https://learn.microsoft.com/graph/delta-query-events). The window holds for the whole chain;
/// an event moved out of it is answered as removed. Of a series the master comes first, then each occurrence.
/// </summary>
internal sealed class EventDelta(Tenant tenant)
{
    private const int DefaultPage = 10;

    public GraphResponse Answer(GraphRequest request, Mailbox box)
    {
        var query = request.Query;
        var token = query["skiptoken"] ?? query["deltatoken"];
        DeltaToken state;
        if (token is null)
        {
            var refused = query.Names().Where(static name => name.ToLowerInvariant() is "select" or "filter" or "orderby" or "expand" or "search" or "top" or "skip" or "count").ToList();
            if (refused.Count > 0)
            {
                throw GraphError.Query($"The following parameters are not supported with change tracking over the 'CalendarView' resource: '{string.Join(", ", refused.Select(static name => "$" + name))}'.");
            }

            CalendarApi.Window(request);
            state = new DeltaToken(tenant.DeltaGeneration, box.CalendarId, 0, 0, query.With());
        }
        else
        {
            state = DeltaToken.Read(token, box.CalendarId, tenant.DeltaGeneration);
            state = query["skiptoken"] is null ? state with { Known = state.Position } : state;
        }

        var options = new Query(state.Options);
        Json.TryInstant(options["startDateTime"], out var from);
        Json.TryInstant(options["endDateTime"], out var to);
        var view = CalendarApi.ViewOf(request, box);
        var size = request.PageSize ?? DefaultPage;
        var value = new JsonArray();
        var position = state.Position;
        for (; position < box.CalendarLog.Count && value.Count < size; position++)
        {
            if (box.CalendarLog.IsCurrent(position))
            {
                foreach (var entry in Entries(box, view, position, state.Known, from, to))
                {
                    value.Add((JsonNode)entry);
                }
            }
        }

        var full = value.Count >= size;
        var next = state with { Position = position };
        return new GraphResponse(200, new JsonObject
        {
            ["@odata.context"] = GraphApi.Context(request, "Collection(event)"),
            ["value"] = value,
            [full ? "@odata.nextLink" : "@odata.deltaLink"] =
                $"{request.BaseAddress}{request.Path}?%24{(full ? "skiptoken" : "deltatoken")}={Uri.EscapeDataString((full ? next : next with { Known = position }).ToString())}",
        });
    }

    private static IEnumerable<JsonObject> Entries(Mailbox box, EventView view, int position, int known, Instant from, Instant to)
    {
        var change = box.CalendarLog.Entries[position];
        var item = change.Item;
        var times = change.Removed ? [] : item.Within(from, to).ToList();
        if (times.Count == 0)
        {
            if (known > 0)
            {
                yield return new JsonObject
                {
                    ["@odata.type"] = "#microsoft.graph.event",
                    ["id"] = view.Immutable ? change.ImmutableId : change.Id,
                    ["@removed"] = new JsonObject { ["reason"] = "deleted" },
                };
            }

            yield break;
        }

        if (item.Recurrence is not null)
        {
            yield return Typed(EventShape.Answer(item, null, view));
        }

        foreach (var time in times)
        {
            yield return Typed(EventShape.Answer(item, null, view, time));
        }
    }

    private static JsonObject Typed(JsonObject answer)
    {
        answer.Insert(0, "@odata.type", "#microsoft.graph.event");
        return answer;
    }
}
