using Heldspace.Azure.Blobs;
using Heldspace.Azure.Records;
using Heldspace.Azure.Tables;
using Heldspace.Local;
using Heldspace.Local.Azurite;
using Heldspace.Local.FunctionsHost;
using Heldspace.Local.Microsoft365;
using Heldspace.Local.ServiceBus;
using Heldspace.Services;
using NodaTime;

namespace Heldspace.Benchmarks.Replay;

/// <summary>The servers of a local system without the app and its host: the same kinds, empty, on ports of their own. What is replayed goes to them.</summary>
public sealed class Servers : IAsyncDisposable
{
    private Servers(AzuriteProcess azurite, Tenant tenant, Microsoft365Server microsoft365, BrokerServer serviceBus)
    {
        (Azurite, Tenant, Microsoft365, ServiceBus) = (azurite, tenant, microsoft365, serviceBus);
    }

    public AzuriteProcess Azurite { get; }

    public Tenant Tenant { get; }

    public Microsoft365Server Microsoft365 { get; }

    public BrokerServer ServiceBus { get; }

    public static async Task<Servers> Start(string servicesFolder, CancellationToken cancellation)
    {
        var services = ServiceDefinitions.Read(servicesFolder).OrThrow().Only(Bench.Service);
        var tenant = new Tenant(SystemClock.Instance);
        SampleTenant.Fill(tenant, services, SystemClock.Instance, diaries: true);
        var broker = new Broker(SystemClock.Instance);
        foreach (var queue in FunctionFolder.Read(LocalSystem.AppFolder).Queues)
        {
            broker.Declare(queue);
        }

        var azurite = await AzuriteProcess.Start(null, 0, cancellation);
        var microsoft365 = await Microsoft365Server.Start(tenant);
        var servers = new Servers(azurite, tenant, microsoft365, await BrokerServer.Start(broker, 0, cancellation));
        await StorageLayout.Make(TableStorage.From(azurite.ConnectionString), BlobStorage.From(azurite.ConnectionString), cancellation);
        return servers;
    }

    /// <summary>Where a recorded request goes here: the same path on this machine's other port.</summary>
    public string Authority(Recording.RecordedRequest request) => request.Edge switch
    {
        "queues" => ServiceBus.Address.GetLeftPart(UriPartial.Authority),
        "graph" => Microsoft365.BaseAddress.GetLeftPart(UriPartial.Authority),
        _ => $"http://127.0.0.1:{(Recording.Operation.Of(request).Name.StartsWith("table", StringComparison.Ordinal) ? Azurite.TablePort : Azurite.BlobPort)}",
    };

    public async ValueTask DisposeAsync()
    {
        await ServiceBus.DisposeAsync();
        await Microsoft365.DisposeAsync();
        await Azurite.DisposeAsync();
    }
}
