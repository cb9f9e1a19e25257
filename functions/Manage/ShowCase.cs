using Heldspace.Azure.Records;
using Heldspace.Functions.Manage.Views;
using Heldspace.Intake;
using Heldspace.Pathway;
using NodaTime;

namespace Heldspace.Functions.Manage;

/// <param name="File">The case.</param>
/// <param name="History">What happened, oldest first.</param>
/// <param name="Step">What happens next; null where the case is over.</param>
/// <param name="Clocks">Both.</param>
/// <param name="Now">When this was read.</param>
public sealed record CaseView(CaseFile File, IReadOnlyList<CaseEvent> History, NextStep? Step, IReadOnlyList<ClockReading> Clocks, Instant Now);

internal sealed class ShowCase(StaffPages pages, Cases cases, Absences absences, IClock clock)
{
    /// <summary>GET manage/{service}/cases/{id}?done={act}.</summary>
    public Task<IResult> Show(HttpContext http, string id) => Show(http, id, StatusCodes.Status200OK, null);

    /// <summary>The page of a case, with what could not be done at its top.</summary>
    public async Task<IResult> Show(HttpContext http, string id, int status, string? mistake)
    {
        var visit = Visit.Of(http);
        if (CaseId.TryParse(id) is not { } caseId
            || await cases.Read(visit.Service.Id, caseId, http.RequestAborted) is not { } stored
            || !MaySee(visit, stored.File))
        {
            return pages.NotFound(visit);
        }

        var history = new List<CaseEvent>();
        await foreach (var happened in cases.History(visit.Service.Id, caseId, http.RequestAborted))
        {
            history.Add(happened);
        }

        var now = clock.GetCurrentInstant();
        var away = new Away(await absences.All(visit.Service.Id, http.RequestAborted));
        var view = new CaseView(stored.File, history, NextStep.Of(visit.Service, stored.File, now, away), Pathway.Clocks.Of(visit.Service, stored.File, now), now);
        return pages.Page<CasePage>(
            pages.Frame(visit, stored.File.Case.Reference.Text) with { Mistake = mistake }, status,
            ("View", view), ("Proof", pages.Proof(http)), ("Done", http.Request.Query["done"].ToString()));
    }

    /// <summary>A clinician sees the children who are theirs by <see cref="OwnCases"/>; a scheduler and a manager see every child of the service.</summary>
    public static bool MaySee(Visit visit, CaseFile file) =>
        visit.Role != StaffRole.Clinician
        || (visit.Person.MemberOf(visit.Service) is { } member && OwnCases.Includes(file, member, visit.Now));
}
