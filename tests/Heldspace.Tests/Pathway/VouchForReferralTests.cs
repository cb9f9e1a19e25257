using Heldspace.Intake;
using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Tests.Allocation;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Tests.Pathway;

/// <summary>What staff say of a form that was set aside: that it is real, or that it is no referral.</summary>
public sealed class VouchForReferralTests
{
    private const string Scheduler = "rosa.pell@caring-to-care.example";

    private static readonly Referrer Stranger = Somebody.Known with { Email = EmailAddress.Parse("somebody@elsewhere.example"), Trusted = false };

    private static readonly Instant Later = Team.Now + Duration.FromHours(50);

    private static readonly Act.Vouch Real = new(London.Day(Later), "Persimmon Wetherby") { By = Scheduler };

    private static readonly Act.NoReferral None = new("It sells shoes.") { By = Scheduler };

    private static readonly Act.TakeBackNoReferral Back = new() { By = Scheduler };

    [Fact]
    public void What_nobody_confirmed_opens_as_though_confirmed_with_its_clock_from_the_day_it_came()
    {
        var opened = Expired().Do(Real, Later);

        opened.Case.ShouldSatisfyAllConditions(
            one => one.State.ShouldBe(CaseState.Open),
            one => one.Provisional.ShouldBe(Provisional.No),
            one => one.Vouched.ShouldBe(new(Real.On, Real.With, Scheduler)));
        opened.Current!.ShouldSatisfyAllConditions(one => one.Id.ShouldBe("assessment-2"), one => one.State.ShouldBe(AppointmentState.Wanted));
        HoldAppointment.Need(Acting.Service, opened, opened.Current!, Team.Now).ReceivedAt.ShouldBe(Team.Now);
        var held = Somebody.Held(Acting.Service, opened);
        held.Messages.ShouldContain(message => message.Id == "held.assessment-2" && message.To == Stranger.Email);
    }

    [Fact]
    public void What_was_quarantined_is_judged_by_the_rules_and_those_concerned_are_told()
    {
        var opened = Quarantined((Fields.ResponsibleAuthority, "Leeds")).Do(Real, Later);

        (opened.Case.State, opened.Case.Provisional).ShouldBe((CaseState.Open, Provisional.ManagerDecides));
        (opened.Current!.Id, opened.Current.State).ShouldBe(("assessment-1", AppointmentState.Wanted));
        opened.Messages.Count(message => message.Kind == Texts.DecisionNeeded).ShouldBe(Acting.Service.Managers.Length);
        opened.Messages.ShouldNotContain(message => message.Kind == Texts.Confirm);
        Somebody.Held(Acting.Service, opened).Messages.ShouldContain(message => message.Kind == Texts.HeldProvisional && message.To == Stranger.Email);
        Quarantined().Rule(Real, Later).Events().Select(happened => happened.GetType()).ShouldBe([typeof(CaseEvent.VouchedFor), typeof(CaseEvent.Decided)]);
    }

    [Fact]
    public void What_was_quarantined_and_is_for_another_service_is_told_where_to_turn()
    {
        var shipped = Team.Shipped;
        var service = shipped with { Eligibility = [new(new(2026, 1, 1), [new("nobody", null, Heldspace.Eligibility.Outcome.NotEligible, "This service is for nobody.", shipped.Signposts[0].Id)])] };

        var told = Quarantined().Do(Real, Later, service: service);

        (told.Case.State, told.Current).ShouldBe((CaseState.Signposted, null));
        told.Messages.ShouldContain(message => message.Kind == Texts.Signposted && message.To == Stranger.Email);
    }

    [Fact]
    public void Within_the_time_to_confirm_the_place_that_is_held_becomes_theirs()
    {
        var opened = Unconfirmed().Do(Real with { On = London.Day(Team.Now) }, Team.Now + Duration.FromHours(1));

        (opened.Case.Provisional, opened.Current!.State).ShouldBe((Provisional.No, AppointmentState.Held));
        opened.Messages.ShouldContain(message => message.Kind == Texts.Held);
        ConfirmReferral.Confirm(Acting.Service, opened, Later).ShouldBeNull();
        ConfirmReferral.Expire(Acting.Service, opened, Later).ShouldBeNull();
    }

