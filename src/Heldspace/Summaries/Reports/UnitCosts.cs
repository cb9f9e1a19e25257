using System.Collections.Immutable;
using Heldspace.Services;

namespace Heldspace.Summaries.Reports;

/// <summary>What meetings of a kind cost in a period.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Held">How many took place.</param>
/// <param name="Pounds">What one costs.</param>
public sealed record CostLine(AppointmentKind Kind, int Held, decimal Pounds);

/// <summary>Costs against the five bands of the care leavers' wellbeing study (facts.md, the services).</summary>
public static class UnitCosts
{
    /// <summary>Which of the five a cost per unit is in.</summary>
    public static string Band(decimal pounds) => pounds switch
    {
        < 100 => "under £100",
        < 500 => "£100 to £499",
        < 1000 => "£500 to £999",
        <= 2000 => "£1,000 to £2,000",
        _ => "over £2,000",
    };

    /// <summary>A line for each kind that the service gives a cost of.</summary>
    /// <param name="service">Whose.</param>
    /// <param name="facts">At least those of the period.</param>
    /// <param name="from">The first day.</param>
    /// <param name="until">The first day that is not in it any more.</param>
    public static ImmutableArray<CostLine> Of(ServiceDefinition service, IEnumerable<Fact> facts, NodaTime.LocalDate from, NodaTime.LocalDate until)
    {
        ArgumentNullException.ThrowIfNull(service);
        var held = facts.Where(fact => FactKinds.IsAttended(fact.Kind) && fact.Day >= from && fact.Day < until)
            .CountBy(fact => fact[FactValues.AppointmentKind] ?? "", StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        return [.. service.Reporting.Costs.Select(cost => new CostLine(service.AppointmentKinds.First(kind => kind.Id == cost.Kind), held.GetValueOrDefault(cost.Kind), cost.Pounds))];
    }
}
