using System.Collections.Immutable;
using Heldspace.Consent;
using Heldspace.Intake;
using Heldspace.Measures;
using Heldspace.Measures.Asking;
using Heldspace.Pathway;
using Heldspace.Tests.Pathway;
using Heldspace.Time;
using NodaTime;
using Said = Heldspace.Measures.Asking.Said;

namespace Heldspace.Tests.Measures.Asking;

/// <summary>Goals, and what a colleague writes down in the name of whoever answered.</summary>
public sealed class WritingAnswersDown
{
    private const string By = AskingCases.Staff;

    private static Instant Afternoon(CaseFile file) => London.At(WorkingDays.Of(AskingCases.Service).After(London.Day(file.Case.AssessedAt!.Value), 1), new(16, 0));

    [Fact]
    public void Nobody_is_asked_about_goals_before_there_are_any_and_what_was_not_set_is_not_missing()
    {
        var file = AskingCases.Assessed();
        var now = Afternoon(file);
        Young(file.Until(now, now)).Measures.ShouldAllBe(asked => asked.Measure != "gbo");

        var set = file.Do(new Act.RecordGoals(["Sleep through the night", " ", "Go to football"]) { By = By }, now).Until(now, now);
        var ask = Young(set);
        var gbo = ask.Measures.Single(asked => asked.Measure == "gbo").Measure;
        set = Written(set, ask, now, (gbo, new([3, null, null], null, false)));

        var asked = Young(set).Measures.Single(asked => asked.Measure == gbo);
        asked.Goals.ShouldBe(["Sleep through the night", "Go to football"]);
        asked.Score.ShouldNotBeNull().Missing.ShouldBe([2]);
        asked.Score!.Of("goal1")!.Value.ShouldBe(3);
    }

    [Fact]
    public void Goals_are_few_short_and_different_and_the_newest_stand()
    {
        var file = AskingCases.Assessed();
        var now = Afternoon(file);
        Rule("a", "b", "c", "d").ShouldBeOfType<Ruling.Refuse>();
        Rule(new string('x', RecordGoals.Longest + 1)).ShouldBeOfType<Ruling.Refuse>();
        Rule("sleep", "Sleep ").ShouldBeOfType<Ruling.Refuse>();
        Rule().ShouldBeOfType<Ruling.Nothing>();
        file = file.Do(new Act.RecordGoals(["sleep"]) { By = By }, now);
        Rule("sleep").ShouldBeOfType<Ruling.Nothing>();
        Rule("football").Events().ShouldHaveSingleItem().ShouldBeOfType<CaseEvent.GoalsRecorded>().Goals.ShouldBe(["football"]);

        Ruling Rule(params ImmutableArray<string> goals) => file.Rule(new Act.RecordGoals(goals) { By = By }, now);
    }

    [Fact]
    public void What_is_written_down_is_scored_as_theirs_says_by_whom_and_alerts_as_from_them()
    {
        var file = AskingCases.Assessed();
        var now = Afternoon(file);
        file = file with { Case = file.Case with { Child = file.Case.Child.With(Fields.DateOfBirth, Reading.Known("2008-05-06", "test")) } };
        file = file.Do(new Act.GiveConsent(new(ConsentGiver.YoungPerson, null, London.Day(now), By)) { By = By }, now).Until(now, now);

        var ruling = Rule(file, Young(file), now, ("phq-9", new([1, 1, 1, 1, 1, 1, 1, 1, 1], "I am fed up.", false)));

        ruling.Events().Select(happened => happened.GetType().Name).ShouldBe([nameof(CaseEvent.RiskFound), nameof(CaseEvent.Answered)]);
        var after = ruling.ShouldBeOfType<Ruling.Do>().Change.File;
        after.Case.LastEvent.ShouldBe(file.Case.LastEvent + 2);
        after.Case.Safeguarding.ShouldNotBeNull().Concerns.ShouldContain(concern => concern.Source.Contains("phq-9 item 9", StringComparison.Ordinal));
        (Young(after).State, Young(after).WrittenDownBy).ShouldBe((AskState.Answered, By));
        Young(after).Measures.Single(asked => asked.Measure == "phq-9").Score.ShouldNotBeNull().Total.ShouldBe(9);
        Rule(after, Young(after), now, ("phq-9", new([0, 0, 0, 0, 0, 0, 0, 0, 0], null, false))).ShouldBeOfType<Ruling.Refuse>();
    }

    [Fact]
    public void A_total_is_entered_where_the_measure_lets_it_be()
    {
        var file = AskingCases.Assessed();
        var now = Afternoon(file);
        file = file.Do(new Act.RecordRespondent(new(Roles.Carer, "Sam", AskBy.Letter)) { By = By }, now).Until(now, now);
        var ask = file.Asks.Single(ask => ask.Respondent.Role == Roles.Carer);

        file = Written(file, ask, now, ("sdq", new([], null, false) { EnteredTotal = 17 }));

        var score = file.Asks.Single(other => other.Id == ask.Id).Measures.Single(asked => asked.Measure == "sdq").Score.ShouldNotBeNull();
        (score.Total, score.Entered).ShouldBe((17, AskingCases.Measures.Require("sdq").Entered!.Name));
    }

    [Fact]
    public void It_can_be_written_down_after_the_time_is_over_but_not_once_it_was_stopped_or_without_consent()
    {
        var file = AskingCases.Assessed();
        var now = Afternoon(file);
        file = file.Until(now, now);
        var ask = Young(file);
        (string, Said) said = ("ons4", new([5, 5, 5, 5], null, false));
        Rule(file.With(ask with { State = AskState.Unanswered }), ask, now, said).ShouldBeOfType<Ruling.Do>();
        Rule(file.With(ask with { State = AskState.Stopped }), ask, now, said).ShouldBeOfType<Ruling.Refuse>();
        Rule(file.With(ask with { State = AskState.Declined }), ask, now, said).ShouldBeOfType<Ruling.Refuse>();
        Rule(file with { Case = file.Case with { Consent = null } }, ask, now, said).ShouldBeOfType<Ruling.Refuse>();
        Rule(file, ask with { Id = "baseline.nobody" }, now, said).ShouldBeOfType<Ruling.Refuse>();
        TakeAnswers.Save(AskingCases.Service, AskingCases.Measures, file.With(ask with { State = AskState.Unanswered }), ask with { State = AskState.Unanswered }, "ons4", said.Item2, now)
            .ShouldBeNull("the link is over for the respondent");
    }

    private static Ask Young(CaseFile file) => file.Asks.Single(ask => ask.Respondent.Role == Roles.YoungPerson);

    private static Ruling Rule(CaseFile file, Ask ask, Instant now, params ReadOnlySpan<(string Measure, Said Said)> said)
    {
        var all = new Dictionary<string, Said>(StringComparer.Ordinal);
        foreach (var (measure, answers) in said)
        {
            all[measure] = answers;
        }

        return WriteDown.Answers(AskingCases.Service, AskingCases.Measures, file, ask.Id, all, By, now);
    }

    private static CaseFile Written(CaseFile file, Ask ask, Instant now, (string Measure, Said Said) said) => Rule(file, ask, now, said).ShouldBeOfType<Ruling.Do>().Change.File;
}
