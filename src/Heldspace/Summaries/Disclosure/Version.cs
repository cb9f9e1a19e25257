using System.Collections.Immutable;

namespace Heldspace.Summaries.Disclosure;

/// <summary>A table with which of its numbers are starred.</summary>
/// <param name="Sums">The counts.</param>
/// <param name="Stars">By the index of the number.</param>
/// <param name="Before">Numbers that were starred in an earlier publication: theirs may have grown to anything since, or gone. Null where there was none.</param>
/// <param name="Known">What is known to the unit from elsewhere.</param>
internal sealed record Version(Sums Sums, bool[] Stars, bool[]? Before, ImmutableArray<Place> Known)
{
    private const int Anything = 1 << 20;

    /// <summary>
    /// What a count may be, to somebody who knows the rule and, where a star is new, even whether it stands for a small count or keeps another one hidden.
    /// </summary>
    public (int Least, int Most) Bounds(int number, bool starred)
    {
        var (count, place) = (Sums.Numbers[number].Count, Sums.Numbers[number].Place);
        return Known.Contains(place) ? (count, count)
            : !starred ? count == 0 ? (0, 0) : (Rule.Round(count) - Rule.Slack, Rule.Round(count) + Rule.Slack)
            : Before is not null && Before[number] ? (0, Anything)
            : Rule.IsSmall(count) ? (Rule.Smallest, Rule.Largest)
            : (Rule.Smallest, Anything);
    }
}
