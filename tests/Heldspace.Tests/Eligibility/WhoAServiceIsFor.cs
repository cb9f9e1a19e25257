using Heldspace.Eligibility;
using Heldspace.Intake;
using Heldspace.Tests.Services;
using NodaTime;

namespace Heldspace.Tests.Eligibility;

public sealed class WhoAServiceIsFor
{
    private static readonly LocalDate Received = new(2026, 11, 23);

    [Theory]
    [InlineData("category=childInCare; responsibleAuthority=Cheshire West and Chester", Outcome.Eligible, "looked-after", "")]
    [InlineData("legalStatus=C2; responsibleAuthority=Cheshire West and Chester", Outcome.Eligible, "looked-after", "")]
    [InlineData("category=childInCare; responsibleAuthority=Wigan", Outcome.ManagerDecides, "anyone-else", "")]
    [InlineData("category=careLeaver; responsibleAuthority=Cheshire West and Chester", Outcome.ManagerDecides, "care-leaver", "")]
    [InlineData("category=careLeaver", Outcome.ManagerDecides, "care-leaver", "")]
    [InlineData("category~careLeaver; referrerRole=self", Outcome.ManagerDecides, "care-leaver-by-own-word", "")]
    [InlineData("category~careLeaver; referrerRole=personalAdviser", Outcome.ManagerDecides, "care-leaver-by-own-word", "")]
    [InlineData("category~careLeaver; referrerRole=gp; responsibleAuthority=Cheshire West and Chester", Outcome.NeedsInformation, "looked-after", "category")]
    [InlineData("category=adopted; responsibleAuthority=Cheshire West and Chester", Outcome.ManagerDecides, "anyone-else", "")]
    [InlineData("category=specialGuardianship", Outcome.ManagerDecides, "anyone-else", "")]
    [InlineData("category=returnedHome", Outcome.ManagerDecides, "anyone-else", "")]
    [InlineData("category=kinship", Outcome.ManagerDecides, "anyone-else", "")]
    [InlineData("category=privateFostering", Outcome.ManagerDecides, "anyone-else", "")]
    [InlineData("category=other", Outcome.ManagerDecides, "anyone-else", "")]
    [InlineData("responsibleAuthority=Wigan", Outcome.ManagerDecides, "anyone-else", "")] // whatever they are, it comes to the same
    [InlineData("category=childInCare", Outcome.NeedsInformation, "looked-after", "responsibleAuthority")]
    [InlineData("responsibleAuthority=Cheshire West and Chester", Outcome.NeedsInformation, "looked-after", "category")]
    [InlineData("", Outcome.NeedsInformation, "looked-after", "category,responsibleAuthority")]
    public void Caring_to_care_is_for_children_looked_after_by_cheshire_west_and_chester(string facts, Outcome outcome, string rule, string missing) =>
        Said(Judge("caring-to-care", facts)).ShouldBe((outcome, rule, missing));

    [Theory]
    [InlineData("category=childInCare; responsibleAuthority=Wigan", Outcome.Eligible, "looked-after", "")]
    [InlineData("category=childInCare; responsibleAuthority=Bolton", Outcome.ManagerDecides, "anyone-else", "")]
    [InlineData("category=careLeaver; dateOfBirth=2008-11-23", Outcome.Eligible, "care-leaver", "")] // 18 today
    [InlineData("category=careLeaver; dateOfBirth=2008-11-24", Outcome.ManagerDecides, "anyone-else", "")]
    [InlineData("category=careLeaver; dateOfBirth=2001-11-24", Outcome.Eligible, "care-leaver", "")]
    [InlineData("category=careLeaver; dateOfBirth=2001-11-23", Outcome.ManagerDecides, "anyone-else", "")] // 25 today
    [InlineData("category=childInCare; responsibleAuthority=Wigan; dateOfBirth=2008-11-23", Outcome.ManagerDecides, "anyone-else", "")]
    [InlineData("category=adopted; responsibleAuthority=Wigan", Outcome.ManagerDecides, "anyone-else", "")]
    [InlineData("category~careLeaver; referrerRole=self; dateOfBirth=2006-01-01", Outcome.Eligible, "care-leaver-by-own-word", "")]
    [InlineData("nhsNumber=9434765919; dateOfBirth~2006-01-01; category=careLeaver", Outcome.NeedsInformation, "care-leaver", "dateOfBirth")]
    public void Our_safe_space_is_for_wigans_children_and_for_care_leavers_up_to_24(string facts, Outcome outcome, string rule, string missing) =>
        Said(Judge("our-safe-space", facts)).ShouldBe((outcome, rule, missing));

