using System.Collections.Immutable;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Pathway;

/// <summary>Who of the team is away, as far as it is marked.</summary>
/// <param name="Absences">Those of one service; those that were taken back count for nothing.</param>
public sealed record Away(ImmutableArray<Absence> Absences)
{
    /// <summary>Who is away for more days than this is away for long: somebody else works with the child.</summary>
    public const int LongDays = 14;

    /// <summary>Absences with no more than a weekend between them are one.</summary>
    private const int DaysBetween = 3;

    public static Away Nobody { get; } = new([]);

    /// <summary>The first day of an absence that lasts now and is long, or of a mailbox that is gone; null for somebody who is there, or back soon.</summary>
    public LocalDate? ForLong(string clinician, Instant now)
    {
        foreach (var (first, last, mailboxGone) in Stretches(clinician))
        {
            if (first.Start <= now && now < last.End && (mailboxGone || (last.End - first.Start).TotalDays > LongDays))
            {
                return London.Day(first.Start);
            }
        }

        return null;
    }

    /// <summary>Whether somebody is away on every working day of the week that begins with a day, so that nothing can begin with them then.</summary>
    public bool IsAllWeek(ServiceDefinition service, string clinician, LocalDate from)
    {
        var workingDays = WorkingDays.Of(service);
        var theirs = Of(clinician).Select(absence => absence.Time).ToList();
        return theirs.Count > 0 && Enumerable.Range(0, 7).Select(from.PlusDays).Where(workingDays.Includes).All(day => theirs.Exists(time => time.Contains(London.At(day, LocalTime.Noon))));
    }

    private IEnumerable<Absence> Of(string clinician) => Absences.Where(absence => absence.Clinician == clinician && absence.State != AbsenceState.Undone);

    private IEnumerable<(Interval First, Interval Last, bool MailboxGone)> Stretches(string clinician)
    {
        (Interval First, Interval Last, bool MailboxGone)? stretch = null;
        foreach (var absence in Of(clinician).OrderBy(absence => absence.Time.Start))
        {
            var time = absence.Time;
            if (stretch is { } open && time.Start - open.Last.End <= Duration.FromDays(DaysBetween))
            {
                stretch = (open.First, time.End > open.Last.End ? time : open.Last, open.MailboxGone || absence.MailboxGone);
                continue;
            }

            if (stretch is { } over)
            {
                yield return over;
            }

            stretch = (time, time, absence.MailboxGone);
        }

        if (stretch is { } last)
        {
            yield return last;
        }
    }
}
