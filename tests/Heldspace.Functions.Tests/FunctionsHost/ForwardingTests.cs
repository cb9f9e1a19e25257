using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Heldspace.Local.FunctionsHost;
using Microsoft.AspNetCore.Http;
using NodaTime;

namespace Heldspace.Functions.Tests.FunctionsHost;

public sealed class ForwardingTests
{
    [Fact]
    public async Task Every_raw_request_of_the_contract_becomes_what_the_real_host_makes_of_it()
    {
        await using var rig = await Rig.Start(SystemClock.Instance, [Rig.Http("Refer", "refer/{*path}"), Rig.Timer("SweepMailbox", "0 0 0 1 1 *")], (_, _) => Task.CompletedTask, sockets: true);
        var address = await rig.Host.Listen();
        using var contract = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "contracts", "forwarding.json")));
        var wrong = new List<string>();
        var count = 0;
        foreach (var item in contract.RootElement.GetProperty("cases").EnumerateArray())
        {
            count++;
            var sent = item.GetProperty("sent").GetString()!;
            var expected = item.TryGetProperty("forwarded", out var forwarded) ? forwarded.GetString()! : item.GetProperty("status").GetRawText();

            rig.Calls.Clear();
            var status = await RawStatus(address, sent);
            var got = rig.Calls.TryPeek(out var call) ? call.Target : status.ToString();
            if (got != expected)
            {
                wrong.Add($"{sent}: expected {expected}, got {got}");
            }
        }

        count.ShouldBe(60);
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_request_arrives_with_its_method_body_and_public_host_and_the_reply_goes_back_whole()
    {
        await using var rig = await Rig.Start(SystemClock.Instance, [Rig.Http("Refer", "refer/{*path}")], async (context, _) =>
        {
            context.Response.StatusCode = 303;
            context.Response.Headers.Location = "/refer/receipt/abc";
            context.Response.Headers.Append("Set-Cookie", "one=1; Path=/");
            context.Response.Headers.Append("Set-Cookie", "two=2; Path=/");
            context.Response.ContentType = "text/html; charset=utf-8";
            await context.Response.WriteAsync("<p>kept</p>");
        });
        using var client = await Client(rig);
        using var content = new StringContent("name=Alex", Encoding.UTF8, "application/x-www-form-urlencoded");
        content.Headers.ContentLanguage.Add("en");

        using var response = await client.PostAsync(new Uri("https://heldspace.example/Refer/start?b=2&a=1&b=3"), content);

        var call = rig.Calls.ShouldHaveSingleItem();
        call.Method.ShouldBe("POST");
        call.Target.ShouldBe("/Refer/start?b=2,3&a=1");
        call.Host.ShouldBe("heldspace.example");
        call.Body.ShouldBe("name=Alex");
        call.Headers["Content-Type"].ShouldBe("application/x-www-form-urlencoded; charset=utf-8");
        call.Headers.ContainsKey("Content-Language").ShouldBeFalse("only a body's length and type are forwarded");
        call.Headers["X-Forwarded-Proto"].ShouldBe("https");
        response.StatusCode.ShouldBe(HttpStatusCode.SeeOther, "redirects are not followed");
        response.Headers.Location!.OriginalString.ShouldBe("/refer/receipt/abc");
        response.Headers.GetValues("Set-Cookie").ShouldBe(["one=1; Path=/", "two=2; Path=/"]);
        (await response.Content.ReadAsStringAsync()).ShouldBe("<p>kept</p>");
    }

    [Fact]
    public async Task The_front_end_adds_its_headers_and_takes_away_what_a_caller_pretends()
    {
        await using var rig = await Rig.Start(SystemClock.Instance, [Rig.Http("Manage", "manage/{*path}")]);
        using var client = await Client(rig);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("http://heldspace.example/manage/cases"));
        foreach (var forged in new[] { "X-MS-CLIENT-PRINCIPAL", "X-MS-CLIENT-PRINCIPAL-NAME", "X-MS-TOKEN-AAD-ID-TOKEN", "X-ARR-SSL", "DISGUISED-HOST" })
        {
            request.Headers.Add(forged, "forged");
        }

        request.Headers.Add("X-Forwarded-For", "203.0.113.7");

        using var response = await client.SendAsync(request);

        var headers = rig.Calls.ShouldHaveSingleItem().Headers;
        headers.Where(header => header.Value == "forged").ShouldBeEmpty();
        headers["X-ARR-LOG-ID"].ShouldNotBeEmpty();
        headers["X-Forwarded-For"].ShouldStartWith("203.0.113.7, 127.0.0.1:");
        headers["X-Original-URL"].ShouldBe("/manage/cases");
        headers["DISGUISED-HOST"].ShouldBe("heldspace.example");
        headers["X-Azure-Functions-InvocationId"].ShouldNotBeEmpty();
        headers["User-Agent"].ShouldStartWith("Azure-Functions-Host/");
    }

    [Fact]
    public async Task A_body_without_a_length_is_not_forwarded_and_the_request_fails_as_on_the_host()
    {
        await using var rig = await Rig.Start(SystemClock.Instance, [Rig.Http("Refer", "refer/{*path}")], sockets: true);
        using var client = new HttpClient { BaseAddress = await rig.Host.Listen() };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("refer/x", UriKind.Relative)) { Content = new StringContent("body") };
        request.Headers.TransferEncodingChunked = true;

        using var response = await client.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        rig.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Only_the_methods_and_routes_that_are_declared_are_served_and_the_closest_route_wins()
    {
        await using var rig = await Rig.Start(
            SystemClock.Instance,
            [Rig.Http("Everything", "api/{*path}"), Rig.Http("One", "api/case/{id:int}", "GET")],
            (context, call) => Rig.Succeed(context),
            settings: new HostSettings { RoutePrefix = "v1", ForwardsHttp = true });
        using var client = await Client(rig);

        (await client.GetAsync(new Uri("http://x.example/v1/api/case/7"))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.GetAsync(new Uri("http://x.example/v1/api/case/seven"))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.GetAsync(new Uri("http://x.example/api/case/7"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await client.GetAsync(new Uri("http://x.example/"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        rig.Calls.Select(call => call.Target).ShouldBe(["/v1/api/case/7", "/v1/api/case/seven"]);
    }

    [Fact]
    public async Task A_method_that_is_not_declared_is_not_found()
    {
        await using var rig = await Rig.Start(SystemClock.Instance, [Rig.Http("Health", "health", "GET")]);
        using var client = await Client(rig);

        using var content = new ByteArrayContent([1]);
        (await client.PostAsync(new Uri("http://x.example/health"), content)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await client.GetAsync(new Uri("http://x.example/HEALTH/"))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_handler_that_breaks_the_connection_is_answered_with_an_empty_500()
    {
        await using var rig = await Rig.Start(
            SystemClock.Instance,
            [Rig.Http("Refer", "refer/{*path}")],
            (context, call) =>
            {
                context.Abort();
                return Task.CompletedTask;
            },
            sockets: true);
        using var client = new HttpClient { BaseAddress = await rig.Host.Listen() };

        using var response = await client.GetAsync(new Uri("refer/x", UriKind.Relative));

        response.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        (await response.Content.ReadAsStringAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_handler_that_takes_too_long_is_answered_with_500()
    {
        await using var rig = await Rig.Start(
            SystemClock.Instance,
            [Rig.Http("Refer", "refer/{*path}")],
            (context, _) => Task.Delay(Timeout.Infinite, context.RequestAborted),
            options: new FunctionsHostOptions { FunctionTimeout = TimeSpan.FromMilliseconds(100) });
        using var client = await Client(rig);

        (await client.GetAsync(new Uri("http://x.example/refer/x"))).StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
    }

    [Fact]
    public async Task A_function_that_needs_a_key_is_closed()
    {
        await using var rig = await Rig.Start(SystemClock.Instance, [new FunctionDefinition("Keyed", new Trigger.Http("req", "keyed", [], Anonymous: false))]);
        using var client = await Client(rig);

        (await client.GetAsync(new Uri("http://x.example/keyed"))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        rig.Calls.ShouldBeEmpty();
    }

    private static async Task<HttpClient> Client(Rig rig) => new(await rig.Host.CreateHandler());

    private static async Task<int> RawStatus(Uri address, string target)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(address.Host, address.Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes($"GET {target} HTTP/1.1\r\nHost: heldspace.example\r\nConnection: close\r\n\r\n"));
        using var reader = new StreamReader(stream);
        var line = await reader.ReadLineAsync();
        await reader.ReadToEndAsync();
        return int.Parse(line!.Split(' ')[1]);
    }
}
