using Heldspace.Intake;
using Heldspace.Tests.Builders;

namespace Heldspace.Tests.Intake;

/// <summary>One mail, several children: a record each, and no fact crosses from one to another.</summary>
public sealed class SeveralChildren
{
    private const string Signed = "\n\nKind regards\nHannah Birch\nSocial Worker\nCheshire West and Chester Council";

    /// <summary>A mail, and for each child in order what must be read of them; "-" is nothing.</summary>
    public static TheoryData<string, string> Mailed => new()
    {
        {
            "Dear team,\nI would like to refer three siblings, Ava, Noah and Lily Brindle. They all live with their foster carers at 4 Larch Close, Winsford, CW7 9ZZ and are subject to full care orders.\n\n"
            + "1. Ava Brindle, dob 3/4/2014, NHS 999 000 0018\n2. Noah Brindle, dob 1/2/2016, NHS 999 000 0026\n3. Lily Brindle, dob 9/9/2018",
            "givenName=Ava familyName=Brindle dateOfBirth=2014-04-03 nhsNumber=9990000018 placementPostcode=CW7_9ZZ legalStatus=C2 | givenName=Noah familyName=Brindle dateOfBirth=2016-02-01 nhsNumber=9990000026 placementPostcode=CW7_9ZZ legalStatus=C2 | "
            + "givenName=Lily familyName=Brindle dateOfBirth=2018-09-09 nhsNumber=- placementPostcode=CW7_9ZZ legalStatus=C2"
        },
        {
            "Child 1:\nName: Ava Brindle\nDOB: 03/04/2014\nNHS number: 999 000 0018\n\nChild 2:\nName: Noah Brindle\nDOB: 01/02/2016\nNHS number:\n\nAddress: 4 Larch Close, Winsford, CW7 9ZZ\nSocial worker: Jane Marsh\nLegal status: full care order",
            "givenName=Ava familyName=Brindle dateOfBirth=2014-04-03 nhsNumber=9990000018 placementPostcode=CW7_9ZZ socialWorker=Jane_Marsh legalStatus=C2 | "
            + "givenName=Noah familyName=Brindle dateOfBirth=2016-02-01 nhsNumber=- placementPostcode=CW7_9ZZ socialWorker=Jane_Marsh legalStatus=C2"
        },
        {
            "First name: Ava\nSurname: Brindle\nDate of birth: 03/04/2014\nNHS number: 999 000 0018\nSchool: Hartford Primary School\nLegal status: Full care order\nReason for referral: nightmares since the move\n\n"
            + "First name: Noah\nSurname: Brindle\nDate of birth: 01/02/2016\nNHS number: N/K\nSchool: Weaver Primary School\nLegal status: Section 20\nReason for referral: angry outbursts",
            "givenName=Ava familyName=Brindle dateOfBirth=2014-04-03 nhsNumber=9990000018 school=Hartford_Primary_School legalStatus=C2 presentingNeeds=nightmares_since_the_move | "
            + "givenName=Noah familyName=Brindle dateOfBirth=2016-02-01 nhsNumber=- school=Weaver_Primary_School legalStatus=V2 presentingNeeds=angry_outbursts"
        },
        {
            "I would like to refer siblings Ava (12/03/2014) and Noah Brindle (1.2.2016). Ava attends Hartford Primary School and Noah attends Weaver High School. Both are subject to full care orders. Ava has been cutting her arms and cannot sleep.",
            "givenName=Ava familyName=Brindle dateOfBirth=2014-03-12 school=Hartford_Primary_School legalStatus=C2 | givenName=Noah familyName=Brindle dateOfBirth=2016-02-01 school=Weaver_High_School legalStatus=C2 presentingNeeds=-"
        },
        {
            "Please could you see the twins Isla and Rory Fenwick, both born 4 May 2015. They live with long-term foster carers in Crewe. Isla is very anxious. She would prefer to be seen at school. Rory is angry a lot.",
            "givenName=Isla familyName=Fenwick dateOfBirth=2015-05-04 livesIn=Cheshire_East preferredPlace=school | givenName=Rory familyName=Fenwick dateOfBirth=2015-05-04 livesIn=Cheshire_East preferredPlace=-"
        },
        {
            "I am referring Kieran Doyle, dob 15/02/2013, who is struggling with anger. Kieran's younger sister Maisie (3.3.2016) also needs support. She has nightmares. Kieran's NHS number is 999 000 0018.",
            "givenName=Kieran familyName=Doyle dateOfBirth=2013-02-15 nhsNumber=9990000018 | givenName=Maisie familyName=Doyle dateOfBirth=2016-03-03 nhsNumber=-"
        },
        {
            "Referral for Ava Brindle and her brother Noah. Ava's date of birth is 12/03/2014 and Noah's is 01/02/2016. Ava's NHS number is 999 000 0018 and Noah's is 999 000 0026. Ava is on an interim care order, Noah is accommodated under section 20.",
            "givenName=Ava familyName=Brindle dateOfBirth=2014-03-12 nhsNumber=9990000018 legalStatus=C1 | givenName=Noah familyName=Brindle dateOfBirth=2016-02-01 nhsNumber=9990000026 legalStatus=V2"
        },
        {
            "Names: Ava, Noah and Lily Brindle\nDOBs: 12/03/2014, 01/02/2016, 09/09/2018\nNHS numbers: Ava 999 000 0018, Lily 999 000 0026\nAddress: 4 Larch Close, Winsford, CW7 9ZZ\nSchool: Hartford Primary School (Ava and Noah), Little Acorns Nursery (Lily)",
            "givenName=Ava familyName=Brindle dateOfBirth=2014-03-12 nhsNumber=9990000018 placementPostcode=CW7_9ZZ | givenName=Noah familyName=Brindle dateOfBirth=2016-02-01 nhsNumber=- placementPostcode=CW7_9ZZ | "
            + "givenName=Lily familyName=Brindle dateOfBirth=2018-09-09 nhsNumber=9990000026 placementPostcode=CW7_9ZZ school=Little_Acorns_Nursery"
        },
        {
            "Two children to refer:\n\nAva Brindle\nDOB: 12/03/2014\nNHS: 999 000 0018\nAva has nightmares.\n\nNoah Brindle\nDOB: 01/02/2016\nHe hits other children.\n\nBoth children live with Mr and Mrs Ode in Northwich.",
            "givenName=Ava dateOfBirth=2014-03-12 nhsNumber=9990000018 livesIn=Cheshire_West_and_Chester | givenName=Noah dateOfBirth=2016-02-01 nhsNumber=- livesIn=Cheshire_West_and_Chester"
        },
        {
            "My twins Isla and Rory, both born 4 May 2015, are adopted. Isla's NHS number is 999 000 0018. Rory is finding school very hard.",
            "givenName=Isla dateOfBirth=2015-05-04 nhsNumber=9990000018 | givenName=Rory dateOfBirth=2015-05-04 nhsNumber=-"
        },
        {
            "I am making a referral for brothers Tom and Jack Hale. They were born on 12/03/2014 and 01/02/2016 respectively. Tom goes missing and takes drugs. His brother is settled. They need an appointment together.",
            "givenName=Tom familyName=Hale dateOfBirth=2014-03-12 | givenName=Jack familyName=Hale dateOfBirth=2016-02-01"
        },
        {
            "I am referring Ava Brindle, dob 12/03/2014. She has low mood and her NHS number is 999 000 0018.\n\nI am also referring Noah Brindle, dob 01/02/2016. He cannot sleep.",
            "givenName=Ava familyName=Brindle dateOfBirth=2014-03-12 nhsNumber=9990000018 | givenName=Noah familyName=Brindle dateOfBirth=2016-02-01 nhsNumber=-"
        },
        {
            "Please find below details for Jess and her baby brother Archie. Jess Tully (10/10/2010). Archie Tully (01/01/2024). Jess is in foster care in Crewe and Archie lives with his dad in Wigan.",
            "givenName=Jess familyName=Tully dateOfBirth=2010-10-10 livesIn=Cheshire_East | givenName=Archie familyName=Tully dateOfBirth=2024-01-01 livesIn=Wigan"
        },
        {
            "hi can u help my foster kids ava and noah brindle. ava is 12/03/2014 and noah 01/02/2016. ava hurts herself. noah doesnt sleep",
            "givenName=Ava familyName=Brindle dateOfBirth=2014-03-12 | givenName=Noah familyName=Brindle dateOfBirth=2016-02-01"
        },
        {
            "Please see below referrals for the Okoro children (Grace, Daniel and Hope). Grace 12/03/2011. Daniel 04/05/2013. Hope 06/07/2015. Daniel's NHS number is 999 000 0018.",
            "givenName=Grace familyName=Okoro dateOfBirth=2011-03-12 nhsNumber=- | givenName=Daniel familyName=Okoro dateOfBirth=2013-05-04 nhsNumber=9990000018 | givenName=Hope familyName=Okoro dateOfBirth=2015-07-06 nhsNumber=-"
        },
        {
            "NAME: Ava Brindle & Noah Brindle\nDOB: 12/03/2014 & 01/02/2016\nNHS NO: 9990000018 (Ava)\nLEGAL STATUS: Both full care order\nRISKS: Ava - self-harm. Noah - none known.\nREASON FOR REFERRAL: Ava is anxious. Noah is angry.",
            "givenName=Ava dateOfBirth=2014-03-12 nhsNumber=9990000018 legalStatus=C2 riskSelfHarm=present presentingNeeds=Ava_is_anxious. | givenName=Noah dateOfBirth=2016-02-01 nhsNumber=- legalStatus=C2 riskSelfHarm=none presentingNeeds=Noah_is_angry."
        },
        {
            "My daughter Ella (born 2 June 2012) is struggling and her twin brother Max too. Could they both be seen?",
            "givenName=Ella dateOfBirth=2012-06-02 | givenName=Max dateOfBirth=-"
        },
        {
            "URGENT - Please see Reuben and Eli Marsh. Reuben's DOB: 11/04/2012. Eli's DOB: 12/06/2014. Eli is doing well at Weaver Primary School.",
            "givenName=Reuben familyName=Marsh dateOfBirth=2012-04-11 school=- | givenName=Eli familyName=Marsh dateOfBirth=2014-06-12 school=Weaver_Primary_School"
        },
        {
            "We have 2 placements that need support: Billie Ray Stone (DOB 1/1/2012) & Jo-Jo Stone (DOB 2/2/2015). Care orders to Halton for both.",
            "givenName=Billie dateOfBirth=2012-01-01 legalStatus=C2 | givenName=Jo-Jo dateOfBirth=2015-02-02 legalStatus=C2"
        },
        {
            "I'm writing about the Patel twins. Anika and Rohan were born on 22 August 2014. Rohan's NHS number is 9990000026.",
            "givenName=Anika familyName=Patel dateOfBirth=2014-08-22 nhsNumber=- | givenName=Rohan familyName=Patel dateOfBirth=2014-08-22 nhsNumber=9990000026"
        },
        {
            "I look after Demi Rowe (born 7 March 2013) and her cousin Kacey Rowe (born 9 May 2014) under a special guardianship order. Both girls are struggling.",
            "givenName=Demi dateOfBirth=2013-03-07 category=specialGuardianship | givenName=Kacey dateOfBirth=2014-05-09 category=specialGuardianship"
        },
        {
            "Please find the details of the boys: Kofi Mensah, DOB 01.02.2013, NHS 999 000 0018; Yaw Mensah, DOB 03.04.2015. Kofi is on a full care order and Yaw on a placement order.",
            "givenName=Kofi dateOfBirth=2013-02-01 nhsNumber=9990000018 legalStatus=C2 | givenName=Yaw dateOfBirth=2015-04-03 nhsNumber=- legalStatus=E1"
        },
        {
            "Child A - Ava Brindle (12/03/2014), NHS 999 000 0018, self-harms\nChild B - Noah Brindle (01/02/2016), school refuser\n\nBoth are looked after by Halton and live in Widnes.",
            "givenName=Ava dateOfBirth=2014-03-12 nhsNumber=9990000018 responsibleAuthority=Halton | givenName=Noah dateOfBirth=2016-02-01 nhsNumber=- responsibleAuthority=Halton"
        },
        {
            "Sibling group of two: Mia Grant (f, dob 01/09/2012, NHS no 999 000 0026) and Leo Grant (m, dob 30/11/2017). Interim care orders for both were made on 2 June 2026. Leo's school is Hartford Primary School.",
            "givenName=Mia familyName=Grant dateOfBirth=2012-09-01 nhsNumber=9990000026 legalStatus=C1 school=- | givenName=Leo familyName=Grant dateOfBirth=2017-11-30 nhsNumber=- legalStatus=C1"
        },
        {
            "Name\tDOB\tNHS number\nAva Brindle\t12/03/2014\t999 000 0018\nNoah Brindle\t01/02/2016\nLily Brindle\t09/09/2018\t999 000 0026\n\nAll three live in Chester.",
            "givenName=Ava dateOfBirth=2014-03-12 nhsNumber=9990000018 livesIn=Cheshire_West_and_Chester | givenName=Noah dateOfBirth=2016-02-01 nhsNumber=- livesIn=Cheshire_West_and_Chester | givenName=Lily dateOfBirth=2018-09-09 nhsNumber=9990000026"
        },
    };

