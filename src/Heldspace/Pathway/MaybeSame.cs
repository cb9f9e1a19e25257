using System.Collections.Immutable;
using Heldspace.Intake;
using NodaTime;

namespace Heldspace.Pathway;

/// <summary>A case of another referral that may be of the same child.</summary>
/// <param name="Case">The other.</param>
/// <param name="Reference">Its reference.</param>
/// <param name="Reasons">Why, in words for staff, the strongest first; they name neither name, nor date, nor number.</param>
public sealed record MaybeSame(CaseId Case, Reference Reference, ImmutableArray<string> Reasons)
{
    /// <summary>Who said that they are two children; null until somebody does.</summary>
    public string? TwoBy { get; init; }
}

/// <summary>The case that stands for this child, because a person said that they are one.</summary>
/// <param name="Case">The case that goes on.</param>
/// <param name="Reference">Its reference.</param>
/// <param name="By">Who said so.</param>
public sealed record MergedInto(CaseId Case, Reference Reference, string By);

/// <summary>A case that was merged into this one.</summary>
/// <param name="Case">Which.</param>
/// <param name="Reference">Its reference.</param>
/// <param name="ReceivedAt">When its referral came: the earliest of all starts the clock.</param>
/// <param name="Added">Names of fields that were missing here and known there.</param>
public sealed record TakenIn(CaseId Case, Reference Reference, Instant ReceivedAt, ImmutableArray<string> Added);
