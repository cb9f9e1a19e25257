using System.Globalization;
using System.Text.Json.Serialization;
using Heldspace.Services;
using NodaTime;
using NodaTime.Text;

namespace Heldspace.Summaries.Reports;

/// <summary>A month, or a reporting year.</summary>
/// <param name="From">The first day.</param>
/// <param name="Until">The first day that is not in it any more.</param>
public sealed record ReportPeriod(LocalDate From, LocalDate Until)
{
    private const int FirstYear = 2000;

    private static readonly LocalDatePattern Months = LocalDatePattern.CreateWithInvariantCulture("uuuu-MM");

    private static readonly LocalDatePattern InWords = LocalDatePattern.CreateWithInvariantCulture("MMMM uuuu");

    [JsonIgnore]
    public bool IsYear => Until > From.PlusMonths(1);

    /// <summary><c>2026-09</c> for a month, <c>2026</c> for the year that begins in it.</summary>
    [JsonIgnore]
    public string Name => IsYear ? From.Year.ToString(CultureInfo.InvariantCulture) : Months.Format(From);

    [JsonIgnore]
    public string Title => IsYear ? $"{InWords.Format(From)} to {InWords.Format(Until.PlusDays(-1))}" : InWords.Format(From);

    public static ReportPeriod Month(LocalDate day)
    {
        var first = new LocalDate(day.Year, day.Month, 1);
        return new(first, first.PlusMonths(1));
    }

    /// <summary>The reporting year of a service that a day is in.</summary>
    public static ReportPeriod Year(ServiceDefinition service, LocalDate day)
    {
        ArgumentNullException.ThrowIfNull(service);
        var first = new LocalDate(day.Month < service.Reporting.YearBegins ? day.Year - 1 : day.Year, service.Reporting.YearBegins, 1);
        return new(first, first.PlusYears(1));
    }

    /// <summary>Null where the text names neither.</summary>
    public static ReportPeriod? TryParse(ServiceDefinition service, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var period = text.Length == 7 && Months.Parse(text) is { Success: true } month ? Month(month.Value)
            : text.Length == 4 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is >= FirstYear and < 9999 ? Year(service, new(year, service.Reporting.YearBegins, 1))
            : null;
        return period?.From.Year >= FirstYear ? period : null;
    }

    /// <summary>What of it there is to count by a day: all of it once it is over, else up to that day.</summary>
    public LocalDate CountedUntil(LocalDate today) => LocalDate.Min(Until, today.PlusDays(1));

    /// <summary>Whether its last day is past.</summary>
    public bool IsOver(LocalDate today) => Until <= today;
}
