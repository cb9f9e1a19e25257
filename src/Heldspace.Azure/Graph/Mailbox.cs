using System.Collections.Immutable;
using System.Net;
using System.Runtime.InteropServices;
using System.Text.Json;
using Heldspace.Intake;
using Microsoft.Kiota.Abstractions;
using NodaTime;
using Models = Microsoft.Graph.Models;

namespace Heldspace.Azure.Graph;

/// <summary>
/// Shared mailboxes: what has come in, and mail going out in two steps, a draft and its sending, so that a mail is never sent twice.
/// Every method throws <see cref="GraphFault"/> where Graph fails or refuses.
/// </summary>
public sealed class Mailbox(GraphConnection graph)
{
    public const string Inbox = "inbox";

    public const string Junk = "junkemail";

    internal static readonly string[] Read =
    [
        "id", "receivedDateTime", "sentDateTime", "from", "sender", "toRecipients", "ccRecipients", "replyTo", "subject", "body", "internetMessageId",
        "internetMessageHeaders", "conversationId", "hasAttachments", "importance", "isDraft",
    ];

    private readonly MailFolders _folders = new(graph);
    private readonly WholeMail _whole = new(graph);

    /// <summary>
    /// One page of what has come into a folder. Costs one call, and one more for each mail with attachments, or whose header fields the page lacks.
    /// </summary>
    /// <param name="folder"><see cref="Inbox"/> or <see cref="Junk"/>.</param>
    /// <param name="deltaLink">What the page before gave; null to begin with all that is there.</param>
    public async Task<MailboxChanges> Changes(EmailAddress mailbox, string folder, string? deltaLink, CancellationToken cancellation)
    {
        // The token must not follow a link to anywhere else, and a link from before the address changed leads nowhere.
        if (deltaLink is not null && !deltaLink.StartsWith(graph.Options.BaseUrl.AbsoluteUri.TrimEnd('/') + "/", StringComparison.OrdinalIgnoreCase))
        {
            return new MailboxChanges.StartOver();
        }

        JsonDocument answer;
        try
        {
            answer = await graph.Ask(DeltaRequest(mailbox, folder, deltaLink), mailbox, Repeat.Always, cancellation);
        }
        catch (GraphFault fault) when (deltaLink is not null && LinkIsSpent(fault))
        {
            return new MailboxChanges.StartOver();
        }

        using (answer)
        {
            var messages = ImmutableArray.CreateBuilder<ArrivedMail>();
            foreach (var message in answer.RootElement.Each("value").Where(IsArrival))
            {
                if (await Arrived(mailbox, message, cancellation) is { } arrived)
                {
                    messages.Add(arrived);
                }
            }

            var more = answer.RootElement.Text("@odata.nextLink");
            var next = more ?? answer.RootElement.Text("@odata.deltaLink")
                ?? throw new GraphFault("A page of changes names no next one.", null, null) { IsTransient = true };
            return new MailboxChanges.Changes(messages.ToImmutable(), next, more is not null);
        }
    }

    /// <summary>
    /// Moves a mail to a folder at the top of the mailbox, made where missing. One call once the folder is known. Doing it again changes nothing.
    /// </summary>
    public async Task<Moved> Move(EmailAddress mailbox, string messageId, string folderDisplayName, CancellationToken cancellation)
    {
        for (var first = true; ; first = false)
        {
            var folder = await _folders.Find(mailbox, folderDisplayName, cancellation);
            try
            {
                var request = graph.Client.Users[mailbox.Text].Messages[messageId].Move.ToPostRequestInformation(new() { DestinationId = folder });
                using var answer = await graph.Ask(request, mailbox, Repeat.Always, cancellation);
                return Moved.There;
            }
            catch (GraphFault fault) when (fault.Status is HttpStatusCode.NotFound or HttpStatusCode.BadRequest)
            {
                // Either the mail has gone, or the folder whose id is remembered has.
                var still = await Find(mailbox, messageId, cancellation);
                if (still is null || still.Value.Text("parentFolderId") == folder)
                {
                    return still is null ? Moved.Gone : Moved.There;
                }

                if (!first)
                {
                    throw;
                }

                _folders.Forget(mailbox, folderDisplayName, folder);
            }
        }
    }

