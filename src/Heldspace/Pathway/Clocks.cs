using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Pathway;

/// <summary>Whether a clock of a case goes.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ClockState>))]
public enum ClockState
{
    Running,
    Paused,

    /// <summary>What it waits for has taken place, or will not here.</summary>
    Stopped,
}

/// <summary>What a clock of a case shows.</summary>
/// <param name="Kind">The appointment kind that stops it.</param>
/// <param name="State">Whether it goes.</param>
/// <param name="DaysWaited">Calendar days in London from receipt, less pauses: to the day that stopped it, or to today.</param>
/// <param name="PausedDays">Days that did not count so far.</param>
/// <param name="TargetDay">The last day that is in time; it moves on while the clock is paused.</param>
/// <param name="Breached">Whether it went past that day.</param>
public sealed record ClockReading(string Kind, ClockState State, int DaysWaited, int PausedDays, LocalDate TargetDay, bool Breached);

/// <summary>The two clocks of a case, from receipt to the assessment and to the first session. A child who was not brought stops neither.</summary>
public static class Clocks
{
    public static ImmutableArray<ClockReading> Of(ServiceDefinition service, CaseFile file, Instant now) =>
        [.. service.Clocks.Where(clock => Goes(clock.Kind, file)).Select(clock => Read(service, clock, file.Case, now))];

    /// <summary>The pathway's two for a referral; for what is beside it its own, and those of the pathway once a screening has led there.</summary>
    private static bool Goes(string kind, CaseFile file) => file.Case.Beside is { } beside
        ? kind == beside || (IsOfPathway(kind) && file.Appointments.Any(appointment => IsOfPathway(appointment.Kind)))
        : IsOfPathway(kind);

    private static bool IsOfPathway(string kind) => kind is OpenCase.Assessment or WantAppointment.Intervention;

    /// <summary>Days of the pauses from the day on which a clock began: all of them or those before a day; a pause that lasts counts only with such a day.</summary>
    public static int PausedDays(Case record, LocalDate from, LocalDate? until) => record.Pauses.Sum(pause =>
    {
        var end = (pause.Until, until) switch
        {
            ({ } over, { } day) => LocalDate.Min(over, day),
            ({ } over, null) => over,
            (null, { } day) => day,
            _ => pause.From,
        };
        return Math.Max(0, Period.DaysBetween(LocalDate.Max(pause.From, from), end));
    });

    private static ClockReading Read(ServiceDefinition service, Clock clock, Case record, Instant now)
    {
        var (received, today) = (London.Day(record.ClockStart(clock.Kind)), London.Day(now));
        var stoppedOn = StoppedOn(service, clock, record);
        var end = stoppedOn ?? today;
        var paused = PausedDays(record, received, end);
        var target = received.PlusDays(paused + (record.Urgent ? Math.Min(clock.UrgentDays, clock.TargetDays) : clock.TargetDays));
        var state = stoppedOn is not null ? ClockState.Stopped : record.Pauses is [.., { Until: null }] ? ClockState.Paused : ClockState.Running;
        return new(clock.Kind, state, Period.DaysBetween(received, end) - paused, paused, target, end > target);
    }

    private static LocalDate? StoppedOn(ServiceDefinition service, Clock clock, Case record)
    {
        var reached = service.PurposeOf(clock.Kind) == AppointmentPurpose.Screening ? record.ScreenedAt
            : clock.Kind == OpenCase.Assessment ? record.AssessedAt
            : clock.Kind == WantAppointment.Intervention ? record.InterventionAt
            : null;
        return reached is { } at ? London.Day(at)
            : clock.Kind == WantAppointment.Intervention && record.Onward is { InsteadOfOurs: true } onward ? onward.On
            : record.Closure?.On;
    }
}
