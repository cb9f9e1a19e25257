using System.Text.Json;
using Heldspace.Functions.Tests.ServiceBus;
using Heldspace.Local.FunctionsHost;
using NodaTime;
using NodaTime.Text;

namespace Heldspace.Functions.Tests.FunctionsHost;

public sealed class TimerTests
{
    [Theory]
    [InlineData("0 * * * * *", "2026-03-02T09:00:00Z", "2026-03-02T09:01:00Z")]
    [InlineData("30 * * * * *", "2026-03-02T09:00:00Z", "2026-03-02T09:00:30Z")]
    [InlineData("0 */15 * * * *", "2026-03-02T09:14:59Z", "2026-03-02T09:15:00Z")]
    [InlineData("0 0 6,7 * * *", "2026-03-02T06:30:00Z", "2026-03-02T07:00:00Z")]
    [InlineData("0 0 7 * * 1", "2026-03-02T09:00:00Z", "2026-03-09T07:00:00Z")]
    [InlineData("0 0 7 * * MON", "2026-03-02T09:00:00Z", "2026-03-09T07:00:00Z")]
    [InlineData("0 0 7 * * 0", "2026-03-02T09:00:00Z", "2026-03-08T07:00:00Z")]
    [InlineData("0 0 7 * * 1-5", "2026-03-06T09:00:00Z", "2026-03-09T07:00:00Z")]
    [InlineData("0 0 7 * * Monday-Friday", "2026-03-06T09:00:00Z", "2026-03-09T07:00:00Z")]
    [InlineData("0 0 7 * * */2", "2026-03-02T09:00:00Z", "2026-03-03T07:00:00Z")]
    [InlineData("0 0 3 1 * *", "2026-03-02T09:00:00Z", "2026-04-01T03:00:00Z")]
    [InlineData("0 30 1 * * *", "2026-03-28T09:00:00Z", "2026-03-29T01:30:00Z")]
    public void A_schedule_names_the_next_occurrence_in_UTC(string schedule, string after, string expected)
    {
        TimerSchedule.TryParse(schedule, out var parsed, out var error).ShouldBeTrue(error);

        parsed!.After(InstantPattern.General.Parse(after).Value).ShouldBe(InstantPattern.General.Parse(expected).Value);
    }

    [Theory]
    [InlineData("*/5 * * * *", "six fields")]
    [InlineData("0 0 7 1 * 1", "leave one of them *")]
    [InlineData("0 0 7 * * 7", "Sunday is 0")]
    [InlineData("0 0 7 * * 5-1", "backwards")]
    [InlineData("0 0 25 * * *", "between 0 and 23")]
    [InlineData("0 0 7 * * MON/x", "not a day of the week")]
    public void A_schedule_that_cannot_be_read_says_why(string schedule, string why)
    {
        TimerSchedule.TryParse(schedule, out _, out var error).ShouldBeFalse();

        error.ShouldContain(why);
    }

    [Fact]
    public async Task A_timer_fires_at_each_occurrence_and_not_between()
    {
        var clock = new HandClock();
        await using var rig = await Rig.Start(clock, [Rig.Timer("SweepMailbox", "0 * * * * *")], options: new FunctionsHostOptions { PayloadShape = PayloadShape.Objects });
        rig.Host.NextDue.ShouldBe(clock.Now + Duration.FromMinutes(1));
        await rig.Host.RunDue(CancellationToken.None);
        rig.Calls.ShouldBeEmpty();

        for (var minute = 1; minute <= 3; minute++)
        {
            clock.Set(rig.Host.NextDue!.Value);
            await rig.Host.RunDue(CancellationToken.None);
            await rig.Host.RunDue(CancellationToken.None);
            rig.Calls.Count.ShouldBe(minute);
        }

        var call = rig.Calls.Last();
        call.Target.ShouldBe("/SweepMailbox");
        call.Method.ShouldBe("POST");
        call.Host.ShouldBe("127.0.0.1:7071");
        var timer = call.Envelope.GetProperty("Data").GetProperty("timer");
        timer.GetProperty("IsPastDue").GetBoolean().ShouldBeFalse();
        timer.GetProperty("Schedule").GetProperty("AdjustForDST").GetBoolean().ShouldBeTrue();
        timer.GetProperty("ScheduleStatus").GetProperty("Last").GetString().ShouldBe("2026-03-02T09:02:00+00:00");
        timer.GetProperty("ScheduleStatus").GetProperty("Next").GetString().ShouldBe("2026-03-02T09:03:00+00:00");
        call.Envelope.GetProperty("Metadata").GetProperty("sys").GetProperty("MethodName").GetString().ShouldBe("SweepMailbox");
    }

