using Heldspace.Functions.Tests.Drivers;
using Heldspace.Functions.Tests.Journey;
using Heldspace.Intake;
using Microsoft.Playwright;

namespace Heldspace.Browser.Tests;

/// <summary>The page that asks for what is missing, on the whole system.</summary>
[Collection(OtherBrowserTests.Name)]
public sealed class MissingByLink(Browsers browsers)
{
    [Fact]
    public async Task It_is_accessible_fits_a_small_phone_and_works_with_script_switched_off()
    {
        await using var sut = await SystemUnderTest.Start(settings => settings with
        {
            AppSettings = new Dictionary<string, string>(StringComparer.Ordinal) { ["Refer:ReceiptWaitSeconds"] = "0" },
        });
        var adult = await sut.Send(Forms.Trusted, "a", ("dateOfBirth", ""));
        var young = await sut.Send(Forms.Trusted, "b", ("dateOfBirth", ""), ("referrerRole", "self"));
        await sut.Run(Looking.Moment);
        var address = await sut.System.Host.Listen();
        await using var seeing = await browsers.New(320);
        var page = await seeing.NewPageAsync();
        async Task Check(string name)
        {
            await page.Picture($"missing-{name}-320");
            await page.ShouldFit(name);
            await page.ShouldBeAccessible(name);
        }

        Task Open(IPage on, string token) => on.GotoAsync(new Uri(address, $"/refer/receipt/{token}/missing/1").ToString());

        await Open(page, young);
        await Check("young");
        await Open(page, adult);
        await Check("adult");
        await page.Locator("[name=dateOfBirth-day]").FillAsync("31");
        await Press(page);
        await page.Locator(".govuk-error-summary").WaitForAsync();
        await Check("mistake");

        await using var plain = await browsers.New(320, script: false);
        var scriptless = await plain.NewPageAsync();
        await scriptless.GotoAsync(new Uri(address, $"/refer/receipt/{adult}").ToString());
        await scriptless.GetByRole(AriaRole.Link, new() { Name = "Tell us what is missing" }).ClickAsync();
        foreach (var (input, answer) in new[] { ("day", "6"), ("month", "5"), ("year", "2014") })
        {
            await scriptless.Locator($"[name=dateOfBirth-{input}]").FillAsync(answer);
        }

        await Press(scriptless);
        await scriptless.GetByText("We have what you told us").WaitForAsync();
        (await sut.Cases()).ShouldContain(file => file.Case.Child.Value(Fields.DateOfBirth) == "2014-05-06");
        await page.GotoAsync(scriptless.Url);
        await Check("told");
    }

    private static Task Press(IPage page) => page.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
}
