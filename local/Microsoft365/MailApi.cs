using System.Text.Json.Nodes;

namespace Heldspace.Local.Microsoft365;

/// <summary><c>messages</c>, in a mailbox and in a folder, and what can be done with one.</summary>
internal sealed class MailApi(Tenant tenant)
{
    private readonly MessageDelta delta = new(tenant);

    /// <summary>Answers for the collection, one message, or an action on one.</summary>
    /// <param name="request">The request.</param>
    /// <param name="box">Whose messages.</param>
    /// <param name="folder">The folder named in the path, or nothing.</param>
    /// <param name="at">Where in the path the part after <c>messages</c> is.</param>
    public GraphResponse Handle(GraphRequest request, Mailbox box, Folder? folder, int at)
    {
        var path = request.Segments;
        if (path.Count == at)
        {
            return request.Method switch
            {
                "GET" => List(request, box, folder),
                "POST" => Create(request, box, folder ?? box.Folder("drafts")),
                _ => throw GraphApi.NotAllowed(),
            };
        }

        if (GraphApi.Is(path[at], "delta"))
        {
            if (folder is null)
            {
                throw GraphError.BadRequest("Unsupported request: Change tracking is not supported against 'microsoft.graph.message'.");
            }

            return request.Method == "GET" ? delta.Answer(request, box, folder) : throw GraphApi.NotAllowed();
        }

        var message = box.Message(path[at]);
        if (folder is not null && message.Folder != folder)
        {
            throw GraphError.NotFound();
        }

        if (path.Count == at + 1)
        {
            return One(request, box, message);
        }

        if (GraphApi.Is(path[at + 1], "attachments"))
        {
            return AttachmentApi.Handle(request, tenant, box, message, at + 2);
        }

        return request.Method == "POST" && path.Count == at + 2
            ? Act(request, box, message, path[at + 1].ToLowerInvariant())
            : throw GraphError.NoResource(path[at + 1]);
    }

    public GraphResponse SendMail(GraphRequest request, Mailbox box)
    {
        if (request.Method != "POST")
        {
            throw GraphApi.NotAllowed();
        }

        Shapes.Check("sendMail", request.Json);
        var message = request.Json.Parameter("message") as JsonObject
            ?? throw GraphError.BadRequest("The parameter 'Message' is missing.");
        CheckNew(message);
        var draft = tenant.Keep(box, box.Folder("drafts"), message, draft: true);
        try
        {
            tenant.Send(box, draft, (request.Json.Parameter("saveToSentItems") as JsonValue)?.GetValue<bool>() ?? true);
        }
        catch (GraphError)
        {
            tenant.Delete(box, draft);
            tenant.Delete(box, draft);
            throw;
        }

        return new GraphResponse(202);
    }

    private GraphResponse One(GraphRequest request, Mailbox box, MailItem message)
    {
        switch (request.Method)
        {
            case "GET":
                request.Query.CheckSelect("message", "Message");
                return Entity(200, request, box, message);
            case "PATCH":
                tenant.Check(message, request["If-Match"]);
                tenant.Update(box, message, request.Checked("message"));
                return Entity(200, request, box, message);
            case "DELETE":
                tenant.Check(message, request["If-Match"]);
                tenant.Delete(box, message);
                return new GraphResponse(204);
            default:
                throw GraphApi.NotAllowed();
        }
    }

    private GraphResponse Act(GraphRequest request, Mailbox box, MailItem message, string action)
    {
        switch (action)
        {
            case "send":
                tenant.Send(box, message);
                return new GraphResponse(202);
            case "move":
                tenant.Move(box, message, Destination(request, box));
                return Entity(201, request, box, message);
            case "copy":
                return Entity(201, request, box, tenant.Copy(box, message, Destination(request, box)));
            case "createreply":
                return Entity(201, request, box, Reply(request, box, message));
            case "reply":
                tenant.Send(box, Reply(request, box, message));
                return new GraphResponse(202);
            default:
                throw GraphError.NoResource(action);
        }
    }

    private static Folder Destination(GraphRequest request, Mailbox box) =>
        request.Checked("move").Parameter("destinationId").AsText() is { Length: > 0 } id
            ? box.Folder(id)
            : throw GraphError.BadRequest("The parameter 'DestinationId' is missing.");

