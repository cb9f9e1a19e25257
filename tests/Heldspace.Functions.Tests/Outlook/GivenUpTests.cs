using Heldspace.Azure.Records;
using Heldspace.Functions.CoverAbsence;
using Heldspace.Functions.Hosting;
using Heldspace.Functions.Tests.Drivers;
using Heldspace.Functions.Tests.Journey;
using Heldspace.Pathway;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Heldspace.Functions.Tests.Outlook;

/// <summary>A place that people gave up in Outlook is offered again inside the same clock; near the meeting, or the second time after it was agreed, a person rings.</summary>
public sealed class GivenUpTests
{
    public enum Way
    {
        Cancelled,
        Deleted,
        Declined,
    }

    [Theory]
    [InlineData(Way.Cancelled, true)]
    [InlineData(Way.Deleted, true)]
    [InlineData(Way.Declined, true)]
    [InlineData(Way.Cancelled, false)]
    [InlineData(Way.Deleted, false)]
    [InlineData(Way.Declined, false)]
    public async Task It_is_offered_again_with_the_same_clinician_inside_the_same_clock_and_told_once(Way way, bool webhooks)
    {
        await using var sut = await People.Held(webhooks: webhooks);
        var before = await sut.Appointment();

        Give(sut, before, way);
        await (webhooks ? sut.Noticed() : sut.Run(People.UntilSwept));

        var file = await sut.OnlyCase();
        var after = file.Current!;
        after.Id.ShouldBe(before.Id);
        after.Slot!.Clinician.ShouldBe(before.Slot!.Clinician);
        after.Slot.Start.ShouldNotBe(before.Slot.Start);
        Heldspace.Time.London.Day(after.Slot.Start).ShouldBeLessThanOrEqualTo(HoldAppointment.Need(sut.Service, file, after, sut.Clock.GetCurrentInstant()).TargetDay);
        await sut.StandsAsHeld();

        await sut.Run(Duration.FromHours(3));
        sut.SubjectsTo(People.Referrer).Count(subject => subject.StartsWith("Your appointment has changed", StringComparison.Ordinal)).ShouldBe(1);
        sut.MailsTo(People.Referrer)[^1].ShouldContain("cannot take place");
        var later = await sut.Appointment();
        (later.Slot, later.Attempt).ShouldBe((after.Slot, after.Attempt));
        await sut.StandsAsHeld();
    }

    [Theory]
    [InlineData(Way.Cancelled)]
    [InlineData(Way.Deleted)]
    [InlineData(Way.Declined)]
    public async Task Within_48_hours_nothing_is_picked_a_person_is_told_to_ring_and_has_what_to_offer(Way way)
    {
        await using var sut = await People.Held();
        var before = await sut.Appointment();
        await sut.Run(before.Slot!.Start - Duration.FromHours(40) - sut.Clock.GetCurrentInstant());

        Give(sut, before, way);
        await sut.Noticed();

        var after = await sut.Appointment();
        after.State.ShouldBe(AppointmentState.ToRing);
        NextStep.Of(sut.Service, await sut.OnlyCase(), sut.Clock.GetCurrentInstant()).ShouldNotBeNull().Kind.ShouldBe(StepKind.RingAndChoose);
        after.Alternatives.ShouldNotBeEmpty();
        after.Alternatives.ShouldAllBe(offer => offer.Slot.Clinician == before.Slot.Clinician || offer.Slot.Start < after.Alternatives[0].Slot.Start + Duration.FromDays(8));
        sut.EventsHeld().ShouldBe(0);
        (await sut.Claims()).ShouldBe(0);
        var alert = sut.SchedulersAlerts().ShouldHaveSingleItem();
        alert.ShouldContain("please ring the family now");
        System.Net.WebUtility.HtmlDecode(alert).ShouldContain(after.Alternatives[0].InWords(sut.Service));
        sut.SubjectsTo(People.Referrer).Count(subject => subject.StartsWith("The time has to change", StringComparison.Ordinal)).ShouldBe(1);

        await sut.Run(Duration.FromDays(3));
        (await sut.Appointment()).State.ShouldBe(AppointmentState.ToRing);
        sut.SubjectsTo(sut.Service.Managers[0].Mailbox.Text).ShouldContain(subject => subject.StartsWith("Please look at the calendar", StringComparison.Ordinal), "Nobody rang, so that managers hear of it.");
    }

