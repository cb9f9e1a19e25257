using System.Globalization;
using System.Text.Json.Nodes;
using Heldspace.Azure.Records;
using Heldspace.Azure.Tables;
using Heldspace.Functions.Tests.Drivers;
using Heldspace.Intake;
using Heldspace.Local;
using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Time;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Heldspace.Functions.Tests.Reliability.Histories;

/// <summary>
/// A small service and everybody around it, who do at once whatever was drawn, for some weeks. After each round everything is let settle, and then
/// <see cref="Invariants"/> must hold. What is drawn comes of the seed alone; who gets in between whom does not.
/// </summary>
internal sealed class History : IAsyncDisposable
{
    /// <summary>When a history may begin: in term time, before each change of the clocks, before Good Friday, before Christmas.</summary>
    private static readonly Instant[] Beginnings =
    [
        SystemUnderTest.Tuesday, London.At(new(2026, 10, 19), new(9, 10)), London.At(new(2026, 12, 15), new(10, 5)), London.At(new(2027, 3, 17), new(11, 40)),
    ];

    private static readonly LocalTime[] Hours = [new(7, 5), new(9, 2), new(12, 31), new(17, 4), new(20, 0)];

    private static readonly string[] Timers = ["SweepMailbox", "SweepDiaries", "SendDueMessages", "Reconcile", "RenewSubscriptions", "ForecastBreaches"];

    private readonly OwnService definition;
    private readonly Telling telling;
    private int instances;

    private History(int seed, OwnService service, SystemUnderTest sut, Interference interference, Telling told, HttpMessageHandler front)
    {
        (definition, Sut, Interference, telling, Front) = (service, sut, interference, told, front);
        Random = new(seed);
    }

    public SystemUnderTest Sut { get; }

    public InProcessSystem System => Sut.System;

    public ServiceDefinition Service => Sut.Service;

    public Interference Interference { get; }

    /// <summary>Draws what happens; asked by one at a time.</summary>
    public Random Random { get; }

    /// <summary>The public side.</summary>
    public HttpMessageHandler Front { get; }

    /// <summary>What was done so far, in words.</summary>
    public List<string> Log { get; } = [];

    /// <summary>How many children were referred.</summary>
    public int Referred { get; set; }

    /// <summary>How many of them somebody else referred too.</summary>
    public int ReferredAgain { get; set; }

    public int Acts { get; private set; }

    public int Crashes { get; private set; }

    public HashSet<string> GoneMailboxes { get; } = new(StringComparer.Ordinal);

    public Instant Now => Sut.Clock.GetCurrentInstant();

    public static async Task<History> Start(int seed)
    {
        var random = new Random(seed);
        var history = await Start(seed, OwnService.Like("caring-to-care", service => Describe(service, random)), jitters: true, forgetful: random.Next(3) == 0, instances: 2, sessions: seed % 3 != 0);
        history.Sut.Clock.MoveTo(Instant.Max(Beginnings[random.Next(Beginnings.Length)], history.Now));
        history.Meet();
        await history.Settle();
        return history;
    }

    /// <summary>The whole team, one instance, and nobody who gets in between: for one thing at a time.</summary>
    public static async Task<History> StartCalm()
    {
        var history = await Start(seed: 0, OwnService.Like("caring-to-care"), jitters: false, forgetful: false, instances: 1, sessions: true);
        await history.Tick("RenewSubscriptions");
        return history;
    }

    private static async Task<History> Start(int seed, OwnService own, bool jitters, bool forgetful, int instances, bool sessions)
    {
        var interference = new Interference(seed) { Jitters = jitters };
        var told = new Telling(forgetful);
        var sut = await SystemUnderTest.Start(
            settings => settings with
            {
                ServicesFolder = own.Folder,
                Instances = instances,
                Sessions = sessions,
                Host = settings.Host with { TimersRunWhenAsked = true },
                Around = interference.Around,
                AroundTables = tables => new TablesBehind(interference, tables),
                AroundBlobs = blobs => new BlobsBehind(interference, blobs),
                AroundNotifications = told.Around,
                AppSettings = new Dictionary<string, string>(StringComparer.Ordinal) { ["Refer:ReceiptWaitSeconds"] = "0", ["Refer:PagesPerMinute"] = "1000000" },
            },
            services: "");
        return new(seed, own, sut, interference, told, await sut.System.Host.CreateHandler()) { instances = instances };
    }

    /// <summary>A part of the app.</summary>
    public T App<T>()
        where T : notnull => System.App.GetRequiredService<T>();

