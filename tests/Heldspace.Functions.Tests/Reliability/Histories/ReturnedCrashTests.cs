using System.Globalization;
using Heldspace.Azure.Records;
using Heldspace.Consent;
using Heldspace.Functions.Hosting;
using Heldspace.Functions.Tests.Drivers;
using Heldspace.Functions.Tests.Journey;
using Heldspace.Intake;
using Heldspace.Measures;
using Heldspace.Measures.Asking;
using Heldspace.Pathway;
using Heldspace.Time;
using NodaTime;
using Xunit.Abstractions;

namespace Heldspace.Functions.Tests.Reliability.Histories;

/// <summary>
/// The process dies before and after every request by which a mail that came back, a STOP or another answer to a text message is taken to its case: it counts once, and the key worker hears of it once. A run
/// tries every thirteenth request; <c>HELDSPACE_CRASHES=1 dotnet test --filter ReturnedCrashTests</c> tries each.
/// </summary>
public sealed class ReturnedCrashTests(ITestOutputHelper output)
{
    private const string Bounce = "bounce";
    private const string Stop = "STOP";
    private const string Words = "Can you ring me tomorrow?";

    /// <summary>How the key worker is told.</summary>
    private static readonly string[] Tells = ["From now on", "has answered it"];

    [Theory]
    [InlineData(Bounce, "baseline.carer Email Stopped, baseline.carer Call Open; told once; CameBack; nothing left")]
    [InlineData(Stop, "baseline.carer Text Stopped, baseline.carer Call Open; told once; TextReceived; nothing left")]
    [InlineData(Words, "baseline.carer Text Open; told once; TextReceived; nothing left")]
    public async Task A_crash_at_any_request_of_taking_what_comes_back_counts_it_once(string what, string expected)
    {
        var step = Processes.Setting("HELDSPACE_CRASHES", 13);
        var crashes = await CrashPoints.Try(
            (history, at, beforeIt) => Try(history, what, at, beforeIt),
            expected,
            length => Enumerable.Range(1, length).Where(n => n % step == 0 || n == length).SelectMany(n => new[] { (n, true), (n, false) }));
        output.WriteLine($"{what}: {crashes}");
    }

    /// <summary>A carer is asked, and that comes back; the process dies once while it is taken in.</summary>
    private static async Task<(string After, int Requests)> Try(History history, string what, int at, bool beforeIt)
    {
        var n = ++history.Referred;
        history.Sut.Clock.Advance(Duration.FromMinutes(1));
        var referrer = string.Create(CultureInfo.InvariantCulture, $"referrer{n}@nhs.example");
        var carer = string.Create(CultureInfo.InvariantCulture, $"carer{n}@nhs.example");
        var number = string.Create(CultureInfo.InvariantCulture, $"07700 9{n:00000}");
        history.Sut.Deliver(Mails.Complete(n, referrer));
        await history.Tick("SweepMailbox");
        await history.RunDue();
        var cases = history.App<Cases>();
        var id = (await history.Files()).Single(other => other.Case.Referrer.Email?.Text == referrer).Case.Id;

        // The assessment has just taken place; how it came to that is told of elsewhere.
        var stored = (await cases.Read(history.Service.Id, id, default))!;
        var assessed = stored.File.Case with
        {
            AssessedAt = history.Now,
            KeyWorker = history.Service.Team[0].Id,
            Respondents = [what == Bounce ? new(Roles.Carer, "Ash", AskBy.Email, EmailAddress.Parse(carer)) : new(Roles.Carer, "Ash", AskBy.Text, null, number)],
            Consent = new ConsentGiven(ConsentGiver.Authority, "Sam Fielding", London.Day(history.Now), "manager"),
        };
        stored = (await cases.Commit(stored, Change.Of(stored.File with { Case = assessed }), default))!;
        await history.App<Due>().PlanAsking(history.Service, history.App<MeasureFiles>(), stored.File, history.Now, default);
        await history.Tick("SendDueMessages");
        await history.RunDue();

        history.Sut.Clock.Advance(Duration.FromMinutes(1));
        if (what == Bounce)
        {
            history.Sut.Deliver(Undeliverable.NewestTo(history.Sut, carer));
        }
        else
        {
            history.System.Texts.Receive(number, what);
        }

        history.Interference.DieAt((_, passed) => passed == at, beforeIt);
        await history.Press(() => history.Tick("SweepMailbox"));
        await history.RunDue();
        var crossed = history.Interference.Crossed.Count;
        history.Interference.Revive();
        for (var again = 0; again < 2; again++)
        {
            history.Sut.Clock.Advance(Duration.FromMinutes(6));
            await history.Tick("SweepMailbox");
            await history.Tick("SendDueMessages");
            await history.Tick("Reconcile");
            await history.RunDue();
        }

        (await history.Unfinished() is "" || await history.Settle()).ShouldBeTrue(await history.Unfinished());
        var file = (await history.App<Cases>().Read(history.Service.Id, id, default))!.File;
        var asks = file.Asks.Where(ask => ask.Respondent.Role == Roles.Carer).Select(ask => $"{Wave(ask)} {ask.Respondent.By} {ask.State}");
        var told = history.System.Tenant.Messages(history.Service.Team[0].Mailbox.Text).Count(mail => mail["body"]!["content"]!.ToString() is { } body
            && mail["subject"]!.ToString().Contains(file.Case.Reference.Text, StringComparison.Ordinal) && Tells.Any(words => body.Contains(words, StringComparison.Ordinal)));
        var counted = (await history.Of(id)).Where(happened => happened is CaseEvent.CameBack or CaseEvent.TextReceived).Select(happened => happened.GetType().Name);
        var left = file.Messages.Count(message => !message.IsOver && !file.IsWithheld(message));
        return ($"{string.Join(", ", asks)}; told {(told == 1 ? "once" : told)}; {string.Join(", ", counted)}; {(left == 0 ? "nothing left" : $"{left} left")}", crossed);
    }

    private static string Wave(Ask ask) => $"{ask.Wave}.{ask.Respondent.Role}";
}
