using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Heldspace.Local.Microsoft365;
using NodaTime;
using NodaTime.Text;

namespace Heldspace.Functions.Tests.Microsoft365;

/// <summary>A small invented office: its tenant, served over HTTP, and a client with a token. When it closes, all its traffic is held to the published metadata.</summary>
internal sealed class Office : IAsyncDisposable
{
    public const string Intake = "intake@heldspace.example";
    public const string Robin = "robin@heldspace.example";
    public const string Sam = "sam@heldspace.example";
    public const string Room = "blue-room@heldspace.example";
    public const string Immutable = "IdType=\"ImmutableId\"";

    private Office(StoppedClock clock, Tenant tenant, Microsoft365Server server)
    {
        (Clock, Tenant, Server) = (clock, tenant, server);
        server.Traffic.Recording = true;
        Http = Client("token of the app");
    }

    public StoppedClock Clock { get; }

    public Tenant Tenant { get; }

    public Microsoft365Server Server { get; }

    public HttpClient Http { get; }

    public static async Task<Office> Open(Microsoft365Options? options = null)
    {
        var clock = new StoppedClock(Instant.FromUtc(2026, 1, 5, 9, 0));
        var tenant = new Tenant(clock);
        tenant.AddMailbox(Intake, "Intake", MailboxKind.Shared);
        tenant.AddMailbox(Robin, "Robin Ashdown");
        tenant.AddMailbox(Sam, "Sam Okafor");
        tenant.AddMailbox(Room, "Blue Room", MailboxKind.Room);
        return new Office(clock, tenant, await Microsoft365Server.Start(tenant, 0, options));
    }

    public HttpClient Client(string token)
    {
        var http = new HttpClient { BaseAddress = new Uri(Server.BaseAddress + "/") };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return http;
    }

    public async Task<(HttpStatusCode Status, JsonObject Body, HttpResponseMessage Response)> Send(
        HttpMethod method, string path, JsonNode? body = null, string? prefer = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path.StartsWith("http", StringComparison.Ordinal) ? new Uri(path) : new Uri(path, UriKind.Relative));
        if (prefer is not null)
        {
            request.Headers.TryAddWithoutValidation("Prefer", prefer);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (body is not null)
        {
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        }

        var response = await Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, text.Length == 0 ? [] : JsonNode.Parse(text)!.AsObject(), response);
    }

    public Task<JsonObject> Get(string path, string? prefer = null) => Good(HttpMethod.Get, path, null, prefer);

    public Task<JsonObject> Post(string path, JsonNode body, string? prefer = null) => Good(HttpMethod.Post, path, body, prefer);

    public Task<JsonObject> Patch(string path, JsonNode body, string? prefer = null) => Good(HttpMethod.Patch, path, body, prefer);

    public Task Delete(string path) => Good(HttpMethod.Delete, path, null, null);

    /// <summary>The status and error code of a request that is to be refused.</summary>
    public async Task<(int Status, string Code)> Refused(HttpMethod method, string path, JsonNode? body = null, string? prefer = null, params (string, string)[] headers)
    {
        var (status, answer, _) = await Send(method, path, body, prefer, headers);
        return ((int)status, answer["error"]?["code"]?.GetValue<string>() ?? "");
    }

    public static JsonObject Mail(string subject, string text = "Hello", string from = "alex@school.example") => new()
    {
        ["subject"] = subject,
        ["body"] = new JsonObject { ["contentType"] = "text", ["content"] = text },
        ["from"] = Person(from),
    };

    public static JsonObject Person(string address) => new() { ["emailAddress"] = new JsonObject { ["address"] = address, ["name"] = address.Split('@')[0] } };

    public static JsonObject Attendee(string address, string type = "required")
    {
        var person = Person(address);
        person["type"] = type;
        return person;
    }

    public static JsonObject At(Instant instant) => new()
    {
        ["dateTime"] = LocalDateTimePattern.ExtendedIso.Format(instant.InUtc().LocalDateTime),
        ["timeZone"] = "UTC",
    };

    /// <summary>An event on 12 January 2026 at some hour, an hour long.</summary>
    public static JsonObject Meeting(string subject, int hour = 10, params string[] attendees) => new()
    {
        ["subject"] = subject,
        ["body"] = new JsonObject { ["contentType"] = "html", ["content"] = "<p>See you there</p>" },
        ["start"] = At(Instant.FromUtc(2026, 1, 12, hour, 0)),
        ["end"] = At(Instant.FromUtc(2026, 1, 12, hour + 1, 0)),
        ["attendees"] = new JsonArray([.. attendees.Select(static address => (JsonNode)Attendee(address, address == Room ? "resource" : "required"))]),
    };

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Server.DisposeAsync();
        GraphContract.Published.Problems(Server.Traffic.Exchanges, Server.Traffic.Notifications).ShouldBeEmpty();
    }

    private async Task<JsonObject> Good(HttpMethod method, string path, JsonNode? body, string? prefer)
    {
        var (status, answer, _) = await Send(method, path, body, prefer);
        ((int)status).ShouldBeLessThan(300, answer.ToJsonString());
        return answer;
    }
}

/// <summary>A clock that stands until it is moved.</summary>
internal sealed class StoppedClock(Instant now) : IClock
{
    private long ticks = now.ToUnixTimeTicks();

    public Instant GetCurrentInstant() => Instant.FromUnixTimeTicks(Interlocked.Read(ref ticks));

    public void Move(Duration by) => Interlocked.Add(ref ticks, by.BclCompatibleTicks);
}

/// <summary>Short ways to read Graph's JSON in assertions.</summary>
internal static class Reading
{
    public static string Text(this JsonNode node, string path) => node.At(path)?.ToString() ?? "";

    public static JsonNode? At(this JsonNode node, string path) => path.Split('/').Aggregate((JsonNode?)node, static (at, name) => at switch
    {
        JsonArray array when int.TryParse(name, out var index) => index < array.Count ? array[index] : null,
        JsonObject part => part[name],
        _ => null,
    });

    public static IReadOnlyList<JsonObject> Values(this JsonObject page) => [.. page["value"]!.AsArray().Select(static item => item!.AsObject())];

    public static string Url(this string id) => Uri.EscapeDataString(id);
}
