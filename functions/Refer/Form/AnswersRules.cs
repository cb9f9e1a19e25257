using FluentValidation;
using FluentValidation.Results;
using Heldspace.Functions.Pages;
using Heldspace.Intake;
using NodaTime;

namespace Heldspace.Functions.Refer.Form;

/// <summary>Something to put right: which input, and what to do.</summary>
/// <param name="Question">The question it belongs to; null where it belongs to the page.</param>
/// <param name="Input">Id of the input to go to.</param>
/// <param name="Message">What to do, in one sentence.</param>
public sealed record Mistake(Question? Question, string Input, string Message);

/// <summary>
/// What the answers of one page are held to. Only the mandatory few must be there; whatever else is given must be readable.
/// Errors name the input to go to and say what to do, after the GOV.UK design system's patterns.
/// </summary>
internal sealed class AnswersRules : AbstractValidator<Answers>
{
    private readonly FormPage _page;

    /// <param name="page">The page.</param>
    /// <param name="today">The day in London.</param>
    public AnswersRules(FormPage page, LocalDate today)
    {
        _page = page;
        foreach (var question in page.Questions)
        {
            if (question.Missing is { } missing)
            {
                RuleFor(answers => answers[question.Name]).NotEmpty().When(answers => !answers.Ticked(question))
                    .WithMessage(missing).OverridePropertyName(question.FirstInput);
            }

            RuleFor(answers => answers[question.Name])
                .MaximumLength(question.Limit).WithMessage($"{question.Noun} must be {question.Limit:N0} characters or fewer")
                .Must(text => text.Length == 0 || question.Choices.IsEmpty || question.Choices.Any(choice => choice.Value == text))
                .WithMessage($"Select an answer from the list: {question.Label}")
                .Must(text => Unreadable(question, text) is null).WithMessage((_, text) => Unreadable(question, text))
                .OverridePropertyName(question.FirstInput);

            if (question.Asked == Asked.Date)
            {
                RuleFor(answers => answers).Custom((answers, context) => DateIsReal(question, answers, today, context));
            }
        }

        // Adults who refer can be reached. A young person may leave nothing: the receipt page tells them.
        if (page.Questions.Any(question => question.Field == Fields.ReferrerOrganisation))
        {
            RuleFor(answers => answers[Fields.ReferrerEmail]).NotEmpty().When(answers => answers[Fields.ReferrerPhone].Length == 0)
                .WithMessage("Enter an email address or a phone number, so that we can tell you the appointment").OverridePropertyName(Fields.ReferrerEmail.Name);
        }

        if (page.Questions.Any(question => question.Field == Fields.Interpreter) && page.Questions.Any(question => question.Field == Fields.Language))
        {
            RuleFor(answers => answers[Fields.Language]).NotEmpty().When(answers => answers[Fields.Interpreter] == "yes")
                .WithMessage("Enter the language that the interpreter should speak").OverridePropertyName(Fields.Language.Name);
        }

        if (page.Questions.Any(question => question.Field == Fields.PlacementType))
        {
            RuleFor(answers => answers[Fields.PlacementType]).NotEqual("P1").When(answers => answers[Fields.LegalStatus] == "V2")
                .WithMessage("Check the kind of placement: it cannot be with own parents when they are accommodated under section 20")
                .OverridePropertyName(Fields.PlacementType.Name);
        }
    }

    /// <summary>What has to be put right on this page, in the order of its questions.</summary>
    public IReadOnlyList<Mistake> Mistakes(Answers answers) =>
    [
        .. Validate(answers).Errors
            .Select(failure => new Mistake(Of(failure), failure.PropertyName, failure.ErrorMessage))
            .DistinctBy(mistake => mistake.Question)
            .OrderBy(mistake => mistake.Question is null ? -1 : _page.Questions.IndexOf(mistake.Question)),
    ];

    private Question? Of(ValidationFailure failure) =>
        _page.Questions.FirstOrDefault(question => question.Inputs.Contains(failure.PropertyName) || question.FirstInput == failure.PropertyName);

    // What keeps an answer from being understood; null where nothing does.
    private static string? Unreadable(Question question, string text) => text.Length == 0 ? null : question.Check switch
    {
        Check.Email when EmailAddress.TryParse(text) is null => $"{question.Noun} must be like name@example.com",
        Check.NhsNumber when NhsNumber.TryParse(text) is null => NhsMessage(text),
        Check.Postcode when Postcode.TryParse(text) is null => "Enter a full UK postcode, like WN1 1AA",
        Check.SdqTotal when !(text.All(char.IsAsciiDigit) && text.Length <= 2 && int.Parse(text) <= 40) => "SDQ total score must be a number from 0 to 40",
        _ => null,
    };

    private static string NhsMessage(string text) =>
        text.Count(char.IsAsciiDigit) == 10 && text.All(c => char.IsAsciiDigit(c) || c is ' ' or '-')
            ? "NHS number must be a real one: a digit is wrong or swapped. Check it, or leave it empty"
            : "NHS number must be 10 digits, like 943 476 5919";

    private static void DateIsReal(Question question, Answers answers, LocalDate today, ValidationContext<Answers> context)
    {
        (string Part, string Input)[] missing =
            [.. new[] { ("day", question.Day), ("month", question.Month), ("year", question.Year) }.Where(part => answers[part.Item2].Length == 0)];
        if (missing.Length == 3)
        {
            return;
        }

        var date = answers.Date(question);
        var (input, message) = (missing.Length, date) switch
        {
            ( > 0, _) => (missing[0].Input, $"{question.Noun} must include a {string.Join(" and ", missing.Select(part => part.Part))}"),
            (_, null) when answers[question.Year] is { Length: not 4 } year && year.All(char.IsAsciiDigit) => (question.Year, "Year must include 4 numbers"),
            (_, null) => (question.Day, $"{question.Noun} must be a real date"),
            (_, { } day) when day > today => (question.Day, $"{question.Noun} must be today or in the past"),
            (_, { } day) when question.Check == Check.Birth && day.PlusYears(25) <= today =>
                (question.Year, $"{question.Noun} must be after {Dates.Words(today.PlusYears(-25))}: we see people under 25"),
            (_, { Year: < 1900 }) => (question.Year, $"{question.Noun} must be a real date"),
            _ => ("", ""),
        };
        if (message.Length > 0)
        {
            context.AddFailure(input, message);
        }
    }

}
