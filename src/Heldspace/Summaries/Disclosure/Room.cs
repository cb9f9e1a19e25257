namespace Heldspace.Summaries.Disclosure;

/// <summary>
/// How far each number could be another while everything that was published stays as it is: what somebody who has only the publications must think possible. Where there are
/// several, all from one on are changed alike, so that what changed from one to the next stays the same too.
/// </summary>
internal sealed class Room
{
    private readonly IReadOnlyList<Version> versions;
    private readonly int since;
    private readonly bool grows;
    private readonly bool[]? settled;
    private readonly Sums sums;
    private readonly List<(int Number, bool Forward)>[] around;

    /// <param name="versions">Every publication of the table, oldest first.</param>
    /// <param name="since">From which on the counts are changed.</param>
    /// <param name="grows">Whether no count ever falls from one to the next.</param>
    /// <param name="settled">Numbers that must stay; null for none.</param>
    public Room(IReadOnlyList<Version> versions, int since, bool grows, bool[]? settled = null)
    {
        this.settled = settled;
        this.versions = versions;
        this.since = since;
        this.grows = grows;
        sums = versions[^1].Sums;
        around = [.. Enumerable.Range(0, sums.Joints).Select(_ => new List<(int, bool)>())];
        for (var number = 0; number < sums.Numbers.Length; number++)
        {
            around[sums.Numbers[number].From].Add((number, true));
            around[sums.Numbers[number].To].Add((number, false));
        }
    }

    /// <summary>By how much a number could be more, or less, of what is asked.</summary>
    public int Reach(int number, bool more, int wanted) => Flow(number, more, wanted).Reached;

    /// <summary>The table with a number as small as it could be.</summary>
    public Sums Least(int number)
    {
        var (reached, changes) = Flow(number, more: false, Rule.Round(sums.Numbers[number].Count) + Rule.Largest);
        changes[number] -= reached;
        return sums.With(changes);
    }

    /// <summary>Which further stars would let a number be as much more, or less, as wanted; null where none would.</summary>
    /// <param name="price">What starring a number costs; null where it must stay.</param>
    public (IReadOnlyList<int> Stars, double Price)? Widen(int number, bool more, int wanted, Func<int, double?> price)
    {
        // What can be had already is taken first; the rest goes another way at once, or in the last resort by one.
        var (reached, changes) = Flow(number, more, wanted);
        return Path(number, more, wanted - reached, changes, price) ?? (wanted - reached > 1 ? Path(number, more, 1, changes, price) : null);
    }

    private (int Start, int End) Ends(int number, bool more) => more ? (sums.Numbers[number].To, sums.Numbers[number].From) : (sums.Numbers[number].From, sums.Numbers[number].To);

    /// <summary>How far a number may go one way by itself.</summary>
    private int Free(int number, bool more, bool? starred = null)
    {
        if (settled is not null && settled[number])
        {
            return 0;
        }

        var free = int.MaxValue;
        for (var version = since; version < versions.Count; version++)
        {
            var count = versions[version].Sums.Numbers[number].Count;
            var (least, most) = versions[version].Bounds(number, version == versions.Count - 1 && starred is { } other ? other : versions[version].Stars[number]);
            free = Math.Min(free, more ? most - count : count - least);
        }

        if (!more && grows && since > 0 && sums.Numbers[number].Place == Place.Cell)
        {
            free = Math.Min(free, versions[since].Sums.Numbers[number].Count - versions[since - 1].Sums.Numbers[number].Count);
        }

        return Math.Max(0, free);
    }

    private (int Reached, int[] Changes) Flow(int number, bool more, int wanted)
    {
        var changes = new int[sums.Numbers.Length];
        wanted = Math.Min(wanted, Free(number, more));
        var reached = 0;
        var (start, end) = Ends(number, more);
        while (reached < wanted)
        {
            var came = new (int Number, bool Forward)?[sums.Joints];
            var seen = new bool[sums.Joints];
            var queue = new Queue<int>([start]);
            seen[start] = true;
            while (queue.TryDequeue(out var joint) && !seen[end])
            {
                foreach (var step in around[joint])
                {
                    var next = step.Forward ? sums.Numbers[step.Number].To : sums.Numbers[step.Number].From;
                    if (step.Number != number && !seen[next] && Left(step.Number, step.Forward, changes) > 0)
                    {
                        seen[next] = true;
                        came[next] = step;
                        queue.Enqueue(next);
                    }
                }
            }

            if (!seen[end])
            {
                break;
            }

            for (var joint = end; joint != start;)
            {
                var (by, forward) = came[joint]!.Value;
                changes[by] += forward ? 1 : -1;
                joint = forward ? sums.Numbers[by].From : sums.Numbers[by].To;
            }

            reached++;
        }

        return (reached, changes);
    }

    private int Left(int number, bool forward, int[] changes, bool? starred = null) => Free(number, forward, starred) - (forward ? changes[number] : -changes[number]);

    private (IReadOnlyList<int> Stars, double Price)? Path(int number, bool more, int wanted, int[] changes, Func<int, double?> price)
    {
        if (wanted <= 0)
        {
            return null;
        }

        const double AStep = 0.001;
        var (start, end) = Ends(number, more);
        var cost = new double[sums.Joints];
        Array.Fill(cost, double.PositiveInfinity);
        var came = new (int Number, bool Forward, bool Starred)?[sums.Joints];
        var queue = new PriorityQueue<int, double>([(start, 0)]);
        cost[start] = 0;
        while (queue.TryDequeue(out var joint, out var so))
        {
            if (so > cost[joint])
            {
                continue;
            }

            foreach (var (by, forward) in around[joint])
            {
                if (by == number)
                {
                    continue;
                }

                var isFree = Left(by, forward, changes) >= wanted;
                var added = isFree ? AStep : price(by) is { } priced && Left(by, forward, changes, starred: true) >= wanted ? priced : double.PositiveInfinity;
                var next = forward ? sums.Numbers[by].To : sums.Numbers[by].From;
                if (so + added < cost[next])
                {
                    cost[next] = so + added;
                    came[next] = (by, forward, !isFree);
                    queue.Enqueue(next, cost[next]);
                }
            }
        }

        if (double.IsPositiveInfinity(cost[end]))
        {
            return null;
        }

        var stars = new List<int>();
        for (var joint = end; joint != start;)
        {
            var (by, forward, starred) = came[joint]!.Value;
            if (starred)
            {
                stars.Add(by);
            }

            joint = forward ? sums.Numbers[by].From : sums.Numbers[by].To;
        }

        return stars.Count == 0 ? null : (stars, cost[end]);
    }
}
