using System.Net;
using Heldspace.Functions.Tests.Journey;
using Heldspace.Measures;
using Heldspace.Measures.Asking;
using Heldspace.Pathway;

namespace Heldspace.Functions.Tests.Manage;

/// <summary>What staff see and write down of how things are going.</summary>
public sealed class MeasurePagesTests
{
    private const string Manager = "helen.marchbank@caring-to-care.example";

    [Fact]
    public async Task A_key_worker_writes_answers_down_and_sees_what_they_come_to_and_nobody_else_of_the_team_does()
    {
        await using var sut = await HowItGoes.ForBaseline();
        var file = await sut.OnlyCase();
        var young = file.Asks.Single(ask => ask.Respondent.Role == Roles.YoungPerson);
        var (page, answers) = ($"/manage/caring-to-care/cases/{file.Case.Id}", $"/manage/caring-to-care/cases/{file.Case.Id}/answers/{young.Id}");
        var keyWorker = sut.Service.Team.Single(member => member.Id == file.Case.KeyWorker).Mailbox.Text;
        var other = sut.Service.Team.First(member => !OwnCases.Includes(file, member, sut.Clock.GetCurrentInstant())).Mailbox.Text;
        using var client = await StaffClient.Open(sut);

        await client.SignIn(other);
        (await client.Get(answers)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await client.Get($"{answers}/letter")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await client.Post("/manage/caring-to-care/cases", answers, ("ons4.1", "7"))).Status.ShouldBe(HttpStatusCode.NotFound);
        (await client.Get("/manage/caring-to-care/measures")).Page.ShouldNotContain(file.Case.Reference.Text);

        await client.SignIn(keyWorker);
        (await client.Get("/manage/caring-to-care/measures")).Page.ShouldContain(file.Case.Reference.Text);
        var letter = await client.Get($"{answers}/letter");
        letter.Page.ShouldContain("how satisfied are you with your life", Shouldly.Case.Insensitive);
        letter.Page.ShouldNotContain(young.Respondent.Name!);
        var wrong = await client.Post(answers, answers, ("ons4.1", "11"), ("ons4.2", "8"));
        wrong.Status.ShouldBe(HttpStatusCode.BadRequest);
        wrong.Page.ShouldContain("question 1: write 0 to 10");
        (await client.Post(answers, answers, ("words", " "))).Status.ShouldBe(HttpStatusCode.BadRequest);

        (string, string)[] said = [("ons4.1", "7"), ("ons4.2", "8"), ("words", "They said <it> was all right.")];
        (await client.Post(answers, answers, said)).Location.ShouldBe($"{page}?done=answers#results");

        var answered = (await sut.OnlyCase()).Asks.Single(ask => ask.Id == young.Id);
        (answered.State, answered.WrittenDownBy).ShouldBe((AskState.Answered, keyWorker));
        answered.Measures.Single(asked => asked.Measure == "ons4").Score.ShouldNotBeNull().Of("lifeSatisfaction")!.Value.ShouldBe(7);
        (await sut.FactKinds()).Count(kind => kind == "measured").ShouldBe(1);
        var shown = (await client.Get(page)).Page;
        shown.ShouldContain("answered by the young person");
        shown.ShouldContain("They said &lt;it&gt; was all right.");
        (await client.Get(answers)).Status.ShouldBe(HttpStatusCode.Conflict);
        (await client.Post(page, answers, said)).Status.ShouldBe(HttpStatusCode.Conflict);
        (await sut.History<CaseEvent.Answered>()).ShouldHaveSingleItem();
        (await client.Get("/manage/caring-to-care/measures")).Page.ShouldContain("One answer, no second");
    }

    [Fact]
    public async Task Who_is_asked_how_when_not_and_about_which_goals_is_written_down_on_the_page_of_the_case()
    {
        await using var sut = await HowItGoes.ForBaseline();
        var file = await sut.OnlyCase();
        var page = $"/manage/caring-to-care/cases/{file.Case.Id}";
        using var client = await StaffClient.Open(sut);
        await client.SignIn(Manager);

        foreach (var (act, fields) in new (string, (string, string)[])[]
        {
            ("respondent", [("role", "carer"), ("name", "Ash"), ("by", "Text"), ("phone", "07700 900155"), ("language", "pl"), ("objects", "yes")]),
            ("quiet-days", [("days", "24 December\r\n3 May 2027\r\n")]),
            ("goals", [("goal-1", "Sleep through the night"), ("goal-2", ""), ("goal-3", "Go to football")]),
        })
        {
            (await client.Post(page, $"{page}/{act}", fields)).Location.ShouldBe($"{page}?done={act}", act);
        }

        var record = (await sut.OnlyCase()).Case;
        var carer = record.Respondents.Single(person => person.Role == Roles.Carer);
        (carer.By, carer.Phone, carer.Language, carer.ObjectedOn).ShouldBe((AskBy.Text, "07700 900155", "pl", Heldspace.Time.London.Day(sut.Clock.GetCurrentInstant())));
        record.QuietDays.ShouldBe([new(12, 24, null), new(5, 3, 2027)]);
        record.Goals.ShouldBe(["Sleep through the night", "Go to football"]);
        var shown = (await client.Get(page)).Page;
        foreach (var words in new[] { "07700 900155, by text message", "Does not want to be asked since", "24 December, 3 May 2027", "2 goals were written down." })
        {
            shown.ShouldContain(words);
        }

        foreach (var (act, fields, mistake) in new (string, (string, string)[], string)[]
        {
            ("respondent", [("role", "carer"), ("by", "Email"), ("email", "nothing"), ("language", "en")], "That is no mail address."),
            ("respondent", [("role", "carer"), ("by", "Text"), ("phone", "ring the school"), ("language", "en")], "That is no telephone number."),
            ("respondent", [("role", "carer"), ("by", "Text"), ("language", "en")], "Write a number that takes text messages"),
            ("quiet-days", [("days", "31 April")], "is no day"),
        })
        {
            var refused = await client.Post(page, $"{page}/{act}", fields);
            ((int)refused.Status).ShouldBeInRange(400, 409, mistake);
            refused.Page.ShouldContain(mistake);
        }
    }
}
