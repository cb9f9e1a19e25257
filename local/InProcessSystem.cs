using Heldspace.Azure.Blobs;
using Heldspace.Azure.Records;
using Heldspace.Azure.Tables;
using Heldspace.Functions.Hosting;
using Heldspace.Local.FunctionsHost;
using Heldspace.Local.InMemory;
using Heldspace.Local.Microsoft365;
using Heldspace.Local.Notify;
using Heldspace.Local.ServiceBus;
using Heldspace.Services;
using Microsoft.AspNetCore.TestHost;
using NodaTime;

namespace Heldspace.Local;

/// <summary>What a system in one process is made of.</summary>
public sealed record InProcessSettings
{
    /// <summary>The one clock of app and stand-ins.</summary>
    public required IClock Clock { get; init; }

    /// <summary>A folder of service definitions.</summary>
    public required string ServicesFolder { get; init; }

    /// <summary>The services that run, by id, separated by commas; empty runs all.</summary>
    public string Services { get; init; } = "";

    /// <summary>The connection string of an Azurite; null keeps everything in memory.</summary>
    public string? Storage { get; init; }

    /// <summary>Whether the queues have sessions.</summary>
    public bool Sessions { get; init; } = true;

    /// <summary>How many instances of the app share the store.</summary>
    public int Instances { get; init; } = 1;

    /// <summary>Lays something around the way to an edge (named <c>storage</c>, <c>queues</c>, <c>graph</c> or <c>texts</c>) of each instance: to count, fault or crash.</summary>
    public Func<string, HttpMessageHandler, HttpMessageHandler> Around { get; init; } = (_, inner) => inner;

    /// <summary>Lays something around the way on which the host reaches an instance: to know what it is asked to do, and to lose its answer.</summary>
    public Func<HttpMessageHandler, HttpMessageHandler> AroundApp { get; init; } = inner => inner;

    /// <summary>Lays something around the tables that are in memory, for each instance of the app; other parts see them as they are.</summary>
    public Func<ITables, ITables> AroundTables { get; init; } = tables => tables;

    /// <summary>As <see cref="AroundTables"/>, for blobs.</summary>
    public Func<IBlobs, IBlobs> AroundBlobs { get; init; } = blobs => blobs;

    /// <summary>Lays something around the way on which Graph tells of changes: to lose, keep or repeat what it tells.</summary>
    public Func<HttpMessageHandler, HttpMessageHandler> AroundNotifications { get; init; } = inner => inner;

    /// <summary>Whether colleagues' diaries start with sample meetings.</summary>
    public bool SampleDiaries { get; init; }

    /// <summary>Told of every row that is written where the tables are in memory; null tells nobody. Must be quick and ask nothing of the tables.</summary>
    public Action<string, Row>? RowWritten { get; init; }

    /// <summary>Further settings of the app, such as <c>Refer:PagesPerMinute</c>.</summary>
    public IReadOnlyDictionary<string, string> AppSettings { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public FunctionsHostOptions Host { get; init; } = new();

    /// <summary>Gives what is written to the in-memory blobs its index tags; null leaves them without a verdict.</summary>
    public Func<string, ReadOnlyMemory<byte>, IReadOnlyDictionary<string, string>?>? Scan { get; init; } = Defender.MalwareScan.Tags;

    /// <summary>Gets what the app logs; null drops it.</summary>
    public ILoggerProvider? Logs { get; init; }
}

/// <summary>
/// The whole system in one process: the app as it is, the stand-ins beside it, and in-memory transports between them, on a clock that may be moved by
/// hand. It is the same code as in processes of its own, so that what holds here holds there.
/// </summary>
public sealed class InProcessSystem : IAsyncDisposable
{
    private const int FirstPort = 20_000;

    private readonly InProcessSettings settings;
    private readonly CurrentApp[] instances;

    private InProcessSystem(InProcessSettings settings, CurrentApp[] apps)
    {
        (this.settings, instances) = (settings, apps);
    }

    public required ServiceDefinitions Services { get; init; }

    public required Tenant Tenant { get; init; }

    public required Broker Broker { get; init; }

    public required Microsoft365Server Microsoft365 { get; init; }

    public required BrokerServer ServiceBus { get; init; }

    public required NotifyServer Notify { get; init; }

    /// <summary>Text messages that were taken.</summary>
    public required TextOutbox Texts { get; init; }

    public required ITables Tables { get; init; }

    public required IBlobs Blobs { get; init; }

    public required FunctionsHost.FunctionsHost Host { get; init; }

    /// <summary>The parts of the first instance, for a test that needs one.</summary>
    public IServiceProvider App => instances[0].App!.Services;

