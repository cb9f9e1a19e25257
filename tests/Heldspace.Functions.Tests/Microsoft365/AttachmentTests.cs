using System.Text;
using System.Text.Json.Nodes;

namespace Heldspace.Functions.Tests.Microsoft365;

public sealed class AttachmentTests
{
    private const string All = $"users/{Office.Intake}/messages";

    [Fact]
    public async Task Attachments_of_a_delivered_mail_are_listed_and_read()
    {
        await using var office = await Office.Open();
        var id = office.Tenant.Deliver(Office.Intake, WithAttachments());

        var listed = (await office.Get($"{All}/{id.Url()}/attachments?$select=id,name,size")).Values();
        listed.Select(static item => item.Text("name")).ShouldBe(["letter.txt", "Forwarded"]);
        listed[0].ContainsKey("contentBytes").ShouldBeFalse();
        var file = await office.Get($"{All}/{id.Url()}/attachments/{listed[0].Text("id").Url()}");
        Encoding.UTF8.GetString(Convert.FromBase64String(file.Text("contentBytes"))).ShouldBe("Dear colleague");
        var item = $"{All}/{id.Url()}/attachments/{listed[1].Text("id").Url()}";
        (await office.Get(item)).ContainsKey("item").ShouldBeFalse();
        (await office.Get($"{item}?$expand=microsoft.graph.itemattachment/item")).Text("item/subject").ShouldBe("Forwarded");
        (await office.Get($"{All}/{id.Url()}?$expand=attachments")).Text("hasAttachments").ShouldBe("true");
    }

    [Fact]
    public async Task Malware_is_listed_without_content_and_refused()
    {
        await using var office = await Office.Open();
        var id = office.Tenant.Deliver(Office.Intake, WithAttachments());
        office.Tenant.Condemn(Office.Intake, id, "letter.txt");

        var expanded = await office.Get($"{All}/{id.Url()}?$expand=attachments");
        expanded["attachments"]![0]!.AsObject().ContainsKey("contentBytes").ShouldBeFalse();
        (await office.Refused(HttpMethod.Get, $"{All}/{id.Url()}/attachments/{expanded.Text("attachments/0/id").Url()}")).ShouldBe((403, "ErrorVirusDetected"));
    }

    [Fact]
    public async Task A_draft_takes_attachments_and_sends_them()
    {
        await using var office = await Office.Open();
        var draft = await office.Post(All, new JsonObject { ["subject"] = "Held", ["toRecipients"] = new JsonArray(Office.Person(Office.Sam)) }, Office.Immutable);
        var path = $"{All}/{draft.Text("id").Url()}/attachments";

        var added = await office.Post(path, File("place.ics", "BEGIN:VCALENDAR"));
        added.Text("size").ShouldBe("15");
        (await office.Refused(HttpMethod.Post, path, new JsonObject { ["name"] = "untyped" })).ShouldBe((400, "BadRequest"));
        await office.Post($"{All}/{draft.Text("id").Url()}/send", new JsonObject());

        office.Tenant.Messages(Office.Sam).ShouldHaveSingleItem().Text("attachments/0/name").ShouldBe("place.ics");
    }

    private static JsonObject WithAttachments()
    {
        var mail = Office.Mail("A referral");
        mail["attachments"] = new JsonArray(File("letter.txt", "Dear colleague"), new JsonObject
        {
            ["@odata.type"] = "#microsoft.graph.itemAttachment",
            ["name"] = "Forwarded",
            ["item"] = Office.Mail("Forwarded"),
        });
        return mail;
    }

    private static JsonObject File(string name, string content) => new()
    {
        ["@odata.type"] = "#microsoft.graph.fileAttachment",
        ["name"] = name,
        ["contentType"] = "text/plain",
        ["contentBytes"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(content)),
    };
}
