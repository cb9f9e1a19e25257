using Heldspace.Intake;
using Heldspace.Tests.Builders;

namespace Heldspace.Tests.Intake;

public sealed class ProseMails
{
    [Theory]
    [InlineData("I would like to refer Tyler Brannigan (12.04.13).", "Tyler", "Brannigan")]
    [InlineData("RE: Miss Poppy-Mae HARGREAVES, D.O.B 3rd June 2016", "Poppy-Mae", "Hargreaves")]
    [InlineData("We have a young lad called Leo Fontaine, he lives in Crewe.", "Leo", "Fontaine")]
    [InlineData("Our foster son Mason came to us in May. Mason cries a lot.", "Mason", null)]
    [InlineData("Her brother Riley is with his nan. We are worried about Freya, our foster daughter.", "Freya", null)]
    [InlineData("hiya its jess, im 17 and in care. my full name is jessica brady", "Jessica", "Brady")]
    [InlineData("My name is Grace Adeyemi, I'm the school nurse. I'm referring Nnamdi Eze who is looked after.", "Nnamdi", "Eze")]
    public void The_child_is_the_one_it_is_about(string body, string given, string? family)
    {
        var child = Mails.Child(body, from: "g.adeyemi@community.nhs.example", name: null);
        child.Value(Fields.GivenName).ShouldBe(given);
        child.Value(Fields.FamilyName).ShouldBe(family);
    }

    [Theory]
    [InlineData("She is subject to a full care order.", "legalStatus", "C2")]
    [InlineData("He was on an interim care order and is now on a full care order.", "legalStatus", "C2")]
    [InlineData("He was taken into police protection and is now accommodated under Section 20.", "legalStatus", "V2")]
    [InlineData("He is not subject to a care order.", "legalStatus", null)]
    [InlineData("The previous care order was discharged in 2020.", "legalStatus", null)]
    [InlineData("His brother is subject to a care order.", "legalStatus", null)]
    [InlineData("She is a looked after child.", "category", "childInCare")]
    [InlineData("He is a care leaver.", "category", "careLeaver")]
    [InlineData("His mum was in care herself.", "category", null)]
    [InlineData("I work in the Children in Care team.", "category", null)]
    [InlineData("She was adopted at the age of three.", "category", "adopted")]
    [InlineData("They live with their nan under a special guardianship order.", "category", "specialGuardianship")]
    [InlineData("She is at home with her parents and has never been in care.", "category", "other")]
    [InlineData("We have adopted a new approach at school.", "category", null)]
    [InlineData("He lives in Winsford.", "livesIn", "Cheshire West and Chester")]
    [InlineData("She lives with her foster carers near Oswestry.", "livesIn", "Shropshire")]
    [InlineData("He attends school in Wigan.", "livesIn", null)]
    [InlineData("His brother lives in Wigan.", "livesIn", null)]
    [InlineData("She is looked after by Halton Borough Council.", "responsibleAuthority", "Halton")]
    [InlineData("He is a Wigan looked after child placed in Chester.", "responsibleAuthority", "Wigan")]
    [InlineData("He is a Wigan looked after child placed in Chester.", "livesIn", "Cheshire West and Chester")]
    [InlineData("He was placed in Neston by Trafford.", "responsibleAuthority", "Trafford")]
    [InlineData("He enjoys reading and football.", "livesIn", null)]
    [InlineData("He is placed in a children's home in Crewe.", "placementType", "K2")]
    [InlineData("He was in a children's home before. Now he lives with long-term foster carers.", "placementType", "U4")]
    [InlineData("This is urgent.", "urgency", "urgent")]
    [InlineData("It is not urgent.", "urgency", "routine")]
    [InlineData("He has a good routine and sleeps well.", "urgency", null)]
    [InlineData("She needs a Tigrinya interpreter.", "language", "Tigrinya")]
    [InlineData("She needs a Tigrinya interpreter.", "interpreter", "yes")]
    [InlineData("No interpreter is needed.", "interpreter", "no")]
    [InlineData("He would prefer to be seen at school.", "preferredPlace", "school")]
    [InlineData("Please not at school, at home would be better.", "preferredPlace", "home")]
    [InlineData("She would rather talk to a woman.", "preferredGender", "woman")]
    [InlineData("He has asked for a male therapist.", "preferredGender", "man")]
    [InlineData("She would feel safer with a female worker, please not a man.", "preferredGender", "woman")]
    [InlineData("She lives with a male carer.", "preferredGender", null)]
    [InlineData("Her previous key worker was a man.", "preferredGender", null)]
    [InlineData("His social worker is called Dawn Pettifer.", "socialWorker", "Dawn Pettifer")]
    [InlineData("His NHS number is 943 476 5919.", "nhsNumber", "9434765919")]
    [InlineData("Please ring me on 0943 476 591.", "nhsNumber", null)]
    [InlineData("His sister's NHS number is 943 476 5919.", "nhsNumber", null)]
    [InlineData("He was born on the 2nd of November 2017.", "dateOfBirth", "2017-11-02")]
    [InlineData("His brother was born on 2 November 2017.", "dateOfBirth", null)]
    [InlineData("He was placed on 2 November 2025.", "dateOfBirth", null)]
    public void A_sentence_says_what_it_says_and_no_more(string sentence, string field, string? value) =>
        Mails.Child($"I am writing about Sam Taylor. {sentence}", from: "someone@homemail.example")[Fields.ByName[field]].Value.ShouldBe(value);

