using Heldspace.Allocation;
using Heldspace.Intake;
using Heldspace.Messages;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;
using NodaTime.Text;
using static Heldspace.Pathway.PlannedMessage;

namespace Heldspace.Pathway;

/// <summary>Who is told what at each turn of an appointment. Ids are derived, so that planning again adds nothing.</summary>
public static class PlanAppointmentMessages
{
    private const string YouCannotCome = "You told us that you cannot come. Thank you for letting us know.";

    private const string RingNext = YouCannotCome + " We will ring you to agree what comes next.";

    public static IEnumerable<Message> OnHolding(ServiceDefinition service, CaseFile file, Instant now)
    {
        var appointment = file.Current!;
        if ((appointment.KeepsTime ? SomebodyElse(appointment.Slot!) : appointment.Instead) is { } instead)
        {
            foreach (var told in ToldOfAnother(service, file, appointment, instead, now))
            {
                yield return told;
            }
        }
        else if (file.Case.Provisional != Provisional.Unconfirmed && file.Case.Referrer.Email is { } address)
        {
            yield return HeldMessage(service, file, appointment, address, now);
        }

        foreach (var ring in Ring(service, file, now))
        {
            yield return ring;
        }

        var need = HoldAppointment.Need(service, file, appointment, now);
        if (London.Day(appointment.Slot!.Start) > need.TargetDay)
        {
            foreach (var breach in Breach(service, appointment, appointment.Instead is null ? "late" : $"late-{Number(appointment.Attempt)}", now))
            {
                yield return breach;
            }
        }
    }

    private static string SomebodyElse(Slot slot) =>
        $"You still meet on {Compose.Moment(slot.Start)}, where it was planned. Somebody else of our team will meet you, because the person you were to meet cannot be there. We are sorry.";

    /// <summary>It stands elsewhere now. Whom it was moved for hears of it; where it is so near that a mail may be read too late, somebody rings too.</summary>
    public static IEnumerable<Message> OnMoved(ServiceDefinition service, CaseFile file, string appointmentId, Slot before, MovedBy by, Instant now)
    {
        ArgumentNullException.ThrowIfNull(service);
        var appointment = file.Appointments.First(other => other.Id == appointmentId);
        const string Chosen = "Your appointment now stands at another time or place. The one before is no longer held.";
        var why = by == MovedBy.Family ? Chosen : $"The meeting planned for {Compose.Moment(before.Start)} is at another time or place now. We are sorry for the change.";
        foreach (var told in ToldOfAnother(service, file, appointment, why, now))
        {
            yield return told;
        }

        if (by == MovedBy.Clinician && Instant.Min(before.Start, appointment.Slot!.Start) - now < FollowCalendar.OnlyByAPerson)
        {
            yield return Alert(Texts.AlertCalendar, $"{AttemptOf(appointment)}.near", service.Scheduler.Mailbox, AlertKinds.Other,
                $"The clinician moved this in Outlook, and it is near: it was to be at {Compose.Moment(before.Start)}. A mail may be read too late, so please ring the family now.", now);
        }
    }

    /// <summary>Somebody wanted it elsewhere, and somebody else was quicker: whoever wanted it hears of it.</summary>
    public static IEnumerable<Message> OnMoveRefused(ServiceDefinition service, CaseFile file, Appointment appointment, string why, Instant now)
    {
        ArgumentNullException.ThrowIfNull(service);
        var move = appointment.Move!;
        var n = $"{appointment.Id}.{Number(move.Attempt)}";
        return move.By == MovedBy.Family
            ? ToFamily(file, Texts.NotMoved, n, now)
            : [
                Alert(Texts.AlertCalendar, $"{n}.refused", service.Scheduler.Mailbox, AlertKinds.Other,
                    $"It could not be moved to {Compose.Moment(move.Slot.Start)}: {why}. It stays where it is held.", now),
            ];
    }

