using Azure;

namespace Heldspace.Azure.Blobs;

/// <summary>
/// What containers and blobs may be called, the same in every implementation. Errors name the rule and never the value.
/// https://learn.microsoft.com/rest/api/storageservices/naming-and-referencing-containers--blobs--and-metadata
/// </summary>
public static class BlobRules
{
    public static void CheckContainer(string container)
    {
        ArgumentNullException.ThrowIfNull(container);
        if (container.Length is < 3 or > 63
            || !container.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
            || container[0] == '-' || container[^1] == '-' || container.Contains("--", StringComparison.Ordinal))
        {
            throw new ArgumentException("A container name is 3 to 63 lower-case letters, digits and single hyphens between them.", nameof(container));
        }
    }

    /// <summary>
    /// 1 to 1,024 characters in at most 254 segments, no backslash, control character or half of a surrogate pair; no segment is empty, <c>.</c>
    /// or <c>..</c>, or ends in a dot, since clients and servers on the way would rewrite such a path.
    /// </summary>
    public static void CheckName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length is 0 or > 1024)
        {
            throw new ArgumentException("A blob name has 1 to 1,024 characters.", nameof(name));
        }

        if (name.Contains('\\') || name.Any(char.IsControl) || name.EnumerateRunes().Contains(System.Text.Rune.ReplacementChar))
        {
            throw new ArgumentException("A blob name has no backslash, control character or broken character.", nameof(name));
        }

        var segments = name.Split('/');
        if (segments.Length > 254 || segments.Any(segment => segment.Length == 0 || segment[^1] == '.'))
        {
            throw new ArgumentException("A blob name has at most 254 segments; none is empty or ends in a dot.", nameof(name));
        }
    }

    /// <summary>A version that was read, or none. "Any" is refused: stores disagree on whether it takes a blob that is not there.</summary>
    public static void CheckVersion(ETag? etag)
    {
        if (etag is { } version && (version == default || version == ETag.All))
        {
            throw new ArgumentException("Give the version that was read, or none.", nameof(etag));
        }
    }

    public static void CheckContentType(string contentType)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(contentType);
        if (contentType.Length > 255 || !contentType.All(c => c is >= ' ' and <= '~'))
        {
            throw new ArgumentException("A content type is at most 255 printable ASCII characters.", nameof(contentType));
        }
    }
}
