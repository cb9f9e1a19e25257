using System.Net;
using System.Text.RegularExpressions;
using Heldspace.Azure.Records;
using Heldspace.Functions.Hosting;
using Heldspace.Functions.Tests.Drivers;
using Heldspace.Functions.Tests.Journey;
using Heldspace.Pathway;
using Heldspace.Summaries.Reports;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Functions.Tests.Manage;

/// <summary>The reports of months and years: who sees what of them, and what stands once one is signed.</summary>
public sealed partial class ReportPageTests
{
    private const string Reports = "/manage/caring-to-care/reports";
    private const string Manager = "helen.marchbank@caring-to-care.example";
    private const string Other = "yusuf.grange@caring-to-care.example";

    [Fact]
    public async Task A_manager_reads_a_month_exactly_and_nobody_else_does()
    {
        await using var sut = await SystemUnderTest.Start();
        sut.Deliver(Mails.Complete(1));
        sut.Deliver(Mails.Complete(2));
        await sut.Run(Looking.Moment);
        using var client = await StaffClient.Open(sut);

        await client.SignIn(Manager);
        (await client.Get(Reports)).Page.ShouldContain($"{Reports}/2026-09\"");
        var (status, page) = await client.Get($"{Reports}/2026-09");
        status.ShouldBe(HttpStatusCode.OK);
        page.ShouldContain("K14 Acceptance");
        page.ShouldContain("So far, up to today.");
        page.ShouldNotContain("Sign it");
        using (var csv = await client.Send(HttpMethod.Get, $"{Reports}/2026-09/csv", null))
        {
            csv.Content.Headers.ContentType!.ToString().ShouldBe("text/csv; charset=utf-8");
            csv.Content.Headers.ContentDisposition!.FileName.ShouldBe("caring-to-care-2026-09-exact.csv");
            (await csv.Content.ReadAsStringAsync()).ShouldContain(",,,,2,2,2,1,,,\r\n");
        }

        foreach (var nothing in new[] { "2026-13", "2027-01", "2026-09/nobody", "2026-09/1", "nothing" })
        {
            (await client.Get($"{Reports}/{nothing}")).Status.ShouldBe(HttpStatusCode.NotFound, nothing);
        }

        (await client.Get($"{Reports}/2026-08/commissioner")).Page.ShouldContain("It is not signed yet");
        (await client.Get($"{Reports}/2026-08/public")).Page.ShouldContain("The public gets years");
        foreach (var colleague in new[] { sut.Service.Team[0].Mailbox.Text, sut.Service.Scheduler.Mailbox.Text })
        {
            await client.SignIn(colleague);
            foreach (var path in new[] { "", "/2026-09", "/2026-09/csv", "/2026-08/commissioner", "/2026-09/charges/csv" })
            {
                (await client.Get($"{Reports}{path}")).Status.ShouldBe(HttpStatusCode.Forbidden, path);
            }
        }
    }

    [Fact]
    public async Task A_month_is_signed_once_whoever_signs_at_the_same_time_and_what_is_corrected_later_is_shown_beside_it()
    {
        await using var sut = await SystemUnderTest.Start();
        sut.Deliver(Mails.Complete(1));
        await sut.Run(Looking.Moment);
        var file = await sut.OnlyCase();
        var month = ReportPeriod.Month(London.Day(file.Current!.Slot!.Start));
        var address = $"{Reports}/{month.Name}";
        sut.Clock.MoveTo(London.At(month.Until.PlusDays(1), new LocalTime(9, 0)));
        using var client = await StaffClient.Open(sut);
        using var second = await StaffClient.Open(sut);
        await client.SignIn(Manager);
        await second.SignIn(Other);
        var seal = Seal().Match((await client.Get(address)).Page).Groups["seal"].Value;

        foreach (var (commentary, nobody, sealedBy, told) in new[]
        {
            ("The child 943 476 5919 waited.", "yes", seal, HttpStatusCode.BadRequest), (new string('x', 4001), "yes", seal, HttpStatusCode.BadRequest), ("A calm month.", "", seal, HttpStatusCode.BadRequest), ("A calm month.", "yes", "older", HttpStatusCode.Conflict),
        })
        {
            var refused = await client.Post(address, address, ("commentary", commentary), ("nobody", nobody), ("seal", sealedBy));
            refused.Status.ShouldBe(told);
            refused.Page.ShouldContain(commentary, Shouldly.Case.Sensitive, "nothing of what was written is lost");
        }

        const string Canary = "Zeppelin <b>month</b>.";

        // The page of the month has no form any more once the other has signed: both have their proof from elsewhere.
        const string AnyForm = "/manage/caring-to-care/absences";
        var both = await Task.WhenAll(
            client.Post(AnyForm, address, ("commentary", Canary), ("nobody", "yes"), ("seal", seal)), second.Post(AnyForm, address, ("commentary", "Other words."), ("nobody", "yes"), ("seal", seal)));
        both.Select(answer => answer.Status).ShouldBe([HttpStatusCode.SeeOther, HttpStatusCode.Conflict], ignoreOrder: true);
        var first = both[0].Status == HttpStatusCode.SeeOther ? (Client: client, By: Manager, Words: Canary) : (Client: second, By: Other, Words: "Other words.");
        (await first.Client.Post(Reports, address, ("commentary", first.Words))).Status.ShouldBe(HttpStatusCode.BadRequest, "no page of ours");
        var standing = (await sut.App<SignedReports>().Read(sut.Service.Id, month, default)).ShouldNotBeNull();
        (standing.By, standing.Commentary).ShouldBe((first.By, first.Words));
        var (_, page) = await client.Get(address);
        page.ShouldContain(WebUtility.HtmlEncode(first.Words));
        page.ShouldNotContain("<b>month</b>");
        page.ShouldContain("Nothing is counted otherwise since it was signed.");
        page.ShouldNotContain("Sign it");

        // The outcome of its first meeting is recorded after the month was signed.
        (await sut.App<CaseActs>().Do(sut.Service, file.Case.Id, new Act.Outcome(file.Current.Id, AppointmentOutcome.TookPlace) { By = sut.Service.Scheduler.Mailbox.Text }, default)).ShouldBeOfType<ActOutcome.Done>();
        await sut.Run(Looking.Moment);
        foreach (var restated in new[] { address, $"{address}/commissioner" })
        {
            page = (await client.Get(restated)).Page;
            Words().Replace(page, " ").ShouldContain("K1 Assessment within 4 weeks 0 of 0 1 of 1");
            page.ShouldContain("Counted otherwise since it was signed");
        }

        page.ShouldContain("ISA-0000-INVENTED");
        (await client.Get($"{address}/csv")).Page.ShouldContain("K1,Assessment within 4 weeks,,,,0,0,0,,,95 % or more,\r\n", Shouldly.Case.Sensitive, "what was signed stands");
        (await client.Get($"{address}/commissioner/csv")).Page.ShouldContain("K1,Assessment within 4 weeks,,0,0,0,,95 % or more,\r\n");
        (await client.Get(Reports)).Page.ShouldContain($"{address}/commissioner\"");
        string.Join('\n', sut.Logs.Lines).ShouldNotContain("Zeppelin");
    }

