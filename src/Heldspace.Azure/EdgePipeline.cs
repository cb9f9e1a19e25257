using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;

namespace Heldspace.Azure;

/// <summary>
/// The way of every request of tables, blobs and queues: repeat, authenticate each attempt anew, send over one connection pool.
/// Azure.Core's own request log and spans are off: they cost more than the rest of the pipeline, and .NET's HTTP client has its own.
/// </summary>
internal static class EdgePipeline
{
    private static readonly HttpClientTransport Shared = Over(new SocketsHttpHandler
    {
        UseCookies = false,
        AllowAutoRedirect = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
        ConnectTimeout = TimeSpan.FromSeconds(10),
    });

    public static HttpPipeline Build(EdgeOptions options, HttpPipelinePolicy authentication) =>
        HttpPipelineBuilder.Build(Configure(new PlainOptions(), options), authentication);

    public static T Configure<T>(T client, EdgeOptions options)
        where T : ClientOptions
    {
        client.Transport = options.Handler is null ? Shared : Over(options.Handler);
        client.Retry.NetworkTimeout = options.Timeout;
        client.RetryPolicy = new PatientRetry(options);
        client.Diagnostics.IsLoggingEnabled = false;
        client.Diagnostics.IsDistributedTracingEnabled = false;
        client.Diagnostics.IsTelemetryEnabled = false;
        return client;
    }

    /// <summary>Sends, and turns whatever the transport throws into the one kind of fault that callers know.</summary>
    public static async ValueTask Send(this HttpPipeline pipeline, HttpMessage message, string edge, CancellationToken cancellation)
    {
        try
        {
            await pipeline.SendAsync(message, cancellation);
        }
        catch (Exception fault) when (IsTransport(fault, cancellation))
        {
            throw new EdgeException(edge, 0, "", null, fault);
        }
    }

    public static bool IsTransport(Exception fault, CancellationToken cancellation) => fault switch
    {
        AggregateException several => several.InnerExceptions.All(one => IsTransport(one, cancellation)),
        RequestFailedException { Status: 0 } or IOException or HttpRequestException or AuthenticationFailedException => true,
        OperationCanceledException => !cancellation.IsCancellationRequested,
        _ => false,
    };

    private static HttpClientTransport Over(HttpMessageHandler handler) =>
        new(new HttpClient(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan });

    private sealed class PlainOptions : ClientOptions;

    private sealed class PatientRetry(EdgeOptions options)
        : RetryPolicy(options.MaxRetries, DelayStrategy.CreateExponentialDelayStrategy(options.FirstDelay, options.LongestDelay))
    {
        protected override ValueTask<bool> ShouldRetryAsync(HttpMessage message, Exception? exception) =>
            AsksForTooMuch(message) ? ValueTask.FromResult(false) : base.ShouldRetryAsync(message, exception);

        protected override bool ShouldRetry(HttpMessage message, Exception? exception) =>
            !AsksForTooMuch(message) && base.ShouldRetry(message, exception);

        private bool AsksForTooMuch(HttpMessage message) =>
            message.HasResponse && RetryAfter.Asked(message.Response) > options.LongestRetryAfter;
    }
}
