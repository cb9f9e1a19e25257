using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Allocation;

/// <summary>How many children a future brings.</summary>
internal enum Likelihood
{
    /// <summary>As many as came of late.</summary>
    AsOfLate,

    /// <summary>So few that in nine of ten such months more come.</summary>
    AtLeast,
}

/// <summary>
/// One way in which the next four weeks may go: whoever looks for a place is given one by the allocator, in the order of the days, so that each takes what the
/// next would have had. Children come evenly spread over the working days; whose meeting fails, and who goes on to a session, is every so-and-so-many-th.
/// </summary>
internal sealed class Future
{
    /// <summary>The clocks of the pathway: what an expected child needs.</summary>
    public static readonly string[] Kinds = [OpenCase.Assessment, WantAppointment.Intervention];

    /// <summary>Of a normal distribution nine tenths lie above its mean less this many standard deviations.</summary>
    private const double NineOfTen = 1.2816;

    private const int WorkingDaysOfAWeek = 5;

    /// <summary>Whoever has not said on its day what became of a meeting may well need so many working days.</summary>
    private const int LatestSaidWorkingDays = 5;

    private static readonly LocalTime MidMorning = new(10, 0);

    /// <summary>By when a clinician has said what became of the day's meetings.</summary>
    private static readonly LocalTime Evening = new(18, 0);

    private readonly PriorityQueue<Search, (Instant At, int Order)> searches = new();
    private readonly ServiceDefinition service;
    private readonly LocalDate end;
    private readonly Share goesOn;
    private readonly Share again;
    private readonly Share givenBack;
    private readonly bool says;
    private readonly bool mayFollow;
    private TakenTime left;
    private TakenTime? movable;
    private int order;

    private Future(ServiceDefinition service, Demand demand, TakenTime taken, Instant now, Likelihood likelihood, TakenTime? movable)
    {
        (this.service, left, this.movable) = (service, taken, movable);
        end = London.Day(now).PlusDays(Forecast.WeeksAhead * 7);
        goesOn = new(likelihood == Likelihood.AsOfLate ? demand.GoesOn : Least(demand.GoesOn, demand.Assessed, demand.ArrivalsPerWeek * Forecast.WeeksAhead));
        again = new(demand.Again);
        givenBack = new(demand.GivenBack);
        says = likelihood == Likelihood.AtLeast;
        mayFollow = demand.GoesOn > 0;
    }

    public List<Breach> Breaches { get; } = [];

    /// <summary>When children are referred.</summary>
    public List<LocalDate> Arrivals { get; } = [];

    /// <summary>When first sessions are looked for.</summary>
    public List<LocalDate> Sessions { get; } = [];

    /// <summary>Whether an urgent child referred at the beginning of a week would get a place in time.</summary>
    public Dictionary<LondonWeek, bool> UrgentInTime { get; } = [];

    /// <param name="movable">The diaries without meetings that could be moved; for what would prevent a breach, which is said of those that are likely.</param>
    public static Future Play(ServiceDefinition service, Demand demand, IReadOnlyCollection<OpenNeed> open, TakenTime taken, Instant now, Likelihood likelihood, TakenTime? movable)
    {
        var future = new Future(service, demand, taken, now, likelihood, movable);
        future.StartFromWhatIsKnown(open, now);
        future.Expect(demand.ArrivalsPerWeek * (1 - demand.UrgentShare), demand.Unsureness, urgent: false, now, likelihood);
        future.Expect(demand.ArrivalsPerWeek * demand.UrgentShare, demand.Unsureness, urgent: true, now, likelihood);
        if (likelihood == Likelihood.AsOfLate)
        {
            future.Probe(now);
        }

        while (future.searches.TryDequeue(out var search, out _))
        {
            future.Find(search, now);
        }

        return future;
    }

