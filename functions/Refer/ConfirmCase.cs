using Heldspace.Azure.Records;
using Heldspace.Functions.Hosting;
using Heldspace.Intake;
using Heldspace.Pathway;
using Heldspace.Services;
using NodaTime;

namespace Heldspace.Functions.Refer;

/// <summary>Confirms every case of a form, and sends on what follows. Doing it again changes nothing.</summary>
internal sealed class ConfirmCase(Links links, Cases cases, IntakeStore store, CaseQueue queue, ActEffects effects, IClock clock)
{
    public async Task<ConfirmOutcome> Confirm(string token, CancellationToken cancellation)
    {
        if (await links.FindConfirm(token, cancellation) is not var (service, intake))
        {
            return ConfirmOutcome.Expired;
        }

        // The mark stands before anything changes: a crash in between is taken up from it.
        await store.Reopen(service.Id, intake, cancellation);
        for (var (ordinal, siblings) = (1, 1); ordinal <= siblings; ordinal++)
        {
            if (await One(service, CaseId.Of(intake, ordinal), cancellation) is not { } confirmed)
            {
                return ConfirmOutcome.Expired;
            }

            siblings = confirmed.Siblings;
        }

        return ConfirmOutcome.Confirmed;
    }

    private async Task<Case?> One(ServiceDefinition service, CaseId id, CancellationToken cancellation)
    {
        for (var tries = 0; tries < 10; tries++)
        {
            if (await cases.Read(service.Id, id, cancellation) is not { } stored)
            {
                return null;
            }

            var change = Pathway.ConfirmReferral.Confirm(service, stored.File, clock.GetCurrentInstant());
            var wasClosed = change is not null && stored.File.Case.State == CaseState.Closed;
            var current = change is null ? stored : await cases.Commit(stored, wasClosed ? change.ToBeFollowed() : change, cancellation);
            if (current is null)
            {
                continue;
            }

            if (wasClosed)
            {
                // Somebody had said that it was no referral, and it was counted and listed as none.
                await effects.After(service, current, change!, cancellation);
            }

            if (current.File.Current is { } appointment)
            {
                await queue.Allocation(service, current.File, appointment, "confirm", cancellation);
            }

            await queue.Messages(service, current.File, cancellation);
            return current.File.Case;
        }

        throw new Contended("The case changed again and again.");
    }
}
