using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;
using Heldspace.Services;

namespace Heldspace.Summaries.Reports;

/// <summary>One line of a report: a figure, or one beside it, of everybody or of a group. A report is kept and compared as its lines.</summary>
/// <param name="Figure"><c>K1</c> to <c>K16</c>, or one of the names in <see cref="ReportLines"/>.</param>
/// <param name="By">What it is broken down by; empty for everybody.</param>
/// <param name="Group">Which group; empty for everybody.</param>
/// <param name="Part">A part of the figure, or what stands beside it; empty for the figure itself.</param>
public sealed record ReportLine(string Figure, string By, string Group, string Part)
{
    public int? Numerator { get; init; }

    public int? Denominator { get; init; }

    /// <summary>How many it was counted from; null for what stands beside a figure.</summary>
    public int? N { get; init; }

    /// <summary>Days, pounds, or how many; null for a share.</summary>
    public decimal? Value { get; init; }

    /// <summary>From 0 to 1; null where nothing was counted.</summary>
    [JsonIgnore]
    public decimal? Share => Denominator is > 0 ? Numerator / (decimal)Denominator : null;

    /// <summary>What it is about, whatever it says of it.</summary>
    [JsonIgnore]
    public (string Figure, string By, string Group, string Part) About => (Figure, By, Group, Part);

    /// <summary>Whether it is of everybody and one of K1 to K16, or beside one.</summary>
    [JsonIgnore]
    public bool IsHeadline => By.Length == 0 && Figure.StartsWith('K');
}

/// <summary>The lines of a report.</summary>
public static class ReportLines
{
    /// <summary>What came in, by who referred and so on.</summary>
    public const string Referrals = "referrals";

    /// <summary>Meetings that took place, by their kind: how many, and what one costs.</summary>
    public const string Costs = "costs";

    /// <summary>What is charged to placing authorities: children, meetings and pounds, by authority.</summary>
    public const string Charges = "charges";

    public const string AppointmentKind = FactValues.AppointmentKind;

    /// <summary>Beside a figure of a group; the others would be too many lines that nobody reads.</summary>
    private const string Mean = "mean";

    /// <summary>A figure of a group is left out where nothing was counted in it.</summary>
    public static ImmutableArray<ReportLine> Of(MonthlyReport report, IEnumerable<CostLine> costs, IEnumerable<Charge> charges)
    {
        ArgumentNullException.ThrowIfNull(report);
        return
        [
            .. report.Figures.SelectMany(kpi => Of(kpi, "", "")),
            .. report.Referrals.SelectMany(by => InOrder(by.Value).Select(group => new ReportLine(Referrals, by.Key, group.Key, "") { N = group.Value })),
            .. report.Equity.SelectMany(by => InOrder(by.Value).SelectMany(group => group.Value.Where(kpi => kpi.N > 0).SelectMany(kpi => Of(kpi, by.Key, group.Key)).Where(line => line.Part is "" or Mean))),
            .. costs.Select(cost => new ReportLine(Costs, AppointmentKind, cost.Kind.Id, "") { N = cost.Held, Value = cost.Pounds }),
            .. charges.GroupBy(charge => charge.Authority ?? FactValues.Unknown, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => new ReportLine(Charges, FactValues.Authority, group.Key, "")
            {
                N = group.Select(charge => charge.Case).Distinct(StringComparer.Ordinal).Count(),
                Numerator = group.Sum(charge => charge.Held),
                Value = group.All(charge => charge.Pounds is null) ? null : group.Sum(charge => charge.Pounds ?? 0),
            }),
        ];
    }

    /// <summary>For a spreadsheet: every line in words, exact, with the target it is held against.</summary>
    /// <param name="service">Whose: what its kinds of appointments are called.</param>
    /// <param name="lines">Of a report.</param>
    /// <param name="targets">As of when the report was signed, or now.</param>
    public static string Csv(ServiceDefinition service, IEnumerable<ReportLine> lines, ImmutableArray<KpiTarget> targets)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var csv = new CsvText("figure", "name", "by", "group", "part", "numerator", "denominator", "n", "share", "value", "target", "rating");
        var names = Kpis.Definitions(service).ToDictionary(kpi => kpi.Id, kpi => kpi.Name, StringComparer.Ordinal);
        foreach (var line in lines)
        {
            var target = line is { By: "", Part: "" } ? targets.FirstOrDefault(target => target.Kpi == line.Figure) : null;
            csv.Line(
                line.Figure, names.GetValueOrDefault(line.Figure, line.Figure), line.By, GroupInWords(service, line), line.Part.Length == 0 ? "" : ReportWords.Of(line.Part),
                CsvText.Number(line.Numerator), CsvText.Number(line.Denominator), CsvText.Number(line.N), CsvText.Number(line.Share), CsvText.Number(line.Value),
                target is null ? "" : ReportWords.Target(target), ReportWords.Rating(target?.Rate(line.Share) ?? Rating.None));
        }

        return csv.ToString();
    }

    /// <summary>What the group of a line is called.</summary>
    public static string GroupInWords(ServiceDefinition service, ReportLine line)
    {
        ArgumentNullException.ThrowIfNull(service);
        ArgumentNullException.ThrowIfNull(line);
        return line.Group.Length == 0 ? ""
            : line.By == AppointmentKind ? service.AppointmentKinds.FirstOrDefault(kind => kind.Id == line.Group)?.Name ?? line.Group
            : ReportWords.Group(line.Group);
    }

    /// <summary>Bands of age from the youngest on, others by their names; what is not known comes last.</summary>
    internal static IEnumerable<KeyValuePair<string, T>> InOrder<T>(IEnumerable<KeyValuePair<string, T>> groups) => groups
        .OrderBy(group => group.Key == FactValues.Unknown)
        .ThenBy(group => int.TryParse(group.Key.Split('-')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var youngest) ? youngest : int.MaxValue)
        .ThenBy(group => group.Key, StringComparer.Ordinal);

    private static IEnumerable<ReportLine> Of(Kpi kpi, string by, string group) =>
    [
        new(kpi.Id, by, group, "") { Numerator = kpi.Numerator, Denominator = kpi.Denominator, N = kpi.N },
        .. kpi.Parts.Select(part => new ReportLine(kpi.Id, by, group, part.Name) { Numerator = part.Numerator, Denominator = part.Denominator }),
        .. kpi.Figures.Select(figure => new ReportLine(kpi.Id, by, group, figure.Name) { Value = figure.Value }),
    ];
}
