using System.Collections.Immutable;
using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Allocation;

/// <summary>One of the weeks ahead; the first and the last are counted in part.</summary>
/// <param name="Week">Which.</param>
/// <param name="Arrivals">Children expected to be referred in it.</param>
/// <param name="Sessions">First sessions expected to be looked for in it, since an assessment took place.</param>
/// <param name="PlacesLeft">What the clinicians' weekly limits leave, counted before anybody of the forecast is placed; full diaries may leave fewer.</param>
/// <param name="Breaches">Of those, for how many no place in time would be left even if fewer come than of late: in nine of ten such months at least so many.</param>
/// <param name="Possible">The same if as many come as of late; at least <paramref name="Breaches"/>.</param>
/// <param name="UrgentInTime">Whether an urgent child who is referred at its beginning would get a place in time.</param>
public sealed record WeekAhead(LondonWeek Week, int Arrivals, int Sessions, int PlacesLeft, int Breaches, int Possible, bool UrgentInTime);

/// <summary>A forecast as it was made.</summary>
/// <param name="At">When.</param>
/// <param name="Forecast">Null where nobody was referred in the weeks that are counted, and nobody waits.</param>
public sealed record MadeForecast(Instant At, Forecast? Forecast)
{
    public const int CurrentSchema = 2;
}

/// <summary>
/// Which breaches the next four weeks hold if nobody acts. Children whose clock goes already are known; those to come are expected as they came of late, and
/// each is placed by the allocator itself in what the diaries have left. Breaches are counted on the low side, so that those foretold come.
/// </summary>
/// <param name="Demand">What was counted of the weeks before.</param>
/// <param name="Weeks">The weeks ahead.</param>
/// <param name="Breaches">Those known already first, by target day.</param>
public sealed record Forecast(Demand Demand, ImmutableArray<WeekAhead> Weeks, ImmutableArray<Breach> Breaches)
{
    public const int WeeksAhead = 4;

    /// <summary>Warnings come this long before the day that would be missed, so that something can still be done.</summary>
    public const int DaysToAct = 7;

    private const double OneOfTen = 0.1;

    /// <summary>How many breaches there are that are counted on.</summary>
    public int Counted => Breaches.Count(breach => breach.Counts);

    /// <summary>Children whose clock goes already, and past its target day.</summary>
    public int Known => Breaches.Count(breach => breach.Basis is BreachBasis.HeldLate or BreachBasis.WithoutPlace);

    /// <summary>How many there are if as many children come as of late.</summary>
    public int Possible => Known + Weeks.Sum(week => week.Possible);

    /// <summary>The last day that has to be known of the diaries: as far as a place would be looked for by the last child expected.</summary>
    public static LocalDate LastDay(ServiceDefinition service, Instant now) => London.Day(now).PlusDays((WeeksAhead * 7) + service.Allocation.HorizonDays);

    /// <param name="service">Whose diaries.</param>
    /// <param name="demand">What comes.</param>
    /// <param name="open">Everybody whose clock goes and who waits for something.</param>
    /// <param name="taken">The diaries, known to <see cref="LastDay"/>.</param>
    /// <param name="now">From when.</param>
    /// <param name="movable">The diaries without meetings that colleagues could move, to say which would have to; null says none of that.</param>
    public static Forecast Of(ServiceDefinition service, Demand demand, IReadOnlyCollection<OpenNeed> open, TakenTime taken, Instant now, TakenTime? movable = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(demand.ArrivalsPerWeek);
        var atLeast = Future.Play(service, demand, open, taken, now, Likelihood.AtLeast, movable);
        var asOfLate = Future.Play(service, demand, open, taken, now, Likelihood.AsOfLate, movable: null);
        var today = London.Day(now);
        var breaches = CountedOn(demand, atLeast.Breaches, asOfLate.Breaches).OrderBy(breach => breach.Basis).ThenBy(breach => breach.TargetDay).ToImmutableArray();
        var skills = service.AppointmentKinds.Where(kind => Future.Kinds.Contains(kind.Id)).Select(kind => kind.Skill).ToHashSet(StringComparer.Ordinal);
        var weeks = Enumerable.Range(0, (WeeksAhead * 7) + 1).Select(n => LondonWeek.Of(today.PlusDays(n))).Distinct().Select(week =>
        {
            var likely = breaches.Count(breach => breach.IsToCome && LondonWeek.Of(breach.SoughtOn) == week);
            return new WeekAhead(
                week,
                asOfLate.Arrivals.Count(day => LondonWeek.Of(day) == week),
                asOfLate.Sessions.Count(day => LondonWeek.Of(day) == week),
                service.Team.Where(member => member.Skills.Any(skills.Contains)).Sum(member => Math.Max(0, member.WeeklyCapacity - taken.CapsTaken(member.Id, week))),
                likely,
                Math.Max(likely, asOfLate.Breaches.Count(breach => breach.IsToCome && LondonWeek.Of(breach.SoughtOn) == week)),
                asOfLate.UrgentInTime.GetValueOrDefault(week, true));
        });
        return new(demand, [.. weeks], breaches);
    }

    /// <summary>
    /// Of what few children would bring, as many of each week, kind and urgency as come in nine of ten such weeks, where what as many children as of late
    /// would bring is the mean: what is rare is said of no week. Children who are known stay named.
    /// </summary>
    private static IEnumerable<Breach> CountedOn(Demand demand, IEnumerable<Breach> few, IEnumerable<Breach> asOfLate)
    {
        var left = asOfLate.Where(breach => breach.IsToCome).CountBy(Group).ToDictionary(group => group.Key, group => LeastOf(group.Value, group.Key.Kind == OpenCase.Assessment ? demand.Unsureness : 0));
        foreach (var breach in few.OrderBy(breach => breach.SoughtOn))
        {
            if (!breach.IsToCome)
            {
                yield return breach;
                continue;
            }

            var still = left.GetValueOrDefault(Group(breach));
            left[Group(breach)] = still - 1;
            if (still > 0 || breach.Child is not null)
            {
                yield return breach with { Counts = still > 0 };
            }
        }

        static (LondonWeek Week, string Kind, bool Urgent) Group(Breach breach) => (LondonWeek.Of(breach.SoughtOn), breach.Kind, breach.Urgent);
    }

    /// <summary>How many come at least, in nine of ten cases, where so many come on average and each by itself, and the average itself is unsure: a negative binomial distribution.</summary>
    private static int LeastOf(int mean, double unsureness)
    {
        // Where nothing is unsure it becomes a Poisson distribution.
        var (n, probability) = (0, unsureness <= 0 ? Math.Exp(-mean) : Math.Pow(1 + (mean * unsureness), -1 / unsureness));
        for (var fewer = probability; fewer <= OneOfTen; fewer += probability)
        {
            probability *= mean * (1 + (n * unsureness)) / ((n + 1) * (1 + (mean * unsureness)));
            n++;
        }

        return n;
    }
}
