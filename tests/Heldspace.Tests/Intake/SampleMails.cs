using Heldspace.Intake;
using Heldspace.Local;
using Heldspace.Tests.Builders;

namespace Heldspace.Tests.Intake;

public sealed class SampleMails
{
    public static TheoryData<string, string> Expected => new()
    {
        { "01", "givenName=Maya familyName=Okafor dateOfBirth=2017-08-11 nhsNumber=9990000018 category=childInCare legalStatus=C2 placementType=U4 responsibleAuthority=Cheshire_West_and_Chester livesIn=Cheshire_West_and_Chester referrerName=Hannah_Birch referrerRole=socialWorker urgency=routine preferredPlace=school interpreter=no" },
        { "02", "givenName=Jayden familyName=Whitlock dateOfBirth=2015-09-18 nhsNumber=9990000026 category=childInCare legalStatus=C2 placementType=U4 responsibleAuthority=Cheshire_West_and_Chester livesIn=Cheshire_West_and_Chester referrerName=Tomasz_Zielinski referrerRole=socialWorker preferredPlace=school interpreter=no" },
        { "03", "givenName=Chloe familyName=Hartnoll dateOfBirth=2013-04-21 nhsNumber=9990000034 category=childInCare responsibleAuthority=Cheshire_West_and_Chester referrerRole=gp" },
        { "04", "givenName= dateOfBirth= category= responsibleAuthority=" },
        { "05", "givenName=Ethan familyName=Prosser dateOfBirth=2012-10-03 upn=B987654321098 category=childInCare legalStatus=V2 livesIn=Cheshire_West_and_Chester referrerRole=school socialWorker=Aisha_Rahmani" },
        { "06", "givenName=Kayleigh familyName= dateOfBirth= category=childInCare legalStatus=C1 livesIn=Cheshire_West_and_Chester responsibleAuthority=Cheshire_West_and_Chester referrerName=Lorraine_Tibbs referrerRole=carer preferredPlace=home socialWorker=Dawn_Pettifer urgency=" },
        { "07", "givenName=Kai familyName=Morris dateOfBirth= category=careLeaver responsibleAuthority=Cheshire_West_and_Chester referrerName=Kai_Morris referrerRole=self" },
        { "08", "givenName=Daniel familyName=Ashworth-Nwosu preferredName=Dan dateOfBirth=2011-07-14 nhsNumber=9434765919 upn= ethnicity=MWBA category=childInCare legalStatus=C1 placementType=K2 placementPostcode=CW7_3PQ responsibleAuthority=Cheshire_West_and_Chester deprivationOfLiberty= riskMissing=present riskSexualExploitation= medication=none sdqTotal=24 urgency=soon preferredPlace=childrensCentre" },
        { "09", "givenName=Amira familyName=Yusuf dateOfBirth=2014-05-20 category=childInCare legalStatus=C2 placementPostcode=CH2_3LL responsibleAuthority=Cheshire_West_and_Chester referrerName=Nadia_Elmi referrerRole=socialWorker interpreter=yes language=Arabic preferredPlace=childrensCentre" },
        { "10", "givenName=Freya familyName=Löwenthal dateOfBirth=2016-02-22 nhsNumber=9990000042 sex=F legalStatus=V2 placementType=U3 placementPostcode=CW6_0ZZ responsibleAuthority=Cheshire_West_and_Chester category=childInCare referrerName=Marion_Okonkwo referrerRole=nurse urgency=routine" },
        { "11", "givenName=Reece familyName=Calloway dateOfBirth=2013-12-23 category=childInCare legalStatus=C2 responsibleAuthority=Wigan livesIn=Cheshire_West_and_Chester referrerRole=socialWorker" },
        { "12", "givenName=Josh familyName= dateOfBirth= category= responsibleAuthority= referrerName=Steph" },
        { "13", "givenName=Isla familyName=Merriweather dateOfBirth=2018-06-23 category=adopted adoptionOrderDate=2023-09-23 livesIn=Cheshire_West_and_Chester referrerName=Peter_Merriweather referrerRole=parent" },
        { "14", "givenName=Katherine familyName=Doyle dateOfBirth=2013-02-15 category=childInCare legalStatus=C2 responsibleAuthority=Cheshire_West_and_Chester" },
        { "15", "givenName=Katie familyName=Doyle dateOfBirth=2013-02-14 category=childInCare responsibleAuthority=Cheshire_West_and_Chester referrerRole=nurse socialWorker=Gareth_Pugh" },
        { "16", "givenName=Lewis familyName=Hargreave dateOfBirth=2011-01-22 category=childInCare legalStatus=C2 placementType=K2 responsibleAuthority=Cheshire_West_and_Chester referrerRole=socialWorker" },
        { "17", "givenName=Shanice familyName=Boateng dateOfBirth=2006-08-19 category=careLeaver responsibleAuthority=Cheshire_West_and_Chester livesIn=Cheshire_West_and_Chester referrerRole=personalAdviser preferredPlace=video urgency=routine" },
        { "18", "givenName=Yonas familyName=Tesfaye dateOfBirth= nhsNumber= category=childInCare legalStatus=V2 placementType=K3 interpreter=yes language=Tigrinya responsibleAuthority=Cheshire_West_and_Chester referrerName=Claire_Dunmore referrerRole=socialWorker urgency=urgent" },
        { "19", "givenName=Zoë familyName=O'Neill dateOfBirth=2017-10-23 category=childInCare legalStatus=C2 responsibleAuthority=Cheshire_West_and_Chester referrerName=Aled_Price referrerRole=socialWorker" },
    };

