using Heldspace.Measures;
using Heldspace.Tests.Services;

namespace Heldspace.Tests.Measures;

public sealed class WrongAnswers
{
    public static TheoryData<string, string, int, string> All => new()
    {
        // measure, answers, the item that is wrong, what is said
        { "phq-9", "0,0,0,0,4,0,0,0,0", 5, "Item 5: 4 is not possible. Its answers go from 0 to 3 in steps of 1." },
        { "phq-9", "0,0,0,0,0,0,0,0,-1", 9, "Item 9: -1 is not possible. Its answers go from 0 to 3 in steps of 1." },
        { "phq-9", "1.5,0,0,0,0,0,0,0,0", 1, "Item 1: 1.5 is not possible. Its answers go from 0 to 3 in steps of 1." },
        { "phq-9", "0,0,0,0,0,0,0,0,0,0", 10, "Item 10: there is none. phq-9 has 9 items, and 10 answers were given." },
        { "phq-9", "0,0,0,0,0,0,0,0", 9, "Item 9: neither answered nor left out. phq-9 has 9 items, and 8 answers came. Leave the place of an item empty that was not answered." },
        { "gad-7", "0,0,0,0,0,0,4", 7, "Item 7: 4 is not possible. Its answers go from 0 to 3 in steps of 1." },
        { "ons4", "0,11,0,0", 2, "Item 2: 11 is not possible. Its answers go from 0 to 10 in steps of 1." },
        { "ons4", "0,10,0", 4, "Item 4: neither answered nor left out. ons4 has 4 items, and 3 answers came. Leave the place of an item empty that was not answered." },
        { "gbo", "1,2,3,4", 4, "Item 4: there is none. gbo has 3 items, and 4 answers were given." },
        { "gbo", "1,11", 2, "Item 2: 11 is not possible. Its answers go from 0 to 10 in steps of 1." },
        { "confidence", "5,11,5", 2, "Item 2: 11 is not possible. Its answers go from 0 to 10 in steps of 1." },
        { "experience", "0,1,1,1,1", 1, "Item 1: 0 is not possible. Its answers go from 1 to 5 in steps of 1." },
        { "experience", "1,1,1,1,6", 5, "Item 5: 6 is not possible. Its answers go from 1 to 5 in steps of 1." },
        { "sdq", "0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,3", 25, "Item 25: 3 is not possible. Its answers go from 0 to 2 in steps of 1." },
        { "rcads-25", "0,0,0,0,0,0,0,0,0,0,0,0,4,0,0,0,0,0,0,0,0,0,0,0,0", 13, "Item 13: 4 is not possible. Its answers go from 0 to 3 in steps of 1." },
        { "yp-core", "5,0,0,0,0,0,0,0,0,0", 1, "Item 1: 5 is not possible. Its answers go from 0 to 4 in steps of 1." },
        { "core-10", "0,0,0,0,0,0,0,0,0,5", 10, "Item 10: 5 is not possible. Its answers go from 0 to 4 in steps of 1." },
        { "ors", "1,1,1,10.1", 4, "Item 4: 10.1 is not possible. Its answers go from 0 to 10 in steps of 0.1." },
        { "cors", "5.55,1,1,1", 1, "Item 1: 5.55 is not possible. Its answers go from 0 to 10 in steps of 0.1." },
    };

    [Theory]
    [MemberData(nameof(All))]
    public void Answers_that_cannot_be_name_their_item_and_are_not_scored(string id, string answers, int item, string said)
    {
        var measure = Definitions.Measures.Require(id);

        measure.Check(Vectors.Answers(answers)).ShouldBe(new WrongAnswer(item, said));
        Should.Throw<ArgumentException>(() => measure.Score(Vectors.Answers(answers), measure.Respondents[0].Who)).Message.ShouldContain(said);
    }

    [Fact]
    public void An_answer_that_speaks_of_risk_is_found_in_any_answers_however_few_or_wrong()
    {
        var measure = Definitions.Measures.Require("phq-9");

        measure.Alerts([]).ShouldBeEmpty();
        measure.Alerts(Vectors.Answers("3,3,3")).ShouldBeEmpty();
        measure.Alerts(Vectors.Answers(",,,,,,,,0")).ShouldBeEmpty();
        measure.Alerts(Vectors.Answers("9,,,,,,,,2,7")).ShouldBe([9]);
    }

    public static TheoryData<string, string, string?> Totals => new()
    {
        // measure, total, what is said against it
        { "sdq", "0", null },
        { "sdq", "40", null },
        { "sdq", "41", "41 is not possible. A total difficulties score of sdq goes from 0 to 40." },
        { "rcads-25", "71", null },
        { "rcads-25", "-1", "-1 is not possible. A T score of rcads-25 goes from 0 to 120." },
        { "core-10", "17.8", null },
        { "phq-9", "9", "No total is entered for phq-9: it is worked out of the answers." },
    };

    [Theory]
    [MemberData(nameof(Totals))]
    public void A_total_is_entered_where_the_paper_was_scored_or_the_tables_are_not_public(string id, string total, string? said)
    {
        var (measure, entered) = (Definitions.Measures.Require(id), Vectors.Answers(total)[0]!.Value);

        measure.CheckEntered(entered)?.Why.ShouldBe(said);
        if (said is not null)
        {
            Should.Throw<ArgumentException>(() => measure.ScoreEntered(entered, measure.Respondents[0].Who)).Message.ShouldContain(said);
            return;
        }

        var score = measure.ScoreEntered(entered, measure.Respondents[0].Who, 17);
        (score.Total, score.Reason, score.Entered).ShouldBe((entered, null, measure.Entered!.Name));
        score.Missing.ShouldBeEmpty();
        score.Band.ShouldBe(id == "sdq" ? entered == 0 ? "normal" : "cause for concern" : null);
    }

    [Fact]
    public void A_total_of_somebody_of_another_age_is_none()
    {
        var score = Definitions.Measures.Require("sdq").ScoreEntered(20, Roles.Carer, 18);

        (score.Total, score.Band).ShouldBe((null, null));
        score.Reason.ShouldBe("Strengths and Difficulties Questionnaire (SDQ), answered by the carer, is for young people of 4 to 17, and not at 18.");
    }
}
