using System.Runtime.InteropServices;
using Heldspace.Local.FunctionsHost;

namespace Deployment.Tests;

/// <summary>What is sent to Azure: the app with its own runtime, compiled ahead, since a custom handler's image has no .NET.</summary>
public sealed class SelfContainedTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("heldspace-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task The_app_with_its_own_runtime_is_published_as_locked_and_answers()
    {
        var app = Path.Combine(folder, "app");

        // A folder of its own for everything that a build leaves behind: other projects may be building the same sources now.
        var (exitCode, output) = await Published.Run(
            "dotnet",
            [
                "publish", Path.Combine(Published.Sources, "functions"), "-c", "Release", "-r", "linux-x64", "--self-contained", "-p:PublishReadyToRun=true",
                "-p:RestoreLockedMode=true", "-p:RunAnalyzers=false", "-p:UseSharedCompilation=false", "-nodeReuse:false",
                "--artifacts-path", Path.Combine(folder, "artifacts"), "-o", app,
            ],
            Published.Sources,
            TimeSpan.FromMinutes(8));
        exitCode.ShouldBe(0, output);

        File.Exists(Path.Combine(app, "libcoreclr.so")).ShouldBeTrue("the runtime comes along");
        var functions = FunctionFolder.Read(app);
        functions.Functions.Select(function => function.Name).ShouldBe(Published.Functions.Functions.Select(function => function.Name));
        if (!OperatingSystem.IsLinux() || RuntimeInformation.OSArchitecture != Architecture.X64)
        {
            // Published, and not to be run on this machine.
            return;
        }

        var settings = Published.Settings.ToDictionary(setting => setting.Key, setting => setting.Value!, StringComparer.Ordinal);
        settings["DOTNET_ROOT"] = "/nowhere";
        await using var process = new FunctionAppProcess(functions, FreePorts.Take(1)[0], settings, _ => { }) { StartLimit = TimeSpan.FromMinutes(1) };
        await process.Start(CancellationToken.None);
        using var client = new HttpClient();
        (await client.GetStringAsync(process.Worker.Address)).ShouldBe("ready");
    }
}
