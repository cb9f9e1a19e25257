using System.Collections.Immutable;
using Heldspace.Services;
using Heldspace.Summaries.Disclosure;

namespace Heldspace.Summaries.Reports;

/// <summary>Whom a report is for.</summary>
public enum Audience
{
    Commissioner,
    Public,
}

/// <summary>A headline figure as it leaves the service: everything in words, since nothing may be counted on from here.</summary>
/// <param name="Kpi"><c>K1</c> to <c>K16</c>.</param>
/// <param name="Part">A part of it, or what stands beside it, in words; empty for the figure itself.</param>
/// <param name="Number">The numerator, or what stands beside the figure; a number, or a star; empty where there is none.</param>
/// <param name="Denominator">Likewise.</param>
/// <param name="N">Likewise.</param>
/// <param name="Share">In per cent; empty where it may not be told.</param>
/// <param name="Rating">Against the target.</param>
public sealed record SharedFigure(string Kpi, string Part, string Number, string Denominator, string N, string Share, Rating Rating);

/// <summary>A breakdown as it leaves the service.</summary>
/// <param name="Figure"><c>K1</c> to <c>K14</c>, or <see cref="ReportLines.Referrals"/>.</param>
/// <param name="By">By what.</param>
/// <param name="Shown">Null where so few are behind it that there is none.</param>
public sealed record SharedTable(string Figure, string By, PublishedTable? Shown);

/// <summary>A report for people outside the service.</summary>
public sealed record SharedReport
{
    public required ReportPeriod Period { get; init; }

    public required Audience Audience { get; init; }

    /// <summary>What its exact headline figures are shared by; null where they are suppressed.</summary>
    public required SharingAgreement? Agreement { get; init; }

    public required ImmutableArray<SharedFigure> Figures { get; init; }

    /// <summary>Suppressed always; empty for a month.</summary>
    public required ImmutableArray<SharedTable> Tables { get; init; }

    /// <summary>In the manager's words, which are about exact figures: empty where these are not shared.</summary>
    public required string Commentary { get; init; }

    public ImmutableArray<KpiTarget> Targets { get; init; } = [];
}

/// <summary>
/// What the commissioner and the public get, made of what was signed only, so that it is the same whenever it is made. Exact headlines go to the commissioner where an agreement covers the time; of a month nothing else
/// leaves the service. Breakdowns belong to years, and are the same for everybody: whoever has two versions has nothing to subtract. Decision record 26 says why.
/// </summary>
public static class ShareReport
{
    /// <summary>People behind what was answered: with fewer nothing is told of it (facts.md section 5).</summary>
    private const int FewestRespondents = 10;

    /// <summary>Figures that are broken down by who the children are: those a service is judged by and whose n are children.</summary>
    private static readonly ImmutableArray<(string Kpi, string Met, string NotMet)> BrokenDown =
    [
        (Kpis.Assessment, "within 4 weeks", "later"),
        (Kpis.Intervention, "within 8 weeks", "later"),
        (Kpis.Improved, "improved", "not improved"),
        (Kpis.PlanInPlace, "with a plan", "without"),
        (Kpis.Acceptance, "accepted", "not accepted"),
    ];

    /// <summary>Why nothing of a report is for an audience, in a sentence; null where there is something.</summary>
    public static string? WhyNot(ServiceDefinition service, ReportPeriod period, Audience audience)
    {
        ArgumentNullException.ThrowIfNull(service);
        ArgumentNullException.ThrowIfNull(period);
        return period.IsYear ? null
            : audience == Audience.Public ? "The public gets years. Of one month almost everything would be stars, and months beside their year would tell more than each."
            : Agreement(service, period) is null ? $"{WhySuppressed(service)} The commissioner gets years, suppressed like the public’s."
            : null;
    }

    /// <summary>Why the commissioner's headlines are not exact, in a sentence.</summary>
    public static string WhySuppressed(ServiceDefinition service)
    {
        ArgumentNullException.ThrowIfNull(service);
        return service.Reporting.Sharing is null
            ? "No sharing agreement is recorded in the service’s file, so no exact figure leaves the service."
            : "The sharing agreement in the service’s file does not cover all of this time, so no exact figure leaves the service.";
    }

