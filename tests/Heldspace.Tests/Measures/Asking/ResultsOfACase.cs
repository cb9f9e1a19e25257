using System.Collections.Immutable;
using Heldspace.Measures;
using Heldspace.Measures.Asking;
using Heldspace.Pathway;
using Heldspace.Tests.Pathway;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Tests.Measures.Asking;

/// <summary>Answers folded into what they came to, and cases that lack a second one.</summary>
public sealed class ResultsOfACase
{
    private static readonly LocalDate Start = new(2026, 9, 21);

    [Fact]
    public void Each_respondent_is_held_against_the_answer_of_the_start()
    {
        var file = With(
            Answered("baseline", WaveKind.Baseline, 0, Roles.Carer, "confidence", 4),
            Answered("week-12", WaveKind.Periodic, 84, Roles.Carer, "confidence", 6),
            Answered("week-12", WaveKind.Periodic, 85, Roles.SocialWorker, "confidence", 3),
            Answered("closure", WaveKind.Closure, 170, Roles.Carer, "confidence", 9));

        var results = Results.Of(AskingCases.Measures, file);

        results.Select(series => series.Role).ShouldBe([Roles.Carer, Roles.SocialWorker]);
        results[0].BaselineIsLater.ShouldBeFalse();
        results[0].Answers.Select(answer => answer.Change?.All.First().Difference).ShouldBe([null, 2, 5]);
        (results[0].IsPaired, results[1].IsPaired).ShouldBe((true, false));
        results[1].BaselineIsLater.ShouldBeTrue("the start went unanswered");
        Pairing.IsPaired(AskingCases.Measures, file).ShouldBeTrue();
    }

    [Fact]
    public void Where_the_start_has_no_figure_the_first_answer_that_has_one_stands_for_it()
    {
        var gad = AskingCases.Measures.Require("gad-7");
        var file = With(
            Scored("baseline", WaveKind.Baseline, 0, Roles.YoungPerson, gad, [1, 1, null, 1, 1, 1, 1]),
            Scored("week-12", WaveKind.Periodic, 84, Roles.YoungPerson, gad, [3, 3, 3, 3, 3, 3, 3]),
            Scored("week-24", WaveKind.Periodic, 168, Roles.YoungPerson, gad, [0, 0, 0, 0, 0, 0, 0]));

        var series = Results.Of(AskingCases.Measures, file).ShouldHaveSingleItem();

        series.Baseline.ShouldNotBeNull().Ask.Wave.ShouldBe("week-12");
        series.BaselineIsLater.ShouldBeTrue();
        series.Answers[0].Change.ShouldBeNull();
        series.Answers[0].Score.Missing.ShouldBe([3]);
        series.Answers[0].Score.Reason.ShouldNotBeNull();
        var last = series.Answers[2].Change.ShouldNotBeNull().Total.ShouldNotBeNull();
        (last.Difference, last.Reliable, last.Crossed).ShouldBe((-21, ReliableResult.Improved, Crossing.ToBetter));
    }

    [Fact]
    public void What_was_answered_on_entering_care_is_held_against_nothing()
    {
        var file = With(
            Answered("entry", WaveKind.EntryToCare, -20, Roles.Carer, "confidence", 1),
            Answered("baseline", WaveKind.Baseline, 0, Roles.Carer, "confidence", 4),
            Answered("week-12", WaveKind.Periodic, 84, Roles.Carer, "confidence", 5));

        Results.Of(AskingCases.Measures, file).Single().Answers.Select(answer => answer.Change?.All.First().Difference).ShouldBe([null, null, 1]);
    }

    [Fact]
    public void A_goal_in_other_words_is_another_goal()
    {
        var gbo = AskingCases.Measures.Require("gbo");
        var file = With(
            Goals(Scored("baseline", WaveKind.Baseline, 0, Roles.YoungPerson, gbo, [2, 3]), "sleep", "go to football"),
            Goals(Scored("week-12", WaveKind.Periodic, 84, Roles.YoungPerson, gbo, [6, 9]), "sleep", "make a friend"),
            Goals(Scored("week-24", WaveKind.Periodic, 168, Roles.YoungPerson, gbo, [9]), "draw"));

        var series = Results.Of(AskingCases.Measures, file).Single();

        series.Answers[1].Change.ShouldNotBeNull().Subscales.ShouldHaveSingleItem().Subscale.ShouldBe("goal1");
        series.Answers[2].Change.ShouldNotBeNull().All.ShouldBeEmpty();
        series.Answers[2].Change!.Reason.ShouldBe("The goals are others than at the start.");
        Results.GoalOf(gbo, "goal2", series.Answers[1].Asked).ShouldBe("make a friend");
    }

