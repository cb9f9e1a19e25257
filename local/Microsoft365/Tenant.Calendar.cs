using System.Text.Json.Nodes;
using NodaTime;

namespace Heldspace.Local.Microsoft365;

/// <summary>Calendars: keeping, changing and removing one person's copy of an event.</summary>
public sealed partial class Tenant
{
    private const string NoTime = "0001-01-01T00:00:00Z";

    internal void Check(CalendarEvent item, string? ifMatch)
    {
        if (ifMatch is not null and not "*" && ifMatch != ETag(item.Version))
        {
            throw GraphError.Conflict();
        }
    }

    /// <summary>Keeps an event that its owner organises, and invites whom it names.</summary>
    internal CalendarEvent Organise(Mailbox box, JsonObject given, string? createdFrom = null)
    {
        if (given["start"] is not JsonObject || given["end"] is not JsonObject)
        {
            throw new GraphError(400, "ErrorPropertyValidationFailure", "At least one property failed validation.");
        }

        var serial = box.LastSerial + 1;
        var organizer = Json.Recipient(box.Address, box.DisplayName);
        var attendees = given.Parts("attendees").Select(attendee => (JsonNode?)Attendee(attendee, null)).ToArray();
        var item = NewCopy(box, given, $"040000008200E00074C5B7101A82E008{box.Number:X16}{serial:X16}", isOrganizer: true, organizer, attendees, createdFrom);
        item.Resource["responseStatus"] = new JsonObject { ["response"] = attendees.Count > 0 ? "organizer" : "none", ["time"] = NoTime };
        SetExtended(item.Extended, given);
        Enter(box, item);
        Invite(box, item, [.. Attendees(item)], timesChanged: true);
        return item;
    }

    /// <summary>Changes an event. The organiser's changes reach everybody who is invited; anybody else's stay in their own copy.</summary>
    internal void Update(Mailbox box, CalendarEvent item, JsonObject changes)
    {
        if (changes.ContainsKey("transactionId"))
        {
            throw new GraphError(400, "ErrorInvalidPropertySet", "The transactionId of an event cannot be changed.");
        }

        var invited = Attendees(item).ToList();
        var (start, end) = (item.Start, item.End);
        Unlist(box, item, () =>
        {
            foreach (var (name, value) in changes)
            {
                if (EventOwnProperties.Contains(name) || name is "start" or "end" or "attendees" or "recurrence" or "body" or "locations")
                {
                    continue;
                }

                item.Resource[name] = value?.DeepClone();
            }

            if (changes.Part("body") is { } body)
            {
                SetBody(item, body);
            }

            if (changes.ContainsKey("location"))
            {
                SetLocation(item.Resource);
            }

            if (changes.ContainsKey("start") || changes.ContainsKey("end") || changes.ContainsKey("recurrence") || changes.ContainsKey("isAllDay"))
            {
                SetTimes(item, changes);
            }

            if (changes["attendees"] is JsonArray && item.IsOrganizer)
            {
                var before = item.Resource.Parts("attendees").ToDictionary(static known => known.Address() ?? "", StringComparer.OrdinalIgnoreCase);
                item.Resource["attendees"] = changes.Parts("attendees")
                    .Select(attendee => (JsonNode?)Attendee(attendee, before.GetValueOrDefault(attendee.Address() ?? ""))).ToArray();
            }

            SetExtended(item.Extended, changes);
        });

        if (item.IsOrganizer && changes.Any(static pair => Shared.Contains(pair.Key)))
        {
            var moved = item.Start != start || item.End != end;
            if (moved)
            {
                foreach (var attendee in item.Resource.Parts("attendees"))
                {
                    attendee["status"] = Status("none", NoTime);
                    attendee.Remove("proposedNewTime");
                }
            }

            var now = Attendees(item).ToList();
            Uninvite(box, item, [.. invited.Except(now, StringComparer.OrdinalIgnoreCase)], "");
            Invite(box, item, now, moved);
        }

        Touch(box, item);
    }

    /// <summary>Removes an event. If its owner organises it, everybody invited is told it is cancelled.</summary>
    internal void Remove(Mailbox box, CalendarEvent item, string comment = "")
    {
        if (item.IsOrganizer && !item.IsCancelled)
        {
            Uninvite(box, item, [.. Attendees(item)], comment);
        }

        box.Unindex(item);
        item.Version = NextVersion();
        box.CalendarLog.Add(item, removed: true);
        Notify(box, item, "deleted");
    }

