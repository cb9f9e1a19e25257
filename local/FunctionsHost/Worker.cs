namespace Heldspace.Local.FunctionsHost;

/// <summary>
/// One instance of the function app as the host reaches it: a custom handler on a port of 127.0.0.1, in a process of its own or in memory.
/// While it is down nothing is sent to it, so that a dead process does not use up a message's deliveries.
/// </summary>
public sealed class Worker : IDisposable
{
    private readonly HttpMessageInvoker invoker;
    private readonly bool overSocket;
    private readonly Lock gate = new();
    private Action? whenReady;
    private Action? whenTimedOut;
    private TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int asking;

    private Worker(Uri address, HttpMessageInvoker invoker, bool overSocket, bool up)
    {
        Address = address;
        this.invoker = invoker;
        this.overSocket = overSocket;
        if (up)
        {
            ready.SetResult();
        }
    }

    /// <summary>Where its handler listens, or would: <c>http://127.0.0.1:{port}/</c>.</summary>
    public Uri Address { get; }

    public int Port => Address.Port;

    /// <summary>Requests may be sent to it.</summary>
    public bool IsReady => ready.Task.IsCompleted;

    /// <summary>Ends when requests may be sent to it.</summary>
    public Task UntilReady => ready.Task;

    /// <summary>A handler in memory, ready at once. Disposing the worker leaves the handler alone.</summary>
    /// <param name="port">The port its <c>Host</c> header names, as a real one would.</param>
    public static Worker InMemory(int port, HttpMessageHandler handler) =>
        new(AddressOf(port), new HttpMessageInvoker(handler, disposeHandler: false), overSocket: false, up: true);

    /// <summary>A handler that listens, or is about to, on a port of 127.0.0.1. It is down until <see cref="UntilItAnswers"/>.</summary>
    public static Worker At(int port) => new(AddressOf(port), new HttpMessageInvoker(NewSocketHandler()), overSocket: true, up: false);

    /// <summary>Stops sending to it until it is <see cref="Up"/> again.</summary>
    public void Down()
    {
        lock (gate)
        {
            if (IsReady)
            {
                ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }

    /// <summary>Lets requests be sent to it.</summary>
    public void Up()
    {
        Action? callback;
        lock (gate)
        {
            callback = ready.TrySetResult() ? whenReady : null;
        }

        callback?.Invoke();
    }

    /// <summary>Asks <c>GET /</c> until anything answers, as the host does, then lets requests be sent to it. False: nothing answered in time.</summary>
    public async Task<bool> UntilItAnswers(TimeSpan limit, CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(limit);
        var pause = TimeSpan.FromMilliseconds(5);
        while (!deadline.IsCancellationRequested)
        {
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, Address);
                using var response = await invoker.SendAsync(request, deadline.Token);
                Up();
                return true;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(pause, deadline.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                pause = TimeSpan.FromMilliseconds(Math.Min(100, pause.TotalMilliseconds * 1.5));
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        cancellation.ThrowIfCancellationRequested();
        return false;
    }

    public void Dispose() => invoker.Dispose();

    internal void WhenReady(Action callback)
    {
        lock (gate)
        {
            whenReady += callback;
        }
    }

    internal void WhenTimedOut(Action callback) => whenTimedOut += callback;

    /// <summary>An invocation did not end in time. The host then replaces the process it ran in.</summary>
    internal void TimedOut() => whenTimedOut?.Invoke();

    internal Task<HttpResponseMessage> Send(HttpRequestMessage request, CancellationToken cancellation) => invoker.SendAsync(request, cancellation);

    /// <summary>A connection to it broke or was refused. A process that died needs a moment to be noticed and started again, so ask before sending more.</summary>
    internal void ConnectionLost(CancellationToken cancellation)
    {
        if (overSocket && Interlocked.Exchange(ref asking, 1) == 0)
        {
            Down();
            _ = Ask();
        }

        async Task Ask()
        {
            try
            {
                await UntilItAnswers(TimeSpan.FromDays(1), cancellation);
            }
            catch (OperationCanceledException)
            {
                // The host stops; nobody will send to it any more.
            }
            finally
            {
                Interlocked.Exchange(ref asking, 0);
            }
        }
    }

    private static Uri AddressOf(int port) => new($"http://127.0.0.1:{port}/");

    /// <summary>As the host sets its client up: cookies are not kept and redirects are the caller's business.</summary>
    private static SocketsHttpHandler NewSocketHandler() => new()
    {
        UseCookies = false,
        AllowAutoRedirect = false,
        UseProxy = false,
        ActivityHeadersPropagator = null,
    };
}