    /// <summary>Null where <see cref="WhyNot"/> says why.</summary>
    public static SharedReport? For(ServiceDefinition service, SignedReport signed, Audience audience)
    {
        ArgumentNullException.ThrowIfNull(signed);
        if (WhyNot(service, signed.Period, audience) is not null)
        {
            return null;
        }

        var agreement = audience == Audience.Commissioner ? Agreement(service, signed.Period) : null;
        return new()
        {
            Period = signed.Period,
            Audience = audience,
            Agreement = agreement,
            Figures = agreement is null ? Suppressed(signed) : Exact(signed),
            Tables = signed.Period.IsYear ? [.. Breakdowns(signed.Lines).Select(one => new SharedTable(one.Figure, one.By, one.Published?.Shown))] : [],
            Commentary = agreement is null ? "" : signed.Commentary,
            Targets = signed.Targets,
        };
    }

    /// <summary>
    /// The breakdowns of a year with what is behind them, which stays in the service. They hold though somebody knows the headline to the unit. There is none where either side of a figure has 1 to 7 behind it: the public
    /// gets that number as a star, and the parts of a breakdown would narrow it down. Referrals by who the children are stand as the margins of K14: a table of their own would be another one of the same counts.
    /// </summary>
    public static ImmutableArray<(string Figure, string By, Publication? Published)> Breakdowns(ImmutableArray<ReportLine> lines)
    {
        var tables = ImmutableArray.CreateBuilder<(string, string, Publication?)>();
        var sources = lines.Where(line => line is { Figure: ReportLines.Referrals, By: FactValues.ReferrerRole }).ToList();
        if (sources.Count > 0)
        {
            tables.Add((ReportLines.Referrals, FactValues.ReferrerRole, Worth(PublishTable.Of(Table.By(Groups(FactValues.ReferrerRole, sources), [.. sources.Select(line => line.N ?? 0)]) with { TotalIsKnown = true }))));
        }

        foreach (var (kpi, met, notMet) in BrokenDown)
        {
            foreach (var by in lines.Where(line => line.Figure == kpi && line is { Part: "", Denominator: > 0 } && line.By.Length > 0).GroupBy(line => line.By, StringComparer.Ordinal))
            {
                var groups = by.ToList();
                var table = new Table
                {
                    Rows = Groups(by.Key, groups),
                    Columns = new([met, notMet], Together.Never),
                    Counts = [.. groups.Select(group => ImmutableArray.Create(group.Numerator!.Value, group.Denominator!.Value - group.Numerator.Value))],
                    TotalIsKnown = true,
                    ColumnTotalsAreKnown = true,
                };
                var hidesSide = Enumerable.Range(0, 2).Any(column => Figure.Of(table.Counts.Sum(row => row[column])) is Figure.Suppressed);
                tables.Add((kpi, by.Key, hidesSide ? null : Worth(PublishTable.Of(table))));
            }
        }

        return tables.ToImmutable();
    }

    /// <summary>For a spreadsheet: headlines, then each breakdown with its margins.</summary>
    public static string Csv(ServiceDefinition service, SharedReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var names = Kpis.Definitions(service).ToDictionary(kpi => kpi.Id, kpi => kpi.Name, StringComparer.Ordinal);
        var csv = new CsvText("figure", "name", "part", "number", "of", "n", "share", "target", "rating");
        foreach (var figure in report.Figures)
        {
            csv.Line(
                figure.Kpi, names[figure.Kpi], figure.Part, figure.Number, figure.Denominator, figure.N, figure.Share,
                figure.Part.Length == 0 && report.Targets.FirstOrDefault(target => target.Kpi == figure.Kpi) is { } target ? ReportWords.Target(target) : "", ReportWords.Rating(figure.Rating));
        }

        foreach (var (figure, by, shown) in report.Tables)
        {
            csv.Line();
            var title = Title(names, figure, by);
            if (shown is null)
            {
                csv.Line(title, "too few for a breakdown");
                continue;
            }

            csv.Line([title, .. shown.Columns, "all"]);
            for (var row = 0; row < shown.Rows.Length; row++)
            {
                csv.Line([shown.Rows[row], .. shown.Cells[row].Select(Words), Words(shown.RowTotals.IsEmpty ? shown.Total : shown.RowTotals[row])]);
            }

            if (shown.Rows.Length > 1)
            {
                csv.Line(["all", .. shown.ColumnTotals.Select(Words), Words(shown.Total)]);
            }
        }

        return csv.ToString();
    }

