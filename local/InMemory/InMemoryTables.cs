using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using Azure;
using Heldspace.Azure;
using Heldspace.Azure.Tables;
using NodaTime;

namespace Heldspace.Local.InMemory;

/// <summary>
/// Tables in this process, with the limits and outcomes of the real ones. Partitions and rows are kept sorted, so that a query costs what it
/// finds. For simulations: a year of them costs seconds.
/// </summary>
/// <param name="clock">Says when a row was written.</param>
/// <param name="written">Told of each row that was inserted or changed, and of its table. Called under a lock, so it must be quick and ask nothing of the tables.</param>
public sealed class InMemoryTables(IClock clock, Action<string, Row>? written = null) : ITables
{
    private readonly ConcurrentDictionary<string, Table> _tables = new(StringComparer.OrdinalIgnoreCase);

    public Task CreateTable(string table, CancellationToken cancellation = default)
    {
        RowRules.CheckTable(table);
        _tables.TryAdd(table, new Table(clock, written is null ? null : row => written(table, row)));
        return Task.CompletedTask;
    }

    public Task<Row?> Get(string table, string partitionKey, string rowKey, CancellationToken cancellation = default)
    {
        RowRules.CheckKey(partitionKey);
        RowRules.CheckKey(rowKey);
        return Task.FromResult(Find(table, "Get from").Get(partitionKey, rowKey));
    }

    public Task<Insertion> Insert(string table, Row row, CancellationToken cancellation = default) =>
        Task.FromResult<Insertion>(Write(table, RowWrite.Insert(row), "Insert into") switch
        {
            Submission.Committed done => new Insertion.Inserted(done.ETags[0]),
            _ => new Insertion.Exists(),
        });

    public Task<Replacement> Replace(string table, Row row, ETag etag, CancellationToken cancellation = default) =>
        Task.FromResult(Replaced(Write(table, RowWrite.Replace(row, etag), "Update")));

    public Task<Replacement> Merge(string table, Row row, ETag etag, CancellationToken cancellation = default) =>
        Task.FromResult(Replaced(Write(table, RowWrite.Merge(row, etag), "Update")));

    public Task<ETag> InsertOrReplace(string table, Row row, CancellationToken cancellation = default) =>
        Task.FromResult(((Submission.Committed)Write(table, RowWrite.InsertOrReplace(row), "Write to")).ETags[0]);

    public Task<Deletion> Delete(string table, string partitionKey, string rowKey, ETag etag, CancellationToken cancellation = default) =>
        Task.FromResult<Deletion>(Write(table, RowWrite.Delete(partitionKey, rowKey, etag), "Delete from") switch
        {
            Submission.Conflict { Reason: ConflictReason.Missing } => new Deletion.Missing(),
            Submission.Conflict => new Deletion.Changed(),
            _ => new Deletion.Deleted(),
        });

    public async IAsyncEnumerable<Row> Query(
        string table,
        RowFilter filter,
        IReadOnlyList<string>? select = null,
        int? top = null,
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        RowRules.CheckFilter(filter);
        var rows = Find(table, "Query");
        var left = top ?? int.MaxValue;
        (string Partition, string Row)? last = null;
        while (left > 0)
        {
            var page = rows.Page(filter, last, Math.Min(left, RowRules.PageSize));
            foreach (var row in page)
            {
                cancellation.ThrowIfCancellationRequested();
                yield return select is null ? row : row.Select(select);
            }

            if (page.Count < RowRules.PageSize)
            {
                break;
            }

            left -= page.Count;
            last = (page[^1].PartitionKey, page[^1].RowKey);
        }

        await Task.CompletedTask;
    }

    public Task<Submission> Submit(string table, IReadOnlyList<RowWrite> writes, CancellationToken cancellation = default)
    {
        RowRules.CheckWrites(writes);
        RowRules.CheckSize(writes);
        return Task.FromResult(Find(table, "Submit to").Write(writes));
    }