    private MailItem Reply(GraphRequest request, Mailbox box, MailItem to)
    {
        var body = request.Checked("reply");
        var given = body.Parameter("message") as JsonObject ?? [];
        var comment = body.Parameter("comment").AsText();
        if (comment is not null && given.ContainsKey("body"))
        {
            throw GraphError.BadRequest("Both a comment and a body are given; only one may be.");
        }

        CheckNew(given);
        var draft = (JsonObject)given.DeepClone();
        var subject = to.Resource.Text("subject") ?? "";
        draft["subject"] ??= subject.StartsWith("RE:", StringComparison.OrdinalIgnoreCase) ? subject : "RE: " + subject;
        if (draft["toRecipients"] is not JsonArray { Count: > 0 })
        {
            draft["toRecipients"] = to.Resource["replyTo"] is JsonArray { Count: > 0 } replyTo
                ? replyTo.DeepClone()
                : to.Resource["from"] is { } from ? new JsonArray(from.DeepClone()) : new JsonArray();
        }

        draft["conversationId"] = to.Resource.Text("conversationId");
        draft["conversationIndex"] = Convert.ToBase64String([.. Convert.FromBase64String(to.Resource.Text("conversationIndex") ?? ""), 1, 0, 0, 0, 1]);
        draft["body"] = Quote(given.Part("body")?.Text("content") ?? System.Net.WebUtility.HtmlEncode(comment ?? ""), to);
        var reply = tenant.Keep(box, box.Folder("drafts"), draft, draft: true);
        reply.References.AddRange(to.References);
        reply.References.Add(to.Resource.Text("internetMessageId") ?? "");
        return reply;
    }

    private static JsonObject Quote(string above, MailItem to)
    {
        var from = to.Resource.Part("from")?.Part("emailAddress");
        var body = to.Resource.Part("body");
        var content = body?.Text("content") ?? "";
        var quoted = body?.Text("contentType") == "html" ? content : $"<pre>{System.Net.WebUtility.HtmlEncode(content)}</pre>";
        var head = System.Net.WebUtility.HtmlEncode($"From: {from?.Text("name")} <{from?.Text("address")}>") + "<br>"
            + System.Net.WebUtility.HtmlEncode($"Sent: {to.Resource.Text("sentDateTime")}") + "<br>"
            + System.Net.WebUtility.HtmlEncode($"Subject: {to.Resource.Text("subject")}");
        return new JsonObject
        {
            ["contentType"] = "html",
            ["content"] = $"<html><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\"></head><body>{above}<hr tabindex=\"-1\"><div id=\"divRplyFwdMsg\" dir=\"ltr\">{head}</div>{quoted}</body></html>",
        };
    }

    private GraphResponse Create(GraphRequest request, Mailbox box, Folder folder)
    {
        var given = request.Checked("message");
        CheckNew(given);
        return Entity(201, request, box, tenant.Keep(box, folder, given, draft: true));
    }

    private static void CheckNew(JsonObject message)
    {
        InternetHeaders.Check(message);
        foreach (var attachment in message.Parts("attachments"))
        {
            AttachmentShape.Check(attachment);
        }
    }

    private static GraphResponse Entity(int status, GraphRequest request, Mailbox box, MailItem message)
    {
        var answer = MessageShape.Answer(message, request, box);
        answer.Insert(0, "@odata.context", GraphApi.Context(request, $"users('{Uri.EscapeDataString(box.Address)}')/messages/$entity"));
        return new GraphResponse(status, answer);
    }

    private static GraphResponse List(GraphRequest request, Mailbox box, Folder? folder)
    {
        var query = request.Query;
        query.CheckSelect("message", "Message");
        if (query["search"] is not null)
        {
            throw new GraphError(501, "NotImplemented", "This stand-in has no search index.");
        }

        IEnumerable<MailItem> found = folder is null ? box.Folders.SelectMany(static f => f.Items) : folder.Items;
        if (query["filter"] is { } text)
        {
            var filter = Filter.Parse(text, "message");
            var order = query.OrderNames();
            if (order.Count > 0 && !filter.Names.Take(order.Count).SequenceEqual(order, StringComparer.OrdinalIgnoreCase))
            {
                // https://learn.microsoft.com/graph/api/user-list-messages#using-filter-and-orderby-in-the-same-query
                throw new GraphError(400, "InefficientFilter", "The restriction or sort order is too complex for this operation.");
            }

            found = filter.Extended is { } extended ? box.WithExtended(extended).Where(message => folder is null || message.Folder == folder)
                : filter.InternetMessageId is { } id ? box.WithInternetId(id).Where(message => folder is null || message.Folder == folder)
                : found;
            found = found.Where(message => filter.Matches(new MessageView(message)));
        }

        if (folder is null && query["orderby"] is null)
        {
            found = found.Order(MailItem.NewestFirst);
        }

        var sorted = query.Order(found, static (message, path) => new MessageView(message).Property(path));
        var (skip, top) = (query.Skip ?? 0, Math.Min(query.Top ?? request.PageSize ?? 10, 1000));
        var page = new JsonObject { ["@odata.context"] = GraphApi.Context(request, $"users('{Uri.EscapeDataString(box.Address)}')/messages") };
        if (query.CountAsked)
        {
            var all = sorted.ToList();
            page["@odata.count"] = all.Count;
            sorted = all;
        }

        var items = sorted.Skip(skip).Take(top + 1).ToList();
        page["value"] = items.Take(top).Select(message => (JsonNode?)MessageShape.Answer(message, request, box)).ToArray();
        if (items.Count > top)
        {
            page["@odata.nextLink"] = $"{request.BaseAddress}{request.Path}?{query.With(("skip", (skip + top).ToString()))}";
        }

        return new GraphResponse(200, page);
    }
}
