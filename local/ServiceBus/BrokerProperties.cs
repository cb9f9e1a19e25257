using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using NodaTime.Text;

namespace Heldspace.Local.ServiceBus;

/// <summary>Reads what a sender says of a message in the headers of a request.</summary>
/// <remarks>
/// https://learn.microsoft.com/rest/api/servicebus/message-headers-and-properties: <c>BrokerProperties</c> is a JSON object whose times are RFC 1123
/// dates, in whole seconds; any other header of the sender is a custom property, a string in double quotes or a bare number or truth value.
/// </remarks>
internal static class BrokerProperties
{
    private static readonly FrozenSet<string> OwnHeaders = FrozenSet.ToFrozenSet(
        [
            "Accept", "Accept-Encoding", "Accept-Language", "Authorization", "BrokerProperties", "Cache-Control", "Connection", "Content-Length", "Content-Type",
            "Date", "Expect", "Host", "Request-Id", "traceparent", "tracestate", "baggage", "Correlation-Context", "Transfer-Encoding", "User-Agent", "x-ms-retrypolicy",
            "x-ms-client-request-id", "x-ms-return-client-request-id", "x-ms-date", "x-ms-version",
        ],
        StringComparer.OrdinalIgnoreCase);

    private static readonly InstantPattern Rfc1123 = InstantPattern.CreateWithInvariantCulture("ddd, dd MMM uuuu HH:mm:ss 'GMT'");

    public static bool TryRead(IHeaderDictionary headers, [NotNullWhen(true)] out BrokerMessage? message, out string error)
    {
        message = null;
        error = "";
        var custom = headers
            .Where(header => !OwnHeaders.Contains(header.Key))
            .ToImmutableSortedDictionary(header => header.Key, header => Plain(header.Value.ToString()), StringComparer.OrdinalIgnoreCase);
        var read = new BrokerMessage { Properties = custom };
        if (!headers.TryGetValue("BrokerProperties", out var given))
        {
            message = read;
            return true;
        }

        try
        {
            using var json = JsonDocument.Parse(given.ToString());
            foreach (var property in json.RootElement.EnumerateObject())
            {
                read = With(read, property);
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            error = "BrokerProperties: " + exception.Message;
            return false;
        }

        message = read;
        return true;
    }

    private static BrokerMessage With(BrokerMessage message, JsonProperty property)
    {
        switch (property.Name)
        {
            case "MessageId":
                return message with { MessageId = Name(property, required: true)! };
            case "SessionId":
                return message with { SessionId = Name(property, required: false) };
            case "CorrelationId":
                return message with { CorrelationId = property.Value.GetString() };
            case "Label" or "Subject":
                return message with { Subject = property.Value.GetString() };
            case "ScheduledEnqueueTimeUtc":
                var parsed = Rfc1123.Parse(property.Value.GetString() ?? "");
                return parsed.Success
                    ? message with { ScheduledEnqueueTime = parsed.Value }
                    : throw new FormatException("ScheduledEnqueueTimeUtc must be an RFC 1123 date such as 'Wed, 02 Jul 2014 01:32:27 GMT'.");
            default:
                return message;
        }
    }

    /// <summary>An id or session: text of at most 128 characters.</summary>
    private static string? Name(JsonProperty property, bool required)
    {
        var text = property.Value.GetString();
        return text?.Length <= 128 && !(required && text.Length == 0) || (text is null && !required)
            ? text
            : throw new FormatException($"{property.Name} must have 1 to 128 characters.");
    }

    private static string Plain(string header)
    {
        if (header.Length < 2 || header[0] != '"' || header[^1] != '"')
        {
            return header;
        }

        try
        {
            return JsonSerializer.Deserialize<string>(header) ?? header;
        }
        catch (JsonException)
        {
            return header[1..^1];
        }
    }
}
