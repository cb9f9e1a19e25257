using Heldspace.Intake;
using Heldspace.Tests.Builders;

namespace Heldspace.Tests.Intake;

/// <summary>What people say in words of their own, who else is beside the child in it, and what only looks like something else.</summary>
public sealed class MailsInPlainWords
{
    [Theory]
    [InlineData("I am writing about my nephew Emmanuel Fashola (born 07/08/2015, NHS number 999 281 8034).", "givenName", "Emmanuel")]
    [InlineData("I am writing about my nephew Emmanuel Fashola (born 07/08/2015, NHS number 999 281 8034).", "nhsNumber", "9992818034")]
    [InlineData("His nephew Emmanuel (born 07/08/2020) is there too.", "dateOfBirth", null)]
    [InlineData("Tobias Llewellyn-Grant, though he will not answer to anything but Toby, was born on the 3rd of March 2017. He moved to Wendy Partridge, who fosters for us.", "givenName", "Tobias")]
    [InlineData("Tobias Llewellyn-Grant was born on the 3rd of March 2017. He moved to Wendy Partridge, who fosters for us.", "familyName", "Llewellyn-Grant")]
    [InlineData("Niamh Caffrey, DOB 25 October 2010, has a new room, in a green called Bancha.", "givenName", "Niamh")]
    [InlineData("The right version: Logan Peacock. Born 23rd January 2016. The 25th is Brandon's birthday, who is 14 and nothing to do with this.", "givenName", "Logan")]
    [InlineData("Imogen Starkey (27.10.2012) has fallen out with Ruby Cartwright (10/02/2013) in her form.", "dateOfBirth", "2012-10-27")]
    [InlineData("I'd like to refer Imogen Starkey (27.10.2012). I am the Designated Safeguarding Lead.", "familyName", "Starkey")]
    [InlineData("Chantelle Okoro, dob 21/01/2009, is in a mother and baby placement. Baby is Arlo Finch, d.o.b. 02/10/26, NHS 9999888402.", "dateOfBirth", "2009-01-21")]
    [InlineData("Chantelle Okoro, dob 21/01/2009, is in a mother and baby placement. Baby is Arlo Finch, d.o.b. 02/10/26, NHS 9999888402.", "nhsNumber", null)]
    [InlineData("I'd like to refer a baby. The baby is Oakley Rimmer, born 2 June 2026, in a mother and baby placement.", "dateOfBirth", "2026-06-02")]
    [InlineData("I'd like to refer Ava Brindle, who cares for her mum.", "givenName", "Ava")]
    [InlineData("I'd like to refer Sam Taylor, who says he wants nothing to do with it.", "givenName", "Sam")]
    [InlineData("I foster Sam Taylor. My nephew Jake (born 02/02/2012) lives here too.", "dateOfBirth", null)]
    [InlineData("I foster Sam Taylor. My nephew is on a full care order.", "legalStatus", null)]
    [InlineData("I would like to refer Arlo Finch. Baby is Arlo Finch, born 2 June 2026, in a mother and baby placement.", "dateOfBirth", "2026-06-02")]
    [InlineData("I am writing about an unaccompanied minor called Xiadani.", "givenName", "Xiadani")]
    [InlineData("I am writing about Sam Taylor. Our concerns rose sharply (12/05/2021).", "dateOfBirth", null)]
    public void Whom_a_mail_is_about_is_told_from_whoever_is_beside_them(string body, string field, string? value) => Value(body, field).ShouldBe(value);

    [Theory]
    [InlineData("I am writing about Sam Taylor. He was looked after by us and left care on his birthday this year.", "category", "careLeaver")]
    [InlineData("I am writing about Sam Taylor. He left care last year and went home to his mum.", "category", "returnedHome")]
    [InlineData("My son Sam Taylor came home to me in October after two years in foster care. He is not in care now.", "category", "returnedHome")]
    [InlineData("I am writing about Sam Taylor. We were matched long term in June.", "placementType", "U4")]
    [InlineData("I am writing about Sam Taylor. For the last seven weeks he has been with foster carers in Chester, and he will be staying with them long term.", "placementType", "U4")]
    [InlineData("I have Sam, my grandson, Sam Taylor. I am approved for him long term now, so I am his proper foster carer.", "placementType", "U1")]
    [InlineData("I am writing about Sam Taylor, who is with foster carers, whose address I shall not give in this email, save to say that he is on a full care order.", "legalStatus", "C2")]
    [InlineData("I am writing about Sam Taylor. He has seen the privacy notice, and is on a full care order.", "legalStatus", "C2")]
    [InlineData("I foster Sam Taylor. He came home to us from contact very upset. He is on a full care order.", "category", "childInCare")]
    [InlineData("I am writing about Sam Taylor, who is 8. He left care in 2021 on a special guardianship order to his nan.", "category", "specialGuardianship")]
    [InlineData("I am writing about Mia Taylor. Mia left foster care in May and is now in a residential unit. She is looked after under section 20.", "category", "childInCare")]
    [InlineData("I am writing about Sam Taylor. He is with foster carers. He has been matched with a permanent keyworker.", "placementType", "U6")]
    [InlineData("I am writing about Sam Taylor. He is with foster carers. He has not been matched long term with them yet.", "placementType", "U6")]
    public void What_is_said_in_passing_counts(string body, string field, string? value) => Value(body, field).ShouldBe(value);

