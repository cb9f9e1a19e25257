using Heldspace.Functions.Hosting;
using Heldspace.Intake;

namespace Heldspace.Functions.Refer;

/// <summary>Keeps a form that was sent, as received, and queues it. From here on nothing is lost: what cannot be queued now is taken up from its mark.</summary>
internal sealed partial class KeepReferral(IntakeStore intake, Links links, Outbox outbox, ILogger<KeepReferral> logger)
{
    /// <summary>Keeps the form. Keeping it twice is keeping it once.</summary>
    /// <returns>The token of its receipt page, the same for the same form.</returns>
    public async Task<string> Keep(ReceivedForm form, CancellationToken cancellation)
    {
        var id = IntakeStore.IdOf(form.ReceivedAt, form.Service, "form", form.Submission);
        await Task.WhenAll(
            intake.KeepForm(id, form, cancellation),
            links.KeepReceipt(form.Service, id, cancellation));
        try
        {
            await outbox.Send(QueueNames.Referrals, new ReferralArrived(form.Service, id, Channel.Form), cancellation);
        }
        catch (Exception fault) when (Transience.Of(fault) is not null)
        {
            Log.NotQueued(logger, id, fault);
        }

        return links.ReceiptToken(form.Service, id);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Intake} is kept and could not be queued; it is taken up within minutes")]
        public static partial void NotQueued(ILogger logger, IntakeId intake, Exception fault);
    }
}
