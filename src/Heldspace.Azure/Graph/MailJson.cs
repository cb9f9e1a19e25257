using System.Collections.Immutable;
using System.Net;
using System.Text;
using System.Text.Json;
using Heldspace.Intake;
using NodaTime;

namespace Heldspace.Azure.Graph;

/// <summary>
/// Reads a mail from the JSON of a Graph <c>message</c>, as it came or as it was kept. Unknown members are passed over, members of another
/// kind than promised count as missing: only a mail without any time cannot be read.
/// </summary>
public static class MailJson
{
    /// <summary>Stands on an attachment that Graph would not hand out, with the code it gave; such an attachment is read with empty content.</summary>
    public const string Refused = "heldspace.refused";

    /// <summary>Stands on a mail that was found in Junk.</summary>
    private const string Junk = "heldspace.junk";

    /// <summary>Stands on a mail that is one too many of its sender within the hour.</summary>
    private const string RepliesStopped = "heldspace.repliesStopped";

    /// <summary>The mail as it came, with what is known of it beside: kept with it, so that whoever reads it later decides the same.</summary>
    public static ReadOnlyMemory<byte> Noted(ReadOnlyMemory<byte> json, bool junk, bool repliesStopped)
    {
        string[] notes = [.. junk ? [Junk] : Array.Empty<string>(), .. repliesStopped ? [RepliesStopped] : Array.Empty<string>()];
        var end = json.Span.LastIndexOf((byte)'}');
        return notes.Length == 0 || end < 0 ? json : (byte[])[.. json.Span[..end], .. Encoding.UTF8.GetBytes(string.Concat(notes.Select(note => $",\"{note}\":true"))), (byte)'}'];
    }

    /// <exception cref="FormatException">Not the JSON of a message.</exception>
    public static ReceivedMail Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var parsed = JsonDocument.Parse(json);
            return Parse(parsed.RootElement);
        }
        catch (JsonException broken)
        {
            throw new FormatException("The mail is not JSON.", broken);
        }
    }

    internal static ReceivedMail Parse(JsonElement message)
    {
        var sender = message.Get("from")?.Get("emailAddress") ?? message.Get("sender")?.Get("emailAddress");
        var body = message.Get("body");
        return new()
        {
            From = EmailAddress.TryParse(sender?.Text("address")),
            FromName = sender?.Text("name"),
            Subject = message.Text("subject") ?? "",
            Body = body?.Text("content") ?? "",
            BodyIsHtml = string.Equals(body?.Text("contentType"), "html", StringComparison.OrdinalIgnoreCase),
            ReceivedAt = Received(message) ?? throw new FormatException("The mail has no time."),
            InternetMessageId = message.Text("internetMessageId"),
            ConversationId = message.Text("conversationId"),
            Headers = Headers(message),
            IsCalendarMail = IsCalendarMail(message),
            Attachments = [.. message.Each("attachments").Select(Attachment)],
            IsJunk = message.IsTrue(Junk),
            RepliesStopped = message.IsTrue(RepliesStopped),
        };
    }

    /// <summary>Whether everything that is read of a mail is here, so that it need not be asked for again.</summary>
    internal static bool IsWhole(JsonElement message) =>
        Received(message) is not null
        && message.Get("body") is not null
        && message.Get("internetMessageHeaders") is not null
        && (message.Get("attachments") is not null || !MayHaveAttachments(message));

    private static Instant? Received(JsonElement message) =>
        message.Instant("receivedDateTime") ?? message.Instant("sentDateTime") ?? message.Instant("createdDateTime");

    /// <summary><c>hasAttachments</c> leaves pictures inside the body out, and a referral can be one: https://learn.microsoft.com/graph/api/resources/message</summary>
    private static bool MayHaveAttachments(JsonElement message) =>
        message.IsTrue("hasAttachments")
        || message.Get("body")?.Text("content")?.Contains("cid:", StringComparison.OrdinalIgnoreCase) == true;

    private static ImmutableArray<MailHeader> Headers(JsonElement message) =>
    [
        .. message.Each("internetMessageHeaders")
            .Where(header => header.Text("name") is not null)
            .Select(header => new MailHeader(header.Text("name")!, header.Text("value") ?? "")),
    ];

    /// <summary>Invitations and their answers are of types of their own: <c>#microsoft.graph.eventMessage</c>, <c>…Request</c>, <c>…Response</c>.</summary>
    private static bool IsCalendarMail(JsonElement message) =>
        message.Text("@odata.type")?.StartsWith("#microsoft.graph.eventMessage", StringComparison.OrdinalIgnoreCase) == true
        || message.Get("meetingMessageType") is not null;

    private static MailAttachment Attachment(JsonElement attachment)
    {
        var item = attachment.Get("item");
        var itemBody = item?.Get("body");
        var isHtml = itemBody?.Text("contentType") == "html";
        return new(
            attachment.Text("name") ?? "",
            itemBody is null ? attachment.Text("contentType") : isHtml ? "text/html" : "text/plain",
            itemBody is null ? Bytes(attachment) : Encoding.UTF8.GetBytes(Heading(item!.Value, isHtml) + (itemBody.Value.Text("content") ?? "")),
            attachment.IsTrue("isInline"))
        {
            MessageId = item?.Text("internetMessageId"),
        };
    }

    /// <summary>Who wrote an attached mail, as mail programs put it above one that is handed on; empty where the item is no mail.</summary>
    private static string Heading(JsonElement item, bool isHtml)
    {
        var sender = item.Get("from")?.Get("emailAddress") ?? item.Get("sender")?.Get("emailAddress");
        if (sender?.Text("address") is not { } address)
        {
            return "";
        }

        string[] lines = [$"From: {sender.Value.Text("name")} <{address}>", $"Sent: {item.Text("sentDateTime") ?? item.Text("receivedDateTime")}", $"Subject: {item.Text("subject")}"];
        return isHtml ? $"<p>{string.Join("<br>", lines.Select(WebUtility.HtmlEncode))}</p>" : string.Join('\n', lines.Select(line => line.ReplaceLineEndings(" "))) + "\n\n";
    }

    private static byte[] Bytes(JsonElement attachment) =>
        attachment.Get("contentBytes") is { ValueKind: JsonValueKind.String } encoded && encoded.TryGetBytesFromBase64(out var bytes) ? bytes : [];
}
