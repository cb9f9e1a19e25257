using Heldspace.Pathway;
using Heldspace.Summaries;
using Heldspace.Tests.Measures.Asking;
using Heldspace.Tests.Pathway;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Tests.Summaries;

/// <summary>The week that counts what happened, and how a case stood when a week began.</summary>
public sealed class TellFactsTests
{
    [Theory]
    [InlineData("2026-03-29T22:59:59Z", "2026-W13")]
    [InlineData("2026-03-29T23:00:00Z", "2026-W14")]
    [InlineData("2026-10-25T23:59:59Z", "2026-W43")]
    [InlineData("2026-10-26T00:00:00Z", "2026-W44")]
    [InlineData("2027-01-03T23:59:59Z", "2026-W53")]
    [InlineData("2027-01-04T00:00:00Z", "2027-W01")]
    [InlineData("2028-02-29T12:00:00Z", "2028-W09")]
    public void A_thing_counts_in_the_London_week_in_which_it_happened_whatever_the_clocks_and_the_calendar_do(string at, string week) =>
        LondonWeek.Of(NodaTime.Text.InstantPattern.ExtendedIso.Parse(at).Value).ToString().ShouldBe(week);

    [Fact]
    public void A_case_stands_at_the_beginning_of_each_week_from_the_one_after_it_came_to_the_one_in_which_it_closed()
    {
        var file = Acting.Assessed();
        var (received, closed) = (LondonWeek.Of(file.Case.ReceivedAt), file.Case.ReceivedAt + Duration.FromDays(30));
        var ended = file with { Case = file.Case with { State = CaseState.Closed, Closure = new(London.Day(closed), ClosureReason.WorkDone, "someone", true) } };
        CaseEvent[] history = [new CaseEvent.Closed(ended.Case.Closure) { At = closed }];

        Stands(ended, history, received).ShouldBeFalse();
        Stands(ended, history, received.Next).ShouldBeTrue();
        Stands(ended, history, LondonWeek.Of(closed)).ShouldBeTrue();
        Stands(ended, history, LondonWeek.Of(closed).Next).ShouldBeFalse();
    }

    [Fact]
    public void One_that_was_opened_again_did_not_stand_in_between()
    {
        var file = Acting.Assessed();
        var (closed, reopened) = (file.Case.ReceivedAt + Duration.FromDays(14), file.Case.ReceivedAt + Duration.FromDays(42));
        CaseEvent[] history = [new CaseEvent.Closed(new(London.Day(closed), ClosureReason.MovedAway, "someone", false)) { At = closed }, new CaseEvent.Reopened("back", "someone") { At = reopened }];

        Stands(file, history, LondonWeek.Of(closed)).ShouldBeTrue();
        Stands(file, history, LondonWeek.Of(reopened)).ShouldBeFalse();
        Stands(file, history, LondonWeek.Of(reopened).Next).ShouldBeTrue();
    }

    [Fact]
    public void What_happened_after_a_week_began_is_not_told_of_its_beginning()
    {
        var file = Acting.Assessed();
        var assessed = LondonWeek.Of(file.Case.AssessedAt!.Value);

        StandAtStart.Of(Acting.Service, file, [], assessed)?[FactValues.Assessed].ShouldBeNull();
        StandAtStart.Of(Acting.Service, file, [], assessed.Next).ShouldNotBeNull()[FactValues.Assessed].ShouldBe(London.Day(file.Case.AssessedAt.Value).ToString("uuuu-MM-dd", null));
    }

    [Fact]
    public void Where_a_child_lived_is_told_as_it_was_then()
    {
        var file = Acting.Assessed();
        var moved = London.Day(file.Case.ReceivedAt).PlusDays(20);
        var lives = file with
        {
            Case = file.Case with
            {
                Child = file.Case.Child.With(Heldspace.Intake.Fields.PlacementType, Heldspace.Intake.Reading.Known("K2", "form")),
                PlacementMoves = [new(moved, false, "someone") { Was = new("U4", "Chester") }],
            },
        };

        AboutChild.Of(lives.Case, moved.PlusDays(-1)).ShouldContain((FactValues.Placement, "foster"));
        AboutChild.Of(lives.Case, moved).ShouldContain((FactValues.Placement, "childrensHome"));
    }

    [Fact]
    public void A_cancellation_counts_for_the_week_in_which_it_was_told_and_a_meeting_for_its_own()
    {
        var file = Acting.Assessed();
        var meeting = file.Case.AssessedAt!.Value;
        var told = meeting - Duration.FromDays(9);
        var cancelled = new CaseEvent.OutcomeRecorded("a", OpenCase.Assessment, AppointmentOutcome.CancelledByFamily, "family", null, "someone", meeting) { At = told };
        var took = new CaseEvent.OutcomeCorrected("a", OpenCase.Assessment, AppointmentOutcome.CancelledByFamily, AppointmentOutcome.TookPlace, "someone", null, "someone", meeting) { At = meeting + Duration.FromDays(20) };

        Told(file, cancelled).ShouldHaveSingleItem().ShouldBe((FactKinds.Cancelled, told));
        Told(file, cancelled with { At = meeting + Duration.FromDays(3) }).ShouldHaveSingleItem().ShouldBe((FactKinds.Cancelled, meeting));
        Told(file, cancelled, took).ShouldHaveSingleItem().ShouldBe((FactKinds.Assessed, meeting));
        TellFacts.Overtaken(Acting.Service, AskingCases.Measures, file, [cancelled, took]).ShouldBe([(LondonWeek.Of(told), $"outcome:{file.Case.Id}:a")]);
        TellFacts.Overtaken(Acting.Service, AskingCases.Measures, file, [cancelled]).ShouldBeEmpty();
    }

    [Fact]
    public void Whatever_stands_where_an_authority_belongs_and_is_none_is_not_told()
    {
        var file = Acting.Assessed();
        var doubtful = file with { Case = file.Case with { Child = file.Case.Child.With(Heldspace.Intake.Fields.ResponsibleAuthority, Heldspace.Intake.Reading.Doubtful("not sure, ask her mum Tracey Canary", "form", "no authority is called that")) } };

        var about = AboutChild.Of(doubtful.Case, London.Day(file.Case.ReceivedAt)).ToList();
        about.ShouldContain((FactValues.Authority, FactValues.Unknown));
        about.ShouldContain((FactValues.OutOfArea, FactValues.Unknown));
        about.ShouldAllBe(value => !value.Value.Contains("Canary", StringComparison.Ordinal));
    }

    private static IEnumerable<(string Kind, Instant At)> Told(CaseFile file, params CaseEvent[] history) =>
        TellFacts.All(Acting.Service, AskingCases.Measures, file, history).Where(fact => fact.Id.StartsWith("outcome:", StringComparison.Ordinal)).Select(fact => (fact.Kind, fact.At));

    private static bool Stands(CaseFile file, CaseEvent[] history, LondonWeek week) => StandAtStart.Of(Acting.Service, file, history, week) is not null;
}
