using Azure;
using Heldspace.Azure.Tables;

namespace Heldspace.Azure.Records;

/// <summary>Where something that goes on and on has come to: delta links, subscriptions, the due watermark. Table <c>Cursors</c>.</summary>
public sealed class Cursors(ITables tables)
{
    public const string Table = "Cursors";

    public async Task<Cursor?> Read(string kind, string name, CancellationToken cancellation) =>
        await tables.Get(Table, kind, name, cancellation) is { } row ? new(row.RequireString("Value"), row.ETag) : null;

    /// <summary>Moves a cursor on from the version that was read (null: it was not there); false where somebody else moved it.</summary>
    public async Task<bool> Move(string kind, string name, Cursor? before, string value, CancellationToken cancellation)
    {
        var row = new Row(kind, name) { ["Schema"] = 1, ["Value"] = value };
        return before is null
            ? await tables.Insert(Table, row, cancellation) is Insertion.Inserted
            : await tables.Replace(Table, row, before.ETag, cancellation) is Replacement.Replaced;
    }
}

public sealed record Cursor(string Value, ETag ETag);
