namespace Heldspace.Benchmarks.Clairvoyant;

/// <summary>
/// The cheapest way to send as much as possible through a network whose arcs have whole capacities and costs of 0 or more. Successive shortest paths: all
/// paths of one length are filled together before the next length is looked for, so that the work follows the number of different lengths.
/// </summary>
/// <param name="nodes">How many nodes there are; they are numbered from 0.</param>
public sealed class MinCostFlow(int nodes)
{
    private const int Unreached = int.MaxValue;

    private readonly List<int> to = [];
    private readonly List<int> left = [];
    private readonly List<int> cost = [];
    private readonly List<int>[] leaving = [.. Enumerable.Range(0, nodes).Select(_ => new List<int>())];
    private readonly int[] distance = new int[nodes];
    private readonly int[] potential = new int[nodes];
    private readonly int[] next = new int[nodes];
    private readonly bool[] onPath = new bool[nodes];

    /// <summary>Adds an arc; its number, by which <see cref="Sent"/> tells what went through it.</summary>
    public int Arc(int from, int target, int capacity, int price = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        ArgumentOutOfRangeException.ThrowIfNegative(price);
        Half(from, target, capacity, price);
        Half(target, from, 0, -price);
        return to.Count - 2;
    }

    /// <summary>How much goes through an arc once <see cref="Send"/> has run.</summary>
    public int Sent(int arc) => left[arc ^ 1];

    /// <summary>Sends all that can be sent, as cheaply as it can be.</summary>
    /// <returns>How much arrives, and what that costs.</returns>
    public (int Amount, long Cost) Send(int source, int sink)
    {
        var (amount, total) = (0, 0L);
        while (Measure(source, sink))
        {
            Array.Clear(next);
            for (var pushed = Push(source, sink, int.MaxValue); pushed > 0; pushed = Push(source, sink, int.MaxValue))
            {
                amount += pushed;
                total += (long)pushed * (potential[sink] - potential[source]);
            }
        }

        return (amount, total);
    }

    private void Half(int from, int target, int capacity, int price)
    {
        leaving[from].Add(to.Count);
        to.Add(target);
        left.Add(capacity);
        cost.Add(price);
    }

    /// <summary>Shortest lengths from the source over what is left (Dijkstra, on costs made non-negative by the potentials). False: the sink is out of reach.</summary>
    private bool Measure(int source, int sink)
    {
        Array.Fill(distance, Unreached);
        distance[source] = 0;
        var waiting = new PriorityQueue<int, int>();
        waiting.Enqueue(source, 0);
        while (waiting.TryDequeue(out var node, out var length))
        {
            if (length > distance[node])
            {
                continue;
            }

            foreach (var arc in leaving[node])
            {
                var reached = length + cost[arc] + potential[node] - potential[to[arc]];
                if (left[arc] > 0 && reached < distance[to[arc]])
                {
                    distance[to[arc]] = reached;
                    waiting.Enqueue(to[arc], reached);
                }
            }
        }

        if (distance[sink] == Unreached)
        {
            return false;
        }

        for (var node = 0; node < potential.Length; node++)
        {
            potential[node] += Math.Min(distance[node], distance[sink]);
        }

        return true;
    }

    /// <summary>One path along arcs that lie on a shortest way; nothing is looked at twice within one round.</summary>
    private int Push(int node, int sink, int most)
    {
        if (node == sink)
        {
            return most;
        }

        onPath[node] = true;
        try
        {
            for (; next[node] < leaving[node].Count; next[node]++)
            {
                var arc = leaving[node][next[node]];
                if (left[arc] == 0 || onPath[to[arc]] || cost[arc] + potential[node] - potential[to[arc]] != 0)
                {
                    continue;
                }

                var pushed = Push(to[arc], sink, Math.Min(most, left[arc]));
                if (pushed > 0)
                {
                    left[arc] -= pushed;
                    left[arc ^ 1] += pushed;
                    return pushed;
                }
            }

            return 0;
        }
        finally
        {
            onPath[node] = false;
        }
    }
}