    /// <summary>
    /// Writes a draft and gives its id, which survives sending. Where no answer comes another draft is written, never one adopted: its writer may be
    /// about to delete it. What nobody commits is found by <see cref="DraftsWithMarker"/>.
    /// </summary>
    /// <exception cref="RecipientRefused">It is for somebody whom this deployment may not write to.</exception>
    public async Task<string> CreateDraft(EmailAddress mailbox, OutgoingMail mail, CancellationToken cancellation)
    {
        graph.Options.MustAllow([.. mail.To, .. mail.Cc]);
        var request = graph.Client.Users[mailbox.Text].Messages.ToPostRequestInformation(new Models.Message
        {
            Subject = mail.Subject,
            Body = new() { ContentType = Models.BodyType.Html, Content = mail.Html ?? MailBody.Html(mail.Paragraphs) },
            ToRecipients = [.. mail.To.Select(Recipient)],
            CcRecipients = [.. mail.Cc.Select(Recipient)],
            SingleValueExtendedProperties = NamedProperty.Message.Holding(mail.Marker),

            // Exchange honours this at the far end: no out-of-office reply to a mail that a machine wrote.
            // The other header lets us know our own mail when it comes back.
            InternetMessageHeaders =
            [
                new() { Name = "X-Auto-Response-Suppress", Value = "OOF, AutoReply" },
                new() { Name = Noise.OwnHeader, Value = "1" },
            ],
        });
        using var answer = await graph.Ask(request, mailbox, Repeat.Always, cancellation);
        return answer.RootElement.Text("id")
            ?? throw new GraphFault("A draft was answered without its id.", null, null) { IsTransient = true, OutcomeUnknown = true };
    }

    /// <summary>Sends a draft, once: never repeated here, whatever the answer.</summary>
    /// <exception cref="GraphFault">It was certainly not sent: refused, or too many requests.</exception>
    public async Task<SendOutcome> Send(EmailAddress mailbox, string draftId, CancellationToken cancellation)
    {
        try
        {
            var request = graph.Client.Users[mailbox.Text].Messages[draftId].Send.ToPostRequestInformation();
            using var answer = await graph.Ask(request, mailbox, Repeat.Never, cancellation);
            return SendOutcome.Sent;
        }
        catch (GraphFault fault) when (fault.OutcomeUnknown)
        {
            return SendOutcome.Unknown;
        }
        catch (GraphFault fault) when (fault.Status is HttpStatusCode.BadRequest or HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.Conflict)
        {
            // Perhaps refused because it is sent already: the state tells, and no code has to be guessed.
            if (await StateOf(mailbox, draftId, cancellation) == DraftState.Sent)
            {
                return SendOutcome.Sent;
            }

            throw;
        }
    }

    public async Task<DraftState> StateOf(EmailAddress mailbox, string draftId, CancellationToken cancellation) =>
        await Find(mailbox, draftId, cancellation) is not { } found ? DraftState.Missing
            : found.IsTrue("isDraft") ? DraftState.Draft
            : DraftState.Sent;

    /// <summary>Deletes a draft that was not committed. One that is gone is fine.</summary>
    public async Task DeleteDraft(EmailAddress mailbox, string draftId, CancellationToken cancellation)
    {
        try
        {
            var request = graph.Client.Users[mailbox.Text].Messages[draftId].ToDeleteRequestInformation();
            using var answer = await graph.Ask(request, mailbox, Repeat.Always, cancellation);
        }
        catch (GraphFault fault) when (fault.IsNotFound)
        {
            // That is what was wanted.
        }
    }

