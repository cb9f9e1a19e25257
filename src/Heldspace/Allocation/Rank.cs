using System.Globalization;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Allocation;

/// <summary>Which rules a search may set aside, to see what would help when nothing is free in time.</summary>
[Flags]
public enum Relaxed
{
    None = 0,
    WeeklyCapacity = 1,
    Notice = 2,
}

/// <summary>
/// Every place that could be held, best first. The same inputs give the same order: whether it is in time, then cost, then start, then clinician, then place.
/// </summary>
public static class Rank
{
    /// <summary>What a place other than the one asked for is worth, in days of waiting.</summary>
    private const decimal OtherPlaceDays = 5;

    /// <summary>What seeing a man is worth to whoever would rather meet a woman, and the other way round, in days of waiting.</summary>
    private const decimal OtherGenderDays = 7;

    /// <summary>What a clinician's full week is worth against an empty one, in days of waiting: the work is spread, and hardly anybody waits for it.</summary>
    private const decimal FullWeekDays = 0.5m;

    /// <summary>What a rest of a gap that fits nobody is worth at most, in days of waiting: it decides between equals, and hardly anything else.</summary>
    private const decimal FragmentDays = 0.2m;

    /// <summary>
    /// Best first. A day is looked at, and in it a stretch of a diary, only once its best place could come next, so that taking the first few costs little.
    /// </summary>
    public static IEnumerable<Proposal> Places(ServiceDefinition service, Need need, TakenTime taken, Instant now, Relaxed relaxed = Relaxed.None)
    {
        var (window, members) = (Window(service, need, now, relaxed), Members(service, need, taken));
        var (workingDays, room) = (WorkingDays.Of(service), RoomForTheUrgent(service, taken, now));
        var next = new PriorityQueue<(Stretch Stretch, Slot? Slot), Order>(Order.Ascending);
        var (day, received, target) = (window.First, London.Day(need.ReceivedAt), need.TargetDay);
        if (window.Kept is { } planned && workingDays.Includes(planned))
        {
            Await(Stretches(planned).Where(stretch => stretch.Place.Id == need.Keeping!.Place).Select(stretch => stretch.AtTheTimeOf(need.Keeping!)));
        }

        while (day <= window.Last || next.Count > 0)
        {
            // Nothing costs less than its days of waiting, and nothing after the target day comes before what is in time.
            if (day <= window.Last && !(next.TryPeek(out _, out var first) && first.IsBefore(day <= target ? Timing.InTime : Timing.Late, Period.DaysBetween(received, day))))
            {
                Await(workingDays.Includes(day) ? Stretches(day) : []);
                day = day.PlusDays(1);
                continue;
            }

            next.TryDequeue(out var candidate, out var order);
            var (stretch, slot) = candidate;
            if (slot is not null)
            {
                yield return new(slot, order.Cost, stretch.WaitingDays, Reason(stretch, need, Rest(stretch, slot, taken))) { KeepsTime = stretch.Kept is not null, Timing = stretch.Timing };
                continue;
            }

            foreach (var fitting in Fitting(stretch, service, need, taken))
            {
                // No slot costs less than its stretch, so that looking through stretches in their order misses none.
                var rest = FragmentDays * Rest(stretch, fitting, taken) / (decimal)fitting.Block.Duration.TotalMinutes;
                next.Enqueue((stretch, fitting), order with { Cost = stretch.Cost + rest, Start = fitting.Start });
            }
        }

        IEnumerable<Stretch> Stretches(LocalDate on) => members.SelectMany(member => StretchesOf(member, service, need, taken, room, on, now, relaxed));

        void Await(IEnumerable<Stretch> stretches)
        {
            foreach (var stretch in stretches)
            {
                next.Enqueue((stretch, null), new(stretch.Timing, stretch.Cost, stretch.Working.Start, stretch.Member.Id, stretch.Place.Id));
            }
        }
    }

