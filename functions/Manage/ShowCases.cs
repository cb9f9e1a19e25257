using Heldspace.Azure.Records;
using Heldspace.Functions.Manage.Views;
using Heldspace.Pathway;
using NodaTime;

namespace Heldspace.Functions.Manage;

/// <param name="File">The case.</param>
/// <param name="Step">What happens next; null only where the case was closed a moment ago.</param>
/// <param name="Clock">The clock that runs out first of those that still go; null where none does.</param>
public sealed record CaseLine(CaseFile File, NextStep? Step, ClockReading? Clock);

internal sealed class ShowCases(StaffPages pages, OpenCases open, Cases cases, Absences absences, IClock clock)
{
    private const int AtOnce = 16;

    /// <summary>GET manage/{service}/cases: every case that somebody may see and that is not over; what is late or due first, by its clock or its next step, comes first.</summary>
    public async Task<IResult> Show(HttpContext http)
    {
        var visit = Visit.Of(http);
        var now = clock.GetCurrentInstant();
        var away = new Away(await absences.All(visit.Service.Id, http.RequestAborted));
        var lines = new List<CaseLine>();
        foreach (var some in (await open.Read(visit.Service.Id, http.RequestAborted)).Chunk(AtOnce))
        {
            foreach (var stored in await Task.WhenAll(some.Select(row => cases.Read(visit.Service.Id, row.Case, http.RequestAborted))))
            {
                if (stored is not null && FindCase.MaySee(visit, stored.File))
                {
                    var clocks = Clocks.Of(visit.Service, stored.File, now).Where(reading => reading.State != ClockState.Stopped).OrderBy(reading => reading.TargetDay);
                    lines.Add(new(stored.File, NextStep.Of(visit.Service, stored.File, now, away), clocks.FirstOrDefault()));
                }
            }
        }

        var ordered = lines
            .OrderBy(line => LocalDate.Min(line.Clock?.TargetDay ?? LocalDate.MaxIsoValue, line.Step?.By ?? LocalDate.MaxIsoValue))
            .ThenBy(line => line.File.Case.ReceivedAt)
            .ToList();
        return pages.Page<CasesPage>(pages.Frame(visit, visit.Role == StaffRole.Clinician ? "My cases" : "Cases"), StatusCodes.Status200OK, ("Lines", ordered), ("Now", now));
    }
}
