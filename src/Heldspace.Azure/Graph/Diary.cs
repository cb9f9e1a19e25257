using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using Heldspace.Intake;
using Heldspace.Time;
using Microsoft.Kiota.Abstractions;
using NodaTime;
using NodaTime.Text;
using Models = Microsoft.Graph.Models;

namespace Heldspace.Azure.Graph;

/// <summary>
/// People's and rooms' own calendars: what is free, and appointments written, changed, removed and read again.
/// Every method throws <see cref="GraphFault"/> where Graph fails or refuses.
/// </summary>
public sealed class Diary(GraphConnection graph)
{
    private static readonly LocalDateTimePattern Seconds = LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm':'ss");

    private static readonly string[] Read = ["id", "iCalUId", "start", "end", "showAs", "isCancelled", "isAllDay", "createdDateTime"];

    private static readonly string[] ReadWithAnswers = [.. Read, "type", "attendees"];

    private readonly Availabilities _availabilities = new(graph);

    /// <summary>When each of several mailboxes is taken. One call for up to 20 mailboxes and 61 days; more of either are asked in slices.</summary>
    /// <param name="asker">A mailbox in whose name Graph is asked; it sees what the directory lets it see.</param>
    /// <param name="window">Widened to whole quarter hours.</param>
    /// <returns>An answer for every mailbox asked about.</returns>
    public Task<ImmutableDictionary<EmailAddress, Availability>> FreeTime(
        EmailAddress asker, IReadOnlyCollection<EmailAddress> mailboxes, Interval window, CancellationToken cancellation) =>
        _availabilities.Ask(asker, mailboxes, window, cancellation);

    /// <summary>
    /// Writes an appointment and invites its attendees, once for a transaction id however often it is asked. Where no answer comes the calendar is asked
    /// for the marker; only what is not there is posted again, under the same transaction id.
    /// </summary>
    /// <exception cref="GraphFault">With <see cref="GraphFault.OutcomeUnknown"/>: it may be in the calendar. Ask again with the same entry.</exception>
    /// <exception cref="RecipientRefused">It invites somebody whom this deployment may not write to.</exception>
    public async Task<Booking> Book(EmailAddress mailbox, CalendarEntry entry, CancellationToken cancellation)
    {
        graph.Options.MustAllow(entry.Attendees.Select(invited => invited.Address));
        try
        {
            return await Post(mailbox, entry, cancellation);
        }
        catch (GraphFault fault) when (fault.OutcomeUnknown)
        {
            if (await BookedAlready(mailbox, entry, cancellation) is { } booked)
            {
                return booked;
            }
        }

        return await Post(mailbox, entry, cancellation);
    }

    /// <summary>Changes time, people, place, text and marker of an entry; people invited are told by Outlook. Doing it again changes nothing.</summary>
    /// <exception cref="RecipientRefused">It invites somebody whom this deployment may not write to.</exception>
    public async Task<EntryUpdate> Update(EmailAddress mailbox, string eventId, CalendarEntry entry, CancellationToken cancellation)
    {
        graph.Options.MustAllow(entry.Attendees.Select(invited => invited.Address));
        try
        {
            var request = graph.Client.Users[mailbox.Text].Events[eventId].ToPatchRequestInformation(Event(entry));
            using var answer = await graph.Ask(request, mailbox, Repeat.Always, cancellation);
            return EntryUpdate.Updated;
        }
        catch (GraphFault fault) when (fault.IsNotFound)
        {
            return EntryUpdate.Gone;
        }
    }

    /// <summary>Takes an entry out and tells the people invited. One that is gone is fine.</summary>
    public async Task Remove(EmailAddress mailbox, string eventId, CancellationToken cancellation)
    {
        var item = graph.Client.Users[mailbox.Text].Events[eventId];
        try
        {
            using var cancelled = await graph.Ask(item.Cancel.ToPostRequestInformation(new()), mailbox, Repeat.Always, cancellation);
        }
        catch (GraphFault fault) when (fault.IsNotFound)
        {
            // That is what was wanted.
        }
        catch (GraphFault fault) when (fault.Status == HttpStatusCode.BadRequest)
        {
            // An entry without attendees is no meeting and can only be deleted: https://learn.microsoft.com/graph/api/event-cancel
            await Delete(mailbox, item.ToDeleteRequestInformation(), cancellation);
        }
    }

    /// <summary>What stands in a calendar at any moment of a time, ours and everybody's. One call for up to 100 entries.</summary>
    public Task<ImmutableArray<CalendarItem>> Overlapping(EmailAddress mailbox, Interval time, CancellationToken cancellation) =>
        View(mailbox, time, Read, cancellation);

    /// <summary>
    /// As <see cref="Overlapping"/>, with what those invited answered, and an answer for a mailbox that is gone. A view that is not found has no mailbox, whatever
    /// the code: <c>ErrorInvalidUser</c>, <c>ResourceNotFound</c>, <c>MailboxNotEnabledForRESTAPI</c>. https://learn.microsoft.com/graph/errors
    /// </summary>
    public async Task<DiaryLook> Look(EmailAddress mailbox, Interval time, CancellationToken cancellation)
    {
        try
        {
            return new DiaryLook.Seen(await View(mailbox, time, ReadWithAnswers, cancellation));
        }
        catch (GraphFault fault) when (fault.IsNotFound)
        {
            return new DiaryLook.NoMailbox();
        }
    }

