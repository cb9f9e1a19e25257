using System.Text.Json.Nodes;

namespace Heldspace.Functions.Tests.Microsoft365;

public sealed class MessageTests
{
    private const string Inbox = $"users/{Office.Intake}/mailFolders/inbox/messages";
    private const string All = $"users/{Office.Intake}/messages";

    [Fact]
    public async Task A_delivered_mail_is_listed_with_what_Outlook_fills_in()
    {
        await using var office = await Office.Open();
        office.Tenant.Deliver(Office.Intake, Office.Mail("A referral", "First line\r\nsecond"));

        var message = (await office.Get(Inbox)).Values().ShouldHaveSingleItem();

        message.Text("subject").ShouldBe("A referral");
        message.Text("bodyPreview").ShouldStartWith("First line");
        message.Text("receivedDateTime").ShouldBe("2026-01-05T09:00:00Z");
        message.Text("isRead").ShouldBe("false");
        message.Text("internetMessageId").ShouldEndWith("@mail.heldspace.example>");
        message.Text("conversationId").ShouldNotBeEmpty();
        message.Text("toRecipients/0/emailAddress/address").ShouldBe(Office.Intake);
        message.ContainsKey("internetMessageHeaders").ShouldBeFalse();
        message.Text("@odata.etag").ShouldBe($"W/\"{message.Text("changeKey")}\"");
    }

    [Fact]
    public async Task Select_gives_only_what_is_asked_for_and_headers_only_then()
    {
        await using var office = await Office.Open();
        var id = office.Tenant.Deliver(Office.Intake, Office.Mail("A referral"));

        var message = await office.Get($"{All}/{id.Url()}?$select=subject,internetMessageHeaders");

        message.Select(static pair => pair.Key).ShouldBe(["@odata.context", "@odata.etag", "id", "subject", "internetMessageHeaders"]);
        (await office.Refused(HttpMethod.Get, $"{All}/{id.Url()}?$select=colour")).ShouldBe((400, "RequestBroker--ParseUri"));
    }

    [Fact]
    public async Task An_immutable_id_survives_a_move_and_a_default_id_does_not()
    {
        await using var office = await Office.Open();
        office.Tenant.Deliver(Office.Intake, Office.Mail("A referral"));
        var folder = await office.Post($"users/{Office.Intake}/mailFolders", new JsonObject { ["displayName"] = "Processed" });
        var immutable = (await office.Get(Inbox, Office.Immutable)).Values()[0].Text("id");
        var before = (await office.Get(Inbox)).Values()[0].Text("id");

        var moved = await office.Post($"{All}/{before.Url()}/move", new JsonObject { ["destinationId"] = folder.Text("id") });

        moved.Text("id").ShouldNotBe(before);
        moved.Text("parentFolderId").ShouldBe(folder.Text("id"));
        (await office.Refused(HttpMethod.Get, $"{All}/{before.Url()}")).ShouldBe((404, "ErrorItemNotFound"));
        (await office.Get($"{All}/{immutable.Url()}", Office.Immutable)).Text("id").ShouldBe(immutable);
        (await office.Get(Inbox)).Values().ShouldBeEmpty();
        office.Tenant.Messages(Office.Intake, "Processed").ShouldHaveSingleItem().Text("id").ShouldBe(immutable);
    }

