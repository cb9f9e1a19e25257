using System.Globalization;
using Heldspace.Measures;
using Heldspace.Tests.Services;

namespace Heldspace.Tests.Measures;

/// <summary>A later score beside an earlier one. Totals of measures that are not entered are made of answers that come to them.</summary>
public sealed class Comparing
{
    public static TheoryData<string, string, decimal, decimal, bool?, ReliableResult?, Crossing?, string> Totals => new()
    {
        // measure, answered by, earlier, later, better, reliable, threshold crossed, by hand
        { "phq-9", "youngPerson", 15, 9, true, ReliableResult.Improved, Crossing.ToBetter, "6 less, 6 are needed; 10 lies between" },
        { "phq-9", "youngPerson", 15, 10, true, ReliableResult.No, Crossing.No, "5 less; 10 itself is still on the far side" },
        { "phq-9", "youngPerson", 9, 15, false, ReliableResult.Worsened, Crossing.ToWorse, "6 more" },
        { "phq-9", "youngPerson", 9, 10, false, ReliableResult.No, Crossing.ToWorse, "1 more, over 10" },
        { "phq-9", "youngPerson", 10, 10, null, ReliableResult.No, Crossing.No, "the same" },
        { "gad-7", "youngPerson", 8, 4, true, ReliableResult.Improved, Crossing.ToBetter, "4 less, 4 are needed; 8 lies between" },
        { "gad-7", "youngPerson", 8, 5, true, ReliableResult.No, Crossing.ToBetter, "3 less" },
        { "gad-7", "youngPerson", 7, 11, false, ReliableResult.Worsened, Crossing.ToWorse, "4 more" },
        { "core-10", "youngPerson", 11, 5, true, ReliableResult.Improved, Crossing.ToBetter, "6 less, 6 are needed; 11 lies between" },
        { "core-10", "youngPerson", 17, 12, true, ReliableResult.No, Crossing.No, "5 less" },
        { "sdq", "carer", 17, 16, true, null, Crossing.ToBetter, "what is more than chance is not known" },
        { "sdq", "carer", 10, 25, false, null, Crossing.ToWorse, "" },
        { "sdq", "youngPerson", 25, 10, true, null, null, "the threshold is that of carers" },
        { "yp-core", "youngPerson", 30, 10, true, null, null, "neither is known" },
        { "ors", "youngPerson", 10, 30, true, null, null, "more is better here" },
        { "cors", "youngPerson", 30, 10, false, null, null, "" },
        { "confidence", "carer", 5, 6, true, null, null, "not validated: nothing is known" },
    };

    [Theory]
    [MemberData(nameof(Totals))]
    public void A_change_of_the_total_is_held_against_what_is_known(string id, string role, decimal earlier, decimal later, bool? better, ReliableResult? reliable, Crossing? crossed, string byHand)
    {
        var measure = Definitions.Measures.Require(id);

        var comparison = Compare.Scores(measure, Total(measure, role, earlier), Total(measure, role, later));

        var total = comparison.Total.ShouldNotBeNull(byHand);
        (total.Subscale, total.From, total.To, total.Difference).ShouldBe((null, earlier, later, later - earlier));
        (total.Better, total.Reliable, total.Crossed).ShouldBe((better, reliable, crossed), byHand);
        comparison.All.First().ShouldBe(total);
    }

    public static TheoryData<decimal, decimal, decimal> Formula => new()
    {
        // SD, alpha, 1.96 × SD × √2 × √(1 − alpha) by hand
        { 5, 0.84m, 5.5437m },   // 1.96 × 5 × 1.41421 × 0.4
        { 6, 0.91m, 4.9893m },   // 1.96 × 6 × 1.41421 × 0.3
        { 2.5m, 0.75m, 3.4648m }, // 1.96 × 2.5 × 1.41421 × 0.5
    };

    [Theory]
    [MemberData(nameof(Formula))]
    public void Where_sd_and_alpha_are_known_the_formula_says_what_is_more_than_chance(decimal sd, decimal alpha, decimal needed)
    {
        var measure = Definitions.Measures.Require("yp-core") with { ReliableChange = [new("invented", Sd: sd, Alpha: alpha)] };

        measure.ReliableChange[0].Needed.ShouldBe(needed, 0.0001m);
        Of(20, 20 - Math.Floor(needed)).ShouldBe(ReliableResult.No);
        Of(20, 20 - Math.Ceiling(needed)).ShouldBe(ReliableResult.Improved);
        Of(20, 20 + Math.Ceiling(needed)).ShouldBe(ReliableResult.Worsened);

        ReliableResult? Of(decimal earlier, decimal later) => Compare.Scores(measure, Total(measure, "youngPerson", earlier), Total(measure, "youngPerson", later)).Total!.Reliable;
    }

    public static TheoryData<string, string, string, string> Figures => new()
    {
        // measure, earlier, later, every figure: by how much, better, more than chance
        { "gbo", "3,5,6", "6,7,3", "goal1 3 better Improved, goal2 2 better No, goal3 -3 worse Worsened" },
        { "gbo", "3", "5,9", "goal1 2 better No" },
        { "gbo", "3,4", ",4", "goal2 0 same No" },
        { "ons4", "5,5,5,5", "6,4,5,2", "lifeSatisfaction 1 better –, worthwhile -1 worse –, happiness 0 same –, anxiety -3 better –" },
        { "experience", "3,3,3,3,3", "5,3,,3,1", "listened 2 better –, explained 0 same –, helped 0 same –, recommend -2 worse –" },
    };

