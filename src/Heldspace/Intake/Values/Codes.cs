using Heldspace.Intake.Text;

namespace Heldspace.Intake;

/// <summary>A code that a phrase stands for.</summary>
/// <param name="Value">One of the field's <see cref="Field.Codes"/>.</param>
/// <param name="IsSure">False where the phrase is understood but leaves doubt.</param>
internal sealed record Code(string Value, bool IsSure);

/// <summary>The phrases that people write for codes (<c>codes.txt</c>), by field.</summary>
internal static class Codes
{
    private static readonly Dictionary<string, Phrases<Code>> ByField = Load();

    private static readonly HashSet<string> Negations = new(StringComparer.Ordinal)
    {
        "not", "no", "never", "isnt", "wasnt", "arent", "dont", "doesnt", "without", "nor", "neither", "cannot", "cant", "hasnt", "havent", "didnt", "wont", "werent",
    };

    public static Phrases<Code> Of(Field field) => ByField[field.Name];

    public static bool Has(Field field) => ByField.ContainsKey(field.Name);

    public static bool IsNegation(string folded) => Negations.Contains(folded);

    /// <summary>True where one of the few words before a place takes it back: "is not subject to a", "no longer on an".</summary>
    public static bool IsNegated(IReadOnlyList<Word> words, int first, int reach = 3)
    {
        for (var at = first - 1; at >= 0 && at >= first - reach; at--)
        {
            if (IsNegation(words[at].Folded))
            {
                return true;
            }
        }

        return first > 1 && words[first - 1].Folded is "longer" && words[first - 2].Folded is "no";
    }

    private static Dictionary<string, Phrases<Code>> Load()
    {
        var byField = new Dictionary<string, Phrases<Code>>(StringComparer.Ordinal);
        foreach (var (key, entries) in TextTable.Entries("codes.txt"))
        {
            var (field, code) = (key[..key.IndexOf(' ', StringComparison.Ordinal)], key[(key.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
            if (!byField.TryGetValue(field, out var phrases))
            {
                byField[field] = phrases = new();
            }

            foreach (var entry in entries)
            {
                var phrase = entry.TrimStart('~').Trim();
                phrases.Add(phrase, new(code, entry[0] != '~'));
                if (phrase.Contains("childrens", StringComparison.Ordinal))
                {
                    // As "children's" is looked up.
                    phrases.Add(phrase.Replace("childrens", "children", StringComparison.Ordinal), new(code, entry[0] != '~'));
                }
            }
        }

        return byField;
    }
}