    [Theory]
    [InlineData("Kind regards\nJo Hart\nSenior Social Worker\nWigan Council", "Jo Hart", "socialWorker")]
    [InlineData("Many thanks, Jo", "Jo", null)]
    [InlineData("Yours sincerely\n\nDr Jo Hart MRCGP\nGP Partner, Mill Lane Surgery", "Dr Jo Hart", "gp")]
    [InlineData("Jo Hart | Personal Adviser | Leaving Care\n01632 960123", "Jo Hart", "personalAdviser")]
    [InlineData("Thanks\nMrs J Hart\nDesignated Safeguarding Lead", "J Hart", "school")]
    public void A_signature_says_who_refers(string signature, string name, string? role)
    {
        var referrer = Mails.Referral(Mails.Mail($"Please see Sam Taylor, who is looked after and very low at the moment.\n\n{signature}", from: "x@homemail.example")).Referrer;
        referrer.Name.ShouldBe(name);
        referrer.Role.ShouldBe(role);
    }

    [Fact]
    public void Only_the_age_is_no_date_of_birth_but_is_kept() =>
        Mails.Child("I am worried about Sam Taylor, he is 9 and in care.")[Fields.DateOfBirth].Note!.ShouldContain("he is 9");

    [Fact]
    public void A_social_workers_own_authority_is_responsible_unless_the_mail_says_otherwise()
    {
        const string Signature = "\n\nRegards\nJo Hart\nSocial Worker\nWigan Council";
        Mails.Child("Sam Taylor is a looked after child." + Signature, from: "jo@wigan.example").Value(Fields.ResponsibleAuthority).ShouldBe("Wigan");
        Mails.Child("Sam Taylor is looked after by Halton." + Signature, from: "jo@wigan.example").Value(Fields.ResponsibleAuthority).ShouldBe("Halton");
    }

    [Fact]
    public void What_the_service_wrote_itself_below_a_reply_is_not_read() =>
        Mails.Child("Thanks, could we have another day?\n\nOn 20 Nov 2026, at 10:00, Caring to Care <referrals@caring-to-care.example> wrote:\n> NHS number: 9990000018")
            .Value(Fields.NhsNumber).ShouldBeNull();

    [Fact]
    public void A_forwarded_author_at_an_unknown_domain_is_named_but_not_written_to()
    {
        var referrer = Mails.Referral(Mails.Mail(
            "See below\n\nFrom: Gemma Rudd <gemma.rudd@oakfield-homes.example>\nSent: 20 November 2026 15:02\nTo: Admin\nSubject: Referral\n\nWe'd like help for Noah Sinclair, DOB 30/07/2012.\n\nGemma Rudd\nRegistered Manager",
            subject: "FW: Referral")).Referrer;
        referrer.Name.ShouldBe("Gemma Rudd");
        referrer.Email!.Text.ShouldBe("jo.hart@cheshire-west.example");
    }
}
