using System.Text.Json.Nodes;
using NodaTime;

namespace Heldspace.Functions.Tests.Microsoft365;

public sealed class MeetingTests
{
    private const string Events = $"users/{Office.Robin}/events";
    private const string SamEvents = $"users/{Office.Sam}/events";

    [Fact]
    public async Task An_attendee_gets_a_copy_of_their_own_a_little_later()
    {
        await using var office = await Office.Open();

        var made = await office.Post(Events, Office.Meeting("Held", 10, Office.Sam), Office.Immutable);
        (await office.Get(SamEvents)).Values().ShouldBeEmpty();
        office.Tenant.NextDue.ShouldBe(office.Clock.GetCurrentInstant() + office.Tenant.MeetingDelay);
        office.Clock.Move(office.Tenant.MeetingDelay);

        var copy = (await office.Get(SamEvents, Office.Immutable)).Values().ShouldHaveSingleItem();
        copy.Text("id").ShouldNotBe(made.Text("id"));
        copy.Text("iCalUId").ShouldBe(made.Text("iCalUId"));
        copy.Text("isOrganizer").ShouldBe("false");
        copy.Text("showAs").ShouldBe("tentative");
        copy.Text("responseStatus/response").ShouldBe("notResponded");
        made.Text("responseStatus/response").ShouldBe("organizer");
        var invitation = (await office.Get($"users/{Office.Sam}/messages?$expand={"microsoft.graph.eventMessage/event".Url()}", Office.Immutable)).Values().ShouldHaveSingleItem();
        invitation.Text("@odata.type").ShouldBe("#microsoft.graph.eventMessageRequest");
        invitation.Text("meetingMessageType").ShouldBe("meetingRequest");
        invitation.Text("event/id").ShouldBe(copy.Text("id"));
    }

    [Fact]
    public async Task An_acceptance_reaches_the_organiser()
    {
        await using var office = await Office.Open();
        var made = await Invited(office);
        var copy = office.Tenant.Events(Office.Sam)[0].Text("id");

        await office.Post($"{SamEvents}/{copy.Url()}/accept", new JsonObject { ["comment"] = "Fine", ["sendResponse"] = true });
        office.Tenant.Settle();

        (await office.Get($"{SamEvents}/{copy.Url()}")).Text("showAs").ShouldBe("busy");
        (await office.Get($"{Events}/{made.Url()}")).Text("attendees/0/status/response").ShouldBe("accepted");
        var answer = (await office.Get($"users/{Office.Robin}/mailFolders/inbox/messages")).Values().ShouldHaveSingleItem();
        answer.Text("@odata.type").ShouldBe("#microsoft.graph.eventMessageResponse");
        answer.Text("subject").ShouldBe("Accepted: Held");
        answer.Text("from/emailAddress/address").ShouldBe(Office.Sam);
    }

    [Fact]
    public async Task Declining_takes_the_copy_away_and_proposes_another_time()
    {
        await using var office = await Office.Open();
        var made = await Invited(office);
        var copy = office.Tenant.Events(Office.Sam)[0].Text("id");
        var slot = new JsonObject { ["start"] = Office.At(Instant.FromUtc(2026, 1, 13, 9, 0)), ["end"] = Office.At(Instant.FromUtc(2026, 1, 13, 10, 0)) };

        await office.Post($"{SamEvents}/{copy.Url()}/decline", new JsonObject { ["comment"] = "No", ["proposedNewTime"] = slot });
        office.Tenant.Settle();

        (await office.Refused(HttpMethod.Get, $"{SamEvents}/{copy.Url()}")).ShouldBe((404, "ErrorItemNotFound"));
        var organised = await office.Get($"{Events}/{made.Url()}");
        organised.Text("attendees/0/status/response").ShouldBe("declined");
        organised.Text("attendees/0/proposedNewTime/start/dateTime").ShouldStartWith("2026-01-13T09:00");
        office.Tenant.Messages(Office.Robin).ShouldHaveSingleItem().Text("subject").ShouldBe("New Time Proposed: Held");
    }

    [Fact]
    public async Task A_response_that_is_not_sent_changes_only_the_own_copy()
    {
        await using var office = await Office.Open();
        var made = await Invited(office);
        var copy = office.Tenant.Events(Office.Sam)[0].Text("id");

        await office.Post($"{SamEvents}/{copy.Url()}/tentativelyAccept", new JsonObject { ["sendResponse"] = false });
        office.Tenant.Settle();

        (await office.Get($"{SamEvents}/{copy.Url()}")).Text("responseStatus/response").ShouldBe("tentativelyAccepted");
        (await office.Get($"{Events}/{made.Url()}")).Text("attendees/0/status/response").ShouldBe("none");
        office.Tenant.Messages(Office.Robin).ShouldBeEmpty();
    }