    [Theory]
    [MemberData(nameof(Mailed))]
    public void Each_child_gets_a_record_with_their_own_facts(string body, string expected) => Expect(Mails.Mail(body + Signed), expected);

    [Theory]
    [InlineData("<p>Referral for two siblings</p><table><tr><th>Name</th><th>DOB</th><th>NHS number</th><th>School</th></tr><tr><td>Ava Brindle</td><td>12/03/2014</td><td></td><td>Hartford Primary School</td></tr><tr><td>Noah Brindle</td><td>01/02/2016</td><td>999 000 0026</td><td></td></tr></table><p>Address: 4 Larch Close, Winsford, CW7 9ZZ</p>")]
    [InlineData("<p>Referral for two siblings</p><table><tr><td>Name</td><td>Ava Brindle</td><td>Noah Brindle</td></tr><tr><td>Date of birth</td><td>12/03/2014</td><td>01/02/2016</td></tr><tr><td>NHS number</td><td></td><td>999 000 0026</td></tr><tr><td>School</td><td>Hartford Primary School</td><td></td></tr><tr><td>Address</td><td colspan=2>4 Larch Close, Winsford, CW7 9ZZ</td></tr></table>")]
    [InlineData("<table><tr><td></td><td>Child 1</td><td>Child 2</td></tr><tr><td>Name</td><td>Ava Brindle</td><td>Noah Brindle</td></tr><tr><td>DOB</td><td>12/03/2014</td><td>01/02/2016</td></tr><tr><td>NHS no</td><td>N/K</td><td>9990000026</td></tr><tr><td>School</td><td>Hartford Primary School</td><td>N/K</td></tr></table><p>Address: 4 Larch Close, Winsford, CW7 9ZZ</p>")]
    public void A_table_has_a_row_or_a_column_for_each(string html) => Expect(
        Mails.Mail(html, html: true),
        "givenName=Ava familyName=Brindle dateOfBirth=2014-03-12 nhsNumber=- school=Hartford_Primary_School placementPostcode=CW7_9ZZ | givenName=Noah familyName=Brindle dateOfBirth=2016-02-01 nhsNumber=9990000026 school=- placementPostcode=CW7_9ZZ");

