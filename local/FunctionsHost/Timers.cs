using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;

namespace Heldspace.Local.FunctionsHost;

/// <summary>
/// When each timer runs next. One run at a time per timer; runs missed meanwhile come as one, past due; a failed run is not made up for.
/// Not synchronised: the host's lock is held around every call.
/// </summary>
internal sealed class Timers
{
    /// <summary>A run this much later than planned is past due.</summary>
    private static readonly Duration Late = Duration.FromSeconds(1);

    private readonly List<Entry> entries;
    private readonly string? statusFile;

    public Timers(IEnumerable<FunctionDefinition> functions, string? statusFile, Instant now)
    {
        this.statusFile = statusFile;
        var kept = Read(statusFile);
        entries = [.. functions
            .Where(function => function.Trigger is Trigger.Timer)
            .Select(function => new Entry(function, (Trigger.Timer)function.Trigger, kept.GetValueOrDefault(function.Name), now))];
    }

    public int Running => entries.Count(entry => entry.Busy);

    /// <summary>When the next run is due; timers that run now are left out.</summary>
    public Instant? NextDue => entries.Where(entry => !entry.Busy).Min(entry => entry.Due);

    /// <summary>Starts the timer that has been due longest. Null: none is due.</summary>
    public Run? Start(Instant now)
    {
        var entry = entries.Where(candidate => !candidate.Busy && candidate.Due <= now).OrderBy(candidate => candidate.Due).ThenBy(candidate => candidate.Function.Name, StringComparer.Ordinal).FirstOrDefault();
        return entry?.Start(now);
    }

    /// <summary>Starts a timer whatever its schedule says. Null: it is running already.</summary>
    public Run? StartNow(string function, Instant now)
    {
        var entry = entries.Find(candidate => candidate.Function.Name.Equals(function, StringComparison.OrdinalIgnoreCase))
            ?? throw new InvalidOperationException($"{function} has no timer.");
        return entry.Busy ? null : entry.StartExtra(now);
    }

    public void End(Run run, Instant now)
    {
        entries.Single(candidate => candidate.Function == run.Function).End(run, now);
        if (statusFile is not null)
        {
            var kept = entries.Where(entry => entry.Monitored && entry.Status is not null).ToDictionary(entry => entry.Function.Name, entry => Kept.From(entry.Status!), StringComparer.Ordinal);
            var beside = statusFile + ".new";
            File.WriteAllBytes(beside, JsonSerializer.SerializeToUtf8Bytes(kept, TimersJson.Default.DictionaryStringKept));
            File.Move(beside, statusFile, overwrite: true);
        }
    }

    private static Dictionary<string, TimerStatus> Read(string? file) =>
        file is null || !File.Exists(file)
            ? []
            : JsonSerializer.Deserialize(File.ReadAllBytes(file), TimersJson.Default.DictionaryStringKept)!.ToDictionary(entry => entry.Key, entry => entry.Value.ToStatus(), StringComparer.Ordinal);

    /// <summary>A run that has begun.</summary>
    /// <param name="Planned">The occurrence it is for; null where it is not for one.</param>
    /// <param name="Status">What the handler is told of the schedule; null where it is not monitored.</param>
    internal sealed record Run(FunctionDefinition Function, Instant Began, Instant? Planned, bool PastDue, TimerStatus? Status);

    /// <summary>Times are ticks of 100 ns since 1970, UTC.</summary>
    internal sealed record Kept(long Last, long Next, long Updated)
    {
        public static Kept From(TimerStatus status) => new(status.Last.ToUnixTimeTicks(), status.Next.ToUnixTimeTicks(), status.Updated.ToUnixTimeTicks());

        public TimerStatus ToStatus() => new(Instant.FromUnixTimeTicks(Last), Instant.FromUnixTimeTicks(Next), Instant.FromUnixTimeTicks(Updated));
    }

    private sealed class Entry
    {
        private readonly TimerSchedule schedule;
        private Instant? next;
        private bool runAtStart;

        public Entry(FunctionDefinition function, Trigger.Timer trigger, TimerStatus? kept, Instant now)
        {
            Function = function;
            schedule = trigger.Schedule;
            next = schedule.After(now);
            // The host does not monitor schedules that fire more often than once a minute.
            Monitored = trigger.Monitored && next is { } first && schedule.After(first) is { } second && second - first >= Duration.FromMinutes(1);
            runAtStart = trigger.RunOnStartup;
            if (Monitored && kept is not null)
            {
                Status = kept;
                next = Instant.Min(kept.Next, next ?? Instant.MaxValue);
            }
        }

        public FunctionDefinition Function { get; }

        public bool Monitored { get; }

        public bool Busy { get; private set; }

        public TimerStatus? Status { get; private set; }

        public Instant? Due => runAtStart ? Instant.MinValue : next;

        public Run Start(Instant now)
        {
            if (next is not { } planned || planned > now)
            {
                runAtStart = false;
                return StartExtra(now);
            }

            runAtStart = false;
            Busy = true;
            var pastDue = now - planned >= Late || schedule.After(planned) <= now;
            next = schedule.After(now);
            return new Run(Function, now, planned, pastDue, Told());
        }

        public Run StartExtra(Instant now)
        {
            Busy = true;
            return new Run(Function, now, Planned: null, PastDue: false, Told());
        }

        public void End(Run run, Instant now)
        {
            Busy = false;
            if (Monitored && next is { } coming)
            {
                Status = new TimerStatus(run.Planned ?? Status?.Last ?? run.Began, coming, now);
            }
        }

        private TimerStatus? Told() => Monitored ? Status ?? new TimerStatus(Instant.FromUnixTimeTicks(0), next ?? Instant.MaxValue, Instant.FromUnixTimeTicks(0)) : null;
    }
}

[JsonSerializable(typeof(Dictionary<string, Timers.Kept>))]
internal sealed partial class TimersJson : JsonSerializerContext;
