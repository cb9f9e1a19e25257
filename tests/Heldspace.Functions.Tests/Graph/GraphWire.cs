using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Azure.Core;
using Heldspace.Azure.Graph;

namespace Heldspace.Functions.Tests.Graph;

/// <summary>A request as it left.</summary>
internal sealed record SeenRequest(string Method, string Path, string Query, string Prefer, string? Authorization, string Body)
{
    public override string ToString() => $"{Method} {Path}";
}

/// <summary>
/// The innermost handler: sees every attempt, may break it before or after it is carried out, and answers by itself or passes on to what stands behind.
/// </summary>
internal sealed class GraphWire : DelegatingHandler
{
    private readonly ConcurrentQueue<SeenRequest> _seen = new();

    public GraphWire(HttpMessageHandler behind)
        : base(behind)
    {
    }

    public GraphWire(Func<SeenRequest, CancellationToken, Task<HttpResponseMessage>> answer)
        : base(new Unused()) => Instead = answer;

    public GraphWire(Func<SeenRequest, HttpResponseMessage> answer)
        : this((request, _) => Task.FromResult(answer(request)))
    {
    }

    public IReadOnlyList<SeenRequest> Seen => [.. _seen];

    /// <summary>Called before a request is carried out; an answer other than null is given in its place, and it is not carried out.</summary>
    public Func<SeenRequest, HttpResponseMessage?>? Before { get; set; }

    /// <summary>Called after a request was carried out; an answer other than null, or an exception, replaces what came back.</summary>
    public Func<SeenRequest, CancellationToken, Task<HttpResponseMessage?>>? After { get; set; }

    private Func<SeenRequest, CancellationToken, Task<HttpResponseMessage>>? Instead { get; }

    public static HttpResponseMessage Json(HttpStatusCode status, string json) =>
        new(status) { Content = new StringContent(json, Encoding.UTF8, "application/json") };

    public static HttpResponseMessage Error(HttpStatusCode status, string code, string? retryAfter = null)
    {
        var response = Json(status, $$$"""{"error":{"code":"{{{code}}}","message":"Refused."}}""");
        if (retryAfter is not null)
        {
            response.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
        }

        return response;
    }

    public void Forget() => _seen.Clear();

    public GraphConnection Connect(Action<GraphOptions>? change = null, TimeProvider? time = null)
    {
        var options = new GraphOptions { BaseUrl = new("http://localhost/v1.0"), RetryDelay = TimeSpan.Zero };
        change?.Invoke(options);
        return new(options, new LocalCredential(), time ?? TimeProvider.System, this);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var seen = new SeenRequest(
            request.Method.Method,
            Uri.UnescapeDataString(request.RequestUri!.AbsolutePath),
            Uri.UnescapeDataString(request.RequestUri.Query),
            request.Headers.TryGetValues("Prefer", out var prefer) ? string.Join(", ", prefer) : "",
            request.Headers.Authorization?.ToString(),
            request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken));
        _seen.Enqueue(seen);

        // Without it every id changes when an item moves, and a draft that was sent cannot be found.
        seen.Prefer.ShouldContain("IdType=\"ImmutableId\"", customMessage: seen.ToString());
        if (Before?.Invoke(seen) is { } instead)
        {
            return instead;
        }

        var answer = Instead is null ? await base.SendAsync(request, cancellationToken) : await Instead(seen, cancellationToken);
        return After is null ? answer : await After(seen, cancellationToken) ?? answer;
    }

    private sealed class Unused : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("Nothing stands behind this wire.");
    }
}

internal static class GraphFaults
{
    /// <summary>The fault that a call ends in.</summary>
    public static Task<GraphFault> Of<T>(Func<Task<T>> call) => Should.ThrowAsync<GraphFault>(async () => await call());
}

internal sealed class LocalCredential : TokenCredential
{
    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        new("a-token-for-tests", DateTimeOffset.MaxValue);

    public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        ValueTask.FromResult(GetToken(requestContext, cancellationToken));
}

/// <summary>A clock whose short waits pass at once and are written down; longer ones, the time limits, never end.</summary>
internal sealed class HastyTime(TimeSpan limit) : TimeProvider
{
    private readonly ConcurrentQueue<TimeSpan> _waits = new();

    public IReadOnlyList<TimeSpan> Waits => [.. _waits];

    public override DateTimeOffset GetUtcNow() => new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime >= limit || dueTime < TimeSpan.Zero)
        {
            return base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, period);
        }

        _waits.Enqueue(dueTime);
        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
