using Heldspace.Local.FunctionsHost;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Heldspace.Functions.Tests.FunctionsHost;

/// <summary>
/// A custom handler as small as one can be: this assembly itself, started as a process by the tests of <c>FunctionAppProcess</c>.
/// Its first argument says how it behaves.
/// </summary>
internal static class HandlerProgram
{
    private static async Task<int> Main(string[] arguments)
    {
        if (arguments is ["parent", var folder])
        {
            return await StartChildAndWait(folder);
        }

        var port = Environment.GetEnvironmentVariable("FUNCTIONS_CUSTOMHANDLER_PORT");
        if (port is null || arguments is ["fails", ..])
        {
            await Console.Error.WriteLineAsync("The setting that is needed is missing.");
            return 3;
        }

        Console.WriteLine($"handler {Environment.ProcessId} in {Environment.CurrentDirectory} with {Environment.GetEnvironmentVariable("Heldspace__Greeting")}");
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, int.Parse(port)));
        await using var handler = builder.Build();
        handler.Run(async context =>
        {
            if (context.Request.Path == "/Stuck")
            {
                Console.WriteLine("stuck");
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
            }

            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync("""{"Outputs":{},"Logs":[],"ReturnValue":null}""");
        });
        await handler.StartAsync();
        using var terminated = System.Runtime.InteropServices.PosixSignalRegistration.Create(System.Runtime.InteropServices.PosixSignal.SIGTERM, _ =>
        {
            if (arguments is not ["stubborn", ..])
            {
                Console.WriteLine("asked to end");
                Environment.Exit(0);
            }
        });
        await Task.Delay(Timeout.Infinite);
        return 0;
    }

    /// <summary>A parent whose sudden end its child must not outlive.</summary>
    private static async Task<int> StartChildAndWait(string folder)
    {
        var app = new FunctionFolder(folder, new HostSettings { Executable = "dotnet", Arguments = ["exec", typeof(HandlerProgram).Assembly.Location, "runs"] }, []);
        await using var child = new FunctionAppProcess(app, FreePorts.Take(1)[0], new Dictionary<string, string>(), _ => { });
        await child.Start(CancellationToken.None);
        Console.WriteLine($"child {child.ProcessId}");
        await Task.Delay(Timeout.Infinite);
        return 0;
    }
}
