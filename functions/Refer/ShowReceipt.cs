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
            return pages.NothingBehindLink();
        }

        var path = $"/refer/receipt/{token}";
        var title = receipt.Entries.Any(entry => entry.HasAppointment) ? receipt.Consultation ? "Your consultation" : "Your appointment" : receipt.Young || receipt.Consultation ? "We have your message" : "We have your referral";
        return pages.Page<ReceiptPage>(
            pages.Frame(receipt.Service, title) with { Young = receipt.Young },
            parameters: [("Receipt", receipt), ("Path", path), ("LooksAgain", receipt.Waiting && PageWait.LooksAgain(http, path)), ("Told", http.Request.Query.ContainsKey("told"))]);
    }

    /// <summary>GET refer/receipt/{token}/appointment.ics.</summary>
    public async Task<IResult> File(HttpContext http, string token) =>
        await Read(token, http.RequestAborted) is { } receipt && Calendar.Write(receipt, clock.GetCurrentInstant()) is { } file
            ? Results.File(System.Text.Encoding.UTF8.GetBytes(file), "text/calendar; charset=utf-8", "appointment.ics")
            : pages.NothingBehindLink();

    private async Task<Receipt?> Read(string token, CancellationToken cancellation) =>
        LinkToken.IsOne(token) ? await receipts.Read(token, cancellation) : null;
}

/// <summary>What the tokens in receipt and confirmation links look like: letters, digits, hyphens and underscores, 16 to 128 of them.</summary>
internal static class LinkToken
{
    public static bool IsOne(string text) => text.Length is >= 16 and <= 128 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
