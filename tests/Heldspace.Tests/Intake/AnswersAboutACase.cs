using Heldspace.Intake;
using Heldspace.Tests.Builders;

namespace Heldspace.Tests.Intake;

/// <summary>What a mail about a case adds to it: what its sender wrote now, and what is attached.</summary>
public sealed class AnswersAboutACase
{
    private const string Older = "\n\nFrom: Our Service <someone@derby.example>\nSent: 20 November 2026 15:12\nTo: Jo Hart\nSubject: Sam\n\nSam Taylor, DOB 01/02/2013, NHS number 999 401 0009.";

    [Theory]
    [InlineData("RE: Your referral")]
    [InlineData("FW: Your referral")]
    public void What_is_quoted_below_is_no_answer(string subject) => Said(Mails.Mail("His date of birth is 12/03/2014." + Older, subject: subject)).ShouldBe(("2014-03-12", null));

    [Fact]
    public void A_table_of_answers_is_read_as_a_table() =>
        Said(Mails.Mail("<p>Here you are.</p><table><tr><td>Date of birth</td><td>12/03/2014</td></tr><tr><td>NHS number</td><td>999 409 4580</td></tr></table>", subject: "RE: Your referral", html: true)).ShouldBe(("2014-03-12", "9994094580"));

    [Fact]
    public void What_is_attached_to_an_answer_is_part_of_it() =>
        Said(Mails.Mail("Details attached." + Older, subject: "RE: Your referral") with { Attachments = [new("details.txt", "text/plain", "Date of birth: 12/03/2014"u8.ToArray(), IsInline: false)] }).ShouldBe(("2014-03-12", null));

    private static (string? Born, string? Number) Said(ReceivedMail mail)
    {
        var texts = MailTexts.Of(mail, Mails.Service);
        var whole = ReadMail.Read(mail, texts, Mails.Service, Mails.Intake).ShouldBeOfType<MailReading.IsReferral>().Referral;
        var said = ReadReply.Read(mail, texts, Mails.Service, Mails.Intake, whole).Said;
        return (said.Value(Fields.DateOfBirth), said.Value(Fields.NhsNumber));
    }
}
