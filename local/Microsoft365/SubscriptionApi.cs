using System.Text.Json.Nodes;

namespace Heldspace.Local.Microsoft365;

/// <summary><c>subscriptions</c> (https://learn.microsoft.com/graph/api/resources/subscription).</summary>
internal sealed class SubscriptionApi(Tenant tenant, Notifier notifier)
{
    private int last;

    public async Task<GraphResponse> Handle(GraphRequest request)
    {
        var path = request.Segments;
        var now = tenant.Clock.GetCurrentInstant();
        if (path.Count == 1)
        {
            return request.Method switch
            {
                "POST" => await Create(request),
                "GET" => List(request),
                _ => throw GraphApi.NotAllowed(),
            };
        }

        lock (tenant.Gate)
        {
            var known = tenant.Subscriptions.Find(path[1], now) ?? throw new GraphError(404, "ResourceNotFound", "The object was not found.");
            switch (request.Method)
            {
                case "GET" when path.Count == 2:
                    return Entity(200, request, known);
                case "PATCH" when path.Count == 2:
                    var renewed = Subscriptions.Renewed(known, request.Checked("subscription"), now);
                    tenant.Subscriptions.Add(renewed);
                    return Entity(200, request, renewed);
                case "DELETE" when path.Count == 2:
                    tenant.Subscriptions.Remove(known.Id);
                    return new GraphResponse(204);
                case "POST" when path.Count == 3 && GraphApi.Is(path[2], "reauthorize"):
                    return new GraphResponse(204);
                default:
                    throw GraphApi.NotAllowed();
            }
        }
    }

    private async Task<GraphResponse> Create(GraphRequest request)
    {
        Subscription created;
        lock (tenant.Gate)
        {
            var id = Identifiers.Named($"subscription {Interlocked.Increment(ref last)} {tenant.Clock.GetCurrentInstant().ToUnixTimeTicks()}").ToString();
            created = Subscriptions.Read(request, tenant, id, tenant.Clock.GetCurrentInstant());
        }

        foreach (var url in new[] { created.Url, created.LifecycleUrl }.OfType<string>().Distinct())
        {
            await notifier.Validate(url, $"Validation: Testing client application reachability for subscription Request-Id: {Identifiers.Named(created.Id + url)}");
        }

        lock (tenant.Gate)
        {
            tenant.Subscriptions.Add(created);
            return Entity(201, request, created);
        }
    }

    private GraphResponse List(GraphRequest request)
    {
        lock (tenant.Gate)
        {
            tenant.Subscriptions.Expire(tenant.Clock.GetCurrentInstant());
            return new GraphResponse(200, new JsonObject
            {
                ["@odata.context"] = GraphApi.Context(request, "subscriptions"),
                ["value"] = tenant.Subscriptions.All.Select(static subscription => (JsonNode?)Shown(subscription)).ToArray(),
            });
        }
    }

    private static GraphResponse Entity(int status, GraphRequest request, Subscription subscription)
    {
        var answer = Shown(subscription);
        answer.Insert(0, "@odata.context", GraphApi.Context(request, "subscriptions/$entity"));
        if (status == 201)
        {
            // Only the answer to the create request repeats it.
            answer["clientState"] = subscription.Resource.Text("clientState");
        }

        return new GraphResponse(status, answer);
    }

    private static JsonObject Shown(Subscription subscription)
    {
        var answer = (JsonObject)subscription.Resource.DeepClone();
        answer["clientState"] = null;
        return answer;
    }
}
