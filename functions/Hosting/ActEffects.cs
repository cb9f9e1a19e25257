using System.Globalization;
using Heldspace.Azure.Records;
using Heldspace.Intake;
using Heldspace.Measures;
using Heldspace.Pathway;
using Heldspace.Services;
using NodaTime;

namespace Heldspace.Functions.Hosting;

/// <summary>What follows from acts: derived rows, appointments to look for or give up, messages. Each is harmless to do again.</summary>
internal sealed class ActEffects(Cases cases, OpenCases open, KeepFacts tell, Due due, Links links, IntakeStore intake, CaseQueue queue, Settling settling, MeasureFiles measures, IClock clock)
{
    private const int MostTries = 10;

    /// <summary>Right after an act was committed, as one <see cref="Change.ToBeFollowed"/>.</summary>
    public Task After(ServiceDefinition service, StoredCase stored, Change change, CancellationToken cancellation)
    {
        var first = stored.File.Case.LastEvent - change.Events.Count + 1;
        if (stored.File.Case.Following is { } following && following.First < first)
        {
            // Somebody else's act stands before this one, and it is not known whether they came to the end of what follows from it.
            return Again(service, stored, string.Create(CultureInfo.InvariantCulture, $"event:{first}"), cancellation);
        }

        return Follow(service, stored, [.. change.Events.Select((happened, index) => (first + index, happened))], null, cancellation);
    }

    /// <summary>From the whole history, where a crash may have kept some of it from happening.</summary>
    public async Task Again(ServiceDefinition service, StoredCase stored, string again, CancellationToken cancellation)
    {
        var history = await cases.WholeHistory(service.Id, stored.File.Case.Id, cancellation);
        await Follow(service, stored, [.. history.Select((happened, index) => (index + 1, happened))], again, cancellation);
    }

    private async Task Follow(
        ServiceDefinition service, StoredCase stored, IReadOnlyList<(int Number, CaseEvent Event)> events, string? again, CancellationToken cancellation)
    {
        var file = stored.File;
        await Task.WhenAll(
            open.Keep(file, cancellation),
            tell.After(service, file, events, cancellation),
            PlanWhatIsDue(service, file, cancellation));
        if (file.Current is { State: AppointmentState.Held } held && events.Any(numbered => numbered.Event is CaseEvent.ContactsChecked))
        {
            // A link is bound to whom it was made for.
            await links.KeepAppointment(file.Case, held.Id, cancellation);
        }

        var vouched = events.Any(numbered => numbered.Event is CaseEvent.VouchedFor);
        if (vouched || events.Any(numbered => numbered.Event is CaseEvent.Replied { Added.IsEmpty: false } or CaseEvent.Corrected))
        {
            // Who the child is may be known better now.
            await due.Plan(new(service.Id, DueKinds.CompareAgain, clock.GetCurrentInstant(), file.Case.Id, "1"), clock.GetCurrentInstant(), cancellation);
        }

        await FollowMerging(service, stored, events.Select(numbered => numbered.Event), cancellation);

        // One that was vouched for gives its place among the unconfirmed back, whether or not anything else is to do for it.
        foreach (var appointment in file.Appointments.Where(other => NeedsWork(other) || (vouched && other == file.Current)))
        {
            var step = string.Create(CultureInfo.InvariantCulture, $"act:{file.Case.LastEvent}");
            await queue.Allocation(service, file, appointment, step, cancellation, again);
        }

        await queue.Messages(service, file, cancellation, again);
        await settling.CheckAgain(await Followed(stored, cancellation), cancellation);
    }

    /// <summary>What merging, or taking it back, changes in the other case.</summary>
    private async Task FollowMerging(ServiceDefinition service, StoredCase stored, IEnumerable<CaseEvent> events, CancellationToken cancellation)
    {
        var (record, now) = (stored.File.Case, clock.GetCurrentInstant());
        var happenings = events.ToList();
        foreach (var two in happenings.OfType<CaseEvent.TwoChildren>())
        {
            // Said on one page, it holds for both.
            await Elsewhere(service, two.Other, file => ProposeMerge.AreTwo(service, file, record.Id, two.By, now) is Ruling.Do(var change) ? change : null, cancellation);
        }

        foreach (var other in happenings.Select(happened => happened switch { CaseEvent.Merged merged => merged.Into, CaseEvent.MergeTakenBack back => back.From, _ => (CaseId?)null }).OfType<CaseId>().Distinct())
        {
            if (record.MergedInto?.Case != other)
            {
                await Elsewhere(service, other, file => MergeCases.GiveBack(service, file, record.Id, now), cancellation);
            }
            else if (await cases.Read(service.Id, other, cancellation) is { } into && MergeCases.CanTakeIn(into.File.Case, record.Id))
            {
                await Elsewhere(service, other, file => MergeCases.TakeIn(service, file, record, now), cancellation);
            }
            else
            {
                // Somebody merged the other one away at the same time: neither stands for the child then, and a person looks again.
                await Elsewhere(service, record.Id, file => MergeCases.TakeBack(file, ChooseKeyWorker.ByService, now) is Ruling.Do(var change) ? change : null, cancellation);
            }
        }
    }

    /// <summary>Changes a case because of what happened to another.</summary>
    private async Task Elsewhere(ServiceDefinition service, CaseId id, Func<CaseFile, Change?> decide, CancellationToken cancellation)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            if (await cases.Read(service.Id, id, cancellation) is not { } stored || decide(stored.File) is not { } change)
            {
                return;
            }

            await intake.Reopen(service.Id, id.Intake, cancellation);
            if (await cases.Commit(stored, change.ToBeFollowed(), cancellation) is { } committed)
            {
                await After(service, committed, change, cancellation);
                return;
            }
        }

        throw new Contended("The other case changed again and again.");
    }

    /// <summary>Takes the note back, unless there has been a further act since; where others commit again and again it stays, and <c>Reconcile</c> looks.</summary>
    private async Task<StoredCase> Followed(StoredCase stored, CancellationToken cancellation)
    {
        var last = stored.File.Case.Following?.Last;
        for (var tries = 0; tries < MostTries && last is not null && stored.File.Case.Following?.Last == last; tries++)
        {
            var done = Change.Of(stored.File with { Case = stored.File.Case with { Following = null } });
            stored = await cases.Commit(stored, done, cancellation)
                ?? await cases.Read(stored.File.Case.Service, stored.File.Case.Id, cancellation)
                ?? throw new Contended("A case that exists cannot be read.");
        }

        return stored;
    }

    private static bool NeedsWork(Appointment appointment) =>
        appointment.State is AppointmentState.Wanted or AppointmentState.Proposing || appointment.Move is not null || !appointment.Superseded.IsEmpty;

    private async Task PlanWhatIsDue(ServiceDefinition service, CaseFile file, CancellationToken cancellation)
    {
        var (record, now) = (file.Case, clock.GetCurrentInstant());
        await due.PlanClimb(service, record, now, cancellation);
        await due.PlanSame(service, record, now, cancellation);
        await due.PlanAsking(service, measures, file, now, cancellation);
        if (ChaseMissing.IsOn(record) && file.Current is { State: AppointmentState.Held or AppointmentState.NoPlace })
        {
            // Where somebody put a fact right it may be needed anew.
            await due.PlanMissing(service, file, now, cancellation);
        }

        if (record is { State: CaseState.Open, Provisional: Provisional.Unconfirmed, ConfirmBy: { } by })
        {
            await due.Plan(new(service.Id, DueKinds.HoldExpiry, by, record.Id, "1"), now, cancellation);
        }
    }
}
