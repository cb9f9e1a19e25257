using Heldspace.Benchmarks.Recording;
using Heldspace.Benchmarks.Replay;
using Heldspace.Local;
using Heldspace.Local.Azurite;
using Heldspace.Local.Microsoft365;
using NodaTime;

namespace Heldspace.Benchmarks.Timing;

/// <summary>
/// What times are taken on: the local system with the app as published, a process of its own; a second set of the same servers for the replay; and the
/// recording that is replayed there, referral by referral in turn with ours, so that both meet the machine in the same state.
/// </summary>
internal sealed class Rig : IAsyncDisposable
{
    public const int WarmUp = 60;
    public const int Measured = 30;
    public const int Burst = 60;
    public const int Bursts = 2;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly Servers _floor;
    private readonly Replayer replayer;
    private readonly Queue<IReadOnlyList<Scene>> single;
    private readonly Queue<IReadOnlyList<Scene>> bursts;
    private int delivered;
    private int replayed;

    private Rig(LocalSystem system, Servers servers, Queue<IReadOnlyList<Scene>> single, Queue<IReadOnlyList<Scene>> bursts)
    {
        (System, _floor, this.single, this.bursts, replayer) = (system, servers, single, bursts, new Replayer(servers));
        System.Microsoft365.Traffic.Recording = true;
        _floor.Microsoft365.Traffic.Recording = true;
    }

    public LocalSystem System { get; }

    public static async Task<Rig> Start(Bench bench, CancellationToken cancellation)
    {
        bench.Progress($"recording {1 + WarmUp + Measured} referrals one by one, and {Bursts} times {Burst} at once");
        var (warm, single, bursts) = await Record(bench, cancellation);
        var app = await bench.PublishedApp(cancellation);
        bench.Progress("starting the system");
        var servers = await Servers.Start(bench.RoomyServices, cancellation);
        try
        {
            var system = await LocalSystem.Start(
                new LocalSettings
                {
                    AppFolder = app,
                    ServicesFolder = bench.RoomyServices,
                    Services = [Bench.Service],
                    AppSettings = Bench.NoClientLimits.ToDictionary(setting => setting.Key.Replace(":", "__", StringComparison.Ordinal), setting => setting.Value),
                },
                cancellation);
            var rig = new Rig(system, servers, single, bursts);
            await system.Host.Settled(Patience);
            bench.Progress("warming up");
            _ = await rig.Ours(1, cancellation);
            _ = await rig.Floor(1, warm, cancellation);
            for (var n = 0; n < WarmUp; n++)
            {
                _ = await rig.Ours(1, cancellation);
                _ = await rig.Floor(1, single.Dequeue(), cancellation);
            }

            return rig;
        }
        catch
        {
            await servers.DisposeAsync();
            throw;
        }
    }

    /// <summary>One referral through the app, and the same one replayed.</summary>
    public async Task<(Times Ours, Times Floor)> Single(CancellationToken cancellation) =>
        (await Ours(1, cancellation), await Floor(1, single.Dequeue(), cancellation));

    /// <summary>Many referrals at once through the app, and the same ones replayed.</summary>
    public async Task<(Times Ours, Times Floor)> Many(CancellationToken cancellation)
    {
        // A replay repeats what the servers gave before: what was recorded in front of it comes first, measured or not.
        while (single.Count > 0)
        {
            _ = await Single(cancellation);
        }

        return (await Ours(Burst, cancellation), await Floor(Burst, bursts.Dequeue(), cancellation));
    }

    public async ValueTask DisposeAsync()
    {
        replayer.Dispose();
        await System.DisposeAsync();
        await _floor.DisposeAsync();
    }

    private static async Task<(IReadOnlyList<Scene> Warm, Queue<IReadOnlyList<Scene>> Single, Queue<IReadOnlyList<Scene>> Bursts)> Record(Bench bench, CancellationToken cancellation)
    {
        await using var azurite = await AzuriteProcess.Start(null, 0, cancellation);
        await using var recorded = await RecordedSystem.Start(azurite.ConnectionString, bench.RoomyServices, SystemClock.Instance.GetCurrentInstant(), cancellation);
        var script = new Script();
        var warm = script.Prepare(recorded.All);
        var (single, bursts) = (new Queue<IReadOnlyList<Scene>>(), new Queue<IReadOnlyList<Scene>>());
        for (var n = 0; n < WarmUp + Measured; n++)
        {
            single.Enqueue(script.Prepare((await recorded.Mail(cancellation)).Steps));
        }

        for (var n = 0; n < Bursts; n++)
        {
            bursts.Enqueue(script.Prepare((await recorded.Mails(Burst, cancellation)).Steps));
        }

        return (warm, single, bursts);
    }

    private async Task<Times> Ours(int count, CancellationToken cancellation)
    {
        var traffic = System.Microsoft365.Traffic;
        traffic.Clear();
        var began = Deliver(System.Tenant, count, ref delivered);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        while (Sent(traffic).Count < count)
        {
            await Task.Delay(count == 1 ? 5 : 20, limit.Token);
        }

        return await System.Host.Settled(Patience) ? Times.Of(traffic, began) : throw new TimeoutException("The system did not come to rest.");
    }

    private async Task<Times> Floor(int count, IReadOnlyList<Scene> scenes, CancellationToken cancellation)
    {
        var traffic = _floor.Microsoft365.Traffic;
        traffic.Clear();
        var began = Deliver(_floor.Tenant, count, ref replayed);
        await replayer.Run(scenes, cancellation);
        return Times.Of(traffic, began);
    }

    /// <summary>The same mails in the same order on both sides.</summary>
    private static Instant Deliver(Tenant tenant, int count, ref int before)
    {
        var mails = Enumerable.Range(before + 1, count).Select(Referrals.Mail).ToList();
        before += count;
        var began = SystemClock.Instance.GetCurrentInstant();
        mails.ForEach(mail => tenant.Deliver($"referrals@{Bench.Service}.example", mail));
        return began;
    }

    private static List<Exchange> Sent(Traffic traffic) => [.. traffic.Exchanges.Where(exchange => exchange is { Method: "POST", Status: < 300 } && exchange.PathAndQuery.EndsWith("/send", StringComparison.Ordinal))];

    /// <summary>When things were answered by the calendar and mail server, measured there alike for both sides.</summary>
    /// <param name="ToInvitation">Until the last event that invites the scheduler stood.</param>
    /// <param name="ToAnswer">Until the last answer to a referrer was sent.</param>
    public sealed record Times(Duration ToInvitation, Duration ToAnswer)
    {
        public static Times Of(Traffic traffic, Instant began)
        {
            var events = traffic.Exchanges.Where(exchange => exchange is { Method: "POST", Status: 201 } && exchange.PathAndQuery.EndsWith("/events", StringComparison.Ordinal));
            return new(events.Max(exchange => exchange.At) - began, Sent(traffic).Max(exchange => exchange.At) - began);
        }
    }
}
