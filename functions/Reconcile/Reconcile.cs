using System.Globalization;
using Heldspace.Azure.Graph;
using Heldspace.Azure.Records;
using Heldspace.Functions.Hosting;
using Heldspace.Intake;
using Heldspace.Pathway;
using Heldspace.Services;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Heldspace.Functions.Reconcile;

/// <summary>
/// Takes up again whatever stands in <c>pending/</c> for long, and absences that nothing has come of, deletes drafts that nobody committed, and once a week holds what figures are counted from against the cases. Trigger: a timer every five minutes. Everything
/// it queues is harmless to do again.
/// </summary>
internal sealed partial class Reconcile(
    IntakeStore intake, Outbox outbox, Mailbox mailbox, Cases cases, Absences absences, CoverAbsence.MarkAbsence mark, CheckFacts checkFacts, ServiceDefinitions services, IOptions<HostingOptions> options, IClock clock,
    ILogger<Reconcile> logger)
{
    /// <summary>A mark without content: its mail is still in the inbox, its form was answered with an error.</summary>
    private static readonly Duration EmptyMarkAge = Duration.FromHours(24);

    private readonly Duration patience = Duration.FromTimeSpan(options.Value.Patience);

    /// <summary>When this was last done here; null after a start: who does not know how long nothing ran takes everything up once.</summary>
    private Instant? before;

    public async Task Handle(CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        await TakeUpPending(now, cancellation);
        before = now;
        foreach (var service in services.All)
        {
            await DeleteOrphanDrafts(service, cancellation);
            await TakeUpAbsences(service, cancellation);
        }

        foreach (var service in services.All)
        {
            try
            {
                await checkFacts.Handle(service, cancellation);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                // Holds up no other service, and is tried again in five minutes.
                Log.FactsLater(logger, service.Id, fault);
            }
        }
    }

    /// <summary>What somebody did with an absence and nothing has come of yet: it may never have been queued.</summary>
    private async Task TakeUpAbsences(ServiceDefinition service, CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        foreach (var absence in await absences.All(service.Id, cancellation))
        {
            if (!absence.Settled && now - (absence.TouchedAt ?? absence.MarkedAt) >= patience)
            {
                await mark.Queue(absence, string.Create(CultureInfo.InvariantCulture, $":{now.ToUnixTimeSeconds()}"), cancellation);
            }
        }
    }

    private async Task TakeUpPending(Instant now, CancellationToken cancellation)
    {
        await foreach (var (serviceId, id, since) in intake.Pending(cancellation))
        {
            if (now - since < patience || services.Find(serviceId) is not { } service)
            {
                continue;
            }

            var kept = await intake.Read(service.Id, id, cancellation);
            if (kept is null)
            {
                if (now - since > EmptyMarkAge)
                {
                    await intake.Done(service.Id, id, cancellation);
                }

                continue;
            }

            // In an outage every mark would be sent round at every tick; so the pauses double: after 5 minutes, 10, 20, 40 … A tick that never came must not
            // make a mark wait for the next of these, which may be days away.
            var round = Round(now - since);
            if (before is { } last && last - since >= patience && Round(last - since) == round)
            {
                continue;
            }

            Log.TakenUp(logger, id);
            var again = string.Create(CultureInfo.InvariantCulture, $"again:{round}");
            await outbox.Send(
                QueueNames.Referrals, kept.As == KeptAs.Roster ? new RosterArrived(service.Id, id) { Again = again } : new ReferralArrived(service.Id, id, kept.Channel) { Again = again }, cancellation);
        }
    }

    private int Round(Duration age) => (int)Math.Floor(Math.Log2(age / patience));

    private async Task DeleteOrphanDrafts(ServiceDefinition service, CancellationToken cancellation)
    {
        var sender = service.Mailboxes[0];
        foreach (var draft in await mailbox.DraftsWithMarker(sender, cancellation))
        {
            var split = draft.Marker.IndexOf(':', StringComparison.Ordinal);
            if (clock.GetCurrentInstant() - draft.Created < patience || split < 0 || CaseId.TryParse(draft.Marker[..split]) is not { } id)
            {
                continue;
            }

            var message = (await cases.Read(service.Id, id, cancellation))?.File.Messages.FirstOrDefault(other => other.Id == draft.Marker[(split + 1)..]);
            if (message is { State: MessageState.Drafted, DraftId: { } committed } && committed == draft.Id)
            {
                continue;
            }

            Log.OrphanDraft(logger, id);
            await mailbox.DeleteDraft(sender, draft.Id, cancellation);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Intake} has been waiting for long and is taken up again")]
        public static partial void TakenUp(ILogger logger, IntakeId intake);

        [LoggerMessage(2, LogLevel.Information, "A draft of case {Case} that was never committed is deleted")]
        public static partial void OrphanDraft(ILogger logger, CaseId @case);

        [LoggerMessage(3, LogLevel.Error, "What the figures of {Service} are counted from could not be held against its cases; it is tried again at the next tick")]
        public static partial void FactsLater(ILogger logger, string service, Exception fault);
    }
}
