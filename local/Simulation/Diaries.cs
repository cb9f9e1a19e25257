using Heldspace.Local.Microsoft365;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Local.Simulation;

/// <summary>One clinician's time as it was drawn.</summary>
/// <param name="Member">Whose.</param>
/// <param name="Leave">Days of leave, all in the diary from the start.</param>
/// <param name="Sick">Days of sickness that nobody knows of before the morning.</param>
/// <param name="Meetings">Other people's meetings, in order.</param>
public sealed record DrawnDiary(TeamMember Member, IReadOnlySet<LocalDate> Leave, IReadOnlySet<LocalDate> Sick, IReadOnlyList<Interval> Meetings)
{
    /// <summary>Stretches of a day in which they work and no meeting stands; leave and sickness are not looked at.</summary>
    public IEnumerable<Interval> Gaps(LocalDate day)
    {
        foreach (var hours in Member.Pattern.Where(hours => hours.Days.Contains(day.DayOfWeek)))
        {
            var (at, end) = (London.At(day, hours.From), London.At(day, hours.To));
            foreach (var meeting in Meetings.Where(meeting => meeting.Start < end && meeting.End > at))
            {
                if (meeting.Start > at)
                {
                    yield return new(at, meeting.Start);
                }

                at = Instant.Max(at, meeting.End);
            }

            if (at < end)
            {
                yield return new(at, end);
            }
        }
    }

    public bool IsAway(LocalDate day) => Leave.Contains(day) || Sick.Contains(day);
}

/// <summary>Draws everybody's year: other meetings, leave, sickness. Each clinician's from streams of their own.</summary>
public static class Diaries
{
    public static IReadOnlyDictionary<string, DrawnDiary> Draw(ServiceDefinition service, Draws draws, Drawn drawn, LocalDate first, int days)
    {
        var workingDays = WorkingDays.Of(service);
        return service.Team.ToDictionary(member => member.Id, Draw, StringComparer.Ordinal);

        DrawnDiary Draw(TeamMember member)
        {
            var worked = Enumerable.Range(0, days).Select(first.PlusDays).Where(day => workingDays.Includes(day) && member.Pattern.Any(hours => hours.Days.Contains(day.DayOfWeek))).ToList();
            var leave = Leave(member, worked);
            var sick = Sick(member, [.. worked.Where(day => !leave.Contains(day))]);
            return new(member, leave, sick, Meetings(member, [.. worked.Where(day => !leave.Contains(day))]));
        }

        HashSet<LocalDate> Leave(TeamMember member, List<LocalDate> worked)
        {
            var leave = new HashSet<LocalDate>();
            var random = draws.For("leave", member.Id);
            var wanted = (int)Math.Round(Conditions.LeaveDays * days / 365.0);
            while (leave.Count < wanted)
            {
                var at = random.Next(worked.Count);
                var length = random.NextDouble() < 0.5 ? random.Next(1, 4) : random.Next(5, 11);
                foreach (var day in worked.Skip(at).Take(Math.Min(length, wanted - leave.Count)))
                {
                    leave.Add(day);
                }
            }

            drawn.Figure($"leave, {member.Role} {member.Id}", $"{Conditions.LeaveDays} days a year: {wanted}", leave.Count);
            return leave;
        }

        HashSet<LocalDate> Sick(TeamMember member, List<LocalDate> worked)
        {
            const double MeanSpell = 2;
            var sick = new HashSet<LocalDate>();
            var random = draws.For("sickness", member.Id);
            for (var n = 0; n < worked.Count; n++)
            {
                if (random.NextDouble() < Conditions.Sickness / MeanSpell)
                {
                    for (var length = random.Next(1, 4); length > 0 && n < worked.Count; length--, n++)
                    {
                        sick.Add(worked[n]);
                    }
                }
            }

            drawn.Share("working days lost to sickness", Conditions.Sickness, true, sick.Count);
            drawn.Share("working days lost to sickness", Conditions.Sickness, false, worked.Count - sick.Count);
            return sick;
        }

        List<Interval> Meetings(TeamMember member, List<LocalDate> worked)
        {
            var meetings = new List<Interval>();
            foreach (var day in worked)
            {
                var random = draws.For("meetings", member.Id, day);
                foreach (var hours in member.Pattern.Where(hours => hours.Days.Contains(day.DayOfWeek)))
                {
                    var quarters = (int)(Period.Between(hours.From, hours.To, PeriodUnits.Minutes).Minutes / 15);
                    var taken = new bool[quarters];
                    var left = (quarters * Conditions.DiariesTaken) + (random.NextDouble() * 2) - 1;
                    for (var tries = 0; left > 1 && tries < 20; tries++)
                    {
                        var length = Math.Min(random.Next(2, 7), (int)Math.Round(left));
                        var at = random.Next(0, Math.Max(1, quarters - length));
                        if (!taken.AsSpan(at, length).Contains(true))
                        {
                            taken.AsSpan(at, length).Fill(true);
                            left -= length;
                            var start = London.At(day, hours.From) + Duration.FromMinutes(15 * at);
                            meetings.Add(new(start, start + Duration.FromMinutes(15 * length)));
                        }
                    }

                    drawn.Share("working time taken by other meetings", Conditions.DiariesTaken, true, taken.Count(quarter => quarter) / 4.0);
                    drawn.Share("working time taken by other meetings", Conditions.DiariesTaken, false, taken.Count(quarter => !quarter) / 4.0);
                }
            }

            return [.. meetings.OrderBy(meeting => meeting.Start)];
        }
    }

    /// <summary>Writes meetings and leave into the calendars, as if people had done so long before.</summary>
    public static void Enter(Tenant tenant, IEnumerable<DrawnDiary> diaries)
    {
        foreach (var diary in diaries)
        {
            var mailbox = diary.Member.Mailbox.Text;
            foreach (var meeting in diary.Meetings)
            {
                tenant.Block(mailbox, meeting.Start, meeting.End, "Meeting");
            }

            foreach (var day in diary.Leave)
            {
                tenant.Block(mailbox, London.At(day, LocalTime.Midnight), London.At(day.PlusDays(1), LocalTime.Midnight), "Leave", "oof");
            }
        }
    }
}