    [Theory]
    [InlineData("I am referring Sam Taylor, dob 12/03/2014. Sam lives with his sister Mia and his brother Leo in Chester.")]
    [InlineData("I am referring Sam Taylor, dob 12/03/2014. He has two brothers, Tom and Jack, who live with their father.")]
    [InlineData("I am referring Sam Taylor (12/03/2014). Another pupil, Jamie, has been hitting him. Jamie and Ryan are in his class.")]
    [InlineData("I am referring Sam Taylor (12/03/2014), known as Danny. Danny is anxious.")]
    [InlineData("Child's name: Samantha Taylor\nPreferred name: Sammy\nDOB: 12/03/2014\nSiblings: Mia Taylor (dob 01/02/2016), Leo Taylor (dob 09/09/2018)\nSchool: Hartford Primary School")]
    [InlineData("Name: Sam Taylor\nDOB: 12/03/2014\n\nSiblings:\nMia Taylor, dob 01/02/2016\nLeo Taylor, dob 09/09/2018")]
    [InlineData("Name: Sam Taylor\nDOB: 12/03/2014\n\nMother\nName: Lisa Taylor\nDOB: 01/01/1986\n\nFather\nName: Paul Taylor\nDOB: 02/02/1985")]
    [InlineData("Re: Sam Taylor, dob 12/03/2014, NHS 999 000 0018\nMother: Lisa Taylor, dob 01/01/1986\n\nThank you for seeing Sam, who lives with his mother Lisa Taylor (01/01/1986) and has nightmares.")]
    [InlineData("I foster Sam Taylor (12/03/2014). My own children Ben and Holly get on with him. My husband and I are worried about Sam.")]
    [InlineData("Please see Sam Taylor, dob 12/03/2014. His sister Mia is already open to CAMHS and also receives support at school.")]
    [InlineData("Please see Sam Taylor, dob 12/03/2014. We are not referring his sisters Mia and Ella.")]
    [InlineData("I am referring Sam Taylor, dob 12/03/2014. His foster carers Sarah and John Smith are worried. His social workers are Jo Hart and Priya Nair.")]
    [InlineData("Form\nName: Sam Taylor\nDOB: 12/03/2014\nLA: Halton\n\nName: Samuel Taylor\nDOB: 21/03/2014\nSchool: Hartford Primary School")]
    public void A_child_who_is_only_mentioned_is_no_case(string body)
    {
        var child = Mails.Child(body + Signed);
        child.Value(Fields.GivenName)!.ShouldStartWith("Sam");
        child.Value(Fields.DateOfBirth).ShouldBe("2014-03-12");
    }

