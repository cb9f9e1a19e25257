using Heldspace.Azure.Graph;
using Heldspace.Azure.Records;
using Heldspace.Pathway;
using Heldspace.Services;

namespace Heldspace.Functions.CoverAbsence;

/// <summary>
/// Where it stands that a clinician is away: beside the claims of each week, which every search reads, and as an entry in their own calendar, which colleagues
/// see. Writing it again changes nothing.
/// </summary>
internal sealed class AbsenceDiary(Slots slots, Diary diary)
{
    private static string Marker(Absence absence) => $"away:{absence.Id}";

    /// <summary>Nothing new is held in the time from now on. Asks nothing of Graph.</summary>
    public Task Keep(ServiceDefinition service, Absence absence, CancellationToken cancellation) =>
        slots.SetAway(service, absence.Clinician, absence.Id, absence.State == AbsenceState.Undone ? [] : [absence.Time], absence.Weeks, cancellation);

    /// <summary>Writes the time into their own calendar as it is now. A mailbox that is gone has none.</summary>
    public async Task Show(ServiceDefinition service, Absence absence, CancellationToken cancellation)
    {
        if (absence.MailboxGone || service.Team.FirstOrDefault(member => member.Id == absence.Clinician) is not { } clinician)
        {
            return;
        }

        var entry = new CalendarEntry
        {
            TransactionId = Keys.Fingerprint(32, absence.Service, absence.Id, absence.MarkedAt.ToString()),
            Marker = Marker(absence),
            Subject = "Away",
            Time = absence.Time,
        };
        try
        {
            var standing = await diary.FindByMarker(clinician.Mailbox, entry.Marker, cancellation);
            if (standing is [])
            {
                // Somebody may have deleted it: then it stays deleted, and the time is kept all the same.
                _ = await diary.Book(clinician.Mailbox, entry, cancellation);
            }
            else if (standing[0].Time != absence.Time)
            {
                _ = await diary.Update(clinician.Mailbox, standing[0].EventId, entry, cancellation);
            }
        }
        catch (GraphFault fault) when (fault.IsNotFound)
        {
            // The mailbox is gone.
        }
    }

    /// <summary>Takes it out of their calendar.</summary>
    public async Task Hide(ServiceDefinition service, Absence absence, CancellationToken cancellation)
    {
        if (service.Team.FirstOrDefault(member => member.Id == absence.Clinician) is not { } clinician)
        {
            return;
        }

        try
        {
            foreach (var item in await diary.FindByMarker(clinician.Mailbox, Marker(absence), cancellation))
            {
                await diary.Remove(clinician.Mailbox, item.EventId, cancellation);
            }
        }
        catch (GraphFault fault) when (fault.IsNotFound)
        {
            // The mailbox is gone.
        }
    }
}
