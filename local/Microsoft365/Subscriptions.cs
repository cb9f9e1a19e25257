using System.Text.Json.Nodes;
using NodaTime;

namespace Heldspace.Local.Microsoft365;

/// <summary>A subscription and what it watches.</summary>
internal sealed record Subscription(string Id, JsonObject Resource, bool Immutable, string UserId, string Kind, string? FolderId)
{
    public Instant Expires => Json.TryInstant(Resource.Text("expirationDateTime"), out var at) ? at : Instant.MinValue;

    public string Url => Resource.Text("notificationUrl")!;

    public string? LifecycleUrl => Resource.Text("lifecycleNotificationUrl");

    public bool Wants(Notice notice) =>
        notice.Kind == Kind && notice.Box.UserId == UserId && (FolderId is null || notice.Folder?.Id == FolderId)
        && Resource.Text("changeType")!.Split(',', StringSplitOptions.TrimEntries).Contains(notice.Change, StringComparer.OrdinalIgnoreCase);
}

/// <summary>The tenant's subscriptions. Used only under its lock.</summary>
internal sealed class Subscriptions
{
    /// <summary>The longest a subscription to Outlook's resources lives (https://learn.microsoft.com/graph/change-notifications-overview#subscription-lifetime).</summary>
    public const int MostMinutes = 10_080;

    private const int LeastMinutes = 45;

    private readonly Dictionary<string, Subscription> all = [];

    public IEnumerable<Subscription> All => all.Values;

    public void Add(Subscription subscription) => all[subscription.Id] = subscription;

    public bool Remove(string id) => all.Remove(id);

    public Subscription? Find(string id, Instant now)
    {
        Expire(now);
        return all.GetValueOrDefault(id);
    }

    public void Expire(Instant now)
    {
        foreach (var id in all.Values.Where(subscription => subscription.Expires <= now).Select(static subscription => subscription.Id).ToList())
        {
            all.Remove(id);
        }
    }

    /// <summary>Reads a create request; everything but the validation of the URL.</summary>
    public static Subscription Read(GraphRequest request, Tenant tenant, string id, Instant now)
    {
        var given = request.Checked("subscription");
        foreach (var name in (string[])["changeType", "notificationUrl", "resource", "expirationDateTime"])
        {
            if (given.Text(name) is not { Length: > 0 })
            {
                throw new GraphError(400, "InvalidRequest", $"Property '{name}' is required.");
            }
        }

        if (given.Text("changeType")!.Split(',', StringSplitOptions.TrimEntries).Any(static type => type is not ("created" or "updated" or "deleted")))
        {
            throw new GraphError(400, "InvalidRequest", "The changeType of the subscription is not supported.");
        }

        foreach (var name in (string[])["notificationUrl", "lifecycleNotificationUrl"])
        {
            if (given.Text(name) is { } url && (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttps && !uri.IsLoopback)))
            {
                throw new GraphError(400, "InvalidRequest", $"The {name} must be an https URL.");
            }
        }

        var resource = new JsonObject
        {
            ["id"] = id,
            ["resource"] = given.Text("resource"),
            ["applicationId"] = Identifiers.Named("application").ToString(),
            ["changeType"] = given.Text("changeType"),
            ["clientState"] = given.Text("clientState"),
            ["notificationUrl"] = given.Text("notificationUrl"),
            ["notificationQueryOptions"] = null,
            ["lifecycleNotificationUrl"] = given.Text("lifecycleNotificationUrl"),
            ["expirationDateTime"] = Expiry(given, now),
            ["creatorId"] = Identifiers.Named("creator").ToString(),
            ["includeResourceData"] = null,
            ["latestSupportedTlsVersion"] = given.Text("latestSupportedTlsVersion") ?? "v1_2",
            ["encryptionCertificate"] = null,
            ["encryptionCertificateId"] = null,
            ["notificationUrlAppId"] = null,
        };
        var watched = new GraphRequest("GET", "/" + given.Text("resource")!.TrimStart('/'), [], default, "").Segments;
        if (watched.Count < 3 || !GraphApi.Is(watched[0], "users"))
        {
            throw Unsupported(given);
        }

        var box = tenant.Box(watched[1]);
        return string.Join('/', watched.Skip(2)).ToLowerInvariant() switch
        {
            "messages" => new Subscription(id, resource, request.Immutable, box.UserId, "Message", null),
            "events" or "calendar/events" => new Subscription(id, resource, request.Immutable, box.UserId, "Event", null),
            _ when watched.Count == 5 && GraphApi.Is(watched[2], "mailFolders") && GraphApi.Is(watched[4], "messages") =>
                new Subscription(id, resource, request.Immutable, box.UserId, "Message", box.Folder(watched[3]).Id),
            _ => throw Unsupported(given),
        };
    }

    /// <summary>A subscription with a new expiry; nothing else can be changed but the notification URL.</summary>
    public static Subscription Renewed(Subscription known, JsonObject given, Instant now)
    {
        var resource = (JsonObject)known.Resource.DeepClone();
        foreach (var (name, value) in given)
        {
            resource[name] = name switch
            {
                "expirationDateTime" => Expiry(given, now),
                "notificationUrl" => value?.DeepClone(),
                _ => throw new GraphError(400, "InvalidRequest", $"Property '{name}' of a subscription cannot be changed."),
            };
        }

        return known with { Resource = resource };
    }

    private static string Expiry(JsonObject given, Instant now)
    {
        if (!Json.TryInstant(given.Text("expirationDateTime"), out var expires))
        {
            throw new GraphError(400, "InvalidRequest", "The expirationDateTime cannot be read.");
        }

        if (expires <= now)
        {
            throw new GraphError(400, "ExtensionError", "Operation: Create; Exception: [Status Code: BadRequest; Reason: Subscription expiration must be in the future.]");
        }

        // A request takes its time to arrive: Graph is no stricter than a minute.
        if (expires > now + Duration.FromMinutes(MostMinutes) + Duration.FromMinutes(1))
        {
            throw new GraphError(400, "ExtensionError", $"Operation: Create; Exception: [Status Code: BadRequest; Reason: Subscription expiration can only be {MostMinutes} minutes in the future.]");
        }

        // https://learn.microsoft.com/graph/api/resources/subscription: anything under 45 minutes becomes 45 minutes.
        return Json.Ticks(Instant.Max(expires, now + Duration.FromMinutes(LeastMinutes)));
    }

    private static GraphError Unsupported(JsonObject given) =>
        new(400, "ExtensionError", $"Operation: Create; Exception: [Status Code: BadRequest; Reason: Resource '{given.Text("resource")}' is not supported.]");
}
