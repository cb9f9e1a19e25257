using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Heldspace.Functions.Tests.ServiceBus;
using Heldspace.Local.FunctionsHost;
using Heldspace.Local.ServiceBus;
using Microsoft.AspNetCore.Http;
using NodaTime;

namespace Heldspace.Functions.Tests.FunctionsHost;

public sealed class QueueDeliveryTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_message_is_posted_to_the_functions_own_path_on_the_handlers_own_host()
    {
        await using var rig = await Rig.Start(new HandClock(), [Rig.Queue("ReceiveReferral", "referrals", sessions: true)]);
        rig.Send("referrals", "m-1", "lane:0", """{"intake":"x"}""");

        await rig.Host.RunDue(CancellationToken.None);

        var call = rig.Calls.ShouldHaveSingleItem();
        call.Method.ShouldBe("POST");
        call.Target.ShouldBe("/ReceiveReferral");
        call.Host.ShouldBe("127.0.0.1:7071");
        call.Headers.ContainsKey("X-ARR-LOG-ID").ShouldBeFalse();
        call.Headers["Content-Type"].ShouldBe("application/json; charset=utf-8");
        rig.Broker.Idle.ShouldBeTrue();
        rig.Invocations.ShouldHaveSingleItem().Failure.ShouldBeNull();
    }

    [Theory]
    [InlineData(PayloadShape.Objects, """{"message":{"intake":"x"}}""", """{"MessageId":"m-1","SessionId":"lane:0","DeliveryCount":1,"SequenceNumber":1,"EnqueuedTimeUtc":"2026-03-02T09:00:00Z"}""")]
    [InlineData(PayloadShape.Strings, """{"message":"{\"intake\":\"x\"}"}""", """{"MessageId":"m-1","SessionId":"lane:0","DeliveryCount":"1","SequenceNumber":"1","EnqueuedTimeUtc":"2026-03-02T09:00:00Z"}""")]
    [InlineData(PayloadShape.StringsTwice, """{"message":"\"{\\\"intake\\\":\\\"x\\\"}\""}""", """{"MessageId":"\"m-1\"","SessionId":"\"lane:0\"","DeliveryCount":"1","SequenceNumber":"1","EnqueuedTimeUtc":"\"2026-03-02T09:00:00Z\""}""")]
    public async Task Values_are_spelled_in_the_way_that_was_chosen(PayloadShape shape, string data, string metadata)
    {
        await using var rig = await Rig.Start(
            new HandClock(), [Rig.Queue("ReceiveReferral", "referrals", sessions: true)], options: new FunctionsHostOptions { PayloadShape = shape });
        rig.Send("referrals", "m-1", "lane:0", """{"intake":"x"}""");

        await rig.Host.RunDue(CancellationToken.None);

        var envelope = rig.Calls.ShouldHaveSingleItem().Envelope;
        envelope.GetProperty("Data").GetRawText().ShouldBe(data);
        using var expected = JsonDocument.Parse(metadata);
        foreach (var property in expected.RootElement.EnumerateObject())
        {
            envelope.GetProperty("Metadata").GetProperty(property.Name).GetRawText().ShouldBe(property.Value.GetRawText());
        }

        var sys = envelope.GetProperty("Metadata").GetProperty("sys");
        using var decoded = JsonDocument.Parse(shape == PayloadShape.Strings ? sys.GetString()! : sys.GetRawText());
        decoded.RootElement.GetProperty("MethodName").GetString().ShouldBe("ReceiveReferral");
        decoded.RootElement.GetProperty("UtcNow").GetString().ShouldBe("2026-03-02T09:00:00Z");
        decoded.RootElement.GetProperty("RandGuid").TryGetGuid(out _).ShouldBeTrue();
    }

    [Theory]
    [InlineData("500", "the handler answered 500")]
    [InlineData("404", "the handler answered 404")]
    [InlineData("text", "not JSON")]
    [InlineData("broken", "not JSON")]
    [InlineData("array", "not a JSON object")]
    [InlineData("throws", "InvalidOperationException")]
    public async Task A_reply_that_is_no_result_fails_and_after_ten_tries_the_message_reaches_the_dead_letter_function(string how, string failure)
    {
        await using var rig = await Rig.Start(
            new HandClock(),
            [Rig.Queue("ReceiveReferral", "referrals", sessions: true), Rig.Queue("DeadReferral", "referrals/$deadletterqueue")],
            (context, call) => call.Target == "/DeadReferral" ? Rig.Succeed(context) : Misbehave(context, how),
            options: new FunctionsHostOptions { PayloadShape = PayloadShape.Objects });
        rig.Send("referrals", "m-1", "lane:0");

        await rig.Host.RunDue(CancellationToken.None);

        rig.Calls.Count.ShouldBe(11);
        rig.Calls.Take(10).Select(call => call.Envelope.GetProperty("Metadata").GetProperty("DeliveryCount").GetInt32()).ShouldBe(Enumerable.Range(1, 10));
        rig.Invocations.First().Failure.ShouldNotBeNull().ShouldContain(failure);
        var dead = rig.Calls.Last();
        dead.Target.ShouldBe("/DeadReferral");
        dead.Envelope.GetProperty("Metadata").GetProperty("DeadLetterReason").GetString().ShouldBe("MaxDeliveryCountExceeded");
        rig.Broker.DeadLetters("referrals").ShouldBeEmpty("the dead-letter function has dealt with it");
    }

    [Fact]
    public async Task A_200_with_an_empty_body_hangs_until_the_time_is_up()
    {
        var empty = true;
        await using var rig = await Rig.Start(
            new HandClock(),
            [Rig.Queue("ReceiveReferral", "referrals")],
            (context, _) =>
            {
                if (!empty)
                {
                    return Rig.Succeed(context);
                }

                empty = false;
                return Task.CompletedTask;
            },
            options: new FunctionsHostOptions { FunctionTimeout = TimeSpan.FromMilliseconds(150) });
        rig.Send("referrals", "m-1");

        var began = Stopwatch.GetTimestamp();
        await rig.Host.RunDue(CancellationToken.None);

        Stopwatch.GetElapsedTime(began).ShouldBeGreaterThan(TimeSpan.FromMilliseconds(140));
        rig.Invocations.First().Failure.ShouldNotBeNull().ShouldContain("no result within");
        rig.Calls.Count.ShouldBe(2);
        rig.Broker.Idle.ShouldBeTrue();
    }

    [Fact]
    public async Task Messages_of_a_session_arrive_in_order_and_alone_while_two_workers_share_the_sessions()
    {
        var running = new ConcurrentDictionary<string, int>();
        var together = 0;
        var both = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var atOnce = 0;
        await using var rig = await Rig.Start(
            SystemClock.Instance,
            [Rig.Queue("AllocateAppointment", "allocations", sessions: true)],
            async (context, call) =>
            {
                var session = call.MessageId.Split('-')[0];
                if (running.AddOrUpdate(session, 1, (_, count) => count + 1) > 1)
                {
                    Interlocked.Increment(ref together);
                }

                if (Interlocked.Increment(ref atOnce) == 4)
                {
                    both.TrySetResult();
                }

                await both.Task;
                running.AddOrUpdate(session, 0, (_, count) => count - 1);
                await Rig.Succeed(context);
            },
            workers: 2,
            options: new FunctionsHostOptions { PayloadShape = PayloadShape.Objects });
        for (var number = 0; number < 50; number++)
        {
            foreach (var session in new[] { "a", "b", "c", "d" })
            {
                rig.Send("allocations", $"{session}-{number:D2}", session);
            }
        }

        rig.Host.Start();
        (await rig.Host.Settled(Soon)).ShouldBeTrue();

        together.ShouldBe(0);
        rig.Calls.Count.ShouldBe(200);
        foreach (var session in rig.Calls.GroupBy(call => call.MessageId.Split('-')[0]))
        {
            session.Select(call => call.MessageId).ShouldBe(session.Select(call => call.MessageId).Order(StringComparer.Ordinal));
        }

        rig.Calls.Select(call => call.Worker).Distinct().Order().ShouldBe([0, 1]);
    }

    [Fact]
    public async Task No_worker_handles_more_messages_at_a_time_than_host_json_allows()
    {
        var now = new ConcurrentDictionary<int, int>();
        var most = 0;
        var four = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var started = 0;
        await using var rig = await Rig.Start(
            SystemClock.Instance,
            [Rig.Queue("SendMessage", "messages")],
            async (context, call) =>
            {
                var count = now.AddOrUpdate(call.Worker, 1, (_, before) => before + 1);
                InterlockedMax(ref most, count);
                if (Interlocked.Increment(ref started) == 4)
                {
                    four.TrySetResult();
                }

                await four.Task;
                now.AddOrUpdate(call.Worker, 0, (_, before) => before - 1);
                await Rig.Succeed(context);
            },
            workers: 2,
            settings: new HostSettings { RoutePrefix = "", ForwardsHttp = true, MaxConcurrentCalls = 2 });
        for (var number = 0; number < 40; number++)
        {
            rig.Send("messages", $"m-{number}");
        }

        rig.Host.Start();
        (await rig.Host.Settled(Soon)).ShouldBeTrue();

        most.ShouldBe(2);
        rig.Calls.Count.ShouldBe(40);
    }

    [Fact]
    public async Task A_lost_lock_delivers_the_message_again_while_the_first_is_still_being_handled()
    {
        var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var rig = await Rig.Start(
            SystemClock.Instance,
            [Rig.Queue("ReceiveReferral", "referrals", sessions: true)],
            async (context, call) =>
            {
                if (call.Envelope.GetProperty("Metadata").GetProperty("DeliveryCount").GetInt32() == 1)
                {
                    arrived.SetResult();
                    await first.Task;
                }

                await Rig.Succeed(context);
            },
            workers: 2,
            options: new FunctionsHostOptions { PayloadShape = PayloadShape.Objects });
        rig.Host.Start();
        rig.Send("referrals", "m-1", "lane:0");
        await arrived.Task.WaitAsync(Soon);

        rig.Broker.LoseLocks("referrals").ShouldBe(1);

        (await rig.Host.Settled(Soon)).ShouldBeTrue("the second delivery completes the message");
        rig.Calls.Select(call => call.MessageId).ShouldBe(["m-1", "m-1"]);
        first.SetResult();
    }

    [Fact]
    public async Task A_message_sent_while_the_host_runs_is_delivered_without_waiting_for_a_poll()
    {
        await using var server = await RunningServer.Start();
        var took = new List<double>();
        for (var number = 0; number < 60; number++)
        {
            var began = Stopwatch.GetTimestamp();
            server.Rig.Send("messages", $"m-{number}");
            (await server.Rig.Host.Settled(Soon)).ShouldBeTrue();
            took.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        server.Rig.Calls.Count.ShouldBe(60);
        took.Order().ElementAt(30).ShouldBeLessThan(50, "half of all hops take less, even on a busy machine");
    }

    [Fact]
    public async Task A_scheduled_message_is_delivered_by_itself_when_its_time_comes()
    {
        await using var server = await RunningServer.Start();
        var due = SystemClock.Instance.GetCurrentInstant() + Duration.FromMilliseconds(200);
        var delivered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watching = server.Rig.Broker.WhenChanged(_ =>
        {
            if (!server.Rig.Invocations.IsEmpty)
            {
                delivered.TrySetResult();
            }
        });
        server.Rig.Broker.Send("messages", new BrokerMessage { MessageId = "later", ScheduledEnqueueTime = due });

        await delivered.Task.WaitAsync(Soon);

        server.Rig.Invocations.ShouldHaveSingleItem().Started.ShouldBeGreaterThanOrEqualTo(due);
    }

    [Fact]
    public async Task Stepping_runs_what_handlers_send_and_leaves_what_is_not_due()
    {
        var clock = new HandClock();
        Rig? rig = null;
        rig = await Rig.Start(
            clock,
            [Rig.Queue("ReceiveReferral", "referrals", sessions: true), Rig.Queue("AllocateAppointment", "allocations", sessions: true)],
            (context, call) =>
            {
                if (call.Target == "/ReceiveReferral")
                {
                    rig!.Broker.Send("allocations", new BrokerMessage { MessageId = "a-1", SessionId = "pool:0" });
                    rig.Broker.Send("allocations", new BrokerMessage { MessageId = "a-2", SessionId = "pool:0", ScheduledEnqueueTime = clock.Now + Duration.FromMinutes(1) });
                }

                return Rig.Succeed(context);
            },
            options: new FunctionsHostOptions { PayloadShape = PayloadShape.Objects });
        await using var _ = rig;
        rig.Host.NextDue.ShouldBeNull();
        rig.Send("referrals", "r-1", "lane:0");
        rig.Host.NextDue.ShouldBe(clock.Now);

        await rig.Host.RunDue(CancellationToken.None);
        rig.Calls.Select(call => call.MessageId).ShouldBe(["r-1", "a-1"]);
        rig.Host.NextDue.ShouldBe(clock.Now + Duration.FromMinutes(1));

        clock.Set(rig.Host.NextDue!.Value);
        await rig.Host.RunDue(CancellationToken.None);
        rig.Calls.Select(call => call.MessageId).ShouldBe(["r-1", "a-1", "a-2"]);
    }

    [Fact]
    public async Task A_function_whose_queue_differs_from_what_it_declares_does_not_start()
    {
        var broker = new Broker(SystemClock.Instance).Declare(new QueueDefinition("referrals"));

        (await Should.ThrowAsync<InvalidOperationException>(async () => await Rig.Start(SystemClock.Instance, [Rig.Queue("R", "referrals", sessions: true)], broker: broker)))
            .Message.ShouldContain("isSessionsEnabled");
        (await Should.ThrowAsync<InvalidOperationException>(async () => await Rig.Start(SystemClock.Instance, [Rig.Queue("R", "nowhere")], broker: broker)))
            .Message.ShouldContain("nowhere");
    }

    private static Task Misbehave(HttpContext context, string how)
    {
        switch (how)
        {
            case "500" or "404":
                context.Response.StatusCode = int.Parse(how);
                return Rig.Succeed(context);
            case "text":
                return context.Response.WriteAsync("done");
            case "broken":
                context.Response.ContentType = "application/json";
                return context.Response.WriteAsync("{\"Outputs\":");
            case "array":
                context.Response.ContentType = "application/json";
                return context.Response.WriteAsync("[]");
            default:
                throw new InvalidOperationException("The handler broke.");
        }
    }

    private static void InterlockedMax(ref int target, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref target)) < value && Interlocked.CompareExchange(ref target, value, seen) != seen)
        {
        }
    }

    private sealed class RunningServer(Rig rig) : IAsyncDisposable
    {
        public Rig Rig => rig;

        public static async Task<RunningServer> Start()
        {
            var rig = await Rig.Start(SystemClock.Instance, [Functions.Tests.FunctionsHost.Rig.Queue("SendMessage", "messages")], sockets: true);
            rig.Host.Start();
            return new RunningServer(rig);
        }

        public ValueTask DisposeAsync() => rig.DisposeAsync();
    }
}
