using System.Text.Json.Nodes;
using Heldspace.Azure.Records;
using Heldspace.Intake;
using Heldspace.Local;
using Heldspace.Pathway;
using Heldspace.Services;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Heldspace.Functions.Tests.Drivers;

/// <summary>The whole system in this process, with words for what a test does to it.</summary>
internal sealed class SystemUnderTest(InProcessSystem system, ManualClock clock, CapturedLogs logs) : IAsyncDisposable
{
    /// <summary>A Tuesday in term time, mid-morning.</summary>
    public static readonly Instant Tuesday = Instant.FromUtc(2026, 9, 15, 9, 30);

    private static readonly Duration Long = Duration.FromHours(1);

    private static readonly Duration Late = Duration.FromMinutes(7);

    public InProcessSystem System => system;

    public ManualClock Clock => clock;

    /// <summary>What every instance of the app logged.</summary>
    public CapturedLogs Logs => logs;

    public ServiceDefinition Service => system.Services.All[0];

    private string Mailbox => Service.Mailboxes[0].Text;

    /// <summary>Everything in memory on a clock that stands at <see cref="Tuesday"/>.</summary>
    public static async Task<SystemUnderTest> Start(Func<InProcessSettings, InProcessSettings>? change = null, string services = "caring-to-care")
    {
        var clock = new ManualClock(Tuesday);
        var logs = new CapturedLogs();
        var settings = new InProcessSettings { Logs = logs, Clock = clock, ServicesFolder = Path.Combine(LocalSystem.AppFolder, "services"), Services = services };
        return new(await InProcessSystem.Start(change?.Invoke(settings) ?? settings), clock, logs);
    }

    public string Deliver(JsonObject mail) => system.Tenant.Deliver(Mailbox, mail);

    /// <summary>
    /// Lets happen what is due now and what becomes due within a while, the clock going along. Over hours it all comes a few minutes late and ticks are
    /// missed, as where a host is busy; the last hour is to the second.
    /// </summary>
    public async Task Run(Duration span)
    {
        var end = clock.GetCurrentInstant() + span;
        await system.Microsoft365.NotificationsSent();
        await system.Host.RunDue(CancellationToken.None);
        while (system.Host.NextDue is { } next && next <= end)
        {
            var now = clock.GetCurrentInstant();
            clock.MoveTo(Instant.Max(next, end - now > Long ? now + Late : now));
            await system.Host.RunDue(CancellationToken.None);
        }

        clock.MoveTo(Instant.Max(end, clock.GetCurrentInstant()));
        await DiariesLookedAt();
    }

    /// <summary>
    /// Graph tells of our own entries too, whenever it comes to that, and the diary is looked at some seconds later: what was under way of this is over before a
    /// test looks at anything.
    /// </summary>
    private async Task DiariesLookedAt()
    {
        await system.Microsoft365.NotificationsSent();
        while (system.Broker.Scheduled("allocations").Any(message => message.MessageId?.StartsWith("diary:", StringComparison.Ordinal) == true) && system.Host.NextDue is { } next)
        {
            clock.MoveTo(Instant.Max(next, clock.GetCurrentInstant()));
            await system.Host.RunDue(CancellationToken.None);
            await system.Microsoft365.NotificationsSent();
        }
    }

    /// <summary>Every case there is, in the order in which it came.</summary>
    public async Task<IReadOnlyList<CaseFile>> Cases()
    {
        var cases = system.App.GetRequiredService<Cases>();
        var files = new List<CaseFile>();
        await foreach (var blob in system.Blobs.List("intake", ""))
        {
            var slash = blob.Name.IndexOf('/', StringComparison.Ordinal);
            for (var ordinal = 1; await cases.Read(blob.Name[..slash], CaseId.Of(IntakeId.Parse(blob.Name[(slash + 1)..]), ordinal), CancellationToken.None) is { } stored; ordinal++)
            {
                files.Add(stored.File);
            }
        }

        return files;
    }

    /// <summary>Marks of what is not done yet.</summary>
    public async Task<int> Pending()
    {
        var count = 0;
        await foreach (var _ in system.Blobs.List("pending", ""))
        {
            count++;
        }

        return count;
    }

    public ValueTask DisposeAsync() => system.DisposeAsync();
}
