using Heldspace.Azure;
using Heldspace.Azure.Blobs;
using Heldspace.Azure.Tables;
using Heldspace.Local.Azurite;

namespace Heldspace.Functions.Tests.Drivers;

/// <summary>
/// One Azurite for all tests that join <see cref="Collection"/>, in memory, on free ports. Tests keep apart by names of their own
/// (<see cref="Unused"/>), not by clearing it.
/// </summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    /// <summary>Name of the collection: <c>[Collection(AzuriteFixture.Collection)]</c>.</summary>
    public const string Collection = "Azurite";

    private static int _names;
    private AzuriteProcess? _azurite;

    public string ConnectionString => (_azurite ?? throw new InvalidOperationException("Azurite starts with the first test.")).ConnectionString;

    /// <summary>A name that nothing in this run has: good for a table, a container or a prefix.</summary>
    public static string Unused(string start) => $"{start}{Interlocked.Increment(ref _names)}";

    public ITables Tables(EdgeOptions? options = null) => TableStorage.From(ConnectionString, options);

    public IBlobs Blobs(EdgeOptions? options = null) => BlobStorage.From(ConnectionString, options);

    public async Task InitializeAsync() => _azurite = await AzuriteProcess.Start();

    public async Task DisposeAsync()
    {
        if (_azurite is not null)
        {
            await _azurite.DisposeAsync();
        }
    }

    /// <summary>Tests in it run one class after the other, which is what two cores want.</summary>
    [CollectionDefinition(Collection)]
    public sealed class Definition : ICollectionFixture<AzuriteFixture>;
}