    [Fact]
    public void Cases_without_a_second_answer_come_the_ending_ones_first_and_those_without_any_last()
    {
        var ended = new Review(Start.PlusDays(90), ReviewOutcome.Ends, AskingCases.Staff);
        var none = With();
        var old = With(Answered("baseline", WaveKind.Baseline, 0, Roles.Carer, "confidence", 4));
        var young = With(Answered("baseline", WaveKind.Baseline, 60, Roles.Carer, "confidence", 4));
        var ending = With(Answered("baseline", WaveKind.Baseline, 70, Roles.Carer, "confidence", 4));
        ending = ending with { Case = ending.Case with { Reviews = [ended] } };
        var paired = With(Answered("baseline", WaveKind.Baseline, 0, Roles.Carer, "confidence", 4), Answered("week-12", WaveKind.Periodic, 84, Roles.Carer, "confidence", 5));
        var closed = old with { Case = old.Case with { State = CaseState.Closed } };

        var lacking = Pairing.Lacking(AskingCases.Service, AskingCases.Measures, [none, paired, young, old, closed, Acting.Held(), ending]);

        lacking.Select(one => one.File).ShouldBe([ending, old, young, none]);
        lacking.Select(one => one.Baseline).ShouldBe([Start.PlusDays(70), Start, Start.PlusDays(60), null]);
    }

    [Fact]
    public void The_rate_counts_two_totals_or_two_figures_of_one_part_by_one_respondent()
    {
        CountedAnswer[] answers =
        [
            new("two totals", "phq-9", "1", Roles.YoungPerson, true, []), new("two totals", "phq-9", "1", Roles.YoungPerson, true, []),
            new("one total", "phq-9", "1", Roles.YoungPerson, true, []), new("one total", "phq-9", "1", Roles.YoungPerson, false, ["goal1", "goal2"]),
            new("two people", "confidence", "1", Roles.Carer, true, ["goal1"]), new("two people", "confidence", "1", Roles.SocialWorker, true, ["goal1"]),
            new("two versions", "phq-9", "1", Roles.YoungPerson, true, []), new("two versions", "phq-9", "2", Roles.YoungPerson, true, []),
            new("one goal twice", "gbo", "1", Roles.YoungPerson, false, ["goal1", "goal2"]), new("one goal twice", "gbo", "1", Roles.YoungPerson, false, ["goal2"]),
            new("other goals", "gbo", "1", Roles.YoungPerson, false, ["goal1"]), new("other goals", "gbo", "1", Roles.YoungPerson, false, ["goal2"]),
            new("still open", "phq-9", "1", Roles.YoungPerson, true, []), new("still open", "phq-9", "1", Roles.YoungPerson, true, []),
        ];

        var rate = Pairing.Rate(AskingCases.Measures, ["two totals", "one total", "two people", "two versions", "one goal twice", "other goals", "nothing"], answers);

        rate.ShouldBe(new(2, 7));
        rate.Percent.ShouldBe(29);
        Pairing.Rate(AskingCases.Measures, [], answers).Percent.ShouldBeNull();
    }

    private static CaseFile With(params ImmutableArray<Ask> asks) => AskingCases.Assessed() with { Asks = asks };

    private static Ask Answered(string wave, WaveKind kind, int day, string role, string measure, decimal each)
    {
        var rules = AskingCases.Measures.Require(measure);
        return Scored(wave, kind, day, role, rules, [.. rules.Items.Select(_ => (decimal?)each)]);
    }

    private static Ask Scored(string wave, WaveKind kind, int day, string role, Measure measure, ImmutableArray<decimal?> answers)
    {
        var at = London.At(Start.PlusDays(day), new(17, 0));
        return new()
        {
            Id = Ask.IdOf(wave, role),
            Wave = wave,
            Kind = kind,
            Respondent = new(role, "Sam", AskBy.Call),
            BoundTo = "Call",
            Measures = [new(measure.Id, measure.Version) { Answers = answers, Score = measure.Score(answers, role, 18) }],
            State = AskState.Answered,
            OpenedAt = at,
            EndedAt = at,
            Until = Start.PlusDays(day + 21),
        };
    }

    private static Ask Goals(Ask ask, params ImmutableArray<string> goals) => ask with { Measures = [ask.Measures[0] with { Goals = goals }] };
}