    /// <summary>One entry with what those invited answered, wherever it was moved to; null where it is gone.</summary>
    public async Task<CalendarItem?> Find(EmailAddress mailbox, string eventId, CancellationToken cancellation)
    {
        var request = graph.Client.Users[mailbox.Text].Events[eventId].ToGetRequestInformation(asked =>
        {
            asked.QueryParameters.Select = ReadWithAnswers;
            asked.QueryParameters.Expand = [NamedProperty.Appointment.Expand];
            asked.Headers.Add("Prefer", "outlook.timezone=\"UTC\"");
        });
        try
        {
            using var found = await graph.Ask(request, mailbox, Repeat.Always, cancellation);
            return Item(found.RootElement);
        }
        catch (GraphFault fault) when (fault.IsNotFound)
        {
            return null;
        }
    }

    private async Task<ImmutableArray<CalendarItem>> View(EmailAddress mailbox, Interval time, string[] select, CancellationToken cancellation)
    {
        var request = graph.Client.Users[mailbox.Text].CalendarView.ToGetRequestInformation(asked =>
        {
            asked.QueryParameters.StartDateTime = InstantPattern.General.Format(time.Start);
            asked.QueryParameters.EndDateTime = InstantPattern.General.Format(time.End);
            asked.QueryParameters.Select = select;
            asked.QueryParameters.Expand = [NamedProperty.Appointment.Expand];
            asked.QueryParameters.Top = 100;
            asked.Headers.Add("Prefer", "outlook.timezone=\"UTC\"");
        });
        var items = await Items(request, mailbox, cancellation);

        // Graph counts an entry that ends when the time starts, and widens for whole days.
        return [.. items.Select(found => found.Item).Where(item => item.Time.Start < time.End && (item.Time.End > time.Start || item.Time.Start == time.Start))];
    }

    /// <summary>Entries of ours that bear a marker, oldest first: one, or none. A mailbox that is gone has none.</summary>
    public async Task<ImmutableArray<CalendarItem>> FindByMarker(EmailAddress mailbox, string marker, CancellationToken cancellation)
    {
        var request = graph.Client.Users[mailbox.Text].Events.ToGetRequestInformation(asked =>
        {
            asked.QueryParameters.Filter = NamedProperty.Appointment.Bears(marker);
            asked.QueryParameters.Select = ReadWithAnswers;
            asked.QueryParameters.Expand = [NamedProperty.Appointment.Expand];
            asked.Headers.Add("Prefer", "outlook.timezone=\"UTC\"");
        });
        var items = new List<(CalendarItem Item, Instant Created)>();
        try
        {
            items = await Items(request, mailbox, cancellation);
        }
        catch (GraphFault fault) when (fault.IsNotFound)
        {
            // There is nothing to find where nothing is.
        }

        return [.. items.OrderBy(found => found.Created).ThenBy(found => found.Item.EventId, StringComparer.Ordinal).Select(found => found.Item)];
    }

    private async Task<Booking> Post(EmailAddress mailbox, CalendarEntry entry, CancellationToken cancellation)
    {
        try
        {
            var asked = Event(entry);
            asked.TransactionId = entry.TransactionId;
            var request = graph.Client.Users[mailbox.Text].Events.ToPostRequestInformation(asked);

            // Where it may have been done, Book looks before it asks again.
            using var answer = await graph.Ask(request, mailbox, Repeat.WhenRefused, cancellation);
            return new Booking.Booked(
                answer.RootElement.Text("id")
                    ?? throw new GraphFault("An event was answered without its id.", null, null) { IsTransient = true, OutcomeUnknown = true },
                answer.RootElement.Text("iCalUId"));
        }
        catch (GraphFault fault) when (fault.Says("ErrorDuplicateTransactionId"))
        {
            return await BookedAlready(mailbox, entry, cancellation) ?? new Booking.Removed();
        }
        catch (GraphFault fault) when (fault.IsNotFound)
        {
            return new Booking.NoMailbox();
        }
    }

    private async Task<Booking?> BookedAlready(EmailAddress mailbox, CalendarEntry entry, CancellationToken cancellation)
    {
        var found = await FindByMarker(mailbox, entry.Marker, cancellation);
        return found.FirstOrDefault(item => !item.IsCancelled) is { } ours ? new Booking.Booked(ours.EventId, ours.ICalUId) : null;
    }

    private async Task Delete(EmailAddress mailbox, RequestInformation request, CancellationToken cancellation)
    {
        try
        {
            using var deleted = await graph.Ask(request, mailbox, Repeat.Always, cancellation);
        }
        catch (GraphFault fault) when (fault.IsNotFound)
        {
            // That is what was wanted.
        }
    }

