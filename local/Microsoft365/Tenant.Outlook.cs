using System.Text.Json.Nodes;
using NodaTime;

namespace Heldspace.Local.Microsoft365;

/// <summary>What people do in Outlook, and what tests look at. Ids handed out are immutable ids; either kind is taken.</summary>
public sealed partial class Tenant
{
    /// <summary>Delivers a mail as from outside: a Graph <c>message</c> resource with its attachments inline. What is missing is filled in.</summary>
    /// <returns>The message's immutable id.</returns>
    public string Deliver(string mailbox, JsonObject message, string folder = "inbox") => Tell(() =>
    {
        var box = Known(mailbox);
        var given = (JsonObject)message.DeepClone();
        var now = Clock.GetCurrentInstant();
        var received = Json.TryInstant(given.Text("receivedDateTime"), out var at) ? at : now;
        if (given["toRecipients"] is not JsonArray { Count: > 0 })
        {
            given["toRecipients"] = new JsonArray(Json.Recipient(box.Address, box.DisplayName));
        }

        if (!given.ContainsKey("conversationId") && Answered(box, given) is { } before)
        {
            given["conversationId"] = before.Resource.Text("conversationId");
        }

        var kept = Keep(box, box.Folder(folder), given, draft: false, received);
        kept.Headers ??= InternetHeaders.Of(kept);
        return kept.ImmutableId;
    });

    /// <summary>The messages of a folder, newest first, with attachments, headers and extended properties. The folder by well-known name, display name or id.</summary>
    public IReadOnlyList<JsonObject> Messages(string mailbox, string folder = "inbox") => Tell(() =>
    {
        var box = Known(mailbox);
        var found = box.Folders.FirstOrDefault(item => item.DisplayName.Equals(folder, StringComparison.OrdinalIgnoreCase)) ?? box.Folder(folder);
        return found.Items.Select(static message =>
        {
            var whole = Whole(message);
            whole.Insert(0, "id", message.ImmutableId);
            return whole;
        }).ToList();
    });

    /// <summary>Display names of the mailbox's folders, without their parents' names.</summary>
    public IReadOnlyList<string> FolderNames(string mailbox) =>
        Tell(() => Known(mailbox).Folders.Select(static folder => folder.DisplayName).ToList());

    /// <summary>The events of a calendar by start, times in UTC, with extended properties; a series once.</summary>
    public IReadOnlyList<JsonObject> Events(string mailbox) => Tell(() =>
        Known(mailbox).AllEvents.OrderBy(static item => item.Start).Select(static item =>
        {
            var whole = EventShape.Answer(item, null, EventView.Plain);
            whole["singleValueExtendedProperties"] = Extended(item.Extended);
            return whole;
        }).ToList());

    /// <summary>Somebody blocks out time.</summary>
    /// <returns>The event's immutable id.</returns>
    public string Block(string mailbox, Instant start, Instant end, string subject = "Busy", string showAs = "busy") => Tell(() =>
        Organise(Known(mailbox), new JsonObject
        {
            ["subject"] = subject,
            ["showAs"] = Shapes.IsMember("showAs", showAs) ? showAs : throw new ArgumentException("Not a way to show time.", nameof(showAs)),
            ["start"] = TimeZones.Write(start, "UTC"),
            ["end"] = TimeZones.Write(end, "UTC"),
        }).ImmutableId);

    /// <summary>Deletes an event; if it is the organiser's, everybody invited is told it is cancelled.</summary>
    public void Delete(string mailbox, string eventId) => Tell(() => Remove(Known(mailbox), Known(mailbox).Event(eventId)));

    /// <summary>The organiser cancels with a word to everybody.</summary>
    public void Cancel(string mailbox, string eventId, string comment = "") =>
        Tell(() => Cancel(Known(mailbox), Known(mailbox).Event(eventId), comment));

    /// <summary>Moves an event. The organiser's move reaches everybody; anybody else's stays in their own calendar.</summary>
    public void Move(string mailbox, string eventId, Instant start, Instant end) => Tell(() =>
    {
        var box = Known(mailbox);
        var item = box.Event(eventId);
        Update(box, item, new JsonObject { ["start"] = TimeZones.Write(start, item.Zone), ["end"] = TimeZones.Write(end, item.Zone) });
    });

    public void Accept(string mailbox, string eventId, string comment = "", bool sendResponse = true) =>
        Tell(() => Respond(Known(mailbox), Known(mailbox).Event(eventId), "accepted", comment, sendResponse, null));

    public void AcceptTentatively(string mailbox, string eventId, string comment = "", bool sendResponse = true) =>
        Tell(() => Respond(Known(mailbox), Known(mailbox).Event(eventId), "tentativelyAccepted", comment, sendResponse, null));

    /// <summary>Declines; the copy leaves the calendar.</summary>
    public void Decline(string mailbox, string eventId, string comment = "", bool sendResponse = true) =>
        Tell(() => Respond(Known(mailbox), Known(mailbox).Event(eventId), "declined", comment, sendResponse, null));

    /// <summary>Proposes another time, accepting tentatively or declining.</summary>
    public void Propose(string mailbox, string eventId, Instant start, Instant end, string comment = "", bool declining = false) => Tell(() =>
        Respond(Known(mailbox), Known(mailbox).Event(eventId), declining ? "declined" : "tentativelyAccepted", comment, send: true,
            new JsonObject { ["start"] = TimeZones.Write(start, "UTC"), ["end"] = TimeZones.Write(end, "UTC") }));

    public void MoveMessage(string mailbox, string messageId, string folder) => Tell(() =>
    {
        var box = Known(mailbox);
        var found = box.Folders.FirstOrDefault(item => item.DisplayName.Equals(folder, StringComparison.OrdinalIgnoreCase)) ?? box.Folder(folder);
        Move(box, box.Message(messageId), found);
    });

    /// <summary>Moves a message to Deleted Items, or removes it for good if it is there.</summary>
    public void DeleteMessage(string mailbox, string messageId) => Tell(() => Delete(Known(mailbox), Known(mailbox).Message(messageId)));

    public void MarkRead(string mailbox, string messageId, bool read = true) =>
        Tell(() => Update(Known(mailbox), Known(mailbox).Message(messageId), new JsonObject { ["isRead"] = read }));

    /// <summary>Marks an attachment of a delivered message as malware: its content is refused from now on.</summary>
    public void Condemn(string mailbox, string messageId, string attachmentName) => Tell(() =>
    {
        var attachment = Known(mailbox).Message(messageId).Attachments.Find(item => item.Resource.Text("name") == attachmentName)
            ?? throw new KeyNotFoundException("There is no such attachment.");
        attachment.Malicious = true;
    });

    private static MailItem? Answered(Mailbox box, JsonObject message) => message.Parts("internetMessageHeaders")
        .Where(static header => header.Text("name") is { } name && (name.Equals("In-Reply-To", StringComparison.OrdinalIgnoreCase) || name.Equals("References", StringComparison.OrdinalIgnoreCase)))
        .SelectMany(static header => (header.Text("value") ?? "").Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries))
        .SelectMany(box.WithInternetId).FirstOrDefault();
}
