using Heldspace.Azure.Records;
using Heldspace.Azure.Tables;
using Heldspace.Functions.Tests.Drivers;
using NodaTime;

namespace Heldspace.Functions.Tests.Reliability;

/// <summary>The judge is held to its task: what the other tests look for would be found.</summary>
public sealed class VerdictTests
{
    private const string Sender = "sam.fielding@nhs.example";

    [Fact]
    public async Task Nothing_is_wrong_after_an_ordinary_day()
    {
        await using var sut = await OneHeld();

        (await Judge(sut)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_claim_that_nothing_held_bears_is_found()
    {
        await using var sut = await OneHeld();
        var claims = (await Look(sut)).Claims;
        await sut.System.Tables.Insert(Slots.Table, new Row(claims[0].PartitionKey, $"{sut.Service.Team[0].Id}:20270104T0900Z")
        {
            ["Case"] = claims[0]["Case"],
            ["Appointment"] = claims[0]["Appointment"],
            ["Attempt"] = claims[0]["Attempt"],
        });

        (await Judge(sut)).ShouldHaveSingleItem().ShouldContain("20270104T0900Z");
    }

    [Fact]
    public async Task An_event_that_is_gone_and_one_that_was_moved_are_found()
    {
        await using var sut = await OneHeld();
        var held = (await sut.Cases()).Single().Current!;
        var mailbox = sut.Service.Team.Single(member => member.Id == held.Slot!.Clinician).Mailbox.Text;

        sut.System.Tenant.Move(mailbox, held.EventId!, held.Slot!.Start + Duration.FromHours(1), held.Slot.End + Duration.FromHours(1));
        (await Judge(sut)).ShouldNotBeEmpty();
        sut.System.Tenant.Delete(mailbox, held.EventId!);
        (await Judge(sut)).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_meeting_over_a_held_place_is_found()
    {
        await using var sut = await OneHeld();
        var slot = (await sut.Cases()).Single().Current!.Slot!;
        var mailbox = sut.Service.Team.Single(member => member.Id == slot.Clinician).Mailbox.Text;

        sut.System.Tenant.Block(mailbox, slot.BlockStart, slot.Start);

        // The calendar tells of the change by itself, and its hint may be under way at this moment, which is found too.
        (await Judge(sut)).ShouldContain(found => found.Contains("taken twice", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_mail_that_went_out_twice_and_one_that_did_not_are_found()
    {
        await using var sut = await OneHeld();

        Verdict.On(await Look(sut), [Sender, "nobody@nhs.example"], 1).ShouldNotBeEmpty();
        var after = await Look(sut);
        Verdict.On(after with { Sent = [.. after.Sent, .. after.Sent] }, [Sender], 1).ShouldNotBeEmpty();
    }

    private static async Task<SystemUnderTest> OneHeld()
    {
        var sut = await SystemUnderTest.Start();
        sut.Deliver(Mails.Complete(from: Sender));
        await sut.Run(Duration.FromMinutes(2));
        return sut;
    }

    private static async Task<IReadOnlyList<string>> Judge(SystemUnderTest sut) => Verdict.On(await Look(sut), [Sender], 1);

    private static Task<Aftermath> Look(SystemUnderTest sut) => Aftermath.Of(sut.Service, sut.System.Tables, sut.System.Blobs, sut.System.Tenant, sut.System.Broker);
}