    [Theory]
    [InlineData("Sam Taylor was born on 12 March 2014. We were matched with him in 2021 and adopted him. My son is unhappy.", "parent")]
    [InlineData("I'm the HV for a young mum, Chantelle Okoro, dob 21/01/2009.", "nurse")]
    [InlineData("My wife and I adopted Esme; the order was made in 2023. Esme Rose Holroyd was born on 20 February 2020.", "parent")]
    [InlineData("Sam Taylor was born on 12 March 2014. I asked him on Thursday, as did his carer.", null)]
    [InlineData("Sam Taylor was born on 12 March 2014. We were matched long term in June. I've got my son sat outside his door.", "carer")]
    public void Who_writes_is_taken_from_what_they_say_of_themselves(string body, string? role) => Value(body, "referrerRole").ShouldBe(role);

    [Fact]
    public void A_greeting_below_what_organisations_add_signs_nothing()
    {
        var child = Mails.Child("I'd like to refer Sam Taylor, DOB 12/03/2014.\n\nKind regards\nJane Holt\nSocial Worker, Wigan Council\n\nThis message may contain confidential information. If you are not the intended recipient please delete it.\nThank you for your co-operation.", from: "someone@homemail.example");

        (child.Value(Fields.ReferrerName), child.Value(Fields.ReferrerRole), child.Value(Fields.GivenName)).ShouldBe(("Jane Holt", "socialWorker", "Sam"));
    }

    [Fact]
    public void Two_lines_in_small_letters_are_no_signature()
    {
        var child = Mails.Child("hi its jaz i left care last yr my pa shona said u do like talking therapy n that\ntext me only pls 07700900466 dont ring my old carers they dont need to no", from: "jazzyb@homemail.example", name: "jaz");

        child.Value(Fields.Category).ShouldBe("careLeaver");
        child.Value(Fields.ReferrerRole).ShouldBe("self");
    }

    [Fact]
    public void A_date_in_brackets_behind_a_name_in_small_letters_is_a_birth() =>
        Value("hey its bethan morris (17.10.2005), my PA is craig at cheshire west leaving care", "dateOfBirth").ShouldBe("2005-10-17");

    [Fact]
    public void What_somebody_is_always_called_is_no_family_name()
    {
        var child = Mails.Child("Pupil: Bernadette McAllister \u2013 always \u201cBernie\u201d\nDOB: 1 June 2018");

        (child.Value(Fields.GivenName), child.Value(Fields.FamilyName), child.Value(Fields.PreferredName)).ShouldBe(("Bernadette", "McAllister", "Bernie"));
    }

    [Fact]
    public void An_authority_on_the_way_is_not_the_one_that_answers_for_the_child() =>
        Mails.Child("YP: Filmon Gebre\nDOB: 14/02/2010\nIn care: yes, s.20 from 30/06/2026 (arrived Kent 28/06, National Transfer Scheme to us)\nResponsible LA: Cheshire West and Chester").Value(Fields.ResponsibleAuthority).ShouldBe("Cheshire West and Chester");

    [Fact]
    public void Children_told_of_one_after_the_other_are_each_referred()
    {
        var children = Mails.Referral(Mails.Mail("I'd like to put forward three siblings.\n\nLucia Vasquez is the eldest. She was born on 14.02.2012.\n\nMateo is next, 09.09.2014. He is in a children's home.\n\nThen Rosa, who was born 30.11.2017.")).Children;

        children.Select(child => (child.Value(Fields.GivenName), child.Value(Fields.DateOfBirth))).ShouldBe([("Lucia", "2012-02-14"), ("Mateo", "2014-09-09"), ("Rosa", "2017-11-30")]);
    }

    [Fact]
    public void What_this_service_sent_comes_back_from_a_program_and_is_no_referral()
    {
        var returned = Mails.Mail("This mailbox is no longer monitored.\n\n> What is still missing: date of birth.\n> If somebody is in danger now, ring 999.", from: "postmaster@relay.example", subject: "RE: We got your message", headers: [("Auto-Submitted", "auto-generated"), ("X-Loop", $"support@{Mails.Service.Mailboxes[0].Domain}")]);
        var about = Mails.Mail("Name: Sam Taylor\nDOB: 12/03/2014\nNHS number: 9990000018", from: "forms@relay.example", headers: [("Auto-Submitted", "auto-generated"), ("X-Loop", $"support@{Mails.Service.Mailboxes[0].Domain}")]);

        Mails.Read(returned).ShouldBeOfType<MailReading.Ignored>();
        Mails.Read(about).ShouldBeOfType<MailReading.IsReferral>();
    }

    private static string? Value(string body, string field) => Mails.Child(body, from: "someone@homemail.example")[Fields.ByName[field]].Value;
}
