using System.Collections.Immutable;
using System.Globalization;
using Azure;
using Heldspace.Azure.Tables;
using Heldspace.Intake;
using Heldspace.Measures.Asking;
using Heldspace.Pathway;

namespace Heldspace.Azure.Records;

/// <summary>
/// Cases, one partition each: the record, its events, appointments, messages and measures. State and events are committed together, guarded by the
/// ETag of the record. Table <c>Cases</c>, partition <c>{service}:{case}</c>.
/// </summary>
public sealed class Cases(ITables tables)
{
    public const string Table = "Cases";

    private const string CaseRow = "case";
    private const string EventPrefix = "event:";
    private const string AppointmentPrefix = "appointment:";
    private const string MessagePrefix = "message:";
    private const string MeasurePrefix = "measure:";

    /// <summary>How many are read at once: storage answers some side by side, and many would make it ask to be left alone.</summary>
    private const int AtOnce = 16;

    /// <summary>Everything of a case but its history, in one query of its partition; null where there is none.</summary>
    public async Task<StoredCase?> Read(string service, CaseId id, CancellationToken cancellation)
    {
        // The history comes along and is passed over: at its size one query costs less than two beside it.
        Case? record = null;
        ETag etag = default;
        var appointments = ImmutableArray.CreateBuilder<Appointment>();
        var messages = ImmutableArray.CreateBuilder<Message>();
        var asks = ImmutableArray.CreateBuilder<Ask>();
        var messageTags = new Dictionary<string, ETag>(StringComparer.Ordinal);
        await foreach (var row in tables.Query(Table, RowFilter.Partition(Partition(service, id)), cancellation: cancellation))
        {
            if (row.RowKey == CaseRow)
            {
                record = row.Read<Case>(Case.CurrentSchema);
                etag = row.ETag;
            }
            else if (row.RowKey.StartsWith(AppointmentPrefix, StringComparison.Ordinal))
            {
                appointments.Add(row.Read<Appointment>(Appointment.CurrentSchema));
            }
            else if (row.RowKey.StartsWith(MeasurePrefix, StringComparison.Ordinal))
            {
                asks.Add(row.Read<Ask>(Ask.CurrentSchema));
            }
            else if (row.RowKey.StartsWith(MessagePrefix, StringComparison.Ordinal))
            {
                var message = row.Read<Message>(Message.CurrentSchema);
                messages.Add(message);
                messageTags[message.Id] = row.ETag;
            }
        }

        return record is null ? null : new(new(record, appointments.ToImmutable(), messages.ToImmutable()) { Asks = [.. asks.OrderBy(ask => ask.OpenedAt).ThenBy(ask => ask.Id, StringComparer.Ordinal)] }, etag, messageTags);
    }

