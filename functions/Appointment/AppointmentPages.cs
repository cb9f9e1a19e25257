using Heldspace.Functions.Refer;

namespace Heldspace.Functions.Appointments;

/// <summary>
/// The pages of one appointment, for whoever was sent its link: agree, choose another of several places, cancel. Trigger:
/// <c>GET, POST appointment/{*path}</c>. A GET shows; what is asked for is committed to the case and queued, and no calendar is touched from here.
/// </summary>
internal static class AppointmentPages
{
    /// <summary>Registers the pages. They share the frame, the guard and the limits of <see cref="ReferPages"/>.</summary>
    public static IServiceCollection AddAppointment(this IServiceCollection services)
    {
        services.AddSingleton<FollowLink>();
        services.AddSingleton<ChangeByLink>();
        services.AddSingleton<ShowAppointment>();
        services.AddSingleton<ChooseAnother>();
        services.AddSingleton<CannotCome>();
        return services;
    }

    public static void MapAppointment(this IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup("/appointment/{service}/{token}").DisableAntiforgery().AddEndpointFilter<PageGuard>();
        pages.MapGet("", (HttpContext http, string service, string token, ShowAppointment show) => show.Show(http, service, token));
        pages.MapGet("/appointment.ics", (HttpContext http, string service, string token, ShowAppointment show) => show.File(http, service, token));
        pages.MapPost("/agree", (HttpContext http, string service, string token, ShowAppointment show) => show.Agree(http, service, token));
        pages.MapGet("/choose", (HttpContext http, string service, string token, ChooseAnother choose) => choose.Show(http, service, token));
        pages.MapPost("/choose", (HttpContext http, string service, string token, ChooseAnother choose) => choose.Take(http, service, token));
        pages.MapGet("/cancel", (HttpContext http, string service, string token, CannotCome cancel) => cancel.Show(http, service, token));
        pages.MapPost("/cancel", (HttpContext http, string service, string token, CannotCome cancel) => cancel.Take(http, service, token));
        endpoints.MapGroup("/appointment").DisableAntiforgery().AddEndpointFilter<PageGuard>()
            .Map("/{**rest}", (HttpContext http, FollowLink links) => links.Nothing(http));
    }
}
