using System.Collections.Immutable;
using Heldspace.Eligibility;
using Heldspace.Services;
using NodaTime;

namespace Heldspace.Summaries.Reports;

/// <summary>A child whose placing authority is charged.</summary>
/// <param name="Case">By its opaque id.</param>
/// <param name="Reference">What people call the case.</param>
/// <param name="ReferredOn">The day of the referral.</param>
/// <param name="Authority">Who is charged, by the canonical name; null where the referral names none.</param>
public sealed record ChargedChild(string Case, string Reference, LocalDate ReferredOn, string? Authority);

/// <summary>A line of the ledger: the meetings of one kind with one child.</summary>
/// <param name="Case">By its opaque id.</param>
/// <param name="Reference">What people call the case, and may stand on an invoice.</param>
/// <param name="ReferredOn">The day of the referral.</param>
/// <param name="Authority">Who is charged; null where the referral did not say.</param>
/// <param name="Kind">Of the meetings; null for a child who was referred in the period and not met in it.</param>
/// <param name="Held">Meetings that took place in the period.</param>
/// <param name="Each">What one costs, in pounds; null where the service gives no cost for the kind.</param>
public sealed record Charge(string Case, string Reference, LocalDate ReferredOn, string? Authority, string? Kind, int Held, decimal? Each)
{
    /// <summary>Null where it is not known.</summary>
    public decimal? Pounds => Held * Each;
}

/// <summary>What is charged to placing authorities. Exact, for the service's own managers only.</summary>
public static class ChargeLedger
{
    /// <summary>Whether a service charges at all, by any of its rules, old ones too.</summary>
    public static bool IsKeptBy(ServiceDefinition service)
    {
        ArgumentNullException.ThrowIfNull(service);
        return service.Eligibility.Any(set => set.Rules.Any(rule => rule.Outcome == Outcome.Charge));
    }

    /// <summary>
    /// The cases that may belong in the ledger of a period: those that were referred in it to be charged for, and those met in it, unless the facts at hand say that they are not charged for. Of a case that was referred
    /// before these facts begin only the case itself can say.
    /// </summary>
    public static IReadOnlyCollection<string> Candidates(IReadOnlyCollection<Fact> facts, LocalDate from, LocalDate until)
    {
        var received = facts.Where(fact => fact.Kind == FactKinds.Received).GroupBy(fact => fact.Case, StringComparer.Ordinal)
            .ToDictionary(same => same.Key, same => same.Any(fact => fact[FactValues.Outcome] == nameof(Outcome.Charge)), StringComparer.Ordinal);
        return
        [
            .. facts.Where(fact => fact.Day >= from && fact.Day < until)
                .Where(fact => FactKinds.IsAttended(fact.Kind) ? received.GetValueOrDefault(fact.Case, true) : fact.Kind == FactKinds.Received && received[fact.Case])
                .Select(fact => fact.Case).Distinct(StringComparer.Ordinal),
        ];
    }

    /// <summary>Every child who was referred or met in the period and is charged for, by authority and then by day; one of whom it is not known who is charged comes last.</summary>
    /// <param name="service">Whose costs count.</param>
    /// <param name="facts">At least those of the period.</param>
    /// <param name="children">Who is charged for.</param>
    /// <param name="from">The first day.</param>
    /// <param name="until">The first day that is not in it any more.</param>
    public static ImmutableArray<Charge> Of(ServiceDefinition service, IReadOnlyCollection<Fact> facts, IEnumerable<ChargedChild> children, LocalDate from, LocalDate until)
    {
        ArgumentNullException.ThrowIfNull(service);
        var costs = service.Reporting.Costs.ToDictionary(cost => cost.Kind, cost => cost.Pounds, StringComparer.Ordinal);
        var held = facts.Where(fact => FactKinds.IsAttended(fact.Kind) && fact.Day >= from && fact.Day < until).ToLookup(fact => fact.Case, StringComparer.Ordinal);
        return
        [
            .. children
                .OrderBy(child => child.Authority is null).ThenBy(child => child.Authority, StringComparer.Ordinal).ThenBy(child => child.ReferredOn).ThenBy(child => child.Case, StringComparer.Ordinal)
                .SelectMany(child => held[child.Case].CountBy(fact => fact[FactValues.AppointmentKind] ?? "", StringComparer.Ordinal).OrderBy(kind => kind.Key, StringComparer.Ordinal)
                    .Select(kind => Line(child, kind.Key, kind.Value, costs.TryGetValue(kind.Key, out var pounds) ? pounds : null))
                    .DefaultIfEmpty(Line(child, null, 0, null))),
        ];
    }

    /// <summary>For a spreadsheet; without a name, since an invoice goes by the reference.</summary>
    public static string Csv(ServiceDefinition service, IEnumerable<Charge> charges)
    {
        ArgumentNullException.ThrowIfNull(charges);
        var csv = new CsvText("authority", "reference", "referred on", "meetings of kind", "meetings", "pounds each", "pounds");
        foreach (var charge in charges)
        {
            csv.Line(
                charge.Authority ?? ReportWords.Group(FactValues.Unknown), charge.Reference, NodaTime.Text.LocalDatePattern.Iso.Format(charge.ReferredOn), Kind(service, charge),
                CsvText.Number(charge.Held), CsvText.Number(charge.Each), CsvText.Number(charge.Pounds));
        }

        return csv.ToString();
    }

    /// <summary>What the meetings of a line are called.</summary>
    public static string Kind(ServiceDefinition service, Charge charge)
    {
        ArgumentNullException.ThrowIfNull(service);
        ArgumentNullException.ThrowIfNull(charge);
        return charge.Kind is null ? "" : service.AppointmentKinds.FirstOrDefault(kind => kind.Id == charge.Kind)?.Name ?? charge.Kind;
    }

    private static Charge Line(ChargedChild child, string? kind, int held, decimal? each) => new(child.Case, child.Reference, child.ReferredOn, child.Authority, kind, held, each);
}
