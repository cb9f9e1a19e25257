using Heldspace.Azure.Records;
using Heldspace.Functions.Tests.Refer;
using Heldspace.Intake;
using Microsoft.Playwright;

namespace Heldspace.Browser.Tests;

[Collection(OtherBrowserTests.Name)]
public sealed class WholeJourney(Browsers browsers)
{
    [Fact]
    public async Task Works_with_script_switched_off()
    {
        await using var app = await FormApp.Start();
        app.Store.Answer = Held.Appointment;
        await using var context = await browsers.New(script: false);
        var journey = new Journey(await context.NewPageAsync(), app.Address);
        await journey.ToCheck(Journey.SocialWorker);
        await journey.Send();
        await journey.AtReceipt();

        (await journey.Page.Locator("main").InnerTextAsync()).ShouldContain("Monday 7 December 2026");
        var form = (await app.Store.Kept()).ShouldHaveSingleItem();
        foreach (var (input, answer) in Journey.SocialWorker.SelectMany(page => page.Answers).Where(answer => Fields.ByName.ContainsKey(answer.Input)))
        {
            form.Answers[input].ShouldBe(input == "nhsNumber" ? "9434765919" : answer);
        }

        form.Answers["dateOfBirth"].ShouldBe("2014-02-03");
    }

    [Fact]
    public async Task Works_with_the_keyboard_alone()
    {
        await using var app = await FormApp.Start();
        app.Store.Answer = Held.Appointment;
        await using var context = await browsers.New();
        var journey = new Journey(await context.NewPageAsync(), app.Address);
        var page = journey.Page;
        await journey.Open("");
        await page.Tab("a.govuk-button--start");
        await page.Keyboard.PressAsync("Enter");
        foreach (var (slug, answers) in Journey.YoungPerson)
        {
            await journey.At(slug);
            foreach (var (input, answer) in answers)
            {
                if (await page.Locator($"input[type=radio][name='{input}']").CountAsync() > 0)
                {
                    // A group of choices is one stop; space takes the first, arrows go on.
                    await page.Tab($"[name='{input}']");
                    await page.Keyboard.PressAsync("Space");
                    for (var choice = 0; choice < 12 && await page.Locator($"[name='{input}']:checked").InputValueAsync() != answer; choice++)
                    {
                        await page.Keyboard.PressAsync("ArrowDown");
                    }

                    (await page.Locator($"[name='{input}']:checked").InputValueAsync()).ShouldBe(answer);
                }
                else
                {
                    await page.Tab($"[name='{input}']");
                    await page.Keyboard.TypeAsync(answer);
                }
            }

            await page.Tab("main button[type=submit]");
            await page.Keyboard.PressAsync("Enter");
        }

        await journey.At("check");
        await page.Tab("form[action$='/check'] button[type=submit]");
        await page.Keyboard.PressAsync("Enter");
        await journey.AtReceipt();
        (await app.Store.Kept()).ShouldHaveSingleItem().Answers["givenName"].ShouldBe("Kit");
    }

