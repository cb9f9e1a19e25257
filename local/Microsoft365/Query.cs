using System.Text.Json.Nodes;

namespace Heldspace.Local.Microsoft365;

/// <summary>The OData options of a request. Names count with or without <c>$</c>, in any case, as Graph takes them.</summary>
internal sealed class Query
{
    private readonly Dictionary<string, string> options = new(StringComparer.OrdinalIgnoreCase);

    public Query(string query)
    {
        foreach (var part in query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var at = part.IndexOf('=', StringComparison.Ordinal);
            var name = Decode(at < 0 ? part : part[..at]);
            options[name.TrimStart('$')] = at < 0 ? "" : Decode(part[(at + 1)..]);
        }

        Select = Names("select");
        Top = Count("top");
        Skip = Count("skip");
    }

    public string? this[string name] => options.GetValueOrDefault(name);

    public IEnumerable<string> Names() => options.Keys;

    /// <summary>The properties asked for, or nothing for the default ones.</summary>
    public IReadOnlySet<string>? Select { get; }

    public int? Top { get; }

    public int? Skip { get; }

    public bool CountAsked => string.Equals(options.GetValueOrDefault("count"), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>The navigation properties to expand, each with what stands in its parentheses.</summary>
    public IReadOnlyDictionary<string, string> Expand => expand ??= ReadExpand();

    private Dictionary<string, string>? expand;

    /// <summary>Refuses a <c>$select</c> of what the type lacks.</summary>
    public void CheckSelect(string type, string outlookType)
    {
        foreach (var name in Select ?? (IEnumerable<string>)[])
        {
            if (!Shapes.Has(type, name.Split('/')[0]))
            {
                throw GraphError.Property(name, outlookType);
            }
        }
    }

    /// <summary>Sorts by <c>$orderby</c> over properties as they are answered; without it the order stays.</summary>
    public IEnumerable<T> Order<T>(IEnumerable<T> items, Func<T, string, JsonNode?> value)
    {
        if (this["orderby"] is not { } order)
        {
            return items;
        }

        IOrderedEnumerable<T>? sorted = null;
        foreach (var part in order.Split(',', StringSplitOptions.TrimEntries))
        {
            var words = part.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var name = words[0];
            var down = words.Length > 1 && words[1].Equals("desc", StringComparison.OrdinalIgnoreCase);
            string Key(T item) => value(item, name)?.ToString() ?? "";
            sorted = (sorted, down) switch
            {
                (null, false) => items.OrderBy(Key, StringComparer.OrdinalIgnoreCase),
                (null, true) => items.OrderByDescending(Key, StringComparer.OrdinalIgnoreCase),
                (_, false) => sorted.ThenBy(Key, StringComparer.OrdinalIgnoreCase),
                (_, true) => sorted.ThenByDescending(Key, StringComparer.OrdinalIgnoreCase),
            };
        }

        return sorted!;
    }

    /// <summary>The names that <c>$orderby</c> sorts by, in order.</summary>
    public IReadOnlyList<string> OrderNames() =>
        [.. (this["orderby"] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(static part => part.Split(' ')[0])];

    /// <summary>The query again with some options replaced, for a next link.</summary>
    public string With(params (string Name, string Value)[] changes)
    {
        var all = new Dictionary<string, string>(options, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in changes)
        {
            all[name] = value;
        }

        return string.Join('&', all.Select(static pair =>
            $"{(IsSystem(pair.Key) ? "%24" : "")}{pair.Key}={Uri.EscapeDataString(pair.Value)}"));
    }

    private static bool IsSystem(string name) => name.ToLowerInvariant() is
        "select" or "filter" or "orderby" or "top" or "skip" or "expand" or "count" or "search" or "skiptoken" or "deltatoken";

    private int? Count(string name)
    {
        if (!options.TryGetValue(name, out var text))
        {
            return null;
        }

        return int.TryParse(text, out var number) && number >= (name == "top" ? 1 : 0)
            ? number
            : throw GraphError.BadRequest($"Invalid value '{text}' for ${name} query option found. The ${name} query option requires a non-negative integer value.");
    }

    private HashSet<string>? Names(string option) => options.TryGetValue(option, out var text) && text.Length > 0
        ? new HashSet<string>(text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries), StringComparer.OrdinalIgnoreCase)
        : null;

    private Dictionary<string, string> ReadExpand()
    {
        var found = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var text = this["expand"] ?? "";
        var (start, depth, quoted) = (0, 0, false);
        for (var i = 0; i <= text.Length; i++)
        {
            var c = i < text.Length ? text[i] : ',';
            quoted ^= c == '\'';
            depth += quoted ? 0 : c switch { '(' => 1, ')' => -1, _ => 0 };
            if (c != ',' || depth > 0 || quoted)
            {
                continue;
            }

            var item = text[start..i].Trim();
            start = i + 1;
            var open = item.IndexOf('(', StringComparison.Ordinal);
            if (item.Length > 0)
            {
                found[open < 0 ? item : item[..open].Trim()] = open < 0 ? "" : item[(open + 1)..^1];
            }
        }

        return found;
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
