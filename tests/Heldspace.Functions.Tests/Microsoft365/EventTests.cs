using System.Text.Json.Nodes;
using NodaTime;

namespace Heldspace.Functions.Tests.Microsoft365;

public sealed class EventTests
{
    private const string Events = $"users/{Office.Robin}/events";
    private const string Property = "String {7c9e6679-7425-40de-944b-e07fc1f90ae7} Name HeldspaceAppointment";

    [Fact]
    public async Task An_event_is_answered_in_the_zone_asked_for()
    {
        await using var office = await Office.Open();
        var meeting = Office.Meeting("Summer");
        meeting["start"] = new JsonObject { ["dateTime"] = "2026-07-06T09:30:00", ["timeZone"] = "GMT Standard Time" };
        meeting["end"] = new JsonObject { ["dateTime"] = "2026-07-06T10:30:00", ["timeZone"] = "Europe/London" };

        var made = await office.Post(Events, meeting);

        made.Text("start/dateTime").ShouldBe("2026-07-06T08:30:00.0000000");
        made.Text("start/timeZone").ShouldBe("UTC");
        made.Text("originalStartTimeZone").ShouldBe("GMT Standard Time");
        made.Text("type").ShouldBe("singleInstance");
        made.Text("isOrganizer").ShouldBe("true");
        var local = await office.Get($"{Events}/{made.Text("id").Url()}", "outlook.timezone=\"Europe/London\"");
        local.Text("start/dateTime").ShouldBe("2026-07-06T09:30:00.0000000");
        local.Text("start/timeZone").ShouldBe("Europe/London");
        (await office.Refused(HttpMethod.Get, Events, null, "outlook.timezone=\"Mars Standard Time\"")).ShouldBe((400, "TimeZoneNotSupportedException"));
    }

