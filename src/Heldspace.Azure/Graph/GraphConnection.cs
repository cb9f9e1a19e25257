using System.ComponentModel.DataAnnotations;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Azure.Core;
using Heldspace.Intake;
using Microsoft.Graph;
using Microsoft.Kiota.Abstractions;
using Microsoft.Kiota.Authentication.Azure;
using Microsoft.Kiota.Http.HttpClientLibrary.Middleware;

namespace Heldspace.Azure.Graph;

/// <summary>
/// One connection to Graph for the whole process: it holds the places per mailbox, so that making a second one would double them.
/// Requests are written by the SDK; answers are read from their JSON, which for mail is also what is kept.
/// </summary>
public sealed class GraphConnection : IDisposable
{
    private readonly HttpClient _http;

    /// <param name="options">Checked here too, for those who build a connection without a host.</param>
    /// <param name="credential">Gives the access token; asked before every request, so it should cache.</param>
    /// <param name="time">Times limits and waits.</param>
    /// <param name="innermost">What sends a request, once per attempt; null for the network. A test counts, breaks and stops requests here.</param>
    public GraphConnection(GraphOptions options, TokenCredential credential, TimeProvider time, HttpMessageHandler? innermost = null)
    {
        Validator.ValidateObject(options, new(options), validateAllProperties: true);
        Options = options;

        var handlers = GraphClientFactory.CreateDefaultHandlers().Where(handler => handler is not RetryHandler).Append(new GraphCalls(options, time));
        _http = GraphClientFactory.Create(handlers, finalHandler: innermost ?? Network(), disposeHandler: innermost is null);
        _http.Timeout = Timeout.InfiniteTimeSpan;

        // A credential given to the client itself would send no token to a host that is not Microsoft's.
        Client = new(
            _http,
            new AzureIdentityAuthenticationProvider(credential, [options.BaseUrl.Host], null, true, options.Scope),
            options.BaseUrl.AbsoluteUri.TrimEnd('/'));
    }

    internal GraphOptions Options { get; }

    internal GraphServiceClient Client { get; }

    public void Dispose()
    {
        Client.Dispose();
        _http.Dispose();
    }

    /// <summary>The JSON that Graph answers; an empty object where it answers with nothing.</summary>
    /// <exception cref="GraphFault">Anything but a success.</exception>
    internal async Task<JsonDocument> Ask(RequestInformation request, EmailAddress? mailbox, Repeat repeat, CancellationToken cancellation)
    {
        request.AddRequestOptions([new GraphCall(mailbox?.Text ?? "", repeat)]);
        var stream = await Client.RequestAdapter.SendPrimitiveAsync<Stream>(request, null, cancellation);
        await using (stream)
        {
            try
            {
                return stream is null or { CanSeek: true, Length: 0 }
                    ? JsonDocument.Parse("{}")
                    : await JsonDocument.ParseAsync(stream, default, cancellation);
            }
            catch (JsonException broken)
            {
                throw new GraphFault("Graph's answer is not JSON.", null, "unreadable", broken)
                {
                    IsTransient = true,
                    OutcomeUnknown = request.HttpMethod != Method.GET,
                };
            }
        }
    }

    /// <summary>Every member of <c>value</c> over all pages, each as it comes.</summary>
    /// <exception cref="GraphFault">Anything but a success.</exception>
    internal async IAsyncEnumerable<JsonElement> Pages(RequestInformation first, EmailAddress? mailbox, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var request = first; request is not null;)
        {
            using var page = await Ask(request, mailbox, Repeat.Always, cancellation);
            foreach (var member in page.RootElement.Each("value"))
            {
                yield return member;
            }

            request = page.RootElement.Text("@odata.nextLink") is { } next ? Following(first, next) : null;
        }
    }

    private RequestInformation Following(RequestInformation first, string link)
    {
        if (!link.StartsWith(Options.BaseUrl.AbsoluteUri.TrimEnd('/') + "/", StringComparison.OrdinalIgnoreCase))
        {
            throw new GraphFault("A next page lies outside Graph.", null, null);
        }

        var request = new RequestInformation { HttpMethod = Method.GET, URI = new(link) };
        foreach (var header in first.Headers)
        {
            request.Headers.Add(header.Key, [.. header.Value]);
        }

        return request;
    }

    private static SocketsHttpHandler Network() => new()
    {
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        AutomaticDecompression = System.Net.DecompressionMethods.All,
        EnableMultipleHttp2Connections = true,
        AllowAutoRedirect = false,
    };
}
