using System.Text;
using System.Text.Json.Nodes;
using Heldspace.Functions.Tests.Drivers;
using Heldspace.Functions.Tests.Journey;
using Heldspace.Pathway;
using NodaTime;

namespace Heldspace.Functions.Tests.Outlook;

/// <summary>A clinician changes their working hours in Outlook: the sweep notices, warns, and nothing new is held outside them. Nothing is moved.</summary>
public sealed class WorkingHoursTests
{
    [Fact]
    public async Task Appointments_outside_changed_hours_are_warned_of_once_and_new_ones_respect_them()
    {
        await using var sut = await People.Held(4);
        await sut.Run(People.UntilSwept);
        var before = (await sut.Cases()).Select(file => file.Current!).ToList();
        var outside = before[0];
        var clinician = sut.Clinician(outside);
        var theirs = before.Count(appointment => appointment.Slot!.Clinician == clinician.Id);

        // Saturdays only: none of the team's own hours is left.
        await Set(sut, clinician.Mailbox.Text, "09:00:00.0000000", "10:00:00.0000000", "saturday");
        await sut.Run(People.UntilSwept);
        await sut.Run(People.UntilSwept);

        (await sut.Cases()).Select(file => file.Current!.Slot).ShouldBe(before.Select(appointment => appointment.Slot), "never moved for it");
        foreach (var warned in new[] { clinician.Mailbox.Text, sut.Service.Scheduler.Mailbox.Text })
        {
            var alerts = sut.CalendarAlerts(warned);
            alerts.Count.ShouldBe(theirs);
            alerts.ShouldAllBe(alert => alert.Contains($"The working hours of {clinician.Name} have changed", StringComparison.Ordinal));
        }

        for (var n = 5; n <= 24; n++)
        {
            sut.Deliver(Mails.Complete(n));
        }

        await sut.Run(Looking.Moment);
        var known = before.Select(appointment => appointment.EventId).ToHashSet(StringComparer.Ordinal);
        (await sut.Cases()).Select(file => file.Current!).Where(appointment => !known.Contains(appointment.EventId)).ShouldAllBe(appointment => appointment.Slot!.Clinician != clinician.Id);

        // Nor is a place outside them offered to whoever has to be rung.
        await sut.Run(outside.Slot!.Start - Duration.FromHours(40) - sut.Clock.GetCurrentInstant());
        sut.Cancel(outside);
        await sut.Noticed();
        var ring = (await sut.Cases()).Select(file => file.Current!).Single(appointment => appointment.State == AppointmentState.ToRing);
        ring.Alternatives.ShouldNotBeEmpty();
        ring.Alternatives.ShouldAllBe(offer => offer.Slot.Clinician != clinician.Id);

        // Set back, their diary is open again.
        await Set(sut, clinician.Mailbox.Text, "09:00:00.0000000", "17:00:00.0000000", "monday", "tuesday", "wednesday", "thursday", "friday");
        await sut.Run(People.UntilSwept);
        (await sut.Away()).ShouldBe(0);
    }

    private static async Task Set(SystemUnderTest sut, string mailbox, string from, string to, params string[] days)
    {
        using var client = new HttpClient(sut.System.Microsoft365.CreateHandler());
        var hours = new JsonObject
        {
            ["workingHours"] = new JsonObject
            {
                ["daysOfWeek"] = new JsonArray([.. days.Select(day => (JsonNode)day)]),
                ["startTime"] = from,
                ["endTime"] = to,
                ["timeZone"] = new JsonObject { ["name"] = "GMT Standard Time" },
            },
        };
        using var request = new HttpRequestMessage(HttpMethod.Patch, $"http://localhost/v1.0/users/{mailbox}/mailboxSettings")
        {
            Content = new StringContent(hours.ToJsonString(), Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new("Bearer", "local");
        using var answer = await client.SendAsync(request);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
    }
}
