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

        var (from, until) = (Simulated.First, last.PlusDays(1));
        var ours = Kpis.Of(service, facts, from, until).ToDictionary(kpi => kpi.Id);
        foreach (var (id, numerator, denominator) in Recount(service, files, from, until))
        {
            (ours[id].Numerator, ours[id].Denominator).ShouldBe((numerator, denominator), id);
        }

        var waits = Assessed(files, from, until).ToList();
        ours[Kpis.Assessment].Figure("mean").ShouldBe(Math.Round((decimal)waits.Average(), 1, MidpointRounding.AwayFromZero));
        ours[Kpis.Assessment].Figure("max").ShouldBe(waits.Max());
        var closed = Closed(service, files, from, until).Where(file => file.Case.AssessedAt is not null).ToList();
        ours[Kpis.ContactsAndDays].N.ShouldBe(closed.Count);
        ours[Kpis.ContactsAndDays].Figure("meanDays").ShouldBe(closed.Count == 0 ? null : Math.Round((decimal)closed.Average(file => Period.DaysBetween(London.Day(file.Case.ReceivedAt), file.Case.Closure!.On)), 1, MidpointRounding.AwayFromZero));

        // Equity splits every figure without losing or doubling anybody.
        foreach (var groups in Kpis.Equity(service, facts, from, until).Values)
        {
            foreach (var id in new[] { Kpis.Assessment, Kpis.Intervention, Kpis.Acceptance, Kpis.Quality, Kpis.Improved })
            {
                groups.Values.Sum(kpis => kpis.First(kpi => kpi.Id == id).Denominator).ShouldBe(ours[id].Denominator, id);
            }
        }

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
        var standing = files.Where(file => file.Case.State is CaseState.Open or CaseState.Closed && file.Case.ReceivedAt < London.At(monday, LocalTime.Midnight) && (file.Case.Closure is not { } closure || closure.On >= monday) && !IsConsultation(service, file)).ToList();
        var still = standing.Where(file => file.Case.Closure is not { } closure || closure.On >= until).ToList();
        var inCare = standing.Where(file => file.Case.Child.Value(Fields.Category) == Categories.ChildInCare).ToList();
        yield return (Kpis.OutOfArea, inCare.Count(file => file.Case.Child.Value(Fields.LivesIn) is { } lives && file.Case.Child.Value(Fields.ResponsibleAuthority) is { } responsible && lives != responsible), inCare.Count);

        var open = files.Where(file => file.Case.State is CaseState.Open or CaseState.Closed && !IsConsultation(service, file)).ToList();
        yield return (Kpis.UnplannedMoves, open.Count(file => file.Case.PlacementMoves.Any(move => move.Planned == false && In(move.On, from, until))), open.Count);

        var closed = Closed(service, files, from, until).ToList();
        var measures = MeasuresOf();
        var pairs = closed.Where(file => file.Case.AssessedAt is not null).Select(file => Results.Of(measures, file).Where(series => series.IsPaired).Select(series => series.Answers.Last(answer => answer.Change?.All.Any() == true).Change!).ToList()).Where(changes => changes.Count > 0).ToList();
        yield return (Kpis.Improved, pairs.Count(changes => changes.Exists(change => change.All.Any(one => one.Reliable == ReliableResult.Improved)) && !changes.Exists(change => change.All.Any(one => one.Reliable == ReliableResult.Worsened))), pairs.Count);

        var confidence = files.SelectMany(file => Results.Of(measures, file)).Where(series => series.Measure.Id == "confidence" && series.Answers.Any(answer => answer.Change?.Total is not null)).Select(series => series.Answers.Last(answer => answer.Change?.Total is not null).Change!.Total!.Difference).ToList();
        yield return (Kpis.Confidence, confidence.Count(change => change >= 1), confidence.Count);

        var answers = files.SelectMany(file => file.Asks).Where(ask => ask.State == AskState.Answered).SelectMany(ask => ask.Measures).Where(asked => asked is { Measure: "experience", Score: not null }).SelectMany(asked => asked.Answers).OfType<decimal>().ToList();
        yield return (Kpis.Quality, answers.Count(answer => answer >= 4), answers.Count);

        var due = still.Where(file => file.Case.AssessedAt is { } at && London.Day(at).PlusDays(28) < until && London.Day(at) < monday && !(file.Case.Onward is { InsteadOfOurs: true } onward && onward.On < monday)).ToList();
        yield return (Kpis.PlanInPlace, due.Count(file => file.Case.PlanAgreedOn is { } plan && plan < until && file.Case.Reviews.Where(review => review.On < until).Select(review => review.On).Append(plan).Max().PlusWeeks(16) >= until), due.Count);

        var old = Closed(service, files, from.PlusDays(-90), until.PlusDays(-90)).ToList();
        yield return (Kpis.Disengaged, old.Count(file => file.Case.Closure!.Reason == ClosureReason.LostTouch), old.Count);

        var known = closed.Where(file => (file.Case.Child.Value(Fields.PlacementType) is not null || file.Case.PlacementMoves.Any(move => move.On <= file.Case.Closure!.On)) && file.Case.PlacementMoves.All(move => move.On > file.Case.Closure!.On || move.Planned is not null) || file.Case.PlacementMoves.Any(move => move.On <= file.Case.Closure!.On && move.Planned == false)).ToList();
        yield return (Kpis.Stability, known.Count(file => file.Case.PlacementMoves.All(move => move.On > file.Case.Closure!.On)), known.Count);

        var sdq = still.Where(file => file.Case.SdqDueOn is not null).ToList();
        yield return (Kpis.StatutorySdq, sdq.Count(file => file.Case.SdqDueOn >= until), sdq.Count);

        var referrals = files.Where(file => file.Case.Beside is null && file.Case.State is not (CaseState.Quarantined or CaseState.PossibleDuplicate or CaseState.Merged)).ToList();
        yield return (Kpis.Acceptance, referrals.Count(file => file.Case.Eligibility.Outcome != Eligibility.Outcome.NotEligible && file.Case.Closure?.Reason != ClosureReason.TurnedOutNotEligible), referrals.Count);

        var entries = files.Where(file => file.Case.EnteredCareOn is { } entered && In(entered, from, until)).ToList();
        yield return (Kpis.EntryScreening, entries.Count(file => file.Case.ScreenedAt is { } at && Period.DaysBetween(file.Case.EnteredCareOn!.Value, London.Day(at)) <= 28), entries.Count);
    }

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
