using System.Collections.Immutable;
using Heldspace.Azure.Records;
using Heldspace.Functions.Hosting;
using Heldspace.Functions.Manage.Views;
using Heldspace.Measures;
using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Summaries;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Functions.Manage;

/// <summary>Who is going to close without a second answer to compare with, while somebody can still be asked.</summary>
internal sealed class ShowPairing(StaffPages pages, OpenFiles open, Facts facts, MeasureFiles measures)
{
    /// <summary>Closures of so many weeks are counted; answers may be from as many weeks before.</summary>
    private const int Weeks = 52;

    /// <summary>With fewer contacts there was no time to ask twice.</summary>
    private const int FewestContacts = 2;

    /// <summary>GET manage/{service}/measures.</summary>
    public async Task<IResult> Show(HttpContext http)
    {
        var visit = Visit.Of(http);
        var files = await open.Read(visit.Service.Id, http.RequestAborted);
        var lacking = Pairing.Lacking(visit.Service, measures, files.Where(file => FindCase.MaySee(visit, file)));
        return pages.Page<PairingPage>(
            pages.Frame(visit, "Measures"), StatusCodes.Status200OK,
            ("Lacking", lacking), ("Rate", await Rate(visit.Service, visit.Now, http.RequestAborted)), ("Today", London.Day(visit.Now)));
    }

    /// <summary>Of cases closed in the last year: of those that were opened again the last word counts.</summary>
    private async Task<PairingRate> Rate(ServiceDefinition service, Instant now, CancellationToken cancellation)
    {
        var today = London.Day(now);
        var from = today.PlusWeeks(-Weeks);
        var counted = await facts.Read(service.Id, LondonWeek.Of(from.PlusWeeks(-Weeks)), LondonWeek.Of(today), ["Reason", "Contacts", "Measure", "Version", "Respondent", "Total", "Subscales"], cancellation);
        var closed = counted
            .Where(fact => fact.Kind is "closed" or "reopened")
            .GroupBy(fact => CaseOf(fact))
            .Select(group => group.MaxBy(fact => int.Parse(fact.Id.Split(':')[2], System.Globalization.CultureInfo.InvariantCulture))!)
            .Where(fact => fact.Kind == "closed" && London.Day(fact.At) >= from && Counts(fact))
            .Select(CaseOf);
        return Pairing.Rate(measures, closed, counted.Where(fact => fact.Kind == "measured").Select(Answer));
    }

    private static bool Counts(Fact closed) =>
        closed.Values.GetValueOrDefault("Reason") is not (nameof(ClosureReason.NoReferral) or nameof(ClosureReason.TurnedOutNotEligible) or nameof(ClosureReason.Died))
        && int.TryParse(closed.Values.GetValueOrDefault("Contacts"), out var contacts) && contacts >= FewestContacts;

    private static CountedAnswer Answer(Fact fact) => new(
        CaseOf(fact),
        fact.Values.GetValueOrDefault("Measure", ""),
        fact.Values.GetValueOrDefault("Version", ""),
        fact.Values.GetValueOrDefault("Respondent", ""),
        fact.Values.GetValueOrDefault("Total", "").Length > 0,
        [.. fact.Values.GetValueOrDefault("Subscales", "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(scored => scored.Split('=')[0])]);

    /// <summary>The id of a fact names its case after its kind.</summary>
    private static string CaseOf(Fact fact) => fact.Id.Split(':')[1];
}
