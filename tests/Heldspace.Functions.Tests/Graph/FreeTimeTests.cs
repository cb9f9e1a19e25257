using System.Collections.Immutable;
using System.Net;
using Heldspace.Azure.Graph;
using Heldspace.Intake;
using NodaTime;

namespace Heldspace.Functions.Tests.Graph;

/// <summary>Who is free when, against the Microsoft 365 stand-in.</summary>
public sealed class FreeTimeTests
{
    private static readonly Instant Nine = Instant.FromUtc(2026, 3, 4, 9, 0);

    private static readonly Interval Day = new(Nine, Nine + Duration.FromHours(8));

    [Fact]
    public async Task The_whole_team_costs_one_call_and_what_is_not_free_is_busy()
    {
        await using var office = new Office();
        office.Tenant.Block(Office.Robin.Text, At(1), At(2), showAs: "tentative");
        office.Tenant.Block(Office.Robin.Text, At(2), At(3), showAs: "oof");
        office.Tenant.Block(Office.Robin.Text, At(4), At(5), showAs: "workingElsewhere");
        office.Tenant.Block(Office.Robin.Text, At(5), At(6), showAs: "free");
        office.Tenant.Block(Office.Robin.Text, At(6) + Duration.FromMinutes(5), At(6) + Duration.FromMinutes(20));

        var free = await office.Diary.FreeTime(Office.Referrals, [Office.Robin, Office.Kim, Office.Room], Day, default);

        office.Calls().ShouldBe(["POST /v1.0/users/referrals@service.example/calendar/getSchedule"]);
        Busy(free, Office.Robin).ShouldBe([new(At(1), At(3)), new(At(6), At(6) + Duration.FromMinutes(30))]);
        Busy(free, Office.Kim).ShouldBeEmpty();
        Busy(free, Office.Room).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_mailbox_that_Graph_cannot_answer_for_is_not_available_and_the_others_are_known()
    {
        await using var office = new Office();
        var nobody = EmailAddress.Parse("nobody@service.example");

        var free = await office.Diary.FreeTime(Office.Referrals, [Office.Robin, nobody], Day, default);

        free[nobody].ShouldBe(new Availability.NotAvailable("ErrorMailRecipientNotFound"));
        Busy(free, Office.Robin).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_window_is_widened_to_quarter_hours()
    {
        await using var office = new Office();
        office.Tenant.Block(Office.Robin.Text, At(0), At(1));

        var free = await office.Diary.FreeTime(
            Office.Referrals, [Office.Robin], new(Nine + Duration.FromMinutes(7), Nine + Duration.FromMinutes(22)), default);

        Busy(free, Office.Robin).ShouldBe([new(Nine, Nine + Duration.FromMinutes(30))]);
    }

    [Fact]
    public async Task Many_mailboxes_and_a_long_time_are_asked_in_slices_that_Graph_takes()
    {
        await using var office = new Office();
        var team = Enumerable.Range(0, 45).Select(n => EmailAddress.Parse($"clinician.{n}@service.example")).ToArray();
        foreach (var one in team)
        {
            office.Tenant.AddMailbox(one.Text, "Clinician");
        }

        var boundary = Nine + Duration.FromDays(61);
        office.Tenant.Block(team[44].Text, boundary - Duration.FromHours(1), boundary + Duration.FromHours(1));

        var free = await office.Diary.FreeTime(Office.Referrals, team, new(Nine, Nine + Duration.FromDays(100)), default);

        office.Calls().Count.ShouldBe(6);
        free.Count.ShouldBe(45);
        Busy(free, team[44]).ShouldBe([new(boundary - Duration.FromHours(1), boundary + Duration.FromHours(1))]);
        Busy(free, team[0]).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_night_the_clocks_change_loses_no_hour()
    {
        await using var office = new Office();
        var change = Instant.FromUtc(2026, 3, 29, 1, 0);
        office.Tenant.Block(Office.Robin.Text, change - Duration.FromHours(1), change + Duration.FromHours(1));

        var free = await office.Diary.FreeTime(
            Office.Referrals, [Office.Robin], new(change - Duration.FromDays(1), change + Duration.FromDays(1)), default);

        Busy(free, Office.Robin).ShouldBe([new(change - Duration.FromHours(1), change + Duration.FromHours(1))]);
    }

    [Theory]
    [InlineData("""{"scheduleId":"robin.clinician@service.example","availabilityView":""}""", "emptyView")]
    [InlineData("""{"scheduleId":"robin.clinician@service.example"}""", "emptyView")]
    [InlineData("""{"scheduleId":"robin.clinician@service.example","availabilityView":"000"}""", "shortView")]
    [InlineData("""{"scheduleId":"robin.clinician@service.example","availabilityView":"0000","error":{"responseCode":"ErrorNoFreeBusyAccess"}}""", "ErrorNoFreeBusyAccess")]
    [InlineData("""{"scheduleId":"robin.clinician@service.example","availabilityView":"0000","error":{}}""", "error")]
    [InlineData("""{"scheduleId":"somebody.else@service.example","availabilityView":"0000"}""", "noAnswer")]
    public async Task An_answer_that_cannot_be_used_means_not_available(string schedule, string reason)
    {
        using var wire = new GraphWire(_ => GraphWire.Json(HttpStatusCode.OK, $$"""{"value":[{{schedule}}]}"""));
        using var graph = wire.Connect();

        var free = await new Diary(graph).FreeTime(Office.Referrals, [Office.Robin], new(Nine, At(1)), default);

        free[Office.Robin].ShouldBe(new Availability.NotAvailable(reason));
    }

    [Fact]
    public async Task A_cell_of_a_kind_not_known_is_busy()
    {
        using var wire = new GraphWire(_ => GraphWire.Json(
            HttpStatusCode.OK,
            """{"value":[{"scheduleId":"Robin.Clinician@service.example","availabilityView":"07?4"}]}"""));
        using var graph = wire.Connect();

        var free = await new Diary(graph).FreeTime(Office.Referrals, [Office.Robin], new(Nine, At(1)), default);

        Busy(free, Office.Robin).ShouldBe([new(Nine + Duration.FromMinutes(15), Nine + Duration.FromMinutes(45))]);
    }

    private static Instant At(int hours) => Nine + Duration.FromHours(hours);

    private static ImmutableArray<Interval> Busy(ImmutableDictionary<EmailAddress, Availability> free, EmailAddress mailbox) =>
        free[mailbox].ShouldBeOfType<Availability.BusyTimes>().Busy;
}