    private async Task<List<(CalendarItem Item, Instant Created)>> Items(RequestInformation request, EmailAddress mailbox, CancellationToken cancellation)
    {
        var items = new List<(CalendarItem, Instant)>();
        await foreach (var found in graph.Pages(request, mailbox, cancellation))
        {
            items.Add((Item(found), found.Instant("createdDateTime") ?? Instant.MinValue));
        }

        return items;
    }

    private static CalendarItem Item(JsonElement found)
    {
        var wholeDays = found.IsTrue("isAllDay");
        var start = At(found, "start", wholeDays);
        var end = At(found, "end", wholeDays);
        return new(
            found.Text("id") ?? throw new GraphFault("An event came without its id.", null, null),
            found.Text("iCalUId"),
            new(start, end < start ? start : end),
            found.Text("showAs") ?? "unknown",
            found.IsTrue("isCancelled"),
            NamedProperty.Appointment.Of(found))
        {
            IsOfSeries = found.Text("type") is "occurrence" or "exception" or "seriesMaster",
            Answers = found.Each("attendees").Any() ? [.. found.Each("attendees").Select(Answer).OfType<InvitedsAnswer>()] : [],
        };
    }

    private static InvitedsAnswer? Answer(JsonElement attendee)
    {
        if (EmailAddress.TryParse(attendee.Get("emailAddress")?.Text("address")) is not { } address)
        {
            return null;
        }

        var status = attendee.Get("status");

        // Who has not answered did so in the year 1.
        var at = status?.Instant("time") is { } answered && answered > Instant.FromUnixTimeSeconds(0) ? answered : (Instant?)null;
        var proposed = attendee.Get("proposedNewTime") is { } time && Moment(time, "start") is { } start && Moment(time, "end") is { } end && start < end
            ? new Interval(start, end)
            : (Interval?)null;
        return new(address, status?.Text("response") ?? "none", at, proposed);
    }

    /// <summary>A time that somebody proposes; null where it is in no zone that is known, so that nothing is guessed.</summary>
    private static Instant? Moment(JsonElement slot, string name) =>
        slot.Get(name) is { } moment && LocalDateTimePattern.ExtendedIso.Parse((moment.Text("dateTime") ?? "").TrimEnd('Z')).TryGetValue(default, out var time)
            ? moment.Text("timeZone") switch
            {
                null or "UTC" => time.InUtc().ToInstant(),
                "GMT Standard Time" or "Europe/London" => London.At(time.Date, time.TimeOfDay),
                _ => null,
            }
            : null;

    /// <summary>
    /// Times are asked for in UTC. Whole days float: midnight means midnight where the service is. Outlook answers them as 00:00 whatever zone is asked for,
    /// or turned into UTC; both come out as the same London midnight.
    /// </summary>
    private static Instant At(JsonElement found, string name, bool wholeDays)
    {
        var text = found.Get(name)?.Text("dateTime") ?? "";
        if (!LocalDateTimePattern.ExtendedIso.Parse(text.TrimEnd('Z')).TryGetValue(default, out var time))
        {
            throw new GraphFault("An event came without its times.", null, null);
        }

        return wholeDays && time.TimeOfDay == LocalTime.Midnight ? London.At(time.Date, LocalTime.Midnight) : time.InUtc().ToInstant();
    }

    private static Models.Event Event(CalendarEntry entry) => new()
    {
        Subject = entry.Subject,
        Body = new() { ContentType = Models.BodyType.Html, Content = MailBody.Html(entry.Paragraphs) },
        Start = Moment(entry.Time.Start),
        End = Moment(entry.Time.End),
        Location = new() { DisplayName = entry.Location ?? "" },
        Attendees = [.. entry.Attendees.Select(Attendee)],
        Sensitivity = Models.Sensitivity.Private,
        ShowAs = Models.FreeBusyStatus.Busy,
        IsOnlineMeeting = false,
        IsReminderOn = entry.ReminderMinutes is not null,
        ReminderMinutesBeforeStart = entry.ReminderMinutes ?? 0,
        ResponseRequested = true,
        AllowNewTimeProposals = true,
        SingleValueExtendedProperties = NamedProperty.Appointment.Holding(entry.Marker),
    };

    private static Models.Attendee Attendee(Invited invited) => new()
    {
        EmailAddress = new() { Address = invited.Address.Text, Name = invited.Name },
        Type = invited.IsRoom ? Models.AttendeeType.Resource : Models.AttendeeType.Required,
    };

    /// <summary>
    /// In London's wall time under Windows' name for it, because Outlook prints an invitation in the zone it was written in. The hour that happens twice
    /// cannot be written so, and goes in UTC. https://learn.microsoft.com/graph/api/resources/datetimetimezone
    /// </summary>
    private static Models.DateTimeTimeZone Moment(Instant instant)
    {
        var local = instant.InZone(London.Zone).LocalDateTime;
        return London.Zone.MapLocal(local).Count == 1
            ? new() { DateTime = Seconds.Format(local), TimeZone = "GMT Standard Time" }
            : new() { DateTime = Seconds.Format(instant.InUtc().LocalDateTime), TimeZone = "UTC" };
    }
}
