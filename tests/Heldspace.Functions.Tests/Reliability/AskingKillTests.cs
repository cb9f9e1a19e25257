using System.Diagnostics;
using System.Globalization;
using Heldspace.Azure.Records;
using Heldspace.Consent;
using Heldspace.Intake;
using Heldspace.Local;
using Heldspace.Measures;
using Heldspace.Measures.Asking;
using Heldspace.Pathway;
using Heldspace.Time;
using NodaTime;
using Xunit.Abstractions;

namespace Heldspace.Functions.Tests.Reliability;

/// <summary>
/// Processes of the app are ended without warning while fifty carers are asked how things are going, and reminded. People are asked between eight and eight, so that it is run by hand, at such an hour:
/// <c>HELDSPACE_ASKING_KILLS=20 dotnet test --filter AskingKillTests</c> ends twenty, five to a round.
/// </summary>
public sealed class AskingKillTests(ITestOutputHelper output)
{
    private const int Referrals = 50;
    private const int KillsEach = 5;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(6);

    public static TheoryData<int> Rounds()
    {
        var rounds = new TheoryData<int>();
        for (var round = 1; round <= Math.Max(1, Processes.Setting("HELDSPACE_ASKING_KILLS", 0) / KillsEach); round++)
        {
            rounds.Add(round);
        }

        return rounds;
    }

