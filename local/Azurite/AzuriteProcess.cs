using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Heldspace.Local.Azurite;

/// <summary>
/// Azurite as a child process on 127.0.0.1: the tables and blobs of the local system and of the tests. It ends when this is disposed, and also
/// when this process is killed.
/// </summary>
public sealed partial class AzuriteProcess : IAsyncDisposable
{
    private const string Account = "devstoreaccount1";

    // The key of every Azurite, published by Microsoft: https://learn.microsoft.com/azure/storage/common/storage-connect-azurite
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private readonly Process _process;
    private readonly bool _keepsData;

    private AzuriteProcess(Process process, bool keepsData, IReadOnlyDictionary<string, int> ports)
    {
        _process = process;
        _keepsData = keepsData;
        BlobPort = ports["Blob"];
        QueuePort = ports["Queue"];
        TablePort = ports["Table"];
    }

    public int BlobPort { get; }

    public int QueuePort { get; }

    public int TablePort { get; }

    public int ProcessId => _process.Id;

    /// <summary>For <c>AzureWebJobsStorage</c> and for the tables' and blobs' own clients.</summary>
    public string ConnectionString =>
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};"
        + $"BlobEndpoint=http://127.0.0.1:{BlobPort}/{Account};QueueEndpoint=http://127.0.0.1:{QueuePort}/{Account};TableEndpoint=http://127.0.0.1:{TablePort}/{Account};";

    /// <summary>Starts Azurite and waits until all of it listens.</summary>
    /// <param name="data">The folder to keep everything in; null keeps it in memory.</param>
    /// <param name="basePort">Blobs listen there, queues on the next port, tables on the one after; 0 takes free ports.</param>
    /// <param name="cancellation">Ends the waiting, and Azurite with it.</param>
    /// <exception cref="InvalidOperationException">Node or Azurite is missing, or a port is taken; the message says what to do.</exception>
    public static async Task<AzuriteProcess> Start(string? data = null, int basePort = 0, CancellationToken cancellation = default)
    {
        var process = Process(data, basePort);
        var listening = new TaskCompletionSource<Dictionary<string, int>>(TaskCreationOptions.RunContinuationsAsynchronously);
        var ports = new Dictionary<string, int>(StringComparer.Ordinal);
        var said = new Queue<string>();
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        try
        {
            process.Start();
        }
        catch (Win32Exception fault)
        {
            process.Dispose();
            throw new InvalidOperationException("Azurite needs Node.js 20 or newer on the PATH: install it from https://nodejs.org.", fault);
        }

        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        try
        {
            // Waiting for the end also waits for the last words.
            var ended = process.WaitForExitAsync(patience.Token);
            if (await Task.WhenAny(listening.Task, ended) == listening.Task)
            {
                var azurite = new AzuriteProcess(process, data is not null, await listening.Task);
                await patience.CancelAsync();
                return azurite;
            }

            cancellation.ThrowIfCancellationRequested();
            throw new InvalidOperationException(ended.IsCanceled
                ? $"Azurite did not listen within a minute. It said:\n{Said()}"
                : $"Azurite ended before it listened. It said:\n{Said()}");
        }
        catch
        {
            End(process);
            process.Dispose();
            throw;
        }

        void Hear(string? line)
        {
            if (line is null)
            {
                return;
            }

            lock (said)
            {
                said.Enqueue(line);
                while (said.Count > 20)
                {
                    said.Dequeue();
                }

                if (Listening().Match(line) is { Success: true } match)
                {
                    ports[match.Groups["service"].Value] = int.Parse(match.Groups["port"].Value, CultureInfo.InvariantCulture);
                    if (ports.Count == 3)
                    {
                        listening.TrySetResult(ports);
                    }
                }
            }
        }

        string Said()
        {
            lock (said)
            {
                return string.Join('\n', said);
            }
        }
    }

    /// <summary>Ends Azurite; one with a data folder gets a few seconds to write it out.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_keepsData && !_process.HasExited)
        {
            _process.StandardInput.Close();
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(8));
            try
            {
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                // It had its time.
            }
        }

        End(_process);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static Process Process(string? data, int basePort)
    {
        var folder = typeof(AzuriteProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(one => one.Key == "LocalFolder").Value!;
        var program = Path.Combine(folder, "node_modules", "azurite", "dist", "src", "azurite.js");
        if (!File.Exists(program))
        {
            throw new InvalidOperationException($"Azurite is not installed at {program}: run `npm ci` in {folder}, or build the local project.");
        }

        var start = new ProcessStartInfo("node")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        Add("--require", Path.Combine(folder, "Azurite", "end-with-parent.cjs"), program);
        Add("--silent", "--skipApiVersionCheck", "--loose", "--disableTelemetry");
        foreach (var (service, offset) in new[] { ("blob", 0), ("queue", 1), ("table", 2) })
        {
            Add($"--{service}Host", "127.0.0.1", $"--{service}Port", (basePort == 0 ? 0 : basePort + offset).ToString(CultureInfo.InvariantCulture));

            // Longer than clients keep an idle connection, so that none is closed under a request.
            Add($"--{service}KeepAliveTimeout", "600");
        }

        if (data is null)
        {
            Add("--inMemoryPersistence");
        }
        else
        {
            Directory.CreateDirectory(data);
            Add("--location", Path.GetFullPath(data));
        }

        return new Process { StartInfo = start };

        void Add(params ReadOnlySpan<string> arguments)
        {
            foreach (var argument in arguments)
            {
                start.ArgumentList.Add(argument);
            }
        }
    }

    private static void End(Process process)
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }
    }

    [GeneratedRegex(@"^Azurite (?<service>Blob|Queue|Table) service is successfully listening at http://127\.0\.0\.1:(?<port>\d+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Listening();
}
