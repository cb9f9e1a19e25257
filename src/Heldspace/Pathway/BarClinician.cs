using Heldspace.Services;
using NodaTime;

namespace Heldspace.Pathway;

/// <param name="Clinician">Who must not see the child, by id.</param>
/// <param name="Reason">Why; it stays in the case, and is in no mail.</param>
/// <param name="By">Who wrote it down.</param>
/// <param name="On">The day on which they did.</param>
public sealed record Conflict(string Clinician, string Reason, string By, LocalDate On);

/// <summary>
/// A conflict of interest: somebody of the team must not see this child. They are never chosen again, and what is held with them is offered anew inside the
/// same clock; where only a person may give it another place, somebody rings.
/// </summary>
public static class BarClinician
{
    private const string WhyItIsLost = "It cannot be with its clinician.";

    private const string NotWithThem = "it cannot be with that clinician";

    public static Ruling Bar(ServiceDefinition service, CaseFile file, string clinician, string reason, string by, Instant now)
    {
        ArgumentNullException.ThrowIfNull(service);
        ArgumentNullException.ThrowIfNull(file);
        if (!Acts.IsOpen(file))
        {
            return Acts.NotOpen;
        }

        if (service.Team.All(member => member.Id != clinician))
        {
            return new Ruling.Refuse("Nobody of that name is in the team.");
        }

        if (IsBarred(file, clinician))
        {
            return new Ruling.Nothing();
        }

        if (string.IsNullOrWhiteSpace(reason))
        {
            return new Ruling.Refuse("Write down why. It stays in the case.");
        }

        var record = file.Case;
        var barred = file with { Case = record with { Conflicts = record.Conflicts.Add(new(clinician, reason.Trim(), by, Time.London.Day(now))) } };
        var events = new List<CaseEvent> { new CaseEvent.ConflictNoted(clinician, reason.Trim(), by) { At = now } };
        if (record.KeyWorker == clinician)
        {
            barred = barred with { Case = barred.Case with { KeyWorker = null, KeyWorkerReason = null, KeyWorkerChosenBy = null } };
            if (record.AssessedAt is not null)
            {
                barred = barred.Plan(PlanStaffMessages.OnKeyWorkerBarred(service, record, now));
            }
        }

        foreach (var id in file.Appointments.Select(appointment => appointment.Id))
        {
            var change = Leave(service, barred, barred.Appointments.First(other => other.Id == id), clinician, now);
            barred = change.File with { Case = barred.Case };
            events.AddRange(change.Events);
        }

        return Acts.Change(barred, events);
    }

    /// <summary>They may see the child again. Nothing that was moved comes back by itself.</summary>
    public static Ruling Lift(CaseFile file, string clinician, string by, Instant now) =>
        !Acts.IsOpen(file) ? Acts.NotOpen
        : !IsBarred(file, clinician) ? new Ruling.Nothing()
        : Acts.Change(
            file with { Case = file.Case with { Conflicts = file.Case.Conflicts.RemoveAll(conflict => conflict.Clinician == clinician) } },
            new CaseEvent.ConflictLifted(clinician, by) { At = now });

    public static bool IsBarred(CaseFile file, string clinician) => file.Case.Conflicts.Any(conflict => conflict.Clinician == clinician);

    /// <summary>One appointment without them, wherever it has come to; what is past stays as it was.</summary>
    private static Change Leave(ServiceDefinition service, CaseFile file, Appointment appointment, string clinician, Instant now)
    {
        if (appointment.State is AppointmentState.Over or AppointmentState.Released)
        {
            return Nothing(file);
        }

        var without = appointment with
        {
            Alternatives = [.. appointment.Alternatives.Where(other => other.Slot.Clinician != clinician)],
            Wish = appointment.Wish.Clinician == clinician ? appointment.Wish with { Clinician = null } : appointment.Wish,
        };
        var with = without == appointment ? file : file.With(without);
        switch (without)
        {
            case { State: AppointmentState.Proposing, Slot: { } slot } when slot.Clinician == clinician:
                var wanted = with.With(without with
                {
                    State = without.ChosenByHand ? AppointmentState.ToRing : AppointmentState.Wanted,
                    Slot = null,
                    Reason = null,
                    ChosenByHand = false,
                    KeepsTime = false,
                    Superseded = without.Superseded.Add(new(slot, without.Attempt, null)),
                });
                return Nothing(without.ChosenByHand ? wanted.Plan(PlanAppointmentMessages.OnChoiceTaken(service, without, now)) : wanted);

            case { State: AppointmentState.Held, Outcome: null, Move: { } move, Slot: { } slot } when move.Slot.Clinician == clinician && slot.Clinician == clinician && slot.Start > now:
                // Neither where it is nor where it was going: the move is given up with the place.
                var still = without with { Move = null, Superseded = without.Superseded.Add(new(move.Slot, move.Attempt, null)) };
                var lost = Lose(service, with.With(still), still, now);
                return lost with { Events = [new CaseEvent.MoveRefused(appointment.Id, move.Attempt, NotWithThem) { At = now }, .. lost.Events] };

            case { State: AppointmentState.Held, Move: { } move } when move.Slot.Clinician == clinician:
                return MoveAppointment.Refused(service, with, without, NotWithThem, now);

            case { State: AppointmentState.Held, Move: { } move, Slot: { } slot } when slot.Clinician == clinician && slot.Start > now:
                // It is on its way to somebody else; if that place is taken first, another is looked for.
                return Nothing(with.With(without with { Move = move with { Leaves = true } }));

            case { State: AppointmentState.Held, Outcome: null, Slot: { } slot } when slot.Clinician == clinician && slot.Start > now:
                return Lose(service, with, without, now);

            default:
                return Nothing(with);
        }
    }

    private static Change Lose(ServiceDefinition service, CaseFile file, Appointment appointment, Instant now)
    {
        var lost = new Lost(WhyItIsLost, null, appointment.EventId, ClinicianIsGone: false) { IsBarred = true };
        Finding finding = FollowCalendar.NeedsAPerson(appointment, now) ? new Finding.Ring(lost) : new Finding.OfferAgain(lost);
        return FollowCalendar.Follow(service, file, appointment, finding, [.. appointment.Alternatives.Where(other => other.Slot.Start > now)], now) ?? Nothing(file);
    }

    private static Change Nothing(CaseFile file) => new(file, []);
}
