using System.Text;
using System.Text.Json;

namespace Heldspace.Functions.Tests.Hosting;

/// <summary>No trigger can be reached by the public, however the request is spelled; the host reaches all of them.</summary>
public sealed class TriggerGuardTests
{
    private const string InTheContract = "SweepMailbox";

    [Fact]
    public async Task The_host_reaches_every_trigger()
    {
        await using var app = await AppBehindHost.Start();

        foreach (var function in app.Triggers)
        {
            app.Forget();
            var (status, answer) = await AppBehindHost.Raw(app.Handler, "POST", $"/{function.Name}", app.Handler.Authority, app.Envelope(function));

            status.ShouldBeOneOf([200, 500], function.Name);
            answer.ShouldContain("ReturnValue", customMessage: function.Name);
            app.Asked.ShouldNotBeEmpty($"{function.Name} was let in, so it must have looked for its work.");
        }
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task Every_spelling_of_a_public_path_that_leads_to_a_trigger_is_not_found_and_does_nothing(string method)
    {
        await using var app = await AppBehindHost.Start();
        var sent = 0;
        var wrong = new List<string>();
        foreach (var function in app.Triggers)
        {
            var body = method == "POST" ? app.Envelope(function) : null;
            foreach (var (spelling, expected) in Spellings(function.Name))
            {
                foreach (var host in new[] { AppBehindHost.PublicHost, app.Handler.Authority })
                {
                    sent++;
                    app.Forget();
                    var (status, answer) = await AppBehindHost.Raw(app.Front, method, spelling, host, body);
                    if (status != expected || app.Asked.Count > 0 || answer.Contains("ReturnValue", StringComparison.Ordinal))
                    {
                        wrong.Add($"{method} {spelling} to {host}: {status} instead of {expected}; asked {string.Join(", ", app.Asked)}");
                    }
                }
            }
        }

        sent.ShouldBe(app.Triggers.Count() * 56 * 2);
        wrong.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("X-ARR-LOG-ID")]
    [InlineData("X-ARR-SSL")]
    [InlineData("X-Forwarded-For")]
    [InlineData("x-forwarded-for")]
    [InlineData("X-Forwarded-Proto")]
    [InlineData("X-Forwarded-Host")]
    [InlineData("X-Original-URL")]
    [InlineData("X-WAWS-Unencoded-URL")]
    [InlineData("X-SITE-DEPLOYMENT-ID")]
    [InlineData("WAS-DEFAULT-HOSTNAME")]
    [InlineData("DISGUISED-HOST")]
    [InlineData("CLIENT-IP")]
    [InlineData("Forwarded")]
    public async Task A_call_that_came_through_the_front_end_is_no_call_of_the_host(string header)
    {
        await using var app = await AppBehindHost.Start();

        foreach (var function in app.Triggers)
        {
            var (status, _) = await AppBehindHost.Raw(app.Handler, "POST", $"/{function.Name}", app.Handler.Authority, app.Envelope(function), (header, "x"));

            status.ShouldBe(404, function.Name);
        }

        app.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_call_under_another_host_name_or_port_is_no_call_of_the_host()
    {
        await using var app = await AppBehindHost.Start();
        var port = app.Handler.Port;
        string[] hosts =
        [
            AppBehindHost.PublicHost, $"{AppBehindHost.PublicHost}:{port}", "127.0.0.1", $"127.0.0.1:{port + 1}", $"localhost:{port}", $"[::1]:{port}",
            $"127.0.0.1.evil.example:{port}", "evil.example",
        ];

        foreach (var function in app.Triggers)
        {
            foreach (var host in hosts)
            {
                var (status, _) = await AppBehindHost.Raw(app.Handler, "POST", $"/{function.Name}", host, app.Envelope(function));

                status.ShouldBe(404, $"{function.Name} as {host}");
            }
        }

        app.Asked.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    [InlineData("OPTIONS")]
    public async Task Only_a_post_triggers(string method)
    {
        await using var app = await AppBehindHost.Start();

        foreach (var function in app.Triggers)
        {
            foreach (var host in new[] { app.Handler.Authority, AppBehindHost.PublicHost })
            {
                var (status, _) = await AppBehindHost.Raw(app.Handler, method, $"/{function.Name}", host, app.Envelope(function));

                status.ShouldBe(404, $"{function.Name} as {host}");
            }
        }

        app.Asked.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/refer/caring-to-care")]
    [InlineData("/assets/heldspace.css")]
    [InlineData("/health")]
    public async Task Public_pages_answer_to_the_host_names_of_the_services_only(string page)
    {
        await using var app = await AppBehindHost.Start();

        (await AppBehindHost.Raw(app.Front, "GET", page, AppBehindHost.PublicHost, null)).Status.ShouldNotBe(404);
        foreach (var host in new[] { "evil.example", $"{AppBehindHost.PublicHost}.evil.example", "refer.derby-ehwb.example", "10.0.0.1", "heldspace.azurewebsites.net" })
        {
            (await AppBehindHost.Raw(app.Front, "GET", page, host, null)).Status.ShouldBe(404, host);
        }
    }

    [Fact]
    public async Task Whether_the_app_is_ready_is_the_hosts_question_alone()
    {
        await using var app = await AppBehindHost.Start();

        (await AppBehindHost.Raw(app.Handler, "GET", "/", app.Handler.Authority, null)).Status.ShouldBe(200);
        (await AppBehindHost.Raw(app.Handler, "GET", "/", "evil.example", null)).Status.ShouldBe(404);
        (await AppBehindHost.Raw(app.Front, "GET", "/", AppBehindHost.PublicHost, null)).Status.ShouldBe(404);
    }

    /// <summary>The raw requests of the contract that name a trigger, for this one, each with the status that the public must get.</summary>
    private static IEnumerable<(string Sent, int Status)> Spellings(string function)
    {
        using var contract = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "contracts", "forwarding.json")));
        var encoded = $"{function[..5]}%{(int)function[5]:x2}{function[6..]}";
        foreach (var item in contract.RootElement.GetProperty("cases").EnumerateArray())
        {
            var path = new StringBuilder(item.GetProperty("sent").GetString())
                .Replace(InTheContract, function)
                .Replace(InTheContract.ToLowerInvariant(), function.ToLowerInvariant())
                .Replace(InTheContract.ToUpperInvariant(), function.ToUpperInvariant())
                .Replace("Sweep%254dailbox", encoded.Replace("%", "%25", StringComparison.Ordinal))
                .Replace("Sweep%4dailbox", encoded)
                .ToString();
            if (!path.Split('?')[0].Contains(function[6..], StringComparison.OrdinalIgnoreCase))
            {
                // The form itself, and a trigger's name in a query, which names nothing.
                continue;
            }

            yield return (path, item.TryGetProperty("status", out var status) ? status.GetInt32() : 404);
        }
    }
}
