using Heldspace.Functions.Assets;
using Heldspace.Functions.Pages;
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

    /// <summary>Reads what was posted, up to so many bytes.</summary>
    /// <returns>The form, or the page that says why not.</returns>
    public async Task<(IFormCollection? Form, IResult? Refusal)> Read(HttpContext http, long limit, ServiceDefinition? service) =>
        await Posted.Read(http, limit) switch
        {
            ({ } form, _) => (form, null),
            (_, StatusCodes.Status415UnsupportedMediaType) => (null, Say(service, StatusCodes.Status415UnsupportedMediaType, "This is not a form", [
                "What was sent is not what this form sends, so nothing was kept.", "Please open the form in a browser and fill it in there.",
            ], "/refer", "Go to the start of the form")),
            (_, StatusCodes.Status413PayloadTooLarge) => (null, TooLarge(service)),
            _ => (null, Say(service, StatusCodes.Status400BadRequest, "We could not read that", [
                "What was sent broke off or was not complete, so it was not kept. What you typed on the pages before is still there.",
                "Go back in your browser and send it again.",
            ])),
        };

    public IResult TooLarge(ServiceDefinition? service) => Say(
        service, StatusCodes.Status413PayloadTooLarge, "That was too large to send", [
            "A file may be 10 MB at most, and one is sent at a time. Nothing of it was kept; what you typed on the pages before is still there.",
            "Go back in your browser, and choose a smaller file, leave it out, or make the text shorter. You can send large files by email once you have a reference.",
        ]);

    public IResult NotFound(ServiceDefinition? service) => Say(
        service, StatusCodes.Status404NotFound, "Page not found",
        ["If you typed the address, check that it is right.", "If you followed a link, it may be old or cut short."],
        "/refer", "Go to the start of the form");

    /// <summary>The same for a token that never was, for one that has expired, and for one that opens nothing any more: nothing is to be learnt from it.</summary>
    public IResult NothingBehindLink() => Say(
        null, StatusCodes.Status404NotFound, "There is nothing at this address", [
            "The link may be old, or cut short. Copy all of it from the email or the page where you saw it.",
            "If you sent us a referral, we have it: ring us, or reply to our email.",
        ], "/refer", "Go to the start of the form");

    public IResult NoSuchService() => Say(
        null, StatusCodes.Status404NotFound, "We do not know that service",
        ["There is no service at this address. It may have changed its name, or the address is not complete."],
        "/refer", "See the services you can ask");
}
