using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Tests.Allocation;
using NodaTime;

namespace Heldspace.Tests.Pathway;

public sealed class OwnCasesTests
{
    private static readonly CaseFile Held = Acting.Held();

    private static readonly TeamMember Ada = Acting.Service.Team.Single(member => member.Id == Held.Current!.Slot!.Clinician);

    [Fact]
    public void A_clinician_sees_whom_they_will_meet_have_met_or_work_with_and_nobody_else()
    {
        OwnCases.Includes(Held, Ada, Team.Now).ShouldBeTrue();
        Acting.Service.Team.Where(member => member != Ada).ShouldAllBe(member => !OwnCases.Includes(Held, member, Team.Now));

        var assessed = Held.Do(Held.Say(AppointmentOutcome.TookPlace), Held.Evening());
        var year = Held.Evening() + Duration.FromDays(365);
        OwnCases.Includes(assessed with { Case = assessed.Case with { KeyWorker = null } }, Ada, year).ShouldBeTrue();
        var worker = Acting.Service.Team.First(member => member != Ada);
        OwnCases.Includes(assessed with { Case = assessed.Case with { KeyWorker = worker.Id } }, worker, year).ShouldBeTrue();
        OwnCases.Includes(Held.Do(Held.Say(AppointmentOutcome.NotBrought), Held.Evening()), Ada, year).ShouldBeTrue();
    }

    [Fact]
    public void Who_was_to_meet_a_child_and_did_not_sees_them_no_more()
    {
        var cancelled = CancelAppointment.ByFamily(Acting.Service, Held, Held.Current!, Held.Current!.Attempt, CancelReason.Time, null, ring: false, Team.Now)!.File;

        OwnCases.Includes(cancelled, Ada, Team.Now).ShouldBeFalse();
    }

    [Fact]
    public void Who_wrote_down_that_it_was_cancelled_can_take_it_back_on_that_day()
    {
        var cancelled = Held.Do(new Act.Outcome(Held.Current!.Id, AppointmentOutcome.CancelledByService) { By = Ada.Mailbox.Text }, Team.Now);

        OwnCases.Includes(cancelled, Ada, Team.Now).ShouldBeTrue();
        OwnCases.Includes(cancelled, Ada, Team.Now + Duration.FromDays(1)).ShouldBeFalse();
    }

    [Fact]
    public void Nobody_sees_a_child_whom_they_must_not_see_whatever_was_held_with_them()
    {
        var barred = Held.Do(new Act.Bar(Ada.Id, "related") { By = "somebody" }, Held.Evening());

        barred.Current.ShouldNotBeNull().State.ShouldBe(AppointmentState.Held);
        OwnCases.Includes(barred, Ada, Held.Evening()).ShouldBeFalse();
    }
}
