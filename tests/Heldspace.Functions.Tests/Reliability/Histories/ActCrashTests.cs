using System.Diagnostics;
using System.Globalization;
using Heldspace.Functions.Hosting;
using Heldspace.Functions.Tests.Drivers;
using Heldspace.Pathway;
using NodaTime;
using Xunit.Abstractions;

namespace Heldspace.Functions.Tests.Reliability.Histories;

/// <summary>
/// The process dies before and after every request that follows from what people do with a held appointment: what stands in the end is the same as without,
/// once. Requests come one after the other here, so that to die after one is to die before the next; the last is tried on both sides. A run tries every ninth
/// of them; <c>HELDSPACE_CRASHES=1 dotnet test --filter ActCrashTests</c> tries each.
/// </summary>
public sealed class ActCrashTests(ITestOutputHelper output)
{
    /// <summary>Crashes that one system goes through, each with a child of its own.</summary>
    private const int PerSystem = 15;

    public enum Happening
    {
        FamilyChoosesAnotherPlace,
        FamilyCancels,
        FamilyCancelsInWordsOfRisk,
        StaffRecordACancellation,
        StaffChooseOnTheTelephone,
        ClinicianCancels,
        ClinicianMoves,
        SomebodyElseRefersTheSameChild,
        StaffMergeTwoReferrals,
    }

