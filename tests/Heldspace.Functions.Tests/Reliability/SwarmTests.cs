using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Heldspace.Local;
using Heldspace.Pathway;
using Heldspace.Time;
using NodaTime;
using Xunit.Abstractions;

namespace Heldspace.Functions.Tests.Reliability;

/// <summary>
/// Two hundred referrals at once, four processes, one store. <c>HELDSPACE_SEEDS=20 dotnet test --filter SwarmTests</c> tries twenty seeds instead of two.
/// </summary>
public sealed class SwarmTests(ITestOutputHelper output)
{
    private const int Referrals = 200;

    /// <summary>Odd seeds have fewer places than referrals, even ones more; sessions are on in half of either.</summary>
    public static TheoryData<int, bool, bool> Seeds()
    {
        var seeds = new TheoryData<int, bool, bool>();
        for (var seed = 1; seed <= Processes.Setting("HELDSPACE_SEEDS", 2); seed++)
        {
            seeds.Add(seed, seed % 2 == 0, seed % 4 is 0 or 1);
        }

        return seeds;
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Two_hundred_referrals_at_once_take_every_free_place_and_none_twice(int seed, bool roomy, bool sessions)
    {
        var today = London.Day(SystemClock.Instance.GetCurrentInstant());
        await Run(seed, roomy, sessions, today);
        if (London.Day(SystemClock.Instance.GetCurrentInstant()) != today)
        {
            // Midnight passed on the way, and with it a day of notice: on the new day everything must come out even.
            await Run(seed, roomy, sessions, today.PlusDays(1));
        }
    }

    private async Task Run(int seed, bool roomy, bool sessions, LocalDate today)
    {
        using var crowd = Crowd.Of(seed, roomy);
        var lines = new ConcurrentQueue<string>();
        await using var system = await LocalSystem.Start(
            new LocalSettings { ServicesFolder = crowd.Folder, Workers = 4, Sessions = sessions, SampleDiaries = false, AppOutput = lines.Enqueue }, CancellationToken.None);
        crowd.Meet(system, today);
        var free = crowd.FreePlaces(system.Services.All[0], today);

        var started = Stopwatch.GetTimestamp();
        var senders = Crowd.Deliver(system, Referrals);
        var finished = await Processes.Finished(system, Referrals, TimeSpan.FromMinutes(6));
        var took = Stopwatch.GetElapsedTime(started);

        var after = await Processes.Aftermath(system);
        if (London.Day(SystemClock.Instance.GetCurrentInstant()) != today)
        {
            return;
        }

        var wrong = Verdict.On(after, senders, Referrals);
        var held = after.Held.Count();
        var escalated = after.Cases.Count(file => file.Current?.State == AppointmentState.NoPlace && file.Messages.Any(message => message.Alert == "breach"));
        var lost = lines.Count(line => line.Contains("claimed the place first", StringComparison.Ordinal));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"seed {seed}, sessions {(sessions ? "on" : "off")}: {free} free places, {held} appointments, {escalated} escalated, {wrong.Count(line => line.Contains("taken twice", StringComparison.Ordinal))} double bookings, {lost} claims lost, {took.TotalSeconds:0} s"));
        finished.ShouldBeTrue($"not finished after {took}: {after.Queued} queued, {after.Pending} pending, {after.Drafts} drafts");
        wrong.ShouldBeEmpty();
        held.ShouldBe(Math.Min(Referrals, free));
        escalated.ShouldBe(Referrals - held);
        (free > Referrals).ShouldBe(roomy, "the seed is not of the kind that it should be");
    }
}
