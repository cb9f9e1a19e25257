using Heldspace.Allocation;
using Heldspace.Azure.Records;
using Heldspace.Functions.AllocateAppointment;
using Heldspace.Functions.Hosting;
using Heldspace.Messages;
using Heldspace.Services;
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
    Facts facts, DiaryView view, SendOnce send, Cursors cursors, Forecasts forecasts, Links links, ServiceDefinitions services, IClock clock)
{
    private const int WeeksBack = 8;
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
        if (forecast is not { Breaches.IsEmpty: false })
        {
            return;
        }

        var soon = forecast.Breaches.Any(breach => breach.TargetDay < today.PlusDays(7 + Forecast.DaysToAct));
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

    /// <summary>The forecast of a service as it stands now; null while nobody was referred in the weeks that are counted.</summary>
    public async Task<Forecast?> Look(ServiceDefinition service, Instant now, CancellationToken cancellation)
    {
        // Whole weeks only: one that has begun would seem quiet.
        var last = London.Day(now).PlusDays(-7);
        var arrivals = await facts.Count(service.Id, "received", LondonWeek.Of(last.PlusDays(-7 * (WeeksBack - 1))), LondonWeek.Of(last), cancellation);
        if (arrivals.Count == 0)
        {
            return null;
        }

        var first = arrivals.Keys.Min(week => week.Monday);
        var weeks = (Period.DaysBetween(first, LondonWeek.Of(last).Monday) / 7) + 1;
        var (kind, watch) = (service.Assessment, service.AssessmentClock);
        var until = Forecast.LastDay(watch, now);
        var need = new Need { Kind = kind, Clock = watch, ReceivedAt = London.At(until.PlusDays(-service.Allocation.HorizonDays), LocalTime.Noon) };
        var (taken, movable) = await view.ReadBoth(service, [need], now, cancellation);
        return Forecast.Of(service, kind, watch, (decimal)arrivals.Values.Sum() / weeks, taken, now, movable);
    }
}
