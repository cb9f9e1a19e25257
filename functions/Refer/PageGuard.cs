using System.Globalization;
using Heldspace.Functions.Pages;
using Heldspace.Services;

namespace Heldspace.Functions.Refer;

/// <summary>
/// What holds for every public page, of the form and of appointments: security headers, the limit per client, and one boundary for faults, behind which a person is told
/// in plain words that nothing was sent.
/// </summary>
internal sealed partial class PageGuard(ClientLimits limits, PublicPages pages, PublicServices services, ILogger<PageGuard> logger) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        PageHeaders.Protect(http);
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
            return pages.TooLarge(ServiceOf(http));
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

    private static partial class Log
    {
        [LoggerMessage(1201, LogLevel.Error, "A page of the form failed: {Kind}.")]
        public static partial void Failed(ILogger logger, Exception fault, string kind);
    }
}
