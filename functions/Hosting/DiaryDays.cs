using Heldspace.Allocation;
using Heldspace.Azure.Records;
using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Functions.Hosting;

/// <param name="File">The case as it is now.</param>
/// <param name="Appointment">One of its appointments, held or over, with its slot.</param>
public sealed record DiaryEntry(CaseFile File, Appointment Appointment);

/// <summary>What stood or stands in clinicians' diaries, found by the claims on their time.</summary>
internal sealed class DiaryDays(Slots slots, Cases cases)
{
    /// <summary>Appointments of a span of days, both included, in order of time: one clinician's, or everybody's. Those given up are left out.</summary>
    public async Task<IReadOnlyList<DiaryEntry>> Read(ServiceDefinition service, LocalDate first, LocalDate last, string? clinician, CancellationToken cancellation)
    {
        var bearers = (await slots.Borne(service, LondonWeek.Of(first), LondonWeek.Of(last), cancellation))
            .Where(borne => borne.Cell is CellKey.QuarterHour quarter
                && (clinician is null || quarter.Resource == clinician)
                && London.Day(quarter.At) >= first && London.Day(quarter.At) <= last)
            .Select(borne => borne.Bearer)
            .ToLookup(bearer => bearer.Case);
        var files = await cases.ReadEach(service.Id, bearers.Select(ofCase => ofCase.Key), cancellation);
        return
        [
            .. files.SelectMany(stored => stored.File.Appointments
                    .Where(appointment => appointment is { State: AppointmentState.Held or AppointmentState.Over, Slot: { } slot, EventId: not null }
                        && London.Day(slot.Start) >= first && London.Day(slot.Start) <= last
                        && (clinician is null || slot.Clinician == clinician)
                        && bearers[stored.File.Case.Id].Any(bearer => bearer.Appointment == appointment.Id && bearer.Attempt == appointment.Attempt))
                    .Select(appointment => new DiaryEntry(stored.File, appointment)))
                .OrderBy(entry => entry.Appointment.Slot!.Start).ThenBy(entry => entry.File.Case.Reference.Text, StringComparer.Ordinal),
        ];
    }
}
