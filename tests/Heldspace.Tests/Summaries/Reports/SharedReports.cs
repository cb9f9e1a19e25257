using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Heldspace.Services;
using Heldspace.Summaries;
using Heldspace.Summaries.Disclosure;
using Heldspace.Summaries.Reports;
using Heldspace.Tests.Services;
using Heldspace.Tests.Summaries.Disclosure;
using NodaTime;
using Xunit.Abstractions;

namespace Heldspace.Tests.Summaries.Reports;

/// <summary>What of a signed report leaves a service, and for whom.</summary>
public sealed partial class SharedReports(ITestOutputHelper output)
{
    /// <summary>As many values as stand behind a rounded number.</summary>
    private const int Open = 5;

    private static readonly ServiceDefinition Service = Definitions.Shipped.Require("caring-to-care");

    private static readonly ReportPeriod Year = ReportPeriod.Year(Service, new(2026, 9, 1));

    private static readonly ReportPeriod Month = ReportPeriod.Month(new(2026, 9, 14));

    private static readonly string[] Kpi = [Kpis.Assessment, Kpis.Intervention, Kpis.Improved, Kpis.PlanInPlace, Kpis.Acceptance];

    [Fact]
    public void The_commissioner_gets_exact_headlines_with_their_rating_of_a_month_that_the_agreement_covers()
    {
        var report = ShareReport.For(Service, Signed(Month, Children(3)), Audience.Commissioner).ShouldNotBeNull();

        report.Agreement.ShouldNotBeNull().Reference.ShouldBe("ISA-0000-INVENTED");
        report.Tables.ShouldBeEmpty();
        report.Commentary.ShouldBe("A quiet time.");
        var line = Children(3).First(line => line is { Figure: "K1", By: "", Part: "" });
        var first = report.Figures.First(figure => figure.Kpi == "K1");
        (first.Number, first.Denominator, first.N).ShouldBe(($"{line.Numerator}", $"{line.Denominator}", $"{line.N}"));
        first.Rating.ShouldBe(new KpiTarget("K1", 95, 85).Rate(line.Share));
    }

    [Fact]
    public void Without_an_agreement_that_covers_it_nothing_of_a_month_leaves_and_of_a_year_what_the_public_gets()
    {
        var signed = Signed(Year, Children(3));
        foreach (var without in new[] { Service with { Reporting = Service.Reporting with { Sharing = null } }, Service with { Reporting = Service.Reporting with { Sharing = new("the council", "1", new(2026, 4, 2), null) } } })
        {
            ShareReport.For(without, Signed(ReportPeriod.Month(new(2026, 4, 1)), Children(3)), Audience.Commissioner).ShouldBeNull();
            ShareReport.WhyNot(without, ReportPeriod.Month(new(2026, 4, 1)), Audience.Commissioner).ShouldNotBeNull().ShouldContain("agreement");
            var (commissioner, everybody) = (ShareReport.For(without, signed, Audience.Commissioner).ShouldNotBeNull(), ShareReport.For(without, signed, Audience.Public).ShouldNotBeNull());
            (commissioner.Agreement, commissioner.Commentary).ShouldBe((null, ""));
            ShareReport.Csv(without, commissioner).ShouldBe(ShareReport.Csv(without, everybody));
        }

        ShareReport.For(Service, Signed(Month, Children(3)), Audience.Public).ShouldBeNull();
        ShareReport.WhyNot(Service, Month, Audience.Public).ShouldNotBeNull().ShouldContain("years");
    }

    [Fact]
    public void Whatever_the_public_gets_has_no_count_but_stars_and_rounded_ones_and_no_words_of_the_manager()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var report = ShareReport.For(Service, Signed(Year, Children(seed)), Audience.Public).ShouldNotBeNull();
            report.Commentary.ShouldBeEmpty();
            var counts = report.Figures.Where(figure => figure.Part.Length == 0).SelectMany(figure => new[] { figure.Number, figure.Denominator, figure.N }).Concat(report.Tables.SelectMany(Numbers));
            foreach (var number in counts)
            {
                Rounded().IsMatch(number).ShouldBeTrue($"seed {seed}: {number}");
            }

