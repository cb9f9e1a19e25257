using Azure.Core;
using Azure.Identity;
using Heldspace.Azure;
using Heldspace.Azure.Blobs;
using Heldspace.Azure.Graph;
using Heldspace.Azure.Notify;
using Heldspace.Azure.Records;
using Heldspace.Azure.ServiceBus;
using Heldspace.Azure.Tables;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Heldspace.Functions.Hosting;

/// <summary>What carries the requests to each edge. Tests and benchmarks put their own in, to count, fault and crash.</summary>
public sealed class Transports
{
    public HttpMessageHandler? Storage { get; init; }

    public HttpMessageHandler? Queues { get; init; }

    public HttpMessageHandler? Graph { get; init; }

    public HttpMessageHandler? Texts { get; init; }
}

/// <summary>The edges from their settings: connection strings on a laptop, one user-assigned identity in Azure.</summary>
internal static class Edges
{
    public static void AddEdges(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        var configuration = builder.Configuration;
        services.AddSingleton(new Transports());
        services.AddSingleton<TokenCredential>(_ => Credential(configuration));

        services.AddSingleton<ITables>(provider => configuration["Storage:ConnectionString"] is { Length: > 0 } connection
            ? TableStorage.From(connection, Options(provider.GetRequiredService<Transports>().Storage))
            : new TableStorage(Endpoint(configuration, "table"), provider.GetRequiredService<TokenCredential>(), Options(provider.GetRequiredService<Transports>().Storage)));
        services.AddSingleton<IBlobs>(provider => configuration["Storage:ConnectionString"] is { Length: > 0 } connection
            ? BlobStorage.From(connection, Options(provider.GetRequiredService<Transports>().Storage))
            : new BlobStorage(Endpoint(configuration, "blob"), provider.GetRequiredService<TokenCredential>(), Options(provider.GetRequiredService<Transports>().Storage)));
        services.AddSingleton<IQueues>(provider => configuration["ServiceBusConnection"] is { Length: > 0 } connection
            ? ServiceBusQueues.From(connection, Options(provider.GetRequiredService<Transports>().Queues))
            : new ServiceBusQueues(ServiceBusNamespace(configuration), provider.GetRequiredService<TokenCredential>(), Options(provider.GetRequiredService<Transports>().Queues)));

        services.AddOptions<KeyOptions>().Bind(configuration.GetSection("Keys")).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(provider => new Keys(provider.GetRequiredService<IOptions<KeyOptions>>().Value));
        services.AddSingleton<Cases>();
        services.AddSingleton<Slots>();
        services.AddSingleton<Absences>();
        services.AddSingleton<Forecasts>();
        services.AddSingleton<Rosters>();
        services.AddSingleton<Due>();
        services.AddSingleton<Lookups>();
        services.AddSingleton<Facts>();
        services.AddSingleton<OpenCases>();
        services.AddSingleton<OpenFiles>();
        services.AddSingleton<SignedReports>();
        services.AddSingleton<SentMails>();
        services.AddSingleton<AskedPeople>();
        services.AddSingleton<Cursors>();

        services.AddOptions<GraphOptions>().Bind(configuration.GetSection(GraphOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<GraphOptions>, GraphOptionsCheck>();
        services.AddSingleton(provider => new GraphConnection(
            provider.GetRequiredService<IOptions<GraphOptions>>().Value,
            configuration["Graph:LocalToken"] is { Length: > 0 } token ? new LocalToken(token) : provider.GetRequiredService<TokenCredential>(),
            TimeProvider.System,
            provider.GetRequiredService<Transports>().Graph));
        services.AddOptions<NotifyOptions>().Bind(configuration.GetSection(NotifyOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(provider => new TextMessages(
            provider.GetRequiredService<IOptions<NotifyOptions>>().Value, provider.GetRequiredService<IClock>(), Options(provider.GetRequiredService<Transports>().Texts)));
        services.AddSingleton<Mailbox>();
        services.AddSingleton<Diary>();
        services.AddSingleton(provider => new Subscriptions(provider.GetRequiredService<GraphConnection>(), provider.GetRequiredService<IClock>()));
    }

    private static EdgeOptions Options(HttpMessageHandler? handler) => new() { Handler = handler };

    /// <summary>One user-assigned identity, named by <c>AZURE_CLIENT_ID</c>.</summary>
    private static ManagedIdentityCredential Credential(IConfiguration configuration) =>
        new(ManagedIdentityId.FromUserAssignedClientId(configuration["AZURE_CLIENT_ID"] is { Length: > 0 } client
            ? client
            : throw new InvalidOperationException("AZURE_CLIENT_ID is not set. Set it to the client id of the app's user-assigned identity.")));

    private static Uri Endpoint(IConfiguration configuration, string service) =>
        new($"https://{configuration["Storage:AccountName"] ?? throw new InvalidOperationException("Storage:AccountName is not set. Set it to the storage account of the records, or Storage:ConnectionString on a laptop.")}.{service}.core.windows.net");

    private static string ServiceBusNamespace(IConfiguration configuration) =>
        configuration["ServiceBusConnection:fullyQualifiedNamespace"]
            ?? throw new InvalidOperationException("ServiceBusConnection:fullyQualifiedNamespace is not set. Set it to the namespace, such as heldspace.servicebus.windows.net.");

    /// <summary>A token that means nothing, for a stand-in on this machine.</summary>
    private sealed class LocalToken(string token) : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => new(token, DateTimeOffset.MaxValue);

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => new(GetToken(requestContext, cancellationToken));
    }
}
