using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Heldspace.Allocation;
using Heldspace.Intake;
using Heldspace.Messages;
using Heldspace.Services;
using NodaTime;

namespace Heldspace.Pathway;

/// <summary>
/// What people do in Outlook counts. A place that they gave up is offered again, one that they moved is followed where that is possible; nothing is ever moved
/// because something else was put over it.
/// </summary>
public static class FollowCalendar
{
    /// <summary>So long before a meeting only a person gives it another place, after ringing.</summary>
    public static readonly Duration OnlyByAPerson = Duration.FromHours(48);

    /// <summary>How often the service itself moves an appointment that was agreed.</summary>
    private const int MovesAfterAgreement = 1;

    /// <param name="service">Whose.</param>
    /// <param name="file">The case as it is.</param>
    /// <param name="appointment">Of that case.</param>
    /// <param name="seen">What its clinician's calendar shows.</param>
    /// <param name="taken">What is taken around another time that is seen: claims of other appointments, and what else stands at a time that was proposed.</param>
    /// <param name="now">The moment of the look.</param>
    public static Finding Judge(ServiceDefinition service, CaseFile file, Appointment appointment, Observed seen, TakenTime taken, Instant now)
    {
        ArgumentNullException.ThrowIfNull(appointment);
        if (appointment is not { State: AppointmentState.Held, Move: null, Outcome: null, Slot: { } slot })
        {
            return new Finding.Nothing();
        }

        if (slot.End <= now)
        {
            // It may have been moved to a day to come while nobody looked. Whatever else became of it, people record.
            return seen is Observed.Standing later && later.Time.Start > now ? Moved(service, file, appointment, later, taken, now) ?? new Finding.Nothing() : new Finding.Nothing();
        }

        switch (seen)
        {
            case Observed.NoMailbox:
                return LostPlace(appointment, new("The calendar of its clinician is gone.", null, appointment.EventId, ClinicianIsGone: true), now);

            case Observed.Gone:
                return LostPlace(appointment, new("It was cancelled or deleted in the clinician's calendar.", null, null, ClinicianIsGone: false), now);

            case Observed.Standing standing:
                return Answer(service, file, appointment, standing, taken, now)
                    ?? Moved(service, file, appointment, standing, taken, now)
                    ?? Warnings(service, appointment, standing)
                    ?? new Finding.Nothing();

            default:
                throw new InvalidOperationException($"{seen} is not known.");
        }
    }

    /// <summary>What is committed for a finding. Null where there is nothing to do.</summary>
    /// <param name="service">Whose.</param>
    /// <param name="file">The case as it is.</param>
    /// <param name="appointment">Of that case.</param>
    /// <param name="finding">Of <see cref="Judge"/>.</param>
    /// <param name="offers">The best places there are now, where <see cref="NeedsOffers"/>.</param>
    /// <param name="now">The moment of the look.</param>
    public static Change? Follow(ServiceDefinition service, CaseFile file, Appointment appointment, Finding finding, ImmutableArray<Proposal> offers, Instant now)
    {
        ArgumentNullException.ThrowIfNull(service);
        switch (finding)
        {
            case Finding.MoveThere there:
                var noted = Noting(appointment with { EventId = there.EventId }, there.Key);
                return MoveAppointment.Want(
                    file.With(noted), noted, there.Slot, there.By, there.By == MovedBy.Clinician ? "moved by the clinician in Outlook" : "proposed by the scheduler in Outlook", now);

            case Finding.OfferAgain again:
                return Again(service, file, appointment, again.Lost, now);

            case Finding.Ring ring:
                return ToRing(service, file, appointment, ring.Lost, offers, now);

            case Finding.Tell tell:
                var told = file.With(Noting(appointment, tell.Key));
                return Change.Of(
                    told.Plan(PlanAppointmentMessages.OnCalendar(appointment, tell.Key, $"{tell.What} Nothing was moved: it is still held for {When(appointment)}.{InWords(service, offers)}", [service.Scheduler.Mailbox], now)),
                    new CaseEvent.CalendarDiffers(appointment.Id, appointment.Attempt, tell.What) { At = now });

            case Finding.Warn warn:
                var warned = file.With(appointment with { Warned = [.. appointment.Warned, .. warn.Keys] });
                IEnumerable<EmailAddress> both = [service.Scheduler.Mailbox, .. service.Team.Where(member => member.Id == appointment.Slot!.Clinician).Select(member => member.Mailbox)];
                return Change.Of(
                    warned.Plan(PlanAppointmentMessages.OnCalendar(appointment, Key("warned", string.Join(' ', warn.Keys)), $"{warn.What} The appointment stays where it is.", both, now)),
                    new CaseEvent.CalendarDiffers(appointment.Id, appointment.Attempt, warn.What) { At = now });

            default:
                return null;
        }
    }

