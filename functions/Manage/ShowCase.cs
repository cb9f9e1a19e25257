using Heldspace.Azure.Records;
using Heldspace.Functions.Manage.Views;
using Heldspace.Intake.Matching;
using Heldspace.Measures;
using Heldspace.Pathway;
using NodaTime;

namespace Heldspace.Functions.Manage;

/// <param name="File">The case.</param>
/// <param name="History">What happened, oldest first.</param>
/// <param name="Step">What happens next; null where the case is over.</param>
/// <param name="Clocks">Both.</param>
/// <param name="Now">When this was read.</param>
public sealed record CaseView(CaseFile File, IReadOnlyList<CaseEvent> History, NextStep? Step, IReadOnlyList<ClockReading> Clocks, Instant Now)
{
    /// <summary>Cases that may be of the same child, for whoever may see every case.</summary>
    public IReadOnlyList<CaseFile> Others { get; init; } = [];

    /// <summary>What people said of how things are going.</summary>
    public IReadOnlyList<ResultSeries> Results { get; init; } = [];
}

internal sealed class ShowCase(StaffPages pages, FindCase find, Cases cases, Absences absences, MeasureFiles measures, IClock clock)
{
    /// <summary>GET manage/{service}/cases/{id}?done={act}.</summary>
    public Task<IResult> Show(HttpContext http, string id) => Show(http, id, StatusCodes.Status200OK, null);

    /// <summary>The page of a case, with what could not be done at its top.</summary>
    public async Task<IResult> Show(HttpContext http, string id, int status, string? mistake)
    {
        var visit = Visit.Of(http);
        if (await find.For(http, id) is not { File: var file })
        {
            return pages.NotFound(visit);
        }

        var history = new List<CaseEvent>();
        await foreach (var happened in cases.History(visit.Service.Id, file.Case.Id, http.RequestAborted))
        {
            history.Add(happened);
        }

        var now = clock.GetCurrentInstant();
        var away = new Away(await absences.All(visit.Service.Id, http.RequestAborted));
        var view = new CaseView(file, history, NextStep.Of(visit.Service, file, now, away), Pathway.Clocks.Of(visit.Service, file, now), now) { Others = await Others(visit, file.Case, http.RequestAborted), Results = Measures.Results.Of(measures, file) };
        return pages.Page<CasePage>(
            pages.Frame(visit, file.Case.Reference.Text) with { Mistake = mistake }, status,
            ("View", view), ("Proof", pages.Proof(http)), ("Done", http.Request.Query["done"].ToString()));
    }

    private async Task<IReadOnlyList<CaseFile>> Others(Visit visit, Case record, CancellationToken cancellation)
    {
        var others = new List<CaseFile>();
        foreach (var pair in visit.Role == StaffRole.Clinician || record.MergedInto is not null ? [] : record.MaybeSame)
        {
            // What is known of a child may have changed since the two were compared: those who may be one before and after an adoption are never shown together.
            if (await cases.Read(visit.Service.Id, pair.Case, cancellation) is { } other && SameChild.MayBeShownTogether(record.Child, other.File.Case.Child))
            {
                others.Add(other.File);
            }
        }

        return others;
    }
}
