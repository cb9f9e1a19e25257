using System.Collections.Immutable;
using Azure;
using Heldspace.Azure.Blobs;
using Heldspace.Azure.Tables;
using Heldspace.Intake;
using Heldspace.Json;
using Heldspace.Roster;

namespace Heldspace.Azure.Records;

/// <summary>
/// Files of the care population. What came in and how far it is: table <c>Team</c>, partition <c>{service}:roster</c>, row <c>{id}</c>, nothing personal. What is
/// known of each child between two files, and the reports: container <c>roster</c>, <c>{service}/known</c> and <c>{service}/report/{id}</c>. The file itself
/// is in <c>intake</c>, as it came.
/// </summary>
public sealed class Rosters(ITables tables, IBlobs blobs)
{
    private const string Table = TeamTable.Name;
    private const string Json = "application/json";

    /// <summary>Notes one; false where it is noted already.</summary>
    public async Task<bool> Note(RosterUpload upload, CancellationToken cancellation) =>
        await tables.Insert(Table, RowOf(upload), cancellation) is Insertion.Inserted;

    public async Task<StoredUpload?> Read(string service, IntakeId id, CancellationToken cancellation) =>
        await tables.Get(Table, Partition(service), id.Text, cancellation) is { } row ? new(row.Read<RosterUpload>(RosterUpload.CurrentSchema), row.ETag) : null;

    /// <summary>Writes over the version that was read; false where somebody else wrote meanwhile.</summary>
    public async Task<bool> Commit(StoredUpload stored, RosterUpload changed, CancellationToken cancellation) =>
        await tables.Replace(Table, RowOf(changed), stored.ETag, cancellation) is Replacement.Replaced;

    /// <summary>All of a service, the newest file first.</summary>
    public async Task<ImmutableArray<RosterUpload>> All(string service, CancellationToken cancellation)
    {
        var all = new List<RosterUpload>();
        await foreach (var row in tables.Query(Table, RowFilter.Partition(Partition(service)), cancellation: cancellation))
        {
            all.Add(row.Read<RosterUpload>(RosterUpload.CurrentSchema));
        }

        return [.. all.OrderByDescending(upload => upload.AsOf).ThenByDescending(upload => upload.ReceivedAt)];
    }

    /// <summary>What is known of each child, with its version to write over; nothing, and no version, before the first file.</summary>
    public async Task<(KnownRoster Known, ETag? Version)> Known(string service, CancellationToken cancellation) =>
        await blobs.Read(Containers.Roster, $"{service}/known", cancellation) is { } blob
            ? (HeldspaceJson.Read<KnownRoster>(blob.Content.Span), blob.ETag)
            : (KnownRoster.Nothing, null);

    /// <summary>Keeps what is known over the version that was read; false where another file was taken in meanwhile.</summary>
    public async Task<bool> Keep(string service, KnownRoster known, ETag? version, CancellationToken cancellation)
    {
        var content = HeldspaceJson.WriteBytes(known);
        return version is { } read
            ? await blobs.Overwrite(Containers.Roster, $"{service}/known", content, Json, read, cancellation) is BlobOverwrite.Written
            : await blobs.Create(Containers.Roster, $"{service}/known", content, Json, cancellation) is BlobCreation.Created;
    }

    /// <summary>Keeps the report of a file, over one that a run before left.</summary>
    public Task KeepReport(string service, IntakeId id, RosterReport report, CancellationToken cancellation) =>
        blobs.Overwrite(Containers.Roster, ReportName(service, id), HeldspaceJson.WriteBytes(report), Json, cancellation: cancellation);

    /// <summary>Null where the file was not taken in.</summary>
    public async Task<RosterReport?> Report(string service, IntakeId id, CancellationToken cancellation) =>
        await blobs.Read(Containers.Roster, ReportName(service, id), cancellation) is { } blob ? HeldspaceJson.Read<RosterReport>(blob.Content.Span) : null;

    private static string Partition(string service) => $"{service}:roster";

    private static string ReportName(string service, IntakeId id) => $"{service}/report/{id}";

    private static Row RowOf(RosterUpload upload) => new Row(Partition(upload.Service), upload.Id.Text).With(upload, RosterUpload.CurrentSchema);
}

public sealed record StoredUpload(RosterUpload Upload, ETag ETag);
