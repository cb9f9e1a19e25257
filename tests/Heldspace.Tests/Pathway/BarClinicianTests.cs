using Heldspace.Pathway;
using Heldspace.Tests.Allocation;
using NodaTime;

namespace Heldspace.Tests.Pathway;

public sealed class BarClinicianTests
{
    private const string By = "helen.marchbank@caring-to-care.example";

    [Fact]
    public void What_is_held_with_them_is_offered_again_with_somebody_else_inside_the_same_clock()
    {
        var held = Acting.Held();
        var clinician = held.Current!.Slot!.Clinician;
        var ruling = held.Rule(Bar(clinician), Early(held)).ShouldBeOfType<Ruling.Do>();
        var barred = ruling.Change.File;

        barred.Current.ShouldNotBeNull().State.ShouldBe(AppointmentState.Wanted);
        barred.Current.Superseded.ShouldHaveSingleItem().EventId.ShouldBe("event-1");
        ruling.Change.Events.Select(happened => happened.GetType()).ShouldBe([typeof(CaseEvent.ConflictNoted), typeof(CaseEvent.PlaceLost)]);
        ruling.Change.File.Case.LastEvent.ShouldBe(held.Case.LastEvent + 2);
        HoldAppointment.Need(Acting.Service, barred, barred.Current, Team.Now).NotWith.ShouldContain(clinician);
        barred.Current.Wish.NotWith.ShouldBeEmpty();

        var again = Somebody.Held(Acting.Service, barred).Current!;
        again.Slot!.Clinician.ShouldNotBe(clinician);
        HoldAppointment.Need(Acting.Service, barred, again, Team.Now).TargetDay.ShouldBe(HoldAppointment.Need(Acting.Service, held, held.Current, Team.Now).TargetDay);
        barred.Rule(Bar(clinician), Early(held)).ShouldBeOfType<Ruling.Nothing>();
    }

    [Fact]
    public void Why_is_in_the_case_and_in_no_mail()
    {
        var held = Acting.Held();
        var barred = held.Do(Bar(held.Current!.Slot!.Clinician), held.Current.Slot.Start - Duration.FromHours(20));
        barred.Case.Conflicts.ShouldHaveSingleItem().Reason.ShouldBe("canary-reason");
        barred.Messages.ShouldAllBe(message => message.About == null || !message.About.Contains("canary", StringComparison.Ordinal));
        held.Rule(new Act.Bar(held.Current.Slot.Clinician, " ") { By = By }, Early(held)).ShouldBeOfType<Ruling.Refuse>();
        held.Rule(Bar("nobody"), Early(held)).ShouldBeOfType<Ruling.Refuse>();
    }

    [Fact]
    public void One_that_is_near_is_given_another_place_by_a_person_who_rings()
    {
        var held = Acting.Held();
        var clinician = held.Current!.Slot!.Clinician;
        var barred = held.Do(Bar(clinician), held.Current.Slot.Start - Duration.FromHours(20));

        barred.Current.ShouldNotBeNull().State.ShouldBe(AppointmentState.ToRing);
        barred.Current.Alternatives.ShouldAllBe(other => other.Slot.Clinician != clinician);
        barred.Messages.ShouldContain(message => message.To == Acting.Service.Scheduler.Mailbox && message.About!.Contains("ring the family", StringComparison.Ordinal));
    }

    [Fact]
    public void A_place_that_is_being_claimed_with_them_is_given_up()
    {
        var proposed = Somebody.Proposed(Acting.Service, Somebody.Opened(Acting.Service, Somebody.Referral()));
        var barred = proposed.Do(Bar(proposed.Current!.Slot!.Clinician), Team.Now);
        barred.Current.ShouldNotBeNull().State.ShouldBe(AppointmentState.Wanted);
        barred.Current.Superseded.ShouldHaveSingleItem().Attempt.ShouldBe(proposed.Current.Attempt);
    }

