using Azure;

namespace Heldspace.Azure;

/// <summary>
/// An edge could not do what it was asked, and no outcome of the operation says why. What was written, if anything, is unknown
/// when <see cref="Status"/> is 0 or at least 500.
/// </summary>
/// <param name="edge">What was being done, such as <c>Insert into Cases</c>; never a key or a value.</param>
/// <param name="status">HTTP status, 0 where there was no answer.</param>
/// <param name="code">The service's own error code, empty where it gave none.</param>
/// <param name="retryAfter">How long the service asks to be left alone, if it does.</param>
/// <param name="inner">The transport's or the credential's own fault, if any.</param>
public sealed class EdgeException(string edge, int status, string code, TimeSpan? retryAfter = null, Exception? inner = null)
    : Exception($"{edge}: {(status == 0 ? "no answer" : $"status {status}")}{(code.Length == 0 ? "" : $" {code}")}", inner)
{
    /// <summary>HTTP status, 0 where there was no answer.</summary>
    public int Status => status;

    /// <summary>The service's own error code, such as <c>TableNotFound</c>; empty where it gave none.</summary>
    public string Code => code;

    /// <summary>Whether the same call may succeed later without anybody doing anything: no answer, 408, 429, 500, 502, 503 or 504.</summary>
    public bool IsTransient => status is 0 or 408 or 429 or 500 or 502 or 503 or 504;

    /// <summary>How long the service asks to be left alone, if it does.</summary>
    public TimeSpan? RetryAfter => retryAfter;

    internal static EdgeException From(string edge, Response response, string code) =>
        new(edge, response.Status, code, Azure.RetryAfter.Asked(response));
}
