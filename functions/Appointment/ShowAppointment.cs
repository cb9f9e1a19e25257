using System.Globalization;
using System.Text;
using Heldspace.Functions.Appointments.Views;
using Heldspace.Functions.Hosting;
using Heldspace.Functions.Pages;
using Heldspace.Functions.Refer;
using Heldspace.Pathway;
using NodaTime;

namespace Heldspace.Functions.Appointments;

/// <summary>The page that the link opens: when, where, with whom, what came of what was asked for, and agreeing to it.</summary>
internal sealed class ShowAppointment(PublicPages pages, FollowLink links, ChangeByLink changes, PageWait wait, Links addresses, IClock clock)
{
    /// <summary>GET appointment/{service}/{token}. <c>asked</c> is the number of the move that somebody just asked for; <c>changed</c> says that what they saw was no longer so.</summary>
    public async Task<IResult> Show(HttpContext http, string service, string token)
    {
        var found = await wait.Until(http, cancellation => links.Follow(http, service, token, cancellation), IsWaiting);
        return found is null ? links.Nothing(http) : Page(http, found, []);
    }

    /// <summary>GET appointment/{service}/{token}/appointment.ics.</summary>
    public async Task<IResult> File(HttpContext http, string service, string token) =>
        await links.Follow(http, service, token, http.RequestAborted) is { } found
        && View(found) is { IsHeld: true } view
        && Refer.Calendar.Write(new Receipt(found.Service, [view.Entry], Waiting: false), clock.GetCurrentInstant()) is { } file
            ? Results.File(Encoding.UTF8.GetBytes(file), "text/calendar; charset=utf-8", "appointment.ics")
            : links.Nothing(http);

    /// <summary>POST appointment/{service}/{token}/agree. What is agreed to is what the page showed: it comes along as <c>seen</c>.</summary>
    public async Task<IResult> Agree(HttpContext http, string service, string token)
    {
        var (form, refusal) = await pages.Read(http, Posted.PageLimit, null);
        if (form is null)
        {
            return refusal!;
        }

        if (!await pages.IsOurs(http))
        {
            return await links.Follow(http, service, token, http.RequestAborted) is { } found ? Page(http, found, [AppointmentWords.OnceMore], StatusCodes.Status400BadRequest) : links.Nothing(http);
        }

        var seen = AppointmentWords.Seen(form);
        var after = await changes.Change(http, service, token, (found, now) => Task.FromResult(AgreeAppointment.Agree(found.Stored.File, found.Appointment, seen, now)));
        return after is null ? links.Nothing(http) : new SeeOther(after.Appointment.Attempt == seen ? after.Path : $"{after.Path}?changed=1");
    }

    private static bool IsWaiting(Followed? found) => found?.Standing switch
    {
        LinkStanding.Moving or LinkStanding.Looking => true,
        LinkStanding.Cancelled => Next(found)?.State is AppointmentState.Wanted or AppointmentState.Proposing,
        _ => false,
    };

    /// <summary>What follows a cancelled appointment.</summary>
    private static Appointment? Next(Followed found) => found.Stored.File.Current is { } next && next.Kind == found.Appointment.Kind ? next : null;

    private IResult Page(HttpContext http, Followed found, IReadOnlyList<Refer.Form.Mistake> mistakes, int status = StatusCodes.Status200OK)
    {
        var asked = int.TryParse(http.Request.Query["asked"], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        var path = asked == 0 ? found.Path : string.Create(CultureInfo.InvariantCulture, $"{found.Path}?asked={asked}");
        var view = View(found) with
        {
            Note = found.Standing is not (LinkStanding.Open or LinkStanding.Soon) ? AppointmentNote.None
                : asked > 0 && asked == found.Appointment.Attempt ? AppointmentNote.Moved
                : asked > found.Appointment.Attempt && asked <= found.Appointment.LastAttempt ? AppointmentNote.Taken
                : http.Request.Query.ContainsKey("changed") ? AppointmentNote.Changed
                : AppointmentNote.None,
            LooksAgain = IsWaiting(found) && PageWait.LooksAgain(http, path),
            Stay = PageWait.Still(path),
        };
        return pages.Page<AppointmentPage>(
            pages.Frame(found.Service, AppointmentWords.Title(view)) with { Young = found.Young, Mistakes = mistakes },
            status, ("View", view), ("Proof", pages.Proof(http)));
    }

    private AppointmentView View(Followed found)
    {
        var file = found.Stored.File;
        var next = found.Standing == LinkStanding.Cancelled ? Next(found) : null;
        return new()
        {
            Path = found.Path,
            Service = found.Service,
            Standing = found.Standing,
            Themself = found.Themself,
            Consultation = found.Consultation,
            Attempt = found.Appointment.Attempt,
            Agreed = found.Appointment.AgreedAt is not null,
            Entry = AppointmentWords.Entry(found.Service, file.Case, found.Appointment),
            Next = next is null ? null : AppointmentWords.Entry(found.Service, file.Case, next),
            NextState = next?.State,
            MissingPath = addresses.MissingPath(found.Service, file.Case),
            NextPath = next is { State: AppointmentState.Held } ? addresses.AppointmentPath(file.Case, next.Id) : null,
        };
    }
}
