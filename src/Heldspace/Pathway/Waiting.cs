using Heldspace.Time;
using NodaTime;

namespace Heldspace.Pathway;

/// <summary>What a child waits for, as lists of all who wait need to know it: nothing in it says who they are but the reference.</summary>
/// <param name="Reference">Of the case.</param>
/// <param name="Kind">The appointment kind that comes next.</param>
/// <param name="From">From when its clock counts.</param>
/// <param name="PathwayFrom">From when the clock of the first session counts, which goes on beside it.</param>
/// <param name="PausedDays">Days of pauses that are over.</param>
/// <param name="Paused">Whether the clocks stand still now.</param>
/// <param name="Urgent">Whether the shorter targets hold.</param>
public sealed record Waiting(Reference Reference, string Kind, Instant From, Instant PathwayFrom, int PausedDays, bool Paused, bool Urgent)
{
    /// <summary>Null for a case that waits for nothing: it is over, a person has to look first, or what comes next is a person's choice.</summary>
    public static Waiting? Of(CaseFile file)
    {
        var record = file.Case;
        return record.State != CaseState.Open || Next(file) is not { } kind ? null : new(
            record.Reference, kind, record.ClockStart(kind), record.ClockStart(WantAppointment.Intervention), Clocks.PausedDays(record, London.Day(record.ClockStart(kind)), until: null), record.Pauses is [.., { Until: null }], record.Urgent);
    }

    private static string? Next(CaseFile file) => file.Case switch
    {
        { Beside: { } beside, ScreenedAt: null } => beside,
        { Beside: not null } when file.Appointments.All(appointment => appointment.Kind is not (OpenCase.Assessment or WantAppointment.Intervention)) => null,
        { AssessedAt: null } => OpenCase.Assessment,
        { InterventionAt: null, Onward: null or { InsteadOfOurs: false } } => WantAppointment.Intervention,
        _ => null,
    };
}
