using Heldspace.Intake;
using Heldspace.Pathway;
using Heldspace.Roster;
using Heldspace.Services;
using Heldspace.Tests.Allocation;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Tests.Pathway;

/// <summary>What the authority's list says of a child whose case is open, and who is written to after a move.</summary>
public sealed class FollowRosterTests
{
    private static readonly Referrer Carer = new("Persimmon Wetherby", "carer", EmailAddress.Parse("wetherby@elsewhere.example"), "07700 900900", null, Trusted: true);

    private static readonly LocalDate Today = London.Day(Team.Now);

    private static readonly Instant Later = Team.Now + Duration.FromDays(3);

    private static ServiceDefinition Service => Team.Shipped;

    [Fact]
    public void A_move_that_the_list_shows_stands_on_the_case_once_and_a_person_says_whether_it_was_planned()
    {
        var held = Acting.Held();
        var moved = held.Do(Move(Today.PlusDays(2)), Later);

        var move = moved.Case.PlacementMoves.ShouldHaveSingleItem();
        (move.On, move.Planned, move.By).ShouldBe((Today.PlusDays(2), null, FollowRoster.By));
        moved.Case.Child.Value(Fields.PlacementPostcode).ShouldBe("ZZ99 8RR");
        NextStep.Of(Service, moved, Later)!.Kind.ShouldBe(StepKind.CheckContacts);
        moved.Rule(Move(Today.PlusDays(2)), Later).ShouldBeOfType<Ruling.Nothing>();

        var said = moved.Do(new Act.Placement(Today.PlusDays(2), true) { By = "someone" }, Later);
        said.Case.PlacementMoves.ShouldHaveSingleItem().Planned.ShouldBe(true);
        said.Rule(Move(Today.PlusDays(2)), Later).ShouldBeOfType<Ruling.Nothing>();
    }

    [Fact]
    public void A_move_that_a_person_wrote_down_in_the_same_week_is_the_same_move_and_the_list_says_where_to()
    {
        var said = Acting.Held().Do(new Act.Placement(Today.PlusDays(1), false) { By = "someone" }, Later);
        var told = said.Do(Move(Today.PlusDays(3)), Later);

        told.Case.PlacementMoves.ShouldHaveSingleItem().ShouldBe(new(Today.PlusDays(1), false, "someone") { Was = new(null, "Cheshire West and Chester") });
        told.Case.Child.Value(Fields.PlacementPostcode).ShouldBe("ZZ99 8RR");
        told.Messages.Length.ShouldBe(said.Messages.Length);
        told.Rule(Move(Today.PlusDays(3)), Later).ShouldBeOfType<Ruling.Nothing>();
    }

    [Fact]
    public void The_time_to_look_at_the_contacts_counts_from_when_the_move_became_known()
    {
        var moved = Acting.Held().Do(Move(new(2024, 3, 1)), Later);

        NextStep.Of(Service, moved, Later)!.ShouldSatisfyAllConditions(
            step => step.Kind.ShouldBe(StepKind.CheckContacts),
            step => step.By.ShouldBe(WorkingDays.Of(Service).After(London.Day(Later), 2)));
        moved.Case.PlacementMoves.ShouldBeEmpty();
    }

    [Fact]
    public void Another_social_worker_than_the_one_who_is_written_to_is_looked_at_once_and_nothing_else_changes()
    {
        var held = Acting.Held();
        var act = new Act.RosterWorker(Somebody.Known.Email!, Today) { By = FollowRoster.By };
        var told = held.Do(act, Later);

        told.Case.Referrer.ShouldBe(held.Case.Referrer);
        told.Case.ContactCheck.ShouldBe(new(Today, null) { KnownOn = London.Day(Later), OtherWorker = true });
        told.Messages.Length.ShouldBe(held.Messages.Length + 1);
        told.Messages[^1].ToStaff.ShouldBeTrue();
        NextStep.Of(Service, told, Later)!.Words.ShouldContain("another social worker");

        told.Rule(act, Later).ShouldBeOfType<Ruling.Nothing>();
        var settled = told.Do(new Act.CheckContacts(ContactAnswer.StillRight) { By = "someone" }, Later);
        settled.Rule(act, Later).ShouldBeOfType<Ruling.Nothing>();
        held.Rule(act with { Was = EmailAddress.Parse("somebody.else@nhs.example") }, Later).ShouldBeOfType<Ruling.Nothing>();
    }

    [Fact]
    public void Nothing_is_written_any_more_to_the_carer_of_a_placement_that_ended()
    {
        var held = Somebody.Held(Service, Somebody.Opened(Service, Somebody.Referral(Carer)));
        held.Messages.ShouldContain(message => message.To == Carer.Email);

        var moved = held.Do(Move(Today.PlusDays(1)), Later);

        moved.Case.Referrer.Email.ShouldBeNull();
        moved.Case.ContactCheck!.Dropped.ShouldBe(Carer);
        moved.Case.ReceiptWithheld.ShouldBeTrue();
        PlanAppointmentMessages.Reminder(Service, moved, moved.Current!, Later).ShouldBeEmpty();
        moved.Messages.Where(message => message.PlannedAt == Later).ShouldAllBe(message => message.ToStaff);
    }

