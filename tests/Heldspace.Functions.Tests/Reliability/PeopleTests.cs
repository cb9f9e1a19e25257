using Heldspace.Azure.Records;
using Heldspace.Functions.Tests.Drivers;
using Heldspace.Pathway;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Heldspace.Functions.Tests.Reliability;

/// <summary>What people do in Outlook between claim and re-read wins, and the referral keeps its clock.</summary>
public sealed class PeopleTests
{
    private const string Sender = "sam.fielding@nhs.example";

    [Fact]
    public async Task A_meeting_put_on_the_slot_in_between_sends_the_appointment_elsewhere_in_time()
    {
        await using var sut = await SystemUnderTest.Start();
        Instant? taken = null;
        sut.System.Microsoft365.Faults.Before = async (method, path) =>
        {
            if (taken is null && method == "POST" && Clinician(sut, path) is { } clinician)
            {
                var slot = (await sut.Cases()).Single().Current!.Slot!;
                taken = slot.Start;
                sut.System.Tenant.Block(clinician, slot.Start, slot.End, "Court");
            }
        };

        var file = await Refer(sut);

        var held = file.Current!;
        held.Attempt.ShouldBe(2);
        held.Slot!.Start.ShouldNotBe(taken!.Value);
        (await History(sut, file)).OfType<CaseEvent.Taken>().ShouldHaveSingleItem().Attempt.ShouldBe(1);
    }

    [Fact]
    public async Task An_event_that_a_person_deleted_in_between_is_offered_again_elsewhere()
    {
        await using var sut = await SystemUnderTest.Start();
        var deleted = false;
        sut.System.Microsoft365.Faults.After = (method, path, status) =>
        {
            if (!deleted && method == "POST" && status == 201 && Clinician(sut, path) is { } clinician)
            {
                deleted = true;
                sut.System.Tenant.Delete(clinician, sut.System.Tenant.Events(clinician).Single()["id"]!.GetValue<string>());
            }

            return Task.CompletedTask;
        };

        var file = await Refer(sut);

        deleted.ShouldBeTrue();
        file.Current!.Attempt.ShouldBe(2);
    }

    [Fact]
    public async Task A_clinician_whose_mailbox_is_gone_is_not_available()
    {
        await using var sut = await SystemUnderTest.Start();
        var gone = sut.Service.Team[0];
        sut.System.Tenant.RemoveMailbox(gone.Mailbox.Text);

        for (var n = 0; n < 3; n++)
        {
            sut.Deliver(Mails.Complete(n));
        }

        await sut.Run(Duration.FromMinutes(2));

        var held = (await sut.Cases()).Select(file => file.Current!).ToList();
        held.Count.ShouldBe(3);
        held.ShouldAllBe(appointment => appointment.State == AppointmentState.Held && appointment.Slot!.Clinician != gone.Id);
    }

    /// <summary>One referral, and everything as it must be afterwards: one event, its cells alone, one mail, inside the target.</summary>
    private static async Task<CaseFile> Refer(SystemUnderTest sut)
    {
        sut.Deliver(Mails.Complete(from: Sender));
        await sut.Run(Duration.FromMinutes(2));
        Verdict.On(await Aftermath.Of(sut.Service, sut.System.Tables, sut.System.Blobs, sut.System.Tenant, sut.System.Broker), [Sender], 1).ShouldBeEmpty();
        var file = (await sut.Cases()).Single();
        file.Messages.ShouldNotContain(message => message.Alert == "breach");
        return file;
    }

    private static async Task<List<CaseEvent>> History(SystemUnderTest sut, CaseFile file)
    {
        var events = new List<CaseEvent>();
        await foreach (var happened in sut.System.App.GetRequiredService<Cases>().History(sut.Service.Id, file.Case.Id, CancellationToken.None))
        {
            events.Add(happened);
        }

        return events;
    }

    /// <summary>Whose calendar a request writes an event into; null for other requests.</summary>
    private static string? Clinician(SystemUnderTest sut, string path) => sut.Service.Team.Select(member => member.Mailbox.Text)
        .FirstOrDefault(address => Uri.UnescapeDataString(path).Equals($"/users/{address}/events", StringComparison.OrdinalIgnoreCase));
}
