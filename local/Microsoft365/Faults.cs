using System.Diagnostics;

namespace Heldspace.Local.Microsoft365;

/// <summary>What goes wrong with a request.</summary>
public abstract record Fault
{
    private Fault()
    {
    }

    /// <summary>It is refused with this status and not done.</summary>
    public sealed record Answer(int Status, int? RetryAfterSeconds = null) : Fault;

    /// <summary>The connection breaks before it is done.</summary>
    public sealed record DropBefore : Fault;

    /// <summary>It is done, and the connection breaks before the answer: the caller cannot know.</summary>
    public sealed record DropAfter : Fault;

    /// <summary>It waits, in real time, and is then done.</summary>
    public sealed record Delay(TimeSpan For) : Fault;

    /// <summary>429 with <c>Retry-After</c>.</summary>
    public static Fault TooMany(int retryAfterSeconds) => new Answer(429, retryAfterSeconds);

    public static Fault Unavailable(int? retryAfterSeconds = null) => new Answer(503, retryAfterSeconds);

    public static Fault GatewayTimeout() => new Answer(504);
}

/// <summary>Faults that tests order, and hooks around every request. Items of a batch are requests too. Thread-safe.</summary>
public sealed class Faults
{
    private readonly Lock gate = new();
    private readonly List<Rule> rules = [];

    /// <summary>Called before each request with its method and its path and query below <c>/v1.0</c>; what it throws breaks the connection before anything is done.</summary>
    public Func<string, string, Task>? Before { get; set; }

    /// <summary>Called after each request was done, before it is answered, with its status; what it throws breaks the connection.</summary>
    public Func<string, string, int, Task>? After { get; set; }

    /// <summary>Orders a fault for requests that match, from the <paramref name="nth"/> (counting from now, 1 is the next) on, <paramref name="times"/> times.</summary>
    /// <param name="method">An HTTP method, or <c>*</c> for any.</param>
    /// <param name="path">Looks at the path and query below <c>/v1.0</c>.</param>
    /// <param name="fault">What goes wrong.</param>
    public void Order(string method, Func<string, bool> path, Fault fault, int nth = 1, int times = 1)
    {
        lock (gate)
        {
            rules.Add(new Rule(method, path, fault) { Until = nth - 1, Left = times });
        }
    }

    public void Clear()
    {
        lock (gate)
        {
            rules.Clear();
        }
    }

    internal Fault? Next(string method, string path)
    {
        if (rules.Count == 0)
        {
            return null;
        }

        lock (gate)
        {
            Fault? due = null;
            foreach (var rule in rules)
            {
                if ((rule.Method != "*" && rule.Method != method) || !rule.Path(path))
                {
                    continue;
                }

                if (rule.Until > 0)
                {
                    rule.Until--;
                }
                else if (due is null)
                {
                    due = rule.Fault;
                    rule.Left--;
                }
            }

            rules.RemoveAll(static rule => rule.Left <= 0);
            return due;
        }
    }

    [DebuggerDisplay("{Method} {Fault}")]
    private sealed class Rule(string method, Func<string, bool> path, Fault fault)
    {
        public string Method { get; } = method;

        public Func<string, bool> Path { get; } = path;

        public Fault Fault { get; } = fault;

        public int Until { get; set; }

        public required int Left { get; set; }
    }
}
