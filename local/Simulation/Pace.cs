using Heldspace.Local.FunctionsHost;
using NodaTime;

namespace Heldspace.Local.Simulation;

/// <summary>
/// When each timer of the app runs. They are the same timers and the same code as ever; but a timer that fires every minute runs here when there is
/// something it could find, at the next time its own schedule names, and otherwise only a few times a day. A year has 525,600 minutes, and in
/// nearly all of them nothing is due.
/// </summary>
internal sealed class Pace
{
    /// <summary>Timers that fire more often than this wait for something to do; the others keep to their schedule.</summary>
    private static readonly Duration Often = Duration.FromHours(1);

    /// <summary>How often a frequent timer runs when nobody asks it to.</summary>
    private static readonly Duration Regular = Duration.FromHours(12);

    private readonly Dictionary<string, (TimerSchedule Schedule, bool Frequent)> timers;

    /// <summary>All times to come of each: what comes up later is not forgotten because something comes up before.</summary>
    private readonly Dictionary<string, SortedSet<Instant>> next = new(StringComparer.Ordinal);

    /// <param name="without">Timers that never run here.</param>
    public Pace(FunctionFolder folder, Instant now, IReadOnlySet<string> without)
    {
        timers = folder.Functions.Where(function => function.Trigger is Trigger.Timer && !without.Contains(function.Name)).ToDictionary(
            function => function.Name,
            function =>
            {
                var schedule = ((Trigger.Timer)function.Trigger).Schedule;
                return (schedule, schedule.After(now) is { } first && schedule.After(first) is { } second && second - first < Often);
            },
            StringComparer.Ordinal);
        foreach (var name in timers.Keys)
        {
            next[name] = [];
            Plan(name, now);
        }
    }

    public Instant? Next => next.Values.Where(times => times.Count > 0).Select(times => (Instant?)times.Min).Min();

    /// <summary>How often timers have run.</summary>
    public int Runs { get; private set; }

    /// <summary>Something comes up at an instant for a timer to find: it runs when its schedule next names a time at or after that. Unknown timers are passed over.</summary>
    public void Wake(string function, Instant at)
    {
        if (timers.TryGetValue(function, out var timer) && timer.Schedule.After(at - Duration.FromSeconds(1)) is { } due)
        {
            next[function].Add(due);
        }
    }

    /// <summary>Runs what is due.</summary>
    public async Task Run(FunctionsHost.FunctionsHost host, Instant now, CancellationToken cancellation)
    {
        foreach (var (function, times) in next.Where(timer => timer.Value.Count > 0 && timer.Value.Min <= now).OrderBy(timer => timer.Value.Min).ThenBy(timer => timer.Key, StringComparer.Ordinal).ToList())
        {
            times.RemoveWhere(time => time <= now);
            if (times.Count == 0)
            {
                Plan(function, now);
            }

            Runs++;
            if (!await host.Run(function, cancellation))
            {
                // What it left undone it finds at its next time, as anywhere.
                Wake(function, now + Duration.FromSeconds(2));
            }
        }
    }

    private void Plan(string function, Instant now)
    {
        var (schedule, frequent) = timers[function];
        if (schedule.After(frequent ? now + Regular : now) is { } due)
        {
            next[function].Add(due);
        }
    }
}
