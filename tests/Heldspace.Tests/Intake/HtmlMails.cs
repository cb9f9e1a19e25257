using Heldspace.Intake;
using Heldspace.Tests.Builders;

namespace Heldspace.Tests.Intake;

public sealed class HtmlMails
{
    [Theory]
    [InlineData("<table><tr><td>Name</td><td>Sam Taylor</td></tr><tr><td>DOB</td><td>12/03/2014</td></tr></table>")]
    [InlineData("<table><tr><th>Name</th><th>DOB</th><th>LA</th></tr><tr><td>Sam Taylor</td><td>12/03/2014</td><td>Halton</td></tr></table>")]
    [InlineData("<table><tr><td>Name</td><td>Sam Taylor</td><td>DOB</td><td>12/03/2014</td></tr></table>")]
    [InlineData("<table><tr><td><table><tr><td><b>Name:</b></td><td>Sam Taylor</td></tr><tr><td>DOB:</td><td>12/03/2014</td></tr></table></td></tr></table>")]
    [InlineData("<table><tr><td>Name<td>Sam Taylor<tr><td>DOB<td>12/03/2014</table>")]
    [InlineData("<p><b>Name:</b> Sam Taylor<br><b>DOB:</b> 12/03/2014</p>")]
    [InlineData("<div>Name:&nbsp;Sam&nbsp;Taylor</div><div>DOB&#58; 12/03/2014</div>")]
    [InlineData("<dl><dt>Name</dt><dd>Sam Taylor</dd><dt>DOB</dt><dd>12/03/2014</dd></dl>")]
    [InlineData("<ul><li>Name: Sam Taylor<li>DOB: 12/03/2014</ul>")]
    [InlineData("<pre>Name: Sam Taylor\nDOB: 12/03/2014</pre>")]
    [InlineData("<p><strong>Child's name</strong><br>Sam Taylor</p><p><strong>Date of birth</strong></p><p>12/03/2014</p>")]
    public void Labels_and_values_are_found_in_any_markup(string html)
    {
        var child = Mails.Child(html, html: true);
        (child.Value(Fields.GivenName), child.Value(Fields.FamilyName), child.Value(Fields.DateOfBirth)).ShouldBe(("Sam", "Taylor", "2014-03-12"));
    }

    [Theory]
    [InlineData("<p style='display:none'>NHS number: 9990000018</p>")]
    [InlineData("<div style=\"DISPLAY : none !important\"><p>NHS number: 9990000018</p></div>")]
    [InlineData("<span style='font-size:0px'>NHS number: 9990000018</span>")]
    [InlineData("<p style='mso-hide:all'>NHS number: 9990000018</p>")]
    [InlineData("<p hidden>NHS number: 9990000018</p>")]
    [InlineData("<script>NHS number: 9990000018</script>")]
    [InlineData("<style>NHS number: 9990000018</style>")]
    [InlineData("<!-- NHS number: 9990000018 -->")]
    [InlineData("<title>NHS number: 9990000018</title>")]
    [InlineData("<textarea>NHS number: 9990000018</textarea>")]
    public void What_a_reader_cannot_see_is_not_read(string hidden)
    {
        var child = Mails.Child($"<p>Name: Sam Taylor</p>{hidden}<p>DOB: 12/03/2014</p>", html: true);
        child.Value(Fields.NhsNumber).ShouldBeNull();
        child.Value(Fields.DateOfBirth).ShouldBe("2014-03-12");
    }

    [Fact]
    public void Markup_in_plain_text_is_only_text() =>
        Mails.Child("Name: Sam Taylor\nReason for referral: <script>alert(1)</script> <b>low</b>").Value(Fields.PresentingNeeds).ShouldBe("<script>alert(1)</script> <b>low</b>");

    [Theory]
    [InlineData("a", false)]
    [InlineData("Name: ", false)]
    [InlineData("Name:\n", false)]
    [InlineData("12/03/2014 ", false)]
    [InlineData("9 ", false)]
    [InlineData("> ", false)]
    [InlineData("Sam Taylor ", false)]
    [InlineData("From: a@b.example\nSent: x\nTo: y\n\n", false)]
    [InlineData("<div>", true)]
    [InlineData("<b><p>", true)]
    [InlineData("<table><tr><td>", true)]
    [InlineData("&amp", true)]
    [InlineData("</a>", true)]
    public void Thirty_megabytes_are_read_up_to_a_point_and_a_person_is_told(string piece, bool html)
    {
        var body = "Name: Sam Taylor\n" + string.Concat(Enumerable.Repeat(piece, 30_000_000 / piece.Length));
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var referral = Mails.Referral(Mails.Mail(body, html: html));
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(60));
        if (!html)
        {
            referral.Unread.ShouldBe(["the rest of a very long message"]);
        }
    }
}
