using Heldspace.Allocation;
using Heldspace.Azure.Records;
using Heldspace.Functions.AllocateAppointment;
using Heldspace.Functions.Hosting;
using Heldspace.Messages;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Functions.ForecastBreaches;

/// <summary>
/// Warns managers of children who are expected and would get no place in time, while something can still be done. Trigger: a timer every hour; from seven in
/// London on each working morning it looks, and it writes once a week to each manager, in the first week in which there is something to say.
/// </summary>
internal sealed class ForecastBreaches(
    Facts facts, DiaryView view, SendOnce send, Cursors cursors, ServiceDefinitions services, IClock clock)
{
    private const int WeeksBack = 8;
    private const int From = 7;
    private const int Until = 9;

    public async Task Handle(CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        var local = now.InZone(London.Zone);
        var week = LondonWeek.Of(local.Date).ToString();
        foreach (var service in services.All)
        {
            // In the two hours after seven it is tried each hour, for one that failed.
            var warned = await cursors.Read(Texts.Forecast, service.Id, cancellation);
            if (warned?.Value != week && local.Hour is >= From and < Until && WorkingDays.Of(service).Includes(local.Date)
                && await Look(service, now, cancellation) is { Breaches.IsEmpty: false } forecast)
            {
                await Warn(service, week, forecast, cancellation);
                _ = await cursors.Move(Texts.Forecast, service.Id, warned, week, cancellation);
            }
        }
    }

    private async Task Warn(ServiceDefinition service, string week, Forecast forecast, CancellationToken cancellation)
    {
        foreach (var manager in service.Managers)
        {
            await send.To(service, Texts.Forecast, week, Keys.Fingerprint(16, manager.Mailbox.Text), manager.Mailbox, () => ComposeForecast.Words(service, forecast), cancellation);
        }
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
        var taken = await view.Read(service, need, now, cancellation);
        return Forecast.Of(service, kind, watch, (decimal)arrivals.Values.Sum() / weeks, taken, now);
    }
}
