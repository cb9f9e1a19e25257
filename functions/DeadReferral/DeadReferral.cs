using Heldspace.Azure.Graph;
using Heldspace.Functions.Hosting;
using Heldspace.Intake;
using Heldspace.Json;
using Heldspace.Services;
using NodaTime;

namespace Heldspace.Functions.DeadReferral;

/// <summary>
/// A referral that could not be read at all is still a referral: its case is opened with nothing known, a provisional place is held, a person is told.
/// Trigger: the dead letters of <c>referrals</c>. Removed last: the dead letter. The mail stays in <c>intake/</c>.
/// </summary>
internal sealed partial class DeadReferral(
    IntakeStore intake, ReceiveReferral.ReceiveReferral receive, TakeRoster.TakeRoster rosters, ServiceDefinitions services, IClock clock, ILogger<DeadReferral> logger)
{
    public async Task Handle(QueuedWork message, CancellationToken cancellation)
    {
        if (message is QuarantinedForm form)
        {
            await receive.Handle(form, cancellation);
            return;
        }

        if (message is RosterArrived roster)
        {
            await rosters.GiveUp(roster, cancellation);
            return;
        }

        if (message is not ReferralArrived referral)
        {
            // A hint: the timers look anyway.
            Log.Hint(logger, message.Id);
            return;
        }

        var service = services.Require(referral.Service);
        if (await intake.Read(service.Id, referral.Intake, cancellation) is not { } kept)
        {
            return;
        }

        try
        {
            // Most dead letters died of an outage, and can be read by now.
            await receive.Handle(referral with { Again = "dead" }, cancellation);
            return;
        }
        catch (Exception fault) when (fault is not OperationCanceledException && Transience.Of(fault) is null)
        {
            Log.Unreadable(logger, referral.Intake, fault);
        }

        var now = clock.GetCurrentInstant();
        var mail = Mail(kept);
        await receive.Open(
            service,
            new Referral
            {
                Service = service.Id,
                Intake = referral.Intake,
                Channel = kept.Channel,
                ReceivedAt = mail?.ReceivedAt ?? ReceivedAt(kept) ?? now,
                Referrer = new(null, null, null, null, null, Trusted: false),
                Children = [Child.Empty(1)],
                Sender = mail is { IsJunk: true } ? SenderVerdict.Junk : SenderVerdict.Verified,
                Unread = ["the whole referral: open it in the mailbox"],
            },
            "dead",
            cancellation);
    }

    /// <summary>Null where it is none, or cannot even be opened.</summary>
    private static ReceivedMail? Mail(KeptIntake kept)
    {
        try
        {
            return kept.As == KeptAs.Mail ? MailJson.Parse(kept.Content) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static Instant? ReceivedAt(KeptIntake kept)
    {
        try
        {
            return kept.As switch
            {
                KeptAs.Asked => HeldspaceJson.Read<AskedFor>(kept.Content.Span).ReceivedAt,
                KeptAs.Mail => null,
                KeptAs.More => HeldspaceJson.Read<ReceivedMore>(kept.Content.Span).ReceivedAt,
                KeptAs.Text => HeldspaceJson.Read<ReceivedReply>(kept.Content.Span).ReceivedAt,
                KeptAs.Form => HeldspaceJson.Read<ReceivedForm>(kept.Content.Span).ReceivedAt,
                _ => throw new InvalidOperationException($"{kept.As} is no referral."),
            };
        }
        catch (Exception fault) when (fault is System.Text.Json.JsonException or FormatException)
        {
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Intake} could not be read; it is opened with nothing known, so that a person looks at it")]
        public static partial void Unreadable(ILogger logger, IntakeId intake, Exception fault);

        [LoggerMessage(2, LogLevel.Warning, "{Message} was given up; the timers look anyway")]
        public static partial void Hint(ILogger logger, string message);
    }
}
