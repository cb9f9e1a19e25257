using System.Collections.Immutable;
using System.Globalization;
using Heldspace.Azure.Records;
using Heldspace.Services;
using Heldspace.Summaries;
using Heldspace.Time;

namespace Heldspace.Functions.SendWeeklySummary;

/// <summary>
/// How much needed somebody when the first summary of a week was made, so that the next can say what has changed: no fact of any case tells it afterwards. Table
/// <c>Cursors</c>, partition <c>{service}:work</c>, a row for each week, numbers only.
/// </summary>
internal sealed class WorkCounts(Cursors cursors)
{
    /// <summary>Null where none was made.</summary>
    public async Task<ImmutableDictionary<WorkReason, int>?> Read(ServiceDefinition service, LondonWeek week, CancellationToken cancellation) =>
        (await cursors.Read(Kind(service), week.ToString(), cancellation))?.Value
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(count => count.Split('='))
            .Where(count => Enum.TryParse<WorkReason>(count[0], out _))
            .ToImmutableDictionary(count => Enum.Parse<WorkReason>(count[0]), count => int.Parse(count[1], CultureInfo.InvariantCulture));

    /// <summary>The first count of a week stays.</summary>
    public Task Keep(ServiceDefinition service, LondonWeek week, ImmutableArray<WorkItem> work, CancellationToken cancellation) =>
        cursors.Move(Kind(service), week.ToString(), null, string.Join(' ', Worklist.Count(work).OrderBy(count => count.Key).Select(count => string.Create(CultureInfo.InvariantCulture, $"{count.Key}={count.Value}"))), cancellation);

    private static string Kind(ServiceDefinition service) => $"{service.Id}:work";
}
