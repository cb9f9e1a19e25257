using System.Runtime.CompilerServices;
using Azure;
using Heldspace.Azure.Blobs;
using Heldspace.Azure.Tables;

namespace Heldspace.Functions.Tests.Reliability.Histories;

/// <summary>
/// Stands on the way out of every instance of the app to every edge, tables and blobs in memory too: lets others get in between at random, and lets the app
/// die before or after a request, after which nothing crosses until it is started anew.
/// </summary>
internal sealed class Interference(int seed) : IWayOut
{
    private readonly Lock gate = new();
    private readonly Random random = new(seed);
    private readonly List<Crossing> crossed = [];
    private readonly Dictionary<string, int> counts = new(StringComparer.Ordinal);
    private Life life = new();
    private Func<Crossing, int, bool> dies = (_, _) => false;
    private (string Kind, Func<Task> Act)? meanwhile;
    private bool before;
    private int passed;

    private enum Fate
    {
        Lives,
        DiesBefore,
        DiesAfter,
    }

    public bool IsDead => life.Ending.IsCancellationRequested;

    /// <summary>Ends with the app.</summary>
    public CancellationToken Death => life.Ending.Token;

    /// <summary>Where it died last, in words.</summary>
    public string DiedAt { get; private set; } = "";

    /// <summary>Whether others get in between, so that no two runs are alike; otherwise everything comes as it comes.</summary>
    public bool Jitters { get; init; } = true;

    /// <summary>What crossed since the last <see cref="DieAt"/> or <see cref="Revive"/>.</summary>
    public IReadOnlyList<Crossing> Crossed
    {
        get
        {
            lock (gate)
            {
                return [.. crossed];
            }
        }
    }

    /// <summary>Lets the app die at the request that matches first.</summary>
    /// <param name="at">Given the crossing, and the how many-th of all since now it is, from 1.</param>
    /// <param name="beforeIt">Whether the request is not sent any more; otherwise its answer comes too late.</param>
    public void DieAt(Func<Crossing, int, bool> at, bool beforeIt)
    {
        lock (gate)
        {
            (dies, before, passed) = (at, beforeIt, 0);
            crossed.Clear();
            counts.Clear();
        }
    }

    /// <summary>It was started anew, and lives on.</summary>
    public void Revive()
    {
        DieAt((_, _) => false, beforeIt: false);
        if (IsDead)
        {
            life = new();
        }
    }

    /// <summary>Has somebody do something whole right before the next request of a kind is sent.</summary>
    public void Meanwhile(string kind, Func<Task> act) => meanwhile = (kind, act);

    public async Task<T> Pass<T>(string kind, Func<Task<T>> send, CancellationToken cancellation)
    {
        if (meanwhile is { } other && other.Kind == kind)
        {
            meanwhile = null;
            await other.Act();
        }

        var (fate, pauses) = Draw(kind);
        for (; pauses > 0; pauses--)
        {
            await Task.Yield();
        }

        cancellation.ThrowIfCancellationRequested();
        if (fate == Fate.DiesBefore)
        {
            throw Die($"before {kind}");
        }

        var answer = await send();
        return fate == Fate.DiesAfter ? throw Die($"after {kind}") : IsDead ? throw new ProcessDied() : answer;
    }

    /// <summary>For <c>InProcessSettings.Around</c>.</summary>
    public HttpMessageHandler Around(string edge, HttpMessageHandler inner) => new EdgeBehind(this, edge, inner);

    private (Fate Fate, int Pauses) Draw(string kind)
    {
        lock (gate)
        {
            if (IsDead)
            {
                throw new ProcessDied();
            }

            counts[kind] = counts.GetValueOrDefault(kind) + 1;
            var crossing = new Crossing(kind, counts[kind]);
            crossed.Add(crossing);
            var fate = !dies(crossing, ++passed) ? Fate.Lives : before ? Fate.DiesBefore : Fate.DiesAfter;
            if (fate != Fate.Lives)
            {
                dies = (_, _) => false;
            }

            return (fate, Jitters ? random.Next(4) : 0);
        }
    }

    private ProcessDied Die(string at)
    {
        DiedAt = at;
        life.Ending.Cancel();
        return new ProcessDied();
    }

    private sealed class Life
    {
        public CancellationTokenSource Ending { get; } = new();
    }
}

