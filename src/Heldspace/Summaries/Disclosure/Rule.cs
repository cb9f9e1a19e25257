namespace Heldspace.Summaries.Disclosure;

/// <summary>Facts, section 5: counts of 1 to 7 are starred, others rounded to the nearest 5, a mean needs 8.</summary>
internal static class Rule
{
    public const int Smallest = 1;
    public const int Largest = 7;

    /// <summary>A mean, and a table, needs so many.</summary>
    public const int Enough = 8;

    /// <summary>
    /// So many values must stay possible for a starred count: as many as stand behind a rounded number, so that a small count is never known better than a large one.
    /// </summary>
    public const int Possible = 5;

    private const int Step = 5;

    /// <summary>How far a count may lie from what it is rounded to.</summary>
    public const int Slack = Step / 2;

    public static bool IsSmall(int count) => count is >= Smallest and <= Largest;

    public static int Round(int count) => (count + Slack) / Step * Step;
}
