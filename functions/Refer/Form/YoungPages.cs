using System.Collections.Immutable;
using Heldspace.Intake;

namespace Heldspace.Functions.Refer.Form;

/// <summary>The form as young people are asked it about themselves: fewer questions, short words, and what we call things they call them.</summary>
internal static class YoungPages
{
    public static ImmutableArray<FormPage> All { get; } =
    [
        FormPages.Who,
        new("name", "What is your name?")
        {
            Questions =
            [
                new(Fields.GivenName, "Your first name") { Noun = "Your first name", Missing = "Enter your first name", Autocomplete = "given-name" },
                new(Fields.FamilyName, "Your last name") { Noun = "Your last name", Missing = "Enter your last name", Autocomplete = "family-name" },
                new(Fields.PreferredName, "What do you like to be called?") { Noun = "What you like to be called", Hint = "You can leave this empty.", Autocomplete = "nickname" },
                new(Fields.Pronouns, "Your pronouns") { Noun = "Your pronouns", Hint = "For example she/her, they/them. You can leave this empty.", Width = "govuk-input--width-10" },
            ],
        },
        new("born", "When were you born?") { Questions = [FormPages.Born("When were you born?", "Your date of birth") with { Autocomplete = "bday" }] },
        new("reach", "How can we reach you?")
        {
            Lead = "Give us one way at least, so that we can tell you when and where.",
            Questions =
            [
                new(Fields.ReferrerPhone, "Your phone number") { Noun = "Your phone number", Autocomplete = "tel", Type = "tel", Width = "govuk-input--width-20" },
                new(Fields.ReferrerEmail, "Your email address") { Noun = "Your email address", Check = Check.Email, Autocomplete = "email", Type = "email" },
                new(Fields.ContactMethod, "What do you like best?")
                {
                    Asked = Asked.OneOf,
                    Choices = [new("text message", "Text message"), new("phone call", "Phone call"), new("email", "Email"), new(Question.NotKnown, "I don’t mind")],
                },
                new(Fields.SafetyNote, "Is there anyone who must not know about this, or where we meet?")
                {
                    Asked = Asked.Paragraph, Noun = "Who must not know", Hint = "Just tell us who. You don’t have to say why.",
                },
            ],
        },
        new("life", "Your life")
        {
            Lead = FormPages.SkipYoung,
            Questions =
            [
                new(Fields.Category, "Are you in care, or have you been?")
                {
                    Asked = Asked.OneOf,
                    Choices =
                    [
                        new(Categories.ChildInCare, "I’m in care"),
                        new(Categories.CareLeaver, "I’ve left care"),
                        new(Categories.ReturnedHome, "I was in care and went back home"),
                        new(Categories.Adopted, "I’m adopted"),
                        new(Categories.Other, "None of these"),
                        FormPages.DoNotKnow with { Label = "I don’t know" },
                    ],
                },
                new(Fields.ResponsibleAuthority, "Which council looks after you?") { Noun = "The council", Hint = "The one your social worker or personal adviser works for." },
                new(Fields.LivesIn, "Which town do you live in?") { Noun = "The town you live in", Hint = "Only the town, not your address." },
            ],
        },
        new("help", "What would you like help with?")
        {
            Lead = "A few words are fine. You can tell us more when we meet.",
            Questions =
            [
                new(Fields.PresentingNeeds, "What is going on for you?") { Asked = Asked.Paragraph, Noun = "What is going on for you" },
                new(Fields.HopedOutcome, "What would you like to be different?") { Asked = Asked.Paragraph, Noun = "What you would like to be different" },
            ],
        },
        new("soon", "How soon would you like to talk to someone?")
        {
            Questions =
            [
                new(Fields.Urgency, "How soon would you like to talk to someone?")
                {
                    Asked = Asked.OneOf, Missing = "Select how soon you would like to talk to someone",
                    Choices =
                    [
                        new("routine", "In the next few weeks is OK"),
                        new("soon", "Soon", "Things are getting harder."),
                        new("urgent", "As soon as you can", "If you are not safe right now, please call 999. You are not wasting anyone’s time."),
                    ],
                },
            ],
        },
        new("meet", "Meeting you")
        {
            Lead = FormPages.SkipYoung,
            Questions =
            [
                new(Fields.PreferredPlace, "Where would you like to meet?") { Asked = Asked.OneOf, Choices = FormPages.Places("Where I live") },
                new(Fields.PreferredGender, "Would you rather meet a woman or a man?") { Asked = Asked.OneOf, Choices = FormPages.Genders },
                new(Fields.Interpreter, "Would an interpreter help?") { Asked = Asked.OneOf, Choices = FormPages.YesNo },
                new(Fields.Language, "What language do you like to speak?") { Noun = "The language", Hint = "Or sign language.", Width = "govuk-input--width-20" },
                new(Fields.CommunicationNeeds, "Is there anything that would make it easier for you?")
                {
                    Asked = Asked.Paragraph, Noun = "What would make it easier", Hint = "For example a quiet room, bringing a friend, things in writing.",
                },
            ],
        },
    ];
}
