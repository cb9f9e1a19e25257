using Heldspace.Functions.Tests.Drivers;
using Heldspace.Functions.Tests.Journey;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Browser.Tests;

[Collection(BrowserTests.Name)]
public sealed class EveryStaffPage(Browsers browsers)
{
    [Theory]
    [InlineData(320)]
    [InlineData(1280)]
    public async Task Are_accessible_and_fit_and_need_no_script(int width)
    {
        await using var sut = await SystemUnderTest.Start();
        for (var n = 1; n <= 6; n++)
        {
            sut.Deliver(Mails.Complete(n));
        }

        await sut.Run(Looking.Moment);
        var cases = await sut.Cases();
        var day = cases.GroupBy(file => (London.Day(file.Current!.Slot!.Start), file.Current.Slot.Clinician)).MaxBy(group => group.Count())!;
        await sut.Run(London.At(day.Key.Item1, new LocalTime(17, 10)) - sut.Clock.GetCurrentInstant());
        var address = await sut.System.Host.Listen();
        var clinician = sut.Service.Team.First(member => member.Id == day.Key.Clinician).Mailbox.Text;

        // The checker is a script; the pages are used without any.
        await using var context = await browsers.New(width);
        var page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(address, $"/.auth/login/aad?as={Uri.EscapeDataString(clinician)}&post_login_redirect_uri=/manage").ToString());
        await Check("my-day");
        await page.GetByText("Took place").First.ClickAsync();
        await page.GetByText("Take back").First.WaitForAsync();
        await Check("my-day-said");
        await page.GotoAsync(new Uri(address, $"/manage/caring-to-care/cases/{day.First().Case.Id}").ToString());
        await Check("case-clinician");
        await page.GotoAsync(new Uri(address, "/manage/caring-to-care/cases/nothing").ToString());
        await Check("staff-nothing");

        await page.GotoAsync(new Uri(address, "/.auth/login/aad?as=helen.marchbank%40caring-to-care.example&post_login_redirect_uri=/manage/caring-to-care/cases").ToString());
        await Check("cases");
        await page.GotoAsync(new Uri(address, $"/manage/caring-to-care/cases/{day.First().Case.Id}").ToString());
        foreach (var summary in await page.Locator("summary").AllAsync())
        {
            await summary.ClickAsync();
        }

        await Check("case-manager");
        await page.Locator("#pause-text").FillAsync(" ");
        await page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Pause", Exact = true }).ClickAsync();
        await page.GetByText("That could not be done").WaitForAsync();
        await Check("case-mistake");

        async Task Check(string name)
        {
            await page.ShouldBeAccessible($"{name} at {width}");
            await page.ShouldFit($"{name} at {width}");
            await page.Picture($"{name}-{width}");
        }
    }
}
