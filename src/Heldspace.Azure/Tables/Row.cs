using System.Collections.Frozen;
using Azure;
using NodaTime;
using NodaTime.Text;

namespace Heldspace.Azure.Tables;

/// <summary>
/// A row of a table. A value is a <c>string</c>, <c>bool</c>, <c>int</c>, <c>long</c>, <c>double</c>, <c>byte[]</c> or <see cref="Instant"/>;
/// a null is the same as no property. Never altered once made, but for what it was read as.
/// </summary>
/// <remarks>
/// What no store can keep is put right here, so that what is read equals what was written: half a surrogate pair becomes U+FFFD, and an
/// instant loses what is finer than 100 ns. What breaks a limit is refused before anything is sent, see <see cref="RowRules"/>.
/// </remarks>
public sealed class Row
{
    private static readonly FrozenSet<Type> Storable =
        FrozenSet.Create(typeof(string), typeof(bool), typeof(int), typeof(long), typeof(double), typeof(byte[]), typeof(Instant));

    private readonly Dictionary<string, object> _values;

    public Row(string partitionKey, string rowKey)
        : this(partitionKey, rowKey, new Dictionary<string, object>(StringComparer.Ordinal))
    {
    }

    internal Row(string partitionKey, string rowKey, Dictionary<string, object> values)
    {
        PartitionKey = partitionKey;
        RowKey = rowKey;
        _values = values;
    }

    public string PartitionKey { get; }

    public string RowKey { get; }

    /// <summary>The version that was read; the default value on a row that was made here.</summary>
    public ETag ETag { get; internal init; }

    /// <summary>When the store last wrote the row, by the store's clock; null on a row that was made here.</summary>
    public Instant? Timestamp => WrittenAt is null ? null : InstantPattern.ExtendedIso.Parse(WrittenAt).GetValueOrThrow();

    /// <summary>Names and values, without keys, ETag and timestamp. Byte arrays are shared: leave them as they are.</summary>
    public IReadOnlyDictionary<string, object> Properties => _values;

    internal Dictionary<string, object> Values => _values;

    /// <summary>The timestamp as the store writes it. Rows are read by the thousand, and hardly anybody asks.</summary>
    internal string? WrittenAt { get; init; }

    /// <summary>What its properties were last read as; null until then. It follows from them, and is no part of the row. A store over the network hands out new rows each time, and gains nothing.</summary>
    internal object? ReadAs { get; set; }

    /// <summary>A value, or null. Initialise with <c>new Row(p, r) { ["State"] = "held" }</c>.</summary>
    /// <exception cref="ArgumentException">The value is of a type that a table does not hold.</exception>
    public object? this[string name]
    {
        get => _values.GetValueOrDefault(name);
        init
        {
            if (value is not null)
            {
                _values[name] = Storably(name, value);
            }
        }
    }

    public string? GetString(string name) => Typed<string>(name);

    public bool? GetBoolean(string name) => TypedValue<bool>(name);

    public int? GetInt32(string name) => TypedValue<int>(name);

    /// <summary>A 64-bit integer; a 32-bit one is widened.</summary>
    public long? GetInt64(string name) => this[name] is int small ? small : TypedValue<long>(name);

    /// <summary>A number; integers are widened.</summary>
    public double? GetDouble(string name) => this[name] switch
    {
        int number => number,
        long number => number,
        _ => TypedValue<double>(name),
    };

    public ReadOnlyMemory<byte>? GetBytes(string name) => Typed<byte[]>(name) is { } bytes ? bytes : null;

    public Instant? GetInstant(string name) => TypedValue<Instant>(name);

    /// <summary>A string that must be there.</summary>
    /// <exception cref="InvalidDataException">It is missing or of another type.</exception>
    public string RequireString(string name) => GetString(name) ?? throw Missing(name);

    /// <inheritdoc cref="RequireString"/>
    public int RequireInt32(string name) => GetInt32(name) ?? throw Missing(name);

    /// <summary>The same row with one property set, or left out where the value is null. Keeps the ETag.</summary>
    public Row With(string name, object? value)
    {
        var values = new Dictionary<string, object>(_values, StringComparer.Ordinal);
        if (value is null)
        {
            values.Remove(name);
        }
        else
        {
            values[name] = Storably(name, value);
        }

        return new Row(PartitionKey, RowKey, values) { ETag = ETag, WrittenAt = WrittenAt };
    }

    /// <summary>The row as a store hands it out: of a version, written at a moment.</summary>
    public Row Written(ETag etag, Instant at) => new(PartitionKey, RowKey, _values) { ETag = etag, WrittenAt = InstantPattern.ExtendedIso.Format(at) };

    /// <summary>This row with the properties of another written over its own.</summary>
    public Row Merge(Row other)
    {
        var values = new Dictionary<string, object>(_values, StringComparer.Ordinal);
        foreach (var (name, value) in other._values)
        {
            values[name] = value;
        }

        return new Row(PartitionKey, RowKey, values) { ETag = ETag, WrittenAt = WrittenAt };
    }

    /// <summary>This row with some of its properties only.</summary>
    public Row Select(IReadOnlyList<string> names)
    {
        var values = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (_values.TryGetValue(name, out var value))
            {
                values[name] = value;
            }
        }

        return new Row(PartitionKey, RowKey, values) { ETag = ETag, WrittenAt = WrittenAt };
    }

    /// <summary>Whether every property of <paramref name="other"/> stands here with the same value and type.</summary>
    internal bool Holds(Row other)
    {
        foreach (var (name, value) in other._values)
        {
            if (!_values.TryGetValue(name, out var mine) || !Same(mine, value))
            {
                return false;
            }
        }

        return true;
    }

    internal bool HoldsJust(Row other) => _values.Count == other._values.Count && Holds(other);

    private static bool Same(object one, object other) =>
        one is byte[] left && other is byte[] right ? left.AsSpan().SequenceEqual(right) : one.Equals(other);

    private static object Storably(string name, object value) => value switch
    {
        string text => Whole(text),
        Instant instant => Instant.FromUnixTimeTicks(instant.ToUnixTimeTicks()),
        byte[] bytes => bytes.ToArray(),
        _ when Storable.Contains(value.GetType()) => value,
        _ => throw new ArgumentException($"A table holds no {value.GetType().Name} ({name}): use string, bool, int, long, double, byte[] or Instant.", nameof(value)),
    };

    private static string Whole(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                return string.Concat(text.EnumerateRunes());
            }
        }

        return text;
    }

    private T? Typed<T>(string name)
        where T : class =>
        this[name] is not { } value ? null : value as T ?? throw Other(name, value, typeof(T));

    private T? TypedValue<T>(string name)
        where T : struct =>
        this[name] is not { } value ? null : value is T typed ? typed : throw Other(name, value, typeof(T));

    private static InvalidDataException Missing(string name) => new($"The row lacks {name}.");

    private static InvalidDataException Other(string name, object value, Type wanted) =>
        new($"{name} of the row is {value.GetType().Name}, not {wanted.Name}.");
}
