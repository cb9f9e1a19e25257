using NodaTime;
using NodaTime.Text;

namespace Heldspace.Time;

/// <summary>
/// Diaries are kept in quarter hours. London is a whole number of hours from UTC, so its quarter hours are those of UTC, also while the clocks change.
/// </summary>
public static class QuarterHours
{
    public static readonly Duration Length = Duration.FromMinutes(15);

    private static readonly InstantPattern KeyPattern = InstantPattern.CreateWithInvariantCulture("uuuuMMdd'T'HHmm'Z'");

    /// <summary>Whether an instant is the start of one.</summary>
    public static bool IsStart(Instant instant) => Floor(instant) == instant;

    /// <summary>The start of the quarter hour that an instant is in.</summary>
    public static Instant Floor(Instant instant)
    {
        var (ticks, length) = (instant.ToUnixTimeTicks(), Length.BclCompatibleTicks);
        return Instant.FromUnixTimeTicks(ticks - (((ticks % length) + length) % length));
    }

    /// <summary>The instant itself where a quarter hour starts then, else the start of the next.</summary>
    public static Instant Ceiling(Instant instant) => Floor(instant) is var floor && floor == instant ? instant : floor + Length;

    /// <summary>The starts of every quarter hour that a span of time touches, in order; none where it is empty.</summary>
    public static IEnumerable<Instant> Touched(Interval span)
    {
        for (var start = Floor(span.Start); start < span.End && span.Start < span.End; start += Length)
        {
            yield return start;
        }
    }

    /// <summary>As it stands in storage keys: <c>20261123T0915Z</c>. <see cref="ArgumentException"/> for an instant inside a quarter hour.</summary>
    public static string Key(Instant start) =>
        IsStart(start) ? KeyPattern.Format(start) : throw new ArgumentException("No quarter hour starts then.", nameof(start));

    /// <summary>Null where the text is no key of a quarter hour.</summary>
    public static Instant? TryParseKey(string? text) =>
        text is not null && KeyPattern.Parse(text).TryGetValue(default, out var start) && IsStart(start) ? start : null;
}
