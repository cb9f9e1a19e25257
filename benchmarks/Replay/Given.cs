using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Heldspace.Benchmarks.Replay;

/// <summary>
/// What a server chose and a client repeats later: ids, versions, links to go on by. In a replay another server chooses other ones, and what comes later has
/// to bear those.
/// </summary>
internal static partial class Given
{
    private static readonly string[] Members = ["id", "@odata.etag", "odata.etag", "@odata.deltaLink", "@odata.nextLink"];

    /// <summary>Each value under the place where it stands in the answer.</summary>
    public static Dictionary<string, string> By(IEnumerable<(string Name, string Value)> headers, byte[] body)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in headers.Where(header => header.Name.Equals("ETag", StringComparison.OrdinalIgnoreCase)))
        {
            given[name] = value;
        }

        if (body.AsSpan().TrimStart((byte)' ') is [(byte)'{', ..])
        {
            using var json = JsonDocument.Parse(body);
            Walk(json.RootElement, "", given);
        }
        else
        {
            var n = 0;
            foreach (Match match in PartETag().Matches(Encoding.Latin1.GetString(body)))
            {
                given[$"part {n++}"] = match.Groups["value"].Value;
            }
        }

        return given;
    }

    /// <summary>A value as it may stand in a request: plain, in an address, in JSON, in JSON within JSON.</summary>
    public static IEnumerable<string> Spellings(string value)
    {
        var json = JsonEncodedText.Encode(value).ToString();
        return new[] { value, Uri.EscapeDataString(value), json, JsonEncodedText.Encode(json).ToString() }.Distinct(StringComparer.Ordinal);
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

    [GeneratedRegex(@"[?&]\$?(deltatoken|skiptoken)=(?<value>[^&]+)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Token();
}
