using System.Globalization;
using Heldspace.Summaries;
using Heldspace.Tests.Pathway;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Tests.Summaries;

/// <summary>Each figure of the contract, counted by hand from a few facts (facts.md section 6).</summary>
public sealed class KpisTests
{
    private static readonly LocalDate From = new(2026, 6, 1);
    private static readonly LocalDate Until = new(2026, 7, 1);

    /// <summary>The Monday of the last week.</summary>
    private static readonly LocalDate Last = new(2026, 6, 29);

    private readonly List<Fact> facts = [];

    [Fact]
    public void K1_counts_first_assessments_of_the_period_and_who_still_waits_for_longer()
    {
        Happened("assessed", "a", From, ("WaitingDays", "28"));
        Happened("assessed", "b", Until.PlusDays(-1), ("WaitingDays", "29"));
        Happened("assessed", "c", From.PlusDays(-1), ("WaitingDays", "3"));
        Happened("assessed", "d", Until, ("WaitingDays", "3"));
        Stood("e", Last, ("From", "2026-06-02"));
        Stood("f", Last, ("From", "2026-06-01"));
        Stood("g", Last, ("From", "2026-06-01"), ("PausedDays", "2"));
        Stood("h", Last, ("From", "2026-05-01"), ("Assessed", "2026-05-20"));
        Stood("i", Last, ("From", "2026-05-01"));
        Happened("assessed", "i", Until.PlusDays(-1), ("WaitingDays", "60"));

        var kpi = Figure(Kpis.Assessment);

        (kpi.Numerator, kpi.Denominator, kpi.N).ShouldBe((1, 3, 3));
        (kpi.Figure("mean"), kpi.Figure("median"), kpi.Figure("max")).ShouldBe((39, 29, 60));
        kpi.Figure("stillWaiting").ShouldBe(1);
    }

    [Fact]
    public void K3_and_K8_and_K12_look_at_who_stood_there_when_the_last_week_began()
    {
        Stood("a", Last, ("InCare", "yes"), ("OutOfArea", "yes"), ("Assessed", "2026-06-01"), ("Plan", "2026-06-05"), ("SdqDue", "2026-07-01"));
        Stood("b", Last, ("InCare", "yes"), ("OutOfArea", "unknown"), ("Assessed", "2026-06-01"), ("SdqDue", "2026-06-30"));
        Stood("c", Last, ("InCare", "no"), ("OutOfArea", "yes"), ("Assessed", "2026-06-20"));
        Stood("d", Last, ("InCare", "yes"), ("OutOfArea", "no"), ("Assessed", "2026-01-01"), ("Plan", "2026-02-01"));
        Stood("e", Last, ("InCare", "yes"), ("OutOfArea", "no"), ("Assessed", "2026-01-01"), ("Plan", "2026-02-01"), ("LastReview", "2026-04-01"));

        (Figure(Kpis.OutOfArea).Numerator, Figure(Kpis.OutOfArea).Denominator).ShouldBe((1, 4));
        (Figure(Kpis.PlanInPlace).Numerator, Figure(Kpis.PlanInPlace).Denominator).ShouldBe((2, 4));
        (Figure(Kpis.StatutorySdq).Numerator, Figure(Kpis.StatutorySdq).Denominator).ShouldBe((1, 2));
    }

    [Fact]
    public void What_happened_in_the_last_week_itself_counts_for_K1_K8_and_K12_too()
    {
        Stood("a", Last, ("Assessed", "2026-06-01"));
        Happened("planAgreed", "a", Last);
        Stood("b", Last, ("Assessed", "2026-01-01"), ("Plan", "2026-02-01"));
        Happened("reviewed", "b", Last, ("What", "Continues"));
        Stood("c", Last, ("Assessed", "2026-01-01"), ("SdqDue", "2026-06-01"));
        Closed("c", 4, Last, ("Reason", "WorkDone"));
        Stood("d", Last, ("Assessed", "2026-06-01"));
        Stood("e", Last, ("From", "2026-05-01"), ("Paused", "yes"));

        (Figure(Kpis.PlanInPlace).Numerator, Figure(Kpis.PlanInPlace).Denominator).ShouldBe((2, 3));
        Figure(Kpis.StatutorySdq).Denominator.ShouldBe(0);
        Figure(Kpis.Assessment).Figure("stillWaiting").ShouldBe(0);
    }

