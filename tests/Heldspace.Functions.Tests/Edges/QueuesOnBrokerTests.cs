using Heldspace.Azure;
using Heldspace.Azure.ServiceBus;
using Heldspace.Functions.Tests.ServiceBus;
using Heldspace.Local.ServiceBus;
using NodaTime;

namespace Heldspace.Functions.Tests.Edges;

/// <summary>What the client sends is what the broker's receivers get.</summary>
public sealed class QueuesOnBrokerTests : IAsyncLifetime
{
    private readonly HandClock _clock = new();
    private Broker _broker = null!;
    private BrokerServer _server = null!;
    private ServiceBusQueues _queues = null!;

    public async Task InitializeAsync()
    {
        _broker = new Broker(_clock).Declare(new QueueDefinition("allocations") { RequiresSession = true });
        _server = await BrokerServer.Start(_broker, 0);
        _queues = ServiceBusQueues.From(
            $"Endpoint={_server.Address};SharedAccessKeyName=local;SharedAccessKey=local",
            new EdgeOptions { FirstDelay = TimeSpan.FromMilliseconds(1) });
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_message_arrives_in_its_lane_as_it_was_sent()
    {
        await _queues.Send("allocations", Message("é") with { Body = """{"case":"é 李"}""" });

        var message = _broker.TryReceive("allocations").ShouldNotBeNull().Message;
        (message.Text, message.MessageId, message.SessionId).ShouldBe(("""{"case":"é 李"}""", "é", "derby:1"));
        message.ScheduledEnqueueTime.ShouldBeNull();
        message.ContentType.ShouldBe("application/json; charset=utf-8");
        message.Properties.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_message_for_later_waits_for_its_whole_second()
    {
        await _queues.Send("allocations", Message("later") with { NotBefore = _clock.Now + Duration.FromMilliseconds(30_001) });
        _broker.Scheduled("allocations").ShouldHaveSingleItem().ScheduledEnqueueTime.ShouldBe(_clock.Now + Duration.FromSeconds(31));
        _broker.TryReceive("allocations").ShouldBeNull();
        _clock.Advance(Duration.FromSeconds(31));
        _broker.TryReceive("allocations").ShouldNotBeNull().Message.MessageId.ShouldBe("later");
    }

    [Fact]
    public async Task A_send_whose_answer_was_lost_leaves_one_message()
    {
        _server.Fault = number => number == 1 ? new RequestFault.DropAfter() : null;
        await _queues.Send("allocations", Message("once"));
        _server.Requests.ShouldBe(2);
        _broker.Active("allocations").ShouldHaveSingleItem().MessageId.ShouldBe("once");
    }

    [Fact]
    public async Task A_busy_broker_is_asked_again_and_an_unknown_queue_is_a_fault()
    {
        _server.Fault = number => number == 1 ? new RequestFault.Answer(503) : null;
        await _queues.Send("allocations", Message("a"));
        _broker.Active("allocations").Count.ShouldBe(1);

        var fault = await Should.ThrowAsync<EdgeException>(() => _queues.Send("none", Message("b")));
        (fault.Status, fault.IsTransient).ShouldBe((404, false));
    }

    [Fact]
    public async Task The_largest_body_is_taken()
    {
        await _queues.Send("allocations", Message("large") with { Body = $"\"{new string('a', QueueMessage.LargestBody - 2)}\"" });
        _broker.Active("allocations").ShouldHaveSingleItem().Body.Length.ShouldBe(QueueMessage.LargestBody);
    }

    private static QueueMessage Message(string id) => new() { Body = "{}", MessageId = id, SessionId = "derby:1" };
}
