using System.Text.Json.Nodes;

namespace Heldspace.Local.Microsoft365;

/// <summary><c>messages/{id}/attachments</c>.</summary>
internal static class AttachmentApi
{
    public static GraphResponse Handle(GraphRequest request, Tenant tenant, Mailbox box, MailItem message, int at)
    {
        var path = request.Segments;
        if (path.Count == at)
        {
            switch (request.Method)
            {
                case "GET":
                    request.Query.CheckSelect("attachment", "Attachment");
                    return new GraphResponse(200, new JsonObject
                    {
                        ["@odata.context"] = Context(request, box, message, ""),
                        ["value"] = message.Attachments.Select(item => (JsonNode?)AttachmentShape.Answer(item, request.Query.Select, expandItem: false, list: true)).ToArray(),
                    });
                case "POST":
                    var given = request.Checked("attachment");
                    AttachmentShape.Check(given);
                    if (given.Text("contentBytes") is { Length: > 4 * 1024 * 1024 })
                    {
                        // Larger ones need an upload session: https://learn.microsoft.com/graph/outlook-large-attachments
                        throw new GraphError(413, "RequestEntityTooLarge", "The attachment is too large for one request.");
                    }

                    var added = tenant.Attach(box, message, given);
                    tenant.Touch(box, message);
                    return Entity(201, request, box, message, added);
                default:
                    throw GraphApi.NotAllowed();
            }
        }

        var attachment = message.Attachments.Find(item => item.Id == path[at]) ?? throw Identifiers.Missing(path[at], box.Number);
        switch (request.Method)
        {
            case "GET" when attachment.Malicious:
                // Exchange's own code for it: https://learn.microsoft.com/exchange/client-developer/web-service-reference/responsecode
                throw new GraphError(403, "ErrorVirusDetected", "The Exchange store detected a virus in the message.");
            case "GET" when path.Count == at + 1:
                return Entity(200, request, box, message, attachment);
            case "DELETE" when path.Count == at + 1:
                message.Attachments.Remove(attachment);
                tenant.SetAttachments(message);
                tenant.Touch(box, message);
                return new GraphResponse(204);
            default:
                throw path.Count > at + 1 ? GraphError.NoResource(path[at + 1]) : GraphApi.NotAllowed();
        }
    }

    private static GraphResponse Entity(int status, GraphRequest request, Mailbox box, MailItem message, Attachment attachment)
    {
        var expand = request.Query.Expand.Keys.Any(static name => name.EndsWith("itemAttachment/item", StringComparison.OrdinalIgnoreCase));
        var answer = AttachmentShape.Answer(attachment, request.Query.Select, expand, list: false);
        answer.Insert(0, "@odata.context", Context(request, box, message, "/$entity"));
        return new GraphResponse(status, answer);
    }

    private static string Context(GraphRequest request, Mailbox box, MailItem message, string end) =>
        GraphApi.Context(request, $"users('{Uri.EscapeDataString(box.Address)}')/messages('{Uri.EscapeDataString(MessageShape.Id(message, request.Immutable))}')/attachments{end}");
}
