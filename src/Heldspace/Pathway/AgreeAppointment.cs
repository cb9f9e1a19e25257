using NodaTime;

namespace Heldspace.Pathway;

/// <summary>What somebody can do by the link that was sent to them, as things stand.</summary>
public enum LinkStanding
{
    /// <summary>Nothing is shown: there is no such appointment for them, or not any more.</summary>
    Nothing,

    /// <summary>Its time is over, and the link with it.</summary>
    Past,

    /// <summary>They cancelled it; the page says what comes next.</summary>
    Cancelled,

    /// <summary>Somebody of the service gave it up or recorded what became of it.</summary>
    Over,

    /// <summary>A place is looked for.</summary>
    Looking,

    /// <summary>No place is free; a person is at it.</summary>
    NoPlace,

    /// <summary>Its place was lost, and somebody rings to choose the next one with them.</summary>
    ToRing,

    /// <summary>It is on its way to another place; what is held stays until then.</summary>
    Moving,

    /// <summary>Less than <see cref="AgreeAppointment.NoChangesWithin"/> are left: they can agree, and ring about all else.</summary>
    Soon,

    /// <summary>They can agree, choose another place, or cancel.</summary>
    Open,
}

/// <summary>Held, then agreed: the family says that the place suits them.</summary>
public static class AgreeAppointment
{
    /// <summary>So close to the meeting nothing is changed by link: somebody may be on the way already, so that people speak with each other.</summary>
    public static readonly Duration NoChangesWithin = Duration.FromHours(48);

    public static LinkStanding Standing(CaseFile file, Appointment appointment, Instant now) => appointment.State switch
    {
        _ when file.Case.State != CaseState.Open || file.Case.Provisional == Provisional.Unconfirmed => LinkStanding.Nothing,

        // Who gave no mail address came from the receipt, and opens no more than the receipt does.
        _ when file.Case is { ReceiptWithheld: true, Referrer.Email: null } => LinkStanding.Nothing,
        _ when appointment.Slot?.End <= now => LinkStanding.Past,
        AppointmentState.Over => appointment.Outcome?.What == AppointmentOutcome.CancelledByFamily ? LinkStanding.Cancelled : LinkStanding.Over,
        AppointmentState.Released => LinkStanding.Over,
        AppointmentState.Wanted or AppointmentState.Proposing => LinkStanding.Looking,
        AppointmentState.NoPlace => LinkStanding.NoPlace,
        AppointmentState.ToRing => LinkStanding.ToRing,
        AppointmentState.Held when appointment.Move is not null => LinkStanding.Moving,
        AppointmentState.Held when appointment.Slot!.Start - now < NoChangesWithin => LinkStanding.Soon,
        AppointmentState.Held => LinkStanding.Open,
        _ => LinkStanding.Nothing,
    };

    /// <summary>
    /// They agree to the place that they saw. Null where nothing changes: they agreed already, or it is not there to be agreed to as they saw it.
    /// </summary>
    /// <param name="seen">The attempt that the page showed. What stands elsewhere by now is not what they agreed to.</param>
    public static Change? Agree(CaseFile file, Appointment appointment, int seen, Instant now) =>
        appointment.AgreedAt is null && appointment.Attempt == seen && Standing(file, appointment, now) is LinkStanding.Open or LinkStanding.Soon
            ? Change.Of(file.With(appointment with { AgreedAt = now }), new CaseEvent.Agreed(appointment.Id, appointment.Attempt) { At = now })
            : null;
}