    [Fact]
    public void K9_counts_those_who_came_back_and_stands_by_group_though_nothing_of_them_happened_in_the_period()
    {
        Closed("a", 4, From.PlusDays(-88), ("Reason", "LostTouch"), ("AgeBand", "11-15"));
        Closed("b", 4, From.PlusDays(-87), ("Reason", "LostTouch"), ("AgeBand", "11-15"));
        Happened("reopened", "b", From.PlusDays(-40), "9");
        Closed("c", 4, From.PlusDays(-86), ("Reason", "WorkDone"), ("AgeBand", "11-15"));

        (Figure(Kpis.Disengaged).Numerator, Figure(Kpis.Disengaged).Denominator).ShouldBe((1, 3));
        var group = Kpis.Equity(Acting.Service, facts, From, Until)[FactValues.AgeBand].ShouldHaveSingleItem();
        (group.Key, group.Value.Single(kpi => kpi.Id == Kpis.Disengaged).Denominator).ShouldBe(("11-15", 3));
    }

    [Fact]
    public void K14_counts_whom_a_person_did_not_take_on_as_not_accepted()
    {
        Happened("received", "a", From, ("Outcome", "ManagerDecides"));
        Closed("a", 4, From.PlusDays(2), ("Reason", "TurnedOutNotEligible"));
        Happened("received", "b", From, ("Outcome", "Eligible"));

        var accepted = Figure(Kpis.Acceptance);
        (accepted.Numerator, accepted.Denominator).ShouldBe((1, 2));
        accepted.Part("notAccepted.person").ShouldBe(new("notAccepted.person", 1, 2));
    }

    [Fact]
    public void K5_says_of_how_many_a_reliable_change_could_be_known()
    {
        Closed("a", 4, From, ("Assessed", "2026-01-01"), ("Paired", "yes"), ("CanShow", "no"), ("Improved", "no"));
        Closed("b", 4, From, ("Assessed", "2026-01-01"), ("Paired", "yes"), ("CanShow", "yes"), ("Improved", "yes"));

        var improved = Figure(Kpis.Improved);
        (improved.Numerator, improved.Denominator, improved.Figure(Kpis.CanShow)).ShouldBe((1, 2, 1));
    }

    [Fact]
    public void K4_and_K11_follow_children_through_the_period()
    {
        Stood("a", From, ("Placement", "foster"));
        Stood("b", From, ("Placement", "kinFoster"));
        Stood("c", From, ("Placement", "childrensHome"));
        Stood("a", Last, ("Placement", "childrensHome"));
        Happened("placementChanged", "a", From.PlusDays(3), ("Planned", "no"));
        Happened("placementChanged", "a", From.PlusDays(9), ("Planned", "no"));
        Happened("placementChanged", "b", From.PlusDays(9), ("Planned", "yes"));

        var moved = Figure(Kpis.UnplannedMoves);
        (moved.Numerator, moved.Denominator, moved.Figure("unplannedChanges"), moved.Figure("plannedChanges")).ShouldBe((1, 3, 2, 1));
        (Figure(Kpis.StepUp).Numerator, Figure(Kpis.StepUp).Denominator).ShouldBe((1, 2));
    }

    [Fact]
    public void Who_ended_in_the_week_before_the_period_began_was_not_open_in_it_and_who_came_then_was()
    {
        Stood("a", From);
        Closed("a", 4, From.PlusDays(1));
        Stood("b", From);
        Closed("b", 4, From.PlusDays(1));
        Happened("reopened", "b", From.PlusDays(8), "9");
        Closed("b", 10, From.PlusDays(9));
        Happened("received", "c", From.PlusDays(1), ("Outcome", "Eligible"));
        Closed("c", 4, From.PlusDays(3));

        Kpis.Of(Acting.Service, facts, From.PlusDays(2), Until).First(kpi => kpi.Id == Kpis.UnplannedMoves).Denominator.ShouldBe(2, "b and c");
        Kpis.Of(Acting.Service, facts, From, Until).First(kpi => kpi.Id == Kpis.UnplannedMoves).Denominator.ShouldBe(3);
    }

