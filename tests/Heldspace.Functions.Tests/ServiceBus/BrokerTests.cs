using System.Text;
using Heldspace.Local.ServiceBus;
using NodaTime;

namespace Heldspace.Functions.Tests.ServiceBus;

public sealed class BrokerTests
{
    private readonly HandClock clock = new();
    private readonly Broker broker;

    public BrokerTests() => broker = new Broker(clock)
        .Declare(new QueueDefinition("plain"))
        .Declare(new QueueDefinition("lanes") { RequiresSession = true });

    [Fact]
    public void Messages_without_session_are_received_in_order_and_side_by_side()
    {
        Send("plain", "a");
        Send("plain", "b");

        broker.TryReceive("plain")!.Message.MessageId.ShouldBe("a");
        broker.TryReceive("plain")!.Message.MessageId.ShouldBe("b");
        broker.TryReceive("plain").ShouldBeNull();
    }

    [Fact]
    public void A_session_gives_its_next_message_only_when_the_one_before_is_settled()
    {
        Send("lanes", "a1", "a");
        Send("lanes", "a2", "a");
        Send("lanes", "b1", "b");

        var first = broker.TryReceive("lanes")!;
        var other = broker.TryReceive("lanes")!;
        first.Message.MessageId.ShouldBe("a1");
        other.Message.MessageId.ShouldBe("b1");
        broker.TryReceive("lanes").ShouldBeNull("both sessions have a message in flight");

        broker.Complete(first).ShouldBeTrue();
        broker.TryReceive("lanes", session: "a")!.Message.MessageId.ShouldBe("a2");
    }

    [Fact]
    public void An_abandoned_message_comes_back_at_once_before_the_others_of_its_session()
    {
        Send("lanes", "a1", "a");
        Send("lanes", "a2", "a");

        broker.Abandon(broker.TryReceive("lanes")!).ShouldBeTrue();

        var again = broker.TryReceive("lanes")!.Message;
        again.MessageId.ShouldBe("a1");
        again.DeliveryCount.ShouldBe(2);
        broker.TryReceive("lanes").ShouldBeNull();
    }

    [Fact]
    public void After_ten_deliveries_a_message_is_dead_lettered_with_the_reason()
    {
        Send("plain", "a");
        for (var delivery = 1; delivery <= 10; delivery++)
        {
            var received = broker.TryReceive("plain")!;
            received.Message.DeliveryCount.ShouldBe(delivery);
            broker.Abandon(received);
        }

        broker.TryReceive("plain").ShouldBeNull();
        var dead = broker.DeadLetters("plain").ShouldHaveSingleItem();
        dead.MessageId.ShouldBe("a");
        dead.DeadLetterReason.ShouldBe("MaxDeliveryCountExceeded");
        dead.DeadLetterErrorDescription!.ShouldContain("10");
        dead.DeadLetterSource.ShouldBe("plain");
        broker.Idle.ShouldBeTrue("a dead letter is not waited for");
    }

    [Fact]
    public void A_receiver_can_dead_letter_with_its_own_reason_and_the_dead_letter_can_be_received()
    {
        Send("lanes", "a1", "a");
        broker.DeadLetter(broker.TryReceive("lanes")!, "Impossible", "no such case").ShouldBeTrue();

        var dead = broker.TryReceive("lanes/$deadletterqueue")!;
        dead.Message.DeadLetterReason.ShouldBe("Impossible");
        dead.Message.SessionId.ShouldBe("a");
        dead.Message.DeliveryCount.ShouldBe(1);
        broker.Complete(dead).ShouldBeTrue();
        broker.DeadLetters("lanes").ShouldBeEmpty();
    }

    [Fact]
    public void A_dead_letter_that_keeps_failing_is_kept_and_offered_again_later()
    {
        Send("plain", "a");
        broker.DeadLetter(broker.TryReceive("plain")!, "x", "y");
        for (var delivery = 1; delivery <= 10; delivery++)
        {
            broker.Abandon(broker.TryReceive("plain/$deadletterqueue")!);
        }

        broker.TryReceive("plain/$deadletterqueue").ShouldBeNull();
        broker.DeadLetters("plain").ShouldHaveSingleItem();
        clock.Advance(Duration.FromMinutes(1));
        broker.TryReceive("plain/$deadletterqueue").ShouldNotBeNull();
    }

    [Fact]
    public void A_scheduled_message_is_hidden_until_its_time_and_then_takes_its_place_behind_those_that_came_before()
    {
        broker.Send("plain", new BrokerMessage { MessageId = "later", ScheduledEnqueueTime = clock.Now + Duration.FromMinutes(5) });
        broker.TryReceive("plain").ShouldBeNull();
        broker.NextDue.ShouldBe(clock.Now + Duration.FromMinutes(5));
        broker.Scheduled("plain").ShouldHaveSingleItem().MessageId.ShouldBe("later");
        broker.Idle.ShouldBeTrue();

        Send("plain", "sooner");
        clock.Advance(Duration.FromMinutes(5));

        broker.Idle.ShouldBeFalse();
        broker.TryReceive("plain")!.Message.MessageId.ShouldBe("sooner");
        var later = broker.TryReceive("plain")!.Message;
        later.MessageId.ShouldBe("later");
        later.EnqueuedTime.ShouldBe(clock.Now);
    }

