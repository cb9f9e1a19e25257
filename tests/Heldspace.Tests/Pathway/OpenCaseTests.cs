using Heldspace.Eligibility;
using Heldspace.Intake;
using Heldspace.Messages;
using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Tests.Allocation;
using Heldspace.Tests.Services;
using NodaTime;

namespace Heldspace.Tests.Pathway;

public sealed class OpenCaseTests
{
    private static readonly EmailAddress Stranger = EmailAddress.Parse("somebody@elsewhere.example");

    private static ServiceDefinition Derby => Definitions.Shipped.Require("derby-ehwb");

    [Fact]
    public void An_eligible_child_wants_an_appointment_and_nobody_is_written_to_yet()
    {
        var change = Open(Team.Shipped, Somebody.Referral());

        change.File.Case.State.ShouldBe(CaseState.Open);
        change.File.Case.Provisional.ShouldBe(Provisional.No);
        change.File.Case.ConfirmBy.ShouldBeNull();
        change.File.Current.ShouldNotBeNull().State.ShouldBe(AppointmentState.Wanted);
        change.File.Messages.ShouldBeEmpty();
        change.Events.Select(happened => happened.GetType()).ShouldBe([typeof(CaseEvent.Received), typeof(CaseEvent.Decided)]);
        change.File.Case.LastEvent.ShouldBe(2);
        change.File.Case.Missing.ShouldContain("ethnicity");
    }

    [Fact]
    public void Where_a_manager_decides_a_place_is_wanted_all_the_same_and_every_manager_is_asked()
    {
        var file = Open(Team.Shipped, Somebody.Referral(changes: (Fields.ResponsibleAuthority, "Leeds"))).File;

        file.Case.Provisional.ShouldBe(Provisional.ManagerDecides);
        file.Current.ShouldNotBeNull();
        file.Messages.Select(message => (message.Kind, message.To, message.Alert)).ShouldBe(
            Team.Shipped.Managers.Select(manager => (Texts.DecisionNeeded, manager.Mailbox, (string?)AlertKinds.Other)));
    }

    [Fact]
    public void Where_information_is_needed_a_place_is_wanted_and_a_person_asks_for_it()
    {
        var file = Open(Team.Shipped, Somebody.Referral(changes: [(Fields.DateOfBirth, null), (Fields.NhsNumber, null)])).File;

        file.Case.Eligibility.Outcome.ShouldBe(Outcome.NeedsInformation);
        file.Case.Provisional.ShouldBe(Provisional.NeedsInformation);
        file.Current.ShouldNotBeNull();
        file.Messages.ShouldHaveSingleItem().Alert.ShouldBe(AlertKinds.DataGap);
    }

    [Fact]
    public void Who_is_not_for_the_service_gets_no_appointment_and_is_told_where_to_turn()
    {
        var file = Open(Derby, Somebody.Referral(changes: [(Fields.Category, "privateFostering")])).File;

        file.Case.State.ShouldBe(CaseState.Signposted);
        file.Case.Provisional.ShouldBe(Provisional.No);
        file.Current.ShouldBeNull();
        file.Messages.ShouldHaveSingleItem().Kind.ShouldBe(Texts.Signposted);
    }

    [Fact]
    public void A_form_from_an_untrusted_address_is_confirmed_first()
    {
        var file = Open(Team.Shipped, Somebody.Referral(Somebody.Known with { Email = Stranger, Trusted = false }, Channel.Form)).File;

        file.Case.Provisional.ShouldBe(Provisional.Unconfirmed);
        file.Case.ConfirmBy.ShouldBe(Team.Now + Duration.FromHours(48));
        file.Current.ShouldNotBeNull();
        file.Messages.ShouldHaveSingleItem().Kind.ShouldBe(Texts.Confirm);
    }

    [Fact]
    public void A_mail_from_anywhere_needs_no_confirmation_and_nor_does_a_signposted_form()
    {
        Open(Team.Shipped, Somebody.Referral(Somebody.Known with { Email = Stranger, Trusted = false })).File.Case.ConfirmBy.ShouldBeNull();
        var signposted = Open(Derby, Somebody.Referral(Somebody.Known with { Email = Stranger, Trusted = false }, Channel.Form, (Fields.Category, "privateFostering"))).File;
        signposted.Case.ConfirmBy.ShouldBeNull();
        signposted.Messages.ShouldHaveSingleItem().Kind.ShouldBe(Texts.Signposted);
    }

    [Fact]
    public void Without_an_address_a_person_rings()
    {
        var file = Open(Team.Shipped, Somebody.Referral(Somebody.Known with { Email = null, Trusted = false }, Channel.Form)).File;

        file.Case.Provisional.ShouldBe(Provisional.No);
        file.Messages.ShouldBeEmpty("Whoever rings wants to say the day and the time.");
        PlanAppointmentMessages.OnNoPlace(Team.Shipped, file, Team.Now).ShouldContain(message => message.Kind == Texts.AlertRing);
    }

    [Fact]
    public void Who_the_child_is_must_be_asked_where_what_was_written_cannot_be_relied_on()
    {
        var file = Open(Team.Shipped, Somebody.Referral()).File;
        var child = file.Case.Child.With(Fields.NhsNumber, Reading.Invalid("body, line 3", "943 476 5918: the check digit does not fit"));
        var opened = Open(Team.Shipped, Somebody.Referral() with { Children = [child] }).File;

        opened.Case.Unclear.ShouldBe([Fields.NhsNumber.Name]);
        opened.Messages.ShouldContain(message => message.Alert == AlertKinds.DataGap);
    }

    [Fact]
    public void What_could_not_be_read_and_an_interpreter_are_each_told_to_a_person()
    {
        var file = Open(Team.Shipped, Somebody.Referral(changes: [(Fields.Interpreter, "yes")]) with { Unread = ["attachment 1 (PDF)"] }).File;

        file.Messages.Select(message => message.Alert).ShouldBe([AlertKinds.Unreadable, AlertKinds.Other]);
        file.Messages.ShouldAllBe(message => message.ToStaff && message.To == Team.Shipped.Scheduler.Mailbox);
    }

    [Fact]
    public void A_form_that_a_program_filled_in_holds_nothing_and_answers_nobody()
    {
        var file = OpenCase.Quarantine(Team.Shipped, Somebody.Referral(channel: Channel.Form), Somebody.Reference, Team.Now).File;

        file.Case.State.ShouldBe(CaseState.Quarantined);
        file.Current.ShouldBeNull();
        file.Messages.ShouldHaveSingleItem().ToStaff.ShouldBeTrue();
    }

    [Fact]
    public void Deciding_again_plans_the_same_messages()
    {
        foreach (var service in Definitions.Shipped.All)
        {
            var referral = Somebody.Referral(Somebody.Known with { Email = null }, changes: [(Fields.Interpreter, "yes"), (Fields.DateOfBirth, null), (Fields.NhsNumber, null)]) with { Unread = ["attachment 1"] };
            var file = Somebody.Opened(service, referral);

            file.Plan(PlanReferralMessages.OnOpening(service, file, Team.Now + Duration.FromHours(1))).Messages.ShouldBe(file.Messages);
            file.Messages.Select(message => message.Id).ShouldBeUnique();
        }
    }

    private static Change Open(ServiceDefinition service, Referral referral) => OpenCase.Decide(service, referral, referral.Children[0], Somebody.Reference, Team.Now);
}
