using Azure;
using NodaTime;

namespace Heldspace.Azure.Tables;

/// <summary>
/// The limits of Table Storage, kept before anything is sent, the same in every implementation. Errors name the rule and never the value.
/// https://learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model
/// </summary>
public static class RowRules
{
    /// <summary>Longest key in UTF-16 code units: 1 KiB as the service counts.</summary>
    public const int LongestKey = 512;

    /// <summary>Longest string in UTF-16 code units: 64 KiB as the service counts.</summary>
    public const int LongestString = 32 * 1024;

    /// <summary>Longest byte array.</summary>
    public const int LongestBytes = 64 * 1024;

    /// <summary>Properties besides the keys and the timestamp.</summary>
    public const int MostProperties = 252;

    /// <summary>Largest row in bytes, as the service counts.</summary>
    public const int LargestRow = 1024 * 1024;

    /// <summary>Operations in a transaction.</summary>
    public const int MostWrites = 100;

    /// <summary>Largest transaction in bytes on the wire.</summary>
    public const int LargestTransaction = 4 * 1024 * 1024;

    /// <summary>Rows in one page of a query.</summary>
    public const int PageSize = 1000;

    private static readonly Instant Earliest = Instant.FromUtc(1601, 1, 1, 0, 0);

    public static void CheckTable(string table)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (table.Length is < 3 or > 63 || !char.IsAsciiLetter(table[0]) || !table.All(char.IsAsciiLetterOrDigit))
        {
            throw new ArgumentException("A table name is 3 to 63 letters and digits, a letter first.", nameof(table));
        }
    }

    /// <summary>1 to 512 characters, none of <c>/ \ # ? %</c>, no control character, no half of a surrogate pair.</summary>
    public static void CheckKey(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (key.Length is 0 or > LongestKey)
        {
            throw new ArgumentException($"A key has 1 to {LongestKey} characters.", nameof(key));
        }

        for (var i = 0; i < key.Length; i++)
        {
            var c = key[i];
            if (c is '/' or '\\' or '#' or '?' or '%' || char.IsControl(c))
            {
                throw new ArgumentException("A key has none of / \\ # ? % and no control character.", nameof(key));
            }

            if (char.IsHighSurrogate(c) && i + 1 < key.Length && char.IsLowSurrogate(key[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(c))
            {
                throw new ArgumentException("A key has no half of a surrogate pair.", nameof(key));
            }
        }
    }

    public static void CheckRow(Row row)
    {
        ArgumentNullException.ThrowIfNull(row);
        CheckKey(row.PartitionKey);
        CheckKey(row.RowKey);
        if (row.Values.Count > MostProperties)
        {
            throw new ArgumentException($"A row has at most {MostProperties} properties.", nameof(row));
        }

        foreach (var name in row.Values.Keys)
        {
            CheckName(name);
        }

        if (Size(row) > LargestRow)
        {
            throw new ArgumentException($"A row has at most {LargestRow} bytes.", nameof(row));
        }
    }

    /// <summary>The version to write over. The default value is refused: it would silently mean any.</summary>
    public static ETag Version(ETag etag) =>
        etag == default ? throw new ArgumentException("Give the version that was read, or ETag.All.", nameof(etag)) : etag;

    public static void CheckWrites(IReadOnlyList<RowWrite> writes)
    {
        ArgumentNullException.ThrowIfNull(writes);
        if (writes.Count is 0 or > MostWrites)
        {
            throw new ArgumentException($"A transaction has 1 to {MostWrites} operations.", nameof(writes));
        }

        var partition = writes[0].Row.PartitionKey;
        var seen = new HashSet<string>(writes.Count, StringComparer.Ordinal);
        foreach (var write in writes)
        {
            CheckRow(write.Row);
            if (write.Kind is WriteKind.Replace or WriteKind.Merge or WriteKind.Delete)
            {
                Version(write.ETag);
            }

            if (write.Row.PartitionKey != partition)
            {
                throw new ArgumentException("All rows of a transaction are of one partition.", nameof(writes));
            }

            if (!seen.Add(write.Row.RowKey))
            {
                throw new ArgumentException("No row appears twice in a transaction.", nameof(writes));
            }
        }
    }

    /// <summary>
    /// That a transaction is at most 4 MiB as the emulator is sent it. Only a large one is written out to be measured: what is small as the service
    /// counts rows cannot be too large on the wire.
    /// </summary>
    public static void CheckSize(IReadOnlyList<RowWrite> writes)
    {
        if (writes.Sum(write => Size(write.Row)) > LargestRow / 2)
        {
            Transaction.Write("http://127.0.0.1:10002/devstoreaccount1", "Table", writes);
        }
    }

    /// <summary>The one partition is a key; the ends of a range need not be, since what comes after <c>x.</c> is <c>x/</c>.</summary>
    public static void CheckFilter(RowFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        if (filter.PartitionKey is { } partition)
        {
            CheckKey(partition);
        }

        if (new[] { filter.FromPartition, filter.ToPartition, filter.FromRow, filter.ToRow }.Any(end => end is { Length: > LongestKey }))
        {
            throw new ArgumentException($"The ends of a range have at most {LongestKey} characters.", nameof(filter));
        }
    }

    /// <summary>4 bytes, both keys; for each property 8 bytes, its name, its value, and 4 more where the value has a length.</summary>
    private static long Size(Row row)
    {
        long size = 4 + (2L * (row.PartitionKey.Length + row.RowKey.Length));
        foreach (var (name, value) in row.Values)
        {
            size += 8 + (2 * name.Length) + Size(name, value);
        }

        return size;
    }

    private static void CheckName(string name)
    {
        if (name.Length is 0 or > 255 || !(char.IsLetter(name[0]) || name[0] == '_') || !name.All(c => char.IsLetterOrDigit(c) || c == '_'))
        {
            throw new ArgumentException("A property name is a letter or underscore and then letters, digits and underscores, at most 255.", nameof(name));
        }

        if (name is "PartitionKey" or "RowKey" or "Timestamp" or "ETag")
        {
            throw new ArgumentException($"{name} is the store's own.", nameof(name));
        }
    }

    private static long Size(string name, object value) => value switch
    {
        string text => text.Length <= LongestString
            ? 4 + (2L * text.Length)
            : throw new ArgumentException($"{name} is longer than {LongestString} characters.", nameof(value)),
        byte[] bytes => bytes.Length <= LongestBytes
            ? 4 + bytes.Length
            : throw new ArgumentException($"{name} is longer than {LongestBytes} bytes.", nameof(value)),
        Instant instant => instant >= Earliest
            ? 8
            : throw new ArgumentException($"{name} is before 1601.", nameof(value)),
        bool => 1,
        int => 4,
        _ => 8,
    };
}