/// <summary>Stands on the way out of the app.</summary>
internal interface IWayOut
{
    Task<T> Pass<T>(string kind, Func<Task<T>> send, CancellationToken cancellation);
}

/// <summary>Requests over HTTP behind whatever stands on the way out.</summary>
internal sealed class EdgeBehind(IWayOut way, string edge, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        await way.Pass(await Crossing.KindOf(edge, request), () => base.SendAsync(request, cancellationToken), cancellationToken);
}

/// <summary>Tables behind whatever stands on the way out.</summary>
internal sealed class TablesBehind(IWayOut way, ITables inner) : ITables
{
    public Task CreateTable(string table, CancellationToken cancellation = default) => inner.CreateTable(table, cancellation);

    public Task<Row?> Get(string table, string partitionKey, string rowKey, CancellationToken cancellation = default) =>
        way.Pass($"tables get {table}", () => inner.Get(table, partitionKey, rowKey, cancellation), cancellation);

    public Task<Insertion> Insert(string table, Row row, CancellationToken cancellation = default) =>
        way.Pass($"tables insert {table}", () => inner.Insert(table, row, cancellation), cancellation);

    public Task<Replacement> Replace(string table, Row row, ETag etag, CancellationToken cancellation = default) =>
        way.Pass($"tables replace {table}", () => inner.Replace(table, row, etag, cancellation), cancellation);

    public Task<Replacement> Merge(string table, Row row, ETag etag, CancellationToken cancellation = default) =>
        way.Pass($"tables merge {table}", () => inner.Merge(table, row, etag, cancellation), cancellation);

    public Task<ETag> InsertOrReplace(string table, Row row, CancellationToken cancellation = default) =>
        way.Pass($"tables write {table}", () => inner.InsertOrReplace(table, row, cancellation), cancellation);

    public Task<Deletion> Delete(string table, string partitionKey, string rowKey, ETag etag, CancellationToken cancellation = default) =>
        way.Pass($"tables delete {table}", () => inner.Delete(table, partitionKey, rowKey, etag, cancellation), cancellation);

    public async IAsyncEnumerable<Row> Query(
        string table, RowFilter filter, IReadOnlyList<string>? select = null, int? top = null, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var rows = await way.Pass($"tables query {table}", async () => await inner.Query(table, filter, select, top, cancellation).ToListAsync(cancellation), cancellation);
        foreach (var row in rows)
        {
            yield return row;
        }
    }

    public Task<Submission> Submit(string table, IReadOnlyList<RowWrite> writes, CancellationToken cancellation = default) =>
        way.Pass($"tables transaction {table}", () => inner.Submit(table, writes, cancellation), cancellation);
}

/// <summary>Blobs behind whatever stands on the way out.</summary>
internal sealed class BlobsBehind(IWayOut way, IBlobs inner) : IBlobs
{
    public Task CreateContainer(string container, CancellationToken cancellation = default) => inner.CreateContainer(container, cancellation);

    public Task<BlobCreation> Create(string container, string name, ReadOnlyMemory<byte> content, string contentType, CancellationToken cancellation = default) =>
        way.Pass($"blobs PUT {container}", () => inner.Create(container, name, content, contentType, cancellation), cancellation);

    public Task<BlobOverwrite> Overwrite(
        string container, string name, ReadOnlyMemory<byte> content, string contentType, ETag? etag = null, CancellationToken cancellation = default) =>
        way.Pass($"blobs PUT {container}", () => inner.Overwrite(container, name, content, contentType, etag, cancellation), cancellation);

    public Task<StoredBlob?> Read(string container, string name, CancellationToken cancellation = default) =>
        way.Pass($"blobs GET {container}", () => inner.Read(container, name, cancellation), cancellation);

    public Task<IReadOnlyDictionary<string, string>?> Tags(string container, string name, CancellationToken cancellation = default) =>
        way.Pass($"blobs tags {container}", () => inner.Tags(container, name, cancellation), cancellation);

    public Task Delete(string container, string name, CancellationToken cancellation = default) => way.Pass(
        $"blobs DELETE {container}",
        async () =>
        {
            await inner.Delete(container, name, cancellation);
            return true;
        },
        cancellation);

    public async IAsyncEnumerable<ListedBlob> List(string container, string prefix, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var blobs = await way.Pass($"blobs list {container}", async () => await inner.List(container, prefix, cancellation).ToListAsync(cancellation), cancellation);
        foreach (var blob in blobs)
        {
            yield return blob;
        }
    }
}
