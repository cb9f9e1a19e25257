using Heldspace.Eligibility;
using Heldspace.Functions.Hosting;
using Heldspace.Functions.Refer;
using Heldspace.Functions.Refer.Form;
using Heldspace.Intake;
using Heldspace.Pathway;
using Heldspace.Services;
using NodaTime;

namespace Heldspace.Functions.Tests.Refer;

/// <summary>Which questions are asked for what is missing, and of whom.</summary>
public sealed class MissingPagesTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 9, 15, 9, 30);

    private static readonly ServiceDefinitions Services = ServiceDefinitions.Read(Path.Combine(AppContext.BaseDirectory, "services")).OrThrow();

    [Fact]
    public void Whatever_is_needed_of_anybody_and_whatever_a_rule_hangs_on_has_its_question_for_a_social_worker()
    {
        var rules = string.Join('\n', Services.All.SelectMany(service => service.Eligibility).SelectMany(set => set.Rules).Select(rule => rule.When?.ToString()));
        var needed = Fields.All.Where(field => field.Need != Need.Optional || rules.Contains($"Field = {field.Name}", StringComparison.Ordinal)).Select(field => field.Name).ToList();
        var asked = Asked(Record("socialWorker", [.. needed]));

        needed.Except(asked).ShouldBeEmpty();
    }

    [Fact]
    public void Everything_may_be_left_out()
    {
        foreach (var role in new[] { "socialWorker", "self" })
        {
            MissingPages.All(Record(role)).SelectMany(page => page.Questions).ShouldAllBe(question => question.Missing == null && question.OrTick == null);
        }
    }

    [Fact]
    public void Young_people_are_asked_in_their_words_and_only_what_the_form_would_ask_them()
    {
        var missing = Record("self", "givenName", "dateOfBirth", "sex", "legalStatus", "socialWorker", "riskEating", "presentingNeeds");
        var questions = MissingPages.Of(missing).SelectMany(page => page.Questions).ToList();

        questions.Select(question => question.Label).ShouldBe(["Your first name", "When were you born?", "What is going on for you?"]);
    }

    [Fact]
    public void Codes_of_placements_are_asked_of_who_knows_them_unless_they_decide()
    {
        Asked(Record("gp", "legalStatus", "sex")).ShouldBe(["sex"]);
        Asked(Record(null, "legalStatus", "sex")).ShouldBe(["sex", "legalStatus"]);
        var decides = Record("gp", "sex", "legalStatus") with { Eligibility = new(Outcome.NeedsInformation, "a", "b", null, ["legalStatus"], []) };
        Asked(decides).ShouldBe(["legalStatus", "sex"], "what decides comes first");
    }

    [Fact]
    public void What_was_not_clear_is_asked_for_again_without_showing_it()
    {
        var unclear = Record("socialWorker", "sex") with { Unclear = ["nhsNumber"] };
        var question = MissingPages.Of(unclear).SelectMany(page => page.Questions).Single(question => question.Name == "nhsNumber");

        question.Hint.ShouldNotBeNull().ShouldContain("could not read for certain");
    }

    [Fact]
    public void A_page_that_was_opened_before_somebody_else_told_it_can_still_be_sent()
    {
        Asked(Record("socialWorker", "sex"), question => question.Name == "dateOfBirth").ShouldBe(["dateOfBirth", "sex"]);
    }

    [Fact]
    public void A_page_is_known_by_what_it_was_shown_with_for_a_day()
    {
        var shown = ShownPage.New(Now);

        ShownPage.TryParse(shown.Text, Now).ShouldBe(shown);
        ShownPage.TryParse(shown.Text, Now + Duration.FromHours(23)).ShouldBe(shown);
        ShownPage.TryParse(shown.Text, Now + Duration.FromHours(24)).ShouldBeNull();
        ShownPage.TryParse(shown.Text, Now - Duration.FromMinutes(3)).ShouldBeNull();
        foreach (var wrong in new[] { null, "", "-", "99999999999999999999-00112233445566778899aabbccddeeff", "1789464600000-short", $"{shown.Text}-" })
        {
            ShownPage.TryParse(wrong, Now).ShouldBeNull(wrong);
        }
    }

    private static List<string> Asked(Heldspace.Pathway.Case record, Func<Question, bool>? answered = null) =>
        [.. MissingPages.Of(record, answered).SelectMany(page => page.Questions).Select(question => question.Name)];

    private static Heldspace.Pathway.Case Record(string? role, params string[] missing)
    {
        var intake = IntakeStore.IdOf(Now, "a");
        return new()
        {
            Id = CaseId.Of(intake, 1),
            Service = "caring-to-care",
            Reference = Reference.Of(7),
            Channel = Channel.Mail,
            ReceivedAt = Now,
            State = CaseState.Open,
            Siblings = 1,
            Child = Child.Empty(1),
            Referrer = new(null, role, null, null, null, Trusted: true),
            Eligibility = new(Outcome.Eligible, "a", "b", null, [], []),
            Missing = [.. missing],
        };
    }
}
