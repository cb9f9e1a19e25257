using System.Collections.Immutable;
using Azure;
using Heldspace.Azure.Tables;
using Heldspace.Intake;
using Heldspace.Pathway;
using NodaTime;
using NodaTime.Text;

namespace Heldspace.Azure.Records;

/// <summary>A case that is not over.</summary>
/// <param name="Case">Its id.</param>
/// <param name="KeyWorker">Who works with the child, by id; null while nobody is chosen.</param>
/// <param name="Waiting">What the child waits for, as of the last act on the case; null for nothing.</param>
public sealed record OpenCaseRow(CaseId Case, string? KeyWorker, Waiting? Waiting)
{
    /// <summary>Whether <see cref="Waiting"/> is known: false for a row that was written before rows said it.</summary>
    public bool KnowsWaiting { get; init; } = true;

    /// <summary>The next day on which there may be something to say of its next step; null where something has happened since it was looked at.</summary>
    public LocalDate? LookOn { get; init; }

    /// <summary>Whether a message of it failed: kept with the row, for when the case is over.</summary>
    internal bool MessageFailed { get; init; }

    /// <summary>The number of the event it was derived at.</summary>
    internal int Event { get; init; }

    internal ETag ETag { get; init; }
}

/// <summary>
/// Every case of a service that is not over, with its key worker and what the child waits for, so that lists, caseloads and forecasts cost what is open and
/// not what ever was. Derived from the cases, and bearing the number of the event it was derived at, so that whoever comes late with an older state changes
/// nothing. Table <c>Lookup</c>, partition <c>{service}:open</c>, row <c>{case}</c>; of a case that is over a row without anything else stays for some weeks, which is
/// longer than anybody is late.
/// </summary>
public sealed class OpenCases(ITables tables)
{
    /// <summary>From this schema on a row says what the child waits for.</summary>
    private const int SaysWaiting = 2;

    /// <summary>The day on which a case was first found to be over.</summary>
    private const string SeenOver = "SeenOver";

    /// <summary>Whether a message of the case failed.</summary>
    private const string Failed = "Failed";

    /// <summary>A message is given up after days; nothing that is older than this comes late.</summary>
    private const int WeeksOver = 4;

    /// <summary>Notes a case that was opened just now. Where a later state of it is noted already, that stays.</summary>
    public Task Open(CaseFile opened, CancellationToken cancellation) =>
        opened.Case.IsOver ? Task.CompletedTask : tables.Insert(Lookups.Table, RowOf(opened), cancellation);

    /// <summary>Notes a case as it is now.</summary>
    public async Task Keep(CaseFile current, CancellationToken cancellation)
    {
        while (true)
        {
            var row = RowOf(current);
            var standing = await tables.Get(Lookups.Table, row.PartitionKey, row.RowKey, cancellation);
            if (standing?.RequireInt32("Event") >= current.Case.LastEvent)
            {
                return;
            }

            if (await Write(standing, standing?.GetBoolean(Failed) == true ? row.With(Failed, true) : row, cancellation))
            {
                return;
            }
        }
    }

    /// <summary>Notes that a message of a case failed, so that it is found for some weeks more though the case is over.</summary>
    public async Task KeepFailed(CaseFile current, CancellationToken cancellation)
    {
        while (true)
        {
            var row = RowOf(current);
            var standing = await tables.Get(Lookups.Table, row.PartitionKey, row.RowKey, cancellation);
            if ((standing?.GetBoolean(Failed) == true && standing.GetString(SeenOver) is null) || await Write(standing, (standing ?? row).With(Failed, true).With(SeenOver, null), cancellation))
            {
                return;
            }
        }
    }

    /// <summary>Takes out rows of cases that are over once they have stood for some weeks: without that, whoever reads what is open would read what ever was.</summary>
    public async Task Forget(string service, LocalDate today, CancellationToken cancellation)
    {
        await foreach (var row in tables.Query(Lookups.Table, RowFilter.Partition(Partition(service)), cancellation: cancellation))
        {
            if (row.GetBoolean("Over") != true)
            {
                continue;
            }

            if (row.GetString(SeenOver) is not { } seen)
            {
                _ = await tables.Replace(Lookups.Table, row.With(SeenOver, LocalDatePattern.Iso.Format(today)), row.ETag, cancellation);
            }
            else if (LocalDatePattern.Iso.Parse(seen).Value.PlusWeeks(WeeksOver) <= today)
            {
                _ = await tables.Delete(Lookups.Table, row.PartitionKey, row.RowKey, row.ETag, cancellation);
            }
        }
    }

