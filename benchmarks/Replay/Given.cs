using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Heldspace.Benchmarks.Recording;

namespace Heldspace.Benchmarks.Replay;

/// <summary>
/// What a server chose and a client repeats later: ids, versions, links to go on by. In a replay another server chooses other ones, and what comes later has
/// to bear those.
/// </summary>
internal static partial class Given
{
    private static readonly string[] Members = ["id", "@odata.etag", "@odata.deltaLink", "@odata.nextLink"];

    /// <summary>Each value under the place where it stands in the answer.</summary>
    public static Dictionary<string, string> By(RecordedRequest request, IEnumerable<(string Name, string Value)> headers, byte[] body)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        if (request.Edge == "storage")
        {
            // Rows written in the same instant have the same version here and may have another each there: a version is that of its row.
            foreach (var (row, version) in Written(request, headers, body).Concat(Read(body)))
            {
                given[row] = version;
            }
        }
        else if (body is [(byte)'{', ..])
        {
            using var json = JsonDocument.Parse(body);
            Walk(json.RootElement, "", given);
        }

        return given;
    }

    /// <summary>The rows that a request names, each once, in its order.</summary>
    public static IReadOnlyList<string> Rows(RecordedRequest request)
    {
        var rows = new List<string>();
        foreach (Match match in Key().Matches($"{Uri.UnescapeDataString(request.Uri.AbsolutePath)}\n{Uri.UnescapeDataString(Encoding.Latin1.GetString(request.Body ?? []))}"))
        {
            var row = $"row {match.Groups["partition"].Value} {match.Groups["row"].Value}";
            if (rows.Count == 0 || rows[^1] != row)
            {
                rows.Add(row);
            }
        }

        return rows;
    }

    /// <summary>A value as it may stand in a request: plain, in an address, in JSON, in JSON within JSON.</summary>
    public static IEnumerable<string> Spellings(string value)
    {
        var json = JsonEncodedText.Encode(value).ToString();
        return new[] { value, Uri.EscapeDataString(value), json, JsonEncodedText.Encode(json).ToString() }.Distinct(StringComparer.Ordinal);
    }

    /// <summary>What a write gave: one version in the head, or one for each operation of a transaction.</summary>
    private static IEnumerable<(string Row, string Version)> Written(RecordedRequest request, IEnumerable<(string Name, string Value)> headers, byte[] body) =>
        headers.Where(header => header.Name.Equals("ETag", StringComparison.OrdinalIgnoreCase)).Select(header => header.Value)
            .Concat(PartETag().Matches(Encoding.Latin1.GetString(body)).Select(match => match.Groups["value"].Value))
            .Zip(Rows(request), (version, row) => (row, version));

    /// <summary>What a query or a look-up gave: every row with its version.</summary>
    private static List<(string Row, string Version)> Read(byte[] body)
    {
        var rows = new List<(string, string)>();
        if (body is [(byte)'{', ..])
        {
            using var json = JsonDocument.Parse(body);
            var found = json.RootElement.TryGetProperty("value", out var many) && many.ValueKind == JsonValueKind.Array ? [.. many.EnumerateArray()] : new[] { json.RootElement };
            foreach (var row in found.Where(row => row.TryGetProperty("odata.etag", out _) && row.TryGetProperty("RowKey", out _)))
            {
                rows.Add(($"row {row.GetProperty("PartitionKey").GetString()} {row.GetProperty("RowKey").GetString()}", row.GetProperty("odata.etag").GetString()!));
            }
        }

        return rows;
    }

    private static void Walk(JsonElement element, string path, Dictionary<string, string> given)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            var n = 0;
            foreach (var item in element.EnumerateArray())
            {
                Walk(item, $"{path}[{n++}]", given);
            }
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in element.EnumerateObject())
            {
                if (member.Value.ValueKind != JsonValueKind.String)
                {
                    Walk(member.Value, $"{path}.{member.Name}", given);
                }
                else if (Members.Contains(member.Name) && member.Value.GetString() is { Length: >= 12 } value)
                {
                    given[$"{path}.{member.Name}"] = value;
                    if (Token().Match(value) is { Success: true } token)
                    {
                        given[$"{path}.{member.Name}?"] = token.Groups["value"].Value;
                    }
                }
            }
        }
    }

    [GeneratedRegex("^ETag: (?<value>[^\r\n]+)", RegexOptions.CultureInvariant | RegexOptions.Multiline | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex PartETag();

    [GeneratedRegex(@"\(PartitionKey='(?<partition>[^']*)',RowKey='(?<row>[^']*)'\)|""PartitionKey"":""(?<partition>[^""]*)"",""RowKey"":""(?<row>[^""]*)""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Key();

    [GeneratedRegex(@"[?&]\$?(deltatoken|skiptoken)=(?<value>[^&]+)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Token();
}
