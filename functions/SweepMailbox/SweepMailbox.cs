using Heldspace.Azure.Graph;
using Heldspace.Azure.Records;
using Heldspace.Functions.Hosting;
using Heldspace.Intake;
using Heldspace.Messages;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime.Text;

namespace Heldspace.Functions.SweepMailbox;

/// <summary>
/// Finds new mail, and new text messages beside it. Trigger: a timer every minute, and for mail a hint of the webhook in between. Reads the changes of the inbox and of Junk since last time, keeps each
/// mail as it was received with what is known of it beside, queues it, and moves it to <em>Processed</em>, out of Junk to <em>Set aside</em>. Removed last: the mail
/// from its folder.
/// </summary>
internal sealed partial class SweepMailbox(
    Mailbox mailbox, IntakeStore intake, Outbox outbox, Cursors cursors, SendOnce send, Links links, Keys keys, SweepTexts texts, ServiceDefinitions services, ILogger<SweepMailbox> logger)
{
    public const string Processed = "Processed";

    public const string SetAside = "Set aside";

    /// <summary>Sweeps every mailbox, and what came by text message; one that fails does not hold up the others, but fails the run.</summary>
    public Task HandleAll(CancellationToken cancellation) =>
        Task.WhenAll(services.All.SelectMany(service => service.Mailboxes.Select(address => Sweep(service, address, [Mailbox.Inbox, Mailbox.Junk], cancellation))).Append(texts.Handle(cancellation)));

    /// <summary>Something came into an inbox.</summary>
    public Task Handle(ServiceDefinition service, EmailAddress address, CancellationToken cancellation) => Sweep(service, address, [Mailbox.Inbox], cancellation);

    private async Task Sweep(ServiceDefinition service, EmailAddress address, IReadOnlyList<string> folders, CancellationToken cancellation)
    {
        var (kind, name) = ($"{service.Id}:delta", address.Text);
        var cursor = await cursors.Read(kind, name, cancellation);
        var swept = Swept.Read(cursor?.Value);
        var faults = new List<Exception>();
        foreach (var folder in folders)
        {
            var (link, before) = (swept.Link(folder), faults.Count);
            for (var more = true; more;)
            {
                MailboxChanges.Changes found;
                try
                {
                    found = await Changes(service, address, folder, link, cancellation);
                }
                catch (Exception fault) when (fault is not OperationCanceledException)
                {
                    // The other folder has its turn.
                    faults.Add(fault);
                    break;
                }

                foreach (var mail in found.Messages)
                {
                    try
                    {
                        swept = await Take(service, address, folder, mail, swept, cancellation);
                    }
                    catch (Exception fault) when (fault is not OperationCanceledException)
                    {
                        // The mails behind it have their turn. The cursor stays in front of it, so that it is met again.
                        Log.NotTaken(logger, service.Id, fault);
                        faults.Add(fault);
                    }
                }

                (more, link) = (found.More, found.NextDeltaLink);
                swept = faults.Count == before ? swept.With(folder, link) : swept;
                if (more && !await Move(goesOn: true))
                {
                    return;
                }
            }
        }

        if (await Move(goesOn: false) && faults.Count > 0)
        {
            throw faults.Find(fault => Transience.Of(fault) is not null) ?? faults[0];
        }

        async Task<bool> Move(bool goesOn)
        {
            var value = swept.ToKeep();
            if (value == cursor?.Value)
            {
                return true;
            }

            if (!await cursors.Move(kind, name, cursor, value, cancellation))
            {
                // Another sweep of the same mailbox was faster. What both saw was kept once, under one id.
                Log.OvertakenBy(logger, service.Id);
                return false;
            }

            cursor = goesOn ? await cursors.Read(kind, name, cancellation) : cursor;
            return true;
        }
    }

    private async Task<MailboxChanges.Changes> Changes(ServiceDefinition service, EmailAddress address, string folder, string? link, CancellationToken cancellation)
    {
        var changes = await mailbox.Changes(address, folder, link, cancellation);
        if (changes is MailboxChanges.StartOver)
        {
            Log.StartedOver(logger, service.Id, folder);
            changes = await mailbox.Changes(address, folder, null, cancellation);
        }

        return changes as MailboxChanges.Changes ?? throw new Contended("The mailbox asks to start over again and again.");
    }

    /// <returns>How far the mailbox is swept with this mail counted.</returns>
    private async Task<Swept> Take(ServiceDefinition service, EmailAddress address, string folder, ArrivedMail mail, Swept swept, CancellationToken cancellation)
    {
        var junk = folder == Mailbox.Junk;
        var (after, stopped) = (swept.Senders, false);
        if (!junk && Sender(service, mail.Mail) is { } sender)
        {
            (after, stopped) = swept.Senders.Count(sender, mail.Mail.ReceivedAt);
            if (stopped)
            {
                // Before the mail is taken: where nobody can be told it stays and is met again.
                await send.To(
                    service, Texts.RepliesStopped, LocalDatePattern.Iso.Format(London.Day(mail.Mail.ReceivedAt)), sender, service.Scheduler.Mailbox,
                    () => Compose.RepliesStopped(service, mail.Mail.ReceivedAt, links.Cases(service)), cancellation);
            }
        }

        var id = IntakeStore.IdOf(mail.Mail.ReceivedAt, service.Id, address.Text, mail.Id);
        await intake.KeepMail(service.Id, id, MailJson.Noted(mail.Json, junk, stopped), cancellation);
        await outbox.Send(QueueNames.Referrals, new ReferralArrived(service.Id, id, Channel.Mail), cancellation);
        await mailbox.Move(address, mail.Id, junk ? SetAside : Processed, cancellation);
        return swept with { Senders = after };
    }

    /// <summary>An opaque name. Whoever writes in another's name is another sender, so that nobody can silence us towards somebody; null where nothing is answered anyway.</summary>
    private string? Sender(ServiceDefinition service, ReceivedMail mail) => (mail.From, ReadVerdict.Of(mail)) switch
    {
        (null, _) or (_, SenderVerdict.Failed) => null,
        ({ } from, var verdict) => keys.Hash(keys.Current, service.Id, "sender", $"{verdict} {from.Text}")[..16],
    };

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The delta token of a mailbox of {Service} has expired: its folder {Folder} is read from the start; what was kept before is recognised")]
        public static partial void StartedOver(ILogger logger, string service, string folder);

        [LoggerMessage(3, LogLevel.Error, "A mail to {Service} could not be kept yet; it stays where it is and is met again")]
        public static partial void NotTaken(ILogger logger, string service, Exception fault);

        [LoggerMessage(2, LogLevel.Information, "Another sweep of a mailbox of {Service} moved on meanwhile; nothing is lost by that")]
        public static partial void OvertakenBy(ILogger logger, string service);
    }
}