    [Fact]
    public async Task Keeps_a_form_once_however_often_it_is_sent()
    {
        await using var app = await FormApp.Start();
        await using var context = await browsers.New();
        var journey = new Journey(await context.NewPageAsync(), app.Address);
        await journey.ToCheck(Journey.YoungPerson);
        var other = await context.NewPageAsync();
        await other.GotoAsync(journey.Page.Url);
        await journey.Page.Locator("form[action$='/check'] button[type=submit]").DblClickAsync();
        await journey.AtReceipt();
        var second = new Journey(other, app.Address);
        await second.Send();
        await second.AtReceipt();

        second.Page.Url.Split('?')[0].ShouldBe(journey.Page.Url.Split('?')[0]);
        (await app.Store.Kept()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Keeps_what_was_typed_when_somebody_goes_back()
    {
        await using var app = await FormApp.Start();
        await using var context = await browsers.New();
        var journey = new Journey(await context.NewPageAsync(), app.Address);
        await journey.ToCheck(Journey.YoungPerson);
        foreach (var (slug, answers) in Journey.YoungPerson.Reverse())
        {
            await journey.Page.GoBackAsync();
            await journey.At(slug);
            foreach (var (input, answer) in answers)
            {
                var given = journey.Page.Locator($"[name='{input}']").First;
                var value = await given.GetAttributeAsync("type") == "radio"
                    ? await journey.Page.Locator($"[name='{input}']:checked").InputValueAsync()
                    : await given.InputValueAsync();
                value.ShouldBe(answer, input);
            }
        }
    }

    [Fact]
    public async Task Loses_nothing_when_two_tabs_fill_in_different_pages()
    {
        await using var app = await FormApp.Start();
        await using var context = await browsers.New();
        var one = new Journey(await context.NewPageAsync(), app.Address);
        await one.Open("who");
        await one.Answer(("referrerRole", "carer"));
        await one.Continue();
        await one.At("you");
        var two = new Journey(await context.NewPageAsync(), app.Address);
        await two.Open("urgency");
        await two.Answer(("urgency", "soon"));
        await one.Answer(("referrerName", "Pat Fiction"), ("referrerPhone", "01632 960001"));
        await two.Continue();
        await two.At("meeting");
        await one.Continue();
        await one.At("child");
        await one.Answer(("givenName", "Robin"));
        await one.Page.Locator("#familyName-tick").CheckAsync();
        await one.Continue();
        await one.At("birth");
        await one.Open("check");
        await one.Send();
        await one.AtReceipt();

        var form = (await app.Store.Kept()).ShouldHaveSingleItem();
        form.Answers["urgency"].ShouldBe("soon");
        form.Answers["referrerName"].ShouldBe("Pat Fiction");
        form.Answers["givenName"].ShouldBe("Robin");
        form.Answers.ShouldNotContainKey("familyName");
    }

    [Fact]
    public async Task Leads_from_the_error_summary_to_the_answer()
    {
        await using var app = await FormApp.Start();
        await using var scripted = await browsers.New(320);
        var journey = new Journey(await scripted.NewPageAsync(), app.Address);
        await journey.Open("who");
        await journey.Answer(("referrerRole", "gp"));
        await journey.Continue();
        await journey.At("you");
        await journey.Open("birth");
        await journey.Answer(("dateOfBirth-day", "31"), ("dateOfBirth-month", "2"), ("dateOfBirth-year", "2012"), ("nhsNumber", "9434765918"));
        await journey.Continue();
        var summary = journey.Page.Locator(".govuk-error-summary");
        await summary.WaitForAsync();
        (await Focused(journey.Page)).ShouldContain("govuk-error-summary");
        (await journey.Page.TitleAsync()).ShouldStartWith("Error: ");
        await summary.GetByRole(AriaRole.Link, new() { Name = "Date of birth must be a real date" }).ClickAsync();
        (await journey.Page.EvaluateAsync<string>("() => document.activeElement.id")).ShouldBe("dateOfBirth-day");
        await summary.GetByRole(AriaRole.Link).Nth(1).ClickAsync();
        (await journey.Page.EvaluateAsync<string>("() => document.activeElement.id")).ShouldBe("nhsNumber");
        (await journey.Page.Locator("#nhsNumber").InputValueAsync()).ShouldBe("9434765918");

        // From check-your-answers the links lead to the page and the input.
        await journey.Open("check");
        await journey.Send();
        await summary.GetByRole(AriaRole.Link, new() { Name = "Enter your full name" }).ClickAsync();
        await journey.At("you");
        (await journey.Page.EvaluateAsync<string>("() => document.activeElement.id")).ShouldBe("referrerName");
    }

    [Fact]
    public async Task Shows_markup_and_paths_as_text_and_runs_none_of_it()
    {
        await using var app = await FormApp.Start();
        await using var context = await browsers.New();
        var journey = new Journey(await context.NewPageAsync(), app.Address);
        var page = journey.Page;
        var said = new List<string>();
        page.Dialog += async (_, dialog) =>
        {
            said.Add(dialog.Message);
            await dialog.DismissAsync();
        };
        const string Markup = "\"><script>alert(1)</script><img src=x onerror=alert(2)></textarea>{{7*7}}\u202Egnp.exe Ж 名 👩🏽‍🚀";
        await journey.Open("who");
        await journey.Answer(("referrerRole", "socialWorker"));
        await journey.Continue();
        foreach (var (slug, _) in Journey.SocialWorker.Skip(1).SkipLast(1))
        {
            await journey.Open(slug);
            foreach (var input in await page.Locator("main input[type=text]:visible, main textarea:visible").AllAsync())
            {
                await input.FillAsync(Markup);
            }

            // What was typed is kept once the answer is there, whatever page it leads to.
            await page.RunAndWaitForResponseAsync(journey.Continue, response => response.Request.Method == "POST");
        }

        await journey.Open("files");
        await page.Locator("#file").SetInputFilesAsync(new FilePayload { Name = "../../<b>etc</b>/pass\u202Ewd.txt", MimeType = "text/html", Buffer = "<script>alert(3)</script>"u8.ToArray() });
        await page.GetByRole(AriaRole.Button, new() { Name = "Add this file" }).ClickAsync();
        await page.Locator(".hs-files li").WaitForAsync();
        (await page.Locator(".hs-files bdi").InnerTextAsync()).ShouldBe("passwd.txt");

        await journey.Open("check");
        var shown = await page.Locator("main").InnerTextAsync();
        shown.ShouldContain("<script>alert(1)</script><img src=x onerror=alert(2)>");
        shown.ShouldContain("👩🏽‍🚀");
        (await page.Locator("main script, main img").CountAsync()).ShouldBe(0);
        said.ShouldBeEmpty();
        var blob = (await app.Store.Names(Containers.Attachments)).ShouldHaveSingleItem();
        blob.ShouldMatch("^[a-z2-7]{32}/1$");
    }

    [Fact]
    public async Task Is_pictured_for_the_readme()
    {
        await using var app = await FormApp.Start();
        app.Store.Answer = Held.Appointment;
        await using var phone = await browsers.New(390);
        var young = new Journey(await phone.NewPageAsync(), app.Address);
        await young.ToCheck(Journey.YoungPerson);
        await young.Page.ScreenshotAsync(new() { Path = PageChecks.PathOf("readme-phone-check"), Clip = new() { X = 0, Y = 0, Width = 390, Height = 1300 }, FullPage = true });
        await using var desk = await browsers.New();
        var worker = new Journey(await desk.NewPageAsync(), app.Address);
        await worker.ToCheck(Journey.SocialWorker);
        await worker.Send();
        await worker.AtReceipt();
        await worker.Page.Picture("readme-desktop-receipt");

        new FileInfo(PageChecks.PathOf("readme-phone-check")).Length.ShouldBeLessThan(150_000);
        new FileInfo(PageChecks.PathOf("readme-desktop-receipt")).Length.ShouldBeLessThan(150_000);
    }

    private static Task<string> Focused(IPage page) => page.EvaluateAsync<string>("() => document.activeElement.className");
}
