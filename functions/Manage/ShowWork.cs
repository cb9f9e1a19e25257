using System.Collections.Immutable;
using Heldspace.Azure.Records;
using Heldspace.Functions.Hosting;
using Heldspace.Functions.Manage.Views;
using Heldspace.Measures;
using Heldspace.Pathway;
using Heldspace.Summaries;
using Heldspace.Time;

namespace Heldspace.Functions.Manage;

/// <summary>What needs a person, for whoever asks.</summary>
/// <param name="Cases">One for each case, the most urgent first: every reason why it is in the list, the most urgent first.</param>
/// <param name="All">How many reasons of each kind there are, before one was chosen.</param>
/// <param name="OnlyMine">Whether only what is theirs to do is shown.</param>
/// <param name="Only">The one kind that is shown; null for all.</param>
/// <param name="Load">How the work is spread, for whoever plans it; empty for a clinician.</param>
public sealed record WorkView(ImmutableArray<ImmutableArray<WorkItem>> Cases, ImmutableArray<KeyValuePair<WorkReason, int>> All, bool OnlyMine, WorkReason? Only, ImmutableArray<Load> Load);

internal sealed class ShowWork(StaffPages pages, OpenFiles open, Absences absences, MeasureFiles measures)
{
    /// <summary>GET manage/{service}/work?owner=mine&amp;kind=overTarget: a clinician sees the children who are theirs, a scheduler and a manager everybody.</summary>
    public async Task<IResult> Show(HttpContext http)
    {
        var visit = Visit.Of(http);
        var away = new Away(await absences.All(visit.Service.Id, http.RequestAborted));
        var files = await open.ReadWithFailed(visit.Service.Id, http.RequestAborted);
        var onlyMine = http.Request.Query["owner"] == "mine";
        var only = Enum.TryParse<WorkReason>(http.Request.Query["kind"], ignoreCase: true, out var kind) && Enum.IsDefined(kind) ? kind : (WorkReason?)null;
        var theirs = Worklist.Of(visit.Service, measures, files.Where(file => FindCase.MaySee(visit, file)), away, visit.Now)
            .Where(item => !onlyMine || IsFor(visit, item))
            .ToList();
        var view = new WorkView(
            [.. theirs.Where(item => only is null || item.Why == only).GroupBy(item => item.Case).Select(group => group.ToImmutableArray())],
            [.. theirs.CountBy(item => item.Why).OrderBy(count => count.Key)],
            onlyMine,
            only,
            visit.Role == StaffRole.Clinician ? [] : StaffLoad.Of(visit.Service, files, away, LondonWeek.Of(visit.Now)));
        return pages.Page<WorkPage>(pages.Frame(visit, "Work"), StatusCodes.Status200OK, ("View", view), ("Today", London.Day(visit.Now)));
    }

    /// <summary>Whether it is somebody's to do: by their role, and for who sees children by their name; what is their own children's is theirs too.</summary>
    private static bool IsFor(Visit visit, WorkItem item)
    {
        var member = visit.Person.MemberOf(visit.Service)?.Id;
        return (item.Owner, visit.Role) is (StepOwner.Scheduler, StaffRole.Scheduler) or (StepOwner.Manager, StaffRole.Manager)
            || (member is not null && (item.Clinician == member || item.KeyWorker == member));
    }
}
