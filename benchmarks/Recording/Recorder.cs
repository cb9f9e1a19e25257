using System.Collections.Concurrent;

namespace Heldspace.Benchmarks.Recording;

/// <summary>Lies on the way to each edge and keeps what passes, every attempt of it.</summary>
public sealed class Recorder
{
    private readonly ConcurrentQueue<RecordedRequest> passed = new();
    private long order;

    /// <summary>Lays the recorder around the way to an edge.</summary>
    public HttpMessageHandler Around(string edge, HttpMessageHandler inner) => new Tap(this, edge, inner);

    /// <summary>What has passed since this was last asked, in the order in which it began.</summary>
    public IReadOnlyList<RecordedRequest> Cut()
    {
        var cut = new List<RecordedRequest>();
        while (passed.TryDequeue(out var next))
        {
            if (!IsDiaryHint(next))
            {
                cut.Add(next);
            }
        }

        return [.. cut.OrderBy(request => request.Began)];
    }

    /// <summary>
    /// Our own entry in a calendar is told of as everybody's is, and looked at some seconds later, together with what else happened by then: that watches the
    /// diary, and is on no referral's way.
    /// </summary>
    private static bool IsDiaryHint(RecordedRequest request) => request.Header("BrokerProperties")?.Contains("\"diary:", StringComparison.Ordinal) == true;

    private sealed class Tap(Recorder recorder, string edge, HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = request.Content is null ? null : await request.Content.ReadAsByteArrayAsync(cancellationToken);
            var headers = request.Headers.Concat(request.Content?.Headers.AsEnumerable() ?? []).SelectMany(Each).ToList();
            var began = Interlocked.Increment(ref recorder.order);
            var response = await base.SendAsync(request, cancellationToken);
            await response.Content.LoadIntoBufferAsync(cancellationToken);
            recorder.passed.Enqueue(new()
            {
                Edge = edge,
                Method = request.Method.Method,
                Uri = request.RequestUri!,
                Headers = headers,
                Body = body,
                Began = began,
                Ended = Interlocked.Increment(ref recorder.order),
                Status = (int)response.StatusCode,
                ResponseHeaders = [.. response.Headers.Concat(response.Content.Headers).SelectMany(Each)],
                ResponseBody = await response.Content.ReadAsByteArrayAsync(cancellationToken),
            });
            return response;
        }

        private static IEnumerable<(string Name, string Value)> Each(KeyValuePair<string, IEnumerable<string>> header) =>
            header.Value.Select(value => (header.Key, value));
    }
}
