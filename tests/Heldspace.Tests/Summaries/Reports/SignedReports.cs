using System.Collections.Immutable;
using Heldspace.Json;
using Heldspace.Services;
using Heldspace.Summaries;
using Heldspace.Summaries.Reports;
using Heldspace.Tests.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Tests.Summaries.Reports;

/// <summary>The lines of a report, what stands once it was signed, what is charged and what meetings cost.</summary>
public sealed class SignedReports
{
    private static readonly ServiceDefinition Derby = Definitions.Shipped.Require("derby-ehwb");

    private static readonly LocalDate From = new(2026, 9, 1);

    private static readonly LocalDate Until = new(2026, 10, 1);

    [Fact]
    public void A_period_is_found_by_its_name_and_nothing_else_is_one()
    {
        var (month, year) = (ReportPeriod.Month(new(2026, 9, 14)), ReportPeriod.Year(Derby, new(2026, 9, 1)));
        (month.Name, month.Title, month.IsYear).ShouldBe(("2026-09", "September 2026", false));
        (year.Name, year.Title, year.IsYear).ShouldBe(("2026", "April 2026 to March 2027", true));
        ReportPeriod.Year(Derby, new(2026, 3, 31)).Name.ShouldBe("2025");
        foreach (var period in new[] { month, year })
        {
            ReportPeriod.TryParse(Derby, period.Name).ShouldBe(period);
        }

        foreach (var nonsense in new[] { "2026-13", "26", "../x", "2026-9", "", "202609", "0001", "-001-01", "9999", "1999-12", "2026-09 " })
        {
            ReportPeriod.TryParse(Derby, nonsense).ShouldBeNull(nonsense);
        }

        month.CountedUntil(new(2026, 9, 14)).ShouldBe(new(2026, 9, 15));
        (month.IsOver(new(2026, 9, 30)), month.IsOver(new(2026, 10, 1))).ShouldBe((false, true));
    }

    [Fact]
    public void What_was_signed_is_read_as_it_was_written_and_every_later_difference_is_named()
    {
        var lines = Report(Received("a", From, "Charge"), Received("b", From, "NotEligible"));
        var signed = new SignedReport
        {
            Service = Derby.Id,
            Period = ReportPeriod.Month(From),
            SignedAt = Instant.FromUtc(2026, 10, 2, 9, 0),
            By = "priya.langton@derby-ehwb.example",
            Commentary = "Said <so>.",
            Lines = lines,
            Targets = Derby.Reporting.Targets,
        };
        var read = HeldspaceJson.Read<SignedReport>(HeldspaceJson.Write(signed));
        read.Lines.ShouldBe(lines);
        (read.Period, read.Commentary, read.By, read.SignedAt).ShouldBe((signed.Period, signed.Commentary, signed.By, signed.SignedAt));
        read.Targets.ShouldBe(signed.Targets);
        Restatements.Between(read.Lines, lines).ShouldBeEmpty();
        Restatements.Seal(read.Lines).ShouldBe(Restatements.Seal(lines));

        var now = Report(Received("a", From, "Charge"), Received("b", From, "Eligible"));
        var accepted = Restatements.Between(read.Lines, now).Single(pair => pair.Either is { Figure: "K14", By: "", Part: "" });
        (accepted.Signed!.Numerator, accepted.Now!.Numerator, accepted.Now.Denominator).ShouldBe((1, 2, 2));
        Restatements.Between(read.Lines, now).ShouldContain(pair => pair.Now == null, "nobody is turned away any more");
        Restatements.Seal(now).ShouldNotBe(Restatements.Seal(lines));
    }

