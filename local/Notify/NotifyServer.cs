using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Heldspace.Local.ServiceBus;
using Microsoft.AspNetCore.TestHost;
using NodaTime;

namespace Heldspace.Local.Notify;

/// <summary>
/// The part of GOV.UK Notify's API that the app uses: send a text message, find it again by its reference with what became of it, read what people sent back; and a page that shows what was taken, on
/// which one can write back. On a port of 127.0.0.1 or in memory.
/// </summary>
/// <remarks>
/// https://docs.notifications.service.gov.uk/rest-api.html: what is asked, what is answered, the errors and the token, which has to be of the last thirty
/// seconds. One template exists, whose content is <c>((text))</c>. What came is given newest first, 250 at once and of the last seven days; what is older than a message that is not there (any more) is
/// nothing, and any other parameter is refused, as https://github.com/alphagov/notifications-api does.
/// </remarks>
public sealed partial class NotifyServer : IAsyncDisposable
{
    /// <summary>A key of this stand-in, of the shape of a real one.</summary>
    public const string ApiKey = "heldspace_local-11111111-2222-4333-8444-555555555555-66666666-7777-4888-9999-aaaaaaaaaaaa";

    public const string TemplateId = "bbbbbbbb-cccc-4ddd-8eee-ffffffffffff";

    private const int Longest = 918;

    private const int PageSize = 250;

    private static readonly Duration Kept = Duration.FromDays(7);

    private static readonly Duration ClockDrift = Duration.FromSeconds(30);

    private readonly TextOutbox outbox;
    private readonly WebApplication app;
    private long requests;

    private NotifyServer(TextOutbox outbox, WebApplication app)
    {
        (this.outbox, this.app) = (outbox, app);
        app.Run(Answer);
    }

    /// <summary>Where the server listens, with a final slash; in memory an address that leads nowhere else.</summary>
    public Uri Address { get; private set; } = new("http://notify.example/");

    /// <summary>Asked for every request, with its number from 1 upwards; null: nothing goes wrong.</summary>
    public Func<long, RequestFault?>? Fault { get; set; }

