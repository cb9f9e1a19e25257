using System.Collections.Immutable;
using System.Globalization;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Pathway;

/// <summary>
/// What follows from a clinician's changed working hours: nothing new is held outside them, and what is held there stays, with the clinician and the scheduler
/// warned of each once. A child's appointment is never moved for it.
/// </summary>
public static class ChangedHours
{
    /// <summary>The part of a week's pattern in which the clinician no longer works.</summary>
    /// <param name="pattern">The hours in which places are offered, as the service's file has them.</param>
    /// <param name="on">The hours that count on a day; null where the pattern does.</param>
    /// <param name="week">Which week.</param>
    public static IEnumerable<Interval> Outside(ImmutableArray<WorkingHours> pattern, Func<LocalDate, ImmutableArray<WorkingHours>?> on, LondonWeek week)
    {
        ArgumentNullException.ThrowIfNull(on);
        for (var day = week.Monday; day < week.Monday.PlusDays(7); day = day.PlusDays(1))
        {
            if (on(day) is not { } hours)
            {
                continue;
            }

            foreach (var offered in pattern.Where(offered => offered.Days.Contains(day.DayOfWeek)))
            {
                var from = offered.From;
                foreach (var works in hours.Where(works => works.Days.Contains(day.DayOfWeek) && works.From < offered.To && works.To > offered.From).OrderBy(works => works.From))
                {
                    if (from < works.From)
                    {
                        yield return new(London.At(day, from), London.At(day, works.From));
                    }

                    from = LocalTime.Max(from, works.To);
                }

                if (from < offered.To)
                {
                    yield return new(London.At(day, from), London.At(day, offered.To));
                }
            }
        }
    }

    /// <summary>Warns of one appointment whose meeting lies outside the hours; null where that was done, or it does not.</summary>
    /// <param name="service">Whose.</param>
    /// <param name="file">The case as it is.</param>
    /// <param name="appointment">Of that case.</param>
    /// <param name="outside">When the clinician no longer works.</param>
    /// <param name="version">What tells these hours from others: of each change is warned once.</param>
    /// <param name="now">When.</param>
    public static Change? Warn(ServiceDefinition service, CaseFile file, Appointment appointment, IEnumerable<Interval> outside, string version, Instant now)
    {
        ArgumentNullException.ThrowIfNull(service);
        ArgumentNullException.ThrowIfNull(appointment);
        ArgumentNullException.ThrowIfNull(outside);
        if (appointment is not { State: AppointmentState.Held, Outcome: null, Slot: { } slot } || slot.Start <= now || !outside.Any(time => time.Start < slot.End && slot.Start < time.End))
        {
            return null;
        }

        var key = FollowCalendar.Key("hours", $"{version} {slot.Key()}");
        var clinician = service.Team.FirstOrDefault(member => member.Id == slot.Clinician)?.Name ?? "its clinician";
        return appointment.Warned.Contains(key)
            ? null
            : FollowCalendar.Follow(
                service, file, appointment,
                new Finding.Warn([key], $"The working hours of {clinician} have changed, and this lies outside them. Nothing new is held there. If it cannot be, move it in Outlook, or ring the family."), [], now);
    }

    /// <summary>Hours as one text, the same for the same hours.</summary>
    public static string Text(IEnumerable<WorkingHours> hours) => string.Join(';', hours.Select(one => string.Create(
        CultureInfo.InvariantCulture, $"{string.Join(',', one.Days.Distinct().Order().Select(day => (int)day))} {one.From:HH:mm}-{one.To:HH:mm}")).Order(StringComparer.Ordinal));
}
