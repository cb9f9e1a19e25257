using Heldspace.Intake.Text;

namespace Heldspace.Intake;

/// <summary>Whether one given name is the usual short form of another (<c>short-forms.txt</c>).</summary>
internal static class ShortForm
{
    private static readonly Dictionary<string, HashSet<string>> FullOf = Load();

    /// <summary>"Kit" is short for "Christopher"; so is, where no table knows better, a name for one that starts with it: "Dev", "Devinder".</summary>
    public static bool Is(string shorter, string full)
    {
        var (one, other) = (Words.Fold(shorter), Words.Fold(full));
        return one != other && ((FullOf.TryGetValue(one, out var names) && names.Contains(other))
            || (one.Length > 2 && other.Length > one.Length + 1 && other.StartsWith(one, StringComparison.Ordinal)));
    }

    private static Dictionary<string, HashSet<string>> Load()
    {
        var full = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var (key, entries) in TextTable.Entries("short-forms.txt"))
        {
            foreach (var entry in entries.Select(Words.Fold))
            {
                if (!full.TryGetValue(entry, out var names))
                {
                    full[entry] = names = new(StringComparer.Ordinal);
                }

                names.UnionWith(key.Split(',').Select(Words.Fold));
            }
        }

        return full;
    }
}
