using System.Text.Json.Nodes;
using NodaTime;

namespace Heldspace.Local.Microsoft365;

/// <summary>What kind of mailbox it is: people and shared mailboxes are read by somebody, a room answers invitations itself.</summary>
public enum MailboxKind
{
    User,
    Shared,
    Room,
}

/// <summary>A mailbox with its folders and calendar, indexed by every id and extended property. Used only under the tenant's lock.</summary>
internal sealed class Mailbox
{
    public static readonly IReadOnlyList<(string Name, string DisplayName)> WellKnown =
    [
        ("inbox", "Inbox"), ("drafts", "Drafts"), ("sentitems", "Sent Items"), ("deleteditems", "Deleted Items"),
        ("junkemail", "Junk Email"), ("archive", "Archive"), ("outbox", "Outbox"),
    ];

    private readonly Dictionary<string, Folder> folders = [];
    private readonly Dictionary<string, Folder> wellKnown = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<(string Id, string Value), HashSet<MailItem>> messagesByExtended = new(ExtendedComparer.Instance);
    private readonly Dictionary<(string Id, string Value), HashSet<CalendarEvent>> eventsByExtended = new(ExtendedComparer.Instance);
    private readonly Dictionary<string, HashSet<MailItem>> messagesByInternetId = new(StringComparer.OrdinalIgnoreCase);
    private readonly SortedSet<CalendarEvent> singles = new(Comparer<CalendarEvent>.Create(static (a, b) =>
        a.Start.CompareTo(b.Start) is not 0 and var order ? order : a.Serial.CompareTo(b.Serial)));

    private readonly HashSet<CalendarEvent> series = [];
    private Duration longest = Duration.Zero;

    public Mailbox(string address, string displayName, MailboxKind kind, bool withFolders = true)
    {
        Address = address;
        DisplayName = displayName;
        Kind = kind;
        Number = Identifiers.MailboxNumber(address);
        UserId = Identifiers.Named("user:" + address.ToLowerInvariant()).ToString();
        CalendarId = Identifiers.Default(Number, 'C', 0, 1);
        Settings = new JsonObject
        {
            ["archiveFolder"] = Identifiers.Default(Number, 'F', 0, 6),
            ["timeZone"] = "GMT Standard Time",
            ["delegateMeetingMessageDeliveryOptions"] = "sendToDelegateOnly",
            ["dateFormat"] = "dd/MM/yyyy",
            ["timeFormat"] = "HH:mm",
            ["userPurpose"] = kind switch { MailboxKind.Room => "room", MailboxKind.Shared => "shared", _ => "user" },
            ["automaticRepliesSetting"] = new JsonObject
            {
                ["status"] = "disabled",
                ["externalAudience"] = "none",
                ["internalReplyMessage"] = "",
                ["externalReplyMessage"] = "",
            },
            ["language"] = new JsonObject { ["locale"] = "en-GB", ["displayName"] = "English (United Kingdom)" },
            ["workingHours"] = new JsonObject
            {
                ["daysOfWeek"] = new JsonArray("monday", "tuesday", "wednesday", "thursday", "friday"),
                ["startTime"] = "09:00:00.0000000",
                ["endTime"] = "17:00:00.0000000",
                ["timeZone"] = new JsonObject { ["name"] = "GMT Standard Time" },
            },
        };
        if (withFolders)
        {
            foreach (var (name, title) in WellKnown)
            {
                AddFolder(title, null, name);
            }
        }
    }

    public string Address { get; }

    public string DisplayName { get; }

    public MailboxKind Kind { get; }

    public ulong Number { get; }

    public string UserId { get; }

    public string CalendarId { get; }

    public JsonObject Settings { get; set; }

    /// <summary>The last number given to anything in this mailbox.</summary>
    public long LastSerial { get; set; } = 100;

    public Dictionary<string, MailItem> Messages { get; } = [];

    public Dictionary<string, CalendarEvent> Events { get; } = [];

    /// <summary>What was created under each transaction id. An id stays taken when its event is removed.</summary>
    public Dictionary<string, CalendarEvent> EventsByTransaction { get; } = [];

    public Dictionary<string, CalendarEvent> EventsByICalUId { get; } = [];

    public Dictionary<long, CalendarEvent> EventsBySerial { get; } = [];

    public ChangeLog<CalendarEvent> CalendarLog { get; } = new();

    public IEnumerable<Folder> Folders => folders.Values;

    public string Zone => Settings.Text("timeZone") ?? "UTC";

    public Folder AddFolder(string displayName, Folder? parent, string? name = null, long? serial = null)
    {
        var number = serial ?? (name is null ? ++LastSerial : folders.Count + 1);
        var folder = new Folder(number, Identifiers.Default(Number, 'F', 0, number), displayName, parent) { WellKnownName = name };
        folders.Add(folder.Id, folder);
        parent?.Children.Add(folder);
        if (name is not null)
        {
            wellKnown.Add(name, folder);
        }

        return folder;
    }

    public Folder Folder(string id)
    {
        if (wellKnown.TryGetValue(id, out var folder) || folders.TryGetValue(id, out folder))
        {
            return folder;
        }

        throw Identifiers.Missing(id, Number);
    }

    public MailItem Message(string id) =>
        Messages.TryGetValue(id, out var message) ? message : throw Identifiers.Missing(id, Number);

