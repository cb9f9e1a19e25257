using Heldspace.Azure;
using Heldspace.Azure.Blobs;
using Heldspace.Azure.Records;

namespace Heldspace.Local.Defender;

/// <summary>Scans what comes into the attachments of a blob store, about a second after it was written, as Defender for Storage does within seconds to minutes.</summary>
public sealed class StorageScan : IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource ending = new();
    private readonly Task running;

    public StorageScan(BlobStorage blobs) => running = Run(blobs, ending.Token);

    /// <summary>Looks once; what was scanned before is passed over.</summary>
    /// <param name="blobs">The store.</param>
    /// <param name="scanned">Names and versions that are done with.</param>
    /// <param name="cancellation">Ends the looking.</param>
    public static async Task Once(BlobStorage blobs, HashSet<(string, string)> scanned, CancellationToken cancellation)
    {
        await foreach (var blob in blobs.List(Containers.Attachments, "", cancellation))
        {
            if (!scanned.Contains((blob.Name, blob.ETag.ToString())) && await blobs.Read(Containers.Attachments, blob.Name, cancellation) is { } found)
            {
                await blobs.Tag(Containers.Attachments, blob.Name, MalwareScan.Tags(found.Content), cancellation);
                scanned.Add((blob.Name, blob.ETag.ToString()));
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ending.Dispose();
    }

    private static async Task Run(BlobStorage blobs, CancellationToken cancellation)
    {
        var scanned = new HashSet<(string, string)>();
        using var timer = new PeriodicTimer(Look);
        while (await timer.WaitForNextTickAsync(cancellation))
        {
            try
            {
                await Once(blobs, scanned, cancellation);
            }
            catch (EdgeException)
            {
                // The store is busy or the blob has just gone; what has no verdict is not handed out, and the next look comes.
            }
        }
    }
}
