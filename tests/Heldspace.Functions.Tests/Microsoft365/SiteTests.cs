using System.Net;

namespace Heldspace.Functions.Tests.Microsoft365;

public sealed class SiteTests
{
    [Fact]
    public async Task A_hostile_mail_is_shown_inert()
    {
        await using var office = await Office.Open();
        using var site = Site(office);
        var mail = Office.Mail("<script>alert('subject')</script>", "<p onclick=\"x()\">Hello</p><script>alert('body')</script>\"><img src=http://tracker.example/>", "\"><b>@evil.example");
        mail["body"]!["contentType"] = "html";
        var id = office.Tenant.Deliver(Office.Intake, mail);

        var (page, policy) = await Get(site, $"/mail/{Office.Intake}/{id.Url()}");

        page.ShouldNotContain("<script>");
        page.ShouldNotContain("<b>");
        page.ShouldNotContain("<img");
        page.ShouldContain("sandbox=\"\" srcdoc=\"&lt;p onclick=&quot;x()&quot;&gt;Hello");
        policy.ShouldContain("default-src 'none'");
        (await Get(site, $"/mail/{Office.Intake}")).Page.ShouldNotContain("<script>");
    }

    [Fact]
    public async Task A_mail_is_delivered_read_moved_and_deleted_without_scripts()
    {
        await using var office = await Office.Open();
        using var site = Site(office);

        await Post(site, $"/deliver/{Office.Intake}", ("name", "Alex"), ("from", "alex@school.example"), ("subject", "A referral"), ("body", "Hello"));
        var id = office.Tenant.Messages(Office.Intake).ShouldHaveSingleItem().Text("id");
        (await Get(site, $"/mail/{Office.Intake}")).Page.ShouldContain("A referral");
        await Post(site, $"/mail/{Office.Intake}/{id.Url()}/move", ("folder", "junkemail"));
        office.Tenant.Messages(Office.Intake, "junkemail").ShouldHaveSingleItem();
        await Post(site, $"/mail/{Office.Intake}/{id.Url()}/delete");

        office.Tenant.Messages(Office.Intake, "deleteditems").ShouldHaveSingleItem();

        await Post(site, $"/deliver/{Office.Intake}", ("from", "alex@school.example"), ("subject", "You have won"), ("body", "Hello"), ("folder", "junkemail"));
        office.Tenant.Messages(Office.Intake, "junkemail").ShouldHaveSingleItem().Text("subject").ShouldBe("You have won");
    }

    [Fact]
    public async Task A_week_is_seen_and_people_answer_move_and_cancel_in_it()
    {
        await using var office = await Office.Open();
        using var site = Site(office);
        var made = (await office.Post($"users/{Office.Robin}/events", Office.Meeting("Held", 10, Office.Sam), Office.Immutable)).Text("id");
        office.Tenant.Settle();
        var copy = office.Tenant.Events(Office.Sam)[0].Text("id");

        (await Get(site, $"/calendar/{Office.Sam}?week=2026-01-14")).Page.ShouldContain("10:00–11:00 Held");
        await Post(site, $"/calendar/{Office.Sam}/{copy.Url()}/propose", ("start", "2026-01-13T10:00"), ("end", "2026-01-13T11:00"));
        office.Tenant.Settle();
        (await Get(site, $"/calendar/{Office.Robin}/{made.Url()}")).Page.ShouldContain("proposes Tue 13 Jan 2026, 10:00");
        await Post(site, $"/calendar/{Office.Robin}/{made.Url()}/move", ("start", "2026-01-13T10:00"), ("end", "2026-01-13T11:00"));
        office.Tenant.Settle();
        await Post(site, $"/calendar/{Office.Sam}/{copy.Url()}/accept", ("comment", "Good"));
        office.Tenant.Settle();
        (await Get(site, $"/calendar/{Office.Robin}/{made.Url()}")).Page.ShouldContain("accepted");
        await Post(site, $"/calendar/{Office.Robin}/{made.Url()}/cancel", ("comment", "Sorry"));
        office.Tenant.Settle();
        office.Tenant.Events(Office.Robin).ShouldBeEmpty();
        (await Get(site, $"/calendar/{Office.Sam}?week=2026-01-13")).Page.ShouldContain("Canceled: Held");
        await Post(site, $"/calendar/{Office.Sam}/block", ("subject", "Training"), ("start", "2026-07-06T09:00"), ("end", "2026-07-06T10:00"), ("showAs", "oof"));
        office.Tenant.Events(Office.Sam)[^1].Text("start/dateTime").ShouldStartWith("2026-07-06T08:00");
        await Post(site, $"/calendar/{Office.Sam}/{copy.Url()}/delete");
        office.Tenant.Events(Office.Sam).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Another_site_cannot_use_it()
    {
        await using var office = await Office.Open();
        using var site = Site(office);
        using var foreign = new HttpRequestMessage(HttpMethod.Post, $"/deliver/{Office.Intake}") { Content = new FormUrlEncodedContent([new("from", "a@b.example")]) };
        foreign.Headers.Add("Origin", "https://elsewhere.example");
        using var renamed = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { Host = "elsewhere.example" } };

        (await site.SendAsync(foreign)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await site.SendAsync(renamed)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await site.GetAsync(new Uri("/mail/nobody@heldspace.example", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await site.GetAsync(new Uri($"/mail/{Office.Intake}/nonsense", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        office.Tenant.Messages(Office.Intake).ShouldBeEmpty();
    }

    private static HttpClient Site(Office office) => new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(office.Server.BaseAddress, "/") };

    private static async Task<(string Page, string Policy)> Get(HttpClient site, string path)
    {
        using var response = await site.GetAsync(new Uri(path, UriKind.Relative));
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return (await response.Content.ReadAsStringAsync(), response.Headers.GetValues("Content-Security-Policy").Single());
    }

    private static async Task Post(HttpClient site, string path, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(static field => KeyValuePair.Create(field.Name, field.Value)));
        using var response = await site.PostAsync(new Uri(path, UriKind.Relative), form);
        response.StatusCode.ShouldBe(HttpStatusCode.SeeOther, await response.Content.ReadAsStringAsync());
    }
}
