using Heldspace.Azure.Graph;
using Heldspace.Azure.Records;
using Heldspace.Functions.Hosting;
using Heldspace.Intake;
using Heldspace.Pathway;
using Heldspace.Services;

namespace Heldspace.Functions.ReceiveReferral;

/// <summary>
/// Takes a mail about a case that is there to that case. Found by the reference in it, or by the conversation it belongs to; never by a name. What tells of
/// another child is a referral of its own, and so is what comes after a case was closed.
/// </summary>
internal sealed class TakeReplies(Cases cases, Lookups lookups, IntakeStore intake, CaseActs acts)
{
    /// <returns>The case that it was taken to; null where it is about no case that is there, so that it is a referral.</returns>
    public async Task<CaseId?> Take(ServiceDefinition service, ReceivedMail mail, MailTexts texts, Referral referral, CancellationToken cancellation)
    {
        // A mail that did not come from whom it names changes no case, and none out of Junk does.
        if (referral.Sender is SenderVerdict.Failed or SenderVerdict.Junk || await Find(service, mail, referral, cancellation) is not var (found, how))
        {
            return null;
        }

        if (how != Link.Same)
        {
            var reply = ReadReply.Read(mail, texts, service, referral.Intake, referral);
            found = await OfWhom(service, found, reply.Said, cancellation);
            var record = found.File.Case;
            var bySender = reply.From == record.Referrer.Email;
            if (referral.Children.Length > 1 || TakeReply.IsAboutAnother(record, reply.Said) || (!bySender && (how == Link.Conversation || Tells(reply))) || (record.State is not (CaseState.Open or CaseState.PossibleDuplicate or CaseState.Merged) && !reply.IsThanks))
            {
                return null;
            }

            _ = await acts.Do(service, record.Id, new Act.Write(reply) { By = TakeReply.By }, cancellation);
        }

        await intake.Ignore(service.Id, referral.Intake, how == Link.Same ? IntakeStore.SameAgain : $"about {found.File.Case.Reference}", cancellation, found.File.Case.Id);
        await intake.Done(service.Id, referral.Intake, cancellation);
        return found.File.Case.Id;
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

    /// <summary>How a mail leads to a case.</summary>
    private enum Link
    {
        Reference,
        Conversation,

        /// <summary>It is the very mail that the case came from.</summary>
        Same,
    }
}
