namespace Heldspace.Allocation;

/// <summary>What the weeks before say of the weeks ahead. Shares are of 1.</summary>
public sealed record Demand
{
    /// <summary>The facts that are counted here, by their kind.</summary>
    public static readonly string[] Values = ["Urgency", "Instead", "CancelledBy"];

    /// <summary>Of fewer meetings it is not said how many fail: the first that failed would stand for all.</summary>
    public const int FewestMeetings = 10;

    /// <summary>Of fewer sums of four weeks it is not said how much they vary.</summary>
    private const int FewestSums = 3;

    /// <summary>Children referred a week, not negative.</summary>
    public required decimal ArrivalsPerWeek { get; init; }

    /// <summary>Over how many whole weeks that was counted: the more, the surer it is.</summary>
    public required int Weeks { get; init; }

    /// <summary>
    /// How much arrivals differ from one four weeks to the next beyond chance: the variance of their rate over its square. 0 where that is not known.
    /// </summary>
    public double Spread { get; init; }

    /// <summary>
    /// How far the weeks ahead may lie from what was counted, in the same measure: what was counted is a sample, two times four weeks are its mean, and those to
    /// come differ again.
    /// </summary>
    public double Unsureness => ArrivalsPerWeek <= 0 ? 0 : (1 / (double)(ArrivalsPerWeek * Weeks)) + (1.5 * Spread);

    /// <summary>Of those referred.</summary>
    public decimal UrgentShare { get; init; }

    /// <summary>Of those assessed: who goes on to a first session here, and not to help elsewhere instead. All, while nobody was assessed.</summary>
    public decimal GoesOn { get; init; } = 1;

    /// <summary>How many assessed children that was counted of.</summary>
    public int Assessed { get; init; }

    /// <summary>Of meetings whose time came: those that have to be held once more, since the child was not brought or nobody was there to meet them.</summary>
    public decimal Again { get; init; }

    /// <summary>Of meetings that were held for a family: those that it cancelled, so that others got the place, and it another.</summary>
    public decimal GivenBack { get; init; }

    /// <summary>Counts facts of some whole weeks.</summary>
    /// <param name="facts">By kind, with their <see cref="Values"/>.</param>
    /// <param name="weeks">From the first week in which somebody was referred.</param>
    /// <param name="arrivals">How many were referred in each whole week of a longer time, oldest first: what shows how much they vary.</param>
    public static Demand Of(IReadOnlyCollection<(string Kind, IReadOnlyDictionary<string, string> Values)> facts, int weeks, IReadOnlyCollection<int> arrivals)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(weeks, 1);
        var (received, assessed) = (Count("received"), Count("assessed"));
        var again = Count("notBrought") + Count("cancelled", "CancelledBy", "service");
        var came = again + assessed + Count("interventionStarted") + Count("screened") + Count("tookPlace");
        var givenBack = Count("cancelled", "CancelledBy", "family");
        return new()
        {
            ArrivalsPerWeek = (decimal)received / weeks,
            Weeks = weeks,
            Spread = SpreadOf(arrivals),
            UrgentShare = Share(Count("received", "Urgency", "urgent"), received),
            GoesOn = assessed == 0 ? 1 : 1 - Share(Count("onward", "Instead", "yes"), assessed),
            Assessed = assessed,
            Again = came < FewestMeetings ? 0 : Share(again, came),
            GivenBack = came < FewestMeetings ? 0 : Share(givenBack, givenBack + came),
        };

        int Count(string kind, string? value = null, string? wanted = null) =>
            facts.Count(fact => fact.Kind == kind && (value is null || fact.Values.GetValueOrDefault(value) == wanted));

        // Of sums of four weeks what chance alone explains, a Poisson distribution, is left out.
        static double SpreadOf(IReadOnlyCollection<int> arrivals)
        {
            var sums = arrivals.Reverse().Chunk(Forecast.WeeksAhead).Where(four => four.Length == Forecast.WeeksAhead).Select(four => (double)four.Sum()).ToList();
            if (sums.Count < FewestSums || sums.Sum() == 0)
            {
                return 0;
            }

            var mean = sums.Average();
            var variance = sums.Sum(sum => (sum - mean) * (sum - mean)) / (sums.Count - 1);
            return Math.Max(0, (variance - mean) / (mean * mean));
        }

        static decimal Share(int some, int all) => all == 0 ? 0 : Math.Min(1, (decimal)some / all);
    }
}
