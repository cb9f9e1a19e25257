using System.Collections.Immutable;
using System.Text.Json;

namespace Heldspace.Local.Reports;

/// <summary>What came of all mails together: the last line of output.</summary>
/// <param name="Inputs">Mails delivered.</param>
/// <param name="Children">Lines before this one.</param>
/// <param name="Outcomes">Children by outcome.</param>
/// <param name="Appointments">How many have one.</param>
/// <param name="MeanWaitingDays">From receipt to the appointment, calendar days; null without any.</param>
/// <param name="LongestWaitingDays">The same, the longest.</param>
/// <param name="Unsettled">Mails that did not come to rest in time: zero in a run that did what it says.</param>
public sealed record Summary(
    int Inputs, int Children, ImmutableSortedDictionary<string, int> Outcomes, int Appointments, double? MeanWaitingDays, int? LongestWaitingDays, int Unsettled)
{
    public static Summary Of(IReadOnlyList<ChildLine> lines, int inputs, int unsettled)
    {
        var waits = lines.Select(line => line.WaitingDays).OfType<int>().ToList();
        return new(
            inputs,
            lines.Count,
            lines.GroupBy(line => line.Outcome).ToImmutableSortedDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal),
            waits.Count,
            waits.Count > 0 ? Math.Round(waits.Average(), 1) : null,
            waits.Count > 0 ? waits.Max() : null,
            unsettled);
    }

    public string ToJson() => JsonSerializer.Serialize(new { summary = this }, JsonSerializerOptions.Web);
}
