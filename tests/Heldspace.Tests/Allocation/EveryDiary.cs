using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Heldspace.Allocation;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;
using Interval = NodaTime.Interval;

namespace Heldspace.Tests.Allocation;

/// <summary>What must hold of every ranking, tried on many diaries.</summary>
public sealed class EveryDiary
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(30).WithReplay(20260915, 1);

    [Fact]
    public void No_place_is_outside_working_hours_on_a_closed_day_over_anything_taken_or_above_capacity() =>
        Prop.ForAll(Seeds(), seed =>
        {
            var day = Some(seed);
            var working = WorkingDays.Of(day.Service);
            var claimed = day.Claims.SelectMany(claim => Cells.OfTime(claim)).ToHashSet(StringComparer.Ordinal);
            foreach (var slot in day.Places().Select(place => place.Slot))
            {
                var member = day.Service.Team.Single(member => member.Id == slot.Clinician);
                var date = London.Day(slot.Start);
                var at = day.Service.Places.Single(other => other.Id == slot.Place);
                var around = Duration.FromMinutes((day.Need.Kind.BufferMinutes + at.TravelMinutes + 14) / 15 * 15);
                Assert.True(working.Includes(date) && date >= day.Window.First && date <= day.Window.Last, $"{slot}: not a day on which anybody meets");
                Assert.True(member.Pattern.Any(hours => hours.Days.Contains(date.DayOfWeek) && London.At(date, hours.From) <= slot.BlockStart && slot.BlockEnd <= London.At(date, hours.To)), $"{slot}: outside working hours");
                Assert.True(slot.Start - slot.BlockStart == around && slot.BlockEnd - slot.End == around, $"{slot}: buffer or travel not kept");
                Assert.True(slot.End - slot.Start == Duration.FromMinutes(day.Need.Minutes), $"{slot}: not as long as it should be");
                Assert.True(day.BusyOf(slot.Clinician).All(busy => busy.End <= slot.BlockStart || slot.BlockEnd <= busy.Start), $"{slot}: over a meeting");
                Assert.True(!Cells.OfTime(slot).Any(claimed.Contains), $"{slot}: over a claim");
                Assert.True(day.Claims.Count(claim => claim.Clinician == slot.Clinician && Cells.Week(claim) == Cells.Week(slot)) < member.WeeklyCapacity, $"{slot}: above capacity");
                Assert.True(slot.Room is null ? !at.NeedsRoom : day.Service.Rooms.Single(room => room.Id == slot.Room).Place == slot.Place, $"{slot}: the wrong room");
                Assert.True(slot.Room is null || day.BusyOf(slot.Room).All(busy => busy.End <= slot.Start || slot.End <= busy.Start), $"{slot}: the room is taken");
            }

            return true;
        }).Check(Many);

    [Fact]
    public void The_same_diaries_in_another_order_give_the_same_ranking() =>
        Prop.ForAll(Seeds(), seed =>
        {
            var day = Some(seed);
            var shuffled = day with
            {
                Service = day.Service with { Team = [.. day.Service.Team.Reverse()], Rooms = [.. day.Service.Rooms.Reverse()], Places = [.. day.Service.Places.Reverse()] },
                Busy = [.. day.Busy.Reverse()],
                Claims = [.. day.Claims.Reverse()],
            };
            return day.Places().SequenceEqual(shuffled.Places());
        }).Check(Many);

    [Fact]
    public void Whoever_always_takes_the_first_place_never_overlaps_and_comes_to_an_end() =>
        Prop.ForAll(Seeds(), seed =>
        {
            var day = Some(seed);
            day = day with { Service = day.Service with { Allocation = day.Service.Allocation with { HorizonDays = 9 } } };
            for (var held = 0; day.Places() is [var best, ..]; held++)
            {
                Assert.True(held < 100, "It never ends.");
                var slot = best.Slot;
                Assert.False(day.Claims.SelectMany(claim => Cells.OfTime(claim)).Intersect(Cells.OfTime(slot)).Any(), $"{slot}: overlaps");
                Assert.DoesNotContain(day.Claims, other => other.Clinician == slot.Clinician && Cells.Week(other) == Cells.Week(slot) && other.Cap == slot.Cap);
                day = day with { Claims = day.Claims.Add(slot) };
            }

            return true;
        }).Check(Many.WithMaxTest(8));

    [Fact]
    public void Costs_only_grow_down_the_ranking_and_a_relaxed_rule_takes_no_place_away() =>
        Prop.ForAll(Seeds(), seed =>
        {
            var day = Some(seed);
            var places = day.Places();
            var relaxed = Rank.Places(day.Service, day.Need, day.Taken, Team.Now, Relaxed.WeeklyCapacity | Relaxed.Notice);
            return places.Zip(places.Skip(1)).All(pair => (pair.First.Timing < pair.Second.Timing || (pair.First.Timing == pair.Second.Timing && pair.First.Cost <= pair.Second.Cost)))
                && places.Select(place => (place.Slot.Clinician, place.Slot.Start, place.Slot.Place)).All(relaxed.Select(place => (place.Slot.Clinician, place.Slot.Start, place.Slot.Place)).ToHashSet().Contains);
        }).Check(Many);

    private static Arbitrary<int> Seeds() => Gen.Choose(1, 1_000_000).ToArbitrary();

    private static SomeDiaries Some(int seed)
    {
        var random = new System.Random(seed);
        var team = Enumerable.Range(0, random.Next(1, 4)).Select(n => Team.Member($"{(char)('a' + n)}nn") with
        {
            WeeklyCapacity = random.Next(0, 5),
            Pattern = random.Next(3) switch
            {
                0 => [new([.. Team.Weekdays], new(9, 0), new(17, 0))],
                1 => [new([IsoDayOfWeek.Tuesday, IsoDayOfWeek.Thursday], new(12, 0), new(19, 15)), new([IsoDayOfWeek.Tuesday], new(8, 0), new(10, 15))],
                _ => [new([IsoDayOfWeek.Friday, IsoDayOfWeek.Saturday], new(8, 30), new(13, 0))],
            },
        });
        var service = Team.Shipped with { Team = [.. team], ClosedDays = [new LocalDate(2026, 9, 15).PlusDays(random.Next(0, 20))], Allocation = Team.Shipped.Allocation with { HorizonDays = 25 } };
        string[] resources = [.. service.Team.Select(member => member.Id), .. service.Rooms.Select(room => room.Id)];
        var busy = Enumerable.Range(0, random.Next(0, 60)).Select(_ =>
        {
            var start = Team.Now + Duration.FromMinutes(random.Next(-600, 60 * 24 * 45));
            return (resources[random.Next(resources.Length)], new Interval(start, start + Duration.FromMinutes(random.Next(5, 300))));
        });
        var need = Team.Need(service, urgent: random.Next(4) == 0, interpreter: random.Next(4) == 0, preferred: random.Next(2) == 0 ? null : (PlaceKind)random.Next(5));
        var diaries = new SomeDiaries(service, need, [.. busy], []);
        for (var n = random.Next(0, 6); n > 0 && diaries.Places() is { IsEmpty: false } places; n--)
        {
            diaries = diaries with { Claims = diaries.Claims.Add(places[random.Next(places.Length)].Slot) };
        }

        return diaries;
    }

    private sealed record SomeDiaries(ServiceDefinition Service, Need Need, ImmutableArray<(string Resource, Interval Time)> Busy, ImmutableArray<Slot> Claims)
    {
        public SearchWindow Window => SearchWindow.Of(Service, Need, Team.Now);

        public TakenTime Taken => new(
            Busy.GroupBy(item => item.Resource).Select(group => KeyValuePair.Create(group.Key, group.Select(item => item.Time).ToImmutableArray())), [], Claims.SelectMany(Team.ClaimsOf));

        public IEnumerable<Interval> BusyOf(string resource) => Busy.Where(item => item.Resource == resource).Select(item => item.Time);

        public ImmutableArray<Proposal> Places() => [.. Rank.Places(Service, Need, Taken, Team.Now)];
    }
}
