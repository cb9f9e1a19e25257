using System.Diagnostics;
using System.Globalization;
using Heldspace.Intake;
using Heldspace.Pathway;
using NodaTime;
using Xunit.Abstractions;

namespace Heldspace.Functions.Tests.Reliability.Histories;

/// <summary>
/// Random histories of everything that everybody does at once. <c>HELDSPACE_SEEDS=200 dotnet test --filter HistoryTests</c> tries so many seeds instead of two,
/// from <c>HELDSPACE_FIRST_SEED</c> on; <c>HELDSPACE_ROUNDS=10</c> makes each twice as long.
/// </summary>
public sealed class HistoryTests(ITestOutputHelper output)
{
    private const int MostChildren = 10;

    private static readonly int Rounds = Processes.Setting("HELDSPACE_ROUNDS", 5);

    public static TheoryData<int> Seeds() => new(Enumerable.Range(Processes.Setting("HELDSPACE_FIRST_SEED", 1), Processes.Setting("HELDSPACE_SEEDS", 2)));

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Whatever_everybody_does_at_once_nobody_shares_a_place_and_everybody_has_a_next_step(int seed)
    {
        var started = Stopwatch.GetTimestamp();
        await using var history = await History.Start(seed);
        var deeds = new Deeds(history);
        var outlook = new OutlookDeeds(history);
        for (var round = 1; round <= Rounds; round++)
        {
            var before = (await history.Files()).ToDictionary(file => file.Case.Id);
            var touched = new HashSet<CaseId>();
            for (var wave = history.Random.Next(1, 3); wave > 0; wave--)
            {
                var drawn = (await deeds.Draw(history.Random.Next(2, 8), MostChildren)).ToList();
                if (round == 4 && seed % 5 == 0)
                {
                    drawn.Add(outlook.LeaveWithMailbox(await history.Files()));
                }

                touched.UnionWith(drawn.SelectMany(deed => deed.Touches));
                await history.Round(drawn);
            }

            await Weather(history, seed);
            var settled = await history.Settle();
            var broken = (await Invariants.Broken(history)).Concat(await Moved(history, before, touched)).ToList();
            if (!settled || broken.Count > 0)
            {
                var found = string.Join('\n', broken.Take(12));
                var stories = await Stories(history, broken);
                Assert.Fail($"seed {seed}, round {round}{(settled ? "" : ", not settled")}:\n{found}\n\n{string.Join('\n', history.Log.TakeLast(60))}\n{stories}");
            }
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"seed {seed}: {history.Referred} children, {history.Acts} acts in {Rounds} rounds, {history.Crashes} crashes, {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s"));
    }

    /// <summary>What happened to the cases in which something is wrong.</summary>
    private static async Task<string> Stories(History history, List<string> broken)
    {
        var stories = new List<string>();
        foreach (var file in (await history.Files()).Where(file => broken.Exists(line => line.Contains(file.Case.Reference.Text, StringComparison.Ordinal) || line.Contains(file.Case.Id.Text, StringComparison.Ordinal))).Take(3))
        {
            stories.Add($"\n{file.Case.Reference}, {file.Case.Id}, {file.Case.State}, provisional {file.Case.Provisional}");
            stories.AddRange((await history.Of(file.Case.Id)).Select(happened => $"  {happened.At} {happened}"));
            stories.AddRange(file.Appointments.Select(appointment => $"  {appointment}"));
        }

        return string.Join('\n', stories);
    }

    /// <summary>What nobody did: time goes on, news is lost, told again or in another order, and Graph forgets where we had come to.</summary>
    private static async Task Weather(History history, int seed)
    {
        if (history.Random.Next(4) == 0)
        {
            history.Log.Add("delta tokens expire");
            history.System.Tenant.ExpireDeltaTokens();
        }

        if (history.Random.Next(4) == 0)
        {
            history.Log.Add("everything that was told is told again");
            await history.Replay();
        }

        if (seed % 2 == 0 && history.Random.Next(3) == 0)
        {
            history.LoseNotifications(history.Random.Next(2) == 0);
        }

        await history.Pass(history.Random.Next(8) switch
        {
            0 => Duration.FromMinutes(history.Random.Next(50)),
            < 4 => Duration.FromHours(history.Random.Next(1, 20)),
            < 7 => Duration.FromDays(history.Random.Next(1, 5)),
            _ => Duration.FromDays(8),
        }, nothingRuns: history.Random.Next(5) == 0);
    }

    /// <summary>
    /// What was held and nobody touched stands where it stood: nothing else moves it, least of all something that was put over it. What a clinician put to an
    /// impossible time before may have become possible.
    /// </summary>
    private static async Task<IReadOnlyList<string>> Moved(History history, Dictionary<CaseId, CaseFile> before, HashSet<CaseId> touched)
    {
        var moved = new List<string>();
        foreach (var file in await history.Files())
        {
            if (touched.Contains(file.Case.Id) || !before.TryGetValue(file.Case.Id, out var earlier) || earlier.Case.Provisional == Provisional.Unconfirmed)
            {
                continue;
            }

            moved.AddRange(earlier.Appointments
                .Where(appointment => appointment.State == AppointmentState.Held && !appointment.Warned.Any(key => key.StartsWith("impossible-", StringComparison.Ordinal)))
                .Select(appointment => (Before: appointment, After: file.Appointments.First(other => other.Id == appointment.Id)))
                .Where(pair => (pair.Before.State, pair.Before.Slot, pair.Before.Attempt, pair.Before.EventId, pair.Before.AgreedAt) != (pair.After.State, pair.After.Slot, pair.After.Attempt, pair.After.EventId, pair.After.AgreedAt))
                .Select(pair => $"{file.Case.Reference} {pair.Before.Id} was touched by nobody and is another: {pair.Before.Slot!.Start} then {pair.After.Slot?.Start}, {pair.After.State}"));
        }

        return moved;
    }
}
