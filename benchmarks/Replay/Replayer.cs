using System.Collections.Concurrent;
using System.Text;
using Heldspace.Benchmarks.Recording;

namespace Heldspace.Benchmarks.Replay;

/// <summary>
/// Sends recorded requests again through a bare client, byte for byte but for what the servers themselves gave: a request starts when all those have ended
/// that had ended when it was first sent; a trigger's run starts when the message that brought it about has been sent, and its lane is free.
/// </summary>
internal sealed class Replayer(Servers servers) : IDisposable
{
    private readonly HttpMessageInvoker http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, UseProxy = false, ActivityHeadersPropagator = null });
    private readonly ConcurrentDictionary<RecordedRequest, (IReadOnlyList<(string Name, string Value)> Headers, byte[] Body)> answers = new();

    /// <exception cref="InvalidOperationException">A request was answered with another status than when it was recorded: the replay is none.</exception>
    public Task Run(IReadOnlyList<Scene> scenes, CancellationToken cancellation)
    {
        var done = scenes.SelectMany(scene => scene.Lines)
            .ToDictionary(line => line.Request, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var lanes = new Dictionary<string, Task>(StringComparer.Ordinal);
        var runs = new List<Task>();
        foreach (var scene in scenes)
        {
            var free = scene.Lane is { } lane && lanes.TryGetValue(lane, out var before) ? before : Task.CompletedTask;
            var carried = scene.After is { } carrier && done.TryGetValue(carrier, out var sent) ? sent.Task : Task.CompletedTask;
            var run = Play(scene, Task.WhenAll(free, carried), done, cancellation);
            runs.Add(run);
            if (scene.Lane is not null)
            {
                lanes[scene.Lane] = run;
            }
        }

        return Task.WhenAll(runs);
    }

    public void Dispose() => http.Dispose();

    private Task Play(Scene scene, Task start, Dictionary<RecordedRequest, TaskCompletionSource> done, CancellationToken cancellation) =>
        Task.WhenAll(scene.Lines.Select(async line =>
        {
            try
            {
                await start;
                await Task.WhenAll(scene.Lines.Where(other => other.Request.Ended < line.Request.Began).Select(other => done[other.Request].Task));
                await Send(line, cancellation);
                done[line.Request].SetResult();
            }
            catch (Exception fault)
            {
                done[line.Request].TrySetException(fault);
                throw;
            }
        }));

    private async Task Send(Line line, CancellationToken cancellation)
    {
        var recorded = line.Request;
        var target = recorded.Uri.PathAndQuery;
        var body = recorded.Body;
        var headers = recorded.Headers;
        foreach (var (before, now) in Changed(line))
        {
            target = target.Replace(before, now, StringComparison.Ordinal);
            body = body is null ? null : Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(body).Replace(before, now, StringComparison.Ordinal));
            headers = [.. headers.Select(header => header.Name == "If-Match" ? (header.Name, header.Value.Replace(before, now, StringComparison.Ordinal)) : header)];
        }

        using var request = new HttpRequestMessage(new HttpMethod(recorded.Method), new Uri(servers.Authority(recorded) + target));
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
        }

        foreach (var (name, value) in headers.Where(header => header.Name is not ("Content-Length" or "Host" or "Transfer-Encoding")))
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, value);
            }
        }

        using var response = await http.SendAsync(request, cancellation);
        var answer = await response.Content.ReadAsByteArrayAsync(cancellation);
        if ((int)response.StatusCode != recorded.Status)
        {
            throw new InvalidOperationException($"Replayed, {line.Name} was answered with {(int)response.StatusCode} instead of {recorded.Status}: {Encoding.UTF8.GetString(answer)}");
        }

        answers[recorded] = ([.. response.Headers.Concat(response.Content.Headers).SelectMany(header => header.Value.Select(value => (header.Key, value)))], answer);
    }

    /// <summary>Every spelling of what the servers gave otherwise this time.</summary>
    private IEnumerable<(string Before, string Now)> Changed(Line line)
    {
        foreach (var (source, place, value) in line.Repeats)
        {
            if (answers.TryGetValue(source, out var answer) && Given.By(source, answer.Headers, answer.Body).TryGetValue(place, out var now) && now != value)
            {
                foreach (var pair in Given.Spellings(value).Zip(Given.Spellings(now)))
                {
                    yield return pair;
                }
            }
        }
    }
}
