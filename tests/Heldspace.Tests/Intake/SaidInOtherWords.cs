using Heldspace.Intake;
using Heldspace.Tests.Builders;

namespace Heldspace.Tests.Intake;

/// <summary>What people say in words of their own, each with its like that means something else.</summary>
public sealed class SaidInOtherWords
{
    [Theory]
    [InlineData("I am referring Sam Taylor, under a full care order. He lives with his aunt, Ana Hale, who was approved as a kinship foster carer in March.", "placementType", "U3")]
    [InlineData("I am referring Sam Taylor, under a full care order. He is fostered by his nan in Neston.", "placementType", "U3")]
    [InlineData("I am referring Sam Taylor, under a full care order. His grandparents were approved by panel as connected carers, long term.", "placementType", "U1")]
    [InlineData("I am referring Sam Taylor, under a full care order. He lives with his aunt, who has temporary approval as a connected person foster carer under Regulation 24.", "placementType", "doubtful U3")]
    [InlineData("I am referring Sam Taylor, under a full care order. His brother is fostered by their nan.", "placementType", null)]
    [InlineData("I am referring Sam Taylor, under a full care order. He is at home with his mother in Neston.", "placementType", "P1")]
    [InlineData("I am referring Sam Taylor. An interim care order was made in May and he was placed back home with his parents in June.", "placementType", "P1")]
    [InlineData("I am referring Sam Taylor, under a full care order. He hopes to be back home with his mum one day.", "placementType", null)]
    [InlineData("I am referring Sam Taylor, under a full care order. His baby sister is at home with mum.", "placementType", null)]
    [InlineData("I am referring Sam Taylor, under a full care order. Before that he was at home with his dad.", "placementType", null)]
    public void Relatives_who_foster_and_parents_under_a_care_order_make_the_placement_plain(string body, string field, string? expected) => Read(body, field).ShouldBe(expected);

    [Theory]
    [InlineData("I am referring Sam Taylor. His tenth birthday was on 6 November 2026.", "dateOfBirth", "2016-11-06")]
    [InlineData("I am referring Sam Taylor. It was his 12th birthday on 3 March 2026.", "dateOfBirth", "2014-03-03")]
    [InlineData("I am referring Sam Taylor. He was upset on his sister's tenth birthday on 6 November 2026.", "dateOfBirth", null)]
    public void A_birthday_that_is_counted_tells_the_year_of_birth(string body, string field, string? expected) => Read(body, field).ShouldBe(expected);

    [Theory]
    [InlineData("I am referring Sam Taylor. He is accommodated by Derby City Council under section 20.", "category", "childInCare")]
    [InlineData("Sam Taylor has been placed by Derby with one of our families.", "category", "childInCare")]
    [InlineData("I am writing about Mia Holt (DOB 12/03/2005), whose little boy went to live with his dad. I work with her as her personal adviser.", "category", "careLeaver")]
    [InlineData("I am referring Sam Taylor (DOB 02/10/2007). He is with the same foster carers in Neston.", "category", "careLeaver")]
    public void Who_is_in_care_and_who_has_left_it_follows_from_what_was_done(string body, string field, string? expected) => Read(body, field).ShouldBe(expected);

