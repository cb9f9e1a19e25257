using Heldspace.Functions.Assets;
using Heldspace.Functions.Manage.Views;
using Heldspace.Functions.Pages;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components;

namespace Heldspace.Functions.Manage;

/// <summary>Makes the answers that staff pages share.</summary>
internal sealed class StaffPages(AssetFiles assets, IAntiforgery antiforgery)
{
    public StaffFrame Frame(Visit? visit, string title) => new(assets.Styles, assets.Icon, visit, title);

    public Proof Proof(HttpContext http) => antiforgery.Proof(http);

    /// <summary>Reads what was posted from a page of ours that was made for whoever is signed in now.</summary>
    /// <returns>The form; or the status and, in words, why there is none.</returns>
    public async Task<(IFormCollection? Form, int Status, string? Mistake)> Read(HttpContext http, long limit = Posted.PageLimit)
    {
        var (form, status) = await Posted.Read(http, limit);
        return form is null ? (null, status, "What was sent is no form of this page, or it broke off. Nothing was changed: please do it once more.")
            : await IsOurs(http) ? (form, status, null)
            : (null, StatusCodes.Status400BadRequest, "The page had been open for too long, or somebody else is signed in now. Nothing was changed: please do it once more.");
    }

    public IResult Page<TPage>(StaffFrame frame, int status, params ReadOnlySpan<(string Name, object? Value)> parameters)
        where TPage : IComponent => RenderPage.Of<TPage>(frame, status, parameters);

    public IResult Say(int status, string title, IReadOnlyList<string> paragraphs, Visit? visit = null) =>
        Page<SayPage>(Frame(visit, title), status, ("Paragraphs", paragraphs));

    /// <summary>The same for a case that is not there and for one that is not theirs: nothing is to be learnt from it.</summary>
    public IResult NotFound(Visit? visit) => Say(StatusCodes.Status404NotFound, "There is nothing here for you", ["The address may be cut short, or the case is with somebody else."], visit);

    /// <summary>A page of this service that is for others than whoever asks: that it is there is no secret.</summary>
    public IResult NotFor(Visit visit, string title, string sentence) => Say(StatusCodes.Status403Forbidden, title, [sentence], visit);

    private Task<bool> IsOurs(HttpContext http) => antiforgery.IsRequestValidAsync(http);
}
