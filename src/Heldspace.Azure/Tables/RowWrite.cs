using Azure;

namespace Heldspace.Azure.Tables;

/// <summary>One operation of a transaction.</summary>
public sealed record RowWrite
{
    private RowWrite(WriteKind kind, Row row, ETag etag)
    {
        Kind = kind;
        Row = row;
        ETag = etag;
    }

    public WriteKind Kind { get; }

    /// <summary>What is written; of a deletion, the keys only.</summary>
    public Row Row { get; }

    /// <summary>The version that must still stand; <see cref="ETag.All"/> for any. Without meaning for the two inserts.</summary>
    public ETag ETag { get; }

    /// <summary>Conflicts where the row exists.</summary>
    public static RowWrite Insert(Row row) => new(WriteKind.Insert, row, default);

    /// <summary>Writes whatever is there.</summary>
    public static RowWrite InsertOrReplace(Row row) => new(WriteKind.InsertOrReplace, row, default);

    /// <summary>Conflicts where the row is missing or of another version.</summary>
    public static RowWrite Replace(Row row, ETag etag) => new(WriteKind.Replace, row, etag);

    /// <summary>As <see cref="Replace"/>, but properties that are not given stay.</summary>
    public static RowWrite Merge(Row row, ETag etag) => new(WriteKind.Merge, row, etag);

    /// <summary>Conflicts where the row is missing or of another version.</summary>
    public static RowWrite Delete(string partitionKey, string rowKey, ETag etag) => new(WriteKind.Delete, new Row(partitionKey, rowKey), etag);
}

/// <summary>The operations that a transaction may hold.</summary>
public enum WriteKind
{
    Insert,
    InsertOrReplace,
    Replace,
    Merge,
    Delete,
}
