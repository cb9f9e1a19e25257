using Heldspace.Allocation;
using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Tests.Allocation;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Tests.Pathway;

/// <summary>Where an appointment can be put, row by row: received on Tuesday 15 September 2026, held on Wednesday the 23rd from ten to eleven, in time until 13 October.</summary>
public sealed class TimeForItTests
{
    private const string Clinician = "arts-therapist-1";

    private static readonly Slot Held = SlotAt("2026-09-23T10:00");

    private static ServiceDefinition Service => Team.Shipped;

    [Theory]
    [InlineData("2026-09-24T10:00", 60, null)]
    [InlineData("2026-09-15T09:31", 60, null)]
    [InlineData("2026-09-15T09:30", 60, "that is past")]
    [InlineData("2026-09-14T10:00", 60, "that is past")]
    [InlineData("2026-09-24T10:00", 15, null)]
    [InlineData("2026-09-24T10:00", 14, "it would be shorter than a quarter of an hour")]
    [InlineData("2026-09-24T10:00", 0, "it would be shorter than a quarter of an hour")]
    [InlineData("2026-09-24T10:00", 240, null)]
    [InlineData("2026-09-26T10:00", 60, "that is no working day")]
    [InlineData("2026-09-27T10:00", 60, "that is no working day")]
    [InlineData("2026-09-24T08:00", 60, null)]
    [InlineData("2026-09-24T07:59", 60, "that is outside working hours")]
    [InlineData("2026-09-24T03:00", 60, "that is outside working hours")]
    [InlineData("2026-09-24T19:00", 60, null)]
    [InlineData("2026-09-24T19:01", 60, "that is outside working hours")]
    [InlineData("2026-09-24T23:30", 60, "that is outside working hours")]
    [InlineData("2026-09-24T10:00", 1440, "that is outside working hours")]
    [InlineData("2026-10-13T10:00", 60, null)]
    [InlineData("2026-10-14T10:00", 60, "the last day in time is 13 October 2026")]
    public void A_time_is_possible_or_it_is_said_why_not(string start, int minutes, string? why) => Judge(start, minutes).ShouldBe(why);

    [Theory]
    [InlineData("2026-12-10", "2026-12-24T10:00", null)]
    [InlineData("2026-12-10", "2026-12-25T10:00", "that is no working day")]
    [InlineData("2026-12-10", "2026-12-28T10:00", "that is no working day")]
    [InlineData("2026-12-10", "2026-12-29T10:00", null)]
    [InlineData("2026-12-10", "2027-01-01T10:00", "that is no working day")]
    [InlineData("2027-03-16", "2027-03-25T10:00", null)]
    [InlineData("2027-03-16", "2027-03-26T10:00", "that is no working day")]
    [InlineData("2027-03-16", "2027-03-29T10:00", "that is no working day")]
    [InlineData("2027-03-16", "2027-03-30T10:00", null)]
    public void Good_Friday_28_December_2026_and_every_other_bank_holiday_are_no_days_to_meet(string received, string start, string? why)
    {
        var now = London.At(NodaTime.Text.LocalDatePattern.Iso.Parse(received).Value, new(9, 0));
        Judge(start, now: now, need: Team.Need(Service, now)).ShouldBe(why);
    }

    [Theory]
    [InlineData("2026-10-23T08:00", "2026-10-23T07:00")]
    [InlineData("2026-10-26T08:00", "2026-10-26T08:00")]
    [InlineData("2027-03-25T08:00", "2027-03-25T08:00")]
    [InlineData("2027-03-30T08:00", "2027-03-30T07:00")]
    public void Working_hours_are_those_of_Londons_clocks_on_either_side_of_both_changes(string local, string utc)
    {
        var now = At(local) - Duration.FromDays(10);
        var slot = TimeForIt.Of(Service, Team.Need(Service, now), Held, new(At(local), At(local) + Duration.FromHours(1)), MovedBy.Clinician, Team.Nothing, now)
            .ShouldBeOfType<TimeForIt.Possible>().Slot;
        slot.Start.ToString("uuuu-MM-dd'T'HH:mm", null).ShouldBe(utc);
        Judge(local, now: now, need: Team.Need(Service, now), earlierBy: 1).ShouldBe("that is outside working hours");
    }

