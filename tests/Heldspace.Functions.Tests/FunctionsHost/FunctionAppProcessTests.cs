using System.Collections.Concurrent;
using System.Diagnostics;
using Heldspace.Functions.Tests.ServiceBus;
using Heldspace.Local.FunctionsHost;
using Heldspace.Local.ServiceBus;
using NodaTime;

namespace Heldspace.Functions.Tests.FunctionsHost;

public sealed class FunctionAppProcessTests : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);
    private readonly TemporaryFolder folder = new();
    private readonly ConcurrentQueue<string> lines = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_app_runs_as_host_json_describes_it_and_ends_when_it_is_asked_to()
    {
        await using var app = App("runs");
        await app.Start(CancellationToken.None);

        app.Worker.IsReady.ShouldBeTrue();
        var process = app.ProcessId.ShouldNotBeNull();
        await Line("handler");
        lines.First().ShouldBe($"handler {process} in {folder.Path} with hello");

        await app.Stop();

        app.ProcessId.ShouldBeNull();
        await Line("asked to end");
        app.Restarts.ShouldBe(0);
        Alive(process).ShouldBeFalse();
    }

    [Fact]
    public async Task A_killed_app_fails_what_was_in_flight_and_is_started_again_to_handle_it_after_all()
    {
        var invocations = new ConcurrentQueue<Invocation>();
        await using var app = App("runs");
        await app.Start(CancellationToken.None);
        var broker = new Broker(SystemClock.Instance).Declare(new QueueDefinition("stuck")).Declare(new QueueDefinition("work"));
        var functions = new FunctionFolder(folder.Path, new HostSettings(), [Rig.Queue("Stuck", "stuck"), Rig.Queue("Work", "work")]);
        await using var host = new Local.FunctionsHost.FunctionsHost(
            functions, [app.Worker], broker, SystemClock.Instance, new FunctionsHostOptions { Observed = invocations.Enqueue, StopGrace = TimeSpan.Zero });
        host.Start();
        broker.Send("stuck", new BrokerMessage { MessageId = "m-1" });
        await Line("stuck");
        var first = app.ProcessId;

        app.Kill();
        app.Worker.IsReady.ShouldBeFalse();
        await app.Worker.UntilReady.WaitAsync(Soon);
        broker.Send("work", new BrokerMessage { MessageId = "m-2" });

        await Eventually(() => broker.Outstanding("work") == 0);
        app.ProcessId.ShouldNotBe(first);
        app.Restarts.ShouldBe(1);
        invocations.First().Failure.ShouldNotBeNull();
        invocations.First().MessageId.ShouldBe("m-1");
        broker.DeadLetters("stuck").ShouldBeEmpty("the time between two processes does not use up deliveries");
        broker.Active("stuck").ShouldHaveSingleItem().DeliveryCount.ShouldBeLessThanOrEqualTo(3);
    }

    [Fact]
    public async Task An_invocation_that_takes_too_long_has_its_process_replaced()
    {
        await using var app = App("runs");
        await app.Start(CancellationToken.None);
        var broker = new Broker(SystemClock.Instance).Declare(new QueueDefinition("stuck") { MaxDeliveryCount = 1 });
        var functions = new FunctionFolder(folder.Path, new HostSettings(), [Rig.Queue("Stuck", "stuck")]);
        await using var host = new Local.FunctionsHost.FunctionsHost(
            functions, [app.Worker], broker, SystemClock.Instance, new FunctionsHostOptions { FunctionTimeout = TimeSpan.FromMilliseconds(300) });
        host.Start();
        broker.Send("stuck", new BrokerMessage { MessageId = "m-1" });

        (await host.Settled(Soon)).ShouldBeTrue();
        await Eventually(() => app.Restarts == 1);

        broker.DeadLetters("stuck").ShouldHaveSingleItem();
    }

    [Fact]
    public async Task An_app_that_will_not_end_is_ended()
    {
        await using var app = App("stubborn", stopLimit: TimeSpan.FromMilliseconds(100));
        await app.Start(CancellationToken.None);
        var process = app.ProcessId.ShouldNotBeNull();

        await app.Stop();

        await Eventually(() => !Alive(process));
    }

    [Fact]
    public async Task An_app_that_ends_at_once_is_reported_with_what_it_wrote()
    {
        await using var app = App("fails");

        var message = (await Should.ThrowAsync<InvalidOperationException>(async () => await app.Start(CancellationToken.None))).Message;

        message.ShouldContain("code 3");
        message.ShouldContain("The setting that is needed is missing.");
    }

    [Fact]
    public async Task An_app_that_was_not_published_is_named()
    {
        await using var app = new FunctionAppProcess(
            new FunctionFolder(folder.Path, new HostSettings { Executable = "Heldspace.Missing" }, []), FreePorts.Take(1)[0], new Dictionary<string, string>(), lines.Enqueue);

        (await Should.ThrowAsync<InvalidOperationException>(async () => await app.Start(CancellationToken.None))).Message.ShouldContain("Heldspace.Missing");
    }

    [Fact]
    public async Task On_Linux_no_app_outlives_a_parent_that_is_killed()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        await using var parent = new FunctionAppProcess(
            new FunctionFolder(folder.Path, new HostSettings { Executable = "dotnet", Arguments = ["exec", typeof(HandlerProgram).Assembly.Location, "parent", folder.Path] }, []),
            FreePorts.Take(1)[0], new Dictionary<string, string>(), lines.Enqueue)
        { StartLimit = Soon };
        var starting = parent.Start(CancellationToken.None);
        await Line("child");
        var child = int.Parse(lines.First(line => line.StartsWith("child", StringComparison.Ordinal))["child ".Length..]);
        Alive(child).ShouldBeTrue();

        parent.Kill();

        await Should.ThrowAsync<InvalidOperationException>(async () => await starting);
        await Eventually(() => !Alive(child));
    }

    [Fact]
    public void Free_ports_are_all_different()
    {
        var ports = FreePorts.Take(20).Concat(FreePorts.Take(20)).ToList();

        ports.Distinct().Count().ShouldBe(40);
        ports.ShouldAllBe(port => port >= 20_000 && port < 32_000);
    }

    private FunctionAppProcess App(string behaviour, TimeSpan? stopLimit = null) => new(
        new FunctionFolder(folder.Path, new HostSettings { Executable = "dotnet", Arguments = ["exec", typeof(HandlerProgram).Assembly.Location, behaviour] }, []),
        FreePorts.Take(1)[0],
        new Dictionary<string, string> { ["Heldspace__Greeting"] = "hello" },
        lines.Enqueue)
    {
        StopLimit = stopLimit ?? TimeSpan.FromSeconds(10),
    };

    private Task Line(string start) => Eventually(() => lines.Any(line => line.StartsWith(start, StringComparison.Ordinal)));

    private static bool Alive(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            return !found.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static async Task Eventually(Func<bool> condition)
    {
        var began = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Stopwatch.GetElapsedTime(began).ShouldBeLessThan(Soon);
            await Task.Delay(2);
        }
    }
}
