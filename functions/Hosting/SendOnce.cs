using Heldspace.Azure.Graph;
using Heldspace.Azure.Records;
using Heldspace.Intake;
using Heldspace.Services;

namespace Heldspace.Functions.Hosting;

/// <summary>
/// Sends a mail that belongs to no case, once for each recipient and occasion: drafted, noted in the ledger, sent, in that order; who comes after a crash goes
/// on with the draft that is noted.
/// </summary>
internal sealed partial class SendOnce(SentMails sent, Mailbox mailbox, ILogger<SendOnce> logger)
{
    /// <param name="service">Whose mailbox sends.</param>
    /// <param name="kind">As in the service's texts: <c>day-list</c>.</param>
    /// <param name="period">The occasion: a day, a week.</param>
    /// <param name="recipient">What stands in the ledger for the recipient; nothing personal.</param>
    /// <param name="to">Where it goes.</param>
    /// <param name="words">Composed only where it was not sent yet.</param>
    /// <param name="cancellation">Ends the sending.</param>
    /// <exception cref="Contended">Somebody else sends the same, or it did not go: ask again later.</exception>
    public Task To(ServiceDefinition service, string kind, string period, string recipient, EmailAddress to, Func<Messages.Composed> words, CancellationToken cancellation) =>
        To(service, kind, period, recipient, to, () => Task.FromResult(words()), cancellation);

    /// <summary>The same, where composing takes a look into storage.</summary>
    public async Task To(ServiceDefinition service, string kind, string period, string recipient, EmailAddress to, Func<Task<Messages.Composed>> words, CancellationToken cancellation)
    {
        var sender = service.Mailboxes[0];
        var noted = await sent.Read(service.Id, kind, period, recipient, cancellation);
        if (noted is { Sent: true })
        {
            return;
        }

        if (noted is null)
        {
            var marker = $"{kind}:{service.Id}:{period}:{recipient}";
            var composed = await words();
            var mail = new OutgoingMail { To = [to], Subject = composed.Subject, Paragraphs = composed.Paragraphs, Html = composed.Html, Marker = marker };

            // A draft that a crash kept from being noted is taken, so that none is left behind.
            var left = (await mailbox.DraftsWithMarker(sender, cancellation)).FirstOrDefault(draft => draft.Marker == marker);
            string made;
            try
            {
                made = left?.Id ?? await mailbox.CreateDraft(sender, mail, cancellation);
            }
            catch (RecipientRefused)
            {
                Log.NotOnTheList(logger, kind, recipient);
                return;
            }

            noted = await sent.Note(service.Id, kind, period, recipient, null, made, sent: false, cancellation) ?? throw new Contended("Somebody else makes the same mail.");
        }

        var draftId = noted.DraftId!;
        var state = await mailbox.StateOf(sender, draftId, cancellation);
        if (state == DraftState.Draft && await mailbox.Send(sender, draftId, cancellation) is not SendOutcome.Sent)
        {
            throw new Contended("The draft was asked to be sent and did not go; it is looked up again later.");
        }

        if (state == DraftState.Missing)
        {
            Log.DraftIsGone(logger, kind, recipient, period);
        }

        await sent.Note(service.Id, kind, period, recipient, noted, draftId, sent: true, cancellation);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The {Kind} of {Recipient} may not be sent: their domain is not among those that this deployment may write to")]
        public static partial void NotOnTheList(ILogger logger, string kind, string recipient);

        [LoggerMessage(2, LogLevel.Error, "The draft of the {Kind} of {Recipient} for {Period} is in no folder any more; it is not sent again")]
        public static partial void DraftIsGone(ILogger logger, string kind, string recipient, string period);
    }
}
