using System.Net;
using System.Net.Http.Headers;
using Heldspace.Azure.Records;
using Heldspace.Intake.Files;

namespace Heldspace.Functions.Tests.Refer;

public sealed class BadInputTests
{
    [Theory]
    [InlineData("you")]
    [InlineData("files")]
    [InlineData("check")]
    public async Task A_body_of_30_MB_is_answered_with_what_to_do(string slug)
    {
        await using var app = await FormApp.Start();
        using var client = new FormClient(app);
        await client.Fill("who", ("referrerRole", "carer"));
        using var form = new MultipartFormDataContent { { new ByteArrayContent(new byte[30 * 1024 * 1024]), "file", "big.pdf" } };
        var answer = await client.Http.PostAsync(new Uri($"/refer/caring-to-care/{slug}", UriKind.Relative), form);

        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        var page = await answer.Content.ReadAsStringAsync();
        page.ShouldContain("10 MB at most");
        page.ShouldContain("01632 960100");
        (await app.Store.Names(Containers.Attachments)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("{\"givenName\": \"Robin\"", "application/json", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nbroken off", "multipart/form-data; boundary=x", HttpStatusCode.BadRequest)]
    [InlineData("not multipart at all", "multipart/form-data; boundary=x", HttpStatusCode.BadRequest)]
    public async Task What_is_no_whole_form_gets_a_clear_page_and_keeps_nothing(string body, string type, HttpStatusCode status)
    {
        await using var app = await FormApp.Start();
        using var client = new FormClient(app);
        using var content = new StringContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        var answer = await client.Http.PostAsync(new Uri("/refer/caring-to-care/who", UriKind.Relative), content);

        answer.StatusCode.ShouldBe(status);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("<h1");
        (await app.Store.Names(Containers.Drafts)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/refer/nobody", "We do not know that service")]
    [InlineData("/refer/nobody/who", "We do not know that service")]
    [InlineData("/refer/caring-to-care/nowhere", "Page not found")]
    [InlineData("/refer/caring-to-care/who/deeper/still", "Page not found")]
    [InlineData("/refer/receipt/short", "There is nothing at this address")]
    [InlineData("/refer/receipt/none-of-ours-none-of-ours", "There is nothing at this address")]
    [InlineData("/refer/receipt/none-of-ours-none-of-ours/appointment.ics", "There is nothing at this address")]
    public async Task What_is_not_there_gets_a_clear_page(string path, string title)
    {
        await using var app = await FormApp.Start();
        using var client = new FormClient(app);
        var answer = await client.Http.GetAsync(new Uri(path, UriKind.Relative));

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await answer.Content.ReadAsStringAsync()).ShouldContain(title);
    }

    [Fact]
    public async Task An_adult_who_refers_leaves_a_way_to_be_told()
    {
        await using var app = await FormApp.Start();
        using var client = new FormClient(app);
        await client.Fill("who", ("referrerRole", "carer"));

        using var answer = await client.Fill("you", ("referrerName", "Pat Fiction"));

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("Enter an email address or a phone number");
    }

    [Fact]
    public async Task A_service_answers_at_its_own_host_only_and_is_gone_straight_into()
    {
        await using var app = await FormApp.Start();
        using var client = new FormClient(app);
        async Task<(HttpStatusCode Status, string Page)> At(string path)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Host = "refer.our-safe-space.example" } };
            var answer = await client.Http.SendAsync(request);
            return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }

        (await At("/refer")).Page.ShouldContain("Ask Our Safe Space for help");
        (await At("/refer/our-safe-space/who")).Status.ShouldBe(HttpStatusCode.OK);
        (await At("/refer/caring-to-care/who")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await client.Http.GetStringAsync(new Uri("/refer", UriKind.Relative))).ShouldContain("Which service do you want to ask?");
    }

    [Fact]
    public async Task A_post_from_elsewhere_changes_nothing_and_gives_the_answers_back()
    {
        await using var app = await FormApp.Start();
        using var client = new FormClient(app);
        await client.FillMandatory();
        var forged = await client.Post("child", "forged", ("givenName", "Mallory"), ("familyName", "Elsewhere"));
        forged.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await forged.Content.ReadAsStringAsync()).ShouldContain("Mallory");
        (await client.Text("child")).ShouldContain("Robin");

        (await client.Post("check", "forged")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await client.Post("delete", "forged")).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await app.Store.Kept()).ShouldBeEmpty();
        (await app.Store.Names(Containers.Drafts)).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData(@"C:\Users\someone\letter.docx", "letter.docx")]
    [InlineData("..", "file")]
    [InlineData("/", "file")]
    [InlineData("a\u0000b\u202Egnp.exe", "abgnp.exe")]
    [InlineData("Bericht über 名前.pdf", "Bericht über 名前.pdf")]
    public void A_file_name_is_shown_without_its_path_or_tricks(string claimed, string shown) => FileName.Shown(claimed).ShouldBe(shown);

    [Fact]
    public void A_very_long_file_name_keeps_its_ending()
    {
        var shown = FileName.Shown(new string('n', 400) + ".pdf");
        shown.Length.ShouldBeLessThanOrEqualTo(150);
        shown.ShouldEndWith(".pdf");
    }

    [Fact]
    public async Task Files_are_counted_measured_and_can_be_removed()
    {
        await using var app = await FormApp.Start();
        using var client = new FormClient(app);
        await client.Fill("who", ("referrerRole", "carer"));
        (await client.Upload("empty.txt", [])).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await client.Upload("long.bin", new byte[(10 * 1024 * 1024) + 1])).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        for (var number = 1; number <= 5; number++)
        {
            (await client.Upload($"{number}.txt", [(byte)number])).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        }

        (await client.Upload("6.txt", [6])).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var stored = await app.Store.Names(Containers.Attachments);
        stored.Count.ShouldBe(5);
        await client.Post("files", await client.Proof("files"), ("remove", stored[1]));
        (await app.Store.Names(Containers.Attachments)).ShouldBe(stored.Where((_, index) => index != 1));

        // Somebody else's file cannot be named away.
        await app.Store.Blobs.Create(Containers.Attachments, "other/1", new byte[] { 1 }, "application/octet-stream");
        await client.Post("files", await client.Proof("files"), ("remove", "other/1"));
        (await app.Store.Names(Containers.Attachments)).ShouldContain("other/1");
        await client.Fill("you", ("referrerName", "Pat Fiction"), ("referrerPhone", "01632 960001"));
        await client.Fill("child", ("givenName", "Robin"), ("familyName", "Invented"));
        await client.Fill("urgency", ("urgency", "routine"));
        await client.Fill("check");
        (await app.Store.Kept()).Single().Attachments.Select(file => file.Name).ShouldBe(["1.txt", "3.txt", "4.txt", "5.txt"]);
    }

    [Fact]
    public async Task One_client_is_slowed_down_in_plain_words_and_others_are_not()
    {
        await using var app = await FormApp.Start(options: limits => limits.PagesPerMinute = 3);
        using var client = new FormClient(app);
        async Task<HttpResponseMessage> From(string address)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/refer/caring-to-care");

            // The first entry is what a client may say of itself; the front end appends the last.
            request.Headers.Add("X-Forwarded-For", $"198.51.100.77, {address}");
            return await client.Http.SendAsync(request);
        }

        for (var page = 0; page < 3; page++)
        {
            (await From("203.0.113.5:40001")).StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        var slowed = await From("203.0.113.5:40002");
        slowed.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        slowed.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        (await slowed.Content.ReadAsStringAsync()).ShouldContain("01632 960100");
        (await From("203.0.113.6:40001")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Sending_too_many_forms_loses_none()
    {
        await using var app = await FormApp.Start(options: limits => limits.FormsPerHour = 1);
        using var client = new FormClient(app);
        await client.FillMandatory();
        (await client.Fill("check")).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        await client.FillMandatory();
        (await client.Fill("check")).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        (await client.Text("check")).ShouldContain("Pat Fiction");
    }

    [Fact]
    public async Task Every_kind_of_page_carries_the_security_headers()
    {
        await using var app = await FormApp.Start();
        using var client = new FormClient(app);
        foreach (var path in new[] { "/refer", "/refer/caring-to-care", "/refer/caring-to-care/who", "/refer/nobody", "/refer/receipt/none-of-ours-none", "/refer/confirm/known-token-known-token" })
        {
            var answer = await client.Http.GetAsync(new Uri(path, UriKind.Relative));
            string Header(string name) => string.Join(", ", answer.Headers.GetValues(name));
            Header("Content-Security-Policy").ShouldBe("default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'");
            Header("X-Content-Type-Options").ShouldBe("nosniff");
            Header("Referrer-Policy").ShouldBe("no-referrer");
            Header("X-Robots-Tag").ShouldBe("noindex");
            Header("Cache-Control").ShouldContain("no-store");
            (await answer.Content.ReadAsStringAsync()).ShouldNotContain("<script");
        }
    }
}