    [Fact]
    public void Said_twice_it_is_said_once_and_whoever_comes_second_reads_why_not()
    {
        var opened = Expired().Do(Real, Later);
        opened.Rule(Real, Later).ShouldBeOfType<Ruling.Nothing>();
        Refused(opened, Real with { By = "helen.marchbank@caring-to-care.example" }).ShouldContain("already");
        Refused(opened, None).ShouldContain("somebody was first");
        Refused(opened, Back).ShouldContain("somebody was first");

        var none = Expired().Do(None, Later);
        none.Rule(None, Later).ShouldBeOfType<Ruling.Nothing>();
        Refused(none, None with { By = "helen.marchbank@caring-to-care.example" }).ShouldContain("already");
        Refused(none, Real).ShouldContain("Take that back first");
        Refused(none, new Act.Reopen("mistake") { By = Scheduler }).ShouldContain("Take that back first");
        Expired().Rule(Back, Later).ShouldBeOfType<Ruling.Nothing>();
        Refused(ConfirmReferral.Confirm(Acting.Service, Expired(), Later)!.File, Real).ShouldContain("somebody was first");
        Refused(Acting.Held(), Real).ShouldContain("somebody was first");
    }

    [Fact]
    public void Who_says_it_says_when_and_with_whom_or_why()
    {
        Refused(Expired(), Real with { With = "" }).ShouldBe("Write whom you spoke with.");
        Refused(Expired(), Real with { On = Real.On.PlusDays(1) }).ShouldBe("That day has not come yet.");
        Refused(Expired(), Real with { On = London.Day(Team.Now).PlusDays(-1) }).ShouldBe("That day lies before the referral.");
        Refused(Expired(), None with { Why = "" }).ShouldStartWith("Write why");
        Refused(Acting.Held(), new Act.Close(London.Day(Team.Now), ClosureReason.NoReferral, ExitPlan: false) { By = Scheduler }).ShouldContain("set aside");
    }

    [Fact]
    public void No_referral_is_closed_with_nothing_sent_and_nothing_lost_and_can_be_taken_back()
    {
        foreach (var before in new[] { Expired(), Quarantined() })
        {
            var none = before.Do(None, Later);
            none.Case.Closure.ShouldBe(new(London.Day(Later), ClosureReason.NoReferral, Scheduler, ExitPlan: false));
            none.Messages.ShouldBe(before.Messages);
            none.Case.Child.ShouldBe(before.Case.Child);
            NextStep.Of(Acting.Service, none, Later).ShouldBeNull();

            var back = none.Do(Back, Later);
            (back.Case.State, back.Case.Closure).ShouldBe((before.Case.State, null));
            back.Do(Real, Later).Current!.State.ShouldBe(AppointmentState.Wanted);
        }
    }

    [Fact]
    public void No_referral_within_the_time_to_confirm_gives_its_place_back_and_its_sender_can_still_confirm()
    {
        var none = Unconfirmed().Do(None, Later);
        none.Current.ShouldBeNull();
        none.Appointments.ShouldHaveSingleItem().Superseded.ShouldHaveSingleItem();
        ConfirmReferral.Expire(Acting.Service, none, Later).ShouldBeNull();

        var confirmed = ConfirmReferral.Confirm(Acting.Service, none, Later)!.File;

        (confirmed.Case.State, confirmed.Case.Closure, confirmed.Current!.State).ShouldBe((CaseState.Open, null, AppointmentState.Wanted));
    }

    [Fact]
    public void A_case_that_was_closed_for_another_reason_stays_closed_when_its_form_is_confirmed()
    {
        var closed = Unconfirmed().Do(new Act.Close(London.Day(Team.Now), ClosureReason.FamilyDeclined, ExitPlan: false) { By = Scheduler }, Later);

        ConfirmReferral.Confirm(Acting.Service, closed, Later).ShouldBeNull();
    }

    private static string Refused(CaseFile file, Act act) => file.Rule(act, Later).ShouldBeOfType<Ruling.Refuse>().Why;

    private static CaseFile Unconfirmed() => Somebody.Held(Acting.Service, Somebody.Opened(Acting.Service, Somebody.Referral(Stranger, Channel.Form)));

    private static CaseFile Expired() => ConfirmReferral.Expire(Acting.Service, Unconfirmed(), Later)!.File;

    private static CaseFile Quarantined(params (Field Field, string? Value)[] changes) =>
        OpenCase.Quarantine(Acting.Service, Somebody.Referral(Stranger, Channel.Form, changes), Somebody.Reference, Team.Now).File;
}
