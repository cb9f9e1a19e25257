using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Heldspace.Benchmarks.Timing;

/// <summary>A page asked for and answered, straight to the app, against a bare handler that sends the same bytes.</summary>
internal static class PageRequests
{
    private const int WarmUp = 100;
    private const int Rounds = 200;

    /// <param name="bench">The run.</param>
    /// <param name="figure">Its name.</param>
    /// <param name="path">The page.</param>
    /// <param name="answers">What is posted in a round.</param>
    /// <param name="page">What page it is, in words.</param>
    /// <param name="does">What the app does for it, in words.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<Figure> Measure(Bench bench, string figure, string path, Func<int, (string, string)[]> answers, string page, string does, CancellationToken cancellation)
    {
        var rig = await bench.Rig(cancellation);
        var empty = Path.Combine(await bench.PublishedEmptyHandler(cancellation), "EmptyHandler");
        using var http = new HttpMessageInvoker(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, UseProxy = false, ActivityHeadersPropagator = null });
        var app = rig.System.Apps[0].Worker.Address;
        var sent = await new FormFiller(http, app, Bench.Service).Get(path, cancellation);
        var file = Path.Combine(bench.RoomyServices, $"{figure}.html");
        await File.WriteAllTextAsync(file, sent, cancellation);
        using var bare = await Handler.Run(empty, new Dictionary<string, string>(StringComparer.Ordinal) { ["PAGE"] = file }, cancellation);
        var (ours, floor) = (new List<double>(), new List<double>());
        for (var round = 0; round < WarmUp + Rounds; round++)
        {
            var one = await Time(app, path, answers(round));
            var other = await Time(bare.Address, "/page", answers(round));
            if (round >= WarmUp)
            {
                ours.Add(one);
                floor.Add(other);
            }
        }

        return Figure.Cost(
            figure, Median.Of(ours), "ms", Median.Of(floor),
            string.Create(CultureInfo.InvariantCulture, $"GET and POST of {page} ({Encoding.UTF8.GetByteCount(sent)} bytes), median of {Rounds}, straight to the app; {does} ")
            + "Floor: a bare handler that sends the same bytes and redirects, asked in turn with ours.");

        async Task<double> Time(Uri address, string at, (string, string)[] answered)
        {
            var filler = new FormFiller(http, address, Bench.Service);
            var began = Stopwatch.GetTimestamp();
            _ = await filler.Post(at, await filler.Get(at, cancellation), answered, cancellation);
            return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        }
    }
}
