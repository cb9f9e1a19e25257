using System.Net;
using System.Text;
using Heldspace.Azure.Graph;
using Heldspace.Intake;

namespace Heldspace.Functions.Tests.Graph;

/// <summary>What comes into a mailbox, against the Microsoft 365 stand-in.</summary>
public sealed class MailboxReadingTests
{
    private const string Letter =
        ""","attachments":[{"@odata.type":"#microsoft.graph.fileAttachment","name":"letter.txt","contentType":"text/plain","contentBytes":"aGVsbG8="},""" +
        """{"@odata.type":"#microsoft.graph.fileAttachment","name":"macro.docm","contentType":"application/msword","contentBytes":"ZXZpbA=="}]""";

    [Fact]
    public async Task A_plain_mail_costs_one_call_and_is_kept_as_it_came()
    {
        await using var office = new Office();
        var id = office.Deliver("Referral");

        var page = await office.Read();

        office.Calls().ShouldBe(["GET /v1.0/users/referrals@service.example/mailFolders/inbox/messages/delta()"]);
        page.More.ShouldBeFalse();
        var arrived = page.Messages.ShouldHaveSingleItem();
        arrived.Id.ShouldBe(id);
        arrived.Mail.From.ShouldBe(EmailAddress.Parse("ada.worker@council.example"));
        arrived.Mail.Body.ShouldBe("Name: Sam Example");
        arrived.Mail.BodyIsHtml.ShouldBeFalse();
        arrived.Mail.Headers.ShouldNotBeEmpty();
        arrived.Mail.ReceivedAt.ShouldBe(office.Now);
        var again = MailJson.Parse(arrived.Json);
        again.Headers.ShouldBe(arrived.Mail.Headers);
        (again with { Headers = arrived.Mail.Headers, Attachments = arrived.Mail.Attachments }).ShouldBe(arrived.Mail);
        Encoding.UTF8.GetString(arrived.Json.Span).ShouldContain("\"toRecipients\"");
    }

