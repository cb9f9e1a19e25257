using System.Collections.Immutable;
using Heldspace.Azure.Records;
using Heldspace.Eligibility;
using Heldspace.Intake;
using Heldspace.Services;
using Heldspace.Summaries;
using Heldspace.Summaries.Reports;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Functions.Manage;

/// <summary>A report as its managers see it.</summary>
/// <param name="Period">Of which time.</param>
/// <param name="Now">As it is counted now.</param>
/// <param name="Signed">Null while nobody has signed it.</param>
/// <param name="IsOver">Whether its last day is past, so that it can be signed.</param>
/// <param name="HasCharges">Whether there is anything to charge for.</param>
public sealed record ReportView(ReportPeriod Period, ImmutableArray<ReportLine> Now, SignedReport? Signed, bool IsOver, bool HasCharges)
{
    /// <summary>As it was signed, or as it is counted now.</summary>
    public ImmutableArray<ReportLine> Lines => Signed?.Lines ?? Now;

    /// <summary>What is counted otherwise since it was signed.</summary>
    public ImmutableArray<Restatement> Restated => Signed is null ? [] : Restatements.Between(Signed.Lines, Now);
}

/// <summary>Counts a report from the facts, and finds what was signed of it.</summary>
internal sealed class MakeReport(Facts facts, Cases cases, SignedReports signed, IClock clock)
{
    public async Task<ReportView> Of(ServiceDefinition service, ReportPeriod period, CancellationToken cancellation)
    {
        var (today, counted) = (London.Day(clock.GetCurrentInstant()), await Counted(service, period, cancellation));
        var until = period.CountedUntil(today);
        var charges = await Charges(service, counted, period, cancellation);
        var lines = ReportLines.Of(MonthlyReport.Of(service, counted, period.From, until), UnitCosts.Of(service, counted, period.From, until), charges);
        return new(period, lines, await signed.Read(service.Id, period, cancellation), period.IsOver(today), !charges.IsEmpty);
    }

    /// <summary>What is charged to placing authorities, as it is known now.</summary>
    public async Task<ImmutableArray<Charge>> Charges(ServiceDefinition service, ReportPeriod period, CancellationToken cancellation) =>
        await Charges(service, await Counted(service, period, cancellation), period, cancellation);

    private async Task<ImmutableArray<Charge>> Charges(ServiceDefinition service, IReadOnlyList<Fact> counted, ReportPeriod period, CancellationToken cancellation)
    {
        if (!ChargeLedger.IsKeptBy(service))
        {
            return [];
        }

        var candidates = await cases.ReadEach(service.Id, ChargeLedger.Candidates(counted, period.From, period.Until).Select(CaseId.Parse), cancellation);
        var children = candidates.Select(stored => stored.File.Case).Where(record => record.Eligibility.Outcome == Outcome.Charge)
            .Select(record => new ChargedChild(record.Id.ToString(), record.Reference.Text, London.Day(record.ReceivedAt), Authorities.Named(record.Child.Value(Fields.ResponsibleAuthority))));
        return ChargeLedger.Of(service, counted, children, period.From, period.Until);
    }

    private Task<IReadOnlyList<Fact>> Counted(ServiceDefinition service, ReportPeriod period, CancellationToken cancellation)
    {
        var (first, last) = Kpis.Weeks(period.From, period.Until);
        return facts.Read(service.Id, first, last, FactValues.All, cancellation);
    }
}
