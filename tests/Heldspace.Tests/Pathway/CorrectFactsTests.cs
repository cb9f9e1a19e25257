using System.Collections.Immutable;
using Heldspace.Eligibility;
using Heldspace.Intake;
using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Tests.Allocation;
using Heldspace.Tests.Services;

namespace Heldspace.Tests.Pathway;

/// <summary>What a colleague puts right of what was read, and what that changes.</summary>
public sealed class CorrectFactsTests
{
    private const string By = "helen.marchbank@caring-to-care.example";

    [Theory]
    [InlineData("dateOfBirth", "6 May 2014", "2014-05-06")]
    [InlineData("nhsNumber", "999 000 0018", "9990000018")]
    [InlineData("legalStatus", "full care order", "C2")]
    [InlineData("school", "Larch Primary", "Larch Primary")]
    [InlineData("school", "", null)]
    public void What_is_typed_is_understood_as_in_a_referral(string field, string typed, string? value) =>
        CorrectFacts.Understand(Fields.ByName[field], typed, Heldspace.Time.London.Day(Team.Now)).ShouldBe((value, null));

    [Theory]
    [InlineData("dateOfBirth", "31/02/2014")]
    [InlineData("nhsNumber", "999 000 0019")]
    [InlineData("legalStatus", "whatever")]
    public void What_cannot_be_is_said(string field, string typed) =>
        CorrectFacts.Understand(Fields.ByName[field], typed, Heldspace.Time.London.Day(Team.Now)).Mistake.ShouldNotBeNullOrEmpty();

    [Fact]
    public void A_provisional_place_becomes_theirs_when_the_fact_that_decides_is_put_right_and_they_hear_of_it_once()
    {
        var held = Somebody.Held(Acting.Service, Somebody.Opened(Acting.Service, Somebody.Referral(null, Channel.Mail, (Fields.ResponsibleAuthority, "Leeds"))));
        held.Case.Provisional.ShouldBe(Provisional.ManagerDecides);

        var right = Do(held, new Correction("responsibleAuthority", "Leeds", "Cheshire West and Chester"));
        (right.Case.Provisional, right.Case.Eligibility.Outcome, right.Current!.State).ShouldBe((Provisional.No, Outcome.Eligible, AppointmentState.Held));
        right.Messages.Except(held.Messages).ShouldHaveSingleItem().Kind.ShouldBe(Texts.Held);
        right.Case.Child[Fields.ResponsibleAuthority].Source.ShouldBe($"put right by hand, {By}");

        var wrong = Do(right, new Correction("responsibleAuthority", "Cheshire West and Chester", "Leeds"));
        wrong.Case.Provisional.ShouldBe(Provisional.ManagerDecides);
        wrong.Current!.State.ShouldBe(AppointmentState.Held, "what is held stays held");
        var again = Do(wrong, new Correction("responsibleAuthority", "Leeds", "Cheshire West and Chester"));
        again.Messages.Count(message => message.Kind == Texts.Held).ShouldBe(1, "nothing that was sent is sent again");
    }

    [Fact]
    public void Somebody_who_was_told_where_to_turn_by_a_mistake_gets_a_place()
    {
        var derby = Definitions.Shipped.Require("derby-ehwb");
        var referral = Somebody.Referral(null, Channel.Mail, (Fields.Category, "privateFostering"), (Fields.LegalStatus, null), (Fields.ResponsibleAuthority, "Derby"), (Fields.LivesIn, "Derby")) with { Service = derby.Id };
        var signposted = Somebody.Opened(derby, referral);
        signposted.Case.State.ShouldBe(CaseState.Signposted);

        var right = Acts.Decide(derby, signposted, new Act.Correct([new("category", "privateFostering", "childInCare")], signposted.Case.LastEvent) { By = By }, Caseload.None, Team.Now)
            .ShouldBeOfType<Ruling.Do>().Change.File;
        (right.Case.State, right.Current!.State).ShouldBe((CaseState.Open, AppointmentState.Wanted));
    }

    [Fact]
    public void Nothing_is_put_right_on_a_case_that_has_changed_since_it_was_looked_at_and_twice_is_once()
    {
        var held = Acting.Held();
        var right = new Correction("school", "Hollybush School", "Larch Primary");
        var act = new Act.Correct([right], held.Case.LastEvent) { By = By };

        var done = held.Do(act, Team.Now);
        done.Rule(act, Team.Now).ShouldBeOfType<Ruling.Nothing>();
        done.Rule(act with { What = [right with { After = "Beech Primary" }] }, Team.Now).ShouldBeOfType<Ruling.Refuse>();
        Do(done, new Correction("school", "Larch Primary", null)).Case.Child.Value(Fields.School).ShouldBeNull();
    }

    [Fact]
    public void After_the_assessment_the_rules_decide_no_more()
    {
        var assessed = Acting.Assessed();
        var right = Do(assessed, new Correction("responsibleAuthority", "Cheshire West and Chester", "Leeds"));
        (right.Case.Provisional, right.Case.Eligibility).ShouldBe((assessed.Case.Provisional, assessed.Case.Eligibility));
    }

    private static CaseFile Do(CaseFile file, params ImmutableArray<Correction> what) => file.Do(new Act.Correct(what, file.Case.LastEvent) { By = By }, Team.Now);
}
