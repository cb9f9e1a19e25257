using System.Text.Json.Serialization;
using Heldspace.Services;
using NodaTime;

namespace Heldspace.Pathway;

/// <summary>Why a family cannot come.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CancelReason>))]
public enum CancelReason
{
    [JsonStringEnumMemberName("time")]
    Time,

    [JsonStringEnumMemberName("place")]
    Place,

    [JsonStringEnumMemberName("ill")]
    Ill,

    /// <summary>The child lives somewhere else now, or is about to.</summary>
    [JsonStringEnumMemberName("moved")]
    Moved,

    /// <summary>The child or young person does not want to come.</summary>
    [JsonStringEnumMemberName("notWanted")]
    NotWanted,

    /// <summary>They think that it is not needed any more. That is for people to talk about: a case is only closed by a person.</summary>
    [JsonStringEnumMemberName("notNeeded")]
    NotNeeded,

    [JsonStringEnumMemberName("other")]
    Other,
}

/// <summary>An appointment that cannot take place: its place goes back, and the case keeps a next step.</summary>
public static class CancelAppointment
{
    /// <summary>Who is named where somebody cancelled by the link that was sent to them.</summary>
    public const string Family = "family";

    /// <summary>Working days in which a person rings; after that a place is held by itself all the same.</summary>
    public const int DaysToRing = 2;

    /// <summary>
    /// Gives the place up and wants another inside the same clock, at another time, unless they asked to be rung. Null where there is nothing to cancel as
    /// they saw it.
    /// </summary>
    /// <param name="seen">The attempt that the page showed.</param>
    /// <param name="words">In their own words; kept in the case and nowhere else.</param>
    public static Change? ByFamily(
        ServiceDefinition service, CaseFile file, Appointment appointment, int seen, CancelReason reason, string? words, bool ring, Instant now)
    {
        if (appointment.Attempt != seen || AgreeAppointment.Standing(file, appointment, now) != LinkStanding.Open)
        {
            return null;
        }

        var slot = appointment.Slot!;
        var rung = ring || reason == CancelReason.NotNeeded;
        var over = file.With(WantAppointment.WithPlacesGivenUp(appointment) with
        {
            State = AppointmentState.Over,
            Outcome = new(AppointmentOutcome.CancelledByFamily, now, Family, string.IsNullOrWhiteSpace(words) ? InWords(reason) : $"{InWords(reason)}: {words.Trim()}"),
        });
        var said = new CaseEvent.OutcomeRecorded(appointment.Id, appointment.Kind, AppointmentOutcome.CancelledByFamily, Family, InWords(reason), slot.Clinician, slot.Start) { At = now };
        if (rung)
        {
            return Change.Of(over.Plan(PlanAppointmentMessages.OnCancelledByFamily(service, over, appointment, reason, rung, now)), said);
        }

        var (again, wanted) = Another(service, over, appointment, now);
        return Change.Of(again.Plan(PlanAppointmentMessages.OnCancelledByFamily(service, again, appointment, reason, rung, now)), said, wanted);
    }

    /// <summary>The one that was cancelled and that nothing has followed, where another of its kind is still due; null otherwise.</summary>
    public static Appointment? WithoutAnother(CaseFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return Acts.IsOpen(file) && file.Current is null
            && file.Appointments.LastOrDefault() is { State: AppointmentState.Over, Outcome.What: AppointmentOutcome.CancelledByFamily or AppointmentOutcome.CancelledByService } cancelled
            && IsDue(file.Case, cancelled.Kind)
            ? cancelled
            : null;
    }

    /// <summary>Whether one of a kind is still to come: it has not taken place, and the work does not go on elsewhere in place of it.</summary>
    internal static bool IsDue(Case record, string kind) => kind switch
    {
        OpenCase.Assessment => record.AssessedAt is null,
        WantAppointment.Intervention => record is { InterventionAt: null, Onward: null or { InsteadOfOurs: false } },
        _ => true,
    };

    /// <summary>One tap after it was cancelled, by mistake or rung meanwhile: a place is found in the same clock, at the time that was given up too.</summary>
    public static Ruling FindAgain(ServiceDefinition service, CaseFile file, string appointmentId, string by, Instant now)
    {
        if (!Acts.IsOpen(file))
        {
            return Acts.NotOpen;
        }

        if (file.Current is { } current)
        {
            return current.FollowsOn == appointmentId ? new Ruling.Nothing() : new Ruling.Refuse("Another appointment is looked for or held already. Look at it first.");
        }

        if (WithoutAnother(file) is not { } cancelled || cancelled.Id != appointmentId)
        {
            return new Ruling.Refuse("There is no appointment left to find: it was not cancelled, or the work goes on elsewhere.");
        }

        var (after, wanted) = WantAppointment.Add(file, cancelled.Kind, cancelled.Wish, cancelled.Id, now);
        var again = after.With(after.Current! with { Avoid = cancelled.Avoid });
        return Acts.Change(again, wanted, new CaseEvent.PlaceAskedFor(again.Current!.Id, by) { At = now });
    }

    /// <summary>Somebody was to ring, and days later the case has no next step: a place is held, and the scheduler hears of it. Null where none is due any more.</summary>
    public static Change? NobodyRang(ServiceDefinition service, CaseFile file, string appointmentId, Instant now)
    {
        if (file.Case.State != CaseState.Open || file.Current is not null || file.Appointments.FirstOrDefault(other => other.Id == appointmentId) is not { Outcome: not null } appointment
            || !IsDue(file.Case, appointment.Kind))
        {
            return null;
        }

        var (again, wanted) = Another(service, file, appointment, now);
        return Change.Of(again.Plan(PlanAppointmentMessages.OnNobodyRang(service, again, appointment, now)), wanted);
    }

    /// <summary>Why, in words for staff that name nobody.</summary>
    public static string InWords(CancelReason reason) => reason switch
    {
        CancelReason.Time => "the day or time does not suit",
        CancelReason.Place => "the place does not suit",
        CancelReason.Ill => "somebody is ill",
        CancelReason.Moved => "the child has moved or is about to",
        CancelReason.NotWanted => "the child or young person does not want to come",
        CancelReason.NotNeeded => "it may not be needed any more",
        CancelReason.Other => "another reason",
        _ => throw new ArgumentOutOfRangeException(nameof(reason)),
    };

    /// <summary>An appointment of the same kind, not at the time at which they could not come, with whomever that would be.</summary>
    private static (CaseFile File, CaseEvent Wanted) Another(ServiceDefinition service, CaseFile file, Appointment appointment, Instant now)
    {
        var (after, wanted) = WantAppointment.Add(file, appointment.Kind, appointment.Wish, appointment.Id, now);
        var next = after.Appointments.First(other => file.Appointments.All(before => before.Id != other.Id));
        var then = service.Team.Select(member => new TakenByOthers(member.Id, appointment.Slot!.Start, appointment.Slot.End));
        return (after.With(next with { Avoid = [.. appointment.Avoid, .. then] }), wanted);
    }
}
