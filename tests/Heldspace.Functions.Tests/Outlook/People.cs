using System.Text.Json.Nodes;
using Heldspace.Allocation;
using Heldspace.Functions.Tests.Drivers;
using Heldspace.Functions.Tests.Journey;
using Heldspace.Local.Microsoft365;
using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Functions.Tests.Outlook;

/// <summary>What clinicians and the scheduler do in Outlook, and what became of it.</summary>
internal static class People
{
    public const string Referrer = "sam.fielding@nhs.example";

    /// <summary>Longer than the sweep's ten minutes.</summary>
    public static readonly Duration UntilSwept = Duration.FromMinutes(15);

    /// <summary>A system in which so many appointments are held.</summary>
    /// <param name="children">How many.</param>
    /// <param name="webhooks">False: Graph lets nothing be watched, so that only the sweep finds anything.</param>
    /// <param name="now">When it starts; null for <see cref="SystemUnderTest.Tuesday"/>.</param>
    public static async Task<SystemUnderTest> Held(int children = 1, bool webhooks = true, Instant? now = null)
    {
        var sut = await SystemUnderTest.Start();
        if (!webhooks)
        {
            sut.System.Microsoft365.Faults.Order("POST", path => path.StartsWith("/subscriptions", StringComparison.Ordinal), new Fault.Answer(403), times: int.MaxValue);
        }

        if (now is { } start)
        {
            sut.Clock.MoveTo(start);
        }

        for (var n = 1; n <= children; n++)
        {
            sut.Deliver(Mails.Complete(n));
        }

        await sut.Run(Looking.Moment);
        return sut;
    }

    /// <summary>Time for Graph to tell of what people did, and for it to be followed; less than a sweep takes to come round.</summary>
    public static async Task Noticed(this SystemUnderTest sut)
    {
        await sut.Run(Duration.FromMinutes(1));
        await sut.Run(Duration.FromMinutes(1));
    }

    public static TeamMember Clinician(this SystemUnderTest sut, Appointment appointment) => sut.Service.Team.Single(member => member.Id == appointment.Slot!.Clinician);

    public static async Task<Appointment> Appointment(this SystemUnderTest sut) => (await sut.OnlyCase()).Current!;

    public static void Move(this SystemUnderTest sut, Appointment appointment, Instant start, Duration? length = null) => sut.System.Tenant.Move(
        sut.Clinician(appointment).Mailbox.Text, appointment.EventId!, start, start + (length ?? appointment.Slot!.End - appointment.Slot.Start));

    public static void Delete(this SystemUnderTest sut, Appointment appointment) => sut.System.Tenant.Delete(sut.Clinician(appointment).Mailbox.Text, appointment.EventId!);

    public static void Cancel(this SystemUnderTest sut, Appointment appointment) => sut.System.Tenant.Cancel(sut.Clinician(appointment).Mailbox.Text, appointment.EventId!);

    /// <summary>The scheduler's own copy of the invitation.</summary>
    public static string Invitation(this SystemUnderTest sut)
    {
        var scheduler = sut.Service.Scheduler.Mailbox.Text;
        return sut.System.Tenant.Events(scheduler).Last(item => item["isCancelled"]?.GetValue<bool>() != true)["id"]!.GetValue<string>();
    }

    /// <summary>Subjects of what staff were told about a calendar.</summary>
    public static IReadOnlyList<string> CalendarAlerts(this SystemUnderTest sut, string mailbox) =>
        [.. sut.MailsTo(mailbox).Where(mail => mail.StartsWith("Please look at the calendar", StringComparison.Ordinal))];

    public static IReadOnlyList<string> SchedulersAlerts(this SystemUnderTest sut) => sut.CalendarAlerts(sut.Service.Scheduler.Mailbox.Text);

    /// <summary>The appointment is held, once in the calendar, with exactly its own cells, and nothing is left to do.</summary>
    public static async Task StandsAsHeld(this SystemUnderTest sut)
    {
        var events = 0;
        var cells = 0;
        foreach (var appointment in (await sut.Cases()).Select(file => file.Current!))
        {
            appointment.State.ShouldBe(AppointmentState.Held);
            appointment.Move.ShouldBeNull();
            appointment.Superseded.ShouldBeEmpty();
            var clinician = sut.Clinician(appointment).Mailbox.Text;
            if (sut.System.Tenant.Mailboxes.Any(box => box.Address == clinician))
            {
                var item = sut.System.Tenant.Events(clinician).Single(other => other["id"]!.GetValue<string>() == appointment.EventId);
                Start(item).ShouldBe(appointment.Slot!.Start);
            }

            events++;
            cells += Cells.OfTime(appointment.Slot!).Length + 1;
        }

        sut.EventsHeld().ShouldBe(events);
        (await sut.Claims()).ShouldBe(cells);
        (await sut.Pending()).ShouldBe(0);
    }

    /// <summary>A moment in London.</summary>
    public static Instant At(LocalDate day, int hour, int minute = 0) => London.At(day, new(hour, minute));

    private static Instant Start(JsonObject item) => NodaTime.Text.LocalDateTimePattern.ExtendedIso.Parse(item["start"]!["dateTime"]!.GetValue<string>()).Value.InUtc().ToInstant();
}
