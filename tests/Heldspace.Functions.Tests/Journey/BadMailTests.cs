using System.Text;
using System.Text.Json.Nodes;
using Heldspace.Functions.Tests.Drivers;
using Heldspace.Intake;
using Heldspace.Messages;
using Heldspace.Pathway;

namespace Heldspace.Functions.Tests.Journey;

/// <summary>Mail that is wrong in every way mail can be: kept, flagged where something is amiss, answered, and harmless.</summary>
public sealed class BadMailTests
{
    private const string Referrer = "sam.fielding@nhs.example";

    [Fact]
    public async Task A_body_of_30_MB_is_kept_as_it_came_and_becomes_a_case()
    {
        await using var sut = await SystemUnderTest.Start();
        var mail = With(Mails.Complete(), body => body + "\nNotes: " + new string('x', 30 * 1024 * 1024));

        sut.Deliver(mail);
        await sut.Run(Looking.Moment);

        var file = await sut.OnlyCase();
        file.Current!.State.ShouldBe(AppointmentState.Held);
        file.Case.Child.Value(Fields.GivenName).ShouldBe("Kit");
        (await Kept(sut)).ShouldBeGreaterThan(30 * 1024 * 1024);
        sut.MailsTo(Referrer).ShouldHaveSingleItem().Length.ShouldBeLessThan(20_000);
        (await sut.Pending()).ShouldBe(0);
    }

    [Theory]
    [InlineData("Date of birth: 31/02/2012")]
    [InlineData("Date of birth: 29.02.2015")]
    [InlineData("Date of birth: yesterday")]
    [InlineData("Date of birth: 99999999999999999999")]
    public async Task A_day_that_never_was_is_asked_for_and_the_place_is_held(string line)
    {
        await using var sut = await SystemUnderTest.Start();
        var mail = With(Mails.Complete(), body => string.Join('\n', body.Split('\n').Select(row => row.StartsWith("Date of birth", StringComparison.Ordinal) ? line : row)));

        sut.Deliver(mail);
        await sut.Run(Looking.Moment);

        var file = await sut.OnlyCase();
        file.Current!.State.ShouldBe(AppointmentState.Held);
        file.Case.Provisional.ShouldNotBe(Provisional.No);
        sut.MailsTo(Referrer).ShouldHaveSingleItem().ShouldContain("date of birth");
        (await sut.Pending()).ShouldBe(0);
    }

