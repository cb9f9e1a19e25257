using System.Collections.Immutable;
using System.Text.Json;
using Heldspace.Azure.Records;
using Heldspace.Benchmarks.Clairvoyant;
using Heldspace.Pathway;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Local.Simulation;

/// <summary>How long children waited for one kind of appointment, in calendar days from receipt.</summary>
/// <param name="Mean">To the appointment that took place.</param>
/// <param name="Max">To the first date offered, the longest.</param>
/// <param name="N">How many took place.</param>
/// <param name="MeanOffered">To the first date offered.</param>
/// <param name="MaxTookPlace">To the appointment that took place, the longest.</param>
/// <param name="Offered">How many were offered one.</param>
public sealed record Waits(double Mean, int Max, int N, double MeanOffered, int MaxTookPlace, int Offered)
{
    public static Waits Of(IReadOnlyList<ChildRun> children, string kind)
    {
        var took = Days(step => step.TookPlace);
        var offered = Days(step => step.FirstOffered);
        return new(Average(took), offered.DefaultIfEmpty().Max(), took.Count, Average(offered), took.DefaultIfEmpty().Max(), offered.Count);

        List<int> Days(Func<Step, LocalDate?> when) =>
        [
            .. children
                .Select(child => (child, On: child.Steps.GetValueOrDefault(kind) is { } step ? when(step) : null))
                .Where(wait => wait.On is not null)
                .Select(wait => Period.DaysBetween(London.Day(wait.child.ReceivedAt), wait.On!.Value)),
        ];
    }

    private static double Average(List<int> days) => days.Count == 0 ? 0 : Math.Round(days.Average(), 2);
}

