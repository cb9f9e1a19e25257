using Heldspace.Allocation;
using Heldspace.Azure.Records;
using Heldspace.Azure.Tables;
using Heldspace.Intake;
using Heldspace.Local.FunctionsHost;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Local.Simulation;

/// <summary>What is simulated.</summary>
/// <param name="Service">Its id.</param>
/// <param name="Referrals">How many come in all.</param>
/// <param name="Days">For how many days they come.</param>
/// <param name="Seed">Of every random number.</param>
public sealed record Simulated(string Service, int Referrals, int Days, int Seed)
{
    /// <summary>A Monday, so that a year holds Easter, both changes of the clocks and the Christmas days that fall onto a weekend.</summary>
    public static readonly LocalDate First = new(2026, 1, 5);

    /// <summary>After the last referral came, nobody new comes, and those under way are seen through.</summary>
    public const int DaysAfter = 70;

    public LocalDate End => First.PlusDays(Days);
}

/// <summary>
/// A service and the people around it, for a year on a clock that jumps: mail comes, families agree, cancel and stay away, clinicians move things, fall ill and
/// forget to record. The service itself is the app as it is with its stand-ins in this process; the world knows of it what people see: mail and calendars and
/// the record of a case.
/// </summary>
public sealed class World : IAsyncDisposable
{
    public const string Assessment = "assessment";

    public const string Intervention = "intervention";

    public const string Screening = "screening";

    /// <summary>Calendars are swept for what people did in them; webhooks are left out, so that a change is met by the next sweep.</summary>
    private static readonly HashSet<string> Without = ["RenewSubscriptions"];

    /// <summary>The kinds of appointment whose clocks are told of, in order.</summary>
    public static readonly string[] Kinds = [Assessment, Intervention];

    private readonly PriorityQueue<Func<Task>, (Instant At, long Order)> acts = new();
    private readonly HashSet<string> changed = new(StringComparer.Ordinal);
    private readonly Dictionary<Instant, ChildRun> byReceipt = [];
    private readonly Lock gate = new();
    private readonly InProcessSystem system;
    private readonly ManualClock clock;
    private readonly Pace pace;
    private long order;

    private World(Simulated simulated, InProcessSystem system, ManualClock clock, Draws draws, Drawn drawn)
    {
        (Simulated, this.system, this.clock, Draws, Drawn) = (simulated, system, clock, draws, drawn);
        Summaries = new(this);
        pace = new(FunctionFolder.Read(LocalSystem.AppFolder), clock.GetCurrentInstant(), Without);
        Authority = CareConditions.Of(simulated.Service) is { } conditions ? new(this, conditions) : null;
        Diaries = Simulation.Diaries.Draw(Service, draws, drawn, Simulated.First, simulated.Days + Simulated.DaysAfter + 70);
    }

    public Simulated Simulated { get; }

    public ServiceDefinition Service => system.Services.All[0];

    public InProcessSystem System => system;

    public Draws Draws { get; }

    public Drawn Drawn { get; }

    public IReadOnlyDictionary<string, DrawnDiary> Diaries { get; }

    public IReadOnlyList<ChildRun> Children => [.. byReceipt.Values.OrderBy(child => child.N)];

    /// <summary>With the children who were screened because they entered care.</summary>
    public IEnumerable<ChildRun> Everyone => Authority is null ? Children : Children.Concat(Authority.Screened.Select(one => one.Child));

    /// <summary>The authority that sends a list each week; null where none does.</summary>
    internal Authority? Authority { get; }

    public List<Clash> Clashes { get; } = [];

    /// <summary>Appointments that fell to a clinician's sickness on the day.</summary>
    public int CancelledForSickness { get; set; }

    /// <summary>Appointments that a clinician moved in their calendar.</summary>
    public int MovedInOutlook { get; set; }

    /// <summary>What managers could read each working morning about the weeks ahead. Nobody here acts on it, so that it is seen what comes of it.</summary>
    public List<(LocalDate On, Forecast Forecast)> Forecasts { get; } = [];

    /// <summary>Whether the weekly summaries are kept as they are mailed; they are mailed either way.</summary>
    public bool KeepsSummaries { get; init; }

    internal Summaries Summaries { get; }

    /// <summary>How often a family agreed to a place.</summary>
    public int Agreed { get; set; }

    /// <summary>How often somebody was told of immediate risk. Nothing that is drawn speaks of any.</summary>
    public int Alerts { get; set; }

    /// <summary>What people said and the service did not take, in words; nothing personal.</summary>
    public List<string> Refused { get; } = [];

    /// <summary>How often timers ran.</summary>
    public int TimerRuns => pace.Runs;

    public Instant Now => clock.GetCurrentInstant();

    public Cases Cases => system.App.GetRequiredService<Cases>();

    /// <param name="simulated">What is simulated.</param>
    /// <param name="keepsSummaries">Whether every summary is kept as it was sent.</param>
    /// <param name="change">Lays something around the app, to count, fault or crash; null leaves it alone.</param>
    public static async Task<World> Start(Simulated simulated, bool keepsSummaries = false, Func<InProcessSettings, InProcessSettings>? change = null)
    {
        World? world = null;
        var time = new ManualClock(London.At(Simulated.First, LocalTime.Midnight));
        var settings = new InProcessSettings
        {
            Clock = time,
            ServicesFolder = Path.Combine(LocalSystem.AppFolder, "services"),
            Services = simulated.Service,
            Host = new() { TimersRunWhenAsked = true },
            RowWritten = (table, row) => world?.Noticed(table, row),
        };
        var parts = await InProcessSystem.Start(change?.Invoke(settings) ?? settings);
        world = new(simulated, parts, time, new(simulated.Seed), new()) { KeepsSummaries = keepsSummaries };
        return world;
    }

