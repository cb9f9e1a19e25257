using System.Globalization;
using Heldspace.Functions.Tests.Drivers;
using Heldspace.Functions.Tests.Manage;
using Heldspace.Measures;
using Heldspace.Measures.Asking;
using Heldspace.Pathway;
using NodaTime;

namespace Heldspace.Functions.Tests.Journey;

/// <summary>What people send back by text message, from the telephone to who hears of it.</summary>
public sealed class ReceivedTextTests
{
    private const string Staff = "helen.marchbank@caring-to-care.example";
    private const string AsWeWroteIt = "07700 900111";
    private const string AsItCame = "447700900111";

    [Fact]
    public async Task STOP_ends_text_messages_to_them_and_the_key_worker_hears_of_it_once()
    {
        await using var sut = await Texted(null);

        sut.System.Texts.Receive(AsItCame, " Stop. ");
        sut.System.Texts.Receive(AsItCame, "STOP");
        await sut.Run(Looking.Moment);
        await sut.Run(Looking.Moment);

        var file = await sut.OnlyCase();
        var person = Respondents.Of(file.Case, Roles.YoungPerson)!;
        (person.By, person.Phone, person.Changed).ShouldBe((AskBy.Call, null, "They answered STOP to a text message."));
        file.Asks.Where(ask => ask.Respondent.Role == Roles.YoungPerson).Select(ask => (ask.State, ask.Respondent.By)).TakeLast(2).ShouldBe([(AskState.Stopped, AskBy.Text), (AskState.Open, AskBy.Call)]);
        (await sut.History<CaseEvent.TextReceived>()).Select(text => (text.Whom, text.Stopped)).ShouldBe([("the young person", true), ("the young person", true)]);
        file.Messages.Count(message => message.Id.Contains("channel.youngPerson", StringComparison.Ordinal)).ShouldBe(1);
        var texts = sut.System.Texts.Sent.Count;
        sut.Clock.Advance(Duration.FromDays(20));
        await sut.Run(Looking.Moment);
        sut.System.Texts.Sent.Count.ShouldBe(texts, "nothing goes there any more");
        (await sut.Pending()).ShouldBe(0);
        (await sut.Cases()).Count.ShouldBe(1);
        sut.Logs.Lines.ShouldAllBe(line => !line.Contains("900111", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whoever_has_a_mail_address_too_is_asked_there_after_STOP_and_not_by_text_again_when_a_mail_comes_back()
    {
        await using var sut = await Texted(HowItGoes.Young);

        sut.System.Texts.Receive(AsItCame, "stop");
        sut.Clock.Advance(Duration.FromDays(1));
        await sut.Run(Looking.Moment);
        Respondents.Of((await sut.OnlyCase()).Case, Roles.YoungPerson)!.By.ShouldBe(AskBy.Email);

        sut.Deliver(Undeliverable.NewestTo(sut, HowItGoes.Young));
        await sut.Run(Looking.Moment);

        Respondents.Of((await sut.OnlyCase()).Case, Roles.YoungPerson)!.By.ShouldBe(AskBy.Call);
    }

    [Fact]
    public async Task Whatever_else_they_write_goes_to_the_key_worker_changes_nothing_and_is_shown_with_what_came_in()
    {
        await using var sut = await Texted(null);
        var before = await sut.OnlyCase();

        sut.System.Texts.Receive(AsItCame, "please stop asking my mum about it");
        await sut.Run(Looking.Moment);

        var file = await sut.OnlyCase();
        Respondents.Of(file.Case, Roles.YoungPerson)!.By.ShouldBe(AskBy.Text);
        file.Asks.Select(ask => (ask.Id, ask.State)).ShouldBe(before.Asks.Select(ask => (ask.Id, ask.State)));
        var keyWorker = (sut.Service.Team.FirstOrDefault(member => member.Id == file.Case.KeyWorker)?.Mailbox ?? sut.Service.Scheduler.Mailbox).Text;
        sut.MailsTo(keyWorker).Count(mail => mail.Contains("The young person has answered it", StringComparison.Ordinal)).ShouldBe(1);
        sut.MailsTo(keyWorker).ShouldAllBe(mail => !mail.Contains("my mum", StringComparison.Ordinal), "words stay on the case");
        file.Case.Safeguarding.ShouldBeNull();
        using var staff = await StaffClient.Open(sut);
        await staff.SignIn(sut.Service.Managers[0].Mailbox.Text);
        (await staff.Get($"/manage/{sut.Service.Id}/cases/{file.Case.Id}/received")).Page.ShouldContain("please stop asking my mum about it");
    }

    [Fact]
    public async Task Words_of_immediate_risk_reach_whoever_is_on_cover_within_a_minute()
    {
        await using var sut = await Texted(null);
        var alerts = sut.System.Texts.Sent.Count;

        sut.System.Texts.Receive(AsItCame, "I have taken all the tablets and I want to die");
        await sut.Run(Looking.Moment);

        (await sut.History<CaseEvent.RiskFound>()).ShouldHaveSingleItem().Concerns.ShouldAllBe(concern => concern.Source.EndsWith("text message", StringComparison.Ordinal));
        sut.System.Texts.Sent.Count.ShouldBeGreaterThan(alerts);
    }

    [Fact]
    public async Task A_text_message_from_a_number_that_nobody_wrote_to_waits_for_a_person_and_changes_no_case()
    {
        await using var sut = await Texted(null);
        var before = await sut.OnlyCase();

        sut.System.Texts.Receive("447700900999", "who is this, I got a text about Kit");
        sut.System.Texts.Receive("447700900999", "STOP");
        await sut.Run(Looking.Moment);

        var cases = await sut.Cases();
        cases.Select(file => file.Case.State).Order().ShouldBe(new[] { CaseState.Open, CaseState.Quarantined }.Order());
        cases.Single(file => file.Case.Id == before.Case.Id).Case.Replies.ShouldBe(before.Case.Replies);
        sut.MailsTo(sut.Service.Scheduler.Mailbox.Text).Count(mail => mail.Contains("This text message came from a number that we had sent none to.", StringComparison.Ordinal)).ShouldBe(1);
        (await sut.Pending()).ShouldBe(0);
    }

    [Fact]
    public async Task Of_more_text_messages_than_come_at_once_none_is_left_out_and_none_is_taken_twice()
    {
        await using var sut = await SystemUnderTest.Start();
        for (var n = 1; n <= 260; n++)
        {
            sut.System.Texts.Receive(string.Create(CultureInfo.InvariantCulture, $"447700900{n:000}"), "STOP");
        }

        await sut.Run(Looking.Moment);
        sut.System.Texts.Receive(AsItCame, "STOP");
        await sut.Run(Looking.Moment);
        await sut.Run(Looking.Moment);

        (await sut.System.Blobs.List("intake", "").CountAsync()).ShouldBe(261);
        (await sut.System.Blobs.List("ignored", "").CountAsync()).ShouldBe(261);
        (await sut.Pending()).ShouldBe(0);
    }

    /// <summary>A young person who was asked by text message.</summary>
    private static async Task<SystemUnderTest> Texted(string? mail)
    {
        var sut = await HowItGoes.ForBaseline();
        await HowItGoes.Do(sut, new Act.RecordRespondent(new(Roles.YoungPerson, "Kit", AskBy.Text, mail is null ? null : Heldspace.Intake.EmailAddress.Parse(mail), AsWeWroteIt)) { By = Staff });
        sut.Clock.Advance(Duration.FromDays(1));
        await sut.Run(Looking.Moment);
        sut.System.Texts.Sent.Select(text => text.Number).ShouldContain(AsWeWroteIt);
        return sut;
    }
}
