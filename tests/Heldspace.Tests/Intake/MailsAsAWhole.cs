using Heldspace.Intake;
using Heldspace.Tests.Builders;

namespace Heldspace.Tests.Intake;

/// <summary>What a mail says of its child where no sentence says it by itself, and what it does not say.</summary>
public sealed class MailsAsAWhole
{
    [Theory]
    [InlineData("Dad still has PR: Sam is accommodated under s20.", "legalStatus", "V2")]
    [InlineData("His brother Tom is on a full care order.", "legalStatus", null)]
    [InlineData("A children's home, Elm Lodge, is where he is.", "placementType", "K2")]
    [InlineData("Mum grew up in a children's home.", "placementType", null)]
    [InlineData("A full care order was made on his brother.", "legalStatus", null)]
    [InlineData("Full care order? I do not know.", "legalStatus", null)]
    [InlineData("Mum has a flat in Crewe.", "livesIn", null)]
    [InlineData("His brother is called Leo. Leo is at a foster home in Crewe.", "livesIn", null)]
    [InlineData("His school record says Daniel Marsh hit him.", "givenName", "Sam")]
    [InlineData("He moved out of a children's home last year.", "placementType", null)]
    [InlineData("He is one of Wigan's looked after children.", "category", "childInCare")]
    [InlineData("His full care order is to this authority, whose name you know: Halton.", "responsibleAuthority", "Halton")]
    [InlineData("He is on a care order. Halton and Warrington both wrote to us about it.", "responsibleAuthority", null)]
    [InlineData("His carers, Ana and Ben Hale, have a house by the river in Frodsham.", "livesIn", "Cheshire West and Chester")]
    [InlineData("He is with Ana and Ben Hale in Neston.", "livesIn", "Cheshire West and Chester")]
    [InlineData("His school is in Neston.", "livesIn", null)]
    [InlineData("His brother is in a foster home in Neston.", "livesIn", null)]
    [InlineData("His old placement was a foster home in Neston.", "livesIn", null)]
    [InlineData("Nothing here is urgent.", "urgency", "routine")]
    [InlineData("I would call it soon rather than urgent.", "urgency", "soon")]
    [InlineData("Routine, or sooner if there is a gap.", "urgency", "routine")]
    [InlineData("He does not need to be seen as an emergency.", "urgency", "routine")]
    [InlineData("I should be grateful for your routine assessment.", "urgency", "routine")]
    [InlineData("Routine bloods were normal.", "urgency", null)]
    public void What_is_said_of_the_only_child_is_theirs(string sentence, string field, string? value) =>
        Mails.Child($"I am writing about Sam Taylor. {sentence}", from: "someone@homemail.example")[Fields.ByName[field]].Value.ShouldBe(value);

    [Theory]
    [InlineData("I foster Sam. He came to us from Crewe in May.", "livesIn", null)]
    [InlineData("I foster Sam. The school has my name and number.", "familyName", null)]
    [InlineData("I foster Sam. He does not share our surname.", "familyName", null)]
    [InlineData("I foster Sam, who shares our surname.", "familyName", "Shore")]
    [InlineData("I foster Sam. The court papers have Jane Holt as the mother.", "givenName", "Sam")]
    [InlineData("I foster Sam. The medical record says Autism.", "givenName", "Sam")]
    [InlineData("I am worried about Sam. It was his foster carer in Crewe who rang me.", "referrerRole", null)]
    public void What_whoever_writes_says_of_others_is_not_taken_for_the_childs(string body, string field, string? value) =>
        Mails.Child(body, from: "someone@homemail.example", name: "Ann Shore")[Fields.ByName[field]].Value.ShouldBe(value);

    [Theory]
    [InlineData("Referral for: Sam Taylor / 12th Mar 2014 / he/him", "2014-03-12")]
    [InlineData("Sam Taylor\n12.03.14\nfemale, White British", "2014-03-12")]
    [InlineData("TAYLOR, Sam\n12-Mar-2014   12y\nBay 2", "2014-03-12")]
    [InlineData("I am writing about Sam Taylor.\n\n\n\n\nThese were the samples, all of them:\n12.03.14", null)]
    [InlineData("Sam Taylor came to us on a bad day.\nPlaced 12.03.14", null)]
    [InlineData("I am writing about Sam Taylor.\n12-Mar-2014   9y", null)]
    public void A_date_beside_the_name_or_its_age_is_the_date_of_birth(string body, string? born) => Mails.Child(body, from: "someone@homemail.example").Value(Fields.DateOfBirth).ShouldBe(born);

    [Theory]
    [InlineData("derbycitycouncil.example", "Derby")]
    [InlineData("wiganmbc.example", "Wigan")]
    [InlineData("haltoncouncil.example", "Halton")]
    [InlineData("kindcouncil.example", null)]
    public void A_council_is_known_by_its_address(string domain, string? authority) =>
        Mails.Child("I am referring Sam Taylor, who is on a full care order.\n\nAna Hale\nSocial Worker", from: $"ana.hale@{domain}", name: "Ana Hale").Value(Fields.ResponsibleAuthority).ShouldBe(authority);

    [Fact]
    public void Whoever_stands_in_a_list_before_their_mother_is_nobodys_mother()
    {
        var child = Mails.Child("As reviewing officer for Sam Taylor (D.O.B. 12/3/14) I agreed to write on behalf of Sam, his mother Jo, and his school.", from: "someone@homemail.example");
        (child.Value(Fields.GivenName), child.Value(Fields.DateOfBirth)).ShouldBe(("Sam", "2014-03-12"));
    }

    [Fact]
    public void Of_several_children_each_has_what_is_said_behind_their_name()
    {
        var children = Mails.Referral(Mails.Mail("Two boys at our carers', please, one assessment for each boy.\n\nFirst is Sam Taylor, dob 12 March 2014. His home is a children's home in Winsford.\n\nThe other one is Noah Reed, dob 3 April 2015. His home is with foster carers, long term, in Runcorn.", from: "someone@homemail.example")).Children;
        children.Select(child => (child.Value(Fields.GivenName), child.Value(Fields.PlacementType), child.Value(Fields.LivesIn))).ShouldBe([("Sam", "K2", "Cheshire West and Chester"), ("Noah", "U4", "Halton")]);
    }

    [Fact]
    public void What_a_sentence_says_of_two_is_nobodys_and_what_an_unnamed_one_says_is_not_everybodys()
    {
        var children = Mails.Referral(Mails.Mail("I am referring Leo Hale (12/03/2012) and Mia Hale (04/05/2014).\n\nMia is struggling.\n\nLeo hits out.\n\nHe is on a full care order.", from: "someone@homemail.example")).Children;
        children.Single(child => child.Value(Fields.GivenName) == "Mia")[Fields.LegalStatus].Certainty.ShouldNotBe(Certainty.Known);
    }

    [Fact]
    public void A_referral_that_a_group_address_hands_on_is_read() =>
        Mails.Read(Mails.Mail("I would like to refer Mia Holt, 9. She cries every night.", headers: [("List-Unsubscribe", "<https://groups.example/u>"), ("Precedence", "list")])).ShouldBeOfType<MailReading.IsReferral>();

    [Fact]
    public void A_newsletter_to_a_list_is_one_whatever_it_says_of_referring() =>
        Mails.Read(Mails.Mail("In this issue: how to make a good referral. Foster carer Linda on how Katie, 9, found her feet.", from: "news@collective.example", subject: "News", headers: [("List-Unsubscribe", "<https://news.example/u>"), ("Precedence", "bulk")])).ShouldBeOfType<MailReading.Ignored>();
}
