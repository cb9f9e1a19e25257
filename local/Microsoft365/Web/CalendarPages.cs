using NodaTime;
using NodaTime.Text;

namespace Heldspace.Local.Microsoft365.Web;

/// <summary>A calendar week by week, one event, and what people do with it.</summary>
internal sealed class CalendarPages(Tenant tenant)
{
    private const int FirstHour = 7;
    private const int Hours = 14;
    private static readonly LocalDatePattern DayPattern = LocalDatePattern.CreateWithInvariantCulture("ddd d MMM");
    private static readonly LocalTimePattern Clock = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    public string Week(Mailbox box, string? week)
    {
        var today = Heldspace.Time.London.Day(tenant.Clock.GetCurrentInstant());
        var parsed = LocalDatePattern.Iso.Parse(week ?? "");
        var asked = parsed.Success ? parsed.Value : today;
        var monday = asked.PlusDays(1 - (int)asked.DayOfWeek);
        var days = Enumerable.Range(0, 7).Select(monday.PlusDays).ToList();
        var link = Layout.Link("calendar", box.Address);
        return Layout.Page($"Week of {DayPattern.Format(monday)} – {box.DisplayName}", Markup.Of($"""
            <h1>{box.DisplayName}: week of {DayPattern.Format(monday)} {monday.Year}</h1>
            <p><a href="{link}?week={LocalDatePattern.Iso.Format(monday.PlusDays(-7))}">← Week before</a> · <a href="{link}">This week</a> · <a href="{link}?week={LocalDatePattern.Iso.Format(monday.PlusDays(7))}">Week after →</a></p>
            <div class="scroll"><div class="week">
            <div class="head"></div>{Markup.Join(days.Select(day => Markup.Of($"""<div class="head{(day == today ? " today" : "")}">{DayPattern.Format(day)}</div>""")))}
            <div class="allday"></div>{Markup.Join(days.Select(day => Markup.Of($"""<div class="allday">{Markup.Join(Of(box, day).Where(static item => item.Event.IsAllDay).Select(item => Entry(box, item, "")))}</div>""")))}
            <div class="hours" aria-hidden="true">{Markup.Join(Enumerable.Range(1, Hours - 1).Select(static hour => Markup.Of($"""<span style="top:{Percent(hour * 60)}">{Clock.Format(new LocalTime(FirstHour + hour, 0))}</span>""")))}</div>
            {Markup.Join(days.Select(day => Markup.Of($"""<div class="day">{Markup.Join(Placed(box, day))}</div>""")))}
            </div></div>
            <p class="key note"><span class="event">Busy</span><span class="event tentative">Tentative</span><span class="event oof">Out of office</span><span class="event free">Free</span> Times are London's.</p>
            <h2>Block out time</h2>
            <form class="card" method="post" action="{link}/block">
            <label for="subject">Subject</label><input id="subject" name="subject" value="Busy">
            <label for="start">From</label><input id="start" name="start" type="datetime-local" value="{Site.Field(Heldspace.Time.London.At(asked, new LocalTime(9, 0)))}" required>
            <label for="end">Until</label><input id="end" name="end" type="datetime-local" value="{Site.Field(Heldspace.Time.London.At(asked, new LocalTime(10, 0)))}" required>
            <label for="showAs">Show as</label><select id="showAs" name="showAs"><option value="busy">Busy</option><option value="tentative">Tentative</option><option value="oof">Out of office</option><option value="free">Free</option></select>
            <p><button>Block out</button></p>
            </form>
            """), box.Address, "calendar");
    }

    public string Event(Mailbox box, string id)
    {
        var item = MailPages.Known(() => box.Event(id));
        var resource = item.Resource;
        var organizer = resource.Part("organizer")?.Part("emailAddress");
        return Layout.Page(resource.Text("subject") ?? "Event", Markup.Of($"""
            <h1>{(resource.Text("subject") is { Length: > 0 } subject ? subject : "(no subject)")}</h1>
            <dl>
            <dt>When</dt><dd>{When(item)}{(item.Recurrence is null ? "" : ", repeating")}</dd>
            <dt>Where</dt><dd>{resource.Part("location")?.Text("displayName")}</dd>
            <dt>Organiser</dt><dd>{organizer?.Text("name")} ({organizer?.Text("address")})</dd>
            <dt>Shown as</dt><dd>{item.ShowAs}, {resource.Text("sensitivity")}{(item.IsCancelled ? ", cancelled" : "")}</dd>
            <dt>Own answer</dt><dd>{item.Response}</dd>
            </dl>
            {Attendees(item)}
            <div class="card" style="white-space:pre-wrap;overflow-wrap:anywhere">{PlainText.Of(resource.Part("body")?.Text("content") ?? "", resource.Part("body")?.Text("contentType") == "html")}</div>
            <h2>Do</h2>
            {(item.IsOrganizer ? Organise(box, item) : Answer(box, item))}
            """), box.Address, "calendar");
    }