    /// <summary>The place that begins first, whatever it costs; of several the best. Null where there is none. No day behind it is looked at.</summary>
    public static Slot? Soonest(ServiceDefinition service, Need need, TakenTime taken, Instant now, Relaxed relaxed = Relaxed.None)
    {
        if (need.Keeping is not null)
        {
            return Places(service, need, taken, now, relaxed).MinBy(proposal => proposal.Slot.Start)?.Slot;
        }

        var (window, members) = (Window(service, need, now, relaxed), Members(service, need, taken));
        var (workingDays, room) = (WorkingDays.Of(service), RoomForTheUrgent(service, taken, now));
        for (var day = window.First; day <= window.Last; day = day.PlusDays(1))
        {
            var on = day;
            var first = !workingDays.Includes(on) ? null : members
                .SelectMany(member => StretchesOf(member, service, need, taken, room, on, now, relaxed))
                .SelectMany(stretch => Fitting(stretch, service, need, taken).Take(1).Select(slot => (Slot: slot, stretch.Cost, Lost: Rest(stretch, slot, taken))))
                .OrderBy(one => one.Slot.Start)
                .ThenBy(one => one.Cost + (FragmentDays * one.Lost / (decimal)one.Slot.Block.Duration.TotalMinutes))
                .ThenBy(one => one.Slot.Clinician, StringComparer.Ordinal)
                .ThenBy(one => one.Slot.Place, StringComparer.Ordinal)
                .Select(one => one.Slot)
                .FirstOrDefault();
            if (first is not null)
            {
                return first;
            }
        }

        return null;
    }

    private static SearchWindow Window(ServiceDefinition service, Need need, Instant now, Relaxed relaxed)
    {
        var window = SearchWindow.Of(service, need, now);
        return relaxed.HasFlag(Relaxed.Notice) ? window with { First = LocalDate.Min(window.First, SearchWindow.Soonest(now)) } : window;
    }

    /// <summary>Who may, can, and has a calendar that could be read.</summary>
    private static List<TeamMember> Members(ServiceDefinition service, Need need, TakenTime taken) =>
        [.. service.Team.Where(member => !need.NotWith.Contains(member.Id) && member.Skills.Contains(need.Kind.Skill, StringComparer.Ordinal) && taken.IsAvailable(member.Id))];

    private static IEnumerable<Stretch> StretchesOf(TeamMember member, ServiceDefinition service, Need need, TakenTime taken, UrgentRoom room, LocalDate day, Instant now, Relaxed relaxed)
    {
        var week = LondonWeek.Of(day);
        var load = member.WeeklyCapacity == 0 ? 1 : (decimal)taken.CapsTaken(member.Id, week) / member.WeeklyCapacity;
        var cap = taken.FirstFreeCap(member.Id, week, relaxed.HasFlag(Relaxed.WeeklyCapacity) ? int.MaxValue : member.WeeklyCapacity);
        if (cap is null)
        {
            yield break;
        }

        // What is kept for the urgent goes to others when it is near, save the last that the team has, or when they would come late without it. Those last are for
        // first meetings: the first session of an urgent child has weeks.
        var received = London.Day(need.ReceivedAt);
        var waiting = Period.DaysBetween(received, day);
        var isKept = !need.Urgent && cap < member.WeeklyCapacity && cap >= member.WeeklyCapacity - Math.Clamp(member.WeeklyCapacity - 1, 0, service.Allocation.UrgentReserve)
            && day > WorkingDays.Of(service).After(London.Day(now), service.Allocation.ReserveReleasedWorkingDays);
        var timing = day > need.TargetDay ? Timing.Late : isKept || (cap < member.WeeklyCapacity && !(need.Urgent && need.Kind.Id == service.Assessment.Id) && room.IsLast(member, day)) ? Timing.InTimeButKept : Timing.InTime;
        foreach (var hours in member.Pattern.Where(hours => hours.Days.Contains(day.DayOfWeek)))
        {
            var working = new Interval(London.At(day, hours.From), London.At(day, hours.To));
            foreach (var place in service.Places.Where(place => member.Places.Contains(place.Id, StringComparer.Ordinal) && need.Kind.PlaceKinds.Contains(place.Kind)))
            {
                var cost = waiting + (IsOther(place, need) ? OtherPlaceDays : 0) + (IsOther(member, need) ? need.PreferredDays : 0) + (IsOtherGender(member, need) ? OtherGenderDays : 0) + (load * FullWeekDays / Math.Max(member.Weight, 0.1m));
                yield return new(member, place, day, working, cap.Value, load, waiting, cost, timing);
            }
        }
    }

