using System.Text.Json;
using System.Text.Json.Nodes;

namespace Heldspace.Functions.Hosting;

/// <summary>
/// What the Functions host sends a custom handler for a trigger that is not HTTP: <c>{"Data": {binding: value}, "Metadata": {…}}</c>. A value may be
/// a JSON object, or a string that holds JSON, sometimes encoded twice.
/// Contract: https://learn.microsoft.com/azure/azure-functions/functions-custom-handlers#request-payload
/// </summary>
internal sealed record Invocation(JsonNode? Data, JsonObject Metadata)
{
    /// <summary>The host's answer to a success. An empty body would hang the invocation until it times out.</summary>
    public static IResult Succeeded() => Results.Json(new { Outputs = new { }, Logs = Array.Empty<string>(), ReturnValue = (object?)null }, Plain);

    /// <summary>A failed invocation: the host abandons the message, or notes the failed timer.</summary>
    public static IResult Failed() => Results.Json(new { Outputs = new { }, Logs = Array.Empty<string>(), ReturnValue = (object?)null }, Plain, statusCode: StatusCodes.Status500InternalServerError);

    private static readonly JsonSerializerOptions Plain = new();

    /// <summary>Reads the envelope of a trigger with one binding; null where the body is none.</summary>
    public static async Task<Invocation?> Read(HttpRequest request, string binding)
    {
        try
        {
            var body = await JsonNode.ParseAsync(request.Body, cancellationToken: request.HttpContext.RequestAborted);
            return body is JsonObject envelope && envelope["Data"] is JsonObject data
                ? new(Unwrap(data[binding]), Unwrap(envelope["Metadata"]) as JsonObject ?? [])
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public string? MetadataText(string name) => Unwrap(Metadata[name])?.ToString();

    /// <summary>Takes away up to three layers of string encoding around JSON; a string that holds no JSON stays as it is.</summary>
    private static JsonNode? Unwrap(JsonNode? node)
    {
        for (var layer = 0; layer < 3 && node is JsonValue value && value.TryGetValue(out string? text); layer++)
        {
            if (text.TrimStart() is not ['{' or '"' or '[', ..])
            {
                break;
            }

            try
            {
                node = JsonNode.Parse(text);
            }
            catch (JsonException)
            {
                break;
            }
        }

        return node;
    }
}