    public string Block(Mailbox box, IFormCollection form)
    {
        var (start, end) = (Site.Time(form, "start"), Site.Time(form, "end"));
        tenant.Block(box.Address, start, end, form["subject"].ToString(), form["showAs"].ToString() is { Length: > 0 } showAs && Shapes.IsMember("showAs", showAs) ? showAs : "busy");
        return WeekOf(box, start);
    }

    public string Act(Mailbox box, string id, string action, IFormCollection form)
    {
        var start = MailPages.Known(() => box.Event(id)).Start;
        var comment = form["comment"].ToString();
        switch (action)
        {
            case "accept":
                tenant.Accept(box.Address, id, comment);
                break;
            case "tentative":
                tenant.AcceptTentatively(box.Address, id, comment);
                break;
            case "decline":
                tenant.Decline(box.Address, id, comment);
                break;
            case "propose":
                tenant.Propose(box.Address, id, Site.Time(form, "start"), Site.Time(form, "end"), comment);
                break;
            case "move":
                tenant.Move(box.Address, id, start = Site.Time(form, "start"), Site.Time(form, "end"));
                break;
            case "cancel":
                tenant.Cancel(box.Address, id, comment);
                break;
            case "delete":
                tenant.Delete(box.Address, id);
                break;
            default:
                throw new KeyNotFoundException();
        }

        return WeekOf(box, start);
    }

    private static string When(CalendarEvent item)
    {
        var zone = item.IsAllDay ? DateTimeZone.Utc : Heldspace.Time.London.Zone;
        var (start, end) = (item.Start.InZone(zone), (item.IsAllDay ? item.End - Duration.FromDays(1) : item.End).InZone(zone));
        return (item.IsAllDay, start.Date == end.Date) switch
        {
            (true, true) => $"{DayPattern.Format(start.Date)}, all day",
            (true, false) => $"{DayPattern.Format(start.Date)} to {DayPattern.Format(end.Date)}, all day",
            (false, true) => $"{Site.Words(item.Start)}–{Clock.Format(end.TimeOfDay)}",
            _ => $"{Site.Words(item.Start)} to {Site.Words(item.End)}",
        };
    }

    private static string WeekOf(Mailbox box, Instant at) =>
        $"{Layout.Link("calendar", box.Address)}?week={LocalDatePattern.Iso.Format(Heldspace.Time.London.Day(at))}";

    private static IEnumerable<(CalendarEvent Event, Instant Start, Instant End, LocalDate? Date)> Of(Mailbox box, LocalDate day)
    {
        var (from, to) = (day.AtStartOfDayInZone(Heldspace.Time.London.Zone).ToInstant(), day.PlusDays(1).AtStartOfDayInZone(Heldspace.Time.London.Zone).ToInstant());
        var utc = day.AtMidnight().InUtc().ToInstant();
        return box.Between(Instant.Min(from, utc), Instant.Max(to, utc + Duration.FromDays(1)))
            .Where(item => item.Event.IsAllDay ? item.Start < utc + Duration.FromDays(1) && item.End > utc : item.Start < to && item.End > from);
    }

    /// <summary>The day's events at their hour, beside each other where they overlap. What lies before or after the hours shown is drawn at the edge.</summary>
    private static IEnumerable<Markup> Placed(Mailbox box, LocalDate day)
    {
        var items = Of(box, day).Where(static item => !item.Event.IsAllDay).ToList();
        var lanes = new List<(Instant Free, List<int> Items)>();
        for (var i = 0; i < items.Count; i++)
        {
            var lane = lanes.FindIndex(lane => lane.Free <= items[i].Start);
            if (lane < 0)
            {
                lanes.Add((items[i].End, [i]));
            }
            else
            {
                lanes[lane].Items.Add(i);
                lanes[lane] = lanes[lane] with { Free = items[i].End };
            }
        }

        for (var lane = 0; lane < lanes.Count; lane++)
        {
            foreach (var index in lanes[lane].Items)
            {
                var item = items[index];
                var from = Math.Clamp(Minutes(item.Start, day), 0, (Hours * 60) - 15);
                var to = Math.Clamp(Minutes(item.End, day), from + 15, Hours * 60);
                yield return Entry(box, item, $"top:{Percent(from)};height:{Percent(to - from)};left:{100 * lane / lanes.Count}%;width:{100 / lanes.Count}%");
            }
        }
    }

