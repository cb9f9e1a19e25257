using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Heldspace.Functions.Hosting;
using Heldspace.Functions.Refer;
using Heldspace.Functions.Tests.Drivers;
using Heldspace.Intake;
using Heldspace.Local.Microsoft365;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Xunit.Abstractions;

namespace Heldspace.Functions.Tests.Reliability;

/// <summary>
/// The process dies before and after every request that a referral on its way makes, and whatever it left is taken further: the same things stand in the
/// end, once. A request of a kind that is not in the lists below fails the test: it needs a look at what a crash beside it leaves.
/// </summary>
[Collection(AzuriteFixture.Collection)]
public sealed class CrashTests(AzuriteFixture azurite, ITestOutputHelper output)
{
    /// <summary>Crashes that one system goes through, each with a referral of its own.</summary>
    private const int PerSystem = 9;

    private static readonly string[] Onward =
    [
        "blobs GET intake", "tables insert Lookup", "tables transaction Lookup", "tables transaction Cases", "tables transaction Facts", "queues POST allocations/messages",
        "tables query Cases", "tables query Slots", "graph POST users/*/calendar/getSchedule", "tables transaction Slots", "graph POST users/*/events",
        "graph GET users/*/calendarView", "tables write Due", "queues POST messages/messages", "graph POST users/*/messages", "tables replace Cases",
        "graph POST users/*/messages/*/send", "blobs DELETE pending",
    ];

    private static readonly string[] Found =
    [
        "queues POST referrals/messages", "tables get Cursors", "graph GET users/*/mailFolders/inbox/messages/delta()", "blobs PUT pending",
        "blobs PUT intake", "graph GET users/*/mailFolders", "graph POST users/*/mailFolders", "graph POST users/*/messages/*/move", "tables replace Cursors",
    ];

    private static readonly string[] Kept = ["blobs PUT pending", "blobs PUT intake", "queues POST referrals/messages"];

    private static readonly string[] Confirmed = ["tables get Lookup", "tables insert Slots", "tables delete Slots"];

    [Fact]
    public Task A_crash_at_any_request_of_a_mails_path_changes_nothing_in_the_end() =>
        CrashEverywhere(new(Mailed, FromMail: true, MailsEach: 1), [.. Found, .. Onward]);

    [Fact]
    public Task A_crash_at_any_request_of_a_forms_path_changes_nothing_in_the_end() =>
        CrashEverywhere(new(Sent, FromMail: false, MailsEach: 1), [.. Kept, .. Onward]);

    [Fact]
    public Task A_crash_at_any_request_of_a_form_that_is_confirmed_by_link_changes_nothing_in_the_end() =>
        CrashEverywhere(new(SentAndConfirmed, FromMail: false, MailsEach: 2) { Beyond = Sent }, [.. Kept, .. Onward, .. Confirmed]);

    [Fact]
    public async Task A_form_whose_keeping_crashed_is_kept_whole_or_not_at_all()
    {
        var keeping = await PathOfKeeping();
        foreach (var (crossing, before) in Points(keeping))
        {
            await using var deployment = await Deployment.Start(azurite.ConnectionString);
            var crash = CrashAt(deployment, crossing, before);

            // The sender sees an error, and never presses again.
            await Should.ThrowAsync<Exception>((Task)Keep(deployment, "alex", "nhs.example"), $"{crossing}");
            crash.Happened.ShouldBeTrue($"{crossing}");
            await deployment.Restart();
            await deployment.Run(Duration.FromMinutes(12));

            // A mark without content goes after a day. Whether a reminder falls due in that day hangs on the day and hour of the machine: it is left out.
            deployment.Clock.Advance(Duration.FromHours(24));
            await deployment.Run(Duration.FromMinutes(6));
            var after = await deployment.Look();
            after = after with { Sent = [.. after.Sent.Where(mail => !IsReminder(mail))] };
            var senders = after.Cases.Count == 0 ? [] : new[] { "alex@nhs.example" };
            Verdict.On(after, senders, 0).ShouldBeEmpty($"{(before ? "before" : "after")} {crossing}");
        }
    }