    [Fact]
    public async Task Only_what_came_since_comes_with_the_link()
    {
        await using var office = new Office();
        office.Deliver("First");
        var first = await office.Read();
        (await office.Read(first.NextDeltaLink)).Messages.ShouldBeEmpty();
        office.Deliver("Second");

        office.Wire.Forget();
        var second = await office.Read(first.NextDeltaLink);

        second.Messages.ShouldHaveSingleItem().Mail.Subject.ShouldBe("Second");
        office.Calls().Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_full_mailbox_comes_in_pages_each_mail_once()
    {
        await using var office = new Office();
        for (var n = 0; n < 60; n++)
        {
            office.Deliver($"Mail {n}");
        }

        var subjects = new List<string>();
        string? link = null;
        bool more;
        do
        {
            var page = await office.Read(link);
            page.Messages.Length.ShouldBeLessThanOrEqualTo(25);
            subjects.AddRange(page.Messages.Select(message => message.Mail.Subject));
            (link, more) = (page.NextDeltaLink, page.More);
        }
        while (more);

        subjects.Order().ShouldBe(Enumerable.Range(0, 60).Select(n => $"Mail {n}").Order());
        office.Calls().Count.ShouldBe(3);
    }

    [Fact]
    public async Task An_expired_link_means_starting_over_and_nothing_is_lost()
    {
        await using var office = new Office();
        office.Deliver("Before");
        var page = await office.Read();
        office.Deliver("After");
        office.Tenant.ExpireDeltaTokens();

        (await office.Mailbox.Changes(Office.Referrals, Mailbox.Inbox, page.NextDeltaLink, default)).ShouldBeOfType<MailboxChanges.StartOver>();

        (await office.Read()).Messages.Select(message => message.Mail.Subject).ShouldBe(["Before", "After"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("https://elsewhere.example/v1.0/users/x/messages/delta()?$deltatoken=t")]
    [InlineData("http://localhost.elsewhere.example/v1.0/")]
    [InlineData("not a link")]
    public async Task A_link_to_elsewhere_is_never_followed(string link)
    {
        await using var office = new Office();

        (await office.Mailbox.Changes(Office.Referrals, Mailbox.Inbox, link, default)).ShouldBeOfType<MailboxChanges.StartOver>();

        office.Wire.Seen.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_broken_link_to_Graph_means_starting_over()
    {
        await using var office = new Office();
        const string link = "http://localhost/v1.0/users/referrals@service.example/mailFolders/inbox/messages/delta()?$deltatoken=broken";

        (await office.Mailbox.Changes(Office.Referrals, Mailbox.Inbox, link, default)).ShouldBeOfType<MailboxChanges.StartOver>();
    }

    [Fact]
    public async Task Attachments_come_with_one_more_call()
    {
        await using var office = new Office();
        var id = office.Deliver("With a letter", Letter);

        var arrived = (await office.Read()).Messages.ShouldHaveSingleItem();

        arrived.Id.ShouldBe(id);
        office.Calls().ShouldBe(
        [
            "GET /v1.0/users/referrals@service.example/mailFolders/inbox/messages/delta()",
            $"GET /v1.0/users/referrals@service.example/messages/{id}",
        ]);
        arrived.Mail.Attachments.Select(attachment => (attachment.Name, Encoding.UTF8.GetString(attachment.Content.Span)))
            .ShouldBe([("letter.txt", "hello"), ("macro.docm", "evil")]);
        MailJson.Parse(arrived.Json).Attachments.Length.ShouldBe(2);
    }

    [Fact]
    public async Task A_picture_in_the_body_is_fetched_although_the_mail_says_it_has_no_attachment()
    {
        await using var office = new Office();
        office.Tenant.Deliver(Office.Referrals.Text, (System.Text.Json.Nodes.JsonObject)System.Text.Json.Nodes.JsonNode.Parse("""
            {"subject":"Scan","body":{"contentType":"html","content":"<img src=\"cid:scan1\">"},"from":{"emailAddress":{"address":"gp@surgery.example"}},
             "attachments":[{"@odata.type":"#microsoft.graph.fileAttachment","name":"scan.png","contentType":"image/png","isInline":true,"contentId":"scan1","contentBytes":"aGVsbG8="}]}
            """)!);

        var picture = (await office.Read()).Messages.ShouldHaveSingleItem().Mail.Attachments.ShouldHaveSingleItem();

        picture.IsInline.ShouldBeTrue();
        picture.Content.Length.ShouldBe(5);
    }

    [Fact]
    public async Task Header_fields_that_the_page_lacks_are_fetched()
    {
        await using var office = new Office();
        office.Tenant.HeadersInDelta = false;
        office.Deliver("Referral");

        (await office.Read()).Messages.ShouldHaveSingleItem().Mail.Headers.ShouldNotBeEmpty();

        office.Calls().Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_virus_costs_its_own_content_only()
    {
        await using var office = new Office();
        var id = office.Deliver("With a letter", Letter);
        office.Tenant.Condemn(Office.Referrals.Text, id, "macro.docm");

        var arrived = (await office.Read()).Messages.ShouldHaveSingleItem();

        arrived.Mail.Attachments.Select(attachment => (attachment.Name, attachment.Content.Length)).ShouldBe([("letter.txt", 5), ("macro.docm", 0)]);
        Encoding.UTF8.GetString(arrived.Json.Span).ShouldContain("\"heldspace.refused\":\"ErrorVirusDetected\"");
        arrived.Mail.Headers.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_mail_whose_attachments_are_refused_together_is_fetched_one_by_one()
    {
        await using var office = new Office();
        var id = office.Deliver("With a letter", Letter);
        office.Tenant.Condemn(Office.Referrals.Text, id, "macro.docm");
        office.Wire.Before = seen => seen.Query.Contains("$expand=attachments", StringComparison.Ordinal)
            ? GraphWire.Error(HttpStatusCode.Forbidden, "ErrorVirusDetected")
            : null;

        var arrived = (await office.Read()).Messages.ShouldHaveSingleItem();

        arrived.Mail.Subject.ShouldBe("With a letter");
        arrived.Mail.Attachments.Select(attachment => (attachment.Name, attachment.Content.Length)).ShouldBe([("letter.txt", 5), ("macro.docm", 0)]);
    }

    [Fact]
    public async Task A_mail_attached_to_a_mail_is_read_too()
    {
        await using var office = new Office();
        office.Deliver("Forwarded", ""","attachments":[{"@odata.type":"#microsoft.graph.itemAttachment","name":"Referral for Sam","item":{"@odata.type":"#microsoft.graph.message","subject":"Referral for Sam","body":{"contentType":"text","content":"Name: Sam"}}}]""");

        var inner = (await office.Read()).Messages.ShouldHaveSingleItem().Mail.Attachments.ShouldHaveSingleItem();

        inner.Name.ShouldBe("Referral for Sam");
        Encoding.UTF8.GetString(inner.Content.Span).ShouldContain("Name: Sam");
    }

    [Fact]
    public async Task A_mail_whose_mark_alone_changed_still_comes_whole()
    {
        await using var office = new Office();
        var id = office.Deliver("Referral");
        var page = await office.Read();
        office.Tenant.MarkRead(Office.Referrals.Text, id);

        var again = (await office.Read(page.NextDeltaLink)).Messages.ShouldHaveSingleItem();

        again.Id.ShouldBe(id);
        again.Mail.Body.ShouldBe("Name: Sam Example");
    }

    [Fact]
    public async Task A_mail_that_left_the_folder_is_no_arrival()
    {
        await using var office = new Office();
        var id = office.Deliver("Referral");
        var page = await office.Read();
        office.Tenant.MoveMessage(Office.Referrals.Text, id, "archive");

        (await office.Read(page.NextDeltaLink)).Messages.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_mail_deleted_while_it_is_fetched_is_passed_over()
    {
        await using var office = new Office();
        var id = office.Deliver("Gone", Letter);
        office.Deliver("Still there");
        office.Wire.Before = seen => seen.Path.EndsWith(id, StringComparison.Ordinal) ? GraphWire.Error(HttpStatusCode.NotFound, "ErrorItemNotFound") : null;

        (await office.Read()).Messages.ShouldHaveSingleItem().Mail.Subject.ShouldBe("Still there");
    }

    [Fact]
    public async Task What_is_in_Junk_is_read_from_there()
    {
        await using var office = new Office();
        office.Deliver("Not junk at all", folder: "junkemail");

        (await office.Read(folder: Mailbox.Junk)).Messages.ShouldHaveSingleItem().Mail.Subject.ShouldBe("Not junk at all");
        (await office.Read()).Messages.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_invitation_is_known_as_calendar_mail()
    {
        await using var office = new Office();
        office.Tenant.MeetingDelay = NodaTime.Duration.Zero;
        await office.Diary.Book(Office.Robin, DiaryTests.Entry with { Attendees = [new(Office.Referrals, "Referrals")] }, default);
        office.Tenant.Settle();

        (await office.Read()).Messages.ShouldHaveSingleItem().Mail.IsCalendarMail.ShouldBeTrue();
    }
}
