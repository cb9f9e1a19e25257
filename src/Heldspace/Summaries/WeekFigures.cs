using Heldspace.Time;

namespace Heldspace.Summaries;

/// <summary>What one week came to.</summary>
public sealed record WeekFigures
{
    public required LondonWeek Week { get; init; }

    /// <summary>Referrals that came, whatever was decided of them; those of a child who was referred already are <see cref="Duplicates"/>.</summary>
    public required int New { get; init; }

    /// <summary>Of these, those that said they are urgent.</summary>
    public required int Urgent { get; init; }

    public required int Duplicates { get; init; }

    /// <summary>Screenings and consultations that were asked for.</summary>
    public required int AskedFor { get; init; }

    public required int Assessed { get; init; }

    /// <summary>First sessions.</summary>
    public required int Begun { get; init; }

    public required int NotBrought { get; init; }

    public required int Cancelled { get; init; }

    public required int Onward { get; init; }

    public required int Closed { get; init; }

    /// <summary>Cases that were open when the next week began; null where that was not written down.</summary>
    public required int? Open { get; init; }

    /// <summary>Days that those who were assessed had waited, on average, to one decimal; null for nobody.</summary>
    public required decimal? MeanWait { get; init; }

    /// <param name="week">Which.</param>
    /// <param name="facts">At least those of the week and of the next one.</param>
    public static WeekFigures Of(LondonWeek week, ILookup<LondonWeek, Fact> facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var within = facts[week].Where(fact => fact.Kind != FactKinds.Open).ToList();
        var open = facts[week.Next].Count(fact => fact.Kind == FactKinds.Open);
        var waits = within.Where(fact => fact.Kind == FactKinds.Assessed).Select(fact => fact.Number(FactValues.WaitingDays)).OfType<int>().ToList();
        return new()
        {
            Week = week,
            New = Count(FactKinds.Received),
            Urgent = within.Count(fact => fact.Kind == FactKinds.Received && fact[FactValues.Urgency] == "urgent"),
            Duplicates = Count(FactKinds.Duplicate),
            AskedFor = Count(FactKinds.AskedFor),
            Assessed = Count(FactKinds.Assessed),
            Begun = Count(FactKinds.InterventionStarted),
            NotBrought = Count(FactKinds.NotBrought),
            Cancelled = Count(FactKinds.Cancelled),
            Onward = Count(FactKinds.Onward),
            Closed = Count(FactKinds.Closed),
            Open = open == 0 && !facts[week.Next].Any() ? null : open,
            MeanWait = waits.Count == 0 ? null : Math.Round((decimal)waits.Average(), 1, MidpointRounding.AwayFromZero),
        };

        int Count(string kind) => within.Count(fact => fact.Kind == kind);
    }
}
