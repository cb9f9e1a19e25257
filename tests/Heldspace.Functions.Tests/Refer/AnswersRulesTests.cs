using Heldspace.Functions.Refer.Form;
using Heldspace.Intake;
using Heldspace.Services;
using NodaTime;

namespace Heldspace.Functions.Tests.Refer;

public sealed class AnswersRulesTests
{
    private static readonly LocalDate Today = new(2026, 11, 23);

    [Theory]
    [InlineData("31", "2", "2012", "dateOfBirth-day", "Date of birth must be a real date")]
    [InlineData("29", "2", "2013", "dateOfBirth-day", "Date of birth must be a real date")]
    [InlineData("x", "2", "2012", "dateOfBirth-day", "Date of birth must be a real date")]
    [InlineData("3", "13", "2012", "dateOfBirth-day", "Date of birth must be a real date")]
    [InlineData("٣", "2", "2012", "dateOfBirth-day", "Date of birth must be a real date")]
    [InlineData("3", "2", "12", "dateOfBirth-year", "Year must include 4 numbers")]
    [InlineData("3", "", "2012", "dateOfBirth-month", "Date of birth must include a month")]
    [InlineData("", "2", "", "dateOfBirth-day", "Date of birth must include a day and year")]
    [InlineData("24", "11", "2026", "dateOfBirth-day", "Date of birth must be today or in the past")]
    [InlineData("23", "11", "2001", "dateOfBirth-year", "Date of birth must be after 23 November 2001: we see people under 25")]
    public void A_date_of_birth_says_what_is_wrong_with_it(string day, string month, string year, string input, string message)
    {
        var mistake = Mistakes("birth", ("dateOfBirth-day", day), ("dateOfBirth-month", month), ("dateOfBirth-year", year)).ShouldHaveSingleItem();
        mistake.Input.ShouldBe(input);
        mistake.Message.ShouldBe(message);
    }

    [Theory]
    [InlineData("29", "2", "2012", "2012-02-29")]
    [InlineData("3", "feb", "2012", "2012-02-03")]
    [InlineData("03", "February", "2012", "2012-02-03")]
    [InlineData("24", "11", "2001", "2001-11-24")]
    [InlineData("23", "11", "2026", "2026-11-23")]
    public void A_real_date_of_birth_is_sent_as_ISO_8601(string day, string month, string year, string sent)
    {
        var answers = Of(("dateOfBirth-day", day), ("dateOfBirth-month", month), ("dateOfBirth-year", year));
        Mistakes("birth", answers).ShouldBeEmpty();
        answers.Sent(Page("birth").Questions.Single(question => question.Field == Fields.DateOfBirth)).ShouldBe(sent);
    }

    [Theory]
    [InlineData("943 476 5919", null)]
    [InlineData("999-000-0018", null)]
    [InlineData("9434765918", "NHS number must be a real one: a digit is wrong or swapped. Check it, or leave it empty")]
    [InlineData("9990000000", "NHS number must be a real one: a digit is wrong or swapped. Check it, or leave it empty")]
    [InlineData("943476591", "NHS number must be 10 digits, like 943 476 5919")]
    [InlineData("nine four three", "NHS number must be 10 digits, like 943 476 5919")]
    public void An_NHS_number_is_held_to_its_check_digit(string typed, string? message) =>
        Mistakes("birth", ("nhsNumber", typed)).Select(mistake => mistake.Message).ShouldBe(message is null ? [] : [message]);

    [Fact]
    public void An_interpreter_needs_a_language()
    {
        Mistakes("meeting", ("interpreter", "yes")).ShouldHaveSingleItem().Input.ShouldBe("language");
        Mistakes("meeting", ("interpreter", "yes"), ("language", "Tigrinya")).ShouldBeEmpty();
        Mistakes("meeting", ("interpreter", "no")).ShouldBeEmpty();
    }

    [Fact]
    public void A_choice_that_is_not_offered_is_refused_and_long_text_is_measured()
    {
        Mistakes("urgency", ("urgency", "yesterday")).ShouldHaveSingleItem().Message.ShouldStartWith("Select an answer from the list");
        Mistakes("needs", ("presentingNeeds", new string('x', 10_001))).ShouldHaveSingleItem().Message.ShouldBe("What is going on must be 10,000 characters or fewer");
        Mistakes("needs", ("presentingNeeds", new string('x', 10_000))).ShouldBeEmpty();
    }

    [Fact]
    public void Every_question_can_be_left_out_but_the_mandatory_ones_and_every_error_has_a_name()
    {
        foreach (var page in AdultPages.All.Concat(YoungPages.All))
        {
            foreach (var question in page.Questions)
            {
                if (question.Asked is Asked.Line or Asked.Paragraph or Asked.Date)
                {
                    question.Noun.ShouldNotBeEmpty($"{page.Slug} {question.Name}");
                }

                (question.Missing is not null).ShouldBe(question.Field.Need == Need.Mandatory, $"{page.Slug} {question.Name}");
            }
        }
    }

    [Fact]
    public void Every_choice_is_read_as_the_value_it_stands_for()
    {
        var service = ServiceDefinitions.Read(Path.Combine(AppContext.BaseDirectory, "services")).OrThrow().All[0];
        var intake = IntakeId.Parse("20261123100000000-abcdefghijklmnop");
        foreach (var question in AdultPages.All.Concat(YoungPages.All).SelectMany(page => page.Questions))
        {
            foreach (var choice in question.Choices.Where(choice => choice.Value != Question.NotKnown))
            {
                question.Field.Codes?.Contains(choice.Value).ShouldBeTrue($"{question.Name} {choice.Value}");
                var form = new ReceivedForm
                {
                    Service = service.Id,
                    Submission = "abcdefghijklmnop",
                    ReceivedAt = Instant.FromUtc(2026, 11, 23, 10, 0),
                    Answers = Answers.None.Typed.SetItem(question.Name, choice.Value),
                };
                ReadForm.Read(form, service, intake).Children[0].Value(question.Field).ShouldBe(choice.Value, $"{question.Name} {choice.Value}");
            }
        }
    }

    private static FormPage Page(string slug) => AdultPages.All.Single(page => page.Slug == slug);

    private static Answers Of(params (string Input, string Answer)[] answers) =>
        new(Answers.None.Typed.SetItems(answers.Where(answer => answer.Answer.Length > 0).Select(answer => KeyValuePair.Create(answer.Input, answer.Answer))));

    private static IReadOnlyList<Mistake> Mistakes(string slug, params (string Input, string Answer)[] answers) => Mistakes(slug, Of(answers));

    // With everything filled in that must be, so that only what is tried can be wrong.
    private static IReadOnlyList<Mistake> Mistakes(string slug, Answers answers) => new AnswersRules(Page(slug), Today).Mistakes(answers);
}
