using System.Collections.Immutable;
using System.Globalization;

namespace Heldspace.Summaries.Disclosure;

/// <summary>A number as it leaves the service.</summary>
public abstract record Figure
{
    private Figure()
    {
    }

    /// <summary>0, or rounded to the nearest 5.</summary>
    public sealed record Shown(int Number) : Figure
    {
        public override string ToString() => Number.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>1 to 7, or kept back so that one of these cannot be worked out.</summary>
    public sealed record Suppressed : Figure
    {
        public override string ToString() => "*";
    }

    /// <summary>The one figure that says nothing.</summary>
    public static Figure Star { get; } = new Suppressed();

    /// <summary>What a count that stands by itself leaves the service as.</summary>
    public static Figure Of(int count) => Rule.IsSmall(count) ? Star : new Shown(Rule.Round(count));
}

/// <summary>A table as it leaves the service. Nothing of the counts behind it is in it.</summary>
public sealed record PublishedTable
{
    public required ImmutableArray<string> Rows { get; init; }

    public required ImmutableArray<string> Columns { get; init; }

    /// <summary>Row by row.</summary>
    public required ImmutableArray<ImmutableArray<Figure>> Cells { get; init; }

    /// <summary>Empty where there is one column only: it is its own total.</summary>
    public required ImmutableArray<Figure> RowTotals { get; init; }

    /// <summary>Empty where there is one row only.</summary>
    public required ImmutableArray<Figure> ColumnTotals { get; init; }

    /// <summary>Groups of rows with what each comes to, in all and by column; empty where there are none. A group of one row is that row.</summary>
    public ImmutableArray<PublishedGroup> Groups { get; init; } = [];

    public required Figure Total { get; init; }

    /// <summary>Cells that can be read, of all.</summary>
    public decimal Readable => (decimal)Cells.Sum(row => row.Count(cell => cell is Figure.Shown)) / (Rows.Length * Columns.Length);
}

/// <param name="Name">Of the group.</param>
/// <param name="Rows">Which rows it has.</param>
/// <param name="Total">Of all columns.</param>
/// <param name="Columns">By column; empty where there is one column only.</param>
public sealed record PublishedGroup(string Name, ImmutableArray<int> Rows, Figure Total, ImmutableArray<Figure> Columns);

/// <summary>A table with what it was published as: kept in the service, since the next publication must not give away what this one keeps back.</summary>
/// <param name="Counted">The counts, put together as far as it was needed.</param>
/// <param name="Shown">What left the service.</param>
public sealed record Publication(Table Counted, PublishedTable Shown);
