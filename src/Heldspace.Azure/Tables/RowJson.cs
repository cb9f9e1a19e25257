using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Azure;
using NodaTime;
using NodaTime.Text;

namespace Heldspace.Azure.Tables;

/// <summary>
/// Rows as the service writes them: JSON with a type beside each value that JSON has no type for.
/// https://learn.microsoft.com/rest/api/storageservices/payload-format-for-table-service-operations
/// </summary>
internal static class RowJson
{
    private const string TypeSuffix = "@odata.type";

    // Quotes and angle brackets need no \u escapes in a request body.
    /// <summary>Of every row that was read with its keys alone.</summary>
    private static readonly Dictionary<string, object> NoValues = [];

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
    private static readonly JsonWriterOptions Escaped = new() { Encoder = JavaScriptEncoder.Default, SkipValidation = true };

    /// <summary>
    /// The row in ASCII. The emulator reads a body piece by piece and breaks a letter of several bytes that falls on a border, so letters
    /// outside ASCII are written as escapes.
    /// </summary>
    public static ReadOnlyMemory<byte> Write(Row row)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        Write(row, buffer, Plain);
        if (!Ascii.IsValid(buffer.WrittenSpan))
        {
            buffer.ResetWrittenCount();
            Write(row, buffer, Escaped);
        }

        return buffer.WrittenMemory;
    }

    private static void Write(Row row, ArrayBufferWriter<byte> buffer, JsonWriterOptions options)
    {
        using var json = new Utf8JsonWriter(buffer, options);
        json.WriteStartObject();
        json.WriteString("PartitionKey"u8, row.PartitionKey);
        json.WriteString("RowKey"u8, row.RowKey);
        foreach (var (name, value) in row.Values)
        {
            switch (value)
            {
                case string text:
                    json.WriteString(name, text);
                    break;
                case bool truth:
                    json.WriteBoolean(name, truth);
                    break;
                case int number:
                    json.WriteNumber(name, number);
                    break;
                case long number:
                    json.WriteString(name + TypeSuffix, "Edm.Int64"u8);
                    json.WriteString(name, number.ToString());
                    break;
                case double number:
                    json.WriteString(name + TypeSuffix, "Edm.Double"u8);
                    Write(json, name, number);
                    break;
                case byte[] bytes:
                    json.WriteString(name + TypeSuffix, "Edm.Binary"u8);
                    json.WriteBase64String(name, bytes);
                    break;
                case Instant instant:
                    json.WriteString(name + TypeSuffix, "Edm.DateTime"u8);
                    json.WriteString(name, InstantPattern.ExtendedIso.Format(instant));
                    break;
            }
        }

        json.WriteEndObject();
    }

    public static Row Read(ReadOnlyMemory<byte> content)
    {
        var json = new Utf8JsonReader(content.Span);
        json.Read();
        return Read(ref json);
    }

    public static List<Row> ReadPage(ReadOnlyMemory<byte> content)
    {
        var rows = new List<Row>();
        var json = new Utf8JsonReader(content.Span);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isValue = json.ValueTextEquals("value"u8);
            json.Read();
            if (!isValue)
            {
                json.Skip();
                continue;
            }

            while (json.Read() && json.TokenType == JsonTokenType.StartObject)
            {
                rows.Add(Read(ref json));
            }
        }

        return rows;
    }

    /// <summary>The code in an error answer, or nothing where the body is of another kind (a proxy's page, say).</summary>
    public static (string Code, string Message) ReadError(ReadOnlyMemory<byte> content)
    {
        try
        {
            using var document = JsonDocument.Parse(content);
            return document.RootElement.TryGetProperty("odata.error"u8, out var error)
                && error.TryGetProperty("code"u8, out var code)
                && error.TryGetProperty("message"u8, out var message)
                && message.TryGetProperty("value"u8, out var value)
                ? (code.GetString() ?? "", value.GetString() ?? "")
                : ("", "");
        }
        catch (JsonException)
        {
            return ("", "");
        }
    }

    private static void Write(Utf8JsonWriter json, string name, double number)
    {
        if (double.IsFinite(number))
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteString(name, double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity");
        }
    }

    private static Row Read(ref Utf8JsonReader json)
    {
        string partition = "", row = "";
        var etag = default(ETag);
        string? timestamp = null;
        Dictionary<string, object>? values = null;
        Dictionary<string, string>? types = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("PartitionKey"u8))
            {
                json.Read();
                partition = json.GetString() ?? "";
            }
            else if (json.ValueTextEquals("RowKey"u8))
            {
                json.Read();
                row = json.GetString() ?? "";
            }
            else if (json.ValueTextEquals("Timestamp"u8))
            {
                json.Read();
                timestamp = json.GetString();
            }
            else if (json.ValueTextEquals("odata.etag"u8))
            {
                json.Read();
                etag = new ETag(json.GetString()!);
            }
            else
            {
                var name = json.GetString()!;
                json.Read();
                if (name.EndsWith(TypeSuffix, StringComparison.Ordinal))
                {
                    (types ??= new Dictionary<string, string>(StringComparer.Ordinal))[name[..^TypeSuffix.Length]] = json.GetString()!;
                }
                else if (!name.StartsWith("odata.", StringComparison.Ordinal) && Value(ref json) is { } value)
                {
                    (values ??= new Dictionary<string, object>(StringComparer.Ordinal))[name] = value;
                }
            }
        }

        if (types is not null && values is not null)
        {
            foreach (var (name, type) in types)
            {
                if (values.TryGetValue(name, out var value))
                {
                    values[name] = Typed(type, value);
                }
            }
        }

        return new Row(partition, row, values ?? NoValues) { ETag = etag, WrittenAt = timestamp };
    }

    private static object? Value(ref Utf8JsonReader json)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.String:
                return json.GetString();
            case JsonTokenType.True:
            case JsonTokenType.False:
                return json.GetBoolean();
            case JsonTokenType.Number:
                // A whole number is Edm.Int32 unless a type stands beside it; with a point or an exponent it is Edm.Double.
                return json.TryGetInt32(out var number) ? (object)number : json.GetDouble();
            default:
                json.Skip();
                return null;
        }
    }

    private static object Typed(string type, object value) => (type, value) switch
    {
        ("Edm.Int64", string text) => long.Parse(text),
        ("Edm.Double", string text) => double.Parse(text),
        ("Edm.Double", int number) => (double)number,
        ("Edm.Binary", string text) => Convert.FromBase64String(text),
        ("Edm.DateTime", string text) => Parse(text),
        _ => value,
    };

    private static Instant Parse(string text) => InstantPattern.ExtendedIso.Parse(text).GetValueOrThrow();
}
