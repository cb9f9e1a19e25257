using System.Security.Cryptography;
using System.Text.Json.Nodes;
using NodaTime;

namespace Heldspace.Local.Microsoft365;

/// <summary><c>events</c>, <c>calendarView</c> and the calendar itself.</summary>
internal sealed class CalendarApi(Tenant tenant)
{
    private readonly EventDelta delta = new(tenant);

    public GraphResponse Calendar(GraphRequest request, Mailbox box) => new(200, new JsonObject
    {
        ["@odata.context"] = GraphApi.Context(request, $"users('{Uri.EscapeDataString(box.Address)}')/calendar/$entity"),
        ["id"] = box.CalendarId,
        ["name"] = "Calendar",
        ["color"] = "auto",
        ["hexColor"] = "",
        ["isDefaultCalendar"] = true,
        ["changeKey"] = Tenant.ChangeKey(1),
        ["canShare"] = true,
        ["canViewPrivateItems"] = true,
        ["canEdit"] = true,
        ["allowedOnlineMeetingProviders"] = new JsonArray("teamsForBusiness"),
        ["defaultOnlineMeetingProvider"] = "teamsForBusiness",
        ["isTallyingResponses"] = true,
        ["isRemovable"] = false,
        ["owner"] = new JsonObject { ["name"] = box.DisplayName, ["address"] = box.Address },
    });

    public GraphResponse Events(GraphRequest request, Mailbox box, int at)
    {
        var path = request.Segments;
        if (path.Count == at)
        {
            return request.Method switch
            {
                "GET" => List(request, box),
                "POST" => Create(request, box),
                _ => throw GraphApi.NotAllowed(),
            };
        }

        if (Identifiers.TryOccurrence(path[at], out var serial, out var number))
        {
            return Occurrence(request, box, box.EventsBySerial.GetValueOrDefault(serial) ?? throw GraphError.NotFound(), EventShape.Date(number), at);
        }

        var item = box.Event(path[at]);
        if (path.Count == at + 1)
        {
            return One(request, box, item);
        }

        if (GraphApi.Is(path[at + 1], "instances") && request.Method == "GET")
        {
            var (from, to) = Window(request);
            var times = item.Within(from, to).Select(time => (item, time.Start, time.End, time.Date));
            return Page(request, box, times, "events");
        }

        return request.Method == "POST" && path.Count == at + 2
            ? Act(request, box, item, path[at + 1].ToLowerInvariant())
            : throw GraphError.NoResource(path[at + 1]);
    }

    public GraphResponse View(GraphRequest request, Mailbox box, int at)
    {
        if (request.Method != "GET")
        {
            throw GraphApi.NotAllowed();
        }

        if (request.Segments.Count > at)
        {
            return GraphApi.Is(request.Segments[at], "delta") ? delta.Answer(request, box) : throw GraphError.NoResource(request.Segments[at]);
        }

        var (from, to) = Window(request);
        return Page(request, box, box.Between(from, to), "calendarView");
    }

    /// <summary>The window that a calendar view must name.</summary>
    public static (Instant From, Instant To) Window(GraphRequest request)
    {
        if (request.Query["startDateTime"] is not { } from || request.Query["endDateTime"] is not { } to)
        {
            throw new GraphError(400, "ErrorInvalidParameter", "This request requires a time window specified by the query string parameters StartDateTime and EndDateTime.");
        }

        if (!Json.TryInstant(from, out var start) || !Json.TryInstant(to, out var end))
        {
            throw new GraphError(400, "ErrorInvalidParameter", "The value of the parameter StartDateTime or EndDateTime is invalid.");
        }

        return end > start ? (start, end) : throw new GraphError(400, "ErrorInvalidParameter", "The end of the time window must be after its start.");
    }

    private GraphResponse One(GraphRequest request, Mailbox box, CalendarEvent item)
    {
        switch (request.Method)
        {
            case "GET":
                request.Query.CheckSelect("event", "Event");
                return Entity(200, request, box, item);
            case "PATCH":
                tenant.Check(item, request["If-Match"]);
                tenant.Update(box, item, request.Checked("event"));
                return Entity(200, request, box, item);
            case "DELETE":
                tenant.Check(item, request["If-Match"]);
                tenant.Remove(box, item);
                return new GraphResponse(204);
            default:
                throw GraphApi.NotAllowed();
        }
    }

    private GraphResponse Occurrence(GraphRequest request, Mailbox box, CalendarEvent series, LocalDate date, int at)
    {
        if (request.Segments.Count > at + 1)
        {
            throw new GraphError(501, "NotImplemented", "This stand-in answers for a whole series only.");
        }

        var day = series.LocalStart.TimeOfDay.On(date).InUtc().ToInstant();
        var time = series.Within(day - Duration.FromDays(2), day + Duration.FromDays(2)).FirstOrDefault(found => found.Date == date);
        if (time.Date is null)
        {
            throw GraphError.NotFound();
        }

        switch (request.Method)
        {
            case "GET":
                var answer = EventShape.Answer(series, request.Query, ViewOf(request, box), time);
                answer.Insert(0, "@odata.context", Context(request, box, "events/$entity"));
                return new GraphResponse(200, answer);
            case "DELETE":
                tenant.RemoveOccurrence(box, series, date);
                return new GraphResponse(204);
            default:
                throw new GraphError(501, "NotImplemented", "This stand-in changes a whole series only.");
        }
    }

