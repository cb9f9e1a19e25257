using System.Collections.Immutable;
using System.Globalization;
using Heldspace.Services;
using NodaTime;

namespace Heldspace.Summaries.Reports;

/// <summary>The figures of a service over a month, or another stretch of time, exact: for its own managers only.</summary>
/// <param name="Service">Whose.</param>
/// <param name="From">The first day.</param>
/// <param name="Until">The first day that is not in it any more.</param>
/// <param name="Figures">K1 to K16.</param>
/// <param name="Referrals">What came in, by what it is told apart by: by source, age band, authority and so on, each with a count.</param>
/// <param name="Equity">K17: the figures again, by who the children are.</param>
public sealed record MonthlyReport(
    ServiceDefinition Service,
    LocalDate From,
    LocalDate Until,
    ImmutableArray<Kpi> Figures,
    ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, int>> Referrals,
    ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, ImmutableArray<Kpi>>> Equity)
{
    private static readonly string[] By = [FactValues.ReferrerRole, FactValues.Category, FactValues.Outcome, .. FactValues.Breakdowns];

    /// <param name="service">Whose.</param>
    /// <param name="facts">Those of <see cref="Kpis.Weeks"/>, with <see cref="FactValues.All"/>.</param>
    /// <param name="from">The first day.</param>
    /// <param name="until">The first day that is not in it any more.</param>
    public static MonthlyReport Of(ServiceDefinition service, IReadOnlyList<Fact> facts, LocalDate from, LocalDate until)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var received = facts.Where(fact => fact.Kind == FactKinds.Received && fact.Day >= from && fact.Day < until).ToList();
        return new(
            service,
            from,
            until,
            Kpis.Of(service, facts, from, until),
            By.ToImmutableSortedDictionary(
                by => by,
                by => received.CountBy(fact => fact[by] ?? FactValues.Unknown, StringComparer.Ordinal).ToImmutableSortedDictionary(StringComparer.Ordinal),
                StringComparer.Ordinal),
            Kpis.Equity(service, facts, from, until));
    }

    /// <summary>A month by its name, anything else by its first and last day.</summary>
    public string Title => From.Day == 1 && Until == From.PlusMonths(1)
        ? From.ToString("MMMM yyyy", CultureInfo.InvariantCulture)
        : $"{From.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)} to {Until.PlusDays(-1).ToString("d MMMM yyyy", CultureInfo.InvariantCulture)}";
}