    [Fact]
    public async Task Two_dates_of_birth_are_asked_about_by_name()
    {
        await using var sut = await SystemUnderTest.Start();

        sut.Deliver(Mails.Complete(more: "Date of birth: 05/03/2013"));
        await sut.Run(Looking.Moment);

        sut.MailsTo(Referrer).ShouldHaveSingleItem().ShouldContain("date of birth (what was written is not clear)");
        sut.MailsTo(sut.Service.Scheduler.Mailbox.Text).ShouldContain(mail => mail.Contains("date of birth (what was written is not clear)", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("NHS number: 999 123 4560")]
    [InlineData("NHS number: 9991234567890123")]
    [InlineData("NHS number: \u0669\u0669\u0669 \u0661\u0662\u0663 \u0664\u0665\u0666\u0667")]
    public async Task An_NHS_number_that_cannot_be_one_is_not_taken_for_one(string line)
    {
        await using var sut = await SystemUnderTest.Start();

        sut.Deliver(Mails.Complete(more: line));
        await sut.Run(Looking.Moment);

        var file = await sut.OnlyCase();
        file.Current!.State.ShouldBe(AppointmentState.Held);
        file.Case.Child[Fields.NhsNumber].Certainty.ShouldNotBe(Certainty.Known);
        file.Messages.ShouldContain(message => message.Alert == AlertKinds.DataGap && message.State == MessageState.Sent);
        (await sut.Pending()).ShouldBe(0);
    }

    [Theory]
    [InlineData("Zo\u00eb-Ma\u0301ire O\u2019Neill")]
    [InlineData("\u202eelpmaxE nigeb\u202c")]
    [InlineData("R\u0336o\u0335b\u0338i\u0337n\u0334 \ud83d\udc69\u200d\ud83d\udc67")]
    [InlineData("\ufb01\u0131\u0130\u1e9e\u00a0\u200b\ufeff\u0000x")]
    [InlineData("\ud800 half a pair")]
    [InlineData("<script>alert(document.cookie)</script>")]
    [InlineData("\" onmouseover=alert(1) x=\"")]
    [InlineData("{{constructor.constructor('return 1')()}} ${7*7} @(1+1)")]
    [InlineData("'; DROP TABLE Cases; -- %00 ../../etc/passwd")]
    [InlineData("=HYPERLINK(\"http://attacker.example\")")]
    public async Task A_name_of_any_kind_neither_breaks_nor_runs_anything(string name)
    {
        await using var sut = await SystemUnderTest.Start();
        var mail = With(Mails.Complete(), body => string.Join('\n', body.Split('\n').Select(row => row.StartsWith("First name", StringComparison.Ordinal) ? "First name: " + name : row)));
        mail["subject"] = "New referral " + name;

        sut.Deliver(mail);
        await sut.Run(Looking.Moment);

        var file = await sut.OnlyCase();
        file.Current!.State.ShouldBe(AppointmentState.Held);
        var ours = sut.System.Tenant.Mailboxes.SelectMany(box => sut.Sent(box.Address)).Concat(sut.Sent(Referrer)).Where(OurOwn).ToList();
        ours.ShouldNotBeEmpty();
        foreach (var content in ours)
        {
            content["body"]!["content"]!.GetValue<string>().ShouldNotContain("<script", Shouldly.Case.Insensitive);
            content["subject"]!.GetValue<string>().ShouldNotContain(name);
        }

        sut.NothingPersonalIsShown(name);
        (await sut.Pending()).ShouldBe(0);
    }

    [Theory]
    [InlineData("<html><body><p>First name: Kit</p><script>alert(1)</script><img src=x onerror=alert(1)><p>Surname: Exampleb</p>")]
    [InlineData("<table><tr><td>First name<td>Kit<tr><td>Surname<td>Exampleb</table><iframe src='file:///etc/passwd'>")]
    [InlineData("<<<>>><!--[if mso]><p>First name: Kit<br>Surname: Exampleb<style>p{content:url(http://attacker.example)}")]
    public async Task HTML_of_any_kind_is_read_as_text_or_not_at_all(string html)
    {
        await using var sut = await SystemUnderTest.Start();

        sut.Deliver(Mails.Mail("Referral of a child in care", html, type: "html"));
        await sut.Run(Looking.Moment);

        var file = await sut.OnlyCase();
        file.Current!.State.ShouldBe(AppointmentState.Held);
        sut.MailsTo(Referrer).ShouldHaveSingleItem().ShouldNotContain("alert(1)");
        (await sut.Pending()).ShouldBe(0);
    }

    [Theory]
    [InlineData("../../../../etc/cron.d/heldspace")]
    [InlineData("C:\\Windows\\System32\\drivers\\etc\\hosts")]
    [InlineData("intake/caring-to-care/20260915093000000-aaaaaaaaaaaaaaaa")]
    [InlineData("")]
    [InlineData("\u202egnp.exe")]
    public async Task An_attachment_with_a_path_as_its_name_is_kept_with_the_mail_and_nowhere_else(string name)
    {
        await using var sut = await SystemUnderTest.Start();
        var mail = Mails.Complete();
        mail["attachments"] = new JsonArray(new JsonObject
        {
            ["@odata.type"] = "#microsoft.graph.fileAttachment",
            ["name"] = name,
            ["contentType"] = "application/octet-stream",
            ["contentBytes"] = Convert.ToBase64String(Encoding.UTF8.GetBytes("What nobody can read.")),
        });

        sut.Deliver(mail);
        await sut.Run(Looking.Moment);

        var file = await sut.OnlyCase();
        file.Current!.State.ShouldBe(AppointmentState.Held);
        file.Messages.ShouldContain(message => message.Alert == AlertKinds.Unreadable && message.State == MessageState.Sent);
        var kept = new List<string>();
        await foreach (var blob in sut.System.Blobs.List("intake", ""))
        {
            kept.Add(blob.Name);
        }

        kept.ShouldAllBe(blob => blob.StartsWith("caring-to-care/", StringComparison.Ordinal) && !blob.Contains("..", StringComparison.Ordinal) && !blob.Contains("etc", StringComparison.Ordinal));
        (await sut.Pending()).ShouldBe(0);
    }

    [Fact]
    public async Task A_mail_with_nothing_in_it_is_a_case_about_which_a_person_is_told()
    {
        await using var sut = await SystemUnderTest.Start();

        sut.Deliver(Mails.Mail("", ""));
        await sut.Run(Looking.Moment);

        var file = await sut.OnlyCase();
        file.Current!.State.ShouldBe(AppointmentState.Held);
        file.Messages.ShouldContain(message => message.ToStaff && message.State == MessageState.Sent);
        (await sut.Pending()).ShouldBe(0);
    }

    private static bool OurOwn(JsonObject mail) => mail["from"]?["emailAddress"]?["address"]?.GetValue<string>() == "referrals@caring-to-care.example";

    private static JsonObject With(JsonObject mail, Func<string, string> change)
    {
        mail["body"]!["content"] = change(mail["body"]!["content"]!.GetValue<string>());
        return mail;
    }

    private static async Task<long> Kept(SystemUnderTest sut)
    {
        await foreach (var blob in sut.System.Blobs.List("intake", ""))
        {
            return (await sut.System.Blobs.Read("intake", blob.Name))!.Content.Length;
        }

        return 0;
    }
}
