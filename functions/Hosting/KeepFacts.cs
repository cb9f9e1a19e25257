using Heldspace.Azure.Records;
using Heldspace.Measures;
using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Summaries;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Functions.Hosting;

/// <summary>Keeps what summaries count in step with the cases. What it writes follows from the case alone, so that doing it again changes nothing.</summary>
internal sealed class KeepFacts(Cases cases, Facts facts, MeasureFiles measures, IClock clock)
{
    /// <summary>After something happened to a case.</summary>
    public async Task After(ServiceDefinition service, CaseFile file, IReadOnlyList<(int Number, CaseEvent Event)> events, CancellationToken cancellation)
    {
        if (events.Count == 0)
        {
            return;
        }

        // What is dated into a week before this one changes how later weeks began.
        var changesEarlier = events.Any(numbered => TellFacts.ChangesEarlier(file, numbered.Event));
        var since = changesEarlier ? London.Day(file.Case.ReceivedAt) : events.Min(numbered => StandAtStart.Touches(numbered.Event));
        var (first, current) = (LondonWeek.Of(since).Next, LondonWeek.Of(clock.GetCurrentInstant()));
        if (!changesEarlier && first > current)
        {
            var told = events.SelectMany(numbered => TellFacts.Of(service, measures, file, numbered.Event, numbered.Number));
            await facts.Write(service.Id, [.. told.GroupBy(fact => fact.Id, StringComparer.Ordinal).Select(same => same.Last())], cancellation);
            return;
        }

        var history = await cases.WholeHistory(service.Id, file.Case.Id, cancellation);
        await facts.Write(service.Id, TellFacts.All(service, measures, file, history), cancellation);
        foreach (var (week, id) in TellFacts.Overtaken(service, measures, file, history))
        {
            await facts.Remove(service.Id, week, id, cancellation);
        }

        await StandSince(service, file, history, first, cancellation);
    }

    /// <summary>When a case is written down. One that came in an earlier week (on a Sunday shortly before midnight, or while nothing ran) stood when each week since began, and whoever opened these did not know it.</summary>
    public async Task Came(ServiceDefinition service, CaseFile file, IReadOnlyList<Fact> told, CancellationToken cancellation)
    {
        await facts.Write(service.Id, told, cancellation);
        if (LondonWeek.Of(file.Case.ReceivedAt).Next is var first && first <= LondonWeek.Of(clock.GetCurrentInstant()))
        {
            await StandSince(service, file, await cases.WholeHistory(service.Id, file.Case.Id, cancellation), first, cancellation);
        }
    }

    /// <summary>How a case stood when a week began, as it is known now.</summary>
    public Task Stand(ServiceDefinition service, CaseFile file, IReadOnlyList<CaseEvent> history, LondonWeek week, CancellationToken cancellation) =>
        StandAtStart.Of(service, file, history, week) is { } stood
            ? facts.Write(service.Id, [stood], cancellation)
            : facts.Remove(service.Id, week, $"{FactKinds.Open}:{file.Case.Id}", cancellation);

    private async Task StandSince(ServiceDefinition service, CaseFile file, IReadOnlyList<CaseEvent> history, LondonWeek first, CancellationToken cancellation)
    {
        for (var week = first; week <= LondonWeek.Of(clock.GetCurrentInstant()); week = week.Next)
        {
            await Stand(service, file, history, week, cancellation);
        }
    }
}
