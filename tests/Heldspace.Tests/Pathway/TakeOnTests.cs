using Heldspace.Intake;
using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Tests.Allocation;

namespace Heldspace.Tests.Pathway;

public sealed class TakeOnTests
{
    private static readonly Act.TakeOn Ours = new("Leeds and we agreed it.") { By = "helen.marchbank@caring-to-care.example" };

    [Fact]
    public void A_provisional_place_becomes_theirs_they_hear_of_it_and_the_step_is_taken()
    {
        var held = Provisionally();
        NextStep.Of(Acting.Service, held, Team.Now)!.Kind.ShouldBe(StepKind.Decide);

        var ruling = held.Rule(Ours, Team.Now);
        ruling.Events().ShouldBe([new CaseEvent.TakenOn(Provisional.ManagerDecides, Ours.Why, Ours.By) { At = Team.Now }]);
        var taken = ruling.ShouldBeOfType<Ruling.Do>().Change.File;

        (taken.Case.Provisional, taken.Current!.State).ShouldBe((Provisional.No, AppointmentState.Held));
        NextStep.Of(Acting.Service, taken, Team.Now)!.Kind.ShouldBe(StepKind.Meet);
        var mail = taken.Messages.Except(held.Messages).ShouldHaveSingleItem();
        (mail.Kind, mail.To).ShouldBe((Texts.Held, held.Case.Referrer.Email!));
        taken.Rule(Ours, Team.Now).ShouldBeOfType<Ruling.Nothing>();
    }

    [Fact]
    public void What_was_missing_and_is_known_now_settles_it_as_well()
    {
        var held = Provisionally();
        var missing = held with { Case = held.Case with { Provisional = Provisional.NeedsInformation } };
        NextStep.Of(Acting.Service, missing, Team.Now)!.Kind.ShouldBe(StepKind.AskForWhatIsMissing);

        missing.Do(Ours, Team.Now).Case.Provisional.ShouldBe(Provisional.No);
    }

    [Fact]
    public void It_is_said_with_a_reason_and_not_before_the_sender_has_confirmed()
    {
        var held = Provisionally();
        held.Rule(Ours with { Why = " " }, Team.Now).ShouldBeOfType<Ruling.Refuse>().Why.ShouldStartWith("Write why");
        (held with { Case = held.Case with { Provisional = Provisional.Unconfirmed } }).Rule(Ours, Team.Now).ShouldBeOfType<Ruling.Refuse>().Why.ShouldContain("confirms it first");
        (held with { Case = held.Case with { State = CaseState.Closed } }).Rule(Ours, Team.Now).ShouldBeOfType<Ruling.Refuse>();
        Acting.Held().Rule(Ours, Team.Now).ShouldBeOfType<Ruling.Nothing>();
    }

    private static CaseFile Provisionally()
    {
        var held = Somebody.Held(Acting.Service, Somebody.Opened(Acting.Service, Somebody.Referral(null, Channel.Mail, (Fields.ResponsibleAuthority, "Leeds"))));
        held.Case.Provisional.ShouldBe(Provisional.ManagerDecides);
        return held;
    }
}
