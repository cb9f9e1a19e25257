using System.Collections.Immutable;
using System.Globalization;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Summaries;

/// <summary>How things stand now, which no count of a week can say.</summary>
/// <param name="Work">What needs a person.</param>
/// <param name="Load">What everybody of the team carries this week.</param>
/// <param name="WeekBefore">What needed a person when the summary of the week before was made, as <see cref="Worklist.Count"/> counts; null where there was none.</param>
public sealed record StandingNow(ImmutableArray<WorkItem> Work, ImmutableArray<Load> Load, ImmutableDictionary<WorkReason, int>? WeekBefore);

/// <summary>How many cases need a person for one reason.</summary>
/// <param name="Why">The reason.</param>
/// <param name="Count">Cases; none where the reason is always told of, or there were some a week before.</param>
/// <param name="Before">Cases when the summary of the week before was made; null where there was none.</param>
/// <param name="First">The earliest day by which something should have been done; null where there is none.</param>
public sealed record WorkCount(WorkReason Why, int Count, int? Before, LocalDate? First);

/// <summary>What managers read on Monday morning: how a week went, what will go wrong this week, and what needs a decision (facts.md section 6). Nothing in it says who anybody is.</summary>
public sealed record WeeklySummary
{
    /// <summary>The trend, the waits and the outcomes are of so many weeks, this one the last.</summary>
    public const int TrendWeeks = 13;

    /// <summary>More sentences than this nobody reads.</summary>
    private const int MostSentences = 3;

    public required ServiceDefinition Service { get; init; }

    /// <summary>The week that it is about.</summary>
    public required LondonWeek Week { get; init; }

    public required Instant MadeAt { get; init; }

    /// <summary>What matters, most important first: two or three sentences.</summary>
    public required ImmutableArray<string> Sentences { get; init; }

    /// <summary>The week and the twelve before it, oldest first.</summary>
    public required ImmutableArray<WeekFigures> Trend { get; init; }

    /// <summary>K1, K2, K5, K6 and K7 of these weeks.</summary>
    public required ImmutableArray<Kpi> Figures { get; init; }

    /// <summary>What needs a person, most urgent first; empty where nothing does, and for a summary that is late.</summary>
    public required ImmutableArray<WorkCount> Needs { get; init; }

    /// <summary>The team, the fullest week first; empty for a summary that is late.</summary>
    public required ImmutableArray<Load> Load { get; init; }

    /// <summary>Where what needs a person is listed case by case.</summary>
    public required Uri WorkLink { get; init; }

    /// <summary>Whether it could not be sent in its own time, so that it says nothing of how things stand now.</summary>
    public required bool IsLate { get; init; }

    public WeekFigures Current => Trend[^1];

    public WeekFigures Before => Trend[^2];

    /// <summary>What is told of though there is none: nobody has to guess whether it was counted.</summary>
    private static ImmutableArray<WorkReason> Always { get; } =
        [WorkReason.DeadLetter, WorkReason.NoPlace, WorkReason.OverTarget, WorkReason.Breaching, WorkReason.MessageFailed, WorkReason.NoKeyWorker, WorkReason.Incomplete, WorkReason.OutcomeNotRecorded, WorkReason.PlanOverdue, WorkReason.NoContact, WorkReason.MeasuresOverdue];

    /// <summary>Weeks whose facts have to be read.</summary>
    public static (LondonWeek First, LondonWeek Last) Reads(LondonWeek week) => (LondonWeek.Of(week.Monday.PlusWeeks(1 - TrendWeeks)), week.Next);

