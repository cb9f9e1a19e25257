using System.Globalization;
using System.Text;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;

namespace Heldspace.Azure.Graph;

/// <summary>Reads what may be there and may be of another kind than promised: nothing a sender wrote may stop a mail from being read.</summary>
internal static class JsonReading
{
    private static readonly InstantPattern Utc = InstantPattern.ExtendedIso;

    private static readonly OffsetDateTimePattern WithOffset = OffsetDateTimePattern.ExtendedIso;

    extension(JsonElement element)
    {
        /// <summary>The member; null where there is none, it is null, or this is no object.</summary>
        public JsonElement? Get(string name) =>
            element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var found) && found.ValueKind != JsonValueKind.Null ? found : null;

        /// <summary>The string; null where it is none. Half a surrogate pair, which .NET refuses to read, becomes U+FFFD.</summary>
        public string? Text()
        {
            if (element.ValueKind != JsonValueKind.String)
            {
                return null;
            }

            try
            {
                return element.GetString();
            }
            catch (InvalidOperationException)
            {
                return WithoutHalfPairs(element.GetRawText());
            }
        }

        public string? Text(string name) => element.Get(name)?.Text();

        public bool IsTrue(string name) => element.Get(name)?.ValueKind == JsonValueKind.True;

        /// <summary>The members of an array; none where this is none.</summary>
        public IEnumerable<JsonElement> Each(string name) =>
            element.Get(name) is { ValueKind: JsonValueKind.Array } found ? found.EnumerateArray() : [];

        /// <summary>An Edm.DateTimeOffset; null where it is missing or is none.</summary>
        public Instant? Instant(string name) => element.Text(name) is not { } text ? null
            : Utc.Parse(text) is { Success: true } utc ? utc.Value
            : WithOffset.Parse(text) is { Success: true } offset ? offset.Value.ToInstant()
            : null;
    }

    private static string WithoutHalfPairs(string raw)
    {
        var text = new StringBuilder(raw.Length);
        for (var at = 1; at < raw.Length - 1; at++)
        {
            if (raw[at] != '\\')
            {
                text.Append(raw[at]);
                continue;
            }

            at++;
            text.Append(raw[at] switch
            {
                'u' => (char)ushort.Parse(raw.AsSpan(at + 1, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture),
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'b' => '\b',
                'f' => '\f',
                var same => same,
            });
            at += raw[at] == 'u' ? 4 : 0;
        }

        // Encoding replaces what is half a pair.
        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.ToString()));
    }
}
