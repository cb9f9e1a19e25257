using Heldspace.Azure.Graph;
using Heldspace.Azure.Records;
using Heldspace.Functions.Hosting;
using Heldspace.Intake;
using Heldspace.Pathway;
using Heldspace.Services;
using NodaTime;

namespace Heldspace.Functions.ReceiveReferral;

/// <summary>
/// Takes a mail about a case that is there to that case. Found by the reference in it, or by the conversation it belongs to; never by a name. What tells of
/// another child is a referral of its own.
/// </summary>
internal sealed class TakeReplies(Cases cases, Lookups lookups, IntakeStore intake, ActEffects effects, IClock clock)
{
    private const int MostTries = 10;

    /// <summary>False where it is about no case that is there, so that it is a referral.</summary>
    public async Task<bool> Take(ServiceDefinition service, ReceivedMail mail, Referral referral, string? again, CancellationToken cancellation)
    {
        // A mail that did not come from whom it names changes no case.
        if (referral.Sender == SenderVerdict.Failed || await Find(service, mail, referral, cancellation) is not var (found, how))
        {
            return false;
        }

        if (how == Link.Same)
        {
            await Settled(service, referral.Intake, found.File.Case, how, cancellation);
            return true;
        }

        var reply = ReadReply.Read(mail, service, referral.Intake, referral);
        found = await OfWhom(service, found, reply.Said, cancellation);
        var bySender = reply.From == found.File.Case.Referrer.Email;
        if (referral.Children.Length > 1 || TakeReply.IsAboutAnother(found.File.Case, reply.Said) || (!bySender && (how == Link.Conversation || Tells(reply))))
        {
            return false;
        }

        StoredCase? stored = found;
        for (var tries = 0; stored is not null && tries < MostTries; tries++)
        {
            if (TakeReply.Decide(service, stored.File, reply, clock.GetCurrentInstant()) is not { } change)
            {
                // It was taken before; what follows may not all have been.
                await effects.Again(service, stored, again ?? "reply", cancellation);
                await Settled(service, referral.Intake, stored.File.Case, how, cancellation);
                return true;
            }

            if (await cases.Commit(stored, change.ToBeFollowed(), cancellation) is { } committed)
            {
                await effects.After(service, committed, change, cancellation);
                await Settled(service, referral.Intake, committed.File.Case, how, cancellation);
                return true;
            }

            stored = await cases.Read(service.Id, stored.File.Case.Id, cancellation);
        }

        throw new Contended("The case changed again and again.");
    }

    /// <summary>Of several children who came with one mail, the one that is named now; else the one that was found.</summary>
    private async Task<StoredCase> OfWhom(ServiceDefinition service, StoredCase found, Child said, CancellationToken cancellation)
    {
        var record = found.File.Case;
        for (var ordinal = 1; ordinal <= record.Siblings && TakeReply.IsAboutAnother(record, said); ordinal++)
        {
            if (ordinal != record.Id.Ordinal && await cases.Read(service.Id, CaseId.Of(record.Id.Intake, ordinal), cancellation) is { } sibling && !TakeReply.IsAboutAnother(sibling.File.Case, said))
            {
                return sibling;
            }
        }

        return found;
    }

    /// <summary>Somebody else who names a child with a date of birth or a number refers one, whatever they quote.</summary>
    private static bool Tells(Reply reply) =>
        reply.Said.Value(Fields.NhsNumber) is not null || (reply.Said.Value(Fields.GivenName) is not null && reply.Said.Value(Fields.DateOfBirth) is not null);

    private async Task<(StoredCase Stored, Link How)?> Find(ServiceDefinition service, ReceivedMail mail, Referral referral, CancellationToken cancellation)
    {
        foreach (var reference in ReadReply.References(mail))
        {
            if (await lookups.ByReference(service.Id, reference, cancellation) is { } id && await cases.Read(service.Id, id, cancellation) is { } byReference)
            {
                return (byReference, Link.Reference);
            }
        }

        var own = CaseId.Of(referral.Intake, 1);
        var first = referral.Thread is { } thread ? await lookups.ClaimThread(service.Id, thread, own, cancellation) : own;
        if (first == own || await cases.Read(service.Id, first, cancellation) is not { } stored)
        {
            return null;
        }

        var same = await intake.Read(service.Id, first.Intake, cancellation) is { As: KeptAs.Mail } kept && ReadReply.IsSame(mail, MailJson.Parse(kept.Content));
        return same ? (stored, Link.Same) : ReadReply.IsAnswer(mail) ? (stored, Link.Conversation) : null;
    }

    /// <summary>Notes that it is no referral of its own, and takes its mark away: messages that follow are queued, or stand under the case's own mark.</summary>
    private async Task Settled(ServiceDefinition service, IntakeId mail, Case record, Link how, CancellationToken cancellation)
    {
        await intake.Ignore(service.Id, mail, how == Link.Same ? IntakeStore.SameAgain : $"about {record.Reference}", cancellation, record.Id);
        await intake.Done(service.Id, mail, cancellation);
    }

    /// <summary>How a mail leads to a case.</summary>
    private enum Link
    {
        Reference,
        Conversation,

        /// <summary>It is the very mail that the case came from.</summary>
        Same,
    }
}