    /// <param name="service">Whose.</param>
    /// <param name="week">The week that it is about.</param>
    /// <param name="now">When it is made.</param>
    /// <param name="facts">Those of <see cref="Reads"/>, with <see cref="FactValues.All"/>.</param>
    /// <param name="standing">Null for one that is late.</param>
    /// <param name="workLink">Where what needs a person is listed.</param>
    public static WeeklySummary Of(ServiceDefinition service, LondonWeek week, Instant now, IReadOnlyList<Fact> facts, StandingNow? standing, Uri workLink)
    {
        var byWeek = facts.ToLookup(fact => LondonWeek.Of(fact.At));
        ImmutableArray<WeekFigures> trend = [.. Enumerable.Range(1 - TrendWeeks, TrendWeeks).Select(n => WeekFigures.Of(LondonWeek.Of(week.Monday.PlusWeeks(n)), byWeek))];
        var needs = standing is null ? [] : Count(standing);
        ImmutableArray<Kpi> figures = [.. Kpis.Of(service, facts, trend[0].Week.Monday, week.Next.Monday).Where(kpi => kpi.Id is Kpis.Assessment or Kpis.Intervention or Kpis.Improved or Kpis.Confidence or Kpis.Quality)];
        return new()
        {
            Service = service,
            Week = week,
            MadeAt = now,
            Sentences = [.. Say(service, trend, figures, needs, standing).Take(MostSentences)],
            Trend = trend,
            Figures = figures,
            Needs = needs,
            Load = standing?.Load ?? [],
            WorkLink = workLink,
            IsLate = standing is null,
        };
    }

    private static ImmutableArray<WorkCount> Count(StandingNow standing)
    {
        var (now, before) = (Worklist.Count(standing.Work), standing.WeekBefore);
        return
        [
            .. now.Keys.Concat(Always).Concat(before?.Keys ?? []).Distinct().Order()
                .Select(why => new WorkCount(why, now.GetValueOrDefault(why), before?.GetValueOrDefault(why), standing.Work.Where(item => item.Why == why).Min(item => item.By))),
        ];
    }

    public Kpi Figure(string id) => Figures.First(kpi => kpi.Id == id);

