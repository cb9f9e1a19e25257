using Heldspace.Functions.Refer;

namespace Heldspace.Functions.Survey;

/// <summary>
/// The pages on which somebody says how things are going, for whoever was sent their link. Trigger: <c>GET, POST survey/{*path}</c>. A GET shows and changes nothing, whoever
/// opens it; only a POST from a page of ours answers.
/// </summary>
internal static class SurveyPages
{
    /// <summary>Registers the pages. They share the frame, the guard and the limits of <see cref="ReferPages"/>.</summary>
    public static IServiceCollection AddSurvey(this IServiceCollection services)
    {
        services.AddSingleton<FollowSurvey>();
        services.AddSingleton<ShowSurvey>();
        services.AddSingleton<TakeSurvey>();
        return services;
    }

    public static void MapSurvey(this IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup("/survey/{service}").DisableAntiforgery().AddEndpointFilter<PageGuard>();
        pages.MapGet("/thanks", (HttpContext http, string service, ShowSurvey show) => show.Thanks(http, service));
        var survey = pages.MapGroup("/{token}");
        survey.MapGet("", (HttpContext http, string service, string token, ShowSurvey show) => show.Start(http, service, token));
        survey.MapGet("/{page:int}", (HttpContext http, string service, string token, int page, ShowSurvey show) => show.Question(http, service, token, page));
        survey.MapPost("/{page:int}", (HttpContext http, string service, string token, int page, TakeSurvey take) => take.Page(http, service, token, page));
        survey.MapGet("/send", (HttpContext http, string service, string token, ShowSurvey show) => show.Send(http, service, token));
        survey.MapPost("/send", (HttpContext http, string service, string token, TakeSurvey take) => take.Send(http, service, token));
        survey.MapGet("/later", (HttpContext http, string service, string token, ShowSurvey show) => show.Later(http, service, token));
        survey.MapGet("/no", (HttpContext http, string service, string token, ShowSurvey show) => show.No(http, service, token));
        survey.MapPost("/no", (HttpContext http, string service, string token, TakeSurvey take) => take.No(http, service, token));
        endpoints.MapGroup("/survey").DisableAntiforgery().AddEndpointFilter<PageGuard>()
            .Map("/{**rest}", (HttpContext http, FollowSurvey links) => links.Nothing(http));
    }
}