    /// <summary>Lets everything happen that was drawn.</summary>
    /// <param name="progress">Told how far the clock has come, from 0 to 1.</param>
    public async Task Run(Action<double> progress, CancellationToken cancellation)
    {
        var doors = new Doors(this);
        var answering = new Answering(this);
        var people = new People(this, doors, answering);
        Authority?.SendLists();
        Simulation.Diaries.Enter(system.Tenant, Diaries.Values);
        var mails = new ReferralMail(Draws, Drawn, Service);
        foreach (var arrival in Arrivals.Of(Draws, Drawn, Simulated.First, Simulated.Days, Simulated.Referrals))
        {
            At(arrival.At, () => Arrive(arrival, mails));
        }

        var last = Simulated.End.PlusDays(Simulated.DaysAfter);
        for (var day = Simulated.First; day <= last; day = day.PlusDays(1))
        {
            var today = day;
            At(London.At(day, new(7, 30)), () => people.Morning(today));
            At(London.At(day, new(23, 30)), () => Check(today));
            if (day.DayOfWeek == IsoDayOfWeek.Monday)
            {
                At(London.At(day, LocalTime.Midnight), () => pace.Wake("SendWeeklySummary", Now));
            }

            foreach (var time in Service.Managers.Where(manager => manager.SummaryDay == today.DayOfWeek).Select(manager => manager.SummaryTime).Distinct())
            {
                At(London.At(day, time), () => pace.Wake("SendWeeklySummary", Now));
                if (KeepsSummaries && day > Simulated.First)
                {
                    // In the same instant in which the timer fires, a moment before it.
                    At(London.At(day, time.PlusSeconds(20)), () => Summaries.Keep(cancellation));
                }
            }

            if (WorkingDays.Of(Service).Includes(day) && day < Simulated.End)
            {
                At(London.At(day, new(9, 30)), () => LookAhead(today, cancellation));
            }
        }

        var (begin, end) = (Now, London.At(last, LocalTime.Midnight));
        while (NextInstant() is { } next && next < end)
        {
            cancellation.ThrowIfCancellationRequested();
            clock.MoveTo(Instant.Max(next, Now));
            while (acts.TryPeek(out _, out var due) && due.At <= Now)
            {
                await acts.Dequeue()();
            }

            await pace.Run(system.Host, Now, cancellation);
            await system.Host.RunDue(cancellation);
            await Look(people, doors, answering, cancellation);
            progress((Now - begin) / (end - begin));
        }
    }

    /// <summary>Something that people do at a time, to the second; at once if that is past.</summary>
    public void At(Instant at, Func<Task> act) => acts.Enqueue(act, (Instant.Max(Instant.FromUnixTimeSeconds(at.ToUnixTimeSeconds()), Now), order++));

    public void At(Instant at, Action act) => At(at, () =>
    {
        act();
        return Task.CompletedTask;
    });

    /// <summary>Somebody did something in a calendar: the next sweep finds it.</summary>
    public void CalendarTouched() => pace.Wake("SweepDiaries", Now);

    public ValueTask DisposeAsync() => system.DisposeAsync();

    private void Arrive(Arrival arrival, ReferralMail mails)
    {
        if (arrival.Referral)
        {
            byReceipt.Add(Now, new(arrival.N, Now, mails.IsUrgent(arrival.N)));
        }

        system.Tenant.Deliver(Service.Mailboxes[0].Text, arrival.Referral ? mails.Of(arrival.N, Now, Authority?.Population.Refer(arrival.N, London.Day(Now))) : ReferralMail.Noise(arrival.N));
        pace.Wake("SweepMailbox", Now);
    }

    private async Task LookAhead(LocalDate day, CancellationToken cancellation)
    {
        if (await system.App.GetRequiredService<Forecasts>().Read(Service.Id, cancellation) is { Forecast: { } forecast } made && London.Day(made.At) == day)
        {
            Forecasts.Add((day, forecast));
        }
    }

    private void Check(LocalDate day) => Clashes.AddRange(Audit.Of(
        system.Tenant, Service, new(London.At(day, LocalTime.Midnight), London.At(day.PlusDays(1), LocalTime.Midnight))));

    private Instant? NextInstant()
    {
        Instant?[] candidates = [acts.TryPeek(out _, out var due) ? due.At : null, pace.Next, system.Host.NextDue];
        return candidates.Min();
    }

    /// <summary>Called under the lock of a table.</summary>
    private void Noticed(string table, Row row)
    {
        if (table == Cases.Table)
        {
            lock (gate)
            {
                changed.Add(row.PartitionKey);
            }
        }
        else if (table == Due.Table && Due.At(row) is { } at)
        {
            lock (gate)
            {
                pace.Wake("SendDueMessages", at);
            }
        }
    }

    /// <summary>Looks at every case that has changed, until none does any more.</summary>
    private async Task Look(People people, Doors doors, Answering answering, CancellationToken cancellation)
    {
        while (true)
        {
            List<string> keys;
            lock (gate)
            {
                keys = [.. changed.Order(StringComparer.Ordinal)];
                changed.Clear();
            }

            if (keys.Count == 0)
            {
                return;
            }

            foreach (var key in keys)
            {
                var id = CaseId.Parse(key[(key.LastIndexOf(':') + 1)..]);
                if (await Cases.Read(Service.Id, id, cancellation) is not { File: var file })
                {
                    continue;
                }

                people.Told(id, file.Case);
                if ((Authority?.ChildOf(file.Case) ?? byReceipt.GetValueOrDefault(file.Case.ReceivedAt)) is { } child)
                {
                    child.Case = id;
                    people.See(child, file);
                    answering.See(child, file);
                    Authority?.See(child, file, doors);
                }
            }
        }
    }
}