    [Theory]
    [InlineData("I am referring Sam Taylor, who is looked after by us at Derby.", "livesIn", null)]
    [InlineData("I am referring Sam Taylor, who lives in Derby. He is close to his brother Leo, 19, who lives in Leicester.", "livesIn", "Derby")]
    [InlineData("Name: Sam Taylor\nSchool: Mill Lane Primary\nAddress: with his aunt, Golborne", "livesIn", "Wigan")]
    [InlineData("Name: Sam Taylor\nAuthority where living: Salford\nResponsible local authority: Wigan", "livesIn", "Salford")]
    [InlineData("Name: Sam Taylor\nLocal authority area of placement: Salford\nResponsible local authority: Wigan", "responsibleAuthority", "Wigan")]
    [InlineData("I am referring Sam Taylor. In Neston, so he could stay on at the same school.", "livesIn", "Cheshire West and Chester")]
    [InlineData("I am referring Sam Taylor. He has been in Chesterfield for two years.", "livesIn", "Derbyshire")]
    [InlineData("Sam Taylor, C2, U4 w the Hiltons in Standish since 1/5/22, nightmares", "livesIn", "Wigan")]
    [InlineData("Sam Taylor started at the big school in Chaddesden in September, where I also live.", "livesIn", "Derby")]
    [InlineData("Name: Sam Taylor\nLives with: Foster carer, Pat Eccles, Ashton-in-Makerfield", "livesIn", "Wigan")]
    [InlineData("Name: Sam Taylor\nPlacement: both with Ana and Tom Hale, long term foster carers, Aspull, WN2 1RP", "livesIn", "Wigan")]
    [InlineData("Name: Sam Taylor\nLocality: Burton upon Trent, Staffordshire", "livesIn", "Staffordshire")]
    [InlineData("Name: Sam Taylor\nCarer: Jo Chester", "livesIn", null)]
    [InlineData("Thank you for your talk in Northwich. I am referring Sam Taylor.", "livesIn", "doubtful Cheshire West and Chester")]
    [InlineData("I am referring Sam Taylor. He goes to school in Northwich.", "livesIn", null)]
    [InlineData("I am referring Sam Taylor. His mum was seen in Northwich.", "livesIn", null)]
    [InlineData("I am referring Sam Taylor. He was born in Northwich.", "livesIn", null)]
    [InlineData("I am referring Sam Taylor. The order was made at the court in Chester.", "livesIn", null)]
    [InlineData("I am referring Sam Taylor. He is not in Northwich.", "livesIn", null)]
    public void Where_a_child_lives_is_told_from_who_placed_them_and_from_where_others_live(string body, string field, string? expected) => Read(body, field).ShouldBe(expected);

    [Theory]
    [InlineData("I am referring Sam Taylor. The baby's NHS number is 999 302 1571.", null)]
    [InlineData("I am referring Sam Taylor. My own NHS number is 999 302 1571, in case you need it.", null)]
    [InlineData("I am referring Sam Taylor. NHS number 999 302 1571 on the sheet is his stepdad's.", null)]
    [InlineData("Name: Sam Taylor\nNHS number: 999 302 1571 on the sheet is his stepdad's, the right one is 999 012 1575", "9990121575")]
    [InlineData("I am referring Sam Taylor. Sam's NHS number is 999 302 1571.", "9993021571")]
    [InlineData("I am referring Sam Taylor. His NHS number 999 302 1571 is on his red book.", "9993021571")]
    [InlineData("My name is Sam Taylor, I am 19 and I was in care. My NHS number is 999 302 1571.", "9993021571")]
    public void A_number_that_is_said_to_be_somebody_elses_is_not_the_childs(string body, string? expected) => Read(body, "nhsNumber").ShouldBe(expected);

    [Theory]
    [InlineData("My lad Sam Taylor came back to live with me in August after a year in care.", "referrerRole", "parent")]
    [InlineData("My lad Sam Taylor came back to live with me in August after a year in care.", "category", "returnedHome")]
    [InlineData("My lad Sam Taylor came back to live with me in August, it was section 20 and that's finished now.", "legalStatus", null)]
    [InlineData("We foster. My lad Sam Taylor is never in and his social worker knows.", "referrerRole", "carer")]
    [InlineData("I am bringing up my nephew Sam Taylor. The court made a child arrangements order for him to live with me.", "category", "kinship")]
    [InlineData("I am bringing up my nephew Sam Taylor. He isn't in care.", "category", "kinship")]
    [InlineData("I am bringing up my nephew Sam Taylor. He is under a care order to Derby.", "category", "childInCare")]
    [InlineData("Could you look at Mia Holt for me? Her baby brother was adopted (Teddy, 2 yrs, not part of this).", "givenName", "Mia")]
    [InlineData("The young man is Romario Delgado. He is fifteen.", "givenName", "Romario")]
    [InlineData("I am referring Sam Taylor. He lives back home with his mom in Neston under a care order.", "placementType", "P1")]
    [InlineData("I am referring Sam Taylor. There is nothing to suggest self-harm.", "riskSelfHarm", "none")]
    [InlineData("I am referring Sam Taylor. There is nothing else to say but he self-harms.", "riskSelfHarm", "present")]
    public void A_parents_a_relatives_and_a_colleagues_plain_words_are_understood(string body, string field, string? expected) => Read(body, field).ShouldBe(expected);

