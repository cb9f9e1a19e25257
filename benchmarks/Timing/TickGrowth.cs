using System.Diagnostics;
using System.Globalization;
using Heldspace.Azure.Records;
using Heldspace.Azure.Tables;
using Heldspace.Consent;
using Heldspace.Functions.Hosting;
using Heldspace.Intake;
using Heldspace.Local;
using Heldspace.Local.FunctionsHost;
using Heldspace.Measures;
using Heldspace.Measures.Asking;
using Heldspace.Pathway;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Benchmarks.Timing;

/// <summary><c>tick-growth</c>: what a tick with a hundred looks due costs where a hundred times as many are planned.</summary>
internal static class TickGrowth
{
    private const int DueEach = 100;
    private const int Few = 1_000;
    private const int Many = 100_000;
    private const int Days = 365;
    private const int Children = 25;
    private const int WarmUp = 10;
    private const int Rounds = 40;

    /// <summary>Noon of a day in term time: everybody may be asked, and nothing else is done at that hour.</summary>
    private static readonly Instant Noon = London.At(new(2026, 11, 24), new(12, 10));

    public static async Task<Figure> Measure(Bench bench, CancellationToken cancellation)
    {
        bench.Progress($"planning {Few} and {Many} looks");
        await using var few = await Planned(bench, Few, cancellation);
        await using var many = await Planned(bench, Many, cancellation);
        var (ours, floor) = (new List<double>(), new List<double>());
        for (var round = 0; round < WarmUp + Rounds; round++)
        {
            var least = await few.Tick(cancellation);
            var one = await many.Tick(cancellation);
            if (round >= WarmUp)
            {
                ours.Add(one);
                floor.Add(least);
            }
        }

        return Figure.Cost(
            "tick-growth", Median.Of(ours), "ms", Median.Of(floor),
            string.Create(CultureInfo.InvariantCulture, $"A tick with {DueEach} looks due of {Many} that are planned over {Days} days: each reads a case, decides whom to ask, plans the next look and takes its row away; median of {Rounds}, the app and the tables in this process. ")
            + string.Create(CultureInfo.InvariantCulture, $"Floor: the same {DueEach} due of {Few} planned, in turn with ours."));
    }

    private static async Task<Ticking> Planned(Bench bench, int planned, CancellationToken cancellation)
    {
        var clock = new ManualClock(Noon);
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
            var ticking = new Ticking(system, clock);
            await ticking.Meet(cancellation);
            var service = system.Services.All[0];
            var due = new Due(system.Tables);
            for (var n = 0; n < planned - DueEach; n++)
            {
                // From an hour on, so that some of them stand in the very partition that is looked through.
                var at = Noon + Duration.FromHours(1) + (Duration.FromDays(Days) * ((double)n / planned));
                await due.Plan(new(service.Id, DueKinds.Asking, at, CaseId.Of(IntakeStore.IdOf(Noon, "planned", n.ToString(CultureInfo.InvariantCulture)), 1), "1"), Noon, cancellation);
            }

            return ticking;
        }
        catch
        {
            await system.DisposeAsync();
            throw;
        }
    }

    /// <summary>A system whose ticks are asked for, with children of whom people are asked already.</summary>
    private sealed class Ticking(InProcessSystem system, ManualClock clock) : IAsyncDisposable
    {
        private readonly List<CaseId> children = [];

        public async Task Meet(CancellationToken cancellation)
        {
            var service = system.Services.All[0];
            for (var n = 1; n <= Children; n++)
            {
                system.Tenant.Deliver(service.Mailboxes[0].Text, Referrals.Mail(n));
            }

            await system.Host.Run("SweepMailbox", cancellation);
            await system.Host.RunDue(cancellation);
            var cases = new Cases(system.Tables);
            var opened = new List<string>();
            await foreach (var row in system.Tables.Query(Cases.Table, RowFilter.Everything, ["PartitionKey", "RowKey"], cancellation: cancellation))
            {
                if (row.RowKey == "case")
                {
                    opened.Add(row.PartitionKey[(row.PartitionKey.LastIndexOf(':') + 1)..]);
                }
            }

            var measures = system.App.GetRequiredService<MeasureFiles>();
            foreach (var id in opened.Select(CaseId.Parse))
            {
                var stored = await cases.Read(service.Id, id, cancellation) ?? throw new InvalidOperationException("A case that exists cannot be read.");
                var asked = stored.File with
                {
                    Case = stored.File.Case with
                    {
                        AssessedAt = clock.GetCurrentInstant() - Duration.FromHours(1),
                        KeyWorker = service.Team[0].Id,
                        Respondents = [new(Roles.Carer, null, AskBy.Email, EmailAddress.Parse("carer@families.example"))],
                        Consent = new ConsentGiven(ConsentGiver.Authority, "Sam Fielding", London.Day(clock.GetCurrentInstant()), "manager"),
                    },
                };
                asked = AskHowItGoes.Decide(service, measures, asked, clock.GetCurrentInstant()).Change?.File ?? asked;
                asked = asked with { Messages = [.. asked.Messages.Select(message => message with { State = MessageState.Sent })] };
                _ = await cases.Commit(stored, Change.Of(asked), cancellation) ?? throw new InvalidOperationException("Nobody else is here.");
                children.Add(id);
            }

            if (children.Count != Children)
            {
                throw new InvalidOperationException($"{children.Count} cases were opened for {Children} referrals.");
            }
        }

        /// <summary>Milliseconds of a tick with a hundred looks due, a minute after the one before.</summary>
        public async Task<double> Tick(CancellationToken cancellation)
        {
            clock.Advance(Duration.FromSeconds(1));
            var (service, due, now) = (system.Services.All[0], new Due(system.Tables), clock.GetCurrentInstant());
            for (var n = 0; n < DueEach; n++)
            {
                await due.Plan(new(service.Id, DueKinds.Asking, now - Duration.FromMinutes(1), children[n % children.Count], $"look-{n.ToString(CultureInfo.InvariantCulture)}"), now - Duration.FromMinutes(1), cancellation);
            }

            var began = Stopwatch.GetTimestamp();
            if (!await system.Host.Run("SendDueMessages", cancellation))
            {
                throw new InvalidOperationException("The tick failed.");
            }

            var took = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            await foreach (var (row, _) in due.By(service.Id, DueKinds.Asking, London.Day(now), now, cancellation))
            {
                throw new InvalidOperationException($"{row.N} is due still.");
            }

            return took;
        }

        public ValueTask DisposeAsync() => system.DisposeAsync();
    }
}
