using Heldspace.Azure.Records;
using Heldspace.Functions.Hosting;
using Heldspace.Pathway;
using Heldspace.Services;
using NodaTime;

namespace Heldspace.Functions.DeadAllocation;

/// <summary>
/// No appointment could be held, whatever the reason: managers are told, and it is tried again the next working morning. Trigger: the dead letters of
/// <c>allocations</c>. Removed last: the dead letter.
/// </summary>
internal sealed partial class DeadAllocation(
    Cases cases, AllocateAppointment.HoldEffects effects, ServiceDefinitions services, IClock clock, ILogger<DeadAllocation> logger)
{
    public async Task Handle(AllocationRequested message, CancellationToken cancellation)
    {
        var service = services.Require(message.Service);
        for (var tries = 0; tries < 5; tries++)
        {
            var stored = await cases.Read(service.Id, message.Case, cancellation);
            var appointment = stored?.File.Appointments.FirstOrDefault(other => other.Id == message.Appointment);
            if (stored is null || appointment is not { State: AppointmentState.Wanted or AppointmentState.Proposing })
            {
                return;
            }

            Log.NotHeld(logger, message.Case);
            if (await cases.Commit(stored, GiveUp(service, stored.File, appointment), cancellation) is { } committed)
            {
                await effects.After(service, committed, committed.File.Appointments.First(other => other.Id == appointment.Id), "dead", cancellation);
                return;
            }
        }

        throw new Contended("The case changed again and again.");
    }

    /// <summary>What a proposal may have claimed or written is noted, so that the next holding gives it up.</summary>
    private Change GiveUp(ServiceDefinition service, CaseFile file, Appointment appointment)
    {
        var noted = appointment.Slot is { } slot
            ? appointment with { Superseded = appointment.Superseded.Add(new(slot, appointment.Attempt, appointment.EventId)) }
            : appointment;
        return HoldAppointment.NoPlace(
            service, file, noted, ["Heldspace could not reach the calendars. Please hold a place by hand, or wait for the next try tomorrow morning."], clock.GetCurrentInstant());
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Case {Case} could not be given an appointment; managers are told")]
        public static partial void NotHeld(ILogger logger, Intake.CaseId @case);
    }
}