    /// <summary>Every case that is not over, and those that are of which a message failed in the last weeks; oldest first.</summary>
    public async Task<ImmutableArray<CaseId>> WithFailed(string service, CancellationToken cancellation)
    {
        var ids = ImmutableArray.CreateBuilder<CaseId>();
        await foreach (var row in tables.Query(Lookups.Table, RowFilter.Partition(Partition(service)), cancellation: cancellation))
        {
            if (row.GetBoolean("Over") != true || row.GetBoolean(Failed) == true)
            {
                ids.Add(CaseId.Parse(row.RowKey));
            }
        }

        return ids.ToImmutable();
    }

    /// <summary>Every case that is not over, oldest first.</summary>
    public async Task<ImmutableArray<OpenCaseRow>> Read(string service, CancellationToken cancellation)
    {
        var rows = ImmutableArray.CreateBuilder<OpenCaseRow>();
        await foreach (var row in tables.Query(Lookups.Table, RowFilter.Partition(Partition(service)), cancellation: cancellation))
        {
            if (row.GetBoolean("Over") != true)
            {
                rows.Add(new(CaseId.Parse(row.RowKey), row.GetString("KeyWorker"), WaitingOf(row))
                {
                    KnowsWaiting = row.RequireInt32("Schema") >= SaysWaiting,
                    MessageFailed = row.GetBoolean(Failed) == true,
                    LookOn = row.GetString("LookOn") is { } day ? LocalDatePattern.Iso.Parse(day).Value : null,
                    Event = row.RequireInt32("Event"),
                    ETag = row.ETag,
                });
            }
        }

        return rows.ToImmutable();
    }

    /// <summary>Its next step was looked at. Where something was noted of the case since the row was read, that stays, and it is looked at again.</summary>
    public Task PutOff(string service, OpenCaseRow row, LocalDate on, CancellationToken cancellation) => row.LookOn == on ? Task.CompletedTask : tables.Replace(
        Lookups.Table,
        RowOf(service, row.Case, row.Event, isOver: false, row.KeyWorker, row.Waiting)
            .With("Schema", row.KnowsWaiting ? SaysWaiting : SaysWaiting - 1)
            .With("LookOn", LocalDatePattern.Iso.Format(on))
            .With(Failed, row.MessageFailed ? true : null),
        row.ETag,
        cancellation);

    /// <summary>How many open cases each clinician is the key worker of.</summary>
    public async Task<Caseload> Caseload(string service, CancellationToken cancellation) => new(
        (await Read(service, cancellation)).Where(row => row.KeyWorker is not null).CountBy(row => row.KeyWorker!).ToImmutableDictionary());

    /// <summary>False where somebody else wrote it in between.</summary>
    private async Task<bool> Write(Row? standing, Row row, CancellationToken cancellation) => standing is null
        ? await tables.Insert(Lookups.Table, row, cancellation) is Insertion.Inserted
        : await tables.Replace(Lookups.Table, row, standing.ETag, cancellation) is Replacement.Replaced;

    private static string Partition(string service) => $"{service}:open";

    private static Row RowOf(CaseFile file) =>
        file.Case.IsOver
            ? RowOf(file.Case.Service, file.Case.Id, file.Case.LastEvent, isOver: true, null, null)
            : RowOf(file.Case.Service, file.Case.Id, file.Case.LastEvent, isOver: false, file.Case.KeyWorker, Waiting.Of(file));

    private static Row RowOf(string service, CaseId id, int lastEvent, bool isOver, string? keyWorker, Waiting? waiting) => new(Partition(service), id.Text)
    {
        ["Schema"] = SaysWaiting,
        ["Event"] = lastEvent,
        ["Over"] = isOver ? true : null,
        ["KeyWorker"] = keyWorker,
        ["Waits"] = waiting?.Kind,
        ["Reference"] = waiting?.Reference.Text,
        ["From"] = waiting?.From,
        ["PathwayFrom"] = waiting?.PathwayFrom,
        ["PausedDays"] = waiting?.PausedDays,
        ["Paused"] = waiting?.Paused,
        ["Urgent"] = waiting?.Urgent,
    };

    private static Waiting? WaitingOf(Row row) =>
        row.GetString("Waits") is { } kind && Reference.TryParse(row.GetString("Reference")) is { } reference && row.GetInstant("From") is { } from && row.GetInstant("PathwayFrom") is { } pathway
            ? new(reference, kind, from, pathway, row.RequireInt32("PausedDays"), row.GetBoolean("Paused") == true, row.GetBoolean("Urgent") == true)
            : null;
}
