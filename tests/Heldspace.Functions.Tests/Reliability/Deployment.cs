using System.Text.Json.Nodes;
using Heldspace.Functions.Tests.Drivers;
using Heldspace.Local;
using Heldspace.Services;
using NodaTime;

namespace Heldspace.Functions.Tests.Reliability;

/// <summary>A system in this process over Azurite, with a service of its own, whose instance may die at any request and is then started anew.</summary>
internal sealed class Deployment : IAsyncDisposable
{
    private readonly OwnService definition;

    private Deployment(OwnService definition, InProcessSystem system, ManualClock clock, CapturedLogs logs, Crossings crossings)
    {
        this.definition = definition;
        (System, Clock, Logs, Crossings) = (system, clock, logs, crossings);
    }

    public InProcessSystem System { get; }

    public ManualClock Clock { get; }

    public CapturedLogs Logs { get; }

    public Crossings Crossings { get; }

    /// <summary>When it was started, by its clock.</summary>
    public required Instant Started { get; init; }

    public ServiceDefinition Service => System.Services.All[0];

    /// <summary>How often the instance was started anew.</summary>
    public int Restarts { get; private set; }

    /// <summary>Starts with a subscription on the inbox, the week opened, and an idle minute behind it: neither falls among the requests of a referral at some minutes of the hour.</summary>
    public static async Task<Deployment> Start(string storage, Func<InProcessSettings, InProcessSettings>? change = null, Action<JsonObject>? define = null)
    {
        var own = OwnService.Like("caring-to-care", define);
        var now = Now();
        var clock = new ManualClock(now);
        var crossings = new Crossings();
        var logs = new CapturedLogs();
        var settings = new InProcessSettings
        {
            Clock = clock,
            ServicesFolder = own.Folder,
            Storage = storage,
            Logs = logs,
            Around = crossings.Around,
        };
        var started = new Deployment(own, await InProcessSystem.Start(change?.Invoke(settings) ?? settings), clock, logs, crossings) { Started = now };
        (await started.System.Host.Run("RenewSubscriptions", CancellationToken.None)).ShouldBeTrue();
        (await started.System.Host.Run("SendWeeklySummary", CancellationToken.None)).ShouldBeTrue();
        await started.Run(Duration.FromMinutes(1));
        await started.LeaveDiariesUnwatched();
        return started;
    }

    /// <summary>What is told of calendars comes at its own time, which no count of a referral's own requests could be held against.</summary>
    private async Task LeaveDiariesUnwatched()
    {
        using var client = new HttpClient(System.Microsoft365.CreateHandler()) { BaseAddress = new Uri("http://localhost/v1.0/") };
        client.DefaultRequestHeaders.Authorization = new("Bearer", "local");
        var watched = JsonNode.Parse(await client.GetStringAsync(new Uri("subscriptions", UriKind.Relative)))!["value"]!.AsArray();
        foreach (var diary in watched.Where(one => one!["resource"]!.GetValue<string>().EndsWith("/events", StringComparison.Ordinal)))
        {
            using var answer = await client.DeleteAsync(new Uri($"subscriptions/{diary!["id"]}", UriKind.Relative));
            answer.IsSuccessStatusCode.ShouldBeTrue();
        }
    }

    /// <summary>A mail arrives, a second after whatever was before: two hints of one moment are one hint.</summary>
    public void Deliver(JsonObject mail)
    {
        Clock.Advance(Duration.FromSeconds(1));
        System.Tenant.Deliver(Service.Mailboxes[0].Text, mail);
    }

    /// <summary>Does everything that is due now, with as many lives as it takes.</summary>
    public async Task RunDue()
    {
        for (var again = true; again;)
        {
            await Task.WhenAny(System.Microsoft365.NotificationsSent(), Task.Delay(Timeout.Infinite, Crossings.Death));
            try
            {
                await System.Host.RunDue(Crossings.Death);
            }
            catch (OperationCanceledException) when (Crossings.IsDead)
            {
                // The host notices below that its worker is gone.
            }

            again = Crossings.IsDead;
            if (again)
            {
                await Restart();
            }
        }
    }

    /// <summary>Does something as a person does who presses again when the process died on the way.</summary>
    public async Task<T> Survive<T>(Func<Task<T>> press)
    {
        while (true)
        {
            try
            {
                return await press();
            }
            catch (Exception) when (Crossings.IsDead)
            {
                await Restart();
            }
        }
    }

    public Task Restart()
    {
        Restarts++;
        return System.StartApp(0);
    }

    /// <summary>Lets time go on, doing what becomes due.</summary>
    public async Task Run(Duration span)
    {
        var end = Clock.GetCurrentInstant() + span;
        await RunDue();
        while (System.Host.NextDue is { } next && next <= end)
        {
            Clock.MoveTo(Instant.Max(next, Clock.GetCurrentInstant()));
            await RunDue();
        }

        Clock.MoveTo(end);
    }

    /// <summary>Lets time go on until nothing is left to do, half an hour at most.</summary>
    public async Task RunUntilQuiet()
    {
        await RunDue();
        var limit = Clock.GetCurrentInstant() + Duration.FromMinutes(30);
        while (Clock.GetCurrentInstant() < limit && !(await Look()).IsQuiet)
        {
            await Run(Duration.FromMinutes(2));
        }
    }

    public Task<Aftermath> Look() => Aftermath.Of(Service, System.Tables, System.Blobs, System.Tenant, System.Broker);

    public async ValueTask DisposeAsync()
    {
        await System.DisposeAsync();
        definition.Dispose();
    }

    /// <summary>
    /// The machine's time, by which Azurite stamps blobs and so the age of a mark is told; at a second at which no timer runs for a while, and in a minute
    /// after which none but the sweep of the inbox does: the sweep of the diaries, every ten minutes, makes requests of the same kinds.
    /// </summary>
    private static Instant Now()
    {
        var minute = SystemClock.Instance.GetCurrentInstant().ToUnixTimeSeconds() / 60;
        minute = Math.Min(minute, (minute / 10 * 10) + 7);
        return Instant.FromUnixTimeSeconds((minute * 60) + 40);
    }
}
