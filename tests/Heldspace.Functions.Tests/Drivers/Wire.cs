using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace Heldspace.Functions.Tests.Drivers;

/// <summary>
/// What lies between an edge and its server. Every attempt passes through it and is recorded; the next step of the script, if there is one, says
/// what becomes of it, otherwise it passes on.
/// </summary>
public sealed class Wire : DelegatingHandler
{
    private readonly ConcurrentQueue<Func<HttpRequestMessage, Func<Task<HttpResponseMessage>>, Task<HttpResponseMessage>>> _script = new();
    private readonly ConcurrentQueue<Attempt> _attempts = new();

    /// <summary>On to a real server.</summary>
    public Wire()
        : base(new SocketsHttpHandler())
    {
    }

    public IReadOnlyList<Attempt> Attempts => [.. _attempts];

    /// <summary>The attempt reaches the server and its answer comes back.</summary>
    public Wire Pass() => Then((_, send) => send());

    /// <summary>The attempt never reaches the server.</summary>
    public Wire Break() => Then((_, _) => throw new HttpRequestException("The connection was refused."));

    /// <summary>The server does what it was asked, but its answer is lost.</summary>
    public Wire LoseAnswer() => Then(async (_, send) =>
    {
        (await send()).Dispose();
        throw new HttpRequestException("The connection was reset.");
    });

    /// <summary>This answer comes instead of the server's.</summary>
    public Wire Answer(HttpStatusCode status, string body = "", params (string Name, string Value)[] headers) => Then((_, _) =>
    {
        var answer = new HttpResponseMessage(status);
        if (body.Length > 0)
        {
            answer.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        foreach (var (name, value) in headers)
        {
            answer.Headers.TryAddWithoutValidation(name, value);
        }

        return Task.FromResult(answer);
    });

    public Wire Then(Func<HttpRequestMessage, Func<Task<HttpResponseMessage>>, Task<HttpResponseMessage>> step)
    {
        _script.Enqueue(step);
        return this;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        _attempts.Enqueue(new Attempt(
            request.Method.Method,
            request.RequestUri!,
            request.Headers.ToDictionary(header => header.Key, header => string.Join(',', header.Value), StringComparer.OrdinalIgnoreCase),
            body,
            TimeProvider.System.GetTimestamp()));
        return _script.TryDequeue(out var step)
            ? await step(request, () => base.SendAsync(request, cancellationToken)).WaitAsync(cancellationToken)
            : await base.SendAsync(request, cancellationToken);
    }

    /// <summary>One attempt as it was sent.</summary>
    public sealed record Attempt(string Method, Uri Uri, IReadOnlyDictionary<string, string> Headers, string Body, long Timestamp);
}