    /// <summary>Listens on a port of 127.0.0.1.</summary>
    public static async Task<NotifyServer> Start(TextOutbox outbox, int port, CancellationToken cancellation = default)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        var server = new NotifyServer(outbox, builder.Build());
        await server.app.StartAsync(cancellation);
        server.Address = new Uri(server.app.Urls.First() + "/");
        return server;
    }

    /// <summary>Serves in memory; reach it through <see cref="CreateHandler"/>.</summary>
    public static async Task<NotifyServer> StartInMemory(TextOutbox outbox, CancellationToken cancellation = default)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseTestServer();
        var server = new NotifyServer(outbox, builder.Build());
        await server.app.StartAsync(cancellation);
        return server;
    }

    /// <summary>A handler that reaches a server started in memory, whatever the host name of a request.</summary>
    public HttpMessageHandler CreateHandler() => new BrokenConnections(app.GetTestServer().CreateHandler());

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task Answer(HttpContext context)
    {
        var fault = Fault?.Invoke(Interlocked.Increment(ref requests));
        if (fault is RequestFault.Wait wait)
        {
            await wait.Until.WaitAsync(context.RequestAborted);
        }

        if (fault is RequestFault.DropBefore)
        {
            context.Abort();
            return;
        }

        if (context.Request.Path == "/")
        {
            if (HttpMethods.IsPost(context.Request.Method))
            {
                var form = await context.Request.ReadFormAsync(context.RequestAborted);
                outbox.Receive(form["number"].ToString(), form["text"].ToString());
                context.Response.Redirect("/");
                return;
            }

            context.Response.ContentType = "text/html; charset=utf-8";
            await context.Response.WriteAsync(Shown(), context.RequestAborted);
            return;
        }

        var (status, body) = fault is RequestFault.Answer told ? Error(told.Status, "Exception", "Internal server error") : await Do(context.Request);
        if (fault is RequestFault.DropAfter)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(body.ToJsonString(), context.RequestAborted);
    }

    private async Task<(int Status, JsonObject Body)> Do(HttpRequest request)
    {
        if (Refused(request) is { } why)
        {
            return Error(403, "AuthError", why);
        }

        return (request.Method, request.Path.Value) switch
        {
            ("POST", "/v2/notifications/sms") => await Take(request),
            ("GET", "/v2/notifications") => Find(request),
            ("GET", "/v2/received-text-messages") => Arrived(request),
            _ => Error(404, "NoResultFound", "No result found"),
        };
    }

    private async Task<(int Status, JsonObject Body)> Take(HttpRequest request)
    {
        JsonNode? asked;
        try
        {
            asked = await JsonNode.ParseAsync(request.Body);
        }
        catch (JsonException)
        {
            return Error(400, "BadRequestError", "Invalid JSON supplied in POST data");
        }

        var (number, template, reference) = ((string?)asked?["phone_number"], (string?)asked?["template_id"], (string?)asked?["reference"]);
        var text = (string?)asked?["personalisation"]?["text"];
        if (number is null || !Number().IsMatch(number.Replace(" ", "", StringComparison.Ordinal)))
        {
            return Error(400, "ValidationError", "phone_number Not enough digits");
        }

        if (template != TemplateId)
        {
            return Error(400, "BadRequestError", "Template not found");
        }

        if (text is null)
        {
            return Error(400, "BadRequestError", "Missing personalisation: text");
        }

        if (text.Length > Longest)
        {
            return Error(400, "BadRequestError", $"Your message is too long. Text messages cannot be longer than {Longest.ToString(CultureInfo.InvariantCulture)} characters.");
        }

        var sent = outbox.Take(number, text, reference);
        return (201, new JsonObject
        {
            ["id"] = sent.Id,
            ["reference"] = reference,
            ["content"] = new JsonObject { ["body"] = text, ["from_number"] = "GOVUK" },
            ["uri"] = $"{Address}v2/notifications/{sent.Id}",
            ["template"] = new JsonObject { ["id"] = template, ["version"] = 1, ["uri"] = $"{Address}v2/template/{template}" },
        });
    }

    private (int Status, JsonObject Body) Find(HttpRequest request)
    {
        var reference = request.Query["reference"].ToString();
        return (200, new JsonObject
        {
            ["notifications"] = new JsonArray([.. outbox.Sent.Where(sent => sent.Reference == reference).Reverse().Select(sent => new JsonObject
            {
                ["id"] = sent.Id,
                ["reference"] = sent.Reference,
                ["phone_number"] = sent.Number,
                ["type"] = "sms",
                ["status"] = outbox.Fates.GetValueOrDefault(sent.Number, "delivered"),
                ["body"] = sent.Text,
                ["created_at"] = sent.At.ToString("uuuu-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture),
            })]),
            ["links"] = new JsonObject { ["current"] = $"{Address}v2/notifications?template_type=sms&reference={Uri.EscapeDataString(reference)}" },
        });
    }

    private (int Status, JsonObject Body) Arrived(HttpRequest request)
    {
        const string older = "older_than";
        if (request.Query.Keys.FirstOrDefault(key => key != older) is { } other)
        {
            return Error(400, "ValidationError", $"Additional properties are not allowed ({other} was unexpected)");
        }

        Guid? than = null;
        if (request.Query.TryGetValue(older, out var asked))
        {
            if (!Guid.TryParse(asked.ToString(), out var id))
            {
                return Error(400, "ValidationError", "older_than is not a valid UUID");
            }

            than = id;
        }

        var all = outbox.Arrived.Reverse().Where(text => outbox.Clock.GetCurrentInstant() - text.At < Kept).ToList();
        var from = than is null ? 0 : all.FindIndex(text => text.Id == than) + 1;
        var page = than is not null && from == 0 ? [] : all.Skip(from).Take(PageSize).ToList();
        var links = new JsonObject { ["current"] = $"{Address}v2/received-text-messages" };
        if (page.Count > 0)
        {
            links["next"] = $"{Address}v2/received-text-messages?older_than={page[^1].Id}";
        }

        return (200, new JsonObject
        {
            ["received_text_messages"] = new JsonArray([.. page.Select(text => new JsonObject
            {
                ["id"] = text.Id,
                ["user_number"] = text.Number,
                ["notify_number"] = "07700900999",
                ["created_at"] = text.At.ToString("uuuu-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture),
                ["service_id"] = ApiKey[^73..^37],
                ["content"] = text.Text,
            })]),
            ["links"] = links,
        });
    }

    /// <summary>Why a token is none; null where it is good.</summary>
    private string? Refused(HttpRequest request)
    {
        if (request.Headers.Authorization.ToString() is not { } header || !header.StartsWith("Bearer ", StringComparison.Ordinal) || header["Bearer ".Length..].Split('.') is not [var head, var claims, var signature])
        {
            return "Unauthorized: authentication token must be provided";
        }

        try
        {
            var payload = JsonNode.Parse(Base64Url(claims));
            if ((string?)payload?["iss"] != ApiKey[^73..^37]
                || !CryptographicOperations.FixedTimeEquals(Base64Url(signature), HMACSHA256.HashData(Encoding.UTF8.GetBytes(ApiKey[^36..]), Encoding.ASCII.GetBytes($"{head}.{claims}"))))
            {
                return "Invalid token: API key not found";
            }

            var age = outbox.Clock.GetCurrentInstant() - Instant.FromUnixTimeSeconds((long)payload!["iat"]!);
            return age > ClockDrift || age < -ClockDrift ? "Error: Your system clock must be accurate to within 30 seconds" : null;
        }
        catch (Exception broken) when (broken is JsonException or FormatException or InvalidOperationException or NullReferenceException)
        {
            return "Invalid token: signature, api token is not valid";
        }
    }

    private string Shown() => $"""
        <!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Text messages</title>
        <style>body {"{"} font: 16px/1.5 Arial, sans-serif; margin: 2rem; max-width: 60rem {"}"} td, th {"{"} text-align: left; vertical-align: top; padding: .4rem 1rem .4rem 0; overflow-wrap: anywhere {"}"}</style></head>
        <body><h1>Text messages</h1><p>Nothing was really sent.</p>
        <table><thead><tr><th scope="col">When</th><th scope="col">To</th><th scope="col">Text</th></tr></thead><tbody>
        {string.Concat(outbox.Sent.Reverse().Select(sent => $"<tr><td>{sent.At.ToString("uuuu-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)}</td><td>{WebUtility.HtmlEncode(sent.Number)}</td><td>{WebUtility.HtmlEncode(sent.Text)}</td></tr>"))}
        </tbody></table>
        <h2>Write back</h2>
        <form method="post" action="/"><p><label>From the number <input name="number" value="447700900111" required></label></p><p><label>Text <input name="text" value="STOP" size="60" required></label></p><p><button>Send</button></p></form>
        <table><thead><tr><th scope="col">When</th><th scope="col">From</th><th scope="col">Text</th></tr></thead><tbody>
        {string.Concat(outbox.Arrived.Reverse().Select(text => $"<tr><td>{text.At.ToString("uuuu-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)}</td><td>{WebUtility.HtmlEncode(text.Number)}</td><td>{WebUtility.HtmlEncode(text.Text)}</td></tr>"))}
        </tbody></table></body></html>
        """;

    private static byte[] Base64Url(string text) => Convert.FromBase64String(text.Replace('-', '+').Replace('_', '/').PadRight((text.Length + 3) / 4 * 4, '='));

    private static (int Status, JsonObject Body) Error(int status, string error, string message) =>
        (status, new JsonObject { ["status_code"] = status, ["errors"] = new JsonArray(new JsonObject { ["error"] = error, ["message"] = message }) });

    [GeneratedRegex(@"^(?:\+?44|0)7\d{9}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Number();
}
