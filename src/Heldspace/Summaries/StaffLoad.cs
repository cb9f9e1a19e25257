using System.Collections.Immutable;
using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Time;

namespace Heldspace.Summaries;

/// <summary>What somebody of the team carries.</summary>
/// <param name="Member">Who.</param>
/// <param name="Cases">Open cases whose key worker they are.</param>
/// <param name="Appointments">Held with them in the week.</param>
/// <param name="Capacity">So many may be held with them in a week.</param>
/// <param name="IsAway">Whether they are away on every working day of it.</param>
public sealed record Load(TeamMember Member, int Cases, int Appointments, int Capacity, bool IsAway)
{
    /// <summary>In whole per cent of what may be held; null where nothing may.</summary>
    public int? Percent => Capacity == 0 ? null : (int)Math.Round(100m * Appointments / Capacity, MidpointRounding.AwayFromZero);

    /// <summary>Cases by a whole share of the work, to one place.</summary>
    public decimal CasesByShare => decimal.Round(Cases / Math.Max(Member.Weight, 0.1m), 1, MidpointRounding.AwayFromZero);
}

/// <summary>How the work is spread over the team.</summary>
public static class StaffLoad
{
    /// <summary>Everybody of the team, the fullest week first.</summary>
    /// <param name="service">Whose.</param>
    /// <param name="files">The open cases.</param>
    /// <param name="away">Who is away.</param>
    /// <param name="week">Whose appointments count.</param>
    public static ImmutableArray<Load> Of(ServiceDefinition service, IEnumerable<CaseFile> files, Away away, LondonWeek week)
    {
        var open = files.Where(file => !file.Case.IsOver).ToList();
        var cases = open.Where(file => file.Case.KeyWorker is not null).CountBy(file => file.Case.KeyWorker!, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var appointments = open
            .SelectMany(file => file.Appointments)
            .Where(appointment => appointment is { State: AppointmentState.Held, Slot: { } slot } && week.Interval.Contains(slot.Start))
            .CountBy(appointment => appointment.Slot!.Clinician, StringComparer.Ordinal)
            .ToDictionary(StringComparer.Ordinal);
        return
        [
            .. service.Team
                .Select(member => new Load(
                    member, cases.GetValueOrDefault(member.Id), appointments.GetValueOrDefault(member.Id), member.WeeklyCapacity, away.IsAllWeek(service, member.Id, week.Monday)))
                .OrderByDescending(load => load.Percent ?? 0)
                .ThenByDescending(load => load.CasesByShare)
                .ThenBy(load => load.Member.Name, StringComparer.Ordinal),
        ];
    }
}
