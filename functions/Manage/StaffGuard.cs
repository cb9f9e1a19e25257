using Heldspace.Functions.Hosting;
using Heldspace.Functions.Pages;
using Heldspace.Services;
using NodaTime;

namespace Heldspace.Functions.Manage;

/// <summary>Who asks, and for which service; settled before any page is asked for.</summary>
public sealed record Visit(Person Person, ServiceDefinition Service, StaffRole Role)
{
    /// <summary>When they asked.</summary>
    public required Instant Now { get; init; }

    public static Visit Of(HttpContext http) => http.Features.Get<Visit>() ?? throw new InvalidOperationException("Who asks is settled before a page is asked for.");
}

/// <summary>
/// What holds for every staff page: it is served only behind App Service Authentication, to somebody signed in, who has a role in the service that the
/// address names. Without that authentication anybody could write the header, so that without its mark nothing is served
/// (<c>WEBSITE_AUTH_ENABLED</c>, https://learn.microsoft.com/azure/app-service/reference-app-settings).
/// </summary>
internal sealed partial class StaffGuard(StaffPages pages, ServiceDefinitions services, IConfiguration configuration, IClock clock, ILogger<StaffGuard> logger) : IEndpointFilter
{
    public const string Setting = "WEBSITE_AUTH_ENABLED";

    private readonly bool authenticates = string.Equals(configuration[Setting], "true", StringComparison.OrdinalIgnoreCase);

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        PageHeaders.Protect(http);
        if (!authenticates)
        {
            Log.NotSetUp(logger);
            return pages.Say(StatusCodes.Status503ServiceUnavailable, "Staff pages are not set up here", ["They need App Service Authentication. Whoever runs this service finds in the runbook how to turn it on."]);
        }

        if (Person.Read(http.Request) is not { } person)
        {
            return HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method)
                ? Results.Redirect($"/.auth/login/aad?post_login_redirect_uri={Uri.EscapeDataString(http.Request.Path + http.Request.QueryString)}")
                : pages.Say(StatusCodes.Status401Unauthorized, "Please sign in again", ["Your sign-in has ended, and nothing was changed.", "Go back, open the page anew, and sign in."]);
        }

        http.User = person.AsPrincipal();
        if (http.Request.RouteValues["service"] is not string id)
        {
            var first = services.All.FirstOrDefault(service => person.RoleIn(service) is not null);
            return first is null ? NotYours() : Results.Redirect($"/manage/{first.Id}");
        }

        if (services.Find(id) is not { } service || person.RoleIn(service) is not { } role)
        {
            return NotYours();
        }

        http.Features.Set(new Visit(person, service, role) { Now = clock.GetCurrentInstant() });
        try
        {
            return await next(context);
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !http.RequestAborted.IsCancellationRequested)
        {
            Log.Failed(logger, fault, fault.GetType().Name);
            return pages.Say(
                Transience.Of(fault) is null ? StatusCodes.Status500InternalServerError : StatusCodes.Status503ServiceUnavailable,
                "Sorry, that did not work", ["Go back and try again in a minute. Doing the same thing twice does no harm."]);
        }
    }

    private IResult NotYours() => pages.Say(StatusCodes.Status403Forbidden, "You have no part in this service", ["You are signed in, but nobody gave you a role here. Ask a manager of the service for one."]);

    private static partial class Log
    {
        [LoggerMessage(1301, LogLevel.Error, "A staff page was asked for and App Service Authentication is not on: nothing is served")]
        public static partial void NotSetUp(ILogger logger);

        [LoggerMessage(1302, LogLevel.Error, "A staff page failed: {Kind}")]
        public static partial void Failed(ILogger logger, Exception fault, string kind);
    }
}