    [Fact]
    public void Every_line_of_the_table_for_a_spreadsheet_says_the_figure_and_what_it_is_held_against()
    {
        var csv = ReportLines.Csv(Derby, Report([.. Enumerable.Range(0, 20).Select(n => Happened("assessed", $"c{n}", From, ("WaitingDays", n == 0 ? "29" : "5"), ("AppointmentKind", "assessment")))]), Derby.Reporting.Targets).Split("\r\n");
        csv[0].ShouldBe("figure,name,by,group,part,numerator,denominator,n,share,value,target,rating");
        csv[1].ShouldBe("K1,Assessment within 4 weeks,,,,19,20,20,0.95,,95 % or more,green");
        csv.ShouldContain("K14,\"Acceptance, signposting, \"\"was not brought\"\"\",,,,0,0,0,,,,");
        csv.ShouldContain("costs,costs,AppointmentKind,First meeting,,,,20,,210,,");
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("  =1+1", "'  =1+1")]
    [InlineData("+44 1632", "'+44 1632")]
    [InlineData("-x", "'-x")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "\"'\t=1\"")]
    [InlineData("＝1", "'＝1")]
    [InlineData("a;=1+1", "\"a;=1+1\"")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"so\"", "\"say \"\"so\"\"\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    [InlineData("-3.5", "-3.5")]
    [InlineData("5-10", "5-10")]
    public void A_field_says_what_it_said_and_is_no_formula(string field, string written) => new CsvText().Line(field, "x").ToString().ShouldBe($"{written},x\r\n");

    [Theory]
    [InlineData(99.99, "under £100")]
    [InlineData(100, "£100 to £499")]
    [InlineData(499.99, "£100 to £499")]
    [InlineData(500, "£500 to £999")]
    [InlineData(1000, "£1,000 to £2,000")]
    [InlineData(2000, "£1,000 to £2,000")]
    [InlineData(2000.01, "over £2,000")]
    public void A_cost_is_in_one_of_five_bands(double pounds, string band) => UnitCosts.Band((decimal)pounds).ShouldBe(band);

    [Fact]
    public void The_ledger_has_every_child_who_is_charged_for_with_the_meetings_of_the_time_and_what_they_cost()
    {
        Fact[] facts =
        [
            Received("met", From.PlusDays(3), "Charge"), Happened("assessed", "met", From.PlusDays(9), ("AppointmentKind", "assessment")), Happened("tookPlace", "met", Until.PlusDays(-1), ("AppointmentKind", "intervention")),
            Happened("tookPlace", "met", Until, ("AppointmentKind", "intervention")), Happened("notBrought", "met", From.PlusDays(8), ("AppointmentKind", "assessment")),
            Received("new", From, "Charge"), Received("own", From, "Eligible"), Happened("assessed", "own", From.PlusDays(9), ("AppointmentKind", "assessment")),
            Happened("tookPlace", "old", From, ("AppointmentKind", "intervention")), Happened("tookPlace", "old", From.PlusDays(7), ("AppointmentKind", "screening")), Received("later", Until, "Charge"),
        ];
        ChargeLedger.Candidates(facts, From, Until).ShouldBe(["met", "new", "old"], ignoreOrder: true);

        var ledger = ChargeLedger.Of(Derby, facts, [Child("new", null), Child("met", "Leeds"), Child("old", "=Bradford")], From, Until);
        ledger.Select(line => (line.Case, line.Authority, line.Kind, line.Held, line.Pounds)).ShouldBe(
        [
            ("old", "=Bradford", "intervention", 1, 110m), ("old", "=Bradford", "screening", 1, null), ("met", "Leeds", "assessment", 1, 210m), ("met", "Leeds", "intervention", 1, 110m), ("new", null, null, 0, null),
        ]);
        var csv = ChargeLedger.Csv(Derby, ledger).Split("\r\n");
        csv[0].ShouldBe("authority,reference,referred on,meetings of kind,meetings,pounds each,pounds");
        csv[1].ShouldStartWith("'=Bradford,HS-old,2026-09-04,");
        csv[3].ShouldBe("Leeds,HS-met,2026-09-04,First meeting,1,210,210");
        var lines = ReportLines.Of(MonthlyReport.Of(Derby, facts, From, Until), UnitCosts.Of(Derby, facts, From, Until), ledger);
        lines.Where(line => line.Figure == ReportLines.Charges).Select(line => (line.Group, line.N, line.Numerator, line.Value)).ShouldBe([("=Bradford", 1, 2, 110m), ("Leeds", 1, 2, 320m), ("unknown", 1, 0, null)]);
        lines.Where(line => line.Figure == ReportLines.Costs).Select(line => (line.Group, line.N, line.Value)).ShouldBe([("assessment", 2, 210m), ("intervention", 2, 110m)]);
        (ChargeLedger.IsKeptBy(Derby), ChargeLedger.IsKeptBy(Definitions.Shipped.Require("caring-to-care"))).ShouldBe((true, false));
    }

    [Theory]
    [InlineData("A quiet month. Two clinicians were ill.", true)]
    [InlineData("Of 1234567890 nothing is known.", true)]
    [InlineData("The child 943 476 5919 waited.", false)]
    [InlineData("9434765919", false)]
    [InlineData("943-476-5919.", false)]
    public void Commentary_with_what_tells_who_a_child_is_is_not_taken(string text, bool isFine) => (Commentary.WhyNot(text) is null).ShouldBe(isFine);

    [Fact]
    public void Commentary_is_bounded_and_has_no_control_characters()
    {
        Commentary.WhyNot(new('a', Commentary.Longest)).ShouldBeNull();
        Commentary.WhyNot(new('a', Commentary.Longest + 1)).ShouldNotBeNull();
        Commentary.Tidy(" a\r\nb\u0000\u001bc\t ").ShouldBe("a\nbc");
    }

    private static ChargedChild Child(string id, string? authority) => new(id, $"HS-{id}", From.PlusDays(3), authority);

    private static ImmutableArray<ReportLine> Report(params Fact[] facts) => ReportLines.Of(MonthlyReport.Of(Derby, facts, From, Until), UnitCosts.Of(Derby, facts, From, Until), []);

    private static Fact Received(string id, LocalDate on, string outcome) => Happened("received", id, on, ("Outcome", outcome), ("AgeBand", "5-10"), ("Rule", "x"));

    private static Fact Happened(string kind, string id, LocalDate on, params (string Name, string Value)[] values) =>
        new($"{kind}:{id}:{on:uuuu-MM-dd}", kind, London.At(on, new(12, 0)), values.ToDictionary(value => value.Name, value => value.Value, StringComparer.Ordinal));
}