    [Fact]
    public void A_lock_that_runs_out_frees_the_message_and_the_late_completion_fails()
    {
        Send("lanes", "a1", "a");
        var slow = broker.TryReceive("lanes")!;
        broker.NextDue.ShouldBe(clock.Now + Duration.FromMinutes(1));

        clock.Advance(Duration.FromMinutes(1));
        var second = broker.TryReceive("lanes")!;

        second.Message.MessageId.ShouldBe("a1");
        second.Message.DeliveryCount.ShouldBe(2);
        broker.Complete(slow).ShouldBeFalse();
        broker.Complete(second).ShouldBeTrue();
        broker.Idle.ShouldBeTrue();
    }

    [Fact]
    public void Locks_can_be_lost_at_once()
    {
        Send("plain", "a");
        var held = broker.TryReceive("plain")!;

        broker.LoseLocks("plain").ShouldBe(1);

        broker.Abandon(held).ShouldBeFalse();
        broker.TryReceive("plain")!.Message.DeliveryCount.ShouldBe(2);
    }

    [Fact]
    public void The_same_id_within_the_window_is_dropped_and_after_it_is_a_new_message()
    {
        Send("plain", "a").ShouldBe(SendOutcome.Accepted);
        broker.Complete(broker.TryReceive("plain")!);
        Send("plain", "a").ShouldBe(SendOutcome.Duplicate, "even though the first is done with");
        broker.Active("plain").ShouldBeEmpty();

        clock.Advance(Duration.FromMinutes(10));
        Send("plain", "a").ShouldBe(SendOutcome.Accepted);
    }

    [Fact]
    public void Duplicates_are_kept_where_a_queue_does_not_look_for_them()
    {
        broker.Declare(new QueueDefinition("trusting") { DuplicateWindow = null });

        Send("trusting", "a").ShouldBe(SendOutcome.Accepted);
        Send("trusting", "a").ShouldBe(SendOutcome.Accepted);

        broker.Active("trusting").Count.ShouldBe(2);
    }

    [Fact]
    public void A_message_that_fits_no_queue_is_refused()
    {
        Send("nowhere", "a").ShouldBe(SendOutcome.UnknownQueue);
        Send("plain/$deadletterqueue", "a").ShouldBe(SendOutcome.UnknownQueue);
        Send("lanes", "a").ShouldBe(SendOutcome.SessionMissing);
        broker.Send("plain", new BrokerMessage { Body = new byte[Broker.MaxMessageSize + 1] }).ShouldBe(SendOutcome.TooLarge);
        broker.Send("plain", new BrokerMessage { Body = new byte[Broker.MaxMessageSize] }).ShouldBe(SendOutcome.Accepted);
    }

    [Fact]
    public void A_restart_loses_nothing()
    {
        using var folder = new TemporaryFolder();
        Send("lanes", "a1", "a");
        Send("lanes", "a2", "a");
        Send("plain", "dead");
        broker.DeadLetter(broker.TryReceive("plain")!, "Impossible", "why");
        broker.Send("plain", new BrokerMessage { MessageId = "later", ScheduledEnqueueTime = clock.Now + Duration.FromHours(1), Body = Encoding.UTF8.GetBytes("{}") });
        broker.TryReceive("lanes")!.Message.MessageId.ShouldBe("a1", "it is in a receiver's hands when the broker goes down");
        broker.Save(folder.File("queues.json"));

        var next = new Broker(clock).Declare(new QueueDefinition("plain")).Declare(new QueueDefinition("lanes") { RequiresSession = true });
        next.Load(folder.File("queues.json"));

        var again = next.TryReceive("lanes")!;
        again.Message.MessageId.ShouldBe("a1");
        again.Message.DeliveryCount.ShouldBe(2);
        next.TryReceive("lanes").ShouldBeNull();
        next.Complete(again);
        next.TryReceive("lanes")!.Message.MessageId.ShouldBe("a2");
        next.DeadLetters("plain").ShouldHaveSingleItem().DeadLetterReason.ShouldBe("Impossible");
        next.Scheduled("plain").ShouldHaveSingleItem().Text.ShouldBe("{}");
        next.Send("plain", new BrokerMessage { MessageId = "later" }).ShouldBe(SendOutcome.Duplicate);
    }

    [Fact]
    public void A_file_with_messages_of_an_undeclared_queue_is_not_passed_over()
    {
        using var folder = new TemporaryFolder();
        Send("plain", "a");
        broker.Save(folder.File("queues.json"));

        Should.Throw<InvalidOperationException>(() => new Broker(clock).Load(folder.File("queues.json"))).Message.ShouldContain("plain");
    }

    [Fact]
    public void A_queue_is_not_declared_twice_with_two_meanings() =>
        Should.Throw<InvalidOperationException>(() => broker.Declare(new QueueDefinition("plain") { RequiresSession = true }));

    private SendOutcome Send(string queue, string id, string? session = null) =>
        broker.Send(queue, new BrokerMessage { MessageId = id, SessionId = session });
}
