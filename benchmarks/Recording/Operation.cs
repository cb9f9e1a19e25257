using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Heldspace.Benchmarks.Recording;

/// <summary>What a request counts as.</summary>
public enum OperationKind
{
    /// <summary>A request to the tables or blobs; a transaction of many rows is one.</summary>
    Storage,

    /// <summary>A request to Graph; each item of a <c>$batch</c> is one.</summary>
    Graph,

    /// <summary>A message sent to a queue.</summary>
    Queue,
}

/// <summary>How a request is counted and called.</summary>
/// <param name="Kind">What it counts as.</param>
/// <param name="Name">The operation without ids, keys or addresses: <c>table Cases: transaction</c>.</param>
/// <param name="Count">How many it counts.</param>
/// <param name="Writes">Whether it changes anything.</param>
public sealed partial record Operation(OperationKind Kind, string Name, int Count, bool Writes)
{
    public static Operation Of(RecordedRequest request) => request.Edge switch
    {
        "queues" => new(OperationKind.Queue, $"queue {request.Uri.AbsolutePath.Trim('/').Split('/')[0]}: send", 1, true),
        "graph" => Graph(request),
        _ => Storage(request),
    };

    private static Operation Graph(RecordedRequest request)
    {
        var path = request.Uri.AbsolutePath;
        if (path.EndsWith("/$batch", StringComparison.Ordinal))
        {
            var items = JsonNode.Parse(request.Body ?? "{}"u8.ToArray())?["requests"]?.AsArray().Count ?? 0;
            return new(OperationKind.Graph, $"POST $batch of {items}", items, true);
        }

        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries).SkipWhile(segment => segment is "v1.0").ToList();
        var told = segments.Select((segment, at) => at == 1 && segments[0] == "users" ? "{user}" : segment.Length > 40 ? "{id}" : FolderName().Replace(segment, "")).Select(Uri.UnescapeDataString);
        var reads = request.Method == "GET" || path.EndsWith("/getSchedule", StringComparison.OrdinalIgnoreCase);
        return new(OperationKind.Graph, $"{request.Method} {string.Join('/', told)}", 1, !reads);
    }

    private static Operation Storage(RecordedRequest request)
    {
        // The first segment is the account, which on this machine stands in the path.
        var segments = request.Uri.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var what = segments.Length > 1 ? Uri.UnescapeDataString(segments[1]) : "";
        if (what == "$batch")
        {
            var table = TransactionTable().Match(Encoding.UTF8.GetString(request.Body ?? [])).Groups["table"].Value;
            return new(OperationKind.Storage, $"table {table}: transaction", 1, true);
        }

        var name = what.Split('(')[0];
        if (!char.IsAsciiLetterUpper(name.FirstOrDefault()))
        {
            var blob = request.Method switch
            {
                "PUT" when request.Header("If-None-Match") is not null => "create",
                "PUT" => "write",
                "DELETE" => "delete",
                _ => segments.Length > 2 ? "read" : "list",
            };
            return new(OperationKind.Storage, $"blob {name}/: {blob}", 1, request.Method is "PUT" or "DELETE");
        }

        var row = request.Method switch
        {
            "GET" => what.EndsWith("()", StringComparison.Ordinal) ? "query" : "get",
            "POST" => "insert",
            "DELETE" => "delete",
            _ => request.Header("If-Match") is null ? "insert or replace" : "replace",
        };
        return new(OperationKind.Storage, $"table {name}: {row}", 1, request.Method != "GET");
    }

    [GeneratedRegex(@"\('[^']*'\)|\(\)|%28%27.*?%27%29", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex FolderName();

    [GeneratedRegex(@"https?://[^/\s]+/[^/\s]+/(?<table>[A-Z][A-Za-z0-9]*)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex TransactionTable();
}