    /// <summary>Removes one occurrence of a series.</summary>
    internal void RemoveOccurrence(Mailbox box, CalendarEvent series, LocalDate date)
    {
        series.Removed.Add(date);
        if (series.IsOrganizer)
        {
            Invite(box, series, [.. Attendees(series)], timesChanged: false);
        }

        Touch(box, series);
    }

    internal void Touch(Mailbox box, CalendarEvent item)
    {
        item.Version = NextVersion();
        item.Resource["lastModifiedDateTime"] = Json.Ticks(Clock.GetCurrentInstant());
        box.CalendarLog.Add(item);
        Notify(box, item, "updated");
    }

    internal static IEnumerable<string> Attendees(CalendarEvent item) =>
        item.Resource.Parts("attendees").Select(static attendee => attendee.Address()).OfType<string>();

    private CalendarEvent NewCopy(Mailbox box, JsonObject given, string iCalUId, bool isOrganizer, JsonObject organizer, JsonArray attendees, string? createdFrom)
    {
        var serial = ++box.LastSerial;
        var now = Json.Ticks(Clock.GetCurrentInstant());
        var resource = new JsonObject
        {
            ["createdDateTime"] = now,
            ["lastModifiedDateTime"] = now,
            ["categories"] = given["categories"]?.DeepClone() ?? new JsonArray(),
            ["transactionId"] = isOrganizer ? given.Text("transactionId") : null,
            ["originalStartTimeZone"] = null,
            ["originalEndTimeZone"] = null,
            ["iCalUId"] = iCalUId,
            ["reminderMinutesBeforeStart"] = given.Number("reminderMinutesBeforeStart") ?? 15,
            ["isReminderOn"] = given.Flag("isReminderOn") ?? true,
            ["hasAttachments"] = false,
            ["subject"] = given.Text("subject") ?? "",
            ["bodyPreview"] = "",
            ["importance"] = given.Text("importance") ?? "normal",
            ["sensitivity"] = given.Text("sensitivity") ?? "normal",
            ["isAllDay"] = given.Flag("isAllDay") ?? false,
            ["isCancelled"] = false,
            ["isOrganizer"] = isOrganizer,
            ["responseRequested"] = given.Flag("responseRequested") ?? true,
            ["seriesMasterId"] = null,
            ["showAs"] = given.Text("showAs") ?? "busy",
            ["type"] = given["recurrence"] is null ? "singleInstance" : "seriesMaster",
            ["webLink"] = WebLink("calendar", Identifiers.Immutable(box.Number, 'E', serial)),
            ["onlineMeetingUrl"] = null,
            ["isOnlineMeeting"] = given.Flag("isOnlineMeeting") ?? false,
            ["onlineMeetingProvider"] = given.Text("onlineMeetingProvider") ?? "unknown",
            ["allowNewTimeProposals"] = given.Flag("allowNewTimeProposals") ?? true,
            ["hideAttendees"] = given.Flag("hideAttendees") ?? false,
            ["isDraft"] = false,
            ["responseStatus"] = Status("none", NoTime),
            ["body"] = null,
            ["start"] = null,
            ["end"] = null,
            ["location"] = given["location"]?.DeepClone(),
            ["locations"] = new JsonArray(),
            ["recurrence"] = null,
            ["attendees"] = attendees,
            ["organizer"] = organizer,
            ["onlineMeeting"] = null,
        };
        foreach (var (name, value) in given)
        {
            if (!resource.ContainsKey(name) && !EventOwnProperties.Contains(name))
            {
                resource[name] = value?.DeepClone();
            }
        }

        var item = new CalendarEvent(serial, resource)
        {
            Id = Identifiers.Default(box.Number, 'E', 1, serial),
            ImmutableId = Identifiers.Immutable(box.Number, 'E', serial),
            ICalUId = iCalUId,
            IsOrganizer = isOrganizer,
            CreatedFrom = createdFrom,
            Version = NextVersion(),
        };
        SetBody(item, given.Part("body"));
        SetLocation(resource);
        SetTimes(item, given);
        return item;
    }

    private void Enter(Mailbox box, CalendarEvent item)
    {
        box.Index(item);
        box.CalendarLog.Add(item);
        Notify(box, item, "created");
    }

    private static void Unlist(Mailbox box, CalendarEvent item, Action change)
    {
        box.Unindex(item);
        try
        {
            change();
        }
        finally
        {
            box.Index(item);
        }
    }

    private void Notify(Mailbox box, CalendarEvent item, string change) =>
        Noticed?.Invoke(new Notice(box, "Event", null, change, item.Id, item.ImmutableId, ETag(item.Version)));

