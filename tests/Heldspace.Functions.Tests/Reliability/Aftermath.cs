using System.Text.Json.Nodes;
using Heldspace.Azure.Blobs;
using Heldspace.Azure.Records;
using Heldspace.Azure.Tables;
using Heldspace.Intake;
using Heldspace.Local.Microsoft365;
using Heldspace.Local.ServiceBus;
using Heldspace.Pathway;
using Heldspace.Services;
using NodaTime;

namespace Heldspace.Functions.Tests.Reliability;

/// <summary>Everything a service left behind, in its store, its mailboxes, its calendars and its queues; read straight from each of them.</summary>
internal sealed record Aftermath
{
    private static readonly string[] Queues = ["referrals", "allocations", "messages"];

    public required ServiceDefinition Service { get; init; }

    public required IReadOnlyList<CaseFile> Cases { get; init; }

    /// <summary>Marks of what is not done.</summary>
    public required int Pending { get; init; }

    public required IReadOnlyList<Row> Claims { get; init; }

    public required IReadOnlyList<Row> RemindersDue { get; init; }

    public required IReadOnlyList<Row> Facts { get; init; }

    /// <summary>Drafts in the mailbox that sends.</summary>
    public required int Drafts { get; init; }

    public required int Inbox { get; init; }

    public required int Processed { get; init; }

    /// <summary>Mail to people outside the tenant.</summary>
    public required IReadOnlyList<SentMail> Sent { get; init; }

    /// <summary>Mail to each person of the tenant.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<JsonObject>> Inboxes { get; init; }

    /// <summary>Each calendar: clinicians, rooms, scheduler.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<StandingEvent>> Calendars { get; init; }

    /// <summary>Queue messages that are due, in somebody's hands or scheduled.</summary>
    public required int Queued { get; init; }

    public required IReadOnlyList<string> DeadLetters { get; init; }

    public IEnumerable<(CaseFile File, Appointment Appointment)> Held =>
        Cases.SelectMany(file => file.Appointments.Where(appointment => appointment.State == AppointmentState.Held).Select(appointment => (file, appointment)));

    /// <summary>Nothing is waiting for anything.</summary>
    public bool IsQuiet => Pending == 0 && Queued == 0 && Drafts == 0 && Inbox == 0;

    public static async Task<Aftermath> Of(ServiceDefinition service, ITables tables, IBlobs blobs, Tenant tenant, Broker broker)
    {
        tenant.Settle();
        var mailbox = service.Mailboxes[0].Text;
        var people = service.Managers.Select(manager => manager.Mailbox).Append(service.Scheduler.Mailbox).Select(address => address.Text).Distinct().ToList();
        var calendars = service.Team.Select(member => member.Mailbox).Concat(service.Rooms.Select(room => room.Mailbox)).Append(service.Scheduler.Mailbox).Select(address => address.Text).Distinct();
        return new()
        {
            Service = service,
            Cases = await CasesOf(service, tables, blobs),
            Pending = await Count(blobs, Containers.Pending, service),
            Claims = [.. (await RowsOf(tables, Slots.Table, service)).Where(row => !row.PartitionKey.EndsWith(":away", StringComparison.Ordinal))],
            RemindersDue = [.. (await RowsOf(tables, Due.Table, service)).Where(row => row.PartitionKey.StartsWith($"{service.Id}:{DueKinds.AppointmentReminder}:", StringComparison.Ordinal))],
            Facts = await RowsOf(tables, Heldspace.Azure.Records.Facts.Table, service),
            Drafts = tenant.Messages(mailbox, "drafts").Count,
            Inbox = tenant.Messages(mailbox).Count,
            Processed = tenant.FolderNames(mailbox).Contains("Processed") ? tenant.Messages(mailbox, "Processed").Count : 0,
            Sent = tenant.Outbox,
            Inboxes = people.ToDictionary(address => address, address => tenant.Messages(address), StringComparer.Ordinal),
            Calendars = calendars.ToDictionary(address => address, address => (IReadOnlyList<StandingEvent>)[.. tenant.Events(address).Select(StandingEvent.Of)], StringComparer.Ordinal),
            Queued = Queues.Sum(queue => broker.Outstanding(queue) + broker.Scheduled(queue).Count),
            DeadLetters = [.. Queues.SelectMany(queue => broker.DeadLetters(queue).Select(message => $"{queue}: {message.MessageId}"))],
        };
    }

    private static async Task<List<CaseFile>> CasesOf(ServiceDefinition service, ITables tables, IBlobs blobs)
    {
        var cases = new Cases(tables);
        var files = new List<CaseFile>();
        await foreach (var blob in blobs.List(Containers.Intake, $"{service.Id}/"))
        {
            var intake = IntakeId.Parse(blob.Name[(service.Id.Length + 1)..]);
            for (var ordinal = 1; await cases.Read(service.Id, CaseId.Of(intake, ordinal), CancellationToken.None) is { } stored; ordinal++)
            {
                files.Add(stored.File);
            }
        }

        return files;
    }

    private static async Task<int> Count(IBlobs blobs, string container, ServiceDefinition service)
    {
        var count = 0;
        await foreach (var _ in blobs.List(container, $"{service.Id}/"))
        {
            count++;
        }

        return count;
    }

    private static async Task<List<Row>> RowsOf(ITables tables, string table, ServiceDefinition service)
    {
        var rows = new List<Row>();
        await foreach (var row in tables.Query(table, RowFilter.Partitions($"{service.Id}:", $"{service.Id};")))
        {
            rows.Add(row);
        }

        return rows;
    }
}

/// <summary>An event as it stands in a calendar.</summary>
/// <param name="Id">Its immutable id in this calendar.</param>
/// <param name="Marker">Which appointment and attempt it is of; null for what a person put there.</param>
internal sealed record StandingEvent(string Id, string? ICalUId, Interval Time, bool IsBusy, bool IsCancelled, string? Marker)
{
    public static StandingEvent Of(JsonObject item) => new(
        item["id"]!.GetValue<string>(),
        item["iCalUId"]?.GetValue<string>(),
        new(At(item["start"]!), At(item["end"]!)),
        item["showAs"]?.GetValue<string>() is not ("free" or "workingElsewhere"),
        item["isCancelled"]?.GetValue<bool>() == true,
        item["singleValueExtendedProperties"]?.AsArray().Select(property => property!["value"]!.GetValue<string>()).FirstOrDefault());

    private static Instant At(JsonNode time) =>
        NodaTime.Text.LocalDateTimePattern.ExtendedIso.Parse(time["dateTime"]!.GetValue<string>()).Value.InUtc().ToInstant();
}
