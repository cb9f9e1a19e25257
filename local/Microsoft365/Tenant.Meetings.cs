using System.Text.Json.Nodes;
using NodaTime;

namespace Heldspace.Local.Microsoft365;

/// <summary>Meetings: each attendee's own copy, which comes later, and the answers that come back.</summary>
public sealed partial class Tenant
{
    /// <summary>Answers an invitation: the copy changes at once, the organiser hears of it later if a response is sent.</summary>
    internal void Respond(Mailbox box, CalendarEvent item, string response, string comment, bool send, JsonObject? proposed)
    {
        if (item.IsOrganizer)
        {
            throw GraphError.Invalid("Your request can't be completed. You can't respond to this meeting because you're the meeting organizer.");
        }

        if (send && item.Resource.Flag("responseRequested") == false)
        {
            throw GraphError.Invalid("Your request can't be completed. The meeting organizer hasn't requested a response.");
        }

        if (proposed is not null && (!send || item.Resource.Flag("allowNewTimeProposals") == false))
        {
            throw GraphError.Invalid(send
                ? "Your request can't be completed. The meeting organizer doesn't allow new time proposals."
                : "Your request can't be completed. A new time can only be proposed when a response is sent.");
        }

        if (proposed is not null && TimeZones.Read(proposed.Part("start"), "start").Instant >= TimeZones.Read(proposed.Part("end"), "end").Instant)
        {
            throw new GraphError(400, "ErrorPropertyValidationFailure", "At least one property failed validation. (proposedNewTime)");
        }

        var now = Json.Ticks(Clock.GetCurrentInstant());
        if (response == "declined")
        {
            Remove(box, item);
        }
        else
        {
            var organised = Organised(item).Event;
            item.Resource["responseStatus"] = Status(response, now);
            item.Resource["showAs"] = response == "accepted" ? organised?.ShowAs ?? "busy" : "tentative";
            Touch(box, item);
        }

        if (send)
        {
            Reply(box, item, response, comment, proposed);
        }
    }

    /// <summary>Cancels a meeting for everybody invited and takes it out of the organiser's calendar.</summary>
    internal void Cancel(Mailbox box, CalendarEvent item, string comment)
    {
        if (!item.IsOrganizer)
        {
            throw GraphError.Invalid("Your request can't be completed. You need to be an organizer to cancel a meeting.");
        }

        if (!Attendees(item).Any())
        {
            // Cancelling is for meetings; an appointment is deleted: https://learn.microsoft.com/graph/api/event-cancel
            throw GraphError.Invalid("Your request can't be completed. The event isn't a meeting.");
        }

        Remove(box, item, comment);
    }

    private (Mailbox? Box, CalendarEvent? Event) Organised(CalendarEvent copy)
    {
        var box = Find(copy.Resource.Part("organizer")?.Address());
        return (box, box?.EventsByICalUId.GetValueOrDefault(copy.ICalUId));
    }

