using System.Globalization;
using Heldspace.Azure.Blobs;
using Heldspace.Functions.Hosting;
using Heldspace.Intake;
using Heldspace.Json;

namespace Heldspace.Functions.Refer;

/// <summary>Keeps a form that was sent: as received, with a note that it is still to be done, so that nothing is lost from here on.</summary>
internal sealed class KeepReferral(IBlobs blobs, WaitingReceipts receipts)
{
    /// <summary>Keeps the form. Keeping it twice is keeping it once.</summary>
    /// <returns>The token of its receipt page, the same for the same form.</returns>
    public async Task<string> Keep(ReceivedForm form, CancellationToken cancellation)
    {
        var id = Id(form);
        await blobs.Create(Containers.Intake, id, HeldspaceJson.WriteBytes(form), "application/json", cancellation);
        await blobs.Create(Containers.Pending, id, ReadOnlyMemory<byte>.Empty, "application/octet-stream", cancellation);
        return await receipts.Open(form, cancellation);
    }

    // Time-ordered, and derived from the form alone.
    private static string Id(ReceivedForm form) =>
        form.ReceivedAt.ToDateTimeUtc().ToString("yyyyMMddHHmmssfff", CultureInfo.InvariantCulture)
        + "-" + DraftToken.Hash("intake", $"{form.Service}\n{form.Submission}")[..16];
}