    private static bool IsReminder(SentMail mail) =>
        mail.Message["subject"]!.GetValue<string>() is var subject
        && (subject.StartsWith("A reminder of your appointment", StringComparison.Ordinal) || subject.StartsWith("Does the time suit you?", StringComparison.Ordinal));

    /// <param name="Refer">Sends one referral in from an address that starts with a name, and lets time go on until all is quiet.</param>
    /// <param name="FromMail">It comes by mail.</param>
    /// <param name="MailsEach">What its sender is sent.</param>
    private sealed record Journey(Func<Deployment, string, Task> Refer, bool FromMail, int MailsEach)
    {
        /// <summary>A journey that is tried elsewhere: only what goes beyond it is tried here.</summary>
        public Func<Deployment, string, Task>? Beyond { get; init; }
    }

    private static Task Mailed(Deployment deployment, string sender)
    {
        deployment.Deliver(Mails.Complete(ChildOf(sender), $"{sender}@nhs.example"));
        return deployment.RunUntilQuiet();
    }

    private static async Task Sent(Deployment deployment, string sender)
    {
        await deployment.Survive(() => Keep(deployment, sender, "nhs.example"));
        await deployment.RunUntilQuiet();
    }

    private static async Task SentAndConfirmed(Deployment deployment, string sender)
    {
        var intake = await deployment.Survive(() => Keep(deployment, sender, "elsewhere.example"));
        await deployment.RunUntilQuiet();
        await deployment.Survive(() =>
        {
            var app = deployment.System.App;
            return app.GetRequiredService<ConfirmCase>().Confirm(app.GetRequiredService<Links>().ConfirmToken(deployment.Service.Id, intake), CancellationToken.None);
        });
        await deployment.RunUntilQuiet();
    }

