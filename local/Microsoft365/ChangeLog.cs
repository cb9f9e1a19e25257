namespace Heldspace.Local.Microsoft365;

/// <summary>An item that a delta query can follow.</summary>
internal interface ITracked
{
    long Serial { get; }

    string Id { get; }

    string ImmutableId { get; }
}

/// <summary>One thing that happened to an item in a container. A removal keeps the ids the item had then.</summary>
internal sealed record Change<T>(T Item, bool Removed, string Id, string ImmutableId)
    where T : class, ITracked;

/// <summary>
/// What happened in a folder or calendar, in order. A delta token is a position in it. An item stands for its last change only: earlier entries of it are skipped.
/// </summary>
internal sealed class ChangeLog<T>
    where T : class, ITracked
{
    private readonly List<Change<T>> entries = [];
    private readonly Dictionary<long, (int Last, int LastWhole)> positions = [];

    public int Count => entries.Count;

    public IReadOnlyList<Change<T>> Entries => entries;

    /// <summary>Appends what happened to an item.</summary>
    /// <param name="item">The item.</param>
    /// <param name="removed">It left the container.</param>
    /// <param name="readStateOnly">Nothing but its read state changed: Graph then answers only with that to a client that has seen the rest.</param>
    public void Add(T item, bool removed = false, bool readStateOnly = false)
    {
        var position = entries.Count;
        entries.Add(new Change<T>(item, removed, item.Id, item.ImmutableId));
        positions[item.Serial] = (position, readStateOnly && positions.TryGetValue(item.Serial, out var before) ? before.LastWhole : position);
    }

    /// <summary>Puts back an entry read from a snapshot.</summary>
    public void Restore(Change<T> change)
    {
        positions[change.Item.Serial] = (entries.Count, entries.Count);
        entries.Add(change);
    }

    /// <summary>Whether the entry at a position is the last word about its item.</summary>
    public bool IsCurrent(int position) => positions[entries[position].Item.Serial].Last == position;

    /// <summary>Whether a client that has read up to <paramref name="seen"/> knows all of the item but its read state.</summary>
    public bool OnlyReadState(int position, int seen) => positions[entries[position].Item.Serial].LastWhole < seen;
}
