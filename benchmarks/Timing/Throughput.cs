using System.Globalization;

namespace Heldspace.Benchmarks.Timing;

/// <summary><c>throughput</c>: referrals a second when many mails come at once, over one process of the app.</summary>
internal static class Throughput
{
    public static async Task<Figure> Measure(Bench bench, CancellationToken cancellation)
    {
        var rig = await bench.Rig(cancellation);
        var (ours, floor) = (new List<double>(), new List<double>());
        for (var n = 0; n < Rig.Bursts; n++)
        {
            bench.Progress($"burst {n + 1} of {Rig.Bursts}");
            var (one, other) = await rig.Many(cancellation);
            ours.Add(Rig.Burst / one.ToAnswer.TotalSeconds);
            floor.Add(Rig.Burst / other.ToAnswer.TotalSeconds);
        }

        return Figure.Rate(
            "throughput", Median.Of(ours), "referrals/s", Median.Of(floor),
            string.Create(CultureInfo.InvariantCulture, $"{Rig.Burst} mails at once, from delivery until every answer is sent, one process, median of {Rig.Bursts}. ")
            + "Floor: the same requests through bare clients, one for each lane of the queues.");
    }
}
