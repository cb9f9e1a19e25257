using System.Text.Json.Nodes;

namespace Heldspace.Local.Microsoft365;

/// <summary>Finds what a request is for and does it, under the tenant's lock. What needs the network, subscriptions and batches, is done by the server.</summary>
internal sealed class GraphApi(Tenant tenant)
{
    private readonly MailApi mail = new(tenant);
    private readonly FolderApi folders = new();
    private readonly CalendarApi calendars = new(tenant);

    public GraphResponse Handle(GraphRequest request)
    {
        lock (tenant.Gate)
        {
            tenant.Arrive();
            var path = request.Segments;
            if (path.Count < 2 || !Is(path[0], "users"))
            {
                throw GraphError.NoResource(path.Count > 0 ? path[0] : "");
            }

            var box = tenant.Box(path[1]);
            if (path.Count == 2)
            {
                return request.Method == "GET" ? User(request, box) : throw NotAllowed();
            }

            return path[2].ToLowerInvariant() switch
            {
                "mailboxsettings" when path.Count == 3 => Settings(request, box),
                "sendmail" when path.Count == 3 => mail.SendMail(request, box),
                "messages" => mail.Handle(request, box, null, 3),
                "mailfolders" => folders.Handle(request, box, mail),
                "events" => calendars.Events(request, box, 3),
                "calendarview" => calendars.View(request, box, 3),
                "calendar" when path.Count == 3 && request.Method == "GET" => calendars.Calendar(request, box),
                "calendar" when path.Count > 3 => path[3].ToLowerInvariant() switch
                {
                    "getschedule" when path.Count == 4 => Schedule.Answer(request, tenant),
                    "events" => calendars.Events(request, box, 4),
                    "calendarview" => calendars.View(request, box, 4),
                    _ => throw GraphError.NoResource(path[3]),
                },
                _ => throw GraphError.NoResource(path[2]),
            };
        }
    }

    /// <summary>What kind of request it is, the same for every mailbox and item: <c>GET users/{id}/messages/{id}</c>.</summary>
    public static string Kind(GraphRequest request)
    {
        var parts = new List<string>(request.Segments.Count);
        var after = "";
        foreach (var segment in request.Segments)
        {
            var key = after is "users" or "messages" or "events" or "mailFolders" or "childFolders" or "attachments" or "subscriptions"
                && !Actions.Contains(segment);
            var name = key ? "{id}" : Names.GetValueOrDefault(segment, segment);
            parts.Add(name);
            after = name;
        }

        return $"{request.Method} {string.Join('/', parts)}";
    }

    public static bool Is(string segment, string name) => segment.Equals(name, StringComparison.OrdinalIgnoreCase);

    public static GraphError NotAllowed() => new(405, "ErrorInvalidRequest", "The HTTP method is not allowed on this resource.");

    /// <summary>The context URL of an answer: what collection or entity of whom.</summary>
    public static string Context(GraphRequest request, string what) => $"{request.BaseAddress}/$metadata#{what}";

    private GraphResponse User(GraphRequest request, Mailbox box)
    {
        var user = new JsonObject
        {
            ["@odata.context"] = Context(request, "users/$entity"),
            ["id"] = box.UserId,
            ["displayName"] = box.DisplayName,
            ["mail"] = box.Address,
            ["userPrincipalName"] = box.Address,
            ["givenName"] = null,
            ["surname"] = null,
            ["jobTitle"] = null,
        };
        if (request.Query.Select is { } select)
        {
            foreach (var name in user.Select(static pair => pair.Key).Where(name => name[0] != '@' && !select.Contains(name)).ToList())
            {
                user.Remove(name);
            }
        }

        return new GraphResponse(200, user);
    }

    private static GraphResponse Settings(GraphRequest request, Mailbox box)
    {
        if (request.Method == "PATCH")
        {
            foreach (var (name, value) in request.Checked("mailboxSettings"))
            {
                if (name == "timeZone")
                {
                    TimeZones.Find(value.AsText());
                }

                if (value is JsonObject part && box.Settings[name] is JsonObject known)
                {
                    foreach (var (inner, innerValue) in part)
                    {
                        known[inner] = innerValue?.DeepClone();
                    }
                }
                else
                {
                    box.Settings[name] = value?.DeepClone();
                }
            }
        }
        else if (request.Method != "GET")
        {
            throw NotAllowed();
        }

        var answer = (JsonObject)box.Settings.DeepClone();
        answer.Insert(0, "@odata.context", Context(request, $"users('{Uri.EscapeDataString(box.UserId)}')/mailboxSettings"));
        return new GraphResponse(200, answer);
    }

    private static readonly HashSet<string> Actions = new(StringComparer.OrdinalIgnoreCase) { "delta", "$count" };

    private static readonly Dictionary<string, string> Names = new[]
    {
        "users", "messages", "events", "mailFolders", "childFolders", "attachments", "subscriptions", "calendar", "calendarView", "getSchedule", "sendMail", "delta",
        "send", "reply", "createReply", "move", "copy", "accept", "decline", "tentativelyAccept", "cancel", "mailboxSettings", "reauthorize", "instances",
    }.ToDictionary(static name => name, StringComparer.OrdinalIgnoreCase);
}
