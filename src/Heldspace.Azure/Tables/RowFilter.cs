namespace Heldspace.Azure.Tables;

/// <summary>
/// Which rows a query reads: always by key, so that its cost follows what it finds. A range includes its start and excludes its end;
/// keys compare by UTF-16 code unit.
/// </summary>
public sealed record RowFilter
{
    private RowFilter()
    {
    }

    /// <summary>The one partition, or null.</summary>
    public string? PartitionKey { get; private init; }

    public string? FromPartition { get; private init; }

    public string? ToPartition { get; private init; }

    public string? FromRow { get; private init; }

    public string? ToRow { get; private init; }

    /// <summary>The whole table. For repairs and tests: its cost follows what exists.</summary>
    public static RowFilter Everything { get; } = new();

    public static RowFilter Partition(string partitionKey) => new() { PartitionKey = partitionKey };

    /// <summary>Rows of one partition in <c>[from, to)</c>.</summary>
    public static RowFilter Rows(string partitionKey, string from, string to) => new() { PartitionKey = partitionKey, FromRow = from, ToRow = to };

    /// <summary>Rows of one partition whose key starts with a prefix.</summary>
    public static RowFilter RowsStarting(string partitionKey, string prefix) => Rows(partitionKey, prefix, After(prefix));

    /// <summary>Whole partitions in <c>[from, to)</c>.</summary>
    public static RowFilter Partitions(string from, string to) => new() { FromPartition = from, ToPartition = to };

    /// <summary>Whole partitions whose key starts with a prefix.</summary>
    public static RowFilter PartitionsStarting(string prefix) => Partitions(prefix, After(prefix));

    /// <summary>One row of each partition whose key starts with a prefix. For repairs: its cost follows what exists in them.</summary>
    public static RowFilter RowOfPartitionsStarting(string prefix, string row) => new() { FromPartition = prefix, ToPartition = After(prefix), FromRow = row, ToRow = row + "\u0001" };

    /// <summary>The filter in the store's query language, empty for everything.</summary>
    internal string Expression()
    {
        var terms = new List<string>(3);
        Add("PartitionKey eq ", PartitionKey);
        Add("PartitionKey ge ", FromPartition);
        Add("PartitionKey lt ", ToPartition);
        Add("RowKey ge ", FromRow);
        Add("RowKey lt ", ToRow);
        return string.Join(" and ", terms);

        void Add(string term, string? key)
        {
            if (key is not null)
            {
                terms.Add($"{term}'{key.Replace("'", "''")}'");
            }
        }
    }

    /// <summary>The first key after every key with the prefix. Steps over the surrogates, which cannot end a key.</summary>
    private static string After(string prefix)
    {
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        var last = prefix[^1];
        var next = char.IsSurrogate((char)(last + 1)) ? '\uE000' : (char)(last + 1);
        return last >= '\uFFFD' || char.IsSurrogate(last)
            ? throw new ArgumentException("A prefix may not end in a character beyond the last or in half of one.", nameof(prefix))
            : prefix[..^1] + next;
    }
}
