using System.Diagnostics.CodeAnalysis;
using NodaTime;
using Quartz;

namespace Heldspace.Local.FunctionsHost;

/// <summary>When a timer fires: a six-field NCRONTAB expression (second, minute, hour, day, month, day of the week), in UTC.</summary>
/// <remarks>https://learn.microsoft.com/azure/azure-functions/functions-bindings-timer#ncrontab-expressions.</remarks>
public sealed class TimerSchedule
{
    private static readonly string[] Days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    private readonly CronExpression cron;

    private TimerSchedule(string text, CronExpression cron)
    {
        Text = text;
        this.cron = cron;
    }

    /// <summary>The expression as <c>function.json</c> gives it.</summary>
    public string Text { get; }

    /// <summary>
    /// Reads an expression. Quartz counts days of the week from 1 and wants one of the two day fields left open, so the days are handed to it by name.
    /// </summary>
    /// <param name="error">What is wrong, for the person who wrote it.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out TimerSchedule? schedule, out string error)
    {
        schedule = null;
        var fields = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (fields.Length != 6)
        {
            error = $"six fields are needed, and there are {fields.Length}.";
            return false;
        }

        if (fields[3] != "*" && fields[5] != "*")
        {
            error = "a day of the month together with a day of the week is not run here; leave one of them *.";
            return false;
        }

        try
        {
            var days = fields[5] == "*" ? "?" : string.Join(',', DaysOf(fields[5]).Distinct().Order().Select(day => Days[day]));
            var quartz = $"{fields[0]} {fields[1]} {fields[2]} {(fields[5] == "*" ? fields[3] : "?")} {fields[4]} {days}";
            schedule = new TimerSchedule(text, new CronExpression(quartz, TimeZoneInfo.Utc));
            error = "";
            return true;
        }
        catch (FormatException exception)
        {
            error = exception.Message;
            return false;
        }
    }

    /// <summary>The first occurrence after an instant; null: never again.</summary>
    public Instant? After(Instant instant) =>
        cron.GetNextValidTimeAfter(instant.ToDateTimeOffset()) is { } next ? Instant.FromDateTimeOffset(next) : null;

    public override string ToString() => Text;

    private static IEnumerable<int> DaysOf(string field) => field.Split(',').SelectMany(part =>
    {
        var (range, step) = part.Split('/') switch
        {
            [var alone] => (alone, 1),
            [var from, var by] when int.TryParse(by, out var every) && every > 0 => (from, every),
            _ => throw new FormatException($"'{part}' is not a day of the week."),
        };
        var (first, last) = range.Split('-') switch
        {
            ["*"] => (0, 6),
            [var one] => (Day(one), part.Contains('/', StringComparison.Ordinal) ? 6 : Day(one)),
            [var from, var to] => (Day(from), Day(to)),
            _ => throw new FormatException($"'{part}' is not a day of the week."),
        };
        return first <= last
            ? Enumerable.Range(first, last - first + 1).Where(day => (day - first) % step == 0)
            : throw new FormatException($"'{part}' runs backwards.");
    });

    private static int Day(string text)
    {
        var named = Array.FindIndex(Days, day => text.StartsWith(day, StringComparison.OrdinalIgnoreCase));
        return named >= 0 ? named
            : int.TryParse(text, out var number) && number is >= 0 and <= 6 ? number
            : throw new FormatException($"'{text}' is not a day of the week (0 to 6, Sunday is 0).");
    }
}
