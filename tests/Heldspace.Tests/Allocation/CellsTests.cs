using Heldspace.Allocation;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Tests.Allocation;

public sealed class CellsTests
{
    [Fact]
    public void A_slot_claims_the_clinicians_whole_block_and_the_rooms_meeting()
    {
        var slot = Rank.Places(Team.One, Team.Need(Team.One), Team.Nothing, Team.Now).First().Slot;

        slot.Room.ShouldNotBeNull();
        var cells = Cells.OfTime(slot).Select(Cells.Read).Cast<CellKey.QuarterHour>().ToList();
        cells.Count(cell => cell.Resource == "ada").ShouldBe(6);
        cells.Count(cell => cell.Resource == slot.Room).ShouldBe(4);
        cells.Where(cell => cell.Resource == "ada").Min(cell => cell.At).ShouldBe(slot.BlockStart);
        cells.Where(cell => cell.Resource == slot.Room).Max(cell => cell.At + QuarterHours.Length).ShouldBe(slot.End);
        cells.ShouldBeUnique();
    }

    [Fact]
    public void Every_cell_of_every_slot_lies_in_the_week_of_the_slot_whatever_the_clocks_do()
    {
        foreach (var now in new[] { Team.Now, Instant.FromUtc(2026, 10, 20, 9, 0), Instant.FromUtc(2026, 12, 21, 9, 0), Instant.FromUtc(2027, 3, 22, 9, 0) })
        {
            var places = Rank.Places(Team.One, Team.Need(Team.One, now), Team.Nothing, now);
            places.ShouldNotBeEmpty();
            places.Select(place => place.Slot).Where(slot => slot.Place == "willow" || slot.Place == "home")
                .All(slot => Cells.OfTime(slot).Select(Cells.Read).Cast<CellKey.QuarterHour>().All(cell => LondonWeek.Of(cell.At) == Cells.Week(slot))).ShouldBeTrue();
        }
    }

    [Theory]
    [InlineData("ada", 0)]
    [InlineData("arts-therapist-1", 12)]
    [InlineData("cap", 3)]
    public void What_is_written_is_read_back(string id, int n)
    {
        var at = Instant.FromUtc(2026, 10, 25, 0, 45);
        Cells.Read(Cells.Cap(id, n)).ShouldBe(new CellKey.Cap(id, n));
        Cells.Read(Cells.QuarterHour(id, at)).ShouldBe(new CellKey.QuarterHour(id, at));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ada")]
    [InlineData(":20260915T0900Z")]
    [InlineData("ada:20260915T0907Z")]
    [InlineData("cap:ada:-1")]
    [InlineData("cap:ada:x")]
    public void What_is_no_cell_is_not_taken_for_one(string key) => Cells.Read(key).ShouldBeNull();

    [Fact]
    public void Taken_time_tells_claims_busy_times_and_capacity_apart()
    {
        var day = new LocalDate(2026, 9, 21);
        var slot = Rank.Places(Team.One, Team.Need(Team.One), Team.Nothing, Team.Now).First().Slot;
        var taken = Team.Claimed(slot, slot with { Start = slot.Start + Duration.FromHours(3), End = slot.End + Duration.FromHours(3), BlockStart = slot.BlockStart + Duration.FromHours(3), BlockEnd = slot.BlockEnd + Duration.FromHours(3), Cap = 2 });

        taken.IsFree("ada", slot.Block).ShouldBeFalse();
        taken.IsFree("ada", new(slot.BlockEnd, slot.BlockEnd + QuarterHours.Length)).ShouldBeTrue();
        taken.IsFree("bea", slot.Block).ShouldBeTrue();
        taken.IsFree(slot.Room!, slot.Meeting).ShouldBeFalse();
        taken.CapsTaken("ada", Cells.Week(slot)).ShouldBe(2);
        taken.FirstFreeCap("ada", Cells.Week(slot), 4).ShouldBe(1);
        taken.FirstFreeCap("ada", Cells.Week(slot), 1).ShouldBeNull();
        taken.FirstFreeCap("ada", Cells.Week(slot).Next, 1).ShouldBe(0);
        taken.FirstFreeCap("bea", Cells.Week(slot), 0).ShouldBeNull();

        var busy = Team.Busy(Team.Meeting("ada", day, new(10, 10), new(10, 20)));
        busy.IsFree("ada", new(London.At(day, new(10, 0)), London.At(day, new(10, 15)))).ShouldBeFalse();
        busy.IsFree("ada", new(London.At(day, new(10, 15)), London.At(day, new(10, 30)))).ShouldBeFalse();
        busy.IsFree("ada", new(London.At(day, new(10, 30)), London.At(day, new(10, 45)))).ShouldBeTrue();
        new TakenTime([], ["ada"], []).IsAvailable("ada").ShouldBeFalse();
    }
}
