using Heldspace.Azure.Tables;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Azure.Records;

/// <summary>One thing that a summary counts, without anything that says who.</summary>
/// <param name="Id">Derived from what happened, so that writing it again changes nothing.</param>
/// <param name="Kind">
/// <c>received</c>, <c>askedFor</c> (beside the pathway), <c>quarantined</c>, <c>noReferral</c>, <c>held</c>, <c>noPlace</c>; of acts <c>screened</c>, <c>assessed</c>, <c>interventionStarted</c>, <c>tookPlace</c>, <c>notBrought</c>, <c>cancelled</c>,
/// <c>undone</c>, <c>planAgreed</c>, <c>contacts</c>, <c>placementChanged</c>, <c>onward</c>, <c>closed</c>, <c>reopened</c>.
/// </param>
/// <param name="At">When it happened; the London week of this instant is the week that counts it.</param>
/// <param name="Values">What is counted by: codes and numbers only.</param>
public sealed record Fact(string Id, string Kind, Instant At, IReadOnlyDictionary<string, string> Values);

/// <summary>Facts for the summaries. Table <c>Facts</c>, partition <c>{service}:{London week}</c>.</summary>
public sealed class Facts(ITables tables)
{
    public const string Table = "Facts";

    /// <summary>Facts of some weeks, oldest week first, in one range query: with the values that are named, and nothing else.</summary>
    public async Task<IReadOnlyList<Fact>> Read(string service, LondonWeek first, LondonWeek last, IReadOnlyCollection<string> values, CancellationToken cancellation)
    {
        var facts = new List<Fact>();
        await foreach (var row in tables.Query(Table, RowFilter.Partitions($"{service}:{first}", $"{service}:{last}\u0001"), ["Kind", "At", .. values], cancellation: cancellation))
        {
            facts.Add(new(
                row.RowKey,
                row.RequireString("Kind"),
                row.GetInstant("At") ?? throw new InvalidDataException("A fact has no time."),
                values.Where(name => row.GetString(name) is not null).ToDictionary(name => name, name => row.GetString(name)!, StringComparer.Ordinal)));
        }

        return facts;
    }

    /// <summary>Writes facts, all of one week together.</summary>
    public async Task Write(string service, IReadOnlyList<Fact> facts, CancellationToken cancellation)
    {
        foreach (var week in facts.GroupBy(fact => LondonWeek.Of(fact.At).ToString()))
        {
            var rows = week.Select(fact => fact.Values.Aggregate(
                new Row($"{service}:{week.Key}", fact.Id) { ["Schema"] = 1, ["Kind"] = fact.Kind, ["At"] = fact.At },
                (row, value) => row.With(value.Key, value.Value))).ToList();
            if (rows.Count == 1)
            {
                await tables.InsertOrReplace(Table, rows[0], cancellation);
            }
            else
            {
                _ = await tables.Submit(Table, [.. rows.Select(RowWrite.InsertOrReplace)], cancellation);
            }
        }
    }
}