    private static async Task<IntakeId> Keep(Deployment deployment, string sender, string domain)
    {
        var form = new ReceivedForm
        {
            Service = deployment.Service.Id,
            Submission = $"submission-{sender}",
            ReceivedAt = deployment.Started,
            Answers = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                [Fields.GivenName.Name] = "Robin",
                [Fields.FamilyName.Name] = "Example",
                [Fields.DateOfBirth.Name] = string.Create(CultureInfo.InvariantCulture, $"{2000 + ChildOf(sender):0000}-03-{1 + ChildOf(sender):00}"),
                [Fields.Category.Name] = Categories.ChildInCare,
                [Fields.LegalStatus.Name] = "C2",
                [Fields.ResponsibleAuthority.Name] = "Cheshire West and Chester",
                [Fields.LivesIn.Name] = "Cheshire West and Chester",
                [Fields.ReferrerName.Name] = "Sam Fielding",
                [Fields.ReferrerRole.Name] = "socialWorker",
                [Fields.ReferrerEmail.Name] = $"{sender}@{domain}",
                [Fields.Urgency.Name] = "routine",
            }.ToImmutableSortedDictionary(StringComparer.Ordinal),
        };
        await deployment.System.App.GetRequiredService<KeepReferral>().Keep(form, CancellationToken.None);
        return IntakeStore.IdOf(form.ReceivedAt, form.Service, "form", form.Submission);
    }

    /// <summary>Everybody refers a child of their own: one child is never given two places.</summary>
    private static int ChildOf(string sender) => sender switch { "zero" => 20, "first" => 21, "second" => 22, "alex" => 23, _ => int.Parse(sender["sender".Length..], CultureInfo.InvariantCulture) };

    private async Task CrashEverywhere(Journey journey, IReadOnlyList<string> kinds)
    {
        var started = TimeProvider.System.GetTimestamp();

        // What only a mailbox's very first mail brings about is tried on systems of their own, the rest several to a system.
        var (first, next) = await Paths(journey.Refer);
        var sent = first.Concat(next).Select(crossing => crossing.Kind).Distinct().ToList();
        sent.Except(kinds).ShouldBeEmpty("kinds of request that are not covered");
        kinds.Except(sent).ShouldBeEmpty("kinds of request that are sent no more");
        var elsewhere = journey.Beyond is { } beyond ? (await Paths(beyond)).Next : [];
        var points = Points([.. first.Except(next)]).Chunk(1).Concat(Points([.. next.Except(elsewhere)]).Chunk(PerSystem)).ToList();

        var wrong = new ConcurrentQueue<string>();
        await Parallel.ForEachAsync(points, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (some, _) => await Crash(journey, some, wrong));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{points.Sum(some => some.Length)} crash points, {kinds.Count} kinds of request, {TimeProvider.System.GetElapsedTime(started).TotalSeconds:0} s"));
        wrong.ShouldBeEmpty();
    }

    private async Task Crash(Journey journey, (Crossing Crossing, bool Before)[] points, ConcurrentQueue<string> wrong)
    {
        await using var deployment = await Deployment.Start(azurite.ConnectionString);
        if (points.Length > 1)
        {
            await journey.Refer(deployment, "zero");
        }

        var senders = (await deployment.Look()).Cases.Select(file => file.Case.Referrer.Email!.Text).ToList();
        foreach (var (crossing, before) in points)
        {
            deployment.Crossings.Restart();
            var crash = CrashAt(deployment, crossing, before);
            var sender = string.Create(CultureInfo.InvariantCulture, $"sender{senders.Count}");
            await journey.Refer(deployment, sender);
            deployment.Crossings.Watching = false;
            var after = await deployment.Look();
            senders.Add(after.Cases.Select(file => file.Case.Referrer.Email!.Text).FirstOrDefault(address => address.StartsWith($"{sender}@", StringComparison.Ordinal)) ?? sender);
            var found = Verdict.On(after, senders, journey.FromMail ? senders.Count : 0, journey.MailsEach);
            if (!crash.Happened || found.Count > 0)
            {
                wrong.Enqueue($"{(before ? "before" : "after")} {crossing}: {(crash.Happened ? "" : "not reached; ")}{string.Join("; ", found)}");
                return;
            }
        }
    }

    /// <summary>The requests of a service's first referral, and of its second.</summary>
    private async Task<(IReadOnlyList<Crossing> First, IReadOnlyList<Crossing> Next)> Paths(Func<Deployment, string, Task> refer)
    {
        await using var deployment = await Deployment.Start(azurite.ConnectionString);
        deployment.Crossings.Watching = true;
        await refer(deployment, "first");
        var first = deployment.Crossings.Seen;
        deployment.Crossings.Restart();
        await refer(deployment, "second");
        return (first, deployment.Crossings.Seen);
    }

    private async Task<IReadOnlyList<Crossing>> PathOfKeeping()
    {
        await using var deployment = await Deployment.Start(azurite.ConnectionString);
        deployment.Crossings.Watching = true;
        await Keep(deployment, "first", "nhs.example");
        return deployment.Crossings.Seen;
    }

    private static IEnumerable<(Crossing Crossing, bool Before)> Points(IReadOnlyList<Crossing> path) =>
        path.SelectMany(crossing => new[] { (crossing, true), (crossing, false) });

    private static CrashOnce CrashAt(Deployment deployment, Crossing crossing, bool before)
    {
        var crash = new CrashOnce();
        deployment.Crossings.Meddle = async (reached, send) =>
        {
            if (reached != crossing || !crash.Take())
            {
                return await send();
            }

            if (!before)
            {
                (await send()).Dispose();
            }

            throw deployment.Crossings.Die();
        };
        deployment.Crossings.Watching = true;
        return crash;
    }

    private sealed class CrashOnce
    {
        private int taken;

        public bool Happened => Volatile.Read(ref taken) == 1;

        public bool Take() => Interlocked.Exchange(ref taken, 1) == 0;
    }
}
