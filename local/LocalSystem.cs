using System.Globalization;
using System.Security.Cryptography;
using Heldspace.Azure.Blobs;
using Heldspace.Azure.Records;
using Heldspace.Azure.Tables;
using Heldspace.Local.Azurite;
using Heldspace.Local.FunctionsHost;
using Heldspace.Local.Microsoft365;
using Heldspace.Local.Notify;
using Heldspace.Local.ServiceBus;
using Heldspace.Services;
using NodaTime;

namespace Heldspace.Local;

/// <summary>What a local system is to be.</summary>
public sealed record LocalSettings
{
    /// <summary>The first of the ports; null takes free ones.</summary>
    public int? BasePort { get; init; }

    /// <summary>Where everything is kept between runs; null keeps nothing.</summary>
    public string? DataFolder { get; init; }

    /// <summary>The services that run, by id; empty runs all.</summary>
    public IReadOnlyList<string> Services { get; init; } = [];

    /// <summary>The folder of the service definitions; null takes those published with the app.</summary>
    public string? ServicesFolder { get; init; }

    /// <summary>The folder that the app was published to; null takes <see cref="LocalSystem.AppFolder"/>.</summary>
    public string? AppFolder { get; init; }

    /// <summary>How many processes of the function app share the store.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>Whether the queues have sessions.</summary>
    public bool Sessions { get; init; } = true;

    /// <summary>Whether colleagues' diaries start with sample meetings.</summary>
    public bool SampleDiaries { get; init; } = true;

    /// <summary>What the stand-ins and the host go by; the app itself goes by the machine's clock.</summary>
    public IClock Clock { get; init; } = SystemClock.Instance;

    /// <summary>Told of every timer run and message delivery when it has ended; null tells nobody. Called from any thread; must be quick.</summary>
    public Action<Invocation>? Observed { get; init; }

    /// <summary>Further settings of the app.</summary>
    public IReadOnlyDictionary<string, string> AppSettings { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Gets each line that the app writes.</summary>
    public Action<string> AppOutput { get; init; } = _ => { };
}

/// <summary>
/// Everything on this machine: Azurite, the Microsoft 365 and Service Bus stand-ins, the Functions host stand-in, and the function app as published, in
/// processes of its own. Ends all of it when disposed.
/// </summary>
public sealed class LocalSystem : IAsyncDisposable
{
    private const string TenantFile = "microsoft365.json";
    private const string BrokerFile = "servicebus.json";
    private const string KeyFile = "key.txt";

    /// <summary>For what runs when the app starts; after it the system is there all the same.</summary>
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(20);

    private readonly List<IAsyncDisposable> parts = [];
    private readonly LocalSettings settings;

    private LocalSystem(LocalSettings settings, ServiceDefinitions services, Tenant tenant, Broker broker)
    {
        (this.settings, Services, Tenant, Broker) = (settings, services, tenant, broker);
    }

    public ServiceDefinitions Services { get; }

    public Tenant Tenant { get; }

    public Broker Broker { get; }

    public required Microsoft365Server Microsoft365 { get; init; }

    public required BrokerServer ServiceBus { get; init; }

    /// <summary>Text messages that were taken; <see cref="TextsAddress"/> shows them.</summary>
    public required TextOutbox Texts { get; init; }

    public required Uri TextsAddress { get; init; }

    public required AzuriteProcess Azurite { get; init; }

    public required ITables Tables { get; init; }

    public required IBlobs Blobs { get; init; }

    public required Keys Keys { get; init; }

    public required FunctionsHost.FunctionsHost Host { get; init; }

    public required IReadOnlyList<FunctionAppProcess> Apps { get; init; }

    /// <summary>Where the public finds the form.</summary>
    public required Uri PublicAddress { get; init; }

    /// <summary>The folder the app was published to, complete as it would be deployed.</summary>
    public static string AppFolder { get; } = typeof(LocalSystem).Assembly.GetCustomAttributes(typeof(System.Reflection.AssemblyMetadataAttribute), false)
        .Cast<System.Reflection.AssemblyMetadataAttribute>().First(attribute => attribute.Key == "AppFolder").Value!;

