using System.Globalization;
using Heldspace.Services;

namespace Heldspace.Functions.Refer;

/// <summary>
/// What holds for every public page, of the form and of appointments: security headers, the limit per client, and one boundary for faults, behind which a person is told
/// in plain words that nothing was sent.
/// </summary>
internal sealed partial class PageGuard(ClientLimits limits, PublicPages pages, PublicServices services, ILogger<PageGuard> logger) : IEndpointFilter
{
    /// <summary>No script runs, nothing is loaded from elsewhere, nobody frames a page, and a form goes nowhere but here.</summary>
    public const string Policy =
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        Protect(http);
        if (limits.MustWaitForPage(http) is { } wait)
        {
            return TooMany(http, pages, ServiceOf(http), wait);
        }

        try
        {
            return await next(context);
        }
        catch (BadHttpRequestException refused) when (refused.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return Posted.TooLarge(pages, ServiceOf(http));
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !http.RequestAborted.IsCancellationRequested)
        {
            Log.Failed(logger, fault, fault.GetType().Name);
            return pages.Say(ServiceOf(http), StatusCodes.Status500InternalServerError, "Sorry, something went wrong", IsForm(http)
                ? ["What you typed on the pages before is kept for 24 hours.", "Go back in your browser and try again in a minute. Sending a form twice does no harm."]
                : ["Open the link again in a minute: it shows how things stand. Pressing a button twice does no harm."]);
        }
    }

    public static IResult TooMany(HttpContext http, PublicPages pages, ServiceDefinition? service, TimeSpan wait)
    {
        http.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return pages.Say(service, StatusCodes.Status429TooManyRequests, "Please wait a moment", [
            "A lot has come from your network in a short time, so we are slowing it down." + (IsForm(http) ? " What you typed on the pages before is kept." : ""),
            wait < TimeSpan.FromMinutes(2) ? "Try again in a minute." : "Try again in an hour, or ring us.",
        ]);
    }

    // Whose phone number to show: the one in the address, or the only one here.
    private ServiceDefinition? ServiceOf(HttpContext http) =>
        services.At(http.Request.Host) is [var only] ? only
        : http.Request.RouteValues["service"] is string id ? services.Find(id, http.Request.Host)
        : null;

    private static bool IsForm(HttpContext http) => http.Request.Path.StartsWithSegments("/refer", StringComparison.Ordinal);

    private static void Protect(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.CacheControl = "no-cache, no-store";
        headers.Pragma = "no-cache";
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["X-Robots-Tag"] = "noindex";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";

        // The front end ends TLS and says so; cookies marked by it go over TLS only.
        if (http.Request.Headers["X-Forwarded-Proto"].ToString().Split(',')[^1].Trim() == "https")
        {
            http.Request.Scheme = "https";
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1201, LogLevel.Error, "A page of the form failed: {Kind}.")]
        public static partial void Failed(ILogger logger, Exception fault, string kind);
    }
}
