using System.Collections.Immutable;
using Heldspace.Summaries.Disclosure;

namespace Heldspace.Tests.Summaries.Disclosure;

/// <summary>Tables of many shapes, the same for the same seed.</summary>
internal static class AnyTable
{
    public static Table Of(Random random, int rows, int columns, Func<int> count, int groups = 0) => new()
    {
        Rows = new(Labels("row", rows)),
        Columns = new(Labels("column", columns), random.Next(3) == 0 ? Together.Neighbours : Together.Smallest),
        Counts = [.. Enumerable.Range(0, rows).Select(_ => Enumerable.Range(0, columns).Select(_ => count()).ToImmutableArray())],
        Groups = groups < 2 ? [] : [.. Enumerable.Range(0, rows).Select(row => $"group {row * groups / rows}")],
        TotalIsKnown = random.Next(3) == 0,
        ColumnTotalsAreKnown = random.Next(6) == 0,
    };

    /// <summary>Mostly small counts, mostly large ones, mostly none, or anything.</summary>
    public static Table Any(int seed)
    {
        var random = new Random(seed);
        var (rows, columns) = random.Next(7) switch
        {
            0 => (1, random.Next(2, 9)),
            1 => (random.Next(2, 9), 1),
            2 => (2, 2),
            3 => (random.Next(2, 4), random.Next(2, 4)),
            _ => (random.Next(2, 9), random.Next(2, 7)),
        };
        var kind = random.Next(6);
        return Of(random, rows, columns, () => kind switch
        {
            0 => random.Next(0, 9),
            1 => random.Next(8, 60),
            2 => random.Next(4) > 0 ? 0 : random.Next(1, 20),
            3 => random.Next(5) > 0 ? random.Next(8, 40) : random.Next(1, 8),
            4 => random.Next(0, 14),
            _ => random.Next(3) switch { 0 => 0, 1 => random.Next(1, 8), _ => random.Next(1, 120) },
        }, random.Next(4) == 0 && rows > 3 ? random.Next(2, 4) : 0);
    }

    /// <summary>As a service has them: so many children of a year over lines of which some are common and some are rare.</summary>
    public static Table Realistic(int seed)
    {
        var random = new Random(seed);
        var (rows, columns) = (random.Next(3) == 0 ? 1 : random.Next(2, 7), random.Next(2, 6));
        double[] Shares(int lines) => [.. Enumerable.Range(0, lines).Select(_ => Math.Pow(random.NextDouble(), 1.5) + 0.02)];
        var (ofRows, ofColumns) = (Shares(rows), Shares(columns));
        var counts = Enumerable.Range(0, rows).Select(_ => new int[columns]).ToArray();
        for (var child = random.Next(60, 700); child > 0; child--)
        {
            counts[Draw(random, ofRows)][Draw(random, ofColumns)]++;
        }

        return new()
        {
            Rows = new(Labels("row", rows)),
            Columns = new(Labels("column", columns), random.Next(2) == 0 ? Together.Neighbours : Together.Smallest),
            Counts = [.. counts.Select(row => row.ToImmutableArray())],
            TotalIsKnown = random.Next(2) == 0,
            ColumnTotalsAreKnown = random.Next(4) == 0,
        };
    }

    private static int Draw(Random random, double[] shares)
    {
        var left = random.NextDouble() * shares.Sum();
        for (var line = 0; line < shares.Length; line++)
        {
            if ((left -= shares[line]) < 0)
            {
                return line;
            }
        }

        return shares.Length - 1;
    }

    private static ImmutableArray<string> Labels(string name, int count) => [.. Enumerable.Range(1, count).Select(number => $"{name} {number}")];
}