    [Fact]
    public void A_key_worker_who_must_not_see_the_child_is_theirs_no_more_and_a_manager_chooses_another()
    {
        var held = Somebody.Held(Acting.Service, Acting.Assessed());
        var clinician = held.Case.KeyWorker!;
        var barred = held.Do(Bar(clinician), held.Current!.Slot!.Start - Duration.FromDays(4));

        barred.Case.KeyWorker.ShouldBeNull();
        barred.Messages.Count(message => message.Id.StartsWith("alert-other.key-worker.", StringComparison.Ordinal)).ShouldBe(Acting.Service.Managers.Length);
        var again = Somebody.Held(Acting.Service, barred);
        NextStep.Of(Acting.Service, again, Team.Now).ShouldNotBeNull().ShouldSatisfyAllConditions(
            step => step.Kind.ShouldBe(StepKind.ChooseKeyWorker), step => step.Owner.ShouldBe(StepOwner.Manager), step => step.By.ShouldNotBeNull());
        again.Rule(new Act.KeyWorker(clinician, "") { By = By }, Team.Now).ShouldBeOfType<Ruling.Refuse>().Why.ShouldContain("conflict of interest");
        ChooseKeyWorker.MayBeChosen(Acting.Service, again).ShouldAllBe(member => member.Id != clinician);

        var lifted = again.Do(new Act.LiftBar(clinician) { By = By }, Team.Now);
        lifted.Case.Conflicts.ShouldBeEmpty();
        lifted.Do(new Act.KeyWorker(clinician, "") { By = By }, Team.Now).Case.KeyWorker.ShouldBe(clinician);
        lifted.Rule(new Act.LiftBar(clinician) { By = By }, Team.Now).ShouldBeOfType<Ruling.Nothing>();
    }

    [Fact]
    public void A_calendar_that_is_gone_is_no_conflict_of_interest()
    {
        var assessed = Acting.Assessed();
        var worker = assessed.Case.KeyWorker!;
        var gone = assessed.With(assessed.Current! with { Wish = assessed.Current!.Wish with { NotWith = [worker], Clinician = null } }) with { Case = assessed.Case with { KeyWorker = null } };

        ChooseKeyWorker.Conflicts(gone).ShouldBeEmpty();
        ChooseKeyWorker.Able(Acting.Service, gone).ShouldAllBe(member => member.Id != worker);
        var chosen = gone.Do(new Act.KeyWorker(worker, "Their calendar is there again.") { By = By }, Team.Now);
        chosen.Current.ShouldNotBeNull().Wish.NotWith.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(72, AppointmentState.Wanted)]
    [InlineData(20, AppointmentState.ToRing)]
    public void A_move_to_another_time_with_them_ends_and_somebody_else_is_looked_for(int hoursBefore, AppointmentState expected)
    {
        var held = Acting.Held();
        var slot = held.Current!.Slot!;
        var now = slot.Start - Duration.FromHours(hoursBefore);
        var moving = MoveAppointment.Want(held, held.Current, Later(slot), MovedBy.Family, "chosen", now)!.File;

        var barred = moving.Do(Bar(slot.Clinician), now).Current.ShouldNotBeNull();

        barred.State.ShouldBe(expected);
        barred.Move.ShouldBeNull();
        barred.Slot.ShouldBeNull();
        barred.Superseded.Select(superseded => superseded.Slot.Start).ShouldBe([Later(slot).Start, slot.Start]);
        barred.Superseded[^1].EventId.ShouldBe("event-1");
    }

    private static Heldspace.Allocation.Slot Later(Heldspace.Allocation.Slot slot) => slot with
    {
        Start = slot.Start + Duration.FromDays(7),
        End = slot.End + Duration.FromDays(7),
        BlockStart = slot.BlockStart + Duration.FromDays(7),
        BlockEnd = slot.BlockEnd + Duration.FromDays(7),
    };

    private static Act.Bar Bar(string clinician) => new(clinician, "canary-reason") { By = By };

    private static Instant Early(CaseFile file) => file.Current!.Slot!.Start - Duration.FromDays(3);
}
