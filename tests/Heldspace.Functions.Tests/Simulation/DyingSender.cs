using Heldspace.Functions.Tests.Reliability;
using Heldspace.Functions.Tests.Reliability.Histories;
using Heldspace.Local;

namespace Heldspace.Functions.Tests.Simulation;

/// <summary>
/// Lets the app die at every so-many-th request of whatever sends, before it and after it in turn; what it was doing ends there, and its answer is lost. Nothing else dies. Looking whether
/// anything is due is most of what it asks, and is counted apart, so that deaths fall on what is done. Who has to read more than so many cases before there is anything to send would never come to
/// an end of it: each time that a function dies again without having come to one it lives twice as long.
/// </summary>
/// <param name="every">So-many-th.</param>
/// <param name="restarts">At every how many-th death the app is really started anew; between them only what it was doing ends.</param>
internal sealed class DyingSender(int every, int restarts) : IWayOut
{
    private static readonly HashSet<string> Senders = ["/SendDueMessages", "/SendMessage"];

    private const int LooksToOne = 101;
    private const int MostInARow = 12;

    private static readonly HashSet<string> Looks = ["tables query Due", "tables query Team", "tables get Cursors", "tables replace Cursors"];

    private readonly Lock gate = new();
    private readonly Dictionary<string, int> diedAt = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> inARow = Senders.ToDictionary(sender => sender, _ => 0, StringComparer.Ordinal);
    private string? sending;
    private bool dead;
    private int requests;
    private int looks;

    private int Restarts => restarts;

    /// <summary>What is started anew; set once it runs.</summary>
    public InProcessSystem? System { get; set; }

    /// <summary>How many requests sending made, without looking whether anything is due.</summary>
    public int Requests => requests;

    /// <summary>How often it died, by the kind of request and the side of it.</summary>
    public IReadOnlyDictionary<string, int> DiedAt => diedAt;

    public int Deaths => diedAt.Values.Sum();

    /// <summary>How often one function died at most before it came to an end.</summary>
    public int LongestInARow { get; private set; }

    public InProcessSettings Around(InProcessSettings settings) => settings with
    {
        Around = (edge, inner) => new EdgeBehind(this, edge, inner),
        AroundTables = inner => new TablesBehind(this, inner),
        AroundBlobs = inner => new BlobsBehind(this, inner),
        AroundApp = inner => new Host(this, inner),
    };

    public async Task<T> Pass<T>(string kind, Func<Task<T>> send, CancellationToken cancellation)
    {
        bool dies, before;
        lock (gate)
        {
            if (dead)
            {
                throw new ProcessDied();
            }

            var looking = Looks.Contains(kind);
            var n = sending is null ? 0 : looking ? ++looks : ++requests;
            dies = n > 0 && n % ((looking ? every * LooksToOne : every) << inARow[sending!]) == 0;
            before = Deaths % 2 == 0;
            if (dies)
            {
                var at = $"{(before ? "before" : "after")} {kind}";
                diedAt[at] = diedAt.GetValueOrDefault(at) + 1;
                dead = before;
            }
        }

        if (dies && before)
        {
            throw new ProcessDied();
        }

        var answer = await send();
        if (dies)
        {
            dead = true;
        }

        return dead ? throw new ProcessDied() : answer;
    }

    /// <summary>One invocation at a time: a year in one process runs so.</summary>
    private sealed class Host(DyingSender all, HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var function = request.Method == HttpMethod.Post && Senders.Contains(request.RequestUri!.AbsolutePath) ? request.RequestUri.AbsolutePath : null;
            all.sending = function;
            var answer = await base.SendAsync(request, cancellationToken);
            all.sending = null;
            if (function is not null)
            {
                all.inARow[function] = all.dead ? Math.Min(all.inARow[function] + 1, MostInARow) : 0;
                all.LongestInARow = Math.Max(all.LongestInARow, all.inARow[function]);
            }

            if (!all.dead)
            {
                return answer;
            }

            answer.Dispose();
            all.dead = false;
            if (all.Deaths % all.Restarts == 0)
            {
                await all.System!.StartApp(0);
            }

            throw new ProcessDied();
        }
    }
}
