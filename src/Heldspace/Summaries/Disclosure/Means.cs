using System.Collections.Immutable;

namespace Heldspace.Summaries.Disclosure;

/// <param name="Of">How many it is the mean of.</param>
/// <param name="Value">As it is; null of nothing.</param>
public sealed record Mean(int Of, decimal? Value);

/// <summary>Means as they leave the service.</summary>
public static class PublishMeans
{
    /// <summary>A mean that stands by itself, to one place; null where fewer than 8 are behind it.</summary>
    public static decimal? Alone(Mean mean) => mean is { Of: >= Rule.Enough, Value: { } value } ? decimal.Round(value, 1, MidpointRounding.AwayFromZero) : null;

    /// <summary>
    /// Means of groups that make up a whole whose mean is told too. Where one is kept back, so are those of the next smallest groups, until what is left of the whole is no single group's and of 8 at least: else it could be worked out from the rest.
    /// </summary>
    public static ImmutableArray<decimal?> Of(ImmutableArray<Mean> groups)
    {
        var kept = Enumerable.Range(0, groups.Length).Where(group => groups[group].Of is > 0 and < Rule.Enough).ToHashSet();
        var shown = new Queue<int>(Enumerable.Range(0, groups.Length).Where(group => groups[group].Of >= Rule.Enough).OrderBy(group => groups[group].Of));
        while (kept.Count > 0 && (kept.Count == 1 || kept.Sum(group => groups[group].Of) < Rule.Enough) && shown.TryDequeue(out var next))
        {
            kept.Add(next);
        }

        return [.. groups.Select((mean, group) => kept.Contains(group) ? null : Alone(mean))];
    }
}
