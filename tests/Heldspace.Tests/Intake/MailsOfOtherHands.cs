using Heldspace.Intake;
using Heldspace.Tests.Builders;

namespace Heldspace.Tests.Intake;

/// <summary>What the mails of further writers taught, in other words than theirs.</summary>
public sealed class MailsOfOtherHands
{
    [Theory]
    [InlineData("We manage The Beeches, a four-bed home. One of those who live here is a young man called Owen Pryce (16, d.o.b. 3 March 2010).", "givenName", "Owen")]
    [InlineData("I manage The Beeches. We support a young lady called Tia Marsh (15). Her keyworker found her crying.", "givenName", "Tia")]
    [InlineData("My niece Ada stays with me since her mum went into hospital. Ada is 9.", "givenName", "Ada")]
    [InlineData("My nephew Kofi Mensah has been living with us since May. He was born on 4 June 2015.", "dateOfBirth", "2015-06-04")]
    [InlineData("I foster Sam Taylor. My nephew Jake (born 02/02/2012) lives with us too.", "dateOfBirth", null)]
    [InlineData("My niece Ada lives with me. Ada is very sad. I have two of my own, Leo 13 and Mia 8.", "givenName", "Ada")]
    [InlineData("It's about Callum who has lived with us for a year. He is 10. Our Megan is writing this for me.", "givenName", "Callum")]
    [InlineData("Aleksandr Petrenko, known as Sasha, is a pupil at our school. He is very low.", "givenName", "Aleksandr")]
    [InlineData("Aleksandr Petrenko, known as Sasha, is a pupil at our school. He is very low.", "preferredName", "Sasha")]
    [InlineData("My full name is Benjamin Cole, everyone calls me Benji, and I left care at 18.", "preferredName", "Benji")]
    [InlineData("We adopted our son Rafe. He is six and in Year 1 at Mill Bank Infants.", "givenName", "Rafe")]
    [InlineData("hi its megan i dont sleep and im so tired of it all\ncan i talk to someone pls\n\nmegan hulme", "familyName", "Hulme")]
    public void Whose_name_it_is_follows_from_what_is_said_of_them(string body, string field, string? value) => Value(body, field).ShouldBe(value);

    [Theory]
    [InlineData("I am writing about Sam Taylor, he was 13 in May (the 9th).", "2013-05-09")]
    [InlineData("I am writing about Sam Taylor. Sam was born on the third of April two thousand and fourteen.", "2014-04-03")]
    [InlineData("I am writing about Sam Taylor. Sam was born on the twenty-first of June twenty twelve.", "2012-06-21")]
    [InlineData("I am writing about Sam Taylor, d.o.b. 18\u2011Oct\u20112013.", "2013-10-18")]
    [InlineData("im sam taylor and my birthdays 4 march 2011", "2011-03-04")]
    [InlineData("im sam taylor. ive been in care since i was 5. my birthday is 8 july if you need it", null)]
    [InlineData("I'm working with Karl Hale and his son Sam Hale, who was born on 1.9.13. Sam is a worrier. Sam lives with his dad.", "2013-09-01")]
    [InlineData("Mia Hale is 17 and has a daughter, Summer, born 11 August 2026. This is about Mia: DOB 30 January 2009.", "2009-01-30")]
    [InlineData("I am writing about Sam Taylor, born on 20 May 2016. He must stay unknown to the birth family, and moved on 29 June 2026.", "2016-05-20")]
    public void A_day_of_birth_is_read_however_it_is_said(string body, string? value) => Value(body, "dateOfBirth").ShouldBe(value);

    [Theory]
    [InlineData("The date of birth I gave you below was my own slip. It should be 29 May 2013.", "2013-05-29")]
    [InlineData("Sam was born on 21/06/2011, not 25/05/2011.", "2011-06-21")]
    [InlineData("Sam's birthday's 27 May by the way.", "2011-05-27")]
    public void A_day_of_birth_that_is_put_right_takes_the_place_of_the_one_below(string newer, string value)
    {
        var child = Mails.Child($"{newer}\n\nJo Hart\n\nFrom: Jo Hart\nSent: 11 November 2026 10:20\nTo: Support\nSubject: Sam Taylor\n\nI'd like to refer Sam Taylor, d.o.b. 25 May 2011. He is on a full care order.\n\nJo Hart\nSocial Worker", name: "Jo Hart");

        (child[Fields.DateOfBirth].Value, child[Fields.DateOfBirth].Certainty).ShouldBe((value, Certainty.Known));
    }

