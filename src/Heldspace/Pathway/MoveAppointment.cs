using Heldspace.Allocation;
using Heldspace.Services;
using NodaTime;

namespace Heldspace.Pathway;

/// <summary>
/// Moves a held appointment: wanted, claimed, written, and only then the old place given up. Who loses the race for the new place keeps the old one.
/// </summary>
public static class MoveAppointment
{
    /// <summary>Puts the move down. Null where there is nothing to move: no held place, or another move under way.</summary>
    public static Change? Want(CaseFile file, Appointment appointment, Slot slot, MovedBy by, string reason, Instant now, bool leaves = false)
    {
        if (appointment is not { State: AppointmentState.Held, Move: null, Slot: not null })
        {
            return null;
        }

        var move = new Move(slot, HoldAppointment.NextAttempt(appointment), by, reason, leaves);
        return Change.Of(file.With(appointment with { Move = move, LastAttempt = move.Attempt }), new CaseEvent.MoveWanted(appointment.Id, move) { At = now });
    }

    /// <summary>The new place is claimed and stands in the calendar. The family agreed where it was theirs to choose; what staff moved is offered anew.</summary>
    public static Change Done(ServiceDefinition service, CaseFile file, Appointment appointment, string eventId, Instant now)
    {
        var move = appointment.Move!;
        var agreed = appointment.AgreedAt is not null;
        var placed = appointment with
        {
            Slot = move.Slot,
            Attempt = move.Attempt,
            EventId = eventId,
            Reason = move.Reason,
            Move = null,
            Covered = move.By == MovedBy.Service ? appointment.Covered : null,
            HeldAt = now,
            AgreedAt = move.By == MovedBy.Family ? now : null,
            Avoid = move.By == MovedBy.Family ? appointment.Avoid.Add(new(appointment.Slot!.Clinician, appointment.Slot.Start, appointment.Slot.End)) : appointment.Avoid,
            MovesByService = appointment.MovesByService + (move.By == MovedBy.Service && agreed ? 1 : 0),
            Superseded = appointment.Superseded.Add(new(appointment.Slot!, appointment.Attempt, appointment.EventId == eventId ? null : appointment.EventId)),
        };
        var after = file.With(placed);
        var moved = after.Plan(PlanAppointmentMessages.OnMoved(service, after, appointment.Id, appointment.Slot!, move.By, now));
        var happened = new CaseEvent.Moved(appointment.Id, move.Attempt, move.By) { At = now };
        return ChooseKeyWorker.FollowSession(service, moved, placed, now) is var (followed, chosen) ? Change.Of(followed, happened, chosen) : Change.Of(moved, happened);
    }

    /// <summary>
    /// Somebody else has the new place: the old one stays, and what was claimed on the way is given up. A family that chose it hears of it, since they may
    /// have put their phone away. What cannot stay is looked for anew.
    /// </summary>
    public static Change Refused(ServiceDefinition service, CaseFile file, Appointment appointment, string why, Instant now)
    {
        var move = appointment.Move!;
        var stays = file.With(appointment with
        {
            Move = null,
            Alternatives = [.. appointment.Alternatives.Where(other => other.Slot.Clinician != move.Slot.Clinician || other.Slot.Start != move.Slot.Start)],
            Superseded = appointment.Superseded.Add(new(move.Slot, move.Attempt, null)),
            Covered = move.Leaves ? appointment.Covered : null,
        });
        var refused = new CaseEvent.MoveRefused(appointment.Id, move.Attempt, why) { At = now };
        if (move.Leaves)
        {
            var leaving = stays.Appointments.First(other => other.Id == appointment.Id);
            var left = FollowCalendar.Follow(service, stays, leaving, CoverAppointment.OfferAgain(leaving), [], now)!;
            return Change.Of(left.File with { Case = file.Case }, [refused, .. left.Events]);
        }

        return Change.Of(stays.Plan(PlanAppointmentMessages.OnMoveRefused(service, stays, appointment, why, now)), refused);
    }
}
