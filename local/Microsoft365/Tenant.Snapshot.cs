using System.Text.Json.Nodes;
using NodaTime;

namespace Heldspace.Local.Microsoft365;

/// <summary>The tenant as a JSON file, so that it survives a restart: ids, change keys and delta tokens stay good.</summary>
public sealed partial class Tenant
{
    private const int SnapshotVersion = 1;

    /// <summary>Writes everything to a file, whole or not at all. What is under way is brought to its mailbox first.</summary>
    public void Save(string path)
    {
        JsonObject snapshot;
        lock (Gate)
        {
            Settle();
            snapshot = new JsonObject
            {
                ["version"] = SnapshotVersion,
                ["deltaGeneration"] = DeltaGeneration,
                ["lastVersion"] = lastVersion,
                ["lastMessageNumber"] = lastMessageNumber,
                ["mailboxes"] = mailboxes.Values.Select(static box => (JsonNode?)Written(box)).ToArray(),
                ["outbox"] = outbox.Select(static mail => (JsonNode?)new JsonObject
                {
                    ["at"] = Json.Ticks(mail.At),
                    ["from"] = mail.From,
                    ["to"] = mail.To,
                    ["message"] = mail.Message.DeepClone(),
                }).ToArray(),
                ["subscriptions"] = Subscriptions.All.Select(static item => (JsonNode?)new JsonObject
                {
                    ["resource"] = item.Resource.DeepClone(),
                    ["immutable"] = item.Immutable,
                    ["userId"] = item.UserId,
                    ["kind"] = item.Kind,
                    ["folderId"] = item.FolderId,
                }).ToArray(),
            };
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        File.WriteAllText(path + ".new", snapshot.ToJsonString());
        File.Move(path + ".new", path, overwrite: true);
    }

    /// <summary>A tenant read from a file.</summary>
    /// <exception cref="InvalidDataException">The file is of another version.</exception>
    public static Tenant Load(string path, IClock clock)
    {
        var tenant = new Tenant(clock);
        tenant.Load(path);
        return tenant;
    }

    /// <summary>Replaces everything by what a file holds.</summary>
    /// <exception cref="InvalidDataException">The file is of another version.</exception>
    public void Load(string path)
    {
        var snapshot = JsonNode.Parse(File.ReadAllText(path)) as JsonObject ?? throw new InvalidDataException($"{path} holds no tenant.");
        if (snapshot.Number("version") != SnapshotVersion)
        {
            throw new InvalidDataException($"{path} is of version {snapshot.Number("version")}; this program reads version {SnapshotVersion}. Remove it to start anew.");
        }

        lock (Gate)
        {
            mailboxes.Clear();
            byUserId.Clear();
            outbox.Clear();
            DeltaGeneration = snapshot.Number("deltaGeneration") ?? 1;
            lastVersion = Long(snapshot, "lastVersion");
            lastMessageNumber = Long(snapshot, "lastMessageNumber");
            foreach (var item in snapshot.Parts("mailboxes"))
            {
                Put(ReadMailbox(item));
            }

            foreach (var item in snapshot.Parts("outbox"))
            {
                outbox.Add(new SentMail(Time(item, "at"), item.Text("from")!, item.Text("to")!, (JsonObject)item["message"]!.DeepClone()));
            }

            foreach (var item in snapshot.Parts("subscriptions"))
            {
                var resource = (JsonObject)item["resource"]!.DeepClone();
                Subscriptions.Add(new Subscription(resource.Text("id")!, resource, item.Flag("immutable") == true, item.Text("userId")!, item.Text("kind")!, item.Text("folderId")));
            }
        }
    }

    private static JsonObject Written(Mailbox box) => new()
    {
        ["address"] = box.Address,
        ["displayName"] = box.DisplayName,
        ["kind"] = box.Kind.ToString(),
        ["lastSerial"] = box.LastSerial,
        ["settings"] = box.Settings.DeepClone(),
        ["folders"] = box.Folders.Select(static folder => (JsonNode?)new JsonObject
        {
            ["serial"] = folder.Serial,
            ["displayName"] = folder.DisplayName,
            ["parent"] = folder.Parent?.Id,
            ["name"] = folder.WellKnownName,
            ["messages"] = folder.Items.Select(static message => (JsonNode?)Written(message)).ToArray(),
            ["log"] = Written(folder.Log),
        }).ToArray(),
        ["events"] = box.AllEvents.OrderBy(static item => item.Serial).Select(static item => (JsonNode?)Written(item)).ToArray(),
        ["calendarLog"] = Written(box.CalendarLog),
        ["spentTransactions"] = box.EventsByTransaction.Where(pair => !box.Events.ContainsKey(pair.Value.Id)).Select(static pair => (JsonNode?)pair.Key).ToArray(),
    };

    private static JsonObject Written(MailItem message) => new()
    {
        ["serial"] = message.Serial,
        ["received"] = Json.Ticks(message.Received),
        ["version"] = message.Version,
        ["resource"] = message.Resource.DeepClone(),
        ["headers"] = message.Headers?.DeepClone(),
        ["references"] = message.References.Select(static id => (JsonNode?)id).ToArray(),
        ["iCalUId"] = message.ICalUId,
        ["extended"] = Extended(message.Extended),
        ["attachments"] = message.Attachments.Select(static item => (JsonNode?)new JsonObject
        {
            ["id"] = item.Id,
            ["malicious"] = item.Malicious,
            ["resource"] = item.Resource.DeepClone(),
        }).ToArray(),
    };

    private static JsonObject Written(CalendarEvent item) => new()
    {
        ["serial"] = item.Serial,
        ["version"] = item.Version,
        ["iCalUId"] = item.ICalUId,
        ["isOrganizer"] = item.IsOrganizer,
        ["createdFrom"] = item.CreatedFrom,
        ["start"] = TimeZones.Write(item.LocalStart, item.Zone),
        ["end"] = TimeZones.Write(item.LocalEnd, item.EndZone),
        ["startInstant"] = Json.Ticks(item.Start),
        ["endInstant"] = Json.Ticks(item.End),
        ["resource"] = item.Resource.DeepClone(),
        ["removed"] = item.Removed.Select(static date => (JsonNode?)EventShape.Number(date)).ToArray(),
        ["extended"] = Extended(item.Extended),
    };

    private static JsonArray Written<T>(ChangeLog<T> log)
        where T : class, ITracked =>
        log.Entries.Select(static change => (JsonNode?)new JsonArray(change.Item.Serial, change.Removed, change.Id, change.ImmutableId)).ToArray();

    private static Mailbox ReadMailbox(JsonObject item)
    {
        var box = new Mailbox(item.Text("address")!, item.Text("displayName")!, Enum.Parse<MailboxKind>(item.Text("kind")!), withFolders: false)
        {
            LastSerial = Long(item, "lastSerial"),
            Settings = (JsonObject)item["settings"]!.DeepClone(),
        };
        var messages = new Dictionary<long, MailItem>();
        foreach (var given in item.Parts("folders"))
        {
            var parent = given.Text("parent") is { } id ? box.Folder(id) : null;
            var folder = box.AddFolder(given.Text("displayName")!, parent, given.Text("name"), Long(given, "serial"));
            foreach (var message in given.Parts("messages").Select(message => ReadMessage(box, folder, message)))
            {
                box.Index(message);
                messages.Add(message.Serial, message);
            }
        }

        // A message moved away is still named by its old folder's log, so the logs come after all folders.
        foreach (var given in item.Parts("folders"))
        {
            var folder = box.Folders.First(known => known.Serial == Long(given, "serial"));
            Restore(folder.Log, given, "log", serial => messages.GetValueOrDefault(serial)
                ?? new MailItem(serial, folder, []) { Id = "", ImmutableId = "", Received = Instant.MinValue });
        }

        foreach (var given in item.Parts("events"))
        {
            box.Index(ReadEvent(box, given));
        }

        Restore(box.CalendarLog, item, "calendarLog", serial => box.EventsBySerial.GetValueOrDefault(serial) ?? Gone(serial));
        foreach (var transaction in (item["spentTransactions"] as JsonArray ?? []).Select(static id => id.AsText()).OfType<string>())
        {
            box.EventsByTransaction[transaction] = Gone(0);
        }

        return box;
    }

    private static CalendarEvent Gone(long serial) => new(serial, []) { Id = "", ImmutableId = "", ICalUId = "", IsOrganizer = false };

    private static MailItem ReadMessage(Mailbox box, Folder folder, JsonObject given)
    {
        var serial = Long(given, "serial");
        var message = new MailItem(serial, folder, (JsonObject)given["resource"]!.DeepClone())
        {
            Id = Identifiers.Default(box.Number, 'M', folder.Serial, serial),
            ImmutableId = Identifiers.Immutable(box.Number, 'M', serial),
            Received = Time(given, "received"),
            Version = Long(given, "version"),
            Headers = given["headers"]?.DeepClone() as JsonArray,
            ICalUId = given.Text("iCalUId"),
        };
        message.References.AddRange(given["references"]!.AsArray().Select(static id => id.AsText() ?? ""));
        SetExtended(message.Extended, new JsonObject { ["singleValueExtendedProperties"] = given["extended"]?.DeepClone() });
        message.Attachments.AddRange(given.Parts("attachments").Select(static item =>
            new Attachment(item.Text("id")!, (JsonObject)item["resource"]!.DeepClone()) { Malicious = item.Flag("malicious") == true }));
        return message;
    }

    private static CalendarEvent ReadEvent(Mailbox box, JsonObject given)
    {
        var serial = Long(given, "serial");
        var item = new CalendarEvent(serial, (JsonObject)given["resource"]!.DeepClone())
        {
            Id = Identifiers.Default(box.Number, 'E', 1, serial),
            ImmutableId = Identifiers.Immutable(box.Number, 'E', serial),
            ICalUId = given.Text("iCalUId")!,
            IsOrganizer = given.Flag("isOrganizer") == true,
            CreatedFrom = given.Text("createdFrom"),
            Version = Long(given, "version"),
        };
        SetTimes(item, new JsonObject { ["start"] = given["start"]?.DeepClone(), ["end"] = given["end"]?.DeepClone() });
        (item.Start, item.End) = (Time(given, "startInstant"), Time(given, "endInstant"));
        item.Removed.UnionWith(given["removed"]!.AsArray().Select(static date => EventShape.Date(date!.GetValue<int>())));
        SetExtended(item.Extended, new JsonObject { ["singleValueExtendedProperties"] = given["extended"]?.DeepClone() });
        return item;
    }

    private static void Restore<T>(ChangeLog<T> log, JsonObject given, string name, Func<long, T> item)
        where T : class, ITracked
    {
        foreach (var change in given[name]!.AsArray().OfType<JsonArray>())
        {
            log.Restore(new Change<T>(item(change[0]!.GetValue<long>()), change[1]!.GetValue<bool>(), change[2]!.GetValue<string>(), change[3]!.GetValue<string>()));
        }
    }

    private static long Long(JsonObject given, string name) => given[name]!.GetValue<long>();

    private static Instant Time(JsonObject given, string name) =>
        Json.TryInstant(given.Text(name), out var at) ? at : throw new InvalidDataException($"'{name}' is no time.");
}
