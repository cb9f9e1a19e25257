using Heldspace.Intake;
using Heldspace.Tests.Builders;

namespace Heldspace.Tests.Intake;

public sealed class NoiseMails
{
    private const string Child = "Name: Sam Taylor\nDOB: 12/03/2014\nNHS number: 9990000018\nLA: Halton";

    [Fact]
    public void An_automatic_reply_is_ignored() =>
        Ignored(Mails.Mail("I am out of the office until Monday.", subject: "Automatic reply: Your referral", headers: ("Auto-Submitted", "auto-replied"))).ShouldBe("an automatic reply");

    [Fact]
    public void An_automatic_reply_is_known_by_subject_and_words_where_headers_are_missing() =>
        Ignored(Mails.Mail("I am on annual leave and will return on Monday.", subject: "Out of office")).ShouldBe("an automatic reply");

    [Theory]
    [InlineData("Auto-Submitted", "auto-generated")]
    [InlineData("Auto-Submitted", "auto-replied")]
    [InlineData("Precedence", "bulk")]
    [InlineData("List-Id", "<nurses.lists.example>")]
    [InlineData("X-Auto-Response-Suppress", "All")]
    [InlineData("X-Autoreply", "yes")]
    public void Whatever_its_headers_say_a_mail_with_facts_of_a_child_is_a_referral(string name, string value) =>
        Mails.Read(Mails.Mail(Child, subject: "Automatic reply: Referral", headers: (name, value))).ShouldBeOfType<MailReading.IsReferral>();

    [Fact]
    public void A_case_system_that_sends_a_referral_is_heard() =>
        Mails.Read(Mails.Mail("I would like to make a referral for a child in care, please ring me.", headers: ("Auto-Submitted", "auto-generated"))).ShouldBeOfType<MailReading.IsReferral>();

    [Fact]
    public void A_subject_alone_ignores_nothing() =>
        Mails.Read(Mails.Mail("Please help, he is not sleeping.", subject: "Out of office")).ShouldBeOfType<MailReading.IsReferral>();

    [Fact]
    public void A_suppressed_automatic_answer_alone_ignores_nothing() =>
        Mails.Read(Mails.Mail("Could you ring me?", subject: "hello", headers: ("X-Auto-Response-Suppress", "All"))).ShouldBeOfType<MailReading.IsReferral>();

    [Theory]
    [InlineData("MAILER-DAEMON@mx.example", "Delivery Status Notification (Failure)", "Return-Path", "<>")]
    [InlineData("postmaster@school.example", "Undeliverable: Your referral", "Return-Path", "<>")]
    [InlineData("x@y.example", "whatever", "Content-Type", "multipart/report; report-type=delivery-status")]
    [InlineData(null, "Undeliverable: Your referral", "X-Failed-Recipients", "a@b.example")]
    public void A_bounce_is_ignored(string? from, string subject, string header, string value) =>
        Ignored(Mails.Mail("It could not be delivered.", from, subject: subject, headers: (header, value))).ShouldBe("a bounce");

    [Fact]
    public void A_person_called_postmaster_may_refer() =>
        Mails.Read(Mails.Mail("We would like to refer a boy of nine.", from: "postmaster@small-school.example")).ShouldBeOfType<MailReading.IsReferral>();

    [Fact]
    public void Calendar_mail_is_ignored_unless_it_tells_of_a_child()
    {
        Ignored(Mails.Mail("", subject: "Accepted: catch-up") with { IsCalendarMail = true }).ShouldBe("calendar mail");
        Mails.Read(Mails.Mail(Child, subject: "Meeting about Sam") with { IsCalendarMail = true }).ShouldBeOfType<MailReading.IsReferral>();
    }

    [Fact]
    public void A_newsletter_is_ignored_and_a_list_that_asks_for_help_is_not()
    {
        var header = ("List-Unsubscribe", "<https://news.example/u>");
        Ignored(Mails.Mail("New guidance for social workers of looked after children. Book your place.", headers: header, subject: "Weekly news")).ShouldBe("a newsletter");
        Mails.Read(Mails.Mail("Please find attached a referral for a child in care.", headers: header, subject: "From the list")).ShouldBeOfType<MailReading.IsReferral>();
    }

    [Fact]
    public void The_services_own_mail_is_ignored_but_what_its_people_hand_on_is_not()
    {
        Ignored(Mails.Mail(Child, from: "referrals@caring-to-care.example")).ShouldBe("the service's own mail coming back");
        Ignored(Mails.Mail(Child, headers: ("X-Heldspace-Message", "held"))).ShouldBe("the service's own mail coming back");
        Mails.Read(Mails.Mail($"See below\n\nFrom: Jo Hart <jo@wigan.example>\nSent: Monday\nTo: duty\nSubject: Referral\n\n{Child}", from: "referrals@caring-to-care.example", subject: "FW: Referral"))
            .ShouldBeOfType<MailReading.IsReferral>();
    }

    [Fact]
    public void A_mail_that_says_nothing_is_a_referral_of_a_child_of_whom_nothing_is_known()
    {
        var referral = Mails.Referral(Mails.Mail("", subject: "", from: null));
        referral.Children.ShouldHaveSingleItem().Readings.Values.ShouldAllBe(reading => reading.Value == null);
    }

    private static string Ignored(ReceivedMail mail) => Mails.Read(mail).ShouldBeOfType<MailReading.Ignored>().Reason;
}
