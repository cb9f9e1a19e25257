using Heldspace.Azure.Blobs;
using Heldspace.Azure.Tables;

namespace Heldspace.Azure.Records;

/// <summary>Every table and container of the app. In Azure the infrastructure makes them, so that the app needs no right to.</summary>
public static class StorageLayout
{
    public static IReadOnlyList<string> Tables { get; } = [Cases.Table, Slots.Table, Due.Table, Lookups.Table, Facts.Table, Cursors.Table, TeamTable.Name, SentMails.Table];

    public static Task Make(ITables tables, IBlobs blobs, CancellationToken cancellation = default) =>
        Task.WhenAll([.. Tables.Select(table => tables.CreateTable(table, cancellation)), .. Containers.All.Select(container => blobs.CreateContainer(container, cancellation))]);
}
