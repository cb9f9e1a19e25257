using System.Collections.Immutable;
using Heldspace.Allocation;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Pathway;

/// <summary>
/// The other places that a family is shown by link. They come from the case and from the table of claims, so that showing them asks no calendar; what
/// people have put into Outlook since is found out when one of them is chosen.
/// </summary>
public static class OfferPlaces
{
    /// <summary>How many are shown: more is no choice on a phone.</summary>
    public const int Most = 9;

    /// <summary>With fewer the calendars are looked through again.</summary>
    public const int Fewest = 3;

    /// <summary>How long what the calendars said is good enough to be shown with few places left.</summary>
    private static readonly Duration Fresh = Duration.FromMinutes(10);

    /// <summary>Places that nobody has claimed, those with the same clinician first, then by time. Places after the target day only where few are in time.</summary>
    /// <param name="claims">What is claimed from today to the last of the alternatives.</param>
    public static ImmutableArray<Proposal> Of(ServiceDefinition service, CaseFile file, Appointment appointment, TakenTime claims, Instant now)
    {
        var (held, target) = (appointment.Slot!, HoldAppointment.Need(service, file, appointment, now).TargetDay);
        var free = appointment.Alternatives.Where(other => IsOffered(service, appointment, other.Slot, claims, now) && !BarClinician.IsBarred(file, other.Slot.Clinician)).ToList();
        var inTime = free.Where(other => London.Day(other.Slot.Start) <= target).ToList();
        return
        [
            .. (inTime.Count >= Fewest ? inTime : free)
                .DistinctBy(other => (other.Slot.Clinician, other.Slot.Start, other.Slot.Place))
                .Take(Most)
                .OrderBy(other => other.Slot.Clinician != held.Clinician)
                .ThenBy(other => other.Slot.Start),
        ];
    }

    /// <summary>Few places are left: asks for the calendars to be looked through again. Null where they are about to be, or were a moment ago.</summary>
    public static Change? LookAgain(CaseFile file, Appointment appointment, Instant now) =>
        AgreeAppointment.Standing(file, appointment, now) == LinkStanding.Open && !IsLooking(appointment) && !(appointment.OffersFound + Fresh > now)
            ? Change.Of(file.With(appointment with { OffersAsked = now }))
            : null;

    /// <summary>Whether the calendars are yet to be looked through.</summary>
    public static bool IsLooking(Appointment appointment) => appointment.OffersAsked is { } asked && !(appointment.OffersFound >= asked);

    /// <summary>What the calendars say now.</summary>
    public static Change Found(CaseFile file, Appointment appointment, ImmutableArray<Proposal> places, Instant now) =>
        Change.Of(file.With(appointment with { Alternatives = places, OffersFound = Instant.Max(now, appointment.OffersAsked ?? now) }));

    private static bool IsOffered(ServiceDefinition service, Appointment appointment, Slot slot, TakenTime claims, Instant now)
    {
        var held = appointment.Slot!;
        return slot.Start - now >= AgreeAppointment.NoChangesWithin
            && (slot.Clinician != held.Clinician || slot.Start != held.Start || slot.Place != held.Place)
            && service.Places.Any(place => place.Id == slot.Place)
            && service.Team.FirstOrDefault(member => member.Id == slot.Clinician) is { } clinician
            && !appointment.Wish.NotWith.Contains(slot.Clinician)
            && claims.IsFree(slot.Clinician, slot.Block)
            && (slot.Room is null || claims.IsFree(slot.Room, slot.Meeting))
            && (HasRoomInWeek(clinician, held, slot) || claims.FirstFreeCap(slot.Clinician, Cells.Week(slot), clinician.WeeklyCapacity) is not null)
            && !appointment.Avoid.Any(taken => taken.Clinician == slot.Clinician && taken.Start < slot.BlockEnd && slot.BlockStart < taken.End);
    }

    // The place of the week that the held appointment takes goes along with it.
    private static bool HasRoomInWeek(TeamMember clinician, Slot held, Slot slot) => held.Clinician == clinician.Id && Cells.Week(held) == Cells.Week(slot);
}
