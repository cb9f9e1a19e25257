using Heldspace.Intake;
using Heldspace.Tests.Builders;

namespace Heldspace.Tests.Intake;

/// <summary>Forms as they arrive: boxes on lines of their own, answers struck out, lines run together, tables of whoever works with the child.</summary>
public sealed class FormsAsFilledIn
{
    [Theory]
    [InlineData("Name: Sam Taylor   DOB: 12/03/14   Sex: M", "dateOfBirth", "2014-03-12")]
    [InlineData("CHILD: Sam Taylor. BORN: 12.3.14. CLASS: 4 Elm", "dateOfBirth", "2014-03-12")]
    [InlineData("Name: Sam Taylor\nD/B: 12 03 14", "dateOfBirth", "2014-03-12")]
    [InlineData("Name: Sam Taylor\n\n4. Legal status\n☐ Section 20\n☑ Full care order\n☐ Remand", "legalStatus", "C2")]
    [InlineData("Name: Sam Taylor\n\n4. Legal status\n☐ Section 20\n☐ Remand", "legalStatus", null)]
    [InlineData("Name: Sam Taylor\n\nOrder\n [ ] Interim CO  [x] CO  [ ] S20", "legalStatus", "C2")]
    [InlineData("Name: Sam Taylor\nHow soon? ☐ Routine ☑ Soon ☐ Urgent", "urgency", "soon")]
    [InlineData("Name: Sam Taylor\nThey live with\n☐ children's home\n☐ hospital\n☑ foster carers (short-term)", "placementType", "U6")]
    [InlineData("| Name | Sam Taylor |\n| Legal status and date | Section 20, 01/06/2026 |", "legalStatus", "V2")]
    [InlineData("| Name | Sam Taylor |\n| Legal status + date | C2 - 02/12/2022 |", "legalStatus", "C2")]
    [InlineData("| Name | Sam Taylor |\n| Legal status + date | C2 - 02/12/2022 |", "legalStatusSince", "2022-12-02")]
    [InlineData("| Name | Sam Taylor |\n| If looked after, which order? | Voluntary (s20) |", "legalStatus", "V2")]
    [InlineData("| Name | Sam Taylor |\n| Set-up | Foster placement with Mrs Hale, Ellesmere Port |", "livesIn", "Cheshire West and Chester")]
    [InlineData("| Title / First name / Surname | Miss / Sam / Taylor |\n| DOB | 12/03/2014 |", "givenName", "Sam")]
    [InlineData("| Title / First name / Surname | Miss / Sam / Taylor |\n| DOB | 12/03/2014 |", "familyName", "Taylor")]
    [InlineData("| First name | Surname | House colour | DOB |\n| Sam | Taylor | red | 12/03/2014 |", "dateOfBirth", "2014-03-12")]
    [InlineData("| Re | Sam TAYLOR |\n| DOB | 12/03/2014 |", "familyName", "Taylor")]
    [InlineData("| Name | Sam Taylor |\n\n| Relationship | Name | DOB |\n| Sister | Eve Taylor | 01/02/2018 |\n| Mother | Jo Taylor | 01/02/1990 |", "givenName", "Sam")]
    [InlineData("| Name | Sam Taylor |\n\n| Role | Name | Phone |\n| Social worker | Ana Hale | 01632 960777 |\n| IRO | Ben Oakes | 01632 960778 |", "socialWorker", "Ana Hale")]
    [InlineData("| Name | Sam Taylor |\n\n| Role | Name | Phone |\n| Social worker | Ana Hale | 01632 960777 |\n| IRO | Ben Oakes | 01632 960778 |", "givenName", "Sam")]
    [InlineData("| Name | Sam Taylor |\n\n| Role | Name | Phone |\n| Social worker | Ana Hale | 01632 960777 |\n| IRO | Ben Oakes | 01632 960778 |", "socialWorkerPhone", "01632 960777")]
    [InlineData("| Name | Sam Taylor |\n| DOB | 12/03/2014 |\n\n| Child | Wants a dog |\n| Carer | Says he sleeps badly |", "familyName", "Taylor")]
    [InlineData("Name of child: Sam Taylor Date of birth: 12/03/2014 Interpreter required: No Legal status: Full care order Placement type: Long term foster care Carer: Mrs Hale School: Elm Academy Urgency: Routine Signed: A Hale", "placementType", "U4")]
    [InlineData("Name of child: Sam Taylor Date of birth: 12/03/2014 Interpreter required: No Legal status: Full care order Placement type: Long term foster care Carer: Mrs Hale School: Elm Academy Urgency: Routine Signed: A Hale", "urgency", "routine")]
    [InlineData("Name: Sam Taylor\nHarm to animals ☑ Yes ☐ No (the carer's cat)", "riskToAnimals", "present")]
    [InlineData("Name of child: Sam Taylor Date of birth: 12/03/2014 Interpreter required: No Stepfather Name: Mark Shaw Legal status: Full care order School: Elm Academy Uncle Address: 9 Elm Road, Crewe Urgency: Routine", "familyName", "Taylor")]
    [InlineData("Name of child: Sam Taylor Date of birth: 12/03/2014 Interpreter required: No Stepfather Name: Mark Shaw Legal status: Full care order School: Elm Academy Uncle Address: 9 Elm Road, Crewe Urgency: Routine", "livesIn", null)]
    [InlineData("Name of child: Sam Taylor\nDate of birth: 12/03/2014\nPriority\nSoon\n\nA Hale", "urgency", "soon")]
    [InlineData("Young person   | Sam Taylor\nD.O.B          | 12/03/14\nPlacing LA     | Wigan Council", "responsibleAuthority", "Wigan")]
    [InlineData("Q1. What name would be found on the birth certificate of the child whom you are writing to us about?\n    Sam Taylor\nQ2. On which day, month and year was the child born, as far as you have been told?\n    12 March 2014", "givenName", "Sam")]
    [InlineData("Name: Sam Taylor\nPlacement: foster carers, long term plan not yet agreed", "placementType", "U6")]
    [InlineData("Name: Sam Taylor\nPlacement: kinship carers (long-term, approved foster carers)", "placementType", "U1")]
    [InlineData("Name: Sam Taylor\nPriority: ~~Urgent~~ / Routine", "urgency", "routine")]
    [InlineData("Name: Sam Taylor\nDOB: 12/03/2014\nLA: Wigan (s20 since 28.09.2026)", "legalStatus", "V2")]
    public void An_answer_is_found_where_it_stands(string body, string field, string? value) => Mails.Child(body, from: "someone@homemail.example")[Fields.ByName[field]].Value.ShouldBe(value);

