using System.Diagnostics;
using Heldspace.Local.FunctionsHost;
using NodaTime;

namespace Heldspace.Functions.Tests.FunctionsHost;

public sealed class WorkerTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_worker_whose_connection_breaks_fails_the_invocation_and_gets_nothing_until_it_answers_again()
    {
        var broken = 0;
        await using var rig = await Rig.Start(
            SystemClock.Instance,
            [Rig.Queue("ReceiveReferral", "referrals")],
            (context, _) =>
            {
                if (Interlocked.Exchange(ref broken, 1) == 0)
                {
                    context.Abort();
                    return Task.CompletedTask;
                }

                return Rig.Succeed(context);
            },
            sockets: true,
            options: new FunctionsHostOptions { PayloadShape = PayloadShape.Objects });
        rig.Host.Start();
        rig.Send("referrals", "m-1");

        (await rig.Host.Settled(Soon)).ShouldBeTrue();

        rig.Invocations.Select(invocation => invocation.Failure is null).ShouldBe([false, true]);
        rig.Calls.Last().Envelope.GetProperty("Metadata").GetProperty("DeliveryCount").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task A_worker_that_is_down_is_passed_over_and_taken_up_again()
    {
        await using var rig = await Rig.Start(SystemClock.Instance, [Rig.Queue("SendMessage", "messages")], workers: 2);
        rig.Workers[0].Down();
        rig.Host.Start();
        for (var number = 0; number < 10; number++)
        {
            rig.Send("messages", $"m-{number}");
        }

        (await rig.Host.Settled(Soon)).ShouldBeTrue();
        rig.Calls.ShouldAllBe(call => call.Worker == 1);

        rig.Workers[1].Down();
        rig.Send("messages", "m-last");
        (await rig.Host.Settled(TimeSpan.Zero)).ShouldBeFalse("nobody is there to take it");
        rig.Workers[0].Up();
        (await rig.Host.Settled(Soon)).ShouldBeTrue();
        rig.Calls.Last().Worker.ShouldBe(0);
    }

    [Fact]
    public async Task Stopping_gives_an_unfinished_message_back()
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var rig = await Rig.Start(
            SystemClock.Instance,
            [Rig.Queue("SendMessage", "messages")],
            async (context, _) =>
            {
                arrived.TrySetResult();
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
            },
            options: new FunctionsHostOptions { StopGrace = TimeSpan.Zero });
        rig.Host.Start();
        rig.Send("messages", "m-1");
        await arrived.Task.WaitAsync(Soon);

        await rig.Host.Stop();

        await Eventually(() => rig.Broker.TryReceive("messages") is not null);
    }

    private static async Task Eventually(Func<bool> condition)
    {
        var deadline = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Stopwatch.GetElapsedTime(deadline).ShouldBeLessThan(Soon);
            await Task.Yield();
        }
    }
}