    private static int Minutes(Instant at, LocalDate day)
    {
        var local = at.InZone(Heldspace.Time.London.Zone).LocalDateTime;
        var days = Period.DaysBetween(day, local.Date);
        return (days * 24 * 60) + (local.Hour * 60) + local.Minute - (FirstHour * 60);
    }

    private static string Percent(int minutes) => FormattableString.Invariant($"{100.0 * minutes / (Hours * 60):0.##}%");

    private static Markup Entry(Mailbox box, (CalendarEvent Event, Instant Start, Instant End, LocalDate? Date) item, string style)
    {
        var subject = item.Event.Resource.Text("subject") is { Length: > 0 } text ? text : "(no subject)";
        var kind = item.Event.IsCancelled ? "cancelled" : item.Event.ShowAs;
        var times = item.Event.IsAllDay
            ? ""
            : $"{Clock.Format(item.Start.InZone(Heldspace.Time.London.Zone).TimeOfDay)}–{Clock.Format(item.End.InZone(Heldspace.Time.London.Zone).TimeOfDay)} ";
        return Markup.Of($"""<a class="event {kind}" style="{style}" href="{Layout.Link("calendar", box.Address, item.Event.ImmutableId)}" title="{times}{subject}">{times}{subject}</a>""");
    }

    private static Markup Attendees(CalendarEvent item)
    {
        var attendees = item.Resource.Parts("attendees").ToList();
        return attendees.Count == 0 ? default : Markup.Of($"""
            <div class="scroll"><table><thead><tr><th scope="col">Invited</th><th scope="col">As</th><th scope="col">Answer</th></tr></thead>
            <tbody>{Markup.Join(attendees.Select(static attendee => Markup.Of($"<tr><td>{attendee.Part("emailAddress")?.Text("name")} ({attendee.Address()})</td><td>{attendee.Text("type")}</td><td>{attendee.Part("status")?.Text("response")}{Proposed(attendee.Part("proposedNewTime"))}</td></tr>")))}</tbody></table></div>
            """);
    }

    private static string Proposed(System.Text.Json.Nodes.JsonObject? slot) =>
        slot is null ? "" : $", proposes {Site.Words(TimeZones.Read(slot.Part("start"), "start").Instant)}";

    private static Markup Organise(Mailbox box, CalendarEvent item)
    {
        var link = Layout.Link("calendar", box.Address, item.ImmutableId);
        return Markup.Of($"""
            <form class="card" method="post" action="{link}/move">{Slot(item)}<p><button>Move</button></p></form>
            <form class="card" method="post" action="{link}/cancel"><label for="comment">A word to those invited</label><input id="comment" name="comment" class="wide"><p><button>Cancel the meeting</button></p></form>
            <form method="post" action="{link}/delete"><button class="plain">Delete</button></form>
            """);
    }

    private static Markup Answer(Mailbox box, CalendarEvent item)
    {
        var link = Layout.Link("calendar", box.Address, item.ImmutableId);
        return Markup.Of($"""
            <form class="card" method="post" action="{link}/accept"><label for="comment">A word to the organiser</label><input id="comment" name="comment" class="wide">
            <p><button>Accept</button> <button class="plain" formaction="{link}/tentative">Accept tentatively</button> <button class="plain" formaction="{link}/decline">Decline</button></p></form>
            <form class="card" method="post" action="{link}/propose">{Slot(item)}<p><button>Propose this time</button></p></form>
            <form method="post" action="{link}/delete"><button class="plain">Delete from this calendar only</button></form>
            """);
    }

    private static Markup Slot(CalendarEvent item) => Markup.Of($"""
        <label for="start">From</label><input id="start" name="start" type="datetime-local" value="{Site.Field(item.Start)}" required>
        <label for="end">Until</label><input id="end" name="end" type="datetime-local" value="{Site.Field(item.End)}" required>
        """);
}
