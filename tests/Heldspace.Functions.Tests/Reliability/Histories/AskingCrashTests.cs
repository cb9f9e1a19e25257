using System.Globalization;
using Heldspace.Azure.Records;
using Heldspace.Consent;
using Heldspace.Functions.Hosting;
using Heldspace.Functions.Tests.Drivers;
using Heldspace.Intake;
using Heldspace.Measures;
using Heldspace.Measures.Asking;
using Heldspace.Pathway;
using Heldspace.Time;
using NodaTime;
using Xunit.Abstractions;

namespace Heldspace.Functions.Tests.Reliability.Histories;

/// <summary>
/// The process dies before and after every request of asking people how things are going: in the end each was asked once, and nobody was left out. A run tries every eleventh request;
/// <c>HELDSPACE_CRASHES=1 dotnet test --filter AskingCrashTests</c> tries each.
/// </summary>
public sealed class AskingCrashTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_crash_at_any_request_of_asking_leaves_everybody_asked_once()
    {
        var step = Processes.Setting("HELDSPACE_CRASHES", 11);
        output.WriteLine(await CrashPoints.Try(
            Try,
            "baseline.carer Open, baseline.socialWorker Open, baseline.youngPerson Open; carer 1, social worker 1, key worker 1; nothing left",
            length => Enumerable.Range(1, length).Where(n => n % step == 0).Select(n => (n, true)).Append((length, false))));
    }

    private static async Task<(string After, int Requests)> Try(History history, int at, bool beforeIt)
    {
        var n = ++history.Referred;
        history.Sut.Clock.Advance(Duration.FromMinutes(1));
        var (referrer, carer) = (string.Create(CultureInfo.InvariantCulture, $"referrer{n}@nhs.example"), string.Create(CultureInfo.InvariantCulture, $"carer{n}@nhs.example"));
        history.Sut.Deliver(Mails.Complete(n, referrer));
        await history.Tick("SweepMailbox");
        await history.RunDue();
        var id = (await history.Files()).Single(other => other.Case.Referrer.Email!.Text == referrer).Case.Id;

        // The assessment has just taken place; how it came to that is told of elsewhere.
        var cases = history.App<Cases>();
        var stored = (await cases.Read(history.Service.Id, id, default))!;
        var today = London.Day(history.Now);
        var assessed = stored.File with
        {
            Case = stored.File.Case with
            {
                AssessedAt = history.Now,
                KeyWorker = history.Service.Team[0].Id,
                Respondents = [new(Roles.Carer, "Ash", AskBy.Email, EmailAddress.Parse(carer))],
                Consent = new ConsentGiven(ConsentGiver.Authority, "Sam Fielding", today, "manager"),
            },
        };
        stored = (await cases.Commit(stored, Change.Of(assessed), default))!;
        await history.App<Due>().PlanAsking(history.Service, history.App<MeasureFiles>(), stored.File, history.Now, default);

        history.Interference.DieAt((_, passed) => passed == at, beforeIt);
        await history.Press(() => history.Tick("SendDueMessages"));
        await history.RunDue();
        var crossed = history.Interference.Crossed.Count;
        history.Interference.Revive();
        for (var minutes = 0; minutes < 2; minutes++)
        {
            history.Sut.Clock.Advance(Duration.FromMinutes(6));
            await history.Tick("SendDueMessages");
            await history.Tick("Reconcile");
            await history.RunDue();
        }

        (await history.Unfinished() is "" || await history.Settle()).ShouldBeTrue(await history.Unfinished());
        var file = (await cases.Read(history.Service.Id, id, default))!.File;
        var mails = history.System.Tenant.Outbox.Where(mail => mail.Message["body"]?["content"]?.ToString() is { } body && (body.Contains("/survey/", StringComparison.Ordinal) || body.Contains("how things are going", StringComparison.Ordinal))).ToList();
        var asks = string.Join(", ", file.Asks.OrderBy(ask => ask.Id, StringComparer.Ordinal).Select(ask => $"{ask.Id} {ask.State}"));
        var told = history.System.Tenant.Messages(history.Service.Team[0].Mailbox.Text).Count(mail => mail["subject"]?.ToString() is { } subject
            && subject.StartsWith("How things are going", StringComparison.Ordinal) && subject.Contains(file.Case.Reference.Text, StringComparison.Ordinal));
        var left = file.Messages.Count(message => !message.IsOver && !file.IsWithheld(message));
        return (
            $"{asks}; carer {mails.Count(mail => mail.To == carer)}, social worker {mails.Count(mail => mail.To == referrer)}, key worker {told}; {(left == 0 ? "nothing left" : $"{left} left")}",
            crossed);
    }
}
