using Heldspace.Functions.Hosting;
using Heldspace.Functions.Manage.Views;
using Heldspace.Intake;
using Heldspace.Pathway;
using Heldspace.Time;
using NodaTime;
using NodaTime.Text;

namespace Heldspace.Functions.Manage;

/// <summary>One day's appointments with a tap each, and those of the days before of which nobody has said what became.</summary>
/// <param name="Day">Which day.</param>
/// <param name="Today">Today in London.</param>
/// <param name="Of">Whose diary, in words; null for everybody's.</param>
/// <param name="Entries">In order of time.</param>
/// <param name="Unsaid">Past ones before that day, oldest first.</param>
/// <param name="Said">What was recorded just now, to confirm it and offer to take it back; null otherwise.</param>
public sealed record DayView(LocalDate Day, LocalDate Today, string? Of, IReadOnlyList<DiaryEntry> Entries, IReadOnlyList<DiaryEntry> Unsaid, DiaryEntry? Said);

internal sealed class ShowDay(StaffPages pages, DiaryDays diaries, IClock clock)
{
    /// <summary>How far back is looked for what nobody has said.</summary>
    private const int DaysBack = 21;

    /// <summary>GET manage/{service}?day=2026-09-15&amp;said={case}.{appointment}: a clinician's own diary without what they must not see, everybody's for a scheduler or manager.</summary>
    public async Task<IResult> Show(HttpContext http)
    {
        var visit = Visit.Of(http);
        var today = London.Day(clock.GetCurrentInstant());
        var day = LocalDatePattern.Iso.Parse(http.Request.Query["day"].ToString()).TryGetValue(today, out var asked) ? asked : today;
        var member = visit.Role == StaffRole.Clinician ? visit.Person.MemberOf(visit.Service) : null;
        if (visit.Role == StaffRole.Clinician && member is null)
        {
            return pages.Say(StatusCodes.Status403Forbidden, "You have no diary here", ["You are signed in as a clinician, but nobody in the team has your mail address. Ask a manager to put it right."], visit);
        }

        var entries = (await diaries.Read(visit.Service, day.PlusDays(-DaysBack), day, member?.Id, http.RequestAborted))
            .Where(entry => FindCase.MaySee(visit, entry.File))
            .ToList();
        var view = new DayView(
            day, today, member?.Name,
            [.. entries.Where(entry => London.Day(entry.Appointment.Slot!.Start) == day)],
            day > today ? [] : [.. entries.Where(entry => entry.Appointment.State == AppointmentState.Held && London.Day(entry.Appointment.Slot!.Start) < day)],
            Said(http, entries));
        return pages.Page<DayPage>(
            pages.Frame(visit, member is null ? "Appointments of the day" : "My day"), StatusCodes.Status200OK,
            ("View", view), ("Proof", pages.Proof(http)), ("Now", clock.GetCurrentInstant()));
    }

    private static DiaryEntry? Said(HttpContext http, IReadOnlyList<DiaryEntry> entries) =>
        http.Request.Query["said"].ToString().Split('.') is [var id, var appointment] && CaseId.TryParse(id) is { } of
            ? entries.FirstOrDefault(entry => entry.File.Case.Id == of && entry.Appointment.Id == appointment && entry.Appointment.Outcome is not null)
            : null;
}
