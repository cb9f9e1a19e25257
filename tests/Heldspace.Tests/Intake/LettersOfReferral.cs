using Heldspace.Intake;
using Heldspace.Tests.Builders;

namespace Heldspace.Tests.Intake;

/// <summary>How letters of referral say who a child is, how they are looked after and by whom: turns of phrase, not whole mails.</summary>
public sealed class LettersOfReferral
{
    [Theory]
    [InlineData("She turned nine on 3 March 2026.", "dateOfBirth", "2017-03-03")]
    [InlineData("He'll be 17 on the 2nd of January 2027.", "dateOfBirth", "2010-01-02")]
    [InlineData("She was twelve last Wednesday.", "dateOfBirth", "2014-11-18")]
    [InlineData("He's nearly 10, his birthday is 5th December.", "dateOfBirth", "2016-12-05")]
    [InlineData("She is twenty-one, birthday 14/02.", "dateOfBirth", "2005-02-14")]
    [InlineData("Their son was twelve on 3 March 2026.", "dateOfBirth", null)]
    [InlineData("He lives with foster carers, a short-term placement.", "placementType", "U6")]
    [InlineData("He is placed with foster carers (bridging) in Crewe.", "placementType", "U6")]
    [InlineData("He is with foster carers. It is meant as a permanent home.", "placementType", "U4")]
    [InlineData("She is in foster care and has lived there on a long-term basis since 2019.", "placementType", "U4")]
    [InlineData("She has lived with the Harpers since May (long-term, matched in the autumn).", "placementType", "U4")]
    [InlineData("She lives with her uncle, approved as connected foster carer long term.", "placementType", "U1")]
    [InlineData("He has a residential special school placement near Stafford.", "placementType", "S1")]
    [InlineData("I understand from his carer that he is on an interim care order.", "legalStatus", "doubtful C1")]
    [InlineData("The care order dates from 9 April 2019.", "legalStatusSince", "2019-04-09")]
    [InlineData("She is on an interim care order, first made 2 September 2026.", "legalStatusSince", "2026-09-02")]
    [InlineData("He was looked after by us (s20) from May 2024 and left care on 2 September 2026 when he returned home to live with his mother.", "category", "returnedHome")]
    [InlineData("He was looked after by us (s20) from May 2024 and left care on 2 September 2026 when he returned home to live with his mother.", "legalStatus", null)]
    [InlineData("She was in care from 2012 until she was 18.", "category", "careLeaver")]
    [InlineData("His brother was in care until he was 18.", "category", null)]
    [InlineData("They all live in Nantwhich now.", "livesIn", "Cheshire East")]
    [InlineData("He stayed with the carers in Standish.", "livesIn", "Wigan")]
    [InlineData("She is in an arrangement with a family friend, Mrs Adeola Cole, in Normanton, Derby.", "livesIn", "Derby")]
    [InlineData("None of the family needs an interpreter.", "interpreter", "no")]
    [InlineData("He will need interpreters, but please not a male interpreter from the same town.", "interpreter", "yes")]
    public void A_sentence_says_what_it_says(string sentence, string field, string? value)
    {
        var reading = Mails.Child($"I am writing about Sam Taylor. {sentence}", from: "someone@homemail.example")[Fields.ByName[field]];
        (reading is { Certainty: Certainty.Doubtful, Value: { } doubted } ? $"doubtful {doubted}" : reading.Value).ShouldBe(value);
    }

    [Theory]
    [InlineData("One of our members, Tegan Marsh, has asked me to get in touch. She has a flat in Crewe and a little boy, Kyle, aged two.", "Tegan", "Marsh")]
    [InlineData("I am the mum of Callum Reeve, he is with people called Anne and Bob Tull at the moment.", "Callum", "Reeve")]
    [InlineData("I'd like some help for April Whitlock-Rhodes. April is looked after.", "April", "Whitlock-Rhodes")]
    [InlineData("Hassan Yildiz arrived in March and is accommodated under the Children Act. Hassan speaks Turkish. Hassan is not sleeping.", "Hassan", "Yildiz")]
    [InlineData("Hello, it's Bev, Jay's carer (Jay Hollins, he's 14 and under Halton).", "Jay", "Hollins")]
    [InlineData("I work with the Marlow-Hunt family. Their son Rowan Marlow-Hunt, born 12 May 2019, was adopted.", "Rowan", "Marlow-Hunt")]
    public void The_child_is_the_one_it_is_about(string body, string given, string family)
    {
        var child = Mails.Child(body, from: "someone@homemail.example");
        (child.Value(Fields.GivenName), child.Value(Fields.FamilyName), child[Fields.GivenName].Certainty).ShouldBe((given, family, Certainty.Known));
    }