    /// <summary>Every case as it stands, read past the app.</summary>
    public async Task<IReadOnlyList<CaseFile>> Files()
    {
        var cases = new Cases(System.Tables);
        var files = new List<CaseFile>();
        await foreach (var row in System.Tables.Query(Cases.Table, RowFilter.Everything, []))
        {
            if (row.RowKey == "case")
            {
                files.Add((await cases.Read(Service.Id, CaseId.Parse(row.PartitionKey[(row.PartitionKey.LastIndexOf(':') + 1)..]), default))!.File);
            }
        }

        return files;
    }

    /// <summary>What happened to a case, in order.</summary>
    public async Task<IReadOnlyList<CaseEvent>> Of(CaseId id) => await new Cases(System.Tables).History(Service.Id, id, default).ToListAsync();

    /// <summary>Some people act at the same moment, while timers fire and messages are worked on two at a time; perhaps the app dies on the way.</summary>
    public async Task Round(IReadOnlyList<Deed> deeds)
    {
        Acts += deeds.Count;
        Log.AddRange(deeds.Select(deed => $"{Now} {deed.What}"));
        if (Random.Next(3) == 0)
        {
            var at = Random.Next(1, 120);
            Interference.DieAt((_, passed) => passed == at, Random.Next(2) == 0);
        }

        var timers = Timers.Where(_ => Random.Next(4) == 0).ToList();
        var acting = Task.WhenAll(deeds.Select(deed => Task.Run(() => Do(deed))).Concat(timers.Select(timer => Task.Run(() => Tick(timer)))));
        await Task.WhenAll(acting, Task.Run(() => Work(acting)), Task.Run(() => Work(acting)));
        await Recover(deeds);
    }

    /// <summary>
    /// Time goes on. Timers run some times a day, as they do; or nothing runs, as when everything is down, and the clock alone moves.
    /// </summary>
    public async Task Pass(Duration span, bool nothingRuns = false)
    {
        Log.Add($"{Now} {span.TotalHours.ToString("0.0", CultureInfo.InvariantCulture)} hours pass{(nothingRuns ? ", and nothing runs" : "")}");
        var end = Now + span;
        while (!nothingRuns && NextVisit(Now) is var next && next <= end)
        {
            await Sut.Run(next - Now);
            await TickAll();
        }

        if (nothingRuns)
        {
            Sut.Clock.MoveTo(end);
        }
        else
        {
            await Sut.Run(Duration.Max(Duration.Zero, end - Now));
        }
    }

    /// <summary>Starts every instance anew.</summary>
    public async Task Restart()
    {
        Interference.Revive();
        for (var n = 0; n < instances; n++)
        {
            await System.StartApp(n);
        }
    }

    /// <summary>Does what is due, with as many lives as it takes.</summary>
    public async Task RunDue()
    {
        do
        {
            await Work(Task.CompletedTask);
            await System.Microsoft365.NotificationsSent();
            if (Interference.IsDead)
            {
                Crashes++;
                await Restart();
            }
        }
        while (System.Host.NextDue is { } next && next <= Now);
    }

    /// <summary>Does something as a person does who presses again when the page stayed white.</summary>
    public async Task Press(Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (Exception) when (Interference.IsDead)
        {
            // A moment later everything is there again.
        }

        if (Interference.IsDead)
        {
            Crashes++;
            await Restart();
            await act();
        }
    }

    /// <summary>Lets everything come to its end that has begun. False: that did not come to pass in a day.</summary>
    public async Task<bool> Settle()
    {
        Interference.Revive();
        var (limit, before) = (Now + Duration.FromHours(26), -1);
        for (var minutes = 1; Now < limit; minutes = Math.Min(60, minutes * 2))
        {
            System.Tenant.Settle();
            await TickAll();
            await Sut.Run(Duration.FromMinutes(minutes));
            System.Tenant.Settle();
            await TickAll();
            await Sut.Run(Duration.FromSeconds(15));
            var happened = (await Files()).Sum(file => file.Case.LastEvent);
            if (happened == before && await IsQuiet())
            {
                return true;
            }

            before = happened;
        }

        return false;
    }

    public void LoseNotifications(bool lost) => telling.Lost = lost;

    /// <summary>Everything that Graph ever told is told again, in any order.</summary>
    public async Task Replay()
    {
        using var client = new HttpMessageInvoker(Front, disposeHandler: false);
        foreach (var (address, body) in telling.Told.OrderBy(_ => Random.Next()).Take(40).ToList())
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = new("application/json");
            request.Content.Headers.ContentLength = body.Length;
            using var answer = await client.SendAsync(request, default);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Sut.DisposeAsync();
        definition.Dispose();
    }

