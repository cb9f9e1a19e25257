using System.Security.Cryptography;
using System.Text.Json;
using Azure;
using Heldspace.Azure.Blobs;
using Heldspace.Azure.Records;
using Heldspace.Json;
using Microsoft.AspNetCore.DataProtection;
using NodaTime;

namespace Heldspace.Functions.Refer;

/// <summary>
/// Unfinished forms, encrypted, one blob each: any instance can go on with any of them. Two tabs write after one another, each its own page,
/// so that neither loses what the other wrote.
/// </summary>
internal sealed class Drafts(IBlobs blobs, IDataProtectionProvider protection, IClock clock)
{
    /// <summary>How long an unfinished form is kept after it was last written.</summary>
    public static readonly Duration Kept = Duration.FromHours(24);

    private const string ContentType = "application/octet-stream";
    private const int Attempts = 8;
    private readonly IDataProtector _protector = protection.CreateProtector("heldspace.refer.draft.v1");

    /// <summary>The draft that a token opens; null where there is none, it has expired, is for another service, or cannot be read any more.</summary>
    public async Task<Draft?> Read(DraftToken token, string service, CancellationToken cancellation) =>
        (await ReadVersion(token, service, cancellation))?.Draft;

    /// <summary>Writes a change to the newest version of the draft, or to a fresh one where there is none.</summary>
    /// <param name="token">Opens it.</param>
    /// <param name="service">The service it is for.</param>
    /// <param name="change">Applied again to a newer version if somebody else wrote meanwhile.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <param name="known">The draft as it was read or written last, which saves reading it again; null where it was not.</param>
    /// <returns>The draft as it now stands.</returns>
    /// <exception cref="InvalidOperationException">Others kept writing to it the whole time.</exception>
    public async Task<Draft> Change(DraftToken token, string service, Func<Draft, Draft> change, CancellationToken cancellation, Draft? known = null)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var read = attempt == 0 && known?.Version is { } last ? (known, last) : await ReadVersion(token, service, cancellation);
            var expires = clock.GetCurrentInstant() + Kept;
            var draft = change(read?.Draft ?? new Draft { Service = service, Expires = expires }) with { Expires = expires };
            if (await Write(token, draft, read?.Version, cancellation) is { } written)
            {
                return draft with { Version = written };
            }
        }

        throw new InvalidOperationException("A draft was written by others all the time.");
    }

    public Task Delete(DraftToken token, CancellationToken cancellation) => blobs.Delete(Containers.Drafts, token.BlobName, cancellation);

    /// <summary>The version written; null where somebody else wrote after the one that was read.</summary>
    private async Task<ETag?> Write(DraftToken token, Draft draft, ETag? version, CancellationToken cancellation)
    {
        var content = _protector.Protect(HeldspaceJson.WriteBytes(draft));
        if (version is { } read)
        {
            return await blobs.Overwrite(Containers.Drafts, token.BlobName, content, ContentType, read, cancellation) is BlobOverwrite.Written overwritten
                ? overwritten.ETag
                : null;
        }

        return await blobs.Create(Containers.Drafts, token.BlobName, content, ContentType, cancellation) is BlobCreation.Created created ? created.ETag : null;
    }

    private async Task<(Draft? Draft, ETag Version)?> ReadVersion(DraftToken token, string service, CancellationToken cancellation)
    {
        if (await blobs.Read(Containers.Drafts, token.BlobName, cancellation) is not { } blob)
        {
            return null;
        }

        try
        {
            var draft = HeldspaceJson.Read<Draft>(_protector.Unprotect(blob.Content.ToArray()));
            return (draft.Expires > clock.GetCurrentInstant() && draft.Service == service ? draft with { Version = blob.ETag } : null, blob.ETag);
        }
        catch (Exception unreadable) when (unreadable is CryptographicException or JsonException)
        {
            // Its key is gone or it was tampered with: the person starts again, and writes over it.
            return (null, blob.ETag);
        }
    }
}
