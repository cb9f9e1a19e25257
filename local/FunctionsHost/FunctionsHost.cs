using System.Net;
using Heldspace.Local.ServiceBus;
using Microsoft.AspNetCore.TestHost;
using NodaTime;

namespace Heldspace.Local.FunctionsHost;

/// <summary>
/// Stands in for the Azure Functions host: forwards public requests, fires timers and delivers queue messages to custom handlers, as the host does.
/// Runs by itself with the wall clock after <see cref="Start"/>, or step by step with a clock that is moved by hand through <see cref="RunDue"/>.
/// </summary>
/// <remarks>The contract is that of https://learn.microsoft.com/azure/azure-functions/functions-custom-handlers and of the host's source.</remarks>
public sealed class FunctionsHost : IAsyncDisposable
{
    private readonly Broker broker;
    private readonly IReadOnlyList<Worker> workers;
    private readonly IClock clock;
    private readonly FunctionsHostOptions options;
    private readonly InvocationEnvelope envelope;
    private readonly Invoker invoker;
    private readonly HttpFront front;
    private readonly List<QueueListener> listeners;
    private readonly Timers timers;
    private readonly Timer alarm;
    private readonly CancellationTokenSource stopping = new();
    private readonly Lock gate = new();
    private readonly List<WebApplication> servers = [];
    private readonly List<TaskCompletionSource> settling = [];
    private IDisposable? subscription;
    private Instant armedFor = Instant.MaxValue;
    private int inFlight;
    private int turn;

    /// <summary>Starts nothing yet.</summary>
    /// <param name="workers">At least one. They share the queues and take turns with requests and timers.</param>
    /// <param name="broker">Holds every queue the functions listen to.</param>
    /// <exception cref="InvalidOperationException">A function's queue is missing, or its sessions differ.</exception>
    public FunctionsHost(FunctionFolder folder, IReadOnlyList<Worker> workers, Broker broker, IClock clock, FunctionsHostOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfZero(workers.Count, nameof(workers));
        this.broker = broker;
        this.workers = workers;
        this.clock = clock;
        this.options = options ?? new FunctionsHostOptions();
        var timeout = this.options.FunctionTimeout ?? folder.Host.FunctionTimeout;
        envelope = new InvocationEnvelope(this.options.PayloadShape);
        invoker = new Invoker(workers, timeout, clock, this.options.Observed);
        front = new HttpFront(folder, timeout, this.options.SignIn, async cancellation => workers[await NextWorker(cancellation)], invoker.NextId);
        listeners = [.. folder.Functions
            .Where(function => function.Trigger is Trigger.Queue)
            .Select(function => new QueueListener(this, function, (Trigger.Queue)function.Trigger, broker, workers, folder.Host))];
        timers = new Timers(folder.Functions, this.options.TimerStatusFile, clock.GetCurrentInstant());
        alarm = new Timer(_ => Ring());
    }

    /// <summary>The next instant at which there is something to do: now if a message waits, else the next timer or scheduled message. Null: never.</summary>
    public Instant? NextDue
    {
        get
        {
            if (listeners.Exists(listener => broker.Next(listener.Queue) is not null))
            {
                return clock.GetCurrentInstant();
            }

            return ByTimeAlone() is { } due ? Instant.Max(due, clock.GetCurrentInstant()) : null;
        }
    }

    internal bool IsLive { get; private set; }