    [Theory]
    [InlineData("She lives with her foster carers, Winnie and Marc Bold, in Crewe.", "carer", "Winnie and Marc Bold")]
    [InlineData("He has been with Hetty Lomas, a short-term foster carer in Crewe, since May.", "carer", "Hetty Lomas")]
    [InlineData("She is placed with her great aunt Joy Hale.", "carer", "Joy Hale")]
    [InlineData("His carer is Mrs Ida Penn.", "carer", "Mrs Ida Penn")]
    [InlineData("Her previous carers, Ann and Bob Tull, still write.", "carer", null)]
    [InlineData("His brother lives with Ann Tull.", "carer", null)]
    [InlineData("She is registered with Mill Brook Surgery.", "gpPractice", "Mill Brook Surgery")]
    [InlineData("Doctor's is High Street Health Centre.", "gpPractice", "High Street Health Centre")]
    [InlineData("GP - Dale View Medical Practice.", "gpPractice", "Dale View Medical Practice")]
    [InlineData("We want advice on Best Practice.", "gpPractice", null)]
    [InlineData("His previous GP was Mill Brook Surgery.", "gpPractice", null)]
    [InlineData("He takes methylphenidate 10mg each morning.", "medication", "methylphenidate 10mg each morning")]
    [InlineData("She uses an inhaler.", "medication", "inhaler")]
    [InlineData("She is not on any medication.", "medication", "none")]
    [InlineData("His mum takes sertraline 50mg.", "medication", null)]
    [InlineData("She stopped fluoxetine in June.", "medication", null)]
    [InlineData("He is of Black Caribbean heritage.", "ethnicity", "BCRB")]
    [InlineData("She's white british.", "ethnicity", "WBRI")]
    [InlineData("His carers are White British.", "ethnicity", null)]
    [InlineData("She is Black Caribbean on her mother's side.", "ethnicity", null)]
    [InlineData("Her SDQ in June 2026 came out at 17.", "sdqTotal", "17")]
    [InlineData("The SDQ is due on 12 December.", "sdqTotal", null)]
    [InlineData("He has an EHCP for speech.", "send", "EHCP")]
    [InlineData("He does not have an EHCP.", "send", null)]
    [InlineData("There is no child protection plan.", "childProtectionPlan", "no")]
    [InlineData("She is subject to a child protection plan.", "childProtectionPlan", "yes")]
    [InlineData("There is also a DoL in place.", "deprivationOfLiberty", "yes")]
    [InlineData("Before this he was under a deprivation of liberty order.", "deprivationOfLiberty", null)]
    [InlineData("Nobody from the council is involved any longer.", "authorityInvolved", "no")]
    [InlineData("We remain actively involved.", "authorityInvolved", "yes")]
    [InlineData("Her IRO is Ravi Shah.", "reviewingOfficer", "Ravi Shah")]
    [InlineData("His social worker is Miss Tara Quill.", "socialWorker", "Tara Quill")]
    [InlineData("I asked Bella his social worker and she agreed.", "socialWorker", "Bella")]
    [InlineData("SW is Tara Quill at Halton, 01632 960111, Permanence Team North.", "socialWorkerPhone", "01632 960111")]
    [InlineData("SW is Tara Quill at Halton, 01632 960111, Permanence Team North.", "socialWorkerTeam", "Permanence Team North")]
    [InlineData("He left care and returned home to his mother on 2 September 2026.", "returnedHomeOn", "2026-09-02")]
    [InlineData("Since 1 June 2026 he has been placed with carers in Crewe.", "placementSince", "2026-06-01")]
    [InlineData("It is a placement that began on 5 May 2026.", "placementSince", "2026-05-05")]
    [InlineData("He arrived in the UK on 5 May 2026.", "placementSince", null)]
    [InlineData("She'd like to be seen at home rather than at school.", "preferredPlace", "home")]
    [InlineData("Could you phone me about him.", "preferredPlace", null)]
    [InlineData("I think a woman would be better.", "preferredGender", "woman")]
    [InlineData("I asked about self-harm and she said no, never.", "riskSelfHarm", "none")]
    [InlineData("He denies thoughts of killing himself.", "riskSuicidality", "none")]
    [InlineData("No known risks.", "riskFireSetting", "none")]
    [InlineData("No other known risks.", "riskFireSetting", null)]
    [InlineData("He went missing in June, so missing is a current risk.", "riskMissing", "present")]
    [InlineData("There is no history of violence.", "riskPhysicalToOthers", "none")]
    [InlineData("He saw violence at home.", "riskPhysicalToOthers", null)]
    [InlineData("No known sexual risk.", "riskSexualToOthers", "none")]
    [InlineData("He has never been cruel to an animal.", "riskToAnimals", "none")]
    public void Around_a_child_are_people_places_and_plans(string sentence, string field, string? value) =>
        Mails.Child($"I am writing about Sam Taylor. {sentence}", from: "someone@homemail.example").Value(Fields.ByName[field]).ShouldBe(value);

