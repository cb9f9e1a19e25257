using System.Diagnostics;
using System.Globalization;
using Heldspace.Local;
using Heldspace.Time;
using NodaTime;
using Xunit.Abstractions;

namespace Heldspace.Functions.Tests.Reliability;

/// <summary>
/// Processes of the app are ended without warning while fifty referrals are under way. <c>HELDSPACE_KILLS=50 dotnet test --filter KillTests</c> ends fifty
/// instead of five, five to a round.
/// </summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Referrals = 50;
    private const int KillsEach = 5;

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
    public async Task Referrals_under_way_when_a_process_is_killed_end_with_one_appointment_each(int seed)
    {
        using var crowd = Crowd.Of(seed, roomy: true);
        await using var system = await LocalSystem.Start(
            new LocalSettings
            {
                ServicesFolder = crowd.Folder,
                Workers = 2,
                Sessions = seed % 2 == 1,
                SampleDiaries = false,

                // What a kill leaves to be taken up need not wait for five minutes here.
                AppSettings = new Dictionary<string, string>(StringComparer.Ordinal) { ["Heldspace__Patience"] = "00:00:10" },
            },
            CancellationToken.None);
        crowd.Meet(system, London.Day(SystemClock.Instance.GetCurrentInstant()));
        var started = Stopwatch.GetTimestamp();
        var senders = Crowd.Deliver(system, Referrals);

        await KillOnTheWay(system, new Random(seed));
        var killed = system.Apps.Sum(app => app.Restarts);
        var finished = await Processes.Finished(
            system, Referrals, TimeSpan.FromMinutes(4), async () => await system.Host.Run("Reconcile", CancellationToken.None));

        var after = await Processes.Aftermath(system);
        var wrong = Verdict.On(after, senders, Referrals);
        var twice = after.Sent.GroupBy(mail => mail.To).Count(mails => mails.Count() > 1);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"round {seed}: {killed} kills, {after.Held.Count()} appointments for {Referrals} referrals, {Referrals - after.Cases.Count} lost, {twice} told twice, {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s"));
        finished.ShouldBeTrue($"{after.Queued} queued, {after.Pending} pending, {after.Drafts} drafts");
        wrong.ShouldBeEmpty();
        after.Held.Count().ShouldBe(Referrals);
        killed.ShouldBeGreaterThanOrEqualTo(KillsEach);
    }

    /// <summary>Kills at moments that are random, and spread over the time that the referrals take: each when so many mails have gone out, and a little later.</summary>
    private static async Task KillOnTheWay(LocalSystem system, Random random)
    {
        foreach (var gone in Enumerable.Range(0, KillsEach).Select(_ => random.Next(0, Referrals - 8)).Order())
        {
            var deadline = Stopwatch.GetTimestamp();
            while (system.Tenant.Outbox.Count < gone && Stopwatch.GetElapsedTime(deadline) < TimeSpan.FromMinutes(2))
            {
                await Task.Delay(10);
            }

            // Nothing is waited for: a moment that nobody chose is what is tried here.
            await Task.Delay(random.Next(0, 300));
            var app = system.Apps[random.Next(system.Apps.Count)];
            var (before, waiting) = (app.Restarts, Stopwatch.GetTimestamp());
            app.Kill();
            while (app.Restarts == before && Stopwatch.GetElapsedTime(waiting) < TimeSpan.FromMinutes(1))
            {
                await Task.Delay(10);
            }
        }
    }
}