    /// <summary>What is not done yet, in words; empty where all is quiet.</summary>
    public async Task<string> Unfinished()
    {
        string[] queues = ["referrals", "allocations", "messages"];

        // Somebody is reminded of a list every working morning until it is confirmed.
        var left = queues.SelectMany(queue => System.Broker.Scheduled(queue).Where(message => message.MessageId?.Contains(":Proposed:still:", StringComparison.Ordinal) != true).Select(message => $"{queue} {message.MessageId}")).ToList();
        left.AddRange(queues.Where(queue => System.Broker.Outstanding(queue) > 0).Select(queue => $"{System.Broker.Outstanding(queue)} in {queue}"));
        left.AddRange(queues.SelectMany(queue => System.Broker.DeadLetters(queue)).Select(message => $"dead letter {message.MessageId}"));
        var mailbox = Service.Mailboxes[0].Text;
        left.AddRange(System.Tenant.Messages(mailbox).Where(mail => mail["meetingMessageType"] is null).Select(mail => $"mail {mail["subject"]}"));
        left.AddRange(System.Tenant.Messages(mailbox, "drafts").Select(mail => $"draft {mail["subject"]}"));
        await foreach (var mark in System.Blobs.List("pending", ""))
        {
            left.Add($"mark {mark.Name}");
        }

        return string.Join(", ", left);
    }

    private async Task<bool> IsQuiet() => (await Unfinished()).Length == 0;

    private async Task Do(Deed deed)
    {
        try
        {
            await deed.Act();
        }
        catch (Exception fault) when (Interference.IsDead || fault is KeyNotFoundException or ArgumentException)
        {
            // What they wanted to change is not there any more, or the app is gone: then they press again.
        }
    }

    /// <summary>A timer runs, whatever its schedule says.</summary>
    public async Task Tick(string timer)
    {
        try
        {
            await System.Host.Run(timer, Interference.Death);
        }
        catch (Exception) when (Interference.IsDead)
        {
            // A timer is not repeated.
        }
    }

    private async Task Work(Task until)
    {
        while (!Interference.IsDead)
        {
            var last = until.IsCompleted;
            try
            {
                await System.Host.RunDue(Interference.Death);
            }
            catch (Exception) when (Interference.IsDead)
            {
                return;
            }

            if (last)
            {
                return;
            }

            await Task.Yield();
        }
    }

    /// <summary>The app is started anew; of those whose page stayed white most press again, and a form is sent again by everybody.</summary>
    private async Task Recover(IReadOnlyList<Deed> deeds)
    {
        await System.Microsoft365.NotificationsSent();
        if (!Interference.IsDead)
        {
            Interference.Revive();
            return;
        }

        Crashes++;
        Log.Add($"{Now} it dies {Interference.DiedAt}");
        await Restart();
        foreach (var deed in deeds.Where(deed => !deed.PastTheApp && (deed.Insists || Random.Next(3) > 0)))
        {
            await Do(deed);
        }
    }

    private async Task TickAll()
    {
        foreach (var timer in Timers)
        {
            await System.Host.Run(timer, default);
        }

        await System.Microsoft365.NotificationsSent();
        await System.Host.RunDue(default);
    }

    private static Instant NextVisit(Instant now)
    {
        var local = now.InZone(London.Zone).LocalDateTime;
        var today = Hours.Where(hour => hour > local.TimeOfDay).Select(hour => London.At(local.Date, hour)).FirstOrDefault(at => at > now);
        return today > now ? today : London.At(local.Date.PlusDays(1), Hours[0]);
    }

    /// <summary>Other meetings of the team.</summary>
    private void Meet()
    {
        var today = London.Day(Now);
        foreach (var member in Service.Team)
        {
            for (var n = 0; n < 25; n++)
            {
                var start = London.At(today.PlusDays(Random.Next(60)), new LocalTime(9, 0).PlusMinutes(Random.Next(30) * 15));
                System.Tenant.Block(member.Mailbox.Text, start, start + Duration.FromMinutes(Random.Next(2, 9) * 15), "Meeting");
            }
        }
    }

    /// <summary>So few people that they get in each other's way.</summary>
    private static void Describe(JsonObject service, Random random)
    {
        service["team"] = new JsonArray([.. service["team"]!.AsArray().Skip(1).Take(3 + random.Next(2)).Select(member =>
        {
            var one = (JsonObject)member!.DeepClone();
            one["weeklyCapacity"] = random.Next(2, 6);
            return (JsonNode)one;
        })]);

        // Each kind of appointment needs somebody who can.
        service["team"]![0]!["skills"]!.AsArray().Add("consultation");
        service["managers"] = new JsonArray(service["managers"]![0]!.DeepClone());
    }
}