    private static void SetBody(CalendarEvent item, JsonObject? body)
    {
        var html = body?.Text("contentType") is null or "html";
        var content = body?.Text("content") ?? "";
        item.Resource["body"] = new JsonObject { ["contentType"] = html ? "html" : "text", ["content"] = content };
        item.Resource["bodyPreview"] = PlainText.Preview(content, html);
    }

    private static void SetLocation(JsonObject resource)
    {
        var location = resource.Part("location");
        var name = location?.Text("displayName") ?? "";
        var complete = new JsonObject
        {
            ["displayName"] = name,
            ["locationType"] = location?.Text("locationType") ?? "default",
            ["uniqueId"] = name,
            ["uniqueIdType"] = name.Length > 0 ? "private" : "unknown",
            ["address"] = location?["address"]?.DeepClone() ?? new JsonObject(),
            ["coordinates"] = location?["coordinates"]?.DeepClone() ?? new JsonObject(),
        };
        if (location?.Text("locationEmailAddress") is { } address)
        {
            complete["locationEmailAddress"] = address;
        }

        resource["location"] = complete;
        resource["locations"] = name.Length > 0 ? new JsonArray(complete.DeepClone()) : new JsonArray();
    }

    /// <summary>Takes start, end and recurrence from what is given, each where it is given.</summary>
    private static void SetTimes(CalendarEvent item, JsonObject given)
    {
        var start = given["start"] is JsonObject s ? TimeZones.Read(s, "start") : (Local: item.LocalStart, Instant: item.Start, item.Zone);
        var end = given["end"] is JsonObject e ? TimeZones.Read(e, "end") : (Local: item.LocalEnd, Instant: item.End, Zone: item.EndZone);
        if (item.IsAllDay)
        {
            if (start.Local.TimeOfDay != LocalTime.Midnight || end.Local.TimeOfDay != LocalTime.Midnight)
            {
                throw new GraphError(400, "ErrorPropertyValidationFailure", "The Event.Start property for an all-day event needs to be set to midnight.");
            }

            start.Instant = start.Local.InUtc().ToInstant();
            end.Instant = end.Local.InUtc().ToInstant();
        }

        if (end.Instant < start.Instant || (item.IsAllDay && end.Instant == start.Instant))
        {
            throw new GraphError(400, "ErrorCalendarEndDateIsEarlierThanStartDate", "The end date is earlier than the start date.");
        }

        var recurrence = given.ContainsKey("recurrence") ? given.Part("recurrence") : item.Resource.Part("recurrence");
        item.Recurrence = Recurrence.Read(recurrence, start.Local.Date);
        (item.Start, item.LocalStart, item.Zone) = (start.Instant, start.Local, start.Zone);
        (item.End, item.LocalEnd, item.EndZone) = (end.Instant, end.Local, end.Zone);
        item.Resource["recurrence"] = recurrence?.DeepClone();
        item.Resource["type"] = recurrence is null ? "singleInstance" : "seriesMaster";
        item.Resource["originalStartTimeZone"] = start.Zone;
        item.Resource["originalEndTimeZone"] = end.Zone;
    }

    private JsonObject Attendee(JsonObject given, JsonObject? known)
    {
        if (given.Address() is not { Length: > 0 } address)
        {
            throw new GraphError(400, "ErrorInvalidRecipients", "At least one recipient is not valid.");
        }

        return new JsonObject
        {
            ["type"] = given.Text("type") ?? "required",
            ["status"] = known?["status"]?.DeepClone() ?? Status("none", NoTime),
            ["emailAddress"] = new JsonObject { ["name"] = given.Part("emailAddress")!.Text("name") ?? Find(address)?.DisplayName ?? address, ["address"] = address },
        };
    }

    private static JsonObject Status(string response, string time) => new() { ["response"] = response, ["time"] = time };

    /// <summary>Follow from whose copy it is, or are kept apart.</summary>
    private static readonly HashSet<string> EventOwnProperties =
    [
        "id", "changeKey", "iCalUId", "isOrganizer", "isCancelled", "isDraft", "organizer", "responseStatus", "type", "seriesMasterId", "createdDateTime", "lastModifiedDateTime",
        "bodyPreview", "webLink", "originalStartTimeZone", "originalEndTimeZone", "singleValueExtendedProperties", "attachments", "hasAttachments", "@odata.etag", "@odata.context", "@odata.type",
        "start@odata.type", "end@odata.type", "cancelledOccurrences",
    ];

    /// <summary>What an organiser's change of makes an update to everybody invited.</summary>
    private static readonly HashSet<string> Shared =
    [
        "subject", "body", "start", "end", "location", "locations", "attendees", "recurrence", "isAllDay", "sensitivity", "importance", "responseRequested", "allowNewTimeProposals", "hideAttendees",
    ];
}