    [Fact]
    public async Task A_sent_draft_keeps_its_immutable_id_and_reaches_every_recipient()
    {
        await using var office = await Office.Open();
        var mail = new JsonObject
        {
            ["subject"] = "Held for you",
            ["body"] = new JsonObject { ["contentType"] = "html", ["content"] = "<p>Your place</p>" },
            ["toRecipients"] = new JsonArray(Office.Person("alex@school.example")),
            ["ccRecipients"] = new JsonArray(Office.Person(Office.Sam)),
            ["singleValueExtendedProperties"] = new JsonArray(new JsonObject { ["id"] = Property, ["value"] = "m-1" }),
            ["internetMessageHeaders"] = new JsonArray(new JsonObject { ["name"] = "X-Heldspace", ["value"] = "yes" }),
        };

        var draft = await office.Post(All, mail, Office.Immutable);
        draft.Text("isDraft").ShouldBe("true");
        draft.Text("body/contentType").ShouldBe("html");
        office.Tenant.Messages(Office.Intake, "drafts").Count.ShouldBe(1);
        await office.Post($"{All}/{draft.Text("id").Url()}/send", new JsonObject());

        var sent = await office.Get($"{All}/{draft.Text("id").Url()}", Office.Immutable);
        sent.Text("isDraft").ShouldBe("false");
        sent.Text("parentFolderId").ShouldBe((await office.Get($"users/{Office.Intake}/mailFolders/sentitems")).Text("id"));
        office.Tenant.Messages(Office.Intake, "drafts").ShouldBeEmpty();
        var outside = office.Tenant.Outbox.ShouldHaveSingleItem();
        outside.To.ShouldBe("alex@school.example");
        outside.From.ShouldBe(Office.Intake);
        var inside = office.Tenant.Messages(Office.Sam).ShouldHaveSingleItem();
        inside.Text("internetMessageId").ShouldBe(sent.Text("internetMessageId"));
        inside["internetMessageHeaders"]!.AsArray().ShouldContain(static header => header!.Text("name") == "X-Heldspace");
        inside["singleValueExtendedProperties"]!.AsArray().ShouldBeEmpty();
        (await office.Refused(HttpMethod.Post, $"{All}/{draft.Text("id").Url()}/send", new JsonObject())).Status.ShouldBe(400);
    }

    [Fact]
    public async Task A_draft_is_found_again_by_its_extended_property()
    {
        await using var office = await Office.Open();
        foreach (var value in new[] { "m-1", "m-2" })
        {
            var mail = Office.Mail(value);
            mail["singleValueExtendedProperties"] = new JsonArray(new JsonObject { ["id"] = Property, ["value"] = value });
            await office.Post(All, mail);
        }

        var filter = $"singleValueExtendedProperties/Any(ep: ep/id eq '{Property}' and ep/value eq 'm-2')".Url();
        var expand = $"singleValueExtendedProperties($filter=id eq '{Property}')".Url();
        var found = (await office.Get($"{All}?$filter={filter}&$expand={expand}")).Values().ShouldHaveSingleItem();

        found.Text("subject").ShouldBe("m-2");
        found.Text("singleValueExtendedProperties/0/value").ShouldBe("m-2");
        (await office.Get($"users/{Office.Intake}/mailFolders/inbox/messages?$filter={filter}")).Values().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("isRead eq false and receivedDateTime ge 2026-01-05T00:00:00Z", 2)]
    [InlineData("subject eq 'It''s one'", 1)]
    [InlineData("startswith(subject,'It') or isRead eq true", 1)]
    [InlineData("not (isRead eq false)", 0)]
    [InlineData("from/emailAddress/address eq 'alex@school.example'", 2)]
    public async Task Lists_are_filtered(string filter, int expected)
    {
        await using var office = await Office.Open();
        office.Tenant.Deliver(Office.Intake, Office.Mail("It's one"));
        office.Tenant.Deliver(Office.Intake, Office.Mail("Two"));

        (await office.Get($"{Inbox}?$filter={filter.Url()}&$count=true"))["@odata.count"]!.GetValue<int>().ShouldBe(expected);
    }

    [Fact]
    public async Task A_filter_that_Outlook_cannot_serve_is_refused()
    {
        await using var office = await Office.Open();

        (await office.Refused(HttpMethod.Get, $"{Inbox}?$filter={"isRead eq false".Url()}&$orderby=receivedDateTime")).ShouldBe((400, "InefficientFilter"));
        (await office.Refused(HttpMethod.Get, $"{Inbox}?$filter={"colour eq 'red'".Url()}")).ShouldBe((400, "RequestBroker--ParseUri"));
        (await office.Refused(HttpMethod.Get, $"{Inbox}?$filter={"isRead is false".Url()}")).ShouldBe((400, "BadRequest"));
    }

