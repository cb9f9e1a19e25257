using System.Globalization;

namespace Heldspace.Benchmarks.Timing;

/// <summary><c>referral-to-invitation</c>: from a mail's delivery until the event that invites the scheduler stands in the clinician's calendar.</summary>
internal static class ReferralToInvitation
{
    public static async Task<Figure> Measure(Bench bench, CancellationToken cancellation)
    {
        var rig = await bench.Rig(cancellation);
        var (ours, floor) = (new List<Rig.Times>(), new List<Rig.Times>());
        for (var n = 0; n < Rig.Measured; n++)
        {
            bench.Progress($"referral {n + 1} of {Rig.Measured}");
            var (one, other) = await rig.Single(cancellation);
            ours.Add(one);
            floor.Add(other);
        }

        var answered = Median.Of(ours.Select(times => times.ToAnswer.TotalMilliseconds));
        var answeredFloor = Median.Of(floor.Select(times => times.ToAnswer.TotalMilliseconds));
        return Figure.Cost(
            "referral-to-invitation",
            Median.Of(ours.Select(times => times.ToInvitation.TotalMilliseconds)),
            "ms",
            Median.Of(floor.Select(times => times.ToInvitation.TotalMilliseconds)),
            string.Create(CultureInfo.InvariantCulture, $"From a mail's delivery until the event that invites the scheduler stands, median of {Rig.Measured}, one at a time. ")
            + string.Create(CultureInfo.InvariantCulture, $"Until the referrer's answer is sent: {answered:0.0} ms, floor {answeredFloor:0.0} ms, ratio {answered / answeredFloor:0.00}. ")
            + "Floor: the path's own recorded requests through a bare client, in turn with ours.");
    }
}