    [Fact]
    public void K5_K10_and_K13_count_closures_and_not_what_was_opened_again()
    {
        Closed("a", 4, From, ("Assessed", "2026-01-01"), ("Paired", "yes"), ("Improved", "yes"), ("Worsened", "no"), ("Moves", "none"), ("Contacts", "10"), ("DaysOpen", "100"));
        Closed("b", 4, From, ("Assessed", "2026-01-01"), ("Paired", "yes"), ("Improved", "yes"), ("Worsened", "yes"), ("Moves", "planned"), ("Contacts", "1"), ("DaysOpen", "51"));
        Closed("c", 4, From, ("Assessed", "2026-01-01"), ("Paired", "no"), ("Moves", "unknown"), ("Contacts", "4"), ("DaysOpen", "50"));
        Closed("d", 4, From, ("Assessed", "2026-01-01"), ("Paired", "yes"), ("Improved", "yes"), ("Moves", "none"), ("Contacts", "4"), ("DaysOpen", "50"));
        Happened("reopened", "d", From.PlusDays(2), "9");
        Closed("e", 4, From, ("Reason", "NoReferral"), ("Moves", "none"));

        var improved = Figure(Kpis.Improved);
        (improved.Numerator, improved.Denominator).ShouldBe((1, 2));
        improved.Part("paired").ShouldBe(new("paired", 2, 3));
        var stable = Figure(Kpis.Stability);
        (stable.Part("maintained")!.Numerator, stable.Part("plannedMove")!.Numerator, stable.Part("unplannedMove")!.Numerator, stable.Denominator).ShouldBe((1, 1, 0, 2));
        var spent = Figure(Kpis.ContactsAndDays);
        (spent.N, spent.Figure("meanContacts"), spent.Figure("medianContacts"), spent.Figure("maxDays"), spent.Figure("meanDays")).ShouldBe((3, 5, 4, 100, 67));
    }

    [Fact]
    public void K6_counts_each_respondent_once_by_their_newest_answer_and_K7_counts_answers()
    {
        Measured("a", From.PlusDays(1), "carer", "confidence", ("Change", "2"));
        Measured("a", From.PlusDays(9), "carer", "confidence", ("Change", "0.9"));
        Measured("b", From.PlusDays(9), "socialWorker", "confidence", ("Change", "1"));
        Measured("c", From.PlusDays(9), "carer", "confidence");
        Measured("a", From.PlusDays(9), "youngPerson", "experience", ("Subscales", "listened=4 explained=3 easy=5"));

        var confidence = Figure(Kpis.Confidence);
        (confidence.Numerator, confidence.Denominator, confidence.Part("carer")!.Denominator, confidence.Part("professional")!.Numerator).ShouldBe((1, 2, 1, 1));
        (Figure(Kpis.Quality).Numerator, Figure(Kpis.Quality).Denominator, Figure(Kpis.Quality).Part("youngPerson")!.Denominator).ShouldBe((2, 3, 3));
    }

    [Fact]
    public void K9_looks_at_closures_that_became_ninety_days_old_and_at_who_came_back()
    {
        Closed("a", 4, From.PlusDays(-90), ("Reason", "LostTouch"));
        Closed("b", 4, From.PlusDays(-80), ("Reason", "LostTouch"));
        Happened("contacts", "b", From.PlusDays(-70), ("Count", "1"));
        Closed("c", 4, Until.PlusDays(-91), ("Reason", "WorkDone"));
        Closed("d", 4, From.PlusDays(-91), ("Reason", "LostTouch"));
        Closed("e", 4, From, ("Reason", "LostTouch"));

        (Figure(Kpis.Disengaged).Numerator, Figure(Kpis.Disengaged).Denominator).ShouldBe((1, 3));
    }

