namespace Heldspace.Functions.Manage;

/// <summary>The staff pages: what was, is and comes next for each child, and what people say of it. Trigger: <c>GET, POST manage/{*path}</c>.</summary>
internal static class ManagePages
{
    public static IServiceCollection AddManage(this IServiceCollection services)
    {
        services.AddSingleton<StaffPages>();
        services.AddSingleton<FindCase>();
        services.AddSingleton<ShowDay>();
        services.AddSingleton<ShowCases>();
        services.AddSingleton<ShowCase>();
        services.AddSingleton<ShowReceived>();
        services.AddSingleton<ShowFile>();
        services.AddSingleton<TakeAct>();
        services.AddSingleton<CancelByStaff>();
        services.AddSingleton<AskAgain>();
        services.AddSingleton<CorrectFields>();
        services.AddSingleton<ShowAbsences>();
        services.AddSingleton<TakeAbsence>();
        services.AddSingleton<ShowForecast>();
        services.AddSingleton<ShowRoster>();
        services.AddSingleton<AskConsultation>();
        services.AddSingleton<WriteAnswers>();
        services.AddSingleton<ShowPairing>();
        services.AddSingleton<ShowWork>();
        services.AddSingleton<MakeReport>();
        services.AddSingleton<ShowReports>();
        services.AddSingleton<SignReport>();
        return services;
    }

    public static void MapManage(this IEndpointRouteBuilder endpoints)
    {
        var manage = endpoints.MapGroup("/manage").DisableAntiforgery().AddEndpointFilter<StaffGuard>();
        manage.MapGet("", () => Results.NotFound());
        var service = manage.MapGroup("/{service}");
        service.MapGet("", (HttpContext http, ShowDay day) => day.Show(http));
        service.MapGet("/cases", (HttpContext http, ShowCases cases) => cases.Show(http));
        service.MapGet("/cases/{id}", (HttpContext http, string id, ShowCase show) => show.Show(http, id));
        service.MapGet("/cases/{id}/received", (HttpContext http, string id, ShowReceived show) => show.Show(http, id));
        service.MapGet("/cases/{id}/received/{intake}/{number}", (HttpContext http, string id, string intake, string number, ShowFile show) => show.Show(http, id, intake, number));
        service.MapGet("/cases/{id}/cancel", (HttpContext http, string id, CancelByStaff cancel) => cancel.Show(http, id));
        service.MapPost("/cases/{id}/cancel", (HttpContext http, string id, CancelByStaff cancel) => cancel.Take(http, id));
        service.MapGet("/cases/{id}/correct", (HttpContext http, string id, CorrectFields correct) => correct.Show(http, id));
        service.MapPost("/cases/{id}/correct", (HttpContext http, string id, CorrectFields correct) => correct.Take(http, id));
        service.MapGet("/cases/{id}/answers/{ask}", (HttpContext http, string id, string ask, WriteAnswers write) => write.Show(http, id, ask));
        service.MapPost("/cases/{id}/answers/{ask}", (HttpContext http, string id, string ask, WriteAnswers write) => write.Take(http, id, ask));
        service.MapGet("/cases/{id}/answers/{ask}/letter", (HttpContext http, string id, string ask, WriteAnswers write) => write.Letter(http, id, ask));
        service.MapPost("/cases/{id}/{act}", (HttpContext http, string id, string act, TakeAct take) => take.Take(http, id, act));
        service.MapGet("/absences", (HttpContext http, ShowAbsences show) => show.List(http));
        service.MapPost("/absences", (HttpContext http, TakeAbsence take) => take.Mark(http));
        service.MapGet("/absences/{id}", (HttpContext http, string id, ShowAbsences show) => show.One(http, id));
        service.MapPost("/absences/{id}/{act}", (HttpContext http, string id, string act, TakeAbsence take) => take.Take(http, id, act));
        service.MapGet("/forecast", (HttpContext http, ShowForecast show) => show.Show(http));
        service.MapPost("/forecast", (HttpContext http, ShowForecast show) => show.LookAgain(http));
        service.MapGet("/roster", (HttpContext http, ShowRoster roster) => roster.Show(http));
        service.MapPost("/roster", (HttpContext http, ShowRoster roster) => roster.Take(http));
        service.MapGet("/roster/{id}", (HttpContext http, string id, ShowRoster roster) => roster.Report(http, id));
        service.MapPost("/roster/{id}/confirm", (HttpContext http, string id, ShowRoster roster) => roster.Confirm(http, id));
        service.MapGet("/work", (HttpContext http, ShowWork show) => show.Show(http));
        service.MapGet("/reports", (HttpContext http, ShowReports reports) => reports.List(http));
        service.MapGet("/reports/{period}", (HttpContext http, string period, ShowReports reports) => reports.One(http, period));
        service.MapPost("/reports/{period}", (HttpContext http, string period, SignReport sign) => sign.Take(http, period));
        service.MapGet("/reports/{period}/csv", (HttpContext http, string period, ShowReports reports) => reports.Csv(http, period));
        service.MapGet("/reports/{period}/charges", (HttpContext http, string period, ShowReports reports) => reports.Charges(http, period, csv: false));
        service.MapGet("/reports/{period}/charges/csv", (HttpContext http, string period, ShowReports reports) => reports.Charges(http, period, csv: true));
        service.MapGet("/reports/{period}/{audience}", (HttpContext http, string period, string audience, ShowReports reports) => reports.Shared(http, period, audience, csv: false));
        service.MapGet("/reports/{period}/{audience}/csv", (HttpContext http, string period, string audience, ShowReports reports) => reports.Shared(http, period, audience, csv: true));
        service.MapGet("/measures", (HttpContext http, ShowPairing show) => show.Show(http));
        service.MapGet("/consultations", (HttpContext http, AskConsultation ask) => ask.Show(http));
        service.MapPost("/consultations", (HttpContext http, AskConsultation ask) => ask.Take(http));
        service.Map("/{**rest}", (HttpContext http, StaffPages pages) => pages.NotFound(Visit.Of(http)));
    }
}
