using NodaTime;

namespace Heldspace.Local.Microsoft365;

/// <summary>Outlook's limits for one app and one mailbox (https://learn.microsoft.com/graph/throttling-limits#outlook-service-limits).</summary>
public sealed record Limits
{
    /// <summary>Requests in flight at once. Default 4.</summary>
    public int Concurrent { get; init; } = 4;

    /// <summary>Requests within <see cref="Window"/>. Default 10,000.</summary>
    public int Requests { get; init; } = 10_000;

    /// <summary>Default 10 minutes, by the tenant's clock.</summary>
    public Duration Window { get; init; } = Duration.FromMinutes(10);

    /// <summary>Nothing is throttled.</summary>
    public static Limits None { get; } = new() { Concurrent = int.MaxValue, Requests = int.MaxValue };
}

/// <summary>Counts requests in flight and within the window for each app and mailbox, and refuses the ones too many.</summary>
internal sealed class Throttle(Limits limits, IClock clock)
{
    private const int Slices = 60;
    private readonly Lock gate = new();
    private readonly Dictionary<(string App, string Mailbox), Counter> counters = [];

    /// <summary>Takes a place; to be given back with <see cref="Leave"/> unless this throws.</summary>
    public void Enter(string app, string mailbox)
    {
        lock (gate)
        {
            if (!counters.TryGetValue((app, mailbox), out var counter))
            {
                counters.Add((app, mailbox), counter = new Counter());
            }

            if (counter.InFlight >= limits.Concurrent)
            {
                throw new GraphError(429, "ApplicationThrottled", "Application is over its MailboxConcurrency limit.") { RetryAfter = 1 };
            }

            var slice = clock.GetCurrentInstant().ToUnixTimeTicks() / (limits.Window.BclCompatibleTicks / Slices);
            counter.Count(slice);
            if (counter.Total > limits.Requests)
            {
                counter.Uncount();
                throw new GraphError(429, "ApplicationThrottled", "Application is over its RequestCount limit.") { RetryAfter = Math.Max(1, (int)(limits.Window.TotalSeconds / Slices)) };
            }

            counter.InFlight++;
        }
    }

    public void Leave(string app, string mailbox)
    {
        lock (gate)
        {
            counters[(app, mailbox)].InFlight--;
        }
    }

    private sealed class Counter
    {
        private readonly Queue<(long Slice, int Count)> past = new();
        private (long Slice, int Count) current;

        public int InFlight { get; set; }

        public int Total { get; private set; }

        public void Count(long slice)
        {
            if (slice != current.Slice)
            {
                past.Enqueue(current);
                current = (slice, 0);
            }

            while (past.TryPeek(out var oldest) && oldest.Slice <= slice - Slices)
            {
                Total -= past.Dequeue().Count;
            }

            current.Count++;
            Total++;
        }

        public void Uncount()
        {
            current.Count--;
            Total--;
        }
    }
}
