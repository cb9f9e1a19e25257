using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Heldspace.Azure.Records;
using Heldspace.Functions.Tests.Drivers;
using Heldspace.Functions.Tests.Journey;
using Heldspace.Intake;
using Heldspace.Intake.Files;
using Heldspace.Local.Defender;
using Heldspace.Local.InMemory;
using Heldspace.Pathway;
using NodaTime;

namespace Heldspace.Functions.Tests.Manage;

/// <summary>What came with a mail or form is handed out to whoever may see the case, once the scan found nothing in it, and only to be saved.</summary>
public sealed class ReceivedFilesTests
{
    private const string Manager = "helen.marchbank@caring-to-care.example";

    [Fact]
    public async Task A_file_is_handed_out_to_be_saved_and_is_byte_for_byte_what_came()
    {
        var letter = Encoding.UTF8.GetBytes("%PDF-1.7\nDear colleague").Concat(Enumerable.Range(0, 5_000).Select(n => (byte)n)).ToArray();
        await using var sut = await SystemUnderTest.Start();
        sut.Deliver(With(("..\\Letter\u202efdp.exe", "text/html", letter)));
        await sut.Run(Looking.Moment);
        var file = await sut.OnlyCase();
        using var client = await StaffClient.Open(sut);
        await client.SignIn(Manager);

        var (_, page) = await client.Get(Received(file));
        page.ShouldContain("Letterfdp.exe</a>");
        page.ShouldContain("PDF, sent as a web page");
        using var answer = await client.Send(HttpMethod.Get, Link(file, 1), null);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsByteArrayAsync()).ShouldBe(letter);
        answer.Content.Headers.ContentLength.ShouldBe(letter.Length);
        answer.Content.Headers.ContentType!.ToString().ShouldBe("application/octet-stream");
        answer.Content.Headers.ContentDisposition!.ToString().ShouldStartWith("attachment; filename=Letterfdp.pdf");
        answer.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem().ShouldStartWith("sandbox; default-src 'none'");
        answer.Headers.GetValues("X-Content-Type-Options").ShouldHaveSingleItem().ShouldBe("nosniff");
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();