    private GraphResponse Act(GraphRequest request, Mailbox box, CalendarEvent item, string action)
    {
        switch (action)
        {
            case "cancel":
                tenant.Cancel(box, item, request.Checked("cancel").Parameter("comment").AsText() ?? "");
                return new GraphResponse(202);
            case "accept" or "decline" or "tentativelyaccept":
                var given = request.Checked(action == "accept" ? "accept" : "respond");
                var send = (given.Parameter("sendResponse") as JsonValue)?.GetValue<bool>() ?? true;
                tenant.Respond(box, item, action switch { "accept" => "accepted", "decline" => "declined", _ => "tentativelyAccepted" },
                    given.Parameter("comment").AsText() ?? "", send, given.Parameter("proposedNewTime") as JsonObject);
                return new GraphResponse(202);
            case "dismissreminder":
                item.Resource["isReminderOn"] = false;
                return new GraphResponse(202);
            default:
                throw GraphError.NoResource(action);
        }
    }

    private GraphResponse Create(GraphRequest request, Mailbox box)
    {
        var given = request.Checked("event");
        var content = Convert.ToHexString(SHA256.HashData(request.Body.Span));
        if (given.Text("transactionId") is { } transaction && box.EventsByTransaction.GetValueOrDefault(transaction) is { } known)
        {
            return known.CreatedFrom == content && box.Events.ContainsKey(known.Id)
                ? Entity(201, request, box, known)
                : throw new GraphError(409, "ErrorDuplicateTransactionId", "Your request can't be completed. The TransactionId specified in the request has already been used to create a different event.");
        }

        return Entity(201, request, box, tenant.Organise(box, given, content));
    }

    private static GraphResponse List(GraphRequest request, Mailbox box)
    {
        var query = request.Query;
        query.CheckSelect("event", "Event");
        var all = query["filter"] is { } text && Filter.Parse(text, "event", "transactionId") is { Extended: { } property }
            ? box.EventsWithExtended(property)
            : box.AllEvents.OrderByDescending(static item => item.Serial);
        return Page(request, box, all.Select(static item => (item, item.Start, item.End, (LocalDate?)null)), "events");
    }

    private static GraphResponse Page(GraphRequest request, Mailbox box, IEnumerable<(CalendarEvent Event, Instant Start, Instant End, LocalDate? Date)> times, string collection)
    {
        var query = request.Query;
        query.CheckSelect("event", "Event");
        var view = ViewOf(request, box);
        if (query["filter"] is { } text)
        {
            var filter = Filter.Parse(text, "event", "transactionId");
            times = times.Where(time => filter.Matches(new EventFilterView(time.Event, time.Start, time.End)));
        }

        times = query.Order(times, static (time, path) => new EventFilterView(time.Event, time.Start, time.End).Property(path));
        var (skip, top) = (query.Skip ?? 0, Math.Min(query.Top ?? request.PageSize ?? 10, 1000));
        var page = new JsonObject { ["@odata.context"] = Context(request, box, collection) };
        if (query.CountAsked)
        {
            var all = times.ToList();
            page["@odata.count"] = all.Count;
            times = all;
        }

        var items = times.Skip(skip).Take(top + 1).ToList();
        page["value"] = items.Take(top).Select(time => (JsonNode?)EventShape.Answer(time.Event, query, view, (time.Start, time.End, time.Date))).ToArray();
        if (items.Count > top)
        {
            page["@odata.nextLink"] = $"{request.BaseAddress}{request.Path}?{query.With(("skip", (skip + top).ToString()))}";
        }

        return new GraphResponse(200, page);
    }

    private static GraphResponse Entity(int status, GraphRequest request, Mailbox box, CalendarEvent item)
    {
        var answer = EventShape.Answer(item, request.Query, ViewOf(request, box));
        answer.Insert(0, "@odata.context", Context(request, box, "events/$entity"));
        return new GraphResponse(status, answer);
    }

    public static EventView ViewOf(GraphRequest request, Mailbox box) => new(request.Zone(), request.Immutable, request.TextBodies, box.Number);

    private static string Context(GraphRequest request, Mailbox box, string what) =>
        GraphApi.Context(request, $"users('{Uri.EscapeDataString(box.Address)}')/{what}");
}

/// <summary>An event as a filter looks at it: start and end compare as instants.</summary>
internal sealed record EventFilterView(CalendarEvent Event, Instant Start, Instant End) : IFilterable
{
    public JsonNode? Property(string path)
    {
        var names = path.Split('/');
        switch (names[0].ToLowerInvariant())
        {
            case "start":
                return Json.Ticks(Start);
            case "end":
                return Json.Ticks(End);
        }

        JsonNode? node = Event.Resource;
        foreach (var name in names)
        {
            node = node is JsonObject part ? part.Parameter(name) : null;
        }

        return node;
    }

    public string? Extended(string id) => Event.Extended.GetValueOrDefault(id);
}
