using Heldspace.Functions.Refer;

namespace Heldspace.Functions.Acknowledge;

/// <summary>
/// Whoever was told of immediate risk says by a tap that they have it. Trigger: <c>GET, POST acknowledge/{*path}</c>. A GET only shows: programs that look
/// at links on the way of a mail must not take an alert out of anybody's hands. The page names nothing but the reference.
/// </summary>
internal static class AcknowledgePages
{
    /// <summary>Registers the pages. They share the frame, the guard and the limits of <see cref="ReferPages"/>.</summary>
    public static IServiceCollection AddAcknowledge(this IServiceCollection services) => services.AddSingleton<TakeAlert>();

    public static void MapAcknowledge(this IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup("/acknowledge/{service}/{token}").DisableAntiforgery().AddEndpointFilter<PageGuard>();
        pages.MapGet("", (HttpContext http, string service, string token, TakeAlert take) => take.Show(http, service, token));
        pages.MapPost("", (HttpContext http, string service, string token, TakeAlert take) => take.Take(http, service, token));
        endpoints.MapGroup("/acknowledge").DisableAntiforgery().AddEndpointFilter<PageGuard>()
            .Map("/{**rest}", (HttpContext http, TakeAlert take) => take.Nothing(http));
    }
}