    [Fact]
    public async Task Pages_follow_next_links_to_the_end()
    {
        await using var office = await Office.Open();
        for (var i = 0; i < 23; i++)
        {
            office.Tenant.Deliver(Office.Intake, Office.Mail($"Mail {i:00}"));
        }

        var subjects = new List<string>();
        for (var page = await office.Get($"{Inbox}?$select=subject&$orderby=subject"); ; page = await office.Get(page.Text("@odata.nextLink")))
        {
            subjects.AddRange(page.Values().Select(static message => message.Text("subject")));
            if (!page.ContainsKey("@odata.nextLink"))
            {
                break;
            }

            page.Values().Count.ShouldBe(10);
        }

        subjects.ShouldBe(Enumerable.Range(0, 23).Select(static i => $"Mail {i:00}"));
    }

    [Fact]
    public async Task A_change_under_an_old_etag_is_refused()
    {
        await using var office = await Office.Open();
        var id = office.Tenant.Deliver(Office.Intake, Office.Mail("A referral"));
        var (_, before, _) = await office.Send(HttpMethod.Get, $"{All}/{id.Url()}");

        await office.Patch($"{All}/{id.Url()}", new JsonObject { ["isRead"] = true, ["categories"] = new JsonArray("Green") });

        (await office.Refused(HttpMethod.Patch, $"{All}/{id.Url()}", new JsonObject { ["isRead"] = false }, null, ("If-Match", before.Text("@odata.etag")))).ShouldBe((412, "ErrorIrresolvableConflict"));
        (await office.Refused(HttpMethod.Patch, $"{All}/{id.Url()}", new JsonObject { ["subject"] = "Other" })).ShouldBe((400, "ErrorInvalidPropertySet"));
        (await office.Get($"{All}/{id.Url()}")).Text("categories/0").ShouldBe("Green");
    }

    [Fact]
    public async Task Deleting_moves_to_Deleted_Items_and_deleting_there_removes()
    {
        await using var office = await Office.Open();
        var id = office.Tenant.Deliver(Office.Intake, Office.Mail("A referral"));

        await office.Delete($"{All}/{id.Url()}");
        office.Tenant.Messages(Office.Intake, "deleteditems").Count.ShouldBe(1);
        await office.Delete($"{All}/{id.Url()}");

        (await office.Refused(HttpMethod.Get, $"{All}/{id.Url()}")).ShouldBe((404, "ErrorItemNotFound"));
    }

    [Fact]
    public async Task A_reply_goes_to_the_sender_in_the_same_conversation()
    {
        await using var office = await Office.Open();
        var id = office.Tenant.Deliver(Office.Intake, Office.Mail("A referral", "Please <help>"));
        var original = await office.Get($"{All}/{id.Url()}");

        var draft = await office.Post($"{All}/{id.Url()}/createReply", new JsonObject { ["comment"] = "Thank you" }, Office.Immutable);

        draft.Text("subject").ShouldBe("RE: A referral");
        draft.Text("toRecipients/0/emailAddress/address").ShouldBe("alex@school.example");
        draft.Text("conversationId").ShouldBe(original.Text("conversationId"));
        draft.Text("body/content").ShouldContain("Thank you");
        draft.Text("body/content").ShouldContain("Please &lt;help&gt;");
        await office.Post($"{All}/{draft.Text("id").Url()}/send", new JsonObject());
        var headers = office.Tenant.Outbox.ShouldHaveSingleItem().Message["internetMessageHeaders"]!.AsArray();
        headers.ShouldContain(header => header!.Text("name") == "In-Reply-To" && header!.Text("value") == original.Text("internetMessageId"));
    }

    [Fact]
    public async Task A_reply_can_be_sent_in_one_go()
    {
        await using var office = await Office.Open();
        var id = office.Tenant.Deliver(Office.Intake, Office.Mail("RE: A referral"));

        await office.Post($"{All}/{id.Url()}/reply", new JsonObject { ["comment"] = "Thank you" });

        var sent = office.Tenant.Outbox.ShouldHaveSingleItem();
        sent.To.ShouldBe("alex@school.example");
        sent.Message.Text("subject").ShouldBe("RE: A referral");
        office.Tenant.Messages(Office.Intake, "drafts").ShouldBeEmpty();
        var both = new JsonObject { ["comment"] = "One", ["message"] = new JsonObject { ["body"] = new JsonObject { ["content"] = "Two" } } };
        (await office.Refused(HttpMethod.Post, $"{All}/{id.Url()}/createReply", both)).ShouldBe((400, "BadRequest"));
    }

