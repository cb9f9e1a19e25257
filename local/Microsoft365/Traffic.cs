using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using NodaTime;

namespace Heldspace.Local.Microsoft365;

/// <summary>A request and its answer. A batch is followed by its items, marked so.</summary>
/// <param name="At">When it was answered.</param>
/// <param name="Method">In capitals.</param>
/// <param name="PathAndQuery">Below <c>/v1.0</c>.</param>
/// <param name="Kind">Method and path with ids left out.</param>
/// <param name="Status">0 if the connection was dropped.</param>
/// <param name="InBatch">It was an item of a <c>$batch</c>.</param>
public sealed record Exchange(
    Instant At,
    string Method,
    string PathAndQuery,
    string Kind,
    IReadOnlyDictionary<string, string> RequestHeaders,
    ReadOnlyMemory<byte> RequestBody,
    int Status,
    IReadOnlyDictionary<string, string> ResponseHeaders,
    ReadOnlyMemory<byte> ResponseBody,
    bool InBatch);

/// <summary>What passed between clients and the server. Counts are always kept, exchanges only while <see cref="Recording"/>. Thread-safe.</summary>
public sealed class Traffic
{
    private readonly ConcurrentDictionary<string, int> counts = new();
    private ConcurrentQueue<Exchange> exchanges = new();
    private ConcurrentQueue<JsonObject> notifications = new();

    /// <summary>Keep every exchange and notification, bodies included. Off by default.</summary>
    public bool Recording { get; set; }

    public IReadOnlyList<Exchange> Exchanges => [.. exchanges];

    /// <summary>The bodies of the change notifications sent.</summary>
    public IReadOnlyList<JsonObject> Notifications => [.. notifications];

    /// <summary>Requests by kind; a batch counts as its items and not itself.</summary>
    public IReadOnlyDictionary<string, int> Counts => new SortedDictionary<string, int>(counts.ToDictionary());

    /// <summary>All requests, items of batches one by one.</summary>
    public int Total => counts.Values.Sum();

    public void Clear()
    {
        counts.Clear();
        exchanges = new();
        notifications = new();
    }

    internal void Count(string kind) => counts.AddOrUpdate(kind, 1, static (_, count) => count + 1);

    internal void Record(Exchange exchange) => exchanges.Enqueue(exchange);

    internal void Record(JsonObject notification)
    {
        if (Recording)
        {
            notifications.Enqueue((JsonObject)notification.DeepClone());
        }
    }
}
