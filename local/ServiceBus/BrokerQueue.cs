using NodaTime;

namespace Heldspace.Local.ServiceBus;

/// <summary>
/// The state of one queue. Not synchronised: the broker's lock is held around every call.
/// Messages wait in lines: a session is a line, a message without one is a line of its own. A line with a message in flight gives no other.
/// </summary>
internal sealed class BrokerQueue(QueueDefinition definition, BrokerQueue? deadLetters)
{
    private readonly SortedSet<Line> ready = new(Comparer<Line>.Create((one, other) => one.Head.CompareTo(other.Head)));
    private readonly Dictionary<string, Line> sessions = new(StringComparer.Ordinal);
    private readonly Dictionary<long, (Delivery Delivery, Line Line)> inFlight = [];
    private readonly PriorityQueue<BrokerMessage, (Instant Due, long Order)> scheduled = new();
    private readonly Dictionary<string, Instant> seen = new(StringComparer.Ordinal);
    private readonly Queue<(Instant Until, string Id)> seenInOrder = new();
    private long sequence;
    private long lockTokens;
    private Instant earliestLock = Instant.MaxValue;

    public QueueDefinition Definition => definition;

    public int WaitingCount { get; private set; }

    public int InFlightCount => inFlight.Count;

    public long LastSequence => sequence;

    /// <summary>The message that would be received next; null where none is free.</summary>
    public BrokerMessage? Next => ready.Min?.Waiting.Values[0];

    public IEnumerable<BrokerMessage> Waiting => ready.SelectMany(line => line.Waiting.Values)
        .Concat(inFlight.Values.Where(held => held.Line.Waiting.Count > 0).SelectMany(held => held.Line.Waiting.Values))
        .OrderBy(message => message.SequenceNumber);

    public IEnumerable<BrokerMessage> InFlight => inFlight.Values.Select(held => held.Delivery.Message).OrderBy(message => message.SequenceNumber);

    public IEnumerable<BrokerMessage> Scheduled => scheduled.UnorderedItems.OrderBy(item => item.Priority).Select(item => item.Element);

    public IEnumerable<(string Id, Instant Until)> Seen => seenInOrder.Select(entry => (entry.Id, entry.Until));

    /// <summary>The next instant at which time alone changes something here: a scheduled message or the end of a lock.</summary>
    public Instant? NextDue
    {
        get
        {
            var due = scheduled.TryPeek(out _, out var priority) ? priority.Due : Instant.MaxValue;
            due = Instant.Min(due, inFlight.Count == 0 ? Instant.MaxValue : inFlight.Values.Min(held => held.Delivery.LockedUntil));
            return due == Instant.MaxValue ? null : due;
        }
    }

    /// <summary>False: the id is known within the window, and the message is dropped.</summary>
    public bool Put(BrokerMessage message, Instant now)
    {
        Advance(now);
        var order = ++sequence;
        var stamped = message with
        {
            MessageId = message.MessageId.Length > 0 ? message.MessageId : $"{definition.Name}-{order:x16}",
            SequenceNumber = order,
            EnqueuedTime = now,
            DeliveryCount = 0,
        };
        if (definition.DuplicateWindow is { } window)
        {
            if (!seen.TryAdd(stamped.MessageId, now + window))
            {
                sequence--;
                return false;
            }

            seenInOrder.Enqueue((now + window, stamped.MessageId));
        }

        if (stamped.ScheduledEnqueueTime is { } due && due > now)
        {
            scheduled.Enqueue(stamped, (due, order));
        }
        else
        {
            Wait(stamped);
        }

        return true;
    }

    /// <summary>Puts back what was saved, as it was.</summary>
    public void Restore(IEnumerable<BrokerMessage> waiting, IEnumerable<BrokerMessage> due, IEnumerable<(string Id, Instant Until)> known, long last)
    {
        foreach (var message in waiting)
        {
            Wait(message);
        }

        foreach (var message in due)
        {
            scheduled.Enqueue(message, (message.ScheduledEnqueueTime ?? Instant.MinValue, message.SequenceNumber));
        }

        foreach (var (id, until) in known)
        {
            seen[id] = until;
            seenInOrder.Enqueue((until, id));
        }

        sequence = last;
    }

    /// <summary>Takes the message at the head of the line that has waited longest, or of the session asked for. Null: none is free.</summary>
    public Delivery? Take(Instant now, Duration? lockedFor, string? session)
    {
        Advance(now);
        var line = session is null ? ready.Min : sessions.GetValueOrDefault(session);
        if (line is null || line.Busy || !ready.Remove(line))
        {
            return null;
        }

        var message = line.Waiting.Values[0];
        line.Waiting.RemoveAt(0);
        line.Busy = true;
        WaitingCount--;
        message = message with { DeliveryCount = message.DeliveryCount + 1 };
        var until = now + (lockedFor ?? definition.LockDuration);
        var delivery = new Delivery(definition.Name, message, ++lockTokens, until);
        inFlight.Add(delivery.LockToken, (delivery, line));
        earliestLock = Instant.Min(earliestLock, until);
        return delivery;
    }

