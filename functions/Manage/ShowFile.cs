using System.Globalization;
using Heldspace.Functions.Hosting;
using Heldspace.Intake;
using Heldspace.Intake.Files;

namespace Heldspace.Functions.Manage;

/// <summary>Hands out one file that came with a case, to whoever may see the case, once the scan found nothing in it; only ever to be saved, never to be shown by a browser.</summary>
internal sealed class ShowFile(StaffPages pages, FindCase find, IntakeStore intake, ReceivedFiles files)
{
    /// <summary>A browser that shows it all the same runs nothing of it and loads nothing.</summary>
    private const string Policy = "sandbox; default-src 'none'; frame-ancestors 'none'";

    /// <summary>GET manage/{service}/cases/{id}/received/{intake}/{number}.</summary>
    public async Task<IResult> Show(HttpContext http, string id, string from, string number)
    {
        var visit = Visit.Of(http);
        var cancellation = http.RequestAborted;
        if (IntakeId.TryParse(from) is not { } with
            || await find.For(http, id) is not { File.Case: { } record }
            || (with != record.Id.Intake && !record.Replies.Contains(with))
            || await intake.Read(visit.Service.Id, with, cancellation) is not { } kept
            || ReceivedFiles.Of(visit.Service.Id, with, kept).FirstOrDefault(file => file.Number.ToString(CultureInfo.InvariantCulture) == number) is not { Blob: not null } asked)
        {
            return pages.NotFound(visit);
        }

        switch (await files.Verdict(asked, cancellation))
        {
            case ScanVerdict.Malicious:
                return pages.Say(StatusCodes.Status403Forbidden, "This file would do harm", ["The scan for malware found something in it, so it is not handed out. Please do not open it in the mailbox either, and tell whoever looks after your computers."], visit);

            case ScanVerdict.Clean:
                break;

            default:
                http.Response.Headers.RetryAfter = "60";
                return pages.Say(StatusCodes.Status503ServiceUnavailable, "This file is being checked", ["It is handed out once the scan for malware has found nothing in it. That takes a few minutes at most: please come back then."], visit);
        }

        var content = await files.Content(asked, cancellation);
        if (content.IsEmpty)
        {
            return pages.NotFound(visit);
        }

        var type = FileType.Of(content, asked.Name, asked.ContentType);
        if (type.Danger == FileDanger.Program)
        {
            return pages.Say(StatusCodes.Status403Forbidden, "This file is a program", [$"It is a {type.Words}, or holds one, whatever it is called. No referral needs that, so it is not handed out. Please ask whoever looks after your computers."], visit);
        }

        http.Response.Headers.ContentSecurityPolicy = Policy;
        return Results.Bytes(content, "application/octet-stream", FileName.ToSave(asked.Name, type));
    }
}
