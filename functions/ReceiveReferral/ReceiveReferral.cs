using Heldspace.Azure.Graph;
using Heldspace.Azure.Records;
using Heldspace.Functions.Hosting;
using Heldspace.Intake;
using Heldspace.Json;
using Heldspace.Pathway;
using Heldspace.Services;
using NodaTime;

namespace Heldspace.Functions.ReceiveReferral;

/// <summary>
/// Reads what came in and opens a case for each child. Trigger: queue <c>referrals</c>. Removed last: the message; the mark in <c>pending/</c> stays
/// until everything that follows is done. Doing it again opens nothing twice and sends on whatever may not have been sent.
/// </summary>
internal sealed partial class ReceiveReferral(
    IntakeStore intake, ReceivedFiles files, SendDueMessages.LookAtFiles checks, TakeReplies replies, TakeMore more, TakeBounces bounces, TakeTexts texts, SameChildren same, Cases cases, Lookups lookups, Due due, KeepFacts keepFacts, OpenCases openCases, Links links, CaseQueue queue, ActEffects effects, Refer.Quarantine quarantine,
    ServiceDefinitions services, IClock clock, ILogger<ReceiveReferral> logger)
{
    public async Task Handle(ReferralArrived message, CancellationToken cancellation)
    {
        var service = services.Require(message.Service);
        var kept = await intake.Read(service.Id, message.Intake, cancellation);
        if (kept is null)
        {
            Log.NothingKept(logger, message.Intake);
            return;
        }

        if (kept.As == KeptAs.More)
        {
            await more.Take(service, message.Intake, HeldspaceJson.Read<ReceivedMore>(kept.Content.Span), cancellation);
            return;
        }

        if (kept.As == KeptAs.Text)
        {
            var text = HeldspaceJson.Read<ReceivedReply>(kept.Content.Span);
            if (!await texts.Take(service, message.Intake, text, cancellation))
            {
                await Open(service, text.AsReferral(message.Intake), message.Again, cancellation);
            }

            return;
        }

        var mail = kept.As == KeptAs.Mail ? MailJson.Parse(kept.Content) : null;
        var written = mail is null ? null : MailTexts.Of(mail, service);
        switch (mail is not null && written is not null ? ReadMail.Read(mail, written, service, message.Intake) : new MailReading.IsReferral(await Read(kept, service, message.Intake, cancellation)))
        {
            case MailReading.IsReferral(var referral):
                if (mail is not null)
                {
                    await files.Keep(service.Id, message.Intake, mail, cancellation);
                }

                var about = mail is null || written is null ? null : await replies.Take(service, mail, written, referral, cancellation);
                if (about is null)
                {
                    await Open(service, referral, message.Again, cancellation);
                }

                if (ReceivedFiles.Of(service.Id, message.Intake, kept).Any(file => file.Blob is not null))
                {
                    await checks.Plan(service, about ?? CaseId.Of(message.Intake, 1), message.Intake, clock.GetCurrentInstant(), cancellation);
                }

                break;

            case MailReading.Ignored(var reason):
                Log.Ignored(logger, message.Intake, reason);
                await intake.Ignore(service.Id, message.Intake, reason, cancellation, reason == Noise.Bounced && mail is not null ? await bounces.Take(service, message.Intake, mail, cancellation) : null);
                await intake.Done(service.Id, message.Intake, cancellation);
                break;
        }
    }

    /// <summary>Opens the cases of a referral, and sends on what they need.</summary>
    public async Task Open(ServiceDefinition service, Referral referral, string? again, CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        var keepLinks = KeepLinks(service, referral, again, cancellation);
        foreach (var child in referral.Children)
        {
            var id = CaseId.Of(referral.Intake, child.Ordinal);
            var claiming = lookups.ClaimReference(service.Id, id, cancellation);
            var comparing = same.Find(service, referral, child, cancellation);
            var (reference, found) = (await claiming, await comparing);
            var opened = OpenCase.Decide(service, referral, child, reference, now, found.MaybeSame, found.Stands);
            var file = opened.File;
            if (!await cases.Open(opened, cancellation))
            {
                var stored = await cases.Read(service.Id, id, cancellation) ?? throw new Contended("A case that exists cannot be read.");
                file = stored.File;
                if (again is not null)
                {
                    // The mark may stand for an act on the case whose effects a crash cut short.
                    await effects.Again(service, stored, again, cancellation);
                }
            }

            // From here on the case stands, and nothing of this waits for anything else of it.
            await Task.WhenAll(
                same.Follow(service, file, found, cancellation),

                // Where a place is looked for it is written together with what came of that.
                file.Current is null ? keepFacts.Came(service, file, [Summaries.TellFacts.Received(file.Case)], cancellation) : Task.CompletedTask,
                openCases.Open(file, cancellation),
                PlanConfirmation(service, file.Case, now, cancellation),
                due.PlanClimb(service, file.Case, now, cancellation),
                file.Current is { } appointment ? queue.Allocation(service, file, appointment, "hold", cancellation, again) : Task.CompletedTask,
                queue.Messages(service, file, cancellation, again));
        }

        await keepLinks;
    }

    /// <summary>Opens the case of a quarantined form, for a person to look at.</summary>
    public async Task Handle(QuarantinedForm message, CancellationToken cancellation)
    {
        var service = services.Require(message.Service);
        if (await quarantine.Read(message.Submission, cancellation) is not { } form)
        {
            return;
        }

        var id = IntakeStore.IdOf(form.ReceivedAt, service.Id, "quarantine", form.Submission);
        var referral = ReadForm.Read(form, service, id, await files.Read(form, cancellation));
        var reference = await lookups.ClaimReference(service.Id, CaseId.Of(id, 1), cancellation);
        var opened = OpenCase.Quarantine(service, referral, reference, clock.GetCurrentInstant());
        _ = await cases.Open(opened, cancellation);

        // Not before the case stands: what is kept is taken up as a referral wherever there is none. What people do with the case is taken up from it too.
        await intake.KeepForm(id, form, cancellation);
        await openCases.Open(opened.File, cancellation);
        if (!form.Attachments.IsEmpty)
        {
            await checks.Plan(service, opened.File.Case.Id, id, clock.GetCurrentInstant(), cancellation);
        }

        await due.PlanClimb(service, opened.File.Case, clock.GetCurrentInstant(), cancellation);
        await links.KeepReceipt(service.Id, id, cancellation);
        await queue.Messages(service, opened.File, cancellation, message.Again);
    }

    private async Task<Referral> Read(KeptIntake kept, ServiceDefinition service, IntakeId id, CancellationToken cancellation)
    {
        switch (kept.As)
        {
            case KeptAs.Asked:
                return HeldspaceJson.Read<AskedFor>(kept.Content.Span).AsReferral(id);
            case KeptAs.Form:
                var form = HeldspaceJson.Read<ReceivedForm>(kept.Content.Span);
                return ReadForm.Read(form, service, id, await files.Read(form, cancellation));
            default:
                throw new InvalidOperationException($"{kept.As} is no referral.");
        }
    }

    /// <summary>A form kept its receipt link before it was queued; only what was taken up from its mark may lack it.</summary>
    private Task KeepLinks(ServiceDefinition service, Referral referral, string? again, CancellationToken cancellation) => Task.WhenAll(
        referral.Channel == Channel.Form && again is null ? Task.CompletedTask : links.KeepReceipt(service.Id, referral.Intake, cancellation),
        referral is { Channel: Channel.Form, Referrer: { Email: not null, Trusted: false } }
            ? links.KeepConfirm(service.Id, referral.Intake, cancellation)
            : Task.CompletedTask);

    private async Task PlanConfirmation(ServiceDefinition service, Case opened, Instant now, CancellationToken cancellation)
    {
        if (opened.ConfirmBy is { } by)
        {
            var remind = opened.ReceivedAt + Duration.FromHours(service.UnconfirmedHolds.RemindAfterHours);
            await due.Plan(new(service.Id, DueKinds.ConfirmReminder, remind, opened.Id, "1"), now, cancellation);
            await due.Plan(new(service.Id, DueKinds.HoldExpiry, by, opened.Id, "1"), now, cancellation);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Nothing is kept for {Intake}: it was queued before it was kept, or taken away since")]
        public static partial void NothingKept(ILogger logger, IntakeId intake);

        [LoggerMessage(2, LogLevel.Information, "{Intake} is no referral ({Reason}); it is kept and noted as ignored")]
        public static partial void Ignored(ILogger logger, IntakeId intake, string reason);
    }
}
