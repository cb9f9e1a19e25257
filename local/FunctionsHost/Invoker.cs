using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;
using NodaTime;

namespace Heldspace.Local.FunctionsHost;

/// <summary>Posts an envelope to a worker and judges the reply as the host does.</summary>
internal sealed class Invoker(IReadOnlyList<Worker> workers, TimeSpan? timeout, IClock clock, Action<Invocation>? observed)
{
    /// <summary>The version the stand-in goes by in the headers that the host adds.</summary>
    public const string HostVersion = "4.1037.0";

    private static readonly MediaTypeHeaderValue Json = new("application/json", "utf-8");
    private long invocations;

    /// <summary>An id that no other invocation of this host bears.</summary>
    public Guid NextId() => new((int)Interlocked.Increment(ref invocations), 0x68, 0x73, [0, 0, 0, 0, 0, 0, 0, 0]);

    /// <summary>True: the invocation succeeded. Whatever the handler does, this does not throw, except when it is cancelled.</summary>
    public async Task<bool> Invoke(string function, int worker, string? messageId, Guid id, byte[] envelope, CancellationToken stopping)
    {
        var began = Stopwatch.GetTimestamp();
        var started = clock.GetCurrentInstant();
        var (failure, logs) = await Post(function, workers[worker], id, envelope, stopping);
        observed?.Invoke(new Invocation(function, worker, messageId, started, Stopwatch.GetElapsedTime(began), failure, logs));
        return failure is null;
    }

    private async Task<(string? Failure, IReadOnlyList<string> Logs)> Post(string function, Worker worker, Guid id, byte[] envelope, CancellationToken stopping)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        if (timeout is { } span)
        {
            limit.CancelAfter(span);
        }

        try
        {
            using var content = new ByteArrayContent(envelope);
            content.Headers.ContentType = Json;
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(worker.Address, function)) { Content = content };
            AddHeaders(request, id);
            using var response = await worker.Send(request, limit.Token);
            if (!response.IsSuccessStatusCode)
            {
                return ($"the handler answered {(int)response.StatusCode}", []);
            }

            var body = await response.Content.ReadAsByteArrayAsync(limit.Token);
            if (body.Length == 0 || body.AsSpan().SequenceEqual("null"u8))
            {
                // The host reads no result out of this, and waits for one until the time is up.
                await Task.Delay(Timeout.InfiniteTimeSpan, limit.Token);
            }

            return Judge(response.Content.Headers.ContentType?.MediaType, body);
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested && limit.IsCancellationRequested)
        {
            worker.TimedOut();
            return ($"no result within {timeout}", []);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !stopping.IsCancellationRequested)
        {
            // In memory the handler's own exception comes through here; over a socket it is a broken connection. Both end the invocation.
            if (exception is HttpRequestException or IOException)
            {
                worker.ConnectionLost(stopping);
            }

            return ($"{exception.GetType().Name}: {exception.Message}", []);
        }
    }

    internal static void AddHeaders(HttpRequestMessage request, Guid id)
    {
        request.Headers.TryAddWithoutValidation("X-Azure-Functions-HostVersion", HostVersion);
        request.Headers.TryAddWithoutValidation("X-Azure-Functions-InvocationId", id.ToString());
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("Azure-Functions-Host", HostVersion));
    }

    private static (string? Failure, IReadOnlyList<string> Logs) Judge(string? mediaType, byte[] body)
    {
        if (mediaType is not ("application/json" or "text/json"))
        {
            return ($"the reply is {mediaType ?? "of no type"}, not JSON", []);
        }

        try
        {
            using var reply = JsonDocument.Parse(body);
            if (reply.RootElement.ValueKind != JsonValueKind.Object)
            {
                return ("the reply is not a JSON object", []);
            }

            if (reply.RootElement.TryGetProperty("Outputs", out var outputs) && outputs.ValueKind is not (JsonValueKind.Object or JsonValueKind.Null))
            {
                return ("Outputs in the reply is not an object", []);
            }

            return (null, reply.RootElement.TryGetProperty("Logs", out var logs) && logs.ValueKind == JsonValueKind.Array
                ? [.. logs.EnumerateArray().Select(line => line.ToString())]
                : []);
        }
        catch (JsonException)
        {
            return ("the reply is not JSON", []);
        }
    }
}