    [Fact]
    public void Who_signs_as_a_social_worker_and_names_nobody_else_is_the_childs()
    {
        var child = Mails.Child("Please see Sam Taylor, who is on a care order.\n\nOla Berg\nSocial Worker, Children in Care Team, Valley & Dale\nHalton Borough Council\n01632 960111", from: "o.berg@halton.example", name: "Ola Berg");
        (child.Value(Fields.SocialWorker), child[Fields.SocialWorker].Certainty, child.Value(Fields.SocialWorkerTeam)).ShouldBe(("Ola Berg", Certainty.Known, "Children in Care Team, Valley & Dale"));
    }

    [Theory]
    [InlineData("Duty Social Worker")]
    [InlineData("Supervising Social Worker")]
    [InlineData("Team Manager")]
    public void Who_signs_for_a_duty_desk_a_fostering_service_or_a_team_may_not_be_the_childs(string role) =>
        Mails.Child($"Please see Sam Taylor, who is on a care order.\n\nOla Berg\n{role}\nHalton Borough Council", from: "o.berg@halton.example", name: "Ola Berg")[Fields.SocialWorker].Certainty.ShouldBe(Certainty.Doubtful);

    [Fact]
    public void Who_names_the_childs_worker_is_not_that_worker()
    {
        var child = Mails.Child("Please see Sam Taylor. His social worker is Tara Quill.\n\nOla Berg\nSocial Worker\nHalton Borough Council", from: "o.berg@halton.example", name: "Ola Berg");
        child.Value(Fields.SocialWorker).ShouldBe("Tara Quill");
    }

    [Fact]
    public void Boxes_of_risks_say_what_is_crossed_and_no_more_than_the_form_says_of_a_blank()
    {
        const string Boxes = "Known risks:\n[ ] self harm  [x] missing  [ ] fire setting";
        var child = Mails.Child($"Name: Sam Taylor\nDOB: 12/03/2014\n{Boxes}");
        (child.Value(Fields.RiskMissing), child.Value(Fields.RiskSelfHarm), child.Value(Fields.RiskFireSetting)).ShouldBe(("present", null, null));
        child = Mails.Child($"Name: Sam Taylor\nDOB: 12/03/2014\n{Boxes}\nA box left blank means asked about and no known risk.");
        (child.Value(Fields.RiskMissing), child.Value(Fields.RiskSelfHarm), child.Value(Fields.RiskFireSetting)).ShouldBe(("present", "none", "none"));
    }

    [Fact]
    public void A_subject_of_initials_tells_which_name_is_meant() =>
        Mails.Child("Mrs Ola Berg rang me. Hassan Yildiz arrived in March.", subject: "New form: H.Y.", from: "someone@homemail.example")[Fields.FamilyName].ShouldBe(Reading.Known("Yildiz", "body, line 1"));

    [Theory]
    [InlineData("Patient: Ines Fell, 04/05/2012, NHS 999 000 0018", "Ines", "Fell", "2012-05-04", "9990000018", null)]
    [InlineData("Who is the child?\nInes Fell, born 4th May 2012. She is known as Nessie.", "Ines", "Fell", "2012-05-04", null, "Nessie")]
    [InlineData("1. Young person: Ines Fell, DOB 4 May 2012", "Ines", "Fell", "2012-05-04", null, null)]
    [InlineData("Name: Ines Fell (dob 4.5.12)", "Ines", "Fell", "2012-05-04", null, null)]
    public void Behind_the_name_in_a_form_stands_what_else_tells_who_it_is(string body, string given, string family, string born, string? number, string? called)
    {
        var child = Mails.Child($"{body}\nLegal status: interim care order");
        (child.Value(Fields.GivenName), child.Value(Fields.FamilyName), child.Value(Fields.DateOfBirth), child.Value(Fields.NhsNumber), child.Value(Fields.PreferredName)).ShouldBe((given, family, born, number, called));
    }

