using Heldspace.Functions.Pages;
using Heldspace.Functions.Refer.Views;
using NodaTime;

namespace Heldspace.Functions.Refer;

/// <summary>The page behind a receipt link: the reference and the appointment. See <see cref="PageWait"/> for one that is being found.</summary>
internal sealed class ShowReceipt(PublicPages pages, Receipts receipts, PageWait wait, IClock clock)
{
    /// <summary>GET refer/receipt/{token}.</summary>
    public async Task<IResult> Show(HttpContext http, string token)
    {
        var receipt = await wait.Until(http, cancellation => Read(token, cancellation), receipt => receipt is { Waiting: true });
        if (receipt is null)
        {
            return Nothing();
        }

        var path = $"/refer/receipt/{token}";
        var title = receipt.Entries.Any(entry => entry.HasAppointment) ? receipt.Consultation ? "Your consultation" : "Your appointment" : receipt.Young || receipt.Consultation ? "We have your message" : "We have your referral";
        return pages.Page<ReceiptPage>(
            pages.Frame(receipt.Service, title) with { Young = receipt.Young },
            parameters: [("Receipt", receipt), ("Path", path), ("LooksAgain", receipt.Waiting && PageWait.LooksAgain(http, path))]);
    }

    /// <summary>GET refer/receipt/{token}/appointment.ics.</summary>
    public async Task<IResult> File(HttpContext http, string token) =>
        await Read(token, http.RequestAborted) is { } receipt && Calendar.Write(receipt, clock.GetCurrentInstant()) is { } file
            ? Results.File(System.Text.Encoding.UTF8.GetBytes(file), "text/calendar; charset=utf-8", "appointment.ics")
            : Nothing();

    private async Task<Receipt?> Read(string token, CancellationToken cancellation) =>
        LinkToken.IsOne(token) ? await receipts.Read(token, cancellation) : null;

    // The same for a token that never was and for one that has expired: nothing is to be learnt from it.
    private IResult Nothing() => pages.Say(null, StatusCodes.Status404NotFound, "There is nothing at this address", [
        "The link may be old, or cut short. Copy all of it from the email or the page where you saw it.",
        "If you sent us a referral, we have it: ring us, or reply to our email.",
    ], "/refer", "Go to the start of the form");
}

/// <summary>What the tokens in receipt and confirmation links look like: letters, digits, hyphens and underscores, 16 to 128 of them.</summary>
internal static class LinkToken
{
    public static bool IsOne(string text) => text.Length is >= 16 and <= 128 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