    [Fact]
    public async Task Who_signs_and_does_not_hear_that_it_was_done_signs_again_and_it_is_one_signature()
    {
        await using var sut = await SystemUnderTest.Start();
        using var client = await StaffClient.Open(sut);
        await client.SignIn(Manager);
        const string August = $"{Reports}/2026-08";
        var seal = Seal().Match((await client.Get(August)).Page).Groups["seal"].Value;
        (string, string)[] fields = [("commentary", ""), ("seal", seal)];

        // The proof is of the page that stood open: it has no form any more once it is signed.
        (await client.Post(August, August, fields)).Status.ShouldBe(HttpStatusCode.SeeOther);
        var stood = (await sut.App<SignedReports>().Read(sut.Service.Id, ReportPeriod.Month(new(2026, 8, 1)), default))!;
        sut.Clock.MoveTo(sut.Clock.GetCurrentInstant() + Duration.FromMinutes(1));
        (await client.Post($"{Reports}/2026-07", August, fields)).Status.ShouldBe(HttpStatusCode.SeeOther);
        (await sut.App<SignedReports>().Read(sut.Service.Id, ReportPeriod.Month(new(2026, 8, 1)), default))!.SignedAt.ShouldBe(stood.SignedAt);
        (await sut.App<SignedReports>().All(sut.Service, default)).ShouldHaveSingleItem();
        (await client.Post($"{Reports}/2026-07", $"{Reports}/2026-09", fields)).Status.ShouldBe(HttpStatusCode.BadRequest, "it is not over");
    }

    [Fact]
    public async Task A_child_whom_another_authority_placed_stands_in_the_ledger_by_reference()
    {
        await using var sut = await SystemUnderTest.Start(services: "derby-ehwb");
        sut.Deliver(Mails.Mail("New referral", "First name: Robin\nSurname: Fallowcroft\nDate of birth: 01/02/2014\nCategory: child in care\nLegal status: C2\nResponsible authority: Leeds\nLives in: Derby\nPlacing ICB pays: no\nReferrer: Sam Fielding\nRole: social worker\nUrgency: routine"));
        await sut.Run(Looking.Moment);
        var file = await sut.OnlyCase();
        file.Case.Eligibility.Outcome.ShouldBe(Heldspace.Eligibility.Outcome.Charge);
        sut.Clock.MoveTo(file.Current!.Slot!.End + Duration.FromMinutes(5));
        _ = await sut.App<CaseActs>().Do(sut.Service, file.Case.Id, new Act.Outcome(file.Current.Id, AppointmentOutcome.TookPlace) { By = sut.Service.Scheduler.Mailbox.Text }, default);
        await sut.Run(Looking.Moment);
        using var client = await StaffClient.Open(sut);
        await client.SignIn(sut.Service.Managers[0].Mailbox.Text);
        var address = $"/manage/derby-ehwb/reports/{ReportPeriod.Month(London.Day(file.Current.Slot.Start)).Name}";

        (await client.Get(address)).Page.ShouldContain("To be charged to placing authorities");
        var page = (await client.Get($"{address}/charges")).Page;
        page.ShouldContain(file.Case.Reference.Text);
        page.ShouldContain("Leeds");
        WebUtility.HtmlDecode(page).ShouldContain("£210");
        page.ShouldNotContain("Fallowcroft");
        (await client.Get($"{address}/charges/csv")).Page.ShouldContain($"Leeds,{file.Case.Reference.Text},2026-09-15,First meeting,1,210,210\r\n");
    }

    [GeneratedRegex("name=\"seal\" value=\"(?<seal>[^\"]+)\"", RegexOptions.None, 1000)]
    private static partial Regex Seal();

    /// <summary>Tags and what is between words.</summary>
    [GeneratedRegex(@"(?:<[^>]*>|\s)+", RegexOptions.None, 1000)]
    private static partial Regex Words();
}