    [Theory]
    [InlineData("category=privateFostering", Outcome.NotEligible, "1-private-or-kinship", "community-triage", "")]
    [InlineData("category=kinship", Outcome.NotEligible, "1-private-or-kinship", "community-triage", "")]
    [InlineData("category=adopted; adoptedVia=Adoption East Midlands; adoptionOrderDate=2023-11-24", Outcome.Eligible, "2-adopted-here", null, "")]
    [InlineData("category=adopted; adoptedVia=Derby; adoptionOrderDate=2023-11-23", Outcome.NotEligible, "2-adopted-here-longer-ago", "adoption-support", "")]
    [InlineData("category=adopted; adoptedVia=Leeds", Outcome.NotEligible, "3-adopted-elsewhere", "placing-agency", "")]
    [InlineData("category=adopted; adoptedVia=Derby", Outcome.NeedsInformation, "2-adopted-here", null, "adoptionOrderDate")]
    [InlineData("category=adopted; adoptionOrderDate=2023-01-01", Outcome.NeedsInformation, "2-adopted-here-longer-ago", null, "adoptedVia")]
    [InlineData("category=specialGuardianship; authorityInvolved=yes", Outcome.Eligible, "4-guardianship-involved", null, "")]
    [InlineData("category=specialGuardianship; authorityInvolved=no", Outcome.NotEligible, "4-guardianship", "community-triage", "")]
    [InlineData("category=specialGuardianship", Outcome.NeedsInformation, "4-guardianship-involved", null, "authorityInvolved")]
    [InlineData("category=careLeaver; livesIn=Derby; dateOfBirth=2003-01-01; miles=90", Outcome.Eligible, "5-care-leaver-here", null, "")]
    [InlineData("category=careLeaver; livesIn=Derbyshire; dateOfBirth=2003-01-01; miles=5", Outcome.NotEligible, "5-care-leaver-elsewhere", "local-services", "")]
    [InlineData("category=careLeaver; livesIn=Derby; dateOfBirth=2001-11-23", Outcome.NotEligible, "11-anyone-else", "community-triage", "")]
    [InlineData("category~careLeaver; referrerRole=self; livesIn=Derby; dateOfBirth=2006-01-01", Outcome.Eligible, "5-care-leaver-by-own-word-here", null, "")]
    [InlineData("category~careLeaver; referrerRole=personalAdviser; livesIn=Leeds; dateOfBirth=2006-01-01", Outcome.NotEligible, "5-care-leaver-by-own-word-elsewhere", "local-services", "")]
    [InlineData("category=returnedHome; returnedHomeOn=2026-08-24", Outcome.Eligible, "6-home-lately", null, "")]
    [InlineData("category=returnedHome; returnedHomeOn=2026-08-23", Outcome.NotEligible, "6-home-longer-ago", "early-help", "")]
    [InlineData("category=childInCare; responsibleAuthority=Leeds; livesIn=Derby; placingIcbLiable=yes", Outcome.NotEligible, "7-icb-liable", "placing-icb", "")]
    [InlineData("category=childInCare; responsibleAuthority=Leeds; livesIn=Derby; placingIcbLiable=no", Outcome.Charge, "8-placed-here", null, "")]
    [InlineData("category=childInCare; responsibleAuthority=Leeds; livesIn=Derby", Outcome.NeedsInformation, "7-icb-liable", null, "placingIcbLiable")]
    [InlineData("category=childInCare; responsibleAuthority=Leeds; livesIn=Leeds", Outcome.NotEligible, "11-anyone-else", "community-triage", "")]
    [InlineData("category=childInCare; responsibleAuthority=Derby; livesIn=Derby; placementType=P1", Outcome.Eligible, "9-near", null, "")]
    [InlineData("category=childInCare; responsibleAuthority=Derby; livesIn=Derbyshire; miles=40", Outcome.Eligible, "9-near", null, "")]
    [InlineData("category=childInCare; responsibleAuthority=Derby; livesIn=Nottingham; miles=25", Outcome.Eligible, "9-within-25-miles", null, "")]
    [InlineData("category=childInCare; responsibleAuthority=Derby; livesIn=Leeds; miles=25.1", Outcome.ManagerDecides, "10-further-away", null, "")]
    [InlineData("category=childInCare; responsibleAuthority=Derby; livesIn=Leeds", Outcome.ManagerDecides, "10-distance-unknown", null, "")]
    [InlineData("category=childInCare; responsibleAuthority=Derby; livesIn=Nottingham; placementPostcode=NG1 5AA", Outcome.Eligible, "9-within-25-miles", null, "")] // by the gazetteer
    [InlineData("category=childInCare; responsibleAuthority=Derby; livesIn=Leeds; placementPostcode=LS1 4AA", Outcome.ManagerDecides, "10-further-away", null, "")]
    [InlineData("category=childInCare; responsibleAuthority=Derby; livesIn=Leeds; placementPostcode=LS1 4AA; miles=20", Outcome.Eligible, "9-within-25-miles", null, "")] // the mail says
    [InlineData("category=childInCare; responsibleAuthority=Derby; livesIn=Cumberland; placementPostcode=CA1 1AA", Outcome.ManagerDecides, "10-distance-unknown", null, "")]
    [InlineData("category=childInCare; responsibleAuthority=Derby; livesIn=Nottingham; placementPostcode~NG1 5AA", Outcome.ManagerDecides, "10-distance-unknown", null, "")]
    [InlineData("category=childInCare; responsibleAuthority=Derby; miles=12", Outcome.Eligible, "9-within-25-miles", null, "")]
    [InlineData("category=other; responsibleAuthority=Derby", Outcome.NotEligible, "11-anyone-else", "community-triage", "")]
    [InlineData("responsibleAuthority=Derby", Outcome.NeedsInformation, "1-private-or-kinship", null, "category")]
    public void Derby_judges_by_its_table(string facts, Outcome outcome, string rule, string? signpost, string missing)
    {
        var decision = Judge("derby-ehwb", facts);

        Said(decision).ShouldBe((outcome, rule, missing));
        decision.Signpost.ShouldBe(signpost);
    }

