using Heldspace.Time;
using NodaTime;

namespace Heldspace.Local.Simulation;

/// <param name="N">From 1, in the order of arrival.</param>
/// <param name="At">To the second; no two come in the same one.</param>
/// <param name="Referral">False for mail that is none: an absence note, a bounce, a newsletter.</param>
internal sealed record Arrival(int N, Instant At, bool Referral);

/// <summary>When mail comes: each month another share of the year's, mostly on working days and by day.</summary>
internal static class Arrivals
{
    /// <summary>What comes at a weekend or on a bank holiday, against a working day.</summary>
    private const double RestDay = 0.1;

    /// <param name="referrals">How many in all the days.</param>
    public static IReadOnlyList<Arrival> Of(Draws draws, Drawn drawn, LocalDate first, int days, int referrals)
    {
        var workingDays = new WorkingDays([]);
        var factors = new Dictionary<(int Year, int Month), double>();
        var weights = new double[days];
        for (var n = 0; n < days; n++)
        {
            var day = first.PlusDays(n);
            var month = (day.Year, day.Month);
            if (!factors.TryGetValue(month, out var factor))
            {
                factor = Conditions.LeastMonth + (draws.Share("month", day.Year, day.Month) * (Conditions.MostMonth - Conditions.LeastMonth));
                factors.Add(month, factor);
            }

            weights[n] = factor * (workingDays.Includes(day) ? 1 : RestDay);
        }

        drawn.Figure("arrivals, the leanest month against the mean", "0.6 or more", factors.Values.Min());
        drawn.Figure("arrivals, the fullest month against the mean", "1.5 or less", factors.Values.Max());
        var taken = new HashSet<Instant>();
        var arrivals = new List<(Instant At, bool Referral)>();
        for (var n = 0; n < referrals; n++)
        {
            arrivals.Add((At("referral", n), true));
        }

        for (var n = 0; n < (int)Math.Round(referrals * Conditions.Noise); n++)
        {
            arrivals.Add((At("noise", n), false));
        }

        var (children, noise) = (0, 0);
        return [.. arrivals.OrderBy(arrival => arrival.At).Select(arrival => new Arrival(arrival.Referral ? ++children : ++noise, arrival.At, arrival.Referral))];

        Instant At(string purpose, int n)
        {
            var random = draws.For(purpose, n);
            var point = random.NextDouble() * weights.Sum();
            var day = 0;
            while (day < days - 1 && point >= weights[day])
            {
                point -= weights[day++];
            }

            // By day for the most part; now and then somebody writes in the evening.
            var second = random.NextDouble() < 0.9 ? random.Next(8 * 3600, 18 * 3600) : random.Next(18 * 3600, 23 * 3600);
            var at = London.At(first.PlusDays(day), LocalTime.FromSecondsSinceMidnight(second));
            while (!taken.Add(at))
            {
                at += Duration.FromSeconds(1);
            }

            return at;
        }
    }
}
