using Heldspace.Azure.Records;
using Heldspace.Functions.Hosting;
using Heldspace.Measures;
using Heldspace.Measures.Asking;
using Heldspace.Services;
using NodaTime;

namespace Heldspace.Functions.SendDueMessages;

/// <summary>
/// Asks people how things are going, and reminds them. What is asked stands in the case before it goes out; a professional who is asked about several children is
/// looked up in the ledger, so that the limit holds for them over all cases.
/// </summary>
internal sealed class AskPeople(Cases cases, AskedPeople asked, Due due, CaseQueue queue, Keys keys, MeasureFiles measures)
{
    /// <summary>False where it has to be looked at again.</summary>
    public async Task<bool> Handle(ServiceDefinition service, StoredCase stored, Instant now, CancellationToken cancellation)
    {
        var what = AskHowItGoes.Decide(service, measures, stored.File, now);
        if (what.Change is { } first && Professionals(service, first.File.Asks.Except(stored.File.Asks)) is { Count: > 0 } people)
        {
            var elsewhere = new Dictionary<string, IReadOnlyList<Instant>>(StringComparer.Ordinal);
            foreach (var (address, hash) in people)
            {
                elsewhere[address] = await asked.Elsewhere(service.Id, hash, stored.File.Case.Id, now, cancellation);
            }

            what = AskHowItGoes.Decide(service, measures, stored.File, now, elsewhere);
        }

        var current = stored;
        if (what.Change is { } change)
        {
            if (await cases.Commit(stored, change, cancellation) is not { } committed)
            {
                return false;
            }

            current = committed;
        }

        // After a crash the change stands and what follows may not: it is done again, and harmless.
        var recent = current.File.Asks.Where(ask => now - ask.OpenedAt < Duration.FromDays(1)).ToList();
        foreach (var ask in recent)
        {
            if (Professionals(service, [ask]) is [var (_, hash)])
            {
                await asked.Note(service.Id, hash, current.File.Case.Id, ask.Id, ask.OpenedAt, cancellation);
            }
        }

        await queue.Messages(service, current.File, cancellation);
        if (what.Change is not null)
        {
            await due.PlanAsking(service, measures, current.File, now, cancellation);
        }
        else if (what.LookOn is { } on)
        {
            // Not looked at anew: only here it is known when a professional was asked about other children.
            await due.Plan(new(service.Id, DueKinds.Asking, on, current.File.Case.Id, "1"), now, cancellation);
        }

        return true;
    }

    private List<(string Address, string Hash)> Professionals(ServiceDefinition service, IEnumerable<Ask> asks) =>
    [
        .. asks.Where(ask => ask.Respondent is { Role: Roles.SocialWorker or Roles.Teacher, By: AskBy.Email or AskBy.Text })
            .Select(ask => (ask.BoundTo, keys.Hash(keys.Current, service.Id, "asked", ask.BoundTo)))
            .Distinct(),
    ];
}
