using System.Globalization;
using System.Text;
using Heldspace.Services;
using NodaTime;
using NodaTime.Text;

namespace Heldspace.Local.Simulation;

/// <summary>One child or young person of the authority; nobody exists.</summary>
/// <param name="N">From 1. The name and the NHS number hang on it.</param>
/// <param name="Leaver">A care leaver: in no list.</param>
/// <param name="Born">Date of birth.</param>
/// <param name="EnteredOn">First day in care.</param>
/// <param name="LeftOn">First day no longer in care; null while that does not come.</param>
/// <param name="Homes">First days of the placements, in order; the first is the day of entry, or the start of the one at the beginning.</param>
public sealed record Person(int N, bool Leaver, LocalDate Born, LocalDate EnteredOn, LocalDate? LeftOn, IReadOnlyList<LocalDate> Homes)
{
    public string NhsNumber { get; } = ReferralMail.NhsNumber(N);

    public bool IsInCare(LocalDate day) => !Leaver && EnteredOn <= day && (LeftOn is null || LeftOn > day);
}

/// <summary>The authority's children and care leavers through the simulated days, and the list that it makes of the children each week.</summary>
internal sealed class Population
{
    private const string Header = "Child ID,First name,Surname,Date of birth,NHS number,Entered care,Legal status,Placement type,Placement since,Placement postcode,Responsible authority,Lives in,Social worker,Social worker email,Social worker phone,SDQ due";

    private static readonly LocalDatePattern British = LocalDatePattern.CreateWithInvariantCulture("dd/MM/uuuu");

    private readonly List<Person> people = [];
    private readonly HashSet<int> referred = [];
    private readonly Draws draws;
    private readonly Drawn drawn;
    private readonly ServiceDefinition service;

    public Population(CareConditions conditions, Draws draws, Drawn drawn, ServiceDefinition service, LocalDate first, int days)
    {
        (this.draws, this.drawn, this.service) = (draws, drawn, service);
        var turnover = (int)Math.Round(conditions.InCare * CareConditions.EnteringAYear * days / 365);
        for (var n = 1; n <= conditions.InCare; n++)
        {
            var random = draws.For("in care", n);
            var born = first.PlusDays(-random.Next(30, (365 * 17) + 200));
            var entered = LocalDate.Max(born.PlusDays(random.Next(1, 30)), first.PlusDays(-random.Next(1, 365 * 6)));

            // Whoever leaves does so on a day of their own, and nobody stays a child in care beyond the eighteenth birthday.
            LocalDate? left = n <= turnover ? first.PlusDays(random.Next(1, days + 1)) : null;
            var grown = born.PlusYears(18);
            left = grown < first.PlusDays(days) ? LocalDate.Min(left ?? grown, grown) : left;
            people.Add(Drawn(n, born, entered, left, first, days));
        }

        var leaving = people.Count(person => person.LeftOn is not null);
        for (var n = 1; n <= leaving; n++)
        {
            var random = draws.For("enters care", n);
            var entered = first.PlusDays(random.Next(0, days));
            var born = entered.PlusDays(-random.Next(10, (365 * 16) + 200));
            people.Add(Drawn(conditions.InCare + n, born, entered, null, entered, Math.Max(1, Period.DaysBetween(entered, first.PlusDays(days)))));
        }

        for (var n = 1; n <= conditions.CareLeavers; n++)
        {
            var random = draws.For("care leaver", n);
            var born = first.PlusDays(-((365 * 18) + 10 + random.Next(0, (365 * 6) - 20)));
            people.Add(new(conditions.InCare + leaving + n, Leaver: true, born, born.PlusYears(10), born.PlusYears(18), [born.PlusYears(10)]));
        }

        drawn.Figure("population: children looked after on the first day", $"{conditions.InCare}", people.Count(person => person.IsInCare(first)));
        drawn.Figure("population: care leavers", $"{conditions.CareLeavers}", conditions.CareLeavers);
        drawn.Figure("population: children who enter care in all the days", $"{CareConditions.EnteringAYear:0%} a year: {turnover}, and as many as come of age", leaving);
        drawn.Figure("population: moves for each child and year", $"{CareConditions.MovesAYear}", Moves(first, days));
    }

    public IReadOnlyList<Person> People => people;

