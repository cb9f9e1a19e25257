using System.Collections.Immutable;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Benchmarks.Clairvoyant;

/// <summary>A place that somebody needs.</summary>
/// <param name="Kind">The appointment kind.</param>
/// <param name="ReceivedOn">The day from which the wait counts.</param>
/// <param name="NotBefore">The first day that could be offered, had everything before gone as fast as it could.</param>
/// <param name="Counts">Whether this is the one that takes place; one that will be missed needs its place too, and its wait does not count.</param>
public sealed record Ask(string Kind, LocalDate ReceivedOn, LocalDate NotBefore, bool Counts)
{
    /// <summary>For one that will be missed: how the day on which it is held again follows from its own; null where nothing follows.</summary>
    public Again? Then { get; init; }

    /// <summary>Whether it is held again after one that was missed, which has a <see cref="Then"/>.</summary>
    public bool IsAgain { get; init; }
}

/// <summary>How soon a missed appointment can be held again.</summary>
/// <param name="Urgent">Whether the shorter notice holds.</param>
/// <param name="SaidAfter">Working days until somebody says that it was missed.</param>
public sealed record Again(bool Urgent, int SaidAfter);

/// <summary>What one clinician's diary could give.</summary>
/// <param name="Kinds">Appointment kinds they can do.</param>
/// <param name="PerWeek">The most in one London week.</param>
/// <param name="PerDay">How many fit into each day; days without room are left out.</param>
public sealed record Capacity(ImmutableHashSet<string> Kinds, int PerWeek, IReadOnlyDictionary<LocalDate, int> PerDay);

/// <param name="MeanDays">The lowest mean wait of those that count, by kind; empty where nobody waited.</param>
/// <param name="TotalDays">All their days together.</param>
/// <param name="Count">How many count.</param>
/// <param name="Unplaced">Asks for which not even this finds room.</param>
public sealed record BestWait(ImmutableSortedDictionary<string, double> MeanDays, long TotalDays, int Count, int Unplaced)
{
    public double Mean => Count == 0 ? 0 : (double)TotalDays / Count;
}

/// <summary>
/// The least that everybody together could have waited, had every arrival and every absence been known beforehand. It is a lower bound, not a plan: each
/// place may be given as early as its chain of appointments can have come that far, a day holds as many of the shortest appointments as its gaps do, and
/// rooms, places asked for, familiar faces and what is kept for the urgent do not hold anybody up. The notice, the working days, the weekly caps
/// and who can do what hold here as they do there, and so does that nobody is held again before they were missed: who will be missed is no reason to put it off.
/// </summary>
public static class Bound
{
    /// <summary>A day of waiting, so that it can be halved.</summary>
    private const int Day = 2;

    /// <param name="asks">What is needed.</param>
    /// <param name="rooms">What there is.</param>
    /// <param name="again">The first day on which one of a kind that was missed on a day can be held again: never sooner for a later day. Null where <see cref="Ask.Then"/> is not used.</param>
    public static BestWait Of(IReadOnlyList<Ask> asks, IReadOnlyList<Capacity> rooms, Func<string, Again, LocalDate, LocalDate>? again = null)
    {
        // Each is a lower bound, and so is the higher of them.
        var free = Solve([.. asks.Select(ask => ask with { Then = null, IsAgain = false })], rooms, again);
        return asks.Any(ask => ask.Then is not null) && Solve(asks, rooms, again) is var chained && chained.TotalDays > free.TotalDays ? chained : free;
    }

