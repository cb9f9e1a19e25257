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

    /// <summary>What is to be put right in fields of the page, summed up at its top; empty where nothing is.</summary>
    public IReadOnlyList<FieldMistake> Mistakes { get; init; } = [];

    /// <summary>Whether the page is shown because something could not be done.</summary>
    public bool IsMistaken => Mistake is not null || Mistakes.Count > 0;

    /// <summary>What is wrong with a field; null where nothing is.</summary>
    public string? MistakeOf(string field) => Mistakes.FirstOrDefault(mistake => mistake.Field == field)?.Words;
}

/// <param name="Field">The id of what has the focus when somebody follows the mistake there: an input, or the first choice of several.</param>
/// <param name="Words">What to do about it, in a sentence.</param>
public sealed record FieldMistake(string Field, string Words);
