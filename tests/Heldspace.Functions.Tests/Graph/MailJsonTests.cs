using System.Collections.Immutable;
using System.Text;
using Heldspace.Azure.Graph;
using Heldspace.Intake;
using NodaTime;

namespace Heldspace.Functions.Tests.Graph;

public sealed class MailJsonTests
{
    [Fact]
    public void A_mail_is_read_with_its_sender_header_fields_and_attachments()
    {
        var mail = Parse("""
            {"id":"AAA","subject":"Referral","receivedDateTime":"2026-03-02T09:15:04Z","internetMessageId":"<1@council.example>","conversationId":"c1",
             "from":{"emailAddress":{"name":"Ada Worker","address":"Ada.Worker@council.example"}},
             "body":{"contentType":"html","content":"<p>Hello</p>"},
             "internetMessageHeaders":[{"name":"Received","value":"one"},{"name":"Auto-Submitted","value":"no"}],
             "hasAttachments":true,
             "attachments":[{"@odata.type":"#microsoft.graph.fileAttachment","name":"letter.txt","contentType":"text/plain","isInline":false,"contentBytes":"aGVsbG8="}]}
            """);

        mail.From.ShouldBe(EmailAddress.Parse("ada.worker@council.example"));
        mail.FromName.ShouldBe("Ada Worker");
        mail.Subject.ShouldBe("Referral");
        mail.Body.ShouldBe("<p>Hello</p>");
        mail.BodyIsHtml.ShouldBeTrue();
        mail.ReceivedAt.ShouldBe(Instant.FromUtc(2026, 3, 2, 9, 15, 4));
        mail.InternetMessageId.ShouldBe("<1@council.example>");
        mail.ConversationId.ShouldBe("c1");
        mail.Headers.ShouldBe([new("Received", "one"), new("Auto-Submitted", "no")]);
        mail.IsCalendarMail.ShouldBeFalse();
        var letter = mail.Attachments.ShouldHaveSingleItem();
        (letter.Name, letter.ContentType, letter.IsInline).ShouldBe(("letter.txt", "text/plain", false));
        Encoding.UTF8.GetString(letter.Content.Span).ShouldBe("hello");
    }

    [Fact]
    public void An_attached_mail_is_read_as_its_text()
    {
        var mail = Parse("""
            {"receivedDateTime":"2026-03-02T09:15:04Z","attachments":[{"@odata.type":"#microsoft.graph.itemAttachment","name":"FW: referral",
             "item":{"@odata.type":"#microsoft.graph.message","body":{"contentType":"text","content":"Name: Sam"}}}]}
            """);

        var inner = mail.Attachments.ShouldHaveSingleItem();
        (inner.Name, inner.ContentType).ShouldBe(("FW: referral", "text/plain"));
        Encoding.UTF8.GetString(inner.Content.Span).ShouldBe("Name: Sam");
    }

    [Fact]
    public void An_attached_mail_keeps_who_wrote_it()
    {
        var mail = Parse("""
            {"receivedDateTime":"2026-03-02T09:15:04Z","attachments":[{"@odata.type":"#microsoft.graph.itemAttachment","name":"FW: referral",
             "item":{"@odata.type":"#microsoft.graph.message","subject":"Sam","sentDateTime":"2026-03-01T09:00:00Z","from":{"emailAddress":{"name":"Jo Hart","address":"jo.hart@council.example"}},
             "body":{"contentType":"html","content":"<p>Name: Sam</p>"}}}]}
            """);

        Encoding.UTF8.GetString(mail.Attachments.ShouldHaveSingleItem().Content.Span)
            .ShouldBe("<p>From: Jo Hart &lt;jo.hart@council.example&gt;<br>Sent: 2026-03-01T09:00:00Z<br>Subject: Sam</p><p>Name: Sam</p>");
    }

    [Fact]
    public void An_attachment_that_was_withheld_stays_as_a_name_without_content()
    {
        var mail = Parse("""
            {"receivedDateTime":"2026-03-02T09:15:04Z","attachments":[{"@odata.type":"#microsoft.graph.fileAttachment","name":"bad.docm","heldspace.refused":"ErrorAccessDenied"}]}
            """);

        var bad = mail.Attachments.ShouldHaveSingleItem();
        bad.Name.ShouldBe("bad.docm");
        bad.Content.Length.ShouldBe(0);
    }