    [Fact]
    public void K14_K15_and_K16_count_what_came_in_and_what_became_of_it()
    {
        Happened("received", "a", From, ("Outcome", "Eligible"));
        Happened("received", "b", From, ("Outcome", "NotEligible"), ("Rule", "elsewhere"), ("Signpost", "community"));
        Happened("received", "c", From, ("Outcome", "NotEligible"), ("Rule", "elsewhere"));
        Happened("received", "d", From, ("Outcome", "ManagerDecides"));
        Happened("duplicate", "e", From, ("Outcome", "Eligible"));
        Happened("notBrought", "a", From.PlusDays(4), ("AppointmentKind", "assessment"));
        Happened("assessed", "d", From.PlusDays(4), ("AppointmentKind", "assessment"), ("WaitingDays", "4"));
        Happened("askedFor", "f", From, ("AppointmentKind", "carer-consultation"));
        Happened("tookPlace", "f", From.PlusDays(8), ("AppointmentKind", "carer-consultation"));
        Happened("askedFor", "g", From.PlusDays(3), ("AppointmentKind", "screening"), ("From", "2026-06-02"));
        Happened("screened", "g", Until.PlusDays(5), ("AppointmentKind", "screening"), ("WaitingDays", "28"));
        Happened("askedFor", "h", From.PlusDays(3), ("AppointmentKind", "screening"), ("From", "2026-05-31"));

        var accepted = Figure(Kpis.Acceptance);
        (accepted.Numerator, accepted.Denominator, accepted.Figure("managerDecides")).ShouldBe((2, 4, 1));
        accepted.Part("signposted").ShouldBe(new("signposted", 1, 2));
        accepted.Part("notAccepted.elsewhere").ShouldBe(new("notAccepted.elsewhere", 2, 4));
        accepted.Part("notBrought").ShouldBe(new("notBrought", 1, 3));
        (Figure(Kpis.Consultation).Numerator, Figure(Kpis.Consultation).Figure("askedFor")).ShouldBe((1, 1));
        (Figure(Kpis.EntryScreening).Numerator, Figure(Kpis.EntryScreening).Denominator).ShouldBe((1, 1));
    }

    [Fact]
    public void Nothing_is_said_of_nothing()
    {
        foreach (var kpi in Kpis.Of(Acting.Service, facts, From, Until))
        {
            kpi.N.ShouldBe(0, kpi.Id);
            kpi.Share.ShouldBeNull(kpi.Id);
            kpi.Figure("mean").ShouldBeNull(kpi.Id);
        }
    }

    private Kpi Figure(string id) => Kpis.Of(Acting.Service, facts, From, Until).Single(kpi => kpi.Id == id);

    private void Happened(string kind, string @case, LocalDate on, params (string, string)[] values) => Happened(kind, @case, on, "", values);

    private void Happened(string kind, string @case, LocalDate on, string n, params (string Name, string Value)[] values) => facts.Add(new(
        string.Create(CultureInfo.InvariantCulture, $"{kind}:{@case}:{(n.Length > 0 ? n : facts.Count)}"), kind, London.At(on, new(12, 0)), values.ToDictionary(value => value.Name, value => value.Value, StringComparer.Ordinal)));

    private void Closed(string @case, int n, LocalDate on, params (string, string)[] values) => Happened("closed", @case, on, n.ToString(CultureInfo.InvariantCulture), values);

    private void Measured(string @case, LocalDate on, string role, string measure, params (string, string)[] values) => Happened("measured", @case, on, [("Respondent", role), ("Measure", measure), .. values]);

    private void Stood(string @case, LocalDate monday, params (string Name, string Value)[] values) =>
        facts.Add(new($"open:{@case}", "open", London.At(monday, LocalTime.Midnight), values.ToDictionary(value => value.Name, value => value.Value, StringComparer.Ordinal)));
}
