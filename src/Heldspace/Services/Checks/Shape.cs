using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Heldspace.Intake;
using Heldspace.Json;

namespace Heldspace.Services.Checks;

/// <summary>
/// Compares a file with the types it is bound to before binding it, so that every missing, unknown, repeated or mistyped member is named with its path
/// and its fix at once, and not only the first of them in the words of a parser.
/// </summary>
internal static class Shape
{
    public static void Check(JsonElement element, Type type, string path, Problems problems)
    {
        var shape = HeldspaceJson.Defined.GetTypeInfo(Nullable.GetUnderlyingType(type) ?? type);
        switch (shape.Kind)
        {
            case JsonTypeInfoKind.Object when element.ValueKind == JsonValueKind.Object:
                Members(element, shape, path, problems);
                break;
            case JsonTypeInfoKind.Object:
                problems.Add(path, $"{Shown(element)} does not fit. Write an object in braces.");
                break;
            case JsonTypeInfoKind.Enumerable when element.ValueKind == JsonValueKind.Array:
                Items(element, shape, path, problems);
                break;
            case JsonTypeInfoKind.Enumerable:
                problems.Add(path, $"{Shown(element)} does not fit. Write a list in square brackets.");
                break;
            case JsonTypeInfoKind.Dictionary when element.ValueKind == JsonValueKind.Object:
                Entries(element, shape, path, problems);
                break;
            case JsonTypeInfoKind.Dictionary:
                problems.Add(path, $"{Shown(element)} does not fit. Write an object in braces.");
                break;
            default:
                Value(element, shape.Type, path, problems);
                break;
        }
    }

    private static void Members(JsonElement element, JsonTypeInfo shape, string path, Problems problems)
    {
        if (shape.PolymorphismOptions is { } kinds)
        {
            var member = kinds.TypeDiscriminatorPropertyName;
            var names = kinds.DerivedTypes.Select(kind => (string)kind.TypeDiscriminator!).ToList();
            var chosen = element.TryGetProperty(member, out var name) && name.ValueKind == JsonValueKind.String
                ? kinds.DerivedTypes.FirstOrDefault(kind => (string)kind.TypeDiscriminator! == name.GetString())
                : default;
            if (chosen.DerivedType is null)
            {
                problems.Add($"{path}.{member}", $"Write \"{member}\" with one of: {Problems.Join(names)}.");
                return;
            }

            if (element.EnumerateObject().First().Name != member)
            {
                problems.Add($"{path}.{member}", $"Write \"{member}\" first in its braces.");
                return;
            }

            Properties(element, HeldspaceJson.Defined.GetTypeInfo(chosen.DerivedType), path, problems, member);
            return;
        }

        Properties(element, shape, path, problems, null);
    }

    private static void Properties(JsonElement element, JsonTypeInfo shape, string path, Problems problems, string? discriminator)
    {
        // What the code works out for itself is listed too, without a way in or out.
        var properties = shape.Properties.Where(property => property.Get is not null || property.Set is not null).ToList();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in element.EnumerateObject())
        {
            var at = $"{path}.{member.Name}";
            var property = properties.FirstOrDefault(property => property.Name == member.Name);
            if (!seen.Add(member.Name))
            {
                problems.Add(at, $"\"{member.Name}\" stands here twice. Keep one.");
            }
            else if (member.Name == discriminator)
            {
                continue;
            }
            else if (property is null)
            {
                var known = properties.Select(known => known.Name).Where(known => known[0] != '$').Order(StringComparer.Ordinal);
                problems.Add(at, $"\"{member.Name}\" is not known here. Take it out, or write one of: {Problems.Join(known)}.");
            }
            else if (member.Value.ValueKind == JsonValueKind.Null)
            {
                problems.Unless(property.IsSetNullable || (property.AssociatedParameter?.IsNullable ?? false), at, "null does not fit. Write a value.");
            }
            else
            {
                Check(member.Value, property.PropertyType, at, problems);
            }
        }

        foreach (var missing in properties.Where(property => property.IsRequired && !seen.Contains(property.Name)))
        {
            problems.Add($"{path}.{missing.Name}", $"\"{missing.Name}\" is missing. Add it: {Expected(missing.PropertyType)}.");
        }
    }

    private static void Items(JsonElement element, JsonTypeInfo shape, string path, Problems problems)
    {
        var index = 0;
        foreach (var item in element.EnumerateArray())
        {
            Check(item, shape.ElementType!, $"{path}[{index++}]", problems);
        }
    }

    private static void Entries(JsonElement element, JsonTypeInfo shape, string path, Problems problems)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in element.EnumerateObject())
        {
            var at = $"{path}['{entry.Name}']";
            problems.Unless(seen.Add(entry.Name), at, $"\"{entry.Name}\" stands here twice. Keep one.");
            Check(entry.Value, shape.ElementType!, at, problems);
        }
    }

    private static void Value(JsonElement element, Type type, string path, Problems problems)
    {
        try
        {
            var value = element.ValueKind == JsonValueKind.Null ? null : element.Deserialize(type, HeldspaceJson.Defined);
            problems.Unless(value is not null, path, $"null does not fit. Write {Expected(type)}.");
            if (value is string text && !path.Contains(".body[", StringComparison.Ordinal))
            {
                problems.Unless(text.Trim().Length > 0 && !text.Any(char.IsControl), path, "The text is empty or holds a line break or tab. Write one line of text.");
            }
        }
        catch (JsonException)
        {
            problems.Add(path, $"{Shown(element)} does not fit. Write {Expected(type)}.");
        }
    }

    private static string Expected(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var text when text == typeof(string) => "a text in quotes",
        var number when number == typeof(int) => "a whole number",
        var number when number == typeof(decimal) => "a number",
        var flag when flag == typeof(bool) => "true or false",
        var mail when mail == typeof(EmailAddress) => "a mail address such as name@service.example",
        { IsEnum: true } choice when HeldspaceJson.Defined.GetConverter(choice) is not IExpects =>
            "one of " + Problems.Join(Enum.GetValues(choice).Cast<object>().Select(value => JsonSerializer.SerializeToElement(value, choice, HeldspaceJson.Defined).GetString()!)),
        var other => HeldspaceJson.Defined.GetConverter(other) is IExpects converter
            ? converter.Expected
            : HeldspaceJson.Defined.GetTypeInfo(other).Kind == JsonTypeInfoKind.Enumerable ? "a list in square brackets" : "an object in braces",
    };

    /// <summary>What stands in the file, short enough for a message.</summary>
    private static string Shown(JsonElement element)
    {
        var text = element.GetRawText().ReplaceLineEndings(" ");
        return text.Length <= 40 ? text : text[..40] + "…";
    }
}