    [Theory]
    [InlineData("#microsoft.graph.eventMessage")]
    [InlineData("#microsoft.graph.eventMessageRequest")]
    [InlineData("#microsoft.graph.eventMessageResponse")]
    public void Calendar_mail_is_told_by_its_type(string type) =>
        Parse($$"""{"@odata.type":"{{type}}","receivedDateTime":"2026-03-02T09:15:04Z"}""").IsCalendarMail.ShouldBeTrue();

    [Theory]
    [InlineData("""{"receivedDateTime":"2026-03-02T09:15:04Z"}""")]
    [InlineData("""{"receivedDateTime":"2026-03-02T09:15:04Z","subject":7,"body":"x","from":[],"internetMessageHeaders":{},"attachments":"none"}""")]
    [InlineData("""{"receivedDateTime":"2026-03-02T09:15:04Z","from":{"emailAddress":{"address":"not an address"}},"body":{"content":null}}""")]
    [InlineData("""{"receivedDateTime":5,"createdDateTime":"2026-03-02T09:15:04+00:00"}""")]
    [InlineData("""{"receivedDateTime":"2026-03-02T09:15:04Z","internetMessageHeaders":[1,{"value":"x"}],"attachments":[1,{"contentBytes":"%%%"}]}""")]
    public void What_is_missing_or_of_another_kind_counts_as_missing(string json)
    {
        var mail = Parse(json);

        mail.From.ShouldBeNull();
        mail.Subject.ShouldBe("");
        mail.Body.ShouldBe("");
        mail.ReceivedAt.ShouldBe(Instant.FromUtc(2026, 3, 2, 9, 15, 4));
        mail.Headers.ShouldBeEmpty();
        mail.Attachments.ShouldAllBe(attachment => attachment.Content.Length == 0);
    }

    [Fact]
    public void Half_a_surrogate_pair_does_not_stop_a_mail()
    {
        var mail = Parse("""{"receivedDateTime":"2026-03-02T09:15:04Z","subject":"a\ud83d \"b\" \\ud83d \ud83d\ude00 \u00e9\n"}""");

        mail.Subject.ShouldBe("a\ufffd \"b\" \\ud83d \U0001F600 \u00e9\n");
    }

    [Theory]
    [InlineData("")]
    [InlineData("[")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"subject":"no time"}""")]
    public void What_is_no_mail_is_refused(string json) => Should.Throw<FormatException>(() => Parse(json));

    private static ReceivedMail Parse(string json) => MailJson.Parse(Encoding.UTF8.GetBytes(json));
}

public sealed class MailBodyTests
{
    [Fact]
    public void A_mail_is_paragraphs_lists_and_links_and_nothing_else() => MailBody.Html(
    [
        "Hello,\nthank you.",
        "You can:\n- reply to this mail\n- or open https://form.example/refer/receipt/abc?x=1&y=2.\nThat is all.",
    ]).ShouldBe("""
        <!DOCTYPE html>
        <html lang="en-GB">
        <head><meta charset="utf-8"></head>
        <body style="font-family: Arial, sans-serif; color: #0b0c0c; background: #ffffff; line-height: 1.5">
        <p>Hello,<br>
        thank you.</p>
        <p>You can:</p>
        <ul>
        <li>reply to this mail</li>
        <li>or open <a href="https://form.example/refer/receipt/abc?x=1&amp;y=2" style="color: #1d70b8; overflow-wrap: anywhere">https://form.example/refer/receipt/abc?x=1&amp;y=2</a>.</li>
        </ul>
        <p>That is all.</p>
        </body>
        </html>

        """);

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("https://x.example/\"onmouseover=alert(1)")]
    [InlineData("javascript:alert(1)")]
    [InlineData("- <b>bold</b>")]
    public void Nothing_in_a_text_becomes_markup(string text)
    {
        var html = MailBody.Html([text]);

        html.ShouldNotContain("<script");
        html.ShouldNotContain("<img");
        html.ShouldNotContain("<b>");
        html.ShouldNotContain("\"onmouseover");
        html.ShouldNotContain("href=\"javascript");
    }

    [Fact]
    public void Other_writing_systems_stay_readable() =>
        MailBody.Html(["Zażółć, Ольга, 李"]).ShouldContain("<p>Zażółć, Ольга, 李</p>");

    [Fact]
    public void Nothing_to_say_is_an_empty_page() =>
        MailBody.Html(ImmutableArray<string>.Empty).ShouldNotContain("<p>");
}
