using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Heldspace.Intake;
using Microsoft.Kiota.Abstractions;

namespace Heldspace.Azure.Graph;

/// <summary>
/// Fetches a mail with its attachments: in one call where Graph gives all of them, one by one where it refuses, so that one bad attachment costs only itself.
/// </summary>
internal sealed class WholeMail(GraphConnection graph)
{
    /// <summary>The JSON of the message with <c>attachments</c>; null where the mail has gone meanwhile.</summary>
    public async Task<byte[]?> Fetch(EmailAddress mailbox, string id, CancellationToken cancellation)
    {
        try
        {
            using var answer = await graph.Ask(Request(mailbox, id, ["attachments"]), mailbox, Repeat.Always, cancellation);
            return await Unpacked(answer.RootElement, mailbox, id, cancellation);
        }
        catch (GraphFault fault) when (fault.IsNotFound)
        {
            return null;
        }
        catch (GraphFault fault) when (!fault.IsTransient)
        {
            return await Piecemeal(mailbox, id, cancellation);
        }
    }

    private RequestInformation Request(EmailAddress mailbox, string id, string[]? expand) =>
        graph.Client.Users[mailbox.Text].Messages[id].ToGetRequestInformation(asked =>
        {
            asked.QueryParameters.Select = Mailbox.Read;
            asked.QueryParameters.Expand = expand;
        });

    /// <summary>
    /// An attached mail comes without what it says, and a file may come without its bytes: those are asked for one by one. A mail without such stays as it came.
    /// </summary>
    private async Task<byte[]> Unpacked(JsonElement message, EmailAddress mailbox, string id, CancellationToken cancellation)
    {
        if (!message.Each("attachments").Any(IsClosed))
        {
            return JsonMarshal.GetRawUtf8Value(message).ToArray();
        }

        var attachments = new JsonArray();
        foreach (var attachment in message.Each("attachments"))
        {
            attachments.Add(IsClosed(attachment) ? await One(mailbox, id, attachment, cancellation) : Node(attachment));
        }

        return With(message, attachments);
    }

    private async Task<byte[]?> Piecemeal(EmailAddress mailbox, string id, CancellationToken cancellation)
    {
        try
        {
            using var message = await graph.Ask(Request(mailbox, id, null), mailbox, Repeat.Always, cancellation);
            var attachments = new JsonArray();
            var list = graph.Client.Users[mailbox.Text].Messages[id].Attachments.ToGetRequestInformation(asked =>
                asked.QueryParameters.Select = ["id", "name", "contentType", "size", "isInline"]);
            await foreach (var attachment in graph.Pages(list, mailbox, cancellation))
            {
                attachments.Add(await One(mailbox, id, attachment, cancellation));
            }

            return With(message.RootElement, attachments);
        }
        catch (GraphFault fault) when (fault.IsNotFound)
        {
            return null;
        }
    }

    private async Task<JsonNode> One(EmailAddress mailbox, string id, JsonElement listed, CancellationToken cancellation)
    {
        var request = graph.Client.Users[mailbox.Text].Messages[id].Attachments[listed.Text("id") ?? ""].ToGetRequestInformation(asked =>
            asked.QueryParameters.Expand = IsItem(listed) ? ["microsoft.graph.itemAttachment/item"] : null);
        try
        {
            using var answer = await graph.Ask(request, mailbox, Repeat.Always, cancellation);
            return IsClosed(answer.RootElement) ? Withheld(listed, "noContent") : Node(answer.RootElement);
        }
        catch (GraphFault fault) when (!fault.IsTransient)
        {
            return Withheld(listed, fault.Code ?? ((int?)fault.Status ?? 0).ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>A verdict of malware, a type that may not be handed out: its name and size stay, and the note says why there is no content.</summary>
    private static JsonObject Withheld(JsonElement listed, string why)
    {
        var kept = Node(listed);
        kept[MailJson.Refused] = why;
        return kept;
    }

    private static bool IsItem(JsonElement attachment) => attachment.Text("@odata.type") == "#microsoft.graph.itemAttachment";

    private static bool IsClosed(JsonElement attachment) => IsItem(attachment)
        ? attachment.Get("item") is null
        : attachment.Text("@odata.type") == "#microsoft.graph.fileAttachment" && attachment.Get("contentBytes") is null;

    private static JsonObject Node(JsonElement element) => JsonObject.Create(element.Clone())!;

    private static byte[] With(JsonElement message, JsonArray attachments)
    {
        var whole = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(whole))
        {
            writer.WriteStartObject();
            foreach (var member in message.EnumerateObject().Where(member => member.Name != "attachments"))
            {
                member.WriteTo(writer);
            }

            writer.WritePropertyName("attachments");
            attachments.WriteTo(writer);
            writer.WriteEndObject();
        }

        return whole.WrittenSpan.ToArray();
    }
}
