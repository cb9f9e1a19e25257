using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Pathway;

/// <summary>Which children are a clinician's to see: those they work with, have met or will meet, unless there is a conflict of interest.</summary>
public static class OwnCases
{
    /// <summary>
    /// An appointment that was cancelled is nobody's meeting; who wrote that down sees the child until the end of that day in London, so that they can take it back.
    /// </summary>
    public static bool Includes(CaseFile file, TeamMember clinician, Instant now)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(clinician);
        return !BarClinician.IsBarred(file, clinician.Id)
            && (file.Case.KeyWorker == clinician.Id
                || file.Appointments.Any(appointment => appointment.Slot?.Clinician == clinician.Id && appointment switch
                {
                    { State: AppointmentState.Held } => true,
                    { State: AppointmentState.Over, Outcome: { } said } =>
                        said.What is AppointmentOutcome.TookPlace or AppointmentOutcome.NotBrought
                        || (clinician.Mailbox.Text.Equals(said.By, StringComparison.OrdinalIgnoreCase) && London.Day(said.RecordedAt) == London.Day(now)),
                    _ => false,
                }));
    }
}
