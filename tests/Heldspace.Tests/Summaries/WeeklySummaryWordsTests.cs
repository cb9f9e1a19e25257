using System.Collections.Immutable;
using System.Globalization;
using Heldspace.Intake;
using Heldspace.Pathway;
using Heldspace.Summaries;
using Heldspace.Tests.Pathway;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Tests.Summaries;

/// <summary>What a summary says first, and that its two forms say the same.</summary>
public sealed class WeeklySummaryWordsTests
{
    private static readonly LondonWeek Week = new(2026, 47);

    private static readonly ImmutableDictionary<WorkReason, int> WeekBefore = ImmutableDictionary<WorkReason, int>.Empty.Add(WorkReason.Breaching, 4).Add(WorkReason.SetAside, 1);

    private static readonly Instant Monday = London.At(Week.Next.Monday, new(7, 0));

    [Fact]
    public void What_matters_is_said_first_and_no_more_than_three_things()
    {
        var summary = Of([Item(WorkReason.MessageFailed, 1), Item(WorkReason.Breaching, 2), Item(WorkReason.Breaching, 3), Item(WorkReason.RiskNobodyHas, 4), Item(WorkReason.Decision, 5)]);

        summary.Sentences.Length.ShouldBe(3);
        summary.Sentences[0].ShouldBe("One case with words of immediate risk, and nobody has said that they have it. Please see to that first.");
        summary.Sentences[1].ShouldBe("2 children will wait for longer than the target unless somebody acts this week; the first day is Wednesday 25 November.");
    }

    [Fact]
    public void A_quiet_week_says_so()
    {
        var summary = Of([Item(WorkReason.New, 1)], [Fact("assessed", 1, ("WaitingDays", "9"))]);

        summary.Sentences.ShouldBe(["Children were assessed after 9 days on average over thirteen weeks; the aim is 14.", "Nothing else needs a decision this morning."]);
    }

    [Fact]
    public void Many_more_referrals_than_usual_are_worth_a_sentence()
    {
        Fact[] usual = [.. Enumerable.Range(1, 12).SelectMany(week => Enumerable.Range(0, 2).Select(n => Fact("received", 10 * week + n) with { At = London.At(Week.Monday.PlusWeeks(-week), LocalTime.Noon) }))];
        Fact[] many = [.. Enumerable.Range(200, 9).Select(n => Fact("received", n))];

        Of([], [.. usual, .. many]).Sentences.ShouldContain("9 new referrals, many more than in other weeks (2 on average).");
        Of([], [.. usual, .. many[..3]]).Sentences.ShouldNotContain(sentence => sentence.Contains("other weeks", StringComparison.Ordinal));
    }

    [Fact]
    public void What_needs_somebody_is_held_against_the_week_before()
    {
        var needs = Of([Item(WorkReason.Breaching, 1), Item(WorkReason.Breaching, 2), Item(WorkReason.Decision, 3)]).Needs;

        needs.Where(need => need.Count != need.Before).Select(need => (need.Why, need.Count, need.Before, SummaryWords.Change(need)))
            .ShouldBe([(WorkReason.SetAside, 0, 1, "−1"), (WorkReason.Breaching, 2, 4, "−2"), (WorkReason.Decision, 1, 0, "+1")]);
        needs.Select(need => need.Why).ShouldBeInOrder();
        needs.ShouldContain(need => need.Why == WorkReason.NoPlace && SummaryWords.Change(need) == "same");
        new WorkCount(WorkReason.NoPlace, 3, null, null).ShouldSatisfyAllConditions(need => SummaryWords.Change(need).ShouldBe("–"));
    }

    [Fact]
    public void Each_figure_of_the_mail_stands_in_its_plain_text_too()
    {
        var summary = Of(
            [Item(WorkReason.Breaching, 1), Item(WorkReason.Incomplete, 2)],
            [Fact("received", 1), Fact("received", 2, ("Urgency", "urgent")), Fact("assessed", 3, ("WaitingDays", "31")), Fact("open", 1) with { At = Week.Next.Interval.Start }]);
        var (html, text) = (WriteSummary.Mail(summary).Html!, WriteSummary.Text(summary));

        text.ShouldContain("New referrals: 2 (0 the week before, +2)");
        text.ShouldContain("In time (28 days, 56 days): to the assessment 0 % (0 of 1), to the first session none yet");
        text.ShouldContain("Incomplete for over two working days: 1 (0 the week before, +1)");
        text.ShouldContain("Open at the end of the week: 1");
        var plain = System.Net.WebUtility.HtmlDecode(System.Text.RegularExpressions.Regex.Replace(html, "<[^>]+>", " ", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(5)));
        foreach (var words in SummaryWords.Week(summary).SelectMany(row => new[] { row.Name, row.Now, row.Before, row.Change }).Concat(SummaryWords.Waits(summary).SelectMany(row => new[] { row.Name, row.Assessment, row.Session })).Concat(SummaryWords.Outcomes(summary).SelectMany(row => new[] { row.Name, row.Figure })).Concat(summary.Sentences))
        {
            plain.ShouldContain(words);
            text.ShouldContain(words);
        }
    }

    [Fact]
    public void The_mail_fetches_nothing_runs_nothing_and_every_table_has_headings()
    {
        var html = WriteSummary.Mail(Of([Item(WorkReason.Breaching, 1)], [Fact("received", 1)])).Html!;

        html.ShouldNotContain("<img");
        html.ShouldNotContain("<script");
        html.ShouldNotContain("url(");
        html.ShouldNotContain("@import");
        html.Split("<caption").Length.ShouldBe(html.Split("<thead").Length);
        html.ShouldContain("prefers-color-scheme: dark");
    }

    [Fact]
    public void One_that_is_late_tells_of_its_week_only()
    {
        var summary = WeeklySummary.Of(Acting.Service, Week, Monday + Duration.FromDays(9), [Fact("received", 1)], null, new("https://heldspace.example/manage/x/work"));

        summary.Needs.ShouldBeEmpty();
        WriteSummary.Text(summary).ShouldContain("It could not be sent in its time, and tells of that week only.");
    }

    private static WeeklySummary Of(WorkItem[] work, params Fact[] facts) => WeeklySummary.Of(
        Acting.Service, Week, Monday, facts, new([.. work], StaffLoad.Of(Acting.Service, [], Away.Nobody, Week.Next), WeekBefore), new("https://heldspace.example/manage/caring-to-care/work"));

    private static Fact Fact(string kind, int n, params (string Name, string Value)[] values) => new(
        string.Create(CultureInfo.InvariantCulture, $"{kind}:case{n}"), kind, London.At(Week.Monday, LocalTime.Noon), values.ToDictionary(value => value.Name, value => value.Value, StringComparer.Ordinal));

    private static WorkItem Item(WorkReason why, int n) => new()
    {
        Case = CaseId.Of(IntakeId.Parse("20261120091200000-abcdefghijklmnop"), n),
        Reference = Reference.Of((uint)n),
        Why = why,
        Words = "",
        Since = Week.Monday,
        By = why == WorkReason.Breaching ? Week.Next.Monday.PlusDays(n) : null,
        Owner = StepOwner.Scheduler,
        NextStep = "Look.",
        Weight = 1,
    };
}
