using Heldspace.Summaries.Disclosure;

namespace Heldspace.Tests.Summaries.Disclosure;

/// <summary>
/// Somebody who has publications of a table, knows the rule, that parts add up to their totals, and of each star even whether it stands for a small count or only keeps one hidden.
/// Tries every value of a number: of one table by looking for any flow at all through its margins, of several by narrowing what the others can be until none is left or all
/// stands. Nothing of how stars are chosen is used, and nothing of the counts but of which kind a star is.
/// </summary>
internal sealed class Attacker
{
    private const int Anything = 2_000;
    private const int Tries = 4_000;

    private readonly List<int> least = [];
    private readonly List<int> most = [];
    private readonly List<(int Whole, int[] Parts)> sums = [];
    private readonly List<(int Lesser, int Greater)> orders = [];
    private readonly List<int> cells = [];
    private readonly List<(int From, int To, int Number)> pipes = [];
    private int publications;

    /// <summary>Small counts with a star: what must not be told.</summary>
    public List<(int Number, int Count, string Where)> Secrets { get; } = [];

    /// <summary>Takes in a publication.</summary>
    /// <param name="table">The counts; of these only the total is known, where readers know it, and of which kind a star is.</param>
    /// <param name="shown">What was published.</param>
    /// <param name="starredBefore">Whether the same place was starred in an earlier publication.</param>
    /// <returns>The cells, row by row.</returns>
    public int[] Read(Table table, PublishedTable shown, Func<int, int, bool>? starredBefore = null)
    {
        var (rows, columns) = (table.Counts.Length, table.Counts[0].Length);
        var cell = new int[rows, columns];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                cell[row, column] = Number(table.Counts[row][column], shown.Cells[row][column], starredBefore?.Invoke(row, column) ?? false, $"{row},{column}");
                cells.Add(cell[row, column]);
            }
        }

        publications++;
        var every = Enumerable.Range(0, rows).SelectMany(row => Enumerable.Range(0, columns).Select(column => cell[row, column])).ToArray();
        var (ofRow, ofColumn, ofGroup, ofGroupColumn) = (new Dictionary<int, int>(), new Dictionary<int, int>(), new Dictionary<int, int>(), new Dictionary<(int, int), int>());
        var total = Whole(table.Total, table.TotalIsKnown ? new Figure.Shown(table.Total) : shown.Total, every, "total", isExact: table.TotalIsKnown);
        for (var row = 0; row < shown.RowTotals.Length; row++)
        {
            ofRow[row] = Whole(table.Counts[row].Sum(), shown.RowTotals[row], [.. Enumerable.Range(0, columns).Select(column => cell[row, column])], $"row {row}");
        }

        for (var column = 0; column < shown.ColumnTotals.Length; column++)
        {
            ofColumn[column] = Whole(table.Counts.Sum(row => row[column]), table.ColumnTotalsAreKnown ? new Figure.Shown(table.Counts.Sum(row => row[column])) : shown.ColumnTotals[column], [.. Enumerable.Range(0, rows).Select(row => cell[row, column])], $"column {column}", table.ColumnTotalsAreKnown);
        }

        foreach (var (number, group) in shown.Groups.Index())
        {
            ofGroup[number] = Whole(group.Rows.Sum(row => table.Counts[row].Sum()), group.Total, [.. group.Rows.SelectMany(row => Enumerable.Range(0, columns).Select(column => cell[row, column]))], $"group {group.Name}");
            for (var column = 0; column < group.Columns.Length; column++)
            {
                ofGroupColumn[(number, column)] = Whole(group.Rows.Sum(row => table.Counts[row][column]), group.Columns[column], [.. group.Rows.Select(row => cell[row, column])], $"group {group.Name},{column}");
            }
        }

        // All to groups, groups to rows, rows by their cells to the columns of the group, these to the columns, and back. What was not published may be anything.
        var any = Number(8, Figure.Star, starredBefore: true, "");
        pipes.Clear();
        pipes.Add((1, 0, total));
        var groups = shown.Groups.Length + 1;
        int Row(int row) => 2 + row;
        int Column(int column) => Row(rows) + column;
        int Group(int group) => Column(columns) + group;
        int GroupColumn(int group, int column) => Group(groups) + (group * columns) + column;
        for (var group = 0; group < groups; group++)
        {
            pipes.Add((0, Group(group), ofGroup.GetValueOrDefault(group, any)));
            for (var column = 0; column < columns; column++)
            {
                pipes.Add((GroupColumn(group, column), Column(column), ofGroupColumn.GetValueOrDefault((group, column), any)));
            }
        }

        for (var column = 0; column < columns; column++)
        {
            pipes.Add((Column(column), 1, ofColumn.GetValueOrDefault(column, any)));
        }

        for (var row = 0; row < rows; row++)
        {
            var group = shown.Groups.Index().Where(one => one.Item.Rows.Contains(row)).Select(one => one.Index).DefaultIfEmpty(shown.Groups.Length).First();
            pipes.Add((Group(group), Row(row), ofRow.GetValueOrDefault(row, any)));
            for (var column = 0; column < columns; column++)
            {
                pipes.Add((Row(row), GroupColumn(group, column), cell[row, column]));
            }
        }

        return every;
    }

    /// <summary>Nothing is ever fewer than it was.</summary>
    public void Grows(int[] before, int[] after) => orders.AddRange(before.Zip(after));

    /// <summary>Knows by how much each has changed.</summary>
    public void Changed(int[] before, int[] after, IEnumerable<int> by)
    {
        foreach (var ((less, more), change) in before.Zip(after).Zip(by))
        {
            least.Add(change);
            most.Add(change);
            sums.Add((more, [less, least.Count - 1]));
        }
    }

    /// <summary>Which values of 1 to 7 a number may have.</summary>
    public List<int> Possible(int number) => [.. Enumerable.Range(1, 7).Where(value => IsPossible(number, value))];

    private bool IsPossible(int number, int value)
    {
        if (value < least[number] || value > most[number])
        {
            return false;
        }

        var (low, high) = (least.ToArray(), most.ToArray());
        low[number] = high[number] = value;
        if (publications == 1)
        {
            return Flows(low, high);
        }

        var tries = Tries;
        return Stands(low, high, ref tries);
    }

    /// <summary>Whether something can run through all pipes, through each no less and no more than it must: as much is pumped in and out as they need at the least, and must find its way.</summary>
    private bool Flows(int[] low, int[] high)
    {
        var joints = pipes.Max(pipe => Math.Max(pipe.From, pipe.To)) + 3;
        var (pump, drain) = (joints - 2, joints - 1);
        var left = new int[joints, joints];
        var beside = Enumerable.Range(0, joints).Select(_ => new List<int>()).ToArray();
        void Pipe(int from, int to, int room)
        {
            if (left[from, to] == 0 && left[to, from] == 0)
            {
                beside[from].Add(to);
                beside[to].Add(from);
            }

            left[from, to] += room;
        }

        var wanted = 0;
        foreach (var (from, to, number) in pipes)
        {
            Pipe(from, to, high[number] - low[number]);
            Pipe(pump, to, low[number]);
            Pipe(from, drain, low[number]);
            wanted += low[number];
        }

        while (wanted > 0)
        {
            var came = Enumerable.Repeat(-1, joints).ToArray();
            var queue = new Queue<int>([pump]);
            came[pump] = pump;
            while (queue.TryDequeue(out var joint) && came[drain] < 0)
            {
                foreach (var next in beside[joint])
                {
                    if (came[next] < 0 && left[joint, next] > 0)
                    {
                        came[next] = joint;
                        queue.Enqueue(next);
                    }
                }
            }

            if (came[drain] < 0)
            {
                return false;
            }

            var through = int.MaxValue;
            for (var joint = drain; joint != pump; joint = came[joint])
            {
                through = Math.Min(through, left[came[joint], joint]);
            }

            for (var joint = drain; joint != pump; joint = came[joint])
            {
                left[came[joint], joint] -= through;
                left[joint, came[joint]] += through;
            }

            wanted -= through;
        }

        return true;
    }

    private bool Stands(int[] low, int[] high, ref int tries)
    {
        if (tries-- <= 0 || !Narrow(low, high))
        {
            return false;
        }

        // The widest first, half by half, what lies in the middle of it before what lies at its ends.
        var next = cells.Where(cell => low[cell] < high[cell]).OrderByDescending(cell => high[cell] - low[cell]).Cast<int?>().FirstOrDefault();
        if (next is not { } open)
        {
            return true;
        }

        var third = Math.Max(1, (high[open] - low[open] + 1) / 3);
        var (from, to) = (low[open], high[open]);
        foreach (var (lower, higher) in new[] { (from + third, to - third), (from, from + third - 1), (to - third + 1, to) }.Where(part => part.Item1 <= part.Item2))
        {
            var (lows, highs) = (low.ToArray(), high.ToArray());
            (lows[open], highs[open]) = (lower, higher);
            if (Stands(lows, highs, ref tries))
            {
                return true;
            }
        }

        return false;
    }

    private bool Narrow(int[] low, int[] high)
    {
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var (lesser, greater) in orders)
            {
                changed |= Raise(low, greater, low[lesser]) | Lower(high, lesser, high[greater]);
                if (low[greater] > high[greater] || low[lesser] > high[lesser])
                {
                    return false;
                }
            }

            foreach (var (whole, parts) in sums)
            {
                var (fewest, highest) = (0, 0);
                foreach (var part in parts)
                {
                    fewest += low[part];
                    highest = Math.Min(Anything * 10, highest + high[part]);
                }

                changed |= Raise(low, whole, fewest) | Lower(high, whole, highest);
                if (low[whole] > high[whole])
                {
                    return false;
                }

                foreach (var part in parts)
                {
                    changed |= Raise(low, part, low[whole] - (highest - high[part])) | Lower(high, part, high[whole] - (fewest - low[part]));
                    if (low[part] > high[part])
                    {
                        return false;
                    }
                }
            }
        }

        return true;
    }

    private static bool Raise(int[] low, int number, int to)
    {
        if (to <= low[number])
        {
            return false;
        }

        low[number] = to;
        return true;
    }

    private static bool Lower(int[] high, int number, int to)
    {
        if (to >= high[number])
        {
            return false;
        }

        high[number] = to;
        return true;
    }

    private int Whole(int count, Figure figure, int[] parts, string where, bool isExact = false)
    {
        var whole = Number(count, figure, starredBefore: false, where, isExact);
        sums.Add((whole, parts));
        return whole;
    }

    private int Number(int count, Figure figure, bool starredBefore, string where, bool isExact = false)
    {
        var (low, high) = figure switch
        {
            Figure.Shown { Number: var number } when isExact || number == 0 => (number, number),
            Figure.Shown { Number: var number } => (number - 2, number + 2),
            _ when starredBefore => (0, Anything),
            _ => count is >= 1 and <= 7 ? (1, 7) : (1, Anything),
        };
        least.Add(low);
        most.Add(high);
        if (figure is Figure.Suppressed && count is >= 1 and <= 7)
        {
            Secrets.Add((least.Count - 1, count, where));
        }

        return least.Count - 1;
    }
}
