using System.Collections.Frozen;
using Microsoft.Extensions.Options;

namespace Heldspace.Functions.Hosting;

/// <summary>Marks an endpoint that only the Functions host may call.</summary>
/// <param name="Function">The function's name.</param>
/// <param name="Queue">The path of the queue it listens to; null for a timer.</param>
internal sealed record TriggerEndpoint(string Function, string? Queue = null);

/// <summary>
/// Keeps triggers apart from the public. The host rewrites public paths before it forwards them, so that a public request can arrive at a trigger's
/// own path; what it cannot have is the host's own way of calling: a POST to <c>127.0.0.1:{port}</c> without the front end's headers. Public pages
/// answer only to the host names of the services. Whatever fails is a 404, the same for everyone.
/// Source: the host's own code for custom handlers and its forwarding; see docs/decisions.
/// </summary>
internal sealed class TriggerGuard(RequestDelegate next, IOptions<HostingOptions> options, PublicHosts hosts)
{
    private static readonly FrozenSet<string> FrontEndHeaders = new[]
    {
        "X-ARR-LOG-ID", "X-ARR-SSL", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Forwarded-TlsVersion", "X-Original-URL",
        "X-WAWS-Unencoded-URL", "X-SITE-DEPLOYMENT-ID", "WAS-DEFAULT-HOSTNAME", "DISGUISED-HOST", "CLIENT-IP", "X-Client-IP", "X-Client-Port",
        "X-AppService-Proto", "Forwarded", "Via", "Cookie", "Origin", "Referer",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private readonly string ownHost = $"127.0.0.1:{options.Value.Port}";

    public Task Invoke(HttpContext context)
    {
        var request = context.Request;
        var isTrigger = context.GetEndpoint()?.Metadata.GetMetadata<TriggerEndpoint>() is not null;
        var fromHost = request.Host.Value == ownHost && !request.Headers.Keys.Any(FrontEndHeaders.Contains);
        var allowed = isTrigger
            ? fromHost && HttpMethods.IsPost(request.Method)
            : hosts.Answers(request.Host.Host) || (fromHost && request.Path == "/" && HttpMethods.IsGet(request.Method));
        if (allowed)
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}

/// <summary>The host names that public pages answer to: those of every service that runs here.</summary>
internal sealed class PublicHosts(IEnumerable<string> names)
{
    private readonly FrozenSet<string> names = names.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public bool Answers(string host) => names.Contains(host);
}
