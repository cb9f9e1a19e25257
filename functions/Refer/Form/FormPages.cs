using System.Collections.Immutable;
using Heldspace.Intake;

namespace Heldspace.Functions.Refer.Form;

/// <summary>Which pages somebody is asked, in which order, and what both ways through the form share.</summary>
internal static class FormPages
{
    public const string Skip = "Leave out what you do not know. You can still send the form.";

    public const string SkipYoung = "You can leave out anything you like.";

    public const string FilesSlug = "files";

    public const string CheckSlug = "check";

    /// <summary>The first page, which decides on all others.</summary>
    public static FormPage Who { get; } = new("who", "Who is filling in this form?")
    {
        Questions =
        [
            new(Fields.ReferrerRole, "Who is filling in this form?")
            {
                Asked = Asked.OneOf, Missing = "Select who is filling in this form",
                Choices =
                [
                    new("self", "I am a young person, and it is about me"),
                    new("socialWorker", "Social worker"),
                    new("personalAdviser", "Personal adviser"),
                    new("carer", "Foster carer, kinship carer or residential worker"),
                    new("parent", "Parent or guardian"),
                    new("school", "School or college"),
                    new("gp", "GP"),
                    new("nurse", "Nurse or health visitor"),
                    new("voluntarySector", "Charity or community group"),
                    new("other", "Someone else"),
                ],
            },
        ],
    };

    public static Choice DoNotKnow { get; } = new(Question.NotKnown, "I do not know");

    public static ImmutableArray<Choice> YesNo { get; } = [new("yes", "Yes"), new("no", "No"), DoNotKnow];

    /// <summary>The pages that apply to these answers. Attachments and check-your-answers follow them.</summary>
    public static ImmutableArray<FormPage> For(Answers answers) =>
        [.. (answers.Young ? YoungPages.All : AdultPages.All).Where(page => page.Applies(answers))];


    /// <summary>What comes after a page. Young people are not asked for attachments: nobody should need papers to ask for help.</summary>
    public static string After(string slug, Answers answers)
    {
        var slugs = Slugs(answers);
        var index = slugs.IndexOf(slug);
        return index < 0 ? Who.Slug : slugs[Math.Min(index + 1, slugs.Length - 1)];
    }

    /// <summary>What comes before a page; null for the first.</summary>
    public static string? Before(string slug, Answers answers)
    {
        var slugs = Slugs(answers);
        var index = slugs.IndexOf(slug);
        return index > 0 ? slugs[index - 1] : null;
    }

    public static Question Born(string label, string noun) => new(Fields.DateOfBirth, label)
    {
        Asked = Asked.Date,
        Check = Check.Birth,
        Noun = noun,
        Hint = "For example, 27 3 2012.",
    };

    public static ImmutableArray<Choice> Places(string home) =>
    [
        new("childrensCentre", "A children’s centre or family hub"),
        new("school", "School or college"),
        new("home", home),
        new("video", "Video call"),
        new("telephone", "Phone"),
        new(Question.NotKnown, "No preference"),
    ];

    public static ImmutableArray<Choice> Genders { get; } =
    [
        new("woman", "A woman"),
        new("man", "A man"),
        new(Question.NotKnown, "No preference"),
    ];

    private static ImmutableArray<string> Slugs(Answers answers) =>
        [.. For(answers).Select(page => page.Slug), .. answers.Young ? Array.Empty<string>() : [FilesSlug], CheckSlug];
}
