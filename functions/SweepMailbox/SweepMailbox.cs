using Heldspace.Azure.Graph;
using Heldspace.Azure.Records;
using Heldspace.Functions.Hosting;
using Heldspace.Intake;
using Heldspace.Services;

namespace Heldspace.Functions.SweepMailbox;

/// <summary>
/// Finds new mail. Trigger: a timer every minute, and a hint of the webhook in between. Reads the changes of the inbox since last time, keeps each
/// mail as it was received, queues it, and moves it to <em>Processed</em>. Removed last: the mail from the inbox.
/// </summary>
internal sealed partial class SweepMailbox(
    Mailbox mailbox, IntakeStore intake, Outbox outbox, Cursors cursors, ServiceDefinitions services, ILogger<SweepMailbox> logger)
{
    public const string Processed = "Processed";

    /// <summary>Sweeps every mailbox; one that fails does not hold up the others, but fails the run.</summary>
    public Task HandleAll(CancellationToken cancellation) =>
        Task.WhenAll(services.All.SelectMany(service => service.Mailboxes.Select(address => Handle(service, address, cancellation))));

    public async Task Handle(ServiceDefinition service, EmailAddress address, CancellationToken cancellation)
    {
        var cursorKind = $"{service.Id}:delta";
        var cursorName = $"{address}:{Mailbox.Inbox}";
        var cursor = await cursors.Read(cursorKind, cursorName, cancellation);
        var link = cursor?.Value;
        var faults = new List<Exception>();
        for (var more = true; more;)
        {
            var changes = await mailbox.Changes(address, Mailbox.Inbox, link, cancellation);
            if (changes is MailboxChanges.StartOver)
            {
                Log.StartedOver(logger, service.Id);
                changes = await mailbox.Changes(address, Mailbox.Inbox, null, cancellation);
            }

            if (changes is not MailboxChanges.Changes found)
            {
                throw new Contended("The mailbox asks to start over again and again.");
            }

            foreach (var mail in found.Messages)
            {
                try
                {
                    await Take(service, address, mail, cancellation);
                }
                catch (Exception fault) when (fault is not OperationCanceledException)
                {
                    // The mails behind it have their turn. The cursor stays in front of it, so that it is met again.
                    Log.NotTaken(logger, service.Id, fault);
                    faults.Add(fault);
                }
            }

            (more, link) = (found.More, found.NextDeltaLink);
            if (faults.Count == 0 && link != cursor?.Value)
            {
                if (!await cursors.Move(cursorKind, cursorName, cursor, link, cancellation))
                {
                    // Another sweep of the same mailbox was faster. What both saw was kept once, under one id.
                    Log.OvertakenBy(logger, service.Id);
                    return;
                }

                cursor = more ? await cursors.Read(cursorKind, cursorName, cancellation) : cursor;
            }
        }

        if (faults.Count > 0)
        {
            throw faults.Find(fault => Transience.Of(fault) is not null) ?? faults[0];
        }
    }

    private async Task Take(ServiceDefinition service, EmailAddress address, ArrivedMail mail, CancellationToken cancellation)
    {
        var id = IntakeStore.IdOf(mail.Mail.ReceivedAt, service.Id, address.Text, mail.Id);
        await intake.KeepMail(service.Id, id, mail.Json, cancellation);
        await outbox.Send(QueueNames.Referrals, new ReferralArrived(service.Id, id, Channel.Mail), cancellation);
        await mailbox.Move(address, mail.Id, Processed, cancellation);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The delta token of a mailbox of {Service} has expired: its inbox is read from the start; what was kept before is recognised")]
        public static partial void StartedOver(ILogger logger, string service);

        [LoggerMessage(3, LogLevel.Error, "A mail to {Service} could not be kept yet; it stays in the inbox and is met again")]
        public static partial void NotTaken(ILogger logger, string service, Exception fault);

        [LoggerMessage(2, LogLevel.Information, "Another sweep of a mailbox of {Service} moved on meanwhile; nothing is lost by that")]
        public static partial void OvertakenBy(ILogger logger, string service);
    }
}