    [Fact]
    public void A_chain_about_one_child_with_other_spellings_stays_one()
    {
        Mails.Child("""
            Please see below, Amira Yusuf, dob 20/05/2014.

            From: Nadia Elmi <nadia.elmi@cheshire-west.example>
            Sent: Friday
            To: Duty
            Subject: Ameera

            I am referring Ameera Youssef, dob 20/05/2014. Ameera lives in Chester.

            From: School Office <office@hartford.sch.example>
            Sent: Thursday
            To: Nadia
            Subject: Amirah

            Amirah Yusuf (20/05/2014) is very low.
            """, subject: "FW: Amira").Value(Fields.DateOfBirth).ShouldBe("2014-05-20");
    }

    [Fact]
    public void Where_it_is_not_plain_that_a_sibling_is_referred_too_a_person_is_asked()
    {
        var child = Mails.Child("I am referring Sam Taylor, dob 12/03/2014. His sister Mia needs support with reading.");
        child[Fields.GivenName].Certainty.ShouldBe(Certainty.Known);
        child[Fields.GivenName].Note!.ShouldContain("Mia");
    }

    [Fact]
    public void What_cannot_be_told_is_known_of_nobody()
    {
        var children = Mails.Referral(Mails.Mail("I am referring siblings Ava and Noah Brindle. NHS number 999 000 0018. One of them attends Hartford Primary School. Ava sleeps badly." + Signed)).Children;
        children.Length.ShouldBe(2);
        foreach (var child in children)
        {
            child.Value(Fields.NhsNumber).ShouldBeNull();
            child[Fields.NhsNumber].Note!.ShouldContain("9990000018");
            child[Fields.School].Certainty.ShouldBe(Certainty.Doubtful);
        }

        children[1].Value(Fields.PresentingNeeds).ShouldBeNull();
    }

