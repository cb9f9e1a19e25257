using Heldspace.Intake;
using Heldspace.Messages;
using Heldspace.Pathway;
using Heldspace.Safeguarding;
using Heldspace.Services;
using Heldspace.Tests.Allocation;
using NodaTime;

namespace Heldspace.Tests.Pathway;

/// <summary>Two referrals that may be of one child: proposed, merged by a person, parted by a person, and never left waiting.</summary>
public sealed class SameChildTests
{
    private const string By = "helen.marchbank@caring-to-care.example";

    private static readonly CaseId First = CaseId.Of(IntakeId.Parse("20260914083000000-abcdefghijklmnop"), 1);

    private static readonly MaybeSame Other = new(First, Reference.Of(7), ["the same NHS number"]);

    [Fact]
    public void A_second_referral_holds_no_place_its_sender_hears_nothing_of_the_first_and_a_person_is_asked()
    {
        var file = Second();

        (file.Case.State, file.Current, file.Case.Provisional).ShouldBe((CaseState.PossibleDuplicate, null, Provisional.No));
        var outside = file.Messages.Where(message => !message.ToStaff).ShouldHaveSingleItem();
        (outside.Kind, outside.To).ShouldBe((Texts.Received, Somebody.Known.Email!));
        var asked = file.Messages.Where(message => message.ToStaff).ShouldHaveSingleItem();
        (asked.To, asked.Alert).ShouldBe((Acting.Service.Scheduler.Mailbox, AlertKinds.Other));
        asked.About!.ShouldContain("HS-");
        NextStep.Of(Acting.Service, file, Team.Now)!.Words.ShouldContain("Look at both");
    }

    [Fact]
    public void What_speaks_of_immediate_risk_gets_its_place_at_once_and_the_question_is_asked_beside()
    {
        var referral = Somebody.Referral() with { Concerns = [new Concern(ConcernKind.Harm, "mail, line 3", AtHome: false)] };
        var file = Open(referral);

        (file.Case.State, file.Current!.State).ShouldBe((CaseState.Open, AppointmentState.Wanted));
        file.Messages.ShouldContain(message => message.Id == $"{Texts.AlertOther}.same.{First}");
    }

    [Fact]
    public void Two_children_have_a_place_each_with_the_clock_of_the_receipt()
    {
        var ruling = Second().Rule(new Act.AreTwo(First) { By = By }, Team.Now + Duration.FromHours(3));
        var file = ruling.ShouldBeOfType<Ruling.Do>().Change.File;

        ruling.Events()[0].ShouldBe(new CaseEvent.TwoChildren(First, Other.Reference, By) { At = Team.Now + Duration.FromHours(3) });
        (file.Case.State, file.Current!.State).ShouldBe((CaseState.Open, AppointmentState.Wanted));
        file.Case.ClockStart(OpenCase.Assessment).ShouldBe(Team.Now);
        file.Rule(new Act.AreTwo(First) { By = By }, Team.Now).ShouldBeOfType<Ruling.Nothing>();
        file.Rule(new Act.NoteSame(Other) { By = "service" }, Team.Now).ShouldBeOfType<Ruling.Nothing>("what was said stays said");
    }

    [Fact]
    public void A_case_that_may_be_of_yet_another_child_waits_on()
    {
        var more = Second().Do(new Act.NoteSame(new(CaseId.Of(First.Intake, 2), Reference.Of(8), ["the same date of birth"])) { By = "service" }, Team.Now);

        var said = more.Do(new Act.AreTwo(First) { By = By }, Team.Now);
        said.Case.State.ShouldBe(CaseState.PossibleDuplicate);
        said.Do(new Act.AreTwo(CaseId.Of(First.Intake, 2)) { By = By }, Team.Now).Case.State.ShouldBe(CaseState.Open);
    }

