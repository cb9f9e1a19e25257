using Heldspace.Consent;
using Heldspace.Intake;
using Heldspace.Pathway;
using Heldspace.Tests.Allocation;
using Heldspace.Tests.Pathway;
using NodaTime;

namespace Heldspace.Tests.Consent;

public sealed class WhoMayConsentTests
{
    private const string By = "imogen.farrow@caring-to-care.example";

    private static readonly LocalDate On = new(2026, 9, 15);

    /// <summary>Section 1 of the facts, row by row, and on both sides of each birthday.</summary>
    [Theory]
    [InlineData("2010-09-16", "C2", "childInCare", ConsentGiver.YoungPerson, false)]
    [InlineData("2010-09-16", "C2", "childInCare", ConsentGiver.Authority, true)]
    [InlineData("2010-09-15", "C2", "childInCare", ConsentGiver.YoungPerson, true)]
    [InlineData("2010-09-15", "C2", "childInCare", ConsentGiver.Authority, false)]
    [InlineData("2010-09-15", "V2", "childInCare", ConsentGiver.Parent, false)]
    [InlineData("2008-09-15", null, "careLeaver", ConsentGiver.YoungPerson, true)]
    [InlineData("2008-09-15", null, "careLeaver", ConsentGiver.Parent, false)]
    [InlineData("2014-05-06", "C1", "childInCare", ConsentGiver.Authority, true)]
    [InlineData("2014-05-06", "E1", "childInCare", ConsentGiver.Authority, true)]
    [InlineData("2014-05-06", "D1", "childInCare", ConsentGiver.Parent, false)]
    [InlineData("2014-05-06", "C2", "childInCare", ConsentGiver.Parent, true)]
    [InlineData("2014-05-06", "V2", "childInCare", ConsentGiver.Authority, false)]
    [InlineData("2014-05-06", "V2", "childInCare", ConsentGiver.Parent, true)]
    [InlineData("2014-05-06", null, "childInCare", ConsentGiver.Authority, null)]
    [InlineData("2014-05-06", "L2", "childInCare", ConsentGiver.Authority, null)]
    [InlineData("2014-05-06", null, "adopted", ConsentGiver.Authority, false)]
    [InlineData("2014-05-06", null, "adopted", ConsentGiver.Parent, true)]
    [InlineData("2014-05-06", null, "specialGuardianship", ConsentGiver.SpecialGuardian, true)]
    [InlineData("2014-05-06", "C2", "childInCare", ConsentGiver.SpecialGuardian, false)]
    [InlineData("2014-05-06", "C2", "childInCare", ConsentGiver.Carer, false)]
    [InlineData(null, "C2", "childInCare", ConsentGiver.Authority, null)]
    public void Who_may_consent_hangs_on_age_and_order(string? born, string? status, string category, ConsentGiver giver, bool? may)
    {
        var child = new Child(1, Somebody.Of([.. Known(born, status, category)]));

        WhoMayConsent.Of(child, On, giver).May.ShouldBe(may);
    }

    [Fact]
    public void Under_16_a_competent_child_and_a_carer_to_whom_it_was_delegated_may()
    {
        var child = new Child(1, Somebody.Readings);

        WhoMayConsent.Of(child, On, ConsentGiver.YoungPerson, isCompetent: true).May.ShouldBe(true);
        WhoMayConsent.Of(child, On, ConsentGiver.Carer, isDelegated: true).May.ShouldBe(true);
    }

    [Fact]
    public void It_is_recorded_of_whoever_may_withdrawn_and_given_again()
    {
        var held = Acting.Held();
        var today = Heldspace.Time.London.Day(Team.Now);
        Consented.State(held.Case, today).ShouldBe(ConsentState.None);
        Give(held, new(ConsentGiver.YoungPerson, null, today, By)).ShouldBeOfType<Ruling.Refuse>().Why.ShouldContain("Gillick");
        Give(held, new(ConsentGiver.Authority, null, today, By)).ShouldBeOfType<Ruling.Refuse>().Why.ShouldContain("by name");
        Give(held, new(ConsentGiver.Authority, "Sam Fielding", today.PlusDays(1), By)).ShouldBeOfType<Ruling.Refuse>();

        var given = held.Do(new Act.GiveConsent(new(ConsentGiver.Authority, "Sam Fielding", today, By)) { By = By }, Team.Now);
        (Consented.ToMeasures(given.Case, today), Consented.ToSharing(given.Case, today)).ShouldBe((true, false));
        Give(given, new(ConsentGiver.Authority, "Sam Fielding", today, By)).ShouldBeOfType<Ruling.Nothing>();

        var withdrawn = given.Do(new Act.WithdrawConsent(today, "Sam rang") { By = By }, Team.Now);
        Consented.State(withdrawn.Case, today).ShouldBe(ConsentState.Withdrawn);
        withdrawn.Rule(new Act.WithdrawConsent(today, "Sam rang") { By = By }, Team.Now).ShouldBeOfType<Ruling.Nothing>();
        var again = withdrawn.Do(new Act.GiveConsent(new(ConsentGiver.Authority, "Sam Fielding", today, By) { SharedWith = "the school" }) { By = By }, Team.Now);
        Consented.ToSharing(again.Case, today).ShouldBeTrue();

        var sixteen = new LocalDate(2030, 5, 6);
        Consented.State(again.Case, sixteen.PlusDays(-1)).ShouldBe(ConsentState.Given);
        Consented.State(again.Case, sixteen).ShouldBe(ConsentState.Lapsed, "from then on they are asked themselves");
    }

    [Fact]
    public void Nothing_is_shared_without_it_but_to_keep_somebody_safe()
    {
        var held = Acting.Held();
        var today = Heldspace.Time.London.Day(Team.Now);
        var onward = new Act.Onward(today, "eating disorder service", InsteadOfOurs: false) { By = By };

        held.Rule(onward, Team.Now).ShouldBeOfType<Ruling.Refuse>().Why.ShouldContain("consent");
        held.Do(onward with { ToKeepSafe = true }, Team.Now).Case.Onward.ShouldNotBeNull();
        held.Do(new Act.GiveConsent(new(ConsentGiver.Authority, "Sam Fielding", today, By) { SharedWith = "health services" }) { By = By }, Team.Now).Do(onward, Team.Now).Case.Onward.ShouldNotBeNull();
    }

    [Fact]
    public void What_only_the_referral_said_can_be_withdrawn_too()
    {
        var withdrawn = Acting.Held().Do(new Act.WithdrawConsent(Heldspace.Time.London.Day(Team.Now), "a parent rang") { By = By }, Team.Now);
        Consented.ToMeasures(withdrawn.Case, Heldspace.Time.London.Day(Team.Now)).ShouldBeFalse();
    }

    private static Ruling Give(CaseFile file, ConsentGiven given) => file.Rule(new Act.GiveConsent(given) { By = By }, Team.Now);

    private static IEnumerable<(Field, string)> Known(string? born, string? status, string category)
    {
        yield return (Fields.Category, category);
        if (born is not null)
        {
            yield return (Fields.DateOfBirth, born);
        }

        if (status is not null)
        {
            yield return (Fields.LegalStatus, status);
        }
    }
}
