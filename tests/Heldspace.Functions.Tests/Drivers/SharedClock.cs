using System.IO.MemoryMappedFiles;
using NodaTime;

namespace Heldspace.Functions.Tests.Drivers;

/// <summary>One clock for several processes. It goes on by itself as the machine's does, and whoever moves it moves it for all of them.</summary>
internal sealed class SharedClock : IClock, IDisposable
{
    private const string Where = "HELDSPACE_SHARED_CLOCK";

    private readonly string path;
    private readonly bool mine;
    private readonly MemoryMappedFile file;
    private readonly MemoryMappedViewAccessor ahead;

    private SharedClock(string path, bool mine)
    {
        (this.path, this.mine) = (path, mine);
        file = MemoryMappedFile.CreateFromFile(path, FileMode.OpenOrCreate, mapName: null, sizeof(long));
        ahead = file.CreateViewAccessor();
    }

    /// <summary>A clock that stands at an instant now. It is gone when this one is disposed.</summary>
    public static SharedClock At(Instant instant)
    {
        var clock = new SharedClock(Path.GetTempFileName(), mine: true);
        clock.MoveTo(instant);
        return clock;
    }

    /// <summary>With these in its environment a process of the app, started as it was published, goes by this clock: it has this assembly's <see cref="StartupHook"/> run before it.</summary>
    public IReadOnlyDictionary<string, string> ForProcesses =>
        new Dictionary<string, string>(StringComparer.Ordinal) { ["DOTNET_STARTUP_HOOKS"] = typeof(SharedClock).Assembly.Location, [Where] = path };

    /// <summary>The clock that whoever started this process made; null where nobody did.</summary>
    public static SharedClock? OfThisProcess() => Environment.GetEnvironmentVariable(Where) is { } path ? new(path, mine: false) : null;

    public Instant GetCurrentInstant() => SystemClock.Instance.GetCurrentInstant() + Duration.FromTicks(ahead.ReadInt64(0));

    public void MoveTo(Instant instant) => ahead.Write(0, (instant - SystemClock.Instance.GetCurrentInstant()).BclCompatibleTicks);

    public void Dispose()
    {
        ahead.Dispose();
        file.Dispose();
        if (mine)
        {
            File.Delete(path);
        }
    }
}
