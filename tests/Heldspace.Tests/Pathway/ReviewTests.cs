using Heldspace.Pathway;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Tests.Pathway;

public sealed class ReviewTests
{
    private const string By = "imogen.farrow@caring-to-care.example";

    [Fact]
    public void The_next_review_is_twelve_weeks_after_the_last()
    {
        var agreed = Agreed();
        var begun = London.Day(agreed.Case.InterventionAt!.Value);
        Step(agreed, begun).ShouldBe((StepKind.Review, begun.PlusWeeks(12)));

        var on = begun.PlusWeeks(11);
        var reviewed = agreed.Do(new Act.Reviewed(on, ReviewOutcome.GoesOn) { By = By }, Noon(on));
        Step(reviewed, on).ShouldBe((StepKind.Review, on.PlusWeeks(12)));
        reviewed.Rule(new Act.Reviewed(on, ReviewOutcome.GoesOn) { By = "somebody else" }, Noon(on)).ShouldBeOfType<Ruling.Nothing>();

        var corrected = reviewed.Do(new Act.Reviewed(on, ReviewOutcome.ChangedPlan) { By = By }, Noon(on));
        corrected.Case.Reviews.ShouldHaveSingleItem().What.ShouldBe(ReviewOutcome.ChangedPlan);
        Step(corrected, on).ShouldBe((StepKind.Review, on.PlusWeeks(12)));
    }

    [Fact]
    public void After_a_review_that_ends_the_work_the_key_worker_closes_the_case_unless_another_goes_on()
    {
        var agreed = Agreed();
        var on = London.Day(agreed.Case.InterventionAt!.Value).PlusWeeks(12);
        var ends = agreed.Do(new Act.Reviewed(on, ReviewOutcome.Ends) { By = By }, Noon(on));
        Step(ends, on).ShouldBe((StepKind.Close, on.PlusWeeks(2)));
        NextStep.Of(Acting.Service, ends, Noon(on)).ShouldNotBeNull().Clinician.ShouldBe(agreed.Case.KeyWorker);

        var later = on.PlusWeeks(1);
        Step(ends.Do(new Act.Reviewed(later, ReviewOutcome.GoesOn) { By = By }, Noon(later)), later).ShouldBe((StepKind.Review, later.PlusWeeks(12)));
    }

    [Fact]
    public void Nothing_is_reviewed_that_has_not_begun_or_on_a_day_before_it()
    {
        var assessed = Acting.Assessed();
        var day = London.Day(OverdueStepTests.Now(assessed));
        assessed.Rule(new Act.Reviewed(day, ReviewOutcome.GoesOn) { By = By }, OverdueStepTests.Now(assessed)).ShouldBeOfType<Ruling.Refuse>();

        var agreed = Agreed();
        var begun = London.Day(agreed.Case.InterventionAt!.Value);
        foreach (var on in new[] { begun.PlusDays(-1), begun.PlusDays(3) })
        {
            agreed.Rule(new Act.Reviewed(on, ReviewOutcome.Ends) { By = By }, Noon(begun.PlusDays(2))).ShouldBeOfType<Ruling.Refuse>();
        }
    }

    private static CaseFile Agreed()
    {
        var begun = OverdueStepTests.Begun();
        return begun.Do(new Act.Plan(London.Day(begun.Case.InterventionAt!.Value)) { By = By }, OverdueStepTests.Now(begun));
    }

    private static (StepKind Kind, LocalDate By) Step(CaseFile file, LocalDate day)
    {
        var step = NextStep.Of(Acting.Service, file, Noon(day)).ShouldNotBeNull();
        return (step.Kind, step.By.ShouldNotBeNull());
    }

    private static Instant Noon(LocalDate day) => London.At(day, LocalTime.Noon);
}