    [Fact]
    public void Nobody_waits_because_nobody_said()
    {
        var file = Second();
        var until = ProposeMerge.Until(Acting.Service, file.Case);

        file.Rule(new Act.NobodySaidWhetherSame { By = "service" }, until - Duration.FromMinutes(1)).ShouldBeOfType<Ruling.Nothing>();
        var opened = file.Do(new Act.NobodySaidWhetherSame { By = "service" }, until);
        (opened.Case.State, opened.Current!.State).ShouldBe((CaseState.Open, AppointmentState.Wanted));
        opened.Rule(new Act.NobodySaidWhetherSame { By = "service" }, until).ShouldBeOfType<Ruling.Nothing>();
        opened.Rule(new Act.Merge(First) { By = By }, until).ShouldBeOfType<Ruling.Do>("it can still be said later");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Nobody_learns_by_a_form_whether_a_child_is_known_here(bool trusted)
    {
        var referral = Somebody.Referral(Somebody.Known with { Trusted = trusted }, Channel.Form);
        var (known, unknown) = (Open(referral), Somebody.Opened(Acting.Service, referral));

        (known.Case.State, known.Case.Provisional, known.Current!.State).ShouldBe((unknown.Case.State, unknown.Case.Provisional, unknown.Current!.State));
        known.Messages.Where(message => !message.ToStaff).Select(message => message.Id).ShouldBe(unknown.Messages.Where(message => !message.ToStaff).Select(message => message.Id));
        known.Messages.ShouldContain(message => message.Id == $"{Texts.AlertOther}.same.{First}", "a person is asked all the same");
    }

    [Fact]
    public void Nobody_waits_because_of_a_case_that_may_be_nobodys()
    {
        var referral = Somebody.Referral();
        OpenCase.Decide(Acting.Service, referral, referral.Children[0], Somebody.Reference, Team.Now, [Other], otherStands: false).File.Case.State.ShouldBe(CaseState.Open);
        var form = Somebody.Opened(Acting.Service, Somebody.Referral(Somebody.Known with { Trusted = false }, Channel.Form));
        (ProposeMerge.IsOpenTo(form.Case), ProposeMerge.Stands(form.Case), MergeCases.CanTakeIn(form.Case, First)).ShouldBe((true, false, false));
    }

    [Fact]
    public void The_link_of_a_form_opens_no_case_that_was_merged_into_another()
    {
        var form = Open(Somebody.Referral(Somebody.Known with { Trusted = false }, Channel.Form));
        form.Case.Provisional.ShouldBe(Provisional.Unconfirmed);
        var merged = form.Do(new Act.Merge(First) { By = By }, Team.Now);
        ConfirmReferral.Confirm(Acting.Service, merged, Team.Now).ShouldBeNull();

        var back = merged.Do(new Act.TakeBackMerge { By = By }, Team.Now).Do(new Act.AreTwo(First) { By = By }, Team.Now);
        (back.Case.State, back.Case.Provisional, back.Case.ConfirmBy).ShouldBe((CaseState.Open, Provisional.Unconfirmed, Team.Now + Duration.FromHours(Acting.Service.UnconfirmedHolds.Hours)));
        ConfirmReferral.Confirm(Acting.Service, back, Team.Now).ShouldNotBeNull();
    }

    [Fact]
    public void Words_of_immediate_risk_that_come_later_end_the_waiting()
    {
        var reply = new Reply(First.Intake, Somebody.Known.Email, Team.Now, SenderVerdict.Verified, Child.Empty(1), false, [], [new Concern(ConcernKind.Harm, "answer, line 1", AtHome: false)]);
        var after = Second().Do(new Act.Write(reply) { By = TakeReply.By }, Team.Now);
        (after.Case.State, after.Current!.State).ShouldBe((CaseState.Open, AppointmentState.Wanted));
    }

    [Fact]
    public void One_child_has_one_case_with_the_earliest_receipt_and_what_only_the_other_knew_and_back_again()
    {
        var second = Second((Fields.School, "Hollybush School"), (Fields.FamilyName, "Quillfeather-Rowe"));
        var merged = second.Do(new Act.Merge(First) { By = By }, Team.Now);
        (merged.Case.State, merged.Case.MergedInto).ShouldBe((CaseState.Merged, new MergedInto(First, Other.Reference, By)));
        NextStep.Of(Acting.Service, merged, Team.Now).ShouldBeNull();
        merged.Messages.ShouldBe(second.Messages, "nobody is told by itself");

        var held = Acting.Held();
        var first = held with
        {
            Case = held.Case with
            {
                Id = First,
                ReceivedAt = Team.Now + Duration.FromHours(5),
                Child = held.Case.Child with { Readings = held.Case.Child.Readings.Remove(Fields.School.Name) },
            },
        };
        var taken = MergeCases.TakeIn(Acting.Service, first, merged.Case, Team.Now)!.File;
        taken.Case.Child.Value(Fields.School).ShouldBe("Hollybush School");
        taken.Case.Child.Value(Fields.FamilyName).ShouldBe("Quillfeather", "what stands is not overwritten");
        taken.Case.TakenIn.ShouldHaveSingleItem().Added.ShouldBe([Fields.School.Name]);
        taken.Case.ClockStart(OpenCase.Assessment).ShouldBe(Team.Now, "the earliest receipt starts the clock");
        MergeCases.TakeIn(Acting.Service, taken, merged.Case, Team.Now).ShouldBeNull();

        var back = merged.Do(new Act.TakeBackMerge { By = By }, Team.Now);
        (back.Case.State, back.Case.MergedInto).ShouldBe((CaseState.PossibleDuplicate, null));
        var alone = MergeCases.GiveBack(Acting.Service, taken, merged.Case.Id, Team.Now)!.File;
        alone.Case.Child.Readings.ShouldBe(first.Case.Child.Readings);
        alone.Case.ClockStart(OpenCase.Assessment).ShouldBe(first.Case.ReceivedAt);
        MergeCases.GiveBack(Acting.Service, alone, merged.Case.Id, Team.Now).ShouldBeNull();
    }

    [Fact]
    public void What_the_second_one_held_is_given_up_when_they_are_one()
    {
        var held = Acting.Held().Do(new Act.NoteSame(Other) { By = "service" }, Team.Now);

        var merged = held.Do(new Act.Merge(First) { By = By }, Team.Now);
        (merged.Case.State, merged.Current).ShouldBe((CaseState.Merged, null));
        merged.Appointments.ShouldHaveSingleItem().Superseded.ShouldNotBeEmpty();
        merged.Messages.Except(held.Messages).ShouldHaveSingleItem().ToStaff.ShouldBeTrue("nobody outside hears that help ends");
    }

    [Fact]
    public void It_is_merged_with_nothing_that_was_not_proposed_and_not_after_they_were_seen_nor_while_an_alert_climbs()
    {
        var file = Second();
        file.Rule(new Act.Merge(CaseId.Of(First.Intake, 3)) { By = By }, Team.Now).ShouldBeOfType<Ruling.Refuse>();

        var seen = Acting.Assessed().Do(new Act.NoteSame(Other) { By = "service" }, Team.Now);
        seen.Rule(new Act.Merge(First) { By = By }, Team.Now).ShouldBeOfType<Ruling.Refuse>().Why.ShouldContain("other way round");

        var risky = Open(Somebody.Referral() with { Concerns = [new Concern(ConcernKind.Harm, "mail, line 3", AtHome: false)] });
        risky.Rule(new Act.Merge(First) { By = By }, Team.Now).ShouldBeOfType<Ruling.Refuse>().Why.ShouldContain("in hand");
        var inHand = risky.Do(new Act.TakeAlert { By = By }, Team.Now).Do(new Act.Merge(First) { By = By }, Team.Now);
        MergeCases.TakeIn(Acting.Service, Acting.Held(), inHand.Case, Team.Now)!.File.Case.Urgent.ShouldBeTrue("the risk stays with the child");
    }

    [Fact]
    public void Harm_that_may_come_from_home_withholds_what_goes_to_the_first_sender_too()
    {
        var held = Acting.Held();
        var first = held with { Case = held.Case with { Released = new(Team.Now, By) } };
        var risky = Open(Somebody.Referral() with { Concerns = [new Concern(ConcernKind.Abuse, "mail, line 3", AtHome: true)] }).Do(new Act.TakeAlert { By = By }, Team.Now);

        MergeCases.TakeIn(Acting.Service, first, risky.Case, Team.Now)!.File.Case.Withholds.ShouldBeTrue();
    }

    private static CaseFile Second(params (Field Field, string? Value)[] changes) => Open(Somebody.Referral(null, Channel.Mail, changes));

    private static CaseFile Open(Referral referral) => OpenCase.Decide(Acting.Service, referral, referral.Children[0], Somebody.Reference, Team.Now, [Other], otherStands: true).File;
}