    /// <summary>Opens a public port on 127.0.0.1; 0 takes a free one. Returns its address, with a final slash.</summary>
    public async Task<Uri> Listen(int port = 0, CancellationToken cancellation = default)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 100 * 1024 * 1024;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        var server = await Serve(builder, cancellation);
        return new Uri(server.Urls.First() + "/");
    }

    /// <summary>A handler that reaches the public side in memory.</summary>
    public async Task<HttpMessageHandler> CreateHandler(CancellationToken cancellation = default)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseTestServer();
        return (await Serve(builder, cancellation)).GetTestServer().CreateHandler();
    }

    /// <summary>From now on timers fire and messages are delivered by themselves, each as soon as it is due.</summary>
    public void Start()
    {
        IsLive = true;
        subscription = broker.WhenChanged(queue =>
        {
            foreach (var listener in listeners)
            {
                if (listener.Queue.Equals(queue, StringComparison.OrdinalIgnoreCase))
                {
                    listener.Pump();
                }
            }

            // A message may have come that is due before the alarm rings.
            Arm();
            Progressed();
        });
        foreach (var worker in workers)
        {
            worker.WhenReady(PumpAll);
        }

        Ring();
    }

    /// <summary>
    /// Runs everything that is due at the clock's now, one thing at a time in a fixed order, until nothing is: timers, then messages by the time they became
    /// active, and whatever these bring about. The clock is not moved.
    /// </summary>
    /// <exception cref="InvalidOperationException">The host runs by itself.</exception>
    public async Task RunDue(CancellationToken cancellation)
    {
        if (IsLive)
        {
            throw new InvalidOperationException("A host that was started runs what is due by itself.");
        }

        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            broker.Advance();
            if (StartTimer() is { } run)
            {
                await RunTimer(run, cancellation);
            }
            else if (NextMessage() is { } next)
            {
                await Deliver(next.Listener, await NextWorker(cancellation), next.Delivery);
            }
            else
            {
                return;
            }
        }
    }

    /// <summary>Runs a timer function now, whatever its schedule says. False: the run failed, or one is under way.</summary>
    public async Task<bool> Run(string function, CancellationToken cancellation)
    {
        Timers.Run? run;
        lock (gate)
        {
            run = timers.StartNow(function, clock.GetCurrentInstant());
        }

        return run is not null && await RunTimer(run, cancellation);
    }

    /// <summary>Waits until no message of the functions' queues is active or in flight and no timer is running. False: that did not come to pass in time.</summary>
    public async Task<bool> Settled(TimeSpan limit)
    {
        var settled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            settling.Add(settled);
        }

        Progressed();
        try
        {
            await settled.Task.WaitAsync(limit, stopping.Token);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
        finally
        {
            lock (gate)
            {
                settling.Remove(settled);
            }
        }
    }

    /// <summary>Starts nothing more, lets what is under way finish for a while, then gives it up: its messages go back to their queues.</summary>
    public async Task Stop()
    {
        IsLive = false;
        subscription?.Dispose();
        await alarm.DisposeAsync();
        using var grace = new CancellationTokenSource(options.StopGrace);
        while (Volatile.Read(ref inFlight) > 0 && !grace.IsCancellationRequested)
        {
            await Task.Delay(5, grace.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await stopping.CancelAsync();
        foreach (var server in servers)
        {
            await server.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!stopping.IsCancellationRequested)
        {
            await Stop();
        }

        stopping.Dispose();
    }

    /// <summary>Takes a message through one invocation and settles it.</summary>
    internal async Task Deliver(QueueListener listener, int worker, Delivery delivery)
    {
        Interlocked.Increment(ref inFlight);
        var succeeded = false;
        try
        {
            var id = invoker.NextId();
            var body = envelope.Message(listener.Function, delivery, id, clock.GetCurrentInstant());
            succeeded = await invoker.Invoke(listener.Function.Name, worker, delivery.Message.MessageId, id, body, stopping.Token);
        }
        catch (OperationCanceledException)
        {
            // The host stops; the message goes back.
        }
        finally
        {
            _ = succeeded ? broker.Complete(delivery) : broker.Abandon(delivery);
            Interlocked.Decrement(ref inFlight);
        }
    }

    /// <summary>Rings the alarm at an instant unless it rings before.</summary>
    internal void NoLaterThan(Instant instant)
    {
        lock (gate)
        {
            if (instant >= armedFor || !IsLive)
            {
                return;
            }

            armedFor = instant;
            var wait = instant - clock.GetCurrentInstant();
            alarm.Change(TimeSpan.FromMilliseconds(Math.Clamp(Math.Ceiling(wait.TotalMilliseconds), 0, uint.MaxValue - 2)), Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Tells whoever waits for it if all is done.</summary>
    internal void Progressed()
    {
        lock (gate)
        {
            if (settling.Count > 0 && timers.Running == 0 && listeners.TrueForAll(listener => broker.Outstanding(listener.Queue) == 0))
            {
                settling.ForEach(waiter => waiter.TrySetResult());
            }
        }
    }

    private async Task<WebApplication> Serve(WebApplicationBuilder builder, CancellationToken cancellation)
    {
        builder.Services.AddRouting();
        var server = builder.Build();
        front.Map(server);
        servers.Add(server);
        await server.StartAsync(cancellation);
        return server;
    }

    /// <summary>The alarm: does what time has brought, and sets itself again.</summary>
    private void Ring()
    {
        lock (gate)
        {
            armedFor = Instant.MaxValue;
        }

        if (!IsLive)
        {
            return;
        }

        broker.Advance();
        PumpAll();
        while (StartTimer() is { } run)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static state => _ = state.Host.RunTimer(state.Run, state.Host.stopping.Token), (Host: this, Run: run), preferLocal: false);
        }

        Arm();
    }

    private void PumpAll() => listeners.ForEach(listener => listener.Pump());

    private void Arm()
    {
        if (ByTimeAlone() is { } due)
        {
            NoLaterThan(due);
        }
    }

    /// <summary>The next timer run, scheduled message or end of a lock.</summary>
    private Instant? ByTimeAlone()
    {
        lock (gate)
        {
            return (options.TimersRunWhenAsked ? null : timers.NextDue, broker.NextDue) switch
            {
                ({ } timer, { } message) => Instant.Min(timer, message),
                (var timer, var message) => timer ?? message,
            };
        }
    }

    private Timers.Run? StartTimer()
    {
        lock (gate)
        {
            return options.TimersRunWhenAsked ? null : timers.Start(clock.GetCurrentInstant());
        }
    }

    private async Task<bool> RunTimer(Timers.Run run, CancellationToken cancellation)
    {
        Interlocked.Increment(ref inFlight);
        try
        {
            var worker = await NextWorker(cancellation);
            var id = invoker.NextId();
            var body = envelope.Timer(run.Function, run.Status, run.PastDue, id, clock.GetCurrentInstant());
            return await invoker.Invoke(run.Function.Name, worker, messageId: null, id, body, cancellation);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return false;
        }
        finally
        {
            lock (gate)
            {
                timers.End(run, clock.GetCurrentInstant());
            }

            Interlocked.Decrement(ref inFlight);
            Arm();
            Progressed();
        }
    }

    private (QueueListener Listener, Delivery Delivery)? NextMessage()
    {
        var first = listeners
            .Select(listener => (Listener: listener, Next: broker.Next(listener.Queue)))
            .Where(candidate => candidate.Next is not null)
            .OrderBy(candidate => candidate.Next!.Value.Enqueued)
            .ThenBy(candidate => candidate.Listener.Queue, StringComparer.Ordinal)
            .FirstOrDefault();
        return first.Listener is not null && broker.TryReceive(first.Listener.Queue, first.Listener.LockedFor) is { } delivery ? (first.Listener, delivery) : null;
    }

    /// <summary>The next worker in turn that is ready; waits while none is.</summary>
    private async Task<int> NextWorker(CancellationToken cancellation)
    {
        while (true)
        {
            var start = (int)((uint)Interlocked.Increment(ref turn) % (uint)workers.Count);
            for (var step = 0; step < workers.Count; step++)
            {
                var candidate = (start + step) % workers.Count;
                if (workers[candidate].IsReady)
                {
                    return candidate;
                }
            }

            await Task.WhenAny(workers.Select(worker => worker.UntilReady)).WaitAsync(cancellation);
        }
    }
}