    /// <summary>Whether staff are to be told where else it could be.</summary>
    public static bool NeedsOffers(Finding finding) => finding is Finding.Ring or Finding.Tell;

    /// <summary>Whether only a person may give it another place, after ringing: it is near, or the service has moved it once since it was first agreed, whether or not the family has agreed again.</summary>
    public static bool NeedsAPerson(Appointment appointment, Instant now)
    {
        ArgumentNullException.ThrowIfNull(appointment);
        return appointment.Slot!.Start - now < OnlyByAPerson || appointment.MovesByService >= MovesAfterAgreement;
    }

    private static Finding LostPlace(Appointment appointment, Lost lost, Instant now) =>
        NeedsAPerson(appointment, now) ? new Finding.Ring(lost) : new Finding.OfferAgain(lost);

    private static Finding? Answer(ServiceDefinition service, CaseFile file, Appointment appointment, Observed.Standing standing, TakenTime taken, Instant now)
    {
        if (standing.Scheduler is not { } answer || (answer.What == Answered.Accepted && answer.Proposed is null))
        {
            return null;
        }

        var key = Key("answer", $"{answer.What} {answer.At}");
        if (appointment.Warned.Contains(key))
        {
            return null;
        }

        var another = answer.Proposed is { } proposed && proposed != standing.Time
            ? TimeForIt.Of(service, HoldAppointment.Need(service, file, appointment, now), appointment.Slot!, proposed, MovedBy.Staff, taken, now)
            : null;
        return (another, answer.What) switch
        {
            (TimeForIt.Possible possible, _) => new Finding.MoveThere(possible.Slot, MovedBy.Staff, standing.EventId, key),
            (_, Answered.Declined) => LostPlace(appointment, new("The scheduler declined it.", key, standing.EventId, ClinicianIsGone: false), now),
            (TimeForIt.Impossible impossible, _) => new Finding.Tell(key, $"The time that you proposed cannot be held: {impossible.Why}."),
            _ => new Finding.Warn([key], "The scheduler accepted this only tentatively. Please settle it between you."),
        };
    }

    private static Finding? Moved(ServiceDefinition service, CaseFile file, Appointment appointment, Observed.Standing standing, TakenTime taken, Instant now)
    {
        if (standing.Time == appointment.Slot!.Meeting)
        {
            return null;
        }

        var key = Key("impossible", standing.Time.ToString());
        return TimeForIt.Of(service, HoldAppointment.Need(service, file, appointment, now), appointment.Slot, standing.Time, MovedBy.Clinician, taken, now) switch
        {
            TimeForIt.Possible possible => new Finding.MoveThere(possible.Slot, MovedBy.Clinician, standing.EventId, null),
            TimeForIt.Impossible impossible when !appointment.Warned.Contains(key) =>
                new Finding.Tell(key, $"The clinician moved it in Outlook to {Compose.Moment(standing.Time.Start)}, where it cannot be: {impossible.Why}."),

            // Told already, and still held where it was: what is put over that time is another thing.
            _ => null,
        };
    }

    private static Finding? Warnings(ServiceDefinition service, Appointment appointment, Observed.Standing standing)
    {
        var all = standing.Over
            .Select(over => (
                Key: Key("over", $"{over.EventId} {over.Time}"),
                What: $"{(over.OfSeries ? "A recurring meeting" : "Something else")} was put over it in the clinician's calendar, at {Compose.Moment(over.Time.Start)}."))
            .ToList();

        // How it is shown, and where its room is, counts where it is held.
        var isThere = standing.Time == appointment.Slot!.Meeting;
        if (isThere && standing.ShowAs is not ("busy" or "oof"))
        {
            all.Add((Key("shown", $"{standing.ShowAs} {standing.Time}"), $"Its time is shown as {standing.ShowAs} in the clinician's calendar, so that others may take it."));
        }

        if (isThere && standing.RoomDeclined)
        {
            var room = service.Rooms.FirstOrDefault(other => other.Id == appointment.Slot.Room)?.Name ?? "The room";
            all.Add((Key("room", standing.Time.ToString()), $"{room} has declined it."));
        }

        var fresh = all.Where(one => !appointment.Warned.Contains(one.Key)).ToList();
        return fresh.Count == 0 ? null : new Finding.Warn([.. fresh.Select(one => one.Key)], string.Join(' ', fresh.Select(one => one.What)));
    }

