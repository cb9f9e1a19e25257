using System.Text.Json.Nodes;

namespace Heldspace.Local.Microsoft365;

/// <summary>
/// Changes to the messages of a folder since a token (https://learn.microsoft.com/graph/api/message-delta). A full page has a next link even if nothing follows,
/// so the last page may be empty; the delta link comes with it.
/// </summary>
internal sealed class MessageDelta(Tenant tenant)
{
    private const int DefaultPage = 10;

    public GraphResponse Answer(GraphRequest request, Mailbox box, Folder folder)
    {
        var query = request.Query;
        var token = query["skiptoken"] ?? query["deltatoken"];
        var state = token is null
            ? new DeltaToken(tenant.DeltaGeneration, folder.Id, 0, 0, First(query))
            : DeltaToken.Read(token, folder.Id, tenant.DeltaGeneration);
        if (token is not null && query["skiptoken"] is null)
        {
            state = state with { Known = state.Position };
        }

        var options = new Query(state.Options);
        var asked = token is null ? request : new GraphRequest("GET", $"{request.Path}?{state.Options}", new Dictionary<string, string>(request.Headers, StringComparer.OrdinalIgnoreCase), default, request.BaseAddress);
        var filter = options["filter"] is { } text ? Filter.Parse(text, "message") : null;
        var wanted = options["changeType"];
        var size = request.PageSize ?? options.Top ?? DefaultPage;
        var value = new JsonArray();
        var position = state.Position;
        for (; position < folder.Log.Count && value.Count < size; position++)
        {
            if (folder.Log.IsCurrent(position) && Entry(asked, box, folder, position, state.Known, filter, wanted) is { } entry)
            {
                value.Add((JsonNode)entry);
            }
        }

        var full = value.Count == size;
        var next = state with { Position = position };
        return new GraphResponse(200, new JsonObject
        {
            ["@odata.context"] = GraphApi.Context(request, "Collection(message)"),
            ["value"] = value,
            [full ? "@odata.nextLink" : "@odata.deltaLink"] =
                $"{request.BaseAddress}{request.Path}?%24{(full ? "skiptoken" : "deltatoken")}={Uri.EscapeDataString((full ? next : next with { Known = position }).ToString())}",
        });
    }

    private JsonObject? Entry(GraphRequest request, Mailbox box, Folder folder, int position, int known, Filter? filter, string? wanted)
    {
        var change = folder.Log.Entries[position];
        var message = change.Item;
        if (change.Removed || message.Folder != folder)
        {
            return known == 0 || wanted is "created" or "updated" ? null : new JsonObject
            {
                ["@odata.type"] = "#microsoft.graph.message",
                ["id"] = request.Immutable ? change.ImmutableId : change.Id,
                ["@removed"] = new JsonObject { ["reason"] = "deleted" },
            };
        }

        if (wanted == "deleted" || (filter is not null && !filter.Matches(new MessageView(message))))
        {
            return null;
        }

        if (known > 0 && folder.Log.OnlyReadState(position, known))
        {
            return wanted == "created" ? null : new JsonObject
            {
                ["@odata.type"] = "#microsoft.graph.message",
                ["@odata.etag"] = Tenant.ETag(message.Version),
                ["id"] = MessageShape.Id(message, request.Immutable),
                ["isRead"] = message.Resource["isRead"]?.DeepClone(),
            };
        }

        var answer = MessageShape.Answer(message, request, box, tenant.HeadersInDelta);
        if (!answer.ContainsKey("@odata.type"))
        {
            answer.Insert(0, "@odata.type", "#microsoft.graph.message");
        }

        return answer;
    }

    private static string First(Query query)
    {
        query.CheckSelect("message", "Message");
        var refused = query.Names().Where(static name => name.ToLowerInvariant() is "search" or "count" or "skip").ToList();
        if (refused.Count > 0)
        {
            throw GraphError.Query($"The following parameters are not supported with change tracking over the 'Messages' resource: '{string.Join(", ", refused.Select(static name => "$" + name))}'.");
        }

        return query.With();
    }
}
