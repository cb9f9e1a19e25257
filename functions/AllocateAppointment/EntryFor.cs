using System.Globalization;
using Heldspace.Allocation;
using Heldspace.Azure.Graph;
using Heldspace.Azure.Records;
using Heldspace.Intake;
using Heldspace.Messages;
using Heldspace.Pathway;
using Heldspace.Services;

namespace Heldspace.Functions.AllocateAppointment;

/// <summary>The calendar entry of an appointment: private, an opaque reference, the kind of place, nothing of the child.</summary>
internal static class EntryFor
{
    public static CalendarEntry Appointment(ServiceDefinition service, CaseFile file, Appointment appointment, Slot slot)
    {
        var words = Compose.CalendarEntry(service, file, slot);
        var room = service.Rooms.FirstOrDefault(room => room.Id == slot.Room);
        return new()
        {
            TransactionId = Keys.Fingerprint(32, file.Case.Id.Text, appointment.Id, appointment.Attempt.ToString(CultureInfo.InvariantCulture)),
            Marker = Marker(file.Case.Id, appointment.Id, appointment.Attempt),
            Subject = words.Subject,
            Paragraphs = words.Paragraphs,
            Time = slot.Meeting,
            Location = PlaceKinds.InWords(service.Places.First(place => place.Id == slot.Place).Kind),
            Attendees = room is null
                ? [new(service.Scheduler.Mailbox, service.Scheduler.Name)]
                : [new(service.Scheduler.Mailbox, service.Scheduler.Name), new(room.Mailbox, room.Name, IsRoom: true)],
        };
    }

    /// <summary>Finds the event of one attempt again.</summary>
    public static string Marker(CaseId id, string appointment, int attempt) => string.Create(CultureInfo.InvariantCulture, $"{id}:{appointment}:{attempt}");

    /// <summary>Whether a marker is of this case, whichever appointment and attempt.</summary>
    public static bool IsOf(CaseId id, string? marker) => marker is not null && marker.StartsWith($"{id}:", StringComparison.Ordinal);
}
