namespace Heldspace.Benchmarks.Recording;

/// <summary>A request that the app sent to an edge, byte for byte, and its answer. One is equal only to itself.</summary>
public sealed class RecordedRequest
{
    /// <summary><c>storage</c>, <c>queues</c> or <c>graph</c>.</summary>
    public required string Edge { get; init; }

    public required string Method { get; init; }

    public required Uri Uri { get; init; }

    /// <summary>Every header with each of its values, those of the content among them.</summary>
    public required IReadOnlyList<(string Name, string Value)> Headers { get; init; }

    /// <summary>Null where the request had no content at all.</summary>
    public required byte[]? Body { get; init; }

    /// <summary>Places in the order of all beginnings and ends, so that it can be told what had ended before this began.</summary>
    public required long Began { get; init; }

    /// <inheritdoc cref="Began"/>
    public required long Ended { get; init; }

    public required int Status { get; init; }

    public required IReadOnlyList<(string Name, string Value)> ResponseHeaders { get; init; }

    public required byte[] ResponseBody { get; init; }

    public string? Header(string name) => Headers.FirstOrDefault(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
}
