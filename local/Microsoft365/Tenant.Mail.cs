using System.Text;
using System.Text.Json.Nodes;
using NodaTime;

namespace Heldspace.Local.Microsoft365;

/// <summary>Mail: keeping, changing, moving, sending.</summary>
public sealed partial class Tenant
{
    /// <summary>A sample may mark an attachment as malware with this annotation beside its name.</summary>
    public const string MaliciousMark = "@heldspace.malicious";

    internal void Check(MailItem message, string? ifMatch)
    {
        if (ifMatch is not null and not "*" && ifMatch != ETag(message.Version))
        {
            throw GraphError.Conflict();
        }
    }

    /// <summary>Keeps a new message in a folder. What Graph fills in is filled in; what is given stays.</summary>
    internal MailItem Keep(Mailbox box, Folder folder, JsonObject given, bool draft, Instant? received = null)
    {
        var now = Clock.GetCurrentInstant();
        var number = ++lastMessageNumber;
        var serial = ++box.LastSerial;
        var at = received ?? now;
        var resource = new JsonObject();
        var own = Json.Recipient(box.Address, box.DisplayName);
        var body = given.Part("body");
        var html = string.Equals(body?.Text("contentType"), "html", StringComparison.OrdinalIgnoreCase);
        var content = body?.Text("content") ?? "";
        resource["createdDateTime"] = Json.Seconds(now);
        resource["lastModifiedDateTime"] = Json.Seconds(now);
        resource["categories"] = given["categories"]?.DeepClone() ?? new JsonArray();
        resource["receivedDateTime"] = Json.Seconds(at);
        resource["sentDateTime"] = given.Text("sentDateTime") ?? Json.Seconds(at);
        resource["hasAttachments"] = false;
        resource["internetMessageId"] = given.Text("internetMessageId") ?? $"<{number:x8}.{box.Number:x16}@mail.heldspace.example>";
        resource["subject"] = given.Text("subject") ?? "";
        resource["bodyPreview"] = PlainText.Preview(content, html);
        resource["importance"] = given.Text("importance") ?? "normal";
        resource["conversationId"] = given.Text("conversationId") ?? Identifiers.Base64Url(Encoding.UTF8.GetBytes($"conversation {box.Number:x16}{number:x12}"));
        resource["conversationIndex"] = given.Text("conversationIndex") ?? Convert.ToBase64String(Encoding.UTF8.GetBytes($"{number:x22}"));
        resource["isDeliveryReceiptRequested"] = draft ? given.Flag("isDeliveryReceiptRequested") ?? false : null;
        resource["isReadReceiptRequested"] = given.Flag("isReadReceiptRequested") ?? false;
        resource["isRead"] = given.Flag("isRead") ?? draft;
        resource["isDraft"] = draft;
        resource["inferenceClassification"] = given.Text("inferenceClassification") ?? "focused";
        resource["body"] = new JsonObject { ["contentType"] = html ? "html" : "text", ["content"] = content };
        resource["sender"] = given["sender"]?.DeepClone() ?? given["from"]?.DeepClone() ?? (draft ? own.DeepClone() : null);
        resource["from"] = given["from"]?.DeepClone() ?? given["sender"]?.DeepClone() ?? (draft ? own : null);
        foreach (var name in (string[])["toRecipients", "ccRecipients", "bccRecipients", "replyTo"])
        {
            resource[name] = given[name]?.DeepClone() ?? new JsonArray();
        }

        resource["flag"] = given["flag"]?.DeepClone() ?? new JsonObject { ["flagStatus"] = "notFlagged" };
        foreach (var (name, value) in given)
        {
            if (!resource.ContainsKey(name) && !NotKept.Contains(name))
            {
                resource[name] = value?.DeepClone();
            }
        }

        var message = new MailItem(serial, folder, resource)
        {
            Id = Identifiers.Default(box.Number, 'M', folder.Serial, serial),
            ImmutableId = Identifiers.Immutable(box.Number, 'M', serial),
            Received = at,
            Version = NextVersion(),
            Headers = given["internetMessageHeaders"]?.DeepClone() as JsonArray ?? InternetHeaders.Verified(given),
        };
        message.Resource["webLink"] = WebLink("mail", message.ImmutableId);
        SetExtended(message.Extended, given);
        foreach (var attachment in given.Parts("attachments"))
        {
            Attach(box, message, attachment);
        }

        Enter(box, message, "created");
        return message;
    }

