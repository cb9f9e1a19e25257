using Heldspace.Azure.Graph;
using Heldspace.Local.Microsoft365;
using NodaTime;

namespace Heldspace.Functions.Tests.Graph;

/// <summary>Appointments in calendars, against the Microsoft 365 stand-in.</summary>
public sealed class DiaryTests
{
    private static readonly Instant Ten = Instant.FromUtc(2026, 3, 4, 10, 0);

    internal static readonly CalendarEntry Entry = new()
    {
        Subject = "HS-7K3M-Q9",
        Time = new(Ten, Ten + Duration.FromHours(1)),
        Location = "A children's centre",
        Paragraphs = ["Details: https://form.example/refer/receipt/abc"],
        Attendees = [new(Office.Scheduler, "Sasha Scheduler"), new(Office.Room, "Room 1", IsRoom: true)],
        ReminderMinutes = 30,
        Marker = "20260302090000000-aaaaaaaaaaaaaaaa-1:assessment:1",
        TransactionId = "t-1",
    };

    [Fact]
    public async Task A_booking_costs_one_call_and_stands_in_the_clinicians_own_calendar()
    {
        await using var office = new Office();

        var booked = await Book(office, Entry);

        office.Calls().ShouldBe(["POST /v1.0/users/robin.clinician@service.example/events"]);
        var item = office.Tenant.Events(Office.Robin.Text).ShouldHaveSingleItem();
        item["id"]!.ToString().ShouldBe(booked.EventId);
        item["iCalUId"]!.ToString().ShouldBe(booked.ICalUId);
        item["subject"]!.ToString().ShouldBe("HS-7K3M-Q9");
        item["sensitivity"]!.ToString().ShouldBe("private");
        item["showAs"]!.ToString().ShouldBe("busy");
        item["isOrganizer"]!.GetValue<bool>().ShouldBeTrue();
        item["isOnlineMeeting"]!.GetValue<bool>().ShouldBeFalse();
        item["reminderMinutesBeforeStart"]!.GetValue<int>().ShouldBe(30);
        item["originalStartTimeZone"]!.ToString().ShouldBe("GMT Standard Time");
        item["location"]!["displayName"]!.ToString().ShouldBe("A children's centre");
        item["start"]!["dateTime"]!.ToString().ShouldStartWith("2026-03-04T10:00:00");
        office.Wire.Seen[0].Body.ShouldNotContain("null");
    }