    [Theory]
    [MemberData(nameof(Figures))]
    public void What_is_not_added_up_is_compared_figure_by_figure_each_in_its_own_direction(string id, string earlier, string later, string said)
    {
        var measure = Definitions.Measures.Require(id);
        var role = measure.Respondents[0].Who;

        var comparison = Compare.Scores(measure, measure.Score(Vectors.Answers(earlier), role), measure.Score(Vectors.Answers(later), role));

        comparison.Total.ShouldBeNull();
        comparison.Reason.ShouldBeNull();
        string.Join(", ", comparison.All.Select(change => string.Create(CultureInfo.InvariantCulture,
            $"{change.Subscale} {change.Difference:0.##} {change.Better switch { true => "better", false => "worse", null => "same" }} {change.Reliable?.ToString() ?? "–"}"))).ShouldBe(said);
    }

    [Fact]
    public void Each_subscale_of_the_sdq_changes_in_its_own_direction()
    {
        var measure = Definitions.Measures.Require("sdq");
        var (ones, none) = (string.Join(',', Enumerable.Repeat("1", 25)), string.Join(',', Enumerable.Range(1, 25).Select(number => number is 7 or 11 or 14 or 21 or 25 ? "2" : "0")));

        var comparison = Compare.Scores(measure, measure.Score(Vectors.Answers(ones), "carer", 10), measure.Score(Vectors.Answers(none), "carer", 10));

        comparison.Total!.Difference.ShouldBe(-20);
        comparison.Of("emotional")!.Better.ShouldBe(true);
        comparison.Of("prosocial")!.ShouldBe(new ScoreChange("prosocial", 5, 0, false, null, null, null, null));
    }

    [Fact]
    public void Only_what_can_be_compared_is()
    {
        var (sdq, rcads, phq) = (Definitions.Measures.Require("sdq"), Definitions.Measures.Require("rcads-25"), Definitions.Measures.Require("phq-9"));
        var carer = sdq.ScoreEntered(20, "carer");
        var raw = rcads.Score(Vectors.Answers(string.Join(',', Enumerable.Repeat("1", 25))), "youngPerson");

        Compare.Scores(sdq, carer, sdq.ScoreEntered(15, "youngPerson")).Reason.ShouldBe("Different people answered.");
        Compare.Scores(sdq, carer, carer with { Version = 2 }).Reason.ShouldBe("They were scored by different versions of the measure.");
        Compare.Scores(phq, carer, carer).Reason.ShouldBe("They are of different measures.");
        Compare.Scores(rcads, raw, rcads.ScoreEntered(60, "youngPerson")).Reason.ShouldBe("One was entered and is on another scale than the other.");
        Compare.Scores(rcads, rcads.ScoreEntered(70, "youngPerson"), rcads.ScoreEntered(60, "youngPerson")).Total!.Difference.ShouldBe(-10);
        Compare.Scores(sdq, carer, sdq.ScoreEntered(20, "carer", 18)).ShouldSatisfyAllConditions(
            comparison => comparison.All.ShouldBeEmpty(),
            comparison => comparison.Reason!.ShouldContain("not at 18"));
    }

    [Fact]
    public void A_total_that_was_entered_is_held_against_one_that_was_worked_out_where_both_are_the_same_score()
    {
        var sdq = Definitions.Measures.Require("sdq");

        var total = Compare.Scores(sdq, sdq.ScoreEntered(25, "carer"), sdq.Score(Vectors.Answers(string.Join(',', Enumerable.Repeat("0", 25))), "carer")).Total!;

        (total.From, total.To, total.Crossed).ShouldBe((25, 10, Crossing.ToBetter));
    }

    [Fact]
    public void A_threshold_that_goes_by_age_and_sex_is_that_of_the_earlier_time()
    {
        var measure = Definitions.Measures.Require("yp-core") with { Thresholds = [new(10, "invented") { ToAge = 13, Sex = "M" }, new(16, "invented") { FromAge = 14, Sex = "F" }] };

        Crossed("M", 13, 14).ShouldBe(Crossing.ToBetter);
        Crossed("F", 14, 15).ShouldBe(Crossing.No);
        Crossed("F", 13, 14).ShouldBeNull();
        Crossed(null, 14, 14).ShouldBeNull();

        Crossing? Crossed(string? sex, int age, int laterAge) =>
            Compare.Scores(measure, measure.ScoreEntered(12, "youngPerson", age, sex), measure.ScoreEntered(9, "youngPerson", laterAge, sex)).Total!.Crossed;
    }

    /// <summary>Answers that come to a total, or the total itself where it may be entered.</summary>
    private static Score Total(Measure measure, string role, decimal total)
    {
        if (measure.Entered is { SameScale: true })
        {
            return measure.ScoreEntered(total, role);
        }

        if (measure.Total is ScoreRule.Mean)
        {
            return measure.Score([.. measure.Items.Select(_ => (decimal?)total)], role);
        }

        var left = total;
        var answers = new List<decimal?>();
        foreach (var item in measure.Items)
        {
            var answer = Math.Min(item.Max, left);
            answers.Add(answer);
            left -= answer;
        }

        return measure.Score([.. answers], role);
    }
}
