using System.Diagnostics;
using System.Globalization;
using Heldspace.Azure.Records;
using Heldspace.Azure.Tables;
using Heldspace.Functions.SendWeeklySummary;
using Heldspace.Local;
using Heldspace.Local.FunctionsHost;
using Heldspace.Summaries;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Benchmarks.Timing;

/// <summary><c>summary-growth</c>: what the summary of a week costs where a hundred times as many referrals have gone before.</summary>
internal static class SummaryGrowth
{
    private const int Few = 1_000;
    private const int Many = 100_000;
    private const int PastWeeks = 500;
    private const int RecentEach = 6;
    private const int Children = 25;
    private const int WarmUp = 10;
    private const int Rounds = 40;

    /// <summary>A Monday morning.</summary>
    private static readonly Instant Monday = London.At(new(2026, 11, 23), new(7, 0));

    public static async Task<Figure> Measure(Bench bench, CancellationToken cancellation)
    {
        bench.Progress($"writing facts of {Few} and {Many} referrals");
        await using var few = await Past(bench, Few, cancellation);
        await using var many = await Past(bench, Many, cancellation);
        var (ours, floor) = (new List<double>(), new List<double>());
        for (var round = 0; round < WarmUp + Rounds; round++)
        {
            var least = await Make(few, cancellation);
            var one = await Make(many, cancellation);
            if (round >= WarmUp)
            {
                ours.Add(one);
                floor.Add(least);
            }
        }

        return Figure.Cost(
            "summary-growth", Median.Of(ours), "ms", Median.Of(floor),
            string.Create(CultureInfo.InvariantCulture, $"The summary of a week with {Many} referrals behind it, in the weeks before the thirteen that it tells of: facts read, open cases looked at, the mail written; median of {Rounds}, the app and the tables in this process. Floor: the same week with {Few}, in turn with ours."));
    }

    private static async Task<InProcessSystem> Past(Bench bench, int referrals, CancellationToken cancellation)
    {
        var clock = new ManualClock(Monday - Duration.FromDays(3));
        var system = await InProcessSystem.Start(new InProcessSettings
        {
            Clock = clock,
            ServicesFolder = bench.RoomyServices,
            Services = Bench.Service,
            AppSettings = Bench.NoClientLimits,
            Host = new FunctionsHostOptions { TimersRunWhenAsked = true },
        });
        try
        {
            var (service, facts) = (system.Services.All[0], new Facts(system.Tables));
            for (var n = 1; n <= Children; n++)
            {
                system.Tenant.Deliver(service.Mailboxes[0].Text, Referrals.Mail(n));
            }

            await system.Host.Run("SweepMailbox", cancellation);
            await system.Host.RunDue(cancellation);
            var recent = LondonWeek.Of(Monday).Monday.PlusWeeks(-WeeklySummary.TrendWeeks);
            for (var week = 0; week < WeeklySummary.TrendWeeks; week++)
            {
                await Write(facts, service.Id, recent.PlusWeeks(week), "recent", RecentEach, cancellation);
            }

            for (var week = 1; week <= PastWeeks; week++)
            {
                await Write(facts, service.Id, recent.PlusWeeks(-week), "past", referrals / PastWeeks, cancellation);
            }

            await CloseAll(system, service.Id, referrals, cancellation);

            clock.MoveTo(Monday);
            return system;
        }
        catch
        {
            await system.DisposeAsync();
            throw;
        }
    }

    /// <summary>What the cases of the past left among the open ones, and what <c>Reconcile</c> makes of that in its weeks.</summary>
    private static async Task CloseAll(InProcessSystem system, string service, int cases, CancellationToken cancellation)
    {
        for (var n = 0; n < cases; n++)
        {
            _ = await system.Tables.Insert(Lookups.Table, new Row($"{service}:open", string.Create(CultureInfo.InvariantCulture, $"past-{n}")) { ["Schema"] = 2, ["Event"] = 9, ["Over"] = true }, cancellation);
        }

        var (open, last) = (new OpenCases(system.Tables), London.Day(Monday));
        foreach (var looked in new[] { last.PlusWeeks(-5), last.PlusWeeks(-1) })
        {
            await open.Forget(service, looked, cancellation);
        }
    }

    /// <summary>Referrals of a week, each with what came of it.</summary>
    private static Task Write(Facts facts, string service, LocalDate monday, string name, int referrals, CancellationToken cancellation) => facts.Write(
        service,
        [
            .. Enumerable.Range(0, referrals).SelectMany(n =>
            {
                var id = string.Create(CultureInfo.InvariantCulture, $"{name}-{monday:uuuuMMdd}-{n}");
                var at = London.At(monday.PlusDays(n % 7), LocalTime.Noon);
                return new Fact[]
                {
                    new($"received:{id}", FactKinds.Received, at, Values((FactValues.Outcome, "Eligible"), (FactValues.Urgency, "routine"), (FactValues.AgeBand, "11-15"))),
                    new($"outcome:{id}:assessment-1", FactKinds.Assessed, at, Values((FactValues.WaitingDays, "9"), (FactValues.AppointmentKind, "assessment"), (FactValues.AgeBand, "11-15"))),
                    new($"closed:{id}:9", FactKinds.Closed, at, Values((FactValues.Reason, "WorkDone"), (FactValues.DaysOpen, "90"), (FactValues.AgeBand, "11-15"))),
                };
            }),
        ],
        cancellation);

    private static Dictionary<string, string> Values(params (string Name, string Value)[] values) => values.ToDictionary(value => value.Name, value => value.Value, StringComparer.Ordinal);

    private static async Task<double> Make(InProcessSystem system, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        var summary = await system.App.GetRequiredService<MakeSummary>().Of(system.Services.All[0], LondonWeek.Of(Monday).Previous, cancellation);
        if (WriteSummary.Mail(summary).Html is not { Length: > 0 } || summary.Trend.Sum(week => week.New) < Children)
        {
            throw new InvalidOperationException("The summary lacks what it should tell of.");
        }

        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }
}
