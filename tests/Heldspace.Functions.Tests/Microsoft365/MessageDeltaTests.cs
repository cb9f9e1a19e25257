using System.Text.Json.Nodes;

namespace Heldspace.Functions.Tests.Microsoft365;

public sealed class MessageDeltaTests
{
    private const string Delta = $"users/{Office.Intake}/mailFolders/inbox/messages/delta()";

    [Fact]
    public async Task A_round_gives_every_message_once_and_the_next_only_what_changed()
    {
        await using var office = await Office.Open();
        var ids = Enumerable.Range(0, 7).Select(i => office.Tenant.Deliver(Office.Intake, Office.Mail($"Mail {i}"))).ToList();

        var (first, link) = await Round(office, $"{Delta}?$select=subject,isRead", "odata.maxpagesize=3");
        first.Select(static item => item.Text("id")).ShouldBe(ids);
        (await Round(office, link)).Items.ShouldBeEmpty();

        office.Tenant.DeleteMessage(Office.Intake, ids[2]);
        office.Tenant.MoveMessage(Office.Intake, ids[3], "archive");
        var added = office.Tenant.Deliver(Office.Intake, Office.Mail("New"));
        var (second, _) = await Round(office, link);

        second.Where(static item => item.ContainsKey("@removed")).Select(static item => item.Text("id")).ShouldBe([ids[2], ids[3]]);
        second.Single(static item => !item.ContainsKey("@removed")).Text("id").ShouldBe(added);
        second.Single(item => item.Text("id") == ids[2]).Text("@removed/reason").ShouldBe("deleted");
    }

    [Fact]
    public async Task A_full_page_has_a_next_link_even_if_nothing_follows()
    {
        await using var office = await Office.Open();
        office.Tenant.Deliver(Office.Intake, Office.Mail("One"));
        office.Tenant.Deliver(Office.Intake, Office.Mail("Two"));

        var page = await office.Get(Delta, "odata.maxpagesize=2");
        page.ContainsKey("@odata.deltaLink").ShouldBeFalse();
        var last = await office.Get(page.Text("@odata.nextLink"), "odata.maxpagesize=2");

        last.Values().ShouldBeEmpty();
        last.Text("@odata.deltaLink").ShouldContain("deltatoken=");
    }

    [Fact]
    public async Task A_message_that_was_only_read_comes_with_its_read_state_alone()
    {
        await using var office = await Office.Open();
        var id = office.Tenant.Deliver(Office.Intake, Office.Mail("One"));
        var (_, link) = await Round(office, Delta);

        office.Tenant.MarkRead(Office.Intake, id);
        var (changed, _) = await Round(office, link);

        var item = changed.ShouldHaveSingleItem();
        item.Text("isRead").ShouldBe("true");
        item.ContainsKey("subject").ShouldBeFalse();
        (await Round(office, Delta)).Items.ShouldHaveSingleItem().Text("subject").ShouldBe("One");
    }

    [Fact]
    public async Task Headers_come_when_selected_unless_that_is_switched_off()
    {
        await using var office = await Office.Open();
        office.Tenant.Deliver(Office.Intake, Office.Mail("One"));

        (await Round(office, Delta + "?$select=subject,internetMessageHeaders")).Items[0].ContainsKey("internetMessageHeaders").ShouldBeTrue();
        office.Tenant.HeadersInDelta = false;
        (await Round(office, Delta + "?$select=subject,internetMessageHeaders")).Items[0].ContainsKey("internetMessageHeaders").ShouldBeFalse();
        (await Round(office, Delta)).Items[0].ContainsKey("internetMessageHeaders").ShouldBeFalse();
    }

    [Fact]
    public async Task An_expired_token_is_gone_and_a_broken_one_is_malformed()
    {
        await using var office = await Office.Open();
        var (_, link) = await Round(office, Delta);

        (await office.Refused(HttpMethod.Get, link[..^8] + "AAAAAAA=")).ShouldBe((400, "BadRequest"));
        (await office.Refused(HttpMethod.Get, link.Replace("inbox", "archive", StringComparison.Ordinal))).ShouldBe((400, "BadRequest"));
        (await office.Refused(HttpMethod.Get, $"users/{Office.Intake}/messages/delta")).ShouldBe((400, "BadRequest"));
        office.Tenant.ExpireDeltaTokens();
        (await office.Refused(HttpMethod.Get, link)).ShouldBe((410, "syncStateNotFound"));
    }

    private static async Task<(List<JsonObject> Items, string DeltaLink)> Round(Office office, string url, string prefer = "odata.maxpagesize=50")
    {
        var items = new List<JsonObject>();
        while (true)
        {
            var page = await office.Get(url, $"{Office.Immutable}, {prefer}");
            items.AddRange(page.Values());
            if (page.ContainsKey("@odata.deltaLink"))
            {
                return (items, page.Text("@odata.deltaLink"));
            }

            url = page.Text("@odata.nextLink");
        }
    }
}
