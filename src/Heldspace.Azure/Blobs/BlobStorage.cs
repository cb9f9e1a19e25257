using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Xml;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using NodaTime;

namespace Heldspace.Azure.Blobs;

/// <summary>Blobs over HTTP: Azure Blob Storage, or Azurite. Safe for use by many callers at once; keep one for the life of the process.</summary>
public sealed class BlobStorage : IBlobs
{
    private readonly BlobServiceClient _service;
    private readonly ConcurrentDictionary<string, BlobContainerClient> _containers = new(StringComparer.Ordinal);

    /// <summary>Blobs of an account in Azure, by an identity.</summary>
    public BlobStorage(Uri endpoint, TokenCredential credential, EdgeOptions? options = null) =>
        _service = new BlobServiceClient(endpoint, credential, Options(options));

    private BlobStorage(string connectionString, EdgeOptions? options) =>
        _service = new BlobServiceClient(connectionString, Options(options));

    /// <summary>Blobs by a storage connection string with <c>AccountName</c>, <c>AccountKey</c> and <c>BlobEndpoint</c> or <c>EndpointSuffix</c>.</summary>
    /// <exception cref="FormatException">The text is not a connection string.</exception>
    public static BlobStorage From(string connectionString, EdgeOptions? options = null) => new(connectionString, options);

    public Task CreateContainer(string container, CancellationToken cancellation = default) =>
        Guarded($"Create {container}", async () =>
        {
            try
            {
                await Container(container).CreateAsync(PublicAccessType.None, cancellationToken: cancellation);
            }
            catch (RequestFailedException found) when (found.ErrorCode == "ContainerAlreadyExists")
            {
                // As wanted.
            }

            return true;
        }, cancellation);

    public Task<BlobCreation> Create(
        string container, string name, ReadOnlyMemory<byte> content, string contentType, CancellationToken cancellation = default)
    {
        var blob = Blob(container, name);
        BlobRules.CheckContentType(contentType);
        return Guarded<BlobCreation>($"Create in {container}", async () =>
        {
            var attempts = new Attempts();
            try
            {
                return new BlobCreation.Created(await Upload(blob, content, contentType, new() { IfNoneMatch = ETag.All }, attempts, cancellation));
            }
            catch (RequestFailedException found) when (found.ErrorCode is "BlobAlreadyExists" or "ConditionNotMet")
            {
                return attempts.Repeated && await Read(container, name, cancellation) is { } standing && Same(standing, content, contentType)
                    ? new BlobCreation.Created(standing.ETag)
                    : new BlobCreation.Exists();
            }
        }, cancellation);
    }

    public Task<BlobOverwrite> Overwrite(
        string container, string name, ReadOnlyMemory<byte> content, string contentType, ETag? etag = null, CancellationToken cancellation = default)
    {
        var blob = Blob(container, name);
        BlobRules.CheckContentType(contentType);
        BlobRules.CheckVersion(etag);
        return Guarded<BlobOverwrite>($"Write to {container}", async () =>
        {
            var attempts = new Attempts();
            try
            {
                return new BlobOverwrite.Written(await Upload(blob, content, contentType, new() { IfMatch = etag }, attempts, cancellation));
            }
            catch (RequestFailedException found) when (etag is not null && found.ErrorCode is "ConditionNotMet" or "BlobNotFound")
            {
                return attempts.Repeated && await Read(container, name, cancellation) is { } standing && Same(standing, content, contentType)
                    ? new BlobOverwrite.Written(standing.ETag)
                    : new BlobOverwrite.Changed();
            }
        }, cancellation);
    }

    public Task<StoredBlob?> Read(string container, string name, CancellationToken cancellation = default)
    {
        var blob = Blob(container, name);
        return Guarded($"Read from {container}", async () =>
        {
            try
            {
                var answer = (await blob.DownloadContentAsync(cancellation)).Value;
                return new StoredBlob(
                    answer.Content.ToMemory(),
                    answer.Details.ContentType,
                    answer.Details.ETag,
                    Instant.FromDateTimeOffset(answer.Details.CreatedOn));
            }
            catch (RequestFailedException missing) when (missing.ErrorCode == "BlobNotFound")
            {
                return null;
            }
        }, cancellation);
    }

    public Task<IReadOnlyDictionary<string, string>?> Tags(string container, string name, CancellationToken cancellation = default)
    {
        var blob = Blob(container, name);
        return Guarded<IReadOnlyDictionary<string, string>?>($"Read tags in {container}", async () =>
        {
            try
            {
                return new Dictionary<string, string>((await blob.GetTagsAsync(cancellationToken: cancellation)).Value.Tags, StringComparer.Ordinal);
            }
            catch (RequestFailedException missing) when (missing.ErrorCode == "BlobNotFound")
            {
                return null;
            }
        }, cancellation);
    }