    [Theory]
    [MemberData(nameof(Rounds))]
    public async Task Carers_who_are_asked_while_a_process_is_killed_are_asked_once_and_reminded_once(int seed)
    {
        if (Processes.Setting("HELDSPACE_ASKING_KILLS", 0) == 0)
        {
            return;
        }

        AskingHours.Includes(Roles.Carer, null, [], SystemClock.Instance.GetCurrentInstant() + Duration.FromMinutes(20)).ShouldBeTrue("nobody is asked at this hour");
        using var crowd = Crowd.Of(seed, roomy: true);
        await using var system = await LocalSystem.Start(
            new LocalSettings
            {
                ServicesFolder = crowd.Folder,
                Workers = 2,
                Sessions = seed % 2 == 1,
                SampleDiaries = false,
                AppSettings = new Dictionary<string, string>(StringComparer.Ordinal) { ["Heldspace__Patience"] = "00:00:10" },
            },
            CancellationToken.None);
        crowd.Meet(system, London.Day(SystemClock.Instance.GetCurrentInstant()));
        Crowd.Deliver(system, Referrals);
        (await Processes.Finished(system, Referrals, Patience, async () => await system.Host.Run("Reconcile", CancellationToken.None))).ShouldBeTrue();
        var ids = (await Processes.Aftermath(system)).Cases.Select(file => file.Case.Id).ToList();
        ids.Count.ShouldBe(Referrals);

        var random = new Random(seed);
        await Each(system, ids, Assessed);
        await Sent(system, 1, random);
        await Each(system, ids, FiveDaysAgo);
        await Sent(system, 2, random);

        var after = await Processes.Aftermath(system);
        var each = Enumerable.Range(1, Referrals).Select(n => Asking(system, Carer(n))).ToList();
        var killed = system.Apps.Sum(app => app.Restarts);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"round {seed}: {killed} kills, {each.Sum()} invitations and reminders to {Referrals} carers, {each.Count(times => times < 2)} missed, {each.Count(times => times > 2)} twice, {after.Pending} marks, {after.Drafts} drafts, {after.DeadLetters.Count} dead letters"));
        killed.ShouldBeGreaterThanOrEqualTo(KillsEach);
        each.ShouldAllBe(times => times == 2);
        after.Cases.SelectMany(file => file.Asks).Where(ask => ask.Respondent.Role == Roles.Carer).ShouldAllBe(ask => ask.Reminders == 1);
        after.DeadLetters.ShouldBeEmpty();
        after.Pending.ShouldBe(0);
        after.Drafts.ShouldBe(0);
    }

    private static string Carer(int n) => string.Create(CultureInfo.InvariantCulture, $"carer{n}@families.example");

    private static int Asking(LocalSystem system, string address) => system.Tenant.Outbox.Count(mail => mail.To == address && mail.Message["body"]!["content"]!.GetValue<string>().Contains("/survey/", StringComparison.Ordinal));

    /// <summary>The assessment has just taken place; how it came to that is told of elsewhere.</summary>
    private static CaseFile Assessed(CaseFile file, int n, LocalSystem system, Instant now) => file with
    {
        Case = file.Case with
        {
            AssessedAt = now,
            KeyWorker = system.Services.All[0].Team[0].Id,
            Respondents = [new(Roles.Carer, "Ash", AskBy.Email, EmailAddress.Parse(Carer(n)))],
            Consent = new ConsentGiven(ConsentGiver.Authority, "Sam Fielding", London.Day(now), "manager"),
        },
    };

    /// <summary>Days go by: what was asked was asked then, and the first reminder is due.</summary>
    private static CaseFile FiveDaysAgo(CaseFile file, int n, LocalSystem system, Instant now)
    {
        foreach (var ask in file.Asks)
        {
            file = file.With(ask with { OpenedAt = ask.OpenedAt - Duration.FromDays(5) });
        }

        return file;
    }

    private static async Task Each(LocalSystem system, List<CaseId> ids, Func<CaseFile, int, LocalSystem, Instant, CaseFile> change)
    {
        var (service, cases, due) = (system.Services.All[0], new Cases(system.Tables), new Due(system.Tables));
        foreach (var (n, id) in ids.Index())
        {
            for (var done = false; !done;)
            {
                var (stored, now) = ((await cases.Read(service.Id, id, default))!, SystemClock.Instance.GetCurrentInstant());
                foreach (var message in stored.File.Messages.Where(message => message.Ask is not null))
                {
                    stored = await cases.Commit(stored, message with { PlannedAt = message.PlannedAt - Duration.FromDays(5) }, default) ?? throw new InvalidOperationException("Nobody else sends it now.");
                }

                done = await cases.Commit(stored, Change.Of(change(stored.File, n + 1, system, now)), default) is not null;
                await due.Plan(new(service.Id, DueKinds.Asking, now, id, "1"), now, default);
            }
        }
    }

    /// <summary>Ticks until every carer has so many mails and nothing is left to do, with processes killed at moments that nobody chose.</summary>
    private static async Task Sent(LocalSystem system, int each, Random random)
    {
        var kills = new Queue<int>(Enumerable.Range(0, each == 1 ? 3 : KillsEach - 3).Select(_ => ((each - 1) * Referrals) + random.Next(0, Referrals - 5)).Order());
        var began = Stopwatch.GetTimestamp();
        var ticking = Ticks();
        while (kills.TryDequeue(out var gone))
        {
            while (All() < gone && Stopwatch.GetElapsedTime(began) < Patience)
            {
                await Task.Delay(10);
            }

            await Task.Delay(random.Next(0, 300));
            var app = system.Apps[random.Next(system.Apps.Count)];
            var before = app.Restarts;
            app.Kill();
            while (app.Restarts == before && Stopwatch.GetElapsedTime(began) < Patience)
            {
                await Task.Delay(10);
            }
        }

        await ticking;
        (await Processes.Finished(system, Referrals, Patience, async () => await system.Host.Run("Reconcile", CancellationToken.None))).ShouldBeTrue();

        int All() => Enumerable.Range(1, Referrals).Sum(n => Asking(system, Carer(n)));

        async Task Ticks()
        {
            while (All() < each * Referrals && Stopwatch.GetElapsedTime(began) < Patience)
            {
                _ = await system.Host.Run("SendDueMessages", CancellationToken.None);
                _ = await system.Host.Run("Reconcile", CancellationToken.None);
                await Task.Delay(500);
            }
        }
    }
}
