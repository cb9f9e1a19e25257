using Heldspace.Azure.Blobs;
using Heldspace.Azure.Records;
using Heldspace.Intake;
using Heldspace.Json;

namespace Heldspace.Functions.Refer;

/// <summary>Tells a person of the service that a form is in quarantine. Carries ids only.</summary>
internal delegate Task TellOfQuarantine(string service, string submission, CancellationToken cancellation);

/// <summary>
/// Keeps a form that a program seems to have filled in, apart from the referrals. A person is told, because a browser that fills in too much looks
/// the same and a real referral must never be lost; whoever sent it sees an ordinary receipt.
/// </summary>
internal sealed class Quarantine(IBlobs blobs, WaitingReceipts receipts, TellOfQuarantine tell)
{
    /// <returns>The token of a receipt page that stays at "we have it".</returns>
    public async Task<string> Keep(ReceivedForm form, CancellationToken cancellation)
    {
        await blobs.Create(Containers.Quarantine, $"form/{form.Submission}", HeldspaceJson.WriteBytes(form), "application/json", cancellation);
        await tell(form.Service, form.Submission, cancellation);
        return await receipts.Open(form, cancellation);
    }

    /// <summary>A form that was kept here; null where there is none (any more).</summary>
    public async Task<ReceivedForm?> Read(string submission, CancellationToken cancellation) =>
        await blobs.Read(Containers.Quarantine, $"form/{submission}", cancellation) is { } blob ? HeldspaceJson.Read<ReceivedForm>(blob.Content.Span) : null;
}
