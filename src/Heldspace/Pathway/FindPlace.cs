using Heldspace.Allocation;
using Heldspace.Services;
using NodaTime;

namespace Heldspace.Pathway;

/// <summary>
/// A person has rung, or looked, and has a place held: one of those that were free when the last was lost, or whatever is free first. It is the way out of
/// every state in which the service itself does not look.
/// </summary>
public static class FindPlace
{
    /// <summary>Whether a person may have a place found as things stand.</summary>
    public static bool IsOpenTo(CaseFile file) =>
        Acts.IsOpen(file) && (file.Current is { } current ? current.State is AppointmentState.ToRing or AppointmentState.NoPlace : Next(file) is not null);

    /// <param name="place">The <see cref="Slot.Key"/> of the place that the family wants; null for the first that is free.</param>
    public static Ruling ByHand(ServiceDefinition service, CaseFile file, string? place, string by, Instant now)
    {
        if (!Acts.IsOpen(file))
        {
            return Acts.NotOpen;
        }

        return file.Current switch
        {
            { State: AppointmentState.ToRing } toRing when place is not null => Choose(file, toRing, place, by, now),
            { State: AppointmentState.ToRing or AppointmentState.NoPlace } without =>
                Acts.Change(file.With(without with { State = AppointmentState.Wanted, Alternatives = [] }), Found(without)),
            { State: AppointmentState.Wanted or AppointmentState.Proposing } => new Ruling.Nothing(),
            { Slot: { } slot } => place == slot.Key() ? new Ruling.Nothing() : new Ruling.Refuse("A place is held already, chosen in the meantime. Look at it first."),
            { } => new Ruling.Refuse("It waits until the form is confirmed."),
            null => Further(service, file, by, now),
        };

        CaseEvent Found(Appointment appointment) => new CaseEvent.PlaceAskedFor(appointment.Id, by) { At = now };
    }

    private static Ruling Choose(CaseFile file, Appointment toRing, string place, string by, Instant now)
    {
        if (toRing.Alternatives.FirstOrDefault(other => other.Slot.Key() == place && other.Slot.Start > now) is not { } chosen)
        {
            return new Ruling.Refuse("That place is not offered any more. Choose another, or have the first free one found.");
        }

        var wanted = toRing with { ChosenByHand = true, KeepsTime = chosen.KeepsTime };
        var proposed = HoldAppointment.Propose(file, wanted, [chosen, .. toRing.Alternatives.Where(other => other != chosen)], now);
        return Acts.Change(proposed.File with { Case = file.Case }, [new CaseEvent.PlaceAskedFor(toRing.Id, by) { At = now }, .. proposed.Events]);
    }

    private static Ruling Further(ServiceDefinition service, CaseFile file, string by, Instant now)
    {
        if (Next(file) is not { } kind || !WantAppointment.Has(service, kind))
        {
            return new Ruling.Refuse("There is no appointment left to find: the work has begun, or goes on elsewhere.");
        }

        var (wanted, happened) = WantAppointment.Add(file, kind, Wish.None with { Clinician = file.Case.KeyWorker }, followsOn: null, now);
        return Acts.Change(wanted, happened, new CaseEvent.PlaceAskedFor(wanted.Current!.Id, by) { At = now });
    }

    /// <summary>The kind that the child waits for; null where none is due.</summary>
    private static string? Next(CaseFile file) => file.Case switch
    {
        { Beside: { } beside, ScreenedAt: null } => beside,
        { AssessedAt: null } => OpenCase.Assessment,
        { InterventionAt: null, Onward: null or { InsteadOfOurs: false } } => WantAppointment.Intervention,
        _ => null,
    };
}
