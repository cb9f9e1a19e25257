using Heldspace.Functions.Tests.Drivers;
using Heldspace.Measures;
using Heldspace.Measures.Asking;
using Heldspace.Pathway;
using NodaTime;

namespace Heldspace.Functions.Tests.Journey;

/// <summary>Mails that come back and texts that never arrive, from sending to who is asked by whom then.</summary>
public sealed class NotDeliveredTests
{
    private const string Staff = "helen.marchbank@caring-to-care.example";

    [Fact]
    public async Task A_question_that_comes_back_is_put_by_the_key_worker_who_hears_of_it_once_however_often_it_is_reported()
    {
        await using var sut = await HowItGoes.ForBaseline();
        foreach (var harmless in new[]
        {
            Undeliverable.NewestTo(sut, HowItGoes.Young, vouched: false),
            Undeliverable.NewestTo(sut, HowItGoes.Young, said: "452 4.2.2 mailbox full"),
            Undeliverable.NewestTo(sut, HowItGoes.Young, subject: "Delivery delayed: A few questions"),
            Undeliverable.Report("<never.sent@mail.heldspace.example>"),
        })
        {
            sut.Deliver(harmless);
        }

        await sut.Run(Looking.Moment);
        (await HowItGoes.Ask(sut, Roles.YoungPerson))!.State.ShouldBe(AskState.Open, "forged, not for good, or about nothing that was sent");
        (await sut.History<CaseEvent.CameBack>()).ShouldBeEmpty();

        sut.Deliver(Undeliverable.NewestTo(sut, HowItGoes.Young));
        sut.Deliver(Undeliverable.NewestTo(sut, HowItGoes.Young));
        await sut.Run(Looking.Moment);

        var file = await sut.OnlyCase();
        file.Asks.Where(ask => ask.Respondent.Role == Roles.YoungPerson).Select(ask => (ask.State, ask.Respondent.By)).ShouldBe([(AskState.Stopped, AskBy.Email), (AskState.Open, AskBy.Call)]);
        (await sut.History<CaseEvent.CameBack>()).ShouldHaveSingleItem().Whom.ShouldBe("the young person");
        file.Messages.Count(message => message.Id.Contains("channel.youngPerson", StringComparison.Ordinal)).ShouldBe(1);
        file.Messages.ShouldAllBe(message => message.IsOver);
        (await sut.Pending()).ShouldBe(0);
        sut.Logs.Lines.ShouldAllBe(line => !line.Contains(HowItGoes.Young, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_a_confirmation_that_comes_back_the_scheduler_is_told()
    {
        await using var sut = await SystemUnderTest.Start();
        sut.Deliver(Mails.Complete(1));
        await sut.Run(Looking.Moment);

        sut.Deliver(Undeliverable.NewestTo(sut, "sam.fielding@nhs.example", subject: "Undeliverable: Your appointment"));
        await sut.Run(Looking.Moment);

        sut.MailsTo(sut.Service.Scheduler.Mailbox.Text).Count(mail => mail.Contains("came back and did not reach them", StringComparison.Ordinal)).ShouldBe(1);
        (await sut.Cases()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_text_message_to_a_number_that_is_none_changes_the_way_and_one_that_found_the_telephone_off_does_not()
    {
        await using var sut = await HowItGoes.ForBaseline();
        await HowItGoes.Do(sut, new Act.RecordRespondent(new(Roles.YoungPerson, "Kit", AskBy.Text, null, "07700 900111")) { By = Staff });
        await HowItGoes.Do(sut, new Act.RecordRespondent(new(Roles.Carer, "Ash", AskBy.Text, null, "07700 900222")) { By = Staff });
        sut.System.Texts.Fates["07700 900111"] = "sending";
        sut.System.Texts.Fates["07700 900222"] = "temporary-failure";
        await After(sut, Duration.FromDays(1));
        sut.System.Texts.Sent.Select(text => text.Number).ShouldContain("07700 900111");
        await After(sut, Duration.FromHours(2));
        (await HowItGoes.Ask(sut, Roles.YoungPerson))!.State.ShouldBe(AskState.Open, "it is still on its way");

        sut.System.Texts.Fates["07700 900111"] = "permanent-failure";
        await After(sut, Duration.FromHours(23));

        var file = await sut.OnlyCase();
        file.Asks.Last(ask => ask.Respondent.Role == Roles.YoungPerson).Respondent.By.ShouldBe(AskBy.Call);
        file.Asks.Last(ask => ask.Respondent.Role == Roles.Carer).Respondent.By.ShouldBe(AskBy.Text);
        file.Messages.Count(message => message.Id.Contains("channel.youngPerson", StringComparison.Ordinal)).ShouldBe(1);
        (await sut.Pending()).ShouldBe(0);
    }

    private static Task After(SystemUnderTest sut, Duration span)
    {
        sut.Clock.Advance(span);
        return sut.Run(Looking.Moment);
    }
}