    internal void SetAttachments(MailItem message) =>
        message.Resource["hasAttachments"] = message.Attachments.Exists(static item => item.Resource.Flag("isInline") != true);

    internal Attachment Attach(Mailbox box, MailItem message, JsonObject given)
    {
        var serial = ++box.LastSerial;
        var id = Identifiers.Immutable(box.Number, 'A', serial);
        var resource = AttachmentShape.Complete(given, Json.Seconds(Clock.GetCurrentInstant()));
        var attachment = new Attachment(id, resource) { Malicious = given.Flag(MaliciousMark) == true };
        message.Attachments.Add(attachment);
        SetAttachments(message);
        return attachment;
    }

    internal void Update(Mailbox box, MailItem message, JsonObject changes)
    {
        if (!message.IsDraft && changes.FirstOrDefault(static pair => DraftOnly.Contains(pair.Key)).Key is { } fixedName)
        {
            throw new GraphError(400, "ErrorInvalidPropertySet", $"Update of property '{fixedName}' is only allowed while the message is a draft.");
        }

        box.Unindex(message);
        foreach (var (name, value) in changes)
        {
            if (NotChanged.Contains(name) || NotKept.Contains(name))
            {
                continue;
            }

            message.Resource[name] = value?.DeepClone();
        }

        if (changes.Part("body") is { } body)
        {
            var html = body.Text("contentType") == "html";
            message.Resource["body"] = new JsonObject { ["contentType"] = html ? "html" : "text", ["content"] = body.Text("content") ?? "" };
            message.Resource["bodyPreview"] = PlainText.Preview(body.Text("content") ?? "", html);
        }

        if (changes["internetMessageHeaders"] is JsonArray headers)
        {
            message.Headers = (JsonArray)headers.DeepClone();
        }

        SetExtended(message.Extended, changes);
        box.Index(message);
        Touch(box, message, readStateOnly: changes.Count > 0 && changes.All(static pair => pair.Key is "isRead"));
    }

    /// <summary>Notes that a message changed: a new change key, an entry in the folder's log, a notice to subscriptions.</summary>
    internal void Touch(Mailbox box, MailItem message, bool readStateOnly = false)
    {
        message.Version = NextVersion();
        message.Resource["lastModifiedDateTime"] = Json.Seconds(Clock.GetCurrentInstant());
        message.Folder.Log.Add(message, readStateOnly: readStateOnly && SparseReadChanges);
        Notify(box, message, "updated");
    }

    internal void Move(Mailbox box, MailItem message, Folder to)
    {
        Leave(box, message);
        message.Folder = to;
        message.Id = Identifiers.Default(box.Number, 'M', to.Serial, message.Serial);
        message.Version = NextVersion();
        message.Resource["lastModifiedDateTime"] = Json.Seconds(Clock.GetCurrentInstant());
        Enter(box, message, "created");
    }

    internal MailItem Copy(Mailbox box, MailItem message, Folder to)
    {
        var copy = Keep(box, to, Whole(message), message.IsDraft, message.Received);
        copy.Resource["isRead"] = message.Resource["isRead"]?.DeepClone();
        return copy;
    }

    /// <summary>Deleting moves to Deleted Items; deleting there removes for good.</summary>
    internal void Delete(Mailbox box, MailItem message)
    {
        var deleted = box.Folder("deleteditems");
        if (message.Folder != deleted)
        {
            Move(box, message, deleted);
        }
        else
        {
            Leave(box, message);
        }
    }

    /// <summary>Sends a draft: it becomes the item in Sent Items under the same immutable id, and a copy goes to every recipient.</summary>
    internal void Send(Mailbox box, MailItem message, bool save = true)
    {
        if (!message.IsDraft)
        {
            throw GraphError.Invalid("The item is not a draft and cannot be sent.");
        }

        var recipients = Recipients(message.Resource).ToList();
        if (recipients.Count == 0 || recipients.Exists(static address => !IsAddress(address)))
        {
            throw new GraphError(400, "ErrorInvalidRecipients", "At least one recipient is not valid., Recipient is not resolved. All recipients must be resolved before a message can be submitted.");
        }

        var now = Clock.GetCurrentInstant();
        Leave(box, message);
        message.Resource["isDraft"] = false;
        message.Resource["isRead"] = true;
        message.Resource["sentDateTime"] = Json.Seconds(now);
        message.Resource["receivedDateTime"] = Json.Seconds(now);
        message.Received = now;
        message.Version = NextVersion();
        if (save)
        {
            message.Folder = box.Folder("sentitems");
            message.Id = Identifiers.Default(box.Number, 'M', message.Folder.Serial, message.Serial);
            Enter(box, message, "created");
        }

        Transport(box, message, recipients);
    }

