using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Azure.Core;
using Azure.Core.Pipeline;
using NodaTime;

namespace Heldspace.Azure.ServiceBus;

/// <summary>
/// Queues over Service Bus' HTTPS send API. Safe for use by many callers at once; keep one for the life of the process.
/// https://learn.microsoft.com/rest/api/servicebus/send-message-to-queue
/// </summary>
public sealed class ServiceBusQueues : IQueues
{
    private static readonly string[] Scopes = ["https://servicebus.azure.net/.default"];

    private readonly HttpPipeline _pipeline;
    private readonly string _endpoint;

    /// <summary>Queues of a namespace in Azure, by an identity.</summary>
    /// <param name="fullyQualifiedNamespace">Such as <c>example.servicebus.windows.net</c>.</param>
    /// <param name="credential">The identity that may send.</param>
    /// <param name="options">How requests are sent and repeated.</param>
    public ServiceBusQueues(string fullyQualifiedNamespace, TokenCredential credential, EdgeOptions? options = null)
        : this(new Uri($"https://{fullyQualifiedNamespace}"), new BearerTokenAuthenticationPolicy(credential, Scopes), options)
    {
    }

    private ServiceBusQueues(Uri endpoint, HttpPipelinePolicy authentication, EdgeOptions? options)
    {
        _endpoint = endpoint.GetLeftPart(UriPartial.Authority);
        _pipeline = EdgePipeline.Build(options ?? new EdgeOptions(), authentication);
    }

    /// <summary>
    /// Queues by a connection string with <c>Endpoint</c>, <c>SharedAccessKeyName</c> and <c>SharedAccessKey</c>. An endpoint <c>sb://</c> is
    /// reached over HTTPS; one on this machine may be <c>http://127.0.0.1:port</c>.
    /// </summary>
    /// <exception cref="FormatException">A part is missing or the endpoint is of another kind; the message says which.</exception>
    public static ServiceBusQueues From(string connectionString, EdgeOptions? options = null)
    {
        var parts = new ConnectionString(connectionString, "The Service Bus connection string");
        var endpoint = new Uri(parts.Required("Endpoint"));
        endpoint = endpoint switch
        {
            { Scheme: "sb" } => new Uri($"https://{endpoint.Authority}"),
            { Scheme: "https" } or { Scheme: "http", IsLoopback: true } => endpoint,
            _ => throw new FormatException("The Service Bus connection string has an Endpoint that is neither sb:// nor https:// nor on this machine."),
        };
        return new ServiceBusQueues(endpoint, new SharedAccessSignature(parts.Required("SharedAccessKeyName"), parts.Required("SharedAccessKey")), options);
    }

    public async Task Send(string queue, QueueMessage message, CancellationToken cancellation = default)
    {
        QueueMessage.Check(queue, message);
        using var request = _pipeline.CreateMessage();
        request.Request.Method = RequestMethod.Post;
        request.Request.Uri.Reset(new Uri($"{_endpoint}/{queue}/messages"));
        request.Request.Headers.Add(HttpHeader.Names.ContentType, "application/json; charset=utf-8");
        request.Request.Headers.Add("BrokerProperties", Properties(message));
        request.Request.Content = RequestContent.Create(Encoding.UTF8.GetBytes(message.Body));
        await _pipeline.Send(request, $"Send to {queue}", cancellation);
        if (request.Response.Status != 201)
        {
            throw EdgeException.From($"Send to {queue}", request.Response, "");
        }
    }

    /// <summary>ASCII, as a header must be: the encoder escapes everything else.</summary>
    private static string Properties(QueueMessage message)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("MessageId"u8, message.MessageId);
            json.WriteString("SessionId"u8, message.SessionId);
            if (message.NotBefore is { } notBefore)
            {
                json.WriteString("ScheduledEnqueueTimeUtc"u8, WholeSecond(notBefore).ToDateTimeUtc().ToString("R", CultureInfo.InvariantCulture));
            }

            json.WriteEndObject();
        }

        return Encoding.ASCII.GetString(buffer.WrittenSpan);
    }

    private static Instant WholeSecond(Instant instant)
    {
        var down = Instant.FromUnixTimeSeconds(instant.ToUnixTimeSeconds());
        return down == instant ? down : down + Duration.FromSeconds(1);
    }
}
