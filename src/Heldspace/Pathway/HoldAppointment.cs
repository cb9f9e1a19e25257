using System.Collections.Immutable;
using Heldspace.Allocation;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Pathway;

/// <summary>
/// The steps by which an appointment comes to stand in a calendar. Each step is committed before the next thing is done outside, so that whoever
/// comes after a crash goes on where the last one stopped.
/// </summary>
public static class HoldAppointment
{
    /// <summary>How many other places are kept beside the one chosen, for a family to choose from.</summary>
    private const int AlternativesKept = 12;

    /// <summary>How far down the ranking other days and kinds of place are looked for. Looking through all of it would be most of the wait for an invitation.</summary>
    private const int LookedThrough = 600;

    /// <summary>The hour in London from which many can come who are at school or at work before.</summary>
    private const int AfterSchool = 15;

    /// <summary>What the appointment must be, from the case as it is known now.</summary>
    public static Need Need(ServiceDefinition service, CaseFile file, Appointment appointment, Instant now)
    {
        var child = file.Case.Child;
        var wished = appointment.Wish.Clinician is { } somebody && !BarClinician.IsBarred(file, somebody) ? somebody : null;
        var worth = wished is null ? 0 : ChooseKeyWorker.WorthWaitingFor(service, file, appointment, wished);
        return new()
        {
            Kind = service.AppointmentKinds.First(kind => kind.Id == appointment.Kind),
            Clock = service.Clocks.First(clock => clock.Kind == appointment.Kind),
            ReceivedAt = file.Case.ClockStart(appointment.Kind),
            PausedDays = Clocks.PausedDays(file.Case, London.Day(file.Case.ClockStart(appointment.Kind)), London.Day(now)),
            Urgent = file.Case.Urgent,
            Interpreter = child.Value(Intake.Fields.Interpreter) == "yes",
            PreferredPlace = appointment.Wish.PlaceKind ?? PlaceKinds.Parse(child.Value(Intake.Fields.PreferredPlace)),
            PreferredClinician = worth > 0 ? wished : null,
            PreferredDays = worth,
            PreferredGender = child.Value(Intake.Fields.PreferredGender),
            NotWith = file.Case.Conflicts.IsEmpty ? appointment.Wish.NotWith : [.. appointment.Wish.NotWith.Union(ChooseKeyWorker.Conflicts(file), StringComparer.Ordinal)],
            NotBefore = appointment.Wish.NotBefore,
            Avoid = [.. appointment.Avoid.Select(taken => (taken.Clinician, new Interval(taken.Start, taken.End)))],
        };
    }

    /// <summary>
    /// The best place, then others at other times or with other people: on other days, with the same person, after school, at other kinds of place, and
    /// then what comes next. Empty where there is none.
    /// </summary>
    public static ImmutableArray<Proposal> Shortlist(IEnumerable<Proposal> ranked)
    {
        var looked = ranked.Take(LookedThrough).Select(place => new Looked(place, place.Slot.Start.InZone(London.Zone).LocalDateTime)).ToList();
        var shortlist = looked.Take(1).ToList();
        Add(1, other => other.Day);
        Add(2, other => other.Day, other => other.Slot.Clinician == looked[0].Slot.Clinician);
        Add(2, other => (other.Day, other.IsAfternoon), other => other.IsAfternoon);
        Add(4, other => other.Slot.Place);
        Add(1, other => other.Day);
        Add(AlternativesKept, other => (other.Day, other.Slot.Clinician));
        Add(AlternativesKept, other => other.Slot);
        return [.. shortlist.Select(one => one.Place)];

        // So many more, the best first, each with something that none before it has.
        void Add<TKey>(int most, Func<Looked, TKey> what, Func<Looked, bool>? where = null)
        {
            var there = shortlist.Select(what).ToHashSet();
            foreach (var other in looked)
            {
                if (most == 0 || shortlist.Count > AlternativesKept)
                {
                    return;
                }

                if (where?.Invoke(other) != false && shortlist.TrueForAll(before => Differs(other.Slot, before.Slot)) && there.Add(what(other)))
                {
                    shortlist.Add(other);
                    most--;
                }
            }
        }
    }

    /// <summary>Chooses the first of the shortlist and keeps the others beside it. An earlier attempt, with its event, is given up when the new place is claimed.</summary>
    public static Change Propose(CaseFile file, Appointment appointment, ImmutableArray<Proposal> shortlist, Instant now)
    {
        var chosen = shortlist[0];
        var proposed = appointment with
        {
            State = AppointmentState.Proposing,
            Attempt = NextAttempt(appointment),
            LastAttempt = NextAttempt(appointment),
            Slot = chosen.Slot,
            Reason = chosen.Reason,
            Alternatives = shortlist[1..],
        };
        return Change.Of(file.With(proposed), new CaseEvent.Proposed(proposed.Id, proposed.Attempt, chosen.Slot, chosen.Reason) { At = now });
    }

