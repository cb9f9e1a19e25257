using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.Text;

namespace Heldspace.Local;

/// <summary>
/// Mails to deliver: one Graph <c>message</c> resource a file. Dates may be written relative to the day of delivery, so that a child of nine is nine
/// whenever the sample is used: <c>{{today-9y-3m-12d}}</c> (as <c>dd/MM/yyyy</c>) or <c>{{date:today-9y:d MMMM yyyy}}</c> with a pattern of one's own.
/// </summary>
public static partial class Samples
{
    /// <summary>Every <c>*.json</c> of a folder in the order of file names, its dates resolved. A file without placeholders is delivered as it is.</summary>
    /// <exception cref="InvalidDataException">A file is no JSON object, or has a placeholder that cannot be read; the message names the file.</exception>
    public static IReadOnlyList<(string File, JsonObject Message)> Read(string folder, LocalDate today) =>
        [.. Directory.EnumerateFiles(folder, "*.json").OrderBy(Path.GetFileName, StringComparer.Ordinal).Select(path => (Path.GetFileName(path), ReadFile(path, today)))];

    /// <summary>A text with its placeholders filled.</summary>
    /// <exception cref="FormatException">A placeholder cannot be read.</exception>
    public static string Resolve(string text, LocalDate today) =>
        text.Contains("{{", StringComparison.Ordinal) ? Placeholder().Replace(text, match => Date(match, today)) : text;

    private static JsonObject ReadFile(string path, LocalDate today)
    {
        try
        {
            var message = JsonNode.Parse(File.ReadAllText(path)) as JsonObject ?? throw new InvalidDataException($"{path}: not a JSON object.");
            return (JsonObject)Resolved(message, today)!;
        }
        catch (Exception problem) when (problem is System.Text.Json.JsonException or FormatException)
        {
            throw new InvalidDataException($"{path}: {problem.Message}", problem);
        }
    }

    private static JsonNode? Resolved(JsonNode? node, LocalDate today) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Resolved(member.Value, today)))),
        JsonArray items => new JsonArray([.. items.Select(item => Resolved(item, today))]),
        JsonValue value when value.TryGetValue<string>(out var text) => JsonValue.Create(Resolve(text, today)),
        _ => node?.DeepClone(),
    };

    private static string Date(Match match, LocalDate today)
    {
        var day = today;
        foreach (Match step in Step().Matches(match.Groups["steps"].Value))
        {
            var number = int.Parse(step.Groups["number"].Value) * (step.Groups["sign"].Value == "-" ? -1 : 1);
            day = step.Groups["unit"].Value switch
            {
                "y" => day.PlusYears(number),
                "m" => day.PlusMonths(number),
                _ => day.PlusDays(number),
            };
        }

        var pattern = match.Groups["pattern"] is { Success: true, Value: var own } ? own : "dd/MM/yyyy";
        return LocalDatePattern.Create(pattern, CultureInfo.InvariantCulture).Format(day);
    }

    [GeneratedRegex(@"\{\{(?:date:)?today(?<steps>(?:[+-][0-9]{1,4}[ymd]){0,6})(?::(?<pattern>[^{}]{1,40}))?\}\}", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Placeholder();

    [GeneratedRegex("(?<sign>[+-])(?<number>[0-9]{1,4})(?<unit>[ymd])", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Step();
}
