using Heldspace.Functions.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;

namespace Deployment.Tests;

/// <summary>What the app answers to, read from the app itself.</summary>
internal sealed class MappedRoutes
{
    private MappedRoutes(IReadOnlyList<RouteEndpoint> all) => All = all;

    public IReadOnlyList<RouteEndpoint> All { get; }

    /// <summary>Endpoints of timers and queues.</summary>
    public IEnumerable<(RouteEndpoint Endpoint, TriggerEndpoint Trigger)> Triggers => All
        .Select(endpoint => (endpoint, endpoint.Metadata.GetMetadata<TriggerEndpoint>()))
        .Where(found => found.Item2 is not null)!;

    /// <summary>Everything that is the public's: all but the triggers and the question whether the app is ready.</summary>
    public IEnumerable<RouteEndpoint> Public => All
        .Where(endpoint => endpoint.Metadata.GetMetadata<TriggerEndpoint>() is null && endpoint.RoutePattern.PathSegments.Count > 0);

    /// <summary>Null: any method.</summary>
    public static IReadOnlyList<string>? Methods(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods;

    public static async Task<MappedRoutes> Read()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = "Heldspace.Functions", ContentRootPath = Published.Folder });
        builder.Configuration.AddInMemoryCollection(Published.Settings.Select(setting => KeyValuePair.Create(setting.Key.Replace("__", ":", StringComparison.Ordinal), setting.Value)));
        builder.AddHeldspace();
        await using var app = builder.Build();
        app.UseHeldspace();
        return new([.. ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()]);
    }
}
