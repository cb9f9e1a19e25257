using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Heldspace.Json;
using Heldspace.Measures;
using Heldspace.Tests.Services;

namespace Heldspace.Tests.Measures;

/// <summary>What holds whatever was answered.</summary>
public sealed class AnyAnswers
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(200);

    public static TheoryData<string> Measures => [.. Definitions.Measures.All.Select(measure => measure.Id)];

    [Theory]
    [MemberData(nameof(Measures))]
    public void It_is_scored_and_a_total_stands_with_no_reason_or_a_reason_with_no_total(string id) => ForAny(id, (measure, answers) =>
    {
        var score = measure.Score(answers, measure.Respondents[0].Who);
        return measure.Check(answers) is null
            && (score.Total is null) == (score.Reason is not null)
            && score.Missing.SequenceEqual(measure.Items.Where(item => answers[item.Number - 1] is null).Select(item => item.Number))
            && (measure.Entered is not { SameScale: true } entered || score.Total is null || (score.Total >= entered.Min && score.Total <= entered.Max));
    });

    [Theory]
    [MemberData(nameof(Measures))]
    public void An_item_that_is_turned_round_twice_is_itself(string id) => ForAny(id, (measure, answers) =>
        measure.Items.All(item => answers[item.Number - 1] is not { } answer || item.Value(item.Value(answer)) == answer));

    [Theory]
    [MemberData(nameof(Measures))]
    public void It_does_not_matter_which_item_of_a_subscale_or_a_total_was_ticked_how(string id) => ForAny(id, (measure, answers) =>
    {
        // Turned round as the file says, then the values of each group the other way about.
        var role = measure.Respondents[0].Who;
        var groups = measure.Subscales.IsEmpty ? [[.. measure.Items.Select(item => item.Number)]] : measure.Subscales.Select(subscale => subscale.Items).ToList();
        var turned = answers.ToArray();
        foreach (var group in groups)
        {
            for (var index = 0; index < group.Length; index++)
            {
                var (to, from) = (measure.Items[group[index] - 1], measure.Items[group[^(index + 1)] - 1]);
                turned[to.Number - 1] = answers[from.Number - 1] is { } answer ? to.Value(from.Value(answer)) : null;
            }
        }

        var (one, other) = (measure.Score(answers, role), measure.Score([.. turned], role));
        return one.Total == other.Total && one.Subscales.SequenceEqual(other.Subscales);
    });

    [Theory]
    [MemberData(nameof(Measures))]
    public void Who_is_alerted_depends_on_nothing_but_the_answer_to_that_item(string id) => ForAny(id, (measure, answers) =>
    {
        var alone = measure.Items.Where(item => measure.Score([.. answers.Select((answer, index) => index == item.Number - 1 ? answer : null)], Roles.Teacher, 3).Alerts.Length == 1).Select(item => item.Number);
        return measure.Score(answers, measure.Respondents[0].Who).Alerts.Select(alert => alert.Item).SequenceEqual(alone);
    });

    [Theory]
    [MemberData(nameof(Measures))]
    public void A_score_is_read_back_as_it_was_stored(string id) => ForAny(id, (measure, answers) =>
    {
        var text = HeldspaceJson.Write(measure.Score(answers, measure.Respondents[0].Who, 12, "F"));
        return HeldspaceJson.Write(HeldspaceJson.Read<Score>(text)) == text;
    });

    private static void ForAny(string id, Func<Measure, ImmutableArray<decimal?>, bool> holds)
    {
        var measure = Definitions.Measures.Require(id);

        // 0 leaves the item out; each other number is a step from its least answer.
        Prop.ForAll(Gen.Choose(0, 200).ArrayOf(measure.Items.Length).ToArbitrary(), drawn => holds(measure,
        [
            .. measure.Items.Zip(drawn).Select(pair => pair.Second % 9 == 0
                ? (decimal?)null
                : pair.First.Min + (pair.Second % (int)((pair.First.Max - pair.First.Min) / pair.First.Step + 1) * pair.First.Step)),
        ])).Check(Many);
    }
}
