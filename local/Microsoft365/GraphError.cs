namespace Heldspace.Local.Microsoft365;

/// <summary>A request that Graph refuses: thrown by the tenant, turned into Graph's JSON error body at the rim.</summary>
/// <param name="status">HTTP status, 400 or above.</param>
/// <param name="code">Graph's error code, which clients compare by.</param>
/// <param name="message">Graph's wording where it is known; clients must not parse it.</param>
internal sealed class GraphError(int status, string code, string message) : Exception(message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    /// <summary>Whole seconds sent as <c>Retry-After</c>, or nothing.</summary>
    public int? RetryAfter { get; init; }

    public static GraphError NotFound() =>
        new(404, "ErrorItemNotFound", "The specified object was not found in the store.");

    public static GraphError Malformed() =>
        new(400, "ErrorInvalidIdMalformed", "Id is malformed.");

    public static GraphError Conflict() =>
        new(412, "ErrorIrresolvableConflict", "The send or update operation could not be performed because the change key passed in the request does not match the current change key for the item.");

    public static GraphError Invalid(string message) => new(400, "ErrorInvalidRequest", message);

    public static GraphError BadRequest(string message) => new(400, "BadRequest", message);

    public static GraphError Query(string message) => new(400, "ErrorInvalidUrlQuery", message);

    public static GraphError Property(string name, string type) =>
        new(400, "RequestBroker--ParseUri", $"Could not find a property named '{name}' on type 'Microsoft.OutlookServices.{type}'.");

    public static GraphError NoResource(string segment) =>
        new(400, "BadRequest", $"Resource not found for the segment '{segment}'.");
}