    private static Change Again(ServiceDefinition service, CaseFile file, Appointment appointment, Lost lost, Instant now)
    {
        var wanted = file.With(WithoutPlace(appointment, lost, now) with
        {
            State = AppointmentState.Wanted,
            Alternatives = [],
            Instead = $"{ForFamily(appointment)} We have held another place for you instead.",
            MovesByService = appointment.MovesByService + (appointment.AgreedAt is null ? 0 : 1),
        });
        if (lost is { ClinicianIsGone: true, IsKnown: false })
        {
            wanted = wanted.Plan(PlanAppointmentMessages.OnCalendar(
                appointment, "mailbox", $"{lost.Why} It was held for {When(appointment)}; another place, with somebody else, is being held now.", [service.Scheduler.Mailbox], now));
        }

        return Change.Of(wanted, new CaseEvent.PlaceLost(appointment.Id, appointment.Attempt, lost.Why, ToRing: false) { At = now });
    }

    private static Change ToRing(ServiceDefinition service, CaseFile file, Appointment appointment, Lost lost, ImmutableArray<Proposal> offers, Instant now)
    {
        var ring = file.With(WithoutPlace(appointment, lost, now) with
        {
            State = AppointmentState.ToRing,
            Alternatives = offers,
            Instead = $"{ForFamily(appointment)} Another place is held instead.",
        });
        var why = appointment.Slot!.Start - now < OnlyByAPerson ? "It was less than 48 hours away" : "It was agreed, and has been moved once since";
        var forStaff = $"{lost.Why} It was held for {When(appointment)}. {why}, so a person chooses the next place: please ring the family now.{(lost.IsBarred ? NotLookedFor(service, offers) : InWords(service, offers))}";
        return Change.Of(
            ring.Plan(PlanAppointmentMessages.OnToRing(service, ring, appointment, ForFamily(appointment), forStaff, now)),
            new CaseEvent.PlaceLost(appointment.Id, appointment.Attempt, lost.Why, ToRing: true) { At = now });
    }

    /// <summary>The place is given up, and is not offered again; the same clinician comes first, unless they are gone or must not see the child.</summary>
    private static Appointment WithoutPlace(Appointment appointment, Lost lost, Instant now)
    {
        var slot = appointment.Slot!;
        return Noting(appointment, lost.Key) with
        {
            Slot = null,
            EventId = null,
            Reason = null,
            AgreedAt = null,
            WithoutPlaceSince = now,
            WaysOut = [],
            Superseded = appointment.Superseded.Add(new(slot, appointment.Attempt, lost.KeepsEvent)),
            Avoid = appointment.Avoid.Add(new(slot.Clinician, slot.BlockStart, slot.BlockEnd)),
            Wish = lost.IsBarred ? appointment.Wish
                : lost.ClinicianIsGone
                ? appointment.Wish with { Clinician = appointment.Wish.Clinician == slot.Clinician ? null : appointment.Wish.Clinician, NotWith = [.. appointment.Wish.NotWith.Append(slot.Clinician).Distinct()] }
                : appointment.Wish with { Clinician = slot.Clinician },
        };
    }

    private static string ForFamily(Appointment appointment) => $"The meeting planned for {When(appointment)} cannot take place. We are sorry.";

    private static string When(Appointment appointment) => Compose.Moment(appointment.Slot!.Start);

    private static string InWords(ServiceDefinition service, ImmutableArray<Proposal> offers) => offers.IsDefaultOrEmpty
        ? "\nNo other place is free before the horizon."
        : "\nFree now, best first:\n" + string.Join('\n', offers.Select(offer => "- " + offer.InWords(service)));

    /// <summary>Nobody has looked through the calendars just now.</summary>
    private static string NotLookedFor(ServiceDefinition service, ImmutableArray<Proposal> offers) => offers.IsDefaultOrEmpty
        ? "\nThe first place that is free can be held from the page."
        : "\nFree when the calendars were last looked through, best first:\n" + string.Join('\n', offers.Select(offer => "- " + offer.InWords(service)));

    private static Appointment Noting(Appointment appointment, string? key) =>
        key is null || appointment.Warned.Contains(key) ? appointment : appointment with { Warned = appointment.Warned.Add(key) };

    /// <summary>Short and without signs that a key may not hold, whatever it is about.</summary>
    internal static string Key(string kind, string about) =>
        string.Create(CultureInfo.InvariantCulture, $"{kind}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(about)))[..12]}");
}
