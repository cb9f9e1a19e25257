using Heldspace.Azure.Records;
using Heldspace.Pathway;
using Heldspace.Safeguarding;
using Heldspace.Services;
using NodaTime;

namespace Heldspace.Functions.Hosting;

/// <summary>When an alert that nobody has climbs on.</summary>
internal static class PlanAlerts
{
    /// <summary>Plans the next step; nothing where there is no alert, or somebody has it. Doing it again changes nothing.</summary>
    public static Task PlanClimb(this Due due, ServiceDefinition service, Case record, Instant now, CancellationToken cancellation) => record.Safeguarding is { Climbs: true } alert
        ? due.Plan(new(service.Id, DueKinds.AlertClimb, OnDuty.ClimbsAt(service, alert), record.Id, OnDuty.Number(alert.Step + 1)), now, cancellation)
        : Task.CompletedTask;
}
