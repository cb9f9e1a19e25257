using System.Text;
using NodaTime;

namespace Heldspace.Local.ServiceBus;

/// <summary>
/// Service Bus queues in memory: sessions, locks, schedule, delivery counts, dead letters and duplicate detection, as the service has them.
/// Time comes from the clock alone, so that with a clock that is moved by hand nothing happens by itself.
/// Safe for use from many threads.
/// </summary>
/// <remarks>Behaviour after https://learn.microsoft.com/azure/service-bus-messaging/message-sessions, …/message-transfers-locks-settlement,
/// …/message-sequencing, …/service-bus-dead-letter-queues and …/duplicate-detection.</remarks>
public sealed class Broker(IClock clock)
{
    /// <summary>The largest message of the Standard tier, properties included: 256 KB.</summary>
    public const int MaxMessageSize = 256 * 1024;

    private readonly Lock gate = new();
    private readonly Dictionary<string, BrokerQueue> queues = new(StringComparer.OrdinalIgnoreCase);
    private Action<string>? changed;

    /// <summary>The queues that were declared, dead-letter queues left out.</summary>
    public IReadOnlyList<QueueDefinition> Queues
    {
        get
        {
            lock (gate)
            {
                return [.. queues.Values.Select(queue => queue.Definition).Where(queue => !IsDeadLetter(queue.Name)).OrderBy(queue => queue.Name, StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>The next instant at which time alone makes a message receivable: a schedule or the end of a lock. Null: never.</summary>
    public Instant? NextDue
    {
        get
        {
            lock (gate)
            {
                return queues.Values.Min(queue => queue.NextDue);
            }
        }
    }

    /// <summary>Nothing active and nothing in a receiver's hands. Scheduled messages and dead letters are not waited for.</summary>
    public bool Idle
    {
        get
        {
            lock (gate)
            {
                AdvanceAll();
                return queues.Values.Where(queue => !IsDeadLetter(queue.Definition.Name)).All(queue => queue.WaitingCount + queue.InFlightCount == 0);
            }
        }
    }

    /// <summary>Creates a queue and its dead-letter queue. Declaring it again changes nothing if the definition is the same.</summary>
    /// <exception cref="InvalidOperationException">The queue exists with another definition.</exception>
    public Broker Declare(QueueDefinition definition)
    {
        lock (gate)
        {
            if (queues.TryGetValue(definition.Name, out var existing))
            {
                return existing.Definition == definition
                    ? this
                    : throw new InvalidOperationException($"Queue {definition.Name} is already declared with another definition.");
            }

            var dead = new BrokerQueue(definition with { Name = QueueDefinition.DeadLetterPath(definition.Name), RequiresSession = false, DuplicateWindow = null }, deadLetters: null);
            queues.Add(dead.Definition.Name, dead);
            queues.Add(definition.Name, new BrokerQueue(definition, dead));
        }

        return this;
    }

    /// <summary>
    /// Calls back after a queue changed, with its name, outside every lock and on the thread that changed it, so the callback must be short.
    /// Ends when the result is disposed.
    /// </summary>
    public IDisposable WhenChanged(Action<string> callback)
    {
        lock (gate)
        {
            changed += callback;
        }

        return new Subscription(this, callback);
    }

    /// <summary>The definition of a queue or dead-letter queue; null where none is declared.</summary>
    public QueueDefinition? Find(string queue)
    {
        lock (gate)
        {
            return queues.GetValueOrDefault(queue)?.Definition;
        }
    }

    /// <summary>Puts a message into a queue.</summary>
    public SendOutcome Send(string queue, BrokerMessage message)
    {
        lock (gate)
        {
            if (!queues.TryGetValue(queue, out var target) || IsDeadLetter(queue))
            {
                return SendOutcome.UnknownQueue;
            }

            if (target.Definition.RequiresSession && string.IsNullOrEmpty(message.SessionId))
            {
                return SendOutcome.SessionMissing;
            }

            if (Size(message) > MaxMessageSize)
            {
                return SendOutcome.TooLarge;
            }

            if (!target.Put(message, clock.GetCurrentInstant()))
            {
                return SendOutcome.Duplicate;
            }
        }

        changed?.Invoke(queue);
        return SendOutcome.Accepted;
    }

    /// <summary>Receives and locks the next message; null where none is free. Never waits: <see cref="WhenChanged"/> says when to ask again.</summary>
    /// <param name="lockedFor">How long to hide it; null: the queue's <see cref="QueueDefinition.LockDuration"/>. A receiver that renews its lock asks for the whole time at once.</param>
    /// <param name="session">Only from this session; null: from whichever has waited longest.</param>
    public Delivery? TryReceive(string queue, Duration? lockedFor = null, string? session = null)
    {
        lock (gate)
        {
            return Required(queue).Take(clock.GetCurrentInstant(), lockedFor, session);
        }
    }

    /// <summary>Removes the message for good. False: the lock was lost, and the message is, or will be, delivered again.</summary>
    public bool Complete(Delivery delivery) => Settle(delivery, queue => queue.Complete(delivery, clock.GetCurrentInstant()));

    /// <summary>Gives the message back at once; after <see cref="QueueDefinition.MaxDeliveryCount"/> deliveries it is dead-lettered instead.</summary>
    public bool Abandon(Delivery delivery) => Settle(delivery, queue => queue.Abandon(delivery, clock.GetCurrentInstant()));

    /// <summary>Moves the message to the dead-letter queue with the receiver's reason.</summary>
    public bool DeadLetter(Delivery delivery, string reason, string description) =>
        Settle(delivery, queue => queue.DeadLetter(delivery, reason, description, clock.GetCurrentInstant()));

    /// <summary>Makes every receiver of a queue lose its lock now; the messages are free again. Returns how many.</summary>
    public int LoseLocks(string queue)
    {
        int lost;
        lock (gate)
        {
            lost = Required(queue).LoseLocks(clock.GetCurrentInstant());
        }

        Touched(queue);
        return lost;
    }

    /// <summary>Does what is due by the clock in every queue, and tells of those where a message became free.</summary>
    public void Advance()
    {
        List<string> freed;
        lock (gate)
        {
            freed = AdvanceAll();
        }

        freed.ForEach(Touched);
    }

    /// <summary>What could be received now or is in a receiver's hands, in order.</summary>
    public IReadOnlyList<BrokerMessage> Active(string queue) => Look(queue, found => found.Waiting.Concat(found.InFlight).OrderBy(message => message.SequenceNumber));

    /// <summary>What waits for its time, the next due first.</summary>
    public IReadOnlyList<BrokerMessage> Scheduled(string queue) => Look(queue, found => found.Scheduled);

    /// <summary>What is in the queue's dead-letter queue, oldest first.</summary>
    public IReadOnlyList<BrokerMessage> DeadLetters(string queue) => Look(QueueDefinition.DeadLetterPath(queue), found => found.Waiting.Concat(found.InFlight).Concat(found.Scheduled).OrderBy(message => message.SequenceNumber));

    /// <summary>How many messages of a queue are active or in a receiver's hands.</summary>
    public int Outstanding(string queue)
    {
        lock (gate)
        {
            var found = Required(queue);
            found.Advance(clock.GetCurrentInstant());
            return found.WaitingCount + found.InFlightCount;
        }
    }

    /// <summary>What would be received next from a queue, for a receiver that takes from several in order; null where nothing is free.</summary>
    internal (Instant Enqueued, long Sequence)? Next(string queue)
    {
        lock (gate)
        {
            var found = Required(queue);
            found.Advance(clock.GetCurrentInstant());
            return found.Next is { } next ? (next.EnqueuedTime, next.SequenceNumber) : null;
        }
    }

    /// <summary>Writes every message to a file, so that <see cref="Load"/> finds it after a restart. What is in a receiver's hands is written as not yet received.</summary>
    public void Save(string path)
    {
        List<BrokerSnapshot.Queue> content;
        lock (gate)
        {
            content = [.. queues.Values.Select(BrokerSnapshot.Of)];
        }

        BrokerSnapshot.Write(path, content);
    }

    /// <summary>Reads what <see cref="Save"/> wrote into queues that are declared and still empty. Nothing happens where there is no file.</summary>
    /// <exception cref="InvalidOperationException">The file names a queue that is not declared: its messages would be lost.</exception>
    public void Load(string path)
    {
        if (!File.Exists(path))
        {
            return;
        }

        foreach (var saved in BrokerSnapshot.Read(path))
        {
            lock (gate)
            {
                var queue = queues.GetValueOrDefault(saved.Name)
                    ?? throw new InvalidOperationException($"{path} holds messages of the queue {saved.Name}, which is not declared.");
                saved.Into(queue);
            }

            Touched(saved.Name);
        }
    }

    private static bool IsDeadLetter(string queue) => queue.EndsWith(QueueDefinition.DeadLetterSuffix, StringComparison.OrdinalIgnoreCase);

    private static int Size(BrokerMessage message) =>
        message.Body.Length + message.Properties.Sum(property => Encoding.UTF8.GetByteCount(property.Key) + Encoding.UTF8.GetByteCount(property.Value));

    private List<string> AdvanceAll()
    {
        var now = clock.GetCurrentInstant();
        return [.. queues.Values.Where(queue => queue.Advance(now)).Select(queue => queue.Definition.Name)];
    }

    private bool Settle(Delivery delivery, Func<BrokerQueue, bool> settle)
    {
        bool settled;
        lock (gate)
        {
            settled = settle(Required(delivery.Queue));
        }

        Touched(delivery.Queue);
        return settled;
    }

    private void Touched(string queue)
    {
        if (changed is { } callback)
        {
            callback(queue);
            if (!IsDeadLetter(queue))
            {
                callback(QueueDefinition.DeadLetterPath(queue));
            }
        }
    }

    private IReadOnlyList<BrokerMessage> Look(string queue, Func<BrokerQueue, IEnumerable<BrokerMessage>> look)
    {
        lock (gate)
        {
            var found = Required(queue);
            found.Advance(clock.GetCurrentInstant());
            return [.. look(found)];
        }
    }

    private BrokerQueue Required(string queue) =>
        queues.GetValueOrDefault(queue) ?? throw new InvalidOperationException($"Queue {queue} is not declared.");

    private sealed class Subscription(Broker broker, Action<string> callback) : IDisposable
    {
        public void Dispose()
        {
            lock (broker.gate)
            {
                broker.changed -= callback;
            }
        }
    }
}