    /// <summary>A number that no attempt of the appointment has had, so that what an old one left is never taken for a new one's.</summary>
    public static int NextAttempt(Appointment appointment) => Math.Max(appointment.Attempt, appointment.LastAttempt) + 1;

    /// <summary>Another case claimed the slot first: nothing of it is ours.</summary>
    public static Change LostToAnotherClaim(ServiceDefinition service, CaseFile file, Appointment appointment, Instant now) =>
        Lost(service, file, appointment, appointment, "another referral", now);

    /// <summary>A person put something there in Outlook in between; they win. Our cells and event are given up once another place is held.</summary>
    public static Change LostToAPerson(ServiceDefinition service, CaseFile file, Appointment appointment, string? eventId, Interval taken, Instant now) => Lost(
        service,
        file,
        appointment,
        appointment with
        {
            Superseded = appointment.Superseded.Add(new(appointment.Slot!, appointment.Attempt, eventId)),
            Avoid = appointment.Avoid.Add(new(appointment.Slot!.Clinician, taken.Start, taken.End)),
        },
        "a person, in Outlook",
        now);

    /// <summary>Claimed, written and read again: the appointment stands, and everyone concerned is told.</summary>
    public static Change Hold(ServiceDefinition service, CaseFile file, Appointment appointment, string eventId, ImmutableArray<string> waysOut, Instant now)
    {
        var standing = appointment with
        {
            State = AppointmentState.Held,
            EventId = eventId,
            WaysOut = waysOut,
            HeldAt = now,
            WithoutPlaceSince = null,
            ChosenByHand = false,

            // Who was rung and chose has agreed.
            AgreedAt = appointment.ChosenByHand ? now : appointment.AgreedAt,
        };
        var held = file.With(standing);
        var told = PlanAppointmentMessages.OnHolding(service, held, now).ToList();
        var planned = standing with { Instead = null, KeepsTime = false };
        var known = held.With(planned).Plan(told);
        var stands = new CaseEvent.Held(appointment.Id, appointment.Attempt) { At = now };
        return ChooseKeyWorker.FollowSession(service, known, planned, now) is var (followed, chosen) ? Change.Of(followed, stands, chosen) : Change.Of(known, stands);
    }

    /// <summary>What earlier attempts left is gone.</summary>
    public static Change Tidied(CaseFile file, Appointment appointment) =>
        Change.Of(file.With(appointment with { Superseded = [] }));

    /// <summary>No diary has room before the horizon: a manager is told with the ways out, the referrer is told honestly.</summary>
    public static Change NoPlace(ServiceDefinition service, CaseFile file, Appointment appointment, ImmutableArray<string> waysOut, Instant now)
    {
        var without = file.With(appointment with { State = AppointmentState.NoPlace, Slot = null, WaysOut = waysOut });
        return Change.Of(without.Plan(PlanAppointmentMessages.OnNoPlace(service, without, now)), new CaseEvent.NoPlaceFound(appointment.Id) { At = now });
    }

    /// <summary>Too many unconfirmed forms hold places: this one waits for its confirmation.</summary>
    public static Change AwaitConfirmation(ServiceDefinition service, CaseFile file, Appointment appointment, Instant now)
    {
        var waiting = file.With(appointment with { State = AppointmentState.AwaitingConfirmation });
        return Change.Of(waiting.Plan(PlanReferralMessages.OnAwaitingConfirmation(service, waiting, now)));
    }

    /// <summary>The next best is looked for; where a person chose with the family, that person rings again with what is left.</summary>
    private static Change Lost(ServiceDefinition service, CaseFile file, Appointment before, Appointment without, string to, Instant now)
    {
        var byHand = before.ChosenByHand;
        var lost = file.With(without with
        {
            State = byHand ? AppointmentState.ToRing : AppointmentState.Wanted,
            Slot = null,
            Reason = null,
            ChosenByHand = false,
            KeepsTime = false,
            Alternatives = byHand ? before.Alternatives : [],
        });
        return Change.Of(
            byHand ? lost.Plan(PlanAppointmentMessages.OnChoiceTaken(service, before, now)) : lost,
            new CaseEvent.Taken(before.Id, before.Attempt, to) { At = now });
    }

    private static bool Differs(Slot one, Slot other) => one.Start != other.Start || one.Clinician != other.Clinician;

    /// <summary>A place with its time in London, which is asked for many times.</summary>
    private sealed record Looked(Proposal Place, LocalDateTime At)
    {
        public Slot Slot => Place.Slot;

        public LocalDate Day => At.Date;

        public bool IsAfternoon => At.Hour >= AfterSchool;
    }
}
