using Heldspace.Services;

namespace Heldspace.Functions.Refer.Views;

/// <summary>What is around every page.</summary>
/// <param name="Styles">Address of the style sheet.</param>
/// <param name="Icon">Address of the icon.</param>
/// <param name="Service">The service; null where no service is chosen or known.</param>
/// <param name="Title">The page's name in the title of the window.</param>
public sealed record Frame(string Styles, string Icon, ServiceDefinition? Service, string Title)
{
    /// <summary>Whether a young person is spoken to.</summary>
    public bool Young { get; init; }

    /// <summary>Whether there is a quick way off the page.</summary>
    public bool Leave { get; init; }

    /// <summary>What has to be put right, told at the top of the page.</summary>
    public IReadOnlyList<Form.Mistake> Mistakes { get; init; } = [];

    /// <summary>Address of the page before, for the back link.</summary>
    public string? Back { get; init; }

    /// <summary>Address of the service's form; the choice of services where there is none.</summary>
    public string Home => Service is null ? "/refer" : $"/refer/{Service.Id}";
}
