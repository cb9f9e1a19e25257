using Heldspace.Azure.Records;
using Heldspace.Functions.Manage.Views;
using Heldspace.Functions.Pages;
using Heldspace.Pathway;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Functions.Manage;

/// <param name="Item">What the list says.</param>
/// <param name="Appointment">As it is now; null where its case is gone.</param>
/// <param name="Stage">Where it stands.</param>
public sealed record AbsenceLine(AbsenceItem Item, Appointment? Appointment, AbsenceStage Stage);

/// <param name="Absence">As it is now.</param>
/// <param name="Lines">Each appointment of its list, whoever would break the target first in front.</param>
/// <param name="Now">When this was read.</param>
public sealed record AbsenceView(Absence Absence, IReadOnlyList<AbsenceLine> Lines, Instant Now)
{
    /// <summary>Whether something goes on by itself, so that looking again soon is worth it.</summary>
    public bool IsUnderWay => !Absence.Settled || Absence.State == AbsenceState.Marked || Lines.Any(line => line.Stage == AbsenceStage.UnderWay);
}

/// <summary>What a form of these pages was filled with, so that a mistake costs nobody what they typed.</summary>
public sealed record AbsenceForm(string Clinician, string First, string From, string Last);

internal sealed class ShowAbsences(StaffPages pages, Absences absences, Cases cases, IClock clock)
{
    /// <summary>How long an absence that is over is still listed.</summary>
    private const int DaysBack = 14;

    /// <summary>GET manage/{service}/absences.</summary>
    public Task<IResult> List(HttpContext http) => List(http, StatusCodes.Status200OK, null, null);

    public async Task<IResult> List(HttpContext http, int status, string? mistake, AbsenceForm? form)
    {
        var visit = Visit.Of(http);
        if (visit.Role == StaffRole.Clinician)
        {
            return NotForThem(visit);
        }

        var today = London.Day(clock.GetCurrentInstant());
        var standing = (await absences.All(visit.Service.Id, http.RequestAborted))
            .Where(absence => absence.Last >= today.PlusDays(-DaysBack) && (absence.State != AbsenceState.Undone || absence.Last >= today))
            .OrderBy(absence => absence.State == AbsenceState.Undone || absence.Last < today)
            .ThenBy(absence => absence.Time.Start)
            .ToList();
        return pages.Page<AbsencesPage>(
            pages.Frame(visit, "Absences") with { Mistake = mistake }, status, ("Absences", standing), ("Form", form), ("Proof", pages.Proof(http)), ("Today", today));
    }

    /// <summary>GET manage/{service}/absences/{id}: the list, how far it has come, and what may be done with it. Looks again by itself while something goes on.</summary>
    public Task<IResult> One(HttpContext http, string id) => One(http, id, StatusCodes.Status200OK, null);

    public async Task<IResult> One(HttpContext http, string id, int status, string? mistake)
    {
        var visit = Visit.Of(http);
        if (visit.Role == StaffRole.Clinician)
        {
            return NotForThem(visit);
        }

        if (!IsId(id) || await absences.Read(visit.Service.Id, id, http.RequestAborted) is not { } stored)
        {
            return pages.NotFound(visit);
        }

        var view = await View(visit, stored.Absence, http.RequestAborted);
        var path = $"/manage/{visit.Service.Id}/absences/{id}";
        var again = view.IsUnderWay && mistake is null && PageWait.LooksAgain(http, path);
        return pages.Page<AbsencePage>(
            pages.Frame(visit, "Absence") with { Mistake = mistake }, status,
            ("View", view), ("Path", path), ("LooksAgain", again), ("Proof", pages.Proof(http)));
    }

    /// <summary>Ids come by the address: nothing else is ever asked of the store.</summary>
    public static bool IsId(string id) => id.Length is > 0 and <= 32 && id.All(char.IsAsciiLetterOrDigit);

    private IResult NotForThem(Visit visit) => pages.NotFor(
        visit, "Absences are for schedulers and managers", "Please tell your scheduler or your manager when you are away; they see what becomes of your appointments.");

    private async Task<AbsenceView> View(Visit visit, Absence absence, CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        var files = (await cases.ReadEach(visit.Service.Id, absence.Items.Select(item => item.Case).Distinct(), cancellation)).ToDictionary(stored => stored.File.Case.Id, stored => stored.File);
        IEnumerable<Absence> others = absence.State == AbsenceState.Undone ? await absences.All(visit.Service.Id, cancellation) : [];
        return new(
            absence,
            [
                .. absence.Items.Select(item =>
                {
                    var appointment = files.GetValueOrDefault(item.Case)?.Appointments.FirstOrDefault(other => other.Id == item.Appointment);
                    return new AbsenceLine(item, appointment, AbsenceProgress.Of(absence, item, appointment, now, others));
                }),
            ],
            now);
    }
}
