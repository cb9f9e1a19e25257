using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.TestHost;

namespace Heldspace.Local.ServiceBus;

/// <summary>A request the broker answered.</summary>
/// <param name="Target">Path and query as received.</param>
/// <param name="Status">0: the connection was broken instead.</param>
public sealed record BrokerRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body, int Status);

/// <summary>
/// Service Bus's HTTPS send operation in front of a <see cref="Broker"/>: <c>POST /{queue}/messages</c>, on a port of 127.0.0.1 or in memory.
/// </summary>
/// <remarks>
/// https://learn.microsoft.com/rest/api/servicebus/send-message-to-queue for the request and its status codes. Two answers are those the service
/// is seen to give rather than those in that table: an unknown queue is 404 (not 410) and a message that is too large is 413 (not 403).
/// </remarks>
public sealed class BrokerServer : IAsyncDisposable
{
    private readonly Broker broker;
    private readonly WebApplication app;
    private readonly ConcurrentQueue<BrokerRequest> recorded = new();
    private long requests;
    private long sent;

    private BrokerServer(Broker broker, WebApplication app)
    {
        this.broker = broker;
        this.app = app;
        app.Run(Answer);
    }

    /// <summary>Where the server listens, with a final slash; in memory an address that leads nowhere else.</summary>
    public Uri Address { get; private set; } = new("http://servicebus.example/");

    /// <summary>Every request that came, whatever became of it.</summary>
    public long Requests => Interlocked.Read(ref requests);

    /// <summary>Requests by which a message was accepted or dropped as a duplicate.</summary>
    public long Sent => Interlocked.Read(ref sent);

    /// <summary>Keeps every request in <see cref="Recorded"/>. Off by default: it holds on to bodies.</summary>
    public bool Recording { get; set; }

    /// <summary>What came while <see cref="Recording"/> was on, in order.</summary>
    public IReadOnlyCollection<BrokerRequest> Recorded => recorded;

    /// <summary>Asked for every request, with its number from 1 upwards; null: nothing goes wrong.</summary>
    public Func<long, RequestFault?>? Fault { get; set; }

    /// <summary>Listens on a port of 127.0.0.1; 0 takes a free one.</summary>
    public static async Task<BrokerServer> Start(Broker broker, int port, CancellationToken cancellation = default)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(System.Net.IPAddress.Loopback, port);
        });
        var server = new BrokerServer(broker, builder.Build());
        await server.app.StartAsync(cancellation);
        server.Address = new Uri(server.app.Urls.First() + "/");
        return server;
    }

    /// <summary>Serves in memory; reach it through <see cref="CreateHandler"/>.</summary>
    public static async Task<BrokerServer> StartInMemory(Broker broker, CancellationToken cancellation = default)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseTestServer();
        var server = new BrokerServer(broker, builder.Build());
        await server.app.StartAsync(cancellation);
        return server;
    }

    /// <summary>A handler that reaches a server started in memory, whatever the host name of a request.</summary>
    public HttpMessageHandler CreateHandler() => new BrokenConnections(app.GetTestServer().CreateHandler());

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task Answer(HttpContext context)
    {
        var number = Interlocked.Increment(ref requests);
        var body = await ReadBody(context.Request);
        var fault = Fault?.Invoke(number);
        if (fault is RequestFault.Wait wait)
        {
            await wait.Until.WaitAsync(context.RequestAborted);
        }

        var (status, detail) = fault switch
        {
            RequestFault.DropBefore => (0, ""),
            RequestFault.Answer answer => (answer.Status, "The server was told to fail."),
            _ => Do(context.Request, body),
        };
        if (Recording)
        {
            recorded.Enqueue(new BrokerRequest(
                context.Request.Method,
                context.Request.Path + context.Request.QueryString.Value,
                context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
                body ?? [],
                fault is RequestFault.DropAfter ? 0 : status));
        }

        if (fault is RequestFault.DropBefore or RequestFault.DropAfter)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = status;
        if (fault is RequestFault.Answer { RetryAfter: { } pause })
        {
            context.Response.Headers.RetryAfter = ((long)Math.Ceiling(pause.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        if (status == StatusCodes.Status201Created)
        {
            context.Response.ContentType = context.Request.ContentType;
            context.Response.ContentLength = 0;
        }
        else
        {
            context.Response.ContentType = "application/xml; charset=utf-8";
            await context.Response.WriteAsync($"<Error><Code>{status}</Code><Detail>{System.Security.SecurityElement.Escape(detail)}</Detail></Error>", context.RequestAborted);
        }
    }

    private (int Status, string Detail) Do(HttpRequest request, byte[]? body)
    {
        if (request.Headers.Authorization.Count == 0)
        {
            return (401, "MissingToken: an authorization token is required.");
        }

        if (!HttpMethods.IsPost(request.Method) || QueueOf(request.Path) is not { } queue)
        {
            return (404, "No such operation.");
        }

        if (body is null)
        {
            return (413, $"A message may have {Broker.MaxMessageSize} bytes.");
        }

        if (!BrokerProperties.TryRead(request.Headers, out var message, out var error))
        {
            return (400, error);
        }

        switch (broker.Send(queue, message with { Body = body, ContentType = request.ContentType }))
        {
            case SendOutcome.Accepted or SendOutcome.Duplicate:
                Interlocked.Increment(ref sent);
                return (201, "");
            case SendOutcome.UnknownQueue:
                return (404, $"The messaging entity '{queue}' could not be found.");
            case SendOutcome.SessionMissing:
                return (400, "The entity requires sessions, and the message has no SessionId.");
            default:
                return (413, $"A message may have {Broker.MaxMessageSize} bytes.");
        }
    }

    private static string? QueueOf(PathString path)
    {
        const string suffix = "/messages";
        var text = path.Value ?? "";
        return text.Length > suffix.Length + 1 && text.EndsWith(suffix, StringComparison.OrdinalIgnoreCase) ? text[1..^suffix.Length] : null;
    }

    /// <summary>Null: larger than a message may be.</summary>
    private static async Task<byte[]?> ReadBody(HttpRequest request)
    {
        using var buffer = new MemoryStream((int)Math.Min(request.ContentLength ?? 0, Broker.MaxMessageSize));
        var chunk = new byte[8192];
        int read;
        var total = 0L;
        while ((read = await request.Body.ReadAsync(chunk, request.HttpContext.RequestAborted)) > 0)
        {
            total += read;
            if (total <= Broker.MaxMessageSize)
            {
                buffer.Write(chunk, 0, read);
            }
        }

        return total <= Broker.MaxMessageSize ? buffer.ToArray() : null;
    }
}