    private void Invite(Mailbox box, CalendarEvent item, List<string> attendees, bool timesChanged)
    {
        foreach (var address in attendees)
        {
            if (address.Equals(box.Address, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            if (Find(address) is null)
            {
                outbox.Add(new SentMail(Clock.GetCurrentInstant(), box.Address, address, MeetingMail(item, "meetingRequest", item.Resource.Text("subject") ?? "", address)));
                continue;
            }

            Later(() =>
            {
                // What is invited to is what the organiser has by then; an event that is gone by then invites nobody.
                if (Find(address) is { } to && box.EventsByICalUId.GetValueOrDefault(item.ICalUId) == item)
                {
                    Arrive(item, to, timesChanged);
                }
            });
        }
    }

    private void Arrive(CalendarEvent item, Mailbox to, bool timesChanged)
    {
        var copy = to.EventsByICalUId.GetValueOrDefault(item.ICalUId);
        if (to.Kind == MailboxKind.Room)
        {
            Allocate(item, to, copy);
            return;
        }

        var (response, showAs) = (copy?.Response, copy?.ShowAs);
        copy = CopyTo(to, item, copy);
        var asked = response is null or "none" || timesChanged;
        Unlist(to, copy, () =>
        {
            copy.Resource["responseStatus"] = Status(asked ? "notResponded" : response!, NoTime);
            copy.Resource["showAs"] = asked ? "tentative" : showAs;
        });
        Post(to, MeetingMail(item, "meetingRequest", item.Resource.Text("subject") ?? "", to.Address), item.ICalUId);
    }

    /// <summary>A room accepts what is free and declines what is not, and shows the organiser's name instead of the subject.</summary>
    private void Allocate(CalendarEvent item, Mailbox room, CalendarEvent? copy)
    {
        // A series is looked at for as long as rooms book ahead by default.
        var times = item.Within(item.Start, item.Start + Duration.FromDays(180)).ToList();
        var taken = times.Exists(time => room.Between(time.Start, time.End).Any(other => other.Event != copy && other.Event.IsBusy));
        if (taken)
        {
            if (copy is not null)
            {
                Remove(room, copy);
            }

            Answer(item, room.Address, "declined", null);
            return;
        }

        copy = CopyTo(room, item, copy);
        Unlist(room, copy, () =>
        {
            copy.Resource["subject"] = item.Resource.Part("organizer")?.Part("emailAddress")?.Text("name");
            copy.Resource["responseStatus"] = Status("accepted", Json.Ticks(Clock.GetCurrentInstant()));
        });
        Answer(item, room.Address, "accepted", null);
    }

    private CalendarEvent CopyTo(Mailbox to, CalendarEvent item, CalendarEvent? copy)
    {
        var given = (JsonObject)item.Resource.DeepClone();
        given["start"] = TimeZones.Write(item.LocalStart, item.Zone);
        given["end"] = TimeZones.Write(item.LocalEnd, item.EndZone);
        var organizer = (JsonObject)given["organizer"]!.DeepClone();
        var attendees = item.Resource.Parts("attendees")
            .Where(attendee => item.Resource.Flag("hideAttendees") != true || string.Equals(attendee.Address(), to.Address, StringComparison.OrdinalIgnoreCase))
            .Select(attendee => (JsonNode?)Attendee(attendee, null)).ToArray();
        if (copy is null)
        {
            copy = NewCopy(to, given, item.ICalUId, isOrganizer: false, organizer, attendees, null);
            copy.Removed.UnionWith(item.Removed);
            Enter(to, copy);
            return copy;
        }

        Unlist(to, copy, () =>
        {
            foreach (var name in Shared)
            {
                if (name is not ("start" or "end" or "attendees" or "recurrence"))
                {
                    copy.Resource[name] = given[name]?.DeepClone();
                }
            }

            copy.Resource["bodyPreview"] = given["bodyPreview"]?.DeepClone();
            copy.Resource["attendees"] = attendees;
            copy.Removed.UnionWith(item.Removed);
            SetTimes(copy, given);
        });
        Touch(to, copy);
        return copy;
    }

    private void Uninvite(Mailbox box, CalendarEvent item, List<string> attendees, string comment)
    {
        var subject = "Canceled: " + item.Resource.Text("subject");
        foreach (var address in attendees)
        {
            var mail = MeetingMail(item, "meetingCancelled", subject, address);
            mail["body"] = new JsonObject { ["contentType"] = "text", ["content"] = comment };
            if (Find(address) is null)
            {
                outbox.Add(new SentMail(Clock.GetCurrentInstant(), box.Address, address, mail));
                continue;
            }

            Later(() =>
            {
                if (Find(address) is not { } to || to.EventsByICalUId.GetValueOrDefault(item.ICalUId) is not { IsOrganizer: false } copy)
                {
                    return;
                }

                if (to.Kind == MailboxKind.Room)
                {
                    Remove(to, copy);
                    return;
                }

                copy.Resource["isCancelled"] = true;
                copy.Resource["subject"] = subject;
                copy.Resource["showAs"] = "free";
                Touch(to, copy);
                Post(to, mail, item.ICalUId);
            });
        }
    }

    private void Reply(Mailbox box, CalendarEvent copy, string response, string comment, JsonObject? proposed)
    {
        var organizer = copy.Resource.Part("organizer")?.Address() ?? "";
        var word = proposed is not null ? "New Time Proposed" : response switch { "accepted" => "Accepted", "declined" => "Declined", _ => "Tentative" };
        var mail = MeetingMail(copy, response switch { "accepted" => "meetingAccepted", "declined" => "meetingDeclined", _ => "meetingTenativelyAccepted" },
            $"{word}: {copy.Resource.Text("subject")}", organizer);
        mail["@odata.type"] = "#microsoft.graph.eventMessageResponse";
        mail["responseType"] = response;
        mail["from"] = Json.Recipient(box.Address, box.DisplayName);
        mail["sender"] = Json.Recipient(box.Address, box.DisplayName);
        mail["body"] = new JsonObject { ["contentType"] = "text", ["content"] = comment };
        if (proposed is not null)
        {
            mail["proposedNewTime"] = proposed.DeepClone();
        }

        if (Find(organizer) is null)
        {
            outbox.Add(new SentMail(Clock.GetCurrentInstant(), box.Address, organizer, mail));
            return;
        }

        Later(() =>
        {
            if (Organised(copy) is ({ } to, { } item))
            {
                Answer(item, box.Address, response, proposed);
                Post(to, mail, item.ICalUId);
            }
        });
    }

    /// <summary>Notes an attendee's answer in the organiser's copy.</summary>
    private void Answer(CalendarEvent item, string attendee, string response, JsonObject? proposed)
    {
        if (Organised(item).Box is not { } box
            || item.Resource.Parts("attendees").FirstOrDefault(known => string.Equals(known.Address(), attendee, StringComparison.OrdinalIgnoreCase)) is not { } entry)
        {
            return;
        }

        entry["status"] = Status(response, Json.Ticks(Clock.GetCurrentInstant()));
        entry.Remove("proposedNewTime");
        if (proposed is not null)
        {
            entry["proposedNewTime"] = new JsonObject
            {
                ["start"] = TimeZones.Write(TimeZones.Read(proposed.Part("start"), "start").Instant, "UTC"),
                ["end"] = TimeZones.Write(TimeZones.Read(proposed.Part("end"), "end").Instant, "UTC"),
            };
        }

        Touch(box, item);
    }

    private void Post(Mailbox to, JsonObject mail, string iCalUId)
    {
        var kept = Keep(to, to.Folder("inbox"), mail, draft: false);
        kept.ICalUId = iCalUId;
    }

    /// <summary>The mail about a meeting: Graph's <c>eventMessage</c> and its kinds (https://learn.microsoft.com/graph/api/resources/eventmessage).</summary>
    private static JsonObject MeetingMail(CalendarEvent item, string type, string subject, string to) => new()
    {
        ["@odata.type"] = type == "meetingRequest" ? "#microsoft.graph.eventMessageRequest" : "#microsoft.graph.eventMessage",
        ["subject"] = subject,
        ["body"] = item.Resource["body"]?.DeepClone(),
        ["importance"] = item.Resource.Text("importance"),
        ["from"] = item.Resource["organizer"]?.DeepClone(),
        ["sender"] = item.Resource["organizer"]?.DeepClone(),
        ["toRecipients"] = new JsonArray(Json.Recipient(to, null)),
        ["meetingMessageType"] = type,
        ["type"] = item.Resource.Text("type"),
        ["isOutOfDate"] = false,
        ["isAllDay"] = item.IsAllDay,
        ["isDelegated"] = false,
        ["startDateTime"] = TimeZones.Write(item.Start, "UTC"),
        ["endDateTime"] = TimeZones.Write(item.End, "UTC"),
        ["location"] = item.Resource["location"]?.DeepClone(),
        ["recurrence"] = item.Resource["recurrence"]?.DeepClone(),
    };
}
