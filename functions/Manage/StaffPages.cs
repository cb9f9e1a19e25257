using Heldspace.Functions.Assets;
using Heldspace.Functions.Hosting;
using Heldspace.Functions.Manage.Views;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components;

namespace Heldspace.Functions.Manage;

/// <summary>Makes the answers that staff pages share.</summary>
internal sealed class StaffPages(AssetFiles assets, IAntiforgery antiforgery)
{
    public StaffFrame Frame(Visit? visit, string title) => new(assets.Styles, assets.Icon, visit, title);

    public Proof Proof(HttpContext http) => antiforgery.Proof(http);

    public Task<bool> IsOurs(HttpContext http) => antiforgery.IsRequestValidAsync(http);

    public IResult Page<TPage>(StaffFrame frame, int status, params ReadOnlySpan<(string Name, object? Value)> parameters)
        where TPage : IComponent => RenderPage.Of<TPage>(frame, status, parameters);

    public IResult Say(int status, string title, IReadOnlyList<string> paragraphs, Visit? visit = null) =>
        Page<SayPage>(Frame(visit, title), status, ("Paragraphs", paragraphs));

    /// <summary>The same for a case that is not there and for one that is not theirs: nothing is to be learnt from it.</summary>
    public IResult NotFound(Visit? visit) => Say(StatusCodes.Status404NotFound, "There is nothing here for you", ["The address may be cut short, or the case is with somebody else."], visit);
}
