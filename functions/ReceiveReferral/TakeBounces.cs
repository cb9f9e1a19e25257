using Heldspace.Azure.Graph;
using Heldspace.Azure.Records;
using Heldspace.Functions.Hosting;
using Heldspace.Intake;
using Heldspace.Pathway;
using Heldspace.Services;

namespace Heldspace.Functions.ReceiveReferral;

/// <summary>
/// Takes a report that a mail did not arrive to the case whose mail that was. Which it was is looked up in the mailbox that sent it, by what the mail was called on its way, and has to be the very one that
/// the case committed: nothing that a report says is believed beside that. Doing it again changes nothing.
/// </summary>
internal sealed partial class TakeBounces(Mailbox mailbox, Cases cases, CaseActs acts, ILogger<TakeBounces> logger)
{
    /// <returns>The case whose mail it was; null where it says nothing of any.</returns>
    public async Task<CaseId?> Take(ServiceDefinition service, IntakeId intake, ReceivedMail mail, CancellationToken cancellation)
    {
        if (ReadBounce.Of(mail) is not { } bounce)
        {
            return null;
        }

        foreach (var original in bounce.Originals)
        {
            if (await mailbox.FindSent(service.Mailboxes[0], original, cancellation) is not { } sent
                || sent.Marker.Split(':', 2) is not [var of, var message]
                || CaseId.TryParse(of) is not { } id
                || (await cases.Read(service.Id, id, cancellation))?.File.Messages.FirstOrDefault(other => other.Id == message && other.DraftId == sent.Id) is not { } returned
                || !bounce.IsAbout(returned.To))
            {
                continue;
            }

            Log.CameBack(logger, intake, id, message);
            _ = await acts.Do(service, id, (file, now) => Task.FromResult<Ruling>(TakeReturned.Decide(service, file, message, now) is { } change ? new Ruling.Do(change) : new Ruling.Nothing()), cancellation);
            return id;
        }

        Log.OfNothing(logger, intake);
        return null;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Intake} says that message {Message} of case {Case} did not arrive")]
        public static partial void CameBack(ILogger logger, IntakeId intake, CaseId @case, string message);

        [LoggerMessage(2, LogLevel.Information, "{Intake} says that a mail did not arrive, and no mail of a case is that one")]
        public static partial void OfNothing(ILogger logger, IntakeId intake);
    }
}