    [Theory]
    [InlineData(Happening.FamilyChoosesAnotherPlace)]
    [InlineData(Happening.FamilyCancels)]
    [InlineData(Happening.FamilyCancelsInWordsOfRisk)]
    [InlineData(Happening.StaffRecordACancellation)]
    [InlineData(Happening.StaffChooseOnTheTelephone)]
    [InlineData(Happening.ClinicianCancels)]
    [InlineData(Happening.ClinicianMoves)]
    [InlineData(Happening.SomebodyElseRefersTheSameChild)]
    [InlineData(Happening.StaffMergeTwoReferrals)]
    public async Task A_crash_at_any_request_that_follows_changes_nothing_in_the_end(Happening happening)
    {
        var started = Stopwatch.GetTimestamp();
        var history = await History.StartCalm();
        var wrong = new List<string>();
        try
        {
            var (without, length, last) = await Try(history, happening, (_, _) => false, beforeIt: true);
            length.ShouldBeGreaterThan(10);
            var step = Processes.Setting("HELDSPACE_CRASHES", 9);
            var points = Enumerable.Range(1, length + 1).Where(n => n % step == 0 || n > length).ToList();
            foreach (var (tried, n) in points.Index())
            {
                if (tried % PerSystem == PerSystem - 1)
                {
                    await history.DisposeAsync();
                    history = await History.StartCalm();
                }

                var (at, crashes, tries, with) = (Math.Min(n, length), history.Crashes, 0, without);
                do
                {
                    // What Graph tells of several changes comes as one hint or as two: where it was fewer requests this time, the last of them is the point.
                    (with, var requests, _) = await Try(history, happening, (_, passed) => passed == at, beforeIt: n <= length);
                    at = Math.Min(at, requests);
                }
                while (history.Crashes == crashes && ++tries < 3);

                var broken = await Invariants.Broken(history);
                if (with != without || broken.Count > 0 || history.Crashes == crashes)
                {
                    wrong.Add(string.Create(CultureInfo.InvariantCulture, $"{n} of {length}, {history.Interference.DiedAt}{(history.Crashes == crashes ? ", not reached" : "")}:\n  {with}\n  instead of {without}\n  {string.Join("\n  ", broken)}"));
                    break;
                }
            }

            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{happening}: {points.Count} crashes at {length} requests, the last beside {last}, {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s"));
            wrong.ShouldBeEmpty();
        }
        finally
        {
            await history.DisposeAsync();
        }
    }

    /// <summary>Somebody is referred and has a place; then it happens, with a crash on the way. In words, what came of it.</summary>
    private static async Task<(string After, int Requests, string Last)> Try(History history, Happening happening, Func<Crossing, int, bool> dies, bool beforeIt)
    {
        var n = ++history.Referred;
        history.Sut.Clock.Advance(Duration.FromMinutes(1));
        await Refer(history, Mails.Complete(n, string.Create(CultureInfo.InvariantCulture, $"referrer{n}@nhs.example")));
        await history.RunDue();
        var file = (await history.Files()).Single(other => other.Case.Referrer.Email!.Text.StartsWith(string.Create(CultureInfo.InvariantCulture, $"referrer{n}@"), StringComparison.Ordinal));
        if (happening == Happening.StaffChooseOnTheTelephone)
        {
            file = await LosesItsPlaceTooNear(history, file);
        }
        else if (happening == Happening.StaffMergeTwoReferrals)
        {
            await Refer(history, Second(history, n));
            await history.RunDue();
        }

        history.Interference.DieAt(dies, beforeIt);
        await Do(history, file, happening);
        await history.RunDue();
        var crossed = history.Interference.Crossed;

        // Without a crash all is done now; with one, some of it is taken up from its mark, and some found by the next look into the diaries.
        history.Interference.Revive();
        history.System.Tenant.Settle();
        history.Sut.Clock.Advance(Duration.FromMinutes(6));
        await history.Tick("SweepDiaries");
        await history.Tick("Reconcile");
        await history.RunDue();
        if (happening == Happening.FamilyCancelsInWordsOfRisk)
        {
            // An alert that nobody has climbs on and on.
            (await history.App<CaseActs>().Do(history.Service, file.Case.Id, new Act.TakeAlert { By = "manager" }, default)).ShouldBeOfType<ActOutcome.Done>();
            await history.RunDue();
        }

        (await history.Unfinished() is "" || await history.Settle()).ShouldBeTrue(await history.Unfinished());
        var ofBoth = (await history.Files()).Where(other => other.Case.Id == file.Case.Id || other.Case.Referrer.Email?.Text == SecondSender(n)).OrderByDescending(other => other.Case.Id == file.Case.Id).ToList();
        return (string.Join(" | ", await Task.WhenAll(ofBoth.Select(after => InWords(history, after)))), crossed.Count, crossed.Count == 0 ? "" : crossed[^1].ToString());
    }

    private static async Task<string> InWords(History history, CaseFile after)
    {
        var events = (await history.Of(after.Case.Id)).Select(happened => happened.GetType().Name).CountBy(kind => kind).OrderBy(kind => kind.Key, StringComparer.Ordinal);
        return $"{after.Case.State}; {string.Join(", ", after.Appointments.Select(appointment => $"{appointment.Id} {appointment.State} {(appointment.AgreedAt is null ? "" : "agreed")}"))}; "
            + $"{history.System.Texts.Sent.Count(text => text.Reference!.StartsWith(after.Case.Id.Text, StringComparison.Ordinal))} texts; {string.Join(", ", after.Messages.Select(message => message.Kind).Order(StringComparer.Ordinal))}; {string.Join(", ", events)}; "
            + $"{after.Case.MaybeSame.Length} may be the same, {after.Case.TakenIn.Length} taken in";
    }

    private static Task Refer(History history, System.Text.Json.Nodes.JsonObject mail)
    {
        history.Sut.Deliver(mail);
        return history.Tick("SweepMailbox");
    }

    private static string SecondSender(int n) => string.Create(CultureInfo.InvariantCulture, $"second{n}@nhs.example");

    private static System.Text.Json.Nodes.JsonObject Second(History history, int n)
    {
        history.ReferredAgain++;
        return Mails.Complete(n, SecondSender(n), "School: Larch Primary");
    }

    private static Task Do(History history, CaseFile file, Happening happening)
    {
        var appointment = file.Current!;
        var clinician = history.Service.Team.FirstOrDefault(member => member.Id == appointment.Slot?.Clinician)?.Mailbox.Text ?? "";
        switch (happening)
        {
            case Happening.FamilyChoosesAnotherPlace:
                return history.Press(() => Visit("/choose", visitor => visitor.Choices("place") is { Count: > 1 } offers ? visitor.Send("/choose", ("place", offers[1])) : Task.FromResult(visitor)));
            case Happening.FamilyCancels:
                return history.Press(() => Visit("/cancel", visitor => visitor.Source.Contains("name=\"why\"", StringComparison.Ordinal) ? visitor.Send("/cancel", ("why", "time"), ("next", "again")) : Task.FromResult(visitor)));
            case Happening.FamilyCancelsInWordsOfRisk:
                return history.Press(() => Visit("/cancel", visitor => visitor.Source.Contains("name=\"why\"", StringComparison.Ordinal)
                    ? visitor.Send("/cancel", ("why", "time"), ("words", "I am going to kill myself tonight"), ("next", "again"))
                    : Task.FromResult(visitor)));
            case Happening.StaffRecordACancellation:
                return history.Press(async () => await history.App<CaseActs>().Do(history.Service, file.Case.Id, new Act.Outcome(appointment.Id, AppointmentOutcome.CancelledByService) { By = "scheduler" }, default));
            case Happening.StaffChooseOnTheTelephone:
                return history.Press(async () => await history.App<CaseActs>().Do(history.Service, file.Case.Id, new Act.Find(appointment.Alternatives[1].Slot.Key()) { By = "scheduler" }, default));
            case Happening.SomebodyElseRefersTheSameChild:
                history.Sut.Deliver(Second(history, history.Referred));
                return history.Press(() => history.Tick("SweepMailbox"));
            case Happening.StaffMergeTwoReferrals:
                return history.Press(async () =>
                {
                    var second = (await history.Files()).Single(other => other.Case.Referrer.Email?.Text == SecondSender(history.Referred));
                    await history.App<CaseActs>().Do(history.Service, second.Case.Id, new Act.Merge(file.Case.Id) { By = "scheduler" }, default);
                });
            case Happening.ClinicianCancels:
                history.System.Tenant.Cancel(clinician, appointment.EventId!);
                return Noticed();
            case Happening.ClinicianMoves:
                history.System.Tenant.Move(clinician, appointment.EventId!, appointment.Slot!.Start + Duration.FromMinutes(5), appointment.Slot.End + Duration.FromMinutes(5));
                return Noticed();
            default:
                throw new ArgumentOutOfRangeException(nameof(happening));
        }

        async Task Visit(string page, Func<Visitor, Task<Visitor>> act)
        {
            var visitor = Visitor.Through(history.Front);
            await visitor.Open(history.App<Links>().AppointmentPath(file.Case, appointment.Id) + page);
            await act(visitor);
        }

        async Task Noticed()
        {
            await history.System.Microsoft365.NotificationsSent();
            if (!history.Interference.IsDead)
            {
                history.Sut.Clock.Advance(Duration.FromSeconds(6));
            }
        }
    }

    /// <summary>Its place is lost so near that only a person may choose the next: others of the system are not to come near, so that it is made so.</summary>
    private static async Task<CaseFile> LosesItsPlaceTooNear(History history, CaseFile file)
    {
        var cases = history.App<Azure.Records.Cases>();
        var stored = (await cases.Read(history.Service.Id, file.Case.Id, default))!;
        var current = stored.File.Current!;
        var lost = new Lost("It was cancelled.", null, current.EventId, ClinicianIsGone: false);
        var change = Pathway.FollowCalendar.Follow(history.Service, stored.File, current, new Finding.Ring(lost), current.Alternatives, history.Now)!;
        var ring = (await cases.Commit(stored, change, default))!;
        await history.App<CaseQueue>().Allocation(history.Service, ring.File, ring.File.Current!, "lost", default);
        await history.App<CaseQueue>().Messages(history.Service, ring.File, default);
        await history.Settle();
        return (await cases.Read(history.Service.Id, file.Case.Id, default))!.File;
    }
}