    [Theory]
    [InlineData("I am writing about Sam Taylor. He moved in last month from a children's home in Southport. He is in supported accommodation in Wigan.", "placementType", "K3")]
    [InlineData("I am writing about Sam Taylor. He moved in last month from a children's home in Southport. He is in supported accommodation in Wigan.", "livesIn", "Wigan")]
    [InlineData("Sam Taylor came with a worker from his children's home. He is looked after by Derby City Council.", "placementType", "K2")]
    [InlineData("Sam Taylor is on a full care order. He used to be in foster care with a couple called Hale in Chorley. He lives with his dad in Hindley.", "livesIn", "Wigan")]
    [InlineData("im 20 and used to be in care with derby got my own flat now in hindley", "livesIn", "Wigan")]
    [InlineData("I was in residential care in Chorley for years. I'm in my first year (History) and I live in Sheffield now.", "livesIn", "Sheffield")]
    [InlineData("Sam Taylor boards here, near Ormskirk, and lives here in term time. He is fostered in the holidays by a couple in Hindley.", "livesIn", "Lancashire")]
    [InlineData("I am writing about Sam Taylor. He is on a full care order. His carers are Jo and Al Hale, they're a permanent match.", "placementType", "U4")]
    [InlineData("I am writing about Sam Taylor. It is voluntary, his mum signed him in (section 20).", "legalStatus", "V2")]
    [InlineData("Sam Taylor lives with his special guardian. The special guardianship order was made in 2016, before which he was in our care for a year.", "category", "specialGuardianship")]
    [InlineData("My son Sam Taylor came back to live with me in September. He had been in foster care since he was 8.", "category", "returnedHome")]
    [InlineData("I am writing about Sam Taylor. He is on remand and so a looked after child to Wigan, he wasn't before.", "responsibleAuthority", "Wigan")]
    [InlineData("I am the guardian of Sam Taylor in care proceedings brought by Derby City Council. There is an interim care order.", "responsibleAuthority", "Derby")]
    [InlineData("im 22 and left care at 18 wigan. i got a place in hindley", "responsibleAuthority", "Wigan")]
    [InlineData("im 22 and left care at 18 wigan. i got a place in hindley", "livesIn", "Wigan")]
    public void What_was_left_behind_is_told_from_what_is_so(string body, string field, string? value) => Value(body, field).ShouldBe(value);

    [Theory]
    [InlineData("I am writing about Sam Taylor. There is no suggestion that he has self-harmed.", "none")]
    [InlineData("I am writing about Sam Taylor. I asked him about self-harm and about drinking and he denied both.", "none")]
    [InlineData("I am writing about Sam Taylor. I asked him about self-harm and he would not answer.", "present")]
    public void What_came_of_asking_after_a_risk_counts(string body, string value) => Value(body, "riskSelfHarm").ShouldBe(value);

    [Theory]
    [InlineData("I am writing about Sam Taylor. He is in Y10 at Hollin Bank Grange.", "Hollin Bank Grange")]
    [InlineData("I am writing about Sam Taylor. He is at Orchard Vale, in year 7.", "Orchard Vale")]
    [InlineData("I am writing about Sam Taylor. The school (Hollin Bank, he is in year 7) has a waiting list.", "Hollin Bank")]
    [InlineData("I am writing about Sam Taylor. His brother is in Year 9 at Orchard Vale.", null)]
    public void A_school_is_known_by_what_stands_beside_its_name(string body, string? value) => Value(body, "school").ShouldBe(value);