    /// <summary>The history of a case, oldest first.</summary>
    public async IAsyncEnumerable<CaseEvent> History(
        string service, CaseId id, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var row in tables.Query(Table, RowFilter.RowsStarting(Partition(service, id), EventPrefix), cancellation: cancellation))
        {
            yield return row.Read<CaseEvent>(1);
        }
    }

    /// <summary>Several cases, a few at a time, in the order in which they are asked for; those apart that are not there.</summary>
    public async Task<IReadOnlyList<StoredCase>> ReadEach(string service, IEnumerable<CaseId> ids, CancellationToken cancellation)
    {
        var found = new List<StoredCase>();
        foreach (var some in ids.Chunk(AtOnce))
        {
            found.AddRange((await Task.WhenAll(some.Select(id => Read(service, id, cancellation)))).OfType<StoredCase>());
        }

        return found;
    }

    /// <summary>The ids of all cases of a service. For repairs: its cost follows what there is.</summary>
    public async Task<IReadOnlyList<CaseId>> All(string service, CancellationToken cancellation)
    {
        var ids = new List<CaseId>();
        await foreach (var row in tables.Query(Table, RowFilter.RowOfPartitionsStarting($"{service}:", CaseRow), ["Schema"], cancellation: cancellation))
        {
            ids.Add(CaseId.Parse(row.PartitionKey[(service.Length + 1)..]));
        }

        return ids;
    }

    /// <summary>All of the history of a case, oldest first.</summary>
    public async Task<IReadOnlyList<CaseEvent>> WholeHistory(string service, CaseId id, CancellationToken cancellation)
    {
        var history = new List<CaseEvent>();
        await foreach (var happened in History(service, id, cancellation))
        {
            history.Add(happened);
        }

        return history;
    }

    /// <summary>Opens a case; false where it was open already.</summary>
    public async Task<bool> Open(Change change, CancellationToken cancellation)
    {
        var partition = Partition(change.File.Case.Service, change.File.Case.Id);
        var outcome = await tables.Submit(
            Table,
            [
                RowWrite.Insert(new Row(partition, CaseRow).With(change.File.Case, Case.CurrentSchema)),
                .. Events(partition, change, 0),
                .. change.File.Appointments.Select(appointment => RowWrite.Insert(RowOf(partition, appointment))),
                .. change.File.Messages.Select(message => RowWrite.Insert(RowOf(partition, message))),
            ],
            cancellation);
        return outcome is Submission.Committed;
    }

    /// <summary>
    /// Commits a change over the version it was decided on; null where somebody else changed the case in between: read and decide again.
    /// Messages that stand already are left alone, since whoever sends them changes them.
    /// </summary>
    public async Task<StoredCase?> Commit(StoredCase before, Change change, CancellationToken cancellation)
    {
        var partition = Partition(change.File.Case.Service, change.File.Case.Id);
        var planned = change.File.Messages.Where(message => !before.MessageTags.ContainsKey(message.Id)).ToList();
        var outcome = await tables.Submit(
            Table,
            [
                RowWrite.Replace(new Row(partition, CaseRow).With(change.File.Case, Case.CurrentSchema), before.ETag),
                .. Events(partition, change, change.File.Case.LastEvent - change.Events.Count),
                .. change.File.Appointments
                    .Where(appointment => !before.File.Appointments.Contains(appointment))
                    .Select(appointment => RowWrite.InsertOrReplace(RowOf(partition, appointment))),
                .. change.File.Asks
                    .Where(ask => !before.File.Asks.Any(other => ReferenceEquals(other, ask)))
                    .Select(ask => RowWrite.InsertOrReplace(new Row(partition, MeasurePrefix + ask.Id).With(ask, Ask.CurrentSchema))),
                .. planned.Select(message => RowWrite.Insert(RowOf(partition, message))),
            ],
            cancellation);
        if (outcome is not Submission.Committed committed)
        {
            return null;
        }

        var tags = new Dictionary<string, ETag>(before.MessageTags, StringComparer.Ordinal);
        for (var i = 0; i < planned.Count; i++)
        {
            tags[planned[i].Id] = committed.ETags[committed.ETags.Count - planned.Count + i];
        }

        return new(change.File, committed.ETags[0], tags);
    }

    /// <summary>Commits one step of a message over the version that was read; null where somebody else took that step.</summary>
    public async Task<StoredCase?> Commit(StoredCase before, Message message, CancellationToken cancellation)
    {
        var partition = Partition(before.File.Case.Service, before.File.Case.Id);
        var outcome = await tables.Replace(Table, RowOf(partition, message), before.MessageTags[message.Id], cancellation);
        if (outcome is not Replacement.Replaced replaced)
        {
            return null;
        }

        var messages = before.File.Messages.Select(other => other.Id == message.Id ? message : other);
        var tags = new Dictionary<string, ETag>(before.MessageTags, StringComparer.Ordinal) { [message.Id] = replaced.ETag };
        return before with { File = before.File with { Messages = [.. messages] }, MessageTags = tags };
    }

    private static string Partition(string service, CaseId id) => $"{service}:{id}";

    private static IEnumerable<RowWrite> Events(string partition, Change change, int before) =>
        change.Events.Select((happened, index) => RowWrite.Insert(
            new Row(partition, string.Create(CultureInfo.InvariantCulture, $"{EventPrefix}{before + index + 1:D8}")).With(happened, 1)));

    private static Row RowOf(string partition, Appointment appointment) =>
        new Row(partition, AppointmentPrefix + appointment.Id).With(appointment, Appointment.CurrentSchema);

    private static Row RowOf(string partition, Message message) =>
        new Row(partition, MessagePrefix + message.Id).With(message, Message.CurrentSchema);
}

/// <summary>A case as it was read, with the versions that guard it.</summary>
public sealed record StoredCase(CaseFile File, ETag ETag, IReadOnlyDictionary<string, ETag> MessageTags);
