using System.Text.Json;
using Heldspace.Intake;
using Heldspace.Json;
using Heldspace.Tests.Builders;

namespace Heldspace.Tests.Intake;

public sealed class Forms
{
    [Fact]
    public void A_form_is_read_field_by_field()
    {
        var referral = Read((Fields.GivenName, "Sam"), (Fields.FamilyName, "Taylor"), (Fields.DateOfBirth, "12 3 2014"), (Fields.NhsNumber, "943 476 5919"), (Fields.Category, "childInCare"),
            (Fields.LegalStatus, "C2"), (Fields.ResponsibleAuthority, "Cheshire West"), (Fields.ReferrerName, "Jo Hart"), (Fields.ReferrerRole, "socialWorker"), (Fields.ReferrerEmail, "Jo.Hart@Cheshire-West.example"));
        var child = referral.Children.ShouldHaveSingleItem();
        child.Readings.Values.ShouldAllBe(reading => reading.Certainty == Certainty.Known && reading.Source == "form");
        (child.Value(Fields.NhsNumber), child.Value(Fields.ResponsibleAuthority)).ShouldBe(("9434765919", "Cheshire West and Chester"));
        referral.Referrer.ShouldBe(new Referrer("Jo Hart", "socialWorker", EmailAddress.Parse("jo.hart@cheshire-west.example"), null, null, true));
    }

    [Fact]
    public void Bad_answers_are_kept_in_notes()
    {
        var child = Read((Fields.DateOfBirth, "31/02/2012"), (Fields.NhsNumber, "9434765918"), (Fields.Urgency, "yesterday"), (Fields.PlacementPostcode, "CH1")).Children[0];
        foreach (var field in new[] { Fields.DateOfBirth, Fields.NhsNumber, Fields.Urgency, Fields.PlacementPostcode })
        {
            child[field].Certainty.ShouldBe(Certainty.Unknown);
            child[field].Note.ShouldNotBeNull();
        }
    }

    [Fact]
    public void An_address_anybody_could_type_is_not_trusted()
    {
        Read((Fields.ReferrerEmail, "a@homemail.example")).Referrer.Trusted.ShouldBeFalse();
        Read((Fields.ReferrerEmail, "a@evilcheshire-west.example")).Referrer.Trusted.ShouldBeFalse();
        Read((Fields.ReferrerEmail, "a@st-annes.school.example")).Referrer.Trusted.ShouldBeTrue();
        Read().Referrer.ShouldBe(new Referrer(null, null, null, null, null, false));
    }

    [Fact]
    public void An_attachment_is_named_by_number_and_kind_alone() =>
        ReadForm.Read(Mails.Form() with { Attachments = [new("../../etc/passwd.pdf", "text/html", "b1", 3), new("x<script>.png", null, "b2", 3)] }, Mails.Service, Mails.Intake)
            .Unread.ShouldBe(["attachment 1 (PDF)", "attachment 2 (image)"]);

    [Fact]
    public void A_letter_sent_with_a_form_fills_in_what_the_form_leaves_open_and_never_as_fact()
    {
        var letter = WordFile.Of(WordFile.Lines("Re: Chloe Hartnoll, DOB 20/04/2013, NHS 999 000 0034", "School: Hartford Primary School", "She told me that she will take all her tablets tonight.", "Kind regards", "Dr Nadia Elmi"));
        var form = Mails.Form((Fields.GivenName, "Chloe"), (Fields.DateOfBirth, "2013-04-21"), (Fields.ReferrerName, "Sam Fielding")) with { Attachments = [new("letter.docx", null, "b1", letter.Length), new("scan.pdf", null, "b2", 9)] };
        var referral = ReadForm.Read(form, Mails.Service, Mails.Intake, [new("letter.docx", null, letter, false), new("scan.pdf", null, "%PDF-1.7"u8.ToArray(), false)]);

        var child = referral.Children.ShouldHaveSingleItem();
        child[Fields.DateOfBirth].ShouldBe(Reading.Known("2013-04-21", "form"));
        child[Fields.NhsNumber].ShouldSatisfyAllConditions(
            reading => reading.Value.ShouldBe("9990000034"), reading => reading.Certainty.ShouldBe(Certainty.Doubtful), reading => reading.Source.ShouldBe("attachment 1, line 1"));
        referral.Referrer.Name.ShouldBe("Sam Fielding");
        referral.Unread.ShouldBe(["attachment 2 (PDF)"]);
        referral.Concerns.ShouldContain(concern => concern.Source == "attachment 1, line 3");
    }

