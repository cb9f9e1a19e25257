using NodaTime;

namespace Heldspace.Pathway;

/// <summary>Where one appointment of an absence stands.</summary>
public enum AbsenceStage
{
    /// <summary>It stands on the list; nothing has been done.</summary>
    Listed,

    /// <summary>It is being moved, held or offered anew.</summary>
    UnderWay,

    /// <summary>It has the place that the list says.</summary>
    Placed,

    /// <summary>The place of the list was taken meanwhile; it has another.</summary>
    PlacedElsewhere,

    /// <summary>Its place is gone, and a person rings and chooses.</summary>
    ToRing,

    /// <summary>No place is free; managers know.</summary>
    NoPlace,

    /// <summary>People did something else with it meanwhile, which stands.</summary>
    Changed,

    /// <summary>It had begun, or was over, before the list was confirmed.</summary>
    Began,

    /// <summary>It is back where it was.</summary>
    Back,

    /// <summary>It stays where it was moved to: the family has agreed to it.</summary>
    StaysAgreed,

    /// <summary>It stays where it was moved to: only a person moves it now, after ringing.</summary>
    StaysNear,

    /// <summary>It stays where it was moved to: its old place was taken meanwhile.</summary>
    StaysTaken,

    /// <summary>It stays where it was moved to: by another absence its clinician is away at the old time.</summary>
    StaysAway,
}

/// <summary>How far an absence has come, read from the cases themselves: nothing of it is kept twice.</summary>
public static class AbsenceProgress
{
    /// <param name="absence">Of which the item is.</param>
    /// <param name="item">One line of its list.</param>
    /// <param name="appointment">As it is now; null where its case is gone.</param>
    /// <param name="now">When that was read.</param>
    /// <param name="others">Absences of the service, this one among them or not.</param>
    public static AbsenceStage Of(Absence absence, AbsenceItem item, Appointment? appointment, Instant now, params IEnumerable<Absence> others)
    {
        ArgumentNullException.ThrowIfNull(absence);
        ArgumentNullException.ThrowIfNull(item);
        if (absence.State is AbsenceState.Marked or AbsenceState.Proposed)
        {
            return appointment is { State: AppointmentState.Held, Slot: { } slot } && slot.Key() == item.From.Key() ? AbsenceStage.Listed : AbsenceStage.Changed;
        }

        return appointment switch
        {
            null or { State: AppointmentState.Released or AppointmentState.Over } => AbsenceStage.Changed,
            { Move: not null } or { State: AppointmentState.Wanted or AppointmentState.Proposing } => AbsenceStage.UnderWay,
            { State: AppointmentState.ToRing } => AbsenceStage.ToRing,
            { State: AppointmentState.NoPlace } => AbsenceStage.NoPlace,
            { Slot: { } stands } when stands.Key() == item.From.Key() => absence.State == AbsenceState.Undone ? AbsenceStage.Back
                : stands.Start <= now ? AbsenceStage.Began
                : absence.Settled ? AbsenceStage.Changed : AbsenceStage.UnderWay,
            _ when absence.State == AbsenceState.Undone => Staying(absence, item, appointment, now, others),
            { Slot: { } other } when item.To is { } to && other.Key() == to.Key() => AbsenceStage.Placed,
            _ => appointment.Covered == absence.Id ? AbsenceStage.PlacedElsewhere : AbsenceStage.Changed,
        };
    }

    private static AbsenceStage Staying(Absence absence, AbsenceItem item, Appointment appointment, Instant now, IEnumerable<Absence> others) =>
        appointment.AgreedAt is not null ? AbsenceStage.StaysAgreed
        : CoverAppointment.KeptAwayBy(absence, item, others).Any() ? AbsenceStage.StaysAway
        : CoverAppointment.MayReturn(appointment, absence, item, now) ? (absence.Settled ? AbsenceStage.StaysTaken : AbsenceStage.UnderWay)
        : appointment.Covered == absence.Id ? AbsenceStage.StaysNear
        : AbsenceStage.StaysTaken;
}