    [Theory]
    [InlineData(PayloadShape.Strings, 1)]
    [InlineData(PayloadShape.StringsTwice, 2)]
    public async Task What_a_timer_is_told_can_be_wrapped_in_strings(PayloadShape shape, int layers)
    {
        var clock = new HandClock();
        await using var rig = await Rig.Start(clock, [Rig.Timer("SweepMailbox", "0 * * * * *")], options: new FunctionsHostOptions { PayloadShape = shape });
        clock.Advance(Duration.FromMinutes(1));
        await rig.Host.RunDue(CancellationToken.None);

        var value = rig.Calls.ShouldHaveSingleItem().Envelope.GetProperty("Data").GetProperty("timer");
        for (var layer = 0; layer < layers; layer++)
        {
            value.ValueKind.ShouldBe(JsonValueKind.String);
            value = JsonDocument.Parse(value.GetString()!).RootElement;
        }

        value.GetProperty("IsPastDue").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task Many_missed_runs_come_as_one_that_is_past_due()
    {
        var clock = new HandClock();
        await using var rig = await Rig.Start(clock, [Rig.Timer("SweepMailbox", "0 * * * * *")], options: new FunctionsHostOptions { PayloadShape = PayloadShape.Objects });
        clock.Advance(Duration.FromHours(3));

        await rig.Host.RunDue(CancellationToken.None);

        PastDue(rig).ShouldBe([true]);
        rig.Host.NextDue.ShouldBe(clock.Now + Duration.FromMinutes(1));
    }

    [Fact]
    public async Task A_failed_run_is_not_made_up_for()
    {
        var clock = new HandClock();
        await using var rig = await Rig.Start(clock, [Rig.Timer("SweepMailbox", "0 * * * * *")], (context, _) =>
        {
            context.Response.StatusCode = 500;
            return Task.CompletedTask;
        });
        clock.Advance(Duration.FromMinutes(1));

        await rig.Host.RunDue(CancellationToken.None);

        rig.Calls.ShouldHaveSingleItem();
        rig.Invocations.ShouldHaveSingleItem().Failure.ShouldNotBeNull();
        rig.Host.NextDue.ShouldBe(clock.Now + Duration.FromMinutes(1));
    }

    [Fact]
    public async Task A_timer_can_run_when_the_host_starts()
    {
        var clock = new HandClock();
        await using var rig = await Rig.Start(
            clock, [Rig.Timer("Reconcile", "0 0 3 * * *", runOnStartup: true), Rig.Timer("SweepMailbox", "0 * * * * *")],
            options: new FunctionsHostOptions { PayloadShape = PayloadShape.Objects });
        rig.Host.NextDue.ShouldBe(clock.Now);

        await rig.Host.RunDue(CancellationToken.None);

        rig.Calls.ShouldHaveSingleItem().Target.ShouldBe("/Reconcile");
        PastDue(rig).ShouldBe([false]);
        await rig.Host.RunDue(CancellationToken.None);
        rig.Calls.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Runs_missed_while_the_host_was_off_are_made_up_for_once_where_the_timer_is_monitored()
    {
        using var folder = new TemporaryFolder();
        var clock = new HandClock();
        var options = new FunctionsHostOptions { PayloadShape = PayloadShape.Objects, TimerStatusFile = folder.File("timers.json") };
        FunctionDefinition[] functions = [Rig.Timer("Monitored", "0 0 * * * *"), Rig.Timer("Forgetful", "0 0 * * * *", monitored: false), Rig.Timer("Often", "*/10 * * * * *")];
        await using (var before = await Rig.Start(clock, functions, options: options))
        {
            clock.Set(Instant.FromUtc(2026, 3, 2, 10, 0));
            await before.Host.RunDue(CancellationToken.None);
            before.Calls.Count.ShouldBe(3);
            before.Calls.Single(call => call.Target == "/Forgetful").Envelope.GetProperty("Data").GetProperty("timer").GetProperty("ScheduleStatus").ValueKind.ShouldBe(JsonValueKind.Null);
        }

        clock.Set(Instant.FromUtc(2026, 3, 2, 15, 30, 5));
        await using var after = await Rig.Start(clock, functions, options: options);
        await after.Host.RunDue(CancellationToken.None);

        after.Calls.ShouldHaveSingleItem().Target.ShouldBe("/Monitored");
        PastDue(after).ShouldBe([true]);
        after.Calls.Single().Envelope.GetProperty("Data").GetProperty("timer").GetProperty("ScheduleStatus").GetProperty("Next").GetString().ShouldBe("2026-03-02T11:00:00+00:00");
    }

    [Fact]
    public async Task One_run_of_a_timer_is_under_way_at_a_time_over_all_workers()
    {
        var clock = new HandClock();
        var (atOnce, most, runs) = (0, 0, 0);
        Rig? host = null;
        await using var rig = await Rig.Start(
            clock,
            [Rig.Timer("SweepMailbox", "* * * * * *", runOnStartup: true)],
            async (context, _) =>
            {
                most = Math.Max(most, ++atOnce);
                if (++runs == 1)
                {
                    // The next occurrence falls into this run, and somebody looks for what is due.
                    clock.Advance(Duration.FromSeconds(2));
                    await host!.Host.RunDue(context.RequestAborted);
                }

                atOnce--;
                await Rig.Succeed(context);
            },
            workers: 2);
        host = rig;

        await rig.Host.RunDue(CancellationToken.None);

        most.ShouldBe(1);
        rig.Calls.Count.ShouldBe(2, "what fell into the run comes after it");
        rig.Calls.Select(call => call.Worker).Distinct().Count().ShouldBe(2, "the workers take turns");
    }

    [Fact]
    public async Task A_timer_can_be_run_by_hand()
    {
        await using var rig = await Rig.Start(new HandClock(), [Rig.Timer("SweepMailbox", "0 0 0 1 1 *")]);

        (await rig.Host.Run("SweepMailbox", CancellationToken.None)).ShouldBeTrue();

        rig.Calls.ShouldHaveSingleItem().Target.ShouldBe("/SweepMailbox");
        await Should.ThrowAsync<InvalidOperationException>(async () => await rig.Host.Run("Nothing", CancellationToken.None));
    }

    private static IEnumerable<bool> PastDue(Rig rig) =>
        rig.Calls.Select(call => call.Envelope.GetProperty("Data").GetProperty("timer").GetProperty("IsPastDue").GetBoolean());
}