    /// <summary>Writes the index tags of a blob over those it has. The app never does; whoever stands in for the scan for malware does.</summary>
    public Task Tag(string container, string name, IDictionary<string, string> tags, CancellationToken cancellation = default)
    {
        var blob = Blob(container, name);
        return Guarded($"Write tags in {container}", async () => (await blob.SetTagsAsync(tags, cancellationToken: cancellation)).Status, cancellation);
    }

    public Task Delete(string container, string name, CancellationToken cancellation = default)
    {
        var blob = Blob(container, name);
        return Guarded($"Delete from {container}", async () =>
        {
            try
            {
                await blob.DeleteAsync(DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: cancellation);
            }
            catch (RequestFailedException missing) when (missing.ErrorCode == "BlobNotFound")
            {
                // As wanted.
            }

            return true;
        }, cancellation);
    }

    public async IAsyncEnumerable<ListedBlob> List(
        string container, string prefix, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var pages = Container(container).GetBlobsAsync(prefix: prefix.Length == 0 ? null : prefix, cancellationToken: cancellation)
            .AsPages().GetAsyncEnumerator(cancellation);
        await using (pages)
        {
            while (await Guarded($"List {container}", () => pages.MoveNextAsync().AsTask(), cancellation))
            {
                foreach (var blob in pages.Current.Values)
                {
                    yield return new ListedBlob(
                        blob.Name,
                        Instant.FromDateTimeOffset(blob.Properties.CreatedOn.GetValueOrDefault()),
                        blob.Properties.ContentLength.GetValueOrDefault(),
                        Quoted(blob.Properties.ETag.GetValueOrDefault()));
                }
            }
        }
    }

    private static BlobClientOptions Options(EdgeOptions? options)
    {
        var client = EdgePipeline.Configure(new BlobClientOptions(BlobClientOptions.ServiceVersion.V2022_11_02), options ?? new EdgeOptions());
        client.AddPolicy(new CountAttempts(), HttpPipelinePosition.PerRetry);
        return client;
    }

    private BlobContainerClient Container(string container)
    {
        BlobRules.CheckContainer(container);
        return _containers.GetOrAdd(container, _service.GetBlobContainerClient);
    }

    private BlockBlobClient Blob(string container, string name)
    {
        BlobRules.CheckName(name);
        return Container(container).GetBlockBlobClient(name);
    }

    private static async Task<ETag> Upload(
        BlockBlobClient blob, ReadOnlyMemory<byte> content, string contentType, BlobRequestConditions conditions, Attempts attempts, CancellationToken cancellation)
    {
        using var scope = HttpPipeline.CreateHttpMessagePropertiesScope(new Dictionary<string, object?> { [CountAttempts.Property] = attempts });
        using var stream = BinaryData.FromBytes(content).ToStream();
        var options = new BlobUploadOptions
        {
            Conditions = conditions,
            HttpHeaders = new BlobHttpHeaders { ContentType = contentType },

            // One request: what is not shorter than this is sent as a block and a list of blocks.
            TransferOptions = new StorageTransferOptions { InitialTransferSize = content.Length + 1L },
        };
        return (await blob.UploadAsync(stream, options, cancellation)).Value.ETag;
    }

    /// <summary>A list gives versions without the quotes that they have everywhere else.</summary>
    private static ETag Quoted(ETag etag) => etag.ToString() is var text && text.StartsWith('"') ? etag : new ETag($"\"{text}\"");

    private static bool Same(StoredBlob standing, ReadOnlyMemory<byte> content, string contentType) =>
        standing.ContentType == contentType && standing.Content.Span.SequenceEqual(content.Span);

    private static async Task<T> Guarded<T>(string edge, Func<Task<T>> call, CancellationToken cancellation)
    {
        try
        {
            return await call();
        }
        catch (RequestFailedException fault) when (fault.Status != 0)
        {
            throw new EdgeException(edge, fault.Status, fault.ErrorCode ?? "", fault.GetRawResponse() is { } response ? RetryAfter.Asked(response) : null, fault);
        }
        catch (Exception fault) when (fault is JsonException or XmlException)
        {
            // Something on the way answered in the service's place.
            throw new EdgeException(edge, 0, "AnswerUnreadable", null, fault);
        }
        catch (Exception fault) when (EdgePipeline.IsTransport(fault, cancellation))
        {
            throw new EdgeException(edge, 0, "", null, fault);
        }
    }

    /// <summary>Whether a request was sent more than once, so that what stands may be its own first attempt's work.</summary>
    private sealed class Attempts
    {
        public bool Repeated { get; set; }
    }

    private sealed class CountAttempts : HttpPipelineSynchronousPolicy
    {
        public const string Property = "heldspace.attempts";

        public override void OnSendingRequest(HttpMessage message)
        {
            if (message.ProcessingContext.RetryNumber > 0 && message.TryGetProperty(Property, out var property) && property is Attempts attempts)
            {
                attempts.Repeated = true;
            }
        }
    }
}
