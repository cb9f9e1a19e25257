using System.Collections.Immutable;

namespace Heldspace.Local.FunctionsHost;

/// <summary>A function as its <c>function.json</c> declares it.</summary>
/// <param name="Name">The name of its folder, which is also the path its trigger is posted to.</param>
public sealed record FunctionDefinition(string Name, Trigger Trigger);

/// <summary>What starts a function.</summary>
/// <param name="Binding">The name under which its value arrives in <c>Data</c>.</param>
public abstract record Trigger(string Binding)
{
    /// <summary>A public request.</summary>
    /// <param name="Route">An ASP.NET route template, without the prefix of <c>host.json</c>.</param>
    /// <param name="Methods">In capitals; empty: every method.</param>
    /// <param name="Anonymous">False: a key would be needed. There are none here, so such a function answers 401.</param>
    public sealed record Http(string Binding, string Route, ImmutableArray<string> Methods, bool Anonymous) : Trigger(Binding);

    /// <summary>The clock.</summary>
    /// <param name="Monitored">Missed runs are made up for, as one, when the host starts again.</param>
    public sealed record Timer(string Binding, TimerSchedule Schedule, bool RunOnStartup, bool Monitored) : Trigger(Binding);

    /// <summary>A Service Bus queue, or the dead-letter queue of one.</summary>
    public sealed record Queue(string Binding, string Path, bool Sessions) : Trigger(Binding);
}

/// <summary>What <c>host.json</c> says, with the host's own defaults where it is silent.</summary>
/// <remarks>https://learn.microsoft.com/azure/azure-functions/functions-host-json and …/functions-bindings-service-bus#hostjson-settings.</remarks>
public sealed record HostSettings
{
    /// <summary>Before every route, without slashes at its ends. The default is <c>api</c>.</summary>
    public string RoutePrefix { get; init; } = "api";

    /// <summary>A function with an HTTP trigger and an HTTP output gets the request itself instead of an envelope.</summary>
    public bool ForwardsHttp { get; init; }

    /// <summary>How long an invocation may take. Null: without end.</summary>
    public TimeSpan? FunctionTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How many sessions one worker handles at a time, per function.</summary>
    public int MaxConcurrentSessions { get; init; } = 8;

    /// <summary>How many messages without session one worker handles at a time, per function.</summary>
    public int MaxConcurrentCalls { get; init; } = 16;

    /// <summary>How long the host keeps renewing the lock of a message that is being handled.</summary>
    public TimeSpan MaxLockRenewal { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The program to start, relative to the app's folder if it is found there, else looked up on the path.</summary>
    public string Executable { get; init; } = "";

    public string WorkingDirectory { get; init; } = "";

    public ImmutableArray<string> Arguments { get; init; } = [];
}