    [Theory]
    [InlineData("I would like to refer two sisters.\n\nAda Voss was born on 8 April 2012.\n\nHer sister Mia Voss was born on 21 September 2016.\n\nTheir baby brother Leo (born 2 February 2025) was adopted and isn't part of this referral.", "Ada Mia")]
    [InlineData("I'd like to refer the three Voss children. All are on care orders.\n\nAda Voss is the eldest. She was born on 8 April 2012.\n\nMia Voss was born on 21 September 2016.\n\nLeo Voss was born on 2 February 2020.", "Ada Mia Leo")]
    [InlineData("Handover of two kids. Leo Voss 5.6.19 and Mia Voss 12.12.21, police protection on Saturday, both with emergency carers.", "Leo Mia")]
    [InlineData("Could you consider a young mum, Ada Voss? She turned 17 on 1 October 2026. She and her baby son Leo (born on 28 August 2026) are in a mother and baby placement in Derby. Please don't muddle the two. I asked about harm to the baby.", "Ada")]
    [InlineData("I support Karl Hale and his son Sam Hale, who was born on 1.9.13. Sam is not sleeping.", "Sam")]
    public void As_many_children_are_referred_as_are_meant(string body, string names) => string.Join(' ', Mails.Referral(Mails.Mail(body)).Children.Select(child => child.Value(Fields.GivenName))).ShouldBe(names);

    [Theory]
    [InlineData("Could you see him as soon as you possibly can, please?", "soon")]
    [InlineData("Please ring me as soon as you can about the form.", null)]
    [InlineData("We would be very pleased if his sessions could start soon.", "soon")]
    [InlineData("He gets upset very soon.", null)]
    [InlineData("It can be next week, but the sooner the better for him.", "soon")]
    [InlineData("I'd need an invoice before Christmas.", null)]
    [InlineData("Could somebody see him before Christmas?", "soon")]
    [InlineData("There is no crisis here, and we would take an appointment when you have room for one.", "routine")]
    [InlineData("There is no crisis plan yet.", null)]
    [InlineData("We don't want to jump the queue.", "routine")]
    [InlineData("He would like to come back when there's a space.", "routine")]
    [InlineData("I would say weeks rather than days.", "routine")]
    [InlineData("There's no great pressure, so routine.", "routine")]
    [InlineData("He has a good routine at home.", null)]
    public void How_soon_somebody_is_to_be_seen_is_read_however_it_is_said(string words, string? value) => Value($"I am writing about Sam Taylor, born on 12/03/2014. {words}", "urgency").ShouldBe(value);

    [Fact]
    public void Whoever_applies_for_a_post_refers_nobody()
    {
        Mails.Read(Mails.Mail("Dear team,\n\nI wish to apply for the role of youth worker. My CV is below, and references can be had.\n\nDate of birth: 9 October 2001\n\nAna Hale", from: "ana@homemail.example", subject: "Application")).ShouldBeOfType<MailReading.Ignored>();
        Mails.Read(Mails.Mail("I'd like to refer Sam Taylor, born 12/03/2014. He has to apply for a job at school and give references, and he panics.")).ShouldBeOfType<MailReading.IsReferral>();
    }

    [Fact]
    public void A_room_that_is_hired_is_nobody() =>
        Mails.Read(Mails.Mail("Dear Customer\n\nYour invoice for October:\n\nRoom hire, Willow Room, 4 x half day 170.00\nVAT 0.00\n\nPayment is due within 30 days.", from: "accounts@hall.example", subject: "Invoice 17")).ShouldBeOfType<MailReading.Ignored>();

    [Fact]
    public void Who_asked_back_before_handing_a_mail_on_is_not_who_refers()
    {
        var child = Mails.Child("Please see below from Jo.\n\nFrom: Jo Hart <jo.hart@cheshirewestandchester.example>\nSent: 20 November 2026 13:37\nTo: Business Support\nSubject: RE: referral\n\nChild: Sam Taylor\nDOB: 12/03/2014\nLegal status: full care order\n\nJo Hart\nSocial Worker\n\nFrom: Business Support\nSent: 17 November 2026 09:05\nTo: Jo Hart\nSubject: referral\n\nHi Jo, your form says he is with the Hales but the system says that he moved on Friday? Can you check before I send it out, and let me have it back by Monday please, thanks.", from: "support@cheshirewestandchester.example", name: "Business Support", subject: "FW: referral");

        (child.Value(Fields.ReferrerName), child.Value(Fields.ResponsibleAuthority)).ShouldBe(("Jo Hart", "Cheshire West and Chester"));
    }

    [Fact]
    public void Ten_figures_behind_a_whole_name_are_their_number() =>
        Mails.Child("13 year old boy, low mood, please offer an appointment.", subject: "Referral - Sam Taylor, 9990000018").Value(Fields.NhsNumber).ShouldBe("9990000018");

    private static string? Value(string body, string field) => Mails.Child(body, from: "someone@homemail.example")[Fields.ByName[field]].Value;
}