    /// <summary>They cancelled by their link: what comes next is told to them and to the scheduler.</summary>
    public static IEnumerable<Message> OnCancelledByFamily(ServiceDefinition service, CaseFile file, Appointment appointment, CancelReason reason, bool ring, Instant now) =>
    [
        .. ToFamily(file, Texts.Cancelled, appointment.Id, now).Select(message => message with
        {
            Appointment = appointment.Id,
            About = ring ? RingNext : YouCannotCome + " We are looking for another time. We write to you as soon as it is held.",
        }),
        Alert(ring ? Texts.AlertRing : Texts.AlertOther, $"cancelled.{appointment.Id}", service.Scheduler.Mailbox, AlertKinds.Other,
            $"{Whoever(service, appointment)} cancelled by their link: {CancelAppointment.InWords(reason)}. "
            + (ring ? "They wait for a ring, and no other place is held yet." : "Another place is looked for by itself."), now),
    ];

    /// <summary>Staff cancelled it without another place: whom it was for hears that somebody rings, and the scheduler that they do.</summary>
    public static IEnumerable<Message> OnCancelledByStaff(ServiceDefinition service, CaseFile file, Appointment appointment, AppointmentOutcome what, Instant now)
    {
        ArgumentNullException.ThrowIfNull(service);
        var byFamily = what == AppointmentOutcome.CancelledByFamily;
        foreach (var told in byFamily ? ToFamily(file, Texts.Cancelled, appointment.Id, now) : ToFamily(file, Texts.PlaceLost, $"{AttemptOf(appointment)}.cancelled", now))
        {
            yield return told with
            {
                Appointment = appointment.Id,
                About = byFamily ? RingNext : $"The meeting planned for {Compose.Moment(appointment.Slot!.Start)} cannot take place. We are sorry.",
            };
        }

        yield return Alert(Texts.AlertRing, $"cancelled.{appointment.Id}", service.Scheduler.Mailbox, AlertKinds.Other,
            $"A colleague wrote down that it was cancelled by {(byFamily ? Whoever(service, appointment, "the family") : "us")}, and no other place is held yet. Please ring, then have a place found.", now);
    }

    /// <summary>
    /// The work it was for does not go on here, and it went with that: whom it was for hears of it, and is rung where no mail reaches them or it may be read
    /// too late. Who was told of no place yet hears nothing.
    /// </summary>
    public static IEnumerable<Message> OnGivenUp(ServiceDefinition service, CaseFile file, Appointment appointment, Instant now)
    {
        ArgumentNullException.ThrowIfNull(service);
        if (appointment is not { State: AppointmentState.Held, Slot: { } slot } || file.Case.Provisional == Provisional.Unconfirmed)
        {
            yield break;
        }

        var n = $"{AttemptOf(appointment)}.given-up";
        foreach (var told in ToFamily(file, Texts.Cancelled, n, now))
        {
            yield return told with
            {
                Appointment = appointment.Id,
                About = "We let you know that this meeting does not take place, because our part in this ends or goes on elsewhere. If that is not what you expect, please ring us.",
            };
        }

        var unwritten = file.Case.Referrer.Email is null;
        if (unwritten || slot.Start - now < FollowCalendar.OnlyByAPerson)
        {
            yield return Alert(Texts.AlertRing, n, service.Scheduler.Mailbox, AlertKinds.Other,
                $"The meeting planned for {Compose.Moment(slot.Start)} was given up, because the work here ends or goes on elsewhere. {(unwritten ? "No mail goes to them" : "It is near, and a mail may be read too late")}: please ring them now, so that nobody sets out.", now);
        }
    }

    /// <summary>They were to be rung, and nothing came of it: the place that is held now needs a word.</summary>
    public static IEnumerable<Message> OnNobodyRang(ServiceDefinition service, CaseFile file, Appointment cancelled, Instant now) =>
    [
        Alert(Texts.AlertRing, $"again.{cancelled.Id}", service.Scheduler.Mailbox, AlertKinds.Other,
            $"They were to be rung {CancelAppointment.DaysToRing} working days ago, and nothing was agreed. A place is looked for by itself now, so that nobody waits on.", now),
    ];