    [Fact]
    public void Hidden_characters_and_floods_leave_a_name_and_a_doubt()
    {
        var name = Read((Fields.GivenName, "Zoe\u0308\u202eevil\u202c" + new string('\u0301', 50))).Children[0][Fields.GivenName];
        name.Value!.ShouldStartWith("Zoëevi");
        name.Value!.Length.ShouldBeLessThan(15);
        name.Certainty.ShouldBe(Certainty.Doubtful);
        Read((Fields.GivenName, "S\u0430m")).Children[0][Fields.GivenName].Note!.ShouldContain("scripts");
        Read((Fields.GivenName, new string('a', 500))).Children[0][Fields.GivenName].Value!.Length.ShouldBe(200);
        Read((Fields.GivenName, "Zoë")).Children[0][Fields.GivenName].Certainty.ShouldBe(Certainty.Known);
        Read((Fields.PresentingNeeds, new string('a', 30_000))).Children[0][Fields.PresentingNeeds].Value!.Length.ShouldBe(20_000);
    }

    [Fact]
    public void A_referral_and_a_form_survive_storage()
    {
        var form = Mails.Form((Fields.GivenName, "Zoë"), (Fields.DateOfBirth, "31/02/2012")) with { Attachments = [new("a.pdf", null, "b1", 3)] };
        RoundTrip(form);
        RoundTrip(ReadForm.Read(form, Mails.Service, Mails.Intake));
        RoundTrip(Mails.Referral(Mails.Mail("Name: Sam Taylor\nDOB: 12/03/2014\nLegal status: C2")));
    }

    [Fact]
    public void Gaps_follow_the_need_of_each_field()
    {
        Gaps.Of(Child.Empty(1)).ShouldContain(Fields.DateOfBirth);
        Gaps.Of(Child.Empty(1)).ShouldNotContain(Fields.LegalStatus);
        Gaps.Of(Child.Empty(1)).ShouldNotContain(Fields.NhsNumber);
        var inCare = Child.Empty(1).With(Fields.Category, Reading.Known(Categories.ChildInCare, "form"));
        Gaps.Of(inCare).ShouldContain(Fields.LegalStatus);
        Gaps.Of(inCare.With(Fields.LegalStatus, Reading.Doubtful("C2", "form", "?"))).ShouldNotContain(Fields.LegalStatus);
        Gaps.Of(inCare).ShouldContain(Fields.CarersViews);
        Gaps.Of(inCare.With(Fields.Category, Reading.Known(Categories.CareLeaver, "form"))).ShouldNotContain(Fields.CarersViews);
        Gaps.Of(Child.Empty(1)).ShouldBe(Fields.All.Where(Gaps.Of(Child.Empty(1)).Contains), "in the order people read them");
    }

    private static Referral Read(params (Field Field, string Answer)[] answers) => ReadForm.Read(Mails.Form(answers), Mails.Service, Mails.Intake);

    private static void RoundTrip<T>(T value)
    {
        var json = JsonSerializer.Serialize(value, HeldspaceJson.Stored);
        JsonSerializer.Serialize(JsonSerializer.Deserialize<T>(json, HeldspaceJson.Stored), HeldspaceJson.Stored).ShouldBe(json);
    }
}
