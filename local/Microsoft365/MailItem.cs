using System.Text.Json.Nodes;
using NodaTime;

namespace Heldspace.Local.Microsoft365;

/// <summary>An attachment of a message. <see cref="Resource"/> is Graph's, content included.</summary>
internal sealed class Attachment(string id, JsonObject resource)
{
    public string Id { get; } = id;

    public JsonObject Resource { get; } = resource;

    /// <summary>Found to carry malware: it is listed, and its content is refused.</summary>
    public bool Malicious { get; set; }
}

/// <summary>
/// A message in a mailbox. <see cref="Resource"/> holds what a plain GET answers except id, change key and parent folder;
/// attachments, headers and extended properties are held apart because Graph gives them only when asked.
/// </summary>
internal sealed class MailItem(long serial, Folder folder, JsonObject resource) : ITracked
{
    public long Serial { get; } = serial;

    public Folder Folder { get; set; } = folder;

    public JsonObject Resource { get; } = resource;

    public required string Id { get; set; }

    public required string ImmutableId { get; init; }

    public required Instant Received { get; set; }

    public long Version { get; set; }

    public List<Attachment> Attachments { get; } = [];

    public JsonArray? Headers { get; set; }

    /// <summary>Internet message ids this message answers, newest last; becomes In-Reply-To and References when it is sent.</summary>
    public List<string> References { get; } = [];

    public Dictionary<string, string> Extended { get; } = new(StringComparer.OrdinalIgnoreCase);

    public bool IsDraft => Resource.Flag("isDraft") == true;

    /// <summary>The event an invitation, response or cancellation is about.</summary>
    public string? ICalUId { get; set; }

    public static readonly IComparer<MailItem> NewestFirst = Comparer<MailItem>.Create(static (a, b) =>
        b.Received.CompareTo(a.Received) is not 0 and var order ? order : b.Serial.CompareTo(a.Serial));
}

/// <summary>A mail folder, its messages newest first and the log that delta queries read.</summary>
internal sealed class Folder(long serial, string id, string displayName, Folder? parent)
{
    public long Serial { get; } = serial;

    public string Id { get; } = id;

    public string DisplayName { get; set; } = displayName;

    public Folder? Parent { get; } = parent;

    /// <summary><c>inbox</c>, <c>drafts</c> …, or nothing for a folder somebody made.</summary>
    public string? WellKnownName { get; init; }

    public List<Folder> Children { get; } = [];

    public SortedSet<MailItem> Items { get; } = new(MailItem.NewestFirst);

    public ChangeLog<MailItem> Log { get; } = new();

    /// <summary>How many of the items are unread, kept by the mailbox.</summary>
    public int Unread { get; set; }
}