    private void StartFromWhatIsKnown(IReadOnlyCollection<OpenNeed> open, Instant now)
    {
        foreach (var child in open.Where(child => !child.Waiting.Paused && KindOf(child.Waiting.Kind) is not null).OrderBy(child => child.Waiting.From).ThenBy(child => child.Waiting.Reference.Text, StringComparer.Ordinal))
        {
            var waiting = child.Waiting;
            var search = new Search(waiting.Kind, now, waiting.From, waiting.Urgent) { PausedDays = waiting.PausedDays, Child = waiting.Reference, SessionFrom = waiting.PathwayFrom };
            if (child.Held is not { } held)
            {
                Look(search with { Basis = BreachBasis.WithoutPlace });
                continue;
            }

            var need = NeedOf(search);
            if (London.Day(held.Start) > need.TargetDay)
            {
                Say(search with { Basis = BreachBasis.HeldLate }, need, London.Day(held.Start), counts: true);
            }

            Follow(search, held, now);
        }
    }

    /// <summary>Children come evenly spread over the working days. At least so many: the n-th comes as late as it does in one of ten such months.</summary>
    private void Expect(decimal perWeek, double unsureness, bool urgent, Instant now, Likelihood likelihood)
    {
        if (perWeek <= 0)
        {
            return;
        }

        var today = London.Day(now);
        for (var n = 1; ; n++)
        {
            var nth = likelihood == Likelihood.AsOfLate ? n : n + (NineOfTen * Math.Sqrt(n + (n * (double)n * unsureness)));
            var day = WorkingDays.Of(service).After(today, (int)Math.Min(Math.Floor(nth * WorkingDaysOfAWeek / (double)perWeek), Forecast.WeeksAhead * 7));
            if (day > end)
            {
                return;
            }

            Arrivals.Add(day);
            var at = Instant.Max(now, London.At(day, MidMorning));
            Look(new(OpenCase.Assessment, at, at, urgent) { Basis = BreachBasis.Expected });
        }
    }

    private void Probe(Instant now)
    {
        var today = London.Day(now);
        for (var day = today; day <= end; day = LondonWeek.Of(day).Monday.PlusWeeks(1))
        {
            var at = Instant.Max(now, London.At(WorkingDays.Of(service).OnOrAfter(day), MidMorning));
            Look(new(OpenCase.Assessment, at, at, Urgent: true) { Probes = LondonWeek.Of(day) });
        }
    }

    private void Look(Search search) => searches.Enqueue(search, (search.At, order++));

    private void Find(Search search, Instant now)
    {
        if (search.GivesBack is { } before)
        {
            (left, movable) = (left.Without(before), movable?.Without(before));
        }

        var need = NeedOf(search);
        search = search with { GivesBack = null };
        var place = Rank.Places(service, need, left, search.At).FirstOrDefault()?.Slot;
        var isLate = place is null || London.Day(place.Start) > need.TargetDay;
        if (search.Probes is { } week)
        {
            UrgentInTime[week] = !isLate;
            return;
        }

        var another = place;
        if (isLate && !search.Again && (search.Counts || !IsNamed(search)))
        {
            Say(search, need, place is null ? null : London.Day(place.Start), search.Counts);

            // A meeting that is moved for one child makes no room for the next.
            another = movable is null ? place : Rank.Soonest(service, need, movable, search.At) ?? place;
        }

        if (!search.Counts || place is null)
        {
            return;
        }

        left = left.And(place);
        movable = another is null ? movable : movable?.And(another);
        Follow(search, place, now);
    }