/// <summary>What came of a simulated year. All of it is synthetic.</summary>
/// <param name="DoubleBookings">Found by <see cref="Audit"/>, which looks at calendars alone, every night.</param>
/// <param name="Lost">Children referred of whom there is no case, or whose open case has no next step, or one of which somebody should have heard long ago.</param>
/// <param name="Breaches">First dates offered after the target day, and children whom no diary had room for in time.</param>
/// <param name="Escalated">How many of those a person was told of.</param>
/// <param name="Reoffers">Places held beyond the first of each step.</param>
/// <param name="Utilisation">By clinician: what was held and not given back, of the places their weeks had.</param>
/// <param name="Care">What came of the authority's lists; null where it sends none.</param>
/// <param name="Measures">What came of asking how things are going.</param>
/// <param name="Continuity">Of the first sessions that took place, how many were with whoever held the assessment, and how many there were.</param>
/// <param name="Fairness">Jain's index of the weighted load: 1 where everybody bears the same for their share, 1/n where one bears all.</param>
public sealed record Headline(
    Waits Assessment, Waits Intervention, int DoubleBookings, int Lost, int Breaches, int Escalated, int Reoffers, double MovesPerChild,
    ImmutableSortedDictionary<string, double> Utilisation, double Fairness, BestWait Clairvoyant, double ClairvoyantRatio, int Children, int Onward, ImmutableArray<Foresight> Foresight,
    CareFigures? Care, MeasureFigures Measures, (int Same, int Of) Continuity)
{
    public static async Task<Headline> Of(World world, CancellationToken cancellation)
    {
        var (lost, breaches, escalated, holds, steps, moves) = (0, 0, 0, 0, 0, 0);
        (int Same, int Of) continuity = default;
        var held = world.Service.Team.ToDictionary(member => member.Id, _ => 0, StringComparer.Ordinal);
        var overruns = new List<Overrun>();
        var away = new Away(await new Absences(world.System.Tables).All(world.Service.Id, cancellation));
        foreach (var child in world.Children)
        {
            if (child.Case is not { } id || await world.Cases.Read(world.Service.Id, id, cancellation) is not { File: var file })
            {
                lost++;
                continue;
            }

            lost += HasNextStep(world, file, away) ? 0 : 1;
            var soughtOn = new Dictionary<string, LocalDate>(StringComparer.Ordinal);
            await foreach (var happened in world.Cases.History(world.Service.Id, id, cancellation))
            {
                holds += happened is CaseEvent.Held ? 1 : 0;
                moves += happened is CaseEvent.Moved ? 1 : 0;
                _ = happened is CaseEvent.AppointmentWanted wanted && soughtOn.TryAdd(wanted.Kind, London.Day(wanted.At));
            }

            foreach (var (kind, step) in child.Steps)
            {
                var need = HoldAppointment.Need(world.Service, file, file.Appointments.First(appointment => appointment.Kind == kind), world.Now);
                var late = step.FirstOffered is { } offered ? offered > need.TargetDay : London.Day(world.Now) > need.TargetDay;
                breaches += late ? 1 : 0;
                if (late || (step.TookPlace ?? London.Day(world.Now)) > need.TargetDay)
                {
                    var told = file.Messages.Where(message => message.Id.StartsWith($"{Services.Texts.AlertBreach}.{kind}-", StringComparison.Ordinal)).Select(message => (LocalDate?)London.Day(message.PlannedAt)).Min();
                    var sought = kind == World.Assessment ? London.Day(child.ReceivedAt) : soughtOn.GetValueOrDefault(kind, London.Day(child.ReceivedAt));
                    overruns.Add(new(file.Case.Reference, kind, need.Urgent, sought, need.TargetDay, late, told));
                }

                escalated += late && file.Messages.Any(message => message.Alert == "breach") ? 1 : 0;
            }

            if (With(file, World.Assessment) is { } assessor && With(file, World.Intervention) is { } clinician)
            {
                continuity = (continuity.Same + (assessor == clinician ? 1 : 0), continuity.Of + 1);
            }

            steps += child.Steps.Count(step => step.Value.FirstOffered is not null);
            foreach (var appointment in file.Appointments)
            {
                if (appointment.Slot is { } slot && (appointment.State == AppointmentState.Held || appointment.Outcome?.What is AppointmentOutcome.TookPlace or AppointmentOutcome.NotBrought))
                {
                    held[slot.Clinician]++;
                }
            }
        }

        var care = await CareFigures.Of(world, cancellation);
        lost += care?.Lost ?? 0;
        foreach (var (clinician, count) in care?.Held ?? new Dictionary<string, int>(StringComparer.Ordinal))
        {
            held[clinician] += count;
        }

        var children = world.Children;
        var (assessment, intervention) = (Waits.Of(children, World.Assessment), Waits.Of(children, World.Intervention));
        var best = Hindsight.Of(world);
        var loads = world.Service.Team.Where(member => Works(world, member)).Select(member => held[member.Id] / (double)member.Weight / Math.Max(1, DaysThere(world, member.Id))).ToList();
        return new(
            assessment,
            intervention,
            world.Clashes.Count,
            lost,
            breaches,
            escalated,
            holds - steps,
            children.Count == 0 ? 0 : Math.Round((double)moves / children.Count, 3),
            world.Service.Team.Where(member => Works(world, member)).ToImmutableSortedDictionary(
                member => member.Id, member => Math.Round(held[member.Id] / PlacesOf(world, member), 3), StringComparer.Ordinal),
            Math.Round(Jain(loads), 3),
            best,
            best.TotalDays == 0 ? 1 : Math.Round((double)Hindsight.DaysWaited(world) / best.TotalDays, 3),
            children.Count,
            children.Count(child => child.SupportedOnward),
            [.. World.Kinds.Select(kind => Simulation.Foresight.Of(kind, world.Forecasts, overruns, world.Simulated.End))],
            care,
            await MeasureFigures.Of(world, cancellation),
            continuity);
    }

    /// <summary>With whom an appointment of a kind took place.</summary>
    private static string? With(CaseFile file, string kind) =>
        file.Appointments.FirstOrDefault(appointment => appointment.Kind == kind && appointment.Outcome?.What == AppointmentOutcome.TookPlace)?.Slot?.Clinician;

    /// <summary>The last line of <c>--json</c>.</summary>
    public string ToJson() => JsonSerializer.Serialize(
        new
        {
            summary = new
            {
                assessment = new { Assessment.Mean, Assessment.Max, Assessment.N },
                intervention = new { Intervention.Mean, Intervention.Max, Intervention.N },
                DoubleBookings,
                Lost,
                Breaches,
                Reoffers,
                MovesPerChild,
                Utilisation,
                Fairness,
                ClairvoyantRatio,
                Measures = new { Measures.Invited, Measures.Answered, Measures.Reminders, Measures.Paired, Measures.PairingRate, Measures.Duplicates },
            },
        },
        JsonSerializerOptions.Web);

    /// <summary>The case is over, or there is a step with its owner, and whoever should have heard of it has: each case is looked at once a week at the least.</summary>
    private static bool HasNextStep(World world, CaseFile file, Away away) =>
        file.Case.State is CaseState.Closed or CaseState.Signposted
        || (NextStep.Of(world.Service, file, world.Now, away) is { } step
            && (step.By is not null || step.Kind == StepKind.Meet)
            && OverdueStep.Tell(world.Service, file, away, world.Now - Duration.FromDays(OverdueStep.MostDaysBetweenLooks + 3)) is null);

    private static bool Works(World world, Services.TeamMember member) =>
        world.Service.AppointmentKinds.Any(kind => World.Kinds.Contains(kind.Id, StringComparer.Ordinal) && member.Skills.Contains(kind.Skill, StringComparer.Ordinal));

    private static IEnumerable<LocalDate> Days(World world) => Enumerable.Range(0, world.Simulated.Days).Select(Simulated.First.PlusDays).Where(WorkingDays.Of(world.Service).Includes);

    private static int DaysThere(World world, string clinician)
    {
        var diary = world.Diaries[clinician];
        return Days(world).Count(day => !diary.IsAway(day) && diary.Member.Pattern.Any(hours => hours.Days.Contains(day.DayOfWeek)));
    }

    /// <summary>Weeks with at least one day at work, times the week's places.</summary>
    private static double PlacesOf(World world, Services.TeamMember member)
    {
        var diary = world.Diaries[member.Id];
        return Math.Max(1, member.WeeklyCapacity * Days(world)
            .Where(day => !diary.IsAway(day) && member.Pattern.Any(hours => hours.Days.Contains(day.DayOfWeek)))
            .Select(LondonWeek.Of).Distinct().Count());
    }

    private static double Jain(IReadOnlyCollection<double> loads) =>
        loads.Count == 0 || loads.Sum() == 0 ? 1 : loads.Sum() * loads.Sum() / (loads.Count * loads.Sum(load => load * load));
}
