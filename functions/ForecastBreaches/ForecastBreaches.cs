using Heldspace.Allocation;
using Heldspace.Azure.Records;
using Heldspace.Functions.AllocateAppointment;
using Heldspace.Functions.Hosting;
using Heldspace.Messages;
using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Summaries;
using Heldspace.Time;
using NodaTime;
using NodaTime.Text;

namespace Heldspace.Functions.ForecastBreaches;

/// <summary>
/// Warns managers of children who are expected and would get no place in time, while something can still be done. Trigger: a timer every hour; from seven in
/// London on each working morning it looks and keeps what it finds for the page, and it writes once a week to each manager, in the first week in which there is
/// something to say. A manager may ask for a new look: a message in the queue <c>allocations</c>.
/// </summary>
internal sealed class ForecastBreaches(
    Facts facts, OpenCases open, Cases cases, Slots slots, DiaryView view, SendOnce send, Cursors cursors, Forecasts forecasts, Links links, ServiceDefinitions services, IClock clock)
{
    /// <summary>Over these whole weeks arrivals and shares are counted.</summary>
    private const int WeeksBack = 8;

    /// <summary>Over these it is seen how much arrivals vary.</summary>
    private const int WeeksBackForSpread = 28;

    /// <summary>A meeting of which nobody has said for so long what became of it is taken for none.</summary>
    private const int DaysUnrecorded = 21;

    private const int From = 7;
    private const int Until = 9;

    public async Task Handle(CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        var local = now.InZone(London.Zone);
        foreach (var service in services.All)
        {
            // In the two hours after seven it is tried each hour, for one that failed.
            if (local.Hour is < From or >= Until || !WorkingDays.Of(service).Includes(local.Date))
            {
                continue;
            }

            var made = await forecasts.Read(service.Id, cancellation);
            if (made is null || London.Day(made.At) != local.Date)
            {
                made = await Make(service, now, cancellation);
            }

            await Warn(service, made.Forecast, local.Date, cancellation);
        }
    }

    /// <summary>Somebody wants to see it as things stand now. Nobody is written to.</summary>
    public Task Handle(ForecastWanted message, CancellationToken cancellation) => Make(services.Require(message.Service), clock.GetCurrentInstant(), cancellation);

    /// <summary>Once a week; where a day that would be missed comes so soon that a week's pause would leave too little time to act, every working morning.</summary>
    private async Task Warn(ServiceDefinition service, Forecast? forecast, LocalDate today, CancellationToken cancellation)
    {
        if (forecast is null or { Breaches.IsEmpty: true, Possible: 0 })
        {
            return;
        }

        // Of a place that is late, or lacking, people were told when it was looked for.
        var soon = forecast.Breaches.Any(breach => breach.Basis is BreachBasis.IfSessionFollows or BreachBasis.Expected && breach.TargetDay < today.PlusDays(7 + Forecast.DaysToAct));
        var period = soon ? LocalDatePattern.Iso.Format(today) : LondonWeek.Of(today).ToString();
        var warned = await cursors.Read(Texts.Forecast, service.Id, cancellation);
        if (warned?.Value == period)
        {
            return;
        }

        foreach (var manager in service.Managers)
        {
            await send.To(
                service, Texts.Forecast, period, Keys.Fingerprint(16, manager.Mailbox.Text), manager.Mailbox, () => ComposeForecast.Words(service, forecast, links.Forecast(service)), cancellation);
        }

        _ = await cursors.Move(Texts.Forecast, service.Id, warned, period, cancellation);
    }

    private async Task<MadeForecast> Make(ServiceDefinition service, Instant now, CancellationToken cancellation)
    {
        var made = new MadeForecast(now, await Look(service, now, cancellation));
        await forecasts.Keep(service.Id, made, cancellation);
        return made;
    }

    /// <summary>
    /// The forecast of a service as it stands now; null while nobody was referred in the weeks that are counted and nobody waits. It asks storage for three
    /// ranges (facts of half a year, who waits, what is held) and Graph for free/busy; no case is read unless its row was written before rows said who waits.
    /// </summary>
    private async Task<Forecast?> Look(ServiceDefinition service, Instant now, CancellationToken cancellation)
    {
        var (today, last) = (London.Day(now), LondonWeek.Of(London.Day(now).PlusDays(-7)));
        var happened = facts.Read(service.Id, LondonWeek.Of(last.Monday.PlusWeeks(1 - WeeksBackForSpread)), LondonWeek.Of(today), Demand.Values, cancellation);
        var held = slots.Borne(service, LondonWeek.Of(today.PlusDays(-DaysUnrecorded)), null, cancellation);
        var rows = open.Read(service.Id, cancellation);
        await Task.WhenAll(happened, held, rows);

        // Whole weeks only: one that has begun would seem quiet.
        var whole = (await happened).Select(fact => (Week: LondonWeek.Of(fact.At), fact.Kind, fact.Values)).Where(fact => fact.Week <= last).ToList();
        var received = whole.Where(fact => fact.Kind == "received").CountBy(fact => fact.Week).ToDictionary();
        var needs = await OpenNeeds(service, await rows, await held, await happened, now, cancellation);
        if (needs.Count == 0 && received.Count == 0)
        {
            return null;
        }

        var arrivals = WeeksFrom(received.Keys.DefaultIfEmpty(last).Min()).Select(week => received.GetValueOrDefault(week)).ToList();
        var counted = WeeksFrom(LondonWeek.Of(last.Monday.PlusWeeks(1 - Math.Min(WeeksBack, arrivals.Count)))).ToHashSet();
        var demand = Demand.Of([.. whole.Where(fact => counted.Contains(fact.Week)).Select(fact => (fact.Kind, fact.Values))], counted.Count, arrivals);
        var since = London.At(Forecast.LastDay(service, now).PlusDays(-service.Allocation.HorizonDays), LocalTime.Noon);
        var looked = service.Clocks.Select(watch => new Need { Kind = service.AppointmentKinds.First(kind => kind.Id == watch.Kind), Clock = watch, ReceivedAt = since }).ToList();
        var (taken, movable) = await view.ReadBoth(service, looked, now, cancellation);
        return Forecast.Of(service, demand, needs, taken, now, movable);

        IEnumerable<LondonWeek> WeeksFrom(LondonWeek first) =>
            Enumerable.Range(0, (Period.DaysBetween(first.Monday, last.Monday) / 7) + 1).Select(n => LondonWeek.Of(first.Monday.PlusWeeks(n)));
    }

    /// <summary>Everybody who waits, with the meeting that is held for it, or was to take place and of which nobody said yet what became.</summary>
    private async Task<List<OpenNeed>> OpenNeeds(
        ServiceDefinition service, IReadOnlyCollection<OpenCaseRow> rows, IReadOnlyCollection<BorneCell> held, IReadOnlyCollection<Fact> happened, Instant now, CancellationToken cancellation)
    {
        var said = happened.Where(fact => fact.Kind != "undone").Select(fact => fact.Id).ToHashSet(StringComparer.Ordinal);
        var places = held.GroupBy(cell => cell.Bearer).Select(cells => (Bearer: cells.Key, Slot: PlaceOf([.. cells]))).Where(place => place.Slot is not null).ToLookup(place => place.Bearer.Case);
        var needs = new List<OpenNeed>();
        foreach (var row in rows)
        {
            var waiting = row.KnowsWaiting ? row.Waiting : await cases.Read(service.Id, row.Case, cancellation) is { } stored ? Waiting.Of(stored.File) : null;
            if (waiting is not null)
            {
                needs.Add(new(waiting, places[row.Case]
                    .Where(place => place.Bearer.Appointment.StartsWith($"{waiting.Kind}-", StringComparison.Ordinal))
                    .Where(place => place.Slot!.End > now || !said.Contains($"outcome:{row.Case}:{place.Bearer.Appointment}"))
                    .Select(place => place.Slot)
                    .MaxBy(slot => slot!.Start)));
            }
        }

        return needs;
    }

    /// <summary>The place that some cells were claimed for, by one attempt; null where that was not noted. What kind of place it is the cells do not tell, and nobody asks.</summary>
    private static Slot? PlaceOf(List<BorneCell> cells)
    {
        if (cells.Select(cell => cell.Cell).OfType<CellKey.Cap>().FirstOrDefault() is not { } cap || cells.Find(cell => cell.Meeting is not null)?.Meeting is not { } meeting)
        {
            return null;
        }

        var quarters = cells.Select(cell => cell.Cell).OfType<CellKey.QuarterHour>().ToLookup(quarter => quarter.Resource == cap.Clinician);
        return !quarters[true].Any() ? null : new()
        {
            Clinician = cap.Clinician,
            Place = "",
            Room = quarters[false].FirstOrDefault()?.Resource,
            Cap = cap.N,
            Start = meeting.Start,
            End = meeting.End,
            BlockStart = quarters[true].Min(quarter => quarter.At),
            BlockEnd = quarters[true].Max(quarter => quarter.At) + QuarterHours.Length,
        };
    }
}
