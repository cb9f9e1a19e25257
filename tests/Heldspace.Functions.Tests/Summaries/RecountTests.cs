using Heldspace.Azure.Records;
using Heldspace.Azure.Tables;
using Heldspace.Intake;
using Heldspace.Local.Simulation;
using Heldspace.Measures;
using Heldspace.Measures.Asking;
using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Summaries;
using Heldspace.Time;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Heldspace.Functions.Tests.Summaries;

/// <summary>
/// The figures of a simulated while, counted once more by other means: from the case partitions alone, without facts. What is told of cases agrees with what is told of
/// facts.
/// </summary>
public sealed class RecountTests
{
    [Fact]
    public async Task Every_figure_agrees_with_the_cases_and_every_summary_adds_up()
    {
        await using var world = await World.Start(new("our-safe-space", 14, 28, 3), keepsSummaries: true);
        await world.Run(_ => { }, CancellationToken.None);
        var (service, last) = (world.Service, London.Day(world.Now));
        var files = await Files(world);
        var facts = await Facts(world);

        // New referrals over all weeks are those that were sent in.
        var weeks = facts.ToLookup(fact => LondonWeek.Of(fact.At));
        weeks.Sum(week => WeekFigures.Of(week.Key, weeks).New).ShouldBe(14);

        // The whole of it, and each month that is over: those begin and end within weeks.
        var (from, until) = (Simulated.First, last.PlusDays(1));
        foreach (var (begin, end) in Months(from, until).Prepend((from, until)))
        {
            var counted = Kpis.Of(service, facts, begin, end).ToDictionary(kpi => kpi.Id);
            foreach (var (id, numerator, denominator) in Recount(service, files, begin, end))
            {
                (counted[id].Numerator, counted[id].Denominator).ShouldBe((numerator, denominator), $"{id}, {begin} to {end}");
            }

            var waits = Assessed(files, begin, end).ToList();
            counted[Kpis.Assessment].Figure("mean").ShouldBe(Mean(waits));
            counted[Kpis.Assessment].Figure("max").ShouldBe(waits.Count == 0 ? null : waits.Max());
            var closed = Closed(service, files, begin, end).Where(file => file.Case.AssessedAt is not null).ToList();
            counted[Kpis.ContactsAndDays].N.ShouldBe(closed.Count);
            counted[Kpis.ContactsAndDays].Figure("meanDays").ShouldBe(Mean([.. closed.Select(file => Period.DaysBetween(London.Day(file.Case.ReceivedAt), file.Case.Closure!.On))]));
            counted[Kpis.ContactsAndDays].Figure("meanContacts").ShouldBe(Mean([.. closed.Select(file =>
                file.Case.Contacts.Where(day => day.On <= file.Case.Closure!.On).Sum(day => day.Count) + file.Appointments.Count(appointment => appointment.Outcome?.What == AppointmentOutcome.TookPlace))]));

            // K17: the same again for each group, counted from its cases alone.
            var equity = Kpis.Equity(service, facts, begin, end);
            foreach (var (by, group) in new (string, Func<CaseFile, string>)[] { (FactValues.AgeBand, AgeBand), (FactValues.Sex, file => file.Case.Child.Value(Fields.Sex) ?? "unknown"), (FactValues.Authority, file => file.Case.Child.Value(Fields.ResponsibleAuthority) ?? "unknown") })
            {
                foreach (var (of, kpis) in equity[by])
                {
                    foreach (var (id, numerator, denominator) in Recount(service, [.. files.Where(file => group(file) == of)], begin, end))
                    {
                        var kpi = kpis.First(other => other.Id == id);
                        (kpi.Numerator, kpi.Denominator).ShouldBe((numerator, denominator), $"{id}, {by} {of}, {begin} to {end}");
                    }
                }
            }
        }

        // The closures have become ninety days old some months later.
        var (old, older) = (until.PlusDays(20), until.PlusDays(90));
        var lost = Kpis.Of(service, facts, old, older).First(kpi => kpi.Id == Kpis.Disengaged);
        (lost.Numerator, lost.Denominator).ShouldBe(Recount(service, files, old, older).Where(kpi => kpi.Id == Kpis.Disengaged).Select(kpi => ((int?)kpi.Numerator, (int?)kpi.Denominator)).Single());
        lost.Denominator.ShouldNotBe(0);

        // What stands written is what the cases say, row by row.
        foreach (var file in files)
        {
            var history = await world.Cases.WholeHistory(service.Id, file.Case.Id, default);
            var told = TellFacts.All(service, world.System.App.GetRequiredService<MeasureFiles>(), file, history).Select(Words).ToList();
            var written = facts.Where(fact => fact.Kind != FactKinds.Open && fact.Case == file.Case.Id.Text).Select(Words).ToList();
            written.Except(told, StringComparer.Ordinal).ShouldBeEmpty(file.Case.Reference.Text);
            told.Except(written, StringComparer.Ordinal).ShouldBeEmpty(file.Case.Reference.Text);
            for (var week = LondonWeek.Of(from); week <= LondonWeek.Of(last.PlusDays(-1)); week = week.Next)
            {
                var stands = facts.SingleOrDefault(fact => fact.Kind == FactKinds.Open && fact.Case == file.Case.Id.Text && LondonWeek.Of(fact.At) == week);
                (stands is null ? null : Words(stands)).ShouldBe(StandAtStart.Of(service, file, history, week) is { } stood ? Words(stood) : null, $"{file.Case.Reference}, {week}");
            }
        }
    }

