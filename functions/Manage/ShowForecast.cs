using System.Globalization;
using Heldspace.Azure.Records;
using Heldspace.Functions.Hosting;
using Heldspace.Functions.Manage.Views;
using Heldspace.Functions.Pages;
using NodaTime;

namespace Heldspace.Functions.Manage;

/// <summary>
/// The newest forecast, for managers. It is made every working morning and whenever one of them asks; it is shown as it was made, since a page asks nothing of
/// Outlook.
/// </summary>
internal sealed class ShowForecast(StaffPages pages, Forecasts forecasts, Outbox outbox, IClock clock)
{
    /// <summary>How often it is made anew at most.</summary>
    private const int SecondsBetween = 30;

    /// <summary>GET manage/{service}/forecast?asked={seconds since 1970}: after somebody asked, the page looks again until there is a newer one.</summary>
    public async Task<IResult> Show(HttpContext http)
    {
        var visit = Visit.Of(http);
        if (visit.Role != StaffRole.Manager)
        {
            return NotForThem(visit);
        }

        var made = await forecasts.Read(visit.Service.Id, http.RequestAborted);
        var query = http.Request.Query["asked"].ToString();
        var isAsked = long.TryParse(query, NumberStyles.None, CultureInfo.InvariantCulture, out var asked) && asked <= clock.GetCurrentInstant().ToUnixTimeSeconds();
        var waits = isAsked && (made is null || made.At.ToUnixTimeSeconds() < asked);
        var path = $"/manage/{visit.Service.Id}/forecast";
        var here = waits ? $"{path}?asked={query}" : path;
        var again = waits && PageWait.LooksAgain(http, here);
        return pages.Page<ForecastPage>(
            pages.Frame(visit, "Forecast"), StatusCodes.Status200OK,
            ("Made", made), ("Waits", waits), ("LooksAgain", again), ("Path", path), ("Here", here), ("Proof", pages.Proof(http)));
    }

    /// <summary>POST manage/{service}/forecast: has it made anew.</summary>
    public async Task<IResult> LookAgain(HttpContext http)
    {
        var visit = Visit.Of(http);
        if (visit.Role != StaffRole.Manager)
        {
            return NotForThem(visit);
        }

        var (form, status, unread) = await pages.Read(http);
        if (form is null)
        {
            return pages.Say(status, "Nothing was asked for", [unread!], visit);
        }

        var now = clock.GetCurrentInstant().ToUnixTimeSeconds();
        await outbox.Send(QueueNames.Allocations, new ForecastWanted(visit.Service.Id, (now / SecondsBetween).ToString(CultureInfo.InvariantCulture)), http.RequestAborted);
        return new SeeOther($"/manage/{visit.Service.Id}/forecast?asked={now.ToString(CultureInfo.InvariantCulture)}");
    }

    private IResult NotForThem(Visit visit) => pages.NotFor(visit, "The forecast is for managers", "Your manager gets it by mail once a week where places run out.");
}