    [Fact]
    public void A_wish_said_of_one_is_that_childs_alone()
    {
        var children = Mails.Referral(Mails.Mail("I am referring Ava (12/03/2014) and Noah Brindle (01/02/2016). Ava would rather talk to a woman. She would prefer to be seen at school. Noah would like to be seen at home." + Signed)).Children;
        children[0].KnownValue(Fields.PreferredGender).ShouldBe("woman");
        children[0].KnownValue(Fields.PreferredPlace).ShouldBe("school");
        children[1].Value(Fields.PreferredGender).ShouldBeNull();
        children[1].KnownValue(Fields.PreferredPlace).ShouldBe("home");
    }

    [Fact]
    public void A_list_right_above_a_name_is_no_signature() => Mails.Referral(Mails.Mail(
        "I would like to refer Ava, Noah and Lily Brindle.\n\n1. Ava Brindle, dob 03/04/2014, NHS 999 000 0018\n2. Noah Brindle, dob 01/02/2016, NHS 999 000 0026\n3. Lily Brindle, dob 09/09/2018\n\nSam Fielding\nSocial worker"))
        .Children.Select(child => (child.Value(Fields.NhsNumber), child.Value(Fields.DateOfBirth))).ShouldBe([("9990000018", "2014-04-03"), ("9990000026", "2016-02-01"), (null, "2018-09-09")]);

