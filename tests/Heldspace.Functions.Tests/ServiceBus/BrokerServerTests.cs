using System.Net;
using System.Text;
using Heldspace.Local.ServiceBus;
using NodaTime;

namespace Heldspace.Functions.Tests.ServiceBus;

public sealed class BrokerServerTests : IAsyncLifetime, IDisposable
{
    private readonly HandClock clock = new();
    private readonly Broker broker;
    private BrokerServer server = null!;
    private HttpClient client = null!;

    public BrokerServerTests() => broker = new Broker(clock)
        .Declare(new QueueDefinition("plain"))
        .Declare(new QueueDefinition("lanes") { RequiresSession = true });

    public async Task InitializeAsync()
    {
        server = await BrokerServer.StartInMemory(broker);
        client = new HttpClient(server.CreateHandler()) { BaseAddress = server.Address };
    }

    public async Task DisposeAsync()
    {
        await server.DisposeAsync();
    }

    public void Dispose() => client.Dispose();

    [Fact]
    public async Task A_message_arrives_with_all_that_was_said_of_it()
    {
        using var request = Message("lanes", "{\"v\":1}", """{"MessageId":"m-1","SessionId":"lane:0","CorrelationId":"c","Label":"referral"}""");
        request.Headers.TryAddWithoutValidation("Priority", "\"High\"");
        request.Headers.TryAddWithoutValidation("Attempt", "3");

        using var response = await client.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        var message = broker.Active("lanes").ShouldHaveSingleItem();
        message.MessageId.ShouldBe("m-1");
        message.SessionId.ShouldBe("lane:0");
        message.CorrelationId.ShouldBe("c");
        message.Subject.ShouldBe("referral");
        message.Text.ShouldBe("{\"v\":1}");
        message.ContentType.ShouldBe("application/json; charset=utf-8");
        message.Properties.ShouldBe(new Dictionary<string, string> { ["Attempt"] = "3", ["Priority"] = "High" }, ignoreOrder: true);
        server.Sent.ShouldBe(1);
    }

    [Fact]
    public async Task A_message_can_be_sent_for_later_in_the_services_own_date_form()
    {
        (await Send("plain", """{"ScheduledEnqueueTimeUtc":"Mon, 02 Mar 2026 09:30:00 GMT"}""")).ShouldBe(HttpStatusCode.Created);

        broker.Scheduled("plain").ShouldHaveSingleItem().ScheduledEnqueueTime.ShouldBe(Instant.FromUtc(2026, 3, 2, 9, 30));
    }

    [Theory]
    [InlineData("plain", "not json", HttpStatusCode.BadRequest)]
    [InlineData("plain", "[]", HttpStatusCode.BadRequest)]
    [InlineData("plain", """{"ScheduledEnqueueTimeUtc":"2026-03-02T09:30:00Z"}""", HttpStatusCode.BadRequest)]
    [InlineData("plain", """{"MessageId":7}""", HttpStatusCode.BadRequest)]
    [InlineData("plain", """{"MessageId":""}""", HttpStatusCode.BadRequest)]
    [InlineData("lanes", """{"MessageId":"no-session"}""", HttpStatusCode.BadRequest)]
    [InlineData("nowhere", "{}", HttpStatusCode.NotFound)]
    [InlineData("plain", "{}", HttpStatusCode.Created)]
    public async Task What_the_service_refuses_is_refused(string queue, string properties, HttpStatusCode expected) =>
        (await Send(queue, properties)).ShouldBe(expected);

    [Fact]
    public async Task A_sender_without_a_token_is_refused()
    {
        using var request = Message("plain", "{}", "{}");
        request.Headers.Authorization = null;

        using var response = await client.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        broker.Active("plain").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_message_over_256_KB_is_refused()
    {
        using var request = Message("plain", new string('x', Broker.MaxMessageSize + 1), "{}");

        using var response = await client.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task A_duplicate_is_accepted_and_dropped()
    {
        (await Send("plain", """{"MessageId":"m"}""")).ShouldBe(HttpStatusCode.Created);
        (await Send("plain", """{"MessageId":"m"}""")).ShouldBe(HttpStatusCode.Created);

        broker.Active("plain").ShouldHaveSingleItem();
        server.Sent.ShouldBe(2);
    }

    [Fact]
    public async Task It_fails_as_it_is_told_to()
    {
        server.Fault = number => number switch
        {
            1 => new RequestFault.Answer(429, Duration.FromSeconds(2)),
            2 => new RequestFault.DropBefore(),
            3 => new RequestFault.DropAfter(),
            _ => null,
        };

        using (var request = Message("plain", "{}", "{}"))
        using (var throttled = await client.SendAsync(request))
        {
            throttled.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
            throttled.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(2));
        }

        await Should.ThrowAsync<HttpRequestException>(async () => await Send("plain", """{"MessageId":"before"}"""));
        broker.Active("plain").ShouldBeEmpty();
        await Should.ThrowAsync<HttpRequestException>(async () => await Send("plain", """{"MessageId":"after"}"""));
        broker.Active("plain").ShouldHaveSingleItem().MessageId.ShouldBe("after");
        (await Send("plain", "{}")).ShouldBe(HttpStatusCode.Created);
        server.Requests.ShouldBe(4);
    }

    [Fact]
    public async Task A_delayed_request_is_done_when_its_delay_ends()
    {
        var delay = new TaskCompletionSource();
        server.Fault = _ => new RequestFault.Wait(delay.Task);

        var sending = Send("plain", "{}");
        broker.Active("plain").ShouldBeEmpty();
        delay.SetResult();

        (await sending).ShouldBe(HttpStatusCode.Created);
        broker.Active("plain").ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Requests_are_recorded_when_asked_for()
    {
        await Send("plain", "{}");
        server.Recording = true;
        await Send("plain", """{"MessageId":"m"}""");

        var recorded = server.Recorded.ShouldHaveSingleItem();
        recorded.Target.ShouldBe("/plain/messages?timeout=60");
        recorded.Headers["BrokerProperties"].ShouldBe("""{"MessageId":"m"}""");
        recorded.Status.ShouldBe(201);
    }

    [Fact]
    public async Task It_listens_on_a_port_of_this_machine()
    {
        await using var listening = await BrokerServer.Start(broker, 0);
        listening.Address.Host.ShouldBe("127.0.0.1");
        using var direct = new HttpClient { BaseAddress = listening.Address };

        using var request = Message("plain", "{}", "{}");
        using var response = await direct.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        broker.Active("plain").ShouldHaveSingleItem();
    }

    private async Task<HttpStatusCode> Send(string queue, string properties)
    {
        using var request = Message(queue, "{}", properties);
        using var response = await client.SendAsync(request);
        return response.StatusCode;
    }

    private static HttpRequestMessage Message(string queue, string body, string properties)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"{queue}/messages?timeout=60", UriKind.Relative))
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("Authorization", "SharedAccessSignature sr=x&sig=y&se=1&skn=z");
        request.Headers.TryAddWithoutValidation("BrokerProperties", properties);
        return request;
    }
}
