using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Heldspace.Azure.Records;
using Heldspace.Functions.Tests.Drivers;
using Heldspace.Local;
using Heldspace.Local.FunctionsHost;
using Heldspace.Measures.Asking;
using Heldspace.Pathway;
using Heldspace.Time;
using NodaTime;
using Xunit.Abstractions;

namespace Heldspace.Functions.Tests.Reliability;

/// <summary>
/// Processes of the app are ended without warning while those around twelve children are asked how things are going, reminded twice, and key workers are told that no answer came: what reaches
/// everybody is what reaches them when nothing dies. <c>HELDSPACE_KILLS=20 dotnet test --filter AskingKillTests</c> ends twenty instead of five, five to a round.
/// </summary>
public sealed class AskingKillTests(ITestOutputHelper output)
{
    private const int Children = 12;
    private const int KillsEach = 5;
    private const string Tick = "SendDueMessages";
    private const string Sending = "SendMessage";

    /// <summary>How long nothing may go on before it is held to have ended.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);

    /// <summary>
    /// A Thursday after school and before offices close, when everybody may be written to; and days with nothing to do but what the plan says: reminders after four days and nine, of which the second
    /// falls onto a weekend for professionals, and word to the key worker five days later.
    /// </summary>
    private static readonly Instant[] Moments =
    [
        London.At(new(2027, 2, 4), new(16, 0)),
        London.At(new(2027, 2, 8), new(16, 10)),
        London.At(new(2027, 2, 15), new(16, 20)),
        London.At(new(2027, 2, 18), new(16, 30)),
    ];

    public static TheoryData<int> Rounds()
    {
        var rounds = new TheoryData<int>();
        for (var round = 1; round <= (Processes.Setting("HELDSPACE_KILLS", KillsEach) + KillsEach - 1) / KillsEach; round++)
        {
            rounds.Add(round);
        }

        return rounds;
    }

