using System.Text;
using Heldspace.Intake;
using Heldspace.Tests.Builders;

namespace Heldspace.Tests.Intake;

public sealed class BouncedMails
{
    private const string Original = "<AM9PR04MB8765.1@eurprd04.prod.outlook.example>";

    private const string NotFound = """
        Your message to kit@nhs.example couldn't be delivered.

        Diagnostic information for administrators:
        Remote server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup'
        """;

    private static readonly (string, string) Ours = ("X-MS-Exchange-Organization-AuthAs", "Internal");

    private static readonly (string, string) Report = ("Content-Type", "multipart/report; report-type=delivery-status; boundary=\"b1\"");

    private static ReceivedMail Bounced(string body = NotFound, string subject = "Undeliverable: A few questions", params (string, string)[] headers) =>
        Mails.Mail(body, "postmaster@caring-to-care.example", subject: subject, headers: [Report, .. headers]);

    private static MailAttachment Status(string text) => new("details.txt", "message/delivery-status", Encoding.UTF8.GetBytes(text), false);

    [Fact]
    public void A_report_of_the_own_mail_system_tells_which_mail_did_not_arrive() =>
        ReadBounce.Of(Bounced(headers: [Ours, ("In-Reply-To", Original), ("References", Original)])).ShouldNotBeNull().Originals.ShouldBe([Original]);

    [Fact]
    public void A_report_of_another_mail_system_counts_where_it_is_vouched_for() =>
        ReadBounce.Of(Bounced(headers: [("Authentication-Results", "spf=pass; compauth=pass reason=100; header.from=caring-to-care.example"), ("In-Reply-To", Original)])).ShouldNotBeNull();

    [Theory]
    [InlineData("Authentication-Results", "spf=fail; compauth=fail reason=001")]
    [InlineData("Authentication-Results", "spf=none; compauth=none")]
    [InlineData("X-MS-Exchange-Organization-AuthAs", "Anonymous")]
    [InlineData("X-Other", "x")]
    public void What_anybody_could_have_written_counts_for_nothing(string header, string value) =>
        ReadBounce.Of(Bounced(headers: [(header, value), ("In-Reply-To", Original)])).ShouldBeNull();

    [Fact]
    public void One_that_the_mail_system_took_for_junk_counts_for_nothing() => ReadBounce.Of(Bounced(headers: [Ours, ("In-Reply-To", Original)]) with { IsJunk = true }).ShouldBeNull();

    [Fact]
    public void One_that_does_not_say_which_mail_it_was_counts_for_nothing() => ReadBounce.Of(Bounced(headers: Ours)).ShouldBeNull();

    [Theory]
    [InlineData("Delivery delayed: A few questions", "It will be tried again. 550 5.1.10 is not what it says.")]
    [InlineData("Delivery Status Notification (Delay)", "Action: delayed\nStatus: 4.4.1")]
    [InlineData("Undeliverable: A few questions", "Action: delayed\nStatus: 5.4.1")]
    [InlineData("Undeliverable: A few questions", "Remote server returned '550 4.4.7 QUEUE.Expired; message expired'")]
    [InlineData("Undeliverable: A few questions", "452 4.2.2 the mailbox is full")]
    [InlineData("Undeliverable: A few questions", "Server 10.5.1.1 said nothing. Version 5.1.10.2")]
    [InlineData("Undeliverable: A few questions", "The mailbox is full.")]
    [InlineData("Delivered: A few questions", "Action: delivered\nStatus: 2.1.5")]
    public void A_delay_and_whatever_may_pass_are_no_end(string subject, string body) =>
        ReadBounce.Of(Bounced(body, subject, Ours, ("In-Reply-To", Original))).ShouldBeNull();

    [Theory]
    [InlineData("550-Requested action not taken: mailbox unavailable")]
    [InlineData("The response was: 550 no such user")]
    [InlineData("Action: failed\nStatus: 5.1.1")]
    public void What_is_over_for_good_is(string body) => ReadBounce.Of(Bounced(body, headers: [Ours, ("In-Reply-To", Original)])).ShouldNotBeNull();

    [Fact]
    public void Which_mail_it_was_may_stand_in_the_attached_mail_in_its_headers_or_in_the_text()
    {
        var bare = Bounced(headers: Ours);
        var headers = Encoding.UTF8.GetBytes($"Received: from x\r\nMessage-ID: {Original}\r\nSubject: y\r\n");

        ReadBounce.Of(bare with { Attachments = [new("A few questions", "text/plain", default, false) { MessageId = Original }] }).ShouldNotBeNull().Originals.ShouldBe([Original]);
        ReadBounce.Of(bare with { Attachments = [new("original.eml", null, headers, false)] }).ShouldNotBeNull().Originals.ShouldBe([Original]);
        ReadBounce.Of(bare with { Attachments = [new("headers", "text/rfc822-headers", headers, false)] }).ShouldNotBeNull().Originals.ShouldBe([Original]);
        ReadBounce.Of(bare with { Body = $"<html><body><p>550 5.1.1 unknown</p><p>Original message headers:<br>Message-ID: {System.Net.WebUtility.HtmlEncode(Original)}</p></body></html>", BodyIsHtml = true }).ShouldNotBeNull().Originals.ShouldBe([Original]);
    }

    [Fact]
    public void A_copy_that_was_handed_on_and_did_not_arrive_says_nothing_of_whom_we_wrote_to()
    {
        var third = ReadBounce.Of(Bounced(headers: [Ours, ("In-Reply-To", Original)]) with { Attachments = [Status("Final-Recipient: rfc822; somebody.else@school.example\r\nAction: failed\r\nStatus: 5.1.1\r\n")] }).ShouldNotBeNull();
        var theirs = ReadBounce.Of(Bounced(headers: [Ours, ("In-Reply-To", Original), ("X-Failed-Recipients", "kit@nhs.example")])).ShouldNotBeNull();

        third.IsAbout(EmailAddress.Parse("kit@nhs.example")).ShouldBeFalse();
        theirs.IsAbout(EmailAddress.Parse("kit@nhs.example")).ShouldBeTrue();
    }
}