    [Fact]
    public async Task Only_the_organiser_cancels_and_only_attendees_answer()
    {
        await using var office = await Office.Open();
        var made = await Invited(office);
        var copy = office.Tenant.Events(Office.Sam)[0].Text("id");
        var alone = await office.Post(Events, Office.Meeting("Alone", 15));

        (await office.Refused(HttpMethod.Post, $"{SamEvents}/{copy.Url()}/cancel", new JsonObject())).ShouldBe((400, "ErrorInvalidRequest"));
        (await office.Refused(HttpMethod.Post, $"{Events}/{made.Url()}/accept", new JsonObject())).ShouldBe((400, "ErrorInvalidRequest"));
        (await office.Refused(HttpMethod.Post, $"{Events}/{alone.Text("id").Url()}/cancel", new JsonObject())).ShouldBe((400, "ErrorInvalidRequest"));
        await office.Post($"{Events}/{made.Url()}/cancel", new JsonObject { ["comment"] = "Sorry" });
        office.Tenant.Settle();

        (await office.Refused(HttpMethod.Get, $"{Events}/{made.Url()}")).Status.ShouldBe(404);
        var cancelled = await office.Get($"{SamEvents}/{copy.Url()}");
        cancelled.Text("isCancelled").ShouldBe("true");
        cancelled.Text("subject").ShouldBe("Canceled: Held");
        cancelled.Text("showAs").ShouldBe("free");
        office.Tenant.Messages(Office.Sam)[0].Text("meetingMessageType").ShouldBe("meetingCancelled");
    }

    [Fact]
    public async Task A_moved_meeting_asks_everybody_again()
    {
        await using var office = await Office.Open();
        var made = await Invited(office);
        var copy = office.Tenant.Events(Office.Sam)[0].Text("id");
        office.Tenant.Accept(Office.Sam, copy);
        office.Tenant.Settle();

        await office.Patch($"{Events}/{made.Url()}", new JsonObject { ["start"] = Office.At(Instant.FromUtc(2026, 1, 14, 9, 0)), ["end"] = Office.At(Instant.FromUtc(2026, 1, 14, 10, 0)) });
        (await office.Get($"{Events}/{made.Url()}")).Text("attendees/0/status/response").ShouldBe("none");
        office.Tenant.Settle();

        var moved = await office.Get($"{SamEvents}/{copy.Url()}");
        moved.Text("start/dateTime").ShouldStartWith("2026-01-14T09:00");
        moved.Text("responseStatus/response").ShouldBe("notResponded");
        office.Tenant.Messages(Office.Sam).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_change_of_words_keeps_the_answers_and_a_removed_attendee_is_told()
    {
        await using var office = await Office.Open();
        var made = await Invited(office);
        var copy = office.Tenant.Events(Office.Sam)[0].Text("id");
        office.Tenant.Accept(Office.Sam, copy);
        office.Tenant.Settle();

        await office.Patch($"{Events}/{made.Url()}", new JsonObject { ["subject"] = "Held now" });
        office.Tenant.Settle();
        (await office.Get($"{SamEvents}/{copy.Url()}")).Text("responseStatus/response").ShouldBe("accepted");
        (await office.Get($"{SamEvents}/{copy.Url()}")).Text("subject").ShouldBe("Held now");

        await office.Patch($"{Events}/{made.Url()}", new JsonObject { ["attendees"] = new JsonArray(Office.Attendee(Office.Intake)) });
        office.Tenant.Settle();
        (await office.Get($"{SamEvents}/{copy.Url()}")).Text("isCancelled").ShouldBe("true");
        office.Tenant.Events(Office.Intake).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_room_accepts_what_is_free_and_declines_what_is_not()
    {
        await using var office = await Office.Open();
        var first = await office.Post(Events, Office.Meeting("One", 10, Office.Room));
        office.Tenant.Settle();
        var second = await office.Post(SamEvents, Office.Meeting("Two", 10, Office.Room));
        office.Tenant.Settle();

        (await office.Get($"{Events}/{first.Text("id").Url()}")).Text("attendees/0/status/response").ShouldBe("accepted");
        (await office.Get($"{SamEvents}/{second.Text("id").Url()}")).Text("attendees/0/status/response").ShouldBe("declined");
        office.Tenant.Events(Office.Room).ShouldHaveSingleItem().Text("subject").ShouldBe("Robin Ashdown");
        office.Tenant.Delete(Office.Robin, first.Text("id"));
        office.Tenant.Settle();
        office.Tenant.Events(Office.Room).ShouldBeEmpty();
    }

    [Fact]
    public async Task Somebody_outside_is_invited_by_mail()
    {
        await using var office = await Office.Open();

        await office.Post(Events, Office.Meeting("Held", 10, "alex@school.example"));

        office.Tenant.Outbox.ShouldHaveSingleItem().Message.Text("meetingMessageType").ShouldBe("meetingRequest");
    }

    private static async Task<string> Invited(Office office)
    {
        var made = await office.Post(Events, Office.Meeting("Held", 10, Office.Sam), Office.Immutable);
        office.Tenant.Settle();
        return made.Text("id");
    }
}
