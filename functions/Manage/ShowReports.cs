using System.Text;
using Heldspace.Azure.Records;
using Heldspace.Functions.Manage.Views;
using Heldspace.Services;
using Heldspace.Summaries.Reports;
using Heldspace.Time;

namespace Heldspace.Functions.Manage;

/// <summary>The reports of a service: exact for its managers, and from what they have signed the commissioner's and the public's.</summary>
internal sealed class ShowReports(StaffPages pages, MakeReport reports, SignedReports signed)
{
    private const int MonthsBack = 13;

    private const int YearsBack = 3;

    /// <summary>GET manage/{service}/reports.</summary>
    public async Task<IResult> List(HttpContext http)
    {
        var visit = Visit.Of(http);
        if (visit.Role != StaffRole.Manager)
        {
            return NotForThem(visit);
        }

        var today = London.Day(visit.Now);
        var done = await signed.All(visit.Service, http.RequestAborted);
        var months = Enumerable.Range(0, MonthsBack).Select(back => ReportPeriod.Month(today.PlusMonths(-back)));
        var years = Enumerable.Range(0, YearsBack).Select(back => ReportPeriod.Year(visit.Service, today.PlusYears(-back)));
        return pages.Page<ReportsPage>(
            pages.Frame(visit, "Reports"), StatusCodes.Status200OK,
            ("Months", months.Union(done.Where(period => !period.IsYear)).OrderByDescending(period => period.From).ToList()),
            ("Years", years.Union(done.Where(period => period.IsYear)).OrderByDescending(period => period.From).ToList()),
            ("Signed", done),
            ("Today", today));
    }

    /// <summary>GET manage/{service}/reports/{month or year}.</summary>
    public Task<IResult> One(HttpContext http, string period) => For(http, period, async (visit, of) =>
        Page(http, visit, await reports.Of(visit.Service, of, http.RequestAborted), StatusCodes.Status200OK, "", null));

    /// <summary>GET manage/{service}/reports/{month or year}/csv.</summary>
    public Task<IResult> Csv(HttpContext http, string period) => For(http, period, async (visit, of) =>
    {
        var view = await reports.Of(visit.Service, of, http.RequestAborted);
        return File(visit.Service, of, "exact", ReportLines.Csv(visit.Service, view.Lines, view.Signed?.Targets ?? visit.Service.Reporting.Targets));
    });

    /// <summary>GET manage/{service}/reports/{month or year}/charges, and /csv below.</summary>
    public Task<IResult> Charges(HttpContext http, string period, bool csv) => For(http, period, async (visit, of) =>
    {
        var charges = await reports.Charges(visit.Service, of, http.RequestAborted);
        return csv
            ? File(visit.Service, of, "charges", ChargeLedger.Csv(visit.Service, charges))
            : pages.Page<ChargesPage>(pages.Frame(visit, $"Charges, {of.Title}"), StatusCodes.Status200OK, ("Period", of), ("Charges", charges));
    });

    /// <summary>GET manage/{service}/reports/{month or year}/{commissioner or public}, and /csv below: only of what was signed, so that what is handed over is what stands.</summary>
    public Task<IResult> Shared(HttpContext http, string period, string audience, bool csv) => For(http, period, async (visit, of) =>
    {
        if (audience.Any(char.IsUpper) || !Enum.TryParse<Audience>(audience, ignoreCase: true, out var whom) || !Enum.IsDefined(whom) || char.IsAsciiDigit(audience[0]))
        {
            return pages.NotFound(visit);
        }

        if (ShareReport.WhyNot(visit.Service, of, whom) is { } why)
        {
            return pages.Say(StatusCodes.Status404NotFound, "Nothing of this leaves the service", [why], visit);
        }

        return await signed.Read(visit.Service.Id, of, http.RequestAborted) is not { } standing || ShareReport.For(visit.Service, standing, whom) is not { } report
            ? pages.Say(StatusCodes.Status404NotFound, "It is not signed yet", ["What leaves the service is made of a report that a manager has signed, so that it is the same whenever it is handed over."], visit)
            : csv ? File(visit.Service, of, audience, ShareReport.Csv(visit.Service, report))
            : pages.Page<SharedReportPage>(
                pages.Frame(visit, $"{of.Title}, {audience}"), StatusCodes.Status200OK,
                ("Report", report), ("Restated", report.Agreement is null ? [] : (await reports.Of(visit.Service, of, http.RequestAborted)).Restated));
    });

    public static string Address(ServiceDefinition service, ReportPeriod period) => $"/manage/{service.Id}/reports/{period.Name}";

    /// <summary>For a manager, and of a month or a year that has begun.</summary>
    internal async Task<IResult> For(HttpContext http, string text, Func<Visit, ReportPeriod, Task<IResult>> then)
    {
        var visit = Visit.Of(http);
        return visit.Role != StaffRole.Manager ? NotForThem(visit)
            : ReportPeriod.TryParse(visit.Service, text) is { } period && period.From <= London.Day(visit.Now) ? await then(visit, period)
            : pages.NotFound(visit);
    }

    internal IResult Page(HttpContext http, Visit visit, ReportView view, int status, string typed, string? mistake, params IReadOnlyList<FieldMistake> mistakes) => pages.Page<ReportPage>(
        pages.Frame(visit, view.Period.Title) with { Mistake = mistake, Mistakes = mistakes }, status, ("View", view), ("Typed", typed), ("Proof", pages.Proof(http)));

    /// <summary>With a mark of its encoding, since spreadsheets take it for something else without one.</summary>
    private static IResult File(ServiceDefinition service, ReportPeriod period, string audience, string csv) =>
        Results.File([.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(csv)], "text/csv; charset=utf-8", $"{service.Id}-{period.Name}-{audience}.csv");

    private IResult NotForThem(Visit visit) => pages.NotFor(visit, "The reports are for managers", "They are exact, and small numbers can say who somebody is.");
}
