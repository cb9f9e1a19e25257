using System.Text.Json;
using Heldspace.Azure.Graph;
using Heldspace.Functions.Tests.Drivers;
using Heldspace.Intake;
using Heldspace.Local;
using Heldspace.Local.Simulation;
using Heldspace.Services;
using Heldspace.Time;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Heldspace.Functions.Tests.Simulation;

/// <summary>A short simulated while, through the same doors as any.</summary>
public sealed class SimulateTests
{
    [Fact]
    public async Task The_same_seed_gives_the_same_figures_and_nobody_is_lost_or_booked_twice()
    {
        var simulated = new Simulated("caring-to-care", 16, 31, 7);

        var once = await Run(simulated);
        var again = await Run(simulated);

        again.ShouldBe(once);
        using var line = JsonDocument.Parse(once);
        var summary = line.RootElement.GetProperty("summary");
        summary.GetProperty("doubleBookings").GetInt32().ShouldBe(0);
        summary.GetProperty("lost").GetInt32().ShouldBe(0);
        summary.GetProperty("assessment").GetProperty("n").GetInt32().ShouldBe(16);
        summary.GetProperty("assessment").GetProperty("max").GetInt32().ShouldBeLessThanOrEqualTo(21);
        summary.GetProperty("clairvoyantRatio").GetDouble().ShouldBeGreaterThanOrEqualTo(1);
    }

    [Fact]
    public async Task Another_seed_gives_other_figures()
    {
        var one = await Run(new("caring-to-care", 10, 14, 1));
        var other = await Run(new("caring-to-care", 10, 14, 2));

        other.ShouldNotBe(one);
    }

    [Fact]
    public void What_is_drawn_for_one_thing_does_not_depend_on_what_was_drawn_before()
    {
        var draws = new Draws(5);
        var before = draws.Share("fate", 12, "assessment", 0);
        _ = draws.For("leave", "anybody").Next();

        new Draws(5).Share("fate", 12, "assessment", 0).ShouldBe(before);
        draws.Share("fate", 12, "assessment", 1).ShouldNotBe(before);
    }

    [Fact]
    public async Task The_audit_finds_a_planted_double_booking_and_an_appointment_over_a_meeting()
    {
        await using var world = await World.Start(new("caring-to-care", 1, 7, 1));
        var (service, tenant) = (world.Service, world.System.Tenant);
        var at = London.At(Simulated.First.PlusDays(3), new(10, 0));
        var day = new Interval(at - Duration.FromHours(10), at + Duration.FromHours(14));
        var (clinician, colleague) = (service.Team[0].Mailbox.Text, service.Team[1].Mailbox.Text);
        tenant.Block(clinician, at, at + Duration.FromHours(1));
        Audit.Of(tenant, service, day).ShouldBeEmpty();

        await Plant(clinician, at + Duration.FromMinutes(30));
        Audit.Of(tenant, service, day).ShouldHaveSingleItem().What.ShouldContain("meeting");

        await Plant(colleague, at);
        await Plant(colleague, at + Duration.FromMinutes(45));
        Audit.Of(tenant, service, day).Count(clash => clash.What.Contains("two appointments", StringComparison.Ordinal)).ShouldBe(1);

        Task Plant(string mailbox, Instant start) => world.System.App.GetRequiredService<Diary>().Book(
            EmailAddress.Parse(mailbox),
            new()
            {
                TransactionId = $"planted-{start}",
                Marker = $"planted:{start}",
                Subject = "Appointment",
                Paragraphs = [],
                Time = new(start, start + Duration.FromHours(1)),
                Location = "",
                Attendees = [],
            },
            default);
    }

    [Fact]
    public async Task Whoever_is_told_of_immediate_risk_takes_it_in_hand_so_that_a_simulated_year_ends()
    {
        var simulated = new Simulated("caring-to-care", 3, 7, 1);
        await using var world = await World.Start(simulated);
        world.System.Tenant.Deliver(world.Service.Mailboxes[0].Text, Mails.Complete(more: "She told me that she has saved up her tablets and will take all of them tonight."));

        await world.Run(_ => { }, CancellationToken.None);

        world.Alerts.ShouldBe(1);
        world.System.Texts.Sent.Count(text => text.Text.Contains("please look at once", StringComparison.Ordinal)).ShouldBeInRange(1, 3);
    }

    [Fact]
    public void A_draw_of_a_diary_keeps_to_what_was_asked_for()
    {
        var service = ServiceDefinitions.Read(Path.Combine(LocalSystem.AppFolder, "services")).OrThrow().Require("caring-to-care");
        var diaries = Diaries.Draw(service, new(3), new(), Simulated.First, 365);

        foreach (var diary in diaries.Values)
        {
            diary.Leave.Count.ShouldBe(Conditions.LeaveDays);
            diary.Leave.Intersect(diary.Sick).ShouldBeEmpty();
            var worked = Enumerable.Range(0, 365).Select(Simulated.First.PlusDays).Where(WorkingDays.Of(service).Includes).Where(day => !diary.Leave.Contains(day)).ToList();
            var hours = worked.SelectMany(day => diary.Member.Pattern.Where(pattern => pattern.Days.Contains(day.DayOfWeek))).Sum(pattern => Period.Between(pattern.From, pattern.To, PeriodUnits.Minutes).Minutes / 60.0);
            (diary.Meetings.Sum(meeting => meeting.Duration.TotalHours) / hours).ShouldBe(Conditions.DiariesTaken, 0.03);
        }
    }

    private static async Task<string> Run(Simulated simulated)
    {
        await using var world = await World.Start(simulated);
        await world.Run(_ => { }, CancellationToken.None);
        return (await Headline.Of(world, CancellationToken.None)).ToJson();
    }
}
