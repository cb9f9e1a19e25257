using System.Collections.Frozen;

namespace Heldspace.Safeguarding;

/// <summary>Sets of words by number, equal ones once: which of them a text holds a word of is found word by word, however many there are.</summary>
internal sealed class WordSets
{
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);

    private readonly Dictionary<string, List<int>> byWord = new(StringComparer.Ordinal);

    /// <summary>The number of a set, the same for equal sets.</summary>
    public int Number(FrozenSet<string> words)
    {
        var key = string.Join(' ', words.Order(StringComparer.Ordinal));
        if (!numbers.TryGetValue(key, out var number))
        {
            numbers.Add(key, number = numbers.Count);
            foreach (var word in words)
            {
                (byWord.TryGetValue(word, out var places) ? places : byWord[word] = []).Add(number);
            }
        }

        return number;
    }

    /// <summary>By number, whether any of the words is in the set.</summary>
    public bool[] HeldBy(IReadOnlyList<Token> words)
    {
        var held = new bool[numbers.Count];
        foreach (var word in words)
        {
            foreach (var number in byWord.GetValueOrDefault(word.Text) ?? [])
            {
                held[number] = true;
            }
        }

        return held;
    }
}
