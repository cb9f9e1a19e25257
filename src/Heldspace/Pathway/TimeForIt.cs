using System.Globalization;
using Heldspace.Allocation;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Pathway;

/// <summary>Whether an appointment can be at a time that somebody put it to.</summary>
public abstract record TimeForIt
{
    /// <summary>A child is met in these hours on any working day, whatever the clinician's own pattern.</summary>
    private static readonly LocalTime Earliest = new(8, 0);

    private static readonly LocalTime Latest = new(20, 0);

    private TimeForIt()
    {
    }

    public sealed record Possible(Slot Slot) : TimeForIt;

    /// <param name="Why">In words that follow a colon.</param>
    public sealed record Impossible(string Why) : TimeForIt;

    /// <param name="service">Whose.</param>
    /// <param name="need">What the appointment must be.</param>
    /// <param name="held">Where it is held now: with whom and at which place stays.</param>
    /// <param name="time">Where it was put, to the minute.</param>
    /// <param name="by">A clinician has their own week in view; for anybody else its limit counts.</param>
    /// <param name="taken">Without what this appointment itself has taken.</param>
    /// <param name="now">It must lie ahead.</param>
    public static TimeForIt Of(ServiceDefinition service, Need need, Slot held, Interval time, MovedBy by, TakenTime taken, Instant now)
    {
        var (day, start, end) = (London.Day(time.Start), time.Start.InZone(London.Zone).LocalDateTime, time.End.InZone(London.Zone).LocalDateTime);
        if (time.Start <= now)
        {
            return new Impossible("that is past");
        }

        if (time.Duration < QuarterHours.Length)
        {
            return new Impossible("it would be shorter than a quarter of an hour");
        }

        if (!WorkingDays.Of(service).Includes(day))
        {
            return new Impossible("that is no working day");
        }

        if (!IsWithin(service, held.Clinician, start, end))
        {
            return new Impossible("that is outside working hours");
        }

        // What is late already may come sooner.
        if (day > need.TargetDay && day > London.Day(held.Start))
        {
            return new Impossible(string.Create(CultureInfo.InvariantCulture, $"the last day in time is {need.TargetDay:d MMMM yyyy}"));
        }

        var quarters = new Interval(QuarterHours.Floor(time.Start), QuarterHours.Ceiling(time.End));
        if (!taken.IsFree(held.Clinician, quarters))
        {
            return new Impossible(by == MovedBy.Clinician ? "the time is held for another child" : "the clinician has something else then");
        }

        if (by != MovedBy.Clinician && LondonWeek.Of(time.Start) != Cells.Week(held)
            && taken.FirstFreeCap(held.Clinician, LondonWeek.Of(time.Start), service.Team.First(member => member.Id == held.Clinician).WeeklyCapacity) is null)
        {
            return new Impossible("the clinician's week is full");
        }

        var place = service.Places.First(other => other.Id == held.Place);
        var room = held.Room is null
            ? null
            : service.Rooms.Where(other => other.Place == held.Place && taken.IsFree(other.Id, quarters)).OrderByDescending(other => other.Id == held.Room).ThenBy(other => other.Id, StringComparer.Ordinal).FirstOrDefault();
        if (held.Room is not null && room is null)
        {
            return new Impossible("no room is free then");
        }

        var around = (need.Kind.BufferMinutes + place.TravelMinutes + 14) / 15;
        return new Possible(held with
        {
            Room = room?.Id,
            Start = time.Start,
            End = time.End,
            BlockStart = Widened(quarters.Start, -1),
            BlockEnd = Widened(quarters.End, 1),
        });

        // Time for notes and travel, as far as no other child's begins.
        Instant Widened(Instant edge, int direction)
        {
            for (var n = 0; n < around; n++)
            {
                var next = edge + (QuarterHours.Length * direction);
                if (!taken.IsFree(held.Clinician, direction < 0 ? new(next, edge) : new(edge, next)))
                {
                    break;
                }

                edge = next;
            }

            return edge;
        }
    }

    private static bool IsWithin(ServiceDefinition service, string clinician, LocalDateTime start, LocalDateTime end)
    {
        if (start.Date != end.Date)
        {
            return false;
        }

        var pattern = service.Team.Where(member => member.Id == clinician).SelectMany(member => member.Pattern);
        return (start.TimeOfDay >= Earliest && end.TimeOfDay <= Latest)
            || pattern.Any(hours => hours.Days.Contains(start.DayOfWeek) && start.TimeOfDay >= hours.From && end.TimeOfDay <= hours.To);
    }
}