    [Theory]
    [InlineData("Foster carer: Ida Farrow (LT), Crewe", "carer", "Ida Farrow")]
    [InlineData("Foster carer: Ida Farrow (LT), Crewe", "placementType", "U4")]
    [InlineData("FC: Ida Farrow (LT), Crewe", "livesIn", "Cheshire East")]
    [InlineData("Placement: Foster care (in-house, short term)", "placementType", "U6")]
    [InlineData("On what legal footing is the child looked after?\nInterim care order", "legalStatus", "C1")]
    [InlineData("Legal basis for being looked after\nSection 20", "legalStatus", "V2")]
    [InlineData("Is the child the subject of a child protection plan?\nNo", "childProtectionPlan", "no")]
    [InlineData("Does anybody need an interpreter?\nNo", "interpreter", "no")]
    [InlineData("Is the child on any medication?\nMelatonin 3mg", "medication", "Melatonin 3mg")]
    [InlineData("Where would s/he like to be seen\nOn a video call", "preferredPlace", "video")]
    [InlineData("Postcode: CH65 7XX (Ellesmere Port)", "livesIn", "Cheshire West and Chester")]
    public void A_form_asks_in_its_own_words(string answer, string field, string value) =>
        Mails.Child($"Name: Sam Taylor\nDate of birth: 12/03/2014\n{answer}", from: "someone@homemail.example").Value(Fields.ByName[field]).ShouldBe(value);

    [Fact]
    public void Answers_behind_dashes_are_no_signature()
    {
        var child = Mails.Child("Answers about Sam Taylor:\n\nlegal status - section 20 since 8 Aug 2025\nplacement - foster care, short-term\nGP - Mill Lane Surgery\n\nJo\nSocial Worker, Children in Care", name: "Jo Hart");
        (child.Value(Fields.LegalStatus), child.Value(Fields.PlacementType), child.Value(Fields.GpPractice), child.Value(Fields.ReferrerName), child.Value(Fields.ReferrerRole))
            .ShouldBe(("V2", "U6", "Mill Lane Surgery", "Jo Hart", "socialWorker"));
    }

    [Theory]
    [InlineData("Sam Taylor is looked after by this authority.\n\nJo Hart\nFamily Support Worker, Halton Borough Council", "Halton")]
    [InlineData("Sam Taylor is one of ours but placed with you.\n\nJo Hart\nFamily Support Worker, Halton Borough Council", "Halton")]
    [InlineData("Sam Taylor's sister is looked after by us.\n\nJo Hart\nFamily Support Worker, Halton Borough Council", null)]
    public void Whoever_calls_a_child_theirs_says_which_authority_is_responsible(string body, string? authority) =>
        Mails.Child(body, from: "j@homemail.example").Value(Fields.ResponsibleAuthority).ShouldBe(authority);

    [Theory]
    [InlineData("Please see Sam Taylor, he is low.\n\nOla Berg, RSCN\n01632 960111", "Ola Berg", "nurse")]
    [InlineData("Please see Sam Taylor, he is low.\n\nOB / SW / Children in Care", "Ola Berg", "socialWorker")]
    [InlineData("Present: O Berg (SW, Leaving Care), R Shah (IRO), dad\n\nPlease see Sam Taylor, he is low.\n\nOB", "Ola Berg", "socialWorker")]
    [InlineData("I help out at Harbour House, the drop-in for young people. Please see Sam Taylor, he is low.\n\nOla Berg", "Ola Berg", "voluntarySector")]
    [InlineData("I took on my sister's boy in May. Please see Sam Taylor, he is low.\n\nOla Berg", "Ola Berg", "carer")]
    public void Whoever_signs_is_known_by_what_they_write_of_themselves(string body, string name, string role)
    {
        var referrer = Mails.Referral(Mails.Mail(body, from: "o.berg@homemail.example", name: "Ola Berg")).Referrer;
        (referrer.Name, referrer.Role).ShouldBe((name, role));
    }