    private static IEnumerable<(LocalDate From, LocalDate Until)> Months(LocalDate from, LocalDate until)
    {
        for (var month = from.With(DateAdjusters.StartOfMonth); month.PlusMonths(1) <= until; month = month.PlusMonths(1))
        {
            yield return (month, month.PlusMonths(1));
        }
    }

    private static decimal? Mean(IReadOnlyCollection<int> values) => values.Count == 0 ? null : Math.Round((decimal)values.Average(), 1, MidpointRounding.AwayFromZero);

    private static string AgeBand(CaseFile file) => file.Case.Child.Value(Fields.DateOfBirth) is { } born
        ? Period.Between(NodaTime.Text.LocalDatePattern.Iso.Parse(born).Value, London.Day(file.Case.FirstReceivedAt), PeriodUnits.Years).Years switch { <= 4 => "0-4", <= 10 => "5-10", <= 15 => "11-15", <= 17 => "16-17", _ => "18-24" }
        : "unknown";

    private static string Words(Fact fact) => $"{fact.Id} {fact.Kind} {fact.At} {string.Join(' ', fact.Values.OrderBy(value => value.Key, StringComparer.Ordinal).Select(value => $"{value.Key}={value.Value}"))}";

    /// <summary>From the records: who was assessed, met, asked and closed when.</summary>
    private static IEnumerable<(string Id, int Numerator, int Denominator)> Recount(ServiceDefinition service, IReadOnlyList<CaseFile> files, LocalDate from, LocalDate until)
    {
        var assessed = Assessed(files, from, until).ToList();
        yield return (Kpis.Assessment, assessed.Count(wait => wait <= 28), assessed.Count);
        var begun = files.Where(file => file.Case.InterventionAt is { } at && In(London.Day(at), from, until)).Select(file => Wait(file, file.Case.InterventionAt!.Value)).ToList();
        yield return (Kpis.Intervention, begun.Count(wait => wait <= 56), begun.Count);

        // Open when the last week began.
        var monday = LondonWeek.Of(until.PlusDays(-1)).Monday;
        var open = files.Where(file => file.Case.State is CaseState.Open or CaseState.Closed && !IsConsultation(service, file)).ToList();
        var standing = open.Where(file => StoodOn(file, monday)).ToList();
        var still = standing.Where(file => file.Case.Closure is not { } closure || closure.On >= until).ToList();
        var inCare = standing.Where(file => file.Case.Child.Value(Fields.Category) == Categories.ChildInCare).ToList();
        yield return (Kpis.OutOfArea, inCare.Count(file => Lived(file, monday.PlusDays(-1)).LivesIn is { } lives && file.Case.Child.Value(Fields.ResponsibleAuthority) is { } responsible && lives != responsible), inCare.Count);

        var during = open.Where(file => London.Day(file.Case.ReceivedAt) < until && (file.Case.Closure is not { } closure || closure.On >= from)).ToList();
        yield return (Kpis.UnplannedMoves, during.Count(file => file.Case.PlacementMoves.Any(move => move.Planned == false && In(move.On, from, until))), during.Count);

        var begins = LondonWeek.Of(from).Monday == from || LondonWeek.Of(from) == LondonWeek.Of(until.PlusDays(-1)) ? LondonWeek.Of(from).Monday : LondonWeek.Of(from).Next.Monday;
        var family = open.Where(file => StoodOn(file, begins) && Lived(file, begins.PlusDays(-1)).PlacementType is ['U' or 'A', ..] or "P1").ToList();
        yield return (Kpis.StepUp, family.Count(file => file.Case.PlacementMoves.Any(move => In(move.On, begins, until) && Lived(file, move.On).PlacementType is "K2" or "R1" or "R2" or "R3" or "R5" or "S1" or "K1")), family.Count);

        var closed = Closed(service, files, from, until).ToList();
        var measures = MeasuresOf();
        var pairs = closed.Where(file => file.Case.AssessedAt is not null).Select(file => Results.Of(measures, file).Where(series => series.IsPaired).Select(series => series.Answers.Last(answer => answer.Change?.All.Any() == true).Change!).ToList()).Where(changes => changes.Count > 0).ToList();
        yield return (Kpis.Improved, pairs.Count(changes => changes.Exists(change => change.All.Any(one => one.Reliable == ReliableResult.Improved)) && !changes.Exists(change => change.All.Any(one => one.Reliable == ReliableResult.Worsened))), pairs.Count);

        var confidence = files.SelectMany(file => Results.Of(measures, file)).Where(series => series.Measure.Id == "confidence").Select(series => series.Answers.LastOrDefault(answer => answer.Change?.Total is not null && In(London.Day(answer.Ask.EndedAt!.Value), from, until))).OfType<Result>().Select(answer => answer.Change!.Total!.Difference).ToList();
        yield return (Kpis.Confidence, confidence.Count(change => change >= 1), confidence.Count);

        var answers = files.SelectMany(file => file.Asks).Where(ask => ask is { State: AskState.Answered, EndedAt: { } at } && In(London.Day(at), from, until)).SelectMany(ask => ask.Measures).Where(asked => asked is { Measure: "experience", Score: not null }).SelectMany(asked => asked.Answers).OfType<decimal>().ToList();
        yield return (Kpis.Quality, answers.Count(answer => answer >= 4), answers.Count);

        var due = still.Where(file => file.Case.AssessedAt is { } at && London.Day(at).PlusDays(28) < until && London.Day(at) < monday && !(file.Case.Onward is { InsteadOfOurs: true } onward && onward.On < monday)).ToList();
        yield return (Kpis.PlanInPlace, due.Count(file => file.Case.PlanAgreedOn is { } plan && plan < until && file.Case.Reviews.Where(review => review.On < until).Select(review => review.On).Append(plan).Max().PlusWeeks(16) >= until), due.Count);

        var old = Closed(service, files, from.PlusDays(-90), until.PlusDays(-90)).ToList();
        yield return (Kpis.Disengaged, old.Count(file => file.Case.Closure!.Reason == ClosureReason.LostTouch), old.Count);

        var known = closed.Where(file => (file.Case.Child.Value(Fields.PlacementType) is not null || file.Case.PlacementMoves.Any(move => move.On <= file.Case.Closure!.On)) && file.Case.PlacementMoves.All(move => move.On > file.Case.Closure!.On || move.Planned is not null) || file.Case.PlacementMoves.Any(move => move.On <= file.Case.Closure!.On && move.Planned == false)).ToList();
        yield return (Kpis.Stability, known.Count(file => file.Case.PlacementMoves.All(move => move.On > file.Case.Closure!.On)), known.Count);

        var sdq = still.Where(file => file.Case.SdqDueOn is not null).ToList();
        if (from == Simulated.First)
        {
            // A list of a later week takes the place of what an earlier one said: only of the end it is known here.
            yield return (Kpis.StatutorySdq, sdq.Count(file => file.Case.SdqDueOn >= until), sdq.Count);
        }

        var meetings = files.SelectMany(file => file.Appointments).Where(appointment => service.PurposeOf(appointment.Kind) == AppointmentPurpose.Consultation && appointment is { Outcome: not null, Slot: { } slot } && In(London.Day(slot.Start), from, until)).Select(appointment => appointment.Outcome!.What).ToList();
        yield return (Kpis.Consultation, meetings.Count(what => what == AppointmentOutcome.TookPlace), meetings.Count(what => what is AppointmentOutcome.TookPlace or AppointmentOutcome.NotBrought));

        var referrals = files.Where(file => file.Case.Beside is null && In(London.Day(file.Case.ReceivedAt), from, until) && file.Case.State is not (CaseState.Quarantined or CaseState.PossibleDuplicate or CaseState.Merged)).ToList();
        yield return (Kpis.Acceptance, referrals.Count(file => file.Case.Eligibility.Outcome != Eligibility.Outcome.NotEligible && file.Case.Closure?.Reason != ClosureReason.TurnedOutNotEligible), referrals.Count);

        var entries = files.Where(file => file.Case.EnteredCareOn is { } entered && In(entered, from, until)).ToList();
        yield return (Kpis.EntryScreening, entries.Count(file => file.Case.ScreenedAt is { } at && Period.DaysBetween(file.Case.EnteredCareOn!.Value, London.Day(at)) <= 28), entries.Count);
    }

