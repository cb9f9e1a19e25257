using System.Collections.Concurrent;
using Heldspace.Local;
using Heldspace.Local.FunctionsHost;
using NodaTime;

namespace Heldspace.Benchmarks.Recording;

/// <summary>
/// The whole system in this process over a real store, one thing at a time, with every request of the app recorded by the trigger that sent it. The clock
/// goes on by a millisecond a referral, so that no timer ticks: idle polling is in nothing that is counted here.
/// </summary>
public sealed class RecordedSystem : IAsyncDisposable
{
    private readonly Recorder _recorder;
    private readonly ConcurrentQueue<(Step Step, string? Failure)> _steps;
    private readonly ManualClock _clock;
    private readonly HttpMessageInvoker _front;
    private int _referrals;

    private RecordedSystem(InProcessSystem system, Recorder recorder, ConcurrentQueue<(Step Step, string? Failure)> steps, ManualClock clock, HttpMessageInvoker front)
    {
        (System, _recorder, _steps, _clock, _front) = (system, recorder, steps, clock, front);
    }

    public InProcessSystem System { get; }

    private string Mailbox => System.Services.All[0].Mailboxes[0].Text;

    /// <summary>Starts, and brings the system to its steady state: subscribed, its folders known, its caches warm, one mail behind it.</summary>
    /// <param name="storage">The connection string of an Azurite that nothing else uses.</param>
    /// <param name="servicesFolder">A folder with the definition of <c>caring-to-care</c>.</param>
    /// <param name="now">Where the clock begins; brought back to the tenth second of its minute, away from every timer.</param>
    public static async Task<RecordedSystem> Start(string storage, string servicesFolder, Instant now, CancellationToken cancellation)
    {
        var recorder = new Recorder();
        var steps = new ConcurrentQueue<(Step Step, string? Failure)>();
        var clock = new ManualClock(Instant.FromUnixTimeSeconds(now.ToUnixTimeSeconds() / 60 * 60) + Duration.FromSeconds(10));
        var system = await InProcessSystem.Start(new InProcessSettings
        {
            Clock = clock,
            ServicesFolder = servicesFolder,
            Services = Bench.Service,
            Storage = storage,
            SampleDiaries = true,
            Around = recorder.Around,
            AppSettings = Bench.NoClientLimits,
            Host = new FunctionsHostOptions { Observed = run => steps.Enqueue((new(Named(run), run.MessageId, recorder.Cut()), run.Failure)) },
        });
        try
        {
            var recorded = new RecordedSystem(system, recorder, steps, clock, new HttpMessageInvoker(await system.Host.CreateHandler(cancellation)));
            await recorded.Rest(cancellation);
            _ = await recorded.Mail(cancellation);
            return recorded;
        }
        catch
        {
            await system.DisposeAsync();
            throw;
        }
    }

    /// <summary>Every step since the start, the way to the steady state among them.</summary>
    public List<Step> All { get; } = [];

    /// <summary>Delivers a mail, lets everything happen that follows from it, and gives what was sent on the way.</summary>
    public Task<RecordedReferral> Mail(CancellationToken cancellation) => Mails(1, cancellation);

    /// <summary>Delivers some mails at once.</summary>
    public async Task<RecordedReferral> Mails(int count, CancellationToken cancellation)
    {
        _clock.Advance(Duration.FromMilliseconds(1));
        for (var n = 0; n < count; n++)
        {
            System.Tenant.Deliver(Mailbox, Referrals.Mail(++_referrals));
        }

        return new("mail", await Rest(cancellation));
    }

    /// <summary>Fills in the form and sends it. What the pages before the last press cost stands in the steps whose trigger names a page.</summary>
    public async Task<RecordedReferral> Form(CancellationToken cancellation)
    {
        _clock.Advance(Duration.FromMilliseconds(1));
        var filler = new FormFiller(_front, new Uri("http://localhost/"), Bench.Service);
        var check = await filler.FillIn(Referrals.Form(++_referrals), cancellation);
        FormPages = new("Refer (pages)", null, _recorder.Cut());
        _ = await filler.SendForm(check, cancellation);
        var sent = new Step("Refer (send)", null, _recorder.Cut());
        All.Add(sent);
        return new("form", [sent, .. await Rest(cancellation)]);
    }

    /// <summary>What it cost to fill in the last form, up to the page before it was sent.</summary>
    public Step FormPages { get; private set; } = new("Refer (pages)", null, []);

    public ValueTask DisposeAsync()
    {
        _front.Dispose();
        return System.DisposeAsync();
    }

    /// <summary>Waits until notifications are out, then runs what is due until nothing is.</summary>
    private async Task<IReadOnlyList<Step>> Rest(CancellationToken cancellation)
    {
        var ran = new List<Step>();
        do
        {
            await System.Microsoft365.NotificationsSent(cancellation);
            if (_recorder.Cut() is { Count: > 0 } hints)
            {
                ran.Add(new("GraphWebhook", null, hints));
            }

            await System.Host.RunDue(cancellation);
            while (_steps.TryDequeue(out var step))
            {
                ran.Add(step.Failure is null ? step.Step : throw new InvalidOperationException($"{step.Step.Trigger} failed while it was recorded: {step.Failure}"));
            }
        }
        while (System.Host.NextDue is { } next && next <= _clock.GetCurrentInstant());

        All.AddRange(ran);
        return ran;
    }

    /// <summary>A hint to look at a mailbox comes by the queue of referrals, and is the sweep's work.</summary>
    private static string Named(Invocation run) => run switch
    {
        { MessageId: { } id } when id.StartsWith("hint:", StringComparison.Ordinal) => "SweepMailbox",
        _ => run.Function,
    };
}