    [Fact]
    public async Task The_same_transaction_id_makes_one_event_and_other_content_a_conflict()
    {
        await using var office = await Office.Open();
        var meeting = Office.Meeting("Held");
        meeting["transactionId"] = "appointment-1";

        var first = await office.Post(Events, meeting);
        var second = await office.Post(Events, meeting);
        meeting["subject"] = "Other";

        second.Text("id").ShouldBe(first.Text("id"));
        (await office.Refused(HttpMethod.Post, Events, meeting)).ShouldBe((409, "ErrorDuplicateTransactionId"));
        (await office.Refused(HttpMethod.Get, $"{Events}?$filter={"transactionId eq 'appointment-1'".Url()}")).ShouldBe((400, "ErrorInvalidUrlQueryFilter"));
        (await office.Get(Events)).Values().Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_transaction_id_stays_taken_when_its_event_is_removed()
    {
        await using var office = await Office.Open();
        var meeting = Office.Meeting("Held");
        meeting["transactionId"] = "appointment-1";
        var made = await office.Post(Events, meeting);

        await office.Delete($"{Events}/{made.Text("id").Url()}");

        (await office.Refused(HttpMethod.Post, Events, meeting)).ShouldBe((409, "ErrorDuplicateTransactionId"));
    }

    [Fact]
    public async Task An_event_is_found_again_by_its_extended_property()
    {
        await using var office = await Office.Open();
        foreach (var value in new[] { "a-1", "a-2" })
        {
            var meeting = Office.Meeting(value);
            meeting["singleValueExtendedProperties"] = new JsonArray(new JsonObject { ["id"] = Property, ["value"] = value });
            await office.Post(Events, meeting);
        }

        var filter = $"singleValueExtendedProperties/any(ep: ep/id eq '{Property}' and ep/value eq 'a-2')".Url();
        var expand = $"singleValueExtendedProperties($filter=id eq '{Property}')".Url();
        var found = (await office.Get($"{Events}?$filter={filter}&$expand={expand}&$select=id,subject", Office.Immutable)).Values().ShouldHaveSingleItem();

        found.Text("subject").ShouldBe("a-2");
        found.Text("singleValueExtendedProperties/0/value").ShouldBe("a-2");
        await office.Patch($"{Events}/{found.Text("id").Url()}", new JsonObject { ["singleValueExtendedProperties"] = new JsonArray(new JsonObject { ["id"] = Property, ["value"] = "a-3" }) });
        (await office.Get($"{Events}?$filter={filter}")).Values().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_calendar_view_gives_what_overlaps_the_window_and_each_occurrence_of_a_series()
    {
        await using var office = await Office.Open();
        var weekly = Office.Meeting("Team", 9);
        weekly["start"] = new JsonObject { ["dateTime"] = "2026-03-16T09:00:00", ["timeZone"] = "Europe/London" };
        weekly["end"] = new JsonObject { ["dateTime"] = "2026-03-16T10:00:00", ["timeZone"] = "Europe/London" };
        weekly["recurrence"] = JsonNode.Parse("""{"pattern":{"type":"weekly","interval":1,"daysOfWeek":["monday","thursday"]},"range":{"type":"noEnd","startDate":"2026-03-16","recurrenceTimeZone":"Europe/London"}}""");
        var series = await office.Post(Events, weekly, Office.Immutable);
        var single = await office.Post(Events, Office.Meeting("Single"));
        office.Tenant.Move(Office.Robin, single.Text("id"), Instant.FromUtc(2026, 3, 30, 7, 30), Instant.FromUtc(2026, 3, 30, 8, 30));

        var view = (await office.Get($"users/{Office.Robin}/calendarView?startDateTime=2026-03-26T00:00:00Z&endDateTime=2026-04-02T00:00:00Z&$top=50", Office.Immutable)).Values();

        // Clocks go forward on the 29th: nine in the morning stays nine.
        view.Select(static item => (item.Text("subject"), item.Text("start/dateTime")[..16])).ShouldBe([("Team", "2026-03-26T09:00"), ("Single", "2026-03-30T07:30"), ("Team", "2026-03-30T08:00")]);
        view[2].Text("type").ShouldBe("occurrence");
        view[2].Text("seriesMasterId").ShouldBe(series.Text("id"));
        var occurrence = await office.Get($"{Events}/{view[2].Text("id").Url()}", Office.Immutable);
        occurrence.Text("start/dateTime").ShouldBe(view[2].Text("start/dateTime"));
        await office.Delete($"{Events}/{view[2].Text("id").Url()}");
        (await office.Refused(HttpMethod.Get, $"{Events}/{view[2].Text("id").Url()}")).ShouldBe((404, "ErrorItemNotFound"));
        (await office.Get($"{Events}/{series.Text("id").Url()}/instances?startDateTime=2026-03-26T00:00:00Z&endDateTime=2026-04-03T00:00:00Z")).Values().Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_calendar_view_needs_a_window_and_comes_in_pages()
    {
        await using var office = await Office.Open();
        for (var hour = 8; hour < 20; hour++)
        {
            office.Tenant.Block(Office.Robin, Instant.FromUtc(2026, 1, 12, hour, 0), Instant.FromUtc(2026, 1, 12, hour, 30), $"At {hour:00}");
        }

        (await office.Refused(HttpMethod.Get, $"users/{Office.Robin}/calendarView")).ShouldBe((400, "ErrorInvalidParameter"));
        var first = await office.Get($"users/{Office.Robin}/calendar/calendarView?startDateTime=2026-01-12T08:30:00Z&endDateTime=2026-01-13T00:00:00Z&$orderby=start/dateTime%20desc&$select=subject");
        var second = await office.Get(first.Text("@odata.nextLink"));

        first.Values().Count.ShouldBe(10);
        first.Values()[0].Text("subject").ShouldBe("At 19");
        second.Values().ShouldHaveSingleItem().Text("subject").ShouldBe("At 09");
    }

    [Fact]
    public async Task Changes_to_a_calendar_view_come_since_a_token_with_what_left_the_window_removed()
    {
        await using var office = await Office.Open();
        var inside = office.Tenant.Block(Office.Robin, Instant.FromUtc(2026, 1, 12, 9, 0), Instant.FromUtc(2026, 1, 12, 10, 0), "Inside");
        var leaving = office.Tenant.Block(Office.Robin, Instant.FromUtc(2026, 1, 13, 9, 0), Instant.FromUtc(2026, 1, 13, 10, 0), "Leaving");
        office.Tenant.Block(Office.Robin, Instant.FromUtc(2026, 3, 13, 9, 0), Instant.FromUtc(2026, 3, 13, 10, 0), "Outside");
        const string View = $"users/{Office.Robin}/calendarView/delta()?startDateTime=2026-01-12T00:00:00Z&endDateTime=2026-01-19T00:00:00Z";

        var first = await office.Get(View, Office.Immutable);
        first.Values().Select(static item => item.Text("subject")).ShouldBe(["Inside", "Leaving"]);
        office.Tenant.Move(Office.Robin, leaving, Instant.FromUtc(2026, 2, 13, 9, 0), Instant.FromUtc(2026, 2, 13, 10, 0));
        office.Tenant.Move(Office.Robin, inside, Instant.FromUtc(2026, 1, 14, 9, 0), Instant.FromUtc(2026, 1, 14, 10, 0));
        var second = await office.Get(first.Text("@odata.deltaLink"), Office.Immutable);

        second.Values().Count.ShouldBe(2);
        second.Values()[0].Text("id").ShouldBe(leaving);
        second.Values()[0].Text("@removed/reason").ShouldBe("deleted");
        second.Values()[1].Text("start/dateTime").ShouldStartWith("2026-01-14");
        (await office.Refused(HttpMethod.Get, View + "&$select=subject")).ShouldBe((400, "ErrorInvalidUrlQuery"));
        office.Tenant.ExpireDeltaTokens();
        (await office.Refused(HttpMethod.Get, first.Text("@odata.deltaLink"))).ShouldBe((410, "syncStateNotFound"));
    }

    [Theory]
    [InlineData("""{"subject":"No times"}""", 400, "ErrorPropertyValidationFailure")]
    [InlineData("""{"start":{"dateTime":"2026-01-12T10:00:00","timeZone":"UTC"},"end":{"dateTime":"2026-01-12T09:00:00","timeZone":"UTC"}}""", 400, "ErrorCalendarEndDateIsEarlierThanStartDate")]
    [InlineData("""{"start":{"dateTime":"2026-01-12T10:00:00","timeZone":"Nowhere"},"end":{"dateTime":"2026-01-12T11:00:00","timeZone":"UTC"}}""", 400, "TimeZoneNotSupportedException")]
    [InlineData("""{"isAllDay":true,"start":{"dateTime":"2026-01-12T10:00:00","timeZone":"UTC"},"end":{"dateTime":"2026-01-13T00:00:00","timeZone":"UTC"}}""", 400, "ErrorPropertyValidationFailure")]
    [InlineData("""{"start":{"dateTime":"2026-01-12T10:00:00","zone":"UTC"}}""", 400, "BadRequest")]
    [InlineData("""{"showAs":"sleeping"}""", 400, "RequestBodyRead")]
    [InlineData("""{"subject":7}""", 400, "RequestBodyRead")]
    [InlineData("""{"subject":""", 400, "BadRequest")]
    public async Task A_wrong_event_is_refused(string body, int status, string code)
    {
        await using var office = await Office.Open();
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");

        using var response = await office.Http.PostAsync(new Uri(Events, UriKind.Relative), content);

        var error = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        ((int)response.StatusCode, error.Text("error/code")).ShouldBe((status, code));
        error.Text("error/innerError/request-id").ShouldBe(response.Headers.GetValues("request-id").Single());
        office.Tenant.Events(Office.Robin).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_change_under_an_old_etag_is_refused()
    {
        await using var office = await Office.Open();
        var made = await office.Post(Events, Office.Meeting("Held"));
        await office.Patch($"{Events}/{made.Text("id").Url()}", new JsonObject { ["showAs"] = "tentative", ["isReminderOn"] = false });

        (await office.Refused(HttpMethod.Patch, $"{Events}/{made.Text("id").Url()}", new JsonObject { ["subject"] = "X" }, null, ("If-Match", made.Text("@odata.etag")))).ShouldBe((412, "ErrorIrresolvableConflict"));
        (await office.Refused(HttpMethod.Delete, $"{Events}/{made.Text("id").Url()}", null, null, ("If-Match", made.Text("@odata.etag")))).ShouldBe((412, "ErrorIrresolvableConflict"));
    }
}
