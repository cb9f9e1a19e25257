using System.Globalization;
using Heldspace.Functions.Hosting;
using Heldspace.Functions.Manage.Views;
using Heldspace.Functions.Pages;
using Heldspace.Intake;
using Heldspace.Pathway;
using Heldspace.Services;
using NodaTime;

namespace Heldspace.Functions.Manage;

/// <param name="Who">As it is posted: the name of an <see cref="AppointmentOutcome"/>; empty where nothing was chosen.</param>
/// <param name="Next">What comes next, as it is posted; empty where nothing was chosen.</param>
/// <param name="Words">Why, in their own words.</param>
public sealed record Cancelling(string Who, string Next, string Words);

/// <summary>
/// Asks a second time before an appointment that is ahead is given up: what will be sent to whom, and whether another is to be found. Where nobody
/// says otherwise it stays.
/// </summary>
internal sealed class CancelByStaff(StaffPages pages, FindCase find, ShowCase show, CaseActs acts, IClock clock)
{
    public const string Who = "what";
    public const string Next = "next";

    /// <summary>Another place is found by itself.</summary>
    public const string Again = "again";

    /// <summary>Somebody rings first.</summary>
    public const string Ring = "ring";

    public static string Address(ServiceDefinition service, CaseId id, string appointment, AppointmentOutcome? who = null) =>
        $"/manage/{service.Id}/cases/{id}/cancel?appointment={Uri.EscapeDataString(appointment)}{(who is null ? "" : $"&{Who}={who}")}";

    /// <summary>An appointment that is held and has not begun; null where there is none of that id.</summary>
    public static Appointment? Ahead(CaseFile file, string appointment, Instant now) =>
        file.Appointments.FirstOrDefault(other => other.Id == appointment) is { State: AppointmentState.Held, Slot: { } slot } held && slot.Start > now ? held : null;

    /// <summary>GET manage/{service}/cases/{id}/cancel?appointment={id}.</summary>
    public async Task<IResult> Show(HttpContext http, string id)
    {
        var (visit, query) = (Visit.Of(http), http.Request.Query);
        return await find.For(http, id) is not { File: var file } ? pages.NotFound(visit)
            : Ahead(file, query["appointment"].ToString(), clock.GetCurrentInstant()) is { } appointment ? Page(http, file, appointment, new(query[Who].ToString(), "", ""), [])
            : await show.Show(http, id, StatusCodes.Status409Conflict, "There is no appointment ahead to cancel: it was given up or moved meanwhile, or has begun.");
    }

    /// <summary>POST manage/{service}/cases/{id}/cancel.</summary>
    public async Task<IResult> Take(HttpContext http, string id)
    {
        var visit = Visit.Of(http);
        if (await find.For(http, id) is not { File: var file })
        {
            return pages.NotFound(visit);
        }

        var (form, status, unread) = await pages.Read(http);
        if (form is null)
        {
            return await show.Show(http, id, status, unread);
        }

        var said = new Cancelling(form[Who].ToString(), form[Next].ToString(), form["text"].ToString().Trim());
        var appointment = form["appointment"].ToString();
        var mistakes = Mistakes(said);
        if (mistakes.Count > 0 && Ahead(file, appointment, clock.GetCurrentInstant()) is { } ahead)
        {
            return Page(http, file, ahead, said, mistakes, StatusCodes.Status400BadRequest);
        }

        if (mistakes.Count > 0 || !int.TryParse(form["seen"], NumberStyles.None, CultureInfo.InvariantCulture, out var seen))
        {
            return await show.Show(http, id, StatusCodes.Status409Conflict, "There is no appointment ahead to cancel as you saw it. Nothing was changed.");
        }

        var act = new Act.Outcome(appointment, Enum.Parse<AppointmentOutcome>(said.Who), said.Words.Length == 0 ? null : said.Words) { By = visit.Person.SignInName, Again = said.Next == Again, Seen = seen };
        return await acts.Do(visit.Service, file.Case.Id, act, http.RequestAborted) switch
        {
            ActOutcome.Refused(var why) => await show.Show(http, id, StatusCodes.Status409Conflict, why),
            ActOutcome.NoSuchCase => pages.NotFound(visit),
            _ => new SeeOther($"/manage/{visit.Service.Id}/cases/{id}?done=cancel"),
        };
    }

    private static List<FieldMistake> Mistakes(Cancelling said)
    {
        var mistakes = new List<FieldMistake>();
        if (said.Who is not (nameof(AppointmentOutcome.CancelledByFamily) or nameof(AppointmentOutcome.CancelledByService)))
        {
            mistakes.Add(new(Who, "Choose who cancels."));
        }

        if (said.Next is not (Again or Ring))
        {
            mistakes.Add(new(Next, "Choose what comes next."));
        }

        if (said.Words.Length > TakeAct.LongestText)
        {
            mistakes.Add(new("text", $"Use at most {TakeAct.LongestText.ToString(CultureInfo.InvariantCulture)} characters."));
        }

        return mistakes;
    }

    private IResult Page(HttpContext http, CaseFile file, Appointment appointment, Cancelling said, IReadOnlyList<FieldMistake> mistakes, int status = StatusCodes.Status200OK) =>
        pages.Page<CancelAppointmentPage>(
            pages.Frame(Visit.Of(http), $"Cancel an appointment of {file.Case.Reference}") with { Mistakes = mistakes }, status,
            ("File", file), ("Appointment", appointment), ("Said", said), ("Now", clock.GetCurrentInstant()), ("Proof", pages.Proof(http)));
}
