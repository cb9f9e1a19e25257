using Heldspace.Services;
using NodaTime;

namespace Heldspace.Pathway;

/// <summary>The child is supported on to specialist help: an outcome in its own right, beside the work here or in place of it.</summary>
public static class SupportOnward
{
    public static Ruling Record(ServiceDefinition service, CaseFile file, Onward onward, bool toKeepSafe, Instant now)
    {
        if (!Acts.IsOpen(file))
        {
            return Acts.NotOpen;
        }

        if (Acts.DayRefused(file, onward.On, now) is { } refused)
        {
            return refused;
        }

        if (string.IsNullOrWhiteSpace(onward.To))
        {
            return new Ruling.Refuse("Write which kind of help.");
        }

        if (file.Case.Onward is { } before && (before with { By = onward.By }) == onward)
        {
            return new Ruling.Nothing();
        }

        if (!toKeepSafe && !Consent.Consented.ToSharing(file.Case, Time.London.Day(now)))
        {
            return new Ruling.Refuse("Nobody who may has agreed that this is shared. Record their consent first; where it is to keep somebody safe, say so, and it needs none.");
        }

        var supported = file with { Case = file.Case with { Onward = onward } };
        var events = new List<CaseEvent> { new CaseEvent.SupportedOnward(onward) { At = now } };
        if (onward.InsteadOfOurs)
        {
            foreach (var session in file.Appointments.Where(appointment => CloseCase.IsAhead(appointment, now) && appointment.Kind == WantAppointment.Intervention))
            {
                supported = supported.With(WantAppointment.GivenUp(session)).Plan(PlanAppointmentMessages.OnGivenUp(service, file, session, now));
                events.Add(new CaseEvent.Released(session.Id) { At = now });
            }
        }

        return Acts.Change(supported, events);
    }
}
