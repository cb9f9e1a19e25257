using System.Collections.Immutable;
using Azure;
using Heldspace.Azure.Tables;
using Heldspace.Pathway;

namespace Heldspace.Azure.Records;

/// <summary>Clinicians' absences. Table <c>Team</c>, partition <c>{service}:absence</c>, row <c>{id}</c>.</summary>
public sealed class Absences(ITables tables)
{
    private const string Table = TeamTable.Name;

    /// <summary>Marks one; false where it is marked already.</summary>
    public async Task<bool> Mark(Absence absence, CancellationToken cancellation) =>
        await tables.Insert(Table, RowOf(absence), cancellation) is Insertion.Inserted;

    public async Task<StoredAbsence?> Read(string service, string id, CancellationToken cancellation) =>
        await tables.Get(Table, Partition(service), id, cancellation) is { } row ? new(row.Read<Absence>(Absence.CurrentSchema), row.ETag) : null;

    /// <summary>Writes over the version that was read; false where somebody else wrote meanwhile.</summary>
    public async Task<bool> Commit(StoredAbsence stored, Absence changed, CancellationToken cancellation) =>
        await tables.Replace(Table, RowOf(changed), stored.ETag, cancellation) is Replacement.Replaced;

    /// <summary>All of a service, the newest first.</summary>
    public async Task<ImmutableArray<Absence>> All(string service, CancellationToken cancellation)
    {
        var all = new List<Absence>();
        await foreach (var row in tables.Query(Table, RowFilter.Partition(Partition(service)), cancellation: cancellation))
        {
            all.Add(row.Read<Absence>(Absence.CurrentSchema));
        }

        return [.. all.OrderByDescending(absence => absence.MarkedAt)];
    }

    private static string Partition(string service) => $"{service}:absence";

    private static Row RowOf(Absence absence) => new Row(Partition(absence.Service), absence.Id).With(absence, Absence.CurrentSchema);
}

public sealed record StoredAbsence(Absence Absence, ETag ETag);