        (await client.Get(Link(file, 2))).Status.ShouldBe(HttpStatusCode.NotFound);
        (await client.Get(Link(file, 1).Replace("/1", "/01", StringComparison.Ordinal))).Status.ShouldBe(HttpStatusCode.NotFound);
        await client.SignIn(sut.Service.Team.First(member => member.Id != file.Current!.Slot!.Clinician).Mailbox.Text);
        (await client.Get(Link(file, 1))).Status.ShouldBe(HttpStatusCode.NotFound, "somebody else's child");
    }

    [Fact]
    public async Task A_file_of_another_case_is_not_reached_by_way_of_ones_own()
    {
        await using var sut = await SystemUnderTest.Start();
        sut.Deliver(With(("a.txt", "text/plain", "one"u8.ToArray())));
        sut.Deliver(Mails.Complete(2));
        await sut.Run(Looking.Moment);
        var (with, without) = ((await sut.Cases()).Single(file => file.Case.Child.Value(Fields.GivenName) == "Kit"), (await sut.Cases()).Single(file => file.Case.Child.Value(Fields.GivenName) != "Kit"));
        using var client = await StaffClient.Open(sut);
        await client.SignIn(Manager);

        (await client.Get(Link(with, 1))).Status.ShouldBe(HttpStatusCode.OK);
        (await client.Get($"{Received(without)}/{with.Case.Id.Intake}/1")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_the_scan_condemns_is_handed_out_to_nobody_and_a_person_is_told_by_reference()
    {
        await using var sut = await SystemUnderTest.Start();
        sut.Deliver(With(("letter.txt", "text/plain", Encoding.ASCII.GetBytes(MalwareScan.TestString)), ("tool.pdf", "application/pdf", "MZ\u0090\0"u8.ToArray())));
        await sut.Run(Duration.FromMinutes(4));
        var file = await sut.OnlyCase();
        using var client = await StaffClient.Open(sut);
        await client.SignIn(Manager);

        (await client.Get(Link(file, 1))).ShouldSatisfyAllConditions(got => got.Status.ShouldBe(HttpStatusCode.Forbidden), got => got.Page.ShouldContain("This file would do harm"), got => got.Page.ShouldNotContain("EICAR"));
        (await client.Get(Link(file, 2))).ShouldSatisfyAllConditions(got => got.Status.ShouldBe(HttpStatusCode.Forbidden), got => got.Page.ShouldContain("This file is a program"));
        var (_, page) = await client.Get(Received(file));
        page.ShouldNotContain($"href=\"{Link(file, 1)}\"");
        page.ShouldContain("program, sent as a PDF");
        sut.MailsTo(sut.Service.Scheduler.Mailbox.Text).Count(mail => mail.Contains("would do harm", StringComparison.Ordinal) && mail.Contains(file.Case.Reference.Text, StringComparison.Ordinal)).ShouldBe(1);
        file.Current!.State.ShouldBe(AppointmentState.Held, "the child has their place all the same");
        (await sut.Pending()).ShouldBe(0);
    }

    [Fact]
    public async Task Without_a_verdict_nothing_is_handed_out_and_in_the_end_a_person_is_told()
    {
        await using var sut = await SystemUnderTest.Start(settings => settings with { Scan = null });
        sut.Deliver(With(("letter.txt", "text/plain", "Dear colleague"u8.ToArray())));
        await sut.Run(Looking.Moment);
        var file = await sut.OnlyCase();
        using var client = await StaffClient.Open(sut);
        await client.SignIn(Manager);

        foreach (var tags in new Dictionary<string, string>?[] { null, new() { [ReadScan.Tag] = "Error" }, new() { [ReadScan.Tag] = "Not scanned" }, new() { ["Another tag"] = ReadScan.NoThreats } })
        {
            if (tags is not null)
            {
                ((InMemoryBlobs)sut.System.Blobs).Tag(Containers.Attachments, $"{sut.Service.Id}/{file.Case.Id.Intake}/1", tags);
            }

            using var answer = await client.Send(HttpMethod.Get, Link(file, 1), null);
            answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            answer.Headers.RetryAfter.ShouldNotBeNull();
            (await answer.Content.ReadAsStringAsync()).ShouldContain("This file is being checked");
            (await client.Get(Received(file))).Page.ShouldContain("It is being checked.");
        }

        await sut.Run(Duration.FromHours(3));
        sut.MailsTo(sut.Service.Scheduler.Mailbox.Text).Count(mail => mail.Contains("not checked in time", StringComparison.Ordinal)).ShouldBe(1);

        ((InMemoryBlobs)sut.System.Blobs).Tag(Containers.Attachments, $"{sut.Service.Id}/{file.Case.Id.Intake}/1", new Dictionary<string, string> { [ReadScan.Tag] = ReadScan.NoThreats });
        (await client.Get(Link(file, 1))).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_letter_sent_with_a_form_is_read_for_risk_and_handed_out_like_one_of_a_mail()
    {
        await using var sut = await SystemUnderTest.Start();
        await sut.System.Blobs.Create(Containers.Attachments, "a/1", "Dear colleague.\nZebedee told me that he will take all his tablets tonight."u8.ToArray(), "application/octet-stream");
        var form = Forms.Of(sut, Forms.Trusted, "a") with { Attachments = [new("letter.txt", "text/plain", "a/1", 70)] };
        await sut.App<Heldspace.Functions.Refer.KeepReferral>().Keep(form, default);
        await sut.Run(Looking.Moment);

        var file = await sut.OnlyCase();
        file.Case.Safeguarding.ShouldNotBeNull().Concerns.ShouldContain(concern => concern.Source == "attachment 1, line 2");
        file.Case.Unread.ShouldBeEmpty();
        using var client = await StaffClient.Open(sut);
        await client.SignIn(Manager);
        (await client.Get(Link(file, 1))).ShouldSatisfyAllConditions(got => got.Status.ShouldBe(HttpStatusCode.OK), got => got.Page.ShouldContain("tablets"));
    }

    private static string Received(CaseFile file) => $"/manage/caring-to-care/cases/{file.Case.Id}/received";

    private static string Link(CaseFile file, int number) => $"{Received(file)}/{file.Case.Id.Intake}/{number}";

    private static JsonObject With(params (string Name, string Type, byte[] Content)[] files)
    {
        var mail = Mails.Complete();
        mail["hasAttachments"] = true;
        mail["attachments"] = new JsonArray([.. files.Select(file => (JsonNode)new JsonObject
        {
            ["@odata.type"] = "#microsoft.graph.fileAttachment",
            ["name"] = file.Name,
            ["contentType"] = file.Type,
            ["isInline"] = false,
            ["contentBytes"] = Convert.ToBase64String(file.Content),
        })]);
        return mail;
    }
}
