using Heldspace.Azure.Graph;
using Heldspace.Azure.Records;
using Heldspace.Functions.Hosting;
using Heldspace.Measures.Asking;
using Heldspace.Messages;
using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Functions.SendMessage;

/// <summary>
/// Sends one message of a case. Trigger: queue <c>messages</c>. Removed last: the message in the queue. A draft is made and its id committed; only the
/// committed draft is ever sent; whether it went out is looked up, never guessed.
/// </summary>
internal sealed partial class SendMessage(
    Cases cases, Mailbox mailbox, Links links, SendText texts, FailMessage fail, AnswerOfTheDay answer, CaseQueue queue, Settling settling, ServiceDefinitions services, IClock clock, ILogger<SendMessage> logger)
{
    public async Task Handle(MessagePlanned planned, CancellationToken cancellation)
    {
        var service = services.Require(planned.Service);
        var stored = await cases.Read(service.Id, planned.Case, cancellation);
        var message = Find(stored, planned.Message);
        if (stored is null || message is null)
        {
            Log.NoSuchMessage(logger, planned.Case, planned.Message);
            return;
        }

        if (IsNoLongerTheirs(stored.File.Case, message))
        {
            // It was planned for somebody whom nothing is sent to any more: the scheduler hears of it in their place.
            Log.NoLongerTheirs(logger, planned.Case, planned.Message);
            stored = await fail.Fail(service, stored, message, cancellation) ?? throw new Contended("The case changed at the same time.");
            await settling.Check(stored, cancellation);
            return;
        }

        if (message is { Ask: { } id, ToStaff: false, State: MessageState.Planned } && await NotToAsk(service, stored, message, id, cancellation) is { } notAsked)
        {
            await settling.Check(notAsked, cancellation);
            return;
        }

        if (stored.File.IsWithheld(message))
        {
            // It was queued before somebody found that whoever it is for may be the source of harm. Whoever releases it queues it again.
            Log.Withheld(logger, planned.Case, planned.Message);
            return;
        }

        if (message.State == MessageState.Planned && await answer.HoldsBack(service, stored, message, cancellation) is { } heldBack)
        {
            Log.HeldBack(logger, planned.Case, planned.Message);
            await settling.Check(heldBack, cancellation);
            return;
        }

        var draftIsOurs = false;
        if (message.TextTo is not null)
        {
            stored = await texts.Send(service, stored, message, cancellation);
            message = Find(stored, planned.Message)!;
        }
        else if (message.State == MessageState.Planned)
        {
            (stored, draftIsOurs) = await Draft(service, stored, message, cancellation);
            message = Find(stored, planned.Message)!;
        }

        if (message is { State: MessageState.Drafted, DraftId: { } draft })
        {
            stored = await SendDraft(service, stored, message, draft, draftIsOurs, cancellation);
        }

        // What else was under way when it was read, another message or the place itself, may have come to its end by now; then nobody else looks.
        var view = stored.File.IsSettled ? stored : await cases.Read(service.Id, planned.Case, cancellation);
        if (view is not null)
        {
            await settling.Check(view, cancellation);
        }
    }

    /// <summary>A message that has not gone to whom the case answers now: the placement of whoever it was for has ended.</summary>
    private static bool IsNoLongerTheirs(Case record, Message message) =>
        message is { ToStaff: false, Ask: null, State: MessageState.Planned } && record.Referrer.Email != message.To;

    /// <summary>
    /// Whether somebody is asked how things are going is decided when it is sent. One that is not wanted any more is dropped; one that is late waits for an
    /// hour at which people are written to.
    /// </summary>
    /// <returns>The case as it is then; null where the message goes out.</returns>
    private async Task<StoredCase?> NotToAsk(ServiceDefinition service, StoredCase stored, Message message, string id, CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        if (stored.File.Asks.FirstOrDefault(other => other.Id == id) is not { } ask || AskHowItGoes.WhyNot(service, stored.File, ask, London.Day(now)) is not null)
        {
            Log.NotAsked(logger, stored.File.Case.Id, message.Id);
            return await Commit(stored, message with { State = MessageState.Dropped }, cancellation) ?? throw new Contended("The case changed at the same time.");
        }

        var at = AskingHours.OnOrAfter(ask.Respondent.Role, ask.Age, stored.File.Case.QuietDays, now);
        if (at > now)
        {
            await queue.Later(service, stored.File, message, at, cancellation);
            return stored;
        }

        return null;
    }

    private static Message? Find(StoredCase? stored, string id) => stored?.File.Messages.FirstOrDefault(message => message.Id == id);

    private async Task<(StoredCase Stored, bool DraftIsOurs)> Draft(ServiceDefinition service, StoredCase stored, Message message, CancellationToken cancellation)
    {
        var sender = service.Mailboxes[0];
        await links.KeepAgain(stored.File, cancellation);
        var words = Compose.Message(service, stored.File, message, await links.For(service, stored.File, message, cancellation));
        var mail = new OutgoingMail
        {
            To = [message.To],
            Subject = words.Subject,
            Paragraphs = words.Paragraphs,
            Marker = $"{stored.File.Case.Id}:{message.Id}",
        };
        string draft;
        try
        {
            draft = await mailbox.CreateDraft(sender, mail, cancellation);
        }
        catch (RecipientRefused)
        {
            Log.NotOnTheList(logger, stored.File.Case.Id, message.Id);
            return (await fail.Fail(service, stored, message, cancellation) ?? throw new Contended("The case changed at the same time."), false);
        }

        if (await Commit(stored, message with { State = MessageState.Drafted, DraftId = draft, Subject = words.Subject }, cancellation) is { } committed)
        {
            return (committed, true);
        }

        // Somebody else's draft is the committed one. Ours goes.
        await mailbox.DeleteDraft(sender, draft, cancellation);
        return (await Reread(stored, cancellation), false);
    }

    private async Task<StoredCase> SendDraft(
        ServiceDefinition service, StoredCase stored, Message message, string draft, bool draftIsOurs, CancellationToken cancellation)
    {
        var sender = service.Mailboxes[0];
        var state = draftIsOurs ? DraftState.Draft : await mailbox.StateOf(sender, draft, cancellation);
        if (state == DraftState.Draft)
        {
            var sent = await mailbox.Send(sender, draft, cancellation) is SendOutcome.Sent;
            state = sent ? DraftState.Sent : await mailbox.StateOf(sender, draft, cancellation);
            if (state == DraftState.Missing)
            {
                throw new Contended("The draft was asked to be sent and is in no folder right now; it is looked up again later.");
            }
        }

        if (state == DraftState.Missing)
        {
            Log.DraftIsGone(logger, stored.File.Case.Id, message.Id);
            return await fail.Fail(service, stored, message, cancellation) ?? throw new Contended("The case changed at the same time.");
        }

        return state == DraftState.Sent
            ? await Commit(stored, message with { State = MessageState.Sent, SentAt = clock.GetCurrentInstant() }, cancellation) ?? await Reread(stored, cancellation)
            : throw new Contended("The draft was asked to be sent and is still a draft; it is looked up again later.");
    }

    private Task<StoredCase?> Commit(StoredCase stored, Message message, CancellationToken cancellation) => cases.Commit(stored, message, cancellation);

    private async Task<StoredCase> Reread(StoredCase stored, CancellationToken cancellation) =>
        await cases.Read(stored.File.Case.Service, stored.File.Case.Id, cancellation) ?? throw new Contended("A case that exists cannot be read.");

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Case {Case} has no message {Message}: nothing to send")]
        public static partial void NoSuchMessage(ILogger logger, Intake.CaseId @case, string message);

        [LoggerMessage(2, LogLevel.Warning, "Case {Case}, message {Message}: its domain is not among those that this deployment may write to")]
        public static partial void NotOnTheList(ILogger logger, Intake.CaseId @case, string message);

        [LoggerMessage(4, LogLevel.Information, "Case {Case}, message {Message}: it was for somebody whom the case no longer answers to, and is not sent")]
        public static partial void NoLongerTheirs(ILogger logger, Intake.CaseId @case, string message);

        [LoggerMessage(5, LogLevel.Information, "Case {Case}, message {Message}: it waits until somebody has looked")]
        public static partial void Withheld(ILogger logger, Intake.CaseId @case, string message);

        [LoggerMessage(6, LogLevel.Warning, "Case {Case}, message {Message}: whoever it is for had an automatic answer today already; it waits until somebody has looked")]
        public static partial void HeldBack(ILogger logger, Intake.CaseId @case, string message);

        [LoggerMessage(7, LogLevel.Information, "Case {Case}, message {Message}: it is not asked any more, and is not sent")]
        public static partial void NotAsked(ILogger logger, Intake.CaseId @case, string message);

        [LoggerMessage(3, LogLevel.Error, "Case {Case}, message {Message}: the committed draft is in no folder any more; whether it went out cannot be told, so it is not sent again")]
        public static partial void DraftIsGone(ILogger logger, Intake.CaseId @case, string message);
    }
}