    private static Replacement Replaced(Submission submission) => submission switch
    {
        Submission.Committed done => new Replacement.Replaced(done.ETags[0]),
        Submission.Conflict { Reason: ConflictReason.Missing } => new Replacement.Missing(),
        _ => new Replacement.Changed(),
    };

    private Submission Write(string table, RowWrite write, string edge)
    {
        RowRules.CheckWrites([write]);
        return Find(table, edge).Write([write]);
    }

    private Table Find(string table, string edge)
    {
        RowRules.CheckTable(table);
        return _tables.GetValueOrDefault(table) ?? throw new EdgeException($"{edge} {table}", 404, "TableNotFound");
    }

    private sealed class Table(IClock clock, Action<Row>? written)
    {
        private readonly Lock _lock = new();
        private readonly SortedList<string, SortedList<string, Row>> _partitions = new(StringComparer.Ordinal);
        private long _version;

        public Row? Get(string partitionKey, string rowKey)
        {
            lock (_lock)
            {
                return _partitions.GetValueOrDefault(partitionKey)?.GetValueOrDefault(rowKey);
            }
        }

        public Submission Write(IReadOnlyList<RowWrite> writes)
        {
            var key = writes[0].Row.PartitionKey;
            lock (_lock)
            {
                var partition = _partitions.GetValueOrDefault(key);
                for (var i = 0; i < writes.Count; i++)
                {
                    if (Reason(writes[i], partition?.GetValueOrDefault(writes[i].Row.RowKey)) is { } reason)
                    {
                        return new Submission.Conflict(i, reason);
                    }
                }

                _partitions[key] = partition ??= new SortedList<string, Row>(StringComparer.Ordinal);
                var etags = new ETag[writes.Count];
                for (var i = 0; i < writes.Count; i++)
                {
                    etags[i] = Apply(writes[i], partition);
                }

                if (partition.Count == 0)
                {
                    _partitions.Remove(key);
                }

                return new Submission.Committed(etags);
            }
        }

        public List<Row> Page(RowFilter filter, (string Partition, string Row)? after, int size)
        {
            var page = new List<Row>();
            lock (_lock)
            {
                for (var at = _partitions.AtOrAfter(after?.Partition ?? filter.PartitionKey ?? filter.FromPartition ?? ""); at < _partitions.Count; at++)
                {
                    var key = _partitions.GetKeyAtIndex(at);
                    if (filter.PartitionKey is { } only ? key != only : filter.ToPartition is { } end && string.CompareOrdinal(key, end) >= 0)
                    {
                        break;
                    }

                    var from = key == after?.Partition ? after?.Row + '\0' : filter.FromRow ?? "";
                    var rows = _partitions.GetValueAtIndex(at);
                    for (var row = rows.AtOrAfter(from!); row < rows.Count; row++)
                    {
                        if (filter.ToRow is { } endRow && string.CompareOrdinal(rows.GetKeyAtIndex(row), endRow) >= 0)
                        {
                            break;
                        }

                        page.Add(rows.GetValueAtIndex(row));
                        if (page.Count == size)
                        {
                            return page;
                        }
                    }
                }
            }

            return page;
        }

        private static ConflictReason? Reason(RowWrite write, Row? standing) => write.Kind switch
        {
            WriteKind.Insert => standing is null ? null : ConflictReason.Exists,
            WriteKind.InsertOrReplace => null,
            _ when standing is null => ConflictReason.Missing,
            _ => write.ETag == ETag.All || write.ETag == standing.ETag ? null : ConflictReason.Changed,
        };

        private ETag Apply(RowWrite write, SortedList<string, Row> partition)
        {
            if (write.Kind == WriteKind.Delete)
            {
                partition.Remove(write.Row.RowKey);
                return default;
            }

            var row = write.Kind == WriteKind.Merge ? partition[write.Row.RowKey].Merge(write.Row) : write.Row;
            var etag = new ETag(string.Create(CultureInfo.InvariantCulture, $"W/\"{++_version}\""));
            var kept = row.Written(etag, clock.GetCurrentInstant());
            partition[row.RowKey] = kept;
            written?.Invoke(kept);
            return etag;
        }
    }
}
