using Azure;

namespace Heldspace.Azure.Tables;

/// <summary>
/// Table Storage, as far as it is used here. Its surface follows Azure.Data.Tables. What is to be expected comes back as a value; a fault is an
/// <see cref="EdgeException"/>; what breaks a limit of the store is an <see cref="ArgumentException"/> before anything is sent.
/// </summary>
/// <remarks>
/// A request whose answer was lost is repeated. Where the repeat then meets what looks like its own first write, the row is read back and, if it
/// holds what was to be written, the call reports success. So <see cref="Insertion.Exists"/>, <see cref="Replacement.Changed"/> and
/// <see cref="Submission.Conflict"/> mean that the store holds something else — or, rarely, that somebody wrote over one's own lost write in
/// between; a caller that reads again and decides again is right in both cases.
/// </remarks>
public interface ITables
{
    /// <summary>Makes the table unless it is there. Names are 3 to 63 letters and digits, a letter first.</summary>
    Task CreateTable(string table, CancellationToken cancellation = default);

    /// <summary>One row, or null.</summary>
    Task<Row?> Get(string table, string partitionKey, string rowKey, CancellationToken cancellation = default);

    /// <summary>Writes a row that must not be there.</summary>
    Task<Insertion> Insert(string table, Row row, CancellationToken cancellation = default);

    /// <summary>Writes a whole row over the given version of it, or over any with <see cref="ETag.All"/>.</summary>
    Task<Replacement> Replace(string table, Row row, ETag etag, CancellationToken cancellation = default);

    /// <summary>Writes the given properties into the given version of a row, or into any with <see cref="ETag.All"/>; the others stay.</summary>
    Task<Replacement> Merge(string table, Row row, ETag etag, CancellationToken cancellation = default);

    /// <summary>Writes a whole row, whatever is there. Only for what is derived or harmless to lose.</summary>
    Task<ETag> InsertOrReplace(string table, Row row, CancellationToken cancellation = default);

    /// <summary>
    /// Deletes the given version of a row, or any with <see cref="ETag.All"/>. A repeat that finds nothing reports <see cref="Deletion.Deleted"/>:
    /// its first attempt most likely did it.
    /// </summary>
    Task<Deletion> Delete(string table, string partitionKey, string rowKey, ETag etag, CancellationToken cancellation = default);

    /// <summary>Reads rows in the order of their keys, a page of at most 1,000 at a time; a page sees the store at its own moment.</summary>
    /// <param name="table">The table.</param>
    /// <param name="filter">Which rows.</param>
    /// <param name="select">The properties wanted; null for all. Keys, ETag and timestamp always come.</param>
    /// <param name="top">How many rows at most; null for all.</param>
    /// <param name="cancellation">Ends the reading.</param>
    IAsyncEnumerable<Row> Query(string table, RowFilter filter, IReadOnlyList<string>? select = null, int? top = null, CancellationToken cancellation = default);

    /// <summary>
    /// Does all of the operations or none. All rows are of one partition, none appears twice, there are 1 to 100 and at most 4 MiB of them.
    /// </summary>
    Task<Submission> Submit(string table, IReadOnlyList<RowWrite> writes, CancellationToken cancellation = default);
}
