using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Heldspace.Local.FunctionsHost;

namespace Heldspace.Benchmarks.Timing;

/// <summary>A custom handler as a process of its own, started as the Functions host starts one. Ended when disposed.</summary>
internal sealed class Handler : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly Process _process;

    private Handler(Process process, Uri address, TimeSpan start) => (_process, Address, Start) = (process, address, start);

    public Uri Address { get; }

    /// <summary>From just before the process was started until it answered <c>GET /</c>.</summary>
    public TimeSpan Start { get; }

    /// <exception cref="InvalidOperationException">It ended, or did not answer in time.</exception>
    public static async Task<Handler> Run(string executable, IReadOnlyDictionary<string, string> settings, CancellationToken cancellation)
    {
        var port = FreePorts.Take(1)[0];
        var info = new ProcessStartInfo(executable) { WorkingDirectory = Path.GetDirectoryName(executable), RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var (name, value) in settings)
        {
            info.Environment[name] = value;
        }

        info.Environment["FUNCTIONS_CUSTOMHANDLER_PORT"] = port.ToString(CultureInfo.InvariantCulture);
        using var http = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false });
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/"));
        var began = Stopwatch.GetTimestamp();
        var process = Process.Start(info)!;
        var said = new ConcurrentQueue<string>();
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += (_, line) => said.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        while (!process.HasExited && Stopwatch.GetElapsedTime(began) < Limit)
        {
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, address);
                using var response = await http.SendAsync(request, cancellation);
                return new(process, address, Stopwatch.GetElapsedTime(began));
            }
            catch (HttpRequestException)
            {
                await Task.Delay(2, cancellation);
            }
        }

        var how = process.HasExited ? $"ended with code {process.ExitCode}" : "did not answer";
        process.Kill();
        await process.WaitForExitAsync(cancellation);
        process.Dispose();
        throw new InvalidOperationException($"{Path.GetFileName(executable)} {how}. {string.Join(' ', said)}".Trim());
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