    [Fact]
    public void A_referral_that_is_for_one_child_only_is_one_case() =>
        Mails.Read(Mails.Mail("Sam Taylor (born 30 May 2011) is in a parent and child placement. Baby Roman Taylor was born on 02/10/2026.\nThe referral is for Sam only.")).ShouldBeOfType<MailReading.IsReferral>().Referral.Children.ShouldHaveSingleItem().Value(Fields.GivenName).ShouldBe("Sam");

    [Theory]
    [InlineData("I'm Mia Holt's PA. She is 21 and has her own flat.", "givenName", "Mia")]
    [InlineData("Hanna needs your help. Her surname's Yusuf, she is in Year 7.", "familyName", "Yusuf")]
    [InlineData("We've fostered for years, but our Tia has got us beat. She's bit our grandson Alfie who is only 4. She is 7.", "givenName", "Tia")]
    public void A_name_stands_apart_from_those_beside_it(string body, string field, string? expected) => Read(body, field).ShouldBe(expected);

    [Theory]
    [InlineData("Hello, this is Mrs Ana Hale, DSL, Mill Lane Junior. I am referring Sam Taylor.", "referrerRole", "school")]
    [InlineData("Sent on behalf of Ana Hale, Social Worker.\n\nName: Sam Taylor\nDate of birth: 12/03/2014", "referrerRole", "socialWorker")]
    [InlineData("I'm fostering a little lad, Sam Taylor.", "referrerRole", "carer")]
    [InlineData("Hi\nPastoral lead at Mill Lane Junior in Derby. Sam Taylor, Y6, 12.3.2014, has had a hard week.", "referrerRole", "school")]
    [InlineData("Morning, social worker here from the Derby court team. I am referring Sam Taylor.", "referrerRole", "socialWorker")]
    [InlineData("Sam Taylor 12.3.14, nightmares, no rush, ta - Ana (SW) 01632 960515", "referrerRole", "socialWorker")]
    [InlineData("Apologies for the length of the title of my job: Social Worker (Complex). I am referring Sam Taylor.", "referrerRole", "socialWorker")]
    [InlineData("Please find a referral completed by Ana Hale.\n\nName: Sam Taylor\nDate of birth: 12/03/2014\nSocial worker: Ana Hale", "referrerRole", "socialWorker")]
    [InlineData("The GP in Wigan told us about you. I am referring Sam Taylor.", "referrerRole", null)]
    [InlineData("I am referring Sam Taylor.\n\nPlease copy in Ann Pike (SENCO)", "referrerRole", null)]
    [InlineData("I am referring Sam Taylor. He is close to his cousin Leo (friend of the family)", "referrerRole", null)]
    [InlineData("Hi Ana here Sam Taylor's foster mum (long term). Sam is not sleeping.", "referrerRole", "carer")]
    [InlineData("Hi Ana here. Sam Taylor's foster mum says he is not sleeping.", "referrerRole", null)]
    [InlineData("Ana Hale (school nurse) has sent you a secure message: referral for Sam Taylor.", "referrerRole", "nurse")]
    [InlineData("Name: Sam Taylor\nSocial worker: me, Ana Hale, 01632 960318", "referrerRole", "socialWorker")]
    [InlineData("Name: Sam Taylor\nName and role of referrer: Ana Hale, social worker", "referrerRole", "socialWorker")]
    [InlineData("Name: Sam Taylor\nReferral completed by Ana Hale.\nPA: Ana Hale, Leaving Care, 01632 960318", "referrerRole", "personalAdviser")]
    public void Who_refers_says_what_they_are_in_passing(string body, string field, string? expected) => Read(body, field).ShouldBe(expected);

    [Theory]
    [InlineData("Name: Sam Taylor\nCare status: Child looked after, Halton. Section 20 I believe", "category", "childInCare")]
    [InlineData("I am referring Sam Taylor. I am told that he is accommodated under section 20.", "legalStatus", "V2")]
    [InlineData("I am referring Sam Taylor. I am told he is under a full care order although I have not seen it.", "legalStatus", "doubtful C2")]
    [InlineData("I am Sam Taylor's special guardian. I don't know whether Derby City Council are still involved.", "responsibleAuthority", "doubtful Derby")]
    public void Only_what_is_hedged_is_doubtful(string body, string field, string? expected) => Read(body, field).ShouldBe(expected);

