using System.Text.Json;
using Microsoft.Playwright;

namespace Heldspace.Browser.Tests;

/// <summary>What every page is held to.</summary>
internal static class PageChecks
{
    private static readonly string Axe = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "axe.min.js"));

    /// <summary>
    /// No violation of WCAG 2.2 A and AA or of axe's best practices. The checker is put in through the debugging protocol, which the page's
    /// content security policy does not apply to.
    /// </summary>
    public static async Task ShouldBeAccessible(this IPage page, string what)
    {
        await page.EvaluateAsync(Axe);
        var found = await page.EvaluateAsync<JsonElement>(
            """
            async () => (await axe.run(document, {
              runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
            })).violations.map(v => v.id + ': ' + v.help + ' @ ' + v.nodes.map(n => n.html).join(' | '))
            """);
        found.EnumerateArray().Select(violation => violation.GetString()).ShouldBeEmpty(what);
    }

    /// <summary>Nothing is wider than the window, so nobody scrolls sideways.</summary>
    public static async Task ShouldFit(this IPage page, string what)
    {
        var wide = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
        wide.ShouldBe(0, what);
    }

    /// <summary>Goes on with the tab key to something; fails where it cannot be reached.</summary>
    public static async Task Tab(this IPage page, string to)
    {
        for (var stop = 0; stop < 60; stop++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<bool>("selector => document.activeElement.matches(selector)", to))
            {
                // Whoever tabs there must see where they are.
                (await page.EvaluateAsync<bool>("() => document.activeElement.matches(':focus-visible')")).ShouldBeTrue(to);
                return;
            }
        }

        throw new InvalidOperationException($"{to} cannot be reached with the tab key.");
    }

    /// <summary>Saves how the page looks, whole, for people to look at.</summary>
    public static Task Picture(this IPage page, string name) => page.ScreenshotAsync(new()
    {
        Path = PathOf(name),
        FullPage = true,
    });

    public static string PathOf(string name) => Path.Combine(Repository, "artifacts", "screenshots", $"{name}.png");

    private static string Repository { get; } = FindRepository();

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Serverless.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? AppContext.BaseDirectory;
    }
}
