using System.Net;
using System.Security.Cryptography;
using System.Text;
using Heldspace.Azure;
using Heldspace.Azure.ServiceBus;
using Heldspace.Functions.Tests.Drivers;
using NodaTime;

namespace Heldspace.Functions.Tests.Edges;

/// <summary>What goes over the wire to Service Bus, and what comes of its answers.</summary>
public sealed class QueuesTests : IDisposable
{
    private const string Local = "Endpoint=http://127.0.0.1:5672/;SharedAccessKeyName=send;SharedAccessKey=a+key=";
    private readonly Wire _wire = new();

    public void Dispose() => _wire.Dispose();

    [Fact]
    public async Task A_message_is_one_POST_with_its_properties_in_a_header()
    {
        _wire.Answer(HttpStatusCode.Created);

        await ServiceBusQueues.From(Local, Options()).Send("allocations", new QueueMessage
        {
            Body = """{"case":"é"}""",
            MessageId = "allocate:01ABC:é",
            SessionId = "derby:1",
            NotBefore = Instant.FromUtc(2025, 3, 30, 1, 0, 0) + Duration.FromMilliseconds(1),
        });

        var sent = _wire.Attempts.ShouldHaveSingleItem();
        sent.Method.ShouldBe("POST");
        sent.Uri.ShouldBe(new Uri("http://127.0.0.1:5672/allocations/messages"));
        sent.Body.ShouldBe("""{"case":"é"}""");
        sent.Headers["BrokerProperties"].ShouldBe(
            """{"MessageId":"allocate:01ABC:\u00E9","SessionId":"derby:1","ScheduledEnqueueTimeUtc":"Sun, 30 Mar 2025 01:00:01 GMT"}""");
    }

    [Fact]
    public async Task A_message_for_at_once_has_no_time()
    {
        _wire.Answer(HttpStatusCode.Created);
        await ServiceBusQueues.From(Local, Options()).Send("referrals", Message());
        _wire.Attempts[0].Headers["BrokerProperties"].ShouldBe("""{"MessageId":"m","SessionId":"s"}""");
    }

    [Fact]
    public async Task A_key_signs_the_queue_for_an_hour()
    {
        _wire.Answer(HttpStatusCode.Created).Answer(HttpStatusCode.Created).Answer(HttpStatusCode.Created);
        var queues = ServiceBusQueues.From("Endpoint=sb://example.servicebus.windows.net/;SharedAccessKeyName=send only;SharedAccessKey=a+key=", Options());
        await queues.Send("referrals", Message());
        await queues.Send("referrals", Message());
        await queues.Send("messages", Message());

        _wire.Attempts[0].Uri.ShouldBe(new Uri("https://example.servicebus.windows.net/referrals/messages"));
        _wire.Attempts[1].Headers["Authorization"].ShouldBe(_wire.Attempts[0].Headers["Authorization"]);
        _wire.Attempts[2].Headers["Authorization"].ShouldContain("sr=https%3A%2F%2Fexample.servicebus.windows.net%2Fmessages&");
        var scheme = _wire.Attempts[0].Headers["Authorization"].Split(' ', 2);
        scheme[0].ShouldBe("SharedAccessSignature");
        var parts = scheme[1].Split('&').ToDictionary(part => part.Split('=', 2)[0], part => part.Split('=', 2)[1], StringComparer.Ordinal);
        parts["sr"].ShouldBe("https%3A%2F%2Fexample.servicebus.windows.net%2Freferrals");
        parts["skn"].ShouldBe("send%20only");
        var expiry = Instant.FromUnixTimeSeconds(long.Parse(parts["se"]));
        (expiry - SystemClock.Instance.GetCurrentInstant()).ShouldBeInRange(Duration.FromMinutes(55), Duration.FromMinutes(61));
        Uri.UnescapeDataString(parts["sig"]).ShouldBe(
            Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes("a+key="), Encoding.UTF8.GetBytes($"{parts["sr"]}\n{parts["se"]}"))));
    }

    [Fact]
    public async Task In_Azure_an_identitys_token_goes_with_every_attempt()
    {
        var identity = new FixedToken("token-1");
        _wire.Answer(HttpStatusCode.ServiceUnavailable).Answer(HttpStatusCode.Created);
        await new ServiceBusQueues("example.servicebus.windows.net", identity, Options()).Send("messages", Message());
        identity.Scopes.Distinct().ShouldBe(["https://servicebus.azure.net/.default"]);
        _wire.Attempts.ShouldAllBe(attempt => attempt.Headers["Authorization"] == "Bearer token-1");
        _wire.Attempts[0].Uri.ShouldBe(new Uri("https://example.servicebus.windows.net/messages/messages"));
    }

    [Fact]
    public async Task A_passing_failure_is_tried_again_with_the_same_message_id()
    {
        _wire.Answer(HttpStatusCode.InternalServerError).Break().Answer(HttpStatusCode.Created);
        await ServiceBusQueues.From(Local, Options()).Send("messages", Message());
        _wire.Attempts.Count.ShouldBe(3);
        _wire.Attempts.Select(attempt => attempt.Headers["BrokerProperties"]).Distinct().ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(401, false, 1)]
    [InlineData(403, false, 1)]
    [InlineData(410, false, 1)]
    [InlineData(503, true, 3)]
    public async Task What_cannot_be_sent_is_a_fault(int status, bool transient, int attempts)
    {
        for (var i = 0; i < attempts; i++)
        {
            _wire.Answer((HttpStatusCode)status);
        }

        var fault = await Should.ThrowAsync<EdgeException>(() => ServiceBusQueues.From(Local, Options()).Send("messages", Message()));

        (fault.Status, fault.IsTransient).ShouldBe((status, transient));
        _wire.Attempts.Count.ShouldBe(attempts);
    }

    [Fact]
    public async Task What_breaks_a_limit_is_not_sent()
    {
        var queues = ServiceBusQueues.From(Local, Options());
        await Should.ThrowAsync<ArgumentException>(() => queues.Send("a/../b", Message()));
        await Should.ThrowAsync<ArgumentException>(() => queues.Send("messages", Message() with { MessageId = "" }));
        await Should.ThrowAsync<ArgumentException>(() => queues.Send("messages", Message() with { SessionId = new string('s', 129) }));
        await Should.ThrowAsync<ArgumentException>(() => queues.Send("messages", Message() with { Body = new string('é', QueueMessage.LargestBody / 2) + "a" }));
        _wire.Attempts.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Endpoint=sb://x.example;SharedAccessKeyName=a", "SharedAccessKey")]
    [InlineData("Endpoint=sb://x.example;SharedAccessKey=a", "SharedAccessKeyName")]
    [InlineData("SharedAccessKeyName=a;SharedAccessKey=a", "Endpoint")]
    [InlineData("Endpoint=http://x.example;SharedAccessKeyName=a;SharedAccessKey=a", "Endpoint")]
    public void A_connection_string_that_lacks_something_says_what(string text, string missing) =>
        Should.Throw<FormatException>(() => ServiceBusQueues.From(text)).Message.ShouldContain(missing);

    private static QueueMessage Message() => new() { Body = "{}", MessageId = "m", SessionId = "s" };

    private EdgeOptions Options() => new()
    {
        Handler = _wire,
        MaxRetries = 2,
        FirstDelay = TimeSpan.FromMilliseconds(1),
        LongestDelay = TimeSpan.FromMilliseconds(2),
    };
}
