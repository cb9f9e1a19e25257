using System.Collections.Immutable;
using NodaTime;

namespace Heldspace.Intake;

/// <summary>
/// How many mails came from whom within the last hour. Above <see cref="Most"/> from one sender nothing is answered to them by itself: two programs that answer
/// each other come to an end. Nothing is lost by it; the mails are kept and read as any other.
/// </summary>
/// <param name="Senders">By an opaque name of the sender: how many came in which minute since 1970.</param>
public sealed record RecentMail(ImmutableSortedDictionary<string, ImmutableSortedDictionary<long, int>> Senders)
{
    /// <summary>Mails of one sender within an hour that are answered.</summary>
    public const int Most = 100;

    private const int Minutes = 60;

    /// <summary>What is kept stays small, so that it fits into one property of a row (32,768 characters) however many write: those who wrote least are forgotten first.</summary>
    private const int MostEntries = 600;

    public static RecentMail None { get; } = new(ImmutableSortedDictionary.Create<string, ImmutableSortedDictionary<long, int>>(StringComparer.Ordinal));

    /// <summary>Counts one more mail.</summary>
    /// <param name="sender">An opaque name.</param>
    /// <param name="receivedAt">When it came; mails need not come in the order of time.</param>
    /// <returns>What is known then, and whether this mail is one too many.</returns>
    public (RecentMail After, bool IsTooMany) Count(string sender, Instant receivedAt)
    {
        var minute = receivedAt.ToUnixTimeSeconds() / 60;
        var own = Senders.GetValueOrDefault(sender, ImmutableSortedDictionary<long, int>.Empty);
        own = own.SetItem(minute, own.GetValueOrDefault(minute) + 1);
        var newest = Math.Max(minute, Senders.Values.SelectMany(counts => counts.Keys).DefaultIfEmpty(minute).Max());
        var after = Senders.SetItem(sender, own).Select(one => KeyValuePair.Create(one.Key, one.Value.RemoveRange(one.Value.Keys.Where(at => at <= newest - Minutes))))
            .Where(one => !one.Value.IsEmpty).ToImmutableSortedDictionary(StringComparer.Ordinal);
        while (after.Values.Sum(counts => counts.Count) > MostEntries && after.Count > 1)
        {
            after = after.Remove(after.MinBy(one => (one.Value.Values.Sum(), one.Value.Keys.Max())).Key);
        }

        return (new(after), own.Where(count => count.Key > minute - Minutes && count.Key <= minute).Sum(count => count.Value) > Most);
    }
}
