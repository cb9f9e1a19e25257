using System.Text.Json;
using Heldspace.Azure.Blobs;
using Heldspace.Azure.Records;
using Heldspace.Intake;
using Heldspace.Json;
using NodaTime;
using NodaTime.Text;

namespace Heldspace.Functions.Hosting;

/// <summary>
/// What came in, as it came: <c>intake/{service}/{id}</c>, and beside it <c>pending/{service}/{id}</c>, empty, deleted when everything that follows
/// from it is done. Whatever stands in <c>pending/</c> for long is taken up again.
/// </summary>
internal sealed class IntakeStore(IBlobs blobs)
{
    private const string MailType = "application/vnd.microsoft.graph.message+json";
    private const string FormType = "application/vnd.heldspace.form+json";
    private const string AskedType = "application/vnd.heldspace.asked+json";
    private const string MoreType = "application/vnd.heldspace.more+json";
    private const string RosterType = "text/csv";
    private const string TextType = "application/vnd.heldspace.text+json";

    private static readonly InstantPattern Prefix = InstantPattern.CreateWithInvariantCulture("uuuuMMddHHmmssfff");

    /// <summary>The id of what came in: time first, then a fingerprint of what tells it from everything else.</summary>
    public static IntakeId IdOf(Instant receivedAt, params ReadOnlySpan<string> identity) =>
        IntakeId.Parse($"{Prefix.Format(receivedAt)}-{Keys.Fingerprint(16, identity)}");

    /// <summary>When what has this id of <see cref="IdOf"/> came in, to the millisecond.</summary>
    public static Instant TimeOf(IntakeId id) => Prefix.Parse(id.Text[..id.Text.IndexOf('-', StringComparison.Ordinal)]).Value;

    /// <summary>Keeps a mail as it was delivered. Doing it again changes nothing.</summary>
    public Task KeepMail(string service, IntakeId intake, ReadOnlyMemory<byte> graphMessage, CancellationToken cancellation) =>
        Keep(service, intake, graphMessage, MailType, cancellation);

    /// <summary>Keeps a form as it was sent. Doing it again changes nothing.</summary>
    public Task KeepForm(IntakeId intake, ReceivedForm form, CancellationToken cancellation) =>
        Keep(form.Service, intake, HeldspaceJson.WriteBytes(form), FormType, cancellation);

    /// <summary>Keeps what was asked for beside the pathway. Doing it again changes nothing.</summary>
    public Task KeepAsked(IntakeId intake, AskedFor asked, CancellationToken cancellation) =>
        Keep(asked.Service, intake, HeldspaceJson.WriteBytes(asked), AskedType, cancellation);

    /// <summary>Keeps what was told of what was missing. Doing it again changes nothing.</summary>
    public Task KeepMore(IntakeId intake, ReceivedMore more, CancellationToken cancellation) =>
        Keep(more.Service, intake, HeldspaceJson.WriteBytes(more), MoreType, cancellation);

    /// <summary>Keeps a text message that came. Doing it again changes nothing.</summary>
    public Task KeepText(IntakeId intake, ReceivedReply text, CancellationToken cancellation) =>
        Keep(text.Service, intake, HeldspaceJson.WriteBytes(text), TextType, cancellation);

    /// <summary>Keeps a file of the care population, byte by byte as it came. Doing it again changes nothing.</summary>
    public Task KeepRoster(string service, IntakeId intake, ReadOnlyMemory<byte> file, CancellationToken cancellation) =>
        Keep(service, intake, file, RosterType, cancellation);

    /// <summary>What came in; null where it is not there (any more).</summary>
    public async Task<KeptIntake?> Read(string service, IntakeId intake, CancellationToken cancellation) =>
        await blobs.Read(Containers.Intake, Name(service, intake), cancellation) is { } blob
            ? new(blob.ContentType switch { FormType => KeptAs.Form, AskedType => KeptAs.Asked, MoreType => KeptAs.More, RosterType => KeptAs.Roster, TextType => KeptAs.Text, _ => KeptAs.Mail }, blob.Content)
            : null;

    /// <summary>Something new follows from it: the mark stands again until that is done.</summary>
    public Task Reopen(string service, IntakeId intake, CancellationToken cancellation) => Mark(service, intake, cancellation);

    /// <summary>Everything that followed from it is done.</summary>
    public Task Done(string service, IntakeId intake, CancellationToken cancellation) =>
        blobs.Delete(Containers.Pending, Name(service, intake), cancellation);

    /// <summary>What still waits, with when it was first kept.</summary>
    public async IAsyncEnumerable<(string Service, IntakeId Intake, Instant Since)> Pending(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var blob in blobs.List(Containers.Pending, "", cancellation))
        {
            var slash = blob.Name.IndexOf('/', StringComparison.Ordinal);
            if (slash > 0 && IntakeId.TryParse(blob.Name[(slash + 1)..]) is { } intake)
            {
                yield return (blob.Name[..slash], intake, blob.Created);
            }
        }
    }

    /// <summary>Why a mail that was delivered twice is no referral the second time.</summary>
    public const string SameAgain = "the same mail again";

    /// <summary>Notes why something was no referral of its own; it stays in <c>intake/</c> where a person can look.</summary>
    /// <param name="about">The case that it was taken to; null for none.</param>
    public Task Ignore(string service, IntakeId intake, string reason, CancellationToken cancellation, CaseId? about = null) =>
        blobs.Create(Containers.Ignored, Name(service, intake), JsonSerializer.SerializeToUtf8Bytes(new { reason, about = about?.Text }), "application/json", cancellation);

    private static string Name(string service, IntakeId intake) => $"{service}/{intake}";

    private async Task Keep(string service, IntakeId intake, ReadOnlyMemory<byte> content, string type, CancellationToken cancellation)
    {
        // The mark stands first: content without it would never be looked at again, a mark without content is found and told.
        var marked = await Mark(service, intake, cancellation);
        var kept = await blobs.Create(Containers.Intake, Name(service, intake), content, type, cancellation);
        if (marked is BlobCreation.Created && kept is BlobCreation.Exists)
        {
            // It was kept before, and its mark was gone: everything that follows from it is done. A mark of ours would wait for nothing.
            await Done(service, intake, cancellation);
        }
    }

    private Task<BlobCreation> Mark(string service, IntakeId intake, CancellationToken cancellation) =>
        blobs.Create(Containers.Pending, Name(service, intake), ReadOnlyMemory<byte>.Empty, "application/octet-stream", cancellation);
}

/// <summary>What was kept.</summary>
internal enum KeptAs
{
    /// <summary>A Graph message resource.</summary>
    Mail,

    /// <summary>A <see cref="ReceivedForm"/>.</summary>
    Form,

    /// <summary>An <see cref="AskedFor"/>.</summary>
    Asked,

    /// <summary>A <see cref="ReceivedMore"/>: no referral, but an answer to what is missing of one.</summary>
    More,

    /// <summary>A file of the care population: no referral, but perhaps the cause of some.</summary>
    Roster,

    /// <summary>A <see cref="ReceivedReply"/>: a text message, which is about a case where we had sent one to that number.</summary>
    Text,
}

/// <param name="As">What it is.</param>
/// <param name="Content">As it came.</param>
internal sealed record KeptIntake(KeptAs As, ReadOnlyMemory<byte> Content)
{
    public Channel Channel => As switch { KeptAs.Mail => Channel.Mail, KeptAs.Form or KeptAs.More => Channel.Form, KeptAs.Asked => Channel.Staff, KeptAs.Text => Channel.Text, _ => Channel.Roster };
}