            report.Tables.Where(table => table.Shown is not null).ShouldAllBe(table => table.Shown!.Readable >= 0.5m);
        }
    }

    [Fact]
    public void The_commissioners_and_the_publics_version_together_tell_no_count_of_1_to_7_of_a_breakdown()
    {
        var (published, none, secrets) = (0, 0, 0);
        for (var seed = 0; seed < 24; seed++)
        {
            var lines = Children(seed);
            var (commissioner, everybody) = (ShareReport.For(Service, Signed(Year, lines), Audience.Commissioner).ShouldNotBeNull(), ShareReport.For(Service, Signed(Year, lines), Audience.Public).ShouldNotBeNull());
            var behind = ShareReport.Breakdowns(lines);
            commissioner.Tables.Select(Text).ShouldBe(everybody.Tables.Select(Text), "there is nothing to subtract");
            behind.Select(one => Text(new(one.Figure, one.By, one.Published?.Shown))).ShouldBe(everybody.Tables.Select(Text));
            foreach (var (figure, by, publication) in behind)
            {
                if (publication is not { Counted: var counted, Shown: var shown })
                {
                    none++;
                    continue;
                }

                published++;

                // Exact headlines: numerator, denominator and n to the unit. What the public has beside it is rounded, and says less.
                counted.TotalIsKnown.ShouldBeTrue();
                counted.ColumnTotalsAreKnown.ShouldBe(figure != ReportLines.Referrals);
                if (figure != ReportLines.Referrals)
                {
                    Enumerable.Range(0, 2).ShouldAllBe(column => !Small(counted.Counts.Sum(row => row[column])), $"seed {seed}: {figure} by {by}");
                }

                var attacker = new Attacker();
                attacker.Read(counted, shown);
                foreach (var (number, count, where) in attacker.Secrets)
                {
                    secrets++;
                    var possible = attacker.Possible(number);
                    possible.ShouldContain(count);
                    possible.Count.ShouldBeGreaterThanOrEqualTo(Open, $"seed {seed}, {figure} by {by}, {where} is {count}: {string.Join(' ', possible)}");
                }
            }
        }

        output.WriteLine($"{published} breakdowns published, {none} not, {secrets} small counts tried");
        published.ShouldBeGreaterThan(300);
        secrets.ShouldBeGreaterThan(700);
    }

    [Fact]
    public void What_few_people_answered_is_not_told()
    {
        var few = Children(5).Add(new("K7", "", "", "") { Numerator = 30, Denominator = 40, N = 40 }).Add(new("K7", "", "", Kpis.Respondents) { Value = 9 });
        ShareReport.For(Service, Signed(Year, few), Audience.Public)!.Figures.Single(figure => figure is { Kpi: "K7", Part: "" }).N.ShouldBe("*");
        var enough = few.RemoveAt(few.Length - 1).Add(new("K7", "", "", Kpis.Respondents) { Value = 10 });
        ShareReport.For(Service, Signed(Year, enough), Audience.Public)!.Figures.Single(figure => figure is { Kpi: "K7", Part: "" }).N.ShouldBe("40");
    }

    [Fact]
    public void Bands_of_age_stand_in_their_order_and_only_neighbours_are_put_together()
    {
        var ages = ShareReport.Breakdowns(Children(8)).First(one => one is { Figure: "K14", By: FactValues.AgeBand, Published: not null }).Published!;
        ages.Counted.Rows.How.ShouldBe(Together.Neighbours);
        string[] order = ["0-4", "5-10", "11-15", "16-17", "18-24"];
        ages.Shown.Rows.SelectMany(row => row.Split(" or ")).ShouldBe(order);
    }

    private static bool Small(int count) => count is >= 1 and <= 7;

    private static IEnumerable<string> Numbers(SharedTable table) => table.Shown is not { } shown ? []
        : shown.Cells.SelectMany(row => row).Concat(shown.RowTotals).Concat(shown.ColumnTotals).Append(shown.Total).Select(figure => figure.ToString()!);

    private static string Text(SharedTable table) => $"{table.Figure} {table.By}: {string.Join('|', table.Shown?.Rows ?? [])} {string.Join(' ', Numbers(table))}";

    private static SignedReport Signed(ReportPeriod period, ImmutableArray<ReportLine> lines) => new()
    {
        Service = Service.Id,
        Period = period,
        SignedAt = Instant.FromUtc(2027, 4, 5, 9, 0),
        By = "helen.marchbank@caring-to-care.example",
        Commentary = "A quiet time.",
        Lines = lines,
        Targets = Service.Reporting.Targets,
    };

    /// <summary>A year of a service: children of groups some of which are rare, each counted by every breakdown, so that all add up to the same headlines.</summary>
    private static ImmutableArray<ReportLine> Children(int seed)
    {
        var random = new Random(seed);
        (string By, string[] Groups)[] breakdowns =
        [
            (FactValues.AgeBand, ["0-4", "5-10", "11-15", "16-17", "18-24"]), (FactValues.Sex, ["F", "M", "unknown"]), (FactValues.Ethnicity, ["asian", "black", "mixed", "other", "white", "unknown"]),
            (FactValues.Placement, ["foster", "kinFoster", "childrensHome", "parents", "secure", "unknown"]),
        ];
        var children = Enumerable.Range(0, random.Next(40, 400)).Select(_ => (
            Groups: breakdowns.ToDictionary(one => one.By, one => one.Groups[(int)(one.Groups.Length * Math.Pow(random.NextDouble(), 2))], StringComparer.Ordinal),
            Counts: Kpi.ToDictionary(kpi => kpi, kpi => random.Next(kpi == Kpis.Acceptance ? 1 : 3) == 0, StringComparer.Ordinal),
            Met: Kpi.ToDictionary(kpi => kpi, kpi => random.NextDouble() < 0.75, StringComparer.Ordinal),
            Source: new[] { "socialWorker", "gp", "school", "carer", "nurse" }[(int)(5 * Math.Pow(random.NextDouble(), 2))])).ToList();
        return
        [
            .. Kpi.SelectMany(kpi => new[] { Line(kpi, "", "", children.Where(child => child.Counts[kpi]).Select(child => child.Met[kpi])), new(kpi, "", "", "mean") { Value = 12.3m } }),
            .. children.CountBy(child => child.Source).OrderBy(source => source.Key, StringComparer.Ordinal).Select(source => new ReportLine(ReportLines.Referrals, FactValues.ReferrerRole, source.Key, "") { N = source.Value }),
            .. breakdowns.SelectMany(one => one.Groups.SelectMany(group => Kpi.Select(kpi =>
                Line(kpi, one.By, group, children.Where(child => child.Counts[kpi] && child.Groups[one.By] == group).Select(child => child.Met[kpi]))))).Where(line => line.N > 0),
        ];
    }

    private static ReportLine Line(string kpi, string by, string group, IEnumerable<bool> met)
    {
        var all = met.ToList();
        return new(kpi, by, group, "") { Numerator = all.Count(one => one), Denominator = all.Count, N = all.Count };
    }

    [GeneratedRegex(@"^(?:\*|\d*[05])?$", RegexOptions.None, 1000)]
    private static partial Regex Rounded();
}