    [Theory]
    [InlineData("VACANCY: Fostering Support Worker\n£28,000, 37 hours, permanent, hybrid\nYou'll support looked-after children and their carers.\nFor an informal chat ring Kim on 01632 960123. Closing date: 5 December.")]
    [InlineData("Dear Manager\nWe have qualified social workers available now, DBS checked, from £35 per hour umbrella. Are you the right person to speak to?\nPat, Resourcer, Bluebird Recruitment")]
    [InlineData("Dear Customer\nInvoice no: 3321\nHire of hall for the young people's group\nAmount due: £80.00 by 1 December. Bank details as before.")]
    [InlineData("Trauma masterclass, 12 January, online. £95 + VAT per delegate. Early bird ends Friday: book your place today. CPD certified.")]
    public void What_sells_hires_or_bills_is_no_referral(string body) =>
        Mails.Read(Mails.Mail(body, from: "office@trader.example", subject: "For your attention")).ShouldBeOfType<MailReading.Ignored>().Reason.ShouldBe("an advertisement or an invoice");

    [Theory]
    [InlineData("Please see Sam, he is 9 and in foster care. Our training budget of £200 has a closing date, the invoice is with you.")]
    [InlineData("Hello, who do I invoice? We have a girl here who is not coping, can you ring me about the £50 too? Closing date for us is Friday, recruitment is hard.")]
    [InlineData("Amount due £20 for the course. Also my grandson is not sleeping, do you take delegates for that, book now?")]
    [InlineData("Interviews: Friday. £20. Please find attached the referral, delegates welcome, invoice no 4")]
    public void Whoever_speaks_of_one_child_is_heard_whatever_else_they_write(string body) =>
        Mails.Read(Mails.Mail(body, from: "office@trader.example", subject: "For your attention")).ShouldBeOfType<MailReading.IsReferral>();

    [Fact]
    public void Two_referrals_under_each_other_are_two_children()
    {
        var children = Mails.Referral(Mails.Mail("Halton is responsible for both.\n\nREFERRAL ONE\nIda Marsh. DOB 03.04.2015. NHS 9990000018.\nCare order since 16.01.2023. She lives both with and near her aunt in Crewe.\n\nREFERRAL TWO\nFinn Marsh. DOB 05.06.2017.\nSection 20. Lives with foster carers (short term) in Derby.", from: "j@halton.example")).Children;
        children.Select(child => (child.Value(Fields.GivenName), child.Value(Fields.DateOfBirth), child.Value(Fields.NhsNumber), child.Value(Fields.LegalStatus), child.Value(Fields.LivesIn)))
            .ShouldBe([("Ida", "2015-04-03", "9990000018", "C2", "Cheshire East"), ("Finn", "2017-06-05", null, "V2", "Derby")]);
    }

    [Fact]
    public void A_twin_named_beside_the_other_with_a_number_of_her_own_is_referred_too()
    {
        var children = Mails.Referral(Mails.Mail("Two girls for you please. Lena Voss, born 4/6/2017, NHS 999 000 0018; Mia Voss, her twin, the same day an hour later, NHS 999 000 0026. Care orders to Halton.", from: "j@halton.example")).Children;
        children.Select(child => (child.Value(Fields.GivenName), child.Value(Fields.DateOfBirth), child.Value(Fields.NhsNumber))).ShouldBe([("Lena", "2017-06-04", "9990000018"), ("Mia", "2017-06-04", "9990000026")]);
    }

    [Fact]
    public void What_is_said_of_one_child_goes_before_what_is_said_of_all()
    {
        var children = Mails.Referral(Mails.Mail("<p>Both came into care on 2 March 2026 under section 20.</p><table><tr><th></th><th>Older</th><th>Younger</th></tr><tr><th>Name</th><td>Ida Marsh</td><td>Finn Marsh</td></tr><tr><th>Date of birth</th><td>03/04/2015</td><td>05/06/2017</td></tr><tr><th>Legal status</th><td>Section 20</td><td>Interim care order</td></tr></table>", from: "j@halton.example", html: true)).Children;
        children.Select(child => (child.Value(Fields.LegalStatus), child[Fields.LegalStatus].Certainty)).ShouldBe([("V2", Certainty.Known), ("C1", Certainty.Known)]);
    }
}
