using Heldspace.Allocation;
using Heldspace.Azure.Records;
using Heldspace.Functions.CoverAbsence;
using Heldspace.Functions.Tests.Drivers;
using Heldspace.Pathway;
using Heldspace.Time;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Heldspace.Functions.Tests.Journey;

/// <summary>A clinician is away for days: one list, one confirmation, one undo.</summary>
public sealed class AbsenceTests
{
    [Fact]
    public async Task Every_appointment_of_the_days_is_planned_elsewhere_and_nothing_is_done_until_somebody_confirms()
    {
        await using var sut = await Busy();
        var before = await Standing(sut);

        var absence = await Mark(sut, out var first, out var last);

        absence.State.ShouldBe(AbsenceState.Proposed);
        absence.Items.Length.ShouldBe(before.Count(slot => slot.Clinician == absence.Clinician && Inside(slot, first, last)));
        absence.Items.ShouldNotBeEmpty();
        absence.Items.ShouldAllBe(item => item.To != null && !(item.To.Clinician == absence.Clinician && Inside(item.To, first, last)));
        absence.Items.SelectMany(item => Cells.OfTime(item.To!)).ShouldBeUnique();
        (await Standing(sut)).ShouldBe(before, ignoreOrder: true);
    }

    [Fact]
    public async Task One_confirmation_moves_them_all_and_one_undo_brings_them_back()
    {
        await using var sut = await Busy();
        var before = await Standing(sut);
        var absence = await Mark(sut, out var first, out var last);
        var desk = sut.System.App.GetRequiredService<MarkAbsence>();

        (await desk.Confirm(sut.Service, absence.Id, "scheduler", absence.Version, default)).ShouldBeTrue();
        (await desk.Confirm(sut.Service, absence.Id, "scheduler", absence.Version, default)).ShouldBeTrue("pressed twice");
        await sut.Run(Looking.Moment);

        var moved = await Standing(sut);
        moved.ShouldAllBe(slot => !(slot.Clinician == absence.Clinician && Inside(slot, first, last)));
        moved.Count.ShouldBe(before.Count);
        sut.EventsHeld().ShouldBe(before.Count);
        (await sut.Claims()).ShouldBe(moved.Sum(slot => Cells.OfTime(slot).Length + 1));

        (await desk.Undo(sut.Service, absence.Id, "scheduler", default)).ShouldBeTrue();
        await sut.Run(Looking.Moment);

        (await Standing(sut)).Select(slot => (slot.Clinician, slot.Start)).ShouldBe(before.Select(slot => (slot.Clinician, slot.Start)), ignoreOrder: true);
        sut.EventsHeld().ShouldBe(before.Count);
        sut.System.Tenant.Events(Mailbox(sut, absence.Clinician)).ShouldAllBe(item => item["subject"]!.GetValue<string>() != "Away");
        (await sut.Pending()).ShouldBe(0);
    }

    [Fact]
    public async Task Days_that_are_marked_again_after_they_were_undone_stand_in_the_diary_again()
    {
        await using var sut = await Busy();
        var absence = await Mark(sut, out _, out _);
        var desk = sut.System.App.GetRequiredService<MarkAbsence>();
        await desk.Confirm(sut.Service, absence.Id, "scheduler", absence.Version, default);
        await sut.Run(Looking.Moment);
        await desk.Undo(sut.Service, absence.Id, "scheduler", default);
        await sut.Run(Looking.Moment);

        var again = await desk.Mark(sut.Service, absence.Clinician, absence.First, absence.Last, "scheduler");
        await sut.Run(Looking.Moment);
        (await desk.Confirm(sut.Service, again.Id, "scheduler", again.Version, default)).ShouldBeTrue();
        await sut.Run(Looking.Moment);

        sut.System.Tenant.Events(Mailbox(sut, absence.Clinician)).Count(item => item["subject"]!.GetValue<string>() == "Away").ShouldBe(1);
        (await Standing(sut)).ShouldAllBe(slot => !(slot.Clinician == absence.Clinician && Inside(slot, absence.First, absence.Last)));
    }

    [Fact]
    public async Task The_absence_of_somebody_whose_mailbox_is_gone_is_covered_all_the_same()
    {
        await using var sut = await Busy();
        var absence = await Mark(sut, out var first, out var last);
        sut.System.Tenant.RemoveMailbox(Mailbox(sut, absence.Clinician));

        await sut.System.App.GetRequiredService<MarkAbsence>().Confirm(sut.Service, absence.Id, "scheduler", absence.Version, default);
        await sut.Run(Looking.Moment);

        (await Standing(sut)).ShouldAllBe(slot => !(slot.Clinician == absence.Clinician && Inside(slot, first, last)));
        (await sut.Pending()).ShouldBe(0);
    }

    [Fact]
    public async Task Nothing_new_is_held_in_the_days_away()
    {
        await using var sut = await Busy();
        var absence = await Mark(sut, out var first, out var last);
        await sut.System.App.GetRequiredService<MarkAbsence>().Confirm(sut.Service, absence.Id, "scheduler", absence.Version, default);
        await sut.Run(Looking.Moment);

        for (var n = 20; n < 26; n++)
        {
            sut.Deliver(Mails.Complete(n));
        }

        await sut.Run(Looking.Moment);

        (await Standing(sut)).ShouldAllBe(slot => !(slot.Clinician == absence.Clinician && Inside(slot, first, last)));
    }