    [Theory]
    [InlineData("I chaired the review of Sam Taylor (12.10.2016) last Thursday.", "dateOfBirth", "2016-10-12")]
    [InlineData("I would like to refer Sam Taylor after his review on 12.10.2016.", "dateOfBirth", null)]
    [InlineData("I am fostering Sam Taylor, who will be nine in February (date of birth is the 17th).", "dateOfBirth", "2018-02-17")]
    [InlineData("I'd like to discuss, and I think refer, Yusuf Demir in our Year 5.", "givenName", "Yusuf")]
    [InlineData("I'm writing with Mia Holt sat next to me. Mia's 22 and was in care. She's got a little boy, Kyle, who's 2, and they live in Ince.", "givenName", "Mia")]
    [InlineData("I am referring Sam Taylor, who moved in with us on 3rd November from a foster placement in Neston.", "placementType", null)]
    [InlineData("Name: Sam Taylor\nPlease tick: [ ] Urgent [x] Soon [ ] Routine", "urgency", "soon")]
    [InlineData("Name: Sam Taylor\nBorn: 17 Mar 2015\nNow: care order discharged at court 6 October 2026, so no longer looked after.", "legalStatus", null)]
    [InlineData("I am referring Sam Taylor, 11. He was with foster carers in Accrington under a care order, Feb 2023 - Aug 2026, and lives with his mum now.", "legalStatus", null)]
    [InlineData("Name: Sam Taylor\nSocial worker: none, closed\nParents: Simon and Gareth Taylor", "socialWorker", null)]
    [InlineData("Name: Sam Taylor\nSocial worker: Nona Hale", "socialWorker", "Nona Hale")]
    public void What_stands_beside_a_fact_does_not_change_it(string body, string field, string? expected) => Read(body, field).ShouldBe(expected);

    [Theory]
    [InlineData("I'm a foster carer and we've got two brothers here, Kayden Moss who's 9 and Tyler Moss who's 6. Kayden bites himself.", "Kayden", "Tyler")]
    [InlineData("I'm writing about Kayden Moss, 12/03/2014, who we foster. I've got two boys, Josh who's 9 and Ben who's 6, and he gets on with both.", "Kayden")]
    public void Brothers_whom_a_carer_has_here_are_who_is_referred(string body, params string[] names) =>
        ((MailReading.IsReferral)Mails.Read(Mails.Mail(body))).Referral.Children.Select(child => child.Value(Fields.GivenName)).ShouldBe(names);

    [Fact]
    public void What_others_are_called_by_their_family_in_the_subject_is_no_child()
    {
        var mail = Mails.Mail("I would like to refer two siblings.\n\n1) Milan Novak, born 5 January 2012.\n\n2) Logan Hill, born 1 December 2019.", subject: "Sibling referrals: Novak / Hill");
        ((MailReading.IsReferral)Mails.Read(mail)).Referral.Children.Select(child => child.Value(Fields.GivenName)).ShouldBe(["Milan", "Logan"]);
    }

    [Theory]
    [InlineData("Duty Desk", "Passing this on.\n\nDuty Desk\n\nFrom: Ana Hale <ana.hale@derby.example>\nSent: 20 November 2026 15:12\nTo: Duty Desk\nSubject: RE: Sam\n\nYes please. Sam is now with Jo Kirk in Spondon.\n\nAna Hale\nSocial Worker\n\nFrom: Duty Desk\nSent: 19 November 2026 11:40\nTo: Ana Hale\nSubject: Sam\n\nWe have a note about Sam Taylor (dob 6.5.14, s20). Do you want to refer?")]
    [InlineData("Ana Hale", "Hi, please take this one.\n\nAna Hale\nSocial Worker\n\n---------- Forwarded message ----------\nFrom: Ana Hale\nDate: Tue, 17 Nov 2026 at 09:14\nSubject: Fwd: Sam\nTo: Admin\n\nCan you send this on? Sam Taylor, DOB 12/05/2013, s.20, foster placement in Derby.")]
    public void Whoever_wrote_to_an_office_or_to_themselves_is_who_refers(string sender, string body)
    {
        var referral = ((MailReading.IsReferral)Mails.Read(Mails.Mail(body, subject: "FW: Sam") with { FromName = sender })).Referral;
        referral.Referrer.Name.ShouldBe("Ana Hale");
        referral.Referrer.Role.ShouldBe("socialWorker");
    }

    private static string? Read(string body, string field)
    {
        var reading = Mails.Child(body, from: "someone@homemail.example")[Fields.ByName[field]];
        return reading.Certainty == Certainty.Doubtful ? $"doubtful {reading.Value}" : reading.Value;
    }
}
