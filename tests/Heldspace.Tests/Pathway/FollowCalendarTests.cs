using System.Collections.Immutable;
using Heldspace.Allocation;
using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Tests.Allocation;
using NodaTime;

namespace Heldspace.Tests.Pathway;

/// <summary>What follows from what a calendar shows, row by row: an appointment held on Wednesday 23 September 2026 from ten to eleven, London.</summary>
public sealed class FollowCalendarTests
{
    private static readonly Instant Start = TimeForItTests.At("2026-09-23T10:00");

    private static readonly Interval Meeting = new(Start, Start + Duration.FromHours(1));

    private static readonly Interval Elsewhere = new(Start + Duration.FromDays(1), Start + Duration.FromHours(25));

    private static readonly Interval AtNight = new(Start + Duration.FromHours(13), Start + Duration.FromHours(14));

    private static readonly Duration FarAway = Duration.FromDays(8);

    private static readonly Duration JustNotNear = Duration.FromHours(48);

    private static readonly Duration Near = Duration.FromHours(48) - Duration.FromTicks(1);

    private static ServiceDefinition Service => Acting.Service;

    /// <summary>How the place is lost; whether it is agreed as it stands, how often the service moved it since it was agreed first, how many minutes are left; whether only a person may choose the next.</summary>
    public static TheoryData<string, bool, int, int, bool> Losses()
    {
        var rows = new TheoryData<string, bool, int, int, bool>();
        foreach (var how in new[] { "gone", "no mailbox", "declined", "declined for an impossible time" })
        {
            foreach (var (agreed, moves) in new[] { (false, 0), (false, 1), (true, 0), (true, 1), (true, 2) })
            {
                foreach (var hours in new[] { 8 * 24, 48, 47, 1 })
                {
                    rows.Add(how, agreed, moves, hours, hours < 48 || moves >= 1);
                }
            }
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void A_place_that_is_lost_is_offered_again_but_within_48_hours_or_moved_once_since_it_was_agreed_a_person_rings(string how, bool agreed, int moves, int hours, bool ring)
    {
        Observed seen = how switch
        {
            "gone" => new Observed.Gone(),
            "no mailbox" => new Observed.NoMailbox(),
            "declined" => Seen(answer: Answer(Answered.Declined)),
            _ => Seen(answer: Answer(Answered.Declined, AtNight)),
        };

        var finding = Judge(seen, Duration.FromHours(hours), appointment => appointment with { AgreedAt = agreed ? Team.Now : null, MovesByService = moves });

        var lost = ring ? finding.ShouldBeOfType<Finding.Ring>().Lost : finding.ShouldBeOfType<Finding.OfferAgain>().Lost;
        lost.ClinicianIsGone.ShouldBe(how == "no mailbox");
        lost.KeepsEvent.ShouldBe(how == "gone" ? null : "event-1");
    }

    [Fact]
    public void To_the_moment_48_hours_before_the_service_offers_again_and_a_moment_later_only_a_person_does()
    {
        Judge(new Observed.Gone(), JustNotNear).ShouldBeOfType<Finding.OfferAgain>();
        Judge(new Observed.Gone(), Near).ShouldBeOfType<Finding.Ring>();
    }

    [Fact]
    public void What_stands_as_it_is_held_is_left_in_peace()
    {
        Judge(Seen()).ShouldBeOfType<Finding.Nothing>();
        Judge(Seen(showAs: "oof")).ShouldBeOfType<Finding.Nothing>();
        Judge(Seen(answer: Answer(Answered.Accepted))).ShouldBeOfType<Finding.Nothing>();
        Judge(Seen(), Near).ShouldBeOfType<Finding.Nothing>();
    }

    [Fact]
    public void What_is_not_held_is_on_its_way_or_was_recorded_is_nobodys_business_here()
    {
        foreach (var seen in new Observed[] { new Observed.Gone(), new Observed.NoMailbox(), Seen(Elsewhere), Seen(answer: Answer(Answered.Declined)) })
        {
            foreach (var state in Enum.GetValues<AppointmentState>().Where(state => state != AppointmentState.Held))
            {
                Judge(seen, change: appointment => appointment with { State = state }).ShouldBeOfType<Finding.Nothing>();
            }

            Judge(seen, change: appointment => appointment with { Move = new(appointment.Slot!, 2, MovedBy.Family, "chosen") }).ShouldBeOfType<Finding.Nothing>();
            Judge(seen, change: appointment => appointment with { Outcome = new(AppointmentOutcome.TookPlace, Team.Now, "somebody", null) }).ShouldBeOfType<Finding.Nothing>();
        }
    }

    [Fact]
    public void Once_it_is_past_only_a_move_to_a_time_to_come_counts()
    {
        var after = -Duration.FromHours(2);
        foreach (var seen in new Observed[] { new Observed.Gone(), new Observed.NoMailbox(), Seen(), Seen(answer: Answer(Answered.Declined)), Seen(over: Over("x")), Seen(new(Start - Duration.FromHours(3), Start)) })
        {
            Judge(seen, after).ShouldBeOfType<Finding.Nothing>();
        }

        Judge(Seen(Elsewhere), after).ShouldBeOfType<Finding.MoveThere>().Slot.Meeting.ShouldBe(Elsewhere);
    }

    [Theory]
    [InlineData(8 * 24, false, 0)]
    [InlineData(47, false, 0)]
    [InlineData(1, true, 1)]
    [InlineData(8 * 24, true, 3)]
    public void A_clinician_who_moves_it_to_a_possible_time_is_followed_however_near_and_however_often(int hours, bool agreed, int moves)
    {
        var there = Judge(Seen(Elsewhere), Duration.FromHours(hours), appointment => appointment with { AgreedAt = agreed ? Team.Now : null, MovesByService = moves }).ShouldBeOfType<Finding.MoveThere>();

        (there.By, there.EventId, there.Key, there.Slot.Meeting).ShouldBe((MovedBy.Clinician, "event-1", null, Elsewhere));
    }

    public static TheoryData<string, string> Impossible => new()
    {
        { "2026-09-23T23:00", "outside working hours" },
        { "2026-09-26T10:00", "no working day" },
        { "2026-10-14T10:00", "the last day in time is 13 October 2026" },
        { "2026-09-14T10:00", "that is past" },
        { "2026-09-25T10:00", "held for another child" },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public void A_move_to_an_impossible_time_is_told_once_and_what_is_put_over_the_time_held_is_told_all_the_same(string start, string why)
    {
        var time = new Interval(TimeForItTests.At(start), TimeForItTests.At(start) + Duration.FromHours(1));
        var taken = Team.Claimed(SlotAt(TimeForItTests.At("2026-09-25T10:00")));

        var tell = Judge(Seen(time), taken: taken).ShouldBeOfType<Finding.Tell>();
        tell.What.ShouldContain(why);

        Appointment Told(Appointment appointment) => appointment with { Warned = [tell.Key] };
        Judge(Seen(time), taken: taken, change: Told).ShouldBeOfType<Finding.Nothing>();
        Judge(Seen(time, showAs: "free", roomDeclined: true), taken: taken, change: Told).ShouldBeOfType<Finding.Nothing>("It does not stand there.");
        Judge(Seen(time, over: Over("x")), taken: taken, change: Told).ShouldBeOfType<Finding.Warn>();
        FollowCalendar.NeedsOffers(tell).ShouldBeTrue();
    }

    [Theory]
    [InlineData("over")]
    [InlineData("series")]
    [InlineData("tentative")]
    [InlineData("shown as free")]
    [InlineData("shown as tentative")]
    [InlineData("room")]
    public void Nothing_that_is_put_over_it_and_no_tentative_answer_moves_it_agreed_or_not_both_are_warned_once(string what)
    {
        var seen = what switch
        {
            "over" => Seen(over: Over("x")),
            "series" => Seen(over: Over("x", ofSeries: true)),
            "tentative" => Seen(answer: Answer(Answered.Tentatively)),
            "shown as free" => Seen(showAs: "free"),
            "shown as tentative" => Seen(showAs: "tentative"),
            _ => Seen(roomDeclined: true),
        };
        foreach (var left in new[] { FarAway, Near, Duration.FromMinutes(10) })
        {
            foreach (var agreed in new Instant?[] { null, Team.Now })
            {
                var (file, appointment, now) = Case(left, appointment => appointment with { AgreedAt = agreed, MovesByService = 1 });
                var warn = FollowCalendar.Judge(Service, file, appointment, seen, Team.Nothing, now).ShouldBeOfType<Finding.Warn>();
                var warned = FollowCalendar.Follow(Service, file, appointment, warn, [], now).ShouldNotBeNull().File;

                warned.Current!.Warned.ShouldBe(warn.Keys);
                (warned.Current with { Warned = appointment.Warned }).ShouldBe(appointment, "Only that they were warned is noted.");
                warned.Messages.Except(file.Messages).Select(message => message.To).ShouldBe(
                    [Service.Scheduler.Mailbox, Service.Team.First(member => member.Id == appointment.Slot!.Clinician).Mailbox], ignoreOrder: true);
                FollowCalendar.Judge(Service, warned, warned.Current!, seen, Team.Nothing, now).ShouldBeOfType<Finding.Nothing>();
            }
        }
    }

    [Fact]
    public void Of_several_things_only_what_is_new_is_told()
    {
        var first = Judge(Seen(over: Over("x"))).ShouldBeOfType<Finding.Warn>();
        var both = Seen(showAs: "free", over: [.. Over("x"), .. Over("y", ofSeries: true)]);

        var fresh = Judge(both, change: appointment => appointment with { Warned = [.. first.Keys] }).ShouldBeOfType<Finding.Warn>();

        fresh.Keys.Length.ShouldBe(2);
        fresh.Keys.ShouldNotContain(first.Keys[0]);
        fresh.What.ShouldContain("A recurring meeting");
        fresh.What.ShouldNotContain("Something else");
    }

    [Fact]
    public void The_same_thing_moved_to_another_time_over_it_is_told_again()
    {
        var first = Judge(Seen(over: Over("x"))).ShouldBeOfType<Finding.Warn>();
        var later = Seen(over: [new PutOver("x", new(Start + Duration.FromMinutes(30), Start + Duration.FromHours(2)), false)]);

        Judge(later, change: appointment => appointment with { Warned = [.. first.Keys] }).ShouldBeOfType<Finding.Warn>();
    }

    [Fact]
    public void A_decline_that_was_followed_once_is_not_followed_again_for_the_next_place()
    {
        var declined = Seen(answer: Answer(Answered.Declined));
        var key = Judge(declined).ShouldBeOfType<Finding.OfferAgain>().Lost.Key.ShouldNotBeNull();

        Judge(declined, change: appointment => appointment with { Warned = [key] }).ShouldBeOfType<Finding.Nothing>();
        Judge(Seen(answer: Answer(Answered.Declined) with { At = Team.Now + Duration.FromHours(1) }), change: appointment => appointment with { Warned = [key] }).ShouldBeOfType<Finding.OfferAgain>("They declined this one, too.");
    }

    [Theory]
    [InlineData(Answered.Tentatively, 8 * 24)]
    [InlineData(Answered.Declined, 8 * 24)]
    [InlineData(Answered.Accepted, 8 * 24)]
    [InlineData(Answered.Tentatively, 20)]
    public void A_possible_time_that_the_scheduler_proposes_is_taken_once(Answered what, int hours)
    {
        var proposed = Seen(answer: Answer(what, Elsewhere));

        var there = Judge(proposed, Duration.FromHours(hours)).ShouldBeOfType<Finding.MoveThere>();

        (there.By, there.Slot.Meeting).ShouldBe((MovedBy.Staff, Elsewhere));
        Judge(proposed, change: appointment => appointment with { Warned = [there.Key!] }).ShouldBeOfType<Finding.Nothing>();
    }

    [Fact]
    public void A_proposal_that_cannot_be_held_is_said_once_and_the_time_that_it_has_already_is_none()
    {
        var tell = Judge(Seen(answer: Answer(Answered.Tentatively, AtNight))).ShouldBeOfType<Finding.Tell>();
        tell.What.ShouldContain("outside working hours");
        Judge(Seen(answer: Answer(Answered.Tentatively, AtNight)), change: appointment => appointment with { Warned = [tell.Key] }).ShouldBeOfType<Finding.Nothing>();
        Judge(Seen(answer: Answer(Answered.Tentatively, Elsewhere)), taken: Team.Busy(("arts-therapist-1", Elsewhere))).ShouldBeOfType<Finding.Tell>().What.ShouldContain("something else then");
        Judge(Seen(answer: Answer(Answered.Tentatively, Meeting))).ShouldBeOfType<Finding.Warn>();
    }

    [Fact]
    public void A_place_that_is_lost_is_not_offered_again_and_the_same_clinician_comes_first_unless_they_are_gone()
    {
        foreach (var seen in new Observed[] { new Observed.Gone(), new Observed.NoMailbox() })
        {
            var (file, appointment, now) = Case(FarAway, appointment => appointment with { AgreedAt = Team.Now });
            var finding = FollowCalendar.Judge(Service, file, appointment, seen, Team.Nothing, now);
            var after = FollowCalendar.Follow(Service, file, appointment, finding, [], now).ShouldNotBeNull().File.Current!;

            (after.State, after.Slot, after.EventId, after.AgreedAt, after.MovesByService).ShouldBe((AppointmentState.Wanted, null, null, null, 1));
            after.Avoid.ShouldContain(new TakenByOthers("arts-therapist-1", appointment.Slot!.BlockStart, appointment.Slot.BlockEnd));
            (after.Wish.Clinician, after.Wish.NotWith.Contains("arts-therapist-1")).ShouldBe(seen is Observed.Gone ? ("arts-therapist-1", false) : (null, true));
            after.Superseded.ShouldHaveSingleItem().Attempt.ShouldBe(appointment.Attempt);
        }
    }

    private static Finding Judge(Observed seen, Duration? left = null, Func<Appointment, Appointment>? change = null, TakenTime? taken = null)
    {
        var (file, appointment, now) = Case(left ?? FarAway, change);
        return FollowCalendar.Judge(Service, file, appointment, seen, taken ?? Team.Nothing, now);
    }

    private static (CaseFile File, Appointment Appointment, Instant Now) Case(Duration left, Func<Appointment, Appointment>? change = null)
    {
        var held = Acting.Held();
        var appointment = held.Current! with { Slot = SlotAt(Start) };
        appointment = change?.Invoke(appointment) ?? appointment;
        return (held.With(appointment), appointment, Start - left);
    }

    private static Observed.Standing Seen(Interval? time = null, string showAs = "busy", SchedulersAnswer? answer = null, bool roomDeclined = false, ImmutableArray<PutOver>? over = null) =>
        new("event-1", time ?? Meeting, showAs, answer, roomDeclined, over ?? []);

    private static SchedulersAnswer Answer(Answered what, Interval? proposed = null) => new(what, Team.Now, proposed);

    private static ImmutableArray<PutOver> Over(string id, bool ofSeries = false) => [new(id, new(Start - Duration.FromMinutes(30), Start + Duration.FromMinutes(30)), ofSeries)];

    private static Slot SlotAt(Instant start) => new()
    {
        Clinician = "arts-therapist-1",
        Place = "willow",
        Room = "willow-garden-room",
        Start = start,
        End = start + Duration.FromHours(1),
        BlockStart = start - Duration.FromMinutes(15),
        BlockEnd = start + Duration.FromMinutes(75),
    };
}
