using System.Text.Json.Nodes;

namespace Heldspace.Local.Microsoft365;

/// <summary>Attachments as Outlook keeps and answers them.</summary>
internal static class AttachmentShape
{
    private const string File = "#microsoft.graph.fileAttachment";
    private const string Item = "#microsoft.graph.itemAttachment";

    /// <summary>What a create request must look like: of a named type, with content that is base64.</summary>
    public static void Check(JsonObject given)
    {
        switch (given.Text("@odata.type")?.TrimStart('#'))
        {
            case "microsoft.graph.fileAttachment":
                if (given.Text("name") is not { Length: > 0 })
                {
                    throw new GraphError(400, "ErrorPropertyValidationFailure", "At least one property failed validation. (name)");
                }

                if (!Convert.TryFromBase64String(given.Text("contentBytes") ?? "", new byte[(given.Text("contentBytes")?.Length ?? 0) + 3], out _))
                {
                    throw GraphError.BadRequest("Cannot convert the literal to the expected type 'Edm.Binary'.");
                }

                break;
            case "microsoft.graph.itemAttachment" when given["item"] is JsonObject:
                break;
            case "microsoft.graph.itemAttachment":
                throw new GraphError(400, "ErrorRequiredPropertyMissing", "Required property is missing.");
            default:
                throw GraphError.BadRequest("An attachment must name its type; 'microsoft.graph.attachment' is abstract.");
        }
    }

    /// <summary>Fills in what Outlook fills in. A type left out is told from what is there.</summary>
    public static JsonObject Complete(JsonObject given, string now)
    {
        var item = given["item"] as JsonObject;
        var content = given.Text("contentBytes") ?? "";
        var resource = new JsonObject
        {
            ["@odata.type"] = item is null ? File : Item,
            ["lastModifiedDateTime"] = now,
            ["name"] = given.Text("name") ?? item?.Text("subject") ?? "attachment",
            ["contentType"] = given.Text("contentType") ?? (item is null ? "application/octet-stream" : null),
            ["size"] = item is null ? content.Length / 4 * 3 : item.ToJsonString().Length,
            ["isInline"] = given.Flag("isInline") ?? false,
        };
        if (item is not null)
        {
            var inner = (JsonObject)item.DeepClone();
            if (!inner.ContainsKey("@odata.type"))
            {
                inner.Insert(0, "@odata.type", "#microsoft.graph.message");
            }

            resource["item"] = inner;
        }
        else
        {
            resource["@odata.mediaContentType"] = given.Text("contentType") ?? "application/octet-stream";
            resource["contentId"] = given.Text("contentId");
            resource["contentLocation"] = given.Text("contentLocation");
            resource["contentBytes"] = content;
        }

        return resource;
    }

    /// <summary>As answered. An attached item is answered only when expanded; the content of malware never.</summary>
    public static JsonObject Answer(Attachment attachment, IReadOnlySet<string>? select, bool expandItem, bool list)
    {
        var answer = new JsonObject();
        foreach (var (name, value) in attachment.Resource)
        {
            if (name == "@odata.type")
            {
                answer[name] = value!.DeepClone();
                answer["id"] = attachment.Id;
                continue;
            }

            var wanted = name switch
            {
                "item" => expandItem,
                "@odata.mediaContentType" => select is null && list,
                "contentBytes" => (select is null || select.Contains(name) || select.Contains("microsoft.graph.fileAttachment/contentBytes")) && !attachment.Malicious,
                _ => select is null || select.Contains(name),
            };
            if (wanted)
            {
                answer[name] = value?.DeepClone();
            }
        }

        return answer;
    }
}
