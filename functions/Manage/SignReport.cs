using Heldspace.Azure.Records;
using Heldspace.Functions.Manage.Views;
using Heldspace.Functions.Pages;
using Heldspace.Summaries.Reports;
using NodaTime;

namespace Heldspace.Functions.Manage;

/// <summary>A manager signs a month or a year with what they saw of it and what they say of it. What was signed first stands; nothing of it is logged.</summary>
internal sealed class SignReport(StaffPages pages, ShowReports show, MakeReport reports, SignedReports signed, IClock clock)
{
    /// <summary>POST manage/{service}/reports/{month or year}.</summary>
    public Task<IResult> Take(HttpContext http, string period) => show.For(http, period, async (visit, of) =>
    {
        var cancellation = http.RequestAborted;
        var (form, status, unread) = await pages.Read(http);
        var view = await reports.Of(visit.Service, of, cancellation);
        if (form is null)
        {
            // Who had the page open for long finds in it what they wrote.
            var sent = http.Request.HasFormContentType && status == StatusCodes.Status400BadRequest ? Commentary.Tidy((await http.Request.ReadFormAsync(cancellation))["commentary"].ToString()) : "";
            return show.Page(http, visit, view, status, sent, unread);
        }

        var commentary = Commentary.Tidy(form["commentary"].ToString());
        if (view.Signed is { } standing)
        {
            return Stands(standing);
        }

        if (!view.IsOver)
        {
            return show.Page(http, visit, view, StatusCodes.Status400BadRequest, commentary, "It is not over yet. Nothing was signed.");
        }

        if (Commentary.WhyNot(commentary) is { } why)
        {
            return show.Page(http, visit, view, StatusCodes.Status400BadRequest, commentary, null, new FieldMistake("commentary", why));
        }

        if (commentary.Length > 0 && form["nobody"] != "yes")
        {
            return show.Page(http, visit, view, StatusCodes.Status400BadRequest, commentary, null, new FieldMistake("nobody", "Look through what you wrote, and say that nobody can be told from it."));
        }

        if (form["seal"] != Restatements.Seal(view.Now))
        {
            return show.Page(http, visit, view, StatusCodes.Status409Conflict, commentary, "The figures have changed since you opened the page. Nothing was signed: look at them again, then sign.");
        }

        var report = new SignedReport
        {
            Service = visit.Service.Id,
            Period = of,
            SignedAt = clock.GetCurrentInstant(),
            By = visit.Person.SignInName,
            Commentary = commentary,
            Lines = view.Now,
            Targets = visit.Service.Reporting.Targets,
        };
        return await signed.Keep(report, cancellation) ? Done() : Stands((await signed.Read(visit.Service.Id, of, cancellation))!);

        IResult Done() => new SeeOther(ShowReports.Address(visit.Service, of));

        // Sent twice by one person it is one signature; another's words are not lost without a word.
        IResult Stands(SignedReport first) => first.By == visit.Person.SignInName && first.Commentary == commentary
            ? Done()
            : show.Page(http, visit, view with { Signed = first }, StatusCodes.Status409Conflict, commentary, "It was signed already, and what was signed stands. What you wrote was not kept.");
    });
}
