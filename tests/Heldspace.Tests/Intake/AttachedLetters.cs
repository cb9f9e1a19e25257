using System.Diagnostics;
using System.Text;
using Heldspace.Intake;
using Heldspace.Tests.Builders;

namespace Heldspace.Tests.Intake;

public sealed class AttachedLetters
{
    private const string Word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    [Fact]
    public void A_letter_is_read_as_the_body_is_and_says_where()
    {
        var referral = With("Please see the attached letter.", ("letter.docx", Word, WordFile.Of(WordFile.Lines(
            "Mill Lane Surgery", "Re: Chloe Hartnoll, DOB 21/04/2013, NHS 999 000 0034", "Thank you for seeing Chloe, who is looked after by Halton and subject to a full care order.", "She cannot sleep."))));
        var child = referral.Children.ShouldHaveSingleItem();
        Values(child, Fields.GivenName, Fields.FamilyName, Fields.DateOfBirth, Fields.NhsNumber, Fields.LegalStatus, Fields.ResponsibleAuthority).ShouldBe(["Chloe", "Hartnoll", "2013-04-21", "9990000034", "C2", "Halton"]);
        child[Fields.DateOfBirth].Source.ShouldBe("attachment 1, line 2");
        referral.Unread.ShouldBeEmpty();
    }

    [Fact]
    public void A_form_is_read_with_its_tables_controls_and_ticks()
    {
        var form = WordFile.Of(
            WordFile.Table(["Child's name", "Chloe Hartnoll"], ["Date of birth", WordFile.Control("DOB", "21/04/2013")], ["NHS number", "999 000 0034"], ["School", WordFile.Control("School", "Click or tap here to enter text.", placeholder: true)])
            + $"<w:p><w:r><w:t xml:space=\"preserve\">Category: </w:t></w:r>{WordFile.Box(false, "Care leaver")}{WordFile.Box(true, "Child in care")}{WordFile.Box(false, "Adopted")}</w:p>"
            + WordFile.Control("Legal status", "Full care order")
            + "<w:sdt><w:sdtPr><w:tag w:val=\"responsibleAuthority\"/></w:sdtPr><w:sdtContent>" + WordFile.Lines("Halton") + "</w:sdtContent></w:sdt>"
            + "<w:p><w:r><w:t>Urgency:</w:t></w:r><w:r><w:tab/></w:r><w:r><w:t>urgent</w:t></w:r></w:p>");
        var child = With("Form attached.", ("form", "application/octet-stream", form)).Children.ShouldHaveSingleItem();
        Values(child, Fields.GivenName, Fields.DateOfBirth, Fields.NhsNumber, Fields.School, Fields.Category, Fields.LegalStatus, Fields.ResponsibleAuthority, Fields.Urgency)
            .ShouldBe(["Chloe", "2013-04-21", "9990000034", null, "childInCare", "C2", "Halton", "urgent"]);
    }

    [Fact]
    public void Nothing_that_is_hidden_or_struck_out_is_read()
    {
        var child = With("Letter attached.", ("letter.docx", Word, WordFile.Of(
            WordFile.Lines("Name: Chloe Hartnoll", "DOB: 21/04/2013")
            + "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>NHS number: 999 000 0034</w:t></w:r></w:p>"
            + "<w:p><w:del><w:r><w:delText>NHS number: 999 000 0018</w:delText><w:t>UPN: B987654321098</w:t></w:r></w:del><w:ins><w:r><w:t>School: Hartford Primary School</w:t></w:r></w:ins></w:p>"
            + "<mc:AlternateContent><mc:Choice/><mc:Fallback>" + WordFile.Lines("NHS number: 999 000 0026") + "</mc:Fallback></mc:AlternateContent>"))).Children.ShouldHaveSingleItem();
        Values(child, Fields.NhsNumber, Fields.Upn, Fields.School, Fields.DateOfBirth).ShouldBe([null, null, "Hartford Primary School", "2013-04-21"]);
    }

