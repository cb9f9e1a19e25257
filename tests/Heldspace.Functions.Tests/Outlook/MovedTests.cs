using Heldspace.Functions.Tests.Drivers;
using Heldspace.Functions.Tests.Journey;
using Heldspace.Pathway;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Functions.Tests.Outlook;

/// <summary>A clinician moves a meeting in Outlook: a possible time is followed, an impossible one goes to the scheduler with better offers.</summary>
public sealed class MovedTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_move_to_a_possible_time_is_followed_and_told_once(bool webhooks)
    {
        await using var sut = await People.Held(webhooks: webhooks);
        var before = await sut.Appointment();
        var wanted = People.At(new(2026, 9, 22), 18, 40);

        sut.Move(before, wanted);
        await (webhooks ? sut.Noticed() : sut.Run(People.UntilSwept));
        await sut.Run(Duration.FromHours(1));

        var after = await sut.Appointment();
        after.Slot!.Meeting.ShouldBe(new Interval(wanted, wanted + Duration.FromHours(1)));
        after.EventId.ShouldBe(before.EventId);
        after.AgreedAt.ShouldBeNull();
        await sut.StandsAsHeld();
        sut.SubjectsTo(People.Referrer).Count(subject => subject.StartsWith("Your appointment has changed", StringComparison.Ordinal)).ShouldBe(1);
        sut.MailsTo(People.Referrer)[^1].ShouldContain("Tuesday 22 September 2026 at 6:40pm");
        sut.SchedulersAlerts().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_meeting_that_was_shortened_is_held_shorter()
    {
        await using var sut = await People.Held();
        var before = await sut.Appointment();

        sut.Move(before, before.Slot!.Start, Duration.FromMinutes(40));
        await sut.Noticed();

        (await sut.Appointment()).Slot!.Meeting.Duration.ShouldBe(Duration.FromMinutes(40));
        await sut.StandsAsHeld();
    }

    [Fact]
    public async Task A_move_of_what_is_near_is_followed_and_somebody_rings()
    {
        await using var sut = await People.Held();
        var before = await sut.Appointment();
        await sut.Run(before.Slot!.Start - Duration.FromHours(20) - sut.Clock.GetCurrentInstant());

        sut.Move(before, before.Slot.Start + Duration.FromHours(2));
        await sut.Noticed();

        (await sut.Appointment()).Slot!.Start.ShouldBe(before.Slot.Start + Duration.FromHours(2));
        sut.SchedulersAlerts().ShouldHaveSingleItem().ShouldContain("please ring the family now");
    }

    public static TheoryData<string, string, string> Impossible => new()
    {
        { "2026-09-22T22:30", "at night", "outside working hours" },
        { "2026-09-22T06:30", "before dawn", "outside working hours" },
        { "2026-09-26T10:00", "on a Saturday", "no working day" },
        { "2026-10-14T10:00", "the day after the target", "the last day in time is 13 October 2026" },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public async Task A_move_to_an_impossible_time_moves_nothing_and_the_scheduler_is_told_once_with_better_offers(string local, string what, string why)
    {
        await using var sut = await People.Held();
        var before = await sut.Appointment();

        sut.Move(before, At(local));
        await sut.Noticed();
        await sut.Run(Duration.FromHours(1));

        (await sut.Appointment()).Slot.ShouldBe(before.Slot, what);
        var alert = sut.SchedulersAlerts().ShouldHaveSingleItem();
        alert.ShouldContain(why);
        alert.ShouldContain("Free now, best first");
        sut.SubjectsTo(People.Referrer).ShouldNotContain(subject => subject.StartsWith("Your appointment has changed", StringComparison.Ordinal));

        sut.Move(before, before.Slot!.Start);
        await sut.Noticed();
        await sut.StandsAsHeld();
    }

    [Fact]
    public async Task A_move_onto_another_childs_time_moves_nothing()
    {
        await using var sut = await People.Held(8);
        var (first, second) = await OfOneClinician(sut);

        sut.Move(first, second.Slot!.Start + Duration.FromMinutes(30));
        await sut.Noticed();

        (await sut.Cases()).Select(file => file.Current!).Single(other => other.EventId == first.EventId).Slot.ShouldBe(first.Slot);
        (await sut.Cases()).Select(file => file.Current!).Single(other => other.EventId == second.EventId).Slot.ShouldBe(second.Slot);
        sut.SchedulersAlerts().ShouldHaveSingleItem().ShouldContain("held for another child");
    }

    [Fact]
    public async Task Good_Friday_and_28_December_2026_are_no_days_to_move_to()
    {
        await using var christmas = await People.Held(now: People.At(new(2026, 12, 16), 9));
        christmas.Move(await christmas.Appointment(), People.At(new(2026, 12, 28), 10));
        await christmas.Noticed();
        christmas.SchedulersAlerts().ShouldHaveSingleItem().ShouldContain("no working day");

        await using var easter = await People.Held(now: People.At(new(2027, 3, 16), 9));
        easter.Move(await easter.Appointment(), People.At(new(2027, 3, 26), 10));
        await easter.Noticed();
        easter.SchedulersAlerts().ShouldHaveSingleItem().ShouldContain("no working day");
    }

    [Theory]
    [InlineData("2026-10-20T09:00", "2026-10-26T09:30", "Monday 26 October 2026 at 9:30am")]
    [InlineData("2027-03-18T09:00", "2027-03-30T08:00", "Tuesday 30 March 2027 at 8:00am")]
    public async Task A_move_across_a_clock_change_is_to_the_hour_that_Londons_clocks_show(string now, string to, string told)
    {
        await using var sut = await People.Held(now: At(now));

        sut.Move(await sut.Appointment(), At(to));
        await sut.Noticed();

        (await sut.Appointment()).Slot!.Start.ShouldBe(At(to));
        sut.MailsTo(People.Referrer)[^1].ShouldContain(told);
        await sut.StandsAsHeld();
    }

    [Theory]
    [InlineData("2026-10-20T09:00", "2026-10-25T01:30")]
    [InlineData("2027-03-18T09:00", "2027-03-28T01:30")]
    public async Task The_hour_that_comes_twice_and_the_one_that_does_not_come_are_at_night(string now, string to)
    {
        await using var sut = await People.Held(now: At(now));
        var before = await sut.Appointment();

        sut.Move(before, At(to));
        await sut.Noticed();

        (await sut.Appointment()).Slot.ShouldBe(before.Slot);
        sut.SchedulersAlerts().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_time_that_the_scheduler_proposes_is_taken_where_it_is_free()
    {
        await using var sut = await People.Held();
        var before = await sut.Appointment();
        var wanted = People.At(new(2026, 9, 23), 14);

        Propose(sut, wanted);
        await sut.Noticed();
        await sut.Run(Duration.FromHours(1));

        (await sut.Appointment()).Slot!.Start.ShouldBe(wanted);
        (await sut.Appointment()).EventId.ShouldBe(before.EventId);
        await sut.StandsAsHeld();
        sut.SubjectsTo(People.Referrer).Count(subject => subject.StartsWith("Your appointment has changed", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task A_proposal_where_the_clinician_has_something_else_moves_nothing_and_the_scheduler_is_told()
    {
        await using var sut = await People.Held();
        var before = await sut.Appointment();
        var wanted = People.At(new(2026, 9, 23), 14);
        sut.System.Tenant.Block(sut.Clinician(before).Mailbox.Text, wanted, wanted + Duration.FromHours(1), "Court");

        Propose(sut, wanted);
        await sut.Noticed();
        await sut.Run(Duration.FromHours(1));

        (await sut.Appointment()).Slot.ShouldBe(before.Slot);
        sut.SchedulersAlerts().ShouldHaveSingleItem().ShouldContain("the clinician has something else then");
        await sut.StandsAsHeld();
    }

    private static void Propose(SystemUnderTest sut, Instant start) =>
        sut.System.Tenant.Propose(sut.Service.Scheduler.Mailbox.Text, sut.Invitation(), start, start + Duration.FromHours(1));

    private static async Task<(Appointment First, Appointment Second)> OfOneClinician(SystemUnderTest sut)
    {
        var two = (await sut.Cases()).Select(file => file.Current!).GroupBy(appointment => appointment.Slot!.Clinician).First(group => group.Count() > 1).Take(2).ToList();
        return (two[0], two[1]);
    }

    private static Instant At(string local)
    {
        var time = NodaTime.Text.LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm").Parse(local).Value;
        return London.At(time.Date, time.TimeOfDay);
    }
}
