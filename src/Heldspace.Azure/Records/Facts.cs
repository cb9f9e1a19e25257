using Azure;
using Heldspace.Azure.Tables;
using Heldspace.Summaries;
using Heldspace.Time;

namespace Heldspace.Azure.Records;

/// <summary>Facts for the summaries. Table <c>Facts</c>, partition <c>{service}:{London week}</c>.</summary>
public sealed class Facts(ITables tables)
{
    public const string Table = "Facts";

    /// <summary>A transaction takes no more.</summary>
    private const int MostAtOnce = 100;

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

    /// <summary>Writes facts, those of one week together.</summary>
    public async Task Write(string service, IReadOnlyList<Fact> facts, CancellationToken cancellation)
    {
        foreach (var week in facts.GroupBy(fact => LondonWeek.Of(fact.At).ToString()))
        {
            foreach (var some in week.Chunk(MostAtOnce))
            {
                var rows = some.Select(fact => fact.Values.Aggregate(
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

    /// <summary>Takes a fact away that is none; fine where there is no such.</summary>
    public Task Remove(string service, LondonWeek week, string id, CancellationToken cancellation) => tables.Delete(Table, $"{service}:{week}", id, ETag.All, cancellation);
}
