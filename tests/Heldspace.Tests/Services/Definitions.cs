using System.Text;
using System.Text.Json.Nodes;
using Heldspace.Measures;
using Heldspace.Services;

namespace Heldspace.Tests.Services;

/// <summary>The shipped definitions, and ways to spoil them.</summary>
internal static class Definitions
{
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "services");

    public static MeasureFiles Measures { get; } = MeasureFiles.Read(Path.Combine(Folder, "measures")).OrThrow();

    public static ServiceDefinitions Shipped { get; } = ServiceDefinitions.Read(Folder).OrThrow();

    /// <summary>What is said of <c>caring-to-care.json</c> after a change.</summary>
    public static string[] ProblemsAfter(Action<JsonObject> change, string file = "caring-to-care.json") =>
        Problems(ServiceDefinitions.Parse(Measures, (file, Changed(change))));

    public static string[] ProblemsOf(string file, string text) => Problems(ServiceDefinitions.Parse(Measures, (file, Encoding.UTF8.GetBytes(text))));

    public static string[] Problems(DefinitionsReading reading) =>
        reading is DefinitionsReading.Refused refused ? [.. refused.Problems.Select(problem => problem.ToString())] : [];

    public static byte[] Changed(Action<JsonObject> change, string id = "caring-to-care")
    {
        var definition = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, $"{id}.json")))!.AsObject();
        change(definition);
        return Encoding.UTF8.GetBytes(definition.ToJsonString());
    }
}
