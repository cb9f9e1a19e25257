using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using NodaTime;
using NodaTime.Text;

namespace Heldspace.Json;

/// <summary>
/// How everything is spelled in JSON: camelCase names and enumerations, instants ISO 8601 in UTC with up to nanoseconds, days <c>2026-11-23</c>,
/// times of day <c>09:15</c>, days of the week <c>monday</c>. Whatever a type says is required must be there: a constructor parameter that is neither
/// nullable nor has a default counts as required, and null never lands in a member that does not allow it.
/// </summary>
public static class HeldspaceJson
{
    /// <summary>For rows, events, queue messages and blobs: nulls are left out, and members that a newer version wrote are passed over.</summary>
    public static JsonSerializerOptions Stored { get; } = Frozen(new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
    });

    /// <summary>For definition files: no unknown or repeated members, no comments, no trailing commas.</summary>
    public static JsonSerializerOptions Defined { get; } = Frozen(new()
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        WriteIndented = true,
        NewLine = "\n",
    });

    /// <summary>Writes a stored value; the same value always gives the same text.</summary>
    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Stored);

    /// <summary>Writes a stored value as UTF-8.</summary>
    public static byte[] WriteBytes<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Stored);

    /// <summary>Reads a stored value. <see cref="JsonException"/> where the text is not one, the word <c>null</c> included.</summary>
    public static T Read<T>(string json)
        where T : notnull =>
        JsonSerializer.Deserialize<T>(json, Stored) ?? throw new JsonException($"null where {typeof(T).Name} was expected.");

    /// <inheritdoc cref="Read{T}(string)"/>
    public static T Read<T>(ReadOnlySpan<byte> json)
        where T : notnull =>
        JsonSerializer.Deserialize<T>(json, Stored) ?? throw new JsonException($"null where {typeof(T).Name} was expected.");

    private static JsonSerializerOptions Frozen(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.RespectNullableAnnotations = true;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);
        options.TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { RequireConstructorParameters } };
        foreach (var converter in Converters())
        {
            options.Converters.Add(converter);
        }

        options.MakeReadOnly();
        return options;
    }

    private static IEnumerable<JsonConverter> Converters() =>
    [
        new PatternConverter<Instant>(InstantPattern.ExtendedIso, "an instant in UTC such as 2026-11-23T09:15:00Z"),
        new PatternConverter<LocalDate>(LocalDatePattern.Iso, "a day such as 2026-11-23"),
        new PatternConverter<LocalTime>(LocalTimePattern.CreateWithInvariantCulture("HH':'mm"), "a time of day such as 09:15"),
        new PatternConverter<LocalDateTime>(LocalDateTimePattern.ExtendedIso, "a local time such as 2026-11-23T09:15:00"),
        new PatternConverter<OffsetDateTime>(OffsetDateTimePattern.Rfc3339, "a time with its offset such as 2026-07-23T09:15:00+01:00"),
        new PatternConverter<Duration>(DurationPattern.JsonRoundtrip, "a duration such as 36:00:00"),
        new DayOfWeekConverter(),
        new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false),
    ];

    private static void RequireConstructorParameters(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            if (property.AssociatedParameter is { HasDefaultValue: false, IsNullable: false })
            {
                property.IsRequired = true;
            }
        }
    }
}

/// <summary>A converter that can say what to write.</summary>
internal interface IExpects
{
    /// <summary>As it follows "Write": <c>a day such as 2026-11-23</c>.</summary>
    string Expected { get; }
}

/// <summary>Reads and writes a value by its pattern, and refuses a value that the pattern would not give back whole.</summary>
internal sealed class PatternConverter<T>(IPattern<T> pattern, string expected) : JsonConverter<T>, IExpects
    where T : struct
{
    public string Expected => expected;

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Parse(reader.TokenType == JsonTokenType.String ? reader.GetString() : null);

    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Parse(reader.GetString());

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(Format(value));

    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WritePropertyName(Format(value));

    private T Parse(string? text) =>
        text is not null && pattern.Parse(text).TryGetValue(default, out var value) ? value : throw new JsonException($"Write {expected}.");

    private string Format(T value)
    {
        var text = pattern.Format(value);
        return pattern.Parse(text).TryGetValue(default, out var back) && back.Equals(value)
            ? text
            : throw new JsonException($"A {typeof(T).Name} finer than its text; expected is {expected}.");
    }
}

/// <summary>A day of the week by its English name in lower case.</summary>
internal sealed class DayOfWeekConverter : JsonConverter<IsoDayOfWeek>, IExpects
{
    private static readonly string[] Names = ["", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

    public string Expected => "a day of the week such as monday";

    public override IsoDayOfWeek Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Parse(reader.TokenType == JsonTokenType.String ? reader.GetString() : null);

    public override IsoDayOfWeek ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Parse(reader.GetString());

    public override void Write(Utf8JsonWriter writer, IsoDayOfWeek value, JsonSerializerOptions options) => writer.WriteStringValue(Format(value));

    public override void WriteAsPropertyName(Utf8JsonWriter writer, IsoDayOfWeek value, JsonSerializerOptions options) => writer.WritePropertyName(Format(value));

    private static IsoDayOfWeek Parse(string? text) =>
        Array.IndexOf(Names, text, 1) is var day and > 0 ? (IsoDayOfWeek)day : throw new JsonException("Write a day of the week such as monday.");

    private static string Format(IsoDayOfWeek day) =>
        day is >= IsoDayOfWeek.Monday and <= IsoDayOfWeek.Sunday ? Names[(int)day] : throw new JsonException("No day of the week.");
}
