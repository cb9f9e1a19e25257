using System.Text.Json.Nodes;

namespace Heldspace.Local.Microsoft365;

/// <summary>Messages as Graph answers them.</summary>
internal static class MessageShape
{
    /// <summary>What a request gets of a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="request">Says which ids, properties and expansions.</param>
    /// <param name="box">Its mailbox.</param>
    /// <param name="headers">Whether <c>internetMessageHeaders</c> are given when selected.</param>
    public static JsonObject Answer(MailItem message, GraphRequest request, Mailbox box, bool headers = true)
    {
        var (query, select) = (request.Query, request.Query.Select);
        var answer = new JsonObject();
        if (message.Resource["@odata.type"] is { } type)
        {
            answer["@odata.type"] = type.DeepClone();
        }

        answer["@odata.etag"] = Tenant.ETag(message.Version);
        answer["id"] = Id(message, request.Immutable);
        foreach (var (name, value) in message.Resource)
        {
            if (name[0] == '@' || (select is not null && !select.Contains(name)))
            {
                continue;
            }

            answer[name] = name == "body" && request.TextBodies ? EventShape.AsText(value as JsonObject) : value?.DeepClone();
        }

        if (select is null || select.Contains("changeKey"))
        {
            answer["changeKey"] = Tenant.ChangeKey(message.Version);
        }

        if (select is null || select.Contains("parentFolderId"))
        {
            answer["parentFolderId"] = message.Folder.Id;
        }

        if (select?.Contains("uniqueBody") == true)
        {
            answer["uniqueBody"] = message.Resource["body"]?.DeepClone();
        }

        if (headers && select?.Contains("internetMessageHeaders") == true && message.Headers is { Count: > 0 })
        {
            answer["internetMessageHeaders"] = message.Headers.DeepClone();
        }

        foreach (var (name, options) in query.Expand)
        {
            switch (name.ToLowerInvariant())
            {
                case "attachments":
                    answer["attachments"] = Attachments(message, options);
                    break;
                case "singlevalueextendedproperties":
                    EventShape.Expand(answer, message.Extended, options);
                    break;
                case "microsoft.graph.eventmessage/event":
                    if (message.ICalUId is { } uid && box.EventsByICalUId.GetValueOrDefault(uid) is { } item)
                    {
                        answer["event"] = EventShape.Answer(item, null, new EventView(request.Zone(), request.Immutable, request.TextBodies, box.Number));
                    }

                    break;
                default:
                    throw GraphError.Property(name, "Message");
            }
        }

        return answer;
    }

    public static string Id(MailItem message, bool immutable) => immutable ? message.ImmutableId : message.Id;

    private static JsonArray Attachments(MailItem message, string options)
    {
        var inner = new Query(options.Replace(';', '&'));
        return message.Attachments.Select(item => (JsonNode?)AttachmentShape.Answer(item, inner.Select, expandItem: false, list: true)).ToArray();
    }
}

/// <summary>A message as a filter looks at it.</summary>
internal sealed record MessageView(MailItem Message) : IFilterable
{
    public JsonNode? Property(string path)
    {
        if (path.Equals("parentFolderId", StringComparison.OrdinalIgnoreCase))
        {
            return Message.Folder.Id;
        }

        JsonNode? node = Message.Resource;
        foreach (var name in path.Split('/'))
        {
            node = node is JsonObject part ? part.Parameter(name) : null;
        }

        return node;
    }

    public string? Extended(string id) => Message.Extended.GetValueOrDefault(id);
}