    [Fact]
    public async Task What_a_person_chose_after_ringing_is_held_and_told()
    {
        await using var sut = await People.Held();
        var before = await sut.Appointment();
        await sut.Run(before.Slot!.Start - Duration.FromHours(40) - sut.Clock.GetCurrentInstant());
        sut.Cancel(before);
        await sut.Noticed();
        var ring = await sut.Appointment();

        await sut.System.App.GetRequiredService<CaseActs>().Do(
            sut.Service, (await sut.OnlyCase()).Case.Id, new Act.Find(ring.Alternatives[1].Slot.Key()) { By = sut.Service.Scheduler.Mailbox.Text }, CancellationToken.None);
        await sut.Run(Looking.Moment);

        var chosen = await sut.Appointment();
        chosen.Slot!.Start.ShouldBe(ring.Alternatives[1].Slot.Start);
        chosen.AgreedAt.ShouldNotBeNull("They chose on the telephone.");
        await sut.StandsAsHeld();
        sut.SubjectsTo(People.Referrer).Count(subject => subject.StartsWith("Your appointment has changed", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task A_colleague_who_is_free_at_the_planned_time_is_offered_first_and_the_family_keeps_its_day()
    {
        // On a Monday: on the Thursday after it several of the team begin at the same hour.
        await using var sut = await People.Held(now: Instant.FromUtc(2026, 9, 21, 8, 0));
        var before = await sut.Appointment();
        await sut.Run(before.Slot!.Start - Duration.FromHours(4) - sut.Clock.GetCurrentInstant());
        sut.Cancel(before);
        await sut.Noticed();
        var first = (await sut.Appointment()).Alternatives[0];
        first.KeepsTime.ShouldBeTrue();
        (first.Slot.Start, first.Slot.Place).ShouldBe((before.Slot.Start, before.Slot.Place));
        first.Slot.Clinician.ShouldNotBe(before.Slot.Clinician);
        sut.SchedulersAlerts().ShouldHaveSingleItem().ShouldContain("the time and place that were planned");

        await sut.System.App.GetRequiredService<CaseActs>().Do(
            sut.Service, (await sut.OnlyCase()).Case.Id, new Act.Find(first.Slot.Key()) { By = sut.Service.Scheduler.Mailbox.Text }, CancellationToken.None);
        await sut.Run(Looking.Moment);

        var kept = await sut.Appointment();
        (kept.Slot!.Start, kept.Slot.Clinician).ShouldBe((before.Slot.Start, first.Slot.Clinician));
        await sut.StandsAsHeld();
        sut.MailsTo(People.Referrer)[^1].ShouldContain("Somebody else of our team will meet you");
    }

    [Fact]
    public async Task After_it_was_agreed_the_service_picks_another_place_once_and_then_a_person_does()
    {
        await using var sut = await People.Held();
        await Agree(sut);
        sut.Cancel(await sut.Appointment());
        await sut.Noticed();
        var once = await sut.Appointment();
        once.State.ShouldBe(AppointmentState.Held);
        once.MovesByService.ShouldBe(1);
        once.AgreedAt.ShouldBeNull();

        await Agree(sut);
        sut.Cancel(await sut.Appointment());
        await sut.Noticed();

        (await sut.Appointment()).State.ShouldBe(AppointmentState.ToRing);
        sut.SchedulersAlerts().ShouldHaveSingleItem().ShouldContain("agreed, and has been moved once since");
    }

    [Fact]
    public async Task Once_agreed_it_is_moved_by_the_service_once_even_where_nobody_agrees_again()
    {
        await using var sut = await People.Held();
        await Agree(sut);
        sut.Cancel(await sut.Appointment());
        await sut.Noticed();
        (await sut.Appointment()).State.ShouldBe(AppointmentState.Held);

        sut.Cancel(await sut.Appointment());
        await sut.Noticed();

        (await sut.Appointment()).State.ShouldBe(AppointmentState.ToRing);
        sut.SchedulersAlerts().ShouldHaveSingleItem().ShouldContain("ring the family");
    }

    [Fact]
    public async Task A_mailbox_that_is_gone_is_told_of_once_and_what_is_held_in_it_is_covered_by_one_confirmation()
    {
        await using var sut = await People.Held(3);
        var before = (await sut.Cases()).Select(file => file.Current!).ToList();
        var gone = sut.Clinician(before[0]);
        var lost = before.Count(appointment => appointment.Slot!.Clinician == gone.Id);

        sut.System.Tenant.RemoveMailbox(gone.Mailbox.Text);
        await sut.Run(People.UntilSwept);
        await sut.Run(People.UntilSwept);

        // Nobody is moved before a person says so: it may be a mistake.
        (await sut.Cases()).Select(file => file.Current!.Slot).ShouldBe(before.Select(appointment => appointment.Slot));
        var told = sut.MailsTo(sut.Service.Scheduler.Mailbox.Text).Where(mail => mail.StartsWith("About an absence", StringComparison.Ordinal)).ShouldHaveSingleItem();
        told.ShouldContain("is gone");
        var absence = (await sut.App<Absences>().All(sut.Service.Id, default)).ShouldHaveSingleItem();
        absence.Items.Length.ShouldBe(lost);

        (await sut.App<MarkAbsence>().Confirm(sut.Service, absence.Id, "scheduler", absence.Version, default)).ShouldBeTrue();
        await sut.Run(People.UntilSwept);

        (await sut.Cases()).Select(file => file.Current!).ShouldAllBe(appointment => appointment.State == AppointmentState.Held && appointment.Slot!.Clinician != gone.Id);
        sut.SchedulersAlerts().ShouldBeEmpty();
        sut.SubjectsTo(People.Referrer).Count(subject => subject.StartsWith("Your appointment has changed", StringComparison.Ordinal)).ShouldBe(lost);
        await sut.StandsAsHeld();
    }

    [Fact]
    public async Task A_move_to_somebody_whose_mailbox_is_gone_is_refused_and_what_is_held_stays()
    {
        await using var sut = await People.Held();
        var before = await sut.Appointment();
        var there = before.Alternatives.First(other => other.Slot.Clinician != before.Slot!.Clinician).Slot;

        sut.System.Tenant.RemoveMailbox(sut.Service.Team.First(member => member.Id == there.Clinician).Mailbox.Text);
        await Change(sut, (file, appointment, now) => MoveAppointment.Want(file, appointment, there, MovedBy.Family, "chosen", now)!);
        await sut.Run(Looking.Moment);

        var after = await sut.Appointment();
        (after.Slot, after.Move).ShouldBe((before.Slot, null));
        sut.SubjectsTo(People.Referrer).Count.ShouldBe(2, "They hear that it stays.");
        await sut.StandsAsHeld();
    }

    [Fact]
    public async Task While_Graph_does_not_answer_nothing_changes()
    {
        await using var sut = await People.Held(webhooks: false);
        var before = await sut.Appointment();
        sut.System.Microsoft365.Faults.Order("GET", path => path.Contains("calendarView", StringComparison.Ordinal), Local.Microsoft365.Fault.Unavailable(60), times: 6);

        await sut.Run(Duration.FromHours(1));

        (await sut.Appointment()).Slot.ShouldBe(before.Slot);
        sut.SchedulersAlerts().ShouldBeEmpty();
        await sut.StandsAsHeld();
    }

    private static void Give(SystemUnderTest sut, Appointment appointment, Way way)
    {
        switch (way)
        {
            case Way.Cancelled:
                sut.Cancel(appointment);
                break;
            case Way.Deleted:
                sut.Delete(appointment);
                break;
            default:
                sut.System.Tenant.Decline(sut.Service.Scheduler.Mailbox.Text, sut.Invitation());
                break;
        }
    }

    private static Task Agree(SystemUnderTest sut) =>
        Change(sut, (file, appointment, now) => Heldspace.Pathway.Change.Of(file.With(appointment with { AgreedAt = now })));

    private static async Task Change(SystemUnderTest sut, Func<CaseFile, Appointment, Instant, Change> change)
    {
        var cases = sut.System.App.GetRequiredService<Cases>();
        var file = await sut.OnlyCase();
        var stored = (await cases.Read(sut.Service.Id, file.Case.Id, default))!;
        var committed = (await cases.Commit(stored, change(stored.File, stored.File.Current!, sut.Clock.GetCurrentInstant()), default)).ShouldNotBeNull();
        await sut.System.App.GetRequiredService<Heldspace.Functions.Hosting.CaseQueue>().Allocation(sut.Service, committed.File, committed.File.Current!, "chosen", default);
    }
}
