using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Heldspace.Local;
using Heldspace.Local.FunctionsHost;

namespace Deployment.Tests;

/// <summary>The function app as it was published, and what it takes to run it.</summary>
internal static class Published
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>The complete function app.</summary>
    public static string Folder => LocalSystem.AppFolder;

    public static FunctionFolder Functions { get; } = FunctionFolder.Read(Folder);

    /// <summary>Where the repository is.</summary>
    public static string Sources { get; } = Metadata("SourceFolder");

    /// <summary>Where this test project is.</summary>
    public static string Project { get; } = Metadata("ProjectFolder");

    public static string Executable => Path.Combine(Folder, Functions.Host.Executable);

    /// <summary>Settings with which the app starts, none of which leads anywhere.</summary>
    public static Dictionary<string, string?> Settings => new(
        LeastSettings.Make().Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)), StringComparer.Ordinal)
    {
        ["FUNCTIONS_CUSTOMHANDLER_PORT"] = FreePorts.Take(1)[0].ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>Runs a program to its end; no standard input.</summary>
    public static async Task<(int ExitCode, string Output)> Run(string program, IEnumerable<string> arguments, string? folder = null, TimeSpan? limit = null)
    {
        using var process = Start(program, arguments, folder ?? Project, []);
        return await Ended(process, limit ?? Patience);
    }

    /// <summary>Runs the published app until it ends by itself, with some settings changed; null takes one away.</summary>
    public static async Task<(int ExitCode, string Output)> RunApp(params (string Name, string? Value)[] changed)
    {
        var settings = Settings;
        foreach (var (name, value) in changed)
        {
            settings[name] = value;
        }

        using var process = Start(Executable, [], Folder, settings);
        return await Ended(process, Patience);
    }

    private static Process Start(string program, IEnumerable<string> arguments, string folder, Dictionary<string, string?> settings)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        process.StandardInput.Close();
        return process;
    }

    private static async Task<(int ExitCode, string Output)> Ended(Process process, TimeSpan limit)
    {
        using var patience = new CancellationTokenSource(limit);
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        var errors = process.StandardError.ReadToEndAsync(patience.Token);
        try
        {
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, await output + await errors);
        }
        catch (OperationCanceledException tooLong)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{process.StartInfo.FileName} did not end within {limit.TotalSeconds:0} s.", tooLong);
        }
    }

    private static string Metadata(string key) =>
        typeof(Published).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(attribute => attribute.Key == key).Value!;
}
