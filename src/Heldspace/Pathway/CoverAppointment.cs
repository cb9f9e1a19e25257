using System.Collections.Immutable;
using Heldspace.Allocation;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Pathway;

/// <summary>
/// Takes an appointment out of the time in which its clinician is away, as the list says that a person confirmed; and back again, where nobody has decided
/// anything else since.
/// </summary>
public static class CoverAppointment
{
    /// <summary>Null where there is nothing to take out: it is under way, over, or has begun.</summary>
    /// <param name="service">Whose.</param>
    /// <param name="file">The case as it is.</param>
    /// <param name="appointment">Of that case.</param>
    /// <param name="absence">Noted, so that it can go back.</param>
    /// <param name="item">What the list says of it.</param>
    /// <param name="offers">What a person is to offer, where <see cref="FollowCalendar.NeedsAPerson"/>.</param>
    /// <param name="now">When.</param>
    public static Change? Leave(
        ServiceDefinition service, CaseFile file, Appointment appointment, Absence absence, AbsenceItem item, ImmutableArray<Proposal> offers, Instant now)
    {
        ArgumentNullException.ThrowIfNull(service);
        ArgumentNullException.ThrowIfNull(absence);
        ArgumentNullException.ThrowIfNull(item);
        if (appointment is not { State: AppointmentState.Held, Move: null, Outcome: null, Slot: { } slot } || slot.Start <= now || slot.Key() != item.From.Key())
        {
            return null;
        }

        var covered = appointment with { Covered = absence.Id };
        var with = file.With(covered);
        if (FollowCalendar.NeedsAPerson(appointment, now))
        {
            return FollowCalendar.Follow(service, with, covered, new Finding.Ring(Lost(covered, absence.MailboxGone)), offers, now);
        }

        return item.To is { } to && IsStillPossible(service, file, appointment, to, now)
            ? MoveAppointment.Want(with, covered, to, MovedBy.Service, $"Its clinician is away, and a colleague confirmed the list. {item.Why}".TrimEnd(), now, leaves: true)
            : FollowCalendar.Follow(service, with, covered, OfferAgain(covered, absence.MailboxGone), [], now);
    }

    /// <summary>
    /// Null where it stays: people have decided since, its old place is past, or it is so near that only a person moves it, after ringing. One that has no place
    /// gets its old one, however near: then somebody rings to say so.
    /// </summary>
    /// <param name="service">Whose.</param>
    /// <param name="file">The case as it is.</param>
    /// <param name="appointment">Of that case.</param>
    /// <param name="absence">Taken back.</param>
    /// <param name="item">What its list says of it.</param>
    /// <param name="now">When.</param>
    /// <param name="others">Absences of the service: while one of them keeps the clinician away at the old time it stays, and goes back when that one is taken back.</param>
    public static Change? Return(
        ServiceDefinition service, CaseFile file, Appointment appointment, Absence absence, AbsenceItem item, Instant now, params IEnumerable<Absence> others)
    {
        ArgumentNullException.ThrowIfNull(service);
        ArgumentNullException.ThrowIfNull(absence);
        ArgumentNullException.ThrowIfNull(item);
        if (!MayReturn(appointment, absence, item, now) || BarClinician.IsBarred(file, item.From.Clinician))
        {
            return null;
        }

        if (KeptAwayBy(absence, item, others).ToList() is { Count: > 0 } away)
        {
            return away.Find(other => other.Items.Any(line => line.Case == item.Case && line.Appointment == item.Appointment && line.From.Key() == item.From.Key())) is { } next
                ? Change.Of(file.With(appointment with { Covered = next.Id }))
                : null;
        }

        if (appointment.State == AppointmentState.Held)
        {
            return MoveAppointment.Want(file, appointment, item.From, MovedBy.Staff, "Its clinician is there after all: back to where it was.", now);
        }

        var waited = Period.DaysBetween(London.Day(file.Case.ClockStart(appointment.Kind)), London.Day(item.From.Start));
        var near = item.From.Start - now < FollowCalendar.OnlyByAPerson;
        var back = appointment with
        {
            Covered = null,
            Avoid = [.. appointment.Avoid.Where(taken => taken.Clinician != item.From.Clinician || taken.Start != item.From.BlockStart)],
            Instead = $"The meeting planned for {Messages.Compose.Moment(item.From.Start)} can take place after all.",
        };
        var with = file.With(back);
        return HoldAppointment.Propose(
            near ? with.Plan(PlanAppointmentMessages.OnCalendar(appointment, $"back-{appointment.Attempt.ToString(System.Globalization.CultureInfo.InvariantCulture)}",
                $"Its clinician is there after all, so that it is being held again for {Messages.Compose.Moment(item.From.Start)}. That is near: please ring the family now.", [service.Scheduler.Mailbox], now)) : with,
            back, [new(item.From, waited, waited, "Its clinician is there after all: back to where it was.")], now);
    }

    /// <summary>Whether it may go back to where it was by itself.</summary>
    public static bool MayReturn(Appointment appointment, Absence absence, AbsenceItem item, Instant now)
    {
        ArgumentNullException.ThrowIfNull(appointment);
        ArgumentNullException.ThrowIfNull(absence);
        ArgumentNullException.ThrowIfNull(item);
        return appointment.Covered == absence.Id && item.From.Start > now && appointment switch
        {
            { State: AppointmentState.Held, Move: null, Outcome: null, AgreedAt: null, Slot: { } slot } => Instant.Min(slot.Start, item.From.Start) - now >= FollowCalendar.OnlyByAPerson,
            { State: AppointmentState.ToRing or AppointmentState.NoPlace or AppointmentState.Wanted, Superseded.IsEmpty: true } => true,
            _ => false,
        };
    }

    /// <summary>Other absences, not taken back, by which the same clinician is away at the time that it left.</summary>
    internal static IEnumerable<Absence> KeptAwayBy(Absence absence, AbsenceItem item, IEnumerable<Absence> others) => others.Where(other =>
        other.Id != absence.Id && other.State != AbsenceState.Undone && other.Clinician == item.From.Clinician && other.Time.Start < item.From.End && other.Time.End > item.From.Start);

    /// <summary>
    /// A list may be confirmed days after it was made: what it found then may be past by now, or nearer than a family needs. The time that they have planned for
    /// needs no notice.
    /// </summary>
    private static bool IsStillPossible(ServiceDefinition service, CaseFile file, Appointment appointment, Slot to, Instant now) =>
        to.Start > now
        && (to.Start == appointment.Slot!.Start || London.Day(to.Start) >= SearchWindow.Of(service, HoldAppointment.Need(service, file, appointment, now), now).First);

    /// <summary>It cannot stay, and the service looks for another place.</summary>
    internal static Finding.OfferAgain OfferAgain(Appointment appointment, bool mailboxGone = false) => new(Lost(appointment, mailboxGone));

    private static Lost Lost(Appointment appointment, bool mailboxGone) => new("Its clinician is away.", null, appointment.EventId, mailboxGone) { IsKnown = true };
}
