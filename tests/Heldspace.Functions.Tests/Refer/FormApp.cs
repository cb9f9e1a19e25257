using System.Collections.Concurrent;
using Heldspace.Azure.Blobs;
using Heldspace.Azure.Records;
using Heldspace.Azure.ServiceBus;
using Heldspace.Azure.Tables;
using Heldspace.Functions.Assets;
using Heldspace.Functions.Hosting;
using Heldspace.Functions.Refer;
using Heldspace.Intake;
using Heldspace.Json;
using Heldspace.Local.InMemory;
using Heldspace.Services;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Heldspace.Functions.Tests.Refer;

/// <summary>The form on a port of this machine, over blobs in memory; what the rest of the app would answer, a test says.</summary>
internal sealed class FormApp : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FormApp(WebApplication app, FormStore store)
    {
        _app = app;
        Store = store;
        Address = new Uri(app.Urls.Single());
    }

    public FormStore Store { get; }

    public Uri Address { get; }

    /// <summary>Starts an instance. Two over one store are two instances of one deployment.</summary>
    public static async Task<FormApp> Start(FormStore? store = null, Action<ReferOptions>? options = null)
    {
        store ??= await FormStore.New();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0");
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton<IClock>(store.Clock);
        builder.Services.AddSingleton<IBlobs>(store.Blobs);
        builder.Services.AddSingleton(store.Definitions);
        builder.Services.AddKeyRing();
        builder.Services.AddAssets();
        builder.Services.AddRefer();
        builder.Services.AddOptions<HostingOptions>().Configure(hosting => hosting.Port = 1);
        builder.Services.AddSingleton<ITables>(store.Tables);
        builder.Services.AddSingleton<IQueues>(store.Queues);
        builder.Services.AddSingleton(new Keys(new KeyOptions { Current = "test", Secrets = { ["test"] = Convert.ToBase64String(new byte[32]) } }));
        builder.Services.AddSingleton<Lookups>();
        builder.Services.AddSingleton<Links>();
        builder.Services.AddSingleton<Outbox>();
        builder.Services.AddSingleton<IntakeStore>();
        builder.Services.Configure<ReferOptions>(limits =>
        {
            limits.PagesPerMinute = 1_000_000;
            limits.FormsPerHour = 1_000_000;
            limits.ReceiptWaitSeconds = 0;
            options?.Invoke(limits);
        });
        builder.Services.AddSingleton<TellOfQuarantine>((service, submission, _) =>
        {
            store.Told.Enqueue($"{service} {submission}");
            return Task.CompletedTask;
        });
        builder.Services.AddSingleton(provider =>
        {
            var waiting = provider.GetRequiredService<WaitingReceipts>();
            var links = provider.GetRequiredService<Links>();
            return new Receipts(async (token, cancellation) =>
                await links.FindReceipt(token, cancellation) is var (service, _) ? store.Answer(new Receipt(service, [], Waiting: true))
                : await waiting.Read(token, cancellation) is { } receipt ? store.Answer(receipt)
                : null);
        });
        builder.Services.AddSingleton(new ConfirmReferral((token, _) =>
        {
            store.Confirmed.Enqueue(token);
            return Task.FromResult(token.StartsWith("known", StringComparison.Ordinal) ? ConfirmOutcome.Confirmed : ConfirmOutcome.Expired);
        }));
        var app = builder.Build();
        app.MapAssets();
        app.MapRefer();
        await app.StartAsync();
        return new(app, store);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}

/// <summary>What all instances share.</summary>
internal sealed class FormStore
{
    private FormStore(MovingClock clock)
    {
        Clock = clock;
        Blobs = new InMemoryBlobs(clock);
        Tables = new InMemoryTables(clock);
    }

    public MovingClock Clock { get; }

    public InMemoryBlobs Blobs { get; }

    public InMemoryTables Tables { get; }

    /// <summary>What was queued.</summary>
    public RecordedQueues Queues { get; } = new();

    public ServiceDefinitions Definitions { get; } = ServiceDefinitions.Read(Path.Combine(AppContext.BaseDirectory, "services")).OrThrow();

    /// <summary>Quarantined forms that a person was told of.</summary>
    public ConcurrentQueue<string> Told { get; } = new();

    /// <summary>Tokens that were confirmed.</summary>
    public ConcurrentQueue<string> Confirmed { get; } = new();

    /// <summary>What the rest of the app makes of a receipt that is waiting; as it is by default.</summary>
    public Func<Receipt, Receipt> Answer { get; set; } = receipt => receipt;

    public static async Task<FormStore> New()
    {
        var store = new FormStore(new MovingClock(Instant.FromUtc(2026, 11, 23, 10, 0)));
        await StorageLayout.Make(store.Tables, store.Blobs);
        return store;
    }

    /// <summary>The forms that were kept, in the order in which they came.</summary>
    public Task<List<ReceivedForm>> Kept() => Forms(Containers.Intake);

    public Task<List<ReceivedForm>> Quarantined() => Forms(Containers.Quarantine);

    public async Task<List<string>> Names(string container)
    {
        var names = new List<string>();
        await foreach (var blob in Blobs.List(container, ""))
        {
            names.Add(blob.Name);
        }

        return names;
    }

    private async Task<List<ReceivedForm>> Forms(string container)
    {
        var forms = new List<ReceivedForm>();
        foreach (var name in await Names(container))
        {
            forms.Add(HeldspaceJson.Read<ReceivedForm>((await Blobs.Read(container, name))!.Content.Span));
        }

        return forms;
    }
}

/// <summary>Queues that only remember.</summary>
internal sealed class RecordedQueues : IQueues
{
    private readonly ConcurrentQueue<QueueMessage> _sent = new();

    public IReadOnlyCollection<QueueMessage> Sent => _sent;

    public Task Send(string queue, QueueMessage message, CancellationToken cancellation = default)
    {
        _sent.Enqueue(message);
        return Task.CompletedTask;
    }
}

/// <summary>A clock that stands until it is moved.</summary>
internal sealed class MovingClock(Instant now) : IClock
{
    public Instant Now { get; set; } = now;

    public Instant GetCurrentInstant() => Now;
}

/// <summary>Appointments as the rest of the app would hold them.</summary>
internal static class Held
{
    /// <summary>Monday 7 December 2026, 10am in London, 50 minutes.</summary>
    public static Receipt Appointment(Receipt waiting) => waiting with
    {
        Waiting = false,
        Entries =
        [
            new()
            {
                Reference = "HS-7K3M-Q9",
                State = ReceiptState.Held,
                Start = Instant.FromUtc(2026, 12, 7, 10, 0),
                End = Instant.FromUtc(2026, 12, 7, 10, 50),
                PlaceKind = PlaceKind.ChildrensCentre,
                PlaceName = "Larkfield Family Hub",
                PlaceAddress = "1 Example Lane, Larkfield",
                Clinician = "Sam",
            },
        ],
    };
}