    /// <summary>
    /// Slots in the free gaps of a working stretch, each next one right behind the one before, so that no stretch is left between two that fits nobody.
    /// </summary>
    private static IEnumerable<Slot> Fitting(Stretch stretch, ServiceDefinition service, Need need, TakenTime taken)
    {
        var (member, place, working) = (stretch.Member, stretch.Place, stretch.Working);
        var around = Duration.FromMinutes(RoundUp(need.Kind.BufferMinutes + place.TravelMinutes));
        var length = Duration.FromMinutes(need.Minutes);
        var first = stretch.Kept is { } kept ? Instant.Max(working.Start, kept.Start - around) : working.Start;
        var last = stretch.Kept is null ? working.End : Instant.Min(working.End, stretch.Kept.Start + length + around);
        for (var at = first; at + around + length + around <= last;)
        {
            var block = new Interval(at, at + around + length + around);
            var meeting = new Interval(at + around, at + around + length);
            if (!taken.IsFree(member.Id, block) || need.Avoid.Any(avoid => avoid.Clinician == member.Id && Overlap(avoid.Time, block)))
            {
                at += QuarterHours.Length;
                continue;
            }

            var room = place.NeedsRoom
                ? service.Rooms.Where(room => room.Place == place.Id && taken.IsAvailable(room.Id) && taken.IsFree(room.Id, meeting)).OrderBy(room => room.Id, StringComparer.Ordinal).FirstOrDefault()
                : null;
            if (place.NeedsRoom && room is null)
            {
                at += QuarterHours.Length;
                continue;
            }

            yield return new Slot
            {
                Clinician = member.Id,
                Place = place.Id,
                Room = room?.Id,
                Cap = stretch.Cap,
                Start = meeting.Start,
                End = meeting.End,
                BlockStart = block.Start,
                BlockEnd = block.End,
            };
            at = block.End;
        }
    }

    /// <summary>First meetings are counted where least time goes into the way.</summary>
    private static UrgentRoom RoomForTheUrgent(ServiceDefinition service, TakenTime taken, Instant now)
    {
        var urgent = new Need { Kind = service.Assessment, Clock = service.AssessmentClock, ReceivedAt = now, Urgent = true };
        return new(service, taken, now, (member, day) => service.Places.Where(place => member.Places.Contains(place.Id, StringComparer.Ordinal) && urgent.Kind.PlaceKinds.Contains(place.Kind))
            .OrderBy(place => place.TravelMinutes).ThenBy(place => place.NeedsRoom).Take(1)
            .SelectMany(place => member.Pattern.Where(hours => hours.Days.Contains(day.DayOfWeek))
                .SelectMany(hours => Fitting(new(member, place, day, new(London.At(day, hours.From), London.At(day, hours.To)), 0, 0, 0, 0, Timing.InTime), service, urgent, taken)))
            .Count());
    }

    private static bool IsOther(Place place, Need need) => place.Kind != (need.PreferredPlace ?? need.Kind.PlaceKinds[0]);

    private static bool IsOther(TeamMember member, Need need) => need.PreferredClinician is { } preferred && preferred != member.Id;

    private static bool IsOtherGender(TeamMember member, Need need) => need.PreferredGender is { } preferred && preferred != member.Gender;

