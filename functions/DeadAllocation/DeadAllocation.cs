using Heldspace.Azure.Graph;
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
    Cases cases, Slots slots, AllocateAppointment.HoldEffects effects, AllocateAppointment.PutBack putBack, CaseQueue queue, ServiceDefinitions services, IClock clock, ILogger<DeadAllocation> logger)
{
    /// <summary>A hint that was never followed is given again by the next sweep; an appointment that was not brought to its end needs people.</summary>
    public Task Handle(QueuedWork work, CancellationToken cancellation)
    {
        if (work is AllocationRequested message)
        {
            return Handle(message, cancellation);
        }

        Log.HintNotFollowed(logger, work.Id);
        return Task.CompletedTask;
    }

    private async Task Handle(AllocationRequested message, CancellationToken cancellation)
    {
        var service = services.Require(message.Service);
        for (var tries = 0; tries < 5; tries++)
        {
            var stored = await cases.Read(service.Id, message.Case, cancellation);
            if (stored?.File.Appointments.FirstOrDefault(other => other.Id == message.Appointment) is not { } appointment)
            {
                return;
            }

            var change = appointment.State is AppointmentState.Wanted or AppointmentState.Proposing ? GiveUp(service, stored.File, appointment)
                : appointment.Move is not null ? await Stay(service, stored.File, appointment, cancellation)
                : appointment.Superseded.IsEmpty ? null
                : Change.Of(stored.File.Plan(PlanAppointmentMessages.OnLeftover(service, appointment, clock.GetCurrentInstant())));
            Log.NotDone(logger, message.Case, appointment.State);
            var current = change is null ? stored : await cases.Commit(stored, change, cancellation);
            if (current is not null)
            {
                // Also for a case that was given up before: a crash may have come between.
                var now = current.File.Appointments.First(other => other.Id == appointment.Id);
                await effects.After(service, current, now, "dead", cancellation);
                if (now.State == AppointmentState.Held && !now.Superseded.IsEmpty && change is not null && appointment.Move is not null)
                {
                    await queue.Allocation(service, current.File, now, $"stayed:{appointment.Move.Attempt}", cancellation);
                }

                return;
            }
        }

        throw new Contended("The case changed again and again.");
    }

    /// <summary>A move that could not be brought to its end: what is held stays held, with the quarter hours that both places share.</summary>
    private async Task<Change> Stay(ServiceDefinition service, CaseFile file, Appointment appointment, CancellationToken cancellation)
    {
        try
        {
            await putBack.Event(service, file, appointment, cancellation);
        }
        catch (GraphFault fault)
        {
            // People are told all the same; where the event did move, the next sweep asks for it to be followed.
            Log.NotPutBack(logger, file.Case.Id, fault);
        }

        var (here, there) = (new Bearer(file.Case.Id, appointment.Id, appointment.Attempt), new Bearer(file.Case.Id, appointment.Id, appointment.Move!.Attempt));
        _ = await slots.TakeOver(service, appointment.Slot!, int.MaxValue, here, there, cancellation);
        return MoveAppointment.Refused(service, file, appointment, "the calendars could not be reached", clock.GetCurrentInstant());
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
        [LoggerMessage(1, LogLevel.Error, "Case {Case}: its appointment ({State}) could not be brought to its end; staff are told")]
        public static partial void NotDone(ILogger logger, Intake.CaseId @case, AppointmentState state);

        [LoggerMessage(3, LogLevel.Error, "Case {Case}: it is not known whether its event stands where it is held")]
        public static partial void NotPutBack(ILogger logger, Intake.CaseId @case, Exception fault);

        [LoggerMessage(2, LogLevel.Error, "The hint {Hint} could not be followed; the next sweep of diaries gives it again")]
        public static partial void HintNotFollowed(ILogger logger, string hint);
    }
}
