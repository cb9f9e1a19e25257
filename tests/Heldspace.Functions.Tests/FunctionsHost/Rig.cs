using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using Heldspace.Local.FunctionsHost;
using Heldspace.Local.ServiceBus;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.TestHost;
using NodaTime;

namespace Heldspace.Functions.Tests.FunctionsHost;

/// <summary>A request that reached a handler.</summary>
internal sealed record Call(int Worker, string Method, string Target, string Host, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public JsonElement Envelope => JsonDocument.Parse(Body).RootElement;

    /// <summary>The id in the metadata, whatever way it is spelled.</summary>
    public string MessageId => Envelope.GetProperty("Metadata").GetProperty(nameof(MessageId)).GetString()!.Trim('"');
}

/// <summary>A host stand-in over small handlers, with everything they received.</summary>
internal sealed class Rig : IAsyncDisposable
{
    private readonly List<WebApplication> handlers = [];
    private readonly List<Worker> workers = [];

    public ConcurrentQueue<Call> Calls { get; } = new();

    public ConcurrentQueue<Invocation> Invocations { get; } = new();

    public required Broker Broker { get; init; }

    public Local.FunctionsHost.FunctionsHost Host { get; private set; } = null!;

    public IReadOnlyList<Worker> Workers => workers;

    public static FunctionDefinition Queue(string name, string queue, bool sessions = false) => new(name, new Trigger.Queue("message", queue, sessions));

    public static FunctionDefinition Timer(string name, string schedule, bool runOnStartup = false, bool monitored = true) =>
        TimerSchedule.TryParse(schedule, out var parsed, out var error)
            ? new FunctionDefinition(name, new Trigger.Timer("timer", parsed, runOnStartup, monitored))
            : throw new InvalidOperationException(error);

    public static FunctionDefinition Http(string name, string route, params string[] methods) => new(name, new Trigger.Http("req", route, [.. methods], Anonymous: true));

    /// <summary>The reply of a handler that is content.</summary>
    public static Task Succeed(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync("""{"Outputs":{},"Logs":[],"ReturnValue":null}""");
    }

    /// <summary>A host that is neither started nor stepped yet.</summary>
    /// <param name="answer">What a handler does after the call was noted; null: succeeds.</param>
    /// <param name="sockets">Handlers on real ports instead of in memory.</param>
    public static async Task<Rig> Start(
        IClock clock, IEnumerable<FunctionDefinition> functions, Func<HttpContext, Call, Task>? answer = null,
        int workers = 1, bool sockets = false, FunctionsHostOptions? options = null, HostSettings? settings = null, Broker? broker = null)
    {
        var folder = new FunctionFolder("/", settings ?? new HostSettings { RoutePrefix = "", ForwardsHttp = true }, [.. functions]);
        var queues = broker ?? new Broker(clock);
        if (broker is null)
        {
            foreach (var queue in folder.Queues)
            {
                queues.Declare(queue);
            }
        }

        var rig = new Rig { Broker = queues };
        for (var index = 0; index < workers; index++)
        {
            await rig.AddWorker(index, sockets, answer ?? ((context, _) => Succeed(context)));
        }

        rig.Host = new Local.FunctionsHost.FunctionsHost(folder, rig.workers, queues, clock, (options ?? new FunctionsHostOptions()) with { Observed = rig.Invocations.Enqueue });
        return rig;
    }

    public void Send(string queue, string id, string? session = null, string body = "{}") =>
        Broker.Send(queue, new BrokerMessage { MessageId = id, SessionId = session, Body = System.Text.Encoding.UTF8.GetBytes(body) }).ShouldBe(SendOutcome.Accepted);

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        workers.ForEach(worker => worker.Dispose());
        foreach (var handler in handlers)
        {
            await handler.DisposeAsync();
        }
    }

    private async Task AddWorker(int index, bool sockets, Func<HttpContext, Call, Task> answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        var port = 7071 + index;
        if (sockets)
        {
            port = FreePorts.Take(1)[0];
            builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, port));
        }
        else
        {
            builder.WebHost.UseTestServer();
        }

        var handler = builder.Build();
        handler.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
            var call = new Call(
                index, context.Request.Method, string.IsNullOrEmpty(target) ? context.Request.Path + context.Request.QueryString : target, context.Request.Host.Value!,
                context.Request.Headers.ToImmutableDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
                await reader.ReadToEndAsync());
            if (call is { Method: "GET", Target: "/" })
            {
                return;
            }

            Calls.Enqueue(call);
            await answer(context, call);
        });
        await handler.StartAsync();
        handlers.Add(handler);
        var worker = sockets ? Worker.At(port) : Worker.InMemory(port, handler.GetTestServer().CreateHandler());
        if (sockets)
        {
            (await worker.UntilItAnswers(TimeSpan.FromSeconds(10), CancellationToken.None)).ShouldBeTrue();
        }

        workers.Add(worker);
    }
}
