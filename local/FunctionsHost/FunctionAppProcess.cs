using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Heldspace.Local.FunctionsHost;

/// <summary>
/// The published function app as a child process, started as the Functions host starts a custom handler, and started again whenever it dies.
/// On Linux it dies with this process, however that ends.
/// </summary>
public sealed class FunctionAppProcess : IAsyncDisposable
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private readonly FunctionFolder folder;
    private readonly IReadOnlyDictionary<string, string> settings;
    private readonly Action<string> output;
    private readonly CancellationTokenSource stopping = new();
    private readonly Lock gate = new();
    private Process? process;
    private Task watching = Task.CompletedTask;
    private int restarts;

    /// <summary>Starts nothing yet.</summary>
    /// <param name="port">The port of 127.0.0.1 the app is told to listen on.</param>
    /// <param name="settings">App settings, given as environment variables on top of this process's own.</param>
    /// <param name="output">Gets each line the app writes to standard output or standard error, from any thread.</param>
    public FunctionAppProcess(FunctionFolder folder, int port, IReadOnlyDictionary<string, string> settings, Action<string> output)
    {
        this.folder = folder;
        this.settings = settings;
        this.output = output;
        Worker = Worker.At(port);
        Worker.WhenTimedOut(Kill);
    }

    /// <summary>How the host reaches it. Ready whenever a process listens.</summary>
    public Worker Worker { get; }

    /// <summary>How long the app has to answer after it was started. The host's default is 30 s.</summary>
    public TimeSpan StartLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the app has to end by itself after it was asked to.</summary>
    public TimeSpan StopLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The id of the present process; null while there is none.</summary>
    public int? ProcessId
    {
        get
        {
            lock (gate)
            {
                return process is { HasExited: false } alive ? alive.Id : null;
            }
        }
    }

    /// <summary>How often it was started again after it had died.</summary>
    public int Restarts => Volatile.Read(ref restarts);

    /// <summary>Starts the app and waits until it answers.</summary>
    /// <exception cref="InvalidOperationException">It cannot be started, ended at once, or did not answer in time. The message holds the last lines it wrote.</exception>
    public async Task Start(CancellationToken cancellation)
    {
        var lastLines = new ConcurrentQueue<string>();
        var first = Spawn(line =>
        {
            lastLines.Enqueue(line);
            if (lastLines.Count > 20)
            {
                lastLines.TryDequeue(out _);
            }

            output(line);
        });
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var answered = Worker.UntilItAnswers(StartLimit, either.Token);
        var ended = first.WaitForExitAsync(either.Token);
        await Task.WhenAny(answered, ended);
        if (!answered.IsCompletedSuccessfully || !await answered)
        {
            var how = first.HasExited ? $"ended with code {first.ExitCode}" : $"did not answer within {StartLimit.TotalSeconds:0} s";
            await either.CancelAsync();
            await Task.WhenAll(answered, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            End(first);
            cancellation.ThrowIfCancellationRequested();
            throw new InvalidOperationException($"{Executable()} {how}.{Environment.NewLine}{string.Join(Environment.NewLine, lastLines)}");
        }

        await either.CancelAsync();
        await ended.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        watching = Watch(first);
    }

    /// <summary>Ends the present process at once, as a crash or a scale-in does (SIGKILL). It is started again.</summary>
    public void Kill()
    {
        lock (gate)
        {
            if (process is { HasExited: false } alive)
            {
                Worker.Down();
                alive.Kill();
            }
        }
    }

    /// <summary>Asks the app to end (SIGTERM), and ends it when it does not. It is not started again.</summary>
    public async Task Stop()
    {
        if (stopping.IsCancellationRequested)
        {
            return;
        }

        await stopping.CancelAsync();
        Worker.Down();
        Process? last;
        lock (gate)
        {
            last = process;
        }

        if (last is { HasExited: false })
        {
            Terminate(last);
            using var limit = new CancellationTokenSource(StopLimit);
            await last.WaitForExitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            End(last);
        }

        await watching;
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        process?.Dispose();
        Worker.Dispose();
        stopping.Dispose();
    }

    private async Task Watch(Process first)
    {
        var pause = ShortestPause;
        for (var current = first; ;)
        {
            var began = Stopwatch.GetTimestamp();
            await current.WaitForExitAsync();
            Worker.Down();
            if (stopping.IsCancellationRequested)
            {
                return;
            }

            output($"The function app ended with code {current.ExitCode}; starting it again.");
            pause = Stopwatch.GetElapsedTime(began) > LongestPause * 5 ? ShortestPause : TimeSpan.FromMilliseconds(Math.Min(LongestPause.TotalMilliseconds, pause.TotalMilliseconds * 2));
            await Task.Delay(pause, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stopping.IsCancellationRequested)
            {
                return;
            }

            current.Dispose();
            current = Spawn(output);
            Interlocked.Increment(ref restarts);
            if (stopping.IsCancellationRequested)
            {
                // Stop looked for the process before this one was there.
                End(current);
                return;
            }

            _ = Ready(current);
        }
    }

    /// <summary>Opens the worker when this process answers, or ends the process when it does not in time.</summary>
    private async Task Ready(Process current)
    {
        try
        {
            if (!await Worker.UntilItAnswers(StartLimit, stopping.Token))
            {
                End(current);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped meanwhile.
        }
    }

    private Process Spawn(Action<string> write)
    {
        var executable = Executable();
        var start = new ProcessStartInfo
        {
            FileName = executable,
            WorkingDirectory = Path.GetFullPath(folder.Host.WorkingDirectory, folder.Path),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        if (OperatingSystem.IsLinux() && OnPath("setpriv") is { } setpriv)
        {
            start.FileName = setpriv;
            start.ArgumentList.Add("--pdeathsig");
            start.ArgumentList.Add("KILL");
            start.ArgumentList.Add("--");
            start.ArgumentList.Add(executable);
        }

        foreach (var argument in folder.Host.Arguments)
        {
            start.ArgumentList.Add(argument);
        }

        // What this process was told about its own server is not meant for the app.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("ASPNETCORE_", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        var port = Worker.Port.ToString(CultureInfo.InvariantCulture);
        start.Environment["FUNCTIONS_CUSTOMHANDLER_PORT"] = port;
        start.Environment["FUNCTIONS_HTTPWORKER_PORT"] = port;
        start.Environment["FUNCTIONS_CUSTOMHANDLER_WORKER_ID"] = "heldspace-local-" + port;
        start.Environment["FUNCTIONS_APP_ROOT_PATH"] = folder.Path;

        var started = new Process { StartInfo = start };
        started.OutputDataReceived += (_, line) => Pass(line.Data);
        started.ErrorDataReceived += (_, line) => Pass(line.Data);
        Nursery.Start(started);
        started.StandardInput.Close();
        started.BeginOutputReadLine();
        started.BeginErrorReadLine();
        lock (gate)
        {
            process = started;
        }

        return started;

        void Pass(string? line)
        {
            if (line is not null)
            {
                write(line);
            }
        }
    }

    private string Executable()
    {
        var inFolder = Path.GetFullPath(folder.Host.Executable, folder.Path);
        return File.Exists(inFolder) ? inFolder
            : OperatingSystem.IsWindows() && File.Exists(inFolder + ".exe") ? inFolder + ".exe"
            : OnPath(folder.Host.Executable) ?? throw new InvalidOperationException($"{inFolder} does not exist: publish the app first (customHandler.description.defaultExecutablePath in host.json).");
    }

    private static string? OnPath(string name) => Path.IsPathRooted(name)
        ? null
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);

    private static void End(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }

    private static void Terminate(Process process)
    {
        const int sigterm = 15;
        if (OperatingSystem.IsWindows() || Signal(process.Id, sigterm) != 0)
        {
            End(process);
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Signal(int processId, int signal);

    /// <summary>
    /// The thread that starts every child and never ends: the system sends the parent-death signal when the thread that started a child ends,
    /// and threads of the pool do.
    /// </summary>
    private static class Nursery
    {
        private static readonly BlockingCollection<(Process Process, TaskCompletionSource Done)> Waiting = [];

        static Nursery() => new Thread(Work) { IsBackground = true, Name = "Starts function apps" }.Start();

        public static void Start(Process process)
        {
            var done = new TaskCompletionSource();
            Waiting.Add((process, done));
            done.Task.GetAwaiter().GetResult();
        }

        private static void Work()
        {
            foreach (var (process, done) in Waiting.GetConsumingEnumerable())
            {
                try
                {
                    process.Start();
                    done.SetResult();
                }
                catch (Exception exception)
                {
                    done.SetException(exception);
                }
            }
        }
    }
}
