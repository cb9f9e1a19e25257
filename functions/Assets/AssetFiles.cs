using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Heldspace.Functions.Assets;

/// <summary>
/// The style sheet and the icon of the public pages, as the build compressed them. Only files found in the folder at start can be asked for,
/// each by its exact name, so that no spelling of a path leads anywhere else.
/// </summary>
internal sealed class AssetFiles
{
    private readonly FrozenDictionary<string, Asset> _files;

    /// <param name="folder">Where the build put them; a file that is missing here is a fault of the build, told at start.</param>
    public AssetFiles(string folder)
    {
        _files = Directory.EnumerateFiles(folder)
            .Where(path => Types.ContainsKey(Path.GetExtension(path)))
            .ToFrozenDictionary(path => Path.GetFileName(path), Asset.Load, StringComparer.Ordinal);
        Styles = Address("heldspace.css");
        Icon = Address("icon.svg");
    }

    /// <summary>Address of the style sheet; it changes with the content, so that browsers may keep it for good.</summary>
    public string Styles { get; }

    /// <inheritdoc cref="Styles"/>
    public string Icon { get; }

    private static FrozenDictionary<string, string> Types { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [".css"] = "text/css; charset=utf-8",
        [".svg"] = "image/svg+xml",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Answers a request for one file: 200 in the best encoding that the browser takes, 304 where it has it, 404 for anything else.</summary>
    public IResult Serve(HttpContext http, string? path)
    {
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        if (path is null || !_files.TryGetValue(path, out var asset))
        {
            headers.CacheControl = "no-store";
            return Results.NotFound();
        }

        headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
        headers.CacheControl = http.Request.Query["v"] == asset.Version ? "public, max-age=31536000, immutable" : "public, max-age=3600";
        headers.Vary = HeaderNames.AcceptEncoding;
        var (encoding, content) = asset.For(http.Request.GetTypedHeaders().AcceptEncoding);
        if (encoding is not null)
        {
            headers.ContentEncoding = encoding;
        }

        return Results.Bytes(content, asset.Type, entityTag: new EntityTagHeaderValue($"\"{asset.Version}-{encoding ?? "id"}\""));
    }

    private string Address(string name) => $"/assets/{name}?v={_files[name].Version}";

    private sealed record Asset(string Type, string Version, byte[] Plain, byte[]? Gzip, byte[]? Brotli)
    {
        public static Asset Load(string path)
        {
            var plain = File.ReadAllBytes(path);
            return new(
                Types[Path.GetExtension(path)],
                Convert.ToHexStringLower(SHA256.HashData(plain))[..12],
                plain,
                ReadIfThere(path + ".gz"),
                ReadIfThere(path + ".br"));
        }

        public (string? Encoding, byte[] Content) For(IList<StringWithQualityHeaderValue> accepted) =>
            Brotli is not null && Accepts(accepted, "br") ? ("br", Brotli)
            : Gzip is not null && Accepts(accepted, "gzip") ? ("gzip", Gzip)
            : (null, Plain);

        private static bool Accepts(IList<StringWithQualityHeaderValue> accepted, string encoding) =>
            accepted.Any(value => value.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase) && value.Quality is null or > 0);

        private static byte[]? ReadIfThere(string path) => File.Exists(path) ? File.ReadAllBytes(path) : null;
    }
}
