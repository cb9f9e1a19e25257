using System.Collections.Immutable;

namespace Heldspace.Summaries.Disclosure;

internal enum Place
{
    Cell,
    Row,
    Column,
    Group,
    GroupColumn,
    Total,
}

/// <summary>One number of a table.</summary>
/// <param name="Place">What it is.</param>
/// <param name="Line">Its row or group; 0 where it has none.</param>
/// <param name="Column">Its column; 0 where it has none.</param>
/// <param name="From">Where what it counts comes from.</param>
/// <param name="To">Where it goes.</param>
/// <param name="Count">How many.</param>
internal sealed record Number(Place Place, int Line, int Column, int From, int To, int Count);

/// <summary>
/// A table and its margins as a flow: each number is a pipe, and what runs into a joint runs out of it. All in all runs to the groups, from there to the rows, by the cells to the
/// columns, and back. So "the parts add up to their total" is one law for every margin, and what somebody can work out is how far a flow can be changed.
/// Margins that would only repeat a cell or another margin are left out.
/// </summary>
internal sealed class Sums
{
    private const int Out = 0;
    private const int In = 1;

    private Sums(ImmutableArray<Number> numbers, int joints)
    {
        Numbers = numbers;
        Joints = joints;
    }

    public ImmutableArray<Number> Numbers { get; }

    public int Joints { get; }

    public static Sums Of(Table table)
    {
        var (rows, columns) = (table.Counts.Length, table.Counts[0].Length);
        var (byRow, byColumn) = (columns > 1, rows > 1);
        var numbers = ImmutableArray.CreateBuilder<Number>();
        var next = In + 1;
        var columnJoints = new int[columns];
        for (var column = 0; column < columns; column++)
        {
            columnJoints[column] = In;
            if (byColumn && byRow)
            {
                columnJoints[column] = next++;
                numbers.Add(new(Place.Column, 0, column, columnJoints[column], In, table.Counts.Sum(row => row[column])));
            }
        }

        var groups = Groups(table);
        for (var group = 0; group < groups.Length; group++)
        {
            var (start, ends) = (Out, columnJoints);
            if (groups[group].Rows.Length > 1 && groups.Length > 1)
            {
                start = next++;
                numbers.Add(new(Place.Group, group, 0, Out, start, groups[group].Rows.Sum(row => table.Counts[row].Sum())));
                if (byRow)
                {
                    ends = new int[columns];
                    for (var column = 0; column < columns; column++)
                    {
                        ends[column] = next++;
                        numbers.Add(new(Place.GroupColumn, group, column, ends[column], columnJoints[column], groups[group].Rows.Sum(row => table.Counts[row][column])));
                    }
                }
            }

            foreach (var row in groups[group].Rows)
            {
                var from = start;
                if (byRow && byColumn)
                {
                    from = next++;
                    numbers.Add(new(Place.Row, row, 0, start, from, table.Counts[row].Sum()));
                }

                for (var column = 0; column < columns; column++)
                {
                    numbers.Add(new(Place.Cell, row, column, from, ends[column], table.Counts[row][column]));
                }
            }
        }

        numbers.Add(new(Place.Total, 0, 0, In, Out, table.Total));
        return new(numbers.ToImmutable(), next);
    }

    /// <summary>The same with other counts.</summary>
    public Sums With(int[] changes) => new([.. Numbers.Select((number, index) => number with { Count = number.Count + changes[index] })], Joints);

    /// <summary>One group of all rows where there are none.</summary>
    public static ImmutableArray<(string Name, ImmutableArray<int> Rows)> Groups(Table table) => table.Groups.IsEmpty
        ? [("", [.. Enumerable.Range(0, table.Counts.Length)])]
        : [.. Enumerable.Range(0, table.Counts.Length).GroupBy(row => table.Groups[row]).Select(group => (group.Key, group.ToImmutableArray()))];
}
