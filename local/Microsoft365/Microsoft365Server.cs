using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Heldspace.Local.Microsoft365;

/// <summary>How a <see cref="Microsoft365Server"/> runs.</summary>
public sealed record Microsoft365Options
{
    /// <summary>What is throttled. Default: as Outlook does.</summary>
    public Limits Limits { get; init; } = new();

    /// <summary>Carries change notifications, for an app in the same process. Default: the network.</summary>
    public HttpMessageHandler? Notifications { get; init; }

    /// <summary>How long every request takes besides its work, in real time. Default none.</summary>
    public TimeSpan Latency { get; init; }
}

/// <summary>
/// Serves a <see cref="Tenant"/> as Microsoft Graph v1.0 below <c>/v1.0</c>, over HTTP on 127.0.0.1 and in process, and its web page at <c>/</c>.
/// Any bearer token is taken; different tokens are different apps.
/// </summary>
public sealed class Microsoft365Server : IAsyncDisposable
{
    private const string Version = "/v1.0";
    private const long LargestBody = 4 * 1024 * 1024;
    private readonly Tenant tenant;
    private readonly Microsoft365Options options;
    private readonly GraphApi api;
    private readonly Throttle throttle;
    private readonly Notifier notifier;
    private readonly SubscriptionApi subscriptions;
    private readonly Web.Site site;
    private readonly CancellationTokenSource stopping = new();
    private WebApplication? app;
    private Task? courier;
    private long lastRequest;

    private Microsoft365Server(Tenant tenant, Microsoft365Options options)
    {
        this.tenant = tenant;
        this.options = options;
        api = new GraphApi(tenant);
        throttle = new Throttle(options.Limits, tenant.Clock);
        notifier = new Notifier(tenant, Traffic, options.Notifications);
        subscriptions = new SubscriptionApi(tenant, notifier);
        site = new Web.Site(tenant);
        tenant.Noticed = notifier.Notice;
    }

    /// <summary><c>http://127.0.0.1:port/v1.0</c>; for a server in process only, a name that leads nowhere.</summary>
    public Uri BaseAddress { get; private set; } = new("http://graph.invalid/v1.0");

    public Faults Faults { get; } = new();

    public Traffic Traffic { get; } = new();

