using System.Collections.Immutable;

namespace Heldspace.Summaries.Disclosure;

/// <summary>Puts two lines of a table together, so that more can be read of the rest.</summary>
internal static class Coarsen
{
    /// <summary>The next coarser table; null where nothing can be put together any more.</summary>
    public static Table? Once(Table table)
    {
        var rows = Pair(table.Rows.How, [.. table.Counts.Select(row => row.Sum())], table.Groups);
        var columns = Pair(table.Columns.How, [.. Enumerable.Range(0, table.Columns.Labels.Length).Select(column => table.Counts.Sum(row => row[column]))], []);
        return (rows, columns) switch
        {
            ({ } row, null) => Rows(table, row.One, row.Other),
            (null, { } column) => Columns(table, column.One, column.Other),
            ({ } row, { } column) => row.Both <= column.Both ? Rows(table, row.One, row.Other) : Columns(table, column.One, column.Other),
            _ when !table.Groups.IsEmpty => table with { Groups = [] },
            _ => null,
        };
    }

    /// <summary>The two lines with the fewest in them, of one group, as far as their totals could be published: which lines stand together must not tell which small count is the smaller.</summary>
    private static (int One, int Other, int Both)? Pair(Together how, ImmutableArray<int> totals, ImmutableArray<string> groups)
    {
        if (how == Together.Never)
        {
            return null;
        }

        var pairs =
            from one in Enumerable.Range(0, totals.Length)
            from other in Enumerable.Range(one + 1, totals.Length - one - 1)
            where (how != Together.Neighbours || other == one + 1) && (groups.IsEmpty || groups[one] == groups[other])
            let both = (One: Size(totals[one]), Other: Size(totals[other]))
            orderby Math.Min(both.One, both.Other), both.One + both.Other
            select ((int, int, int)?)(one, other, both.One + both.Other);
        return pairs.FirstOrDefault();
    }

    private static int Size(int total) => Rule.IsSmall(total) ? Rule.Smallest : Rule.Round(total);

    private static Table Rows(Table table, int one, int other) => table with
    {
        Rows = table.Rows.Join(one, other),
        Groups = table.Groups.IsEmpty ? [] : table.Groups.RemoveAt(other),
        Counts = table.Counts.SetItem(one, [.. table.Counts[one].Zip(table.Counts[other], (first, second) => first + second)]).RemoveAt(other),
    };

    private static Table Columns(Table table, int one, int other) => table with
    {
        Columns = table.Columns.Join(one, other),
        Counts = [.. table.Counts.Select(row => row.SetItem(one, row[one] + row[other]).RemoveAt(other))],
    };

    /// <summary>A table as it was counted, by the lines that another of its kind was put together to; null where it is of another kind.</summary>
    public static Table? Like(Table table, Table other)
    {
        var (rows, columns) = (other.Rows.Made, other.Columns.Made);
        if (rows.Sum(row => row.Length) != table.Counts.Length || columns.Sum(column => column.Length) != table.Counts[0].Length || !Named(table.Rows, rows, other.Rows) || !Named(table.Columns, columns, other.Columns))
        {
            return null;
        }

        return other with
        {
            TotalIsKnown = table.TotalIsKnown,
            ColumnTotalsAreKnown = table.ColumnTotalsAreKnown,
            Counts = [.. rows.Select(row => columns.Select(column => row.Sum(one => column.Sum(another => table.Counts[one][another]))).ToImmutableArray())],
        };
    }

    private static bool Named(Axis counted, ImmutableArray<ImmutableArray<int>> made, Axis other) =>
        made.Select(parts => string.Join(" or ", parts.Select(part => counted.Labels[part]))).SequenceEqual(other.Labels);
}
