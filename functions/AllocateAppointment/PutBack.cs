using Heldspace.Azure.Graph;
using Heldspace.Pathway;
using Heldspace.Services;

namespace Heldspace.Functions.AllocateAppointment;

/// <summary>The event of an appointment whose move came to nothing goes back to the time that is held.</summary>
internal sealed class PutBack(Diary diary)
{
    /// <summary>
    /// An earlier run may have moved the event and stopped before the case said so; left there, it would look as if the clinician had moved it. Only an event that
    /// stands exactly as the move would have it is written: whatever people did in Outlook since stays theirs. To be done while the case still has the move;
    /// doing it again changes nothing.
    /// </summary>
    /// <exception cref="GraphFault">It is not known where the event stands.</exception>
    public async Task Event(ServiceDefinition service, CaseFile file, Appointment appointment, CancellationToken cancellation)
    {
        // What cannot stay is given up with its event; what the clinician moved is theirs to settle.
        if (appointment is not { EventId: { } eventId, Slot: { } held, Move: { Leaves: false, By: not MovedBy.Clinician } move }
            || move.Slot.Clinician != held.Clinician
            || service.Team.FirstOrDefault(member => member.Id == held.Clinician) is not { } clinician)
        {
            return;
        }

        var standing = await diary.Find(clinician.Mailbox, eventId, cancellation);
        if (standing is { IsCancelled: false } && standing.Time == move.Slot.Meeting && standing.Marker == EntryFor.Marker(file.Case.Id, appointment.Id, move.Attempt))
        {
            await diary.Update(clinician.Mailbox, eventId, EntryFor.Appointment(service, file, appointment, held), cancellation);
        }
    }
}
