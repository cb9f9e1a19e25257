using System.Collections.Immutable;

namespace Heldspace.Summaries.Disclosure;

/// <summary>How lines of a table may be put together where there are too few behind them.</summary>
public enum Together
{
    /// <summary>Each says something that the other does not: met and not met.</summary>
    Never,

    /// <summary>They have an order, so that only neighbours make sense as one: bands of age.</summary>
    Neighbours,

    /// <summary>The two smallest, wherever they stand.</summary>
    Smallest,
}

/// <summary>The rows or the columns of a table.</summary>
/// <param name="Labels">What each line is called, in order.</param>
/// <param name="How">How lines may be put together.</param>
public sealed record Axis(ImmutableArray<string> Labels, Together How = Together.Smallest)
{
    /// <summary>Which of the lines that were counted each is made of, by index; empty while each is its own.</summary>
    public ImmutableArray<ImmutableArray<int>> Parts { get; init; } = [];

    internal ImmutableArray<ImmutableArray<int>> Made => Parts.IsEmpty ? [.. Enumerable.Range(0, Labels.Length).Select(line => ImmutableArray.Create(line))] : Parts;

    /// <summary>Two lines as one, where the first of them stood.</summary>
    internal Axis Join(int one, int other)
    {
        var made = Made;
        return this with
        {
            Labels = Labels.SetItem(one, $"{Labels[one]} or {Labels[other]}").RemoveAt(other),
            Parts = made.SetItem(one, made[one].AddRange(made[other])).RemoveAt(other),
        };
    }
}

/// <summary>Counts as they are, by two things at once or by one. They never leave the service like this.</summary>
public sealed record Table
{
    public required Axis Rows { get; init; }

    public required Axis Columns { get; init; }

    /// <summary>Row by row, each from 0.</summary>
    public required ImmutableArray<ImmutableArray<int>> Counts { get; init; }

    /// <summary>The group of each row, where groups have totals of their own; empty where there are none.</summary>
    public ImmutableArray<string> Groups { get; init; } = [];

    /// <summary>Whether those who read the table know its total to the unit from elsewhere: as the n of a headline figure.</summary>
    public bool TotalIsKnown { get; init; }

    /// <summary>Whether those who read the table know the total of each column to the unit from elsewhere: as numerator and denominator of a headline figure.</summary>
    public bool ColumnTotalsAreKnown { get; init; }

    internal ImmutableArray<Place> Known => [.. TotalIsKnown ? [Place.Total] : Array.Empty<Place>(), .. ColumnTotalsAreKnown ? [Place.Column] : Array.Empty<Place>()];

    public int Total => Counts.Sum(row => row.Sum());

    /// <summary>A table by one thing.</summary>
    public static Table By(Axis columns, ImmutableArray<int> counts) => new() { Rows = new([""], Together.Never), Columns = columns, Counts = [counts] };

    internal Table Checked()
    {
        if (Counts.Length != Rows.Labels.Length || Counts.IsEmpty || Counts.Any(row => row.Length != Columns.Labels.Length || row.IsEmpty))
        {
            throw new ArgumentException("A table has a count for each row and column, and at least one.");
        }

        return Counts.Any(row => row.Any(count => count < 0)) ? throw new ArgumentException("A count is 0 or more.")
            : !Groups.IsEmpty && Groups.Length != Counts.Length ? throw new ArgumentException("Each row is in a group, or none is.")
            : this;
    }
}