    /// <summary>What comes of a meeting: it is cancelled half-way to it and looked for anew, it is held once more, a session follows, or none of that.</summary>
    private void Follow(Search search, Slot place, Instant now)
    {
        if (!search.Again && place.Start > search.At && givenBack.Next())
        {
            Look(search with { At = search.At + ((place.Start - search.At) / 2), GivesBack = place, Again = true, Counts = true });
            return;
        }

        var over = Instant.Max(now, London.At(London.Day(place.Start), Evening));
        if (London.Day(over) > end)
        {
            return;
        }

        var fails = again.Next();
        if (fails)
        {
            Look(search with { At = over, Again = true, Counts = true });
        }

        if (search.Kind != OpenCase.Assessment || KindOf(WantAppointment.Intervention) is not { } session || search.Again)
        {
            return;
        }

        var counts = !fails && goesOn.Next();
        if (counts)
        {
            Sessions.Add(London.Day(over));
        }

        // Of a child who is known it is said what would come; one who is only expected counts or does not exist.
        if (counts || (search.Child is not null && mayFollow))
        {
            Look(search with
            {
                Kind = WantAppointment.Intervention,
                At = over,
                From = search.SessionFrom ?? search.From,
                With = service.Team.FirstOrDefault(member => member.Id == place.Clinician)?.Skills.Contains(session.Skill, StringComparer.Ordinal) == true ? place.Clinician : null,
                Basis = search.Child is null ? BreachBasis.Expected : BreachBasis.IfSessionFollows,
                Counts = counts,
            });
        }

        // Nobody has said yet what became of it, and the clock of the session goes: while that is so, who would be late by then is named.
        if (search.Child is not null && mayFollow && London.Day(place.Start) < London.Day(now))
        {
            Look(search with
            {
                Kind = WantAppointment.Intervention,
                At = Instant.Max(now, London.At(WorkingDays.Of(service).After(London.Day(place.Start), LatestSaidWorkingDays), MidMorning)),
                From = search.SessionFrom ?? search.From,
                Basis = BreachBasis.IfSessionFollows,
                Counts = false,
            });
        }
    }

    private bool IsNamed(Search search) => search.Child is { } child && Breaches.Exists(breach => breach.Child == child && breach.Kind == search.Kind);

    private void Say(Search search, Need need, LocalDate? place, bool counts) => Breaches.Add(new()
    {
        Basis = search.Basis,
        Kind = search.Kind,
        Urgent = search.Urgent,
        Child = search.Child,
        SoughtOn = London.Day(search.At),
        TargetDay = need.TargetDay,
        FirstPlace = place,
        Counts = counts,
        WaysOut = says ? WaysOut.Of(service, need, left, search.At, movable) : [],
    });

    private AppointmentKind? KindOf(string kind) => service.Clocks.Any(clock => clock.Kind == kind) ? service.AppointmentKinds.FirstOrDefault(other => other.Id == kind) : null;

    private Need NeedOf(Search search) => new()
    {
        Kind = KindOf(search.Kind)!,
        Clock = service.Clocks.First(clock => clock.Kind == search.Kind),
        ReceivedAt = search.From,
        PausedDays = search.PausedDays,
        Urgent = search.Urgent,
        PreferredClinician = search.With,
        PreferredDays = Need.MetDays,

        // Who cannot come then cannot come then to somebody else either.
        Avoid = search.GivesBack is { } before ? [.. service.Team.Select(member => (member.Id, before.Meeting))] : [],
    };

    /// <summary>A share that was counted of some, as small as it may well be among others.</summary>
    private static decimal Least(decimal share, int of, decimal among) => share is <= 0 or >= 1 || of == 0 || among <= 0
        ? share
        : Math.Max(0, share - (decimal)(NineOfTen * Math.Sqrt((double)(share * (1 - share)) * ((1.0 / of) + (1.0 / (double)among)))));

    /// <param name="Kind">What is looked for.</param>
    /// <param name="At">When.</param>
    /// <param name="From">From when its clock counts.</param>
    /// <param name="Urgent">Whether the shorter target holds.</param>
    private sealed record Search(string Kind, Instant At, Instant From, bool Urgent)
    {
        public BreachBasis Basis { get; init; }

        public int PausedDays { get; init; }

        public Reference? Child { get; init; }

        /// <summary>From when the clock of a session counts, where that is not the same.</summary>
        public Instant? SessionFrom { get; init; }

        public string? With { get; init; }

        /// <summary>Whether it takes its place, or only asks.</summary>
        public bool Counts { get; init; } = true;

        /// <summary>Whether one was offered before: then it takes a place, and no first date is late.</summary>
        public bool Again { get; init; }

        /// <summary>What is free for others first: the family cannot come then.</summary>
        public Slot? GivesBack { get; init; }

        /// <summary>The week whose beginning it asks about, for nobody.</summary>
        public LondonWeek? Probes { get; init; }
    }

    /// <summary>True for every so-and-so-many-th.</summary>
    private sealed class Share(decimal of)
    {
        private decimal due;

        public bool Next()
        {
            due += of;
            if (due < 1)
            {
                return false;
            }

            due -= 1;
            return true;
        }
    }
}
