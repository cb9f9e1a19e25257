using Heldspace.Azure.Notify;
using Heldspace.Azure.Records;
using Heldspace.Functions.Hosting;
using Heldspace.Intake;
using Heldspace.Services;

namespace Heldspace.Functions.SweepMailbox;

/// <summary>
/// Finds text messages that came to the number ours come from. Each is kept as it came for every service that has sent one to that number, and queued; one from a number that none has sent any to is kept
/// for the first service, for a person to look. Removed last: nothing, but the cursor moves last, so that what a crash left is met again under the same ids.
/// </summary>
internal sealed partial class SweepTexts(TextMessages texts, IntakeStore intake, Outbox outbox, Lookups lookups, Cursors cursors, ServiceDefinitions services, ILogger<SweepTexts> logger)
{
    private const string Kind = "texts";
    private const string Name = "received";

    public async Task Handle(CancellationToken cancellation)
    {
        var cursor = await cursors.Read(Kind, Name, cancellation);
        var before = SweptTexts.Read(cursor?.Value);
        var found = await New(before, cancellation);
        if (found.Count == 0)
        {
            return;
        }

        // Oldest first, as they came.
        foreach (var text in found.Reverse())
        {
            await Keep(text, cancellation);
        }

        if (!await cursors.Move(Kind, Name, cursor, before.And(found).ToKeep(), cancellation))
        {
            // What both sweeps saw was kept once, under one id.
            Log.Overtaken(logger);
        }
    }

    /// <summary>What came since, newest first.</summary>
    private async Task<IReadOnlyList<ArrivedMessage>> New(SweptTexts before, CancellationToken cancellation)
    {
        var found = new List<ArrivedMessage>();
        for (string? olderThan = null; await texts.Received(olderThan, cancellation) is { Count: > 0 } page; olderThan = page[^1].Id)
        {
            found.AddRange(page.Where(before.IsNew));
            if (before.Ends(page[^1]))
            {
                break;
            }
        }

        return found;
    }

    private async Task Keep(ArrivedMessage text, CancellationToken cancellation)
    {
        var number = MobileNumber.Normal(text.From);
        var theirs = new List<ServiceDefinition>();
        foreach (var service in services.All)
        {
            if (await lookups.ByTexted(service.Id, number, cancellation) is { IsEmpty: false })
            {
                theirs.Add(service);
            }
        }

        foreach (var service in theirs.Count > 0 ? theirs : [services.All[0]])
        {
            var id = IntakeStore.IdOf(text.At, service.Id, Kind, text.Id);
            await intake.KeepText(id, new ReceivedReply { Service = service.Id, ReceivedAt = text.At, From = text.From, Words = text.Words }, cancellation);
            await outbox.Send(QueueNames.Referrals, new ReferralArrived(service.Id, id, Channel.Text), cancellation);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Another look for text messages moved on meanwhile; nothing is lost by that")]
        public static partial void Overtaken(ILogger logger);
    }
}
