using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Heldspace.Local.Microsoft365;

namespace Heldspace.Functions.Tests.Microsoft365;

/// <summary>
/// Holds recorded Graph traffic to the published metadata in <c>contracts/graph-v1.0-types.json</c>, both what was sent and what was answered:
/// every property exists on its type with that JSON shape, every enumeration value is a member, every operation exists on what it is called on with those parameters.
/// </summary>
public sealed partial class GraphContract
{
    private readonly JsonObject types;
    private readonly JsonObject enums;
    private readonly JsonObject operations;

    private GraphContract(JsonObject contract)
    {
        types = contract["types"]!.AsObject();
        enums = contract["enums"]!.AsObject();
        operations = contract["operations"]!.AsObject();
    }

    public static GraphContract Published { get; } = new(JsonNode.Parse(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "contracts", "graph-v1.0-types.json")))!.AsObject());

    /// <summary>What is wrong with each exchange and notification; empty if all is well. Answers of 400 and above are errors of Graph's one shape.</summary>
    public IReadOnlyList<string> Problems(IEnumerable<Exchange> exchanges, IEnumerable<JsonObject>? notifications = null)
    {
        var problems = new List<string>();
        foreach (var exchange in exchanges)
        {
            Check(exchange, problems);
        }

        foreach (var notification in notifications ?? [])
        {
            Object("notification", notification, "changeNotificationCollection", problems);
        }

        return [.. problems.Distinct()];
    }

    private void Check(Exchange exchange, List<string> problems)
    {
        if (exchange.Kind.EndsWith(" $batch", StringComparison.Ordinal))
        {
            return;
        }

        var where = $"{exchange.Kind} {exchange.Status}";
        var target = Resolve(exchange, where, problems);
        if (target is not { } found)
        {
            return;
        }

        // What a test sends wrong on purpose and is refused for says nothing about the client.
        if (exchange.Status is < 400 and > 0 && exchange.RequestBody.Length > 0)
        {
            var sent = JsonNode.Parse(exchange.RequestBody.Span) as JsonObject ?? [];
            if (found.Parameters is { } parameters)
            {
                Parameters(where + " sent", sent, parameters, problems);
            }
            else
            {
                Object(where + " sent", sent, found.Type, problems);
            }
        }

        if (exchange.Status == 0 || exchange.ResponseBody.Length == 0)
        {
            return;
        }

        var answered = JsonNode.Parse(exchange.ResponseBody.Span)!.AsObject();
        if (exchange.Status >= 400)
        {
            Error(where, answered, problems);
        }
        else if (found.Returns is null)
        {
            problems.Add($"{where}: answers a body where none belongs");
        }
        else if (found.Returns.EndsWith("[]", StringComparison.Ordinal))
        {
            Collection(where, answered, found.Returns[..^2], problems);
        }
        else
        {
            Object(where, answered, found.Returns, problems);
        }
    }

    /// <summary>The type a path leads to, what a POST to it takes, and what it answers.</summary>
    private (string Type, JsonObject? Parameters, string? Returns)? Resolve(Exchange exchange, string where, List<string> problems)
    {
        var segments = exchange.Kind[(exchange.Kind.IndexOf(' ', StringComparison.Ordinal) + 1)..].Split('/');
        var type = segments[0] switch { "users" => "user[]", "subscriptions" => "subscription[]", _ => "" };
        for (var i = 1; i < segments.Length && type.Length > 0; i++)
        {
            var segment = segments[i];
            if (segment == "{id}" && type.EndsWith("[]", StringComparison.Ordinal))
            {
                type = type[..^2];
            }
            else if (Operation(segment, type) is { } operation)
            {
                return (type, operation["parameters"]!.AsObject(), operation["returns"]?.GetValue<string>());
            }
            else
            {
                type = Navigation(type, segment) ?? "";
            }
        }

        if (type.Length == 0)
        {
            // A path that leads nowhere may only be refused.
            if (exchange.Status is < 400 and > 0)
            {
                problems.Add($"{where}: no such resource or operation");
            }

            return null;
        }

        var single = type.EndsWith("[]", StringComparison.Ordinal) ? type[..^2] : type;
        return (single, null, exchange.Method switch { "GET" => type, "POST" or "PATCH" => single, _ => null });
    }

    private string? Navigation(string type, string name)
    {
        // The extract names no navigation properties of a user; these are the ones its mailbox has.
        if (type == "user")
        {
            return name switch
            {
                "messages" => "message[]",
                "mailFolders" => "mailFolder[]",
                "events" or "calendarView" => "event[]",
                "calendar" => "calendar",
                "mailboxSettings" => "mailboxSettings",
                _ => null,
            };
        }

        return Property(type, name) is { } property
            ? property["type"]!.GetValue<string>() + (property["collection"]?.GetValue<bool>() == true ? "[]" : "")
            : null;
    }

    private JsonObject? Operation(string name, string on) =>
        operations[name]?.AsArray().OfType<JsonObject>().FirstOrDefault(operation =>
        {
            var bound = operation["on"]!.GetValue<string>();
            return bound == on || (!bound.EndsWith("[]", StringComparison.Ordinal) && Bases(on).Contains(bound));
        });

    private JsonObject? Property(string type, string name)
    {
        foreach (var ancestor in Bases(type))
        {
            if (types[ancestor]?["properties"]?[name] is JsonObject property)
            {
                return property;
            }
        }

        return null;
    }

    private IEnumerable<string> Bases(string type)
    {
        for (string? at = type; at is not null && types[at] is JsonObject found; at = found["base"]?.GetValue<string>())
        {
            yield return at;
        }
    }

    private bool IsOpen(string type) => Bases(type).Any(ancestor => types[ancestor]!["open"]?.GetValue<bool>() == true);

    private void Collection(string where, JsonObject answered, string type, List<string> problems)
    {
        foreach (var (name, node) in answered)
        {
            if (name == "value")
            {
                Items(where, node, type, problems);
            }
            else if (name is not ("@odata.context" or "@odata.nextLink" or "@odata.deltaLink" or "@odata.count"))
            {
                problems.Add($"{where}: a collection has no '{name}'");
            }
        }

        if (!answered.ContainsKey("value"))
        {
            problems.Add($"{where}: a collection without a value");
        }
    }

    private void Items(string where, JsonNode? node, string type, List<string> problems)
    {
        if (node is not JsonArray items)
        {
            problems.Add($"{where}: not an array");
            return;
        }

        foreach (var item in items)
        {
            Value(where, item, type, problems);
        }
    }

    private void Object(string where, JsonObject value, string type, List<string> problems)
    {
        // A kind that the extract does not hold is looked at as the type it was declared to be.
        if (value["@odata.type"]?.GetValue<string>() is { } named && types.ContainsKey(named[(named.LastIndexOf('.') + 1)..]))
        {
            var kind = named[(named.LastIndexOf('.') + 1)..];
            if (!Bases(kind).Contains(type))
            {
                problems.Add($"{where}: {kind} is no {type}");
            }

            type = kind;
        }

        foreach (var (name, node) in value)
        {
            if (name.Contains('@', StringComparison.Ordinal))
            {
                if (!Annotation().IsMatch(name))
                {
                    problems.Add($"{where}: unknown annotation '{name}'");
                }

                continue;
            }

            if (Property(type, name) is not { } property)
            {
                if (!IsOpen(type))
                {
                    problems.Add($"{where}: {type} has no property '{name}'");
                }

                continue;
            }

            var declared = property["type"]!.GetValue<string>();
            if (property["collection"]?.GetValue<bool>() == true)
            {
                Items($"{where} {name}", node, declared, problems);
            }
            else if (node is null)
            {
                if (property["nullable"]?.GetValue<bool>() == false)
                {
                    problems.Add($"{where}: {type}.{name} is null");
                }
            }
            else
            {
                Value($"{where} {type}.{name}", node, declared, problems);
            }
        }
    }

    private void Parameters(string where, JsonObject sent, JsonObject parameters, List<string> problems)
    {
        foreach (var (name, node) in sent)
        {
            var declared = parameters.FirstOrDefault(parameter => parameter.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value?.GetValue<string>();
            if (declared is null)
            {
                problems.Add($"{where}: no parameter '{name}'");
            }
            else if (declared.EndsWith("[]", StringComparison.Ordinal))
            {
                Items($"{where} {name}", node, declared[..^2], problems);
            }
            else if (node is not null)
            {
                Value($"{where} {name}", node, declared, problems);
            }
        }
    }

    private void Value(string where, JsonNode? node, string type, List<string> problems)
    {
        var kind = node?.GetValueKind() ?? JsonValueKind.Null;
        if (enums[type] is JsonArray members)
        {
            if (kind != JsonValueKind.String || !members.Any(member => member!.GetValue<string>() == node!.GetValue<string>()))
            {
                problems.Add($"{where}: '{node}' is no {type}");
            }
        }
        else if (type.StartsWith("Edm.", StringComparison.Ordinal))
        {
            if (!Primitive(type, kind, node))
            {
                problems.Add($"{where}: '{node}' is no {type}");
            }
        }
        else if (node is JsonObject part)
        {
            Object(where, part, type, problems);
        }
        else if (kind != JsonValueKind.Null || types.ContainsKey(type))
        {
            if (types.ContainsKey(type))
            {
                problems.Add($"{where}: not an object");
            }
        }
    }

    private static bool Primitive(string type, JsonValueKind kind, JsonNode? node) => type switch
    {
        "Edm.Boolean" => kind is JsonValueKind.True or JsonValueKind.False,
        "Edm.Int32" => kind == JsonValueKind.Number && node!.AsValue().TryGetValue<int>(out _),
        "Edm.Int64" => kind == JsonValueKind.Number && node!.AsValue().TryGetValue<long>(out _),
        "Edm.Double" => kind == JsonValueKind.Number,
        _ when kind != JsonValueKind.String => false,
        "Edm.DateTimeOffset" => DateTimeOffset.TryParse(node!.GetValue<string>(), out _) && DateAndTime().IsMatch(node.GetValue<string>()),
        "Edm.Date" => DateOnly.TryParseExact(node!.GetValue<string>(), "yyyy-MM-dd", out _),
        "Edm.TimeOfDay" => TimeOnly.TryParse(node!.GetValue<string>(), out _),
        "Edm.Guid" => Guid.TryParse(node!.GetValue<string>(), out _),
        "Edm.Binary" => Convert.TryFromBase64String(node!.GetValue<string>(), new byte[node.GetValue<string>().Length + 3], out _),
        _ => true,
    };

    private static void Error(string where, JsonObject answered, List<string> problems)
    {
        if (answered["error"] is not JsonObject error
            || error["code"]?.GetValueKind() != JsonValueKind.String
            || error["message"]?.GetValueKind() != JsonValueKind.String
            || error["innerError"]?["request-id"]?.GetValueKind() != JsonValueKind.String)
        {
            problems.Add($"{where}: not an error as Graph answers it");
        }
    }

    [GeneratedRegex(@"^([A-Za-z]+)?@(odata\.(type|id|etag|context|mediaContentType|count|nextLink|bind)|removed)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Annotation();

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,7})?(Z|[+-]\d{2}:\d{2})$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DateAndTime();
}