    private static IEnumerable<string> Recipients(JsonObject message) =>
        ((string[])["toRecipients", "ccRecipients", "bccRecipients"])
            .SelectMany(message.Parts).Select(static recipient => recipient.Address() ?? "")
            .Distinct(StringComparer.OrdinalIgnoreCase);

    private static bool IsAddress(string address)
    {
        var at = address.IndexOf('@', StringComparison.Ordinal);
        return at > 0 && at == address.LastIndexOf('@') && at < address.Length - 1 && !address.Contains(' ', StringComparison.Ordinal);
    }

    private void Transport(Mailbox box, MailItem message, IEnumerable<string> recipients)
    {
        var sent = Whole(message);
        sent["internetMessageHeaders"] = InternetHeaders.Of(message);
        sent.Remove("bccRecipients");
        sent.Remove("singleValueExtendedProperties");
        sent.Remove("isRead");
        sent.Remove("categories");
        sent.Remove("flag");
        foreach (var address in recipients)
        {
            if (Find(address) is { } to)
            {
                Keep(to, to.Folder("inbox"), sent, draft: false).ICalUId = message.ICalUId;
            }
            else
            {
                outbox.Add(new SentMail(Clock.GetCurrentInstant(), box.Address, address, (JsonObject)sent.DeepClone()));
            }
        }
    }

    /// <summary>The message with its attachments, headers and extended properties, under its immutable id.</summary>
    internal static JsonObject Whole(MailItem message)
    {
        var whole = (JsonObject)message.Resource.DeepClone();
        whole["attachments"] = message.Attachments.Select(static item =>
        {
            var attachment = (JsonObject)item.Resource.DeepClone();
            attachment["id"] = item.Id;
            if (item.Malicious)
            {
                attachment[MaliciousMark] = true;
            }

            return (JsonNode?)attachment;
        }).ToArray();
        whole["internetMessageHeaders"] = message.Headers?.DeepClone();
        whole["singleValueExtendedProperties"] = Extended(message.Extended);
        return whole;
    }

    internal static JsonArray Extended(Dictionary<string, string> extended) =>
        extended.Select(static pair => (JsonNode?)new JsonObject { ["id"] = pair.Key, ["value"] = pair.Value }).ToArray();

    internal static void SetExtended(Dictionary<string, string> extended, JsonObject given)
    {
        foreach (var property in given.Parts("singleValueExtendedProperties"))
        {
            if (property.Text("id") is not { Length: > 0 } id || !id.Contains(' ', StringComparison.Ordinal))
            {
                throw new GraphError(400, "ErrorInvalidExtendedProperty", "The extended property id is not of a supported form.");
            }

            if (property.Text("value") is { } value)
            {
                extended[id] = value;
            }
            else
            {
                extended.Remove(id);
            }
        }
    }

    private static string WebLink(string what, string id) => $"https://outlook.office365.example/{what}/?ItemID={Uri.EscapeDataString(id)}&exvsurl=1";

    private void Enter(Mailbox box, MailItem message, string change)
    {
        box.Index(message);
        message.Folder.Log.Add(message);
        Notify(box, message, change);
    }

    private void Leave(Mailbox box, MailItem message)
    {
        box.Unindex(message);
        message.Folder.Log.Add(message, removed: true);
        Notify(box, message, "deleted");
    }

    private void Notify(Mailbox box, MailItem message, string change) =>
        Noticed?.Invoke(new Notice(box, "Message", message.Folder, change, message.Id, message.ImmutableId, ETag(message.Version)));

    /// <summary>Kept apart from the resource, or computed when it is answered.</summary>
    private static readonly HashSet<string> NotKept =
    [
        "attachments", "internetMessageHeaders", "singleValueExtendedProperties", "id", "changeKey", "parentFolderId", "@odata.etag", "@odata.context", "uniqueBody", "webLink",
    ];

    private static readonly HashSet<string> NotChanged =
    [
        "createdDateTime", "lastModifiedDateTime", "receivedDateTime", "sentDateTime", "hasAttachments", "internetMessageId", "bodyPreview", "conversationId", "conversationIndex", "isDraft",
    ];

    private static readonly HashSet<string> DraftOnly =
    [
        "subject", "body", "toRecipients", "ccRecipients", "bccRecipients", "replyTo", "from", "sender", "internetMessageHeaders",
    ];
}
