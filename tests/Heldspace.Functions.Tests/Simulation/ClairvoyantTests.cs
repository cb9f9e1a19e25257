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

    [Fact]
    public void Who_will_be_missed_is_no_reason_to_put_them_off_since_they_are_held_again_after_it()
    {
        // One place a week. Were the missed one put off for nothing, the other two would have the first two weeks.
        var diary = new Capacity(["assessment"], 1, Enumerable.Range(0, 19).Where(day => day % 7 < 5).ToDictionary(day => Monday.PlusDays(day), _ => 1));
        Ask[] asks =
        [
            new("assessment", Monday, Monday, true),
            new("assessment", Monday, Monday, false) { Then = new(Urgent: false, SaidAfter: 0) },
            new("assessment", Monday, Monday.PlusDays(3), true) { IsAgain = true },
        ];

        Bound.Of(asks, [diary], ThreeDaysLater).TotalDays.ShouldBe(3 + 9);
        Bound.Of(asks, [diary]).TotalDays.ShouldBe(3 + 4);
        TryChained(asks, [diary], 0, [], null).Days.ShouldBe(3 + 11);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    public void Nobody_who_holds_again_what_was_missed_after_it_waits_less_than_the_bound(int seed)
    {
        var (random, higher) = (new Random(seed), 0);
        for (var round = 0; round < 60; round++)
        {
            var diaries = Enumerable.Range(0, random.Next(1, 3)).Select(_ => new Capacity(
                ["a"], random.Next(1, 3), Enumerable.Range(0, 16).Where(_ => random.NextDouble() < 0.6).ToDictionary(day => Monday.PlusDays(day), _ => 1))).ToList();
            var asks = Enumerable.Range(0, random.Next(1, 3)).Select(_ => new Ask("a", Monday, Monday.PlusDays(random.Next(0, 4)), true)).ToList();
            var missed = new Ask("a", Monday, Monday.PlusDays(random.Next(0, 4)), false) { Then = new(Urgent: false, SaidAfter: 0) };
            asks = [.. asks, missed, new("a", Monday, ThreeDaysLater("a", missed.Then, missed.NotBefore), true) { IsAgain = true }];

            var best = Bound.Of(asks, diaries, ThreeDaysLater);
            var (placed, days) = TryChained([.. asks], diaries, 0, [], null);

            if (placed == asks.Count)
            {
                best.TotalDays.ShouldBeLessThanOrEqualTo(days, $"seed {seed}, round {round}");
                higher += best.TotalDays > Bound.Of(asks, diaries).TotalDays ? 1 : 0;
            }
        }

        higher.ShouldBePositive();
    }

    private static LocalDate ThreeDaysLater(string kind, Again again, LocalDate missed) => missed.PlusDays(3);

    /// <summary>Of every plan in which the last is held three days after the one before it, or later: as many as can be, then as soon as can be.</summary>
    private static (int Placed, long Days) TryChained(Ask[] asks, List<Capacity> diaries, int ask, ImmutableList<(int Diary, LocalDate Day)> held, LocalDate? before)
    {
        if (ask == asks.Length)
        {
            return (held.Count, 0);
        }

        var best = (Placed: 0, Days: 0L);
        for (var diary = 0; diary < diaries.Count; diary++)
        {
            foreach (var day in diaries[diary].PerDay.Keys)
            {
                var at = diary;
                if (day < asks[ask].NotBefore || (asks[ask].IsAgain && day < before?.PlusDays(3)) || held.Contains((at, day))
                    || held.Count(other => other.Diary == at && Period.DaysBetween(Monday, other.Day) / 7 == Period.DaysBetween(Monday, day) / 7) >= diaries[diary].PerWeek)
                {
                    continue;
                }

                var (placed, days) = TryChained(asks, diaries, ask + 1, held.Add((diary, day)), day);
                days += asks[ask].Counts ? Period.DaysBetween(asks[ask].ReceivedOn, day) : 0;
                best = placed > best.Placed || (placed == best.Placed && days < best.Days) ? (placed, days) : best;
            }
        }

        return best;
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