    /// <summary>Most important first: a child at risk, a wait that gets too long, a place that lacks, words that reached nobody, then how the week differs from others.</summary>
    private static IEnumerable<string> Say(ServiceDefinition service, ImmutableArray<WeekFigures> trend, ImmutableArray<Kpi> figures, ImmutableArray<WorkCount> needs, StandingNow? standing)
    {
        if (Of(WorkReason.RiskNobodyHas) is { } risk)
        {
            yield return $"{Cases(risk.Count)} with words of immediate risk, and nobody has said that they have {(risk.Count == 1 ? "it" : "them")}. Please see to that first.";
        }

        if (Of(WorkReason.DeadLetter) is { } stuck)
        {
            yield return $"Something that was to happen for {Cases(stuck.Count).ToLowerInvariant()} was tried again and again and did not. Somebody has to look.";
        }

        if (Of(WorkReason.SetAside) is { } aside)
        {
            yield return $"{Cases(aside.Count)} {(aside.Count == 1 ? "was" : "were")} set aside or could not be read, and {(aside.Count == 1 ? "waits" : "wait")} for somebody to look.";
        }

        if (Of(WorkReason.OverTarget) is { } over)
        {
            yield return $"{Children(over.Count)} {(over.Count == 1 ? "waits" : "wait")} for longer than the target.";
        }

        if (Of(WorkReason.Breaching) is { } breaching)
        {
            yield return $"{Children(breaching.Count)} will wait for longer than the target unless somebody acts this week; the first day is {Day(breaching.First)}.";
        }

        if (Of(WorkReason.NoPlace) is { } without)
        {
            yield return $"{Children(without.Count)} {(without.Count == 1 ? "has" : "have")} no place held.";
        }

        if (Of(WorkReason.MessageFailed) is { } failed)
        {
            yield return $"Messages of {Cases(failed.Count).ToLowerInvariant()} reached nobody.";
        }

        if (Of(WorkReason.Decision) is { } decide)
        {
            yield return $"{Cases(decide.Count)} {(decide.Count == 1 ? "waits" : "wait")} for a decision.";
        }

        if (Of(WorkReason.Urgent) is { } urgent)
        {
            yield return $"{Children(urgent.Count)} whose referral is urgent {(urgent.Count == 1 ? "was" : "were")} not met yet.";
        }

        if (Of(WorkReason.NoKeyWorker) is { } unallocated)
        {
            yield return $"{Children(unallocated.Count)} {(unallocated.Count == 1 ? "has" : "have")} been assessed and {(unallocated.Count == 1 ? "has" : "have")} no key worker.";
        }

        if (Of(WorkReason.OutcomeNotRecorded) is { Count: > 2 } unrecorded)
        {
            yield return $"Of {Number(unrecorded.Count)} appointments nobody has said what became of them, so that the figures below lack them.";
        }

        if (Of(WorkReason.PlanOverdue) is { } plans)
        {
            yield return $"Of {Cases(plans.Count).ToLowerInvariant()} the day for the plan or its review is over, the first since {Day(plans.First)}.";
        }

        if (Of(WorkReason.NoContact) is { } silent)
        {
            yield return $"With {Children(silent.Count).ToLowerInvariant()} nobody has met or spoken for over three weeks.";
        }

        // What has no sentence of its own, in one: nothing that is overdue is passed over in silence.
        if (needs.Where(need => need is { Count: > 0, Why: WorkReason.Incomplete or WorkReason.StepOverdue or WorkReason.MeasuresOverdue } or { Count: 1 or 2, Why: WorkReason.OutcomeNotRecorded }).ToList() is { Count: > 0 } rest)
        {
            var oldest = rest.Min(need => need.First);
            yield return $"{Number(rest.Sum(need => need.Count))} other {(rest.Sum(need => need.Count) == 1 ? "thing is" : "things are")} overdue{(oldest is null ? "" : $", the oldest since {Day(oldest)}")}.";
        }

        if (standing is { } && standing.Load.Where(load => load is { IsAway: false, Percent: >= 100 }).Select(load => load.Member.Name).ToList() is { Count: > 0 } full)
        {
            yield return $"This week is full for {string.Join(", ", full)}.";
        }

        var earlier = trend[..^1].Where(week => week.Open is not null || week.New > 0).ToList();
        if (earlier.Count >= 4 && earlier.Average(week => week.New) is var usual && Math.Abs(trend[^1].New - usual) >= Math.Max(2, 2 * Math.Sqrt(usual)))
        {
            yield return $"{Number(trend[^1].New)} new {(trend[^1].New == 1 ? "referral" : "referrals")}, {(trend[^1].New > usual ? "many more" : "far fewer")} than in other weeks ({Math.Round(usual, 1).ToString(CultureInfo.InvariantCulture)} on average).";
        }

        var wait = figures.First(kpi => kpi.Id == Kpis.Assessment);
        if (wait.Figure("mean") is { } mean)
        {
            var aim = service.AssessmentClock.AimDays;
            yield return mean > aim
                ? $"Children were assessed after {SummaryWords.Text(mean)} days on average over thirteen weeks: longer than the aim of {Number(aim)}."
                : $"Children were assessed after {SummaryWords.Text(mean)} days on average over thirteen weeks; the aim is {Number(aim)}.";
        }

        if (standing is { } && needs.All(need => need.Count == 0 || need.Why == WorkReason.New))
        {
            yield return "Nothing else needs a decision this morning.";
        }

        WorkCount? Of(WorkReason why) => needs.FirstOrDefault(need => need.Why == why && need.Count > 0);
    }

    private static string Cases(int n) => n == 1 ? "One case" : $"{Number(n)} cases";

    private static string Children(int n) => n == 1 ? "One child" : $"{Number(n)} children";

    private static string Day(LocalDate? day) => day is { } known ? known.ToString("dddd d MMMM", CultureInfo.InvariantCulture) : "not known";

    private static string Number(int n) => n.ToString(CultureInfo.InvariantCulture);
}