    /// <summary>What a breakdown is of, and by what.</summary>
    public static string Title(IReadOnlyDictionary<string, string> names, string figure, string by) =>
        $"{(figure == ReportLines.Referrals ? "Referrals" : figure == Kpis.Acceptance ? $"{figure} Referrals that were accepted" : $"{figure} {names[figure]}")}, by {ReportWords.By(by).ToLowerInvariant()}";

    private static string Words(Figure figure) => figure.ToString()!;

    private static SharingAgreement? Agreement(ServiceDefinition service, ReportPeriod period) => service.Reporting.Sharing is { } agreed && agreed.Covers(period.From, period.Until) ? agreed : null;

    private static ImmutableArray<SharedFigure> Exact(SignedReport signed) =>
    [
        .. signed.Lines.Where(line => line.IsHeadline).Select(line => new SharedFigure(
            line.Figure,
            line.Part.Length == 0 ? "" : ReportWords.Of(line.Part),
            ReportWords.Number(line.Value ?? line.Numerator),
            ReportWords.Number(line.Denominator),
            ReportWords.Number(line.N),
            ReportWords.Percent(line.Share),
            line.Part.Length == 0 ? Target(signed, line.Figure)?.Rate(line.Share) ?? Rating.None : Rating.None)),
    ];

    /// <summary>Parts of a headline, and what stands beside it, would need tables of their own: only the figure itself leaves, and a mean of eight or more.</summary>
    private static ImmutableArray<SharedFigure> Suppressed(SignedReport signed)
    {
        var figures = ImmutableArray.CreateBuilder<SharedFigure>();
        foreach (var line in signed.Lines.Where(line => line is { IsHeadline: true, Part: "" }))
        {
            var all = line.Denominator ?? line.N ?? 0;
            if (People(signed, line) is > 0 and < FewestRespondents)
            {
                figures.Add(new(line.Figure, "", Words(Figure.Star), Words(Figure.Star), Words(Figure.Star), "", Rating.None));
                continue;
            }

            if (line is { Numerator: { } numerator, Denominator: { } denominator })
            {
                var shown = PublishTable.Of(Table.By(new(["met", "not met"], Together.Never), [numerator, denominator - numerator]))?.Shown;
                var (met, of) = (shown?.Cells[0][0] ?? (denominator == 0 ? Figure.Of(0) : Figure.Star), shown?.Total ?? Figure.Of(denominator));

                // Of the rounded numbers: it tells nothing that they do not.
                var share = met is Figure.Shown { Number: var some } && of is Figure.Shown { Number: > 0 and var whole } ? Math.Min(1, some / (decimal)whole) : (decimal?)null;
                figures.Add(new(line.Figure, "", Words(met), Words(of), Words(of), ReportWords.Percent(share), Target(signed, line.Figure)?.Rate(share) ?? Rating.None));
            }
            else
            {
                figures.Add(new(line.Figure, "", "", "", Words(Figure.Of(all)), "", Rating.None));
            }

            foreach (var mean in signed.Lines.Where(other => other.Figure == line.Figure && other is { IsHeadline: true, Part: "mean" or "meanContacts" or "meanDays" }))
            {
                if (PublishMeans.Alone(new(line.N ?? 0, mean.Value)) is { } value)
                {
                    figures.Add(new(line.Figure, ReportWords.Of(mean.Part), ReportWords.Number(value), "", "", "", Rating.None));
                }
            }
        }

        return figures.ToImmutable();
    }

    /// <summary>How many people answered, of a figure that is of what people answered; null of any other.</summary>
    private static decimal? People(SignedReport signed, ReportLine line) => line.Figure switch
    {
        Kpis.Confidence => line.N,
        Kpis.Quality => signed.Lines.FirstOrDefault(other => other is { Figure: Kpis.Quality, IsHeadline: true, Part: Kpis.Respondents })?.Value ?? 0,
        _ => null,
    };

    /// <summary>Null too where one line is all that could be told: the headline says that.</summary>
    private static Publication? Worth(Publication? publication) => publication is { Shown: { } shown } && (shown.Rows.Length > 1 || (shown.Rows is [""] && shown.Columns.Length > 1)) ? publication : null;

    private static Axis Groups(string by, IEnumerable<ReportLine> groups) =>
        new([.. groups.Select(group => ReportWords.Group(group.Group))], by == FactValues.AgeBand ? Together.Neighbours : Together.Smallest);

    private static KpiTarget? Target(SignedReport signed, string kpi) => signed.Targets.FirstOrDefault(target => target.Kpi == kpi);
}
