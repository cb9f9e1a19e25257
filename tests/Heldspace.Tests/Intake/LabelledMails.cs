using Heldspace.Intake;
using Heldspace.Tests.Builders;

namespace Heldspace.Tests.Intake;

public sealed class LabelledMails
{
    [Theory]
    [InlineData("DOB: 12/03/2014")]
    [InlineData("D.O.B.: 12/03/2014")]
    [InlineData("Date of birth (dd/mm/yyyy): 12/03/2014")]
    [InlineData("3. Child's date of birth *: 12/03/2014")]
    [InlineData("* DOB : 12/03/2014")]
    [InlineData("Young person's DoB - 12/03/2014")]
    [InlineData("DOB\t12/03/2014")]
    [InlineData("| DOB | 12/03/2014 |")]
    [InlineData("Date of birth\n12/03/2014")]
    [InlineData("Date of birth:\n\n12/03/2014")]
    [InlineData("**DOB:** 12/03/2014")]
    [InlineData("dateOfBirth: 2014-03-12")]
    [InlineData("Child: Sam Taylor, DOB: 12/03/2014, NHS no: 9990000018")]
    public void A_label_is_known_however_it_is_dressed_up(string body) => Mails.Child($"Legal status: C2\n{body}")[Fields.DateOfBirth].Value.ShouldBe("2014-03-12");

    [Theory]
    [InlineData("LA: CWaC", "responsibleAuthority", "Cheshire West and Chester")]
    [InlineData("Local Authority: Wigan MBC", "responsibleAuthority", "Wigan")]
    [InlineData("Placing authority: London Borough of Hackney", "responsibleAuthority", "Hackney")]
    [InlineData("Home LA: St. Helens Council", "responsibleAuthority", "St Helens")]
    [InlineData("Responsible authority: Derby City Council", "responsibleAuthority", "Derby")]
    [InlineData("Responsible authority: Derbyshire County Council", "responsibleAuthority", "Derbyshire")]
    [InlineData("Host LA: Stoke-on-Trent", "livesIn", "Stoke-on-Trent")]
    [InlineData("SW: Jane Smith", "socialWorker", "Jane Smith")]
    [InlineData("PA: Jane Smith, 01632 960123", "socialWorkerPhone", "01632 960123")]
    [InlineData("Legal status: Full Care Order (s31)", "legalStatus", "C2")]
    [InlineData("Legal status: ICO", "legalStatus", "C1")]
    [InlineData("Legal status: C1 - interim care order", "legalStatus", "C1")]
    [InlineData("Legal status: accommodated under s.20", "legalStatus", "V2")]
    [InlineData("Legal status: placement order", "legalStatus", "E1")]
    [InlineData("Full care order: 12/03/2024", "legalStatusSince", "2024-03-12")]
    [InlineData("Full care order: 12/03/2024", "legalStatus", "C2")]
    [InlineData("Placement type: U4", "placementType", "U4")]
    [InlineData("Placement type: long term foster carers", "placementType", "U4")]
    [InlineData("Placement type: in-house foster placement", "placementType", "U6")]
    [InlineData("Placement type: Connected carers (Reg 24)", "placementType", "U3")]
    [InlineData("Placement type: residential children's home", "placementType", "K2")]
    [InlineData("Placement: residential school", "placementType", "S1")]
    [InlineData("Placement: placed with own parents", "placementType", "P1")]
    [InlineData("LAC: Yes", "category", "childInCare")]
    [InlineData("Care leaver: Y", "category", "careLeaver")]
    [InlineData("Category: [ ] Child in care [x] Care leaver [ ] Adopted", "category", "careLeaver")]
    [InlineData("Status: ☒ Looked after child ☐ Care leaver", "category", "childInCare")]
    [InlineData("Gender: Female (she/her)", "sex", "F")]
    [InlineData("Gender: Female (she/her)", "pronouns", "she/her")]
    [InlineData("Ethnicity: White British", "ethnicity", "WBRI")]
    [InlineData("Ethnicity: Mixed - White & Black Caribbean", "ethnicity", "MWBC")]
    [InlineData("Interpreter required: Yes (Farsi)", "interpreter", "yes")]
    [InlineData("Interpreter required: Yes (Farsi)", "language", "Farsi")]
    [InlineData("Interpreter required? Not needed", "interpreter", "no")]
    [InlineData("SDQ: 18 (01/09/2026)", "sdqTotal", "18")]
    [InlineData("SDQ: 18 (01/09/2026)", "sdqDate", "2026-09-01")]
    [InlineData("SDQ: SDQ2", "sdqReason", "SDQ2")]
    [InlineData("Distance from home: 12.5 miles", "miles", "12.5")]
    [InlineData("Urgency: ASAP", "urgency", "urgent")]
    [InlineData("Priority: non-urgent", "urgency", "routine")]
    [InlineData("Venue: at school", "preferredPlace", "school")]
    [InlineData("Gender preference: female worker", "preferredGender", "woman")]
    [InlineData("Would they rather meet a woman or a man: a man", "preferredGender", "man")]
    [InlineData("Venue: MS Teams", "preferredPlace", "video")]
    [InlineData("CSE: no known risk", "riskSexualExploitation", "none")]
    [InlineData("Risk of self-harm: cut her arm last week", "riskSelfHarm", "present")]
    [InlineData("Child protection plan: Yes - neglect", "childProtectionPlan", "yes")]
    [InlineData("Name of referrer: Jo Hart (DSL)", "referrerRole", "school")]
    [InlineData("Address: 1 Larch Close, Winsford, CW7 9ZZ", "placementPostcode", "CW7 9ZZ")]
    [InlineData("Address: 1 Larch Close, Winsford, CW7 9ZZ", "livesIn", "Cheshire West and Chester")]
    public void A_value_in_words_becomes_its_code(string line, string field, string value) => Mails.Child($"Name: Sam Taylor\n{line}")[Fields.ByName[field]].Value.ShouldBe(value);

