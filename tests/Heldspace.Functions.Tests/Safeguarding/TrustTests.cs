using System.Text.Json.Nodes;
using Heldspace.Functions.Hosting;
using Heldspace.Functions.Tests.Drivers;
using Heldspace.Functions.Tests.Journey;
using Heldspace.Pathway;
using Heldspace.Time;

namespace Heldspace.Functions.Tests.Safeguarding;

/// <summary>Mail that may not have come from whom it names.</summary>
public sealed class TrustTests
{
    [Fact]
    public async Task A_mail_that_did_not_come_from_whom_it_names_waits_for_a_person_and_is_answered_to_nobody()
    {
        await using var sut = await SystemUnderTest.Start();
        sut.Deliver(With(Mails.Complete(), "spf=fail; dmarc=fail action=oreject header.from=nhs.example;compauth=fail reason=000"));
        await sut.Run(Looking.Moment);

        var file = await sut.OnlyCase();
        file.Case.State.ShouldBe(CaseState.Quarantined);
        file.Appointments.ShouldBeEmpty();
        sut.Sent("sam.fielding@nhs.example").ShouldBeEmpty();
        sut.MailsTo(sut.Service.Scheduler.Mailbox.Text)[0].ShouldContain("did not come from whom it names");
        (await sut.Pending()).ShouldBe(0);

        // Somebody rings, and it is real: as though it had come as it should.
        var vouch = new Act.Vouch(London.Day(sut.Clock.GetCurrentInstant()), "Sam Fielding") { By = "scheduler" };
        (await sut.App<CaseActs>().Do(sut.Service, file.Case.Id, vouch, default)).ShouldBeOfType<ActOutcome.Done>();
        await sut.Run(Looking.Moment);
        (await sut.OnlyCase()).Current!.State.ShouldBe(AppointmentState.Held);
        sut.Sent("sam.fielding@nhs.example").Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_mail_of_which_nobody_can_tell_has_its_place_and_is_answered_once_a_person_has_looked()
    {
        await using var sut = await SystemUnderTest.Start();
        sut.Deliver(With(Mails.Complete(), null));
        await sut.Run(Looking.Moment);

        var file = await sut.OnlyCase();
        file.Current!.State.ShouldBe(AppointmentState.Held);
        sut.Sent("sam.fielding@nhs.example").ShouldBeEmpty();
        NextStep.Of(sut.Service, file, sut.Clock.GetCurrentInstant())!.Kind.ShouldBe(StepKind.LookAtReferral);
        (await sut.Pending()).ShouldBe(0);

        await sut.App<CaseActs>().Do(sut.Service, file.Case.Id, new Act.ReleaseMessages("We rang the team.") { By = "scheduler" }, default);
        await sut.Run(Looking.Moment);
        sut.Sent("sam.fielding@nhs.example").Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_mail_in_Junk_goes_to_a_person_and_changes_no_case_whatever_it_quotes()
    {
        await using var sut = await SystemUnderTest.Start();
        sut.Deliver(Mails.Complete());
        await sut.Run(Looking.Moment);
        var standing = await sut.OnlyCase();
        var junk = Mails.Complete(2);
        junk["subject"] = $"RE: {standing.Case.Reference}";
        sut.System.Tenant.Deliver(sut.Service.Mailboxes[0].Text, junk, "junkemail");
        await sut.Run(Looking.Moment);

        var file = (await sut.Cases()).Single(other => other.Case.Id != standing.Case.Id);
        file.Case.State.ShouldBe(CaseState.Quarantined);
        file.Appointments.ShouldBeEmpty();
        (await sut.Cases()).Single(other => other.Case.Id == standing.Case.Id).Case.LastEvent.ShouldBe(standing.Case.LastEvent);
        sut.Sent("sam.fielding@nhs.example").Count.ShouldBe(1, "only what answers the first");
        sut.MailsTo(sut.Service.Scheduler.Mailbox.Text).ShouldContain(mail => mail.Contains("took this mail for junk", StringComparison.Ordinal) && mail.Contains(file.Case.Reference.Text, StringComparison.Ordinal));
        sut.System.Tenant.Messages(sut.Service.Mailboxes[0].Text, "junkemail").ShouldBeEmpty();
        sut.System.Tenant.Messages(sut.Service.Mailboxes[0].Text, "Set aside").ShouldHaveSingleItem();
        (await sut.Pending()).ShouldBe(0);

        // It is real after all.
        var vouch = new Act.Vouch(London.Day(sut.Clock.GetCurrentInstant()), "Sam Fielding") { By = "scheduler" };
        (await sut.App<CaseActs>().Do(sut.Service, file.Case.Id, vouch, default)).ShouldBeOfType<ActOutcome.Done>();
        await sut.Run(Looking.Moment);
        (await sut.Cases()).ShouldAllBe(other => other.Current!.State == AppointmentState.Held);
    }

    [Fact]
    public async Task After_100_mails_of_an_hour_replies_stop_staff_are_told_once_and_every_mail_has_its_place()
    {
        await using var sut = await SystemUnderTest.Start();
        for (var n = 0; n < 100; n++)
        {
            var noise = Mails.Mail("Automatic reply: hello", "I am away until Monday.");
            noise["internetMessageHeaders"] = new JsonArray(
                new JsonObject { ["name"] = "Authentication-Results", ["value"] = "dmarc=pass action=none header.from=nhs.example;compauth=pass reason=100" },
                new JsonObject { ["name"] = "Auto-Submitted", ["value"] = "auto-replied" });
            sut.Deliver(noise);
        }

        await sut.Run(Looking.Moment);
        sut.SubjectsTo(sut.Service.Scheduler.Mailbox.Text).ShouldBeEmpty();
        sut.Deliver(Mails.Complete());
        sut.Deliver(Mails.Complete(2));
        await sut.Run(Looking.Moment);

        var files = await sut.Cases();
        files.Count.ShouldBe(2);
        files.ShouldAllBe(file => file.Current!.State == AppointmentState.Held && file.Case.Withholds);
        sut.Sent("sam.fielding@nhs.example").ShouldBeEmpty();
        sut.SubjectsTo(sut.Service.Scheduler.Mailbox.Text).Count(subject => subject.StartsWith("Much mail from one sender", StringComparison.Ordinal)).ShouldBe(1);
        (await sut.Pending()).ShouldBe(0);

        await sut.App<CaseActs>().Do(sut.Service, files[0].Case.Id, new Act.ReleaseMessages("We rang the team.") { By = "scheduler" }, default);
        await sut.Run(Looking.Moment);
        sut.Sent("sam.fielding@nhs.example").Count.ShouldBe(1);
    }

    [Fact]
    public async Task Who_has_been_answered_today_is_answered_again_tomorrow_and_confirmations_always_go_out()
    {
        await using var sut = await SystemUnderTest.Start();
        sut.Deliver(Mails.Mail("Hello", "Please help us with a child in care."));
        await sut.Run(Looking.Moment);
        sut.Deliver(Mails.Mail("Hello again", "Please help us with another child in care."));
        await sut.Run(Looking.Moment);
        sut.Sent("sam.fielding@nhs.example").Count.ShouldBe(1);
        (await sut.Cases()).Count(file => file.Case.Withholds).ShouldBe(1);
        sut.MailsTo(sut.Service.Scheduler.Mailbox.Text).Count(mail => mail.Contains("had an automatic answer today already", StringComparison.Ordinal)).ShouldBe(1);

        sut.Deliver(Mails.Complete());
        await sut.Run(Looking.Moment);
        sut.Sent("sam.fielding@nhs.example").Count.ShouldBe(2, "the confirmation of a child who is named");

        await sut.Run(NodaTime.Duration.FromHours(24));
        sut.Deliver(Mails.Mail("Good morning", "Please help us with a third child in care."));
        await sut.Run(Looking.Moment);
        (await sut.Cases()).Count(file => file.Case.Withholds).ShouldBe(1);
        (await sut.Pending()).ShouldBe(0);
    }

    /// <param name="results">What the receiving mail system says; null: nothing.</param>
    private static JsonObject With(JsonObject mail, string? results)
    {
        mail["internetMessageHeaders"] = results is null ? [] : new JsonArray(new JsonObject { ["name"] = "Authentication-Results", ["value"] = results });
        return mail;
    }
}
