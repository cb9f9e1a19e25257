using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Threading.RateLimiting;
using Microsoft.Kiota.Abstractions;
using Microsoft.Kiota.Http.HttpClientLibrary.Extensions;
using NodaTime;
using Polly;

namespace Heldspace.Azure.Graph;

/// <summary>When a call is tried again on the way. Anything else is for its caller, who looks first.</summary>
internal enum Repeat
{
    /// <summary>Not even where it was certainly not done.</summary>
    Never,

    /// <summary>Where it was certainly not done: too many requests, no connection.</summary>
    WhenRefused,

    /// <summary>Doing it twice comes to the same as doing it once.</summary>
    Always,
}

/// <param name="Mailbox">Whose mailbox the request is for, in lower case; it counts among that mailbox's four. Empty for subscriptions.</param>
internal sealed record GraphCall(string Mailbox, Repeat Repeat) : IRequestOption;

/// <summary>
/// What every request passes through, after the SDK has written it: immutable ids, a place among the mailbox's four, a time limit per attempt,
/// and attempts again where that is safe. Whatever is not a success leaves as a <see cref="GraphFault"/>.
/// The SDK's own retry handler is left out: it would repeat a send.
/// </summary>
internal sealed class GraphCalls : DelegatingHandler
{
    private static readonly GraphCall Unmarked = new("", Repeat.Never);

    private readonly GraphOptions _options;
    private readonly TimeProvider _time;
    private readonly PartitionedRateLimiter<string> _places;
    private readonly ResiliencePipeline<HttpResponseMessage> _always;
    private readonly ResiliencePipeline<HttpResponseMessage> _whenRefused;

    public GraphCalls(GraphOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        _places = PartitionedRateLimiter.Create<string, string>(mailbox => RateLimitPartition.GetConcurrencyLimiter(
            mailbox,
            _ => new() { PermitLimit = options.MaxConcurrentPerMailbox, QueueLimit = int.MaxValue, QueueProcessingOrder = QueueProcessingOrder.OldestFirst }));
        _always = Again(static fault => true);
        _whenRefused = Again(static fault => !fault.OutcomeUnknown);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var call = request.GetRequestOption<GraphCall>() ?? Unmarked;

        // Beside other preferences, not instead of them: https://learn.microsoft.com/graph/outlook-immutable-id
        request.Headers.TryAddWithoutValidation("Prefer", "IdType=\"ImmutableId\"");

        var attempts = call.Repeat switch
        {
            Repeat.Always => _always,
            Repeat.WhenRefused => _whenRefused,
            _ => ResiliencePipeline<HttpResponseMessage>.Empty,
        };
        return await attempts.ExecuteAsync(
            static async (state, cancellation) => await state.This.Attempt(state.Request, state.Call, cancellation),
            (This: this, Request: request, Call: call),
            cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _places.Dispose();
        }

        base.Dispose(disposing);
    }

    private ResiliencePipeline<HttpResponseMessage> Again(Func<GraphFault, bool> allowed) => _options.MaxAttempts == 1
        ? ResiliencePipeline<HttpResponseMessage>.Empty
        : new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = _time }.AddRetry(new()
        {
            MaxRetryAttempts = _options.MaxAttempts - 1,
            Delay = _options.RetryDelay,
            BackoffType = DelayBackoffType.Exponential,
            ShouldHandle = new PredicateBuilder<HttpResponseMessage>().Handle<GraphFault>(fault => WorthRepeating(fault) && allowed(fault)
                && (fault.RetryAfter is null || fault.RetryAfter.Value.ToTimeSpan() <= _options.LongestWait)),
            DelayGenerator = static again => ValueTask.FromResult(((GraphFault)again.Outcome.Exception!).RetryAfter?.ToTimeSpan()),
        }).Build();

    private static bool WorthRepeating(GraphFault fault) => fault.Status is null or HttpStatusCode.TooManyRequests
        or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    private async Task<HttpResponseMessage> Attempt(HttpRequestMessage request, GraphCall call, CancellationToken cancellation)
    {
        using var place = await _places.AcquireAsync(call.Mailbox, 1, cancellation);
        using var limit = new CancellationTokenSource(_options.RequestTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        var changes = request.Method != HttpMethod.Get;
        HttpResponseMessage? response = null;
        try
        {
            response = await base.SendAsync(request, either.Token);

            // The place is taken, and the limit counts, until the whole answer is here.
            await response.Content.LoadIntoBufferAsync(either.Token);
            if (response.IsSuccessStatusCode)
            {
                return response;
            }
        }
        catch (OperationCanceledException late) when (!cancellation.IsCancellationRequested)
        {
            response?.Dispose();
            throw new GraphFault($"Graph did not answer {Operation(request)} within {_options.RequestTimeout.TotalSeconds:0.###} s.", null, "timeout", late)
            {
                IsTransient = true,
                OutcomeUnknown = changes,
            };
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            response?.Dispose();
            throw new GraphFault($"The connection to Graph broke at {Operation(request)}.", null, "connection", broken)
            {
                IsTransient = true,
                OutcomeUnknown = changes && !NeverLeft(broken),
            };
        }

        using (response)
        {
            throw await Refusal(request, response, changes, either.Token);
        }
    }

    private static bool NeverLeft(Exception broken) => broken is HttpRequestException
    {
        HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError,
    };

    private async Task<GraphFault> Refusal(HttpRequestMessage request, HttpResponseMessage response, bool changes, CancellationToken cancellation)
    {
        var code = Code(await response.Content.ReadAsByteArrayAsync(cancellation));
        var status = (int)response.StatusCode;
        return new($"Graph answered {status}{(code is null ? "" : " " + code)} to {Operation(request)}.", response.StatusCode, code)
        {
            IsTransient = status is 401 or 408 or 409 or 412 or 423 or 429 or (>= 500 and not (501 or 505 or 507)),
            RetryAfter = Wait(response.Headers.RetryAfter),
            OutcomeUnknown = changes && status is 408 or >= 500,
            RequestId = response.Headers.TryGetValues("request-id", out var ids) ? ids.FirstOrDefault() : null,
        };
    }

    private Duration? Wait(RetryConditionHeaderValue? header)
    {
        var wait = header?.Delta ?? (header?.Date - _time.GetUtcNow());
        return wait is { } known ? Duration.FromTimeSpan(known < TimeSpan.Zero ? TimeSpan.Zero : known) : null;
    }

    /// <summary>The code in Graph's error body; null for a body that is not Graph's, as proxies and front ends send.</summary>
    private static string? Code(byte[] body)
    {
        try
        {
            using var parsed = JsonDocument.Parse(body);
            return parsed.RootElement.Get("error") is { } error ? error.Get("code")?.Text() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The operation without whom or what it was asked about: addresses and ids become an asterisk.</summary>
    private static string Operation(HttpRequestMessage request)
    {
        var segments = request.RequestUri!.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var told = segments.Select((segment, at) =>
            (at > 0 && segments[at - 1] == "users") || segment.Length > 24 || !segment.TrimEnd('(', ')').All(char.IsAsciiLetter) ? "*" : segment);
        return string.Create(CultureInfo.InvariantCulture, $"{request.Method} {string.Join('/', told)}");
    }
}
