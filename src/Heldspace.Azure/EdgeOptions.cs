using System.ComponentModel.DataAnnotations;

namespace Heldspace.Azure;

/// <summary>
/// How an edge (tables, blobs, queues) sends and repeats its requests. Statuses 408, 429, 500, 502, 503, 504 and broken or timed-out
/// connections are repeated, first after <see cref="FirstDelay"/> and doubling from there; a <c>Retry-After</c> that asks for longer is obeyed.
/// </summary>
public sealed record EdgeOptions
{
    /// <summary>Repeats after the first attempt. Default 4, range 0 to 10.</summary>
    [Range(0, 10)]
    public int MaxRetries { get; init; } = 4;

    /// <summary>Wait before the first repeat, doubling with jitter. Default 200 ms, range 1 ms to 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:00:10")]
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Longest wait that the doubling comes to. Default 5 s, range 1 ms to 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00")]
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Longest <c>Retry-After</c> that is waited out inside a call. A longer one ends the call with an <see cref="EdgeException"/> that says
    /// when to come back, so that a trigger puts its work off instead of sitting on it. Default 10 s, range 0 to 5 min.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan LongestRetryAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest silence of the server within one attempt. Default 30 s, range 100 ms to 5 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// What carries the requests; every attempt passes through it, so a test can count, delay, drop or fail each of them. Stays the caller's
    /// to dispose. Default: one connection pool for the whole process.
    /// </summary>
    public HttpMessageHandler? Handler { get; init; }
}