    /// <summary>False: the lock was lost before, and whoever holds the message now decides.</summary>
    public bool Complete(Delivery delivery, Instant now)
    {
        Advance(now);
        return Release(delivery.LockToken, out _);
    }

    /// <summary>Gives the message back to its old place, or to the dead-letter queue when its deliveries are used up.</summary>
    public bool Abandon(Delivery delivery, Instant now)
    {
        Advance(now);
        return Return(delivery.LockToken, now);
    }

    public bool DeadLetter(Delivery delivery, string reason, string description, Instant now)
    {
        Advance(now);
        if (deadLetters is null || !Release(delivery.LockToken, out var message))
        {
            return false;
        }

        Bury(message, reason, description, now);
        return true;
    }

    /// <summary>Makes every receiver lose its lock now, as a broken link or an overlong pause does.</summary>
    public int LoseLocks(Instant now)
    {
        var tokens = inFlight.Keys.ToList();
        foreach (var token in tokens)
        {
            Return(token, now);
        }

        return tokens.Count;
    }

    /// <summary>What time alone does: scheduled messages become active, expired locks free their messages, old ids are forgotten. True when a message became free.</summary>
    public bool Advance(Instant now)
    {
        var freed = false;
        while (scheduled.TryPeek(out var message, out var priority) && priority.Due <= now)
        {
            scheduled.Dequeue();
            Wait(message with { SequenceNumber = ++sequence, EnqueuedTime = now });
            freed = true;
        }

        if (now >= earliestLock)
        {
            foreach (var token in inFlight.Where(held => held.Value.Delivery.LockedUntil <= now).Select(held => held.Key).Order().ToList())
            {
                Return(token, now);
                freed = true;
            }

            earliestLock = inFlight.Count == 0 ? Instant.MaxValue : inFlight.Values.Min(held => held.Delivery.LockedUntil);
        }

        while (seenInOrder.TryPeek(out var oldest) && oldest.Until <= now)
        {
            seenInOrder.Dequeue();
            seen.Remove(oldest.Id);
        }

        return freed;
    }

    private bool Return(long token, Instant now)
    {
        if (!Release(token, out var message))
        {
            return false;
        }

        if (message.DeliveryCount < definition.MaxDeliveryCount)
        {
            Wait(message);
        }
        else if (deadLetters is not null)
        {
            Bury(message, "MaxDeliveryCountExceeded", $"Message could not be consumed after {definition.MaxDeliveryCount} delivery attempts.", now);
        }
        else
        {
            // Nothing lies behind a dead-letter queue. A message that keeps failing there waits for a lock's length, so that it does not spin.
            scheduled.Enqueue(message, (now + definition.LockDuration, message.SequenceNumber));
        }

        return true;
    }

    private void Bury(BrokerMessage message, string reason, string description, Instant now) =>
        deadLetters!.Put(
            message with
            {
                ScheduledEnqueueTime = null,
                DeadLetterSource = definition.Name,
                Properties = message.Properties.SetItem(BrokerMessage.Reason, reason).SetItem(BrokerMessage.Description, description),
            },
            now);

    private bool Release(long token, out BrokerMessage message)
    {
        if (!inFlight.Remove(token, out var held))
        {
            message = new BrokerMessage();
            return false;
        }

        message = held.Delivery.Message;
        held.Line.Busy = false;
        if (held.Line.Waiting.Count > 0)
        {
            ready.Add(held.Line);
        }
        else if (message.SessionId is { } session && definition.RequiresSession)
        {
            sessions.Remove(session);
        }

        return true;
    }

    private void Wait(BrokerMessage message)
    {
        WaitingCount++;
        var line = new Line();
        if (definition.RequiresSession && message.SessionId is { } session && !sessions.TryAdd(session, line))
        {
            line = sessions[session];
        }

        if (!line.Busy)
        {
            ready.Remove(line);
        }

        line.Waiting.Add(message.SequenceNumber, message);
        if (!line.Busy)
        {
            ready.Add(line);
        }
    }

    private sealed class Line
    {
        public SortedList<long, BrokerMessage> Waiting { get; } = [];

        public bool Busy { get; set; }

        public long Head => Waiting.Count > 0 ? Waiting.Keys[0] : long.MaxValue;
    }
}