    [Theory]
    [MemberData(nameof(Rounds))]
    public async Task Whoever_is_asked_and_reminded_while_processes_are_killed_hears_of_everything_once(int seed)
    {
        using var own = OwnService.Like("caring-to-care");
        var calm = await Undisturbed(own);
        using var clock = SharedClock.At(Moments[0]);
        var ended = new ConcurrentQueue<Invocation>();
        await using var system = await LocalSystem.Start(
            new LocalSettings
            {
                Clock = clock,
                AppSettings = clock.ForProcesses,
                ServicesFolder = own.Folder,
                Workers = 2,
                Sessions = seed % 2 == 0,
                SampleDiaries = false,
                Observed = ended.Enqueue,
            },
            CancellationToken.None);
        var started = Stopwatch.GetTimestamp();
        var families = await Families.Meet(system.Services.All[0], system.Tables, Children, Moments[0]);
        var kills = new Kills(system, new Random(seed), ended);
        for (var part = 0; part < Moments.Length; part++)
        {
            clock.MoveTo(Moments[part]);
            await Do(system, families, calm[part].Count, kills.During(part));
        }

        // Drafts that a dead process left behind: those that nobody committed are deleted, and the summary that time brought beside all this goes on with its own.
        clock.MoveTo(Moments[^1] + Duration.FromHours(1));
        await Ran(system, "Reconcile");
        await Ran(system, "SendWeeklySummary");

        var told = families.Told(system.Tenant, system.Texts);
        var twice = told.GroupBy(one => one, StringComparer.Ordinal).Count(same => same.Count() > 1);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"round {seed}: {kills.Done} kills cut off {kills.CutOff(Tick)} looks at what is due and {kills.CutOff(Sending)} messages on their way; {told.Count} invitations, reminders and tasks, {calm[^1].Count} without a kill: {calm[^1].Except(told, StringComparer.Ordinal).Count()} missed, {told.Except(calm[^1], StringComparer.Ordinal).Count()} besides, {twice} twice; {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s"));
        told.ShouldBe(calm[^1]);
        kills.Done.ShouldBe(KillsEach);
        (kills.CutOff(Tick) + kills.CutOff(Sending)).ShouldBeGreaterThan(0);
        await NothingIsLeft(system, families);
    }

    /// <summary>What everybody hears, in the end and by each moment before it, where nothing dies.</summary>
    private static async Task<IReadOnlyList<IReadOnlyList<string>>> Undisturbed(OwnService own)
    {
        var clock = new ManualClock(Moments[0]);
        await using var system = await InProcessSystem.Start(new InProcessSettings { Clock = clock, ServicesFolder = own.Folder, Host = new() { TimersRunWhenAsked = true } });
        var families = await Families.Meet(system.Services.All[0], system.Tables, Children, Moments[0]);
        var told = new List<IReadOnlyList<string>>();
        foreach (var moment in Moments)
        {
            clock.MoveTo(moment);
            (await system.Host.Run(Tick, CancellationToken.None)).ShouldBeTrue();
            await system.Host.RunDue(CancellationToken.None);
            told.Add(families.Told(system.Tenant, system.Texts));
        }

        // Each of three around a child is asked and reminded twice, and the key worker hears of each who did not answer.
        told.ShouldAllBe(by => by.Distinct(StringComparer.Ordinal).Count() == by.Count);
        told.Select(by => by.Count).ShouldBe([3 * Children, 6 * Children, 9 * Children, 12 * Children]);
        return told;
    }

    /// <summary>Ticks until everything has gone out that goes out by now and all kills are done, and then once more, so that what was left half done is done.</summary>
    private static async Task Do(LocalSystem system, Families families, int expected, Task killing)
    {
        var (told, since) = (-1, Stopwatch.GetTimestamp());
        while (!killing.IsCompleted || (told < expected && Stopwatch.GetElapsedTime(since) < Patience))
        {
            _ = await system.Host.Run(Tick, CancellationToken.None);
            if (families.Told(system.Tenant, system.Texts).Count is var by && by != told)
            {
                (told, since) = (by, Stopwatch.GetTimestamp());
            }
        }

        await killing;
        (await system.Host.Settled(Patience)).ShouldBeTrue();
        await Ran(system, Tick);
        (await system.Host.Settled(Patience)).ShouldBeTrue();
    }

    /// <summary>A whole run; one that time brought may be under way, and then another is waited for.</summary>
    private static async Task Ran(LocalSystem system, string function)
    {
        var began = Stopwatch.GetTimestamp();
        while (!await system.Host.Run(function, CancellationToken.None))
        {
            Stopwatch.GetElapsedTime(began).ShouldBeLessThan(Patience);
            await Task.Delay(100);
        }
    }

    private static async Task NothingIsLeft(LocalSystem system, Families families)
    {
        foreach (var id in families.Cases)
        {
            var file = (await new Cases(system.Tables).Read(system.Services.All[0].Id, id, default))!.File;
            file.Asks.Where(ask => ask.Respondent.By is AskBy.Email or AskBy.Text).ShouldAllBe(ask => ask.Reminders == 2 && ask.Told);
            file.Messages.ShouldAllBe(message => message.State == MessageState.Sent);
        }

        system.Broker.DeadLetters("messages").ShouldBeEmpty();
        system.Tenant.Messages(system.Services.All[0].Mailboxes[0].Text, "drafts").ShouldBeEmpty();
    }

    /// <summary>Kills at random moments, spread over everything that is sent.</summary>
    private sealed class Kills(LocalSystem system, Random random, ConcurrentQueue<Invocation> ended)
    {
        /// <summary>How many messages go out at each moment.</summary>
        private const int Each = 3 * Children;

        public int Done { get; private set; }

        /// <summary>How many runs of a function did not come to an end because their process did.</summary>
        public int CutOff(string function) => ended.Count(one => one.Function == function && one.Failure is { } how && how.StartsWith(nameof(HttpRequestException), StringComparison.Ordinal));

        /// <summary>The kills that fall to one of the moments: each when so many of its messages have gone out, and a little later.</summary>
        public async Task During(int part)
        {
            var before = Sent();
            foreach (var gone in Enumerable.Range(0, KillsEach).Where(n => n % Moments.Length == part).Select(_ => random.Next(0, Each * 2 / 3)).Order())
            {
                var waiting = Stopwatch.GetTimestamp();
                while (Sent() - before < gone && Stopwatch.GetElapsedTime(waiting) < Patience)
                {
                    await Task.Delay(5);
                }

                // Nothing is waited for: a moment that nobody chose is what is tried here.
                await Task.Delay(random.Next(0, 60));
                var app = await AtWork();
                Done += app.ProcessId is null ? 0 : 1;
                app.Kill();
            }
        }

        private int Sent() => ended.Count(one => one is { Function: Sending, Failure: null });

        /// <summary>Of the processes that run, the one that was the last to send something: the likeliest to be sending now.</summary>
        private async Task<FunctionAppProcess> AtWork()
        {
            while (true)
            {
                await Task.WhenAny(system.Apps.Select(app => app.Worker.UntilReady));
                var last = ended.LastOrDefault(one => one.Function == Sending)?.Worker;
                if (system.Apps.Where(app => app.Worker.IsReady).OrderByDescending(app => last is { } worker && app == system.Apps[worker]).FirstOrDefault() is { } running)
                {
                    return running;
                }
            }
        }
    }
}
