using Heldspace.Intake;
using Heldspace.Pathway;
using Heldspace.Tests.Allocation;
using Heldspace.Tests.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Tests.Pathway;

public sealed class AskWhetherSeenTests
{
    private const string By = "helen.marchbank@caring-to-care.example";

    [Fact]
    public void It_is_asked_four_weeks_later_again_two_weeks_after_a_no_and_never_after_a_yes()
    {
        var derby = Definitions.Shipped.Require("derby-ehwb");
        var referral = Somebody.Referral(null, Channel.Mail, (Fields.Category, "privateFostering"), (Fields.LegalStatus, null), (Fields.ResponsibleAuthority, "Derby"), (Fields.LivesIn, "Derby")) with { Service = derby.Id };
        var told = Somebody.Opened(derby, referral);
        var received = London.Day(Team.Now);

        told.Case.IsOver.ShouldBeFalse();
        var step = NextStep.Of(derby, told, Team.Now)!;
        (step.Kind, step.Owner, step.By).ShouldBe((StepKind.AskWhetherSeen, StepOwner.Scheduler, received.PlusWeeks(4)));

        var later = Team.Now + Duration.FromDays(28);
        var no = told.Do(new Act.WhetherSeen(received.PlusWeeks(4), false, "not yet") { By = By }, later, service: derby);
        NextStep.Of(derby, no, later)!.By.ShouldBe(received.PlusWeeks(6));
        no.Rule(new Act.WhetherSeen(received.PlusWeeks(4), false, "not yet") { By = By }, later, service: derby).ShouldBeOfType<Ruling.Nothing>();

        var yes = no.Do(new Act.WhetherSeen(received.PlusWeeks(4), true, "last week") { By = By }, later, service: derby);
        yes.Case.IsOver.ShouldBeTrue();
        NextStep.Of(derby, yes, later).ShouldBeNull();
        Acting.Held().Rule(new Act.WhetherSeen(received, true, "") { By = By }, Team.Now).ShouldBeOfType<Ruling.Refuse>();
    }
}