    [Fact]
    public async Task Days_that_make_no_sense_are_refused()
    {
        await using var sut = await SystemUnderTest.Start();
        var desk = sut.System.App.GetRequiredService<MarkAbsence>();
        var today = London.Day(sut.Clock.GetCurrentInstant());

        await Should.ThrowAsync<ArgumentException>(async () => await desk.Mark(sut.Service, "nobody", today, today, "scheduler"));
        await Should.ThrowAsync<ArgumentException>(async () => await desk.Mark(sut.Service, sut.Service.Team[0].Id, today, today.PlusDays(-1), "scheduler"));
        await Should.ThrowAsync<ArgumentException>(async () => await desk.Mark(sut.Service, sut.Service.Team[0].Id, today, today.PlusDays(200), "scheduler"));
        (await desk.Confirm(sut.Service, "unknown", "scheduler", 0, default)).ShouldBeFalse();
        (await desk.Undo(sut.Service, "unknown", "scheduler", default)).ShouldBeFalse();
    }

    private static async Task<SystemUnderTest> Busy()
    {
        var sut = await SystemUnderTest.Start();
        for (var n = 1; n <= 8; n++)
        {
            sut.Deliver(Mails.Complete(n));
        }

        await sut.Run(Looking.Moment);
        return sut;
    }

    [Fact]
    public async Task Whoever_rings_for_somebody_ill_on_the_day_offers_a_colleague_at_the_planned_time_first()
    {
        // On a Monday: on the Thursday after it several of the team begin at the same hour.
        await using var sut = await Outlook.People.Held(now: Instant.FromUtc(2026, 9, 21, 8, 0));
        var planned = (await sut.Cases()).Single().Current!.Slot!;
        await sut.Run(planned.Start - Duration.FromHours(4) - sut.Clock.GetCurrentInstant());
        var day = London.Day(planned.Start);
        var mark = sut.System.App.GetRequiredService<MarkAbsence>();
        var absence = await mark.Mark(sut.Service, planned.Clinician, day, day, by: "scheduler");
        await sut.Run(Looking.Moment);
        var list = (await sut.System.App.GetRequiredService<Absences>().Read(sut.Service.Id, absence.Id, default))!.Absence;
        list.Items.ShouldHaveSingleItem().RingFirst.ShouldBeTrue();

        (await mark.Confirm(sut.Service, absence.Id, "scheduler", list.Version, default)).ShouldBeTrue();
        await sut.Run(Looking.Moment);

        var first = (await sut.Cases()).Single().Current!.Alternatives[0];
        (first.KeepsTime, first.Slot.Start, first.Slot.Place).ShouldBe((true, planned.Start, planned.Place));
        first.Slot.Clinician.ShouldNotBe(planned.Clinician);
    }

    [Fact]
    public async Task Whoever_came_back_sooner_and_is_away_again_on_the_days_left_counts_as_away()
    {
        await using var sut = await SystemUnderTest.Start();
        var (clinician, today) = (sut.Service.Team[0].Id, London.Day(sut.Clock.GetCurrentInstant()));
        var mark = sut.System.App.GetRequiredService<MarkAbsence>();
        var first = await mark.Mark(sut.Service, clinician, today, today.PlusDays(9), by: "scheduler", cancellation: default);
        var back = London.At(today.PlusDays(4), new(9, 0));
        (await mark.EndAt(sut.Service, first.Id, back, default)).ShouldBeTrue();

        var again = await mark.Mark(sut.Service, clinician, today, today.PlusDays(9), by: "scheduler", cancellation: default);

        again.Id.ShouldNotBe(first.Id);
        again.Time.ShouldBe(new Interval(back, London.At(today.PlusDays(10), LocalTime.Midnight)));
        (await mark.Mark(sut.Service, clinician, today, today.PlusDays(9), by: "scheduler", cancellation: default)).Id.ShouldBe(again.Id);
    }

    private static Task<Absence> Mark(SystemUnderTest sut, out LocalDate first, out LocalDate last)
    {
        var (from, to) = (London.Day(sut.Clock.GetCurrentInstant()), London.Day(sut.Clock.GetCurrentInstant()).PlusDays(20));
        (first, last) = (from, to);
        return Marked();

        async Task<Absence> Marked()
        {
            var clinician = (await Standing(sut)).GroupBy(slot => slot.Clinician).MaxBy(group => group.Count())!.Key;
            var marked = await sut.System.App.GetRequiredService<MarkAbsence>().Mark(sut.Service, clinician, from, to, "scheduler");
            await sut.Run(Looking.Moment);
            return (await sut.System.App.GetRequiredService<Absences>().Read(sut.Service.Id, marked.Id, default))!.Absence;
        }
    }

    private static async Task<IReadOnlyList<Slot>> Standing(SystemUnderTest sut) => [.. (await sut.Cases()).Select(file => file.Current!.Slot!)];

    private static string Mailbox(SystemUnderTest sut, string clinician) => sut.Service.Team.First(member => member.Id == clinician).Mailbox.Text;

    private static bool Inside(Slot slot, LocalDate first, LocalDate last) => London.Day(slot.Start) >= first && London.Day(slot.Start) <= last;
}
