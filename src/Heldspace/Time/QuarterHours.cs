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
        // A diary is read by thousands of keys at once, so that they are not put through a general pattern.
        text is [_, _, _, _, _, _, _, _, 'T', _, _, _, _, 'Z']
        && Digits(text.AsSpan(0, 4)) is >= 1 and var year && Digits(text.AsSpan(4, 2)) is >= 1 and <= 12 and var month
        && Digits(text.AsSpan(6, 2)) is >= 1 and var day && day <= CalendarSystem.Iso.GetDaysInMonth(year, month)
        && Digits(text.AsSpan(9, 2)) is >= 0 and <= 23 and var hour && Digits(text.AsSpan(11, 2)) is 0 or 15 or 30 or 45
            ? Instant.FromUtc(year, month, day, hour, Digits(text.AsSpan(11, 2)))
            : null;

    /// <summary>-1 where one is no ASCII digit.</summary>
    private static int Digits(ReadOnlySpan<char> text)
    {
        var number = 0;
        foreach (var digit in text)
        {
            if (!char.IsAsciiDigit(digit))
            {
                return -1;
            }

            number = (number * 10) + digit - '0';
        }

        return number;
    }
}
