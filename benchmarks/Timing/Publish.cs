using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Heldspace.Benchmarks.Timing;

/// <summary>Publishes a project as it would be deployed, compiled ahead of time, into <c>artifacts/bench/</c>. Leaves the project's own build alone.</summary>
internal static class Publish
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(
        typeof(Publish).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(attribute => attribute.Key == "LocalFolder").Value!, ".."));

    /// <summary>The folder it was published to.</summary>
    /// <exception cref="InvalidOperationException">It does not build; the message is the compiler's.</exception>
    public static async Task<string> Project(string project, string name, CancellationToken cancellation)
    {
        var folder = Path.Combine(Root, "artifacts", "bench", name);
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            ArgumentList =
            {
                "publish", project, "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "--self-contained", "false", "-p:PublishReadyToRun=true",
                "-p:RunAnalyzers=false", "-p:NuGetLockFilePath=obj/bench.packages.lock.json", "--artifacts-path", Path.Combine(Root, "artifacts", "bench", "build"), "-o", folder, "-v", "q",
            },
        };
        start.Environment.Remove("MSBUILD_EXE_PATH");
        using var process = Process.Start(start)!;
        var said = Task.WhenAll(process.StandardOutput.ReadToEndAsync(cancellation), process.StandardError.ReadToEndAsync(cancellation));
        await process.WaitForExitAsync(cancellation);
        return process.ExitCode == 0 ? folder : throw new InvalidOperationException($"{project} could not be published: {string.Join('\n', await said)}");
    }
}
