using Heldspace.Azure.Records;
using Heldspace.Functions.Hosting;
using Heldspace.Measures;
using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Summaries;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Functions.SendWeeklySummary;

/// <summary>
/// Makes the summary of a week: its figures from the facts of thirteen weeks, what needs a person from the open cases as they are now. What it reads follows those
/// weeks and what is open, never what ever was.
/// </summary>
internal sealed class MakeSummary(Facts facts, OpenFiles open, WorkCounts counts, Absences absences, MeasureFiles measures, Links links, IClock clock)
{
    /// <param name="service">Whose.</param>
    /// <param name="week">The week that it is about.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task<WeeklySummary> Of(ServiceDefinition service, LondonWeek week, CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        var (first, last) = WeeklySummary.Reads(week);
        var counted = await facts.Read(service.Id, first, last, FactValues.All, cancellation);

        // What needs somebody now belongs to the newest summary only: one that is late tells of its week.
        var isNewest = week.Next == LondonWeek.Of(now);
        return WeeklySummary.Of(service, week, now, counted, isNewest ? await Now(service, week, now, cancellation) : null, links.Work(service));
    }

    private async Task<StandingNow> Now(ServiceDefinition service, LondonWeek week, Instant now, CancellationToken cancellation)
    {
        var files = await open.ReadWithFailed(service.Id, cancellation);
        var away = new Away(await absences.All(service.Id, cancellation));
        var work = Worklist.Of(service, measures, files, away, now);
        await counts.Keep(service, week, work, cancellation);
        return new(work, StaffLoad.Of(service, files, away, LondonWeek.Of(now)), await counts.Read(service, week.Previous, cancellation));
    }
}