    [Fact]
    public async Task Scheduler_and_room_are_invited_and_only_references_travel()
    {
        await using var office = new Office();

        var booked = await Book(office, Entry);
        office.Tenant.Settle();

        var invitation = office.Tenant.Events(Office.Scheduler.Text).ShouldHaveSingleItem();
        invitation["iCalUId"]!.ToString().ShouldBe(booked.ICalUId);
        invitation["id"]!.ToString().ShouldNotBe(booked.EventId);
        invitation.ToJsonString().ShouldNotContain(Entry.Marker);
        office.Tenant.Events(Office.Room.Text).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Summer_time_is_written_as_London_reads_it_and_the_hour_that_comes_twice_in_UTC()
    {
        await using var office = new Office();
        var summer = Instant.FromUtc(2026, 7, 1, 9, 0);
        var twice = Instant.FromUtc(2026, 10, 25, 1, 30);

        await Book(office, Entry with { Time = new(summer, summer + Duration.FromHours(1)) });
        await Book(office, Entry with { Time = new(twice, twice + Duration.FromHours(1)), TransactionId = "t-2", Marker = "m-2" });

        office.Wire.Seen[0].Body.ShouldContain("\"dateTime\":\"2026-07-01T10:00:00\",\"timeZone\":\"GMT Standard Time\"");
        office.Wire.Seen[1].Body.ShouldContain("\"dateTime\":\"2026-10-25T01:30:00\",\"timeZone\":\"UTC\"");
        (await office.Diary.Overlapping(Office.Robin, new(summer, summer + Duration.FromMinutes(1)), default)).ShouldHaveSingleItem().Time.Start.ShouldBe(summer);
        (await office.Diary.Overlapping(Office.Robin, new(twice, twice + Duration.FromMinutes(1)), default)).ShouldHaveSingleItem().Time.Start.ShouldBe(twice);
    }

    [Fact]
    public async Task Booking_again_finds_what_is_booked()
    {
        await using var office = new Office();

        var first = await Book(office, Entry);
        var second = await Book(office, Entry);
        var changed = await Book(office, Entry with { Paragraphs = ["Another text"] });

        second.EventId.ShouldBe(first.EventId);
        changed.EventId.ShouldBe(first.EventId);
        office.Tenant.Events(Office.Robin.Text).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_booking_whose_answer_is_lost_is_looked_up_by_its_marker(bool done)
    {
        await using var office = new Office();
        office.Server.Faults.Order("POST", path => path.EndsWith("/events", StringComparison.Ordinal), done ? new Fault.DropAfter() : new Fault.DropBefore());

        var booked = await Book(office, Entry);

        office.Tenant.Events(Office.Robin.Text).ShouldHaveSingleItem()["id"]!.ToString().ShouldBe(booked.EventId);
        office.Wire.Seen.Select(seen => seen.Method).ShouldBe(done ? ["POST", "GET"] : ["POST", "GET", "POST"]);
        office.Wire.Seen[1].Query.ShouldContain("singleValueExtendedProperties/Any");
    }

    [Fact]
    public async Task A_booking_answered_too_late_is_looked_up_by_its_marker()
    {
        await using var office = new Office(options => options.RequestTimeout = TimeSpan.FromSeconds(1));
        var held = new TaskCompletionSource();
        office.Wire.After = async (seen, cancellation) =>
        {
            if (seen.Method == "POST")
            {
                await held.Task.WaitAsync(cancellation);
            }

            return null;
        };

        var booked = await Book(office, Entry);

        office.Tenant.Events(Office.Robin.Text).ShouldHaveSingleItem()["id"]!.ToString().ShouldBe(booked.EventId);
    }

    [Fact]
    public async Task A_booking_that_stays_unknown_says_so()
    {
        await using var office = new Office();
        office.Server.Faults.Order("POST", path => path.EndsWith("/events", StringComparison.Ordinal), Fault.GatewayTimeout(), times: 2);

        (await GraphFaults.Of(() => office.Diary.Book(Office.Robin, Entry, default))).OutcomeUnknown.ShouldBeTrue();

        (await Book(office, Entry)).EventId.ShouldNotBeEmpty();
        office.Tenant.Events(Office.Robin.Text).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_booking_refused_for_too_many_requests_waits_and_is_posted_again()
    {
        var time = new HastyTime(TimeSpan.FromSeconds(25));
        await using var office = new Office(time: time);
        office.Server.Faults.Order("POST", path => path.EndsWith("/events", StringComparison.Ordinal), Fault.TooMany(5));

        await Book(office, Entry);

        time.Waits.ShouldBe([TimeSpan.FromSeconds(5)]);
        office.Tenant.Events(Office.Robin.Text).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_booking_that_somebody_removed_is_not_booked_again_under_the_same_transaction()
    {
        await using var office = new Office();
        office.Wire.Before = seen => seen.Method == "POST" ? GraphWire.Error(System.Net.HttpStatusCode.Conflict, "ErrorDuplicateTransactionId") : null;

        (await office.Diary.Book(Office.Robin, Entry, default)).ShouldBe(new Booking.Removed());
    }

    [Fact]
    public async Task The_calendar_is_read_again_with_one_call_ours_and_everybodys()
    {
        await using var office = new Office();
        var booked = await Book(office, Entry);
        var lunch = office.Tenant.Block(Office.Robin.Text, Ten + Duration.FromMinutes(30), Ten + Duration.FromHours(2), showAs: "oof");
        office.Tenant.Block(Office.Robin.Text, Ten - Duration.FromHours(1), Ten);
        office.Tenant.Block(Office.Robin.Text, Ten + Duration.FromHours(1), Ten + Duration.FromHours(2));
        office.Wire.Forget();

        var items = await office.Diary.Overlapping(Office.Robin, Entry.Time, default);

        office.Calls().ShouldBe(["GET /v1.0/users/robin.clinician@service.example/calendarView"]);
        items.OrderBy(item => item.Time.Start).ShouldBe(
        [
            new(booked.EventId, booked.ICalUId, Entry.Time, "busy", false, Entry.Marker),
            new(lunch, items.Single(item => item.EventId == lunch).ICalUId, new(Ten + Duration.FromMinutes(30), Ten + Duration.FromHours(2)), "oof", false, null),
        ]);
        items.ShouldAllBe(item => item.IsBusy);
    }

    [Fact]
    public async Task A_crowded_calendar_is_read_over_all_pages()
    {
        await using var office = new Office();
        for (var n = 0; n < 230; n++)
        {
            office.Tenant.Block(Office.Robin.Text, Ten + Duration.FromMinutes(n), Ten + Duration.FromMinutes(n + 30));
        }

        (await office.Diary.Overlapping(Office.Robin, new(Ten, Ten + Duration.FromDays(1)), default)).Select(item => item.EventId).Distinct().Count().ShouldBe(230);

        office.Calls().Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_whole_day_covers_the_London_day()
    {
        await using var office = new Office();
        var request = new GraphWire(_ => GraphWire.Json(System.Net.HttpStatusCode.OK, """
            {"value":[
              {"id":"a","showAs":"oof","isAllDay":true,"start":{"dateTime":"2026-07-01T00:00:00.0000000","timeZone":"UTC"},"end":{"dateTime":"2026-07-02T00:00:00.0000000","timeZone":"UTC"}},
              {"id":"b","showAs":"oof","isAllDay":true,"start":{"dateTime":"2026-06-30T23:00:00.0000000","timeZone":"UTC"},"end":{"dateTime":"2026-07-01T23:00:00.0000000","timeZone":"UTC"}}]}
            """));
        using var graph = request.Connect();
        var day = new Interval(Instant.FromUtc(2026, 6, 30, 23, 0), Instant.FromUtc(2026, 7, 1, 23, 0));

        (await new Diary(graph).Overlapping(Office.Robin, day, default)).Select(item => item.Time).ShouldBe([day, day]);

        request.Dispose();
    }

    [Fact]
    public async Task An_entry_is_moved_and_the_people_invited_follow()
    {
        await using var office = new Office();
        var booked = await Book(office, Entry);
        office.Tenant.Settle();
        var later = new Interval(Ten + Duration.FromHours(4), Ten + Duration.FromHours(5));
        office.Wire.Forget();

        (await office.Diary.Update(Office.Robin, booked.EventId, Entry with { Time = later, Marker = "m-2", Attendees = [new(Office.Scheduler, "Sasha Scheduler")] }, default))
            .ShouldBe(EntryUpdate.Updated);
        office.Tenant.Settle();

        office.Calls().Count.ShouldBe(1);
        var moved = (await office.Diary.Overlapping(Office.Robin, later, default)).ShouldHaveSingleItem();
        (moved.EventId, moved.Marker, moved.Time).ShouldBe((booked.EventId, "m-2", later));
        (await office.Diary.Overlapping(Office.Scheduler, later, default)).Length.ShouldBe(1);
        office.Tenant.Events(Office.Room.Text).ShouldBeEmpty();
        (await office.Diary.FindByMarker(Office.Robin, Entry.Marker, default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_entry_that_somebody_deleted_cannot_be_changed_and_need_not_be_removed()
    {
        await using var office = new Office();
        var booked = await Book(office, Entry);
        office.Tenant.Delete(Office.Robin.Text, booked.EventId);

        (await office.Diary.Update(Office.Robin, booked.EventId, Entry, default)).ShouldBe(EntryUpdate.Gone);
        await office.Diary.Remove(Office.Robin, booked.EventId, default);
        (await office.Diary.Overlapping(Office.Robin, Entry.Time, default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Removing_takes_the_entry_out_and_tells_the_people_invited()
    {
        await using var office = new Office();
        var booked = await Book(office, Entry);
        office.Tenant.Settle();

        await office.Diary.Remove(Office.Robin, booked.EventId, default);
        await office.Diary.Remove(Office.Robin, booked.EventId, default);
        office.Tenant.Settle();

        office.Tenant.Events(Office.Robin.Text).ShouldBeEmpty();
        office.Tenant.Events(Office.Scheduler.Text).ShouldAllBe(item => item["isCancelled"]!.GetValue<bool>());
    }

    [Fact]
    public async Task An_entry_that_cannot_be_cancelled_because_nobody_is_invited_is_deleted()
    {
        await using var office = new Office();
        var booked = await Book(office, Entry with { Attendees = [] });
        office.Wire.Before = seen => seen.Path.EndsWith("/cancel", StringComparison.Ordinal)
            ? GraphWire.Error(System.Net.HttpStatusCode.BadRequest, "ErrorInvalidRequest")
            : null;

        await office.Diary.Remove(Office.Robin, booked.EventId, default);

        office.Tenant.Events(Office.Robin.Text).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_removal_whose_answer_is_lost_is_done()
    {
        await using var office = new Office();
        var booked = await Book(office, Entry);
        office.Server.Faults.Order("POST", path => path.EndsWith("/cancel", StringComparison.Ordinal), new Fault.DropAfter());

        await office.Diary.Remove(Office.Robin, booked.EventId, default);

        office.Tenant.Events(Office.Robin.Text).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_marker_with_a_quote_finds_its_own_entry_only()
    {
        await using var office = new Office();
        var booked = await Book(office, Entry with { Marker = "it's one" });
        await Book(office, Entry with { Marker = "another", TransactionId = "t-2" });

        (await office.Diary.FindByMarker(Office.Robin, "it's one", default)).ShouldHaveSingleItem().EventId.ShouldBe(booked.EventId);
        (await office.Diary.FindByMarker(Office.Robin, "it''s one", default)).ShouldBeEmpty();
    }

    private static async Task<Booking.Booked> Book(Office office, CalendarEntry entry) =>
        (await office.Diary.Book(Office.Robin, entry, default)).ShouldBeOfType<Booking.Booked>();
}
