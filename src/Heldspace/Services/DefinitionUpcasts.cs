using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Heldspace.Measures;
using Heldspace.Services.Checks;

namespace Heldspace.Services;

/// <summary>Raises definitions written for an older schema to the current one, a version at a time, before anything else is checked.</summary>
/// <param name="Current">The version that the code binds to.</param>
/// <param name="Steps">By the version they read; each gives the version after it.</param>
internal sealed record DefinitionUpcasts(int Current, ImmutableSortedDictionary<int, Func<JsonObject, JsonObject>> Steps)
{
    private const string Member = "schemaVersion";

    /// <summary>Of service definitions.</summary>
    public static DefinitionUpcasts All { get; } = new(
        ServiceDefinition.CurrentSchema,
        ImmutableSortedDictionary<int, Func<JsonObject, JsonObject>>.Empty.Add(1, NameMeasuresByTheirFiles));

    /// <summary>Of measure files: the first schema is the current one, so there is no step yet.</summary>
    public static DefinitionUpcasts OfMeasures { get; } = new(Measure.CurrentSchema, ImmutableSortedDictionary<int, Func<JsonObject, JsonObject>>.Empty);

    /// <summary>
    /// Whether a definition has the current version, or says so little that the check of its shape will name what is missing.
    /// False with a version: it can be raised from there. False without: a problem was added.
    /// </summary>
    public bool IsCurrent(JsonElement definition, Problems problems, out int? version)
    {
        version = null;
        if (definition.ValueKind != JsonValueKind.Object || !definition.TryGetProperty(Member, out var element)
            || element.ValueKind != JsonValueKind.Number || !element.TryGetInt32(out var stated) || stated == Current)
        {
            return true;
        }

        if (Enumerable.Range(stated, Math.Max(0, Current - stated)).All(Steps.ContainsKey) && stated < Current)
        {
            version = stated;
        }
        else
        {
            problems.Add($"$.{Member}", $"Schema version {stated} is not known here. Write {Current} and follow services/README.md.");
        }

        return false;
    }

    public JsonElement Raise(JsonObject definition, int from)
    {
        for (var version = from; version < Current; version++)
        {
            definition = Steps[version](definition);
            definition[Member] = version + 1;
        }

        return JsonSerializer.SerializeToElement(definition);
    }

    /// <summary>1 → 2: measures have files now, and two of them other names than the plans gave them.</summary>
    private static JsonObject NameMeasuresByTheirFiles(JsonObject definition)
    {
        foreach (var plan in (definition["measures"] as JsonArray ?? []).OfType<JsonObject>())
        {
            if (plan["measure"] is JsonValue value && value.TryGetValue<string>(out var before))
            {
                plan["measure"] = before switch { "goals" => "gbo", "carer-confidence" => "confidence", _ => before };
            }
        }

        return definition;
    }
}
