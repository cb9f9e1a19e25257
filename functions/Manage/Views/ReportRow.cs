namespace Heldspace.Functions.Manage.Views;

/// <summary>A line of a table of figures.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Cells">A cell for each head but a last one for the rating.</param>
public sealed record ReportRow(string Name, params IReadOnlyList<string> Cells)
{
    /// <summary>Whether it stands beside the figure above it.</summary>
    public bool IsBeside { get; init; }

    /// <summary>Against a target; null where the table has no such column.</summary>
    public Services.Rating? Rating { get; init; }
}
