using System.Text.Json.Nodes;
using NodaTime;

namespace Heldspace.Local.Microsoft365;

/// <summary>
/// One person's copy of an event. Start and end are kept as instants and answered in the zone asked for; an all-day event keeps its dates whatever the zone.
/// </summary>
internal sealed class CalendarEvent(long serial, JsonObject resource) : ITracked
{
    public long Serial { get; } = serial;

    /// <summary>What a GET answers, except id, change key, start, end and what follows from whose copy it is.</summary>
    public JsonObject Resource { get; } = resource;

    public required string Id { get; init; }

    public required string ImmutableId { get; init; }

    /// <summary>The same in every copy.</summary>
    public required string ICalUId { get; init; }

    public required bool IsOrganizer { get; init; }

    public Instant Start { get; set; }

    public Instant End { get; set; }

    /// <summary>The start as it was written, in <see cref="Zone"/>; a series repeats at this local time.</summary>
    public LocalDateTime LocalStart { get; set; }

    public LocalDateTime LocalEnd { get; set; }

    public string Zone { get; set; } = "UTC";

    public string EndZone { get; set; } = "UTC";

    public Recurrence? Recurrence { get; set; }

    /// <summary>Dates on which an occurrence was deleted.</summary>
    public HashSet<LocalDate> Removed { get; } = [];

    public long Version { get; set; }

    public Dictionary<string, string> Extended { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Hash of the content it was created with, to tell a repeated create from another one under the same transaction id.</summary>
    public string? CreatedFrom { get; init; }

    public bool IsAllDay => Resource.Flag("isAllDay") == true;

    public bool IsCancelled => Resource.Flag("isCancelled") == true;

    public string ShowAs => Resource.Text("showAs") ?? "busy";

    public string Response => Resource.Part("responseStatus")?.Text("response") ?? "none";

    /// <summary>Takes its mailbox's time.</summary>
    public bool IsBusy => !IsCancelled && ShowAs is not ("free" or "workingElsewhere");

    /// <summary>The times within a half-open window, one for a single event, one for each occurrence of a series.</summary>
    public IEnumerable<(Instant Start, Instant End, LocalDate? Date)> Within(Instant from, Instant to)
    {
        if (Recurrence is null)
        {
            if (Start < to && (End > from || (End == Start && Start >= from)))
            {
                yield return (Start, End, null);
            }

            yield break;
        }

        var zone = IsAllDay ? DateTimeZone.Utc : TimeZones.Find(Recurrence.Zone ?? Zone);
        var length = End - Start;
        var last = to.InZone(zone).Date.PlusDays(1);
        foreach (var date in Recurrence.Dates(LocalStart.Date, last))
        {
            var start = (date + LocalStart.TimeOfDay).InZoneLeniently(zone).ToInstant();
            if (!Removed.Contains(date) && start < to && start + length > from)
            {
                yield return (start, start + length, date);
            }
        }
    }
}

/// <summary>A daily or weekly pattern (https://learn.microsoft.com/graph/api/resources/recurrencepattern); monthly and yearly ones are refused when the event is created.</summary>
internal sealed record Recurrence(bool Weekly, int Interval, IReadOnlySet<IsoDayOfWeek> Days, IsoDayOfWeek FirstDay, LocalDate From, LocalDate? Until, int? Count, string? Zone)
{
    public static Recurrence? Read(JsonObject? value, LocalDate start)
    {
        if (value is null)
        {
            return null;
        }

        var pattern = value.Part("pattern") ?? throw Invalid("pattern");
        var range = value.Part("range") ?? throw Invalid("range");
        var type = pattern.Text("type");
        if (type is not ("daily" or "weekly"))
        {
            throw new GraphError(501, "NotImplemented", "This stand-in expands daily and weekly recurrence only.");
        }

        var days = pattern["daysOfWeek"] is JsonArray names ? names.Select(static name => Day(name.AsText())).ToHashSet() : [];
        var interval = pattern.Number("interval") ?? 1;
        var count = range.Text("type") == "numbered" ? range.Number("numberOfOccurrences") : null;
        if (interval < 1 || count < 1 || (type == "weekly" && days.Count == 0))
        {
            throw Invalid("recurrence");
        }

        return new Recurrence(type == "weekly", interval, days, Day(pattern.Text("firstDayOfWeek") ?? "sunday"), start,
            range.Text("type") == "endDate" ? Date(range.Text("endDate")) : null, count,
            range.Text("recurrenceTimeZone") is { Length: > 0 } zone ? zone : null);
    }

    /// <summary>The dates of the series from its first to before <paramref name="before"/>.</summary>
    public IEnumerable<LocalDate> Dates(LocalDate first, LocalDate before)
    {
        var found = 0;
        var week = first.PlusDays(-(((int)first.DayOfWeek - (int)FirstDay + 7) % 7));
        for (var date = first; date < before && (Until is null || date <= Until) && (Count is null || found < Count); date = date.PlusDays(1))
        {
            var due = Weekly
                ? Days.Contains(date.DayOfWeek) && Period.DaysBetween(week, date) / 7 % Interval == 0
                : Period.DaysBetween(first, date) % Interval == 0;
            if (due)
            {
                found++;
                yield return date;
            }
        }
    }

    private static IsoDayOfWeek Day(string? name) =>
        Enum.TryParse<IsoDayOfWeek>(name, ignoreCase: true, out var day) && day != IsoDayOfWeek.None ? day : throw Invalid("daysOfWeek");

    private static LocalDate Date(string? text) =>
        NodaTime.Text.LocalDatePattern.Iso.Parse(text ?? "") is { Success: true } parsed ? parsed.Value : throw Invalid("endDate");

    private static GraphError Invalid(string property) =>
        new(400, "ErrorPropertyValidationFailure", $"At least one property failed validation. ({property})");
}
