using Heldspace.Azure.Blobs;
using Heldspace.Azure.Records;
using Heldspace.Intake;
using Heldspace.Json;
using NodaTime;

namespace Heldspace.Functions.Refer;

/// <summary>Receipts of forms that no case answers for yet, or ever: "we have it".</summary>
internal sealed class WaitingReceipts(IBlobs blobs, PublicServices services, IClock clock)
{
    /// <summary>How long such a receipt can be read.</summary>
    private static readonly Duration Kept = Duration.FromDays(30);

    /// <returns>The token of the form's receipt page, the same for the same form.</returns>
    public async Task<string> Open(ReceivedForm form, CancellationToken cancellation)
    {
        var token = DraftToken.Hash("receipt", form.Submission);
        var note = HeldspaceJson.WriteBytes(new Note(form.Service, form.ReceivedAt + Kept));
        await blobs.Create(Containers.Receipts, DraftToken.Hash("receipt blob", token), note, "application/json", cancellation);
        return token;
    }

    /// <summary>A receipt that is waiting; null where the token is none of ours or too old.</summary>
    public async Task<Receipt?> Read(string token, CancellationToken cancellation) =>
        await blobs.Read(Containers.Receipts, DraftToken.Hash("receipt blob", token), cancellation) is { } blob
        && HeldspaceJson.Read<Note>(blob.Content.Span) is var note
        && note.Expires > clock.GetCurrentInstant()
        && services.Find(note.Service) is { } service
            ? new Receipt(service, [], Waiting: true)
            : null;

    private sealed record Note(string Service, Instant Expires);
}