    [Fact]
    public void A_day_on_which_the_service_is_closed_is_no_working_day() =>
        Judge("2026-09-24T10:00", service: Service with { ClosedDays = [new(2026, 9, 24)] }).ShouldBe("that is no working day");

    [Fact]
    public void Who_works_at_odd_hours_may_meet_then()
    {
        var early = Service with { Team = [.. Service.Team.Select(member => member.Id == Clinician ? member with { Pattern = [new([.. Team.Weekdays], new(6, 0), new(21, 30))] } : member)] };

        Judge("2026-09-24T06:00", service: early).ShouldBeNull();
        Judge("2026-09-24T05:59", service: early).ShouldBe("that is outside working hours");
        Judge("2026-09-24T20:30", service: early).ShouldBeNull();
        Judge("2026-09-24T20:31", service: early).ShouldBe("that is outside working hours");
        Judge("2026-09-26T10:00", service: early).ShouldBe("that is no working day");
    }

    [Fact]
    public void What_is_late_already_may_come_sooner_and_not_later()
    {
        var late = SlotAt("2026-10-20T10:00");

        Judge("2026-10-19T10:00", held: late).ShouldBeNull();
        Judge("2026-10-20T14:00", held: late).ShouldBeNull();
        Judge("2026-10-21T10:00", held: late).ShouldBe("the last day in time is 13 October 2026");
    }

    [Fact]
    public void Days_in_which_the_clock_stood_still_come_on_top()
    {
        var paused = Team.Need(Service) with { PausedDays = 2 };

        Judge("2026-10-15T10:00", need: paused).ShouldBeNull();
        Judge("2026-10-16T10:00", need: paused).ShouldBe("the last day in time is 15 October 2026");
    }

    [Theory]
    [InlineData("2026-09-24T10:00", 60, MovedBy.Clinician, "the time is held for another child")]
    [InlineData("2026-09-24T10:00", 60, MovedBy.Staff, "the clinician has something else then")]
    [InlineData("2026-09-24T10:00", 60, MovedBy.Family, "the clinician has something else then")]
    [InlineData("2026-09-24T10:00", 60, MovedBy.Service, "the clinician has something else then")]
    [InlineData("2026-09-24T08:30", 75, MovedBy.Clinician, null)]
    [InlineData("2026-09-24T08:30", 76, MovedBy.Clinician, "the time is held for another child")]
    [InlineData("2026-09-24T11:15", 60, MovedBy.Clinician, null)]
    [InlineData("2026-09-24T11:14", 60, MovedBy.Clinician, "the time is held for another child")]
    [InlineData("2026-09-24T11:07", 60, MovedBy.Clinician, "the time is held for another child")]
    public void Time_of_another_child_is_taken_to_the_quarter_hour_with_what_is_kept_free_around_it(string start, int minutes, MovedBy by, string? why) =>
        Judge(start, minutes, by, Team.Claimed(SlotAt("2026-09-24T10:00", room: null))).ShouldBe(why);

    [Fact]
    public void What_is_kept_free_around_it_ends_where_another_childs_begins()
    {
        var slot = TimeForIt.Of(Service, Team.Need(Service), Held, Meeting("2026-09-24T11:15", 60), MovedBy.Clinician, Team.Claimed(SlotAt("2026-09-24T10:00", room: null)), Team.Now)
            .ShouldBeOfType<TimeForIt.Possible>().Slot;

        slot.Block.ShouldBe(new Interval(At("2026-09-24T11:15"), At("2026-09-24T12:30")));
        slot.Meeting.ShouldBe(Meeting("2026-09-24T11:15", 60));
    }

