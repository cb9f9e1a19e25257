using Heldspace.Services;
using NodaTime;

namespace Heldspace.Pathway;

/// <summary>Further appointments of a case, and giving up one that is ahead.</summary>
public static class WantAppointment
{
    /// <summary>The first session of the intervention, as kinds and clocks name it.</summary>
    public const string Intervention = "intervention";

    /// <summary>Puts down that a further appointment is wanted. Its id is the next of its kind: <c>intervention-1</c>.</summary>
    public static (CaseFile File, CaseEvent Event) Add(CaseFile file, string kind, Wish wish, string? followsOn, Instant now)
    {
        var wanted = new Appointment { Id = NextId(file, kind), Kind = kind, State = AppointmentState.Wanted, Wish = wish, FollowsOn = followsOn, WithoutPlaceSince = now };
        return (file.With(wanted), new CaseEvent.AppointmentWanted(wanted.Id, kind, followsOn) { At = now });
    }

    /// <summary>Whether an appointment of a kind is under way or ahead.</summary>
    public static bool IsUnderWay(CaseFile file, string kind) =>
        file.Appointments.Any(appointment => appointment.Kind == kind && appointment.State is not (AppointmentState.Released or AppointmentState.Over));

    public static bool Has(ServiceDefinition service, string kind) =>
        service.AppointmentKinds.Any(other => other.Id == kind) && service.Clocks.Any(clock => clock.Kind == kind);

    /// <summary>Gives an appointment up: its cells and its event go, and those of a move that was under way.</summary>
    public static Appointment GivenUp(Appointment appointment) => WithPlacesGivenUp(appointment) with { State = AppointmentState.Released };

    /// <summary>Lists what an appointment holds as to be given up.</summary>
    internal static Appointment WithPlacesGivenUp(Appointment appointment)
    {
        var superseded = appointment.Superseded;
        if (appointment is { State: AppointmentState.Proposing or AppointmentState.Held, Slot: { } slot })
        {
            superseded = superseded.Add(new(slot, appointment.Attempt, appointment.EventId));
        }

        if (appointment.Move is { } move)
        {
            superseded = superseded.Add(new(move.Slot, move.Attempt, null));
        }

        return appointment with { Superseded = superseded, Move = null, EventId = null };
    }

    private static string NextId(CaseFile file, string kind)
    {
        for (var n = 1; ; n++)
        {
            var id = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{kind}-{n}");
            if (file.Appointments.All(appointment => appointment.Id != id))
            {
                return id;
            }
        }
    }
}
