using Heldspace.Azure.Blobs;
using Heldspace.Azure.Records;
using Heldspace.Functions.Pages;
using Heldspace.Functions.Refer.Form;
using Heldspace.Functions.Refer.Views;
using Heldspace.Intake;
using Heldspace.Intake.Files;
using Heldspace.Services;

namespace Heldspace.Functions.Refer;

/// <summary>
/// Letters and reports sent with a form, one file at a time. Each is kept under a name of our own; what the sender calls it is shown as text
/// and leads nowhere.
/// </summary>
internal sealed class AddFiles(PublicPages pages, Drafts drafts, SendForm send, IBlobs blobs)
{
    public async Task<IResult> Show(HttpContext http, ServiceDefinition service)
    {
        var token = DraftCookie.Read(http);
        var draft = token is null ? null : await drafts.Read(token, service.Id, http.RequestAborted);
        return draft switch
        {
            null => new SeeOther($"/refer/{service.Id}/{FormPages.Who.Slug}"),
            { SentAt: not null } => await send.Finish(service, token!, draft, http.RequestAborted),
            _ when draft.Answers().Young => new SeeOther($"/refer/{service.Id}/{FormPages.CheckSlug}"),
            _ => Page(http, service, draft, http.Request.Query["from"] == FormPages.CheckSlug),
        };
    }

    public async Task<IResult> Take(HttpContext http, ServiceDefinition service)
    {
        var (form, refusal) = await pages.Read(http, Draft.MostBytesPerFile + Posted.PageLimit, service);
        if (form is null)
        {
            return refusal!;
        }

        var cancellation = http.RequestAborted;
        var token = DraftCookie.Read(http);
        var draft = token is null ? null : await drafts.Read(token, service.Id, cancellation);
        if (token is null || draft is null)
        {
            return new SeeOther($"/refer/{service.Id}/{FormPages.Who.Slug}?gone=1");
        }

        if (draft.SentAt is not null)
        {
            return await send.Finish(service, token, draft, cancellation);
        }

        var fromCheck = form["from"] == FormPages.CheckSlug;
        if (!await pages.IsOurs(http))
        {
            return Page(http, service, draft, fromCheck, "Choose the file once more. The page had been open for too long, or this browser does not allow cookies", StatusCodes.Status400BadRequest);
        }

        DraftCookie.Write(http, service, token);
        if (form[SafeForm.FieldName].ToString().Length > 0)
        {
            draft = await drafts.Change(token, service.Id, old => old with { Suspect = true }, cancellation);
        }

        if (form["remove"].ToString() is { Length: > 0 } blob)
        {
            await Remove(token, service, blob, cancellation);
            return new SeeOther($"/refer/{service.Id}/{FormPages.FilesSlug}{(fromCheck ? "?from=check" : "")}");
        }

        var file = form.Files.GetFile("file") is { } sent && (sent.Length > 0 || sent.FileName.Length > 0) ? sent : null;
        var goesOn = form["go"] == "on";
        var mistake = file is null ? (goesOn ? null : "Choose a file") : Wrong(file, draft);
        mistake ??= file is null || await Add(token, service, file, cancellation) ? null : "You can add 5 files at most. Remove one first";
        if (mistake is not null)
        {
            return Page(http, service, draft, fromCheck, mistake, StatusCodes.Status422UnprocessableEntity);
        }

        return new SeeOther(
            !goesOn ? $"/refer/{service.Id}/{FormPages.FilesSlug}{(fromCheck ? "?from=check" : "")}" : $"/refer/{service.Id}/{FormPages.CheckSlug}");
    }

    /// <summary>Deletes the files of a draft that is given up.</summary>
    public async Task DeleteAll(Draft draft, CancellationToken cancellation)
    {
        foreach (var file in draft.Files)
        {
            await blobs.Delete(Containers.Attachments, file.Blob, cancellation);
        }
    }

    private static string? Wrong(IFormFile file, Draft draft) =>
        file.Length == 0 ? "The file is empty. Choose another one"
        : file.Length > Draft.MostBytesPerFile ? "The file must be 10 MB or smaller"
        : draft.Files.Length >= Draft.MostFiles ? "You can add 5 files at most. Remove one first"
        : null;

    // The bytes first, then the mention: a draft never names a file that is not there.
    private async Task<bool> Add(DraftToken token, ServiceDefinition service, IFormFile file, CancellationToken cancellation)
    {
        using var content = new MemoryStream((int)file.Length);
        await file.CopyToAsync(content, cancellation);
        var blob = await Store(token, content.GetBuffer().AsMemory(0, (int)content.Length), cancellation);
        var attachment = new FormAttachment(FileName.Shown(file.FileName), file.ContentType is { Length: > 0 and <= 255 } type ? type : null, blob, file.Length);
        var draft = await drafts.Change(
            token, service.Id, old => old.SentAt is not null || old.Files.Length >= Draft.MostFiles ? old : old with { Files = old.Files.Add(attachment) }, cancellation);
        if (draft.Files.Contains(attachment))
        {
            return true;
        }

        await blobs.Delete(Containers.Attachments, blob, cancellation);
        return false;
    }

    private async Task<string> Store(DraftToken token, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        for (var number = 1; ; number++)
        {
            var blob = $"{token.Submission}/{number}";

            // Never as what it claims to be: whoever opens it later decides that.
            if (await blobs.Create(Containers.Attachments, blob, content, "application/octet-stream", cancellation) is BlobCreation.Created)
            {
                return blob;
            }
        }
    }

    private async Task Remove(DraftToken token, ServiceDefinition service, string blob, CancellationToken cancellation)
    {
        var own = false;
        var draft = await drafts.Change(
            token, service.Id,
            old =>
            {
                own = old.SentAt is null && old.Files.Any(file => file.Blob == blob);
                return own ? old with { Files = old.Files.RemoveAll(file => file.Blob == blob) } : old;
            },
            cancellation);
        if (own && draft.Files.All(file => file.Blob != blob))
        {
            await blobs.Delete(Containers.Attachments, blob, cancellation);
        }
    }

    private IResult Page(HttpContext http, ServiceDefinition service, Draft draft, bool fromCheck, string? mistake = null, int status = StatusCodes.Status200OK)
    {
        var input = draft.Files.Length < Draft.MostFiles ? "file" : "main";
        var frame = pages.Frame(service, "Letters, reports or other files") with
        {
            Mistakes = mistake is null ? [] : [new(null, input, mistake)],
            Back = $"/refer/{service.Id}/{(fromCheck ? FormPages.CheckSlug : FormPages.Before(FormPages.FilesSlug, draft.Answers()))}",
        };
        return pages.Page<FilesPage>(frame, status,
            ("Files", draft.Files.ToList()), ("Proof", pages.Proof(http)), ("Action", $"/refer/{service.Id}/{FormPages.FilesSlug}"), ("FromCheck", fromCheck));
    }
}