    [Fact]
    public void An_odd_minute_is_held_as_it_is_and_its_quarter_hours_are_kept()
    {
        var slot = TimeForIt.Of(Service, Team.Need(Service), Held, Meeting("2026-09-24T10:07", 60), MovedBy.Clinician, Team.Nothing, Team.Now).ShouldBeOfType<TimeForIt.Possible>().Slot;

        slot.Meeting.ShouldBe(Meeting("2026-09-24T10:07", 60));
        slot.Block.ShouldBe(new Interval(At("2026-09-24T09:45"), At("2026-09-24T11:30")));
        (slot.Clinician, slot.Place).ShouldBe((Held.Clinician, Held.Place));
    }

    [Theory]
    [InlineData("2026-09-30T10:00", MovedBy.Clinician, null)]
    [InlineData("2026-09-30T10:00", MovedBy.Staff, "the clinician's week is full")]
    [InlineData("2026-09-30T10:00", MovedBy.Family, "the clinician's week is full")]
    [InlineData("2026-09-24T10:00", MovedBy.Staff, null)]
    public void A_full_week_holds_back_everybody_but_the_clinician_and_what_stands_in_it_already(string start, MovedBy by, string? why)
    {
        // Both weeks are full; of this one the appointment that moves has a place itself.
        var capacity = Service.Team.First(member => member.Id == Clinician).WeeklyCapacity;
        var caps = new[] { "2026-09-23T10:00", "2026-09-30T10:00" }.SelectMany(day => Enumerable.Range(0, capacity).Select(n => (LondonWeek.Of(At(day)), (CellKey)new CellKey.Cap(Clinician, n))));

        Judge(start, by: by, taken: new([], [], caps)).ShouldBe(why);
    }

    [Fact]
    public void Another_room_of_the_same_place_will_do_and_without_any_it_cannot_be()
    {
        var (garden, quiet) = (SlotAt("2026-09-24T10:00", "willow-garden-room") with { Clinician = "psychotherapist" }, SlotAt("2026-09-24T10:00", "willow-quiet-room") with { Clinician = "arts-therapist-2" });

        Room(Team.Nothing).ShouldBe("willow-garden-room");
        Room(Team.Claimed(garden)).ShouldBe("willow-quiet-room");
        Room(Team.Claimed(quiet)).ShouldBe("willow-garden-room");
        Judge("2026-09-24T10:00", taken: Team.Claimed(garden, quiet)).ShouldBe("no room is free then");
        Judge("2026-09-24T10:00", taken: Team.Claimed(garden, quiet), held: SlotAt("2026-09-23T10:00", room: null) with { Place = "video" }).ShouldBeNull();

        static string? Room(TakenTime taken) =>
            TimeForIt.Of(Service, Team.Need(Service), Held, Meeting("2026-09-24T10:00", 60), MovedBy.Clinician, taken, Team.Now).ShouldBeOfType<TimeForIt.Possible>().Slot.Room;
    }

    /// <summary>Why it cannot be; null where it can.</summary>
    private static string? Judge(
        string start, int minutes = 60, MovedBy by = MovedBy.Clinician, TakenTime? taken = null, ServiceDefinition? service = null, Slot? held = null, Need? need = null, Instant? now = null, int earlierBy = 0)
    {
        var time = new Interval(At(start) - Duration.FromMinutes(earlierBy), At(start) + Duration.FromMinutes(minutes));
        return (TimeForIt.Of(service ?? Service, need ?? Team.Need(Service), held ?? Held, time, by, taken ?? Team.Nothing, now ?? Team.Now) as TimeForIt.Impossible)?.Why;
    }

    private static Interval Meeting(string start, int minutes) => new(At(start), At(start) + Duration.FromMinutes(minutes));

    private static Slot SlotAt(string start, string? room = "willow-garden-room") => new()
    {
        Clinician = Clinician,
        Place = "willow",
        Room = room,
        Start = At(start),
        End = At(start) + Duration.FromHours(1),
        BlockStart = At(start) - Duration.FromMinutes(15),
        BlockEnd = At(start) + Duration.FromMinutes(75),
    };

    internal static Instant At(string local)
    {
        var time = NodaTime.Text.LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm").Parse(local).Value;
        return London.At(time.Date, time.TimeOfDay);
    }
}
