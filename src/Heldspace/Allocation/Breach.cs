using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Heldspace.Pathway;
using NodaTime;

namespace Heldspace.Allocation;

/// <summary>How much of a breach is known.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BreachBasis>))]
public enum BreachBasis
{
    /// <summary>The child's place lies after the target day.</summary>
    HeldLate,

    /// <summary>The child has no place, and the first there is lies after the target day.</summary>
    WithoutPlace,

    /// <summary>The child is to be assessed, and a first session that follows would have no place in time. It does not follow for all.</summary>
    IfSessionFollows,

    /// <summary>A child who is not referred yet.</summary>
    Expected,
}

/// <summary>A clock that goes past its target day unless somebody acts.</summary>
public sealed record Breach
{
    public required BreachBasis Basis { get; init; }

    /// <summary>The appointment kind whose clock it is.</summary>
    public required string Kind { get; init; }

    public bool Urgent { get; init; }

    /// <summary>Whose; null for a child who is only expected.</summary>
    public Reference? Child { get; init; }

    /// <summary>The day on which a place is looked for: of the referral or of the assessment before it; today for who has none or a late one.</summary>
    public required LocalDate SoughtOn { get; init; }

    /// <summary>The last day that would be in time.</summary>
    public required LocalDate TargetDay { get; init; }

    /// <summary>The day that is held, or of the first place there would be; null where there is none before the horizon.</summary>
    public LocalDate? FirstPlace { get; init; }

    /// <summary>
    /// Whether it is one of those that are counted on. Of the assessed only a share goes on to a session, and nobody knows who: each is named, and as many are
    /// counted as go on at least.
    /// </summary>
    public bool Counts { get; init; } = true;

    /// <summary>Whether it is one of those counted on for whom no place has been looked for yet.</summary>
    [JsonIgnore]
    public bool IsToCome => Counts && Basis is (BreachBasis.Expected or BreachBasis.IfSessionFollows);

    /// <summary>What would prevent it, soonest first, in words.</summary>
    public ImmutableArray<string> WaysOut { get; init; } = [];
}

/// <summary>A child whose clock goes, as far as the forecast needs to know.</summary>
/// <param name="Waiting">For what, and since when.</param>
/// <param name="Held">When that is held, or was to take place and nobody said yet what came of it; null where nothing is held.</param>
public sealed record OpenNeed(Waiting Waiting, Slot? Held);
