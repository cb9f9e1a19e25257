using System.Collections.Immutable;
using Heldspace.Intake;

namespace Heldspace.Functions.Refer.Form;

/// <summary>The form as social workers, GPs, schools and carers are asked it.</summary>
internal static class AdultPages
{
    public static ImmutableArray<FormPage> All { get; } =
    [
        FormPages.Who,
        new("you", "Your details")
        {
            Lead = "We send the reference and the appointment to you.",
            Questions =
            [
                new(Fields.ReferrerName, "Your full name") { Noun = "Your full name", Missing = "Enter your full name", Autocomplete = "name" },
                new(Fields.ReferrerOrganisation, "Your team, school, practice or organisation")
                {
                    Noun = "Your organisation", Hint = "Leave this empty if you are a carer or a parent.", Autocomplete = "organization",
                },
                new(Fields.ReferrerEmail, "Your email address")
                {
                    Noun = "Your email address", Hint = "We write to you here. Without an email address we ring you.",
                    Check = Check.Email, Autocomplete = "email", Type = "email",
                },
                new(Fields.ReferrerPhone, "Your phone number")
                {
                    Noun = "Your phone number", Autocomplete = "tel", Type = "tel", Width = "govuk-input--width-20",
                },
            ],
        },
        new("child", "Who is this referral about?")
        {
            Lead = "One child or young person. Please fill in one form for each.",
            Questions =
            [
                new(Fields.GivenName, "First name") { Noun = "First name", Missing = "Enter their first name" },
                new(Fields.FamilyName, "Last name")
                {
                    Noun = "Last name", Missing = "Enter their last name, or tick that you do not know it", OrTick = "I do not know their last name",
                },
                new(Fields.PreferredName, "The name they like to be called") { Noun = "The name they like to be called", Hint = "If it is another one." },
                new(Fields.Pronouns, "Pronouns") { Noun = "Pronouns", Hint = "For example she/her, they/them.", Width = "govuk-input--width-10" },
            ],
        },
        new("birth", "More about them")
        {
            Lead = FormPages.Skip,
            Questions =
            [
                FormPages.Born("Date of birth", "Date of birth"),
                new(Fields.NhsNumber, "NHS number")
                {
                    Noun = "NHS number", Hint = "10 digits, for example 943 476 5919. It is on letters from the NHS.",
                    Check = Check.NhsNumber, InputMode = "numeric", Width = "govuk-input--width-10",
                },
                new(Fields.Sex, "Sex")
                {
                    Asked = Asked.OneOf, Choices = [new("F", "Female"), new("M", "Male"), new("U", "Neither, or not decided"), FormPages.DoNotKnow],
                },
                new(Fields.Ethnicity, "Ethnic background") { Asked = Asked.List, Choices = Codes.Ethnicities },
            ],
        },
        new("care", "In care, or not")
        {
            Questions =
            [
                new(Fields.Category, "Are they in care, or have they been?")
                {
                    Asked = Asked.OneOf,
                    Choices =
                    [
                        new(Categories.ChildInCare, "In care now"),
                        new(Categories.CareLeaver, "Care leaver"),
                        new(Categories.ReturnedHome, "Was in care, and has gone back home"),
                        new(Categories.Adopted, "Adopted"),
                        new(Categories.SpecialGuardianship, "With a special guardian"),
                        new(Categories.Kinship, "With family or friends, and not in care"),
                        new(Categories.PrivateFostering, "Privately fostered"),
                        new(Categories.Other, "None of these"),
                        FormPages.DoNotKnow,
                    ],
                },
            ],
        },
        new("councils", "Which councils?")
        {
            Lead = FormPages.Skip,
            Questions =
            [
                new(Fields.ResponsibleAuthority, "Council that is responsible for them") { Noun = "The responsible council", Hint = "The one whose social worker or personal adviser they have or had." },
                new(Fields.LivesIn, "Council area they live in now") { Noun = "The council area they live in", Hint = "A town will do. No address, please." },
            ],
        },
        new("placement", "Where they are placed")
        {
            Lead = FormPages.Skip,
            Applies = answers => answers[Fields.Category] == Categories.ChildInCare && answers[Fields.ReferrerRole] is "socialWorker" or "personalAdviser",
            Questions =
            [
                new(Fields.LegalStatus, "Legal status") { Asked = Asked.List, Choices = Codes.LegalStatuses },
                new(Fields.LegalStatusSince, "Legal status since") { Asked = Asked.Date, Check = Check.Past, Noun = "Start of the legal status" },
                new(Fields.PlacementType, "Kind of placement") { Asked = Asked.List, Choices = Codes.Placements },
                new(Fields.PlacementSince, "Placed there since") { Asked = Asked.Date, Check = Check.Past, Noun = "Start of the placement" },
                new(Fields.PlacementPostcode, "Postcode of the placement")
                {
                    Noun = "Postcode", Hint = "We never show this in a message or a calendar.", Check = Check.Postcode, Width = "govuk-input--width-10",
                },
            ],
        },
        new("adoption", "Adoption")
        {
            Lead = FormPages.Skip,
            Applies = answers => answers[Fields.Category] == Categories.Adopted,
            Questions =
            [
                new(Fields.AdoptedVia, "Agency that placed them") { Noun = "The agency" },
                new(Fields.AdoptionOrderDate, "Date of the adoption order") { Asked = Asked.Date, Check = Check.Past, Noun = "Date of the adoption order" },
            ],
        },
        new("guardian", "Special guardianship")
        {
            Applies = answers => answers[Fields.Category] == Categories.SpecialGuardianship,
            Questions =
            [
                new(Fields.AuthorityInvolved, "Is the council still involved?") { Asked = Asked.OneOf, Choices = FormPages.YesNo },
            ],
        },
        new("home", "Going back home")
        {
            Lead = FormPages.Skip,
            Applies = answers => answers[Fields.Category] == Categories.ReturnedHome,
            Questions =
            [
                new(Fields.ReturnedHomeOn, "When did they go home?") { Asked = Asked.Date, Check = Check.Past, Noun = "The day they went home" },
            ],
        },
        new("people", "People around them")
        {
            Lead = FormPages.Skip,
            Questions =
            [
                new(Fields.SocialWorker, "Their social worker or personal adviser") { Noun = "The social worker's name", Hint = "Leave this empty if it is you." },
                new(Fields.SocialWorkerPhone, "Social worker's phone number") { Noun = "The social worker's phone number", Type = "tel", Width = "govuk-input--width-20" },
                new(Fields.SocialWorkerEmail, "Social worker's email address") { Noun = "The social worker's email address", Check = Check.Email, Type = "email" },
                new(Fields.Carer, "Who looks after them") { Noun = "Who looks after them" },
                new(Fields.School, "School or college") { Noun = "School or college" },
                new(Fields.Send, "Support for special educational needs, or a plan (EHCP)") { Noun = "Support for special educational needs" },
                new(Fields.GpPractice, "GP practice") { Noun = "GP practice" },
            ],
        },
        new("needs", "What is going on?")
        {
            Lead = "In your own words. A few lines are enough.",
            Questions =
            [
                new(Fields.PresentingNeeds, "What is going on, and what help is needed?") { Asked = Asked.Paragraph, Noun = "What is going on" },
                new(Fields.NeedsDuration, "How long has it been like this?") { Noun = "How long" },
                new(Fields.PreviousInput, "Help they have had before") { Asked = Asked.Paragraph, Noun = "Help they have had before" },
                new(Fields.Medication, "Medication") { Noun = "Medication" },
            ],
        },
        new("views", "What do they say?")
        {
            Lead = FormPages.Skip,
            Questions =
            [
                new(Fields.ChildsViews, "What the child or young person says") { Asked = Asked.Paragraph, Noun = "What the child or young person says" },
                new(Fields.CarersViews, "What their carer says") { Asked = Asked.Paragraph, Noun = "What their carer says" },
                new(Fields.HopedOutcome, "What everyone hopes for") { Asked = Asked.Paragraph, Noun = "What everyone hopes for" },
                new(Fields.SdqTotal, "Latest SDQ total score")
                {
                    Noun = "SDQ total score", Hint = "0 to 40, if there is one.", Check = Check.SdqTotal, InputMode = "numeric", Width = "govuk-input--width-3",
                },
            ],
        },
        new("risks", "Are there any of these worries?")
        {
            Lead = "Tell us what you know. If you are worried about someone’s life or safety today, do not wait for us: call 999.",
            Questions =
            [
                .. Codes.Risks.Select(risk => new Question(risk.Field, risk.Label) { Asked = Asked.Row, Choices = Codes.RiskChoices }),
                new(Fields.ChildProtectionPlan, "Child protection plan") { Asked = Asked.Row, Choices = FormPages.YesNo },
                new(Fields.DeprivationOfLiberty, "Deprivation of liberty order") { Asked = Asked.Row, Choices = FormPages.YesNo },
            ],
        },
        new("urgency", "How soon do they need to be seen?")
        {
            Questions =
            [
                new(Fields.Urgency, "How soon do they need to be seen?")
                {
                    Asked = Asked.OneOf, Missing = "Select how soon they need to be seen",
                    Choices =
                    [
                        new("routine", "In the coming weeks"),
                        new("soon", "Soon", "It is getting worse, or the home or school may not last."),
                        new("urgent", "Urgently", "Please ring us as well as sending this form."),
                    ],
                },
            ],
        },
        new("meeting", "Meeting")
        {
            Lead = FormPages.Skip,
            Questions =
            [
                new(Fields.PreferredPlace, "Where would they like to meet?") { Asked = Asked.OneOf, Choices = FormPages.Places("At home") },
                new(Fields.PreferredGender, "Would they rather meet a woman or a man?") { Asked = Asked.OneOf, Choices = FormPages.Genders },
                new(Fields.Interpreter, "Is an interpreter needed?") { Asked = Asked.OneOf, Choices = FormPages.YesNo },
                new(Fields.Language, "First language") { Noun = "First language", Hint = "Or sign language.", Width = "govuk-input--width-20" },
                new(Fields.CommunicationNeeds, "Communication needs or disability") { Asked = Asked.Paragraph, Noun = "Communication needs", Hint = "What should we think of, so that meeting goes well?" },
            ],
        },
        new("safety", "Keeping in touch safely")
        {
            Lead = FormPages.Skip,
            Questions =
            [
                new(Fields.ContactMethod, "How does the child or young person like to be contacted?")
                {
                    Asked = Asked.OneOf,
                    Choices =
                    [
                        new("through their carer", "Through their carer"),
                        new("through their social worker", "Through their social worker or personal adviser"),
                        new("text message", "Text message"),
                        new("phone call", "Phone call"),
                        new("email", "Email"),
                        FormPages.DoNotKnow,
                    ],
                },
                new(Fields.SafetyNote, "Is there anyone who must not know where they live, or where we meet?")
                {
                    Asked = Asked.Paragraph, Noun = "Who must not know where", Hint = "Tell us who. This comes before every message that we send.",
                },
            ],
        },
        new("consent", "Consent")
        {
            Lead = "You can send this form without it. We will ask.",
            Questions =
            [
                new(Fields.ConsentBasis, "Who has agreed to this referral?")
                {
                    Asked = Asked.OneOf,
                    Choices =
                    [
                        new("the young person", "The young person"),
                        new("a parent or guardian", "A parent or guardian"),
                        new("the council with parental responsibility", "The council, which has parental responsibility"),
                        new("not asked yet", "Nobody has been asked yet"),
                        FormPages.DoNotKnow,
                    ],
                },
                new(Fields.ConsentGivenBy, "Name of the person who agreed") { Noun = "The name of the person who agreed" },
                new(Fields.ConsentSharedWith, "Whom may we share this with?") { Noun = "Whom we may share this with" },
            ],
        },
    ];
}
