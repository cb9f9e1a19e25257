using Heldspace.Functions.Tests.Drivers;
using Heldspace.Functions.Tests.Journey;
using Heldspace.Services;
using Heldspace.Time;
using Microsoft.Playwright;
using NodaTime;

namespace Heldspace.Browser.Tests;

/// <summary>The weekly summary as it lies in a manager's inbox.</summary>
[Collection(OtherBrowserTests.Name)]
public sealed class SummaryMail(Browsers browsers)
{
    [Fact]
    public async Task It_is_accessible_fits_a_small_phone_and_a_reading_pane_is_readable_in_the_dark_and_fetches_nothing()
    {
        await using var sut = await SystemUnderTest.Start();
        (await sut.System.Host.Run("SendWeeklySummary", CancellationToken.None)).ShouldBeTrue();
        for (var n = 1; n <= 4; n++)
        {
            sut.Deliver(Mails.Complete(n));
        }

        sut.Deliver(Mails.Complete(5, more: "What is going on: He told me today that his foster carer hits him with a belt when nobody is there, and he is afraid to go home."));
        await sut.Run(Looking.Moment);
        sut.Clock.MoveTo(London.At(new LocalDate(2026, 9, 21), new(7, 0)));
        (await sut.System.Host.Run("SendWeeklySummary", CancellationToken.None)).ShouldBeTrue();
        var mail = sut.Sent(sut.Service.Managers[0].Mailbox.Text).Single(mail => mail["subject"]!.ToString() == sut.Service.Texts[Texts.WeeklySummary].Subject);

        await using var context = await browsers.New(320);
        var page = await context.NewPageAsync();
        var fetched = new List<string>();
        page.Request += (_, request) => fetched.Add(request.Url);
        await page.SetContentAsync(mail["body"]!["content"]!.ToString());
        (await page.GetByText("words of immediate risk").CountAsync()).ShouldBeGreaterThan(0);
        (await page.GetByRole(AriaRole.Table).CountAsync()).ShouldBeGreaterThan(3);

        // A phone's, a large phone's, a reading pane's, a window's.
        foreach (var width in new[] { 320, 390, 680, 1280 })
        {
            await page.SetViewportSizeAsync(width, 640);
            await page.ShouldFit($"at {width}");
        }

        foreach (var colours in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await page.EmulateMediaAsync(new() { ColorScheme = colours });
            foreach (var width in new[] { 320, 680 })
            {
                await page.SetViewportSizeAsync(width, 640);
                await page.ShouldBeAccessible($"{colours} at {width}");
                await page.Picture($"summary-mail-{colours}-{width}");
            }
        }

        fetched.ShouldBeEmpty();
    }
}
