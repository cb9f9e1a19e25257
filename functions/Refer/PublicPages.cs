using Heldspace.Functions.Assets;
using Heldspace.Functions.Hosting;
using Heldspace.Functions.Refer.Views;
using Heldspace.Services;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components;

namespace Heldspace.Functions.Refer;

/// <summary>Makes the answers that public pages share: a rendered page, a message, the proof that a POST is ours.</summary>
internal sealed class PublicPages(AssetFiles assets, IAntiforgery antiforgery)
{
    public Frame Frame(ServiceDefinition? service, string title) => new(assets.Styles, assets.Icon, service, title);

    /// <summary>The hidden field of a form, and its cookie with the answer.</summary>
    public Proof Proof(HttpContext http) => antiforgery.Proof(http);

    public Task<bool> IsOurs(HttpContext http) => antiforgery.IsRequestValidAsync(http);

    /// <summary>A page with its parameters by name.</summary>
    public IResult Page<TPage>(Frame frame, int status = StatusCodes.Status200OK, params ReadOnlySpan<(string Name, object? Value)> parameters)
        where TPage : IComponent => RenderPage.Of<TPage>(frame, status, parameters);

    /// <summary>A page that says one thing.</summary>
    public IResult Say(ServiceDefinition? service, int status, string title, IReadOnlyList<string> paragraphs, string? link = null, string? linkText = null) =>
        Page<MessagePage>(Frame(service, title), status, ("Paragraphs", paragraphs), ("Link", link), ("LinkText", linkText));

    public IResult NotFound(ServiceDefinition? service) => Say(
        service, StatusCodes.Status404NotFound, "Page not found",
        ["If you typed the address, check that it is right.", "If you followed a link, it may be old or cut short."],
        "/refer", "Go to the start of the form");

    public IResult NoSuchService() => Say(
        null, StatusCodes.Status404NotFound, "We do not know that service",
        ["There is no service at this address. It may have changed its name, or the address is not complete."],
        "/refer", "See the services you can ask");
}