    [Fact]
    public async Task A_copy_is_another_message_with_the_same_content()
    {
        await using var office = await Office.Open();
        var mail = Office.Mail("A referral");
        mail["attachments"] = new JsonArray(new JsonObject { ["@odata.type"] = "#microsoft.graph.fileAttachment", ["name"] = "a.txt", ["contentBytes"] = "AAAA" });
        var id = office.Tenant.Deliver(Office.Intake, mail);

        var copy = await office.Post($"{All}/{id.Url()}/copy", new JsonObject { ["destinationId"] = "archive" }, Office.Immutable);

        copy.Text("id").ShouldNotBe(id);
        office.Tenant.Messages(Office.Intake).Count.ShouldBe(1);
        office.Tenant.Messages(Office.Intake, "archive").ShouldHaveSingleItem().Text("attachments/0/name").ShouldBe("a.txt");
    }

    [Fact]
    public async Task A_body_comes_as_text_when_that_is_preferred()
    {
        await using var office = await Office.Open();
        var mail = Office.Mail("A referral", "<style>p{}</style><p>Jo &amp; Sam</p><p>Second<br>line</p>");
        mail["body"]!["contentType"] = "html";
        var id = office.Tenant.Deliver(Office.Intake, mail);

        var (_, message, response) = await office.Send(HttpMethod.Get, $"{All}/{id.Url()}", null, "outlook.body-content-type=\"text\"");

        message.Text("body/contentType").ShouldBe("text");
        message.Text("body/content").ShouldBe("Jo & Sam\r\nSecond\r\nline");
        response.Headers.GetValues("Preference-Applied").Single().ShouldContain("outlook.body-content-type");
        (await office.Get($"{All}/{id.Url()}")).Text("body/contentType").ShouldBe("html");
    }

    [Fact]
    public async Task An_answer_from_outside_joins_the_conversation_it_answers()
    {
        await using var office = await Office.Open();
        var mail = new JsonObject { ["message"] = new JsonObject { ["subject"] = "Held", ["toRecipients"] = new JsonArray(Office.Person("alex@school.example")) } };
        await office.Post($"users/{Office.Intake}/sendMail", mail);
        var sent = office.Tenant.Messages(Office.Intake, "sentitems").ShouldHaveSingleItem();

        var answer = Office.Mail("RE: Held");
        answer["internetMessageHeaders"] = new JsonArray(new JsonObject { ["name"] = "In-Reply-To", ["value"] = sent.Text("internetMessageId") });
        office.Tenant.Deliver(Office.Intake, answer);

        office.Tenant.Messages(Office.Intake)[0].Text("conversationId").ShouldBe(sent.Text("conversationId"));
    }

    [Fact]
    public async Task A_mail_to_nobody_is_refused_and_leaves_nothing_behind()
    {
        await using var office = await Office.Open();

        (await office.Refused(HttpMethod.Post, $"users/{Office.Intake}/sendMail", new JsonObject { ["message"] = new JsonObject { ["subject"] = "Held" } })).ShouldBe((400, "ErrorInvalidRecipients"));

        office.Tenant.Messages(Office.Intake, "drafts").ShouldBeEmpty();
        office.Tenant.Messages(Office.Intake, "deleteditems").ShouldBeEmpty();
        (await office.Refused(HttpMethod.Post, All, HeaderOf("Reply-To"))).ShouldBe((400, "InvalidInternetMessageHeader"));

        static JsonObject HeaderOf(string name) => new() { ["internetMessageHeaders"] = new JsonArray(new JsonObject { ["name"] = name, ["value"] = "x" }) };
    }

    private const string Property = "String {7c9e6679-7425-40de-944b-e07fc1f90ae7} Name HeldspaceMessage";
}
