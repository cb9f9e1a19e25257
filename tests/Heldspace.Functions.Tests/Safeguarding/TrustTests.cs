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

    /// <param name="results">What the receiving mail system says; null: nothing.</param>
    private static JsonObject With(JsonObject mail, string? results)
    {
        mail["internetMessageHeaders"] = results is null ? [] : new JsonArray(new JsonObject { ["name"] = "Authentication-Results", ["value"] = results });
        return mail;
    }
}
