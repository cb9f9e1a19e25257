using Heldspace.Allocation;
using Heldspace.Azure.Tables;

namespace Heldspace.Azure.Records;

/// <summary>The newest forecast of each service, for the page that shows it. Table <c>Team</c>, partition <c>{service}:forecast</c>, one row.</summary>
public sealed class Forecasts(ITables tables)
{
    private const string Table = TeamTable.Name;
    private const string Newest = "newest";

    /// <summary>Null before the first was made, and where the newest is of an older kind: one is made every working morning.</summary>
    public async Task<MadeForecast?> Read(string service, CancellationToken cancellation) =>
        await tables.Get(Table, Partition(service), Newest, cancellation) is { } row && row.RequireInt32("Schema") >= MadeForecast.CurrentSchema
            ? row.Read<MadeForecast>(MadeForecast.CurrentSchema)
            : null;

    /// <summary>Takes the place of the one before; of two made at once either may stay.</summary>
    public async Task Keep(string service, MadeForecast made, CancellationToken cancellation)
    {
        var row = new Row(Partition(service), Newest).With(made, MadeForecast.CurrentSchema);
        if (await tables.Insert(Table, row, cancellation) is not Insertion.Inserted && await tables.Get(Table, row.PartitionKey, Newest, cancellation) is { } standing)
        {
            _ = await tables.Replace(Table, row, standing.ETag, cancellation);
        }
    }

    private static string Partition(string service) => $"{service}:forecast";
}
