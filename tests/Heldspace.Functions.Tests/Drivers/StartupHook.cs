using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Heldspace.Functions.Tests.Drivers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NodaTime;

/// <summary>
/// Run by .NET before the program of a process that names this assembly in <c>DOTNET_STARTUP_HOOKS</c>: gives the app, whose code knows nothing of it, the clock of the test that started it.
/// The name and the place of this type, and of what it does, are .NET's: https://github.com/dotnet/runtime/blob/main/docs/design/features/host-startup-hook.md.
/// </summary>
[SuppressMessage("Design", "MA0047:Declare types in namespaces", Justification = ".NET looks for it in none.")]
internal static class StartupHook
{
    public static void Initialize()
    {
        if (SharedClock.OfThisProcess() is { } clock)
        {
            DiagnosticListener.AllListeners.Subscribe(new Hosts(clock));
        }
    }

    /// <summary>Whatever is built as a host says so just before, and can still be added to; as those do who run an app in a test's own process.</summary>
    private sealed class Hosts(IClock clock) : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
    {
        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == "Microsoft.Extensions.Hosting")
            {
                value.Subscribe(this);
            }
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (value is { Key: "HostBuilding", Value: IHostBuilder builder })
            {
                builder.ConfigureServices(services => services.AddSingleton(clock));
            }
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }
}
