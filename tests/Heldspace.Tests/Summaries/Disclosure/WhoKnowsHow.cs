using System.Collections.Immutable;
using Heldspace.Summaries.Disclosure;
using Xunit.Abstractions;

namespace Heldspace.Tests.Summaries.Disclosure;

/// <summary>
/// Somebody who has this program: they put every table there is through it, and keep those that come out as what they were given. That a star was needed tells something too.
/// </summary>
public sealed class WhoKnowsHow(ITestOutputHelper output)
{
    /// <summary>So many values of a small count lead to the same publication at least.</summary>
    private const int Open = 4;

    [Theory]
    [InlineData(1, 2, 24, false)]
    [InlineData(1, 2, 24, true)]
    [InlineData(1, 3, 17, false)]
    [InlineData(1, 3, 17, true)]
    public void Cannot_tell_a_count_of_1_to_7_by_trying_every_table(int rows, int columns, int most, bool totalIsKnown)
    {
        var alike = new Dictionary<string, List<Publication>>(StringComparer.Ordinal);
        foreach (var counts in Every(rows * columns, most))
        {
            var table = new Table
            {
                Rows = new([.. new[] { "a", "b" }.Take(rows)], Together.Never),
                Columns = new([.. new[] { "c", "d", "e" }.Take(columns)]),
                Counts = [.. counts.Chunk(columns).Select(row => row.ToImmutableArray())],
                TotalIsKnown = totalIsKnown,
            };
            if (PublishTable.Of(table) is { } publication)
            {
                var key = Key(publication.Shown);
                alike.TryAdd(key, []);
                alike[key].Add(publication);
            }
        }

        var fewest = int.MaxValue;
        foreach (var (key, tables) in alike)
        {
            for (var row = 0; row < tables[0].Shown.Rows.Length; row++)
            {
                for (var column = 0; column < tables[0].Shown.Columns.Length; column++)
                {
                    // Near the end of what is tried there is not everything that would look the same.
                    if (tables[0].Shown.Cells[row][column] is Figure.Suppressed && tables.TrueForAll(table => table.Counted.Counts.All(line => line.All(count => count < most - 4))))
                    {
                        var values = tables.Select(table => table.Counted.Counts[row][column]).Distinct().Order().ToList();
                        fewest = Math.Min(fewest, values.Count);
                        values.Count.ShouldBeGreaterThanOrEqualTo(Open, $"{key}: {string.Join(' ', values)}");
                    }
                }
            }
        }

        output.WriteLine($"{rows} by {columns} to {most}{(totalIsKnown ? ", total known" : "")}: {alike.Values.Sum(tables => tables.Count)} tables as {alike.Count} publications, a star stands for {fewest} values at least");
    }

    private static string Key(PublishedTable shown) =>
        string.Join('|', shown.Rows.Concat(shown.Columns).Concat(shown.Cells.SelectMany(row => row).Concat(shown.RowTotals).Concat(shown.ColumnTotals).Append(shown.Total).Select(figure => figure.ToString()!)));

    private static IEnumerable<int[]> Every(int cells, int most)
    {
        var counts = new int[cells];
        while (true)
        {
            yield return [.. counts];
            var cell = 0;
            while (cell < cells && counts[cell] == most)
            {
                counts[cell++] = 0;
            }

            if (cell == cells)
            {
                yield break;
            }

            counts[cell]++;
        }
    }
}
