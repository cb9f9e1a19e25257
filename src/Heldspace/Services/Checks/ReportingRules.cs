using System.Text.RegularExpressions;

namespace Heldspace.Services.Checks;

/// <summary>What a service reports against: figures that there are, targets that can be met, kinds that it has.</summary>
internal static partial class ReportingRules
{
    public static void Check(ServiceDefinition service, Problems problems)
    {
        var reporting = service.Reporting;
        problems.Unless(reporting.YearBegins is >= 1 and <= 12, "$.reporting.yearBegins", $"{reporting.YearBegins} is no month. Write 1 to 12; 4 is April.");
        if (reporting.Sharing is { } sharing)
        {
            problems.Unless(sharing.Until is null || sharing.Until >= sharing.From, "$.reporting.sharing.until", $"{sharing.Until:uuuu-MM-dd} is before {sharing.From:uuuu-MM-dd}. Write the last day of the agreement, or leave it out.");
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var index = 0; index < reporting.Targets.Length; index++)
        {
            var (target, path) = (reporting.Targets[index], $"$.reporting.targets[{index}]");
            problems.Unless(Kpi().IsMatch(target.Kpi), $"{path}.kpi", $"\"{target.Kpi}\" is no figure that can have a target. Write K1 to K16, but not K13, which has no share.");
            problems.Unless(seen.Add(target.Kpi), $"{path}.kpi", $"{target.Kpi} has two targets. Leave the right one.");
            problems.Unless(target is { Green: >= 0 and <= 100, Amber: >= 0 and <= 100 }, path, "A target is a share in per cent. Write 0 to 100.");
            problems.Unless(target.Green != target.Amber, path, "Green and amber begin at the same per cent. Write amber below green, or above it where less is better.");
        }

        var kinds = new HashSet<string>(StringComparer.Ordinal);
        for (var index = 0; index < reporting.Costs.Length; index++)
        {
            var (cost, path) = (reporting.Costs[index], $"$.reporting.costs[{index}]");
            problems.Unless(service.AppointmentKinds.Any(kind => kind.Id == cost.Kind), $"{path}.kind", $"There is no appointment kind \"{cost.Kind}\". Write one of {string.Join(", ", service.AppointmentKinds.Select(kind => kind.Id))}.");
            problems.Unless(kinds.Add(cost.Kind), $"{path}.kind", $"{cost.Kind} has two costs. Leave the right one.");
            problems.Unless(cost.Pounds >= 0, $"{path}.pounds", $"{cost.Pounds} pounds cannot be. Write what one costs, from 0.");
        }
    }

    [GeneratedRegex("^K(?:[1-9]|1[0-2]|1[4-6])$", RegexOptions.None, 1000)]
    private static partial Regex Kpi();
}
