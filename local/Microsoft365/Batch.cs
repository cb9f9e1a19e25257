using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Heldspace.Local.Microsoft365;

/// <summary><c>$batch</c> (https://learn.microsoft.com/graph/json-batching): up to 20 requests, each with its own status, some after others.</summary>
internal static class Batch
{
    private const int Most = 20;

    public static async Task<GraphResponse> Handle(GraphRequest outer, Func<GraphRequest, Task<GraphResponse>> handle)
    {
        if (outer.Method != "POST" || outer.Json["requests"] is not JsonArray { Count: > 0 } items)
        {
            throw GraphError.BadRequest("Invalid batch payload format.");
        }

        if (items.Count > Most)
        {
            throw GraphError.BadRequest($"Number of batch request steps exceeds the maximum value of {Most}.");
        }

        var steps = items.OfType<JsonObject>().ToList();
        if (steps.Count < items.Count || steps.Exists(static step => step.Text("id") is not { Length: > 0 } || step.Text("method") is null || step.Text("url") is null))
        {
            throw GraphError.BadRequest("Invalid batch payload format.");
        }

        if (steps.DistinctBy(static step => step.Text("id")).Count() < steps.Count)
        {
            throw GraphError.BadRequest("Request Id found more than once; each must be unique.");
        }

        var statuses = new Dictionary<string, int>();
        var answers = new JsonArray();
        foreach (var step in steps)
        {
            var after = step["dependsOn"] is JsonArray names ? names.Select(static name => name.AsText() ?? "").ToList() : [];
            if (after.Find(name => !statuses.ContainsKey(name)) is { } unknown)
            {
                throw GraphError.BadRequest($"The request depends on '{unknown}', which does not stand before it.");
            }

            var response = after.Exists(name => statuses[name] >= 400)
                ? GraphResponse.Of(new GraphError(424, "FailedDependency", "A request this one depends on has failed."), "", "", NodaTime.Instant.FromUnixTimeSeconds(0))
                : await handle(Inner(outer, step));
            if (response.Dropped)
            {
                return response;
            }

            statuses[step.Text("id")!] = response.Status;
            answers.Add((JsonNode)Answer(step.Text("id")!, response));
        }

        return new GraphResponse(200, new JsonObject { ["responses"] = answers });
    }

    private static GraphRequest Inner(GraphRequest outer, JsonObject step)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (outer["Authorization"] is { } authorization)
        {
            headers["Authorization"] = authorization;
        }

        foreach (var (name, value) in step.Part("headers") ?? [])
        {
            headers[name] = value.AsText() ?? "";
        }

        byte[] body = step["body"] is { } given
            ? headers.ContainsKey("Content-Type") ? JsonSerializer.SerializeToUtf8Bytes(given) : throw GraphError.BadRequest("Write request (excluding DELETE) must contain the Content-Type header declaration.")
            : [];
        return new GraphRequest(step.Text("method")!.ToUpperInvariant(), "/" + step.Text("url")!.TrimStart('/'), headers, body, outer.BaseAddress);
    }

    private static JsonObject Answer(string id, GraphResponse response)
    {
        var headers = new JsonObject();
        foreach (var (name, value) in response.Headers)
        {
            headers[name] = value;
        }

        var answer = new JsonObject { ["id"] = id, ["status"] = response.Status, ["headers"] = headers };
        if (response.Body is { } body)
        {
            answer["body"] = JsonNode.Parse(Encoding.UTF8.GetString(response.Bytes)) ?? body.DeepClone();
        }

        return answer;
    }
}
