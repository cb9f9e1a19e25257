using System.Globalization;
using System.Text.RegularExpressions;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Functions.Tests.Reliability.Histories;

/// <summary>Reads the days and times that a mail tells, however it puts them: "9:15am on Friday 18 September 2026", "Friday 18 September 2026 at 9:15am".</summary>
internal static partial class Moments
{
    public static IReadOnlyList<Instant> In(string text) =>
        [.. TimeFirst().Matches(text).Concat(DayFirst().Matches(text)).Select(found => London.At(
            LocalDate.FromDateTime(DateTime.ParseExact(found.Groups["day"].Value, "d MMMM yyyy", CultureInfo.InvariantCulture)),
            LocalTime.FromTimeOnly(TimeOnly.ParseExact(found.Groups["time"].Value.ToUpperInvariant(), "h:mmtt", CultureInfo.InvariantCulture))))];

    [GeneratedRegex(@"(?<time>\d{1,2}:\d\d[ap]m) on \w+day (?<day>\d{1,2} \w+ \d{4})", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TimeFirst();

    [GeneratedRegex(@"\w+day (?<day>\d{1,2} \w+ \d{4}) at (?<time>\d{1,2}:\d\d[ap]m)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DayFirst();
}
