namespace Heldspace.Functions.Manage.Views;

/// <summary>What is around every staff page.</summary>
/// <param name="Styles">Address of the style sheet.</param>
/// <param name="Icon">Address of the icon.</param>
/// <param name="Visit">Who asks and for which service; null where that is not settled.</param>
/// <param name="Title">The page's name in the title of the window; nothing personal.</param>
public sealed record StaffFrame(string Styles, string Icon, Visit? Visit, string Title)
{
    /// <summary>What could not be done, told at the top of the page; null where nothing went wrong.</summary>
    public string? Mistake { get; init; }
}
