using Heldspace.Functions.Tests.Drivers;
using Heldspace.Functions.Tests.Journey;
using Heldspace.Local.Microsoft365;
using Heldspace.Pathway;
using NodaTime;

namespace Heldspace.Functions.Tests.Outlook;

/// <summary>A child's appointment is never moved because something else was put over it, nor by a tentative answer: the clinician and the scheduler are warned.</summary>
public sealed class PutOverTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_meeting_put_over_it_warns_both_once_and_moves_nothing(bool webhooks)
    {
        await using var sut = await People.Held(webhooks: webhooks);
        var before = await sut.Appointment();
        var clinician = sut.Clinician(before).Mailbox.Text;

        sut.System.Tenant.Block(clinician, before.Slot!.Start + Duration.FromMinutes(30), before.Slot.End + Duration.FromHours(1), "Court");
        await (webhooks ? sut.Noticed() : sut.Run(People.UntilSwept));
        await sut.Run(Duration.FromHours(2));

        var after = await sut.Appointment();
        (after.Slot, after.Attempt).ShouldBe((before.Slot, before.Attempt));
        foreach (var warned in new[] { clinician, sut.Service.Scheduler.Mailbox.Text })
        {
            sut.CalendarAlerts(warned).ShouldHaveSingleItem().ShouldContain("Something else was put over it");
        }

        sut.SubjectsTo(People.Referrer).Count.ShouldBe(1);
        await sut.StandsAsHeld();
    }

    [Fact]
    public async Task A_recurring_series_over_it_warns_once()
    {
        await using var sut = await People.Held();
        var before = await sut.Appointment();

        await Meetings.Series(sut.System, sut.Clinician(before).Mailbox.Text, before.Slot!.Start, before.Slot.End, times: 8);
        await sut.Noticed();
        await sut.Run(Duration.FromHours(1));

        (await sut.Appointment()).Slot.ShouldBe(before.Slot);
        sut.SchedulersAlerts().ShouldHaveSingleItem().ShouldContain("A recurring meeting was put over it");
    }

    [Fact]
    public async Task A_tentative_answer_warns_and_moves_nothing()
    {
        await using var sut = await People.Held();
        var before = await sut.Appointment();

        sut.System.Tenant.AcceptTentatively(sut.Service.Scheduler.Mailbox.Text, sut.Invitation());
        await sut.Noticed();
        await sut.Run(Duration.FromHours(1));

        (await sut.Appointment()).Slot.ShouldBe(before.Slot);
        sut.SchedulersAlerts().ShouldHaveSingleItem().ShouldContain("tentatively");
        sut.CalendarAlerts(sut.Clinician(before).Mailbox.Text).Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_was_agreed_stays_where_it_is_under_any_number_of_overlaps_while_others_are_moved()
    {
        await using var sut = await People.Held(6);
        var before = (await sut.Cases()).ToDictionary(file => file.Case.Id, file => file.Current!);
        foreach (var appointment in before.Values)
        {
            sut.System.Tenant.Block(sut.Clinician(appointment).Mailbox.Text, appointment.Slot!.BlockStart - Duration.FromHours(1), appointment.Slot.BlockEnd, "Training");
        }

        var moved = before.First();
        var wanted = moved.Value.Slot!.Start + Duration.FromDays(7);
        sut.Move(moved.Value, wanted);
        await sut.Noticed();
        await sut.Run(Duration.FromHours(1));

        var after = (await sut.Cases()).ToDictionary(file => file.Case.Id, file => file.Current!);
        after[moved.Key].Slot!.Start.ShouldBe(wanted);
        after.Where(one => one.Key != moved.Key).ShouldAllBe(one => one.Value.Slot == before[one.Key].Slot && one.Value.Attempt == before[one.Key].Attempt);
    }

    [Fact]
    public async Task Where_nothing_came_and_nothing_ran_for_five_days_one_sweep_finds_it_all()
    {
        await using var sut = await People.Held(8, webhooks: false);
        var back = sut.Clock.GetCurrentInstant() + Duration.FromDays(5);
        var before = (await sut.Cases()).Select(file => file.Current!).ToList();
        foreach (var appointment in before)
        {
            if (appointment.Slot!.Start > back + Duration.FromDays(2))
            {
                sut.Delete(appointment);
            }
            else
            {
                sut.Move(appointment, appointment.Slot.Start + Duration.FromDays(7));
            }
        }

        sut.Clock.MoveTo(back);
        await sut.Run(People.UntilSwept);

        var after = (await sut.Cases()).Select(file => file.Current!).ToList();
        before.ShouldContain(appointment => appointment.Slot!.End < back, "A meeting lay in the days in which nothing ran.");
        for (var n = 0; n < before.Count; n++)
        {
            after[n].State.ShouldBe(AppointmentState.Held);
            after[n].Slot!.Start.ShouldBeGreaterThan(back);
            after[n].Attempt.ShouldBe(2);
        }

        await sut.StandsAsHeld();
        sut.SubjectsTo(People.Referrer).Count(subject => subject.StartsWith("Your appointment has changed", StringComparison.Ordinal)).ShouldBe(before.Count);

        // Nor does a calendar that may not be read any more keep the others from being looked into; the scheduler hears of it once a day.
        var closed = after.Select(sut.Clinician).MinBy(member => member.Id, StringComparer.Ordinal)!;
        var open = after.First(appointment => sut.Clinician(appointment) != closed);
        var told = sut.SchedulersAlerts().Count;
        sut.System.Microsoft365.Faults.Order(
            "GET", path => path.Contains("calendarView", StringComparison.Ordinal) && Uri.UnescapeDataString(path).Contains(closed.Mailbox.Text, StringComparison.OrdinalIgnoreCase), new Fault.Answer(403), times: int.MaxValue);
        sut.System.Tenant.Block(sut.Clinician(open).Mailbox.Text, open.Slot!.Start, open.Slot.End, "Court");
        await sut.Run(People.UntilSwept);
        await sut.Run(People.UntilSwept);

        sut.SchedulersAlerts().Count.ShouldBe(told + 1);
        sut.MailsTo(sut.Service.Scheduler.Mailbox.Text).Where(mail => mail.StartsWith("About an absence", StringComparison.Ordinal)).ShouldHaveSingleItem().ShouldContain(closed.Name);
    }

    [Fact]
    public async Task Notifications_replayed_and_in_any_order_do_nothing_twice()
    {
        await using var sut = await People.Held(4);
        sut.System.Microsoft365.Traffic.Recording = true;
        var appointments = (await sut.Cases()).Select(file => file.Current!).ToList();
        sut.Cancel(appointments[0]);
        sut.Move(appointments[1], appointments[1].Slot!.Start + Duration.FromDays(7));
        sut.System.Tenant.Block(sut.Clinician(appointments[2]).Mailbox.Text, appointments[2].Slot!.Start, appointments[2].Slot!.End);
        await sut.Noticed();
        await sut.Run(People.UntilSwept);
        var settled = (await sut.Cases()).Select(file => (file.Case.LastEvent, file.Messages.Length)).ToList();

        using var client = new HttpClient(await sut.System.Host.CreateHandler());
        var random = new Random(20260915);
        foreach (var body in sut.System.Microsoft365.Traffic.Notifications.Concat(sut.System.Microsoft365.Traffic.Notifications).OrderBy(_ => random.Next()).ToList())
        {
            var bytes = System.Text.Encoding.UTF8.GetBytes(body.ToJsonString());
            using var content = new ByteArrayContent(bytes);
            content.Headers.ContentType = new("application/json");
            content.Headers.ContentLength = bytes.Length;
            using var answer = await client.PostAsync(new Uri($"http://localhost/graph/notifications/{sut.Service.Id}"), content);
            answer.IsSuccessStatusCode.ShouldBeTrue();
            await sut.Run(Duration.FromSeconds(7));
        }

        await sut.Run(Duration.FromMinutes(2));
        (await sut.Cases()).Select(file => (file.Case.LastEvent, file.Messages.Length)).ShouldBe(settled);
        await sut.StandsAsHeld();
    }

    [Fact]
    public async Task A_sweep_with_nothing_held_costs_one_query_and_no_call()
    {
        await using var sut = await SystemUnderTest.Start();
        await sut.Run(Looking.Moment);
        sut.System.Microsoft365.Traffic.Recording = true;

        await sut.Run(Duration.FromMinutes(30));

        sut.System.Microsoft365.Traffic.Exchanges.ShouldNotContain(exchange => exchange.Kind.Contains("calendarView", StringComparison.OrdinalIgnoreCase));
    }
}
