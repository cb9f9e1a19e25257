using System.Collections.Immutable;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Benchmarks.Clairvoyant;

/// <summary>A place that somebody needs.</summary>
/// <param name="Kind">The appointment kind.</param>
/// <param name="ReceivedOn">The day from which the wait counts.</param>
/// <param name="NotBefore">The first day that could be offered, had everything before gone as fast as it could.</param>
/// <param name="Counts">Whether this is the one that takes place; one that will be cancelled or missed needs its place too, and its wait does not count.</param>
public sealed record Ask(string Kind, LocalDate ReceivedOn, LocalDate NotBefore, bool Counts);

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
/// rooms, places asked for, familiar faces and what is kept free for the urgent do not hold anybody up. The notice, the working days, the weekly caps
/// and who can do what hold here as they do there.
/// </summary>
public static class Bound
{
    public static BestWait Of(IReadOnlyList<Ask> asks, IReadOnlyList<Capacity> rooms)
    {
        var counted = asks.Where(ask => ask.Counts).ToList();
        if (asks.Count == 0 || rooms.Count == 0)
        {
            return new(ImmutableSortedDictionary<string, double>.Empty, 0, counted.Count, asks.Count);
        }

        var first = asks.Min(ask => ask.NotBefore);
        var days = rooms.SelectMany(room => room.PerDay.Keys).Append(first).Max() is var last && last >= first ? Period.DaysBetween(first, last) + 1 : 1;
        var lanes = asks.Select(ask => (ask.Kind, ask.Counts)).Distinct().ToList();
        var weeks = (days + 6 + 7) / 7;
        var network = new Layout(lanes.Count, days, rooms.Count, weeks);
        var flow = new MinCostFlow(network.Nodes);
        var asked = new int[lanes.Count, days];
        foreach (var ask in asks)
        {
            asked[lanes.IndexOf((ask.Kind, ask.Counts)), Period.DaysBetween(first, ask.NotBefore)]++;
        }

        var waits = new int[lanes.Count, days];
        for (var lane = 0; lane < lanes.Count; lane++)
        {
            for (var day = 0; day < days; day++)
            {
                if (asked[lane, day] > 0)
                {
                    flow.Arc(Layout.Source, network.Day(lane, day), asked[lane, day]);
                }

                // One that counts pays a day for each day it is put off.
                waits[lane, day] = day + 1 < days ? flow.Arc(network.Day(lane, day), network.Day(lane, day + 1), asks.Count, lanes[lane].Counts ? 1 : 0) : -1;
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
        for (var lane = 0; lane < lanes.Count; lane++)
        {
            if (!lanes[lane].Counts)
            {
                continue;
            }

            var own = counted.Where(ask => ask.Kind == lanes[lane].Kind).ToList();
            var sum = own.Sum(ask => (long)Period.DaysBetween(ask.ReceivedOn, ask.NotBefore))
                + Enumerable.Range(0, days).Sum(day => waits[lane, day] < 0 ? 0L : flow.Sent(waits[lane, day]));
            means[lanes[lane].Kind] = (double)sum / own.Count;
            total += sum;
        }

        return new(means.ToImmutable(), total, counted.Count, asks.Count - placed);
    }

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