    [Theory]
    [InlineData("<table><tr><td>Name</td><td>Sam Taylor</td></tr><tr><td>Interpreter required?</td><td>Yes / <s>No</s>*</td></tr></table>", "yes")]
    [InlineData("<table><tr><td>Name</td><td>Sam Taylor</td></tr><tr><td>Interpreter required?</td><td><del>Yes</del> / No*</td></tr></table>", "no")]
    public void What_is_struck_out_is_no_answer(string html, string value) => Mails.Child(html, html: true).Value(Fields.Interpreter).ShouldBe(value);

    [Theory]
    [InlineData("<p>Name: Sam Taylor</p><p><s>He has told his carer tonight that he is going to kill himself with her tablets.</s></p>")]
    [InlineData("<p>Name: Sam Taylor</p><p><s>He is going to kill himself tonight</s></p>")]
    public void A_danger_that_is_struck_out_is_read_as_one(string html) => Mails.Referral(Mails.Mail(html, html: true)).Concerns.ShouldNotBeEmpty();

    [Fact]
    public void A_form_goes_on_behind_the_relationship_of_whoever_refers()
    {
        var child = Mails.Child("| Referrer | Ann Shore |\n| Relationship to child | Social worker |\n| Child's name | Mia Holt |\n| DOB | 12/03/2014 |");
        (child.Value(Fields.GivenName), child.Value(Fields.DateOfBirth)).ShouldBe(("Mia", "2014-03-12"));
    }

    [Theory]
    [InlineData("Name: Sam Taylor\nAddress and telephone of birth parents: 12 Elm Road, Crewe", "livesIn")]
    [InlineData("Name: Sam Taylor\nDate of birth and names of siblings: 12/03/2014 Eve", "dateOfBirth")]
    [InlineData("Name: Sam Taylor\nPrevious placement: children's home, Crewe", "placementType")]
    [InlineData("Name: Sam Taylor\nFather: lives in a flat in Crewe", "livesIn")]
    public void What_a_form_asks_of_others_is_not_the_childs(string body, string field) => Mails.Child(body, from: "someone@homemail.example")[Fields.ByName[field]].Certainty.ShouldNotBe(Certainty.Known);

    [Fact]
    public void A_line_is_not_lost_to_a_box_below_it_that_nobody_ticked() =>
        Mails.Child("Sam Taylor born 12/03/2014\n☐ I have consent", from: "someone@homemail.example").Value(Fields.DateOfBirth).ShouldBe("2014-03-12");

    [Fact]
    public void What_a_mail_server_writes_above_a_message_does_not_hide_it()
    {
        var child = Mails.Child("[EXTERNAL] This message was sent securely. Do not forward it.\n\nDear colleagues,\n\nPlease see this referral.\nName: Sam Taylor\nDOB: 12/03/2014\nLegal status: s20\nLA: Halton");
        (child.Value(Fields.GivenName), child.Value(Fields.DateOfBirth), child.Value(Fields.LegalStatus)).ShouldBe(("Sam", "2014-03-12", "V2"));
    }
}