    /// <exception cref="DefinitionsRefusedException">A service definition is not right; nothing was started.</exception>
    /// <exception cref="ArgumentException">A service was asked for that there is no definition of.</exception>
    public static async Task<LocalSystem> Start(LocalSettings settings, CancellationToken cancellation)
    {
        var appFolder = settings.AppFolder ?? AppFolder;
        var servicesFolder = settings.ServicesFolder ?? Path.Combine(appFolder, "services");
        var services = ServiceDefinitions.Read(servicesFolder).OrThrow().Only(string.Join(',', settings.Services));
        var clock = settings.Clock;
        var tenant = new Tenant(clock);
        var broker = new Broker(clock);
        var folder = FunctionFolder.Read(appFolder);
        if (!settings.Sessions)
        {
            folder = folder.WithoutSessions();
        }

        foreach (var queue in folder.Queues)
        {
            broker.Declare(queue);
        }

        Restore(settings, tenant, broker);
        SampleTenant.Fill(tenant, services, clock, settings.SampleDiaries);

        var ports = settings.BasePort is { } first ? Enumerable.Range(first, 7 + settings.Workers).ToArray() : FreePorts.Take(7 + settings.Workers);
        var started = new List<IAsyncDisposable>();
        try
        {
            var azurite = await AzuriteProcess.Start(settings.DataFolder is { } kept ? Path.Combine(kept, "azurite") : null, settings.BasePort ?? 0, cancellation);
            started.Add(azurite);
            var microsoft365 = await Microsoft365Server.Start(tenant, ports[4]);
            started.Add(microsoft365);
            var serviceBus = await BrokerServer.Start(broker, ports[5], cancellation);
            started.Add(serviceBus);
            var texts = new TextOutbox(clock);
            var notify = await NotifyServer.Start(texts, ports[6], cancellation);
            started.Add(notify);

            var tables = TableStorage.From(azurite.ConnectionString);
            var blobs = BlobStorage.From(azurite.ConnectionString);
            await StorageLayout.Make(tables, blobs, cancellation);
            started.Add(new Defender.StorageScan(blobs));

            var secret = Secret(settings);
            var publicAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://localhost:{ports[3]}/"));
            var app = new Dictionary<string, string>(settings.AppSettings, StringComparer.Ordinal)
            {
                ["Storage__ConnectionString"] = azurite.ConnectionString,
                ["ServiceBusConnection"] = $"Endpoint={serviceBus.Address};SharedAccessKeyName=local;SharedAccessKey=bG9jYWw=",
                ["Graph__BaseUrl"] = microsoft365.BaseAddress.ToString(),
                ["Graph__LocalToken"] = "local",
                ["Notify__BaseUrl"] = notify.Address.ToString(),
                ["Notify__ApiKey"] = NotifyServer.ApiKey,
                ["Notify__TemplateId"] = NotifyServer.TemplateId,
                ["WEBSITE_AUTH_ENABLED"] = "True",
                ["Keys__Current"] = "local",
                ["Keys__Secrets__local"] = secret,
                ["Heldspace__PublicAddress"] = publicAddress.ToString(),
                ["Heldspace__ServicesFolder"] = servicesFolder,
                ["Heldspace__Services"] = string.Join(',', settings.Services),
                ["Graph__RecipientDomains__0"] = "example",
                ["Graph__RecipientDomains__1"] = "example.com",
                ["Graph__RecipientDomains__2"] = "example.org",
                ["Graph__RecipientDomains__3"] = "example.net",
                ["DOTNET_gcServer"] = "0",
                ["Logging__LogLevel__Microsoft.AspNetCore"] = "Warning",
            };
            var apps = Enumerable.Range(0, settings.Workers)
                .Select(n => new FunctionAppProcess(folder, ports[7 + n], app, settings.AppOutput))
                .ToList();
            started.AddRange(apps);
            await Task.WhenAll(apps.Select(process => process.Start(cancellation)));

            var host = new FunctionsHost.FunctionsHost(folder, [.. apps.Select(process => process.Worker)], broker, clock, new FunctionsHostOptions { SignIn = SignIn.For(services), Observed = settings.Observed });
            started.Add(host);
            await host.Listen(ports[3], cancellation);
            var system = new LocalSystem(settings, services, tenant, broker)
            {
                Microsoft365 = microsoft365,
                ServiceBus = serviceBus,
                Texts = texts,
                TextsAddress = notify.Address,
                Azurite = azurite,
                Tables = tables,
                Blobs = blobs,
                Keys = new Keys(new KeyOptions { Current = "local", Secrets = { ["local"] = secret } }),
                Host = host,
                Apps = apps,
                PublicAddress = publicAddress,
            };
            system.parts.AddRange(started);
            host.Start();

            // What runs at the start has run then: mailboxes are watched, and whatever comes from here on is noticed at once, not a minute later.
            _ = await host.Settled(StartPatience);
            return system;
        }
        catch
        {
            await End(started);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await End(parts);
        parts.Clear();
        if (settings.DataFolder is { } data)
        {
            Tenant.Save(Path.Combine(data, TenantFile));
            Broker.Save(Path.Combine(data, BrokerFile));
        }
    }

    /// <summary>Ends the parts in the reverse order of their start; one that will not end keeps none of the others.</summary>
    private static async Task End(List<IAsyncDisposable> parts)
    {
        var faults = new List<Exception>();
        foreach (var part in Enumerable.Reverse(parts))
        {
            try
            {
                await part.DisposeAsync();
            }
            catch (Exception fault) when (fault is InvalidOperationException or IOException or OperationCanceledException)
            {
                faults.Add(fault);
            }
        }

        if (faults.Count > 0)
        {
            throw new AggregateException("Not everything ended as it should.", faults);
        }
    }

    private static void Restore(LocalSettings settings, Tenant tenant, Broker broker)
    {
        if (settings.DataFolder is not { } data)
        {
            return;
        }

        Directory.CreateDirectory(data);
        if (File.Exists(Path.Combine(data, TenantFile)))
        {
            tenant.Load(Path.Combine(data, TenantFile));
        }

        if (File.Exists(Path.Combine(data, BrokerFile)))
        {
            broker.Load(Path.Combine(data, BrokerFile));
        }
    }

    /// <summary>A secret of this machine's own; with a data folder the same at every start, so that links in old mails go on working.</summary>
    private static string Secret(LocalSettings settings)
    {
        var made = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        if (settings.DataFolder is not { } data)
        {
            return made;
        }

        var file = Path.Combine(data, KeyFile);
        if (!File.Exists(file))
        {
            File.WriteAllText(file, made);
        }

        return File.ReadAllText(file).Trim();
    }
}
