using System.Diagnostics.CodeAnalysis;
using System.Net;
using NodaTime;

namespace Heldspace.Azure.Graph;

/// <summary>
/// Graph did not do, or did not say that it did, what it was asked. Its message names the operation, the status and the code, never an
/// address or an id, so it may be logged.
/// </summary>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "A fault of the far side is what callers speak of.")]
public sealed class GraphFault : Exception
{
    public GraphFault(string message, HttpStatusCode? status, string? code, Exception? cause = null)
        : base(message, cause)
    {
        Status = status;
        Code = code;
    }

    /// <summary>Null where no answer came: a timeout or a broken connection.</summary>
    public HttpStatusCode? Status { get; }

    /// <summary>Graph's own code, such as <c>ErrorItemNotFound</c>; null where none came.</summary>
    public string? Code { get; }

    /// <summary>The same call may succeed later without anybody changing anything.</summary>
    public bool IsTransient { get; init; }

    /// <summary>How long Graph asked to be left alone; null where it did not say.</summary>
    public Duration? RetryAfter { get; init; }

    /// <summary>
    /// A call that changes something may or may not have been carried out: no answer came, or one that does not tell. Look before doing it again.
    /// </summary>
    public bool OutcomeUnknown { get; init; }

    /// <summary>Graph's id of the request, for a support case.</summary>
    public string? RequestId { get; init; }

    public bool IsNotFound => Status is HttpStatusCode.NotFound or HttpStatusCode.Gone;

    internal bool Says(string code) => string.Equals(Code, code, StringComparison.OrdinalIgnoreCase);
}
