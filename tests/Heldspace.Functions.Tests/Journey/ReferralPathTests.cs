using Heldspace.Eligibility;
using Heldspace.Functions.Tests.Drivers;
using Heldspace.Pathway;
using NodaTime;

namespace Heldspace.Functions.Tests.Journey;

public sealed class ReferralPathTests
{
    private static readonly Duration Moment = Duration.FromMinutes(2);

    [Fact]
    public async Task A_mail_becomes_an_appointment_in_a_clinicians_calendar()
    {
        await using var sut = await SystemUnderTest.Start();

        sut.Deliver(Mails.Complete());
        await sut.Run(Moment);

        var file = (await sut.Cases()).ShouldHaveSingleItem(string.Join('\n', sut.Logs.Lines));
        file.Case.Eligibility.Outcome.ShouldBe(Outcome.Eligible);
        var held = file.Current.ShouldNotBeNull();
        held.State.ShouldBe(AppointmentState.Held);
        var clinician = sut.Service.Team.Single(member => member.Id == held.Slot!.Clinician);
        var standing = sut.System.Tenant.Events(clinician.Mailbox.Text).ShouldHaveSingleItem();
        standing["subject"]!.GetValue<string>().ShouldContain(file.Case.Reference.Text);
        standing["sensitivity"]!.GetValue<string>().ShouldBe("private");
        sut.System.Tenant.Events(sut.Service.Scheduler.Mailbox.Text).ShouldHaveSingleItem();
        (await sut.Pending()).ShouldBe(0);
    }

    [Fact]
    public async Task The_referrer_is_told_the_date_and_a_reference_and_the_mail_is_put_away()
    {
        await using var sut = await SystemUnderTest.Start();

        sut.Deliver(Mails.Complete());
        await sut.Run(Moment);

        var file = (await sut.Cases()).Single();
        var sent = sut.System.Tenant.Outbox.Where(mail => mail.To == "sam.fielding@nhs.example").ShouldHaveSingleItem();
        sent.Message["subject"]!.GetValue<string>().ShouldContain(file.Case.Reference.Text);
        file.Messages.Single(message => !message.ToStaff).State.ShouldBe(MessageState.Sent);
        sut.System.Tenant.Messages(sut.Service.Mailboxes[0].Text).ShouldBeEmpty();
        sut.System.Tenant.Messages(sut.Service.Mailboxes[0].Text, "Processed").ShouldHaveSingleItem();
        sut.System.Tenant.Messages(sut.Service.Mailboxes[0].Text, "drafts").ShouldBeEmpty();
    }
}
