using Heldspace.Local.ServiceBus;
using NodaTime;

namespace Heldspace.Local.FunctionsHost;

/// <summary>
/// Hands one queue's messages to the workers as they come: as many at a time per worker as <c>host.json</c> allows. A worker that has taken up
/// a session goes on with it while it holds messages.
/// </summary>
internal sealed class QueueListener
{
    private readonly FunctionsHost host;
    private readonly Broker broker;
    private readonly IReadOnlyList<Worker> workers;
    private readonly Lock gate = new();
    private readonly int[] busy;
    private readonly int limit;
    private int turn;

    public QueueListener(FunctionsHost host, FunctionDefinition function, Trigger.Queue queue, Broker broker, IReadOnlyList<Worker> workers, HostSettings settings)
    {
        this.host = host;
        this.broker = broker;
        this.workers = workers;
        Function = function;
        Queue = queue.Path;
        Sessions = queue.Sessions;
        LockedFor = Duration.FromTimeSpan(settings.MaxLockRenewal);
        busy = new int[workers.Count];
        limit = queue.Sessions ? settings.MaxConcurrentSessions : settings.MaxConcurrentCalls;
        var definition = broker.Find(queue.Path)
            ?? throw new InvalidOperationException($"{function.Name}: the queue {queue.Path} is not declared.");
        if (definition.RequiresSession != queue.Sessions)
        {
            throw new InvalidOperationException($"{function.Name}: isSessionsEnabled is {queue.Sessions}, but the queue {queue.Path} {(definition.RequiresSession ? "requires" : "has no")} sessions.");
        }
    }

    public FunctionDefinition Function { get; }

    public string Queue { get; }

    public bool Sessions { get; }

    /// <summary>The host renews a lock while a message is being handled; so it is asked for that long at once, or for the queue's own time if that is longer.</summary>
    public Duration LockedFor { get; }

    /// <summary>Starts a delivery for every free place and every message that is free. Returns at once.</summary>
    public void Pump()
    {
        while (host.IsLive && Take() is { } taken)
        {
            host.NoLaterThan(taken.Delivery.LockedUntil);
            ThreadPool.UnsafeQueueUserWorkItem(static state => _ = state.Listener.Work(state.Worker, state.Delivery), (Listener: this, taken.Worker, taken.Delivery), preferLocal: false);
        }
    }

    private (int Worker, Delivery Delivery)? Take()
    {
        lock (gate)
        {
            var worker = FreeWorker();
            if (worker < 0 || broker.TryReceive(Queue, LockedFor) is not { } delivery)
            {
                return null;
            }

            busy[worker]++;
            return (worker, delivery);
        }
    }

    private int FreeWorker()
    {
        var best = -1;
        for (var step = 0; step < busy.Length; step++)
        {
            var candidate = (turn + step) % busy.Length;
            if (workers[candidate].IsReady && busy[candidate] < limit && (best < 0 || busy[candidate] < busy[best]))
            {
                best = candidate;
            }
        }

        turn = best < 0 ? turn : best + 1;
        return best;
    }

    private async Task Work(int worker, Delivery first)
    {
        try
        {
            for (var delivery = first; delivery is not null;)
            {
                await host.Deliver(this, worker, delivery);
                delivery = Sessions && host.IsLive && workers[worker].IsReady ? broker.TryReceive(Queue, LockedFor, delivery.Message.SessionId) : null;
            }
        }
        finally
        {
            lock (gate)
            {
                busy[worker]--;
            }

            Pump();
        }
    }
}