    /// <summary>A file of a megabyte may hold twenty: what of it is read is little, and so is what reading takes.</summary>
    [Fact]
    public void A_letter_of_one_endless_run_takes_little_memory()
    {
        var endless = string.Concat(Enumerable.Range(0, 180_000).Select(n => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{n:D7} {new string('a', 92)}")));
        var file = WordFile.Of(WordFile.Lines("Name: Chloe Hartnoll", "DOB: 21/04/2013", endless));
        file.Length.ShouldBeLessThan(2_000_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var lines = Heldspace.Intake.Text.WordText.Read(file, "attachment 1").ShouldNotBeNull();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(20_000_000);
        lines.IsCut.ShouldBeTrue();
        var referral = With("Letter attached.", ("letter.docx", Word, file));
        referral.Children.ShouldHaveSingleItem()[Fields.DateOfBirth].Value.ShouldBe("2013-04-21");
    }

    [Theory]
    [InlineData("notes.txt", "text/plain")]
    [InlineData("page.html", "text/html")]
    public void A_text_of_many_megabytes_is_read_as_far_as_anybody_writes_and_the_rest_is_named(string name, string type)
    {
        var file = Encoding.UTF8.GetBytes("Name: Chloe Hartnoll\n<p>DOB: 21/04/2013</p>\n" + new string('\u00e9', 9_000_000));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var referral = With("Notes attached.", (name, type, file));
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(100_000_000);
        referral.Children.ShouldHaveSingleItem()[Fields.FamilyName].Value.ShouldBe("Hartnoll");
        referral.Unread.ShouldHaveSingleItem().ShouldStartWith("the rest of ");
    }

    [Fact]
    public void What_the_mail_says_differently_is_doubtful_and_the_mail_comes_first()
    {
        var child = With("I am referring Chloe Hartnoll, dob 20/04/2013. She lives in Chester.", ("letter.docx", Word, WordFile.Of(WordFile.Lines("Name: Chloe Hartnoll", "DOB: 21/04/2013", "Lives in: Wigan")))).Children.ShouldHaveSingleItem();
        child[Fields.DateOfBirth].Value.ShouldBe("2013-04-20");
        child[Fields.DateOfBirth].Certainty.ShouldBe(Certainty.Doubtful);
        child[Fields.DateOfBirth].Note!.ShouldContain("attachment 1, line 2");
        child[Fields.LivesIn].Value.ShouldBe("Cheshire West and Chester");
    }

    [Theory]
    [InlineData("notes.txt", "text/plain", "Name: Chloe Hartnoll\r\nDOB: 21/04/2013")]
    [InlineData("form.html", "text/html", "<html><body><table><tr><td>Name</td><td>Chloe Hartnoll</td></tr><tr><td>DOB</td><td>21/04/2013</td></tr></table></body></html>")]
    [InlineData("FW: referral", "text/html", "<p>Name: Chloe Hartnoll</p><p>DOB: 21/04/2013</p>")]
    [InlineData("mail.eml", "message/rfc822", "From: =?utf-8?Q?Ren=C3=A9e_Ode?= <renee.ode@cheshire-west.example>\r\nSubject: Referral\r\nDate: Mon, 2 Nov 2026 10:00:00 +0000\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nName: Chloe Hart=\r\nnoll\r\nDOB: 21/04/2013\r\n")]
    public void Texts_pages_and_attached_mails_are_read(string name, string type, string content)
    {
        var referral = With("See attached.", (name, type, Encoding.UTF8.GetBytes(content)));
        Values(referral.Children.ShouldHaveSingleItem(), Fields.GivenName, Fields.FamilyName, Fields.DateOfBirth).ShouldBe(["Chloe", "Hartnoll", "2013-04-21"]);
        referral.Unread.ShouldBeEmpty();
    }

    [Fact]
    public void An_attached_mail_brings_its_sender_and_what_is_attached_to_it()
    {
        var letter = Convert.ToBase64String(WordFile.Of(WordFile.Lines("Name: Chloe Hartnoll", "DOB: 21/04/2013")), Base64FormattingOptions.InsertLineBreaks);
        var mail = $"From: Nadia Elmi <nadia.elmi@cheshire-west.example>\nTo: duty@cheshire-west.example\nSubject: Referral\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"b1\"\n\n"
            + "--b1\nContent-Type: multipart/alternative; boundary=b2\n\n--b2\nContent-Type: text/plain\n\nPlease see the letter. She needs help with sleep.\n\n--b2\nContent-Type: text/html\n\n<p>Please see the letter. She is subject to a full care order.</p>\n--b2--\n"
            + $"--b1\nContent-Type: {Word}; name=\"letter.docx\"\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment\n\n{letter}\n--b1\nContent-Type: application/pdf; name=\"scan.pdf\"\nContent-Transfer-Encoding: base64\n\nJVBERi0xLjc=\n--b1--\n";
        var referral = With("FYI", ("referral.eml", "message/rfc822", Encoding.UTF8.GetBytes(mail)));
        var child = referral.Children.ShouldHaveSingleItem();
        Values(child, Fields.GivenName, Fields.DateOfBirth, Fields.LegalStatus).ShouldBe(["Chloe", "2013-04-21", "C2"]);
        child[Fields.DateOfBirth].Source.ShouldBe("attachment 1.1, line 2");
        referral.Referrer.Email!.Text.ShouldBe("nadia.elmi@cheshire-west.example");
        referral.Unread.ShouldBe(["attachment 1.2 (PDF)"]);
    }

    [Fact]
    public void A_mail_attached_in_Outlook_brings_its_sender_too()
    {
        var page = "<p>From: Nadia Elmi &lt;nadia.elmi@cheshire-west.example&gt;<br>Sent: 2026-11-01T09:00:00Z<br>Subject: Chloe</p><html><body><p>Name: Chloe Hartnoll</p></body></html>";
        var referral = With("FYI", ("FW: Chloe", "text/html", Encoding.UTF8.GetBytes(page)));
        referral.Referrer.Email!.Text.ShouldBe("nadia.elmi@cheshire-west.example");
        referral.Children.ShouldHaveSingleItem()[Fields.GivenName].Source.ShouldStartWith("attachment 1, line ");
    }

    [Fact]
    public void Wording_of_immediate_risk_is_found_in_a_letter_too()
    {
        var letter = WordFile.Of(WordFile.Lines("Dear colleague", "Chloe told me that she will take all her tablets tonight."));
        var mail = Mails.Mail("Routine letter attached.") with { Attachments = [new("letter.docx", Word, letter, false)] };
        Heldspace.Safeguarding.Screen.Mail(mail, Mails.Service).ShouldContain(concern => concern.Source == "attachment 1, line 2");
    }

    [Fact]
    public void Mails_within_mails_end_somewhere()
    {
        var mail = "From: a@cheshire-west.example\nSubject: x\n\nName: Chloe Hartnoll";
        for (var depth = 0; depth < 6; depth++)
        {
            mail = $"From: a{depth}@cheshire-west.example\nSubject: x\nContent-Type: multipart/mixed; boundary=m{depth}\n\n--m{depth}\nContent-Type: message/rfc822\n\n{mail}\n--m{depth}--\n";
        }

        With("See attached.", ("x.eml", "message/rfc822", Encoding.UTF8.GetBytes(mail))).Unread.ShouldBe(["attachment 1.1.1.1 (mail)"]);
    }

    [Fact]
    public void A_form_attached_for_each_child_is_that_childs_own()
    {
        var referral = With("Referral forms attached for Ava and Noah.", ("a.docx", Word, WordFile.Of(WordFile.Lines("Name: Ava Brindle", "DOB: 12/03/2014", "NHS number: 999 000 0018"))), ("b.docx", Word, WordFile.Of(WordFile.Lines("Name: Noah Brindle", "DOB: 01/02/2016", "School: Hartford Primary School"))));
        referral.Children.Select(child => string.Join(' ', Values(child, Fields.GivenName, Fields.FamilyName, Fields.DateOfBirth, Fields.NhsNumber, Fields.School)))
            .ShouldBe(["Ava Brindle 2014-03-12 9990000018 ", "Noah Brindle 2016-02-01  Hartford Primary School"]);
    }

    [Fact]
    public void Siblings_in_a_table_of_a_letter_are_told_apart()
    {
        var referral = With("Letter attached.", ("a.docx", Word, WordFile.Of(WordFile.Lines("I am referring the following siblings.") + WordFile.Table(["Name", "DOB", "NHS number"], ["Ava Brindle", "12/03/2014", "999 000 0018"], ["Noah Brindle", "01/02/2016", ""]) + WordFile.Lines("Both live in Chester."))));
        referral.Children.Select(child => string.Join(' ', Values(child, Fields.GivenName, Fields.DateOfBirth, Fields.NhsNumber, Fields.LivesIn)))
            .ShouldBe(["Ava 2014-03-12 9990000018 Cheshire West and Chester", "Noah 2016-02-01  Cheshire West and Chester"]);
    }

    public static TheoryData<string, byte[], string> Unreadable => new()
    {
        { "a PDF by another name", "%PDF-1.7\nName: Chloe Hartnoll"u8.ToArray(), "PDF, sent as a Word document" },
        { "nothing", [], "Word document" },
        { "an old or locked document", [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0, 0, 0], "old Office document" },
        { "a packed file that is no document", WordFile.Packed(("letter.txt", "Name: Chloe Hartnoll")), "archive, sent as a Word document" },
        { "a spreadsheet", WordFile.Packed(("[Content_Types].xml", "<Types/>"), ("xl/workbook.xml", "<workbook/>")), "spreadsheet, sent as a Word document" },
        { "a document without a word", WordFile.Of("<w:p/>"), "Word document" },
        { "a page pasted in as a picture", WordFile.Of(WordFile.Lines("Scan") + "<w:p><w:r><pic:pic/></w:r></w:p>"), "Word document" },
        { "entities", WordFile.Of(WordFile.Lines("Name: &x;"), "<!DOCTYPE w [<!ENTITY x \"Chloe\">]>"), "Word document" },
        { "XML that is cut", WordFile.Packed(("[Content_Types].xml", "<Types/>"), ("word/document.xml", "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p><w:r><w:t>Name: Chloe")), "Word document" },
        { "very deep XML", WordFile.Of(string.Concat(Enumerable.Repeat("<w:p>", 300)) + string.Concat(Enumerable.Repeat("</w:p>", 300))), "Word document" },
        { "thousands of entries", WordFile.Packed([("[Content_Types].xml", "<Types/>"), .. Enumerable.Range(0, 2_100).Select(n => ($"word/{n}.xml", ""))]), "archive, sent as a Word document" },
        { "sixty megabytes of spaces", WordFile.Of(WordFile.Lines("Name: Chloe") + new string(' ', 60_000_000)), "Word document" },
    };

    [Theory]
    [MemberData(nameof(Unreadable))]
    public void What_cannot_be_read_safely_stays_for_a_person(string what, byte[] content, string named)
    {
        var watch = Stopwatch.StartNew();
        var referral = With("Please see attached, Sam Taylor, dob 12/03/2014.", ("letter.docx", Word, content));
        referral.Unread.ShouldBe([$"attachment 1 ({named})"], what);
        Values(referral.Children.ShouldHaveSingleItem(), Fields.GivenName, Fields.DateOfBirth).ShouldBe(["Sam", "2014-03-12"]);
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }

    /// <summary>Each line was prose once for every label in it: these took 1,800 MB.</summary>
    [Fact]
    public void Labels_again_and_again_take_memory_in_proportion_to_the_text()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        _ = With(string.Concat(Enumerable.Repeat("Risks:1) ", 6_600)));
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(400_000_000);
    }

    [Fact]
    public void Of_a_letter_with_thousands_of_lines_the_first_are_read_and_a_person_is_told_of_the_rest()
    {
        string[] many = [.. Enumerable.Repeat("Sam", 66_000)];
        var letter = With("Letter attached.", ("letter.docx", Word, WordFile.Of(WordFile.Lines(["First name: Chloe", "Surname: Hartnoll", .. many]))));
        letter.Unread.ShouldContain(unread => unread.StartsWith("the rest of attachment 1", StringComparison.Ordinal));
        Values(letter.Children[0], Fields.GivenName, Fields.FamilyName).ShouldBe(["Chloe", "Hartnoll"]);

        With($"First name: Chloe\nSurname: Hartnoll\n{string.Join('\n', many)}").Unread.ShouldBe(["the rest of a very long message"]);
        With($"First name: Chloe\nSurname: Hartnoll\n{new string('\n', 9_000)}Kind regards").Unread.ShouldBeEmpty();
    }

    [Fact]
    public void No_bytes_whatever_make_reading_an_attachment_fail()
    {
        var random = new Random(20261123);
        var real = WordFile.Of(WordFile.Lines("Name: Chloe Hartnoll", "DOB: 21/04/2013") + WordFile.Table(["NHS number", "999 000 0034"], ["School", WordFile.Control("School", "Hartford")]) + WordFile.Box(true, "x"));
        var mail = Encoding.UTF8.GetBytes("From: a@b.example\nSubject: =?utf-8?B?eA==?=\nContent-Type: multipart/mixed; boundary=\"q\"\n\n--q\nContent-Transfer-Encoding: quoted-printable\n\nName: S=61m=\n Taylor\n--q\nContent-Type: message/rfc822\n\nFrom: x\nTo: y\n\nz\n--q--");
        var watch = Stopwatch.StartNew();
        for (var round = 0; round < 1_500; round++)
        {
            var content = (round % 3 == 0 ? mail : real).ToArray();
            for (var flips = random.Next(1, 8); flips > 0; flips--)
            {
                content[random.Next(content.Length)] = (byte)random.Next(256);
            }

            content = (round % 5) switch
            {
                0 => content[..random.Next(content.Length)],
                1 => [.. content, .. content[random.Next(content.Length)..]],
                2 when round % 7 == 0 => [.. "PK\u0003\u0004"u8, .. Enumerable.Range(0, 300).Select(_ => (byte)random.Next(256))],
                _ => content,
            };
            var referral = With("See attached, Sam Taylor.", (round % 3 == 0 ? "x.eml" : "x.docx", null, content));
            referral.Children.ShouldNotBeEmpty();
        }

        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(60));
    }

    private static Referral With(string body, params (string Name, string? Type, byte[] Content)[] attachments) => Mails.Referral(Mails.Mail(body) with
    {
        Attachments = [.. attachments.Select(one => new MailAttachment(one.Name, one.Type, one.Content, false))],
    });

    private static IEnumerable<string?> Values(Child child, params Field[] fields) => fields.Select(child.Value);
}
