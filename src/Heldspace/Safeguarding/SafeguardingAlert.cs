using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NodaTime;

namespace Heldspace.Safeguarding;

/// <summary>Wording of immediate risk that came with a referral, how far the alert of it has climbed, and who has it in hand.</summary>
/// <param name="RaisedAt">When whoever was on cover was told.</param>
/// <param name="Concerns">What was found, and where; never the words.</param>
/// <param name="Step">How far it has climbed: <see cref="First"/> is whoever was on cover, the next the first of the chain, and so on; after the last the cover again.</param>
/// <param name="RaisedBy">Where several children came with one mail: true for the first, whose case tells people; the others only know of it.</param>
public sealed record SafeguardingAlert(Instant RaisedAt, ImmutableArray<Concern> Concerns, int Step, bool RaisedBy)
{
    /// <summary>The step at which it was told to whoever was on cover: 0, or more where it is not the first alert of the case.</summary>
    public int First { get; init; }

    /// <summary>Who said that they have it; null until somebody does.</summary>
    public TakenOnBy? Acknowledged { get; init; }

    /// <summary>The sender or the household may be the source of harm.</summary>
    [JsonIgnore]
    public bool AtHome => Concerns.Any(concern => concern.AtHome);

    [JsonIgnore]
    public bool Climbs => RaisedBy && Acknowledged is null;
}

/// <param name="At">When.</param>
/// <param name="By">A sign-in name, or the name of whoever was told, as the service's cover and chain give it.</param>
public sealed record TakenOnBy(Instant At, string By);
