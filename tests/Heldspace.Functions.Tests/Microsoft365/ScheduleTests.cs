using System.Text.Json.Nodes;
using NodaTime;

namespace Heldspace.Functions.Tests.Microsoft365;

public sealed class ScheduleTests
{
    private const string Path = $"users/{Office.Intake}/calendar/getSchedule";

    [Fact]
    public async Task Each_slot_shows_the_strongest_of_what_is_in_it()
    {
        await using var office = await Office.Open();
        office.Tenant.Block(Office.Robin, Instant.FromUtc(2026, 7, 6, 9, 15), Instant.FromUtc(2026, 7, 6, 9, 45), "Call");
        office.Tenant.Block(Office.Robin, Instant.FromUtc(2026, 7, 6, 10, 0), Instant.FromUtc(2026, 7, 6, 11, 0), "Perhaps", "tentative");
        office.Tenant.Block(Office.Robin, Instant.FromUtc(2026, 7, 6, 10, 30), Instant.FromUtc(2026, 7, 6, 11, 0), "Away", "oof");

        var answer = await office.Post(Path, Ask(Instant.FromUtc(2026, 7, 6, 9, 0), Instant.FromUtc(2026, 7, 6, 11, 30), Office.Robin, "nobody@heldspace.example"), "outlook.timezone=\"Europe/London\"");

        var robin = answer.Values()[0];
        robin.Text("availabilityView").ShouldBe("22130");
        robin.Text("scheduleItems/0/start/dateTime").ShouldBe("2026-07-06T10:15:00.0000000");
        robin.Text("scheduleItems/0/status").ShouldBe("busy");
        robin.Text("workingHours/startTime").ShouldBe("09:00:00.0000000");
        answer.Values()[1].Text("error/responseCode").ShouldBe("ErrorMailRecipientNotFound");
        answer.Values()[1].ContainsKey("scheduleItems").ShouldBeFalse();
    }

    [Fact]
    public async Task A_private_event_shows_its_time_and_nothing_else()
    {
        await using var office = await Office.Open();
        var meeting = Office.Meeting("Secret");
        meeting["sensitivity"] = "private";
        meeting["isAllDay"] = false;
        await office.Post($"users/{Office.Robin}/events", meeting);

        var item = (await office.Post(Path, Ask(Instant.FromUtc(2026, 1, 12, 0, 0), Instant.FromUtc(2026, 1, 13, 0, 0), Office.Robin))).Values()[0]["scheduleItems"]![0]!;

        item.Text("isPrivate").ShouldBe("true");
        item.ToJsonString().ShouldNotContain("Secret");
    }

    [Fact]
    public async Task A_day_off_takes_the_day_of_the_mailboxs_own_zone()
    {
        await using var office = await Office.Open();
        await office.Post($"users/{Office.Robin}/events", new JsonObject
        {
            ["subject"] = "Leave",
            ["isAllDay"] = true,
            ["showAs"] = "oof",
            ["start"] = new JsonObject { ["dateTime"] = "2026-07-07T00:00:00", ["timeZone"] = "Europe/London" },
            ["end"] = new JsonObject { ["dateTime"] = "2026-07-08T00:00:00", ["timeZone"] = "Europe/London" },
        });

        var robin = (await office.Post(Path, Ask(Instant.FromUtc(2026, 7, 6, 22, 0), Instant.FromUtc(2026, 7, 8, 0, 0), Office.Robin, interval: 60))).Values()[0];

        robin.Text("availabilityView").ShouldBe("0" + new string('3', 24) + "0");
        (await office.Get($"users/{Office.Robin}/events")).Values()[0].Text("start/dateTime").ShouldBe("2026-07-07T00:00:00.0000000");
    }

    [Fact]
    public async Task Too_many_too_long_and_too_fine_are_refused()
    {
        await using var office = await Office.Open();
        var start = Instant.FromUtc(2026, 1, 12, 0, 0);

        (await office.Refused(HttpMethod.Post, Path, Ask(start, start + Duration.FromDays(1), [.. Enumerable.Range(0, 21).Select(static i => $"p{i}@heldspace.example")]))).ShouldBe((400, "ErrorMailboxDataArrayTooBig"));
        (await office.Refused(HttpMethod.Post, Path, Ask(start, start + Duration.FromDays(62), Office.Robin))).ShouldBe((400, "ErrorTimeIntervalTooBig"));
        (await office.Refused(HttpMethod.Post, Path, Ask(start, start, Office.Robin))).ShouldBe((400, "ErrorInvalidTimeInterval"));
        (await office.Refused(HttpMethod.Post, Path, Ask(start, start + Duration.FromDays(1), Office.Robin, interval: 1))).ShouldBe((400, "ErrorInvalidMergedFreeBusyInterval"));
        (await office.Post(Path, Ask(start, start + Duration.FromDays(62) - Duration.FromMinutes(1), Office.Robin))).Values().Count.ShouldBe(1);
    }

    private static JsonObject Ask(Instant start, Instant end, params string[] schedules) => new()
    {
        ["schedules"] = new JsonArray([.. schedules.Select(static name => (JsonNode)name)]),
        ["startTime"] = Office.At(start),
        ["endTime"] = Office.At(end),
        ["availabilityViewInterval"] = 30,
    };

    private static JsonObject Ask(Instant start, Instant end, string schedule, int interval)
    {
        var ask = Ask(start, end, schedule);
        ask["availabilityViewInterval"] = interval;
        return ask;
    }
}
