using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Allocation;

/// <summary>
/// Whether the team has room left for children who are urgent and not referred yet. Whoever is referred on a day looks from the next days to their target, a week
/// or so; in each such stretch of days that is still ahead <see cref="AllocationRules.UrgentKeptToTheEnd"/> places for a first meeting stay free.
/// </summary>
/// <param name="service">Whose diaries.</param>
/// <param name="taken">What is taken in them.</param>
/// <param name="now">From when.</param>
/// <param name="fits">How many first meetings fit into what is free of somebody's day.</param>
internal sealed class UrgentRoom(ServiceDefinition service, TakenTime taken, Instant now, Func<TeamMember, LocalDate, int> fits)
{
    private readonly Dictionary<LocalDate, bool> scarce = [];
    private readonly Dictionary<(string Clinician, LocalDate Day), int> fitting = [];
    private readonly WorkingDays workingDays = WorkingDays.Of(service);

    /// <summary>Whether a place of this clinician on this day is among the last that are left for the urgent in one of the stretches that the day lies in.</summary>
    public bool IsLast(TeamMember member, LocalDate day)
    {
        if (service.Allocation.UrgentKeptToTheEnd == 0 || !Assesses(member))
        {
            return false;
        }

        var target = service.AssessmentClock.UrgentDays;
        for (var referred = LocalDate.Max(London.Day(now), day.PlusDays(-target)); referred < day; referred = referred.PlusDays(1))
        {
            if (workingDays.After(referred, service.Allocation.UrgentNoticeWorkingDays) is var first && first <= day && IsScarce(referred, first, referred.PlusDays(target)))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsScarce(LocalDate referred, LocalDate first, LocalDate last)
    {
        if (!scarce.TryGetValue(referred, out var known))
        {
            scarce[referred] = known = !HasMoreThan(service.Allocation.UrgentKeptToTheEnd, first, last);
        }

        return known;
    }

    /// <summary>No more is counted than has to be: of most days there is room with whoever is looked at first.</summary>
    private bool HasMoreThan(int kept, LocalDate first, LocalDate last)
    {
        var room = 0;
        foreach (var member in service.Team.Where(Assesses))
        {
            for (var from = first; from <= last; from = LondonWeek.Of(from).Monday.PlusWeeks(1))
            {
                var most = member.WeeklyCapacity - taken.CapsTaken(member.Id, LondonWeek.Of(from));
                var end = LocalDate.Min(last, LondonWeek.Of(from).Monday.PlusDays(6));
                for (var day = from; day <= end && most > 0; day = day.PlusDays(1))
                {
                    var here = workingDays.Includes(day) ? Math.Min(most, Fitting(member, day)) : 0;
                    (room, most) = (room + here, most - here);
                    if (room > kept)
                    {
                        return true;
                    }
                }
            }
        }

        return false;
    }

    private bool Assesses(TeamMember member) => member.Skills.Contains(service.Assessment.Skill, StringComparer.Ordinal) && taken.IsAvailable(member.Id);

    private int Fitting(TeamMember member, LocalDate day)
    {
        if (!fitting.TryGetValue((member.Id, day), out var known))
        {
            fitting[(member.Id, day)] = known = fits(member, day);
        }

        return known;
    }
}
