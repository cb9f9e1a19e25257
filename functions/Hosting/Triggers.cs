using System.Text.Json;
using Heldspace.Azure;
using Heldspace.Azure.Graph;
using NodaTime;

namespace Heldspace.Functions.Hosting;

/// <summary>
/// Maps triggers to their handlers, with the one error boundary each invocation has. They are mapped for every method, so that the guard and not the
/// framework answers whatever is no POST.
/// </summary>
internal static partial class Triggers
{
    /// <summary>How long a message is tried before it is left to a person.</summary>
    private static readonly Duration GiveUpAfter = Duration.FromHours(24);

    private static readonly Duration FirstDelay = Duration.FromSeconds(10);
    private static readonly Duration LongestDelay = Duration.FromMinutes(15);

    /// <summary>
    /// A timer. A failed run is not repeated by the host: the next tick does what is still to do.
    /// </summary>
    public static void MapTimer(this IEndpointRouteBuilder routes, string function, Func<IServiceProvider, CancellationToken, Task> run) =>
        routes.Map($"/{function}", async (HttpContext context) =>
        {
            var logger = context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(function);
            try
            {
                await run(context.RequestServices, context.RequestAborted);
                return Invocation.Succeeded();
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                Log.TimerFailed(logger, function, fault);
                return Invocation.Failed();
            }
        }).WithMetadata(new TriggerEndpoint(function));

    /// <summary>
    /// A queue. An abandoned message comes back at once, so that ten tries pass in seconds: a transient failure is answered by a copy for later, and
    /// the message itself is completed.
    /// </summary>
    public static void MapQueue<TMessage>(
        this IEndpointRouteBuilder routes, string function, string queue, Func<IServiceProvider, TMessage, CancellationToken, Task> handle)
        where TMessage : QueuedWork =>
        routes.Map($"/{function}", async (HttpContext context) =>
        {
            var services = context.RequestServices;
            var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger(function);
            var message = services.GetRequiredService<Outbox>().Open<TMessage>(queue, await SignedBody(context.Request));
            if (message is null)
            {
                Log.NotSigned(logger, function);
                return Invocation.Failed();
            }

            try
            {
                await handle(services, message, context.RequestAborted);
                return Invocation.Succeeded();
            }
            catch (Exception fault) when (Transience.Of(fault) is { } later)
            {
                if (message.TryingSince is { } since && services.GetRequiredService<IClock>().GetCurrentInstant() - since > GiveUpAfter)
                {
                    Log.GivenUp(logger, function, message.Id, fault);
                    return Invocation.Failed();
                }

                return await PutOff(services, logger, function, queue, message, later.RetryAfter ?? Later(message), fault, context.RequestAborted);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                Log.Failed(logger, function, message.Id, fault);
                return Invocation.Failed();
            }
        }).WithMetadata(new TriggerEndpoint(function, queue));

    /// <summary>
    /// The dead letters of a queue. One that is not signed is done with. One that cannot be handled goes back into its queue, for later: a dead letter is
    /// never given up by the broker, so that an abandoned one would come back at once and for ever.
    /// </summary>
    public static void MapDeadLetters<TMessage>(
        this IEndpointRouteBuilder routes, string function, string queue, Func<IServiceProvider, TMessage, CancellationToken, Task> handle)
        where TMessage : QueuedWork =>
        routes.Map($"/{function}", async (HttpContext context) =>
        {
            var services = context.RequestServices;
            var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger(function);
            var outbox = services.GetRequiredService<Outbox>();
            var message = outbox.Open<TMessage>(queue, await SignedBody(context.Request));
            if (message is null)
            {
                Log.NotSigned(logger, function);
                return Invocation.Succeeded();
            }

            try
            {
                await handle(services, message, context.RequestAborted);
                return Invocation.Succeeded();
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                Log.Failed(logger, function, message.Id, fault);
                var delay = Transience.Of(fault) is { } later ? later.RetryAfter ?? Later(message) : LongestDelay;
                return await PutOff(services, logger, function, queue, message, delay, fault, context.RequestAborted);
            }
        }).WithMetadata(new TriggerEndpoint(function, queue + QueueNames.DeadLetters));

    /// <summary>Sends a copy for later to the queue, so that the message itself can be completed. Where the queue takes nothing, the host brings it back.</summary>
    private static async Task<IResult> PutOff(
        IServiceProvider services, ILogger logger, string function, string queue, QueuedWork message, Duration delay, Exception fault, CancellationToken cancellation)
    {
        var now = services.GetRequiredService<IClock>().GetCurrentInstant();
        Log.PutOff(logger, function, message.Id, message.Attempt + 1, delay, fault);
        var copy = message with { Attempt = message.Attempt + 1, TryingSince = message.TryingSince ?? now };
        try
        {
            await services.GetRequiredService<Outbox>().Send(queue, copy, cancellation, now + delay);
            return Invocation.Succeeded();
        }
        catch (EdgeException refused)
        {
            Log.Failed(logger, function, message.Id, refused);
            return Invocation.Failed();
        }
    }

    private static Duration Later(QueuedWork message) => Duration.Min(LongestDelay, FirstDelay * Math.Pow(2, Math.Min(message.Attempt, 10)));

    private static async Task<Signed?> SignedBody(HttpRequest request)
    {
        try
        {
            return (await Invocation.Read(request, "message"))?.Data.Deserialize<Signed>(JsonSerializerOptions.Web);
        }
        catch (Exception nonsense) when (nonsense is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: text with half a character in it.
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Function} failed; the next tick does what is left")]
        public static partial void TimerFailed(ILogger logger, string function, Exception fault);

        [LoggerMessage(2, LogLevel.Warning, "{Function} was given a payload that is not signed by this deployment; nothing was done")]
        public static partial void NotSigned(ILogger logger, string function);

        [LoggerMessage(3, LogLevel.Warning, "{Function} puts off {Message}, try {Attempt}, by {Delay}")]
        public static partial void PutOff(ILogger logger, string function, string message, int attempt, Duration delay, Exception fault);

        [LoggerMessage(4, LogLevel.Error, "{Function} gives up {Message} after a day of tries; it goes to the dead letters")]
        public static partial void GivenUp(ILogger logger, string function, string message, Exception fault);

        [LoggerMessage(5, LogLevel.Error, "{Function} failed on {Message}")]
        public static partial void Failed(ILogger logger, string function, string message, Exception fault);
    }
}

/// <summary>Whether a fault may pass by itself, and when to try again.</summary>
internal sealed record Transience(Duration? RetryAfter)
{
    /// <summary>Null where trying again would not help.</summary>
    public static Transience? Of(Exception fault) => fault switch
    {
        EdgeException { IsTransient: true } edge => new(edge.RetryAfter is { } after ? Duration.FromTimeSpan(after) : null),
        GraphFault { IsTransient: true } graph => new(graph.RetryAfter),
        GraphFault { OutcomeUnknown: true } => new((Duration?)null),
        Contended => new(Duration.FromSeconds(2)),
        _ => null,
    };
}

/// <summary>Others changed the same thing at the same time, again and again; later it will be quieter.</summary>
internal sealed class Contended(string what) : Exception(what);
