using System.Text.Json;
using System.Text.Json.Nodes;

namespace Heldspace.Local.Microsoft365;

/// <summary>A request as Graph sees it, whether it came over HTTP, through the in-process handler or as an item of a <c>$batch</c>.</summary>
internal sealed class GraphRequest
{
    private readonly Dictionary<string, string> headers;
    private JsonObject? json;
    private Query? query;

    /// <summary>Reads path, options and preferences.</summary>
    /// <param name="method">In capitals.</param>
    /// <param name="pathAndQuery">Below <c>/v1.0</c>, as sent, starting with a slash.</param>
    /// <param name="headers">By name without regard to case; repeated ones joined by a comma.</param>
    /// <param name="body">As sent; empty for none.</param>
    /// <param name="baseAddress">What links are to start with, <c>/v1.0</c> included.</param>
    public GraphRequest(string method, string pathAndQuery, Dictionary<string, string> headers, ReadOnlyMemory<byte> body, string baseAddress)
    {
        Method = method;
        PathAndQuery = pathAndQuery;
        this.headers = headers;
        Body = body;
        BaseAddress = baseAddress;
        var at = pathAndQuery.IndexOf('?', StringComparison.Ordinal);
        Path = at < 0 ? pathAndQuery : pathAndQuery[..at];
        RawQuery = at < 0 ? "" : pathAndQuery[(at + 1)..];
        Segments = Split(Path);
        foreach (var preference in (this["Prefer"] ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = preference.Split('=', 2, StringSplitOptions.TrimEntries);
            var value = parts.Length > 1 ? parts[1].Trim('"') : "";
            switch (parts[0].ToLowerInvariant())
            {
                case "idtype" when value.Equals("ImmutableId", StringComparison.OrdinalIgnoreCase):
                    Immutable = true;
                    break;
                case "outlook.timezone":
                    TimeZone = value;
                    break;
                case "outlook.body-content-type":
                    TextBodies = value.Equals("text", StringComparison.OrdinalIgnoreCase);
                    break;
                case "odata.maxpagesize" when int.TryParse(value, out var size) && size > 0:
                    PageSize = size;
                    break;
                default:
                    continue;
            }

            Applied.Add(preference);
        }
    }

    public string Method { get; }

    public string PathAndQuery { get; }

    public string Path { get; }

    public string RawQuery { get; }

    public ReadOnlyMemory<byte> Body { get; }

    public string BaseAddress { get; }

    /// <summary>The path in parts, keys in parentheses as parts of their own, <c>()</c> and <c>microsoft.graph.</c> left away.</summary>
    public IReadOnlyList<string> Segments { get; }

    public IReadOnlyDictionary<string, string> Headers => headers;

    public Query Query => query ??= new Query(RawQuery);

    public bool Immutable { get; }

    public string? TimeZone { get; }

    public bool TextBodies { get; }

    public int? PageSize { get; }

    /// <summary>The preferences obeyed, for <c>Preference-Applied</c>.</summary>
    public List<string> Applied { get; } = [];

    public string? this[string header] => headers.GetValueOrDefault(header);

    /// <summary>The bearer token, or nothing.</summary>
    public string? Token => this["Authorization"] is { } value && value.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) && value.Length > 7
        ? value[7..].Trim()
        : null;

    /// <summary>The body as an object; empty if there is none.</summary>
    public JsonObject Json
    {
        get
        {
            if (json is not null)
            {
                return json;
            }

            if (Body.IsEmpty)
            {
                return json = [];
            }

            try
            {
                json = JsonNode.Parse(Body.Span) as JsonObject;
            }
            catch (Exception error) when (error is JsonException or ArgumentException)
            {
                json = null;
            }

            return json ?? throw GraphError.BadRequest("Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.");
        }
    }

    /// <summary>The body, checked against a type of <see cref="Shapes"/>.</summary>
    public JsonObject Checked(string type)
    {
        Shapes.Check(type, Json);
        return Json;
    }

    /// <summary>The zone in which times are wanted.</summary>
    public string Zone()
    {
        var zone = TimeZone ?? "UTC";
        TimeZones.Find(zone);
        return zone;
    }

    private static List<string> Split(string path)
    {
        var segments = new List<string>();
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var text = Uri.UnescapeDataString(part);
            if (text.StartsWith("microsoft.graph.", StringComparison.OrdinalIgnoreCase))
            {
                text = text["microsoft.graph.".Length..];
            }

            var open = text.IndexOf('(', StringComparison.Ordinal);
            if (open <= 0 || !text.EndsWith(')'))
            {
                segments.Add(text);
                continue;
            }

            segments.Add(text[..open]);
            if (open + 2 < text.Length)
            {
                segments.Add(text[(open + 1)..^1].Trim('\'').Replace("''", "'", StringComparison.Ordinal));
            }
        }

        return segments;
    }
}

/// <summary>An answer: a status, and a JSON body or none.</summary>
internal sealed class GraphResponse(int status, JsonNode? body = null)
{
    public static readonly byte[] Nothing = [];

    private byte[]? bytes;

    public int Status { get; } = status;

    public JsonNode? Body { get; } = body;

    public Dictionary<string, string> Headers { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The connection is to be dropped instead of answering.</summary>
    public bool Dropped { get; init; }

    public byte[] Bytes => bytes ??= Body is null ? Nothing : JsonSerializer.SerializeToUtf8Bytes(Body, Compact);

    public static GraphResponse Of(GraphError error, string requestId, string clientRequestId, NodaTime.Instant now)
    {
        var response = new GraphResponse(error.Status, new JsonObject
        {
            ["error"] = new JsonObject
            {
                ["code"] = error.Code,
                ["message"] = error.Message,
                ["innerError"] = new JsonObject
                {
                    ["date"] = Microsoft365.Json.Seconds(now)[..^1],
                    ["request-id"] = requestId,
                    ["client-request-id"] = clientRequestId,
                },
            },
        });
        if (error.RetryAfter is { } seconds)
        {
            response.Headers["Retry-After"] = seconds.ToString();
        }

        if (error.Status == 401)
        {
            response.Headers["WWW-Authenticate"] = "Bearer realm=\"\", authorization_uri=\"https://login.microsoftonline.com/common/oauth2/authorize\", client_id=\"00000003-0000-0000-c000-000000000000\"";
        }

        return response;
    }

    private static readonly JsonSerializerOptions Compact = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