    private static string Reason(Stretch stretch, Need need, int rest)
    {
        if (stretch.Kept is not null)
        {
            return string.Create(CultureInfo.InvariantCulture, $"The time and place that were planned, with somebody else; {stretch.Member.Name}'s week is {stretch.Load * 100:0} % held.");
        }

        var timing = stretch.Day <= need.TargetDay ? "in time" : "after the target day";
        var where = (need.PreferredPlace, IsOther(stretch.Place, need)) switch
        {
            (null, false) => "at the usual kind of place",
            (null, true) => "at another kind of place than usual",
            (_, false) => "where they asked to meet",
            (_, true) => "not where they asked to meet",
        };
        var who = need.PreferredClinician is null ? "" : IsOther(stretch.Member, need) ? "with somebody else; " : "with the same person; ";
        var asked = need.PreferredGender is null ? "" : IsOtherGender(stretch.Member, need) ? $"not with a {need.PreferredGender}, as they would rather; " : $"with a {need.PreferredGender}, as they would rather; ";
        return string.Create(CultureInfo.InvariantCulture,
            $"{stretch.WaitingDays} days after receipt, {timing}; {where}; {who}{asked}{stretch.Member.Name}'s week is {stretch.Load * 100:0} % held{(stretch.Timing == Timing.InTimeButKept ? "; a place that was kept for the urgent" : "")}{(rest > 0 ? $"; {rest} minutes behind it fit nobody" : "")}.");
    }

    /// <summary>Minutes between a slot and what comes next in the diary, where they are too few for another of its length; 0 where they are none or enough.</summary>
    private static int Rest(Stretch stretch, Slot slot, TakenTime taken)
    {
        var end = slot.BlockEnd;
        while (end + QuarterHours.Length <= stretch.Working.End && end - slot.BlockEnd < slot.Block.Duration && taken.IsFree(stretch.Member.Id, new(end, end + QuarterHours.Length)))
        {
            end += QuarterHours.Length;
        }

        return end - slot.BlockEnd < slot.Block.Duration ? (int)(end - slot.BlockEnd).TotalMinutes : 0;
    }

    private static int RoundUp(int minutes) => (minutes + 14) / 15 * 15;

    private static bool Overlap(Interval one, Interval other) => one.Start < other.End && other.Start < one.End;

    /// <summary>Working hours of one clinician on one day that could be spent at one place. What speaks for them is the same at every hour.</summary>
    /// <param name="Cap">The place of the week's capacity that would be taken.</param>
    /// <param name="Load">How much of the week's capacity is taken: 0 to 1.</param>
    private sealed record Stretch(TeamMember Member, Place Place, LocalDate Day, Interval Working, int Cap, decimal Load, int WaitingDays, decimal Cost, Timing Timing)
    {
        /// <summary>The meeting whose time it could keep, and no other; null for any time.</summary>
        public Slot? Kept { get; private init; }

        /// <summary>To keep what a family has planned for weighs as much as to keep the person, and one that comes late has come late before.</summary>
        public Stretch AtTheTimeOf(Slot meeting) => this with { Kept = meeting, Timing = Timing.InTime, Cost = WaitingDays + (Load * FullWeekDays / Math.Max(Member.Weight, 0.1m)) };
    }

    private readonly record struct Order(Timing Timing, decimal Cost, Instant Start, string Clinician, string Place)
    {
        public static readonly IComparer<Order> Ascending = Comparer<Order>.Create(static (one, other) =>
            one.Timing != other.Timing ? one.Timing.CompareTo(other.Timing)
            : one.Cost != other.Cost ? one.Cost.CompareTo(other.Cost)
            : one.Start != other.Start ? one.Start.CompareTo(other.Start)
            : string.CompareOrdinal(one.Clinician, other.Clinician) is not 0 and var clinician ? clinician
            : string.CompareOrdinal(one.Place, other.Place));

        public bool IsBefore(Timing timing, decimal cost) => Timing != timing ? Timing < timing : Cost < cost;
    }
}