    /// <summary>Starts listening on 127.0.0.1.</summary>
    /// <param name="tenant">What to serve. A tenant has one server at a time.</param>
    /// <param name="port">0 for a free one.</param>
    /// <param name="options">Nothing for the defaults.</param>
    public static async Task<Microsoft365Server> Start(Tenant tenant, int port = 0, Microsoft365Options? options = null)
    {
        var server = new Microsoft365Server(tenant, options ?? new Microsoft365Options());
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 64 * 1024 * 1024;
            kestrel.Listen(IPAddress.Loopback, port, static listen => listen.Protocols = HttpProtocols.Http1);
        });
        server.app = builder.Build();
        server.app.Run(server.Serve);
        await server.app.StartAsync();
        server.BaseAddress = new Uri(server.app.Urls.First() + Version);
        server.courier = server.Deliver();
        return server;
    }

    /// <summary>A server without a port, to be reached through <see cref="CreateHandler"/> only. Nothing moves but on requests and <see cref="Tenant.Settle"/>.</summary>
    public static Microsoft365Server InProcess(Tenant tenant, Microsoft365Options? options = null) => new(tenant, options ?? new Microsoft365Options());

    /// <summary>A handler that answers requests for <see cref="BaseAddress"/> in this process, without a socket. A fault that drops the connection throws <see cref="HttpRequestException"/>.</summary>
    public HttpMessageHandler CreateHandler() => new InProcessHandler(this);

    /// <summary>Waits until every change notification has been taken or given up.</summary>
    public async Task NotificationsSent(CancellationToken cancellation = default)
    {
        while (notifier.Waiting > 0)
        {
            await Task.Delay(5, cancellation);
        }
    }

    /// <summary>Sends a lifecycle notification for every subscription that named a URL for them: <c>missed</c>, <c>reauthorizationRequired</c>, or <c>subscriptionRemoved</c>, which removes it first.</summary>
    public void SendLifecycle(string lifecycleEvent)
    {
        lock (tenant.Gate)
        {
            foreach (var subscription in tenant.Subscriptions.All.ToList())
            {
                if (lifecycleEvent == "subscriptionRemoved")
                {
                    tenant.Subscriptions.Remove(subscription.Id);
                }

                notifier.Lifecycle(subscription, lifecycleEvent);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        tenant.Noticed = null;
        await stopping.CancelAsync();
        if (app is not null)
        {
            await app.DisposeAsync();
            await courier!;
        }

        await notifier.DisposeAsync();
        stopping.Dispose();
    }

    internal async Task<GraphResponse> Handle(GraphRequest request, bool inBatch = false)
    {
        var kind = GraphApi.Kind(request);
        var batch = request.Segments.Count == 1 && request.Segments[0] == "$batch";
        if (!batch)
        {
            Traffic.Count(kind);
        }

        var response = await Answer(request, batch);
        if (Traffic.Recording)
        {
            Traffic.Record(new Exchange(tenant.Clock.GetCurrentInstant(), request.Method, request.PathAndQuery, kind, request.Headers, request.Body,
                response.Dropped ? 0 : response.Status, response.Headers, response.Bytes, inBatch));
        }

        return response;
    }

    private async Task<GraphResponse> Answer(GraphRequest request, bool batch)
    {
        var requestId = Identifiers.Named($"request {Interlocked.Increment(ref lastRequest)}").ToString();
        var clientRequestId = request["client-request-id"] ?? requestId;
        var fault = Faults.Next(request.Method, request.PathAndQuery);
        var dropped = fault is Fault.DropBefore;
        GraphResponse response;
        try
        {
            if (dropped || !await Held(async () => await (Faults.Before?.Invoke(request.Method, request.PathAndQuery) ?? Task.CompletedTask)))
            {
                return new GraphResponse(0) { Dropped = true };
            }

            if (fault is Fault.Delay delay)
            {
                await Task.Delay(delay.For);
            }

            response = fault is Fault.Answer answer ? throw Ordered(answer) : await Throttled(request, batch);
        }
        catch (GraphError error)
        {
            response = GraphResponse.Of(error, requestId, clientRequestId, tenant.Clock.GetCurrentInstant());
        }
        catch (Exception error) when (error is InvalidOperationException or NullReferenceException or ArgumentException or FormatException or KeyNotFoundException)
        {
            // A mistake in this stand-in: said plainly, so that it is found.
            response = GraphResponse.Of(new GraphError(500, "generalException", error.ToString()), requestId, clientRequestId, tenant.Clock.GetCurrentInstant());
        }

        if (fault is Fault.DropAfter || !await Held(async () => await (Faults.After?.Invoke(request.Method, request.PathAndQuery, response.Status) ?? Task.CompletedTask)))
        {
            return new GraphResponse(0) { Dropped = true };
        }

        Head(request, response, requestId, clientRequestId);
        return response;
    }

    /// <summary>Whether a test's hook let the connection hold: it breaks it by throwing.</summary>
    private static async Task<bool> Held(Func<Task> hook)
    {
        try
        {
            await hook();
            return true;
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return false;
        }
    }

    private async Task<GraphResponse> Throttled(GraphRequest request, bool batch)
    {
        if (request.Token is not { } app)
        {
            throw new GraphError(401, "InvalidAuthenticationToken", "Access token is empty.");
        }

        if (request.Body.Length > LargestBody)
        {
            throw new GraphError(413, "RequestEntityTooLarge", "The request is larger than 4 MB.");
        }

        if (batch)
        {
            return await Batch.Handle(request, item => Handle(item, inBatch: true));
        }

        if (request.Segments.Count > 0 && GraphApi.Is(request.Segments[0], "subscriptions"))
        {
            return await subscriptions.Handle(request);
        }

        var mailbox = request.Segments.Count > 1 ? request.Segments[1].ToLowerInvariant() : "";
        throttle.Enter(app, mailbox);
        try
        {
            if (options.Latency > TimeSpan.Zero)
            {
                await Task.Delay(options.Latency);
            }

            return api.Handle(request);
        }
        finally
        {
            throttle.Leave(app, mailbox);
        }
    }

    private static GraphError Ordered(Fault.Answer answer) => answer.Status switch
    {
        429 => new GraphError(429, "ApplicationThrottled", "Application is over its MailboxConcurrency limit.") { RetryAfter = answer.RetryAfterSeconds },
        503 => new GraphError(503, "serviceNotAvailable", "The service is temporarily unavailable.") { RetryAfter = answer.RetryAfterSeconds },
        504 => new GraphError(504, "UnknownError", "The gateway did not answer in time.") { RetryAfter = answer.RetryAfterSeconds },
        _ => new GraphError(answer.Status, "generalException", "An error was ordered by a test.") { RetryAfter = answer.RetryAfterSeconds },
    };

    private void Head(GraphRequest request, GraphResponse response, string requestId, string clientRequestId)
    {
        response.Headers["request-id"] = requestId;
        response.Headers["client-request-id"] = clientRequestId;
        response.Headers["Date"] = NodaTime.Text.InstantPattern.CreateWithInvariantCulture("ddd, dd MMM yyyy HH:mm:ss 'GMT'").Format(tenant.Clock.GetCurrentInstant());
        if (response.Body is System.Text.Json.Nodes.JsonObject body)
        {
            response.Headers["Content-Type"] = "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8";
            if (response.Status is 200 or 201 && body.Text("@odata.etag") is { } etag)
            {
                response.Headers["ETag"] = etag;
            }

            if (response.Status == 201 && body.Text("id") is { } id)
            {
                response.Headers["Location"] = $"{request.BaseAddress}{request.Path}('{Uri.EscapeDataString(id)}')";
            }
        }

        if (request.Applied.Count > 0)
        {
            response.Headers["Preference-Applied"] = string.Join(", ", request.Applied);
        }
    }

    private async Task Serve(HttpContext context)
    {
        if (!context.Request.Path.StartsWithSegments(Version, StringComparison.OrdinalIgnoreCase, out _))
        {
            await site.Serve(context);
            return;
        }

        // The path as it was sent: ids carry escapes that a decoded path would lose.
        var target = context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget;
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var headers = context.Request.Headers.ToDictionary(static pair => pair.Key, static pair => string.Join(", ", pair.Value.ToArray()), StringComparer.OrdinalIgnoreCase);
        var response = await Handle(new GraphRequest(context.Request.Method, target[Version.Length..], headers, body.GetBuffer().AsMemory(0, (int)body.Length), BaseAddress.ToString()));
        if (response.Dropped)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = response.Status;
        foreach (var (name, value) in response.Headers)
        {
            context.Response.Headers[name] = value;
        }

        context.Response.ContentLength = response.Bytes.Length;
        if (response.Bytes.Length > 0)
        {
            await context.Response.Body.WriteAsync(response.Bytes, context.RequestAborted);
        }
    }

    /// <summary>Brings meeting mail to its mailbox when it is due, so that subscribers hear of it without anybody reading.</summary>
    private async Task Deliver()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        try
        {
            while (await timer.WaitForNextTickAsync(stopping.Token))
            {
                tenant.DeliverDue();
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    private sealed class InProcessHandler(Microsoft365Server server) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var target = request.RequestUri!.PathAndQuery;
            if (!target.StartsWith(Version + "/", StringComparison.OrdinalIgnoreCase))
            {
                return new HttpResponseMessage(HttpStatusCode.NotFound) { RequestMessage = request };
            }

            var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
            var headers = request.Headers.Concat(request.Content?.Headers.AsEnumerable() ?? [])
                .ToDictionary(static pair => pair.Key, static pair => string.Join(", ", pair.Value), StringComparer.OrdinalIgnoreCase);
            var response = await server.Handle(new GraphRequest(request.Method.Method, target[Version.Length..], headers, body, request.RequestUri.GetLeftPart(UriPartial.Authority) + Version)).WaitAsync(cancellationToken);
            if (response.Dropped)
            {
                throw new HttpRequestException(HttpRequestError.ResponseEnded, "The connection was dropped.");
            }

            var answer = new HttpResponseMessage((HttpStatusCode)response.Status) { RequestMessage = request, Content = new ByteArrayContent(response.Bytes) };
            foreach (var (name, value) in response.Headers)
            {
                if (!answer.Headers.TryAddWithoutValidation(name, value))
                {
                    answer.Content.Headers.TryAddWithoutValidation(name, value);
                }
            }

            return answer;
        }
    }
}
