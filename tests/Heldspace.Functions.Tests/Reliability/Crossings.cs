namespace Heldspace.Functions.Tests.Reliability;

/// <summary>
/// Stands on the way out of each instance of the app to every edge: counts what crosses, lets a test meddle with it, and lets an instance die, after
/// which nothing of it crosses any more.
/// </summary>
internal sealed class Crossings
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, int> counts = new(StringComparer.Ordinal);
    private readonly List<Crossing> crossed = [];
    private Life? life;

    /// <summary>What becomes of a request while <see cref="Watching"/>: given the crossing and the way on. Default: it goes on.</summary>
    public Func<Crossing, Func<Task<HttpResponseMessage>>, Task<HttpResponseMessage>> Meddle { get; set; } = (_, send) => send();

    /// <summary>Requests count, and can be meddled with, from the moment this is set.</summary>
    public bool Watching { get; set; }

    /// <summary>What crossed while watching, in order.</summary>
    public IReadOnlyList<Crossing> Seen
    {
        get
        {
            lock (gate)
            {
                return [.. crossed];
            }
        }
    }

    /// <summary>The instance that was started last is dead.</summary>
    public bool IsDead => life is { Dead.IsCancellationRequested: true };

    /// <summary>Ends with the death of the instance that was started last.</summary>
    public CancellationToken Death => life!.Dead.Token;

    /// <summary>Counts from the beginning again.</summary>
    public void Restart()
    {
        lock (gate)
        {
            counts.Clear();
            crossed.Clear();
        }
    }

    /// <summary>For <c>InProcessSettings.Around</c>.</summary>
    public HttpMessageHandler Around(string edge, HttpMessageHandler inner)
    {
        if (edge == "storage")
        {
            // The first edge of an instance: a new life begins.
            life = new();
        }

        return new Gate(this, life!, edge, inner);
    }

    /// <summary>The process dies, as by SIGKILL. To be thrown by what meddles.</summary>
    public Exception Die()
    {
        _ = life!.Dead.CancelAsync();
        return new ProcessDied();
    }

    private Crossing Count(string kind)
    {
        lock (gate)
        {
            var nth = counts.GetValueOrDefault(kind) + 1;
            counts[kind] = nth;
            var crossing = new Crossing(kind, nth);
            crossed.Add(crossing);
            return crossing;
        }
    }

    private sealed class Life
    {
        public CancellationTokenSource Dead { get; } = new();
    }

    private sealed class Gate(Crossings all, Life life, string edge, HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var kind = await Crossing.KindOf(edge, request);
            if (life.Dead.IsCancellationRequested)
            {
                throw new ProcessDied();
            }

            return all.Watching
                ? await all.Meddle(all.Count(kind), () => base.SendAsync(request, cancellationToken))
                : await base.SendAsync(request, cancellationToken);
        }
    }
}

/// <summary>Not a fault that the app knows: nobody catches it to try again.</summary>
internal sealed class ProcessDied() : Exception("The process died.");
