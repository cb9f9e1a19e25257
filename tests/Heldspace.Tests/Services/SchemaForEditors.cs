using System.Text.Json.Nodes;
using Heldspace.Services;

namespace Heldspace.Tests.Services;

public sealed class SchemaForEditors
{
    private static readonly JsonNode Schema = JsonNode.Parse(ServiceSchema.Export())!;

    /// <summary>Set HELDSPACE_WRITE_SCHEMA to the path of services/schema.json to bring it up to date.</summary>
    [Fact]
    public void The_schema_beside_the_services_is_current()
    {
        if (Environment.GetEnvironmentVariable("HELDSPACE_WRITE_SCHEMA") is { Length: > 0 } path)
        {
            File.WriteAllText(path, ServiceSchema.Export());
        }

        File.ReadAllText(Path.Combine(Definitions.Folder, "schema.json")).ReplaceLineEndings("\n")
            .ShouldBe(ServiceSchema.Export(), "Run this test once with HELDSPACE_WRITE_SCHEMA=services/schema.json (an absolute path), build again, and commit the file.");
    }

    /// <summary>Set HELDSPACE_WRITE_SCHEMA to the path of services/schema.json to bring this one, in measures/ beside it, up to date too.</summary>
    [Fact]
    public void The_schema_beside_the_measures_is_current()
    {
        if (Environment.GetEnvironmentVariable("HELDSPACE_WRITE_SCHEMA") is { Length: > 0 } path)
        {
            File.WriteAllText(Path.Combine(Path.GetDirectoryName(path)!, "measures", "schema.json"), ServiceSchema.ExportMeasure());
        }

        File.ReadAllText(Path.Combine(Definitions.Folder, "measures", "schema.json")).ReplaceLineEndings("\n")
            .ShouldBe(ServiceSchema.ExportMeasure(), "Run this test once with HELDSPACE_WRITE_SCHEMA=services/schema.json (an absolute path), build again, and commit the file.");
    }

    [Fact]
    public void Editors_are_told_what_is_required_known_and_possible()
    {
        Schema["required"]!.AsArray().Select(name => name!.GetValue<string>()).ShouldContain("cover");
        Schema["required"]!.AsArray().Select(name => name!.GetValue<string>()).ShouldNotContain("closedDays");
        Schema["additionalProperties"]!.GetValue<bool>().ShouldBeFalse();
        Schema["properties"]!["team"]!["items"]!["properties"]!["pattern"]!["items"]!["properties"]!["days"]!["items"]!["enum"]![0]!.GetValue<string>().ShouldBe("monday");
        Schema["properties"]!["places"]!["items"]!["properties"]!["kind"]!["enum"]!.AsArray().Count.ShouldBe(5);
        Schema["properties"]!["texts"]!["properties"]!["held"]!["description"]!.GetValue<string>().ShouldContain("{reference}");
    }

    [Fact]
    public void Every_member_of_the_shipped_definitions_is_in_the_schema()
    {
        foreach (var file in Directory.EnumerateFiles(Definitions.Folder, "*.json").Where(file => Path.GetFileName(file) != "schema.json"))
        {
            Walk(JsonNode.Parse(File.ReadAllText(file))!, Schema, Schema, "$");
        }
    }

    [Fact]
    public void Every_member_of_the_shipped_measures_is_in_the_schema()
    {
        var schema = JsonNode.Parse(ServiceSchema.ExportMeasure())!;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Definitions.Folder, "measures"), "*.json").Where(file => Path.GetFileName(file) != "schema.json"))
        {
            Walk(JsonNode.Parse(File.ReadAllText(file))!, schema, schema, Path.GetFileName(file));
        }
    }

    private static void Walk(JsonNode node, JsonNode schema, JsonNode root, string path)
    {
        if (schema["$ref"] is { } reference)
        {
            schema = reference.GetValue<string>()[1..].Split('/', StringSplitOptions.RemoveEmptyEntries)
                .Aggregate(root, (at, step) => int.TryParse(step, out var index) ? at[index]! : at[step.Replace("~1", "/").Replace("~0", "~")]!);
        }

        switch (node)
        {
            case JsonObject members when schema["anyOf"] is JsonArray kinds:
                Walk(members, kinds.First(kind => kind!["properties"]!["is"]!["const"]!.GetValue<string>() == members["is"]!.GetValue<string>())!, root, path);
                break;
            case JsonObject members:
                members.Select(member => member.Key).Where(name => Of(schema, name) is null).ShouldBeEmpty(path);
                (schema["required"]?.AsArray().Select(name => name!.GetValue<string>()) ?? []).Except(members.Select(member => member.Key)).ShouldBeEmpty(path);
                foreach (var (name, value) in members.Where(member => member.Value is JsonObject or JsonArray))
                {
                    Walk(value!, Of(schema, name)!, root, $"{path}.{name}");
                }

                break;
            case JsonArray items:
                foreach (var item in items.Where(item => item is JsonObject or JsonArray))
                {
                    Walk(item!, schema["items"]!, root, $"{path}[]");
                }

                break;
        }
    }

    /// <summary>By its name, or by a pattern that the name fits.</summary>
    private static JsonNode? Of(JsonNode schema, string name) => schema["properties"]![name]
        ?? schema["patternProperties"]?.AsObject().FirstOrDefault(pattern => System.Text.RegularExpressions.Regex.IsMatch(name, pattern.Key, System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1))).Value;
}
