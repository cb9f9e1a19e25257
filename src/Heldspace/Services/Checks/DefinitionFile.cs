using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Heldspace.Json;

namespace Heldspace.Services.Checks;

/// <summary>Reads one file that people write: its bytes, its schema, its shape, in this order, each only where the one before was right.</summary>
internal static class DefinitionFile
{
    /// <returns>Null where problems were added.</returns>
    public static T? Read<T>(ReadOnlySpan<byte> json, DefinitionUpcasts? upcasts, Problems problems)
        where T : class
    {
        try
        {
            var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(json).TrimStart('\uFEFF');
            using var document = JsonDocument.Parse(text);
            if (upcasts is not null && !upcasts.IsCurrent(document.RootElement, problems, out var version))
            {
                return version is null ? null : Bind<T>(upcasts.Raise(JsonNode.Parse(text)!.AsObject(), version.Value), problems);
            }

            return Bind<T>(document.RootElement, problems);
        }
        catch (JsonException exception)
        {
            problems.Add("$", $"This is no valid JSON from line {exception.LineNumber + 1}, position {exception.BytePositionInLine + 1} on. Put it right there: often a comma, a quote or a bracket is missing or too many, or there is a comment.");
            return null;
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            problems.Add("$", "The file holds bytes or escapes that are no Unicode text. Save it as UTF-8.");
            return null;
        }
    }

    private static T? Bind<T>(JsonElement definition, Problems problems)
        where T : class
    {
        Shape.Check(definition, typeof(T), "$", problems);
        return problems.IsEmpty ? definition.Deserialize<T>(HeldspaceJson.Defined) : null;
    }
}
