using System.Diagnostics;
using System.Globalization;
using Microsoft.Playwright;

namespace Heldspace.Browser.Tests;

/// <summary>
/// A browser for many tests: an installed Chromium, Chrome or Edge; else Playwright's own, fetched now; else Debian's package, where this process
/// may install it. Without any, tests fail with a message and never pass by not running.
/// </summary>
public sealed class Browsers : IAsyncLifetime
{
    private static readonly string[] Names =
        ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "microsoft-edge-stable", "chrome.exe", "msedge.exe"];

    private static readonly string[] Elsewhere =
    [
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
        @"C:\Program Files\Google\Chrome\Application\chrome.exe",
        @"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    ];

    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;

    public async Task InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        _browser = await Launch();
    }

    public async Task DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }

    /// <summary>A fresh profile at a width, in CSS pixels.</summary>
    public Task<IBrowserContext> New(int width = 1280, bool script = true) => _browser.NewContextAsync(new()
    {
        ViewportSize = new() { Width = width, Height = width < 600 ? 640 : 900 },
        JavaScriptEnabled = script,
        DeviceScaleFactor = 1,
        Locale = "en-GB",
    });

    private async Task<IBrowser> Launch()
    {
        var options = new BrowserTypeLaunchOptions
        {
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        };
        if (Installed() is { } found)
        {
            options.ExecutablePath = found;
            return await _playwright.Chromium.LaunchAsync(options);
        }

        if (Microsoft.Playwright.Program.Main(["install", "chromium"]) == 0)
        {
            try
            {
                return await _playwright.Chromium.LaunchAsync(options);
            }
            catch (PlaywrightException)
            {
                // Its libraries are missing here: the distribution's package brings them along.
            }
        }

        if (OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && File.Exists("/usr/bin/apt-get"))
        {
            await Run("apt-get", "update", "-qq");
            await Run("apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium");
        }

        options.ExecutablePath = Installed() ?? throw new InvalidOperationException(
            "The browser tests need Chromium, Chrome or Edge, and none could be found or installed. Install one and put it on the PATH.");
        return await _playwright.Chromium.LaunchAsync(options);
    }

    private static string? Installed() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(folder => Names.Select(name => Path.Combine(folder, name)))
        .Concat(Elsewhere)
        .FirstOrDefault(File.Exists);

    private static async Task Run(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { Environment = { ["DEBIAN_FRONTEND"] = "noninteractive" } })
            ?? throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{command} did not start."));
        await process.WaitForExitAsync();
    }
}

/// <summary>Tests that share a browser, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class BrowserTests : ICollectionFixture<Browsers>
{
    public const string Name = "browser";
}

/// <summary>Tests that share another one beside it: a browser mostly waits for one page at a time.</summary>
[CollectionDefinition(Name)]
public sealed class OtherBrowserTests : ICollectionFixture<Browsers>
{
    public const string Name = "other browser";
}
