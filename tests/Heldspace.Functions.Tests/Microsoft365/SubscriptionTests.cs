using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Heldspace.Local.Microsoft365;
using NodaTime;

namespace Heldspace.Functions.Tests.Microsoft365;

public sealed class SubscriptionTests
{
    private const string Url = "https://hook.example/graph";

    [Fact]
    public async Task A_subscriber_hears_of_mail_in_its_folder_at_once()
    {
        var hook = new Hook();
        await using var office = await Office.Open(new Microsoft365Options { Notifications = hook });
        var made = await office.Post("subscriptions", Ask(office), Office.Immutable);
        made.Text("clientState").ShouldBe("secret");
        var watch = Stopwatch.StartNew();

        var id = office.Tenant.Deliver(Office.Intake, Office.Mail("One"));
        var heard = await hook.Next();
        watch.ElapsedMilliseconds.ShouldBeLessThan(2000);
        office.Tenant.Deliver(Office.Intake, Office.Mail("Junk"), "junkemail");
        await office.Server.NotificationsSent();

        hook.Heard.ShouldBeEmpty();
        var item = heard["value"]![0]!;
        item.Text("subscriptionId").ShouldBe(made.Text("id"));
        item.Text("clientState").ShouldBe("secret");
        item.Text("changeType").ShouldBe("created");
        item.Text("resourceData/id").ShouldBe(id);
        item.Text("resourceData/@odata.type").ShouldBe("#Microsoft.Graph.Message");
        item.Text("resource").ShouldBe($"Users/{(await office.Get($"users/{Office.Intake}")).Text("id")}/Messages/{id}");
    }

    [Fact]
    public async Task A_subscriber_to_a_calendar_hears_of_an_answer()
    {
        var hook = new Hook();
        await using var office = await Office.Open(new Microsoft365Options { Notifications = hook });
        var ask = Ask(office);
        (ask["resource"], ask["changeType"]) = ($"users/{Office.Robin}/events", "updated,deleted");
        await office.Post("subscriptions", ask);
        var made = await office.Post($"users/{Office.Robin}/events", Office.Meeting("Held", 10, Office.Sam));
        office.Tenant.Settle();
        office.Tenant.Accept(Office.Sam, office.Tenant.Events(Office.Sam)[0].Text("id"));
        office.Tenant.Settle();

        (await hook.Next()).Text("value/0/resourceData/id").ShouldBe(made.Text("id"));
    }

    [Theory]
    [InlineData("changeType", "moved", "InvalidRequest")]
    [InlineData("notificationUrl", "http://elsewhere.example/", "InvalidRequest")]
    [InlineData("resource", "me/messages", "ExtensionError")]
    [InlineData("resource", "users/intake@heldspace.example/contacts", "ExtensionError")]
    [InlineData("expirationDateTime", "2026-01-12T09:02:00Z", "ExtensionError")]
    [InlineData("expirationDateTime", "2026-01-04T09:00:00Z", "ExtensionError")]
    [InlineData("colour", "red", "BadRequest")]
    public async Task A_wrong_subscription_is_refused(string property, string value, string code)
    {
        await using var office = await Office.Open(new Microsoft365Options { Notifications = new Hook() });
        var ask = Ask(office);
        ask[property] = value;

        (await office.Refused(HttpMethod.Post, "subscriptions", ask)).ShouldBe((400, code));
    }

