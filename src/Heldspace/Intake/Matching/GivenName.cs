using System.Collections.Frozen;
using Heldspace.Intake.Text;

namespace Heldspace.Intake.Matching;

/// <summary>How two names stand to each other, from plainly different to the same.</summary>
internal enum Likeness
{
    Different,

    /// <summary>They differ as a slip in writing does.</summary>
    Slip,

    /// <summary>They may be one name written by ear.</summary>
    Alike,

    /// <summary>One is a part of the other, or both have the same parts.</summary>
    Part,

    /// <summary>One may be short for the other, or both for one name.</summary>
    Short,

    /// <summary>Two usual spellings of one name.</summary>
    Spelling,

    Same,
}

/// <summary>A given or preferred name for comparing.</summary>
internal sealed class GivenName
{
    private static readonly FrozenDictionary<string, FrozenSet<int>> FullIn = Places(entry => entry.Key.Split(','));

    private static readonly FrozenDictionary<string, FrozenSet<int>> ShortIn = Places(entry => entry.Entries);

    private static readonly FrozenSet<string> Heard = TextTable.Lines("given-names.txt").SelectMany(line => line.Split(' ')).ToFrozenSet(StringComparer.Ordinal);

    private readonly string[] parts;

    private GivenName(string[] parts) => this.parts = parts;

    /// <summary>In small letters without marks, spaces and hyphens.</summary>
    public string Squeezed => string.Concat(parts);

    /// <summary>Null where no letter is left.</summary>
    public static GivenName? Of(string? text)
    {
        var words = Words.Of(text ?? "").Select(word => Spelling.WithoutMarks(word.Folded)).Where(word => word.Length > 0 && !PersonName.IsTitle(word)).ToArray();
        return words.Length == 0 ? null : new(words);
    }

    /// <summary>Whether people bear this name as it is, so that it is no other name with a slip in it.</summary>
    public static bool IsName(string word) => Heard.Contains(word) || FullIn.ContainsKey(word) || ShortIn.ContainsKey(word);

    /// <summary>Double names are compared part by part; the parts that only one of them has may be left out in the other ("Lily-May", "Lily").</summary>
    public Likeness To(GivenName other)
    {
        if (Squeezed == other.Squeezed)
        {
            return Likeness.Same;
        }

        var (fewer, more) = parts.Length <= other.parts.Length ? (parts, other.parts) : (other.parts, parts);
        var likeness = fewer.Zip(more, Of).Min();
        if (fewer.Length == more.Length)
        {
            return likeness;
        }

        // "Muhammad Ali" is called Ali: the first name honours, the second calls.
        var called = fewer.Length == 1 && Of(more[0], "muhammad") >= Likeness.Spelling && Of(fewer[0], more[1]) >= Likeness.Spelling;
        return called || likeness >= Likeness.Short ? Likeness.Part : Likeness.Different;
    }

    private static Likeness Of(string one, string other)
    {
        if (one == other)
        {
            return Likeness.Same;
        }

        if (Meet(FullIn, one, FullIn, other))
        {
            return Likeness.Spelling;
        }

        // Two short forms of one name are one child's only where they begin alike (Kate, Katie); twins may well be called Beth and Ellie.
        if (Meet(FullIn, one, ShortIn, other) || Meet(ShortIn, one, FullIn, other) || (Meet(ShortIn, one, ShortIn, other) && BeginAlike(one, other)))
        {
            return Likeness.Short;
        }

        // Kayla and Layla, Louis and Louise are twins, not slips: two names that people bear are two names, however near.
        if (IsName(one) && IsName(other))
        {
            return Likeness.Different;
        }

        return Spelling.IsSlip(one, other) ? Likeness.Slip : Spelling.SoundsAlike(one, other) ? Likeness.Alike : Likeness.Different;
    }

    private static bool BeginAlike(string one, string other)
    {
        var letters = Math.Min(3, Math.Min(one.Length, other.Length));
        return string.CompareOrdinal(one, 0, other, 0, letters) == 0;
    }

    private static bool Meet(FrozenDictionary<string, FrozenSet<int>> places, string one, FrozenDictionary<string, FrozenSet<int>> otherPlaces, string other) =>
        places.TryGetValue(one, out var some) && otherPlaces.TryGetValue(other, out var others) && some.Overlaps(others);

    private static FrozenDictionary<string, FrozenSet<int>> Places(Func<(string Key, string[] Entries), string[]> names) =>
        TextTable.Entries("short-forms.txt").SelectMany((entry, line) => names(entry).Select(name => (Name: Spelling.WithoutMarks(name.Trim()), Line: line)))
            .GroupBy(place => place.Name, place => place.Line, StringComparer.Ordinal).ToFrozenDictionary(group => group.Key, group => group.ToFrozenSet(), StringComparer.Ordinal);
}