    [Theory]
    [InlineData("givenName=Ava", "dateOfBirth")]
    [InlineData("dateOfBirth=2012-05-06", "givenName")]
    [InlineData("givenName=Ava; dateOfBirth~2012-05-06", "dateOfBirth")]
    [InlineData("", "givenName,dateOfBirth")]
    [InlineData("nhsNumber~9434765919", "givenName,dateOfBirth")]
    public void Nobody_is_judged_before_anyone_can_tell_who_they_are(string facts, string missing)
    {
        var decision = Decide.Eligibility(
            Definitions.Shipped.Find("caring-to-care")!, Children.Of(facts + "; category=childInCare; responsibleAuthority=Cheshire West and Chester"), Received);

        Said(decision).ShouldBe((Outcome.NeedsInformation, Decide.Identity, missing));
        decision.Reason.ShouldBe("We need a first name with a date of birth, or an NHS number, to know who this is about.");
    }

    [Fact]
    public void An_nhs_number_is_enough_to_tell_who_they_are() =>
        Decide.Eligibility(Definitions.Shipped.Find("caring-to-care")!, Children.Of("nhsNumber=9434765919; category=childInCare; responsibleAuthority=Cheshire West and Chester"), Received)
            .Outcome.ShouldBe(Outcome.Eligible);

    [Fact]
    public void Other_gaps_change_nothing() =>
        Judge("caring-to-care", "category=childInCare; responsibleAuthority=Cheshire West and Chester; ethnicity~WBRI").Missing.ShouldBeEmpty();

    [Fact]
    public void What_is_asked_for_is_said_in_words() =>
        Judge("caring-to-care", "category=childInCare; responsibleAuthority~Cheshire West and Chester").Reason
            .ShouldBe("It depends on something we do not know yet: responsible local authority.");

    [Fact]
    public void A_doubt_that_changes_nothing_is_mentioned_and_not_asked_about()
    {
        var decision = Judge("caring-to-care", "category~adopted; responsibleAuthority=Wigan");

        decision.Outcome.ShouldBe(Outcome.ManagerDecides);
        decision.Missing.ShouldBeEmpty();
        decision.Doubtful.ShouldBe([Fields.Category.Name]);
    }

    [Fact]
    public void A_doubt_that_could_change_the_outcome_is_not_taken_for_a_fact() =>
        Said(Judge("caring-to-care", "category~childInCare; responsibleAuthority=Cheshire West and Chester")).ShouldBe((Outcome.NeedsInformation, "looked-after", "category"));

    [Fact]
    public void The_newest_rules_that_have_started_count()
    {
        var service = Definitions.Shipped.Find("caring-to-care")!;
        service = service with
        {
            Eligibility =
            [
                new(new(2026, 12, 1), [new("later", null, Outcome.NotEligible, "Closed.", "single-point-of-access")]),
                new(new(2026, 11, 23), [new("now", null, Outcome.Eligible, "Open.")]),
                new(new(2026, 11, 1), [new("before", null, Outcome.ManagerDecides, "Perhaps.")]),
            ],
        };

        string RuleOn(int month, int day) => Decide.Eligibility(service, Children.Somebody(""), new(2026, month, day)).RuleId;

        RuleOn(10, 31).ShouldBe(Decide.BeforeRules);
        RuleOn(11, 22).ShouldBe("before");
        RuleOn(11, 23).ShouldBe("now");
        RuleOn(11, 30).ShouldBe("now");
        RuleOn(12, 1).ShouldBe("later");
    }

    [Fact]
    public void A_rule_may_ask_for_what_is_not_known()
    {
        var service = Definitions.Shipped.Find("derby-ehwb")! with
        {
            Eligibility =
            [
                new(new(2026, 1, 1), [
                    new("ask", new Condition.All([new Condition.Unknown("miles"), new Condition.Unknown("school")]), Outcome.NeedsInformation, "Tell us how far and which school."),
                    new("rest", null, Outcome.Eligible, "Open."),
                ]),
            ],
        };

        var decision = Decide.Eligibility(service, Children.Somebody(""), Received);

        (decision.Outcome, decision.Reason).ShouldBe((Outcome.NeedsInformation, "Tell us how far and which school."));
        decision.Missing.ShouldBe(["miles", "school"]);
        Decide.Eligibility(service, Children.Somebody("miles=3"), Received).Outcome.ShouldBe(Outcome.Eligible);
    }

    private static Decision Judge(string service, string facts) => Decide.Eligibility(Definitions.Shipped.Find(service)!, Children.Somebody(facts), Received);

    private static (Outcome, string, string) Said(Decision decision) => (decision.Outcome, decision.RuleId, string.Join(',', decision.Missing));
}
