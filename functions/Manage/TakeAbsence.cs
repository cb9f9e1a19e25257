using System.Globalization;
using Heldspace.Functions.CoverAbsence;
using Heldspace.Functions.Pages;
using Heldspace.Pathway;
using Heldspace.Time;
using NodaTime;
using NodaTime.Text;

namespace Heldspace.Functions.Manage;

/// <summary>
/// POST manage/{service}/absences and manage/{service}/absences/{id}/{act}: marks somebody away, and what is done with the list. Each is committed and queued;
/// the answer leads to the page that shows how far it has come.
/// </summary>
internal sealed class TakeAbsence(StaffPages pages, ShowAbsences show, MarkAbsence mark, Azure.Records.Absences absences, IClock clock)
{
    private static readonly LocalTimePattern Time = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    public async Task<IResult> Mark(HttpContext http)
    {
        var visit = Visit.Of(http);
        if (visit.Role == StaffRole.Clinician)
        {
            return await show.List(http);
        }

        var (posted, status, unread) = await pages.Read(http);
        if (posted is null)
        {
            return await show.List(http, status, unread, null);
        }

        var form = new AbsenceForm(posted["clinician"].ToString(), posted["first"].ToString(), posted["from"].ToString(), posted["last"].ToString());
        var now = clock.GetCurrentInstant();
        var today = London.Day(now);
        LocalTime? from = form.From.Length == 0 ? null : Time.Parse(form.From).TryGetValue(default, out var given) ? given : null;
        if (posted["now"] == "yes")
        {
            // Ill from now: whoever presses it twice in a minute says it once.
            form = form with { First = LocalDatePattern.Iso.Format(today), Last = form.Last.Length == 0 ? LocalDatePattern.Iso.Format(today) : form.Last };
            from = now.InZone(London.Zone).TimeOfDay.With(TimeAdjusters.TruncateToMinute);
        }
        else if (form.From.Length > 0 && from is null)
        {
            return await Refuse("Write the time as hours and minutes, such as 13:30, or leave it empty for the whole day.");
        }

        if (visit.Service.Team.All(member => member.Id != form.Clinician))
        {
            return await Refuse("Choose who is away.");
        }

        if (!LocalDatePattern.Iso.Parse(form.First).TryGetValue(default, out var first) || !LocalDatePattern.Iso.Parse(form.Last).TryGetValue(default, out var last))
        {
            return await Refuse("Give the first and the last day.");
        }

        if (last < first || last < today || Period.DaysBetween(first, last) >= MarkAbsence.MostDays)
        {
            return await Refuse(last < first ? "The last day lies before the first."
                : last < today ? "That is past. What was held then, somebody records on the page of the day."
                : $"Give at most {MarkAbsence.MostDays.ToString(CultureInfo.InvariantCulture)} days. Whoever is away longer leaves the team: change the service's file.");
        }

        var absence = await mark.Mark(visit.Service, form.Clinician, first, last, visit.Person.SignInName, from, cancellation: http.RequestAborted);
        return new SeeOther($"/manage/{visit.Service.Id}/absences/{absence.Id}");

        Task<IResult> Refuse(string why) => show.List(http, StatusCodes.Status400BadRequest, why, form);
    }

    public async Task<IResult> Take(HttpContext http, string id, string act)
    {
        var visit = Visit.Of(http);
        if (visit.Role == StaffRole.Clinician || !ShowAbsences.IsId(id) || await absences.Read(visit.Service.Id, id, http.RequestAborted) is not { } stored)
        {
            return await show.One(http, id);
        }

        var (form, status, unread) = await pages.Read(http);
        if (form is null)
        {
            return await show.One(http, id, status, unread);
        }

        var (by, cancellation) = (visit.Person.SignInName, http.RequestAborted);
        var there = $"/manage/{visit.Service.Id}/absences/{id}";
        switch (act)
        {
            case "confirm":
                var shown = int.TryParse(form["version"].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0;
                return await mark.Confirm(visit.Service, id, by, shown, cancellation) ? new SeeOther(there) : await Refuse("The list has changed since you opened it. Nothing was done: please look at it again.");

            case "undo":
                return await mark.Undo(visit.Service, id, by, cancellation) ? new SeeOther(there) : await Refuse("There is nothing to take back.");

            case "again":
                return await mark.LookAgain(visit.Service, id, cancellation) ? new SeeOther(there) : await Refuse("The list is confirmed or taken back already.");

            case "end":
                Instant? until = form["now"] == "yes" ? QuarterHours.Ceiling(clock.GetCurrentInstant())
                    : LocalDatePattern.Iso.Parse(form["back"].ToString()).TryGetValue(default, out var back) ? London.At(back, LocalTime.Midnight) : null;
                return until is null ? await Refuse("Give the first day on which they are back.")
                    : await mark.EndAt(visit.Service, id, until.Value, cancellation) ? new SeeOther(there)
                    : await Refuse("Give a day within the absence and after it has begun. If they are not away at all, take it back instead.", StatusCodes.Status409Conflict);

            case "prolong":
                return await Prolong(stored.Absence);

            default:
                return pages.NotFound(visit);
        }

        async Task<IResult> Prolong(Absence absence)
        {
            var next = absence.End is { } ended ? London.Day(ended) : absence.Last.PlusDays(1);
            if (!LocalDatePattern.Iso.Parse(form["last"].ToString()).TryGetValue(default, out var last) || last < next || Period.DaysBetween(next, last) >= MarkAbsence.MostDays
                || last < London.Day(clock.GetCurrentInstant()))
            {
                return await Refuse($"Give a last day after {HistoryWords.Day(next.PlusDays(-1))}, not past, and at most {MarkAbsence.MostDays.ToString(CultureInfo.InvariantCulture)} days more.", StatusCodes.Status400BadRequest);
            }

            var more = await mark.Mark(visit.Service, absence.Clinician, next, last, by, mailboxGone: absence.MailboxGone, cancellation: cancellation);
            return new SeeOther($"/manage/{visit.Service.Id}/absences/{more.Id}");
        }

        Task<IResult> Refuse(string why, int refused = StatusCodes.Status409Conflict) => show.One(http, id, refused, why);
    }
}
