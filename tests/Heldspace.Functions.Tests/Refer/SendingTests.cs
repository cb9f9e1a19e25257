using System.Net;
using Heldspace.Azure.Records;
using NodaTime;

namespace Heldspace.Functions.Tests.Refer;

public sealed class SendingTests
{
    [Fact]
    public async Task A_form_with_only_the_mandatory_few_can_be_sent()
    {
        await using var app = await FormApp.Start();
        using var client = new FormClient(app);
        await client.FillMandatory();
        var sent = await client.Fill("check");

        sent.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        sent.Headers.Location!.ToString().ShouldStartWith("/refer/receipt/");
        var form = (await app.Store.Kept()).ShouldHaveSingleItem();
        form.Service.ShouldBe("caring-to-care");
        form.ReceivedAt.ShouldBe(app.Store.Clock.Now);
        form.Answers.Keys.ShouldBe(["familyName", "givenName", "referrerName", "referrerPhone", "referrerRole", "urgency"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_form_without_them_says_which_are_missing_and_where()
    {
        await using var app = await FormApp.Start();
        using var client = new FormClient(app);
        await client.Fill("who", ("referrerRole", "carer"));
        var refused = await client.Fill("check");

        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var page = WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync());
        page.ShouldContain("href=\"/refer/caring-to-care/you?from=check#referrerName\"");
        page.ShouldContain("Enter their first name");
        page.ShouldContain("Select how soon they need to be seen");
        (await app.Store.Kept()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Any_instance_goes_on_with_a_form_that_another_began()
    {
        var store = await FormStore.New();
        await using var one = await FormApp.Start(store);
        await using var two = await FormApp.Start(store);
        var cookies = new CookieContainer();
        using var first = new FormClient(one, cookies);
        using var second = new FormClient(two, cookies);
        await first.Fill("who", ("referrerRole", "carer"));

        // The page came from one instance, the answers go to the other.
        var proof = await first.Proof("you");
        (await second.Post("you", proof, ("referrerName", "Pat Fiction"), ("referrerPhone", "01632 960001"))).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await first.Text("you")).ShouldContain("value=\"Pat Fiction\"");
    }

    [Fact]
    public async Task Sent_on_two_instances_at_once_it_is_the_same_form_and_the_same_receipt()
    {
        var store = await FormStore.New();
        await using var one = await FormApp.Start(store);
        await using var two = await FormApp.Start(store);
        var cookies = new CookieContainer();
        using var first = new FormClient(one, cookies);
        using var second = new FormClient(two, cookies);
        await first.FillMandatory();
        var proof = await first.Proof("check");
        var sent = await Task.WhenAll(first.Post("check", proof), second.Post("check", proof), first.Post("check", proof), second.Post("check", proof));

        sent.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.SeeOther);
        sent.Select(answer => answer.Headers.Location).Distinct().ShouldHaveSingleItem();
        (await store.Kept()).ShouldHaveSingleItem();

        // A minute later it still is.
        store.Clock.Now += Duration.FromMinutes(1);
        (await second.Post("check", proof)).Headers.Location.ShouldBe(sent[0].Headers.Location);
        (await store.Kept()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Once_sent_nothing_of_what_was_typed_stays_in_the_draft_and_another_child_is_another_form()
    {
        await using var app = await FormApp.Start();
        using var client = new FormClient(app);
        await client.FillMandatory();
        var first = (await client.Fill("check")).Headers.Location;
        (await client.Text("who")).ShouldNotContain("checked");
        await client.FillMandatory();
        (await client.Text("you")).ShouldContain("Pat Fiction");
        var second = (await client.Fill("check")).Headers.Location;

        second.ShouldNotBe(first);
        (await app.Store.Kept()).Select(form => form.Submission).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task What_is_typed_is_stored_encrypted_and_its_token_is_not_stored()
    {
        await using var app = await FormApp.Start();
        var cookies = new CookieContainer();
        using var client = new FormClient(app, cookies);
        await client.Fill("who", ("referrerRole", "carer"));
        await client.Fill("child", ("givenName", "Robinetta"), ("familyName", "Invented"));
        var cookie = cookies.GetAllCookies().Single(found => found.Name == "heldspace-draft");
        cookie.HttpOnly.ShouldBeTrue();
        cookie.Path.ShouldBe("/refer/caring-to-care");
        var name = (await app.Store.Names(Containers.Drafts)).ShouldHaveSingleItem();

        name.ShouldNotContain(cookie.Value);
        var stored = System.Text.Encoding.UTF8.GetString((await app.Store.Blobs.Read(Containers.Drafts, name))!.Content.Span);
        stored.ShouldNotContain("Robinetta");
    }

    [Fact]
    public async Task After_24_hours_an_unfinished_form_is_gone_and_the_person_is_told()
    {
        await using var app = await FormApp.Start();
        using var client = new FormClient(app);
        await client.Fill("who", ("referrerRole", "carer"));
        await client.Fill("you", ("referrerName", "Pat Fiction"), ("referrerPhone", "01632 960001"));
        app.Store.Clock.Now += Duration.FromHours(24);
        (await client.Get("you")).Headers.Location!.ToString().ShouldBe("/refer/caring-to-care/who?gone=1");
        (await client.Text("who?gone=1")).ShouldContain("has been deleted");
        await client.Fill("who", ("referrerRole", "carer"));
        (await client.Text("you")).ShouldNotContain("Pat Fiction");
    }

    [Fact]
    public async Task Deleting_takes_away_what_was_typed_and_added()
    {
        await using var app = await FormApp.Start();
        using var client = new FormClient(app);
        await client.Fill("who", ("referrerRole", "carer"));
        await client.Upload("letter.txt", [1, 2, 3]);
        (await client.Post("delete", await client.Proof("check"))).StatusCode.ShouldBe(HttpStatusCode.SeeOther);

        (await app.Store.Names(Containers.Drafts)).ShouldBeEmpty();
        (await app.Store.Names(Containers.Attachments)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_program_fills_in_is_kept_apart_and_a_person_is_told_while_the_sender_sees_an_ordinary_receipt()
    {
        await using var app = await FormApp.Start();
        using var client = new FormClient(app);
        await client.FillMandatory();
        await client.Fill("needs", ("presentingNeeds", "Buy now"), ("more", "https://spam.example"));
        var receipt = (await client.Fill("check")).Headers.Location!;

        (await app.Store.Kept()).ShouldBeEmpty();
        var form = (await app.Store.Quarantined()).ShouldHaveSingleItem();
        app.Store.Told.ShouldBe([$"caring-to-care {form.Submission}"]);
        (await client.Http.GetStringAsync(receipt)).ShouldContain("We have your referral");
    }

    [Fact]
    public async Task A_young_person_is_the_referrer_and_is_asked_less()
    {
        await using var app = await FormApp.Start();
        using var client = new FormClient(app);
        await client.Fill("who", ("referrerRole", "self"));
        await client.Fill("name", ("givenName", "Kit"), ("familyName", "Invented"));
        await client.Fill("soon", ("urgency", "soon"));
        await client.Fill("check");

        var form = (await app.Store.Kept()).ShouldHaveSingleItem();
        form.Answers["referrerName"].ShouldBe("Kit Invented");
        form.Answers["referrerRole"].ShouldBe("self");
        Heldspace.Functions.Refer.Form.YoungPages.All.Sum(page => page.Questions.Length)
            .ShouldBeLessThan(Heldspace.Functions.Refer.Form.AdultPages.All.Sum(page => page.Questions.Length) / 2);
    }
}
