using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Heldspace.Functions.Tests.Drivers;
using Heldspace.Functions.Tests.Journey;
using Microsoft.Playwright;

namespace Heldspace.Browser.Tests;

/// <summary>What a mail brings runs nothing and asks for nothing outside, in a browser that runs scripts and would load anything.</summary>
[Collection(OtherBrowserTests.Name)]
public sealed class HostileMail(Browsers browsers)
{
    private const string Outside = "http://outside.invalid/";

    private static readonly string Markup = $"""
        <html><head><base href="{Outside}"><meta http-equiv="refresh" content="0;url={Outside}refresh"><link rel="stylesheet" href="{Outside}sheet"><link rel="preload" as="image" href="{Outside}preload"><link rel="prefetch" href="{Outside}prefetch">
        <style>@import url("{Outside}import"); body {"{"} background: url({Outside}background) {"}"}</style><script>window.ran = 1; fetch("{Outside}fetch")</script><script src="{Outside}script"></script></head>
        <body onload="window.ran = 2" background="{Outside}old"><p>Name: Kit Example</p><p>DOB: 01/02/2014</p><img src="{Outside}image" srcset="{Outside}set 2x"><img src=x onerror="window.ran = 3"><svg onload="window.ran = 4"><image href="{Outside}svg"/></svg>
        <iframe src="{Outside}frame"></iframe><iframe srcdoc="<script>parent.ran = 5</script>"></iframe><object data="{Outside}object"></object><embed src="{Outside}embed"><video poster="{Outside}poster"><source src="{Outside}video"></video>
        <form action="{Outside}form" id="f"><input autofocus onfocus="window.ran = 6"></form><a href="javascript:window.ran = 7" ping="{Outside}ping">link</a><table background="{Outside}table"><tr><td style="background-image:url({Outside}cell)">x</td></tr></table></body></html>
        """;

    [Fact]
    public async Task Runs_nothing_and_asks_for_nothing_outside_wherever_it_stands()
    {
        await using var sut = await SystemUnderTest.Start();
        var mail = Mails.Mail($"""Referral "><script>window.ran = 8</script><img src={Outside}subject>""", Markup, type: "html");
        mail["from"]!["emailAddress"]!["name"] = $"</h2><img src={Outside}sender onerror='window.ran = 9'>";
        mail["hasAttachments"] = true;
        mail["attachments"] = new JsonArray(File("<img src=x onerror=alert(1)>.html", "text/html", Markup), File("letter.svg", "image/svg+xml", $"""<svg xmlns="http://www.w3.org/2000/svg" onload="window.ran = 10"><image href="{Outside}file"/></svg>"""));
        sut.Deliver(mail);
        sut.Deliver(Mails.Complete(2, more: $"What is going on: {Markup.ReplaceLineEndings(" ")}"));
        await sut.Run(Looking.Moment);
        var address = await sut.System.Host.Listen();
        await using var context = await browsers.New();
        var asked = new ConcurrentBag<string>();
        context.Request += (_, request) => asked.Add(request.Url);
        await context.RouteAsync($"{Outside}**", route => route.AbortAsync());
        var page = await context.NewPageAsync();

        // That this browser would: the very same markup on a page of its own runs and asks.
        // It leads away from itself at once, so that what its script asked for is what shows that it ran.
        await page.RunAndWaitForRequestAsync(() => page.SetContentAsync(Markup, new() { WaitUntil = WaitUntilState.Commit }), $"{Outside}fetch");
        await page.CloseAsync();
        page = await context.NewPageAsync();
        asked.Clear();

        await page.GotoAsync(new Uri(address, "/.auth/login/aad?as=helen.marchbank%40caring-to-care.example&post_login_redirect_uri=/manage/caring-to-care/cases").ToString());
        foreach (var file in await sut.Cases())
        {
            foreach (var path in new[] { "", "/received" })
            {
                await page.GotoAsync(new Uri(address, $"/manage/caring-to-care/cases/{file.Case.Id}{path}").ToString(), new() { WaitUntil = WaitUntilState.NetworkIdle });
                (await page.EvaluateAsync<bool>("() => window.ran === undefined")).ShouldBeTrue(path);
                (await page.EvaluateAsync<int>("() => document.querySelectorAll('main script, main img, main svg, main iframe, main object, main embed, main video, main base, main style, main link, main [onload], main [onerror]').length")).ShouldBe(0, path);
            }
        }

        // A file is saved and never opened, whatever it is.
        var first = (await sut.Cases()).First(file => file.Case.Referrer.Name != "Sam Fielding" || file.Case.Unread.Length > 0);
        await page.GotoAsync(new Uri(address, $"/manage/caring-to-care/cases/{first.Case.Id}/received").ToString());
        foreach (var link in await page.Locator("main ul a").AllAsync())
        {
            var saved = await page.RunAndWaitForDownloadAsync(() => link.ClickAsync());
            saved.SuggestedFilename.ShouldEndWith(".html");
            saved.SuggestedFilename.ShouldNotContain("<");
        }

        asked.ShouldAllBe(url => url.StartsWith(address.ToString(), StringComparison.Ordinal));
        asked.ShouldContain(url => url.EndsWith("/1", StringComparison.Ordinal));
        asked.ShouldContain(url => url.EndsWith("/2", StringComparison.Ordinal));
    }

    private static JsonObject File(string name, string type, string content) => new()
    {
        ["@odata.type"] = "#microsoft.graph.fileAttachment",
        ["name"] = name,
        ["contentType"] = type,
        ["isInline"] = false,
        ["contentBytes"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(content)),
    };
}
