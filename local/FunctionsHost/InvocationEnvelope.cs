using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Heldspace.Local.ServiceBus;
using NodaTime;
using NodaTime.Text;

namespace Heldspace.Local.FunctionsHost;

/// <summary>How the values of an invocation are spelled. The host does not promise any of these, so the app must read them all.</summary>
public enum PayloadShape
{
    /// <summary>As a message sent as text arrives: its JSON in a string, in another string; metadata as strings of JSON; <c>sys</c> an object.</summary>
    StringsTwice,

    /// <summary>Objects and numbers as strings of JSON; text as it is.</summary>
    Strings,

    /// <summary>Every value as the JSON it is.</summary>
    Objects,
}

/// <summary>The JSON with which a handler is told what happened.</summary>
/// <remarks>
/// https://learn.microsoft.com/azure/azure-functions/functions-custom-handlers#request-payload, and the names of a message's metadata in
/// …/functions-bindings-service-bus-trigger#message-metadata.
/// </remarks>
internal sealed class InvocationEnvelope(PayloadShape shape)
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly InstantPattern Zulu = InstantPattern.ExtendedIso;
    private static readonly InstantPattern Offset = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss.FFFFFFF'+00:00'");

    /// <summary>The envelope of a timer run.</summary>
    /// <param name="last">When it should have run before; null where the timer is not monitored.</param>
    public byte[] Timer(FunctionDefinition function, TimerStatus? last, bool pastDue, Guid random, Instant now) => Write(envelope =>
    {
        envelope.WriteStartObject("Data");
        Value(envelope, function.Trigger.Binding, twice: true, json =>
        {
            json.WriteStartObject();
            json.WriteStartObject("Schedule");
            json.WriteBoolean("AdjustForDST", true);
            json.WriteEndObject();
            if (last is { } status)
            {
                json.WriteStartObject("ScheduleStatus");
                json.WriteString("Last", Offset.Format(status.Last));
                json.WriteString("LastUpdated", Offset.Format(status.Updated));
                json.WriteString("Next", Offset.Format(status.Next));
                json.WriteEndObject();
            }
            else
            {
                json.WriteNull("ScheduleStatus");
            }

            json.WriteBoolean("IsPastDue", pastDue);
            json.WriteEndObject();
        });
        envelope.WriteEndObject();
        envelope.WriteStartObject("Metadata");
        Sys(envelope, function.Name, random, now);
        envelope.WriteEndObject();
    });

    public byte[] Message(FunctionDefinition function, Delivery delivery, Guid random, Instant now) => Write(envelope =>
    {
        var message = delivery.Message;
        envelope.WriteStartObject("Data");
        Body(envelope, function.Trigger.Binding, message);
        envelope.WriteEndObject();
        envelope.WriteStartObject("Metadata");
        Text(envelope, "MessageId", message.MessageId);
        Text(envelope, "SessionId", message.SessionId);
        Value(envelope, "DeliveryCount", twice: false, json => json.WriteNumberValue(message.DeliveryCount));
        Value(envelope, "SequenceNumber", twice: false, json => json.WriteNumberValue(message.SequenceNumber));
        Text(envelope, "EnqueuedTimeUtc", Zulu.Format(message.EnqueuedTime));
        Text(envelope, "LockToken", new Guid((int)delivery.LockToken, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]).ToString());
        Text(envelope, "CorrelationId", message.CorrelationId);
        Text(envelope, "ContentType", message.ContentType);
        Text(envelope, "Subject", message.Subject);
        Text(envelope, "DeadLetterSource", message.DeadLetterSource);
        Text(envelope, "DeadLetterReason", message.DeadLetterReason);
        Text(envelope, "DeadLetterErrorDescription", message.DeadLetterErrorDescription);
        Value(envelope, "ApplicationProperties", twice: false, json =>
        {
            json.WriteStartObject();
            foreach (var (name, value) in message.Properties)
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
        });
        Sys(envelope, function.Name, random, now);
        envelope.WriteEndObject();
    });

    private static byte[] Write(Action<Utf8JsonWriter> content)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var json = new Utf8JsonWriter(buffer, Plain);
        json.WriteStartObject();
        content(json);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static string Json(Action<Utf8JsonWriter> value)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var json = new Utf8JsonWriter(buffer, Plain);
        value(json);
        json.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private void Body(Utf8JsonWriter envelope, string name, BrokerMessage message)
    {
        var text = message.Text;
        if (shape == PayloadShape.Objects && IsJson(message.Body))
        {
            envelope.WritePropertyName(name);
            envelope.WriteRawValue(message.Body.Span);
        }
        else
        {
            envelope.WriteString(name, shape == PayloadShape.StringsTwice ? Json(json => json.WriteStringValue(text)) : text);
        }
    }

    /// <summary>A number or object; <paramref name="twice"/> where the host may encode it a second time.</summary>
    private void Value(Utf8JsonWriter envelope, string name, bool twice, Action<Utf8JsonWriter> value)
    {
        if (shape == PayloadShape.Objects)
        {
            envelope.WritePropertyName(name);
            value(envelope);
            return;
        }

        var once = Json(value);
        envelope.WriteString(name, twice && shape == PayloadShape.StringsTwice ? Json(json => json.WriteStringValue(once)) : once);
    }

    private void Text(Utf8JsonWriter envelope, string name, string? text)
    {
        if (text is not null)
        {
            envelope.WriteString(name, shape == PayloadShape.StringsTwice ? Json(json => json.WriteStringValue(text)) : text);
        }
    }

    private void Sys(Utf8JsonWriter envelope, string function, Guid random, Instant now)
    {
        void Content(Utf8JsonWriter json)
        {
            json.WriteStartObject();
            json.WriteString("MethodName", function);
            json.WriteString("UtcNow", Zulu.Format(now));
            json.WriteString("RandGuid", random);
            json.WriteEndObject();
        }

        if (shape == PayloadShape.Strings)
        {
            envelope.WriteString("sys", Json(Content));
        }
        else
        {
            envelope.WritePropertyName("sys");
            Content(envelope);
        }
    }

    private static bool IsJson(ReadOnlyMemory<byte> body)
    {
        var reader = new Utf8JsonReader(body.Span);
        try
        {
            return reader.Read() && reader.TrySkip() && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