    /// <summary>The appointment is near.</summary>
    public static IEnumerable<Message> Reminder(ServiceDefinition service, CaseFile file, Appointment appointment, Instant now)
    {
        ArgumentNullException.ThrowIfNull(service);
        return ToFamily(file, Texts.Reminder, AttemptOf(appointment), now);
    }

    /// <summary>Nobody has said whether it suits them.</summary>
    public static IEnumerable<Message> AgreeReminder(ServiceDefinition service, CaseFile file, Appointment appointment, Instant now)
    {
        ArgumentNullException.ThrowIfNull(service);
        return ToFamily(file, Texts.AgreeReminder, AttemptOf(appointment), now);
    }

    /// <summary>The place is gone and only a person chooses the next one: the family is told that somebody rings, the scheduler what to offer.</summary>
    public static IEnumerable<Message> OnToRing(ServiceDefinition service, CaseFile file, Appointment lost, string forFamily, string forStaff, Instant now)
    {
        ArgumentNullException.ThrowIfNull(service);
        var n = $"{lost.Id}.{Number(lost.Attempt)}";
        if (file.Case.Provisional != Provisional.Unconfirmed && file.Case.Referrer.Email is { } address)
        {
            yield return ToReferrer(Texts.PlaceLost, n, address, now) with { About = forFamily };
        }

        yield return Alert(Texts.AlertCalendar, $"{n}.ring", service.Scheduler.Mailbox, AlertKinds.Other, forStaff, now);
    }

    /// <summary>The place that a person chose with the family was taken before it was held: they ring again.</summary>
    public static IEnumerable<Message> OnChoiceTaken(ServiceDefinition service, Appointment appointment, Instant now) =>
    [
        Alert(Texts.AlertCalendar, $"{AttemptOf(appointment)}.taken", service.Scheduler.Mailbox, AlertKinds.Other,
            $"The place that was chosen on the telephone, {Compose.Moment(appointment.Slot!.Start)}, was taken before it could be held. Please ring the family again and choose another.", now),
    ];

    /// <summary>Nobody has chosen a place yet where only a person may: the scheduler and the managers hear of it every working morning.</summary>
    public static IEnumerable<Message> StillToRing(ServiceDefinition service, Appointment appointment, Instant now)
    {
        var n = $"{appointment.Id}.still.{LocalDatePattern.Iso.Format(London.Day(now))}";
        const string About = "This has had no appointment since its place was lost, and only a person may choose the next one. Please ring and choose.";
        yield return Alert(Texts.AlertCalendar, $"{n}.s", service.Scheduler.Mailbox, AlertKinds.Other, About, now);
        foreach (var (manager, number) in Numbered(service.Managers))
        {
            yield return Alert(Texts.AlertCalendar, $"{n}.{number}", manager.Mailbox, AlertKinds.Other, About, now);
        }
    }

    /// <summary>A calendar says something that is not followed: each of those named hears of it once.</summary>
    public static IEnumerable<Message> OnCalendar(Appointment appointment, string key, string about, IEnumerable<EmailAddress> to, Instant now) =>
        to.Distinct().Select((address, index) => Alert(Texts.AlertCalendar, $"{appointment.Id}.{key}.{Number(index + 1)}", address, AlertKinds.Other, about, now));

    public static IEnumerable<Message> OnNoPlace(ServiceDefinition service, CaseFile file, Instant now)
    {
        if (file.Case.Provisional != Provisional.Unconfirmed && file.Case.Referrer.Email is { } address)
        {
            yield return ToReferrer(Texts.NoPlaceYet, file.Current!.Id, address, now);
        }

        foreach (var ring in Ring(service, file, now))
        {
            yield return ring;
        }

        foreach (var breach in Breach(service, file.Current!, "none", now))
        {
            yield return breach;
        }
    }

