using Heldspace.Local.FunctionsHost;

namespace Heldspace.Benchmarks.Timing;

/// <summary><c>cold-start</c>: from the start of the process until the host's first question is answered.</summary>
internal static class ColdStart
{
    private const int Rounds = 9;

    public static async Task<Figure> Measure(Bench bench, CancellationToken cancellation)
    {
        var app = Path.Combine(await bench.PublishedApp(cancellation), "Heldspace.Functions");
        var empty = Path.Combine(await bench.PublishedEmptyHandler(cancellation), "EmptyHandler");
        await using var azurite = await Local.Azurite.AzuriteProcess.Start(null, 0, cancellation);
        await Azure.Records.StorageLayout.Make(
            Azure.Tables.TableStorage.From(azurite.ConnectionString), Azure.Blobs.BlobStorage.From(azurite.ConnectionString), cancellation);
        var settings = LeastSettings.Make();
        settings["Storage__ConnectionString"] = azurite.ConnectionString;
        settings["Graph__RecipientDomains__0"] = "example";
        var (ours, floor) = (new List<double>(), new List<double>());
        for (var round = 0; round <= Rounds; round++)
        {
            bench.Progress($"start {round} of {Rounds}");
            using var one = await Handler.Run(app, settings, cancellation);
            using var other = await Handler.Run(empty, new Dictionary<string, string>(StringComparer.Ordinal), cancellation);
            if (round > 0)
            {
                // The first of each reads its files from the disk.
                ours.Add(one.Start.TotalMilliseconds);
                floor.Add(other.Start.TotalMilliseconds);
            }
        }

        return Figure.Cost(
            "cold-start", Median.Of(ours), "ms", Median.Of(floor),
            $"From process start until GET / is answered, ReadyToRun, median of {Rounds}. Floor: an ASP.NET handler that does nothing, published alike, started in turn with ours.");
    }
}