    /// <summary>Every draft of ours in the mailbox, all pages. People's own drafts are left out.</summary>
    public async Task<ImmutableArray<MarkedDraft>> DraftsWithMarker(EmailAddress mailbox, CancellationToken cancellation)
    {
        var request = graph.Client.Users[mailbox.Text].MailFolders["drafts"].Messages.ToGetRequestInformation(asked =>
        {
            asked.QueryParameters.Select = ["id", "createdDateTime", "isDraft"];
            asked.QueryParameters.Expand = [NamedProperty.Message.Expand];
            asked.QueryParameters.Top = 100;
        });
        var drafts = ImmutableArray.CreateBuilder<MarkedDraft>();
        await foreach (var draft in graph.Pages(request, mailbox, cancellation))
        {
            if (draft.IsTrue("isDraft") && draft.Text("id") is { } id && NamedProperty.Message.Of(draft) is { } marker)
            {
                drafts.Add(new(id, marker, draft.Instant("createdDateTime") ?? Instant.MinValue));
            }
        }

        return drafts.ToImmutable();
    }

    /// <summary>Finds a mail that went out of this mailbox by what it was called on its way; null where no such mail was sent here, or it was deleted since.</summary>
    /// <param name="mailbox">Whose.</param>
    /// <param name="internetMessageId">Its <c>Message-ID</c>, with the angle brackets.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<SentMail?> FindSent(EmailAddress mailbox, string internetMessageId, CancellationToken cancellation)
    {
        var request = graph.Client.Users[mailbox.Text].Messages.ToGetRequestInformation(asked =>
        {
            asked.QueryParameters.Select = ["id", "isDraft"];
            asked.QueryParameters.Filter = $"internetMessageId eq '{internetMessageId.Replace("'", "''", StringComparison.Ordinal)}'";
            asked.QueryParameters.Expand = [NamedProperty.Message.Expand];
        });
        await foreach (var found in graph.Pages(request, mailbox, cancellation))
        {
            // Only what was written here bears the mark: it does not travel.
            if (!found.IsTrue("isDraft") && found.Text("id") is { } id && NamedProperty.Message.Of(found) is { } marker)
            {
                return new(id, marker);
            }
        }

        return null;
    }

    private RequestInformation DeltaRequest(EmailAddress mailbox, string folder, string? link)
    {
        var delta = graph.Client.Users[mailbox.Text].MailFolders[folder].Messages.Delta;
        var page = $"odata.maxpagesize={graph.Options.MailsPerPage}";
        return link is null
            ? delta.ToGetRequestInformation(asked =>
            {
                asked.Headers.Add("Prefer", page);
                asked.QueryParameters.Select = Read;
            })
            : delta.WithUrl(link).ToGetRequestInformation(asked => asked.Headers.Add("Prefer", page));
    }

    /// <summary>https://learn.microsoft.com/graph/delta-query-overview#synchronization-reset, and what Outlook says in its place.</summary>
    private static bool LinkIsSpent(GraphFault fault) =>
        fault.Status is HttpStatusCode.Gone or HttpStatusCode.BadRequest
        || fault.Says("syncStateNotFound") || fault.Says("syncStateInvalid") || fault.Says("resyncRequired");

    private static bool IsArrival(JsonElement message) => message.Get("@removed") is null && !message.IsTrue("isDraft");

    private async Task<ArrivedMail?> Arrived(EmailAddress mailbox, JsonElement message, CancellationToken cancellation)
    {
        var id = message.Text("id") ?? throw new GraphFault("A mail came without its id.", null, null);
        var json = MailJson.IsWhole(message) ? JsonMarshal.GetRawUtf8Value(message).ToArray() : await _whole.Fetch(mailbox, id, cancellation);
        return json is null ? null : new(id, json, MailJson.Parse(json));
    }

    private async Task<JsonElement?> Find(EmailAddress mailbox, string messageId, CancellationToken cancellation)
    {
        try
        {
            var request = graph.Client.Users[mailbox.Text].Messages[messageId].ToGetRequestInformation(asked =>
                asked.QueryParameters.Select = ["id", "isDraft", "parentFolderId"]);
            using var answer = await graph.Ask(request, mailbox, Repeat.Always, cancellation);
            return answer.RootElement.Clone();
        }
        catch (GraphFault fault) when (fault.IsNotFound)
        {
            return null;
        }
    }

    private static Models.Recipient Recipient(EmailAddress address) => new() { EmailAddress = new() { Address = address.Text } };
}
