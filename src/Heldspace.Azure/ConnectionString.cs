namespace Heldspace.Azure;

/// <summary>The <c>Name=value;</c> pairs of a storage or Service Bus connection string. Names are matched without case.</summary>
internal sealed class ConnectionString
{
    private readonly Dictionary<string, string> _parts = new(StringComparer.OrdinalIgnoreCase);
    private readonly string _setting;

    /// <summary>Reads the pairs; later ones of the same name win.</summary>
    /// <param name="text">The connection string; never repeated in an error, since it holds a key.</param>
    /// <param name="setting">What to call it in an error.</param>
    /// <exception cref="FormatException">A part is not a pair.</exception>
    public ConnectionString(string text, string setting)
    {
        _setting = setting;
        foreach (var part in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var at = part.IndexOf('=');
            if (at <= 0)
            {
                throw new FormatException($"{setting} is not a connection string: each part must read Name=value.");
            }

            _parts[part[..at]] = part[(at + 1)..];
        }
    }

    public string? this[string name] => _parts.GetValueOrDefault(name);

    public string Required(string name) =>
        this[name] ?? throw new FormatException($"{_setting} lacks {name}.");
}