    [Theory]
    [InlineData("+441632960123")]
    [InlineData(null)]
    public void A_carer_who_gave_no_mail_address_opens_nothing_by_link_once_the_placement_has_ended(string? phone)
    {
        var rung = Somebody.Held(Service, Somebody.Opened(Service, Somebody.Referral(Carer with { Email = null, Phone = phone })));
        AgreeAppointment.Standing(rung, rung.Current!, Later).ShouldBe(LinkStanding.Soon);

        var moved = rung.Do(Move(Today.PlusDays(1)), Later);

        moved.Case.ReceiptWithheld.ShouldBeTrue();
        AgreeAppointment.Standing(moved, moved.Current!, Later).ShouldBe(LinkStanding.Nothing);
        AgreeAppointment.Agree(moved, moved.Current!, moved.Current!.Attempt, Later).ShouldBeNull();
        var right = moved.Do(new Act.CheckContacts(ContactAnswer.StillRight) { By = "someone" }, Later);
        AgreeAppointment.Standing(right, right.Current!, Later).ShouldBe(LinkStanding.Soon);
    }

    [Fact]
    public void Whoever_is_not_written_to_any_more_sees_nothing_more_by_an_old_link_whatever_their_role()
    {
        var worker = Carer with { Role = "socialWorker" };
        var moved = Somebody.Held(Service, Somebody.Opened(Service, Somebody.Referral(worker))).Do(Move(Today.PlusDays(1)), Later);
        moved.Case.ReceiptWithheld.ShouldBeFalse();

        moved.Do(new Act.CheckContacts(ContactAnswer.SomebodyElse, Carer) { By = "someone" }, Later).Case.ReceiptWithheld.ShouldBeTrue();
        moved.Do(new Act.CheckContacts(ContactAnswer.Nobody) { By = "someone" }, Later).Case.ReceiptWithheld.ShouldBeTrue();
    }

    [Theory]
    [InlineData(ContactAnswer.StillRight, "wetherby@elsewhere.example", false)]
    [InlineData(ContactAnswer.SomebodyElse, "new.carer@elsewhere.example", true)]
    [InlineData(ContactAnswer.Nobody, null, true)]
    public void Whoever_checks_the_contacts_says_whom_we_write_to(ContactAnswer answer, string? address, bool withheld)
    {
        var moved = Somebody.Held(Service, Somebody.Opened(Service, Somebody.Referral(Carer))).Do(Move(Today.PlusDays(1)), Later);

        var settled = moved.Do(new Act.CheckContacts(answer, Carer with { Email = EmailAddress.Parse("new.carer@elsewhere.example") }) { By = "someone" }, Later);

        settled.Case.ContactCheck.ShouldBeNull();
        settled.Case.Referrer.Email?.Text.ShouldBe(address);
        (settled.Case.Referrer.Email is null).ShouldBe(address is null);
        settled.Case.ReceiptWithheld.ShouldBe(withheld);
        settled.Messages.Any(message => message.Kind == Texts.Held && message.To.Text == "new.carer@elsewhere.example").ShouldBe(answer == ContactAnswer.SomebodyElse);
        settled.Rule(new Act.CheckContacts(answer, Carer) { By = "someone" }, Later).ShouldBeOfType<Ruling.Nothing>();
    }

    [Fact]
    public void A_social_worker_stays_who_is_written_to_while_the_contacts_are_checked()
    {
        var moved = Acting.Held().Do(Move(Today.PlusDays(1)), Later);

        moved.Case.Referrer.ShouldBe(Somebody.Known);
        moved.Case.ContactCheck!.Dropped.ShouldBeNull();
    }

    [Fact]
    public void A_child_who_is_no_longer_listed_keeps_everything_and_a_person_is_told_once()
    {
        var held = Acting.Held();
        var left = new Act.RosterDiffers(RosterChange.Left, Today) { By = FollowRoster.By };

        var told = held.Do(left, Later);

        told.Case.State.ShouldBe(CaseState.Open);
        told.Current!.State.ShouldBe(AppointmentState.Held);
        told.Messages.Length.ShouldBe(held.Messages.Length + 1);
        told.Rule(left, Later).ShouldBeOfType<Ruling.Nothing>();
    }

    [Fact]
    public void The_day_of_the_yearly_SDQ_stands_on_the_case()
    {
        var due = Today.PlusDays(60);
        var told = Acting.Held().Do(new Act.RosterSdq(due) { By = FollowRoster.By }, Later);

        told.Case.SdqDueOn.ShouldBe(due);
        told.Rule(new Act.RosterSdq(due) { By = FollowRoster.By }, Later).ShouldBeOfType<Ruling.Nothing>();
    }

    private static Act.RosterPlacement Move(LocalDate on) =>
        new(on, Today.PlusDays(2), Child.Empty(1).With(Fields.PlacementPostcode, Reading.Known("ZZ99 8RR", "roster, line 2"))) { By = FollowRoster.By };
}
