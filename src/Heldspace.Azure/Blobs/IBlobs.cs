using Azure;
using NodaTime;

namespace Heldspace.Azure.Blobs;

/// <summary>
/// Blob storage, as far as it is used here: small whole contents under a name. What is to be expected comes back as a value; a fault is an
/// <see cref="EdgeException"/>; a name that breaks the rules is an <see cref="ArgumentException"/> before anything is sent.
/// </summary>
/// <remarks>
/// Containers are 3 to 63 lower-case letters, digits and single hyphens. Names are 1 to 1,024 characters; a slash makes folders of them.
/// </remarks>
public interface IBlobs
{
    /// <summary>Makes the container, closed to the public, unless it is there.</summary>
    Task CreateContainer(string container, CancellationToken cancellation = default);

    /// <summary>Writes a blob that must not be there. Where the answer was lost and the repeat finds the same content, that is success.</summary>
    Task<BlobCreation> Create(string container, string name, ReadOnlyMemory<byte> content, string contentType, CancellationToken cancellation = default);

    /// <summary>Writes over the given version of a blob; with no version, over whatever is there, or nothing.</summary>
    Task<BlobOverwrite> Overwrite(
        string container, string name, ReadOnlyMemory<byte> content, string contentType, ETag? etag = null, CancellationToken cancellation = default);

    /// <summary>The whole blob, or null.</summary>
    Task<StoredBlob?> Read(string container, string name, CancellationToken cancellation = default);

    /// <summary>The index tags of a blob, such as the verdict of a scan; null where there is no blob.</summary>
    Task<IReadOnlyDictionary<string, string>?> Tags(string container, string name, CancellationToken cancellation = default);

    /// <summary>Deletes a blob; that there is none is fine.</summary>
    Task Delete(string container, string name, CancellationToken cancellation = default);

    /// <summary>The blobs whose name starts with a prefix (empty for all), in the order of their names.</summary>
    IAsyncEnumerable<ListedBlob> List(string container, string prefix, CancellationToken cancellation = default);
}

/// <summary>A blob as it was read.</summary>
/// <param name="Content">All of it.</param>
/// <param name="ContentType">As given when it was written.</param>
/// <param name="ETag">The version to overwrite.</param>
/// <param name="Created">When the name was first written, by the store's clock, to the second.</param>
public sealed record StoredBlob(ReadOnlyMemory<byte> Content, string ContentType, ETag ETag, Instant Created);

/// <summary>A blob as it is listed.</summary>
/// <param name="Name">Its whole name, prefix included.</param>
/// <param name="Created">When the name was first written, by the store's clock, to the second.</param>
/// <param name="Length">Bytes.</param>
/// <param name="ETag">Its version.</param>
public sealed record ListedBlob(string Name, Instant Created, long Length, ETag ETag);

/// <summary>What came of creating a blob.</summary>
public abstract record BlobCreation
{
    private BlobCreation()
    {
    }

    public sealed record Created(ETag ETag) : BlobCreation;

    /// <summary>A blob of this name was there before.</summary>
    public sealed record Exists : BlobCreation;
}

/// <summary>What came of overwriting a blob.</summary>
public abstract record BlobOverwrite
{
    private BlobOverwrite()
    {
    }

    public sealed record Written(ETag ETag) : BlobOverwrite;

    /// <summary>Somebody else wrote or deleted the blob after the given version.</summary>
    public sealed record Changed : BlobOverwrite;
}