    /// <summary>Whom the next referral is about: somebody of the population as it is that day, nobody twice while there is anybody else.</summary>
    public Person Refer(int n, LocalDate day)
    {
        var leaver = draws.Share("refers a care leaver", n) < people.Count(person => person.Leaver) / (double)people.Count(person => person.Leaver || person.IsInCare(day));
        var able = people.Where(person => person.Leaver == leaver && (leaver || person.IsInCare(day)) && person.Born.PlusYears(leaver ? 25 : 18) > day).ToList();
        var fresh = able.Where(person => !referred.Contains(person.N)).ToList();
        var from = fresh.Count > 0 ? fresh : able;
        var chosen = from[draws.For("referred", n).Next(from.Count)];
        referred.Add(chosen.N);
        return chosen;
    }

    public bool WasReferred(Person person) => referred.Contains(person.N);

    /// <summary>The authority's list as of a day, as bytes of a file.</summary>
    public byte[] ListOf(LocalDate day)
    {
        var file = new StringBuilder(Header).Append('\n');
        foreach (var person in people.Where(person => person.IsInCare(day)))
        {
            var home = person.Homes.Count(since => since <= day);
            var bad = drawn.Share("lines of the list with something that cannot be read", CareConditions.BadLines, draws.Share("bad line", person.N, day) < CareConditions.BadLines);
            var named = !drawn.Share("children whose line names no address to write to", CareConditions.WithoutAddress, draws.Share("address", person.N) < CareConditions.WithoutAddress);
            var age = Period.Between(person.Born, day, PeriodUnits.Years).Years;
            var sdq = age is >= 4 and <= 16 && person.EnteredOn.PlusYears(1) <= day ? British.Format(SdqDay(person, day)) : "";
            file.Append(CultureInfo.InvariantCulture, $"W-{person.N:D5},{ReferralMail.GivenName(person.N)},{ReferralMail.Surname(person.N)},{British.Format(person.Born)},{person.NhsNumber},")
                .Append(CultureInfo.InvariantCulture, $"{British.Format(person.EnteredOn)},C2,U4,{British.Format(person.Homes[Math.Max(0, home - 1)])},{(bad ? "near the park" : Postcode(person.N, home))},")
                .Append(CultureInfo.InvariantCulture, $"{service.Authority},{service.Authority},Sam Fielding,{(named ? $"fielding.{person.N % 40}@{Domain}" : "")},01632 960999,{sdq}\n");
        }

        return Encoding.UTF8.GetBytes(file.ToString());
    }

    private string Domain => $"{service.Authority.ToLowerInvariant().Replace(' ', '-')}.example";

    private LocalDate SdqDay(Person person, LocalDate day)
    {
        var inYear = draws.For("sdq", person.N).Next(0, 365);
        var due = new LocalDate(day.Year, 1, 1).PlusDays(inYear);
        return due >= day ? due : new LocalDate(day.Year + 1, 1, 1).PlusDays(inYear);
    }

    private Person Drawn(int n, LocalDate born, LocalDate entered, LocalDate? left, LocalDate from, int days)
    {
        var random = draws.For("homes", n);
        var homes = new List<LocalDate> { entered };
        for (var day = 1; day < days; day++)
        {
            if (random.NextDouble() < CareConditions.MovesAYear / 365 && (left is null || from.PlusDays(day) < left))
            {
                homes.Add(from.PlusDays(day));
            }
        }

        return new(n, Leaver: false, born, entered, left, homes);
    }

    private double Moves(LocalDate first, int days)
    {
        var last = first.PlusDays(days);
        var years = people.Where(person => !person.Leaver).Sum(person => Period.DaysBetween(LocalDate.Max(first, person.EnteredOn), LocalDate.Min(person.LeftOn ?? last, last))) / 365.0;
        return years <= 0 ? 0 : people.Sum(person => person.Homes.Count - 1) / years;
    }

    /// <summary>Of an area that is nobody's.</summary>
    private static string Postcode(int n, int home) => string.Create(CultureInfo.InvariantCulture, $"ZZ9{home % 10} {n % 10}{(char)('A' + (n / 10 % 20))}{(char)('A' + (n / 200 % 20))}")
        .Replace('C', 'D').Replace('I', 'J').Replace('K', 'L').Replace('M', 'N').Replace('O', 'P').Replace('V', 'W');
}
