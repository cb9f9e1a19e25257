using System.Collections.Immutable;
using Heldspace.Benchmarks.Clairvoyant;
using NodaTime;

namespace Heldspace.Functions.Tests.Simulation;

/// <summary>The bound is the least that can be: held against every way there is, on cases small enough to try them all.</summary>
public sealed class ClairvoyantTests
{
    private static readonly LocalDate Monday = new(2026, 6, 1);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_cheapest_flow_is_the_cheapest_assignment_that_there_is(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 200; round++)
        {
            var (asks, slots) = (random.Next(1, 6), random.Next(1, 7));
            var price = new int?[asks, slots];
            var flow = new MinCostFlow(2 + asks + slots);
            for (var ask = 0; ask < asks; ask++)
            {
                flow.Arc(0, 2 + ask, 1);
                for (var slot = 0; slot < slots; slot++)
                {
                    if (random.NextDouble() < 0.7)
                    {
                        price[ask, slot] = random.Next(0, 9);
                        flow.Arc(2 + ask, 2 + asks + slot, 1, price[ask, slot]!.Value);
                    }
                }
            }

            for (var slot = 0; slot < slots; slot++)
            {
                flow.Arc(2 + asks + slot, 1, 1);
            }

            flow.Send(0, 1).ShouldBe(Best(price, 0, []), $"seed {seed}, round {round}");
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void The_bound_is_what_trying_every_plan_finds(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 60; round++)
        {
            var diaries = Enumerable.Range(0, random.Next(1, 3)).Select(_ => new Capacity(
                random.NextDouble() < 0.5 ? ["a"] : ["a", "b"],
                random.Next(1, 4),
                Enumerable.Range(0, 9).Where(_ => random.NextDouble() < 0.6).ToDictionary(day => Monday.PlusDays(day), _ => random.Next(1, 3)))).ToList();
            var asks = Enumerable.Range(0, random.Next(1, 5)).Select(_ => new Ask(random.NextDouble() < 0.7 ? "a" : "b", Monday, Monday.PlusDays(random.Next(0, 6)), random.NextDouble() < 0.8)).ToList();

            var best = Bound.Of(asks, diaries);
            var (placed, days) = Try(asks, diaries, 0, [], []);

            (asks.Count - best.Unplaced).ShouldBe(placed, $"seed {seed}, round {round}");
            if (best.Unplaced == 0)
            {
                best.TotalDays.ShouldBe(days, $"seed {seed}, round {round}");
            }
        }
    }

    [Fact]
    public void A_full_week_puts_somebody_off_to_the_next()
    {
        var diary = new Capacity(["assessment"], 2, Enumerable.Range(0, 12).Where(day => day % 7 < 5).ToDictionary(day => Monday.PlusDays(day), _ => 4));

        var best = Bound.Of([.. Enumerable.Repeat(new Ask("assessment", Monday, Monday, true), 3)], [diary]);

        best.TotalDays.ShouldBe(7);
        best.MeanDays["assessment"].ShouldBe(7 / 3.0, 1e-9);
    }

    /// <summary>As many as can be, then as cheaply as can be.</summary>
    private static (int Amount, long Cost) Best(int?[,] price, int ask, ImmutableHashSet<int> taken)
    {
        if (ask == price.GetLength(0))
        {
            return (0, 0);
        }

        var best = Best(price, ask + 1, taken);
        for (var slot = 0; slot < price.GetLength(1); slot++)
        {
            if (price[ask, slot] is { } cost && !taken.Contains(slot))
            {
                var (amount, rest) = Best(price, ask + 1, taken.Add(slot));
                best = amount + 1 > best.Amount || (amount + 1 == best.Amount && rest + cost < best.Cost) ? (amount + 1, rest + cost) : best;
            }
        }

        return best;
    }

    private static (int Placed, long Days) Try(List<Ask> asks, List<Capacity> diaries, int ask, ImmutableList<(int Diary, LocalDate Day)> held, ImmutableList<long> waits)
    {
        if (ask == asks.Count)
        {
            return (held.Count, waits.Sum());
        }

        var best = Try(asks, diaries, ask + 1, held, waits);
        for (var diary = 0; diary < diaries.Count; diary++)
        {
            foreach (var (day, fits) in diaries[diary].PerDay)
            {
                var at = diary;
                if (day < asks[ask].NotBefore || !diaries[diary].Kinds.Contains(asks[ask].Kind) || held.Count(other => other == (at, day)) >= fits
                    || held.Count(other => other.Diary == at && Period.DaysBetween(Monday, other.Day) / 7 == Period.DaysBetween(Monday, day) / 7) >= diaries[diary].PerWeek)
                {
                    continue;
                }

                var with = Try(asks, diaries, ask + 1, held.Add((diary, day)), asks[ask].Counts ? waits.Add(Period.DaysBetween(asks[ask].ReceivedOn, day)) : waits);
                best = with.Placed > best.Placed || (with.Placed == best.Placed && with.Days < best.Days) ? with : best;
            }
        }

        return best;
    }
}