    private static bool StoodOn(CaseFile file, LocalDate monday) => London.Day(file.Case.ReceivedAt) < monday && (file.Case.Closure is not { } closure || closure.On >= monday);

    /// <summary>Where they lived on a day: a move keeps what was before.</summary>
    private static (string? PlacementType, string? LivesIn) Lived(CaseFile file, LocalDate day) => file.Case.PlacementMoves.FirstOrDefault(move => move.On > day && move.Was is not null)?.Was is { } was
        ? (was.PlacementType, was.LivesIn)
        : (file.Case.Child.Value(Fields.PlacementType), file.Case.Child.Value(Fields.LivesIn));

    private static IEnumerable<int> Assessed(IEnumerable<CaseFile> files, LocalDate from, LocalDate until) =>
        files.Where(file => file.Case.AssessedAt is { } at && In(London.Day(at), from, until)).Select(file => Wait(file, file.Case.AssessedAt!.Value));

    private static IEnumerable<CaseFile> Closed(ServiceDefinition service, IEnumerable<CaseFile> files, LocalDate from, LocalDate until) => files.Where(file =>
        file.Case is { State: CaseState.Closed, Closure: { Reason: not (ClosureReason.NoReferral or ClosureReason.TurnedOutNotEligible) } closure } && In(closure.On, from, until) && !IsConsultation(service, file));

