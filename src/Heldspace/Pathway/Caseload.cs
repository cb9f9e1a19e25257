using System.Collections.Immutable;
using Heldspace.Services;

namespace Heldspace.Pathway;

/// <summary>How many open cases each clinician is the key worker of, by <see cref="TeamMember.Id"/>.</summary>
public sealed record Caseload(ImmutableDictionary<string, int> Cases)
{
    /// <summary>Who is away, so that nobody is chosen who could not begin.</summary>
    public Away Away { get; init; } = Away.Nobody;

    public static Caseload None { get; } = new(ImmutableDictionary<string, int>.Empty);

    public int Of(string clinician) => Cases.GetValueOrDefault(clinician);

    /// <summary>Cases by a whole share of the work, so that somebody at half a share with three cases carries six.</summary>
    public decimal Weighted(TeamMember member) => Of(member.Id) / Math.Max(member.Weight, 0.1m);
}
