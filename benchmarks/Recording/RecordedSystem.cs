using System.Collections.Concurrent;
using Heldspace.Local;
using Heldspace.Local.FunctionsHost;
using NodaTime;

namespace Heldspace.Benchmarks.Recording;

/// <summary>
/// The whole system in this process over a real store, one thing at a time, with every request of the app recorded by the trigger that sent it. The clock
/// stands still, so that no timer ticks: idle polling is in nothing that is counted here.
/// </summary>
public sealed class RecordedSystem : IAsyncDisposable
{
    private readonly Recorder recorder;
    private readonly ConcurrentQueue<(Step Step, string? Failure)> steps;
    private readonly ManualClock clock;
    private readonly HttpMessageInvoker front;
    private int referrals;

    private RecordedSystem(InProcessSystem system, Recorder recorder, ConcurrentQueue<(Step Step, string? Failure)> steps, ManualClock clock, HttpMessageInvoker front)
    {
        (System, this.recorder, this.steps, this.clock, this.front) = (system, recorder, steps, clock, front);
    }

    public InProcessSystem System { get; }

    private string Mailbox => System.Services.All[0].Mailboxes[0].Text;

    /// <summary>Starts, and brings the system to its steady state: subscribed, its folders known, its caches warm, one referral of each kind behind it.</summary>
    /// <param name="storage">The connection string of an Azurite that nothing else uses.</param>
    /// <param name="servicesFolder">A folder with the definition of <c>caring-to-care</c>.</param>
    /// <param name="now">Where the clock stands.</param>
    public static async Task<RecordedSystem> Start(string storage, string servicesFolder, Instant now, CancellationToken cancellation)
    {
        var recorder = new Recorder();
        var steps = new ConcurrentQueue<(Step Step, string? Failure)>();
        var clock = new ManualClock(now);
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
            _ = await recorded.Form(cancellation);
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
        clock.Advance(Duration.FromSeconds(1));
        for (var n = 0; n < count; n++)
        {
            System.Tenant.Deliver(Mailbox, Referrals.Mail(++referrals));
        }

        return new("mail", await Rest(cancellation));
    }

    /// <summary>Fills in the form and sends it. What the pages before the last press cost stands in the steps whose trigger names a page.</summary>
    public async Task<RecordedReferral> Form(CancellationToken cancellation)
    {
        clock.Advance(Duration.FromSeconds(1));
        var filler = new FormFiller(front, new Uri("http://localhost/"), Bench.Service);
        var check = await filler.FillIn(Referrals.Form(++referrals), cancellation);
        FormPages = new("Refer (pages)", null, recorder.Cut());
        _ = await filler.SendForm(check, cancellation);
        var sent = new Step("Refer (send)", null, recorder.Cut());
        All.Add(sent);
        return new("form", [sent, .. await Rest(cancellation)]);
    }

    /// <summary>What it cost to fill in the last form, up to the page before it was sent.</summary>
    public Step FormPages { get; private set; } = new("Refer (pages)", null, []);

    public async ValueTask DisposeAsync()
    {
        front.Dispose();
        await System.DisposeAsync();
    }

    /// <summary>Waits until notifications are out, then runs what is due until nothing is.</summary>
    private async Task<IReadOnlyList<Step>> Rest(CancellationToken cancellation)
    {
        var ran = new List<Step>();
        do
        {
            await System.Microsoft365.NotificationsSent(cancellation);
            if (recorder.Cut() is { Count: > 0 } hints)
            {
                ran.Add(new("GraphWebhook", null, hints));
            }

            await System.Host.RunDue(cancellation);
            while (steps.TryDequeue(out var step))
            {
                ran.Add(step.Failure is null ? step.Step : throw new InvalidOperationException($"{step.Step.Trigger} failed while it was recorded: {step.Failure}"));
            }
        }
        while (System.Host.NextDue is { } next && next <= clock.GetCurrentInstant());

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
