namespace Heldspace.Intake.Text;

/// <summary>The tables of words that reading rests on: text files beside the code, which somebody who knows the field can correct.</summary>
internal static class TextTable
{
    /// <summary>The lines of a table without comments (<c>#</c>) and empty ones.</summary>
    public static IEnumerable<string> Lines(string name)
    {
        var assembly = typeof(TextTable).Assembly;
        var resource = assembly.GetManifestResourceNames().Single(candidate => candidate.EndsWith("." + name, StringComparison.Ordinal));
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        while (reader.ReadLine() is { } line)
        {
            if (line.Trim() is { Length: > 0 } trimmed && trimmed[0] != '#')
            {
                yield return trimmed;
            }
        }
    }

    /// <summary>Lines of the form <c>key: one | another</c>.</summary>
    public static IEnumerable<(string Key, string[] Entries)> Entries(string name) =>
        from line in Lines(name)
        let colon = line.IndexOf(':', StringComparison.Ordinal)
        select (line[..colon].Trim(), line[(colon + 1)..].Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
}