    [Theory]
    [InlineData("")]
    [InlineData("N/K")]
    [InlineData("not known")]
    [InlineData("-")]
    [InlineData("TBC")]
    [InlineData("?")]
    [InlineData("Yes / No")]
    [InlineData("Click or tap here to enter text.")]
    [InlineData("....")]
    public void A_blank_is_unknown(string blank)
    {
        var child = Mails.Child($"Name: Sam Taylor\nDOB: {blank}\nNHS number: {blank}\nEthnicity: {blank}\nSchool: {blank}\nInterpreter: {blank}\nLA: Halton");
        foreach (var field in new[] { Fields.DateOfBirth, Fields.NhsNumber, Fields.Ethnicity, Fields.School, Fields.Interpreter })
        {
            child[field].ShouldBe(Reading.Unknown, field.Name);
        }

        child.Value(Fields.ResponsibleAuthority).ShouldBe("Halton");
    }

    [Theory]
    [InlineData("Sam Taylor", "Sam", "Taylor", null)]
    [InlineData("TAYLOR, Sam", "Sam", "Taylor", null)]
    [InlineData("TAYLOR Samuel James", "James", "Taylor", null)]
    [InlineData("Samuel James Taylor", "Samuel", "Taylor", null)]
    [InlineData("Samantha (Sammy) Taylor", "Samantha", "Taylor", "Sammy")]
    [InlineData("Maria de la Cruz", "Maria", "de la Cruz", null)]
    [InlineData("Miss Ava-Rose O'Neill", "Ava-Rose", "O'Neill", null)]
    [InlineData("jay", "Jay", null, null)]
    [InlineData("Łukasz Żółć", "Łukasz", "Żółć", null)]
    [InlineData("محمد علي", "محمد", "علي", null)]
    public void A_name_falls_into_its_parts(string written, string given, string? family, string? preferred)
    {
        // A list that shouts the family name puts it first; which forename counts there is not told.
        var child = Mails.Child($"Child's name: {written}\nDOB: 12/03/2014");
        child.Value(Fields.FamilyName).ShouldBe(family);
        child.Value(Fields.PreferredName).ShouldBe(preferred);
        child.Value(Fields.GivenName).ShouldBe(given);
    }

    [Fact]
    public void A_heading_says_whose_name_and_number_it_is()
    {
        var child = Mails.Child("""
            Referrer details
            Name: Anjali Rao
            Telephone: 01632 960222
            Patient details
            Name: Ruby Castellano
            DOB: 14/01/2014
            Mother
            Name: Lisa Castellano
            DOB: 01/01/1986
            Social worker
            Name: Peter Osei
            Email: peter.osei@cheshire-west.example
            """);
        (child.Value(Fields.GivenName), child.Value(Fields.DateOfBirth), child.Value(Fields.ReferrerName), child.Value(Fields.ReferrerPhone), child.Value(Fields.SocialWorker), child.Value(Fields.SocialWorkerEmail))
            .ShouldBe(("Ruby", "2014-01-14", "Anjali Rao", "01632 960222", "Peter Osei", "peter.osei@cheshire-west.example"));
    }

    [Fact]
    public void A_long_answer_runs_on_until_the_next_label() =>
        Mails.Child("Name: Sam Taylor\nReason for referral: First line.\nSecond line.\n\nA new paragraph: with a colon.\nLA: Halton").Value(Fields.PresentingNeeds)
            .ShouldBe("First line.\nSecond line.\n\nA new paragraph: with a colon.".Replace("\n\n", "\n", StringComparison.Ordinal));

    [Fact]
    public void Contradicting_answers_are_doubtful_and_say_so()
    {
        var reading = Mails.Child("Name: Sam Taylor\nDOB: 12/03/2014\nLA: Halton\n\nDate of birth: 13/03/2014")[Fields.DateOfBirth];
        reading.Certainty.ShouldBe(Certainty.Doubtful);
        reading.Note!.ShouldContain("2014-03-13");
    }

    [Fact]
    public void A_reading_says_on_which_line_it_stands() => Mails.Child("Hello\n\nName: Sam Taylor\nDOB: 12/03/2014")[Fields.DateOfBirth].Source.ShouldBe("body, line 4");

    [Fact]
    public void Own_parents_and_section_20_exclude_each_other()
    {
        var child = Mails.Child("Name: Sam Taylor\nDOB: 12/03/2014\nLegal status: V2\nPlacement type: P1");
        child[Fields.PlacementType].Certainty.ShouldBe(Certainty.Doubtful);
        child[Fields.LegalStatus].Certainty.ShouldBe(Certainty.Doubtful);
    }

    [Theory]
    [InlineData("24/11/2010", Certainty.Doubtful)]
    [InlineData("23/11/2010", Certainty.Known)]
    public void Supported_accommodation_is_for_sixteen_and_over(string born, Certainty certainty) =>
        Mails.Child($"Name: Sam Taylor\nDOB: {born}\nPlacement type: K3")[Fields.PlacementType].Certainty.ShouldBe(certainty);

    [Fact]
    public void Every_field_answers_to_its_own_label_and_name()
    {
        foreach (var field in Fields.All)
        {
            Labels.Find(field.Name).ShouldNotBeNull(field.Name);
        }
    }
}