    public CalendarEvent Event(string id) =>
        Events.TryGetValue(id, out var found) ? found : throw Identifiers.Missing(id, Number);

    public void Index(MailItem message)
    {
        Messages[message.Id] = message;
        Messages[message.ImmutableId] = message;
        message.Folder.Items.Add(message);
        message.Folder.Unread += message.Resource.Flag("isRead") == true ? 0 : 1;
        foreach (var pair in message.Extended)
        {
            Put(messagesByExtended, (pair.Key, pair.Value), message);
        }

        if (message.Resource.Text("internetMessageId") is { } id)
        {
            Put(messagesByInternetId, id, message);
        }
    }

    /// <summary>Takes a message out of every index. To be called before anything changes by which it is indexed.</summary>
    public void Unindex(MailItem message)
    {
        Messages.Remove(message.Id);
        Messages.Remove(message.ImmutableId);
        message.Folder.Items.Remove(message);
        message.Folder.Unread -= message.Resource.Flag("isRead") == true ? 0 : 1;
        foreach (var pair in message.Extended)
        {
            Take(messagesByExtended, (pair.Key, pair.Value), message);
        }

        if (message.Resource.Text("internetMessageId") is { } id)
        {
            Take(messagesByInternetId, id, message);
        }
    }

    public void Index(CalendarEvent item)
    {
        Events[item.Id] = item;
        Events[item.ImmutableId] = item;
        EventsByICalUId[item.ICalUId] = item;
        EventsBySerial[item.Serial] = item;
        if (item.Resource.Text("transactionId") is { } transaction)
        {
            EventsByTransaction[transaction] = item;
        }

        if (item.Recurrence is null)
        {
            singles.Add(item);
            longest = Duration.Max(longest, item.End - item.Start);
        }
        else
        {
            series.Add(item);
        }

        foreach (var pair in item.Extended)
        {
            Put(eventsByExtended, (pair.Key, pair.Value), item);
        }
    }

    /// <summary>Takes an event out of every index. To be called before its times or extended properties change.</summary>
    public void Unindex(CalendarEvent item)
    {
        Events.Remove(item.Id);
        Events.Remove(item.ImmutableId);
        EventsByICalUId.Remove(item.ICalUId);
        EventsBySerial.Remove(item.Serial);

        singles.Remove(item);
        series.Remove(item);
        foreach (var pair in item.Extended)
        {
            Take(eventsByExtended, (pair.Key, pair.Value), item);
        }
    }

    public IEnumerable<CalendarEvent> AllEvents => singles.Concat(series);

    public IEnumerable<MailItem> WithExtended((string Id, string Value) property) =>
        messagesByExtended.TryGetValue(property, out var found) ? found.Order(MailItem.NewestFirst) : [];

    public IEnumerable<MailItem> WithInternetId(string id) =>
        messagesByInternetId.TryGetValue(id, out var found) ? found.Order(MailItem.NewestFirst) : [];

    public IEnumerable<CalendarEvent> EventsWithExtended((string Id, string Value) property) =>
        eventsByExtended.TryGetValue(property, out var found) ? found.OrderBy(static item => item.Start) : [];

    /// <summary>Everything in the calendar within a half-open window, by start; of a series each occurrence.</summary>
    public IEnumerable<(CalendarEvent Event, Instant Start, Instant End, LocalDate? Date)> Between(Instant from, Instant to)
    {
        var lowest = new CalendarEvent(long.MinValue, []) { Id = "", ImmutableId = "", ICalUId = "", IsOrganizer = false, Start = from - longest - Duration.Epsilon };
        var highest = new CalendarEvent(long.MaxValue, []) { Id = "", ImmutableId = "", ICalUId = "", IsOrganizer = false, Start = to };
        var found = singles.GetViewBetween(lowest, highest).Concat(series)
            .SelectMany(item => item.Within(from, to).Select(time => (item, time.Start, time.End, time.Date)));
        return series.Count == 0 ? found : found.OrderBy(static time => time.Start).ThenBy(static time => time.item.Serial);
    }

    private static void Put<TKey, T>(Dictionary<TKey, HashSet<T>> index, TKey key, T item)
        where TKey : notnull
    {
        if (!index.TryGetValue(key, out var set))
        {
            index.Add(key, set = []);
        }

        set.Add(item);
    }

    private static void Take<TKey, T>(Dictionary<TKey, HashSet<T>> index, TKey key, T item)
        where TKey : notnull
    {
        if (index.TryGetValue(key, out var set) && set.Remove(item) && set.Count == 0)
        {
            index.Remove(key);
        }
    }

    /// <summary>Ids of extended properties compare without regard to case, their values with it.</summary>
    private sealed class ExtendedComparer : IEqualityComparer<(string Id, string Value)>
    {
        public static readonly ExtendedComparer Instance = new();

        public bool Equals((string Id, string Value) x, (string Id, string Value) y) =>
            x.Value == y.Value && x.Id.Equals(y.Id, StringComparison.OrdinalIgnoreCase);

        public int GetHashCode((string Id, string Value) obj) =>
            HashCode.Combine(StringComparer.OrdinalIgnoreCase.GetHashCode(obj.Id), obj.Value);
    }
}
