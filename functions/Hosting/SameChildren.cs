using System.Collections.Immutable;
using Heldspace.Azure.Records;
using Heldspace.Intake;
using Heldspace.Intake.Matching;
using Heldspace.Pathway;
using Heldspace.Services;
using NodaTime;

namespace Heldspace.Functions.Hosting;

/// <param name="MaybeSame">Open cases of other referrals that may be of the same child.</param>
/// <param name="Stands">Whether one of them is known to come from whom it names.</param>
/// <param name="Again">Whether one that would have to be compared is not there yet.</param>
internal sealed record FoundSame(ImmutableArray<MaybeSame> MaybeSame, bool Stands, bool Again)
{
    public static FoundSame None { get; } = new([], false, false);
}

/// <summary>Finds cases of other referrals that may be of the same child, and asks a person.</summary>
internal sealed class SameChildren(Lookups lookups, Cases cases, CaseActs acts, Due due, IClock clock)
{
    private static readonly Duration Meanwhile = Duration.FromMinutes(2);

    /// <summary>
    /// For a case that is about to be opened. One of several that come at the same moment always learns of the other; what failed its sender's check is
    /// compared with nobody before a person has looked.
    /// </summary>
    public Task<FoundSame> Find(ServiceDefinition service, Referral referral, Child child, CancellationToken cancellation) =>
        referral.Sender is SenderVerdict.Failed or SenderVerdict.Junk || referral.Beside is not null
            ? Task.FromResult(FoundSame.None)
            : Find(service, CaseId.Of(referral.Intake, child.Ordinal), child, cancellation);

    /// <summary>After a case was opened: the other case says it too, and what waits for a word does not wait for ever. Doing it again changes nothing.</summary>
    public async Task Follow(ServiceDefinition service, CaseFile file, FoundSame found, CancellationToken cancellation)
    {
        var (record, now) = (file.Case, clock.GetCurrentInstant());
        await due.PlanSame(service, record, now, cancellation);
        if (found.Again)
        {
            await due.Plan(new(service.Id, DueKinds.CompareAgain, now + Meanwhile, record.Id, "1"), now, cancellation);
        }

        await TellOthers(service, record, cancellation);
    }

    /// <summary>What is due of it.</summary>
    public async Task Handle(ServiceDefinition service, string kind, CaseFile file, CancellationToken cancellation)
    {
        if (kind == DueKinds.SameUndecided)
        {
            _ = await acts.Do(service, file.Case.Id, new Act.NobodySaidWhetherSame { By = ChooseKeyWorker.ByService }, cancellation);
            return;
        }

        if (!ProposeMerge.IsOpenTo(file.Case))
        {
            return;
        }

        foreach (var other in (await Find(service, file.Case.Id, file.Case.Child, cancellation)).MaybeSame)
        {
            _ = await acts.Do(service, file.Case.Id, new Act.NoteSame(other) { By = ChooseKeyWorker.ByService }, cancellation);
        }

        if (await cases.Read(service.Id, file.Case.Id, cancellation) is { } noted)
        {
            await TellOthers(service, noted.File.Case, cancellation);
        }
    }

    private async Task TellOthers(ServiceDefinition service, Case record, CancellationToken cancellation)
    {
        foreach (var other in record.MaybeSame.Where(other => other.TwoBy is null))
        {
            _ = await acts.Do(service, other.Case, new Act.NoteSame(new(record.Id, record.Reference, other.Reasons)) { By = ChooseKeyWorker.ByService }, cancellation);
        }
    }

    private async Task<FoundSame> Find(ServiceDefinition service, CaseId id, Child child, CancellationToken cancellation)
    {
        var found = ImmutableArray.CreateBuilder<MaybeSame>();
        var (stands, again) = (false, false);
        foreach (var candidate in await lookups.ClaimMatch(service.Id, MatchKeys.Of(child), id, cancellation))
        {
            // Children of one referral are told apart by who wrote it.
            if (candidate.Intake == id.Intake)
            {
                continue;
            }

            var other = (await cases.Read(service.Id, candidate, cancellation))?.File.Case;
            again |= other is null;
            if (other is null || SameChild.Compare(child, other.Child) is not Match.Proposed(var reasons))
            {
                continue;
            }

            var goesOn = other.MergedInto is { } merged ? (await cases.Read(service.Id, merged.Case, cancellation))?.File.Case : other;

            // Of two that wait for each other neither would ever get a place: one that waits for this very case keeps this one from nothing.
            if (goesOn is not null && ProposeMerge.IsOpenTo(goesOn) && goesOn.Id != id && found.All(known => known.Case != goesOn.Id)
                && !(goesOn.State == CaseState.PossibleDuplicate && goesOn.MaybeSame.Any(known => known.Case == id)))
            {
                found.Add(new(goesOn.Id, goesOn.Reference, reasons));
                stands |= ProposeMerge.Stands(goesOn);
            }
        }

        return new(found.ToImmutable(), stands, again);
    }
}
