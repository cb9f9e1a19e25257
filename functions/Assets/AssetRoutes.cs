namespace Heldspace.Functions.Assets;

/// <summary>The files that public pages load. Trigger: <c>GET assets/{*path}</c>.</summary>
internal static class AssetRoutes
{
    public static IServiceCollection AddAssets(this IServiceCollection services) =>
        services.AddSingleton(_ => new AssetFiles(Path.Combine(AppContext.BaseDirectory, "Assets", "files")));

    public static void MapAssets(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/assets/{*path}", (HttpContext http, string? path, AssetFiles files) => files.Serve(http, path));
}
