using System.Globalization;
using Heldspace.Azure;
using Heldspace.Azure.Blobs;
using Heldspace.Azure.Graph;
using Heldspace.Azure.Records;
using Heldspace.Intake;
using Heldspace.Intake.Files;
using Heldspace.Json;

namespace Heldspace.Functions.Hosting;

/// <summary>A file that came with a mail or a form.</summary>
/// <param name="Number">Its place among all that came with it, from 1.</param>
/// <param name="Blob">Where its bytes are kept, a name of our own making; null where none came.</param>
/// <param name="Name">As its sender called it: a claim, never a path.</param>
/// <param name="ContentType">As its sender called it: a claim.</param>
/// <param name="IsInline">A picture in the text.</param>
internal sealed record ReceivedFile(int Number, string? Blob, string Name, string? ContentType, bool IsInline);

/// <summary>
/// What came with mails and forms: <c>attachments/{service}/{intake}/{n}</c> for a mail, <c>attachments/{submission}/{n}</c> for a form. Each is a blob of its own, so that it is
/// scanned for malware by itself. It is handed out to nobody before the scan says that nothing was found.
/// </summary>
internal sealed class ReceivedFiles(IBlobs blobs)
{
    /// <summary>Never as what it claims to be.</summary>
    private const string Type = "application/octet-stream";

    /// <summary>Keeps each file of a mail. Doing it again changes nothing.</summary>
    public async Task Keep(string service, IntakeId intake, ReceivedMail mail, CancellationToken cancellation)
    {
        foreach (var (file, attachment) in Of(service, intake, mail).Zip(mail.Attachments).Where(pair => pair.First.Blob is not null))
        {
            await blobs.Create(Containers.Attachments, file.Blob!, attachment.Content, Type, cancellation);
        }
    }

    /// <summary>Every file that came with it, in order.</summary>
    public static IReadOnlyList<ReceivedFile> Of(string service, IntakeId intake, KeptIntake kept) => kept.As switch
    {
        KeptAs.Mail => Of(service, intake, MailJson.Parse(kept.Content)),
        KeptAs.Form => Of(HeldspaceJson.Read<ReceivedForm>(kept.Content.Span)),
        _ => [],
    };

    private static IReadOnlyList<ReceivedFile> Of(string service, IntakeId intake, ReceivedMail mail) =>
    [
        .. mail.Attachments.Select((attachment, index) => new ReceivedFile(
            index + 1, attachment.Content.IsEmpty ? null : string.Create(CultureInfo.InvariantCulture, $"{service}/{intake}/{index + 1}"), attachment.Name, attachment.ContentType, attachment.IsInline)),
    ];

    private static IReadOnlyList<ReceivedFile> Of(ReceivedForm form) =>
        [.. form.Attachments.Select((attachment, index) => new ReceivedFile(index + 1, attachment.Blob, attachment.Name, attachment.ContentType, IsInline: false))];

    /// <summary>What was sent with a form, to be read as what is attached to a mail is; without bytes where they are not there (any more).</summary>
    public async Task<IReadOnlyList<MailAttachment>> Read(ReceivedForm form, CancellationToken cancellation)
    {
        var files = new List<MailAttachment>();
        foreach (var file in Of(form))
        {
            files.Add(new(file.Name, file.ContentType, await Content(file, cancellation), IsInline: false));
        }

        return files;
    }

    /// <summary>Its bytes; none where they are not there (any more).</summary>
    public async Task<ReadOnlyMemory<byte>> Content(ReceivedFile file, CancellationToken cancellation) =>
        file.Blob is { } blob && await blobs.Read(Containers.Attachments, blob, cancellation) is { } kept ? kept.Content : default;

    /// <summary>What the scan found. Where it cannot be asked for, nobody knows.</summary>
    public async Task<ScanVerdict> Verdict(ReceivedFile file, CancellationToken cancellation)
    {
        try
        {
            return file.Blob is { } blob ? ReadScan.Of(await blobs.Tags(Containers.Attachments, blob, cancellation)) : ScanVerdict.Unknown;
        }
        catch (EdgeException)
        {
            return ScanVerdict.Unknown;
        }
    }
}
