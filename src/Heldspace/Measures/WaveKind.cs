using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Heldspace.Measures;

/// <summary>Why people are asked at a time.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WaveKind>))]
public enum WaveKind
{
    [JsonStringEnumMemberName("baseline")]
    Baseline,

    [JsonStringEnumMemberName("periodic")]
    Periodic,

    [JsonStringEnumMemberName("placementMove")]
    PlacementMove,

    [JsonStringEnumMemberName("entryToCare")]
    EntryToCare,

    [JsonStringEnumMemberName("closure")]
    Closure,

    [JsonStringEnumMemberName("followUp")]
    FollowUp,

    /// <summary>The weeks before the day on which the yearly SDQ of a child in care is due, by the authority's list.</summary>
    [JsonStringEnumMemberName("yearlySdq")]
    YearlySdq,
}

/// <summary>When a measure is asked where its plan does not say.</summary>
public static class WaveKinds
{
    /// <summary>Every time but the entry to care, which has a screening of its own, and the yearly SDQ, which is about nothing else.</summary>
    public static ImmutableArray<WaveKind> Usual { get; } = [WaveKind.Baseline, WaveKind.Periodic, WaveKind.PlacementMove, WaveKind.Closure, WaveKind.FollowUp];
}