    private static int Wait(CaseFile file, Instant at) => Period.DaysBetween(London.Day(file.Case.ScreenedAt ?? file.Case.ReceivedAt), London.Day(at));

    private static bool IsConsultation(ServiceDefinition service, CaseFile file) => service.PurposeOf(file.Case.Beside) == AppointmentPurpose.Consultation;

    private static bool In(LocalDate day, LocalDate from, LocalDate until) => day >= from && day < until;

    private static MeasureFiles MeasuresOf() => MeasureFiles.Read(Path.Combine(Heldspace.Local.LocalSystem.AppFolder, "services", MeasureFiles.Folder)).OrThrow();

    private static async Task<IReadOnlyList<CaseFile>> Files(World world)
    {
        var files = new List<CaseFile>();
        await foreach (var row in world.System.Tables.Query(Cases.Table, RowFilter.Everything))
        {
            if (row.RowKey == "case" && await world.Cases.Read(world.Service.Id, CaseId.Parse(row.PartitionKey[(row.PartitionKey.LastIndexOf(':') + 1)..]), default) is { } stored)
            {
                files.Add(stored.File);
            }
        }

        return files;
    }

    private static Task<IReadOnlyList<Fact>> Facts(World world) =>
        world.System.App.GetRequiredService<Facts>().Read(world.Service.Id, new(2025, 40), new(2027, 52), FactValues.All, default);
}
