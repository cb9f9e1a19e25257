using System.Runtime.CompilerServices;
using Azure;
using Heldspace.Azure;
using Heldspace.Azure.Blobs;
using NodaTime;

namespace Heldspace.Local.InMemory;

/// <summary>Blobs in this process, with the limits and outcomes of the real ones. For simulations: a year of them costs seconds.</summary>
/// <param name="clock">Says when a blob was created.</param>
/// <param name="scan">Gives a blob its index tags as soon as it is written, by container and content; null gives it none.</param>
public sealed class InMemoryBlobs(IClock clock, Func<string, ReadOnlyMemory<byte>, IReadOnlyDictionary<string, string>?>? scan = null) : IBlobs
{
    private static readonly IReadOnlyDictionary<string, string> NoTags = new Dictionary<string, string>(StringComparer.Ordinal);

    private readonly Dictionary<(string Container, string Name), IReadOnlyDictionary<string, string>> _tags = [];
    private readonly Lock _lock = new();
    private readonly Dictionary<string, SortedList<string, StoredBlob>> _containers = new(StringComparer.Ordinal);
    private long _version;

    public Task CreateContainer(string container, CancellationToken cancellation = default)
    {
        BlobRules.CheckContainer(container);
        lock (_lock)
        {
            _containers.TryAdd(container, new SortedList<string, StoredBlob>(StringComparer.Ordinal));
        }

        return Task.CompletedTask;
    }

    public Task<BlobCreation> Create(
        string container, string name, ReadOnlyMemory<byte> content, string contentType, CancellationToken cancellation = default)
    {
        BlobRules.CheckContentType(contentType);
        lock (_lock)
        {
            var blobs = Blobs(container, name, "Create in");
            return Task.FromResult<BlobCreation>(blobs.ContainsKey(name)
                ? new BlobCreation.Exists()
                : new BlobCreation.Created(Write(container, blobs, name, content, contentType)));
        }
    }

    public Task<BlobOverwrite> Overwrite(
        string container, string name, ReadOnlyMemory<byte> content, string contentType, ETag? etag = null, CancellationToken cancellation = default)
    {
        BlobRules.CheckContentType(contentType);
        BlobRules.CheckVersion(etag);
        lock (_lock)
        {
            var blobs = Blobs(container, name, "Write to");
            var stands = etag is not { } version || (blobs.TryGetValue(name, out var standing) && version == standing.ETag);
            return Task.FromResult<BlobOverwrite>(stands
                ? new BlobOverwrite.Written(Write(container, blobs, name, content, contentType))
                : new BlobOverwrite.Changed());
        }
    }

    public Task<StoredBlob?> Read(string container, string name, CancellationToken cancellation = default)
    {
        lock (_lock)
        {
            return Task.FromResult(Blobs(container, name, "Read from").GetValueOrDefault(name));
        }
    }

    public Task<IReadOnlyDictionary<string, string>?> Tags(string container, string name, CancellationToken cancellation = default)
    {
        lock (_lock)
        {
            return Task.FromResult(Blobs(container, name, "Read tags in").ContainsKey(name) ? _tags.GetValueOrDefault((container, name), NoTags) : null);
        }
    }

    /// <summary>Writes the index tags of a blob over those it has, as the scan for malware does.</summary>
    public void Tag(string container, string name, IReadOnlyDictionary<string, string> tags)
    {
        lock (_lock)
        {
            _tags[(container, name)] = tags;
        }
    }

    public Task Delete(string container, string name, CancellationToken cancellation = default)
    {
        lock (_lock)
        {
            Blobs(container, name, "Delete from").Remove(name);
            _tags.Remove((container, name));
        }

        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<ListedBlob> List(
        string container, string prefix, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        ListedBlob[] found;
        lock (_lock)
        {
            var blobs = Blobs(container, "any", "List");
            var first = blobs.AtOrAfter(prefix);
            var last = first;
            while (last < blobs.Count && blobs.GetKeyAtIndex(last).StartsWith(prefix, StringComparison.Ordinal))
            {
                last++;
            }

            found = [.. Enumerable.Range(first, last - first).Select(at => Listed(blobs.GetKeyAtIndex(at), blobs.GetValueAtIndex(at)))];
        }

        foreach (var blob in found)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return blob;
        }

        await Task.CompletedTask;
    }

    private static ListedBlob Listed(string name, StoredBlob blob) => new(name, blob.Created, blob.Content.Length, blob.ETag);

    private SortedList<string, StoredBlob> Blobs(string container, string name, string edge)
    {
        BlobRules.CheckContainer(container);
        BlobRules.CheckName(name);
        return _containers.GetValueOrDefault(container) ?? throw new EdgeException($"{edge} {container}", 404, "ContainerNotFound");
    }

    private ETag Write(string container, SortedList<string, StoredBlob> blobs, string name, ReadOnlyMemory<byte> content, string contentType)
    {
        // Whatever was said of the content before is not said of this one.
        _tags.Remove((container, name));
        if (scan?.Invoke(container, content) is { } tags)
        {
            _tags[(container, name)] = tags;
        }

        var etag = new ETag($"\"0x{++_version:X}\"");
        var created = blobs.TryGetValue(name, out var standing)
            ? standing.Created
            : Instant.FromUnixTimeSeconds(clock.GetCurrentInstant().ToUnixTimeSeconds());
        blobs[name] = new StoredBlob(content.ToArray(), contentType, etag, created);
        return etag;
    }
}