    /// <summary>
    /// An appointment that is held again takes place no sooner than its own place allows, and no sooner than the missed one before it allows; so it does not
    /// than half of each together. Half of its days are paid where it is placed, half by whatever puts off the one before.
    /// </summary>
    private static BestWait Solve(IReadOnlyList<Ask> asks, IReadOnlyList<Capacity> rooms, Func<string, Again, LocalDate, LocalDate>? again)
    {
        var counted = asks.Where(ask => ask.Counts).ToList();
        if (asks.Count == 0 || rooms.Count == 0)
        {
            return new(ImmutableSortedDictionary<string, double>.Empty, 0, counted.Count, asks.Count);
        }

        var first = asks.Min(ask => ask.NotBefore);
        var days = rooms.SelectMany(room => room.PerDay.Keys).Append(first).Max() is var last && last >= first ? Period.DaysBetween(first, last) + 1 : 1;
        var lanes = asks.Select(LaneOf).Distinct().ToList();
        var numbers = lanes.Select((lane, n) => (lane, n)).ToDictionary(one => one.lane, one => one.n);
        var weeks = (days + 6 + 7) / 7;
        var network = new Layout(lanes.Count, days, rooms.Count, weeks);
        var flow = new MinCostFlow(network.Nodes);
        var asked = new int[lanes.Count, days];
        foreach (var ask in asks)
        {
            asked[numbers[LaneOf(ask)], Period.DaysBetween(first, ask.NotBefore)]++;
        }

        var waits = new (int Arc, int Price)[lanes.Count, days];
        for (var lane = 0; lane < lanes.Count; lane++)
        {
            for (var day = 0; day < days; day++)
            {
                if (asked[lane, day] > 0)
                {
                    flow.Arc(Layout.Source, network.Day(lane, day), asked[lane, day]);
                }

                // One that counts pays for each day it is put off, and one that will be missed for each day by which it puts off what follows.
                if (day + 1 < days)
                {
                    var price = PriceOf(lanes[lane], first.PlusDays(day));
                    waits[lane, day] = (flow.Arc(network.Day(lane, day), network.Day(lane, day + 1), asks.Count, price), price);
                }
            }
        }

        var monday = LondonWeek.Of(first).Monday;
        for (var room = 0; room < rooms.Count; room++)
        {
            foreach (var (date, fits) in rooms[room].PerDay)
            {
                if (date < first || fits == 0)
                {
                    continue;
                }

                var day = Period.DaysBetween(first, date);
                for (var lane = 0; lane < lanes.Count; lane++)
                {
                    if (rooms[room].Kinds.Contains(lanes[lane].Kind))
                    {
                        flow.Arc(network.Day(lane, day), network.RoomDay(room, day), fits);
                    }
                }

                flow.Arc(network.RoomDay(room, day), network.RoomWeek(room, Period.DaysBetween(monday, date) / 7), fits);
            }

            for (var week = 0; week < weeks; week++)
            {
                flow.Arc(network.RoomWeek(room, week), Layout.Sink, rooms[room].PerWeek);
            }
        }

        var (placed, _) = flow.Send(Layout.Source, Layout.Sink);
        var means = ImmutableSortedDictionary.CreateBuilder<string, double>(StringComparer.Ordinal);
        var total = 0L;
        foreach (var own in counted.GroupBy(ask => ask.Kind))
        {
            var sum = own.Sum(ask => Day * (long)Period.DaysBetween(ask.ReceivedOn, ask.NotBefore));
            for (var lane = 0; lane < lanes.Count; lane++)
            {
                sum += lanes[lane].Kind == own.Key ? Enumerable.Range(0, days - 1).Sum(day => (long)waits[lane, day].Price * flow.Sent(waits[lane, day].Arc)) : 0;
            }

            means[own.Key] = (double)sum / Day / own.Count();
            total += sum;
        }

        // Nobody waits half a day.
        return new(means.ToImmutable(), (total + Day - 1) / Day, counted.Count, asks.Count - placed);

        int PriceOf(Lane lane, LocalDate day) => lane.Price + (lane.Then is { } then && again is not null ? (Day / 2) * Period.DaysBetween(again(lane.Kind, then, day), again(lane.Kind, then, day.PlusDays(1))) : 0);
    }

    private static Lane LaneOf(Ask ask) => new(ask.Kind, !ask.Counts ? 0 : ask.IsAgain ? Day / 2 : Day, ask.Then);

    /// <summary>Asks that pay the same for being put off.</summary>
    private sealed record Lane(string Kind, int Price, Again? Then);

    /// <summary>Where each node of the network stands.</summary>
    private sealed record Layout(int Lanes, int Days, int Rooms, int Weeks)
    {
        public const int Source = 0;
        public const int Sink = 1;

        public int Nodes => 2 + (Lanes * Days) + (Rooms * Days) + (Rooms * Weeks);

        public int Day(int lane, int day) => 2 + (lane * Days) + day;

        public int RoomDay(int room, int day) => 2 + (Lanes * Days) + (room * Days) + day;

        public int RoomWeek(int room, int week) => 2 + (Lanes * Days) + (Rooms * Days) + (room * Weeks) + week;
    }
}
