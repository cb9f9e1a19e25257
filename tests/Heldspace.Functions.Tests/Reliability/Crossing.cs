using System.Text.RegularExpressions;

namespace Heldspace.Functions.Tests.Reliability;

/// <summary>A request on its way out of the app.</summary>
/// <param name="Kind">Edge and operation without whom or what it is about: <c>tables transaction Slots</c>, <c>graph POST users/*/events</c>.</param>
/// <param name="Nth">The how many-th of its kind it is since counting began, from 1.</param>
internal sealed partial record Crossing(string Kind, int Nth)
{
    public override string ToString() => $"{Kind} #{Nth}";

    /// <summary>The kind of a request to an edge.</summary>
    public static async Task<string> KindOf(string edge, HttpRequestMessage request)
    {
        var path = request.RequestUri!.AbsolutePath.Trim('/');
        return edge switch
        {
            "storage" => await Storage(request, path[(path.IndexOf('/', StringComparison.Ordinal) + 1)..]),
            "graph" => $"graph {request.Method} {Graph(path["v1.0/".Length..])}",
            _ => $"{edge} {request.Method} {path}",
        };
    }

    private static async Task<string> Storage(HttpRequestMessage request, string path)
    {
        if (path == "$batch")
        {
            var operation = TransactionOperation().Match(await request.Content!.ReadAsStringAsync());
            return $"tables transaction {operation.Groups["table"].Value}";
        }

        var parenthesis = path.IndexOf('(', StringComparison.Ordinal);
        if (char.IsAsciiLetterUpper(path[0]))
        {
            var table = parenthesis < 0 ? path : path[..parenthesis];
            var what = request.Method.Method switch
            {
                "GET" => path.EndsWith("()", StringComparison.Ordinal) ? "query" : "get",
                "POST" => "insert",
                "PUT" => request.Headers.Contains("If-Match") ? "replace" : "write",
                var other => other.ToLowerInvariant(),
            };
            return $"tables {what} {table}";
        }

        var container = path.Split('/')[0];
        return request.RequestUri!.Query.Contains("comp=list", StringComparison.Ordinal)
            ? $"blobs list {container}"
            : $"blobs {request.Method.Method} {container}";
    }

    /// <summary>Ids and addresses become an asterisk; names of resources, of well-known folders and of actions stay.</summary>
    private static string Graph(string path) => string.Join('/', path.Split('/').Select((segment, at) =>
        segment.Contains('@', StringComparison.Ordinal) || segment.Contains('%', StringComparison.Ordinal) || segment.Length > 24 ? "*" : segment));

    [GeneratedRegex(@"^(?:POST|PUT|PATCH|MERGE|DELETE) \S+/(?<table>[A-Z][A-Za-z]+)(?:\(|\s)", RegexOptions.Multiline | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex TransactionOperation();
}
