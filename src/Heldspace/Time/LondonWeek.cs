using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using NodaTime.Calendars;

namespace Heldspace.Time;

/// <summary>
/// An ISO week in London: Monday 00:00 to the next Monday 00:00, so that the weeks in which the clocks change are an hour short or long.
/// Its text, <c>2026-W48</c>, sorts in order of time and is safe in keys.
/// </summary>
[JsonConverter(typeof(LondonWeekConverter))]
[StructLayout(LayoutKind.Auto)]
public readonly record struct LondonWeek : IComparable<LondonWeek>
{
    private static readonly IWeekYearRule Iso = WeekYearRules.Iso;

    /// <summary><see cref="ArgumentOutOfRangeException"/> where the year has no such week: most have 52, some 53.</summary>
    public LondonWeek(int year, int week)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(week, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(week, Iso.GetWeeksInWeekYear(year));
        (Year, Week) = (year, week);
    }

    /// <summary>The ISO week year: 2026 for the first days of January 2027.</summary>
    public int Year { get; }

    public int Week { get; }

    public LocalDate Monday => Iso.GetLocalDate(Year, Week, IsoDayOfWeek.Monday);

    /// <summary>From its first instant, inclusive, to that of the next week, exclusive.</summary>
    public Interval Interval => new(London.At(Monday, LocalTime.Midnight), London.At(Monday.PlusWeeks(1), LocalTime.Midnight));

    public LondonWeek Next => Of(Monday.PlusWeeks(1));

    public LondonWeek Previous => Of(Monday.PlusWeeks(-1));

    public static LondonWeek Of(Instant instant) => Of(London.Day(instant));

    public static LondonWeek Of(LocalDate day) => new(Iso.GetWeekYear(day), Iso.GetWeekOfWeekYear(day));

    /// <summary>Every week that a span of time touches, in order; none where it is empty.</summary>
    public static IEnumerable<LondonWeek> Touched(Interval span)
    {
        for (var week = Of(span.Start); week.Interval.Start < span.End && span.Start < span.End; week = week.Next)
        {
            yield return week;
        }
    }

    /// <summary>Null where the text is no week that there is.</summary>
    public static LondonWeek? TryParse(string? text) =>
        text is { Length: 8 } && text[4] == '-' && text[5] == 'W'
        && int.TryParse(text.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year)
        && int.TryParse(text.AsSpan(6), NumberStyles.None, CultureInfo.InvariantCulture, out var week)
        && year > 0 && week >= 1 && week <= Iso.GetWeeksInWeekYear(year)
            ? new LondonWeek(year, week)
            : null;

    public static bool operator <(LondonWeek left, LondonWeek right) => left.CompareTo(right) < 0;

    public static bool operator >(LondonWeek left, LondonWeek right) => left.CompareTo(right) > 0;

    public static bool operator <=(LondonWeek left, LondonWeek right) => left.CompareTo(right) <= 0;

    public static bool operator >=(LondonWeek left, LondonWeek right) => left.CompareTo(right) >= 0;

    public int CompareTo(LondonWeek other) => (Year, Week).CompareTo((other.Year, other.Week));

    public override string ToString() => $"{Year:D4}-W{Week:D2}";
}

/// <summary>Writes a week as its text.</summary>
internal sealed class LondonWeekConverter : JsonConverter<LondonWeek>
{
    public override LondonWeek Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        LondonWeek.TryParse(reader.TokenType == JsonTokenType.String ? reader.GetString() : null) ?? throw new JsonException("Write a week such as 2026-W48.");

    public override void Write(Utf8JsonWriter writer, LondonWeek value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
