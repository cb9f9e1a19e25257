using Heldspace.Consent;
using Heldspace.Functions.Hosting;
using Heldspace.Intake;
using Heldspace.Pathway;
using Heldspace.Safeguarding;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Local.Simulation;

/// <summary>The doors through which people say things to the service: the same as behind its pages.</summary>
internal sealed class Doors(World world)
{
    private CaseActs Acts => world.System.App.GetRequiredService<CaseActs>();

    private ActEffects Effects => world.System.App.GetRequiredService<ActEffects>();
    private IntakeStore Intake => world.System.App.GetRequiredService<IntakeStore>();

    /// <summary>The child goes on to specialist help instead of an intervention here.</summary>
    public async Task<bool> SupportOnward(ChildRun child, Visit visit)
    {
        const string To = "specialist mental health team";
        var (today, by) = (London.Day(world.Now), visit.Slot!.Clinician);
        if ((await world.Cases.Read(world.Service.Id, child.Case!, CancellationToken.None))?.File.Case is { } record)
        {
            // Whoever may decide for this child agrees that it is shared.
            var giver = Enum.GetValues<ConsentGiver>().First(one => WhoMayConsent.Of(record.Child, today, one).May == true);
            _ = await Do(child, new Act.GiveConsent(new(giver, giver == ConsentGiver.YoungPerson ? null : "Sam Fielding", today, by) { SharedWith = To }) { By = by });
        }

        return await Do(child, new Act.Onward(today, To, InsteadOfOurs: true) { By = by });
    }

    public Task<bool> Record(ChildRun child, Visit visit, AppointmentOutcome what) => Do(child, new Act.Outcome(visit.Id, what) { By = visit.Slot!.Clinician });

    public Task<bool> CancelByFamily(ChildRun child, Visit visit) => Do(child, new Act.Outcome(visit.Id, AppointmentOutcome.CancelledByFamily) { By = "family" });

    /// <summary>The scheduler rings, and the family takes the first of what is free.</summary>
    public async Task Ring(ChildRun child)
    {
        var file = (await world.Cases.Read(world.Service.Id, child.Case!, CancellationToken.None))?.File;
        if (file?.Current is { State: AppointmentState.ToRing } lost)
        {
            var offered = lost.Alternatives.FirstOrDefault(other => other.Slot.Start > world.Now);
            _ = await Do(child, new Act.Find(offered is null ? null : offered.Slot.Key()) { By = world.Service.Scheduler.Mailbox.Text });
        }
    }

    /// <summary>The family says that the place suits them, as by the link that they were sent.</summary>
    public async Task Agree(ChildRun child, Visit visit)
    {
        if (await world.Cases.Read(world.Service.Id, child.Case!, CancellationToken.None) is not { } stored
            || stored.File.Appointments.FirstOrDefault(other => other.Id == visit.Id) is not { } appointment
            || AgreeAppointment.Agree(stored.File, appointment, visit.Attempt, world.Now) is not { } change)
        {
            return;
        }

        await Intake.Reopen(world.Service.Id, child.Case!.Intake, CancellationToken.None);
        if (await world.Cases.Commit(stored, change.ToBeFollowed(), CancellationToken.None) is { } committed)
        {
            world.Agreed++;
            await Effects.After(world.Service, committed, change, CancellationToken.None);
        }
    }

    /// <summary>Whoever was told first has it in hand.</summary>
    public Task TakeAlert(CaseId id, SafeguardingAlert alert) =>
        Acts.Do(world.Service, id, new Act.TakeAlert { By = OnDuty.Names(world.Service, alert, alert.RaisedAt) }, CancellationToken.None);

    /// <summary>After a screening a colleague says what follows: a first meeting is found, or the case is closed.</summary>
    public Task<bool> AfterScreening(ChildRun child, bool wanted) => Do(child, wanted
        ? new Act.Find(null) { By = world.Service.Scheduler.Mailbox.Text }
        : new Act.Close(London.Day(world.Now), ClosureReason.WorkDone, ExitPlan: false) { By = world.Service.Scheduler.Mailbox.Text });

    /// <summary>A child whose case is still open lives somewhere else from a day on.</summary>
    public async Task MoveHome(ChildRun child, LocalDate on, bool planned)
    {
        if ((await world.Cases.Read(world.Service.Id, child.Case!, CancellationToken.None))?.File.Case.State == CaseState.Open)
        {
            _ = await Do(child, new Act.Placement(on, planned) { By = world.Service.Scheduler.Mailbox.Text });
        }
    }

    /// <summary>Whom we write to after a move is looked at, and whether it was planned is said of a move that only a list has shown.</summary>
    public async Task CheckContacts(ChildRun child, LocalDate since, bool planned)
    {
        if ((await world.Cases.Read(world.Service.Id, child.Case!, CancellationToken.None))?.File.Case is not { State: CaseState.Open, ContactCheck: not null } record)
        {
            return;
        }

        _ = await Do(child, new Act.CheckContacts(ContactAnswer.StillRight) { By = world.Service.Scheduler.Mailbox.Text });
        if (record.PlacementMoves.Any(move => move.On == since && move.Planned is null))
        {
            _ = await Do(child, new Act.Placement(since, planned) { By = world.Service.Scheduler.Mailbox.Text });
        }
    }

    private async Task<bool> Do(ChildRun child, Act act)
    {
        var outcome = await Acts.Do(world.Service, child.Case!, act, CancellationToken.None);
        if (outcome is not (ActOutcome.Done or ActOutcome.Unchanged))
        {
            world.Refused.Add($"child {child.N}, {act.GetType().Name}: {(outcome as ActOutcome.Refused)?.Why ?? "no such case"}");
            return false;
        }

        return true;
    }
}
