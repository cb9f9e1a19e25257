using Heldspace.Functions.Tests.Drivers;
using Heldspace.Functions.Tests.Journey;
using Heldspace.Pathway;
using Microsoft.Playwright;
using NodaTime;

namespace Heldspace.Browser.Tests;

/// <summary>The pages behind the link of an appointment, on the whole system.</summary>
[Collection(BrowserTests.Name)]
public sealed class AppointmentByLink(Browsers browsers)
{
    [Theory]
    [InlineData(320)]
    [InlineData(1280)]
    public async Task Every_page_is_accessible_and_fits(int width)
    {
        await using var sut = await Held();
        var (address, link) = (await sut.System.Host.Listen(), sut.LinkTo());
        await using var context = await browsers.New(width);
        var page = await context.NewPageAsync();
        async Task Check(string name)
        {
            await page.Picture($"appointment-{name}-{width}");
            await page.ShouldFit($"{name} at {width}");
            await page.ShouldBeAccessible($"{name} at {width}");
        }

        async Task See(string path, string name)
        {
            await page.GotoAsync(new Uri(address, path).ToString());
            await Check(name);
        }

        await See(link, "held");
        await See($"{link}/choose", "choose");
        await Press(page, "Ask for this one");
        await page.Locator(".govuk-error-summary").WaitForAsync();
        await Check("choose-mistake");
        await page.Locator("input[name=place]").First.CheckAsync();
        await Press(page, "Ask for this one");
        await Heading(page, "We are asking for the new place");
        await Check("moving");
        await sut.Run(Looking.Moment);
        await page.GotoAsync(page.Url.Split('&')[0]);
        await Heading(page, "Done: this is your new appointment");
        await Check("moved");
        await See($"{link}?asked=1&changed=1", "changed");
        var held = (await sut.OnlyCase()).Current!;
        await sut.Rewrite((await sut.OnlyCase()).Case.Id, held with { LastAttempt = held.Attempt + 1 });
        await See($"{link}?asked={held.Attempt + 1}", "taken");
        await See($"{link}/cancel", "cancel");
        await Press(page, "Cancel this appointment");
        await page.Locator(".govuk-error-summary").WaitForAsync();
        await Check("cancel-mistake");
        await page.Locator("input[name=why][value=ill]").CheckAsync();
        await page.Locator("input[name=next][value=again]").CheckAsync();
        await Press(page, "Cancel this appointment");
        await Heading(page, "Your appointment is cancelled");
        await Check("cancelled");
        await sut.Run(Looking.Moment);
        await See(link, "cancelled-next");
        await page.GetByRole(AriaRole.Button, new() { Name = "See it, and say if it suits" }).ClickAsync();
        await Press(page, "This works for us");
        await Heading(page, "Your appointment is agreed");
        await Check("agreed");
        var next = sut.LinkTo();
        var again = (await sut.OnlyCase()).Current!;
        await sut.Rewrite((await sut.OnlyCase()).Case.Id, again with { Alternatives = [] });
        await See($"{next}/choose", "choose-looking");
        await page.GotoAsync(new Uri(address, $"{next}/choose?look=stop").ToString());
        await Check("choose-none");
        await sut.Rewrite((await sut.OnlyCase()).Case.Id, (await sut.OnlyCase()).Current! with { State = AppointmentState.NoPlace });
        await See(next, "no-place");
        await sut.Rewrite((await sut.OnlyCase()).Case.Id, (await sut.OnlyCase()).Current! with { State = AppointmentState.Wanted });
        await See(next, "looking");
        await sut.Rewrite((await sut.OnlyCase()).Case.Id, again with { State = AppointmentState.Released });
        await See(next, "over");
        sut.Clock.MoveTo(again.Slot!.Start - Duration.FromHours(20));
        await sut.Rewrite((await sut.OnlyCase()).Case.Id, again with { AgreedAt = null });
        await See(next, "soon");
        await See($"{link}x", "nothing");
    }

    [Fact]
    public async Task Agreeing_choosing_and_cancelling_work_with_script_switched_off()
    {
        await using var sut = await Held();
        var (address, link) = (await sut.System.Host.Listen(), sut.LinkTo());
        await using var context = await browsers.New(320, script: false);
        var page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(address, link).ToString());
        await Press(page, "This works for us");
        await Heading(page, "Your appointment is agreed");
        await page.GetByRole(AriaRole.Button, new() { Name = "Another time or place" }).ClickAsync();
        await page.Locator("input[name=place]").Nth(1).CheckAsync();
        await Press(page, "Ask for this one");
        await Heading(page, "We are asking for the new place");
        await sut.Run(Looking.Moment);
        await page.GotoAsync(page.Url.Split('&')[0]);
        await Heading(page, "Done: this is your new appointment");
        await page.GetByRole(AriaRole.Link, new() { Name = "We cannot come" }).ClickAsync();
        await page.Locator("input[name=why][value=other]").CheckAsync();
        await page.Locator("textarea[name=words]").FillAsync("A school trip.");
        await page.Locator("input[name=next][value=ring]").CheckAsync();
        await Press(page, "Cancel this appointment");
        await Heading(page, "Your appointment is cancelled");

        var file = await sut.OnlyCase();
        file.Appointments.ShouldHaveSingleItem().Outcome!.Reason.ShouldBe("another reason: A school trip.");
    }

    [Fact]
    public async Task Everything_can_be_done_with_the_keyboard_alone()
    {
        await using var sut = await Held();
        var (address, link) = (await sut.System.Host.Listen(), sut.LinkTo());
        await using var context = await browsers.New();
        var page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(address, link).ToString());
        await page.Tab("#agree");
        await page.Keyboard.PressAsync("Enter");
        await Heading(page, "Your appointment is agreed");
        await page.Tab("a[href$='/choose']");
        await page.Keyboard.PressAsync("Enter");
        await Heading(page, "Another time or place");
        await page.Tab("[name=place]");
        await page.Keyboard.PressAsync("Space");
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Tab("main button[type=submit]");
        await page.Keyboard.PressAsync("Enter");
        await Heading(page, "We are asking for the new place");
        await sut.Run(Looking.Moment);
        await page.GotoAsync(page.Url.Split('&')[0]);
        await page.Tab("a[href$='/cancel']");
        await page.Keyboard.PressAsync("Enter");
        await Heading(page, "We cannot come");
        await page.Tab("[name=why]");
        await page.Keyboard.PressAsync("Space");
        await page.Tab("[name=next]");
        await page.Keyboard.PressAsync("Space");
        await page.Tab("main button[type=submit]");
        await page.Keyboard.PressAsync("Enter");
        await Heading(page, "Your appointment is cancelled");

        (await sut.OnlyCase()).Appointments[0].State.ShouldBe(AppointmentState.Over);
    }

    private static Task Press(IPage page, string button) => page.GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync();

    private static Task Heading(IPage page, string words) => page.GetByRole(AriaRole.Heading, new() { Name = words, Level = 1 }).WaitForAsync(new() { Timeout = 10_000 });

    private static async Task<SystemUnderTest> Held()
    {
        var sut = await SystemUnderTest.Start(settings => settings with
        {
            AppSettings = new Dictionary<string, string>(StringComparer.Ordinal) { ["Refer:ReceiptWaitSeconds"] = "0", ["Refer:PagesPerMinute"] = "1000000" },
        });
        sut.Deliver(Mails.Complete());
        await sut.Run(Looking.Moment);
        return sut;
    }
}
