using Heldspace.Services;
using NodaTime;

namespace Heldspace.Pathway;

/// <summary>Ends a case. Only a person does, and can take it back.</summary>
public static class CloseCase
{
    /// <summary>Gives up what is ahead, and those whom it was held for hear of it. What is past must have been recorded first, so that no figure lacks it.</summary>
    public static Ruling Close(ServiceDefinition service, CaseFile file, Closure closure, Instant now)
    {
        if (file.Case is { State: CaseState.Closed, Closure: { } before } && (before with { By = closure.By }) == closure)
        {
            return new Ruling.Nothing();
        }

        if (!Acts.IsOpen(file))
        {
            return Acts.NotOpen;
        }

        if (Acts.DayRefused(file, closure.On, now) is { } refused)
        {
            return refused;
        }

        if (file.Appointments.Any(appointment => appointment is { State: AppointmentState.Held, Slot: { } slot } && slot.Start <= now))
        {
            return new Ruling.Refuse("Say first what became of the appointment that is past.");
        }

        if (closure.Reason == ClosureReason.NoReferral)
        {
            return new Ruling.Refuse("Only a form that was set aside can be no referral.");
        }

        if (closure.Reason == ClosureReason.Onward && file.Case.Onward is null)
        {
            return new Ruling.Refuse("Write down first which help the child was supported on to.");
        }

        var closed = file with { Case = file.Case with { State = CaseState.Closed, Closure = closure } };
        var events = new List<CaseEvent> { new CaseEvent.Closed(closure) { At = now } };
        foreach (var ahead in file.Appointments.Where(appointment => IsAhead(appointment, now)))
        {
            // Nobody who has lost a child hears of it from a program.
            closed = closed.With(WantAppointment.GivenUp(ahead)).Plan(closure.Reason == ClosureReason.Died ? [PlanStaffMessages.OnDeath(service, ahead, now)] : PlanAppointmentMessages.OnGivenUp(service, file, ahead, now));
            events.Add(new CaseEvent.Released(ahead.Id) { At = now });
        }

        return Acts.Change(closed, events);
    }

    /// <summary>Opens a closed case again; whatever step it had come to is taken up anew.</summary>
    public static Ruling Reopen(ServiceDefinition service, CaseFile file, string reason, string by, Instant now)
    {
        if (file.Case.State != CaseState.Closed)
        {
            return Acts.IsOpen(file) ? new Ruling.Nothing() : new Ruling.Refuse("Only a closed case can be opened again.");
        }

        if (VouchForReferral.IsNone(file.Case))
        {
            return new Ruling.Refuse("A colleague said that this is no referral. Take that back first.");
        }

        var open = file with { Case = file.Case with { State = CaseState.Open, Closure = null } };
        var events = new List<CaseEvent> { new CaseEvent.Reopened(reason, by) { At = now } };
        var kind = open.Case.Beside is { } beside && open.Case.ScreenedAt is null ? beside
            : open.Case.Beside is not null && open.Case.AssessedAt is null ? null
            : open.Case.AssessedAt is null ? OpenCase.Assessment
            : open.Case is { InterventionAt: null, Onward: not { InsteadOfOurs: true } } && WantAppointment.Has(service, WantAppointment.Intervention) ? WantAppointment.Intervention
            : null;
        if (kind is not null && !WantAppointment.IsUnderWay(open, kind))
        {
            var wish = Wish.None with { NotWith = ChooseKeyWorker.WithoutCalendar(open), Clinician = kind == WantAppointment.Intervention ? open.Case.KeyWorker : null };
            (open, var wanted) = WantAppointment.Add(open, kind, wish, null, now);
            events.Add(wanted);
        }

        return Acts.Change(open, events);
    }

    internal static bool IsAhead(Appointment appointment, Instant now) =>
        appointment.State is not (AppointmentState.Over or AppointmentState.Released) && (appointment.State != AppointmentState.Held || appointment.Slot!.Start > now);
}
