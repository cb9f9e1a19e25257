using Heldspace.Functions.Refer;
using Heldspace.Functions.Tests.Refer;
using Microsoft.Playwright;

namespace Heldspace.Browser.Tests;

[Collection(BrowserTests.Name)]
public sealed class EveryPage(Browsers browsers)
{
    [Theory]
    [InlineData(320)]
    [InlineData(768)]
    [InlineData(1280)]
    public async Task Is_accessible_and_fits_for_a_social_worker(int width)
    {
        await using var app = await FormApp.Start();
        app.Store.Answer = Held.Appointment;
        await using var context = await browsers.New(width);
        var journey = new Journey(await context.NewPageAsync(), app.Address);
        await journey.Page.GotoAsync(new Uri(app.Address, "/refer").ToString());
        await Check(journey.Page, "choose", width);
        await journey.Open("");
        await Check(journey.Page, "start", width);
        foreach (var page in new[] { "privacy", "accessibility", "nothing-here" })
        {
            await journey.Open(page);
            await Check(journey.Page, page, width);
        }

        await journey.ToCheck(Journey.SocialWorker, slug => Check(journey.Page, slug, width));
        await Check(journey.Page, "check", width);
        await journey.Open("");
        await Check(journey.Page, "start-begun", width);
        await journey.Open("check");
        await journey.Send();
        await journey.AtReceipt();
        await Check(journey.Page, "receipt", width);
    }

    [Theory]
    [InlineData(320)]
    [InlineData(768)]
    [InlineData(1280)]
    public async Task Is_accessible_and_fits_for_a_young_person(int width)
    {
        await using var app = await FormApp.Start();
        app.Store.Answer = receipt => Held.Appointment(receipt) with { Young = true };
        await using var context = await browsers.New(width);
        var journey = new Journey(await context.NewPageAsync(), app.Address);
        await journey.ToCheck(Journey.YoungPerson, slug => Check(journey.Page, $"young-{slug}", width));
        await Check(journey.Page, "young-check", width);
        await journey.Send();
        await journey.AtReceipt();
        await Check(journey.Page, "young-receipt", width);
    }

    [Theory]
    [InlineData(320)]
    [InlineData(1280)]
    public async Task Is_accessible_with_its_mistakes(int width)
    {
        await using var app = await FormApp.Start();
        await using var context = await browsers.New(width);
        var journey = new Journey(await context.NewPageAsync(), app.Address);
        await journey.Open("who");
        await journey.Continue();
        await journey.Page.Locator(".govuk-error-summary").WaitForAsync();
        await Check(journey.Page, "mistake-who", width);
        await journey.Answer(("referrerRole", "socialWorker"));
        await journey.Continue();
        await journey.At("you");
        (string Slug, (string, string)[] Wrong)[] pages =
        [
            ("you", [("referrerEmail", "nobody at all")]),
            ("child", []),
            ("birth", [("dateOfBirth-day", "31"), ("dateOfBirth-month", "2"), ("dateOfBirth-year", "2012"), ("nhsNumber", "943 476 5918")]),
            ("urgency", []),
            ("meeting", [("interpreter", "yes")]),
            ("files", []),
        ];
        foreach (var (slug, wrong) in pages)
        {
            await journey.Open(slug);
            await journey.Answer(wrong);
            if (slug == "files")
            {
                await journey.Page.GetByRole(AriaRole.Button, new() { Name = "Add this file" }).ClickAsync();
            }
            else
            {
                await journey.Continue();
            }

            await journey.Page.Locator(".govuk-error-summary").WaitForAsync();
            await Check(journey.Page, $"mistake-{slug}", width);
        }

        await journey.Open("check");
        await journey.Send();
        await journey.Page.Locator(".govuk-error-summary").WaitForAsync();
        await Check(journey.Page, "mistake-check", width);
    }

    [Theory]
    [InlineData(320)]
    [InlineData(1280)]
    public async Task Is_accessible_in_every_state_of_a_receipt(int width)
    {
        await using var app = await FormApp.Start();
        await using var context = await browsers.New(width);
        var journey = new Journey(await context.NewPageAsync(), app.Address);
        await journey.ToCheck(Journey.YoungPerson);
        await journey.Send();
        await journey.AtReceipt();
        var address = journey.Page.Url;
        await Check(journey.Page, "receipt-waiting", width);
        foreach (var state in Enum.GetValues<ReceiptState>())
        {
            app.Store.Answer = receipt => Held.Appointment(receipt) with
            {
                Entries =
                [
                    Held.Appointment(receipt).Entries[0] with
                    {
                        State = state,
                        Missing = state == ReceiptState.Provisional ? ["date of birth", "responsible local authority"] : [],
                        Reason = state == ReceiptState.Signposted ? "This service is for children whom another council looks after." : null,
                        Signpost = receipt.Service.Signposts[0],
                    },
                ],
            };
            await journey.Page.GotoAsync($"{address}?look=stop");
            await Check(journey.Page, $"receipt-{state}", width);
        }

        await journey.Page.GotoAsync(new Uri(app.Address, "/refer/receipt/unknown-token-unknown").ToString());
        await Check(journey.Page, "receipt-nothing", width);
        await journey.Page.GotoAsync(new Uri(app.Address, "/refer/confirm/known-token-known-token").ToString());
        await Check(journey.Page, "confirm", width);
        await journey.Continue();
        await journey.Page.GetByRole(AriaRole.Heading, new() { Name = "Thank you, we know it was you" }).WaitForAsync();
        await Check(journey.Page, "confirmed", width);
    }

    private static async Task Check(IPage page, string name, int width)
    {
        await page.Picture($"{name}-{width}");
        await page.ShouldFit($"{name} at {width}");
        await page.ShouldBeAccessible($"{name} at {width}");
    }
}