    [Fact]
    public void Siblings_in_a_forwarded_mail_are_read_there()
    {
        var referral = Mails.Referral(Mails.Mail("""
            Please see below.

            From: Nadia Elmi <nadia.elmi@cheshire-west.example>
            Sent: Friday
            To: Duty
            Subject: Siblings

            I would like to refer Ava (12/03/2014) and Noah Brindle (01/02/2016). Both live in Chester.

            Nadia Elmi
            Social Worker
            """, subject: "FW: Siblings"));
        referral.Children.Select(child => (child.Ordinal, child.Value(Fields.GivenName), child.Value(Fields.DateOfBirth), child.Value(Fields.LivesIn)))
            .ShouldBe([(1, "Ava", "2014-03-12", "Cheshire West and Chester"), (2, "Noah", "2016-02-01", "Cheshire West and Chester")]);
        referral.Referrer.Name.ShouldBe("Nadia Elmi");
    }

    [Theory]
    [InlineData("I would like to refer {0} Brindle and {1} Brindle.\n", true)]
    [InlineData("{0} Brindle, dob 12/03/2014, NHS 999 000 0018\n", false)]
    [InlineData("I am referring {0} Brindle (12/03/2014).\n", false)]
    [InlineData("Name: {0} Brindle\nDOB: 12/03/2014\n", false)]
    [InlineData("{0} Brindle\t12/03/2014\t999 000 0018\n", false)]
    [InlineData("Siblings Ava and Noah need help. {0}'s sister {1}'s brother also needs support, both. ", false)]
    public void Thousands_of_names_are_read_in_good_time(string piece, bool several)
    {
        var body = new System.Text.StringBuilder("Name\tDOB\tNHS number\nBoth are referred.\n");
        for (var n = 0; body.Length < 180_000; n++)
        {
            body.AppendFormat(System.Globalization.CultureInfo.InvariantCulture, piece, Invented(n), Invented(n + 7));
        }

        // What is read once for all mails, and compiled when the first comes, takes no part in it.
        var mail = Mails.Mail(body.ToString());
        _ = Mails.Referral(Mails.Mail("I would like to refer Ava Brindle and Noah Brindle."));
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var referral = Mails.Referral(mail);
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
        referral.Children.Length.ShouldBeInRange(several ? 2 : 1, 20);

        static string Invented(int n) => string.Create(5, n, static (letters, n) =>
        {
            for (var at = 0; at < letters.Length; at++, n /= 17)
            {
                letters[at] = (char)((at == 0 ? 'A' : 'a') + (n % 17));
            }
        });
    }

    private static void Expect(ReceivedMail mail, string expected)
    {
        var referral = Mails.Referral(mail);
        var children = expected.Split(" | ");
        referral.Children.Select(child => child.Value(Fields.GivenName)).ShouldBe(children.Select(child => child.Split(' ')[0].Split('=')[1]));
        referral.Children.Select(child => child.Ordinal).ShouldBe(Enumerable.Range(1, children.Length));
        for (var at = 0; at < children.Length; at++)
        {
            foreach (var pair in children[at].Split(' '))
            {
                var (field, value) = (Fields.ByName[pair.Split('=')[0]], pair.Split('=')[1].Replace('_', ' '));
                (referral.Children[at].Value(field) ?? "-").ShouldBe(value, $"{referral.Children[at].Value(Fields.GivenName)}: {field.Name}: {referral.Children[at][field]}");
            }
        }
    }
}
