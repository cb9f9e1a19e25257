using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using Heldspace.Intake;
using Heldspace.Json;
using Heldspace.Measures;
using NodaTime;

namespace Heldspace.Services;

/// <summary>
/// The JSON schema of a definition file, for editors that complete and check as people type (<c>services/schema.json</c>). It knows shapes, not rules:
/// what really counts is said by <see cref="ServiceDefinitions"/> at start-up.
/// </summary>
public static class ServiceSchema
{
    private static readonly JsonSchemaExporterOptions Exporter = new() { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Describe };

    /// <summary>The schema as text, ending with a line break; the same for the same code.</summary>
    public static string Export()
    {
        var schema = Of(typeof(ServiceDefinition), "A commissioned service", ServiceDefinition.CurrentSchema);
        schema["properties"]!["texts"] = TextsSchema(schema["properties"]!["texts"]!["additionalProperties"]!);
        return schema.ToJsonString(HeldspaceJson.Defined) + "\n";
    }

    /// <summary>The schema of a measure file (<c>services/measures/schema.json</c>), as <see cref="Export"/> gives that of a service.</summary>
    public static string ExportMeasure() => Of(typeof(Measure), "A measure", Measure.CurrentSchema).ToJsonString(HeldspaceJson.Defined) + "\n";

    private static JsonObject Of(Type definition, string title, int version)
    {
        var schema = HeldspaceJson.Defined.GetJsonSchemaAsNode(definition, Exporter).AsObject();
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", title);
        schema["properties"]!["schemaVersion"] = new JsonObject { ["const"] = version };
        return schema;
    }

    private static JsonNode Describe(JsonSchemaExporterContext context, JsonNode schema)
    {
        if (Spelled(context.TypeInfo.Type) is { } spelled)
        {
            return spelled;
        }

        if (context.TypeInfo.Kind == JsonTypeInfoKind.Enumerable && schema["items"] is null && Spelled(context.TypeInfo.ElementType!) is { } items)
        {
            schema["items"] = items;
        }

        // The exporter calls every constructor parameter without a default required; here those that may be null are not.
        if (context.TypeInfo.Kind == JsonTypeInfoKind.Object && schema["required"] is JsonArray required)
        {
            var optional = context.TypeInfo.Properties.Where(property => !property.IsRequired).Select(property => property.Name).ToHashSet();
            foreach (var name in required.Where(name => optional.Contains(name!.GetValue<string>())).ToList())
            {
                required.Remove(name);
            }
        }

        return schema;
    }

    /// <summary>Values with a spelling of their own are opaque to the exporter; here they get their form. Null for all others.</summary>
    private static JsonObject? Spelled(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var mail when mail == typeof(EmailAddress) => new() { ["type"] = "string", ["format"] = "email" },
        var day when day == typeof(LocalDate) => new() { ["type"] = "string", ["format"] = "date" },
        var time when time == typeof(LocalTime) => new() { ["type"] = time == type ? "string" : new JsonArray("string", "null"), ["pattern"] = "^([01][0-9]|2[0-3]):[0-5][0-9]$" },
        var day when day == typeof(IsoDayOfWeek) => new() { ["enum"] = new JsonArray("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday") },
        _ => null,
    };

    /// <summary>Every text there is, each required, with the placeholders it may use.</summary>
    private static JsonObject TextsSchema(JsonNode text)
    {
        var properties = new JsonObject();
        foreach (var kind in Texts.Kinds)
        {
            var entry = text.DeepClone().AsObject();
            entry["description"] = $"{char.ToUpperInvariant(kind.Purpose[0])}{kind.Purpose[1..]} Can be filled in: {string.Join(' ', kind.Placeholders.Select(name => $"{{{name}}}"))}.";
            properties[kind.Name] = entry;
        }

        return new()
        {
            ["type"] = "object",
            ["properties"] = properties,

            // A text in another language, or in Easy Read: measure-invitation-young.pl.
            ["patternProperties"] = new JsonObject { [Texts.TranslationPattern] = text.DeepClone() },
            ["required"] = new JsonArray([.. Texts.Kinds.Select(kind => (JsonNode)kind.Name)]),
            ["additionalProperties"] = false,
        };
    }
}
