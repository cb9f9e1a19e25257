namespace Heldspace.Allocation;

/// <summary>What the weeks before say of the weeks ahead. Shares are of 1.</summary>
public sealed record Demand
{
    /// <summary>The facts that are counted here, by their kind.</summary>
    public static readonly string[] Values = ["Urgency", "Instead", "CancelledBy"];

    /// <summary>Children referred a week, not negative.</summary>
    public required decimal ArrivalsPerWeek { get; init; }

    /// <summary>Over how many whole weeks that was counted: the more, the surer it is.</summary>
    public required int Weeks { get; init; }

    /// <summary>Of those referred.</summary>
    public decimal UrgentShare { get; init; }

    /// <summary>Of those assessed: who goes on to a first session here, and not to help elsewhere instead. All, while nobody was assessed.</summary>
    public decimal GoesOn { get; init; } = 1;

    /// <summary>How many assessed children that was counted of.</summary>
    public int Assessed { get; init; }

    /// <summary>Of meetings whose time came: those that have to be held once more, since the child was not brought or nobody was there to meet them.</summary>
    public decimal Again { get; init; }

    /// <summary>Counts facts of some whole weeks.</summary>
    /// <param name="facts">By kind, with their <see cref="Values"/>.</param>
    /// <param name="weeks">From the first week in which somebody was referred.</param>
    public static Demand Of(IReadOnlyCollection<(string Kind, IReadOnlyDictionary<string, string> Values)> facts, int weeks)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(weeks, 1);
        var (received, assessed) = (Count("received"), Count("assessed"));
        var again = Count("notBrought") + Count("cancelled", "CancelledBy", "service");
        var came = again + assessed + Count("interventionStarted") + Count("screened") + Count("tookPlace");
        return new()
        {
            ArrivalsPerWeek = (decimal)received / weeks,
            Weeks = weeks,
            UrgentShare = Share(Count("received", "Urgency", "urgent"), received),
            GoesOn = assessed == 0 ? 1 : 1 - Share(Count("onward", "Instead", "yes"), assessed),
            Assessed = assessed,
            Again = Share(again, came),
        };

        int Count(string kind, string? value = null, string? wanted = null) =>
            facts.Count(fact => fact.Kind == kind && (value is null || fact.Values.GetValueOrDefault(value) == wanted));

        static decimal Share(int some, int all) => all == 0 ? 0 : Math.Min(1, (decimal)some / all);
    }
}