    [Fact]
    public async Task A_url_that_does_not_send_the_token_back_gets_no_subscription()
    {
        var hook = new Hook { Echo = static _ => "something else" };
        await using var office = await Office.Open(new Microsoft365Options { Notifications = hook });

        (await office.Refused(HttpMethod.Post, "subscriptions", Ask(office))).ShouldBe((400, "ValidationError"));
        hook.Echo = WebUtility.HtmlEncode;
        hook.MediaType = "text/html";
        (await office.Refused(HttpMethod.Post, "subscriptions", Ask(office))).ShouldBe((400, "ValidationError"));

        (await office.Get("subscriptions")).Values().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_subscription_ends_unless_it_is_renewed()
    {
        var hook = new Hook();
        await using var office = await Office.Open(new Microsoft365Options { Notifications = hook });
        var kept = (await office.Post("subscriptions", Ask(office))).Text("id");
        var ended = (await office.Post("subscriptions", Ask(office))).Text("id");

        office.Clock.Move(Duration.FromMinutes(50));
        await office.Patch($"subscriptions/{kept}", new JsonObject { ["expirationDateTime"] = "2026-01-06T09:00:00Z" });
        (await office.Refused(HttpMethod.Patch, $"subscriptions/{kept}", new JsonObject { ["resource"] = "users/x/messages" })).ShouldBe((400, "InvalidRequest"));
        await office.Post($"subscriptions/{kept}/reauthorize", new JsonObject());
        office.Clock.Move(Duration.FromMinutes(20));

        (await office.Refused(HttpMethod.Get, $"subscriptions/{ended}")).ShouldBe((404, "ResourceNotFound"));
        (await office.Get("subscriptions")).Values().ShouldHaveSingleItem().Text("id").ShouldBe(kept);
        await office.Delete($"subscriptions/{kept}");
        office.Tenant.Deliver(Office.Intake, Office.Mail("Nobody hears"));
        await office.Server.NotificationsSent();
        hook.Heard.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_notification_that_fails_is_tried_again()
    {
        var hook = new Hook { Failures = 2 };
        await using var office = await Office.Open(new Microsoft365Options { Notifications = hook });
        await office.Post("subscriptions", Ask(office));

        office.Tenant.Deliver(Office.Intake, Office.Mail("One"));

        (await hook.Next()).Text("value/0/changeType").ShouldBe("created");
    }

    [Theory]
    [InlineData("missed", 1)]
    [InlineData("reauthorizationRequired", 1)]
    [InlineData("subscriptionRemoved", 0)]
    public async Task Lifecycle_events_reach_their_own_url(string lifecycleEvent, int left)
    {
        var hook = new Hook();
        await using var office = await Office.Open(new Microsoft365Options { Notifications = hook });
        var ask = Ask(office);
        ask["lifecycleNotificationUrl"] = Url + "/lifecycle";
        await office.Post("subscriptions", ask);

        office.Server.SendLifecycle(lifecycleEvent);

        (await hook.Next()).Text("value/0/lifecycleEvent").ShouldBe(lifecycleEvent);
        hook.Last!.AbsolutePath.ShouldEndWith("/lifecycle");
        (await office.Get("subscriptions")).Values().Count.ShouldBe(left);
    }

    private static JsonObject Ask(Office office) => new()
    {
        ["changeType"] = "created,updated",
        ["notificationUrl"] = Url,
        ["resource"] = $"users/{Office.Intake}/mailFolders('inbox')/messages",
        ["expirationDateTime"] = Json(office.Clock.GetCurrentInstant() + Duration.FromMinutes(60)),
        ["clientState"] = "secret",
    };

    private static string Json(Instant instant) => NodaTime.Text.InstantPattern.General.Format(instant);

    /// <summary>The other end of a webhook.</summary>
    private sealed class Hook : HttpMessageHandler
    {
        private readonly SemaphoreSlim arrived = new(0);

        public ConcurrentQueue<JsonObject> Heard { get; } = new();

        public Func<string, string> Echo { get; set; } = static token => token;

        public string MediaType { get; set; } = "text/plain";

        public int Failures { get; set; }

        public Uri? Last { get; private set; }

        public async Task<JsonObject> Next()
        {
            (await arrived.WaitAsync(TimeSpan.FromSeconds(20))).ShouldBeTrue("no notification came");
            Heard.TryDequeue(out var heard).ShouldBeTrue();
            return heard!;
        }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var query = request.RequestUri!.Query;
            if (query.Contains("validationToken=", StringComparison.Ordinal))
            {
                var token = Uri.UnescapeDataString(query[(query.IndexOf('=', StringComparison.Ordinal) + 1)..]);
                return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(Echo(token), System.Text.Encoding.UTF8, MediaType) };
            }

            if (Failures > 0)
            {
                Failures--;
                return new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
            }

            Last = request.RequestUri;
            Heard.Enqueue(JsonNode.Parse(await request.Content!.ReadAsStringAsync(cancellationToken))!.AsObject());
            arrived.Release();
            return new HttpResponseMessage(HttpStatusCode.Accepted);
        }
    }
}