    [Theory]
    [MemberData(nameof(Expected))]
    public void A_sample_is_read_as_a_person_would(string number, string expected)
    {
        var child = Mails.Referral(Sample(number)).Children.ShouldHaveSingleItem();
        foreach (var pair in expected.Split(' '))
        {
            var (field, value) = (Fields.ByName[pair.Split('=')[0]], pair.Split('=')[1].Replace('_', ' '));
            (child.Value(field) ?? "").ShouldBe(value, $"{field.Name}: {child[field]}");
        }
    }

    [Theory]
    [InlineData("50", "an automatic reply")]
    [InlineData("51", "a bounce")]
    [InlineData("52", "a newsletter")]
    [InlineData("53", "calendar mail")]
    [InlineData("54", "the service's own mail coming back")]
    public void Noise_is_ignored_and_says_why(string number, string reason) => Mails.Read(Sample(number)).ShouldBe(new MailReading.Ignored(reason));

    [Theory]
    [InlineData("03")]
    [InlineData("04", "attachment 1 (PDF)")]
    public void What_nobody_has_read_is_named_safely_and_a_letter_is_read(string number, params string[] names) => Mails.Referral(Sample(number)).Unread.ShouldBe(names);

    [Theory]
    [InlineData("03", "PK\u0003\u0004")]
    [InlineData("04", "%PDF-1.4")]
    public void Attachments_are_real_files(string number, string start) =>
        System.Text.Encoding.Latin1.GetString(Sample(number).Attachments[0].Content.Span[..start.Length]).ShouldBe(start);

    [Fact]
    public void The_original_sender_of_a_forwarded_chain_is_the_referrer()
    {
        var referral = Mails.Referral(Sample("09"));
        referral.Referrer.Email!.Text.ShouldBe("nadia.elmi@cheshire-west.example");
        referral.Children[0][Fields.PlacementPostcode].Note!.ShouldContain("WA6 6AB");
    }

    [Fact]
    public void Wrong_numbers_and_dates_stay_readable_in_their_notes()
    {
        var child = Mails.Referral(Sample("18")).Children[0];
        child[Fields.DateOfBirth].Note!.ShouldContain("31/02/2012");
        child[Fields.NhsNumber].Note!.ShouldContain("999 000 0017");
    }

    [Fact]
    public void Nothing_that_hides_reaches_a_name()
    {
        var child = Mails.Referral(Sample("19")).Children[0];
        child[Fields.FamilyName].Certainty.ShouldBe(Certainty.Doubtful);
        child.Readings.Values.Select(reading => reading.Value ?? "").ShouldAllBe(value => !value.Contains('\u202e') && !value.Contains('\u200b') && !value.Contains('\u202c'));
    }

    private static ReceivedMail Sample(string number) =>
        GraphMail.Received(Samples.Read(Path.Combine(AppContext.BaseDirectory, "samples"), Mails.Today).Single(sample => sample.File.StartsWith(number, StringComparison.Ordinal)).Message);
}