    /// <summary>
    /// The child was not brought: whoever is responsible for them is asked whether they are safe and well. A social worker who referred knows the
    /// reference and is written to; to any other it says nothing, so that the scheduler rings them, as where the mail would promise a place that nobody looks for.
    /// </summary>
    public static IEnumerable<Message> OnNotBrought(ServiceDefinition service, CaseFile file, Appointment appointment, Instant now)
    {
        var when = London.Day(appointment.Slot!.Start).ToString("dddd d MMMM yyyy", System.Globalization.CultureInfo.InvariantCulture);
        var another = WantAppointment.IsUnderWay(file, appointment.Kind);
        yield return another && file.Case.Referrer is { Email: { } address, Role: "socialWorker" or "personalAdviser" }
            ? ToReferrer(Texts.Welfare, appointment.Id, address, now) with { About = $"On {when} we waited for a child or young person you referred, and they were not brought." }
            : Alert(Texts.AlertOther, $"welfare.{appointment.Id}", service.Scheduler.Mailbox, AlertKinds.Other,
                $"They were not brought on {when}. Please ring their social worker or personal adviser, ask whether they are safe and well, and why they could not come.{(another ? " Another place is being offered." : " No other place is looked for here.")}", now);
    }

    /// <summary>Nobody said in time what became of an appointment: the scheduler and every manager are told, once.</summary>
    public static IEnumerable<Message> OnUnrecorded(ServiceDefinition service, Appointment appointment, Instant now)
    {
        var clinician = service.Team.FirstOrDefault(member => member.Id == appointment.Slot!.Clinician)?.Role ?? "colleague who has left";
        var about = $"It was on {London.Day(appointment.Slot!.Start).ToString("dddd d MMMM yyyy", System.Globalization.CultureInfo.InvariantCulture)}, in the diary of the {clinician}.";
        yield return Alert(Texts.Unrecorded, $"{appointment.Id}.scheduler", service.Scheduler.Mailbox, AlertKinds.Other, about, now);
        foreach (var (manager, n) in Numbered(service.Managers))
        {
            yield return Alert(Texts.Unrecorded, $"{appointment.Id}.{n}", manager.Mailbox, AlertKinds.Other, about, now);
        }
    }

    /// <summary>What was said of an appointment was corrected, and a place that may have been told of went with it.</summary>
    public static IEnumerable<Message> OnTakenBack(ServiceDefinition service, Appointment released, Instant now) =>
    [
        Alert(Texts.AlertOther, $"taken-back.{released.Id}", service.Scheduler.Mailbox, AlertKinds.Other,
            "What became of an appointment was corrected, so that the next place offered is no longer needed and was let go. Please tell the family.", now),
    ];

    /// <summary>An entry of an earlier attempt still stands in a calendar and could not be removed in a day of tries.</summary>
    public static IEnumerable<Message> OnLeftover(ServiceDefinition service, Appointment appointment, Instant now) =>
    [
        Alert(Texts.AlertOther, $"leftover.{appointment.Id}", service.Scheduler.Mailbox, AlertKinds.Other,
            "An entry with this reference is no longer needed and could not be removed from a calendar. Please remove it by hand.", now),
    ];

    /// <summary>For whom an appointment is: adults ask for a consultation for themselves.</summary>
    private static string Whoever(ServiceDefinition service, Appointment appointment, string family = "The family") =>
        service.PurposeOf(appointment.Kind) != AppointmentPurpose.Consultation ? family : char.IsUpper(family[0]) ? "Whoever asked" : "whoever asked";

    /// <summary>Another place is held than was said before; who gave no mail address is rung, unless they chose it themself.</summary>
    private static IEnumerable<Message> ToldOfAnother(ServiceDefinition service, CaseFile file, Appointment appointment, string why, Instant now) =>
        ToFamily(file, Texts.Moved, AttemptOf(appointment), now).Select(message => message with { About = why })
            .Concat(appointment.AgreedAt is null ? Ring(service, file, now, AttemptOf(appointment)) : []);

    /// <summary>No place at all and a place that comes too late are told apart: who heard of the one hears of the other when it follows.</summary>
    private static IEnumerable<Message> Breach(ServiceDefinition service, Appointment appointment, string what, Instant now) =>
        Numbered(service.Managers).Select(manager => Alert(
            Texts.AlertBreach, $"{appointment.Id}.{what}.{manager.N}", manager.Manager.Mailbox, AlertKinds.Breach, string.Join(" ", appointment.WaysOut), now));
}
