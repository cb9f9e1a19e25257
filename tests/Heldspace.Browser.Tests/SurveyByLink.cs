using Heldspace.Functions.Tests.Journey;
using Heldspace.Measures;
using Heldspace.Measures.Asking;
using Microsoft.Playwright;

namespace Heldspace.Browser.Tests;

/// <summary>Answering how things are going on a small phone, on the whole system.</summary>
[Collection(BrowserTests.Name)]
public sealed class SurveyByLink(Browsers browsers)
{
    [Fact]
    public async Task Every_page_is_accessible_fits_a_small_phone_and_a_desk_and_is_answered_with_the_keyboard_alone()
    {
        await using var sut = await HowItGoes.ForBaseline();
        var (address, link) = (await sut.System.Host.Listen(), await HowItGoes.LinkOf(sut, Roles.YoungPerson));
        await using var context = await browsers.New(320);
        var page = await context.NewPageAsync();
        async Task See(string path, string name)
        {
            await page.GotoAsync(new Uri(address, path).ToString());
            foreach (var width in new[] { 1280, 320 })
            {
                await page.SetViewportSizeAsync(width, 640);
                await page.Picture($"survey-{name}-{width}");
                await page.ShouldFit($"{name} at {width}");
                await page.ShouldBeAccessible($"{name} at {width}");
            }
        }

        await See(link, "start");
        await See($"{link}/no", "no");
        await See($"{link}/later", "later");
        await See($"{link}/send", "send");

        // A scanner's browser that runs the page and follows whatever leads on answers nothing.
        for (var look = 0; look < 20; look++)
        {
            await page.GotoAsync(new Uri(address, link).ToString());
            var links = await page.Locator("main a[href^='/survey/']").EvaluateAllAsync<string[]>("all => all.map(one => one.getAttribute('href'))");
            links.ShouldNotBeEmpty();
            await page.GotoAsync(new Uri(address, links[look % links.Length]).ToString());
        }

        (await HowItGoes.Ask(sut, Roles.YoungPerson))!.ShouldSatisfyAllConditions(ask => ask.State.ShouldBe(AskState.Open), ask => ask.Measures.ShouldAllBe(one => one.Answers.IsEmpty));

        await See($"{link}/1", "question");
        await page.Locator("input[name=answer-1]").First.FocusAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Picture("survey-chosen-320");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync($"**{link}/2");
        await page.ShouldBeAccessible("second question");
        await page.GotoAsync(new Uri(address, $"{link}/send").ToString());
        await page.GetByRole(AriaRole.Button, new() { Name = "Send my answers" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Heading, new() { Name = "Thank you" }).WaitForAsync();
        await page.Picture("survey-thanks-320");
        await page.ShouldBeAccessible("thanks");

        var ask = (await HowItGoes.Ask(sut, Roles.YoungPerson))!;
        ask.State.ShouldBe(AskState.Answered);
        ask.Measures.Single(one => one.Measure == "ons4").Answers[0].ShouldBe(2);
    }
}
