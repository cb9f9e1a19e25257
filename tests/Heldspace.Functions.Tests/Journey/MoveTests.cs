using Heldspace.Allocation;
using Heldspace.Azure.Records;
using Heldspace.Functions.Hosting;
using Heldspace.Functions.Tests.Drivers;
using Heldspace.Pathway;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Heldspace.Functions.Tests.Journey;

/// <summary>A held appointment is moved: the new place first, then the old one goes; who loses the race keeps what they have.</summary>
public sealed class MoveTests
{
    [Fact]
    public async Task A_move_by_half_an_hour_takes_over_the_shared_time_and_leaves_one_event()
    {
        await using var sut = await Held();
        var before = (await sut.OnlyCase()).Current!;

        await Move(sut, Shifted(before.Slot!, Duration.FromMinutes(30)));

        var after = (await sut.OnlyCase()).Current!;
        after.Slot!.Start.ShouldBe(before.Slot!.Start + Duration.FromMinutes(30));
        after.EventId.ShouldBe(before.EventId);
        after.Superseded.ShouldBeEmpty();
        sut.EventsHeld().ShouldBe(1);
        (await sut.Claims()).ShouldBe(Cells.OfTime(after.Slot).Length + 1);
        (await sut.Pending()).ShouldBe(0);
    }

    [Fact]
    public async Task A_move_to_another_diary_removes_the_event_from_the_first()
    {
        await using var sut = await Held();
        var before = (await sut.OnlyCase()).Current!;
        var other = sut.Service.Team.First(member => member.Id != before.Slot!.Clinician && member.Skills.Contains("assessment", StringComparer.Ordinal));

        await Move(sut, before.Slot! with { Clinician = other.Id });

        var after = (await sut.OnlyCase()).Current!;
        after.Slot!.Clinician.ShouldBe(other.Id);
        after.EventId.ShouldNotBe(before.EventId);
        sut.EventsHeld().ShouldBe(1);
        (await sut.Claims()).ShouldBe(Cells.OfTime(after.Slot).Length + 1);
    }

    [Fact]
    public async Task Where_a_person_is_there_already_the_old_place_stays_as_it_was()
    {
        await using var sut = await Held();
        var before = (await sut.OnlyCase()).Current!;
        var wanted = Shifted(before.Slot!, Duration.FromMinutes(30));
        var clinician = sut.Service.Team.First(member => member.Id == wanted.Clinician);
        sut.System.Tenant.Block(clinician.Mailbox.Text, before.Slot!.BlockEnd, wanted.BlockEnd);

        await Move(sut, wanted);

        var after = (await sut.OnlyCase()).Current!;
        after.Slot.ShouldBe(before.Slot);
        after.Move.ShouldBeNull();
        sut.EventsHeld().ShouldBe(1);
        (await sut.Claims()).ShouldBe(Cells.OfTime(before.Slot!).Length + 1);

        // Also where the event had been moved already when somebody else wrote to the case, so that it was looked again.
        var later = Shifted(before.Slot!, Duration.FromDays(7));
        var (cases, moved) = (sut.System.App.GetRequiredService<Cases>(), 0);
        sut.System.Microsoft365.Faults.After = async (method, path, _) =>
        {
            if (method == "PATCH" && path.Contains("/events/", StringComparison.Ordinal) && Interlocked.Increment(ref moved) == 1)
            {
                sut.System.Tenant.Block(clinician.Mailbox.Text, later.BlockStart, later.BlockEnd);
                var stored = (await cases.Read(sut.Service.Id, (await sut.OnlyCase()).Case.Id, default))!;
                (await cases.Commit(stored, Change.Of(stored.File), default)).ShouldNotBeNull();
            }
        };
        await Move(sut, later);
        await sut.Run(Duration.FromMinutes(15));

        moved.ShouldBe(2, "there, and back again");
        var stays = (await sut.OnlyCase()).Current!;
        (stays.Slot, stays.Move, stays.Attempt).ShouldBe((before.Slot, null, before.Attempt));
        var item = sut.System.Tenant.Events(clinician.Mailbox.Text).Single(other => other["id"]!.GetValue<string>() == stays.EventId);
        item["start"]!["dateTime"]!.GetValue<string>().ShouldStartWith(before.Slot.Start.ToString("uuuu-MM-dd'T'HH:mm", null));
        (await sut.Pending()).ShouldBe(0);
    }

    [Fact]
    public async Task Of_two_who_want_one_place_one_gets_it_and_the_other_keeps_theirs()
    {
        await using var sut = await Held(2);
        var cases = await sut.Cases();
        var wanted = Shifted(cases[0].Current!.Slot!, Duration.FromDays(7));

        await Want(sut, cases[0], wanted);
        await Want(sut, cases[1], wanted);
        await sut.Run(Looking.Moment);

        var after = await sut.Cases();
        after.Count(file => file.Current!.Slot!.Start == wanted.Start).ShouldBe(1);
        after.ShouldAllBe(file => file.Current!.State == AppointmentState.Held && file.Current.Move == null);
        sut.EventsHeld().ShouldBe(2);
        (await sut.Pending()).ShouldBe(0);
    }

    private static async Task<SystemUnderTest> Held(int children = 1)
    {
        var sut = await SystemUnderTest.Start();
        for (var n = 1; n <= children; n++)
        {
            sut.Deliver(Mails.Complete(n));
        }

        await sut.Run(Looking.Moment);
        return sut;
    }

    private static async Task Move(SystemUnderTest sut, Slot slot)
    {
        await Want(sut, await sut.OnlyCase(), slot);
        await sut.Run(Looking.Moment);
    }

    private static async Task Want(SystemUnderTest sut, CaseFile file, Slot slot)
    {
        var cases = sut.System.App.GetRequiredService<Cases>();
        var stored = (await cases.Read(sut.Service.Id, file.Case.Id, default))!;
        var wanted = MoveAppointment.Want(stored.File, stored.File.Current!, slot, MovedBy.Staff, "asked for by telephone", sut.Clock.GetCurrentInstant()).ShouldNotBeNull();
        var committed = (await cases.Commit(stored, wanted, default)).ShouldNotBeNull();
        await sut.System.App.GetRequiredService<CaseQueue>().Allocation(sut.Service, committed.File, committed.File.Current!, $"move:{committed.File.Current!.LastAttempt}", default);
    }

    private static Slot Shifted(Slot slot, Duration by) =>
        slot with { Start = slot.Start + by, End = slot.End + by, BlockStart = slot.BlockStart + by, BlockEnd = slot.BlockEnd + by };
}