    public static async Task<InProcessSystem> Start(InProcessSettings settings)
    {
        var services = ServiceDefinitions.Read(settings.ServicesFolder).OrThrow().Only(settings.Services);
        var tenant = new Tenant(settings.Clock);
        var broker = new Broker(settings.Clock);
        var texts = new TextOutbox(settings.Clock);
        var folder = FunctionFolder.Read(LocalSystem.AppFolder);
        folder = settings.Sessions ? folder : folder.WithoutSessions();
        foreach (var queue in folder.Queues)
        {
            broker.Declare(queue);
        }

        SampleTenant.Fill(tenant, services, settings.Clock, settings.SampleDiaries);
        ITables tables = settings.Storage is { } store ? TableStorage.From(store) : new InMemoryTables(settings.Clock, settings.RowWritten);
        IBlobs blobs = settings.Storage is { } kept ? BlobStorage.From(kept) : new InMemoryBlobs(settings.Clock, settings.Scan);
        await StorageLayout.Make(tables, blobs);

        var apps = Enumerable.Range(0, settings.Instances).Select(_ => new CurrentApp()).ToArray();
        var host = new FunctionsHost.FunctionsHost(folder, [.. apps.Select((app, n) => Worker.InMemory(FirstPort + n, settings.AroundApp(app)))], broker, settings.Clock, settings.Host with { SignIn = settings.Host.SignIn ?? SignIn.For(services) });
        var system = new InProcessSystem(settings, apps)
        {
            Services = services,
            Tenant = tenant,
            Broker = broker,
            Microsoft365 = Microsoft365Server.InProcess(tenant, new Microsoft365Options { Notifications = settings.AroundNotifications(await host.CreateHandler()) }),
            ServiceBus = await BrokerServer.StartInMemory(broker),
            Notify = await NotifyServer.StartInMemory(texts),
            Texts = texts,
            Tables = tables,
            Blobs = blobs,
            Host = host,
        };
        for (var n = 0; n < apps.Length; n++)
        {
            await system.StartApp(n);
        }

        return system;
    }

    /// <summary>Starts an instance, in place of the one before it if there was one.</summary>
    public async Task StartApp(int instance)
    {
        await instances[instance].End();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = "Heldspace.Functions", ContentRootPath = LocalSystem.AppFolder });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["FUNCTIONS_CUSTOMHANDLER_PORT"] = (FirstPort + instance).ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["Heldspace:ServicesFolder"] = settings.ServicesFolder,
            ["Heldspace:Services"] = settings.Services,
            ["Heldspace:PublicAddress"] = "http://localhost/",
            ["Graph:RecipientDomains:0"] = "example",
            ["Keys:Current"] = "test",
            ["Keys:Secrets:test"] = Convert.ToBase64String(new byte[32]),
            ["Storage:ConnectionString"] = settings.Storage ?? "in memory",
            ["ServiceBusConnection"] = "Endpoint=http://127.0.0.1/;SharedAccessKeyName=local;SharedAccessKey=bG9jYWw=",
            ["Graph:BaseUrl"] = "http://localhost/v1.0",
            ["Graph:LocalToken"] = "local",
            ["Notify:BaseUrl"] = "http://notify.example/",
            ["Notify:ApiKey"] = NotifyServer.ApiKey,
            ["Notify:TemplateId"] = NotifyServer.TemplateId,
            ["WEBSITE_AUTH_ENABLED"] = "True",
        });
        builder.Configuration.AddInMemoryCollection(settings.AppSettings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        if (settings.Logs is { } logs)
        {
            builder.Logging.AddProvider(logs);
        }

        builder.AddHeldspace();
        builder.Services.AddSingleton(settings.Clock);
        builder.Services.AddSingleton(new Transports
        {
            Storage = settings.Around("storage", new SocketsHttpHandler()),
            Queues = settings.Around("queues", ServiceBus.CreateHandler()),
            Graph = settings.Around("graph", Microsoft365.CreateHandler()),
            Texts = settings.Around("texts", Notify.CreateHandler()),
        });
        if (settings.Storage is null)
        {
            builder.Services.AddSingleton(settings.AroundTables(Tables));
            builder.Services.AddSingleton(settings.AroundBlobs(Blobs));
        }

        var app = builder.Build();
        app.UseHeldspace();
        await app.StartAsync();
        instances[instance].App = app;
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        foreach (var app in instances)
        {
            await app.End();
            app.Dispose();
        }

        await ServiceBus.DisposeAsync();
        await Notify.DisposeAsync();
        await Microsoft365.DisposeAsync();
    }

    /// <summary>Leads to whichever app stands here now.</summary>
    private sealed class CurrentApp : HttpMessageHandler
    {
        private HttpMessageInvoker? invoker;

        public WebApplication? App
        {
            get;
            set
            {
                field = value;
                invoker = value is null ? null : new HttpMessageInvoker(value.GetTestServer().CreateHandler());
            }
        }

        public async Task End()
        {
            if (App is { } ending)
            {
                App = null;
                await ending.DisposeAsync();
            }
        }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            invoker?.SendAsync(request, cancellationToken) ?? throw new HttpRequestException("The app is not running.");
    }
}
