using Heldspace.Summaries.Disclosure;
using Xunit.Abstractions;

namespace Heldspace.Tests.Summaries.Disclosure;

/// <summary>What holds of every table that leaves the service.</summary>
public sealed class PublishTableTests(ITestOutputHelper output)
{
    /// <summary>As many values as stand behind a rounded number.</summary>
    private const int Open = 5;

    [Theory]
    [InlineData(0, "0")]
    [InlineData(1, "*")]
    [InlineData(7, "*")]
    [InlineData(8, "10")]
    [InlineData(12, "10")]
    [InlineData(13, "15")]
    [InlineData(1238, "1240")]
    public void A_count_by_itself_is_0_or_starred_or_rounded_to_5(int count, string shown) => Figure.Of(count).ToString().ShouldBe(shown);

    [Fact]
    public void Of_no_table_of_whatever_shape_can_a_count_of_1_to_7_be_told_and_half_of_its_cells_can_be_read() => Holds("any", AnyTable.Any, 1200);

    [Fact]
    public void Nor_of_the_tables_that_a_service_has() => Holds("realistic", AnyTable.Realistic, 800);

    private void Holds(string kind, Func<int, Table> of, int tables)
    {
        var (published, coarser, secrets, narrow) = (0, 0, 0, 0);
        var (readable, large) = (new List<decimal>(), new List<decimal>());
        for (var seed = 0; seed < tables; seed++)
        {
            var table = of(seed);
            if (PublishTable.Of(table) is not { } publication)
            {
                continue;
            }

            published++;
            var (counted, shown) = (publication.Counted, publication.Shown);
            coarser += shown.Rows.Length * shown.Columns.Length < table.Counts.Length * table.Counts[0].Length ? 1 : 0;
            counted.Total.ShouldBe(table.Total);
            shown.Readable.ShouldBeGreaterThanOrEqualTo(0.5m, $"seed {seed}");
            readable.Add(shown.Readable);
            ByTheRule(counted, shown, seed);
            large.Add(OfLarge(counted, shown));
            var attacker = new Attacker();
            attacker.Read(counted, shown);
            foreach (var (number, count, where) in attacker.Secrets)
            {
                secrets++;
                var possible = attacker.Possible(number);
                possible.ShouldContain(count, $"seed {seed}, {where}");
                possible.Count.ShouldBeGreaterThanOrEqualTo(Open, $"seed {seed}, {where} is {count}: {string.Join(' ', possible)}");
                narrow += possible.Count == Open ? 1 : 0;
            }
        }

        output.WriteLine($"{kind}: {tables} tables, {published} published, {coarser} of them put together, {secrets} small counts tried, {narrow} of them with only {Open} values open, readable {readable.Average():P1} of cells, least {readable.Min():P0}, {large.Average():P1} of those that are not small");
        published.ShouldBeGreaterThan(tables / 2);
        secrets.ShouldBeGreaterThan(tables / 2);
    }

    private static decimal OfLarge(Table counted, PublishedTable shown)
    {
        var large = counted.Counts.SelectMany((row, r) => row.Select((count, c) => (count, Figure: shown.Cells[r][c]))).Where(cell => cell.count is 0 or > 7).ToList();
        return large.Count == 0 ? 1 : (decimal)large.Count(cell => cell.Figure is Figure.Shown) / large.Count;
    }

    private static void ByTheRule(Table counted, PublishedTable shown, int seed)
    {
        void Check(int count, Figure figure)
        {
            if (figure is Figure.Shown { Number: var number })
            {
                ((count == 0) == (number == 0) && number % 5 == 0 && Math.Abs(number - count) <= 2).ShouldBeTrue($"seed {seed}: {count} as {number}");
                (count is 0 or > 7).ShouldBeTrue($"seed {seed}: {count} is shown");
            }
            else
            {
                count.ShouldBeGreaterThan(0, $"seed {seed}");
            }
        }

        for (var row = 0; row < counted.Counts.Length; row++)
        {
            for (var column = 0; column < counted.Counts[0].Length; column++)
            {
                Check(counted.Counts[row][column], shown.Cells[row][column]);
            }
        }

        for (var row = 0; row < shown.RowTotals.Length; row++)
        {
            Check(counted.Counts[row].Sum(), shown.RowTotals[row]);
        }

        for (var column = 0; column < shown.ColumnTotals.Length; column++)
        {
            Check(counted.Counts.Sum(row => row[column]), shown.ColumnTotals[column]);
        }

        Check(counted.Total, shown.Total);
    }
}
