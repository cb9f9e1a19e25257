using Heldspace.Intake;
using Heldspace.Tests.Builders;

namespace Heldspace.Tests.Intake;

/// <summary>What no sentence says by itself, and a mail as a whole does.</summary>
public sealed class WholeMails
{
    [Theory]
    [InlineData("Ondine Karsh. 4 May 2013. She is with Ann and Bob Shore, who foster for us, and Ann says that she hardly eats.", "Ondine", "Karsh")]
    [InlineData("The panel agreed that Ondine Karsh should be seen. She's twelve, date of birth 4 May 2014. Our worker is Ines Vale.", "Ondine", "Karsh")]
    [InlineData("Please help with Ondine. Ondine sees ghosts. A bloke called Dean frightened Ondine. Dean has gone. Her parents, Ewa Karsh and Dean Low, have no say.", "Ondine", null)]
    public void The_child_is_whom_the_whole_mail_speaks_for(string body, string given, string? family)
    {
        var child = Mails.Child(body, from: "x@homemail.example", name: null);
        child.Value(Fields.GivenName).ShouldBe(given);
        child.Value(Fields.FamilyName).ShouldBe(family);
    }

    [Theory]
    [InlineData("I am referring Sandy Holt, DOB 4 May 2014. On her birth certificate she is Alexandra Ann Holt.", "Alexandra", "Sandy")]
    [InlineData("I am referring Sandy Holt, DOB 4 May 2014. Alexandra on her passport.", "Alexandra", "Sandy")]
    public void The_name_on_paper_is_the_name_by_law(string body, string given, string preferred)
    {
        var child = Mails.Child(body);
        child.Value(Fields.GivenName).ShouldBe(given);
        child.Value(Fields.PreferredName).ShouldBe(preferred);
    }

    [Fact]
    public void Who_has_the_same_surname_as_the_writer_has_the_writers() =>
        Mails.Child("Dad here. My daughter Sophie, born 4 May 2014, cannot sleep. She has the same surname as me.", from: "x@homemail.example", name: "Carl Whitlow").Value(Fields.FamilyName).ShouldBe("Whitlow");

    [Theory]
    [InlineData("Sam Taylor is in care. Twelve now: 12 January 2014.", "2014-01-12")]
    [InlineData("Sam Taylor is in care. His birthday is the 9th of July and the year is 2013.", "2013-07-09")]
    [InlineData("Sam Taylor is in care. He is fourteen, fifteen in a fortnight, on the 7th of December.", "2011-12-07")]
    [InlineData("Sam Taylor is in care. He is twelve, thirteen on Boxing Day.", "2013-12-26")]
    [InlineData("Sam Taylor is in care. He went there with his brother Leo (20, b. 8.8.2006).", null)]
    public void A_date_of_birth_is_what_bears_out_the_age(string body, string? born) => Mails.Child(body).Value(Fields.DateOfBirth).ShouldBe(born);

    [Theory]
    [InlineData("I have been a personal adviser for ten years. Sam Taylor needs help.", "personalAdviser")]
    [InlineData("Family support worker with the kinship team here. Sam Taylor needs help.", "other")]
    [InlineData("Sam Taylor needs help. They placed him with me in May and he is doing well.", "carer")]
    [InlineData("Sam Taylor needs help, as his social worker Ines Vale told me.", null)]
    public void Who_writes_is_told_by_what_they_say_of_themselves(string body, string? role) => Mails.Referral(Mails.Mail(body, from: "x@homemail.example", name: null)).Referrer.Role.ShouldBe(role);

    [Fact]
    public void Children_told_of_one_after_the_other_are_each_their_own()
    {
        var children = Mails.Referral(Mails.Mail("There are two for you, they aren't related. Boy one is Ade Lund. 04/05/2012. Full care order. Boy two, Ned Frost, is 14, he's 15 on 2nd May 2027. Section 20.\n\nA third lad, Kit, isn't one for you.")).Children;
        children.Select(child => (child.Value(Fields.GivenName), child.Value(Fields.DateOfBirth))).ShouldBe([("Ade", "2012-05-04"), ("Ned", "2012-05-02")]);
    }

    [Fact]
    public void A_carer_lives_with_the_child_in_the_one_town_they_name() =>
        Mails.Child("It's Nia from Winsford, I foster Sam Taylor and he cannot sleep.", from: "x@homemail.example", name: null).Value(Fields.LivesIn).ShouldBe("Cheshire West and Chester");
}
