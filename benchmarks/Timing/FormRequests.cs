using System.Diagnostics;
using System.Text;

namespace Heldspace.Benchmarks.Timing;

/// <summary><c>form-requests</c>: one page of the form asked for and answered, against a bare handler that sends the same bytes.</summary>
internal static class FormRequests
{
    private const int WarmUp = 100;
    private const int Rounds = 200;

    public static async Task<Figure> Measure(Bench bench, CancellationToken cancellation)
    {
        var rig = await bench.Rig(cancellation);
        var empty = Path.Combine(await bench.PublishedEmptyHandler(cancellation), "EmptyHandler");
        using var http = new HttpMessageInvoker(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, UseProxy = false, ActivityHeadersPropagator = null });
        var app = rig.System.Apps[0].Worker.Address;
        var path = $"/refer/{Bench.Service}/{Referrals.Form(0)[0].Page}";
        var answers = Referrals.Form(0)[0].Answers;
        var page = await new FormFiller(http, app, Bench.Service).Get(path, cancellation);
        var file = Path.Combine(bench.RoomyServices, "page.html");
        await File.WriteAllTextAsync(file, page, cancellation);
        using var bare = await Handler.Run(empty, new Dictionary<string, string>(StringComparer.Ordinal) { ["PAGE"] = file }, cancellation);
        var (ours, floor) = (new List<double>(), new List<double>());
        for (var round = 0; round < WarmUp + Rounds; round++)
        {
            var one = await Time(new FormFiller(http, app, Bench.Service), path);
            var other = await Time(new FormFiller(http, bare.Address, Bench.Service), "/page");
            if (round >= WarmUp)
            {
                ours.Add(one);
                floor.Add(other);
            }
        }

        return Figure.Cost(
            "form-requests", Median.Of(ours), "ms", Median.Of(floor),
            $"GET and POST of the first page ({Encoding.UTF8.GetByteCount(page)} bytes), median of {Rounds}, straight to the app; the POST writes the encrypted draft to the store. "
            + "Floor: a bare handler that sends the same bytes and redirects, asked in turn with ours.");

        async Task<double> Time(FormFiller filler, string address)
        {
            var began = Stopwatch.GetTimestamp();
            _ = await filler.Post(address, await filler.Get(address, cancellation), answers, cancellation);
            return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        }
    }
}
