using Heldspace.Azure.Records;
using Heldspace.Functions.Hosting;
using Heldspace.Functions.Manage.Views;
using Heldspace.Pathway;
using NodaTime;

namespace Heldspace.Functions.Manage;

/// <param name="File">The case.</param>
/// <param name="Step">What happens next; null only where the case was closed a moment ago.</param>
/// <param name="Clock">The clock that runs out first of those that still go; null where none does.</param>
public sealed record CaseLine(CaseFile File, NextStep? Step, ClockReading? Clock);

internal sealed class ShowCases(StaffPages pages, OpenFiles open, Absences absences, IClock clock)
{
    /// <summary>GET manage/{service}/cases: every case that somebody may see and that is not over; what is late or due first, by its clock or its next step, comes first.</summary>
    public async Task<IResult> Show(HttpContext http)
    {
        var visit = Visit.Of(http);
        var now = clock.GetCurrentInstant();
        var away = new Away(await absences.All(visit.Service.Id, http.RequestAborted));
        var lines = new List<CaseLine>();
        foreach (var file in (await open.Read(visit.Service.Id, http.RequestAborted)).Where(file => FindCase.MaySee(visit, file)))
        {
            var clocks = Clocks.Of(visit.Service, file, now).Where(reading => reading.State != ClockState.Stopped).OrderBy(reading => reading.TargetDay);
            lines.Add(new(file, NextStep.Of(visit.Service, file, now, away), clocks.FirstOrDefault()));
        }

        var ordered = lines
            .OrderBy(line => LocalDate.Min(line.Clock?.TargetDay ?? LocalDate.MaxIsoValue, line.Step?.By ?? LocalDate.MaxIsoValue))
            .ThenBy(line => line.File.Case.ReceivedAt)
            .ToList();
        return pages.Page<CasesPage>(pages.Frame(visit, visit.Role == StaffRole.Clinician ? "My cases" : "Cases"), StatusCodes.Status200OK, ("Lines", ordered), ("Now", now));
    }
}
