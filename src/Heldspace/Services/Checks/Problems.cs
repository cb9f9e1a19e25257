using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Heldspace.Services.Checks;

/// <summary>Collects what is wrong with one file.</summary>
internal sealed class Problems(string file)
{
    private readonly List<DefinitionProblem> _all = [];

    public string File => file;

    public IReadOnlyList<DefinitionProblem> All => _all;

    public bool IsEmpty => _all.Count == 0;

    public void Add(string path, string fix) => _all.Add(new(file, path, fix));

    /// <summary>Adds a problem unless what should hold holds.</summary>
    public void Unless(bool holds, string path, string fix)
    {
        if (!holds)
        {
            Add(path, fix);
        }
    }

    /// <summary>Ids start storage keys and stand in links: lower-case letters, digits and single hyphens, at most 40 characters.</summary>
    public void Id(string id, string path) =>
        Unless(id.Length <= 40 && Regex.IsMatch(id, "^[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture), path,
            $"\"{id}\" is no id. Write lower-case letters, digits and single hyphens, at most 40 characters, such as arts-therapist-1.");

    public void Range(int value, int least, int most, string path, string what) =>
        Unless(value >= least && value <= most, path, $"{value} is not possible. Write {what} from {least} to {most}.");

    /// <summary>Diaries are kept in quarter hours.</summary>
    public void Minutes(int value, int least, int most, string path) =>
        Unless(value >= least && value <= most && value % 15 == 0, path, $"{value} is not possible. Write minutes from {least} to {most} in steps of 15.");

    /// <summary>Something must be there, and nothing twice.</summary>
    public void Several<T, TKey>(IEnumerable<T> items, Func<T, TKey> key, string path, string member, string what, bool mayBeEmpty = false)
        where TKey : notnull
    {
        var seen = new Dictionary<TKey, int>();
        var index = 0;
        foreach (var item in items)
        {
            ref var first = ref CollectionsMarshal.GetValueRefOrAddDefault(seen, key(item), out var exists);
            if (exists)
            {
                Add($"{path}[{index}]{member}", $"{key(item)} stands at {path}[{first}] already. Give each {what} once.");
            }
            else
            {
                first = index;
            }

            index++;
        }

        Unless(mayBeEmpty || index > 0, path, $"The list is empty. Write at least one {what}.");
    }

    /// <summary>A reference must lead somewhere.</summary>
    public void Reference(string id, IEnumerable<string> known, string path, string what, string where) =>
        Unless(known.Contains(id, StringComparer.Ordinal), path,
            $"There is no {what} \"{id}\". Write one of {where}: {Join(known)}.");

    public static string Join(IEnumerable<string> words) => string.Join(", ", words.Distinct().DefaultIfEmpty("(none yet)"));
}
