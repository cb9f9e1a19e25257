using Heldspace.Azure.Records;
using Heldspace.Measures;
using Heldspace.Measures.Asking;
using Heldspace.Pathway;
using Heldspace.Safeguarding;
using Heldspace.Services;
using NodaTime;

namespace Heldspace.Functions.Hosting;

/// <summary>When something goes on by itself because nobody said anything.</summary>
internal static class PlanByItself
{
    /// <summary>Plans the next step; nothing where there is no alert, or somebody has it. Doing it again changes nothing.</summary>
    public static Task PlanClimb(this Due due, ServiceDefinition service, Case record, Instant now, CancellationToken cancellation) => record.Safeguarding is { Climbs: true } alert
        ? due.Plan(new(service.Id, DueKinds.AlertClimb, OnDuty.ClimbsAt(service, alert), record.Id, OnDuty.Number(alert.Step + 1)), now, cancellation)
        : Task.CompletedTask;

    /// <summary>Plans when a case that may be of a child with another case gets its place by itself; nothing where it does not wait for a word.</summary>
    public static Task PlanSame(this Due due, ServiceDefinition service, Case record, Instant now, CancellationToken cancellation) => record.State == CaseState.PossibleDuplicate
        ? due.Plan(new(service.Id, DueKinds.SameUndecided, ProposeMerge.Until(service, record), record.Id, "1"), now, cancellation)
        : Task.CompletedTask;

    /// <summary>Plans when they are asked again for what could change the decision, and when a person decides without it; one after the other: where storage asks to be left alone, it is.</summary>
    public static async Task PlanMissing(this Due due, ServiceDefinition service, CaseFile file, Instant now, CancellationToken cancellation)
    {
        foreach (var (n, at) in ChaseMissing.Reminders(service, file).Where(reminder => reminder.At > now))
        {
            await due.Plan(new(service.Id, DueKinds.MissingReminder, at, file.Case.Id, n), now, cancellation);
        }

        if (ChaseMissing.DecidedFrom(file) is null)
        {
            await due.Plan(new(service.Id, DueKinds.MissingDeadline, ChaseMissing.DecideAt(service, file), file.Case.Id, ChaseMissing.DeadlineOf(file)), now, cancellation);
        }
    }

    /// <summary>Plans when to look again whom to ask how things are going: at once where there is something to do; nothing where nothing can come before somebody does something with the case.</summary>
    public static Task PlanAsking(this Due due, ServiceDefinition service, MeasureFiles measures, CaseFile file, Instant now, CancellationToken cancellation)
    {
        var what = AskHowItGoes.Decide(service, measures, file, now);
        return (what.Change is null ? what.LookOn : now) is { } at ? due.Plan(new(service.Id, DueKinds.Asking, at, file.Case.Id, "1"), now, cancellation) : Task.CompletedTask;
    }
}
