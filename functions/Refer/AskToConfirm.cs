using Heldspace.Functions.Pages;
using Heldspace.Functions.Refer.Views;

namespace Heldspace.Functions.Refer;

/// <summary>
/// The page behind a mailed confirmation link. Opening it changes nothing, since mail programs open links before people do; the button does.
/// </summary>
internal sealed class AskToConfirm(PublicPages pages, PublicServices services, ConfirmReferral confirm)
{
    /// <summary>GET refer/confirm/{token}: the same page for every token.</summary>
    public IResult Show(HttpContext http, string token) => LinkToken.IsOne(token) ? Page(http, token) : Expired(http);

    /// <summary>POST refer/confirm/{token}.</summary>
    public async Task<IResult> Take(HttpContext http, string token)
    {
        var service = Service(http);
        var (form, refusal) = await pages.Read(http, Posted.PageLimit, service);
        if (form is null)
        {
            return refusal!;
        }

        if (!LinkToken.IsOne(token))
        {
            return Expired(http);
        }

        if (!await pages.IsOurs(http))
        {
            return Page(http, token, "Press the button once more. The page had been open for too long, or this browser does not allow cookies", StatusCodes.Status400BadRequest);
        }

        return await confirm.Confirm(token, http.RequestAborted) switch
        {
            ConfirmOutcome.Confirmed => pages.Say(service, StatusCodes.Status200OK, "Thank you, we know it was you", [
                "You do not have to do anything else. We send you an email with the day and the time, most often within a minute.",
            ]),
            _ => Expired(http),
        };
    }

    private Heldspace.Services.ServiceDefinition? Service(HttpContext http) => services.At(http.Request.Host) is [var only] ? only : null;

    private IResult Page(HttpContext http, string token, string? mistake = null, int status = StatusCodes.Status200OK) => pages.Page<ConfirmPage>(
        pages.Frame(Service(http), "Is this referral from you?") with { Mistakes = mistake is null ? [] : [new(null, "main", mistake)] },
        status, ("Proof", pages.Proof(http)), ("Action", $"/refer/confirm/{token}"));

    private IResult Expired(HttpContext http) => pages.Say(Service(http), StatusCodes.Status404NotFound, "This link does not work any more", [
        "It may be cut short: open it again from our email, whole.",
        "We still have what you sent, and a person looks at it. To speed it up, ring us or reply to our email.",
    ]);
}
