using Azure;

namespace Heldspace.Azure.Tables;

/// <summary>What came of an insert.</summary>
public abstract record Insertion
{
    private Insertion()
    {
    }

    public sealed record Inserted(ETag ETag) : Insertion;

    /// <summary>A row with these keys was there before.</summary>
    public sealed record Exists : Insertion;
}

/// <summary>What came of a replacement or a merge.</summary>
public abstract record Replacement
{
    private Replacement()
    {
    }

    public sealed record Replaced(ETag ETag) : Replacement;

    /// <summary>Somebody else wrote the row after the given version.</summary>
    public sealed record Changed : Replacement;

    /// <summary>There is no such row.</summary>
    public sealed record Missing : Replacement;
}

/// <summary>What came of a deletion.</summary>
public abstract record Deletion
{
    private Deletion()
    {
    }

    public sealed record Deleted : Deletion;

    /// <summary>Somebody else wrote the row after the given version.</summary>
    public sealed record Changed : Deletion;

    /// <summary>There was no such row.</summary>
    public sealed record Missing : Deletion;
}

/// <summary>What came of a transaction: all of it, or nothing.</summary>
public abstract record Submission
{
    private Submission()
    {
    }

    /// <summary>Everything was written. One ETag for each operation in its order, the default value for a deletion.</summary>
    public sealed record Committed(IReadOnlyList<ETag> ETags) : Submission;

    /// <summary>Nothing was written, because of the operation at <paramref name="Index"/> (counted from 0); others may conflict too.</summary>
    public sealed record Conflict(int Index, ConflictReason Reason) : Submission;
}

/// <summary>Why an operation of a transaction could not be done.</summary>
public enum ConflictReason
{
    /// <summary>An insert found a row with its keys.</summary>
    Exists,

    /// <summary>A replace, merge or delete found another version than the one it was given.</summary>
    Changed,

    /// <summary>A replace, merge or delete found no row.</summary>
    Missing,
}
