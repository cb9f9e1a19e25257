using Heldspace.Azure.Records;
using Heldspace.Intake;
using Heldspace.Services;
using Heldspace.Summaries;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Functions.SendWeeklySummary;

/// <summary>
/// Writes how every open case stood when a week began, once for each week. What it writes is told by days, so that it may come late, and may be done again. After an
/// outage the weeks in between are made up for.
/// </summary>
internal sealed class OpenWeek(Cases cases, OpenCases open, Facts facts, Cursors cursors, IClock clock)
{
    private const string Kind = "week-opened";

    private const int AtOnce = 16;

    public async Task Handle(ServiceDefinition service, CancellationToken cancellation)
    {
        var week = LondonWeek.Of(clock.GetCurrentInstant());
        var cursor = await cursors.Read(Kind, service.Id, cancellation);
        if (LondonWeek.TryParse(cursor?.Value) is { } opened && opened >= week)
        {
            return;
        }

        var first = LondonWeek.TryParse(cursor?.Value)?.Next ?? week;
        foreach (var some in (await Touched(service, first, week, cancellation)).Chunk(AtOnce))
        {
            await Task.WhenAll(some.Select(id => Stand(service, id, first, week, cancellation)));
        }

        _ = await cursors.Move(Kind, service.Id, cursor, week.ToString(), cancellation);
    }

    /// <summary>What is open now, and what has ended since the first of the weeks began.</summary>
    private async Task<IReadOnlySet<CaseId>> Touched(ServiceDefinition service, LondonWeek first, LondonWeek last, CancellationToken cancellation)
    {
        var ended = (await facts.Read(service.Id, first, last, [], cancellation)).Where(fact => fact.Kind == FactKinds.Closed).Select(fact => CaseId.Parse(fact.Case));
        return (await open.Read(service.Id, cancellation)).Select(row => row.Case).Concat(ended).ToHashSet();
    }

    private async Task Stand(ServiceDefinition service, CaseId id, LondonWeek first, LondonWeek last, CancellationToken cancellation)
    {
        if (await cases.Read(service.Id, id, cancellation) is not { } stored)
        {
            return;
        }

        var history = await cases.WholeHistory(service.Id, id, cancellation);
        for (var week = first; week <= last; week = week.Next)
        {
            if (StandAtStart.Of(service, stored.File, history, week) is { } stood)
            {
                await facts.Write(service.Id, [stood], cancellation);
            }
        }
    }
}
