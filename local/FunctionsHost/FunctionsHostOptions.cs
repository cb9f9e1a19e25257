using NodaTime;

namespace Heldspace.Local.FunctionsHost;

/// <summary>How a host stand-in runs.</summary>
public sealed record FunctionsHostOptions
{
    /// <summary>How values are spelled to the handler. The default is the most wrapped the host is known to send.</summary>
    public PayloadShape PayloadShape { get; init; } = PayloadShape.StringsTwice;

    /// <summary>How long an invocation may take, by the machine's clock. Null: what <c>host.json</c> says.</summary>
    public TimeSpan? FunctionTimeout { get; init; }

    /// <summary>Where the last and next run of monitored timers are kept, so that runs missed while the host was off are made up for. Null: nowhere.</summary>
    public string? TimerStatusFile { get; init; }

    /// <summary>
    /// Whether timers run only when <see cref="FunctionsHost.Run"/> asks for them, in place of their schedules: for whoever jumps through a year and knows when a
    /// run could find something. Default no.
    /// </summary>
    public bool TimersRunWhenAsked { get; init; }

    /// <summary>Stands in for App Service Authentication; null where nobody can sign in.</summary>
    public SignIn? SignIn { get; init; }

    /// <summary>Told of every timer run and message delivery when it has ended. Called from any thread; must be quick.</summary>
    public Action<Invocation>? Observed { get; init; }

    /// <summary>How long <see cref="FunctionsHost.Stop"/> lets invocations finish before it gives up on them.</summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(10);
}

/// <summary>One timer run or message delivery that has ended.</summary>
/// <param name="Worker">Its place among the host's workers.</param>
/// <param name="MessageId">Null for a timer.</param>
/// <param name="Failure">Null: it succeeded.</param>
/// <param name="Logs">The lines the handler put into its reply.</param>
public sealed record Invocation(string Function, int Worker, string? MessageId, Instant Started, TimeSpan Took, string? Failure, IReadOnlyList<string> Logs);

/// <summary>The last and the next run of a timer, as the host keeps them.</summary>
public sealed record TimerStatus(Instant Last, Instant Next, Instant Updated);
