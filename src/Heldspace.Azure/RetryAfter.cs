using System.Globalization;
using Azure;
using NodaTime;

namespace Heldspace.Azure;

/// <summary>Reads how long a service asks to be left alone: milliseconds, seconds or an HTTP date.</summary>
internal static class RetryAfter
{
    public static TimeSpan? Asked(Response response)
    {
        var headers = response.Headers;
        if ((headers.TryGetValue("retry-after-ms", out var text) || headers.TryGetValue("x-ms-retry-after-ms", out text))
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds))
        {
            return TimeSpan.FromMilliseconds(milliseconds);
        }

        if (!headers.TryGetValue("Retry-After", out text))
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return TimeSpan.FromSeconds(seconds);
        }

        return DateTimeOffset.TryParseExact(text, "R", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var until)
            ? Later(until - SystemClock.Instance.GetCurrentInstant().ToDateTimeOffset())
            : null;
    }

    private static TimeSpan Later(TimeSpan wait) => wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
}
