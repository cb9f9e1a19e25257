using System.Globalization;
using Heldspace.Azure.Records;
using Heldspace.Functions.Manage.Views;
using Heldspace.Functions.Pages;
using Heldspace.Functions.TakeRoster;
using Heldspace.Intake;
using Heldspace.Roster;
using Heldspace.Time;
using NodaTime;
using NodaTime.Text;

namespace Heldspace.Functions.Manage;

/// <summary>
/// The authority's list of children: a manager sends it in and reads what came of each line; a scheduler reads. The report names children by the authority's
/// own id, and only here.
/// </summary>
internal sealed class ShowRoster(StaffPages pages, Rosters rosters, ReceiveRoster receive, IClock clock)
{
    private const string Title = "The authority's list";
    private const string TooLarge = $"That file is larger than {ReceiveRoster.MostInWords}. Is it the right one? Nothing was kept.";

    /// <summary>GET manage/{service}/roster.</summary>
    public Task<IResult> Show(HttpContext http) => Show(http, StatusCodes.Status200OK, null);

    /// <summary>GET manage/{service}/roster/{id}: the report, line by line.</summary>
    public async Task<IResult> Report(HttpContext http, string id)
    {
        var visit = Visit.Of(http);
        if (visit.Role == StaffRole.Clinician)
        {
            return NotForThem(visit);
        }

        if (IntakeId.TryParse(id) is not { } upload || await rosters.Read(visit.Service.Id, upload, http.RequestAborted) is not { } stored)
        {
            return pages.NotFound(visit);
        }

        var report = stored.Upload.State == RosterState.TakenIn ? await rosters.Report(visit.Service.Id, upload, http.RequestAborted) : null;
        return pages.Page<RosterReportPage>(
            pages.Frame(visit, Title), StatusCodes.Status200OK, ("Upload", stored.Upload), ("Report", report), ("Proof", pages.Proof(http)));
    }

    /// <summary>POST manage/{service}/roster: a file of up to <see cref="ReceiveRoster.MostBytes"/> and its day.</summary>
    public async Task<IResult> Take(HttpContext http)
    {
        var visit = Visit.Of(http);
        if (visit.Role != StaffRole.Manager)
        {
            return OnlyManagers(visit);
        }

        var (form, status, unread) = await pages.Read(http, ReceiveRoster.MostBytes + Posted.PageLimit);
        if (form is null)
        {
            return await Show(http, status, status == StatusCodes.Status413PayloadTooLarge ? TooLarge : unread);
        }

        var today = London.Day(clock.GetCurrentInstant());
        if (!LocalDatePattern.Iso.Parse(form["asOf"].ToString()).TryGetValue(default, out var asOf) || asOf > today)
        {
            return await Show(http, StatusCodes.Status400BadRequest, "Choose the day as of which the authority made the list. It cannot lie ahead. Nothing was kept.");
        }

        if (form.Files.GetFile("file") is not { Length: > 0 } file)
        {
            return await Show(http, StatusCodes.Status400BadRequest, "Choose a file. The one that was sent is empty, or there was none.");
        }

        if (file.Length > ReceiveRoster.MostBytes)
        {
            return await Show(http, StatusCodes.Status413PayloadTooLarge, TooLarge);
        }

        using var content = new MemoryStream((int)file.Length);
        await file.CopyToAsync(content, http.RequestAborted);
        var upload = await receive.Receive(visit.Service, asOf, content.GetBuffer().AsMemory(0, (int)content.Length), visit.Person.SignInName, http.RequestAborted);
        return new SeeOther($"/manage/{visit.Service.Id}/roster/{upload.Id}");
    }

    /// <summary>POST manage/{service}/roster/{id}/confirm: a file that looks wrong is right.</summary>
    public async Task<IResult> Confirm(HttpContext http, string id)
    {
        var visit = Visit.Of(http);
        if (visit.Role != StaffRole.Manager)
        {
            return OnlyManagers(visit);
        }

        if (IntakeId.TryParse(id) is not { } upload)
        {
            return pages.NotFound(visit);
        }

        var (form, status, unread) = await pages.Read(http);
        if (form is null)
        {
            return await Show(http, status, unread);
        }

        return await receive.Confirm(visit.Service, upload, http.RequestAborted)
            ? new SeeOther($"/manage/{visit.Service.Id}/roster/{upload}")
            : await Show(http, StatusCodes.Status409Conflict, "There is nothing to say of that file any more.");
    }

    /// <summary>How many, in words that follow on.</summary>
    public static string InWords(RosterUpload upload) => upload.State switch
    {
        RosterState.Received or RosterState.Confirmed => "being read",
        RosterState.LooksWrong => "looks wrong: nothing was taken yet",
        RosterState.Refused => "nothing was taken",
        _ => upload.Counts is not { } counts ? "taken in" : string.Create(
            CultureInfo.InvariantCulture,
            $"{counts.Lines} lines taken, {counts.Triggered} set something going, {counts.ToLookAt} to look at, {counts.Problems} with something wrong"),
    };

    private IResult NotForThem(Visit visit) => pages.NotFor(
        visit, "The list is for schedulers and managers", "What follows from it for a child you see stands on the page of the case.");

    private IResult OnlyManagers(Visit visit) => visit.Role == StaffRole.Clinician
        ? NotForThem(visit)
        : pages.NotFor(visit, "Only a manager sends the list in", "You can read what came of each line. Nothing was changed.");

    private async Task<IResult> Show(HttpContext http, int status, string? mistake)
    {
        var visit = Visit.Of(http);
        if (visit.Role == StaffRole.Clinician)
        {
            return NotForThem(visit);
        }

        return pages.Page<RosterPage>(
            pages.Frame(visit, Title) with { Mistake = mistake }, status,
            ("Uploads", await rosters.All(visit.Service.Id, http.RequestAborted)), ("Today", London.Day(clock.GetCurrentInstant())), ("Proof", pages.Proof(http)));
    }
}
