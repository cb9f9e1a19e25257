using System.Collections.Immutable;
using Heldspace.Intake;
using Heldspace.Pathway;
using Heldspace.Services;

namespace Heldspace.Functions.Refer.Form;

/// <summary>
/// What is missing of one referral, asked in the words of the form and grouped like it. Nothing has to be answered, and nothing that is known is asked for; only
/// somebody who would be asked in the form is asked here, but for what could change the decision.
/// </summary>
internal static class MissingPages
{
    private const string NotClear = "Something was written here that we could not read for certain. Please tell us again.";

    /// <summary>What the form need not ask adults and may turn out to be missing, by the page it belongs to.</summary>
    private static readonly ImmutableArray<(string Slug, Question Question)> ForAdults =
    [
        ("care", new(Fields.PlacingIcbLiable, "Does the NHS of the area that placed them pay for their care?") { Asked = Asked.OneOf, Choices = FormPages.YesNo }),
        ("councils", new(Fields.Miles, "How many miles is it from their home to where they are placed?") { Noun = "The distance", Hint = "About.", InputMode = "decimal", Width = "govuk-input--width-5" }),
        ("people", new(Fields.SocialWorkerTeam, "Social worker’s team") { Noun = "The social worker’s team" }),
    ];

    /// <summary>The same for young people: only what may decide whether this service is the right one, and what tells who they are.</summary>
    private static readonly ImmutableArray<(string Slug, Question Question)> ForYoungPeople =
    [
        ("born", new(Fields.NhsNumber, "Your NHS number") { Noun = "NHS number", Hint = "10 digits. It is on letters from the NHS.", Check = Check.NhsNumber, InputMode = "numeric", Width = "govuk-input--width-10" }),
        ("life", new(Fields.ReturnedHomeOn, "When did you go back home?") { Asked = Asked.Date, Check = Check.Past, Noun = "The day you went home" }),
        ("life", new(Fields.AdoptedVia, "Who arranged your adoption?") { Noun = "Who arranged your adoption" }),
        ("life", new(Fields.AdoptionOrderDate, "When were you adopted?") { Asked = Asked.Date, Check = Check.Past, Noun = "The day you were adopted" }),
        ("life", new(Fields.AuthorityInvolved, "Is a council still helping you?") { Asked = Asked.OneOf, Choices = FormPages.YesNo }),
    ];

    /// <summary>Every question there is for whoever referred, by the page it belongs to; each may be left out.</summary>
    public static ImmutableArray<FormPage> All(Case record) =>
        [.. (IsYoung(record) ? YoungPages.All : AdultPages.All).Select(page => With(page, IsYoung(record) ? ForYoungPeople : ForAdults))];

    /// <summary>What is asked: what could change the decision first, then the rest by the page it belongs to; empty where nothing is.</summary>
    /// <param name="record">The case as it is now.</param>
    /// <param name="answered">What was answered all the same: the page was opened before somebody else told it.</param>
    public static ImmutableArray<FormPage> Of(Case record, Func<Question, bool>? answered = null)
    {
        var missing = WhatIsMissing.Fields(record).Select(field => field.Name).ToHashSet(StringComparer.Ordinal);
        var telling = WhatIsMissing.Telling(record).ToHashSet(StringComparer.Ordinal);
        var known = Known(record);
        bool IsAsked(FormPage page, Question question) =>
            (missing.Contains(question.Name) && (page.Applies(known) || telling.Contains(question.Name))) || answered?.Invoke(question) == true;
        var asked = All(record)
            .Select(page => page with { Questions = [.. page.Questions.Where(question => IsAsked(page, question)).Select(question => record.Unclear.Contains(question.Name) ? question with { Hint = NotClear } : question)] })
            .ToList();
        var first = new FormPage("first", IsYoung(record) ? "This helps us most" : "What we need most") { Questions = [.. asked.SelectMany(page => page.Questions).Where(question => telling.Contains(question.Name))] };
        return
        [
            .. asked.Select(page => page with { Questions = [.. page.Questions.Where(question => !telling.Contains(question.Name))] }).Prepend(first).Where(page => !page.Questions.IsEmpty),
        ];
    }

    /// <summary>All questions as the one page that they stand on, to read and to check what was typed.</summary>
    public static FormPage AsOne(ImmutableArray<FormPage> groups) => new("missing", "What we still need to know") { Questions = [.. groups.SelectMany(group => group.Questions)] };

    /// <summary>Whether whoever referred is asked for anything, and may be.</summary>
    public static bool IsOpen(ServiceDefinition service, Case record) => WhatIsMissing.Standing(service, record) == MissingStanding.Asked && !Of(record).IsEmpty;

    public static bool IsYoung(Case record) => record.Referrer.Role == "self";

    private static FormPage With(FormPage page, ImmutableArray<(string Slug, Question Question)> more) => page with
    {
        Lead = page.Slug is "risks" ? page.Lead : null,
        Questions = [.. page.Questions.Concat(more.Where(one => one.Slug == page.Slug).Select(one => one.Question)).Select(question => question with { Missing = null, OrTick = null })],
    };

    /// <summary>Who is asked what, decided as in the form; where nobody knows who they are, or whether the child is in care, they are asked.</summary>
    private static Answers Known(Case record) => new(Answers.None.Typed
        .SetItem(Fields.ReferrerRole.Name, record.Referrer.Role ?? "socialWorker")
        .SetItem(Fields.Category.Name, record.Child.Value(Fields.Category) ?? Categories.ChildInCare));
}
